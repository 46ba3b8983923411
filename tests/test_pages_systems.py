"""Literal pages in the style of many content systems: what each of their habits must not hide."""
# ruff: noqa: E501

from datetime import date

import pytest

from crawlers.pages import read_page
from data.types import Page, PageKind, PageState, Validity

MENU = (
    '<div class="header"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
    '<li><a href="/hd/">互动交流</a></li></ul></div>'
)
FOOT = '<div class="footer"><p>主办：青禾县人民政府办公室 <a href="/map">网站地图</a></p></div>'
TEXT = (
    "<p>为进一步提升基层治理能力，结合我县实际，现就有关事项通知如下，请认真贯彻执行。</p>"
    "<p>各乡镇、各部门要高度重视，加强组织领导，明确责任分工，确保各项任务落到实处。</p>"
    "<p>要坚持问题导向，聚焦群众反映强烈的突出问题，完善制度机制，强化监督检查。</p>"
)
ENTRIES = [
    "关于开展职业技能提升行动的通知",
    "县教育局召开安全工作会议",
    "关于公布老旧小区改造计划的公告",
    "县领导调研重点项目建设",
    "关于规范停车收费的通告",
    "第二季度水质监测情况",
]


def read(title: str, body: str, head: str = "", path: str = "zwgk/1.html") -> Page:
    html = (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{MENU}{body}{FOOT}</body></html>"
    )
    return read_page(f"http://qinghe.localhost/{path}", html.encode())


def entries(item: str = '<li><a href="{n}.html">{text}</a><span>2023-05-0{n}</span></li>') -> str:
    return "".join(item.format(n=n, text=text) for n, text in enumerate(ENTRIES, start=1))


# --- articles: facts in tables and lists -------------------------------------------------------------


def test_three_dates_of_a_block_of_facts_make_no_list_of_messages() -> None:
    page = read(
        "关于印发青禾县城市更新办法的通知 - 青禾县人民政府",
        '<div class="dqwz">当前位置：<a href="/">首页</a>&gt;<a href="/wjk">文件库</a></div><table>'
        "<tr><td>索引号:</td><td>00693/2023-00123</td><td>分类:</td><td>城乡建设</td></tr>"
        "<tr><td>发布机构:</td><td>县政府办公室</td><td>成文日期:</td><td>2023-05-06</td></tr>"
        "<tr><td>文号:</td><td>青府办〔2023〕8号</td><td>发布日期:</td><td>2023-05-12</td></tr></table>"
        '<div class="bt">关于印发青禾县城市更新办法的通知</div><p>发布日期：2023-05-12 浏览次数：<i>-</i></p>'
        f"<div>{TEXT}</div>",
    )
    assert page.kind is PageKind.ARTICLE
    assert (page.published_on, page.written_on) == (date(2023, 5, 12), date(2023, 5, 6))
    assert (page.doc_no, page.issuer) == ("青府办〔2023〕8号", "县政府办公室")
    assert page.index_no == "00693/2023-00123"


def test_a_list_of_bracketed_facts_is_no_title() -> None:
    page = read(
        "县政府办公室关于印发《节约用水实施办法》的通知_政策文件_青禾县人民政府",
        '<div class="crumbs"><span>当前位置：</span><a href="/">首页</a><a href="/zc">政策文件</a></div>'
        "<ol><li>[发文机构] 县政府办公室</li><li>[实施日期] </li><li>[成文日期] 2023-05-11</li>"
        "<li>[发文字号] 青政办发〔2023〕12号</li><li>[发布日期] 2023-05-16</li><li>[有效性] 是</li></ol>"
        f"<p>县政府办公室关于印发《节约用水实施办法》的通知</p><div>{TEXT}</div>",
    )
    assert page.title == "县政府办公室关于印发《节约用水实施办法》的通知"
    assert (page.issuer, page.doc_no) == ("县政府办公室", "青政办发〔2023〕12号")
    assert (page.published_on, page.validity) == (date(2023, 5, 16), Validity.VALID)


def test_the_table_of_facts_says_which_line_is_the_title() -> None:
    page = read(
        "政府信息公开",
        "<table><tr><td>索引号</td><td>QH-02-2021-004</td><td>时效状态</td><td>现行有效</td></tr>"
        "<tr><td>发布机构</td><td>县交通运输局</td><td>文号</td><td>青交发〔2021〕30号</td></tr>"
        "<tr><td>标题</td><td colspan=3>关于加强农村公路养护的实施意见</td></tr></table>"
        f"<p>关于加强农村公路养护的实施意见</p><div>{TEXT}</div>",
    )
    assert page.title == "关于加强农村公路养护的实施意见"
    assert page.trace["title"][0] == "标注的标题"
    assert page.validity is Validity.VALID


@pytest.mark.parametrize(
    ("between", "number"),
    [
        pytest.param(
            "<p>青政发〔2022〕33号</p>", "青政发〔2022〕33号", id="between title and text"
        ),
        pytest.param("<p>（青政发〔2022〕33号）</p>", "青政发〔2022〕33号", id="in brackets"),
        pytest.param("<p>现将青政发〔2022〕33号文件转发</p>", "", id="only cited"),
    ],
)
def test_a_number_above_the_info_line_is_the_documents(between: str, number: str) -> None:
    page = read(
        "青禾县人民政府关于印发湿地保护办法的通知",
        '<div class="mbx">首页 > 政府文件</div><h1>青禾县人民政府关于印发湿地保护办法的通知</h1>'
        f"{between}<div>发布日期：2022-10-09 来源：县政府办</div><div>{TEXT}</div>",
    )
    assert page.doc_no == number


def test_a_number_in_the_brackets_of_a_title_begins_behind_the_bracket() -> None:
    page = read(
        "行政处罚决定书（青市监处罚〔2023〕45号）",
        "<div>首页 > 行政处罚</div><h2>行政处罚决定书（青市监处罚〔2023〕45号）</h2>"
        f"<p>2023-07-04 11:20</p>{TEXT}",
    )
    assert page.doc_no == "青市监处罚〔2023〕45号"


# --- articles: the line under the title --------------------------------------------------------------


@pytest.mark.parametrize(
    ("info", "day", "issuer"),
    [
        ("<p>青禾融媒 2023-09-01 12:00</p>", date(2023, 9, 1), ""),
        (
            "<p>2023-09-01 <i>|</i> 来源：青禾日报 <i>|</i> 浏览 30 次</p>",
            date(2023, 9, 1),
            "青禾日报",
        ),
        ("<p>【2023年09月01日 10:30】【来源：燃气办】【点击：3】</p>", date(2023, 9, 1), "燃气办"),
        ("<p>来源：燃气办　成文日期：2023-08-01　2023-09-01</p>", date(2023, 9, 1), "燃气办"),
        (
            "<dl><dt>开始时间：</dt><dd>2023-09-01</dd><dt>来源：</dt><dd>商务局</dd></dl>",
            None,
            "商务局",
        ),
    ],
)
def test_a_date_without_a_label_stands_in_the_line_under_the_title(
    info: str, day: date | None, issuer: str
) -> None:
    page = read(
        "青禾县召开人居环境整治现场会",
        f"<div><div>青禾县召开人居环境整治现场会</div>{info}{TEXT}{TEXT}</div>",
    )
    assert (page.kind, page.issuer) == (PageKind.ARTICLE, issuer)
    assert day is None or page.published_on == day
    assert page.trace.get("published_on", ("",))[0] != "信息栏里的日期" or day is not None


def test_the_day_of_a_signature_is_no_line_under_a_title() -> None:
    page = read(
        "青禾县人民政府公报2023年第5期 青禾县人民政府关于王某任职的通知",
        '<div class="mbx">首页 > 政府公报 > 2023年第5期</div><ul>'
        + entries('<li><a href="{n}.html">{text}</a></li>')
        + "</ul><div><h3>青禾县人民政府关于王某任职的通知</h3><p>青政任〔2023〕8号</p>"
        "<p>各乡镇人民政府：经研究决定，任命王某为青禾县水利局局长，试用期一年，自发文之日起算。</p>"
        "<p>2023年5月1日</p></div>",
    )
    assert (page.kind, page.title) == (PageKind.ARTICLE, "青禾县人民政府关于王某任职的通知")
    assert page.doc_no == "青政任〔2023〕8号"


# --- articles beside other things -----------------------------------------------------------------------


def test_dated_entries_beside_a_text_do_not_make_it_a_list() -> None:
    page = read(
        "县政府召开第十五次常务会议",
        '<div class="mbx">首页 > 政务要闻</div><div class="lf"><h1>县政府召开第十五次常务会议</h1>'
        f"<div>2023-12-01 10:00:00 来源：青禾发布</div><div>{TEXT}</div></div>"
        f'<div class="rt"><h3>最新要闻</h3><ul>{entries()}</ul><h3>公告</h3><ul>{entries()}</ul></div>',
    )
    assert page.kind is PageKind.ARTICLE
    assert (page.published_on, page.issuer) == (date(2023, 12, 1), "青禾发布")


def test_a_menu_of_paragraphs_in_a_layout_table_is_no_cell_of_data() -> None:
    menu = "".join(f'<p><a href="/m{n}/">栏目之{n}</a></p>' for n in range(1, 16))
    page = read(
        "关于申报专精特新企业的通知",
        f"<table><tr><td><div>{menu}</div></td><td><div>当前位置：<a href='/'>首页</a> > <a href='/a/'>文件</a></div>"
        "<div>关于申报专精特新企业的通知</div><div>青工信〔2023〕17号</div>"
        f"<div>发布日期：2023-04-11　来源：县工信局</div><div>{TEXT}</div></td></tr></table>",
    )
    assert (page.kind, page.columns) == (PageKind.ARTICLE, ("文件",))
    assert (page.published_on, page.doc_no) == (date(2023, 4, 11), "青工信〔2023〕17号")


def test_a_title_that_is_a_link_to_nowhere_is_a_title() -> None:
    page = read(
        "公告通知",
        '<div><p class="tit"><a href="javascript:void(0);">关于城区停水检修的公告</a></p>'
        f"<div><span>日期：</span><span>2020-07-22</span><span>来源：</span><span>自来水公司</span></div>{TEXT}</div>",
    )
    assert (page.kind, page.title) == (PageKind.ARTICLE, "关于城区停水检修的公告")
    assert (page.published_on, page.issuer) == (date(2020, 7, 22), "自来水公司")


def test_a_form_for_comments_under_a_draft_makes_no_form_page() -> None:
    form = '<form><input type="text" name="a"><input type="text" name="b"><textarea name="c"></textarea></form>'
    draft = "关于公开征求《青禾县养犬管理办法（草案）》意见的公告"
    crumb = '<div class="mbx">首页 > 互动交流 > 意见征集</div>'
    page = read(
        f"{draft}-意见征集",
        f"{crumb}<h2>{draft}</h2><p>征集时间：2023-06-01 至 2023-06-30</p>{TEXT}{form}",
    )
    assert (page.kind, page.title) == (PageKind.ARTICLE, draft)
    assert (
        read("意见提交", f"{crumb}<h2>意见提交</h2><p>请如实填写。</p>{form}").kind
        is PageKind.SEARCH
    )


def test_a_title_over_files_alone_is_an_article_and_a_column_of_files_a_list() -> None:
    files = "".join(
        f'<p>{n}.<a href="/u/{n}.pdf">{t}决算.pdf</a></p>' for n, t in enumerate(ENTRIES)
    )
    crumb = '<div class="mbx">首页 > 决算公开</div>'
    page = read(
        "2022年度县级部门决算公开",
        f"{crumb}<h2>2022年度县级部门决算公开</h2><div>2023-08-30</div>{files}",
    )
    assert (page.kind, page.published_on) == (PageKind.ARTICLE, date(2023, 8, 30))
    assert len(page.attachments) == len(ENTRIES)
    assert read("决算公开_青禾县财政局", f"{crumb}{files}").kind is PageKind.LIST


# --- lists ------------------------------------------------------------------------------------------------


def test_a_breadcrumb_in_one_line_does_not_swallow_the_menu_below() -> None:
    page = read(
        "听证公告-青禾县人民政府",
        '<div class="mbx">当前位置：<a href="/">首页</a> > 听证公告</div><div><ul><li><a href="/1">听证公告</a></li>'
        '<li><a href="/2">意见征集</a></li><li><a href="/3">结果反馈</a></li></ul></div><p>共0条记录</p>',
    )
    assert (page.title, page.state) == ("听证公告", PageState.EMPTY)


def test_a_breadcrumb_of_one_block_a_step_is_followed() -> None:
    steps = "<li>您的位置：</li><li><a href='/'>首页</a></li><li><a href='/x'>青禾要闻</a></li>"
    page = read("县情", f'<div class="loc"><ul>{steps}</ul></div><ul>{entries()}</ul>')
    assert page.title == "青禾要闻"


def test_a_breadcrumb_that_names_the_site_map_is_no_footer() -> None:
    groups = "".join(
        f"<div><h3><a href='/{n}/'>{t}</a></h3>{entries('<a href=x{n}>{text}</a>')}</div>"
        for n, t in enumerate(("政务公开", "政务服务", "互动交流"))
    )
    page = read("网站地图_青禾县人民政府", f'<div class="mbx">首页 > 网站地图</div>{groups}')
    assert (page.title, page.state) == ("网站地图", PageState.OK)


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("青禾县政府", "公告栏"),  # the same on all pages
        ("青禾县商务局网站-公告栏", "公告栏"),  # the site first
        ("公告栏-青禾县商务局网站", "商务资讯"),
    ],
)
def test_a_column_is_named_by_its_heading_where_title_names_the_site(
    title: str, heading: str
) -> None:
    menu = "<table><tr><td>栏目导航</td></tr><tr><td><a href='?1'>县情</a></td></tr><tr><td><a href='?3'>公告栏</a></td></tr></table>"
    rows = entries("<tr><td>◆ <a href='s{n}'>{text}</a> 2009-8-{n}</td></tr>")
    page = read(
        title,
        f"<table><tr><td>{menu}</td><td><table><tr><td>{heading}</td></tr>{rows}</table></td></tr></table>",
        path="list.asp?id=3",
    )
    assert (page.kind, page.title) == (PageKind.LIST, "公告栏")


def test_entries_that_each_name_a_source_keep_their_dates() -> None:
    item = "<div><h4><a href='{n}.html'>{text}</a></h4><p>来源：县教育局　时间：2023-05-0{n}　浏览：{n}</p></div>"
    page = read("政务动态", f'<div class="mbx">首页 > 政务动态</div>{entries(item)}')
    assert page.kind is PageKind.LIST
    assert [link.on for link in page.links if link.text in ENTRIES] == [
        date(2023, 5, n) for n in range(1, 7)
    ]


# --- states -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1><p>If you see this page, it works.</p>",
        "<h1>Whitelabel Error Page</h1><p>There was an unexpected error (type=Not Found, status=404).</p>",
        "<title>恭喜，站点创建成功！</title><h3>恭喜, 站点创建成功！</h3><p>这是默认index.html</p>",
        "<title>青禾县粮食局</title><p>因机构改革，本网站已关停，请访问<a href='http://q.localhost'>县政府网站</a>。</p>",
        "<title>提示信息</title><p>该文档不存在或已被删除！</p><a href='javascript:history.back()'>返回</a>",
        "<title>502 Bad Gateway</title><h1>502 Bad Gateway</h1><hr>nginx",
    ],
)
def test_a_servers_own_page_is_an_error_and_no_page_of_the_site(html: str) -> None:
    page = read_page("http://qinghe.localhost/", html.encode())
    assert (page.state, page.kind) == (PageState.ERROR, PageKind.OTHER)


@pytest.mark.parametrize(
    "html",
    [
        "<title>Just a moment...</title><noscript>Enable JavaScript and cookies to continue</noscript>",
        "<title>访问被拒绝</title><p>您的请求可能存在威胁，已被网站防护系统拦截。事件ID：123</p>",
    ],
)
def test_a_wall_is_a_challenge_however_little_it_says(html: str) -> None:
    assert read_page("http://qinghe.localhost/a", html.encode()).state is PageState.CHALLENGE


def test_a_dated_document_about_missing_information_is_no_error() -> None:
    page = read(
        "关于政府信息不存在的答复告知书_青禾县人民政府",
        '<div class="mbx">首页 > 依申请公开</div><h1>关于政府信息不存在的答复告知书</h1>'
        f"<div>发布时间：2022-05-05</div>{TEXT}",
    )
    assert (page.state, page.kind) == (PageState.OK, PageKind.ARTICLE)


def test_a_publication_line_under_the_text_cuts_nothing_off() -> None:
    page = read(
        "关于表彰先进单位的决定",
        f"<div><p>青政发〔2020〕11号</p><p>关于表彰先进单位的决定</p>{TEXT}<p>2020年4月9日</p>"
        "<p>发布时间：2020-04-13</p></div>",
    )
    assert (page.published_on, page.doc_no) == (date(2020, 4, 13), "青政发〔2020〕11号")
    assert "加强组织领导" in page.text
