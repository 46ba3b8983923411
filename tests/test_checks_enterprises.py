"""Public enterprises and institutions on the government's site."""

from crawlers.checks.enterprises import enterprise_sectors, public_enterprises
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import DEPARTMENT, ask

NEWS = Entry("清河县召开放管服改革推进会", "2023-11-01")
PLAIN = {"工作动态": [NEWS, NEWS]}
WATER = Entry("清河县自来水公司用水报装指南", "2023-06-01")
STOP = Entry("关于城东片区停水的公告", "2023-11-20")


def test_a_column_a_catalogue_and_guides_are_met() -> None:
    columns = {
        "公共企事业单位信息公开": [WATER, STOP],
        "政务服务": [Entry("清河县公共服务事项目录"), NEWS],
    }
    finding = public_enterprises(with_columns(columns), ask())
    assert finding.outcome is Outcome.MET, finding.reason


def test_a_notice_about_the_rules_is_no_column() -> None:
    title = "转发《公共企事业单位信息公开规定制定办法》的通知"
    finding = public_enterprises(with_columns({"通知公告": [Entry(title), NEWS]}), ask())
    assert finding.items["entrance"] is Outcome.MISSING
    assert finding.looked


def test_a_column_that_failed_is_unknown_and_a_department_not_judged() -> None:
    built = with_columns(
        PLAIN, extra='<a href="/q/">公共企事业</a>', statuses={"/q/": FetchOutcome.SERVER_ERROR}
    )
    assert public_enterprises(built, ask()).outcome is Outcome.UNKNOWN
    office = with_columns(PLAIN, unit=DEPARTMENT)
    assert public_enterprises(office, ask()).cause is Cause.NOTHING_TO_JUDGE
    assert enterprise_sectors(office, ask()).cause is Cause.NOTHING_TO_JUDGE


def test_sectors_with_news_are_live_and_others_named() -> None:
    columns = {"供水": [STOP, WATER], "供电": [Entry("关于城西停电的公告", "2021-01-05")] * 2}
    finding = enterprise_sectors(with_columns(columns), ask(), want=("water", "power"))
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts == {"sectors": 2, "live": 1, "unclear": 0}
    assert "供电" in finding.reason


def test_heating_that_a_place_may_not_have_is_unclear() -> None:
    finding = enterprise_sectors(
        with_columns({"供水": [STOP, WATER]}), ask(), want=("water", "heat")
    )
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"sectors": 1, "live": 1, "unclear": 1}


def test_the_word_for_a_supply_inside_another_word_is_no_supply() -> None:
    title = "全市推广使用电子劳动合同"
    built = with_columns({"通知公告": [Entry(title, "2023-11-01"), NEWS]})
    assert enterprise_sectors(built, ask(), want=("power",)).counts["live"] == 0


def test_no_sector_at_all_is_missing_after_a_complete_look() -> None:
    finding = enterprise_sectors(with_columns(PLAIN), ask(), want=("water", "gas"))
    assert finding.outcome is Outcome.MISSING
    assert finding.looked


def test_a_school_counts_only_where_its_openness_is_meant() -> None:
    bare = with_columns({"工作动态": [Entry("第一中学招生简章", "2023-06-01"), NEWS]})
    assert enterprise_sectors(bare, ask(), want=("education",)).counts["live"] == 0
    said = with_columns({"校务公开": [Entry("第一中学招生简章", "2023-06-01"), NEWS]})
    assert enterprise_sectors(said, ask(), want=("education",)).counts["live"] == 1
