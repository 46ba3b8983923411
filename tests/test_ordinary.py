"""The short way to an outcome and the long way lead to the same one."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.farm import Farm
from crawlers.network import answers
from crawlers.network.ordinary import by_bytes, by_words
from data.types import FetchOutcome

URL = "http://www.qinghe.gov.cn/zwgk/202305/t20230512_1.html"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "pages"

STYLE = "<style>" + ".c1{width:180px;float:left}\n" * 300 + "</style>"  # what real heads carry
MENU = "".join(f'<li><a href="/c{n}/">政务公开栏目{n}</a></li>' for n in range(40))
LIST = "".join(
    f'<li><a href="/t{n}.html" title="关于印发实施方案的通知{n}">关于印发实施方案的通知{n}</a>'
    f"<span>2023-05-{n % 28 + 1:02}</span></li>"
    for n in range(60)
)
FEW = LIST[: LIST.index("t12.html") - 22]
TEXT = "".join(f"<p>第{n}条　各单位要加强组织领导，健全工作机制，抓好落实。</p>" for n in range(90))
FOOT = "<div>主办：清河县人民政府办公室　地址：清河县人民路1号　电话：0310-1234567</div>"
LOST = "<p>抱歉，您所访问的页面<b>不存在</b>，系统将在<i>5</i>秒后返回首页</p>"
WALL = "<p>访问过于频繁，请完成安全验证</p>"
SHELL = "<script>document.cookie='k=1'</script>"
SEND = "<script>location.href='/zwgk/index.html'</script>"
NEWS = "<p>您访问的页面" + "<a href='/1.html'>找不到文件怎么办</a></p>"


def page(title, *parts):
    return f"<html><head><title>{title}</title>{STYLE}</head><body>{''.join(parts)}</body></html>"


def both_ways(body, monkeypatch=None):
    """What the page is by the short way, and what when every page takes the long way."""
    short = answers.judge(URL, URL, 200, "text/html", body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "by_bytes", lambda body: False)
        patch.setattr(answers, "by_signs", lambda body: False)
        patch.setattr(answers, "titled", lambda body: False)
        patch.setattr(answers, "by_words", lambda html: False)
        return short, answers.judge(URL, URL, 200, "text/html", body)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    ("html", "by"),
    [
        (page("关于印发方案的通知", MENU, TEXT, FOOT), "bytes"),
        (page("通知公告", MENU, LIST, FOOT), "words"),
        (page("通知公告", MENU, FEW, FOOT), "words"),
        (page("关于印发方案的通知", MENU, TEXT.replace("<p>", "<p><a name=x></a>")), "words"),
        (page("关于印发方案的通知", f"<!--{MENU}{TEXT}-->", SEND), ""),
        (page("关于印发方案的通知", f"<script>{TEXT}</script>", SHELL), ""),
        (page("页面不存在", MENU, TEXT, FOOT), ""),
        (page("页面&#19981;存在", MENU, TEXT, FOOT), ""),
        (page("清河县", MENU, FEW, LOST, FOOT), ""),
        (page("清河县", f"<!--{TEXT}-->", MENU, LOST, FOOT), ""),
        (page("清河县", re.sub("<p>(.*?)</p>", r"<p><A HREF=1>\1</A></p>", TEXT), LOST), ""),
    ],
    ids=[
        "an article",
        "a long list",
        "a short list",
        "an article full of anchors",
        "an old page in a comment, and a way on",
        "text in a script only",
        "a lost title over an article",
        "a lost title in entities",
        "an error page with a menu and some news",
        "an error page over an article in a comment",
        "an error page of links",
    ],
)
def test_how_closely_a_page_must_be_looked_at(html, by, encoding):
    body = html.encode(encoding)
    assert by_bytes(body) is (by == "bytes")
    assert by_words(html) is bool(by)
    short, long = both_ways(body)
    assert short == long
    assert (long == (FetchOutcome.OK, "")) is bool(by)


PARTS = st.sampled_from(
    [MENU, LIST, FEW, TEXT, FOOT, LOST, WALL, SHELL, SEND, NEWS, "<p>暂无内容</p>"]
    + [f"<!--{part}-->" for part in (MENU, TEXT, LOST)]
    + [f"<script>var s='{part}'</script>" for part in (MENU, TEXT)]
    + [f"<noscript>{TEXT}</noscript>", f"<div hidden>{LIST}</div>", f"<a href='/1'>{TEXT}</a>"]
)
TITLES = st.sampled_from(["清河县", "", "404", "关于页面不存在的通知", "页面不存在", "用户登录"])


@given(TITLES, st.lists(PARTS, max_size=5), st.sampled_from(["utf-8", "gb18030"]))
@example("清河县", [MENU, LIST[:3000], LOST, FOOT], "utf-8")
def test_the_short_way_and_the_long_way_agree_on_pages_put_together_at_random(
    title, parts, encoding
):
    short, long = both_ways(page(title, *parts).encode(encoding, "replace"))
    assert short == long


def test_both_ways_agree_on_every_page_of_a_farm():
    farm = Farm(2, 40)
    bodies = [body for number in range(2) for _, body in farm.site(number).pages()]
    assert {both_ways(body) for body in bodies} == {((FetchOutcome.OK, ""),) * 2}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="标注语料不在代码库旁边")
def test_both_ways_agree_on_every_real_page():
    different = {
        path.name: ways
        for path in sorted(CORPUS.rglob("*"))
        if path.is_file() and len(set(ways := both_ways(path.read_bytes()))) > 1
    }
    assert different == {}
