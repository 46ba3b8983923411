"""Literal pages in, facts out: one small page for each pattern that sites use."""
# ruff: noqa: E501

import json
from collections.abc import Sequence
from datetime import date

import pytest

from crawlers.pages import facts, read_page
from data.types import Page, PageKind, PageState, Place, Validity

URL = "http://qinghe.localhost/zwgk/tzgg/202305/t20230512_123.html"


def read(html: str, url: str = URL) -> Page:
    return read_page(url, html.encode())


def texts(page: Page, place: Place = Place.CONTENT) -> list[str]:
    return [link.text for link in page.links if link.place is place]


def urls(page: Page, place: Place) -> list[str]:
    return [link.url for link in page.links if link.place is place]


# --- articles ---------------------------------------------------------------------------------

ARTICLE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<meta name="SiteName" content="青禾县人民政府"><meta name="ColumnName" content="通知公告">
<meta name="ArticleTitle" content="青禾县人民政府关于印发《青禾县停车管理办法》的通知">
<meta name="PubDate" content="2023-09-26 02:48"><meta name="ContentSource" content="县政府办">
<title>青禾县人民政府关于印发《青禾县停车管理办法》的通知_青禾县人民政府</title></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/wj/">政策文件</a> &gt; 正文</div>
<table class="head"><tr><td>索引号</td><td>QH001/2023-00012</td><td>发文字号</td><td>青政规[2023]7号</td></tr>
<tr><td>成文日期</td><td>2023年5月6日</td><td>有效性</td><td>有效</td></tr></table>
<h1>青禾县人民政府关于印发<br>《青禾县停车管理办法》的通知</h1>
<div class="info">发布时间：2023-05-12 09:30　来源：青禾县人民政府办公室　浏览次数：12　字体：大 中 小</div>
<div id="zoom"><p>各乡镇人民政府，县直各单位：</p><p>现将《青禾县停车管理办法》印发给你们，请遵照执行。</p>
<p style="text-align:right">二〇二三年五月六日</p>
<p>附件：<a href="/files/P0201.docx">青禾县停车管理办法.docx</a></p>
<p><a href="download.do?id=7">收费标准.xlsx</a></p></div>
<div class="footer">主办单位：青禾县人民政府 <a href="/files/zn.pdf">使用指南</a> 网站标识码：9900000001</div>
</body></html>"""


def test_an_article_with_tags_breadcrumb_and_a_block_of_elements() -> None:
    page = read(ARTICLE)
    assert (page.kind, page.state) == (PageKind.ARTICLE, PageState.OK)
    assert page.title == "青禾县人民政府关于印发《青禾县停车管理办法》的通知"
    assert page.columns == ("政务公开", "政策文件")
    assert page.issuer == "青禾县人民政府办公室"
    assert page.doc_no == "青政规〔2023〕7号"
    assert page.index_no == "QH001/2023-00012"
    assert page.validity is Validity.VALID
    assert page.topic == "policy_document"


def test_the_visible_date_goes_before_the_tag_and_the_written_date_apart() -> None:
    page = read(ARTICLE)
    assert page.published_on == date(2023, 5, 12)
    assert page.written_on == date(2023, 5, 6)


def test_the_tag_serves_where_no_date_is_visible() -> None:
    page = read(ARTICLE.replace("发布时间：2023-05-12 09:30", ""))
    assert page.published_on == date(2023, 9, 26)


def test_attachments_are_content_files_by_extension_or_name_and_not_the_footer() -> None:
    files = read(ARTICLE).attachments
    assert [(f.url.rsplit("/", 1)[-1], f.name, f.format) for f in files] == [
        ("P0201.docx", "青禾县停车管理办法.docx", "docx"),
        ("download.do?id=7", "收费标准.xlsx", "xlsx"),
    ]


def test_text_is_the_body_and_whole_text_is_everything() -> None:
    page = read(ARTICLE)
    assert page.text.startswith("各乡镇人民政府，县直各单位：\n现将")
    assert "网站标识码" not in page.text
    assert "网站标识码：9900000001" in page.whole_text


def test_a_number_in_chinese_numerals_at_the_end_is_the_written_date_without_label() -> None:
    html = ARTICLE.replace("<td>2023年5月6日</td>", "<td></td>")
    assert read(html).written_on == date(2023, 5, 6)


def test_an_empty_label_takes_nothing_from_the_next_line() -> None:
    html = ARTICLE.replace("来源：青禾县人民政府办公室", "来源：").replace(
        '<meta name="ContentSource" content="县政府办">', ""
    )
    assert read(html).issuer == ""


def test_a_number_that_the_text_only_cites_is_no_document_number() -> None:
    html = ARTICLE.replace("青政规[2023]7号", "").replace(
        "请遵照执行。", "请遵照执行。原青政发〔2019〕3号文件同时废止。"
    )
    assert read(html).doc_no == ""


def test_an_article_without_tags_is_known_by_its_title_and_info_lines() -> None:
    html = """<html><body><table><tr><td><a href="/">首页</a></td><td><a href="/l.htm">要闻</a></td></tr></table>
    <table><tr><td align=center><font size=5><b>县政府第12次常务会议召开</b></font></td></tr>
    <tr><td align=center>来源：县政府办 发布时间：2023/5/12</td></tr>
    <tr><td><p>5月11日，县长主持召开会议。</p><p>会议研究了安全生产等工作，审议了有关文件。</p></td></tr></table></body></html>"""
    page = read_page(URL, html.encode("gbk"))
    assert page.kind is PageKind.ARTICLE
    assert page.title == "县政府第12次常务会议召开"
    assert page.published_on == date(2023, 5, 12)
    assert page.issuer == "县政府办"
    assert page.topic == "meeting"


def test_the_title_of_an_untagged_page_in_a_header_element_is_seen() -> None:
    html = """<html><head><title>湿地保护办法 | 青禾县林业局</title></head><body>
    <header><nav><a href="/">首页</a><a href="/tz/">通知</a></nav><h1>湿地保护办法</h1>
    <div>发表于2020-11-12</div></header><article><p>第一条　为了保护湿地，制定本办法，有关单位应当执行。</p></article>
    <aside><a href="/a.html">甲乡开展义务植树</a> 2020-11-13</aside></body></html>"""
    page = read(html)
    assert (page.kind, page.title) == (PageKind.ARTICLE, "湿地保护办法")
    assert page.published_on == date(2020, 11, 12)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("青禾县财政局2023年部门预算", 2023),
        ("2022年政府信息公开工作年度报告", 2022),
        ("停车办法", None),
    ],
)
def test_the_subject_year_is_given_where_it_matters(title: str, year: int | None) -> None:
    html = f'<meta name="ArticleTitle" content="{title}"><h1>{title}</h1><p>时间：2023-02-01</p>'
    assert read(html).subject_year == year


def test_a_link_whose_address_was_lost_counts_as_attachment_without_address() -> None:
    html = ARTICLE.replace('href="/files/P0201.docx"', 'href="javascript:;"')
    assert [bool(file.url) for file in read(html).attachments] == [False, True]


# --- tables -----------------------------------------------------------------------------------


def test_cells_of_a_data_table_are_joined_by_tabs_and_rows_by_line_breaks() -> None:
    html = ARTICLE.replace(
        "<p>各乡镇人民政府，县直各单位：</p>",
        "<table><tr><td><p>项目</p></td><td>预算数</td></tr>\n<tr><td>合 计</td> <td>1,200.50</td></tr></table>",
    )
    assert read(html).text.startswith("项目\t预算数\n合 计\t1,200.50\n现将")


# --- lists ------------------------------------------------------------------------------------


def listing(items: str, name: str = "通知公告", extra: str = "") -> str:
    return f"""<html><head><title>{name}_青禾县人民政府</title><meta name="SiteName" content="青禾县人民政府"></head>
<body><div class="top"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>
<div class="position">您的位置：<a href="/">首页</a> - <a href="/zwgk/">政务公开</a> - {name}</div>
<div class="leftbar"><ul><li><a href="/zwgk/tzgg/">通知公告</a></li><li><a href="/zwgk/gsgg/">公示</a></li>
<li><a href="/zwgk/bmys/">部门预算</a></li></ul></div>
<div class="right"><h2>{name}</h2><ul class="list">{items}</ul>{extra}</div>
<div class="foot">版权所有：青禾县人民政府 <a href="http://www.beian.gov.cn/">公网安备 1号</a></div></body></html>"""


ITEMS = """<li><a href="./202305/t1.html" title="关于停车管理的通知全文标题">关于停车管理的...</a><span>[2023-05-12]</span></li>
<li><span>2023/4/3</span><a href="../gsgg/t2.html">关于名单的公示</a></li>
<li><a href="/zwgk/tzgg/t3.html">关于放假的通告</a><em>2023年03月02日</em></li>"""


def test_entries_are_content_with_full_titles_addresses_and_dates() -> None:
    page = read(listing(ITEMS), "http://qinghe.localhost/zwgk/tzgg/index.html")
    content = [link for link in page.links if link.place is Place.CONTENT]
    assert (page.kind, page.state, page.title) == (PageKind.LIST, PageState.OK, "通知公告")
    assert [(link.url, link.text, link.on) for link in content] == [
        (
            "http://qinghe.localhost/zwgk/tzgg/202305/t1.html",
            "关于停车管理的通知全文标题",
            date(2023, 5, 12),
        ),
        ("http://qinghe.localhost/zwgk/gsgg/t2.html", "关于名单的公示", date(2023, 4, 3)),
        ("http://qinghe.localhost/zwgk/tzgg/t3.html", "关于放假的通告", date(2023, 3, 2)),
    ]
    assert page.columns == ("政务公开",)
    assert page.topic == "notice"


def test_header_side_menu_and_footer_are_navigation() -> None:
    assert "部门预算" in texts(read(listing(ITEMS)), Place.NAV)
    assert "公网安备 1号" in texts(read(listing(ITEMS)), Place.NAV)


def test_a_list_without_dates_still_has_its_entries_and_not_the_side_menu() -> None:
    items = "".join(f'<li><a href="{n}.html">第{n}中学简介</a></li>' for n in range(4))
    assert texts(read(listing(items, "直属单位"))) == [f"第{n}中学简介" for n in range(4)]


@pytest.mark.parametrize(
    "beside",
    [
        '<div class="main"><div class="a">{menu}</div><div class="b"><ul>{names}</ul></div></div>',
        "<table><tr><td>{menu}</td><td><ul>{names}</ul></td></tr></table>",
    ],
)
def test_names_beside_a_menu_in_one_box_are_entries(beside: str) -> None:
    words = ("机构职能", "领导信息", "内设机构", "联系我们", "政策文件", "通知公告")
    people = ("沈知远", "李明", "王小红")
    menu, names = (
        "".join(
            f'<li><a href="/{n}/{len(text)}.html">{text}</a></li>' for n, text in enumerate(some)
        )
        for some in (words, people)
    )
    where = '<div class="position">当前位置：<a href="/">首页</a> &gt; 领导信息</div>'
    body = beside.format(menu=f"<ul>{menu}</ul>", names=names)
    page = read(f"<title>领导信息-青禾县教育局</title><body>{where}{body}</body>")
    assert (page.kind, page.state, texts(page)) == (PageKind.LIST, PageState.OK, list(people))


@pytest.mark.parametrize("items", ["", "<li>暂无信息</li>", "<li>共 0 条</li>"])
def test_a_list_without_entries_is_empty(items: str) -> None:
    page = read(listing(items))
    assert (page.kind, page.state, texts(page)) == (PageKind.LIST, PageState.EMPTY, [])


def test_excerpts_and_split_dates_belong_to_the_entry() -> None:
    items = "".join(
        f'<li><div class="day"><b>1{n}</b><i>2023-05</i></div><a href="{n}.html">第{n}条要闻的标题</a>'
        f'<p>摘要文字……<a href="{n}.html">[详细]</a></p></li>'
        for n in range(3)
    )
    dates = [link.on for link in read(listing(items)).links if link.text.startswith("第")]
    assert dates == [date(2023, 5, 10), date(2023, 5, 11), date(2023, 5, 12)]


def test_numbered_pages_and_createpage_are_further_pages_of_the_list() -> None:
    pager = '<div><a href="index_1.html">2</a> <a href="index_2.html">下一页</a> <a href="index_9.html">尾页</a></div>'
    scripted = '<script>createPageHTML(3, 0, "index", "html");</script>'
    base = "http://qinghe.localhost/zwgk/tzgg/"
    page = read(listing(ITEMS, extra=pager), base)
    assert urls(page, Place.PAGER) == [f"{base}index_{n}.html" for n in (1, 2, 9)]
    assert len(texts(page)) == 3
    page = read(listing(ITEMS, extra=scripted), base)
    assert urls(page, Place.PAGER) == [f"{base}index_1.html", f"{base}index_2.html"]


def test_a_gbk_table_layout_without_tags_is_read() -> None:
    rows = "".join(
        f'<TR><TD>·<A href="show_{n}.htm">关于第{n}号事项的通知</A></TD><TD>[2023-05-1{n}]</TD></TR>'
        for n in range(4)
    )
    html = f"""<HTML><HEAD><TITLE>通知公告_望舒县</TITLE></HEAD><BODY><TABLE><TR><TD><A href="/">首页</A></TD>
    <TD><A href="list_1.htm">通知公告</A></TD></TR></TABLE>
    <TABLE><TR><TD><TABLE><TR><TD>您现在的位置：<A href="/">首页</A>&nbsp;>>&nbsp;<A href="list_1.htm">通知公告</A></TD></TR></TABLE>
    <TABLE>{rows}</TABLE></TD></TR></TABLE></BODY></HTML>"""
    page = read_page("http://w.localhost/list_1.htm", html.encode("gbk"))
    content = [link for link in page.links if link.place is Place.CONTENT]
    assert (page.kind, page.title, len(content)) == (PageKind.LIST, "通知公告", 4)
    assert content[1].on == date(2023, 5, 11)
    assert content[1].url == "http://w.localhost/show_1.htm"


# --- scripts, data files, frames --------------------------------------------------------------


def test_a_list_filled_from_a_named_data_file_is_a_shell_that_leads_to_the_file() -> None:
    html = listing("").replace(
        "</body>",
        '<script>$.getJSON("/col/col9/list.json", function (d) { fill(d); });</script></body>',
    )
    page = read(html)
    assert page.state is PageState.JS_SHELL
    assert urls(page, Place.FEED) == ["http://qinghe.localhost/col/col9/list.json"]


@pytest.mark.parametrize(
    "code",
    [
        "fetch('data/x.xml')",
        '$.ajax({url: "data/x.xml", type: "get"})',
        "$('#a').load('data/x.xml')",
    ],
)
def test_data_files_are_found_in_every_way_of_calling_them(code: str) -> None:
    page = read(listing("", extra=f"<script>{code}</script>"), "http://a.localhost/zwgk/")
    assert urls(page, Place.FEED) == ["http://a.localhost/zwgk/data/x.xml"]


ROWS = [
    {"title": "关于<b>停车</b>的通知", "url": "/art/1.html", "publishDate": "2023-05-12 09:00:00"},
    {"title": "关于放假的通告", "url": "art/2.html", "publishDate": "20230403"},
]


@pytest.mark.parametrize("shape", ["%s", '{"total": 2, "rows": %s}', "callback(%s);"])
def test_a_json_data_file_is_a_list_with_content_links(shape: str) -> None:
    body = (shape % json.dumps(ROWS, ensure_ascii=False)).encode()
    page = read_page("http://a.localhost/col/list.json", body, "application/json")
    assert page.kind is PageKind.LIST
    assert [(link.url, link.text, link.on, link.place) for link in page.links] == [
        ("http://a.localhost/art/1.html", "关于停车的通知", date(2023, 5, 12), Place.CONTENT),
        ("http://a.localhost/col/art/2.html", "关于放假的通告", date(2023, 4, 3), Place.CONTENT),
    ]


RECORDS = """<datastore><totalrecord>2</totalrecord><recordset>
<record><![CDATA[<li><a href="/art/1.html" title="关于停车的通知">关于停车…</a><span>2023-05-12</span></li>]]></record>
<record><![CDATA[<li><a href="/art/2.html">关于放假的通告</a><span>2023-04-03</span></li>]]></record>
</recordset></datastore>"""


@pytest.mark.parametrize(
    "html",
    [
        '<?xml version="1.0" encoding="utf-8"?>\n' + RECORDS,
        listing(f'<script type="text/xml">{RECORDS}</script>'),
        listing(f"<div>{RECORDS}</div>"),
    ],
)
def test_xml_datastores_in_and_beside_a_page_are_entries(html: str) -> None:
    page = read(html, "http://a.localhost/col/col1/index.html")
    content = [link for link in page.links if link.place is Place.CONTENT]
    assert (page.kind, page.state) == (PageKind.LIST, PageState.OK)
    assert [(link.url, link.text, link.on) for link in content][:2] == [
        ("http://a.localhost/art/1.html", "关于停车的通知", date(2023, 5, 12)),
        ("http://a.localhost/art/2.html", "关于放假的通告", date(2023, 4, 3)),
    ]


def test_an_xml_file_with_fields_is_a_list_too() -> None:
    xml = """<?xml version="1.0"?><root><item><title>关于停车的通知</title><url>/a.html</url>
    <pubDate>2023-05-12</pubDate></item></root>"""
    page = read(xml, "http://a.localhost/data.xml")
    assert [(link.url, link.on) for link in page.links] == [
        ("http://a.localhost/a.html", date(2023, 5, 12))
    ]


def test_frames_and_refreshes_lead_on() -> None:
    frameset = """<html><head><title>政府信息公开目录</title></head><frameset cols="200,*">
    <frame src="tree.html"><frame src="list.html" name="list"></frameset></html>"""
    page = read(frameset, "http://a.localhost/xxgk/index.html")
    assert page.kind is PageKind.PLATFORM
    assert urls(page, Place.FRAME) == [
        "http://a.localhost/xxgk/tree.html",
        "http://a.localhost/xxgk/list.html",
    ]
    refresh = '<html><head><meta http-equiv="refresh" content="0; url=/zwgk/"></head></html>'
    assert urls(read(refresh, "http://a.localhost/"), Place.FRAME) == ["http://a.localhost/zwgk/"]


# --- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("a.html#top", "http://h.localhost/x/a.html"),
        ("../a.html", "http://h.localhost/a.html"),
        ("//other.localhost/a", "http://other.localhost/a"),
        ("?page=2", "http://h.localhost/x/y.html?page=2"),
        ("a\\b.html", "http://h.localhost/x/a/b.html"),
        ("  /a b.html ", "http://h.localhost/a%20b.html"),
    ],
)
def test_links_are_absolute_and_without_fragment(href: str, url: str) -> None:
    page = read(f'<body><a href="{href}">一个链接</a></body>', "http://h.localhost/x/y.html")
    assert [link.url for link in page.links] == [url]


@pytest.mark.parametrize(
    "href", ["javascript:void(0)", "#", "mailto:a@b.c", "tel:1", "ftp://a/b", "", "http://[::1"]
)
def test_what_leads_to_no_page_is_no_link(href: str) -> None:
    page = read(f'<body><a href="{href}">一个链接</a></body>', "http://h.localhost/")
    assert page.links == ()


def test_base_area_and_onclick_addresses_are_links() -> None:
    html = """<head><base href="http://h.localhost/deep/"></head><body><map><area href="m.html" alt="地图"></map>
    <div onclick="window.open('o.html')">打开页面</div><a href="javascript:window.location.href='j.html'">跳转</a>
    <li onclick="location.href='/l.html'">一级栏目</li></body>"""
    assert [link.url for link in read(html).links] == [
        "http://h.localhost/deep/m.html",
        "http://h.localhost/deep/o.html",
        "http://h.localhost/deep/j.html",
        "http://h.localhost/l.html",
    ]


def test_a_page_read_from_a_file_keeps_relative_links() -> None:
    page = read_page("pages/a.html", '<body><a href="b.html">乙页面</a></body>'.encode())
    assert [link.url for link in page.links] == ["pages/b.html"]


# --- kinds and states -------------------------------------------------------------------------


def test_a_front_page_is_known_by_address_or_by_its_blocks() -> None:
    blocks = "".join(
        f"<div><h3>栏目{b}</h3><ul>"
        + "".join(f'<li><a href="/{b}/{n}.html">第{b}{n}条要闻的标题</a></li>' for n in range(6))
        + "</ul></div>"
        for b in range(5)
    )
    html = f'<head><title>青禾县人民政府</title></head><body><div class="nav"><a href="/a/">要闻</a></div>{blocks}</body>'
    for url in (
        "http://qinghe.localhost/",
        "http://qinghe.localhost/index.html",
        "copy/start.html",
    ):
        page = read(html, url)
        assert (page.kind, page.title) == (PageKind.HOME, "青禾县人民政府")
        assert len(texts(page)) == 30


def test_a_form_page_is_search() -> None:
    html = """<head><title>依申请公开_青禾县</title></head><body><div>当前位置：<a href="/">首页</a> &gt; 依申请公开</div>
    <form><input name="xm"><input name="dh"><input name="dz"><textarea name="nr"></textarea></form></body>"""
    page = read(html)
    assert (page.kind, page.topic) == (PageKind.SEARCH, "foi_application")


@pytest.mark.parametrize(
    "html",
    [
        "<title>404 Not Found</title><h1>404 Not Found</h1>",
        "<title>提示</title><p>您访问的页面不存在或已被删除</p>",
        "<title>出错啦</title><p>系统繁忙，请稍后再试</p>",
    ],
)
def test_an_error_page_that_answers_200_is_an_error(html: str) -> None:
    assert read(html).state is PageState.ERROR


def test_a_reply_that_information_does_not_exist_is_no_error_page() -> None:
    html = ARTICLE.replace(
        "青禾县人民政府关于印发《青禾县停车管理办法》的通知", "政府信息不存在告知书"
    )
    assert read(html).state is PageState.OK


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><script>var $_ts=window['$_ts'];</script></head><body></body></html>",
        "<title>安全验证</title><p>请完成安全验证后继续访问</p>",
        "<body><script>window.open('/zwgk/', '_self');</script></body>",
    ],
)
def test_challenges_and_jump_shells_are_challenges(html: str) -> None:
    assert read(html).state is PageState.CHALLENGE


def test_an_app_shell_is_a_js_shell() -> None:
    html = '<head><title>政务公开</title></head><body><div id="app"></div><script src="/app.js"></script></body>'
    assert read(html).state is PageState.JS_SHELL


@pytest.mark.parametrize(
    "html",
    [
        listing(ITEMS).replace("版权所有：青禾县人民政府", "版权所有 冀ICP备:XXXXXX号-1"),
        listing('<li><a href="#1">标题标题标题</a></li>'),
        listing('<li><a href="/a.html">某县召开会议的样例标题</a></li>' * 8),
    ],
)
def test_an_unfilled_template_is_a_template(html: str) -> None:
    assert read(html).state is PageState.TEMPLATE


def test_masked_numbers_in_a_name_list_do_not_make_a_template() -> None:
    html = ARTICLE.replace("请遵照执行。", "张某 4301XXXXXXXX1234 李某 4302XXXXXXXX5678")
    assert read(html).state is PageState.OK


def test_gambling_in_the_title_is_spam_but_a_warning_against_it_is_not() -> None:
    spam = "<title>澳门新葡京娱乐场_百家乐</title><p>欢迎光临</p>"
    assert read(spam).state is PageState.SPAM
    html = ARTICLE.replace("关于印发《青禾县停车管理办法》的通知", "关于打击网络赌博和博彩的通告")
    assert read(html).state is PageState.OK


def test_bytes_that_are_no_page_give_other_and_no_facts() -> None:
    for body in (b"%PDF-1.7 ...", b"PK\x03\x04zip", b"\xd0\xcf\x11\xe0doc", b"\x89PNG..."):
        page = read_page("http://a.localhost/x", body)
        assert (page.kind, page.title, page.links) == (PageKind.OTHER, "", ())
    assert read_page("http://a.localhost/x", b"").kind is PageKind.OTHER


# --- the printed object -----------------------------------------------------------------------


def keys(values: dict[str, object], names: Sequence[str]) -> dict[str, object]:
    return {name: values[name] for name in names}


def test_the_printed_facts_are_plain_values() -> None:
    values = facts(read(ARTICLE))
    assert json.loads(json.dumps(values)) == values
    assert keys(values, ("kind", "published_on", "attachments", "subject_year", "validity")) == {
        "kind": "article",
        "published_on": "2023-05-12",
        "attachments": 2,
        "subject_year": None,
        "validity": "valid",
    }


# --- what cannot be followed ------------------------------------------------------------------


def lost(page: Page, place: Place) -> list[str]:
    return [link.text for link in page.lost if link.place is place]


@pytest.mark.parametrize(
    ("pager", "said"),
    [
        ('<a href="javascript:goPage(2)">下一页</a> 共9页', ["共9页", "下一页"]),
        ('<a href="#" onclick="__doPostBack(1,2)">下一页</a> 第1页/共3页', ["共3页", "下一页"]),
        ('<a href="javascript:goPage(2)">2</a><a href="javascript:goPage(3)">3</a>', ["2", "3"]),
        (
            '<form method="post"><input type="submit" value="下一页"></form>',
            ["下一页"],
        ),
        ('<div class="more" onclick="loadMore()">加载更多</div>', ["加载更多", "加载更多"]),
        ('<div class="more">点击加载更多</div>', ["点击加载更多"]),
        ("<p>共 120 条记录，页次：1/9页</p>", ["共9页"]),
        ("<script>var countPage = 25, currentPage = 0;</script>", ["共25页"]),
        ('<a href="index_1.html">下一页</a>', []),
        ('<a href="javascript:show(2)">2</a>', []),  # a slide, not a page
    ],
)
def test_ways_to_more_of_a_list_that_have_no_address_are_kept(pager: str, said: list[str]) -> None:
    assert lost(read(listing(ITEMS, extra=f"<div>{pager}</div>")), Place.PAGER) == said


@pytest.mark.parametrize(
    "element",
    [
        '<select><option value="">请选择</option><option value="/b.html">2023年</option></select>',
        '<select><option value="b.html">2023年</option></select>',
        '<a href="javascript:;" data-href="/b.html">2023年部门预算</a>',
        "<a href=\"javascript:goUrl('/b.html')\">2023年部门预算</a>",
        "<button onclick=\"location.href='/b.html'\">2023年部门预算</button>",
        "<div onclick=\"openUrl('/b.html')\">2023年部门预算</div>",
        '<object data="/b.html"></object>',
        '<embed src="/b.html">',
    ],
)
def test_other_forms_of_links_are_links(element: str) -> None:
    page = read(listing(ITEMS, extra=element), "http://qinghe.localhost/")
    assert "http://qinghe.localhost/b.html" in [link.url for link in page.links]


def test_a_choice_of_page_numbers_turns_the_pages_and_a_year_does_not() -> None:
    choices = "".join(f'<option value="/l_{n}.html">{n}</option>' for n in ("2", "3", "2022"))
    page = read(listing(ITEMS, extra=f"<select>{choices}</select>"))
    base = "http://qinghe.localhost/l_"
    assert urls(page, Place.PAGER) == [f"{base}2.html", f"{base}3.html"]
    assert f"{base}2022.html" in urls(page, Place.NAV)


def test_choices_that_are_no_addresses_and_players_are_no_links() -> None:
    extra = (
        '<select><option value="3">2023年</option></select>'
        '<object data="/a.swf"></object><embed src="/v" type="video/mp4">'
    )
    assert [
        u.rpartition("/")[2]
        for u in (link.url for link in read(listing("", extra=extra)).links)
        if u.endswith(("3", "swf", "/v"))
    ] == []


def test_a_button_that_opens_what_only_a_script_knows_is_lost_and_a_tab_is_not() -> None:
    extra = (
        '<button onclick="openx(12)">2023年部门预算</button>'
        '<li onclick="setTab(1, 2)">部门决算公开</li>'
    )
    assert lost(read(listing(ITEMS, extra=extra)), Place.CONTENT) == ["2023年部门预算"]


@pytest.mark.parametrize(
    "filled",
    [
        '<div id="list"></div><script src="/js/list.js"></script>',
        '<ul id="newsList"> </ul><script src="/js/main.js"></script>',
        '<div class="list" data-api="/api/ys"></div><script type="module" src="/a.js"></script>',
    ],
)
def test_a_column_that_a_script_file_fills_is_a_shell_not_empty(filled: str) -> None:
    html = f'<div class="position">首页 &gt; 部门预算</div><h1>部门预算</h1>{filled}'
    assert read_page("http://qinghe.localhost/ys/", html.encode()).state is PageState.JS_SHELL


@pytest.mark.parametrize(
    "filled",
    [
        '<p>暂无信息</p><div id="list"></div><script src="/js/list.js"></script>',
        '<div id="list"></div><script src="/js/jquery-3.6.0.min.js"></script>',
        '<div id="footer"></div><script src="/js/list.js"></script>',
        '<div id="content"></div><script src="/js/main.js"></script>',
        "<p>共0条</p>",
    ],
)
def test_a_column_that_nothing_fills_is_empty(filled: str) -> None:
    html = f'<div class="position">首页 &gt; 部门预算</div><h1>部门预算</h1>{filled}'
    assert read_page("http://qinghe.localhost/ys/", html.encode()).state is PageState.EMPTY


def test_an_error_page_under_a_menu_is_an_error() -> None:
    menu = "".join(f'<a href="/c{n}/">栏目{n}</a>' for n in range(40))
    html = f"<title>清河县教育局</title><div>{menu}</div><p>抱歉，您访问的页面已经迁移或被删除</p>"
    assert read_page(URL, html.encode()).state is PageState.ERROR


@pytest.mark.parametrize("deep", ["<div>", "<ul><li>", "<table><tr><td>"])
def test_what_lies_too_deep_is_flattened_and_kept(deep: str) -> None:
    page = read_page(URL, (deep * 15_000 + "<p>清河县</p>").encode())
    assert "清河县" in page.whole_text


def test_of_an_endless_page_the_beginning_is_read() -> None:
    body = "<p>清河县第一段</p>" + "<!-- 空 -->" * 300_000 + "<p>末段</p>"
    assert read_page(URL, body.encode()).whole_text == "清河县第一段"


def test_a_hidden_choice_hides_itself_and_nothing_behind_it() -> None:
    hidden = '<select style="display:none"><option>姓名</option></select><p>后面的文字</p>'
    assert (
        read(f"<title>通知</title><p>前面的文字</p>{hidden}").whole_text == "前面的文字\n后面的文字"
    )


# --- the column of a page without breadcrumb ----------------------------------------------------

SIDE = (
    '<ul class="menu"><li{}><a href="a">通知公告</a></li><li{}><a href="b">政策文件</a></li></ul>'
)
ALONE = """<h1>关于停车收费的公告</h1><div>发布时间：2023-05-12</div><p>自2023年6月1日起，
停车按新的标准收费，请广大市民相互转告，谢谢您的理解和支持。</p>"""


@pytest.mark.parametrize(
    ("head", "menu", "columns"),
    [
        ("", SIDE.format(' class="active"', ""), ("通知公告",)),
        ("", SIDE.format("", ""), ()),  # none is marked
        ("", SIDE.format(' class="on"', ' class="on"'), ()),  # several are: nobody can tell
        ('<meta name="ColumnName" content="公示">', SIDE.format(' class="on"', ""), ("公示",)),
        ("", SIDE.format(' class="on"', "").replace("通知公告", "网站首页"), ()),
    ],
)
def test_the_menu_item_marked_as_current_is_the_column(
    head: str, menu: str, columns: tuple[str, ...]
) -> None:
    page = read(f"{head}<title>关于停车收费的公告</title>{menu}{ALONE}")
    assert (page.kind, page.columns) == (PageKind.ARTICLE, columns)
