"""What a unit's view shows: the steps to its value, its levels, its duties, its plan."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.ledger import Line, Sort, ledger
from dashboard.figures.levels import Level, levels
from dashboard.figures.waterfall import Kind, Step, in_hundredths, waterfall
from dashboard.rounds.places import family_name
from dashboard.screen.unit_chart import history_chart, levels_chart, radar_chart, waterfall_chart
from data.feedback import Line as Told
from data.schemes import bundled, parse_scheme, read_scheme
from data.types import Evidence, Finding, Outcome, Points, Ranked
from scoring.notice.ledger import State
from scoring.planner import with_repairs
from scoring.rectification import Fix, Status
from scoring.score import score
from tests import rounds

SCHEME = parse_scheme(rounds.SCHEME, "small-1")
HEAVY = parse_scheme(rounds.HEAVY_SCHEME, "heavy-1")
POOR = score(SCHEME, rounds.POOR, rounds.poor_findings(rounds.LATE))
GOOD = score(SCHEME, rounds.GOOD, rounds.GOOD_FINDINGS)
DOWN = score(SCHEME, rounds.DOWN, rounds.DOWN_FINDINGS)


def test_from_the_total_to_the_value_by_first_level():
    # 70 points known, 31 of them lost, all in the first part: 100 × 31 ÷ 70
    lost = F(3100, 70)
    assert [(s.kind, s.name, s.change, s.after) for s in waterfall(SCHEME, POOR)] == [
        (Kind.TOTAL, "", 100, 100),
        (Kind.PART, "公开内容", -lost, 100 - lost),
        (Kind.PART, "其他", 0, 100 - lost),
        (Kind.VALUE, "", 100 - lost, 100 - lost),
    ]


def test_nothing_judged_has_no_steps():
    assert waterfall(SCHEME, DOWN) == []


def test_bonus_penalty_and_a_cap_are_steps_of_their_own():
    found = rounds.GOOD_FINDINGS | {
        "bonus_i_pilot": Finding(Outcome.MET, "试点"),
        "penalty_i_false": Finding(Outcome.MISSING, "不实"),
        "veto_i_forged": Finding(Outcome.MISSING, "伪造"),
    }
    steps = waterfall(HEAVY, score(HEAVY, rounds.GOOD, found))
    # 100 + 2 - 3 = 99, held at 59
    assert [(s.kind, s.change, s.after) for s in steps[3:]] == [
        (Kind.BONUS, 2, 102),
        (Kind.PENALTY, -3, 99),
        (Kind.CAP, -40, 59),
        (Kind.VALUE, 59, 59),
    ]


def test_penalties_reach_no_further_than_zero():
    none = Points(F(40), F(40), F(0))
    nothing = replace(GOOD, leaves={"report": none}, nodes={"open": none}, penalty=F(3), value=F(0))
    assert [(step.kind, step.change) for step in waterfall(SCHEME, nothing)[-3:]] == [
        (Kind.PENALTY, -3),
        (Kind.FLOOR, 3),
        (Kind.VALUE, 0),
    ]


@given(st.fractions(0, 40), st.fractions(0, 20))
def test_the_steps_always_end_at_the_value(report, budget):
    found = {
        "report": Points(F(40), F(40), report),
        "budget": Points(F(20), F(20), budget),
    }
    whole = Points(F(60), F(60), report + budget)
    given_ = replace(POOR, leaves=found, nodes={"open": whole}, value=100 * whole.got / 60)
    steps = waterfall(SCHEME, given_)
    assert sum(s.change for s in steps[1:-1]) == steps[-1].after - 100


def test_rows_that_are_shown_add_up_to_the_cent():
    third = F(-1, 3)
    steps = [
        Step(Kind.TOTAL, "", F(100), F(100)),
        Step(Kind.PART, "甲", third, 100 + third),
        Step(Kind.PART, "乙", third, 100 + 2 * third),
        Step(Kind.PART, "丙", F(0), 100 + 2 * third),
        Step(Kind.PENALTY, "", third, F(99)),
        Step(Kind.VALUE, "", F(99), F(99)),
    ]
    assert [(s.name, s.change, s.after) for s in in_hundredths(steps)] == [
        ("", 100, 100),
        ("甲", F("-0.33"), F("99.67")),
        ("乙", F("-0.33"), F("99.34")),
        ("丙", 0, F("99.34")),
        ("", F("-0.34"), 99),
        ("", 99, 99),
    ]
    assert in_hundredths([]) == []


def test_levels_are_compared_with_those_of_the_group_that_have_a_share():
    first, second = levels(SCHEME, POOR, [GOOD, POOR])
    assert (first.name, first.full, first.own) == ("公开内容", 70, F(39, 70))
    assert (first.mean, first.best) == (F(109, 140), 1)  # (1 + 39/70) ÷ 2
    assert (second.own, second.mean, second.best) == (None, None, None)  # nothing judged


def test_without_a_group_a_level_stands_alone():
    assert [(each.mean, each.best) for each in levels(SCHEME, POOR)] == [(None, None)] * 2


def test_repairs_that_somebody_chose_lead_to_a_value_and_a_place():
    # 39 + 20 of 70 judged points: 100 × 59 ÷ 70 = 84.28…
    plan = with_repairs(SCHEME, POOR, {"budget"}, [F(100), F(80)])
    assert (plan.value, plan.place, plan.grade) == (F(5900, 70), 2, "合格")
    assert [each.indicator_id for each in plan.repairs] == ["budget"]


def test_nothing_chosen_changes_nothing_and_no_value_has_no_plan():
    assert with_repairs(SCHEME, POOR, (), [F(100), F(80)]).value == POOR.value
    assert with_repairs(SCHEME, DOWN, {"budget"}, []) is None


TOLD = Told("budget", "A2", "部门预算", "20", "20", "没有找到", "补发", "", ())
AT = datetime(2023, 12, 15, tzinfo=UTC)
TODAY = date(2024, 1, 10)
ZHUZHOU = read_scheme(bundled()["zhuzhou-2023"])


def fix(status, due=date(2024, 1, 5)):
    return Fix("poor", TOLD, AT, due, status)


@pytest.mark.parametrize(
    ("status", "state", "said", "left"),
    [
        (Status.WAITING, State.NOT_SEEN, "待整改", -5),
        (Status.FAILED, State.NOT_SEEN, "复核未通过", -5),
        (Status.DONE, State.UNCLEAR, "已整改", None),  # nobody looked again yet
        (Status.PASSED, State.DONE, "复核通过", None),
    ],
)
def test_a_lost_point_is_owed_until_it_passed(status, state, said, left):
    assert ledger(SCHEME, {}, [fix(status)], TODAY) == [
        Line(Sort.FIX, "A2", "部门预算", state, said, "2024-01-05", left)
    ]


def test_what_is_due_first_stands_first_and_what_is_done_last():
    owed = [fix(Status.PASSED), fix(Status.WAITING, date(2024, 2, 1)), fix(Status.WAITING)]
    assert [line.days_left for line in ledger(SCHEME, {}, owed, TODAY)] == [-5, 22, None]


def test_tasks_of_a_known_notice_come_with_their_time():
    lines = ledger(ZHUZHOU, {}, [], date(2023, 12, 1))
    assert (lines[0].number, lines[0].name, lines[0].days_left) == ("1", "发展六仗", 30)
    assert {line.state for line in lines} == {State.UNCLEAR}  # nobody looked: never 未见


def test_a_task_is_as_far_as_its_indicators():
    leaves = [leaf for leaf in ZHUZHOU.leaves() if leaf.basis[0].endswith("第（一）项")]
    met = {leaf.id: Finding(Outcome.MET, "有", evidence=(Evidence("http://a/", "字"),))
           for leaf in leaves}  # fmt: skip
    first = next(line for line in ledger(ZHUZHOU, met, [], TODAY) if line.number == "1")
    assert (first.state, first.days_left) == (State.DONE, None)


def test_without_a_notice_there_is_no_task():
    assert ledger(SCHEME, rounds.GOOD_FINDINGS, [], TODAY) == []


@pytest.mark.parametrize(
    ("scheme_id", "family"),
    [
        ("department-2023", "department"),
        ("department-2023-v2", "department"),
        ("small-1", "small"),
        ("loudi-2014", "loudi"),
        ("2023", ""),
    ],
)
def test_versions_of_one_scheme_are_a_family(scheme_id, family):
    assert family_name(scheme_id) == family


def test_charts_show_a_strangers_name_as_it_is():
    named = replace(SCHEME, nodes=(replace(SCHEME.nodes[0], name="<b>甲"), SCHEME.nodes[1]))
    drawn = waterfall_chart(waterfall(named, POOR))
    assert drawn.layout.yaxis.ticktext[1] == "&lt;b&gt;甲 "
    found = levels(named, POOR, [GOOD, POOR])
    assert levels_chart(found).layout.yaxis.ticktext[0] == "&lt;b&gt;甲 "
    assert radar_chart(found).data[0].theta[0] == "&lt;b&gt;甲"
    line = Ranked("a", "组", 1, F(90), F(72), F(95), F(1), "优秀")
    past = history_chart(["<i>一", "二"], [line, replace(line, value=None)], [False, True])
    assert past.layout.xaxis.ticktext[0] == "&lt;i&gt;一"
    assert past.layout.annotations[0].text == "规则变化"


def test_names_beside_a_chart_stand_in_lines_of_one_length_and_the_dark_shines_through():
    found = [
        Level(name, "", name, F(10), F(1))
        for name in ("依申请与年度报告", "决策与政策解读", "政务服务")
    ]
    drawn = radar_chart(found)
    assert drawn.data[0].theta[:3] == ("依申请与<br>年度报告", "决策与政<br>策解读", "政务服务")
    assert drawn.layout.polar.bgcolor == "rgba(0, 0, 0, 0)"
    line = Ranked("a", "组", 1, F(90), F(72), F(95), F(1), "优秀")
    past = history_chart([f"2023年{n:02}月评估" for n in range(1, 6)], [line] * 5, [False] * 5)
    assert past.layout.xaxis.ticktext[0] == "2023年<br>01月评估"
    assert (past.data[1].text[0], past.data[1].y[0]) == ("90.00", 95)  # clear of the interval


def test_a_bar_of_the_waterfall_begins_where_the_one_before_ended():
    drawn = waterfall_chart(waterfall(SCHEME, POOR))
    assert drawn.layout.xaxis.range[0] == 0  # else lengths could not be compared
    [bars, _words] = drawn.data
    assert (bars.base[0], bars.base[-1]) == (0, 0)
    assert bars.base[1] + bars.x[1] == pytest.approx(100)
    assert bars.base[1] == pytest.approx(float(POOR.value))
