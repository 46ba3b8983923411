"""Whatever comes home, reading it never raises and keeps its promises."""
# ruff: noqa: E501

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.pages import facts, read_page
from data.types import PageKind

PIECES = [
    "<table>", "<tr>", "<td>", "</td>", "</table>", "<div class='list'>", "</div>", "<ul><li>",
    "<a href='a.html'>关于停车的通知", "</a>", "2023-05-12", "发布时间：", "来源：", "<h1>", "</h1>",
    "<frameset>", "<frame src=x>", "<iframe src='javascript:'>", "<script>createPageHTML(3,0,'i','html')",
    "</script>", "<![CDATA[", "<record>", "<meta name=ArticleTitle content='标题'>", "<title>", "首页 >",
    "当前位置：", "<base href='http://[::1'>", "<a href='http://[::1'>坏地址</a>", "<option>", "<input name=a>",
    "\x00", "　", "暂无", "<!--", "<svg><title>x", "<template>", "{{ a }}", "第七百号令", "〔2023〕1号",
]  # fmt: skip


@given(st.binary(max_size=600), st.text(max_size=40))
def test_random_bytes_never_raise(body: bytes, media_type: str) -> None:
    facts(read_page("http://a.localhost/x", body, media_type))


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_broken_markup_never_raises_and_links_are_absolute(pieces: list[str]) -> None:
    page = read_page("http://a.localhost/zwgk/x.html", "".join(pieces).encode())
    assert all(urlsplit(link.url).scheme in {"http", "https"} for link in page.links)
    assert all("#" not in link.url for link in page.links)
    assert facts(page) == facts(
        read_page("http://a.localhost/zwgk/x.html", "".join(pieces).encode())
    )


@given(st.text(max_size=200), st.sampled_from(["", "application/json", "text/xml"]))
def test_random_data_files_never_raise(text: str, media_type: str) -> None:
    for body in (text, f"[{text}]", f'{{"a": "{text}"}}', f"<?xml version='1.0'?>{text}"):
        read_page("http://a.localhost/x.json", body.encode(), media_type)


@pytest.mark.parametrize("deep", ["<div>", "<table><tr><td>", "<ul><li>", "[", '{"a":'])
def test_bottomless_nesting_is_no_trap(deep: str) -> None:
    page = read_page("http://a.localhost/x", (deep * 4_000).encode())
    assert page.kind in PageKind
