import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.pages import read_page
from crawlers.reading import links, urls
from crawlers.reading.flat import Anchor, Box, Markup
from crawlers.reading.glance import glance

IDEOGRAPHS = [chr(code) for code in range(0x4E00, 0xA000)]
WORDS = st.text(
    st.sampled_from("第上下前后首尾末最更查加详阅返点多看情页一条回全文更 1>[【a年"), max_size=8
)


def test_words_that_begin_otherwise_are_no_pager_and_no_way():
    """Every pattern that needs an ideograph at its start has it among the known ones."""
    tails = [
        "一页",
        "页",
        "看更多",
        "载更多",
        "细",
        "情",
        "读全文",
        "回首页",
        "击进入",
        "后一页",
        "1页",
        "",
    ]
    for first in IDEOGRAPHS:
        if first not in links._STARTS:
            assert not any(links._pages(first + tail) or links._way(first + tail) for tail in tails)


@given(WORDS)
def test_an_entry_is_what_is_neither_pager_nor_way(words):
    page = Markup(boxes=[Box(-1, "body", "", 0, 1, anchors=(0, 1))])
    page.anchors.append(Anchor("/a.html", words, "", 0, 0))
    links.resolve(page, "http://a.example/")
    anchor = page.anchors[0]
    pager = links._pages(words) and words.replace(" ", "") not in links.HOME_WORDS
    assert anchor.pager in {pager, links._pages(words)}
    assert anchor.entry == (bool(words) and not anchor.pager and not links._way(words))


@given(st.from_regex(re.compile(r"(\.\./|\./|/)?[a-z0-9/._-]{1,330}"), fullmatch=True))
def test_an_address_is_the_same_kept_or_not(href):
    base = "http://a.example/zwgk/2024/index.html"
    assert urls.absolute(base, href) == urls.absolute(base, href)
    origin, folder = urls._roots(base)
    assert urls._near_kept(origin, folder, href) == urls._near(origin, folder, href)


GBK = "%D4%A4%CB%E3"  # 预算
UTF8 = "%E9%A2%84%E7%AE%97"


@pytest.mark.parametrize(
    ("href", "codec", "expected"),
    [
        ("/a.asp?n=预算", "gb18030", f"/a.asp?n={GBK}"),
        ("/a.asp?n=预算", "utf-8", "/a.asp?n=预算"),
        ("/预算.asp?n=预算#预算", "gb18030", f"/预算.asp?n={GBK}#预算"),
        ("/a.asp?n=1&预算=%41预", "gb18030", f"/a.asp?n=1&{GBK}=%41%D4%A4"),
        ("/a.asp?n=預算", "big5", "/a.asp?n=%B9w%BA%E2"),
        ("/a.asp?n=😀", "gb18030", "/a.asp?n=%949%FC6"),
        ("/a.asp?n=预", "latin-1", "/a.asp?n=%26%2339044%3B"),
        ("/预算/#?n=预算", "gb18030", "/预算/#?n=预算"),
        ("?预算", "utf-16", "?预算"),
    ],
)
def test_a_query_is_sent_in_the_code_of_its_page_and_a_path_as_utf8(href, codec, expected):
    assert urls.in_code(href, codec) == expected


PAGE = """<html><head><meta charset="{}"><title>清河县教育局</title></head><body>
<a href="/预算/l.asp?lm=预算">部门预算公开专栏</a>
<a onclick="location.href='/o.asp?lm=预算'">决算公开专栏</a><iframe src="/f.asp?lm=预算"></iframe>
<select><option value="/c.asp?lm=预算">三公经费</option></select>
</body></html>"""


@pytest.mark.parametrize(("code", "spelt"), [("gbk", GBK), ("utf-8", UTF8)])
def test_every_link_of_a_page_is_spelt_in_its_code(code, spelt):
    body = PAGE.format(code).encode(code)
    found = [
        link.url.removeprefix("http://a.cn/") for link in read_page("http://a.cn/", body).links
    ]
    paths = {f"{UTF8}/l.asp", "o.asp", "c.asp", "f.asp"}
    assert set(found) == {f"{path}?lm={spelt}" for path in paths}
    assert glance("http://a.cn/", body).links == (f"http://a.cn/{UTF8}/l.asp?lm={spelt}",)


@pytest.mark.parametrize(
    ("content", "address"),
    [
        ("0;url=/a.html", "/a.html"),
        ("0; URL='/a.html'", "/a.html"),
        ("5; /a.html", "/a.html"),
        ("300", ""),
        ("", ""),
    ],
)
def test_a_refresh_leads_to_its_address(content, address):
    assert urls.from_refresh(content) == address
