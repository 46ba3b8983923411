"""Markup that no person wrote is made plain before a parser sees it."""

import pytest

from crawlers.pages import read_page
from crawlers.reading.nesting import shallow

MANY = 150_000


@pytest.mark.parametrize(
    "attribute", ["a ", "a=1 ", "a='>'", 'a="<" ', "/a"], ids=["bare", "value", "gt", "lt", "slash"]
)
def test_a_tag_of_a_hundred_thousand_attributes_loses_them_and_the_text_stays(attribute):
    page = f"<p {attribute * MANY}>正文</p>"
    assert shallow(page) == "<p>正文</p>"


def test_long_pages_of_people_stay_as_they_are():
    rows = "".join(f'<td class="x" title="{n}>0">{n}</td>' for n in range(9_000))
    script = "<script>for(i=0;i<n;i++){}var d='" + "a b " * 9_000 + "'</script>"
    page = f"<table><tr>{rows}</tr></table>{script}"
    assert len(page) > 120_000
    assert shallow(page) == page


def test_a_quotation_mark_that_is_never_closed_costs_no_tag():
    page = "<p '" + "<b>正文</b>" * 20_000
    assert shallow(page) == page


def test_a_page_of_ten_thousand_links_is_cut_and_says_so():
    links = "".join(f'<li><a href="/{n}.html">关于第{n}号的通知</a></li>' for n in range(10_000))
    page = read_page("http://a.localhost/", f"<ul>{links}</ul>".encode())
    assert len(page.links) == 5000
    assert page.cut
    few = read_page("http://a.localhost/", "".join(links.split("<li>")[:100]).encode())
    assert not few.cut
