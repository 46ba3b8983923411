"""The work of openness itself: key points, rules, events, gazette."""

import pytest

from crawlers.checks.openness import gazette, key_points, openness_rules, openness_work
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import DEPARTMENT, ask

POINTS = Entry("清河县2023年政务公开工作要点", "2023-04-20")
WORDS = "本报告由总体情况等六部分组成。全县认真落实2022年政务公开工作要点，逐项分解任务。" * 8
REPORT = Entry("清河县人民政府2022年政府信息公开工作年度报告", "2023-03-20", WORDS)


def key(*entries: Entry, **options):
    return with_columns({"政务公开": list(entries)}, **options)


def test_key_points_and_their_place_in_the_report_are_met():
    finding = key_points(key(POINTS, REPORT), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert any("工作要点" in piece.quote for piece in finding.evidence)


def test_a_report_that_says_nothing_of_them():
    silent = Entry(REPORT.title, REPORT.day, "本报告由总体情况等六部分组成。" * 30)
    finding = key_points(key(POINTS, silent), ask())
    assert finding.items == {"published": Outcome.MET, "implemented": Outcome.MISSING}


def test_a_report_whose_file_was_not_read_may_say_it():
    link = '<a href="/f/r.pdf">年度报告.pdf</a>'
    report = Entry(REPORT.title, REPORT.day, "见附件。", link)
    seen = key(POINTS, report, statuses={"/f/r.pdf": FetchOutcome.TIMEOUT_BODY})
    assert key_points(seen, ask()).items["implemented"] is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        pytest.param("清河县2022年政务公开工作要点", Outcome.PARTIAL, id="last year's"),
        pytest.param("清河县2023年政务公开工作要点解读", Outcome.MISSING, id="an interpretation"),
        pytest.param("清河县2023年政务公开工作要点落实情况", Outcome.MISSING, id="what was done"),
    ],
)
def test_what_is_not_this_years_key_points(title, outcome):
    finding = key_points(key(Entry(title, "2023-04-20"), REPORT), ask())
    assert finding.items["published"] is outcome


def test_key_points_are_not_due_in_spring():
    finding = key_points(key(REPORT), ask("2023-05-01"))
    assert finding.items["published"] is Outcome.UNKNOWN


def test_a_department_may_work_by_the_governments_key_points():
    report = Entry("清河市教育局2022年政府信息公开工作年度报告", "2023-01-20", WORDS)
    seen = with_columns({"政府信息公开年报": [report]}, unit=DEPARTMENT)
    assert key_points(seen, ask()).items["published"] is Outcome.UNKNOWN


# --- rules ----------------------------------------------------------------------------------------

RULES = [
    Entry("清河县政务公开负面清单", "2018-05-01"),
    Entry("清河县政府信息依申请公开转主动公开工作办法", "2018-05-02"),
    Entry("清河县推进决策公开执行公开管理公开服务公开结果公开办法", "2018-05-03"),
    Entry("清河县政府信息公开保密审查制度", "2018-05-04"),
]


def test_rules_of_whatever_year_are_met():
    finding = openness_rules(with_columns({"政府信息公开制度": RULES}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}


def test_what_no_rule_was_made_for_is_missing_but_for_what_need_not_happen():
    finding = openness_rules(with_columns({"政府信息公开制度": RULES[3:]}), ask())
    assert finding.items["negative_list"] is Outcome.MISSING
    assert finding.items["conversion"] is Outcome.UNKNOWN


def test_a_negative_list_for_the_market_is_another_thing():
    rows = [Entry("市场准入负面清单（2022年版）", "2022-05-01")]
    finding = openness_rules(with_columns({"政策文件": rows}), ask(), want=("negative_list",))
    assert finding.outcome is Outcome.MISSING


# --- events ---------------------------------------------------------------------------------------

WORK = [
    Entry("清河县举办2023年政务公开业务培训班", "2023-06-01"),
    Entry("关于2023年上半年政务公开工作考核情况的通报", "2023-07-01"),
]


def test_training_and_appraisal_of_the_year_are_met():
    finding = openness_work(with_columns({"工作动态": WORK}), ask("2024-01-15", 2023))
    assert finding.outcome is Outcome.MET, finding.reason


def test_last_years_events_are_partial_once_the_year_is_over():
    old = [Entry(row.title, "2022-06-01") for row in WORK]
    seen = with_columns({"工作动态": old}, copy=False)
    finding = openness_work(seen, ask(), due="11-30", want=("training",))
    assert finding.outcome is Outcome.PARTIAL


def test_before_the_end_of_the_year_nothing_is_missing():
    finding = openness_work(with_columns({"工作动态": []}), ask())
    assert finding.outcome is Outcome.UNKNOWN


def test_training_in_another_field_is_no_training_in_openness():
    rows = [Entry("清河县举办安全生产培训班", "2023-06-01")]
    seen = with_columns({"工作动态": rows})
    finding = openness_work(seen, ask(), due="11-30", want=("training",))
    assert finding.outcome is Outcome.MISSING


# --- gazette --------------------------------------------------------------------------------------


def issues(*numbers: int, title: str = "清河县人民政府公报2023年第{}期") -> list[Entry]:
    return [Entry(title.format(n), f"2023-{n + 1:02}-01") for n in numbers]


@pytest.mark.parametrize(
    ("numbers", "outcome", "lost"),
    [
        pytest.param((1, 2, 3), Outcome.MET, 0, id="in order"),
        pytest.param((1, 3, 6), Outcome.PARTIAL, 3, id="gaps"),
    ],
)
def test_issues_of_the_gazette(numbers, outcome, lost):
    finding = gazette(with_columns({"政府公报": issues(*numbers)}), ask())
    assert finding.outcome is outcome
    assert finding.counts == {"issues": 3, "missing_issue": lost}


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([Entry("2023年国民经济和社会发展统计公报", "2023-03-01")], id="statistics"),
        pytest.param(issues(1, title="清河县人民政府公报2022年第{}期"), id="last year's"),
        pytest.param([], id="none"),
    ],
)
def test_without_issues_of_the_year_nothing_is_judged(rows):
    finding = gazette(with_columns({"政府公报": rows}), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


def test_a_gap_in_a_column_not_read_to_its_end_is_no_gap():
    seen = with_columns(
        {"政府公报": issues(1, 3), "政策文件": []}, statuses={"/c1/": FetchOutcome.TIMEOUT_BODY}
    )
    assert gazette(seen, ask()).cause is Cause.NOT_READ
