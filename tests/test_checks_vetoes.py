"""What would fail a website outright is only ever suspected."""

from dataclasses import replace

import pytest

from crawlers.checks.vetoes import website_vetoes
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import DEPARTMENT, ask

FRESH = {
    "工作动态": [Entry("召开工作会议", "2023-12-10")],
    "通知公告": [Entry("关于停水的公告", "2023-12-11")],
    "办事指南": [Entry("食品经营许可办事指南", "2023-05-01")],
    "咨询投诉": [Entry("咨询停车问题", "2023-12-01")],
}


def test_a_site_in_order_shows_no_veto():
    finding = website_vetoes(with_columns(FRESH), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"suspected": 0}
    assert finding.items["down"] is Outcome.UNKNOWN
    assert "未见：" in finding.reason


STALE = [Entry("召开工作会议", "2023-01-10")]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        pytest.param(
            dict.fromkeys(("工作动态", "图片新闻", "部门动态", "乡镇动态", "政务要闻"), STALE)
            | {"咨询投诉": FRESH["咨询投诉"], "办事指南": FRESH["办事指南"]},
            "栏目不更新",
            id="five stale columns",
        ),
        pytest.param(
            FRESH
            | {name: [] for name in ("规划计划", "统计信息", "行政处罚", "应急管理", "人事信息")},
            "空白栏目5个",
            id="five empty columns",
        ),
        pytest.param(
            {k: v for k, v in FRESH.items() if k != "咨询投诉"}, "未见咨询建言入口", id="no channel"
        ),
        pytest.param(
            {k: v for k, v in FRESH.items() if k != "办事指南"}, "未见办事服务入口", id="no service"
        ),
    ],
)
def test_every_veto_is_only_suspected(columns, said):
    finding = website_vetoes(with_columns(columns), ask())
    assert finding.cause is Cause.SUSPECTED, finding.reason
    assert said in finding.reason
    assert finding.counts["suspected"] >= 1
    assert Outcome.MISSING not in finding.items.values()


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param(FRESH | {"图片新闻": STALE}, id="one stale column"),
        pytest.param(FRESH | {"规划计划": [], "统计信息": []}, id="two empty columns"),
    ],
)
def test_less_than_the_threshold_is_no_veto(columns):
    finding = website_vetoes(with_columns(columns), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert (
        website_vetoes(with_columns(columns), ask(), stale_columns=1, empty_columns=2).cause
        is Cause.SUSPECTED
    )


def test_a_home_page_without_news_for_two_weeks():
    old = {name: [replace(row, day="2023-11-01") for row in rows] for name, rows in FRESH.items()}
    finding = website_vetoes(with_columns(old), ask(), stale_columns=9)
    assert "首页不更新" in finding.reason


def test_poor_guides_count_only_in_number():
    poor = [Entry(f"第{n}项事项办事指南", "2023-05-01", "办理事项说明。" * 20) for n in range(5)]
    few = with_columns(FRESH | {"办事指南": poor[:4]})
    assert website_vetoes(few, ask()).outcome is Outcome.MET
    finding = website_vetoes(with_columns(FRESH | {"办事指南": poor}), ask())
    assert "服务不实用" in finding.reason
    assert finding.cause is Cause.SUSPECTED


def test_a_channel_for_complaints_about_officials_is_no_channel_for_advice():
    columns = {k: v for k, v in FRESH.items() if k != "咨询投诉"} | {"纪检监督举报投诉": []}
    finding = website_vetoes(with_columns(columns), ask())
    assert "未见咨询建言入口" in finding.reason


def test_what_was_not_read_is_no_veto():
    columns = {k: v for k, v in FRESH.items() if k not in {"咨询投诉", "办事指南"}}
    seen = with_columns(columns | {"其他": []}, statuses={"/c2/": FetchOutcome.TIMEOUT_BODY})
    finding = website_vetoes(seen, ask())
    assert finding.items["interaction"] is Outcome.UNKNOWN
    assert "未见咨询建言入口" not in finding.reason


def test_a_department_below_a_portal_has_no_website_to_fail():
    unit = replace(DEPARTMENT, columns=(DEPARTMENT.portal,))
    assert website_vetoes(with_columns(FRESH, unit=unit), ask()).outcome is Outcome.NOT_APPLICABLE


def test_a_department_without_public_services_is_not_asked_for_them():
    columns = {k: v for k, v in FRESH.items() if k != "办事指南"}
    finding = website_vetoes(with_columns(columns, unit=DEPARTMENT), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.items["service"] is Outcome.UNKNOWN
