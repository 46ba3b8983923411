import pytest

from crawlers.endless import (
    CALENDAR_PAGES,
    PAGER_PAGES,
    QUERY_PAGES,
    SAME_ANSWERS,
    SAME_BYTES,
    SEARCH_PAGES,
)
from crawlers.frontier import DEEPEST, Budget, Frontier, Target, entries
from data.types import Attachment, Link, Page, PageKind, PageState, Place, Unit

HOME = "http://www.qinghe.gov.cn/"
PORTAL = "http://www.linshan.gov.cn"


def unit(*columns, portal=HOME):
    return Unit("u", "清河县人民政府", "county", "县市区政府", portal, columns)


def page(url, *links, kind=PageKind.LIST, title="", attachments=()):
    """A page whose links are addresses or (address, text, place)."""
    given = [link if isinstance(link, tuple) else (link, "", Place.CONTENT) for link in links]
    files = tuple(Attachment(file, "附件", "pdf") for file in attachments)
    links = tuple(Link(*link) for link in given)
    return Page(url, kind, PageState.OK, title, links=links, attachments=files)


def after(*links, start=None, **facts):
    """What waits after the entry has been read, in order."""
    frontier = Frontier(start or unit())
    first = frontier.pop()
    frontier.add(page(first.url, *links, **facts), first)
    return frontier


def drained(frontier):
    found = []
    while target := frontier.pop():
        found.append(target.url)
    return found


# --- where it begins --------------------------------------------------------------------------


def test_a_look_begins_at_the_home_page_or_at_the_columns():
    assert entries(unit(portal="HTTP://WWW.qinghe.gov.cn")) == (HOME,)
    assert entries(unit(f"{PORTAL}/jyj/", f"{PORTAL}/jyj/zwgk/")) == (
        f"{PORTAL}/jyj/",
        f"{PORTAL}/jyj/zwgk/",
    )


def test_an_address_that_is_none_is_kept_so_that_a_row_can_say_so():
    assert entries(unit(portal="清河县政府网")) == ("清河县政府网",)


# --- order ------------------------------------------------------------------------------------


def test_frames_and_data_come_first_then_disclosures_then_the_rest():
    frontier = after(
        (f"{HOME}xwzx/", "新闻中心", Place.NAV),
        (f"{HOME}ysjs/", "预算决算", Place.NAV),
        (f"{HOME}tree.html", "", Place.FRAME),
        (f"{HOME}list.json", "", Place.FEED),
    )
    assert drained(frontier) == [
        f"{HOME}tree.html",
        f"{HOME}list.json",
        f"{HOME}ysjs/",
        f"{HOME}xwzx/",
    ]


def test_shallow_comes_before_deep():
    frontier = after(f"{HOME}a/", f"{HOME}b/")
    first = frontier.pop()
    frontier.add(page(first.url, f"{HOME}a/1.html"), first)
    assert drained(frontier) == [f"{HOME}b/", f"{HOME}a/1.html"]


def test_a_target_says_who_led_there_and_with_what_words():
    frontier = after((f"{HOME}zwgk/", "政务公开", Place.NAV))
    assert frontier.pop() == Target(f"{HOME}zwgk/", HOME, "政务公开", 1, Place.NAV)


def test_addresses_without_words_of_their_own_are_hinted_at_by_the_name_of_the_list():
    frontier = after((f"{HOME}index_1.html", "下一页", Place.PAGER), title="通知公告")
    assert frontier.pop().hint == "通知公告"


def test_an_address_waits_once_however_often_and_in_whatever_spelling_it_is_linked():
    frontier = after(
        f"{HOME}a.html", f"{HOME}a.html#top", "http://WWW.QINGHE.gov.cn:80/./a.html", HOME
    )
    assert drained(frontier) == [f"{HOME}a.html"]


def test_where_a_redirect_ended_is_not_asked_for_again():
    frontier = after(f"{HOME}old/")
    frontier.moved(frontier.pop(), f"{HOME}new/")
    frontier.add(page(f"{HOME}new/", f"{HOME}new/"), Target(f"{HOME}old/", HOME))
    assert drained(frontier) == []


# --- scope ------------------------------------------------------------------------------------


def test_other_hosts_are_not_visited():
    frontier = after(
        "http://www.linshan.gov.cn/",
        "http://zwgk.qinghe.gov.cn/",
        "http://www.qinghe.gov.cn:8080/",
        "https://qinghe.gov.cn/same",
    )
    assert drained(frontier) == ["https://qinghe.gov.cn/same"]


def test_an_entry_that_moved_takes_the_look_along():
    frontier = Frontier(unit())
    first = frontier.pop()
    frontier.moved(first, "https://new.qinghe.gov.cn/")
    frontier.add(page("https://new.qinghe.gov.cn/", "https://new.qinghe.gov.cn/zwgk/"), first)
    assert drained(frontier) == ["https://new.qinghe.gov.cn/zwgk/"]


@pytest.mark.parametrize(
    "name", ["style.css", "a.js", "logo.PNG", "film.mp4", "font.woff2?v=1", "setup.exe"]
)
def test_pictures_scripts_and_films_are_left_out(name):
    assert drained(after(f"{HOME}{name}")) == []


@pytest.mark.parametrize("name", ["a.pdf", "b.DOC", "c.xlsx", "d.zip", "e.ofd", "list.jsp", "f"])
def test_pages_and_documents_are_asked_for(name):
    assert drained(after(f"{HOME}{name}")) == [f"{HOME}{name}"]


def test_attachments_of_a_page_are_asked_for():
    assert drained(after(attachments=[f"{HOME}f?id=1"])) == [f"{HOME}f?id=1"]


@pytest.mark.parametrize(
    "link",
    [
        (f"{HOME}user/login.do", "进入", Place.NAV),
        (f"{HOME}u/1", "登录", Place.NAV),
        (f"{HOME}u/2", "用户注册", Place.NAV),
        ("javascript:void(0)", "关闭", Place.NAV),
        ("mailto:a@b.cn", "邮箱", Place.NAV),
    ],
)
def test_ways_to_sign_in_and_links_to_no_page_are_left_out(link):
    assert drained(after(link)) == []


# --- units that live on a portal --------------------------------------------------------------


def on_portal(*links, column=f"{PORTAL}/jyj/index.html", **facts):
    return drained(after(*links, start=unit(column, portal=f"{PORTAL}/"), **facts))


def test_on_a_portal_the_folder_of_a_column_is_in_scope_and_menus_out_of_it_are_not():
    links = [
        (f"{PORTAL}/jyj/zwgk/1.html", "", Place.NAV),
        (f"{PORTAL}/czj/", "", Place.NAV),
        (f"{PORTAL}/", "首页", Place.NAV),
    ]
    assert on_portal(*links) == [f"{PORTAL}/jyj/zwgk/1.html"]


def test_entries_of_a_column_are_in_scope_wherever_they_lie():
    links = [(f"{PORTAL}/list/2.html", "2", Place.PAGER), f"{PORTAL}/art/2023/5/12/art_1.html"]
    assert on_portal(*links) == [f"{PORTAL}/art/2023/5/12/art_1.html", f"{PORTAL}/list/2.html"]


def test_what_an_article_mentions_is_out_of_scope_but_its_files_are_not():
    assert on_portal(
        f"{PORTAL}/czj/1.html",
        kind=PageKind.ARTICLE,
        attachments=[f"{PORTAL}/files/1.pdf"],
    ) == [f"{PORTAL}/files/1.pdf"]


def test_lists_outside_the_folder_lead_on_two_hops_and_no_further():
    frontier = Frontier(unit(f"{PORTAL}/jyj/", portal=f"{PORTAL}/"))
    target, visited = frontier.pop(), []
    for n in range(5):
        frontier.add(page(target.url, f"{PORTAL}/col{n}/"), target)
        target = frontier.pop()
        if target is None:
            break
        visited.append(target.url)
    assert visited == [f"{PORTAL}/col0/", f"{PORTAL}/col1/"]


def test_the_home_page_of_a_portal_is_not_the_units():
    frontier = Frontier(unit(f"{PORTAL}/jyj/", portal=f"{PORTAL}/"))
    assert drained(frontier) == [f"{PORTAL}/jyj/"]


def test_a_column_that_moved_takes_its_folder_along():
    frontier = Frontier(unit(f"{PORTAL}/jyj/", portal=f"{PORTAL}/"))
    first = frontier.pop()
    frontier.moved(first, f"{PORTAL}/bm/jyj/")
    frontier.add(page(f"{PORTAL}/bm/jyj/", (f"{PORTAL}/bm/jyj/zwgk/", "", Place.NAV)), first)
    assert drained(frontier) == [f"{PORTAL}/bm/jyj/zwgk/"]


@pytest.mark.parametrize(
    ("column", "in_scope"),
    [
        (f"{PORTAL}/jyj/", True),
        (f"{PORTAL}/jyj", True),
        (f"{PORTAL}/jyj/index.html", True),
        (f"{PORTAL}/jyj/zwgk.html", True),
        (f"{PORTAL}/jyj/18104.html", False),
        (f"{PORTAL}/jyj/list.jsp?id=3", False),
    ],
)
def test_a_page_named_by_a_number_does_not_own_its_folder(column, in_scope):
    link = (f"{PORTAL}/jyj/other.html", "", Place.NAV)
    assert on_portal(link, column=column) == ([link[0]] if in_scope else [])


# --- endless sites ----------------------------------------------------------------------------


def test_further_pages_of_a_list_are_bounded_and_the_cut_is_told():
    pages = [(f"{HOME}l/index_{n}.html", str(n), Place.PAGER) for n in range(1, 100)]
    frontier = after(*pages, title="通知公告")
    [cut] = frontier.cut
    assert len(drained(frontier)) == PAGER_PAGES
    assert (cut.url, cut.hint) == (f"{HOME}l/index_{PAGER_PAGES + 1}.html", "通知公告")


def test_further_pages_are_as_deep_as_their_list_and_count_together_when_chained():
    frontier = Frontier(unit())
    target, n = frontier.pop(), 0
    while target is not None:
        n += 1
        frontier.add(page(target.url, (f"{HOME}l_{n}.html", "下一页", Place.PAGER)), target)
        target = frontier.pop()
        assert target is None or target.depth == 0
    assert n == PAGER_PAGES + 1
    assert len(frontier.cut) == 1


def test_a_chain_of_links_ends_at_the_depth_limit():
    frontier = Frontier(unit())
    target, n = frontier.pop(), 0
    while target is not None:
        n += 1
        frontier.add(page(target.url, f"{HOME}a{n}.html"), target)
        target = frontier.pop()
    assert n == DEEPEST + 1


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        ("rili/show.jsp?year=2023&month={}", CALENDAR_PAGES),
        ("calendar/2023/{}/", CALENDAR_PAGES),
        ("meeting.jsp?date=2023-12-{}", CALENDAR_PAGES),
        ("search.jsp?page={}", SEARCH_PAGES),
        ("list.jsp?q={}", SEARCH_PAGES),
        ("show.jsp?id={}", QUERY_PAGES),
    ],
)
def test_calendars_searches_and_queries_are_bounded(pattern, most):
    assert len(after(*(HOME + pattern.format(n) for n in range(QUERY_PAGES + 50)))) == most


def test_only_a_cut_that_hides_content_is_told():
    assert after(*(f"{HOME}rili.jsp?month={n}" for n in range(50))).cut == ()
    assert len(after(*(f"{HOME}show.jsp?id={n}" for n in range(QUERY_PAGES + 5))).cut) == 1


@pytest.mark.parametrize(
    ("pattern", "words", "waiting", "cut"),
    [
        ("xxgk/search.do?catalogId={}", "目录", 60, 0),
        ("web/jsearch.do?channelid={}", "栏目", 60, 0),
        ("research/{}.html", "课题", 60, 0),
        ("search.jsp?page={}", "第{}页", SEARCH_PAGES, 1),
        ("search.jsp?q={}", "热词{}", SEARCH_PAGES, 0),
        ("xxgk/list.do?date=2023{}", "目录{}", CALENDAR_PAGES, 1),
        ("hd/list.do?date=2023{}", "{}日", CALENDAR_PAGES, 0),
        ("hd/list.do?month=2023{}", "下个月", CALENDAR_PAGES, 0),
        ("hd/rili.do?n={}", "会议安排{}", CALENDAR_PAGES, 0),
    ],
)
def test_what_a_limit_leaves_out_is_told_unless_it_repeats_the_site(pattern, words, waiting, cut):
    links = [(HOME + pattern.format(n), words.format(n), Place.NAV) for n in range(10, 70)]
    frontier = after(*links)
    assert (len(frontier), len(frontier.cut)) == (waiting, cut)


def test_what_lies_too_deep_is_told():
    frontier = Frontier(unit())
    deepest = Target(f"{HOME}a.html", depth=DEEPEST)
    frontier.add(page(deepest.url, (f"{HOME}b.html", "部门预算", Place.CONTENT)), deepest)
    assert [(target.url, target.hint) for target in frontier.cut] == [(f"{HOME}b.html", "部门预算")]
    frontier.add(page(HOME, f"{HOME}b.html"), Target(HOME))
    assert frontier.cut == ()  # it was reached in another way


def test_folders_that_repeat_are_told():
    [cut] = after(f"{HOME}zwgk/zwgk/zwgk/a.html", f"{HOME}zwgk/zwgk/zwgk/b.html").cut
    assert cut.url == f"{HOME}zwgk/zwgk/zwgk/a.html"


def test_what_is_fresh_is_in_scope_and_was_not_seen():
    urls = [f"{HOME}a.html", f"{HOME}b.html", f"{HOME}a.png", "http://other.gov.cn/a.html"]
    assert after(urls[0]).fresh(urls) == [urls[1]]


def test_plain_addresses_are_not_bounded():
    assert len(after(*(f"{HOME}art/{n}.html" for n in range(3000)))) == 3000


@pytest.mark.parametrize(
    "variant",
    ["?id=1&sort=date", "?id=1&_=1702600000000", "?id=1&rnd=0.123", "?fontsize=3&id=1&print=1"],
)
def test_the_same_page_in_another_dress_is_left_out(variant):
    assert drained(after(f"{HOME}a.jsp?id=1", f"{HOME}a.jsp{variant}")) == [f"{HOME}a.jsp?id=1"]


def test_parameters_that_choose_another_page_are_kept():
    links = [f"{HOME}a.jsp?t=1", f"{HOME}a.jsp?t=2", f"{HOME}a.jsp?v=1&id=2"]
    assert drained(after(*links)) == links


def test_a_relative_link_that_never_ends_is_cut_short():
    assert drained(after(f"{HOME}a/b/a/b/", f"{HOME}a/b/a/b/a/")) == [f"{HOME}a/b/a/b/"]


# --- budget -----------------------------------------------------------------------------------


@pytest.mark.parametrize("spent", [(10, 0, 0.0), (0, 1000, 0.0), (0, 0, 60.0)])
def test_a_budget_ends_with_the_first_of_its_limits(spent):
    budget = Budget(pages=10, size_bytes=1000, seconds=60.0)
    assert budget.allows(9, 999, 59.9)
    assert not budget.allows(*spent)


def test_what_is_left_is_told_best_first():
    frontier = after(f"{HOME}a.html", (f"{HOME}ysjs/", "预算决算", Place.NAV))
    assert [target.url for target in frontier.left()] == [f"{HOME}ysjs/", f"{HOME}a.html"]
    assert len(frontier) == 2


# --- one page for every query ------------------------------------------------------------------


def asked(frontier, same, size_bytes=1000):
    """What is asked for while every answer has the same bytes, or bytes of its own."""
    found = []
    while target := frontier.pop():
        found.append(target.url)
        frontier.answered(target, "same" if same(len(found)) else target.url, size_bytes)
    return found


def test_a_program_that_gives_one_page_for_every_query_is_left_and_that_is_told():
    addresses = [f"{HOME}tz/?id={n}" for n in range(50)]
    frontier = after(*addresses)
    assert asked(frontier, lambda n: True) == addresses[:SAME_ANSWERS]
    assert [t.url for t in frontier.cut] == [addresses[SAME_ANSWERS]]
    target = Target(HOME)
    assert frontier.add(page(HOME, f"{HOME}tz/?id=99", f"{HOME}tz/?year=1"), target) == 1


def test_a_program_that_gives_one_large_page_is_left_sooner():
    addresses = [f"{HOME}tz/?id={n}" for n in range(50)]
    frontier = after(*addresses)
    assert asked(frontier, lambda n: True, SAME_BYTES) == addresses[:2]
    assert [t.url for t in frontier.cut] == [addresses[2]]


def test_a_program_with_one_other_answer_is_asked_on():
    addresses = [f"{HOME}tz/?id={n}" for n in range(50)]
    frontier = after(*addresses)
    assert asked(frontier, lambda n: n != 4) == addresses
    assert frontier.cut == ()
