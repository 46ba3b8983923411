"""Every fact tells the rule that gave it and the words it was read from."""

import json
from datetime import date
from pathlib import Path

import pytest

from crawlers.pages import facts, read_page
from crawlers.reading import article, kind, state
from dashboard.wording.explained import COLUMNS, explained
from data.types import Page
from tests.commands import gkc

HEAD = """<meta name="ColumnName" content="通知公告"><meta name="SiteName" content="青禾县人民政府">
<title>关于停车收费的公告_青禾县人民政府</title>"""
BODY = """<h1>关于停车收费的公告</h1>
<div>索引号：QH-01 文号：青政发〔2023〕7号 来源：青禾县人民政府
发布时间：2023-05-12 有效性：有效</div>
<p>自2023年6月1日起，停车按新的标准收费，请广大市民相互转告，谢谢您的理解和支持，联系电话13800138000。</p>
<p><a href="/f/a.docx">收费标准</a> <a href="javascript:;">收费说明.pdf</a></p>
<p>二〇二三年五月十日</p>"""


def read(html: str, url: str = "http://qinghe.localhost/a.html") -> Page:
    return read_page(url, html.encode())


def test_the_facts_of_an_article_name_rule_and_words() -> None:
    trace = read(HEAD + BODY).trace
    assert {fact: trace[fact] for fact in ("title", "published_on", "written_on", "doc_no")} == {
        "title": ("正文上方的标题行", "关于停车收费的公告"),
        "published_on": ("信息栏的发布日期", "发布时间：2023-05-12 有效性：有效"),
        "written_on": ("文末汉字日期", "二〇二三年五月十日"),
        "doc_no": ("标注的文号", "文号：青政发〔2023〕7号"),
    }
    assert trace["columns"] == ("标签 ColumnName", "通知公告")
    assert trace["issuer"] == ("标注的来源", "来源：青禾县人民政府")
    assert trace["attachments"] == (
        "网址是文件、名称是文件名，网址已丢失",
        "收费标准；收费说明.pdf",
    )


@pytest.mark.parametrize(
    ("change", "rule", "words"),
    [
        (("发布时间：", "日期："), "标注的日期", "日期：2023-05-12 有效性：有效"),
        (("发布时间：2023-05-12", "</div><div>2023-05-12</div><div>"),
         "标题附近单独的日期", "2023-05-12"),
        (("发布时间：2023-05-12", '<script>document.write("2023-05-12")</script>'),
         "信息栏的脚本写出的日期", "2023-05-12"),
    ],
)  # fmt: skip
def test_the_day_of_publication_has_its_rules_in_their_order(
    change: tuple[str, str], rule: str, words: str
) -> None:
    page = read(HEAD + BODY.replace(*change))
    assert page.published_on == date(2023, 5, 12)
    assert page.trace["published_on"] == (rule, words)


def test_a_tag_serves_where_no_day_is_printed() -> None:
    tagged = '<meta name="PubDate" content="2023-05-13 08:00">' + HEAD
    page = read(tagged + BODY.replace("发布时间：2023-05-12", ""))
    assert page.trace["published_on"] == ("标签 PubDate", "pubdate=2023-05-13 08:00")


@pytest.mark.parametrize(
    ("html", "url", "kind_rule", "state_rule"),
    [
        ("<title>404 Not Found</title><h2>找不到页面</h2>", "http://a.localhost/x/y.html",
         "出错或访问验证的页面", "页面很短，写明出错"),
        ("<title>青禾县</title>" + "<a href=a>新闻</a>" * 30, "http://a.localhost/",
         "网址是首页", "没有发现异常"),
        ("<title>通知公告</title><h2>通知公告</h2><div>暂无数据", "http://a.localhost/x/index.html",
         "有位置导航或小标题", "没有条目，写明暂无"),
    ],
)  # fmt: skip
def test_kind_and_state_name_the_deciding_rule(
    html: str, url: str, kind_rule: str, state_rule: str
) -> None:
    trace = read(html, url).trace
    assert (trace["kind"][0], trace["state"][0]) == (kind_rule, state_rule)


def test_rules_of_one_fact_have_different_names() -> None:
    tables = [kind._RULES, state._RULES, article._PUBLISHED_RULES, article._NUMBER_RULES]
    for table in tables:
        names = [rule[0] for rule in table]
        assert len(set(names)) == len(names)


def test_a_data_file_and_a_file_of_another_kind_say_so() -> None:
    assert read('[{"title": "关于停车的通知", "url": "/a.html"}]').trace["kind"][0] == "数据文件"
    assert read("%PDF-1.7").trace["kind"][0] == "不是网页的文件"


def test_a_page_is_explained_in_chinese_with_long_numbers_starred() -> None:
    rows = {row["fact"]: row for row in explained(read(HEAD + BODY))}
    assert rows["页面类型"]["value"] == "文章"
    assert rows["附件"]["value"] == "2 个：收费标准、收费说明.pdf（网址已丢失）"
    assert rows["发布日期"]["value"] == "2023-05-12"
    assert (rows["原创或转载"]["value"], rows["出自"]["value"]) == ("原创", "青禾县人民政府")
    assert "13800138000" not in json.dumps(list(rows.values()), ensure_ascii=False)
    assert all(row.keys() == COLUMNS.keys() for row in rows.values())


def test_extract_explains_on_request(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HEAD + BODY, encoding="utf-8")
    done = gkc(tmp_path, "extract", "a.html", "--explain")
    assert done.code == 0
    assert "a.html" in done.out
    for words in ("依据的规则", "标注的文号", "文号：青政发〔2023〕7号", "标签 ColumnName"):
        assert words in done.out


def test_printed_attachments_have_name_format_and_whether_they_are_dead() -> None:
    files = facts(read(HEAD + BODY))["files"]
    url = "http://qinghe.localhost/f/a.docx"
    assert files == [
        {"name": "收费标准", "format": "docx", "url": url, "dead": False},
        {"name": "收费说明.pdf", "format": "pdf", "url": "", "dead": True},
    ]
