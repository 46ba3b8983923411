import re

from hypothesis import given
from hypothesis import strategies as st

from crawlers.reading import links, urls
from crawlers.reading.flat import Anchor, Box, Markup

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
