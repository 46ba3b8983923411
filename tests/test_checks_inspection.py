"""Enforcement in the open: random inspections and last year's totals."""

import pytest

from crawlers.checks.inspection import enforcement_totals, random_inspection
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, table, with_columns
from tests.sites import DEPARTMENT, ask

HEAD = ("抽查事项", "抽查依据", "抽查主体", "抽查内容", "抽查方式")
ROW = ("学校安全", "教育法", "教育局", "校车", "现场检查")


def listed(*lost: str) -> Entry:
    kept = [n for n, name in enumerate(HEAD) if name not in lost]
    rows = [tuple(row[n] for n in kept) for row in (HEAD, ROW)]
    return Entry("清河县随机抽查事项清单", "2021-03-01", "清单如下。", table(*rows))


PLAN = Entry("清河县2023年双随机抽查工作计划", "2023-03-01")
RESULT = Entry("清河县2023年双随机抽查结果公示", "2023-10-01")


def test_list_elements_plan_and_results_are_met():
    finding = random_inspection(with_columns({"双随机": [listed(), PLAN, RESULT]}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert len(finding.items) == 7


def test_an_element_that_the_list_lacks_is_missing():
    seen = with_columns({"双随机": [listed("抽查方式"), PLAN, RESULT]})
    finding = random_inspection(seen, ask())
    assert [k for k, o in finding.items.items() if o is Outcome.MISSING] == ["way"]


def test_last_years_plan_is_partial_and_no_result_missing():
    old = Entry("清河县2022年双随机抽查工作计划", "2022-03-01")
    finding = random_inspection(with_columns({"双随机": [listed(), old]}), ask())
    assert finding.items["plan"] is Outcome.PARTIAL
    assert finding.items["results"] is Outcome.MISSING


def test_without_a_list_its_elements_are_not_asked_for():
    finding = random_inspection(with_columns({"双随机": [PLAN, RESULT]}), ask())
    assert finding.items == {
        "list": Outcome.MISSING,
        "plan": Outcome.MET,
        "results": Outcome.MET,
    }


def test_elements_in_a_file_that_was_not_read_are_unknown():
    link = '<a href="/f/a.xls">清单.xls</a>'
    rows = [Entry("随机抽查事项清单", "2021-03-01", "清单见附件。", link), PLAN, RESULT]
    seen = with_columns({"双随机": rows}, statuses={"/f/a.xls": FetchOutcome.TIMEOUT_BODY})
    assert random_inspection(seen, ask()).items["way"] is Outcome.UNKNOWN


def test_results_on_a_platform_outside_are_left_to_a_person():
    link = '<a href="http://gsxt.example.cn/">国家企业信用信息公示系统</a>'
    finding = random_inspection(with_columns({"双随机": [listed(), PLAN]}, extra=link), ask())
    assert finding.items["results"] is Outcome.UNKNOWN


def test_a_quality_check_of_products_is_no_random_inspection():
    rows = [
        Entry("食品安全检查情况通报", "2023-10-01"),
        Entry("校园安全检查工作方案", "2023-03-01"),
    ]
    finding = random_inspection(with_columns({"通知公告": rows}), ask())
    assert finding.items["results"] is Outcome.MISSING
    office = with_columns({"工作动态": []}, unit=DEPARTMENT)
    assert random_inspection(office, ask()).cause is Cause.NOTHING_TO_JUDGE


def test_plan_and_results_are_not_due_early_in_the_year():
    finding = random_inspection(with_columns({"双随机": [listed()]}), ask("2023-05-01"))
    assert finding.items["plan"] is Outcome.UNKNOWN


# --- totals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "outcomes"),
    [
        pytest.param(
            [Entry("清河县2022年度行政执法总体情况", "2023-01-20")], ["met", "met"], id="in time"
        ),
        pytest.param(
            [Entry("清河县2022年度行政执法统计年报", "2023-02-20")], ["met", "missing"], id="late"
        ),
        pytest.param(
            [Entry("行政执法数据公示", "2023-01-30")], ["met", "met"], id="the year told by its day"
        ),
        pytest.param(
            [
                Entry("清河县2022年度行政执法总体情况", "2023-03-20"),
                Entry("清河县2022年度行政执法总体情况", "2023-01-10"),
            ],
            ["met", "met"],
            id="the first copy counts",
        ),
        pytest.param(
            [Entry("清河县2021年度行政执法总体情况", "2022-01-20")],
            ["missing", "missing"],
            id="another year's",
        ),
        pytest.param(
            [Entry("2023年1月行政处罚情况公示", "2023-01-30")],
            ["missing", "missing"],
            id="one month's",
        ),
    ],
)
def test_enforcement_totals(rows, outcomes):
    finding = enforcement_totals(with_columns({"执法公示": rows}), ask())
    assert [finding.items[key] for key in ("published", "on_time")] == outcomes, finding.reason


def test_before_the_end_of_january_the_year_before_is_asked_for():
    rows = [Entry("清河县2021年度行政执法总体情况", "2022-01-20")]
    finding = enforcement_totals(with_columns({"执法公示": rows}), ask("2023-01-15"))
    assert finding.outcome is Outcome.MET


def test_an_office_without_enforcement_is_not_judged():
    finding = enforcement_totals(with_columns({"通知公告": []}, unit=DEPARTMENT), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE
