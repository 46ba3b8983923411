"""The address of a site's own search, from its form."""
# ruff: noqa: E501

import pytest

from crawlers.pages import read_page
from crawlers.reading.search import filled

URL = "http://qinghe.localhost/zwgk/index.html"


def template(form: str) -> str:
    return read_page(URL, f"<title>青禾县</title><body>{form}</body>".encode()).search


@pytest.mark.parametrize(
    ("form", "address"),
    [
        (
            '<form action="/search.jspx"><input name="q"></form>',
            "http://qinghe.localhost/search.jspx?q={}",
        ),
        (
            '<form action="../s/" method="GET"><input type="hidden" name="site" value="1 2">'
            '<input type="hidden" name="类" value="全部"><input type="text" name="wd">'
            '<input type="submit" name="ok" value="搜索"></form>',
            "http://qinghe.localhost/s/?site=1+2&%E7%B1%BB=%E5%85%A8%E9%83%A8&wd={}",
        ),
        (
            '<form action="/list.do?old=1"><input name="title" placeholder="请输入搜索内容"></form>',
            "http://qinghe.localhost/list.do?title={}",
        ),
        (
            '<form action="/site/search"><input id="box" name="text"></form>',
            "http://qinghe.localhost/site/search?text={}",
        ),
        (
            '<table><form action="/so"><tr><td><input name="keyword"></td></tr></form></table>',
            "http://qinghe.localhost/so?keyword={}",
        ),
        (
            '<form><input type="search" name="searchWord"></form>',
            "http://qinghe.localhost/zwgk/index.html?searchWord={}",
        ),
        (
            '<form action="/login"><input name="user"><input type="password" name="key"></form>'
            '<form action="/b"><input name="keywords"></form>',
            "http://qinghe.localhost/b?keywords={}",
        ),
    ],
)
def test_a_search_by_get_becomes_an_address_with_a_place_for_words(form: str, address: str) -> None:
    assert template(form) == address


@pytest.mark.parametrize(
    "form",
    [
        "",
        '<form action="/search" method="post"><input name="q"></form>',
        '<form action="/apply"><input name="xm"><input name="dz"></form>',
        '<form action="javascript:go()"><input name="q"></form>',
        '<form action="/search"><input type="submit" value="搜索"></form>',
        '<form action="/search"><input id="q"></form>',  # a field without a name is not sent
        '<input name="q">',
    ],
)
def test_what_is_no_search_by_get_gives_no_address(form: str) -> None:
    assert template(form) == ""


@pytest.mark.parametrize(
    ("code", "words"), [("gb2312", "%D4%A4%CB%E3"), ("utf-8", "%E9%A2%84%E7%AE%97")]
)
def test_words_are_sent_in_the_code_of_the_page_that_has_the_form(code, words):
    form = '<form action="/so"><input type="hidden" name="lm" value="预算"><input name="q"></form>'
    html = f'<meta charset="{code}"><title>青禾县</title><body>{form}</body>'
    found = read_page(URL, html.encode(code)).search
    assert filled(found, "预算") == f"http://qinghe.localhost/so?lm={words}&q={words}"
