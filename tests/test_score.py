"""Scores: the formula by hand, published numbers, vetoes, bonus, grades, digests, invariants."""

from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.canonical import score_from, score_text
from data.indicators import Absent, Effect, Node, Penalty, Veto
from data.rules import Checklist, Excess, keys_used
from data.schemes import bundled, parse_scheme, read_scheme
from data.types import Cause, Finding, Outcome, Points, Unit
from scoring.rules import points_for
from scoring.score import performance, round_half_up, score

METHOD = (Path(__file__).parents[1] / "docs" / "method.md").read_text(encoding="utf-8")
UNIT = Unit("u1", "甲县", "county", "县市区政府", "http://a.localhost/")
MET, PARTIAL, MISSING = Outcome.MET, Outcome.PARTIAL, Outcome.MISSING
UNKNOWN, NOT_APPLICABLE = Outcome.UNKNOWN, Outcome.NOT_APPLICABLE


def found(outcome, items=None, counts=None):
    cause = Cause.NOT_READ if outcome is UNKNOWN else None
    return Finding(outcome, "理由", cause, items=items or {}, counts=counts or {})


HEAD = """\
scheme:
  id: example
  title: 例
  kind: county
  total: 100
  grades:
    - {name: 优秀, min: 90}
    - {name: 良好, min: 80}
    - {name: 合格, min: 60}
    - {name: 不合格, min: 0}
  duties: {重点: 承担重点领域}
  vetoes:
    - {id: veto_cap, name: 造假, effect: cap_at, value: 59}
    - {id: veto_fail, name: 泄密, effect: fail}
  bonus:
    cap: 5
    gate: 80
    items: [{id: pilot, name: 试点, points: 4}, {id: data, name: 数据, points: 3}]
  performance_points: 4
sources: {law: 《条例》}
indicators:
"""


def leaf(id, points, scoring, more="na: none"):
    return (
        f"  - {{id: {id}, name: {id}, points: {points}, method: manual, rule: 要求。, "
        f"basis: [law], remedy: 整改。, {more}, scoring: {scoring}}}\n"
    )


EXAMPLE = parse_scheme(
    HEAD
    + leaf("report", 30, "{rule: checklist, items: {by_due: 10, form: 5, sums: 10, text: 5}}")
    + leaf("empty", 20, "{rule: deduct, each: {columns: 2}}")
    + leaf("read", 20, "{rule: ratio, of: [done, due], linear: true}")
    + leaf("proposals", 10, "{rule: presence}", "na: exclude")
    + leaf("request", 20, "{rule: presence}"),
    "例.yaml",
)
PENAL = replace(
    EXAMPLE,
    vetoes=(*EXAMPLE.vetoes, Veto("veto_grade", "V3", "瞒报", Effect.CAP_GRADE, F(0), "合格")),
    penalties=(
        Penalty(
            "correction",
            "K1",
            "纠错率",
            F(2),
            Excess(("corrected", "cases"), steps=((F(15), F(1)), (F(30), F(2)))),
            "复议机关台账",
        ),
    ),
)
REPORT = {"by_due": MET, "form": MET, "sums": MISSING, "text": UNKNOWN}
FINDINGS = {
    "report": found(PARTIAL, REPORT),
    "empty": found(PARTIAL, counts={"columns": 3}),
    "read": found(PARTIAL, counts={"done": 3, "due": 4}),
    "proposals": found(NOT_APPLICABLE),
    "request": found(UNKNOWN),
}
ALL_MET = dict.fromkeys(FINDINGS, found(MET))


def test_the_example_of_the_method_page():
    s = score(EXAMPLE, UNIT, FINDINGS)
    # got 15 + 14 + 15 = 44; known 25 + 20 + 20 = 65; full 30 + 20 + 20 + 20 = 90
    assert s.leaves == {
        "report": Points(F(30), F(25), F(15)),
        "empty": Points(F(20), F(20), F(14)),
        "read": Points(F(20), F(20), F(15)),
        "request": Points(F(20), F(0), F(0)),
    }
    assert s.value == F(4400, 65)
    assert s.low == F(4400, 90)
    assert s.high == F(6900, 90)
    assert s.coverage == F(65, 90)
    assert s.grade == "合格"
    shown = [round_half_up(n) for n in (s.value, s.low, s.high)]
    assert shown == ["67.7", "48.9", "76.7"]
    confirmed = score(EXAMPLE, UNIT, FINDINGS | {"request": found(MET)})
    assert confirmed.value == F(6400, 85)
    later = [round_half_up(n) for n in (confirmed.value, confirmed.low)]
    assert later == ["75.3", "71.1"]
    assert confirmed.high == s.high
    capped = score(EXAMPLE, UNIT, FINDINGS | {"request": found(MET), "veto_cap": found(MISSING)})
    assert round_half_up(capped.value) == "59.0"
    coverages = [round_half_up(c * 100) + "%" for c in (s.coverage, confirmed.coverage)]
    for text in (*shown, *later, "59.0", *coverages):
        assert f"**{text}**" in METHOD


def test_nothing_judged_gives_no_value_and_the_widest_interval():
    s = score(EXAMPLE, UNIT, {})
    assert (s.value, s.low, s.high, s.coverage, s.grade) == (None, 0, 100, 0, "")


def test_nothing_applies_gives_no_value():
    scheme = parse_scheme(HEAD + leaf("a", 100, "{rule: presence}", "na: exclude"), "a.yaml")
    s = score(scheme, UNIT, {"a": found(NOT_APPLICABLE)})
    assert (s.value, s.low, s.high, s.coverage, s.leaves) == (None, 0, 100, 0, {})


# --- published numbers --------------------------------------------------------------------------


def test_guoyang_2020_key_domains_on_top_81_34():
    # (81.22 + 0.64) / (100 + 0.64) * 100 = 81.3394…
    extra = (
        "  - {id: key, name: 重点, points: 0.64, extra: true, children: [{id: key_a, name: 重点, "
        "points: 0.64, method: manual, rule: 要求。, basis: [law], remedy: 整改。, na: exclude, "
        "requires: [重点], scoring: {rule: presence}}]}\n"
    )
    base = leaf("base", 100, "{rule: deduct, each: {lost: 0.01}}")
    scheme = parse_scheme(HEAD + base + extra, "涡阳.yaml")
    findings = {"base": found(PARTIAL, counts={"lost": 1878}), "key_a": found(MET)}
    carrier = score(scheme, replace(UNIT, duties=frozenset({"重点"})), findings)
    assert carrier.leaves["base"].got == F("81.22")
    assert round_half_up(carrier.value, 2) == "81.34"
    assert round_half_up(carrier.value, 4) == "81.3394"
    other = score(scheme, replace(UNIT, duties=frozenset()), findings)
    assert round_half_up(other.value, 2) == "81.22"


@pytest.mark.parametrize(
    ("total", "applies", "value"),
    [(100, 75, 100), (120, 95, 120)],
    ids=["国办 75 × 4/3", "泸州 95 × 24/19"],
)
def test_points_that_do_not_apply_are_scaled_away(total, applies, value):
    text = (
        HEAD.replace("total: 100", f"total: {total}")
        + leaf("a", applies, "{rule: presence}")
        + leaf("b", total - applies, "{rule: presence}", "na: exclude")
    )
    s = score(parse_scheme(text, "a.yaml"), UNIT, {"a": found(MET), "b": found(NOT_APPLICABLE)})
    assert s.value - s.bonus == value


@pytest.mark.parametrize(
    ("treatment", "expected"),
    [
        ("exclude", None),
        ("none", Points(F(100), F(0), F(0))),
        ("full", Points(F(100), F(100), F(100))),
        ("statement_share, na_share: 0.6", Points(F(100), F(100), F(60))),
        ("flat_share, na_share: 0.8", Points(F(100), F(100), F(80))),
    ],
)
def test_what_does_not_apply_is_treated_as_its_leaf_says(treatment, expected):
    scheme = parse_scheme(HEAD + leaf("a", 100, "{rule: presence}", f"na: {treatment}"), "a.yaml")
    assert score(scheme, UNIT, {"a": found(NOT_APPLICABLE)}).leaves.get("a") == expected


def test_points_spread_evenly_over_those_beside():
    # 肇庆: 20 points of an item that does not apply go in equal parts to the others: +10 each.
    # a 30 -> 40 and keeps 2/3, b 50 -> 60 and keeps all: 40 * 2/3 + 60 = 86.67
    scheme = parse_scheme(
        HEAD
        + leaf("a", 30, "{rule: ratio, of: [part, whole], linear: true}")
        + leaf("b", 50, "{rule: presence}")
        + leaf("c", 20, "{rule: presence}", "na: redistribute"),
        "a.yaml",
    )
    findings = {
        "a": found(PARTIAL, counts={"part": 2, "whole": 3}),
        "b": found(MET),
        "c": found(NOT_APPLICABLE),
    }
    s = score(scheme, UNIT, findings)
    assert s.leaves == {
        "a": Points(F(40), F(40), F(80, 3)),
        "b": Points(F(60), F(60), F(60)),
    }
    assert s.value == F(260, 3)
    assert score(scheme, UNIT, findings | {"c": found(MISSING)}).value == 70


def test_a_unit_without_the_duty_is_not_asked_whatever_a_check_saw():
    scheme = parse_scheme(
        HEAD
        + leaf("a", 60, "{rule: presence}")
        + leaf("b", 40, "{rule: presence}", "na: exclude, requires: [重点]"),
        "a.yaml",
    )
    findings = {"a": found(MET), "b": found(MISSING)}
    assert score(scheme, replace(UNIT, duties=frozenset()), findings).value == 100 + 0
    assert score(scheme, replace(UNIT, duties=frozenset({"重点"})), findings).value == 60
    assert score(scheme, UNIT, findings).value == 60  # nobody said: everything applies


# --- vetoes, bonus, grades ------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [UNKNOWN, MET, PARTIAL, NOT_APPLICABLE])
def test_a_veto_not_established_does_nothing(outcome):
    s = score(EXAMPLE, UNIT, ALL_MET | {"veto_cap": found(outcome), "veto_fail": found(outcome)})
    assert (s.value, s.vetoes, s.grade) == (100, (), "优秀")


def test_a_cap_holds_for_value_and_interval_and_decides_the_grade():
    s = score(EXAMPLE, UNIT, ALL_MET | {"veto_cap": found(MISSING)})
    assert (s.value, s.low, s.high) == (59, 59, 59)
    assert (s.vetoes, s.grade) == (("veto_cap",), "不合格")


def test_a_fail_decides_the_grade_and_leaves_the_value():
    s = score(EXAMPLE, UNIT, ALL_MET | {"veto_fail": found(MISSING)})
    assert (s.value, s.grade) == (100, "不合格")


def test_a_grade_cap_leaves_the_value_and_never_lifts_a_grade():
    capped = {"veto_grade": found(MISSING)}
    s = score(PENAL, UNIT, ALL_MET | capped)
    assert (s.value, s.grade) == (100, "合格")
    low = dict.fromkeys(FINDINGS, found(MISSING)) | capped
    assert score(PENAL, UNIT, low).grade == "不合格"
    assert score(PENAL, UNIT, capped).grade == ""  # nothing judged, and 合格 is not the lowest


def test_a_penalty_comes_off_the_total_once_it_is_established():
    corrected = found(PARTIAL, counts={"corrected": 3, "cases": 18})  # 16.7 %, one point off
    assert score(PENAL, UNIT, ALL_MET | {"correction": corrected}).value == 99
    assert score(PENAL, UNIT, ALL_MET | {"correction": corrected}).penalty == 1
    assert score(PENAL, UNIT, ALL_MET | {"correction": found(UNKNOWN)}).value == 100
    assert score(PENAL, UNIT, ALL_MET).value == 100
    nothing = dict.fromkeys(FINDINGS, found(MISSING))
    assert score(PENAL, UNIT, nothing | {"correction": corrected}).value == 0  # never below


def test_a_cap_never_lifts_a_value():
    low = dict.fromkeys(FINDINGS, found(MISSING)) | {"veto_cap": found(MISSING)}
    assert score(EXAMPLE, UNIT, low).value == 0


def test_bonus_opens_at_the_gate_and_stops_at_its_cap():
    pilot, data = {"pilot": found(MET)}, {"data": found(MET)}
    assert score(EXAMPLE, UNIT, ALL_MET | pilot).value == 104
    assert score(EXAMPLE, UNIT, ALL_MET | pilot | data).bonus == 5  # 4 + 3, at most 5
    assert score(EXAMPLE, UNIT, ALL_MET | {"pilot": found(PARTIAL)}).bonus == 2
    # request missing: (100 - 20) = 80, just at the gate
    at_gate = ALL_MET | {"request": found(MISSING)} | pilot
    assert score(EXAMPLE, UNIT, at_gate).value == 84
    below = at_gate | {"empty": found(PARTIAL, counts={"columns": 1})}
    assert score(EXAMPLE, UNIT, below).bonus == 0


def test_a_grade_begins_at_its_lower_end_unrounded():
    # 100 - 20 = 80 is 良好; 79.98 shows as 80.0 and is not
    assert score(EXAMPLE, UNIT, ALL_MET | {"request": found(MISSING)}).grade == "良好"
    almost = found(PARTIAL, counts={"done": 999, "due": 1000})
    s = score(EXAMPLE, UNIT, ALL_MET | {"request": found(MISSING), "read": almost})
    assert (round_half_up(s.value), s.grade) == ("80.0", "合格")


def test_below_the_coverage_floor_there_is_no_grade():
    s = score(EXAMPLE, UNIT, {"report": found(MET), "empty": found(MET)})
    assert (s.value, s.coverage, s.grade) == (100, F(1, 2), "")


def test_performance_points():
    assert performance(EXAMPLE, F("84.25")) == F("3.37")
    assert performance(replace(EXAMPLE, performance_points=None), F(80)) is None


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (F("84.25"), 1, "84.3"),
        (F("84.24999"), 1, "84.2"),
        (F(1, 3), 2, "0.33"),
        (F("0.05"), 1, "0.1"),
        (F("99.95"), 1, "100.0"),
        (F("-0.25"), 1, "-0.3"),
        (F("-0.04"), 1, "0.0"),
        (F("2.5"), 0, "3"),
        (F(100), 1, "100.0"),
    ],
)
def test_halves_are_rounded_up_once(number, places, shown):
    assert round_half_up(number, places) == shown


# --- replay ---------------------------------------------------------------------------------------


def test_a_score_survives_being_written_and_read():
    s = score(EXAMPLE, UNIT, FINDINGS)
    assert score_from(score_text(s)) == s


# --- what holds for every unit --------------------------------------------------------------------

BUNDLED = {id_: read_scheme(path) for id_, path in bundled().items()}
outcomes = st.sampled_from(list(Outcome))


def some_findings(scheme):
    ids = [leaf.id for leaf in scheme.leaves()]
    return st.dictionaries(st.sampled_from(ids), st.builds(found, outcomes), max_size=len(ids))


@pytest.mark.parametrize("id_", sorted(BUNDLED))
@settings(max_examples=10)
@given(data=st.data())
def test_value_lies_in_its_interval_and_sums_agree(id_, data):
    scheme = BUNDLED[id_]
    duties = data.draw(st.none() | st.frozensets(st.sampled_from(sorted(scheme.duties))))
    findings = data.draw(some_findings(scheme))
    s = score(scheme, replace(UNIT, duties=duties), findings)
    assert 0 <= s.low <= s.high <= 100
    assert s.value is None or s.low <= s.value <= s.high
    assert 0 <= s.coverage <= 1
    whole = Points(
        *(sum(getattr(p, k) for p in s.leaves.values()) for k in ("full", "known", "got"))
    )
    tops = [s.nodes[node.id] for node in scheme.nodes if node.id in s.nodes]
    assert whole == Points(*(sum(getattr(p, k) for p in tops) for k in ("full", "known", "got")))


@given(some_findings(EXAMPLE), st.sampled_from(sorted(FINDINGS)))
def test_a_better_finding_never_lowers_the_value(findings, id_):
    ladder = [score(EXAMPLE, UNIT, findings | {id_: found(o)}) for o in (MISSING, PARTIAL, MET)]
    values = [s.value for s in ladder]
    assert values == sorted(values)
    assert [s.low for s in ladder] == sorted(s.low for s in ladder)


@given(some_findings(EXAMPLE), st.sampled_from(sorted(FINDINGS)))
def test_an_unknown_is_worth_no_more_and_no_less_than_what_it_may_become(findings, id_):
    open_ = score(EXAMPLE, UNIT, findings | {id_: found(UNKNOWN)})
    for outcome in (MISSING, PARTIAL, MET):
        decided = score(EXAMPLE, UNIT, findings | {id_: found(outcome)})
        assert open_.low <= decided.low <= decided.high <= open_.high
        assert decided.coverage >= open_.coverage


# --- mutations: every number of a bundled rule matters (of weights: tests/test_engine.py) ---------


def numbers(value, path=()):
    """Where the exact numbers of a rule are.

    The points of a part that is a checklist repeat its items' sum; the reader compares the two.
    """
    if isinstance(value, F):
        yield path
    elif isinstance(value, tuple) and isinstance(value[-1], Checklist):
        yield from numbers(value[-1], (*path, 1))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, (*path, key))
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from numbers(inner, (*path, n))
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from numbers(getattr(value, name), (*path, name))


def changed(value, path):
    """The rule with the number at `path` a fifth smaller, or 1 instead of 0."""
    if not path:
        return value * F(4, 5) or F(1)
    key, *rest = path
    if isinstance(value, dict):
        return {**value, key: changed(value[key], rest)}
    if isinstance(value, tuple):
        return (*value[:key], changed(value[key], rest), *value[key + 1 :])
    return replace(value, **{key: changed(getattr(value, key), rest)})


def probes(rule):
    """Findings that between them touch every part of a rule."""
    items, counts = keys_used(rule)
    yield found(PARTIAL)
    for key in sorted(items):
        for outcome in (PARTIAL, MISSING):
            others = dict.fromkeys(items, MET)
            yield found(PARTIAL, others | {key: outcome}, dict.fromkeys(counts, 1))
            yield found(PARTIAL, dict.fromkeys(items, MISSING) | {key: MET}, {})
    related = getattr(rule, "per_thousand", "")
    if related:
        for key in rule.each:
            yield found(PARTIAL, {}, dict.fromkeys(counts, 0) | {related: 1000, key: 1})
    for base in (0, 100):
        for key in sorted(counts):
            for n in (1, 30, 60, 86, 90, 100):
                yield found(
                    PARTIAL, dict.fromkeys(items, MET), dict.fromkeys(counts, base) | {key: n}
                )


@pytest.mark.parametrize("id_", sorted(BUNDLED))
def test_a_changed_number_of_a_rule_changes_points(id_):
    for one in BUNDLED[id_].leaves():
        probed = [
            (probe, points_for(probe, one.points, one.scoring)) for probe in probes(one.scoring)
        ]
        for path in numbers(one.scoring):
            mutant = changed(one.scoring, path)
            told = (points_for(probe, one.points, mutant) != points for probe, points in probed)
            assert any(told), (one.id, path)


def test_every_way_of_not_applying_is_known_to_the_method_page():
    assert all(f"`{way}`" in METHOD for way in Absent)


def test_nodes_add_up_to_their_leaves():
    scheme = BUNDLED["county-2023"]
    s = score(scheme, UNIT, {n.id: found(MET) for n in scheme.leaves()})
    assert s.value == 100
    top = scheme.nodes[0]
    assert isinstance(top, Node)
    assert s.nodes[top.id] == Points(F(16), F(16), F(16))
