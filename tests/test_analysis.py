"""What a ranking is worth: firmness under other weights, why a value moved, the way up."""

from dataclasses import replace
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.indicators import Ties
from data.schemes import parse_scheme
from data.types import Cause, Finding, Outcome, Unit
from scoring.bridge import Bridge, State, bridge, in_hundredths
from scoring.fairness import families, together
from scoring.items import item_statistics
from scoring.planner import repairs, to_grade, to_place
from scoring.profiles import profiles
from scoring.robustness import firmness
from scoring.score import score
from scoring.weights import ahp, entropy, topsis

MET, PARTIAL, MISSING = Outcome.MET, Outcome.PARTIAL, Outcome.MISSING
UNKNOWN, NOT_APPLICABLE = Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
UNIT = Unit("u1", "甲县", "county", "县市区政府", "http://a.localhost/")


def scheme_text(**points):
    head = (
        "scheme:\n  id: s\n  title: 例\n  kind: county\n  total: 100\n  grades:\n"
        "    - {name: 优秀, min: 90}\n    - {name: 合格, min: 60}\n    - {name: 不合格, min: 0}\n"
        "  vetoes:\n    - {id: forged, name: 造假, effect: cap_at, value: 59}\n"
        "sources: {law: 《条例》}\nindicators:\n"
    )
    leaves = (
        f"  - {{id: {id_}, name: {id_}, points: {worth}, method: manual, rule: 要求。, "
        f"basis: [law], remedy: 整改。, na: exclude, scoring: {{rule: presence}}}}\n"
        for id_, worth in points.items()
    )
    return head + "".join(leaves)


def scheme(**points):
    return parse_scheme(scheme_text(**points), "a.yaml")


def found(outcome):
    return Finding(outcome, "理由", Cause.NOT_READ if outcome is UNKNOWN else None)


def scored(rule, id_, **outcomes):
    findings = {key: found(outcome) for key, outcome in outcomes.items()}
    return score(rule, replace(UNIT, id=id_), findings)


THREE = scheme(a=50, b=30, c=20)


# --- firmness -----------------------------------------------------------------------------------


def test_who_is_better_everywhere_keeps_the_place_under_any_weights():
    group = [
        scored(THREE, "u1", a=MET, b=MET, c=MET),
        scored(THREE, "u2", a=MET, b=MET, c=PARTIAL),
        scored(THREE, "u3", a=MISSING, b=MISSING, c=MISSING),
    ]
    found = firmness(group, F(100))
    assert [(f.unit_id, f.place, f.best, f.worst, f.held, f.tie) for f in found] == [
        ("u1", 1, 1, 1, 1.0, 1),
        ("u2", 2, 2, 2, 1.0, 2),
        ("u3", 3, 3, 3, 1.0, 3),
    ]


def test_places_that_hang_on_the_weights_are_a_tie():
    even = scheme(a=50, b=50)
    group = [scored(even, "u1", a=MET, b=MISSING), scored(even, "u2", a=MISSING, b=MET)]
    one, two = firmness(group, F(100))
    assert (one.place, two.place) == (1, 1)
    assert (one.best, one.worst, two.best, two.worst) == (1, 2, 1, 2)
    assert one.tie == two.tie == 1


def test_the_same_seed_draws_the_same():
    group = [scored(THREE, "u1", a=MET, b=MISSING, c=MET), scored(THREE, "u2", b=MET, c=MET)]
    assert firmness(group, F(100), seed=7) == firmness(group, F(100), seed=7)


def test_without_spread_every_place_is_held():
    group = [scored(THREE, "u1", a=MET, b=MISSING, c=MET), scored(THREE, "u2", a=PARTIAL, c=MET)]
    assert [f.held for f in firmness(group, F(100), spread=0)] == [1.0, 1.0]


def test_a_cap_stays_under_other_weights():
    capped = scored(THREE, "u1", a=MET, b=MET, c=MET, forged=MISSING)
    assert capped.value == 59
    better, worse = firmness([capped, scored(THREE, "u2", a=MET, b=PARTIAL, c=MISSING)], F(100))
    assert (better.unit_id, better.worst, worse.unit_id) == ("u2", 1, "u1")


def test_a_cap_holds_only_while_the_drawn_value_reaches_it():
    """a or b weighs more, and u1 has 60 or less without its cap; with it never above 59."""
    even = scheme(a=50, b=50)
    one = scored(even, "u1", a=MET, b=PARTIAL, forged=MISSING)  # 75, at most 59
    two = scored(even, "u2", a=PARTIAL, b=PARTIAL)  # 50 under any weights
    first, second = firmness([one, two], F(100))
    assert (first.unit_id, first.held, second.held) == ("u1", 1.0, 1.0)


def test_a_veto_of_the_grade_alone_caps_no_value():
    """Both hang on the weights alike: half of the draws turn them over."""
    even = scheme(a=50, b=50)
    one = scored(even, "u1", a=MET, b=MISSING)
    failed = replace(one, unit_id="u2", vetoes=("forged",))
    other = scored(even, "u3", a=MISSING, b=MET)
    found = {each.unit_id: each for each in firmness([one, failed, other], F(100))}
    assert found["u1"].best == found["u2"].best == 1
    assert (found["u1"].worst, found["u1"].held) == (found["u2"].worst, found["u2"].held)


def test_nobody_and_nonsense():
    assert firmness([], F(100)) == []
    with pytest.raises(ValueError, match="draws"):
        firmness([], F(100), draws=0)
    with pytest.raises(ValueError, match="no value"):
        firmness([scored(THREE, "u1")], F(100))


# --- bridge -------------------------------------------------------------------------------------


def state(rule, seen, counted=None, unit=UNIT):
    seen = {key: found(outcome) for key, outcome in seen.items()}
    judged = {key: found(outcome) for key, outcome in (counted or {}).items()}
    return State(rule, unit, seen, seen | judged)


ALL = {"a": MET, "b": MISSING, "c": MET}  # 70


@pytest.mark.parametrize(
    ("before", "after", "reason", "worth"),
    [
        # b published since: 70 -> 100
        (state(THREE, ALL), state(THREE, ALL | {"b": MET}), "real", 30),
        # b's weight 30 -> 10, a's 50 -> 70: 70 -> 90
        (state(THREE, ALL), state(scheme(a=70, b=10, c=20), ALL), "rules", 20),
        # c could not be seen: 50 of 80 = 62.5; now it can: 70
        (state(THREE, ALL | {"c": UNKNOWN}), state(THREE, ALL), "newly_seen", F("7.5")),
        # b does not apply any more: 70 of 70
        (state(THREE, ALL), state(THREE, ALL | {"b": NOT_APPLICABLE}), "applicability", 30),
        # a reviewer found b after all
        (state(THREE, ALL), state(THREE, ALL, {"b": MET}), "corrections", 30),
    ],
)
def test_one_reason_alone_explains_all(before, after, reason, worth):
    found = bridge(before, after)
    assert found is not None
    told = {
        name: getattr(found, name)
        for name in ("rules", "applicability", "newly_seen", "corrections", "real")
    }
    assert {name: part for name, part in told.items() if part} == {reason: worth}


def test_without_a_value_there_is_no_bridge():
    assert bridge(state(THREE, {}), state(THREE, ALL)) is None


def test_a_scheme_of_other_leaves_moves_nothing_by_its_rules():
    other = scheme(d=60, e=40)
    found = bridge(state(THREE, ALL), state(other, {"d": MET, "e": MISSING}))
    assert (found.before, found.rules, found.newly_seen, found.after) == (70, 0, -10, 60)


outcomes = st.sampled_from(list(Outcome))
states = st.builds(
    state,
    st.sampled_from([THREE, scheme(a=20, b=20, c=60), scheme(a=40, c=60)]),
    st.fixed_dictionaries({"a": outcomes, "b": outcomes, "c": outcomes}),
    st.dictionaries(st.sampled_from("abc"), outcomes),
)


@given(states, states)
def test_reasons_add_up_to_the_difference_exactly(before, after):
    found = bridge(before, after)
    ends = [score(each.scheme, each.unit, each.counted).value for each in (before, after)]
    assert (found is None) == (None in ends)
    if found is not None:
        parts = (
            found.rules + found.applicability + found.newly_seen + found.corrections + found.real
        )
        assert found.before + parts == found.after
        assert found.before == score(before.scheme, before.unit, before.counted).value
        assert found.after == score(after.scheme, after.unit, after.counted).value


# --- the way up ---------------------------------------------------------------------------------

LOW = {"a": MISSING, "b": MISSING, "c": PARTIAL}  # 10 of 100


def test_the_fewest_repairs_reach_the_grade():
    mine = scored(THREE, "u1", **LOW)
    assert [(r.indicator_id, r.gain) for r in repairs(THREE, mine)] == [
        ("a", 50),
        ("b", 30),
        ("c", 10),
    ]
    plan = to_grade(THREE, mine, THREE.grades[1])
    assert plan is not None
    assert ([r.indicator_id for r in plan.repairs], plan.value, plan.grade) == (["a"], 60, "合格")
    best = to_grade(THREE, mine, THREE.grades[0])
    assert best is not None
    assert ([r.indicator_id for r in best.repairs], best.value) == (["a", "b"], 90)


def test_what_is_open_is_not_repaired():
    # c is unknown: 0 of 80 known, so a brings 100 × 50 / 80
    mine = scored(THREE, "u1", a=MISSING, b=MISSING)
    assert [(r.indicator_id, r.gain) for r in repairs(THREE, mine)] == [
        ("a", F("62.5")),
        ("b", F("37.5")),
    ]


def test_a_place_is_reached_at_the_value_of_who_holds_it():
    mine = scored(THREE, "u1", **LOW)
    plan = to_place(THREE, mine, 2, [F(95), F(60), F(40)])
    assert plan is not None
    assert ([r.indicator_id for r in plan.repairs], plan.place) == (["a"], 2)
    assert to_place(THREE, mine, 4, [F(95), F(60), F(40)]).repairs == ()


def test_places_without_gaps_are_planned_and_tried_as_they_are_given():
    """Beside 95, 95 and 60 the second place is the 60's, and 95 is shared with nobody left out."""
    dense = replace(THREE, ties=Ties.DENSE)
    mine = scored(dense, "u1", **LOW)
    others = [F(95), F(95), F(60)]
    assert to_place(dense, mine, 2, others).place == 2
    assert to_place(THREE, mine, 3, others).place == 3
    group = [scored(dense, id_, **LOW) for id_ in ("u1", "u2")]
    group.append(scored(dense, "u3", a=MISSING, b=MISSING, c=MISSING))
    assert [f.place for f in firmness(group, F(100), ties=Ties.DENSE)] == [1, 1, 2]
    assert [f.place for f in firmness(group, F(100))] == [1, 1, 3]


def test_vetoes_come_first_and_are_named():
    mine = scored(THREE, "u1", a=MET, b=MET, c=MET, forged=MISSING)
    plan = to_grade(THREE, mine, THREE.grades[0])
    assert plan is not None
    assert (plan.vetoes, plan.repairs, plan.value) == (("forged",), (), 100)


def test_what_cannot_be_reached_has_no_plan():
    capped = scheme(a=100)
    mine = scored(capped, "u1", a=PARTIAL)
    assert to_place(capped, mine, 1, [F(101)]) is None
    assert to_grade(capped, scored(capped, "u1"), capped.grades[0]) is None


def test_what_penalties_take_off_is_won_back_before_anything_counts():
    """c is worth 20, and 50 come off: 0. a and b bring 50 and 30: 50, not 80."""
    mine = scored(THREE, "u1", a=MISSING, b=MISSING, c=MET)
    fined = replace(mine, penalty=F(50), value=F(0), low=F(0), high=F(0))
    plan = to_place(THREE, fined, 1, [F(45)])
    assert ([r.indicator_id for r in plan.repairs], plan.value) == (["a", "b"], 50)


GATED = parse_scheme(
    scheme_text(a=50, b=30, c=20).replace(
        "sources:",
        "  bonus: {cap: 8, gate: 80, items: [{id: pilot, name: 试点, points: 10}]}\nsources:",
        1,
    ),
    "a.yaml",
)


def test_a_bonus_counts_once_the_plan_has_opened_its_gate():
    """50 of 100; b brings 80, and there 8 of the 10 points earned by the pilot come in: 88."""
    mine = scored(GATED, "u1", a=MET, b=MISSING, c=MISSING, pilot=MET)
    assert (mine.value, mine.bonus) == (50, 0)
    plan = to_place(GATED, mine, 1, [F(85)], F(10))
    assert ([r.indicator_id for r in plan.repairs], plan.value, plan.bonus) == (["b"], 88, 8)
    without = to_place(GATED, mine, 1, [F(85)])
    assert ([r.indicator_id for r in without.repairs], without.value) == (["b", "c"], 100)


@given(st.fixed_dictionaries({"a": outcomes, "b": outcomes, "c": outcomes, "pilot": outcomes}))
def test_a_plan_with_a_bonus_leads_where_it_says(outcomes):
    mine = scored(GATED, "u1", **outcomes)
    earned = {MET: F(10), PARTIAL: F(5)}.get(outcomes["pilot"], F(0))
    plan = to_grade(GATED, mine, GATED.grades[0], (), earned)
    if plan is not None:
        repaired = {r.indicator_id: MET for r in plan.repairs}
        assert scored(GATED, "u1", **outcomes | repaired).value == plan.value


@given(st.fixed_dictionaries({"a": outcomes, "b": outcomes, "c": outcomes}))
def test_a_plan_carried_out_leads_where_it_says(outcomes):
    mine = scored(THREE, "u1", **outcomes)
    plan = to_grade(THREE, mine, THREE.grades[0])
    if plan is not None:
        repaired = {r.indicator_id: MET for r in plan.repairs}
        assert scored(THREE, "u1", **outcomes | repaired).value == plan.value


# --- indicators as measures ----------------------------------------------------------------------

PAIR = scheme(a=50, b=50)


def test_an_indicator_is_as_hard_as_few_reach_it():
    units = [scored(PAIR, f"u{n}", a=MET, b=MET if n < 3 else MISSING) for n in range(6)]
    easy, telling = item_statistics(units)
    assert (easy.difficulty, easy.full, easy.none) == (1.0, 1.0, 0.0)
    assert easy.correlation is None  # everybody the same: nothing to relate
    assert (telling.difficulty, telling.full, telling.none) == (0.5, 0.5, 0.5)


def test_an_indicator_that_good_units_fail_is_seen():
    # b goes with c, a against them
    units = [scored(THREE, f"u{n}", a=MISSING, b=MET, c=MET) for n in range(4)] + [
        scored(THREE, f"w{n}", a=MET, b=MISSING, c=MISSING) for n in range(4)
    ]
    a, b, _ = item_statistics(units)
    assert (round(a.correlation, 6), a.discrimination) == (-1.0, -1.0)
    # without b the weak ones stand better: 50 of 70 against 20 of 70
    assert (round(b.correlation, 6), b.discrimination) == (-1.0, -1.0)


def test_too_few_units_tell_nothing():
    few = item_statistics([scored(PAIR, "u1", a=MET), scored(PAIR, "u2", a=MISSING)])
    assert [(item.indicator_id, item.judged, item.correlation) for item in few] == [
        ("a", 2, None),
        ("b", 0, None),
    ]


def test_a_family_of_sites_that_hides_more_stands_out():
    hidden = [scored(PAIR, f"h{n}", a=MET) for n in range(3)]
    plain = [scored(PAIR, f"p{n}", a=MET, b=MET) for n in range(3)]
    built = {score.unit_id: score.unit_id[0] for score in hidden + plain}
    assert [(f.name, f.units, f.open, f.stands_out) for f in families(hidden + plain, built)] == [
        ("h", 3, 0.5, True),
        ("p", 3, 0.0, False),
    ]


# --- weights as suggestions ----------------------------------------------------------------------


def test_weights_from_pairs_as_saaty_works_them():
    found = ahp(["a", "b", "c"], {("a", "b"): 3, ("a", "c"): 5, ("b", "c"): 2})
    assert [round(w, 3) for w in found.weights.values()] == [0.648, 0.23, 0.122]
    assert (round(found.ratio, 3), found.consistent) == (0.003, True)


def test_a_panel_that_contradicts_itself_is_told():
    circle = ahp(["a", "b", "c"], {("a", "b"): 5, ("b", "c"): 5, ("a", "c"): 1 / 5})
    assert not circle.consistent


@pytest.mark.parametrize(
    "judged",
    [{}, {("a", "b"): 10}, {("a", "a"): 1}, {("a", "x"): 1}, {("a", "b"): 2, ("b", "a"): 2}],
)
def test_comparisons_must_be_whole(judged):
    with pytest.raises(ValueError, match=r"pair|1/9|twice"):
        ahp(["a", "b"], judged)


def test_what_all_reach_alike_weighs_nothing_by_entropy():
    weights = entropy(np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 3.0]]))
    assert weights[0] == 0
    assert weights[1] > weights[2] > 0
    assert weights.sum() == pytest.approx(1)
    assert entropy(np.ones((3, 2))).tolist() == [0.5, 0.5]


def test_nearness_to_the_best():
    # third: 1/√2 / 2 from the worst, 1 / 2 from the best: 0.3536 / (0.3536 + 0.5)
    near = topsis(np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 0.0]]), np.array([0.5, 0.5]))
    assert near.tolist() == pytest.approx([1.0, 0.0, 0.41421356])
    assert topsis(np.ones((2, 2)), np.ones(2)).tolist() == [1.0, 1.0]


# --- units with like gaps ------------------------------------------------------------------------


def test_units_that_lose_in_the_same_places_are_one_group():
    first = [scored(THREE, f"a{n}", a=MISSING, b=MET, c=MET) for n in range(4)]
    second = [scored(THREE, f"b{n}", a=MET, b=MISSING, c=MISSING) for n in range(3)]
    found = profiles([*first, *second], ["a", "b", "c"])
    assert [profile.unit_ids for profile in found] == [
        ("a0", "a1", "a2", "a3"),
        ("b0", "b1", "b2"),
    ]
    assert found[0].losses == {"a": 1.0, "b": 0.0, "c": 0.0}


def test_where_nobody_differs_there_are_no_groups():
    assert profiles([scored(THREE, f"u{n}", a=MET) for n in range(8)], ["a", "b"]) == []
    assert profiles([scored(THREE, "u1", a=MET)], ["a"]) == []


# --- shown numbers ------------------------------------------------------------------------------

parts = st.fractions(-60, 60, max_denominator=700)


@given(st.fractions(0, 100, max_denominator=700), st.lists(parts, min_size=5, max_size=5))
def test_a_bridge_still_adds_up_when_it_is_shown(before, reasons):
    shown = in_hundredths(Bridge(before, *reasons, max(F(0), before + sum(reasons))))
    walked = [shown.rules, shown.applicability, shown.newly_seen, shown.corrections, shown.real]
    assert shown.before + sum(walked) == shown.after
    assert all(n * 100 == int(n * 100) for n in (shown.before, *walked, shown.after))
    if before + sum(reasons) >= 0:
        assert all(abs(a - b) < F(2, 100) for a, b in zip(walked, reasons, strict=True))


def test_a_bridge_in_hundredths():
    third = F(1, 3)
    shown = in_hundredths(Bridge(F(50), third, third, third, F(0), F(0), F(51)))
    assert (shown.rules, shown.applicability, shown.newly_seen) == (
        F(34, 100),
        F(33, 100),
        F(33, 100),
    )


# --- fairness -----------------------------------------------------------------------------------


def test_what_is_open_and_the_score_may_go_together():
    group = [scored(THREE, "u1", a=MET, b=MET, c=MET), scored(THREE, "u2", a=MET, b=PARTIAL, c=MET),
             scored(THREE, "u3", a=MET, b=MISSING), scored(THREE, "u4", a=PARTIAL),
             scored(THREE, "u5", b=MISSING)]  # fmt: skip
    assert together(group) == pytest.approx(-0.9747, abs=1e-4)  # open 0, 0, 20, 50, 70
    assert together(group[:4]) is None
    assert together([replace(group[0], unit_id=f"v{n}") for n in range(6)]) is None
