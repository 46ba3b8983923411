"""Licences, penalties and coercion: what must be told of each, decisions."""

import pytest

from crawlers.checks.acts import (
    administrative_acts,
    penalty_fields,
)
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, table, with_columns
from tests.sites import DEPARTMENT, ask

TOLD = "依据《行政许可法》第十二条，申请条件如下。办理程序：受理、审查、决定。"
WHOLE = {
    "行政许可": [
        Entry("行政许可依据、条件和程序", "2022-03-01", TOLD),
        Entry("2023年11月行政许可结果公示", "2023-12-05"),
    ],
    "行政处罚": [
        Entry("行政处罚依据和程序", "2022-03-01", "依据行政处罚法，适用情形和程序如下。"),
        Entry("某公司行政处罚决定公示", "2023-12-05"),
    ],
    "行政强制": [Entry("行政强制措施依据和程序", "2022-03-01", "依据行政强制法，适用条件，程序。")],
}


def test_all_three_kinds_of_acts_told_in_full_are_met():
    finding = administrative_acts(with_columns(WHOLE), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.items.pop("coercion_result") is Outcome.UNKNOWN  # none may have been used
    assert len(finding.items) == 11
    assert set(finding.items.values()) == {Outcome.MET}


def test_what_is_told_of_one_kind_says_nothing_of_another():
    columns = {"行政许可": WHOLE["行政许可"], "行政处罚": WHOLE["行政处罚"][1:]}
    finding = administrative_acts(with_columns(columns), ask(), want=("licence", "penalty"))
    assert finding.items["licence_procedure"] is Outcome.MET
    assert finding.items["penalty_procedure"] is Outcome.MISSING
    assert finding.looked


def test_a_power_list_tells_of_every_act_in_its_text():
    rows = table(("职权", "类型", "依据", "流程"), ("甲", "行政强制", "行政强制法", "决定、执行"))
    columns = {"权责清单": [Entry("清河县权责清单", "2023-05-01", html=rows)]}
    finding = administrative_acts(with_columns(columns), ask(), want=("coercion",))
    assert finding.items["coercion_basis"] is Outcome.MET
    assert finding.items["coercion_procedure"] is Outcome.MET


def test_old_results_are_partial():
    rows = [WHOLE["行政许可"][0], Entry("2021年行政许可结果公示", "2021-12-05")]
    finding = administrative_acts(with_columns({"行政许可": rows}), ask(), want=("licence",))
    assert finding.items["licence_result"] is Outcome.PARTIAL
    assert "2021-12-05" in finding.reason


def test_results_on_a_platform_outside_are_left_to_a_person():
    link = '<a href="http://credit.example.cn/">行政许可和行政处罚双公示</a>'
    columns = {"行政许可": WHOLE["行政许可"][:1]}
    finding = administrative_acts(with_columns(columns, extra=link), ask(), want=("licence",))
    assert finding.items["licence_result"] is Outcome.UNKNOWN


def test_a_file_that_was_not_read_may_tell_it():
    link = '<a href="/f/a.pdf">行政处罚权力清单.pdf</a>'
    rows = [Entry("行政处罚事项清单", "2022-03-01", "清单见附件。", link)]
    seen = with_columns({"行政处罚": rows}, statuses={"/f/a.pdf": FetchOutcome.TIMEOUT_BODY})
    finding = administrative_acts(seen, ask(), want=("penalty",))
    assert finding.items["penalty_procedure"] is Outcome.UNKNOWN


def test_an_office_without_a_trace_of_such_acts_is_not_judged():
    rows = [Entry("县司法局开展行政处罚案卷评查", "2023-11-01")]
    seen = with_columns({"工作动态": rows}, unit=DEPARTMENT)
    assert administrative_acts(seen, ask()).cause is Cause.NOTHING_TO_JUDGE


# --- decisions ------------------------------------------------------------------------------------

DECISION = (
    "案件名称：某公司销售不合格产品案\n当事人：某公司\n违法事实：经查，当事人销售不合格产品。\n"
    "处罚种类：罚款\n处罚依据：《产品质量法》第四十九条\n处罚结果：罚款5000元"
)


def decided(without: str = "", title: str = "行政处罚决定公示") -> Entry:
    lines = [line for line in DECISION.split("\n") if not (without and without in line)]
    return Entry(title, "2023-08-01", "\n".join(lines))


def test_a_decision_with_all_six_fields_is_met():
    finding = penalty_fields(with_columns({"行政处罚": [decided()]}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"decisions": 1, "incomplete": 0, "missing_field": 0}


def test_a_field_lacking_everywhere_is_missing_and_in_some_partial():
    rows = [decided("违法事实"), decided("违法事实", "行政处罚决定公示（二）"), decided("当事人")]
    finding = penalty_fields(with_columns({"行政处罚": rows[:2]}), ask())
    assert finding.items["facts"] is Outcome.MISSING
    assert finding.counts == {"decisions": 2, "incomplete": 2, "missing_field": 2}
    finding = penalty_fields(with_columns({"行政处罚": [decided(), rows[0]]}), ask())
    assert finding.items["facts"] is Outcome.PARTIAL
    assert "主要违法事实" in finding.reason


def test_a_table_of_decisions_is_read_by_its_head():
    head = ("处罚名称", "行政相对人名称", "违法事实", "处罚类别", "处罚依据", "处罚结果")
    row = ("甲案", "甲公司", "无证经营", "罚款", "条例第三条", "罚款1000元")
    rows = [Entry("2023年8月行政处罚信息公示", "2023-08-01", "公示如下。", table(head, row))]
    assert penalty_fields(with_columns({"行政处罚": rows}), ask()).outcome is Outcome.MET


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([Entry("行政处罚裁量基准", "2023-08-01", DECISION)], id="no decision"),
        pytest.param(
            [Entry("行政处罚结果公示", "2023-08-01", "本月没有处罚。")], id="nothing in it"
        ),
        pytest.param([Entry("行政处罚决定公示", "2022-08-01", DECISION)], id="last year's"),
    ],
)
def test_without_decisions_nothing_is_judged(rows):
    finding = penalty_fields(with_columns({"行政处罚": rows}), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


def test_an_unread_column_of_penalties_is_no_lack_of_decisions():
    seen = with_columns({"行政处罚": []}, statuses={"/c0/": FetchOutcome.TIMEOUT_BODY})
    assert penalty_fields(seen, ask()).cause is Cause.NOT_READ
