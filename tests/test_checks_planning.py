"""Drafts of plans: was the public shown them long enough."""

import pytest

from crawlers.checks.planning import planning_notices
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import ask


def notice(text: str, title: str = "清河县城区详细规划草案公示") -> Entry:
    return Entry(title, "2023-06-01", text)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        pytest.param("公示时间：2023年6月1日至2023年6月30日。", (1, 0, 0), id="thirty days"),
        pytest.param("公示时间：2023年6月1日至2023年6月29日。", (1, 1, 0), id="twenty-nine"),
        pytest.param("公示期限为30日。", (1, 0, 0), id="a number of days"),
        pytest.param("欢迎提出意见，电话0731-1234567。", (1, 0, 1), id="no period"),
    ],
)
def test_planning_notices(text, counts):
    finding = planning_notices(with_columns({"规划公示": [notice(text)]}), ask())
    assert tuple(finding.counts.values()) == counts, finding.reason
    assert finding.outcome is (Outcome.PARTIAL if any(counts[1:]) else Outcome.MET)


def test_the_number_of_days_is_a_parameter():
    seen = with_columns({"规划公示": [notice("公示期限为20日。")]})
    assert planning_notices(seen, ask(), min_days=20).outcome is Outcome.MET


@pytest.mark.parametrize(
    "title",
    [
        "清河小区建设工程设计方案规划公示",
        "清河县城区详细规划批复公告",
        "建设工程规划许可证批前公示",
        "清河县国土空间总体规划编制采购公告",
    ],
)
def test_what_is_no_draft_of_a_plan_need_not_be_shown_so_long(title):
    seen = with_columns({"规划公示": [notice("公示期限为7日。", title)]})
    assert planning_notices(seen, ask()).cause is Cause.NOTHING_TO_JUDGE


def test_a_notice_that_is_a_picture_is_not_judged():
    rows = [Entry("清河县村庄规划草案公示", "2023-06-01", "见图。", '<img src="a.png">')]
    finding = planning_notices(with_columns({"规划公示": rows}), ask())
    assert finding.cause is Cause.NO_BASIS


def test_an_unread_column_of_notices():
    seen = with_columns({"规划公示": []}, statuses={"/c0/": FetchOutcome.TIMEOUT_BODY})
    assert planning_notices(seen, ask()).cause is Cause.NOT_READ
