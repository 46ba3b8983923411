"""What a look did not see accuses nobody: disclosures on another site, menus and lists that scripts
write, walls at a column, years and pages without an address. An honest "missing" stays.
"""

from dataclasses import replace

import pytest

from crawlers.findings import absent
from crawlers.frontier import Target
from crawlers.looks.confirm import Ladder
from crawlers.pages import read_page
from crawlers.seen.abroad import Way, way_of
from crawlers.seen.hollow import unproven
from crawlers.seen.strangers import believed, there
from data.types import Cause, Fetch, FetchOutcome, Outcome, PageState, Place, Rung
from tests.sites import BASE, CAPTURED, DEPARTMENT, article, entries, page, site

NAMES = {"ys": "财政预决算", "zc": "政策文件", "qz": "权责清单", "tz": "通知公告"}
FOOT = "主办：清河市教育局 地址：清河市人民路1号"
COMMON = '<script src="/js/common.js"></script>'
OLD = entries(("/ys/a.html", "清河市教育局2021年部门预算", "2021-02-10"))
ABROAD = "http://www.qinghe.gov.cn/zfxxgk/jyj/"


def dressed(title, body, names=NAMES, more="", head=""):
    """A page in the dress of the site: its menu, its footer."""
    menu = "".join(f'<li><a href="/{path}/">{name}</a></li>' for path, name in names.items())
    inside = f"<ul class='nav'>{menu}{more}</ul><div class='main'>{body}</div>"
    return page(title, inside, foot=FOOT, head=head)


def seen(column=None, *, names=NAMES, more="", head="", drawn=(), home="<p>欢迎</p>"):
    """A small site, believed and proven as a look leaves it.

    Args:
        column: what stands on 财政预决算; None: an entry of another year.
        more: further items of every page's menu.
    """
    pages = {"/": dressed("清河市教育局", home, names, more, head)}
    for path, name in names.items():
        title = f"清河市教育局关于{name}有关工作的通知"
        rows = OLD if path == "ys" else entries((f"/{path}/a.html", title, "2023-05-01"))
        pages[f"/{path}/"] = dressed(name, f"<h2>{name}</h2>{rows}", names, more, head)
        year = "清河市教育局2021年部门预算"
        day = "2021-02-10" if path == "ys" else "2023-05-01"
        text = "工作要求如下。" * 40
        pages[f"/{path}/a.html"] = article(year if path == "ys" else title, text, day=day)
    if column is not None:
        whole = column.startswith("<html")
        body = column if whole else dressed("财政预决算", column, names, more, head)
        pages["/ys/"] = body
    looked = site(pages, unit=DEPARTMENT, rest=False)
    kept = believed(looked.pages, looked.fetches.values(), {BASE})
    kept = unproven(kept, {f"{BASE}{path}" for path in drawn})
    return replace(looked, pages=kept)


def verdict(looked, topic="budget"):
    return absent(looked, [topic], "2023年部门预算", ["2023", "预算"])


# --- honest --------------------------------------------------------------------------------------

HONEST = {
    "entries of another year": None,
    "said": "<h2>财政预决算</h2><p>暂无信息</p>",
    "said in a list": "<h2>财政预决算</h2><ul class='list'><li>暂无信息</li></ul>",
    "silent": "<h2>财政预决算</h2>",
    "all years shown": "<div><span>2023</span><span>2022</span></div>"
    + entries(
        ("/ys/a.html", "2022年培训通知", "2022-02-10"), ("/ys/b.html", "部署通知", "2023-02-01")
    ),
    "older years": "<div><span>2021</span><span>2020</span></div>"
    + entries(
        ("/ys/b.html", "部署通知", "2023-11-01"), ("/ys/a.html", "2021年部门预算", "2021-02-10")
    ),
    "all pages shown": "<script>laypage.render({count:1,limit:10})</script>" + OLD,
    "a list for the eye": f'<div data-aos="fade" data-v-12>{OLD}</div>',
}


@pytest.mark.parametrize("column", HONEST.values(), ids=HONEST)
@pytest.mark.parametrize("head", ["", COMMON], ids=["plain", "with a script"])
def test_a_column_that_was_read_and_lacks_it_is_missing(column, head):
    assert verdict(seen(column, head=head)).outcome is Outcome.MISSING


def test_a_topic_without_a_column_is_missing_where_the_menu_was_seen():
    assert verdict(seen(), "meeting").outcome is Outcome.MISSING


# --- the menu of disclosures ---------------------------------------------------------------------


@pytest.mark.parametrize(("head", "cause"), [("", Cause.NOT_READ), (COMMON, Cause.NEEDS_BROWSER)])
@pytest.mark.parametrize(
    "names",
    [
        {"tz": "通知公告", "xw": "教育新闻"},
        {"tz": "通知公告", "zc": "政策文件"},
        {"tz": "通知公告", "jg": "机构职能", "ld": "领导信息"},
    ],
    ids=["everyday", "one alone", "about us"],
)
def test_where_no_menu_of_disclosures_was_seen_nothing_is_missing(names, head, cause):
    found = verdict(seen(names=names, head=head))
    assert (found.outcome, found.cause) == (Outcome.UNKNOWN, cause)
    assert "几乎没有看到信息公开的栏目" in found.reason


def test_a_menu_whose_column_is_honestly_not_there_was_seen():
    looked = seen(names={"zc": "政策文件", "tz": "通知公告"}, more='<a href="/cz/">财政预决算</a>')
    assert verdict(looked).outcome is Outcome.MISSING


def front(body, head=COMMON, browser=True, rows=0):
    """What the ladder tries after a front page and so many columns of disclosures."""
    ladder = Ladder(DEPARTMENT, no_browser="" if browser else "未启用")
    pages = [("", dressed("清河市教育局", body, {}, "", head))]
    pages += [
        (f"{path}/", dressed(name, entries((f"/{path}/1.html", f"{name}的通知", "2023-05-01"))))
        for path, name in list(NAMES.items())[:rows]
    ]
    for path, html in pages:
        url = f"{BASE}{path}"
        row = Fetch(url, FetchOutcome.OK, CAPTURED, final_url=url, sha256="0")
        ladder.saw(Target(url, depth=len(path) > 0), row, read_page(url, html.encode()))
    return ladder.next()


NEWS = entries(("/xw/1.html", "清河市教育局开展校园安全检查", "2023-05-01"))


def test_the_front_page_is_drawn_when_hardly_a_column_of_disclosures_is_known():
    tried = front(NEWS)
    assert (tried.rung, tried.target.url) == (Rung.BROWSER, BASE)
    assert front(NEWS, rows=1).target.url == BASE
    assert front(NEWS, browser=False).note == "未启用"


def test_the_front_page_is_not_drawn_without_scripts_or_where_the_menu_is_known():
    assert front(NEWS, head="").rung is not Rung.BROWSER
    assert front(NEWS, rows=2).rung is not Rung.BROWSER


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<li data-url="/ys/" class="go">财政预决算</li>', f"{BASE}ys/"),
        ("<div class=m><span data-href='/ys/'><b>财政预决算</b></span></div>", f"{BASE}ys/"),
        ('<li data-id="12">财政预决算</li>', ""),
        ('<a href="javascript:go(3)">财政预决算</a>', ""),
    ],
)
def test_the_name_of_a_column_that_is_no_link_is_followed_or_lost(markup, url):
    read = read_page(BASE, dressed("局", NEWS, {}, markup).encode())
    named = [link.url for link in (*read.links, *read.lost) if link.text == "财政预决算"]
    assert named == [url]


def test_words_of_elements_that_name_no_disclosure_are_no_links():
    markup = '<li data-url="/x/">部门动态</li><li data-id="1">关于我们</li>'
    read = read_page(BASE, dressed("局", NEWS, {}, markup).encode())
    assert not {"部门动态", "关于我们"} & {link.text for link in (*read.links, *read.lost)}


# --- another website -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("政府信息公开", Way.OWN),
        ("信息公开", Way.OWN),
        ("政务公开", Way.OWN),
        ("法定主动公开内容", Way.OWN),
        ("信息公开目录", Way.OWN),
        ("教育局信息公开平台", Way.OWN),
        ("清河市教育局政府信息公开专栏", Way.OWN),
        ("清河市人民政府信息公开", Way.ABOVE),
        ("市政府信息公开平台", Way.ABOVE),
        ("查看旧版网站", Way.OLD),
        ("原网站", Way.OLD),
        ("清河市水利局信息公开", None),
        ("国务院政府信息公开", None),
        ("中国政府网", None),
        ("教育部网站", None),
        ("关于政务公开工作的通知", None),
    ],
)
def test_what_a_link_to_another_website_may_lead_to(words, way):
    assert way_of(words, DEPARTMENT) is way


@pytest.mark.parametrize("words", ["政府信息公开", "法定主动公开内容", "教育局信息公开平台"])
@pytest.mark.parametrize("topic", ["budget", "meeting"])
def test_all_disclosures_may_stand_on_another_website(words, topic):
    found = verdict(seen(more=f'<li><a href="{ABROAD}">{words}</a></li>'), topic)
    assert (found.outcome, found.cause) == (Outcome.UNKNOWN, Cause.ELSEWHERE)


@pytest.mark.parametrize("words", ["清河市政府信息公开", "旧版网站"])
def test_the_government_above_and_an_old_site_count_where_the_site_has_no_such_column(words):
    looked = seen(more=f'<li><a href="{ABROAD}">{words}</a></li>')
    assert verdict(looked, "meeting").cause is Cause.ELSEWHERE
    assert verdict(looked, "budget").outcome is Outcome.MISSING


def test_an_old_site_counts_where_the_column_of_the_new_one_is_empty():
    more = '<li><a href="http://old.qinghejyj.gov.cn/">旧版网站</a></li>'
    assert verdict(seen(HONEST["said"], more=more)).cause is Cause.ELSEWHERE


def test_the_disclosures_of_another_body_are_nobodys_way():
    more = f'<li><a href="{ABROAD}">清河市水利局信息公开</a></li>'
    assert verdict(seen(more=more)).outcome is Outcome.MISSING


def test_a_picture_without_words_counts_for_nothing_where_a_menu_was_seen():
    picture = f'<li><a href="{ABROAD}"><img src="/gk.jpg"></a></li>'
    assert verdict(seen(more=picture)).outcome is Outcome.MISSING
    assert verdict(seen(names={"tz": "通知公告"}, more=picture)).outcome is Outcome.UNKNOWN


# --- lists that a script fills -------------------------------------------------------------------

WAITING = {
    "empty": '<ul id="list" data-c="12"></ul><div id="pager"></div>',
    "hidden": '<ul id="list"></ul><div class="nodata" style="display:none">暂无数据</div>',
    "hidden attribute": '<ul id="list"></ul><p hidden>暂无数据</p>',
    "placeholder": '<ul id="list"><li class="none">暂无数据</li></ul>',
    "body of a table": '<table><tbody id="rows"><tr><td>暂无数据</td></tr></tbody></table>',
}


@pytest.mark.parametrize("inside", WAITING.values(), ids=WAITING)
def test_a_list_that_waits_for_a_script_of_every_page_is_not_empty(inside):
    found = verdict(seen(f"<h2>财政预决算</h2>{inside}", head=COMMON))
    assert (found.outcome, found.cause) == (Outcome.UNKNOWN, Cause.NEEDS_BROWSER)


@pytest.mark.parametrize("inside", [WAITING["placeholder"], WAITING["body of a table"]])
def test_drawn_or_without_any_script_it_is_what_it_says(inside):
    column = f"<h2>财政预决算</h2>{inside}"
    assert verdict(seen(column)).outcome is Outcome.MISSING
    assert verdict(seen(column, head=COMMON, drawn=["ys/"])).outcome is Outcome.MISSING


def test_drawn_it_is_not_empty_while_the_word_for_that_is_hidden():
    column = f"<h2>财政预决算</h2>{WAITING['hidden']}"
    assert verdict(seen(column, head=COMMON, drawn=["ys/"])).outcome is Outcome.UNKNOWN


PINNED = OLD.replace('<ul class="list">', '<ul id="list" data-cid="12">')


def test_a_list_that_carries_data_for_a_script_may_go_on_until_it_was_drawn():
    assert verdict(seen(PINNED, head=COMMON)).outcome is Outcome.UNKNOWN
    assert verdict(seen(PINNED, head=COMMON, drawn=["ys/"])).outcome is Outcome.MISSING
    assert verdict(seen(PINNED)).outcome is Outcome.MISSING


@pytest.mark.parametrize(
    ("inside", "drawn"),
    [
        *((WAITING[x], True) for x in ("placeholder", "body of a table")),
        (PINNED, True),
        ("<p>暂无</p>", False),
    ],
)
def test_the_ladder_draws_a_list_that_waits_for_a_script(inside, drawn):
    ladder, url = Ladder(DEPARTMENT), f"{BASE}ys/"
    for path in ("", "zc/", "qz/"):
        here = read_page(f"{BASE}{path}", dressed("权责清单", NEWS, head=COMMON).encode())
        row = Fetch(here.url, FetchOutcome.OK, CAPTURED, final_url=here.url, sha256="0")
        ladder.saw(Target(here.url, depth=len(path)), row, here)
    row = Fetch(url, FetchOutcome.OK, CAPTURED, final_url=url, sha256="0")
    html = dressed("财政预决算", f"<h2>财政预决算</h2>{inside}", head=COMMON)
    ladder.saw(Target(url, depth=1, hint="财政预决算"), row, read_page(url, html.encode()))
    tried = ladder.next()
    assert (tried.rung is Rung.BROWSER and tried.target.url == url) is drawn


def test_a_column_of_tabs_without_an_address_was_not_seen():
    tabs = '<div class="tab"><a id="b">部门预算</a></div><ul id="list"></ul>'
    assert verdict(seen(tabs, drawn=["ys/"]), "final_accounts").outcome is Outcome.UNKNOWN


# --- walls ---------------------------------------------------------------------------------------

REPAIRS = "因网站系统升级改造和数据迁移工作需要，我局门户网站部分栏目将暂停对外服务。" * 10
WALLS = {
    "an article": dressed(
        "关于网站系统升级维护的公告",
        f"<h1>关于网站系统升级维护的公告</h1><div class='info'>发布时间：2023-12-01 "
        f"来源：清河市教育局</div><div class='article'><p>{REPAIRS}</p></div>",
    ),
    "bare": f"<html><head><title>系统维护公告</title></head><body><p>{REPAIRS}</p></body></html>",
    "too often": "<h2>财政预决算</h2><p>您的IP访问过于频繁，请1小时后再试。"
    + "我们对您访问造成的不便深表歉意，感谢您的关注与支持，祝您生活愉快，工作顺利。" * 4
    + "</p>",
    "no right": "<p>对不起，您没有浏览权限！</p>",
}


@pytest.mark.parametrize("html", WALLS.values(), ids=WALLS)
def test_repairs_limits_and_rights_at_a_column_are_a_wall_at_any_length(html):
    assert verdict(seen(html)).outcome is Outcome.UNKNOWN


def test_a_list_with_entries_may_speak_of_repairs():
    notice = "<p>因网站系统升级维护，今晚暂停服务。</p>"
    rows = entries(
        *((f"/ys/{n}.html", f"关于第{n}次预算培训的通知", "2021-02-10") for n in range(40))
    )
    assert verdict(seen(f"<h2>财政预决算</h2>{rows}{notice}")).outcome is Outcome.MISSING


def test_what_may_only_be_kept_from_us_is_not_said_to_be_lost():
    said = "<p>对不起，您访问的栏目不存在或您没有浏览权限！</p>"
    read = read_page(f"{BASE}ys/", dressed("提示", said).encode())
    assert read.state is PageState.ERROR
    assert verdict(seen(dressed("提示", said))).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("网站正在维护，请稍后访问", False),
        ("您访问的页面不存在或您没有浏览权限", False),
        ("404 Not Found", True),
        ("您访问的页面可能因网站改版已迁移或删除", True),
    ],
)
def test_a_404_that_speaks_of_repairs_or_rights_is_no_word_that_nothing_is_there(words, meant):
    read = read_page(f"{BASE}ys/", f"<html><body>{words}</body></html>".encode())
    assert there(read, "财政预决算") is not meant


# --- years and pages without an address ----------------------------------------------------------

MORE = {
    "tabs": '<div><a href="javascript:void(0)" data-y="2023">2023年</a>'
    '<a href="javascript:void(0)" data-y="2022">2022年</a><a class="on">2021年</a></div>',
    "words": "<div><span>2023</span><span>2022</span><span class=on>2021</span></div>",
    "items": "<ul><li>2023年</li><li>2022年</li><li>2021年</li></ul>",
    "choices": "<select><option>2023年</option><option>2022年</option></select>",
    "laypage": '<script>laypage.render({elem:"p",count:120,limit:10})</script>',
    "totals": "<script>var page = {pageSize: 15, totalCount: 40}</script>",
    "pagination": "<script>$('#p').pagination(120, {items_per_page: 10})</script>",
}


@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
def test_years_and_pages_that_no_address_leads_to_leave_a_list_unfinished(more):
    found = verdict(seen(f"<h2>财政预决算</h2>{more}{OLD}"))
    assert found.outcome is Outcome.UNKNOWN
    assert "还有后续页没有读到" in found.reason


def test_a_year_in_between_leaves_a_list_unfinished_however_far_it_goes_back():
    rows = entries(
        ("/ys/b.html", "部署通知", "2023-02-01"), ("/ys/a.html", "2020年部门预算", "2020-02-10")
    )
    tabs = "<div><span>2023</span><span>2022</span><span>2020</span></div>"
    assert verdict(seen(f"{tabs}{rows}")).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("years", "outcome"),
    [
        ((2023, 2022, 2021, 2020), Outcome.UNKNOWN),  # that of the year is not reached
        ((2022, 2021, 2020), Outcome.UNKNOWN),  # a budget may be out before its year begins
        ((2021, 2020), Outcome.MISSING),
    ],
)
def test_the_tab_of_a_year_hides_nothing_of_later_years(years, outcome):
    rows = entries(
        ("/ys/b.html", "部署通知", "2023-02-01"), ("/ys/a.html", "2019年部门预算", "2019-02-10")
    )
    tabs = "".join(f'<a href="javascript:void(0)">{year}年</a>' for year in (*years, 2019))
    assert verdict(seen(f"<div>{tabs}</div>{rows}")).outcome is outcome


@pytest.mark.parametrize("number", ["20231130", "20230102"])
def test_a_number_of_eight_digits_is_no_row_of_years(number):
    html = dressed("财政预决算", f"<div><span>{number}</span></div>{OLD}")
    read = read_page(f"{BASE}ys/", html.encode())
    assert not [link for link in read.lost if link.place is Place.PAGER]
