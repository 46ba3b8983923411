"""What real sites do to codes, addresses, pagination and dates, one small page for each."""
# ruff: noqa: E501

from datetime import date

import pytest

from crawlers.pages import read_page
from data.types import Page, PageKind, Place

URL = "http://qinghe.localhost/zwgk/tzgg/index.html"
HERE = "http://qinghe.localhost/zwgk/tzgg/"
ROWS = "".join(
    f'<li><a href="t{n}.html">关于第{n}号事项的通知</a><span>2023-05-1{n}</span></li>'
    for n in range(4)
)


def read(html: str, url: str = URL) -> Page:
    return read_page(url, html.encode())


def listing(extra: str) -> str:
    return f'<title>通知公告</title><div>当前位置：<a href="/">首页</a> &gt; 通知公告</div><ul>{ROWS}</ul>{extra}'


def urls(page: Page, place: Place) -> list[str]:
    return [link.url for link in page.links if link.place is place]


def lost(page: Page) -> list[str]:
    return [link.text for link in page.lost if link.place is Place.PAGER]


# --- codes ------------------------------------------------------------------------------------

NAMED = "<title>䶮镕喆同志任职的通知_青禾县</title><h1>䶮镕喆同志任职的通知</h1><p>发布时间：2023-05-12</p>"


@pytest.mark.parametrize(
    ("codec", "header", "tag"),
    [
        ("gb18030", "text/html; charset=gb2312", "gbk"),
        ("gb18030", "", ""),
        ("gb18030", "text/html; charset=utf-8", "iso-8859-1"),  # header, tag and bytes all differ
        ("utf-8", "text/html; charset=gbk", "big5"),
        ("utf-16", "text/html; charset=utf-8", "gb2312"),
        ("utf-16-le", "", ""),
        ("utf-16-be", "text/html; charset=gb2312", "utf-8"),
    ],
)
def test_the_bytes_decide_what_code_they_are(codec: str, header: str, tag: str) -> None:
    meta = f'<meta charset="{tag}">' if tag else ""
    page = read_page(URL, f"<html><head>{meta}{NAMED}</html>".encode(codec), header)
    assert (page.title, page.published_on) == ("䶮镕喆同志任职的通知", date(2023, 5, 12))


# --- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "url", "place"),
    [
        ('<iframe src="in.html"></iframe>', f"{HERE}in.html", Place.FRAME),
        ("<META HTTP-EQUIV=Refresh CONTENT='3;URL=new/'>", f"{HERE}new/", Place.FRAME),
        ('<map><area shape="rect" coords="0,0,9,9" href="m.html"></map>', f"{HERE}m.html", None),
        ("<td onclick=\"javascript:window.open('o.html')\">公开指南</td>", f"{HERE}o.html", None),
        ("<span onclick=\"location.replace('r.html')\">公开制度</span>", f"{HERE}r.html", None),
        ("<img src=a.png onclick=\"self.location='i.html'\">", f"{HERE}i.html", None),
    ],
)
def test_every_way_to_another_page_is_a_link(element: str, url: str, place: Place | None) -> None:
    html = listing(f"<table><tr>{element}</tr></table>" if "<td" in element else element)
    found = {link.url: link.place for link in read(html).links}
    assert url in found
    assert place is None or found[url] is place


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./", HERE),
        ("./a/b.html", f"{HERE}a/b.html"),
        ("../../a.html", "http://qinghe.localhost/a.html"),
        ("../../../../a.html", "http://qinghe.localhost/a.html"),
        ("a/../b.html", f"{HERE}b.html"),
        ("/a;jsessionid=0A1B?b=1", "http://qinghe.localhost/a?b=1"),
        ("/a?jsessionid=0A1B&b=1", "http://qinghe.localhost/a?b=1"),
        ("/%e9%9d%92/青.html", "http://qinghe.localhost/%E9%9D%92/%E9%9D%92.html"),
        ("/" + "a" * 3000, None),
    ],
)
def test_an_address_has_one_spelling(href: str, url: str | None) -> None:
    page = read(f'<body><a href="{href}">一个链接</a></body>')
    assert [link.url for link in page.links] == ([url] if url else [])


# --- pagination -------------------------------------------------------------------------------


def test_createpage_on_a_later_page_leads_to_the_others_and_says_how_many() -> None:
    page = read(
        listing('<script>createPageHTML(4, 2, "index", "html");</script>'), f"{HERE}index_2.html"
    )
    assert urls(page, Place.PAGER) == [f"{HERE}index_{n}.html" for n in (1, 2, 3)]
    assert lost(page) == ["共4页"]


@pytest.mark.parametrize(
    "pager",
    [
        '<form method="post" action="list.do"><input type="hidden" name="page" value="2"><input type="submit" value="下一页"></form>',
        '<form method="post" name="f"><a href="javascript:document.f.submit()">下一页</a></form>',
        "<a href=\"javascript:__doPostBack('pager','2')\">下一页</a>",
        '<a onclick="gotoPage(2)">2</a>',
    ],
)
def test_pages_behind_a_post_are_lost_never_silently_complete(pager: str) -> None:
    page = read(listing(pager))
    assert urls(page, Place.PAGER) == []
    assert lost(page) != []


def test_numbers_too_long_for_any_list_announce_nothing() -> None:
    code = f"<script>createPageHTML({'9' * 6000}, 0, 'index', 'html')</script>"
    assert lost(read(listing(code))) == []


# --- data files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        'jsonCallback({"data": {"list": [{"bt": "关于停车的通知", "url": "/a.html", "fbsj": "2023-05-12"}]}});',
        'var list = [{"title": "关于停车的通知", "linkUrl": "/a.html", "pubTime": "2023-05-12"}];',
    ],
)
def test_a_data_file_inside_a_call_or_an_assignment_is_a_list(body: str) -> None:
    page = read_page(f"{HERE}list.js", body.encode(), "application/javascript")
    assert page.kind is PageKind.LIST
    assert [(link.url, link.on) for link in page.links] == [
        ("http://qinghe.localhost/a.html", date(2023, 5, 12))
    ]


# --- dates that a script writes -----------------------------------------------------------------

ARTICLE = """<title>关于停车管理的通知_青禾县人民政府</title><h1>关于停车管理的通知</h1>
<div class="info">{info}</div><div>{text}</div>"""
TEXT = (
    "<p>为规范停车管理，方便群众出行，经县政府研究同意，现将有关事项通知如下，请各单位遵照执行。</p>"
    * 3
)


@pytest.mark.parametrize(
    "info",
    [
        '发布时间：<script>document.write("2023-05-01");</script> 来源：县政府办',
        "来源：县政府办 <script>document.write('发布时间：2023-05-01 10:00')</script>",
        '来源：县政府办 <script>var pubdate = "2023-05-01 10:00"; show(pubdate);</script>',
        "来源：县政府办 <script>var tm='2023-05-01 08:00'; document.write(tm.substring(0, 10));</script>",
        '<script>var PubDate="2023年5月1日"</script>来源：县政府办',
    ],
)
def test_a_date_that_an_inline_script_writes_is_the_date(info: str) -> None:
    page = read(ARTICLE.format(info=info, text=TEXT))
    assert (page.kind, page.published_on) == (PageKind.ARTICLE, date(2023, 5, 1))


def test_a_printed_date_goes_before_a_script_s() -> None:
    info = '发布时间：2023-04-30 来源：县政府办<script>var pubdate="2023-05-01"</script>'
    assert read(ARTICLE.format(info=info, text=TEXT)).published_on == date(2023, 4, 30)
