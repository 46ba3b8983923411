"""Whose text a page shows: its site's own, or passed on from another organ."""

import pytest

from crawlers.pages import read_page
from crawlers.reading.organs import belongs, foreign
from crawlers.reading.origin import origin_of
from data.types import Origin

DISTRICT = ("玉泉市清河区人民政府",)  # a district of the city 玉泉市
COUNTY = ("清河县人民政府", "清河县")
BUREAU = ("玉泉市教育局",)
OWN, REPOST = Origin.ORIGINAL, Origin.REPOST
CITY_NOTICE = "玉泉市人民政府办公室关于印发《玉泉市2023年政务公开工作要点》的通知"


@pytest.mark.parametrize(
    ("names", "title", "origin", "author"),
    [
        (DISTRICT, CITY_NOTICE, REPOST, "玉泉市人民政府办公室"),
        (("清河区政府",), CITY_NOTICE, REPOST, "玉泉市人民政府办公室"),
        (("玉泉市人民政府",), CITY_NOTICE, OWN, "玉泉市人民政府办公室"),
        (DISTRICT, "清河区人民政府办公室关于春节放假的通知", OWN, "清河区人民政府办公室"),
        (DISTRICT, "清河区教育局关于招生的通知", OWN, "清河区教育局"),
        (BUREAU, "玉泉市财政局关于报送决算的通知", REPOST, "玉泉市财政局"),
        (BUREAU, "教育部 财政部关于印发《办法》的通知", REPOST, "教育部 财政部"),
        (BUREAU, "玉泉市教育局 转发省教育厅关于做好推荐工作的通知", OWN, "玉泉市教育局"),
        (COUNTY, "市纪委监委关于严明节日纪律的通知", REPOST, "市纪委监委"),
        (COUNTY, "中华人民共和国政府信息公开条例", REPOST, "中华人民共和国"),
        (COUNTY, "江东省实施《中华人民共和国种子法》办法", REPOST, "江东省"),
        (COUNTY, "【转载】江东省财政厅关于减税的通知", REPOST, "江东省财政厅"),
        (COUNTY, "关于春节放假的通知", None, ""),
        (COUNTY, "省委召开全会", None, ""),
        ((), CITY_NOTICE, None, "玉泉市人民政府办公室"),  # credited, but nobody knows whose site
    ],
)
def test_the_title_tells_whose_it_is(
    names: tuple[str, ...], title: str, origin: Origin | None, author: str
) -> None:
    assert origin_of(names, title, "").value == (origin, author)


@pytest.mark.parametrize(
    ("names", "issuer", "origin", "author"),
    [
        (COUNTY, "清河县教育局", OWN, "清河县教育局"),
        (COUNTY, "县教育局", OWN, "县教育局"),
        (COUNTY, "教育局", OWN, "教育局"),  # a government answers for its departments
        (COUNTY, "本站原创", OWN, "清河县人民政府"),
        (COUNTY, "清河县人民政府门户网站", OWN, "清河县人民政府"),
        (COUNTY, "县融媒体中心", OWN, "县融媒体中心"),
        (COUNTY, "江东日报", REPOST, "江东日报"),
        ((), "新华社", REPOST, "新华社"),
        (COUNTY, "市教育局", REPOST, "市教育局"),
        (COUNTY, "中国政府网", REPOST, "中国政府网"),
        (COUNTY, "邻县人民政府", REPOST, "邻县人民政府"),
        (("玉泉市文化广电旅游局",), "市文广旅局", None, ""),  # a short form is no other office
        (COUNTY, "青山镇", None, ""),  # below it, or not: nobody can tell
        (COUNTY, "", None, ""),
    ],
)
def test_the_source_tells_where_the_title_does_not(
    names: tuple[str, ...], issuer: str, origin: Origin | None, author: str
) -> None:
    assert origin_of(names, "关于春节放假的通知", "正文。", issuer=issuer).value == (origin, author)


@pytest.mark.parametrize(
    ("text", "number", "origin", "author"),
    [
        ("请遵照执行。\n玉泉市人民政府\n2023年5月1日\n附件", "", REPOST, "玉泉市人民政府"),
        ("请遵照执行。\n清河县人民政府办公室\n二〇二三年五月一日", "", OWN, "清河县人民政府办公室"),
        ("请遵照执行。", "国办发〔2023〕1号", REPOST, "国务院办公厅"),
        ("全文如下。\n（转自：江东省教育厅网站）", "", REPOST, "江东省教育厅网站"),
        ("玉泉市人民政府高度重视。\n2023年5月1日", "", None, ""),
    ],
)
def test_signature_number_and_marks_in_the_text(
    text: str, number: str, origin: Origin | None, author: str
) -> None:
    assert origin_of(COUNTY, "关于停车的通知", text, number).value == (origin, author)


def test_the_source_of_a_city_notice_on_a_districts_site_is_not_its_author() -> None:
    html = f"""<meta name="SiteName" content="清河区人民政府门户网站"><title>{CITY_NOTICE}</title>
    <h1>{CITY_NOTICE}</h1><div>来源：清河区政府 作者：清河区政府 发布时间：2023-10-11</div>
    <p>各县市区人民政府，各有关单位：工作要点已经市人民政府同意，现印发给你们，请认真贯彻落实。</p>
    <div class="footer">主办单位：清河区人民政府办公室 网站标识码：9900000001</div>"""
    page = read_page("http://qinghe.localhost/a.html", html.encode())
    assert (page.issuer, page.origin, page.author) == ("清河区政府", REPOST, "玉泉市人民政府办公室")
    assert page.trace["origin"] == ("标题开头的机关", CITY_NOTICE)


def test_the_footer_names_the_site_where_its_tags_do_not() -> None:
    html = """<h1>关于停车收费的公告</h1><div>来源：玉泉市教育局 发布时间：2023-10-11</div>
    <p>自2023年11月1日起，停车按新的标准收费，请广大市民相互转告，谢谢您的理解和支持。</p>
    <div>版权所有：玉泉市教育局 备案号：某ICP备1号</div>"""
    page = read_page("http://a.localhost/a.html", html.encode())
    assert (page.origin, page.author) == (OWN, "玉泉市教育局")


@pytest.mark.parametrize(
    ("names", "organ", "own", "other"),
    [
        (DISTRICT, "清河区统计局", True, False),
        (DISTRICT, "玉泉市统计局", False, True),
        (DISTRICT, "市统计局", False, True),
        (DISTRICT, "玉泉市人民政府", False, True),
        (BUREAU, "玉泉市财政局", False, True),
        (("玉泉市发展和改革委员会",), "市发改委", False, False),
        (COUNTY, "财政部办公厅", False, True),
    ],
)
def test_an_organ_is_ones_own_or_certainly_another_or_neither(
    names: tuple[str, ...], organ: str, own: bool, other: bool
) -> None:
    assert (belongs(names, organ), foreign(names, organ)) == (own, other)
