"""The quick look: title, date, tags and links of a page, whatever the bytes are."""
# ruff: noqa: E501

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.reading.glance import Glance, glance

URL = "http://qinghe.localhost/zwgk/tzgg/t1.html"
PAGE = """<html><head><title>关于停车管理的通知_青禾县人民政府</title>
<meta name="ArticleTitle" content="关于停车管理的通知"><meta name="PubDate" content="2023-09-26 02:48">
</head><body><a href="/">首页</a><h1>关于停车管理的通知</h1>
<p><span>发布时间：</span><em>2023-05-12 09:30</em></p><p>正文</p>
<a href="./t2.html#a">  下一个
通知</a><a href="javascript:;">无</a><a href="HTTP://B.localhost:80/x?b=1&a=2"><b>外</b>部</a></body></html>"""


def look(html: str, url: str = URL) -> Glance:
    return glance(url, html.encode())


def test_a_glance_gives_title_tags_and_absolute_links() -> None:
    seen = look(PAGE)
    assert seen.title == "关于停车管理的通知"
    assert seen.meta["pubdate"] == "2023-09-26 02:48"
    assert seen.links == (
        "http://qinghe.localhost/",
        "http://qinghe.localhost/zwgk/tzgg/t2.html",
        "http://b.localhost/x?b=1&a=2",
    )


def test_the_date_printed_under_the_title_goes_before_the_tag() -> None:
    assert look(PAGE).published_on == date(2023, 5, 12)
    assert look(PAGE.replace("2023-05-12", "")).published_on == date(2023, 9, 26)
    assert look("<title>青禾县</title><p>2023-05-12").published_on is None


@pytest.mark.parametrize(
    ("html", "url", "title"),
    [
        ("<title>停车办法 - 青禾县林业局</title>", URL, "停车办法"),
        ("<title>青禾县人民政府</title><h1>停车管理办法</h1>", URL, "停车管理办法"),
        ("<title>青禾县人民政府</title>", "http://qinghe.localhost/index.html", "青禾县人民政府"),
        ("<title>青禾县人民政府</title>", URL, ""),
        ("", URL, ""),
    ],
)
def test_a_site_s_name_titles_only_its_front_page(html: str, url: str, title: str) -> None:
    assert look(html, url).title == title


def test_the_base_of_a_page_counts() -> None:
    html = '<base href="/deep/"><a href="a.html">甲</a>'
    assert look(html).links == ("http://qinghe.localhost/deep/a.html",)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a.html", "http://qinghe.localhost/a.html"),
        ("a.html", "http://qinghe.localhost/zwgk/tzgg/a.html"),
        ("../a.html", "http://qinghe.localhost/zwgk/a.html"),
        (" ?page=2 ", "http://qinghe.localhost/zwgk/tzgg/t1.html?page=2"),
        ("//b.localhost/a", "http://b.localhost/a"),
        ("https://b.localhost", "https://b.localhost/"),
    ],
)
def test_links_are_resolved_like_in_a_browser(href: str, url: str) -> None:
    shown = look(f"<a href='{href}'>甲</a><a>乙</a><a href=''>丙</a>", f"{URL}?q=/x/y")
    assert shown.links == (url,)


def test_the_blocks_of_a_front_page_are_not_its_title() -> None:
    html = "<title>清河县人民政府</title><h2><a href='/zc/'>政策文件</a></h2><h2>要闻</h2>"
    assert look(html, "http://qinghe.localhost/").title == "清河县人民政府"
    assert look(html, "http://qinghe.localhost/index.html").title == "清河县人民政府"


def test_chinese_codes_are_read_as_in_a_full_reading() -> None:
    body = '<meta charset="utf-8"><title>镕喆停车办法</title>'.encode("gb18030")
    assert glance(URL, body, "text/html; charset=gb2312").title == "镕喆停车办法"


@pytest.mark.parametrize("body", [b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG", b""])
def test_bytes_that_are_no_page_show_nothing(body: bytes) -> None:
    assert glance(URL, body) == Glance()


@given(st.binary(max_size=400), st.text(max_size=20))
def test_no_bytes_raise(body: bytes, media_type: str) -> None:
    glance(URL, body, media_type)


@pytest.mark.parametrize("deep", ["<div>", "<a href=x>", "<meta name=a>", "发布时间：", "<title>"])
def test_an_endless_page_is_no_trap(deep: str) -> None:
    assert isinstance(glance(URL, (deep * 300_000).encode()), Glance)
