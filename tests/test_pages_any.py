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


ENDLESS = {
    "一个属性": '<a href="/a" title="' + "停车 " * 900_000,
    "十万链接一行": "<a href=x>1</a>" * 100_000,
    "首页链接": "<a href=x>首页</a>" * 60_000,
    "无址链接": '<a href="javascript:;">附件停车管理</a>' * 40_000,
    "十万标签": "<i></i>" * 100_000,
    "类名": f'<div class="{"abc " * 200_000}">' + "<p>段" * 60_000,
    "选项": "<select>" + "<option value=/a>选" * 60_000,
    "单元格": "<table><tr>" + "<!---->" * 60_000 + "<td>x" * 60_000,
    "点击": "<div onclick=f()>" * 400 + "字" * 200_000,
    "页码": "<p>" + "页 共" * 300_000,
    "空格": "<p>" + " " * 900_000,
    "箭头": "<a href=x>" + "<>" * 300_000 + "x</a>",
    "记录": "<record>" * 100_000,
    "数据": "<record><![CDATA[" * 60_000,
    "脚本翻页": "<script>" + "createPage" * 90_000 + "</script>",
    "脚本地址": '<script>var a=".json"; var b="' + "a" * 900_000 + "</script>",
    "标签": "<p>来源：</p>" * 25_000,
    "菜单": "<div>" * 400 + "<a href=a>菜单</a>" * 20_000,
}


@pytest.mark.parametrize("bait", ENDLESS.values(), ids=ENDLESS.keys())
def test_what_repeats_without_end_is_read_to_its_end(bait: str) -> None:
    page = read_page("http://a.localhost/x/", f"<title>一个页面的标题</title>{bait}".encode())
    assert page.title


@pytest.mark.parametrize(
    "bait", ["<item>", "<item><a>", "<item x='", "<a ", "<item><a><![CDATA[", "<item> <title>  "]
)
def test_broken_data_files_without_end_are_read_to_their_end(bait: str) -> None:
    entry = "<item><title>关于停车的通知</title><url>/a.html</url></item>"
    page = read_page("http://a.localhost/x.xml", f"<?xml?>{entry}{bait * 60_000}".encode())
    assert [link.text for link in page.links][:1] == ["关于停车的通知"]


@pytest.mark.parametrize(
    ("tail", "cut"),
    [
        pytest.param("字" * 2_900_000, False, id="long, and read"),
        pytest.param("字" * 3_100_000, True, id="too many characters"),
        pytest.param("<i></i>" * 210_000, True, id="too many elements"),
    ],
)
def test_a_page_too_long_to_be_read_says_so(tail: str, cut: bool) -> None:
    page = read_page("http://a.localhost/", f"<title>很长的一页</title><p>{tail}".encode())
    assert page.cut is cut
