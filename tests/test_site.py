"""What a look brought home: columns, items, blind spots."""

from dataclasses import replace

import pytest

from crawlers.network.outcomes import UNENDED
from crawlers.seen.hidden import partly
from crawlers.site import ColumnState, once_a_site
from data.types import Cause, Document, FetchOutcome, Unit
from tests.sites import article, entries, page, site

LIST = page(
    "财政预决算",
    entries(
        ("/a1.html", "2023年部门预算", "2023-02-10"), ("/a2.html", "2022年部门决算", "2023-09-01")
    ),
    crumbs=("政府信息公开", "财政预决算"),
)
HOME = page("清河县教育局", '<a href="/ys/">财政预决算</a><a href="/zc/">政策文件</a>')
BUDGET = article("2023年部门预算", "预算正文", day="2023-02-10")
ACCOUNTS = article("2022年部门决算", "决算正文", day="2023-09-01")


def seen(**more):
    pages = {"/": HOME, "/ys/": LIST, "/a1.html": BUDGET, "/a2.html": ACCOUNTS}
    return site(pages | more.pop("pages", {}), **more)


def test_a_column_knows_its_items_and_the_newest():
    (column,) = seen().columns
    assert column.name == "财政预决算"
    assert column.state is ColumnState.ITEMS
    assert [item.title for item in column.items] == ["2023年部门预算", "2022年部门决算"]
    assert column.newest.on.isoformat() == "2023-09-01"


def test_the_title_decides_the_topic_where_a_column_holds_two():
    assert [i.title for i in seen().about("budget")] == ["2023年部门预算"]
    assert [i.title for i in seen().about("final_accounts")] == ["2022年部门决算"]


def test_an_entry_that_the_site_answers_with_not_found_is_no_item():
    shown = site({"/": HOME, "/ys/": LIST, "/a1.html": BUDGET})  # /a2.html answers 404
    assert shown.about("final_accounts") == shown.unread_about("final_accounts") == ()


def test_an_entry_that_a_saved_copy_lacks_is_unread_not_gone():
    shown = site({"/": HOME, "/ys/": LIST, "/a1.html": BUDGET}, copy=True)
    assert [i.title for i in shown.unread_about("final_accounts")] == ["2022年部门决算"]


def test_a_failed_column_is_blind_for_its_own_topics_only():
    shown = seen(statuses={"/zc/": FetchOutcome.TIMEOUT_BODY})
    assert [f.hint for f in shown.spots.failed("policy_document")] == ["政策文件"]
    assert shown.spots.failed("meeting") == ()


def test_a_failed_link_whose_words_say_nothing_is_blind_for_everything():
    home = page("清河县教育局", '<a href="/ys/">财政预决算</a><a href="/x/">更多</a>')
    shown = seen(pages={"/": home}, statuses={"/x/": FetchOutcome.SERVER_ERROR})
    assert [f.hint for f in shown.spots.failed("meeting")] == ["更多"]


def test_a_page_cut_short_may_hold_what_was_not_seen():
    long = page("清河县人民政府政策文件", "<p>正文</p>" + "<i></i>" * 210_000)
    shown = seen(pages={"/zc/": long})
    assert [f.hint for f in shown.spots.failed("policy_document")] == ["政策文件"]
    assert shown.spots.failed("meeting") == ()


def test_an_honest_not_found_is_an_answer_but_not_in_a_saved_copy():
    assert seen().spots.failed("policy_document") == ()
    assert len(seen(copy=True).spots.failed("policy_document")) == 1


def test_a_site_with_a_page_behind_the_home_page_can_be_judged():
    assert seen().trouble is None
    assert site({"/": HOME}).trouble[0] is Cause.NOT_READ


def test_evidence_points_to_the_archived_bytes():
    shown = seen()
    url = shown.about("budget")[0].url
    piece = shown.evidence(url, "2023年部门预算")
    assert (piece.url, piece.sha256) == (url, shown.fetches[url].sha256)
    assert piece.captured_at == shown.fetches[url].fetched_at


def test_a_column_that_only_leads_to_columns_is_a_parent():
    parent = page(
        "信息公开",
        entries(("/ys/", "财政预决算", ""), ("/zc/", "政策文件", "")),
        crumbs=("信息公开",),
    )
    empty = page("政策文件", "<p>暂无信息</p>", crumbs=("信息公开", "政策文件"))
    shown = seen(pages={"/xxgk/": parent, "/zc/": empty})
    states = {column.name: column.state for column in shown.columns}
    assert states["政策文件"] is ColumnState.EMPTY
    assert states.get("信息公开", ColumnState.PARENT) is ColumnState.PARENT


def test_an_entry_without_an_address_is_lost_not_absent():
    listed = page(
        "公文通知",
        '<ul><li><a href="javascript:;">2020年部门预算</a></li></ul>',
        crumbs=("公文通知",),
    )
    shown = seen(pages={"/gw/": listed, "/": page("局", '<a href="/gw/">公文通知</a>')})
    assert [link.text for _, link in shown.spots.lost("budget")] == ["2020年部门预算"]
    assert shown.spots.lost("meeting") == ()


def test_an_entry_without_an_address_is_not_lost_where_its_words_were_followed():
    home = page("局", '<a href="javascript:;">财政预决算</a><a href="/ys/">财政预决算</a>')
    assert seen(pages={"/": home}).spots.lost("budget") == ()


def test_a_list_filled_from_a_data_file_that_was_read_hides_nothing():
    shell = (
        '<html><body><div class="position">首页 &gt; 政策文件</div><ul id="list"></ul>'
        '<script>$.getJSON("list.json", fill)</script></body></html>'
    )
    feed = '[{"title": "关于印发校车管理办法的通知", "url": "/a1.html", "date": "2023-01-01"}]'
    shown = seen(pages={"/zc/": shell, "/zc/list.json": feed})
    assert shown.spots.failed("policy_document") == ()


def cut_list(oldest):
    """A list of which the budget left page 3 unread; its entries go back to `oldest`."""
    listed = page(
        "通知公告",
        entries(
            ("/a1.html", "关于停水的通知", "2023-11-10"), ("/a2.html", "关于停电的通知", oldest)
        )
        + '<div class="page"><a href="/tz/index_2.html">下一页</a></div>',
        crumbs=("通知公告",),
    )
    pages = {"/": page("局", '<a href="/tz/">通知公告</a>'), "/tz/": listed}
    statuses = {"/tz/index_2.html": FetchOutcome.OUT_OF_BUDGET}
    return seen(pages=pages, statuses=statuses)


def test_the_unread_tail_of_a_list_may_hold_what_is_due_this_year():
    assert len(cut_list("2023-10-01").spots.failed("budget")) == 1


def test_the_unread_tail_of_a_list_read_back_two_years_is_too_old_to_matter():
    assert cut_list("2021-03-01").spots.failed("budget") == ()


def pinned_list(rows, failed):
    """A list of nine entries of November 2023 and more; its second page did not come."""
    recent = [(f"/n{n}.html", "关于停水的通知", f"2023-11-{30 - n}") for n in range(9)]
    foot = '<div class="page"><a href="/tz/index_2.html">下一页</a></div>'
    before, behind = rows
    listed = page("通知公告", entries(*before, *recent, *behind) + foot, crumbs=("通知公告",))
    pages = {"/": page("局", '<a href="/tz/">通知公告</a>'), "/tz/": listed}
    return site(pages, statuses={"/tz/index_2.html": failed})


OLD = [(f"/o{n}.html", "关于公开指引的通知", f"2019-03-{28 - n:02}") for n in range(3)]


@pytest.mark.parametrize(
    ("rows", "reached"),
    [((OLD[:1], []), False), ((OLD, []), False), (([], OLD), True), ((OLD[:1], OLD), True)],
    ids=["one pinned", "three pinned", "old at the end", "pinned, and old at the end"],
)
@pytest.mark.parametrize("failed", [FetchOutcome.TIMEOUT_BODY, FetchOutcome.OUT_OF_BUDGET])
def test_an_old_entry_pinned_to_the_head_does_not_make_a_list_read_back(rows, reached, failed):
    shown = pinned_list(rows, failed)
    assert (shown.spots.failed("budget") == ()) is reached
    assert (shown.spots.unfinished("budget") == ()) is reached


@pytest.mark.parametrize(("failed", "hides"), [(2, True), (4, False)])
def test_a_page_missing_from_the_middle_of_a_list_may_hold_what_is_due(failed, hides):
    days = {1: "2023-11-10", 2: "2023-05-01", 3: "2020-01-10", 4: "2019-01-10"}
    addresses = {n: "/tz/" if n == 1 else f"/tz/index_{n}.html" for n in days}
    links = "".join(f'<a href="{url}">{n}</a>' for n, url in addresses.items())
    pages = {"/": page("局", '<a href="/tz/">通知公告</a>')}
    for n, url in addresses.items():
        rows = entries((f"/a{n}.html", f"关于第{n}次停水的通知", days[n]))
        pages[url] = page(
            "通知公告", f'{rows}<div class="page">{links}</div>', crumbs=("通知公告",)
        )
        pages[f"/a{n}.html"] = article(f"关于第{n}次停水的通知", "停水" * 30)
    del pages[addresses[failed]]
    shown = site(pages, statuses={addresses[failed]: FetchOutcome.TIMEOUT_BODY})
    assert bool(shown.spots.failed("budget")) is hides


# --- lists that go on, links that lead away -----------------------------------------------------


def going_on(title, pager, *, days=("2023-11-10", "2023-10-01"), more=None, **options):
    """A site with one list, whose foot says how it goes on."""
    rows = [(f"/a{n}.html", "关于停水的通知", day) for n, day in enumerate(days)]
    listed = page(title, entries(*rows) + f'<div class="page">{pager}</div>', crumbs=(title,))
    pages = {"/": page("局", f'<a href="/tz/">{title}</a>'), "/tz/": listed}
    pages |= {url: article("关于停水的通知", "正文") for url, _, _ in rows}
    return site(pages | (more or {}), **options)


SCRIPTED = '<a href="javascript:goPage(2)">下一页</a> 共9页'


def test_a_list_whose_further_pages_have_no_address_is_not_read_to_its_end():
    shown = going_on("部门预算", SCRIPTED)
    assert [p.title for p in shown.spots.unfinished("budget")] == ["部门预算"]
    assert shown.spots.unfinished("meeting") == ()


def test_anything_may_be_in_the_rest_of_a_list_that_names_no_topic():
    assert going_on("通知公告", SCRIPTED).spots.unfinished("budget")
    assert going_on("其他", SCRIPTED).spots.unfinished("budget")


def test_a_list_read_back_two_years_need_not_be_read_to_its_end():
    assert not going_on("通知公告", SCRIPTED, days=("2023-11-10", "2021-03-01")).spots.unfinished(
        "budget"
    )


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="javascript:;">下一页</a> 共1页',
        "第1页/共1页",
        '<a href="/tz/">尾页</a>',
        '<script>createPageHTML(1, 0, "index", "html")</script>',
    ],
)
def test_a_list_of_one_page_is_read_to_its_end(pager):
    assert going_on("部门预算", pager).spots.unfinished("budget") == ()


def second(pager):
    rows = entries(("/b1.html", "关于停气的通知", "2023-09-01"))
    return page("部门预算", rows + f'<div class="page">{pager}</div>', crumbs=("部门预算",))


def test_a_switched_off_link_on_the_last_of_several_pages_hides_nothing():
    first = '<a href="/tz/index_1.html">下一页</a>'
    last = '<a href="/tz/">上一页</a> <a href="javascript:;">下一页</a>'
    shown = going_on("部门预算", first, more={"/tz/index_1.html": second(last)})
    assert shown.spots.unfinished("budget") == ()


def test_fewer_pages_than_a_list_announces_are_not_all_of_it():
    first = '<a href="/tz/index_1.html">2</a> 共3页'
    shown = going_on("部门预算", first, more={"/tz/index_1.html": second("")})
    assert shown.spots.unfinished("budget")


def test_announced_pages_that_the_site_does_not_have_were_not_read():
    scripted = '<script>createPageHTML(3, 0, "index", "html")</script>'
    assert going_on("部门预算", scripted).spots.unfinished("budget")


def test_a_link_to_another_website_is_kept_for_the_topic_that_its_words_name():
    menu = (
        '<a href="/ys/">财政预决算</a><a href="http://czj.qinghe.gov.cn/ys/">部门预算</a>'
        '<a href="http://czj.qinghe.gov.cn/">清河县财政局</a>'
    )
    shown = seen(pages={"/": page("清河县教育局", menu)})
    assert [link.text for _, link in shown.spots.elsewhere("budget")] == ["部门预算"]
    assert shown.spots.elsewhere("meeting") == ()


def test_a_listed_title_on_another_website_is_kept_too():
    listed = '<a href="http://www.qinghe.gov.cn/1.html">清河县教育局2023年部门预算公开</a>'
    shown = seen(pages={"/tz/": page("通知", listed)})
    assert len(shown.spots.elsewhere("budget")) == 1


SAME = page("清河县教育局", "<p>内容整理中，详见本局公众号</p>")


def test_one_page_for_every_address_is_no_look():
    paths = ["/ys/", "/zc/", "/jg/"]
    everywhere = site({"/": SAME, **dict.fromkeys(paths, SAME)}, rest=False)
    behind = site({"/": HOME, **dict.fromkeys(paths, SAME)}, rest=False)
    echoed = {
        path: page("局", f"<p>没有 {path} ，编号 {n:016x}</p>") for n, path in enumerate(paths)
    }
    for shown in (everywhere, behind, site({"/": HOME, **echoed}, rest=False)):
        cause, said = shown.trouble
        assert cause is Cause.NOT_READ
        assert said.startswith("所有网址返回同一页面")


def test_two_pages_with_the_same_words_or_one_of_its_own_are_a_look():
    assert site({"/": HOME, "/ys/": SAME, "/zc/": SAME}).trouble is None
    same = dict.fromkeys(["/zc/", "/jg/", "/ld/"], SAME)
    assert site({"/": HOME, "/ys/": LIST, **same}).trouble is None


def test_a_copy_without_the_further_pages_of_a_list_read_back_two_years_lacks_nothing_due():
    pager = '<a href="/tz/index_1.html">下一页</a>'
    old = going_on("通知公告", pager, days=("2023-11-10", "2021-03-01"), copy=True)
    assert old.spots.failed("budget") == old.spots.unfinished("budget") == ()
    assert going_on("通知公告", pager, copy=True).spots.failed("budget")


# --- the column tree ----------------------------------------------------------------------------


def tree(**columns):
    """Columns by name of a site whose lists hold the given rows below 信息公开."""
    menu = "".join(f'<a href="/{path}/">{name}</a>' for path, (name, _) in columns.items())
    pages = {"/": page("清河县教育局", menu)}
    for path, (name, body) in columns.items():
        pages[f"/{path}/"] = page(name, body, crumbs=("信息公开", name))
    pages |= {"/a1.html": BUDGET, "/a2.html": ACCOUNTS}
    pages["/s.html"] = article("关于无规范性文件的情况说明", "本局无规范性文件。" * 5)
    return {column.name: column for column in site(pages).columns}


ROWS = entries(
    ("/a1.html", "2023年部门预算", "2023-02-10"), ("/a2.html", "2022年部门决算", "2023-09-01")
)
SHELL = '<ul id="list"></ul><script>$.ajax({url: base, success: fill})</script>'


@pytest.mark.parametrize(
    ("name", "body", "state"),
    [
        ("财政预决算", ROWS, ColumnState.ITEMS),
        ("政策文件", "<p>暂无信息</p>", ColumnState.EMPTY),
        (
            "人事信息",
            entries(("http://rst.example.gov.cn/1.html", "关于公开招聘的公告", "2023-05-01")),
            ColumnState.EXTERNAL,
        ),
        (
            "规范性文件",
            entries(("/s.html", "关于无规范性文件的情况说明", "2023-05-01")),
            ColumnState.STATEMENT,
        ),
    ],
)
def test_a_column_says_in_what_state_it_is(name, body, state):
    assert tree(x=(name, body))[name].state is state


def test_a_column_filled_by_a_script_is_unread_not_empty():
    shell = (
        "<html><head><title>政策文件</title></head><body>"
        '<div class="position">首页 &gt; 信息公开 &gt; 政策文件</div>'
        f'<ul id="list" class="list"></ul>{SHELL}</body></html>'
    )
    pages = {"/": HOME, "/zc/": shell, "/ys/": LIST, "/a1.html": BUDGET, "/a2.html": ACCOUNTS}
    shown = site(pages)
    states = {column.url: column.state for column in shown.columns}
    assert states[f"{shown.entry}zc/"] is ColumnState.UNREAD
    assert shown.spots.failed("policy_document")


def test_the_paths_of_the_columns_are_the_tree():
    found = tree(ys=("财政预决算", ROWS), zc=("政策文件", "<p>暂无信息</p>"))
    assert {name: column.path for name, column in found.items()} == {
        "财政预决算": ("信息公开", "财政预决算"),
        "政策文件": ("信息公开", "政策文件"),
    }
    assert len(found["财政预决算"].items) == 2


# --- whose site it is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "home",
    [
        page("域名出售", "<p>此域名正在出售，有意者请联系</p>"),
        page("qinghe", "<p>This domain is for sale! Buy this domain now.</p>"),
        page("澳门新葡京娱乐", "<p>澳门新葡京真人娱乐 百家乐 六合彩 时时彩 老虎机</p>" * 5),
    ],
)
def test_a_front_page_that_is_somebody_elses_is_no_site_of_the_unit(home):
    cause, said = seen(pages={"/": home}).trouble
    assert cause is Cause.SITE_DOWN
    assert "不是本单位的内容" in said


def test_a_front_door_that_leads_to_another_name_is_trouble_with_the_name():
    shown = seen(statuses={"/": FetchOutcome.REDIRECTED_OFF_SITE})
    moved = replace(shown.fetches[shown.entry], note="跳转到 http://www.casino.com/")
    shown = replace(shown, fetches=shown.fetches | {shown.entry: moved})
    cause, said = shown.trouble
    assert cause is Cause.SITE_DOWN
    assert said == "首页没有读到：跳转到其他网站（http://www.casino.com/）"


def test_only_hosts_of_the_unit_are_credited():
    shown = replace(seen(), unit=Unit("x", "局", "department", "", "http://www.qinghe.gov.cn/"))
    shown = replace(shown, entry="http://www.qinghe.gov.cn/", fetches={})
    assert shown.credited("https://qinghe.gov.cn/1.html")
    assert shown.credited("http://zwgk.qinghe.gov.cn/1.html")
    assert not shown.credited("http://www.qinghe-gov.com/1.html")
    assert not shown.credited("http://www.linshan.gov.cn/1.html")


def test_a_page_of_the_unit_that_was_taken_over_is_no_entry():
    spam = article("2023年部门预算", "澳门新葡京真人娱乐 百家乐 六合彩 时时彩 老虎机" * 20)
    shown = seen(pages={"/a1.html": spam})
    assert [i.title for i in shown.about("budget")] == []


def test_an_attachment_is_dead_when_its_address_is_lost_or_answers_not_found():
    files = (
        '<p>附件：<a href="/a.docx">预算.docx</a> <a href="/gone.pdf">决算.pdf</a>'
        ' <a href="/slow.pdf">说明.pdf</a> <a href="javascript:;">目录.pdf</a></p>'
    )
    budget = article("2023年部门预算", "预算正文", day="2023-02-10", extra=files)
    answers = {
        "/a.docx": FetchOutcome.OK,
        "/gone.pdf": FetchOutcome.NOT_FOUND,
        "/slow.pdf": FetchOutcome.TIMEOUT_BODY,
    }
    for copy, dead in ((False, ["决算.pdf"]), (True, [])):
        shown = seen(pages={"/a1.html": budget}, statuses=answers, copy=copy)
        page = next(item.page for item in shown.items if item.title == "2023年部门预算")
        assert [file.name for file in page.attachments if file.dead] == ["目录.pdf"]
        assert [file.name for file in page.attachments if shown.dead(file.url)] == dead


# --- answers that are not what the link promised ------------------------------------------------


def led(hint, *, to="/zc/", home=HOME, **pages):
    """A look whose menu link of these words was redirected."""
    menu = home.replace("</div>", f'<a href="/x/">{hint}</a></div>', 1)
    rows = entries(("/b1.html", "关于校车管理的通知", "2023-05-01"))
    policy = page("政策文件", rows, crumbs=("政策文件",))
    shown = seen(pages={"/": menu, "/zc/": policy, "/x/": policy, **pages})
    moved = replace(shown.fetches[f"{shown.entry}x/"], final_url=f"{shown.entry}{to[1:]}")
    return replace(shown, fetches=shown.fetches | {moved.url: moved})


@pytest.mark.parametrize(
    ("hint", "to", "blind"),
    [
        ("会议公开", "/zc/", True),  # another column
        ("会议公开", "/", True),  # the front page
        ("政策文件", "/zc/", False),
        ("县政府文件", "/zc/", False),  # the same topic in other words
        ("更多", "/zc/", False),  # promises nothing
    ],
)
def test_a_link_that_led_to_another_page_of_the_site_was_not_followed(hint, to, blind):
    assert bool(led(hint, to=to).spots.failed("meeting")) is blind


def test_the_front_page_at_the_address_of_a_column_is_not_the_column():
    home = HOME.replace("</div>", '<a href="/hy/">会议公开</a></div>', 1)
    shown = seen(pages={"/": home, "/hy/": home})
    assert [f.hint for f in shown.spots.failed("meeting")] == ["会议公开"]


@pytest.mark.parametrize(
    ("body", "blind"),
    [
        ("<p>暂无信息</p>", False),
        ('<template><ul><li><a href="/1.html">会议纪要</a></li></ul></template>', True),
        ('<iframe src="http://data.example.gov.cn/list"></iframe>', True),
        ('<iframe src="data:text/html,<a href=/1.html>x</a>"></iframe>', True),
        ('<p>暂无信息</p><iframe src="http://weather.example.cn/"></iframe>', False),
    ],
    ids=["said", "template", "a frame from elsewhere", "a frame of data", "said, with a frame"],
)
def test_a_column_whose_entries_come_from_where_nobody_looked_is_not_empty(body, blind):
    home = page("局", '<a href="/hy/">会议公开</a>')
    column = page("会议公开", f"<h2>会议公开</h2>{body}", crumbs=("会议公开",))
    assert bool(seen(pages={"/": home, "/hy/": column}).spots.failed("meeting")) is blind


@pytest.mark.parametrize(("href", "lost"), [("#/detail/1", True), ("#!/1", True), ("#p2", False)])
def test_an_entry_behind_a_route_of_a_script_is_lost(href, lost):
    listed = page(
        "公文", f'<ul><li><a href="{href}">2020年部门预算</a></li></ul>', crumbs=("公文",)
    )
    shown = seen(pages={"/gw/": listed, "/": page("局", '<a href="/gw/">公文</a>')})
    assert bool(shown.spots.lost("budget")) is lost


@pytest.mark.parametrize(
    ("words", "url", "again"),
    [
        ("下一页", "/tz/index_2.html", True),
        ("2", "/tz/more.html", True),
        ("首页", "/tz/index.html", False),
        ("1", "/tz/index_1.html", False),
    ],
)
def test_a_further_page_with_the_same_entries_is_no_further_page(words, url, again):
    pager = f'<a href="{url}">{words}</a>'
    rows = entries(
        *(
            (f"/a{n}.html", "关于停水的通知", day)
            for n, day in enumerate(("2023-11-10", "2023-10-01"))
        )
    )
    same = page("部门预算", f'{rows}<div class="page">{pager}</div>', crumbs=("部门预算",))
    assert bool(going_on("部门预算", pager, more={url: same}).spots.unfinished("budget")) is again


@pytest.mark.parametrize(
    ("url", "form", "hint", "blind"),
    [
        ("/ys", "png", "财政预决算", True),
        ("/code", "png", "微信公众号", False),
        ("/ys", "gz", "财政预决算", True),
        ("/ys.pdf", "pdf", "财政预决算", False),  # a file, as its address says
    ],
)
def test_what_is_no_page_at_the_address_of_a_column_hides_it(url, form, hint, blind):
    picture = Document(f"http://qinghe.localhost{url}", form, "scan")
    home = page("局", f'<a href="{url}">{hint}</a>')
    shown = site({"/": home, "/a1.html": BUDGET}, files={url: picture})
    assert bool(shown.spots.failed("budget")) is blind


def test_a_page_that_stops_before_its_end_may_hold_more():
    row = replace(seen().fetches["http://qinghe.localhost/ys/"], note=UNENDED)
    read = seen().page(row.url)
    assert (partly(read, row).cut, partly(read, replace(row, note="")).cut) == (True, False)


def test_what_checks_share_is_worked_out_once_for_each_site_and_argument():
    asked = []

    @once_a_site
    def words(look, *kinds):
        asked.append((look, kinds))
        return (look.unit.name, *kinds)

    one, other = seen(), seen()
    assert words(one, "a") == words(one, "a") == (one.unit.name, "a")
    assert words(one, "b") == (one.unit.name, "b")
    words(other, "a")
    assert [kinds for _, kinds in asked] == [("a",), ("b",), ("a",)]
    assert [look is one for look, _ in asked] == [True, True, False]


def test_a_link_that_every_page_repeats_is_offered_once():
    offered = seen().offered
    pairs = [(link.url, link.text) for _, link in offered]
    assert len(pairs) == len(set(pairs))
    assert ("http://qinghe.localhost/zc/", "政策文件") in pairs
