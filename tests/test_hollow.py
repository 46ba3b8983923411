"""Columns that look empty: a script, a form or a picture of their own may be the content."""

from dataclasses import replace

import pytest

from crawlers.checks.budget import department_budget
from crawlers.checks.columns import columns_filled
from crawlers.findings import absent
from crawlers.frontier import Target
from crawlers.looks.confirm import Ladder
from crawlers.pages import read_page
from crawlers.seen.hollow import unproven
from data.types import Cause, Fetch, FetchOutcome, Outcome, PageState, Rung
from tests.sites import BASE, CAPTURED, DEPARTMENT, article, ask, entries, page, site

MENU = (
    '<ul class="nav"><li><a href="/ys/">财政预决算</a></li>'
    '<li><a href="/zc/">政策文件</a></li></ul>'
)
SITEWIDE = (
    MENU
    + '<img src="/logo.png">'
    + '<form action="/so"><input name="q"><input type="submit" name="go"></form>'
    + '<script src="/js/site.js"></script><script>document.write(new Date())</script>'
    + "<noscript>请开启JavaScript</noscript><site-clock></site-clock>"
)
LISTED = entries(("/zc/1.html", "关于有关工作的通知", "2023-05-01"))
URL = f"{BASE}ys/"


def column(inside):
    return page("财政预决算", f"{SITEWIDE}<h2>财政预决算</h2>{inside}")


def pages(inside):
    return {
        "/": page("清河市教育局", SITEWIDE + LISTED),
        "/zc/": page("政策文件", SITEWIDE + LISTED),
        "/zc/1.html": article("关于有关工作的通知", "工作要求如下。" * 60),
        "/ys/": column(inside),
    }


def seen(inside, drawn=()):
    read = site(pages(inside), unit=DEPARTMENT)
    return replace(read, pages=unproven(read.pages, drawn))


WRITTEN = [
    "<script>document.write('<a href=\"/1.html\">2023</a>')</script>",
    '<script src="/ys/list.js"></script>',
    "<div id=c></div><script>c.innerHTML=unescape('%3Ca%3E')</script>",
    "<noscript>本栏目需要JavaScript才能查看</noscript>",
    "<gov-list channel=12></gov-list>",
    "<script>d=new dTree('d');d.add(0,-1,'财政');</script>",
    "<ul></ul><script>var zNodes=[{id:1,name:'2023',url:'/1.html'}];</script>",
]
HELD = [
    "<form method=post><select name=y><option>2023</option></select></form>",
    '<form method=post><input type=submit name=b value="2023年部门预算"></form>',
    '<p><img src="/ys/1.jpg"></p>',
    "<object data=/ys/list.swf type=application/x-shockwave-flash></object>",
    "<object classid=clsid:1><param name=movie value=/ys/list.swf></object>",
]


@pytest.mark.parametrize("inside", WRITTEN)
def test_a_column_with_a_script_of_its_own_needs_a_browser(inside):
    shown = seen(inside)
    assert shown.page(URL).state is PageState.JS_SHELL
    found = department_budget(shown, ask())
    assert (found.outcome, found.cause) == (Outcome.UNKNOWN, Cause.NEEDS_BROWSER)
    assert columns_filled(shown, ask()).outcome is not Outcome.PARTIAL


@pytest.mark.parametrize("inside", HELD)
def test_a_column_with_a_form_or_picture_of_its_own_proves_nothing(inside):
    shown = seen(inside, drawn=[URL])
    assert department_budget(shown, ask()).outcome is Outcome.UNKNOWN
    assert columns_filled(shown, ask()).outcome is not Outcome.PARTIAL


@pytest.mark.parametrize("inside", ["", "<p>暂无信息</p>", "<script>var n=1;</script>"])
def test_what_every_page_of_the_site_has_proves_nothing_against_an_empty_column(inside):
    shown = seen(inside)
    assert shown.page(URL).state is PageState.EMPTY
    assert department_budget(shown, ask()).outcome is Outcome.MISSING
    assert columns_filled(shown, ask()).outcome is Outcome.PARTIAL


def test_a_column_that_says_that_it_is_empty_is_believed():
    shown = seen("<p>暂无信息</p>" + "".join(WRITTEN[:1]))
    assert absent(shown, ["budget"], "预算").outcome is Outcome.MISSING


def test_what_a_browser_drew_has_run_its_scripts():
    assert seen(WRITTEN[0], drawn=[URL]).page(URL).state is PageState.EMPTY
    assert seen(WRITTEN[4], drawn=[URL]).page(URL).state is PageState.ERROR  # out of its sight


def test_a_list_that_the_server_was_to_include_was_not_read():
    read = read_page(URL, column("<!--#include virtual='/list.html' -->").encode())
    assert read.state is PageState.ERROR


@pytest.mark.parametrize(
    ("inside", "drawn"), [(WRITTEN[0], True), (WRITTEN[1], True), ("", False), (HELD[2], False)]
)
def test_the_ladder_draws_a_column_with_a_script_of_its_own(inside, drawn):
    ladder = Ladder(DEPARTMENT)
    for path, html in reversed(pages(inside).items()):  # the column before those it is told from
        url = f"{BASE}{path[1:]}"
        row = Fetch(url, FetchOutcome.OK, CAPTURED, final_url=url, sha256="0")
        depth = 0 if path == "/" else 1
        ladder.saw(Target(url, depth=depth), row, read_page(url, html.encode()))
    tried = ladder.next()
    assert (tried.rung is Rung.BROWSER and tried.target.url == URL) is drawn


TITLE = "清河市教育局2023年部门预算公开"
PUT_OFF = "按照上级要求，我局2023年部门预算正在审核，审核完成后将及时向社会公布，敬请社会各界监督。"
NO_BODY = ["", "内容正在编制中，敬请期待。", "建设中", "暂无", "暂无相关内容", TITLE, PUT_OFF]


def listed(text, extra=""):
    """A column whose only entry has this text."""
    entry = article(TITLE, text, day="2023-02-10", extra=extra)
    column = entries(("/ys/1.html", TITLE, "2023-02-10"))
    more = {"/ys/": page("财政预决算", column), "/ys/1.html": entry}
    return site(pages("") | more, unit=DEPARTMENT)


@pytest.mark.parametrize("text", NO_BODY)
def test_an_entry_without_content_neither_meets_nor_is_missing(text):
    shown = listed(text)
    found = department_budget(shown, ask())
    assert found.outcome is Outcome.UNKNOWN
    assert "没有正文" in found.reason
    assert shown.about("budget") == ()
    assert absent(shown, ["meeting"], "会议公开").outcome is Outcome.MISSING


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("本部门2023年无预算收支。", ""),
        ("无。", ""),
        ("收入100万元，支出100万元。", ""),
        ("预算草案正在审核，批准后公布；其中收入100万元，支出100万元。", ""),
        ("", '<p><img src="/ys/scan.jpg"></p>'),
        ("敬请关注", '<p>附件：<a href="/ys/1.xls">预算表.xls</a></p>'),
    ],
)
def test_a_short_entry_with_a_statement_a_picture_or_a_file_has_content(text, extra):
    assert department_budget(listed(text, extra), ask()).items["published"] is Outcome.MET


def test_an_entry_without_a_body_is_blind_by_its_title_only():
    column = entries(("/ys/1.html", "关于停水的通知", "2023-02-10"))
    more = {"/ys/": page("财政预决算", column), "/ys/1.html": article("关于停水的通知", "")}
    shown = site(pages("") | more, unit=DEPARTMENT)
    assert absent(shown, ["budget"], "预算").outcome is Outcome.MISSING


@pytest.mark.parametrize(
    "text",
    [
        f"{PUT_OFF}现公布收支总数：收入预算120万元，支出预算120万元。",
        f"{PUT_OFF}{'本局的主要职责是贯彻教育法律法规，拟订发展规划并组织实施。' * 5}",
        "审核工作正在有序开展，公布的名单以本局网站为准。",
    ],
)
def test_who_says_something_besides_putting_it_off_has_published(text):
    page_ = next(item.page for item in listed(text).items if item.title == TITLE)
    assert page_ is not None
