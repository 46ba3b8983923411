"""Whose document is it."""

import pytest

from crawlers.site import Item
from crawlers.subjects.authorship import (
    belongs,
    credited,
    of_others,
    own_document,
    passed_on,
    shares_sign,
)
from crawlers.subjects.contents import of_other_organ
from data.types import Origin, Page, PageKind, PageState, Unit

COUNTY = Unit("q", "清河县", "county", "县市区政府", "http://q/", aliases=("清河县人民政府",))
BUREAU = Unit("j", "玉泉市教育局", "department", "市直部门", "http://j/")


def item(title: str, number: str = "", text: str = "", issuer: str = "") -> Item:
    page = Page(
        "http://q/1", PageKind.ARTICLE, PageState.OK, title, doc_no=number, text=text, issuer=issuer
    )
    return Item(title, page.url, None, "policy_document", page)


@pytest.mark.parametrize(
    ("unit", "organ", "answer"),
    [
        (COUNTY, "清河县人民政府办公室", True),
        (COUNTY, "县政府办公室", True),
        (COUNTY, "清河县教育局", True),
        (COUNTY, "玉泉市人民政府", False),
        (COUNTY, "国务院办公厅", False),
        (COUNTY, "教育部", False),
        (BUREAU, "玉泉市教育局", True),
        (BUREAU, "市教育局", True),
        (BUREAU, "玉泉市人民政府", False),
        (BUREAU, "玉泉市财政局", False),
        (BUREAU, "江东省教育厅", False),
    ],
)
def test_an_organ_belongs_to_the_unit_or_not(unit: Unit, organ: str, answer: bool) -> None:
    assert belongs(unit, organ) is answer


@pytest.mark.parametrize(
    ("unit", "number", "answer"),
    [
        (COUNTY, "清政办规〔2023〕1号", True),
        (COUNTY, "玉政发〔2023〕1号", False),
        (BUREAU, "玉教发〔2023〕1号", True),
        (BUREAU, "玉政办发〔2023〕1号", False),
    ],
)
def test_the_sign_of_a_number_tells_the_unit(unit: Unit, number: str, answer: bool) -> None:
    assert shares_sign(unit, number) is answer


def test_the_title_goes_before_everything() -> None:
    passed_on = item(
        "国务院办公厅关于印发《办法》的通知", "清政办发〔2023〕1号", issuer="清河县人民政府"
    )
    assert not own_document(COUNTY, passed_on)


def test_the_signature_decides_where_the_title_names_nobody() -> None:
    text = "请遵照执行。\n玉泉市人民政府\n2023年5月1日\n第一条"
    assert not own_document(COUNTY, item("关于印发《停车管理办法》的通知", text=text))
    assert own_document(
        COUNTY, item("关于印发《办法》的通知", text=text.replace("玉泉市", "清河县"))
    )


def test_a_place_in_the_title_that_is_not_the_units_own() -> None:
    made = item("关于印发《玉泉市停车管理办法》的通知", issuer="清河县人民政府")
    assert not own_document(COUNTY, made)


def test_nothing_named_is_not_held_against_anybody() -> None:
    assert not own_document(COUNTY, item("关于印发《停车管理办法》的通知"))


@pytest.mark.parametrize(
    ("unit", "title", "answer"),
    [
        (COUNTY, "江东省人民政府2023年度重大行政决策事项目录", True),
        (COUNTY, "玉泉市2023年度重大行政决策事项目录", True),
        (COUNTY, "国务院办公厅2023年政务公开工作要点", True),
        (COUNTY, "市教育局2023年工作计划", True),
        (COUNTY, "清河县人民政府2023年度重大行政决策事项目录", False),
        (COUNTY, "清河县教育局2023年工作计划", False),
        (COUNTY, "市场监督管理局2023年主动公开目录", False),
        (COUNTY, "2023年工作计划", False),
        (COUNTY, "教育部办公厅关于做好招生工作的通知", True),
        (COUNTY, "一图读懂县政府第3次常务会议", False),
        (COUNTY, "【图解】玉泉市2023年度重大行政决策事项目录", True),
        (BUREAU, "玉泉市财政局2023年主动公开目录", True),
        (BUREAU, "市财政局2023年工作计划", True),
        (BUREAU, "江东省教育厅2023年工作要点", True),
        (BUREAU, "玉泉市人民政府2023年工作要点", True),
        (BUREAU, "市教育局2023年工作计划", False),
        (BUREAU, "玉泉市教育体育局2022年工作总结", False),
        (BUREAU, "招生考试中心2023年工作计划", False),
    ],
)
def test_a_title_headed_by_another_organ_earns_no_credit(
    unit: Unit, title: str, answer: bool
) -> None:
    assert of_others(unit, title) is answer


def test_of_a_unit_that_nobody_named_no_title_is_another_organs():
    unknown = Unit("x", "127.0.0.1:8000", "department", "部门", "http://127.0.0.1:8000/")
    assert not of_others(unknown, "清河县教育局2023年工作计划")
    assert not of_other_organ(unknown, "清河县教育局2023年部门预算")


def test_a_party_office_and_a_tax_office_are_other_organs():
    unit = Unit("jy", "清河县教育局", "department", "部门", "http://jy.localhost/")
    assert of_other_organ(unit, "中共清河县委组织部2023年部门预算公开")
    assert of_other_organ(unit, "邻县税务所2023年部门预算公开")


# --- who is credited ----------------------------------------------------------------------------

DISTRICT = Unit(
    "d", "玉泉市青山区人民政府", "county", "县市区政府", "http://d/", aliases=("青山区政府",)
)
CITY = Unit("y", "玉泉市人民政府", "county", "市州政府", "http://y/")
CITY_NOTICE = item(
    "玉泉市人民政府办公室关于印发《玉泉市2023年政务公开工作要点》的通知", issuer="青山区政府"
)


def test_a_citys_notice_on_a_districts_site_is_the_citys_whatever_the_source_says() -> None:
    assert credited(DISTRICT, CITY_NOTICE) == (Origin.REPOST, "玉泉市人民政府办公室")
    assert not own_document(DISTRICT, CITY_NOTICE)
    assert of_others(DISTRICT, CITY_NOTICE.title)
    assert credited(CITY, CITY_NOTICE) == (Origin.ORIGINAL, "玉泉市人民政府办公室")
    assert own_document(CITY, CITY_NOTICE)


def test_a_law_that_a_bureau_shows_is_not_its_own_document() -> None:
    law = item("中华人民共和国森林法", issuer="教育局")
    assert not own_document(BUREAU, law)
    assert credited(BUREAU, law) == (Origin.REPOST, "中华人民共和国")


def test_what_nobody_signed_is_credited_to_nobody() -> None:
    assert credited(DISTRICT, item("关于印发《停车管理办法》的通知")) == (None, "")
    unread = Item("关于放假的通知", "http://q/1", None, "notice", None)
    assert credited(DISTRICT, unread) == (None, "")


def test_a_site_of_nobodys_name_has_no_documents_of_others() -> None:
    unknown = Unit("x", "127.0.0.1:8000", "department", "部门", "http://127.0.0.1:8000/")
    assert credited(unknown, CITY_NOTICE) == (None, "")


@pytest.mark.parametrize(
    ("unit", "entry", "answer"),
    [
        (BUREAU, item("关于放假的通知"), False),  # nobody is named: the doubt leaves the credit
        (BUREAU, item("关于放假的通知", issuer="玉泉市教育局"), False),
        (BUREAU, item("国务院办公厅关于放假的通知"), True),
        (BUREAU, item("关于放假的通知", issuer="江东省教育厅"), True),
        (BUREAU, item("江东省国民经济和社会发展第十四个五年规划纲要"), True),  # another place
        (CITY, CITY_NOTICE, False),
        (DISTRICT, CITY_NOTICE, True),
    ],
)
def test_what_is_surely_anothers_was_passed_on(unit: Unit, entry: Item, answer: bool) -> None:
    assert passed_on(unit, entry) is answer
