"""Lists of powers: kept up or not, and what a list of approvals must tell."""

import pytest

from crawlers.checks.powers import approval_elements, power_list_adjusted
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, table, with_columns
from tests.sites import DEPARTMENT, ask


@pytest.mark.parametrize(
    ("rows", "outcomes"),
    [
        pytest.param([Entry("清河县权责清单", "2023-05-01")], ["met", "met"], id="this year's"),
        pytest.param([Entry("清河县权责清单", "2020-05-01")], ["met", "partial"], id="an old one"),
        pytest.param(
            [Entry("清河县权责清单", "2020-05-01"), Entry("清河县权责清单调整公告", "2023-05-01")],
            ["met", "met"],
            id="adjusted since",
        ),
        pytest.param([Entry("清河县权责清单", "")], ["met", "unknown"], id="no day"),
        pytest.param([], ["missing", "missing"], id="none"),
        pytest.param(
            [Entry("关于做好权责清单编制工作的通知", "2023-05-01")],
            ["missing", "missing"],
            id="a call to write one",
        ),
    ],
)
def test_power_list_adjusted(rows, outcomes):
    finding = power_list_adjusted(with_columns({"通知公告": rows}), ask())
    assert [finding.items[key] for key in ("power_list", "adjusted")] == outcomes, finding.reason


APPROVAL = (
    "项目编码",
    "审批部门",
    "项目名称",
    "审批类别",
    "设定依据",
    "审批对象",
    "流程",
    "审批结果",
)
ROW = ("0100", "教育局", "办学许可", "行政许可", "民办教育促进法", "法人", "受理", "许可证")


def approvals(*lost: str) -> Entry:
    kept = [n for n, name in enumerate(APPROVAL) if name not in lost]
    rows = [tuple(row[n] for n in kept) for row in (APPROVAL, ROW)]
    return Entry("清河县行政审批事项目录", "2023-01-01", html=table(*rows))


def test_a_catalogue_of_approvals_with_all_eight_elements_is_met():
    finding = approval_elements(with_columns({"行政审批": [approvals()]}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert len(finding.items) == 8


def test_elements_that_no_catalogue_shows_are_missing():
    finding = approval_elements(with_columns({"行政审批": [approvals("审批对象")]}), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert [k for k, o in finding.items.items() if o is Outcome.MISSING] == ["object"]


def test_the_fullest_of_several_catalogues_counts():
    rows = [approvals("审批对象", "设定依据"), approvals()]
    finding = approval_elements(with_columns({"行政审批": rows}), ask())
    assert finding.outcome is Outcome.MET


def test_no_catalogue_of_approvals():
    assert approval_elements(with_columns({"通知公告": []}), ask()).outcome is Outcome.MISSING
    office = with_columns({"通知公告": []}, unit=DEPARTMENT)
    assert approval_elements(office, ask()).cause is Cause.NOTHING_TO_JUDGE


def test_a_catalogue_in_a_file_that_was_not_read_is_not_judged():
    rows = [Entry("行政许可事项清单", html='<a href="/f/a.xls">清单.xls</a>')]
    seen = with_columns({"行政审批": rows}, statuses={"/f/a.xls": FetchOutcome.TIMEOUT_BODY})
    assert approval_elements(seen, ask()).cause is Cause.NOT_READ
