"""Economic disclosures: statistics, fees, procurement, projects, relief of firms."""

from datetime import date

import pytest

from crawlers.checks.economy import enterprise_relief, fees_procurement_projects, statistics
from crawlers.subjects.periods import period_end, quarters_due
from data.types import Cause, Outcome
from tests.sites import DEPARTMENT, ask
from tests.test_checks_disclosure import Rows, with_columns

SERIES: Rows = [
    ("清河县2023年前三季度经济运行分析", "2023-11-02"),
    ("清河县2023年前三季度国民经济主要统计数据", "2023-10-27"),
    ("清河县2023年上半年国民经济主要统计数据", "2023-07-27"),
    ("清河县2023年一季度国民经济主要统计数据", "2023-04-27"),
    ("清河县2022年国民经济和社会发展统计公报", "2023-04-12"),
]


def test_bulletin_series_and_analysis_are_met() -> None:
    finding = statistics(with_columns({"统计信息": SERIES}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"missing_period": 0}


def test_a_quarter_without_figures_is_counted_and_named() -> None:
    less = [row for row in SERIES if "上半年" not in row[0]]
    finding = statistics(with_columns({"统计信息": less}), ask())
    assert finding.items["series"] is Outcome.PARTIAL
    assert finding.counts == {"missing_period": 1}
    assert "2023年6月" in finding.reason


def test_a_bulletin_of_the_year_before_last_is_not_the_one_due() -> None:
    old = [(t.replace("2022年国民", "2021年国民"), d) for t, d in SERIES]
    finding = statistics(with_columns({"统计信息": old}), ask())
    assert finding.items["bulletin"] is Outcome.MISSING


def test_a_department_is_not_asked_for_statistics() -> None:
    built = with_columns({"工作动态": [("召开会议", "2023-12-01")]}, unit=DEPARTMENT)
    assert statistics(built, ask()).cause is Cause.NOTHING_TO_JUDGE


def test_gaps_behind_a_wall_are_not_counted() -> None:
    finding = statistics(with_columns({"统计信息": SERIES[:2]}, exhausted=False), ask())
    assert finding.items["series"] is Outcome.UNKNOWN
    assert finding.counts == {}


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("2023年1-9月主要经济指标", (2023, 9)),
        ("2023年9月份统计月报", (2023, 9)),
        ("2023年上半年经济运行", (2023, 6)),
        ("2023年前三季度数据", (2023, 9)),
        ("2023年第一季度数据", (2023, 3)),
        ("2022年四季度数据", (2022, 12)),
        ("三季度统计数据", (2023, 9)),
        ("1—11月统计数据", (2023, 11)),
        ("12月统计数据", (2022, 12)),
        ("统计工作简报", None),
    ],
)
def test_the_period_of_a_title(title: str, end: tuple[int, int] | None) -> None:
    published = date(2023, 12, 5) if "11" in title else date(2023, 10, 25)
    assert period_end(title, published) == end


def test_quarters_become_due_sixty_days_after_their_end() -> None:
    assert quarters_due(date(2023, 12, 15)) == ((2022, 12), (2023, 3), (2023, 6), (2023, 9))
    assert quarters_due(date(2023, 11, 28))[-1] == (2023, 6)


# --- fees, procurement, projects ------------------------------------------------------------------

FEES: Rows = [("清河县2023年行政事业性收费目录清单", "2023-08-09"), ("收费公示说明", "2023-08-01")]
TRADE: Rows = [("设备采购项目中标结果公告", "2023-11-21"), ("2023年政府集中采购目录", "2023-01-31")]
WORKS: Rows = [("停车场建设项目实施进展情况", "2023-11-24"), ("重大建设项目清单", "2023-05-10")]
ALL = {"行政事业性收费": FEES, "政府采购": TRADE, "重大建设项目": WORKS}


def test_all_three_are_met() -> None:
    finding = fees_procurement_projects(with_columns(ALL), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items) == {"fee_list", "procurement", "projects"}


def test_only_what_is_wanted_is_judged() -> None:
    built = with_columns({"行政事业性收费": FEES})
    assert fees_procurement_projects(built, ask(), want=("fee_list",)).outcome is Outcome.MET
    assert fees_procurement_projects(built, ask()).items["projects"] is Outcome.MISSING


def test_a_list_of_fees_from_years_ago_is_partial() -> None:
    old = [("清河县2021年行政事业性收费目录清单", "2021-08-09"), ("收费公示", "2021-08-01")]
    finding = fees_procurement_projects(with_columns({**ALL, "行政事业性收费": old}), ask())
    assert finding.items["fee_list"] is Outcome.PARTIAL


def test_trade_on_an_outside_platform_is_left_to_a_person() -> None:
    rest = {k: v for k, v in ALL.items() if k != "政府采购"}
    link = '<a href="http://ccgp.example.cn/">政府采购网</a>'
    finding = fees_procurement_projects(with_columns(rest, extra=link), ask())
    assert finding.items["procurement"] is Outcome.UNKNOWN


# --- relief ---------------------------------------------------------------------------------------

RELIEF: Rows = [
    ("助企纾困稳岗贷款贴息办理情况", "2023-11-28"),
    ("清河县2023年涉企收费目录清单", "2023-09-26"),
]


def test_a_fresh_column_and_this_years_list_are_met() -> None:
    finding = enterprise_relief(with_columns({"助企纾困": RELIEF}), ask())
    assert finding.outcome is Outcome.MET, finding.reason


def test_a_column_that_stopped_and_an_old_list_are_partial() -> None:
    old = [(t.replace("2023", "2022"), d.replace("2023", "2022")) for t, d in RELIEF]
    finding = enterprise_relief(with_columns({"助企纾困": old}), ask())
    assert finding.items == {
        "column_fresh": Outcome.PARTIAL,
        "fee_list_current": Outcome.PARTIAL,
    }


def test_no_column_at_all_is_missing_for_a_government_only() -> None:
    rows = {"通知公告": [("关于停水的通知", "2023-12-01"), ("关于停电的通知", "2023-12-02")]}
    assert enterprise_relief(with_columns(rows), ask()).outcome is Outcome.MISSING
    office = with_columns(rows, unit=DEPARTMENT)
    assert enterprise_relief(office, ask()).cause is Cause.NOTHING_TO_JUDGE


def test_a_list_of_government_fees_is_not_the_list_of_firms_fees() -> None:
    rows = [*RELIEF[:1], ("清河县2023年行政事业性收费目录清单", "2023-09-26")]
    finding = enterprise_relief(with_columns({"助企纾困": rows}), ask())
    assert finding.items["fee_list_current"] is Outcome.MISSING
