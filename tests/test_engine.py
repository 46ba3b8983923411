"""The engine gives what the reference gives, to the last digit, and what holds for every score."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.canonical import fraction_text, score_from, score_text
from data.indicators import Band, Bonus, BonusItem, Leaf, Node, Penalty, Ties, Veto
from data.rules import keys_used
from data.schemes import bundled, parse_scheme, read_scheme
from data.types import Cause, Finding, Judgement, Outcome, Unit
from data.verdicts import ScoreLine, finding_of, line_of, sheet_of
from scoring.engine import sums as engine_sums
from scoring.engine.counted import Digest, counted
from scoring.engine.finals import Quotient
from scoring.engine.fits import fits
from scoring.engine.places import places
from scoring.engine.score import score_lines
from scoring.rank import rank
from scoring.rounds import effective
from scoring.score import score

# For what follows from the engine being equal to the reference, which is tried most often.
FEWER = settings(max_examples=25)
MET, PARTIAL, MISSING = Outcome.MET, Outcome.PARTIAL, Outcome.MISSING
UNKNOWN, NOT_APPLICABLE = Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
AT = datetime(2023, 12, 15, tzinfo=UTC)


def found(outcome, items=None, counts=None, reason="理由"):
    cause = Cause.NOT_READ if outcome is UNKNOWN else None
    return Finding(outcome, reason, cause, items=items or {}, counts=counts or {})


def unit(id_, group="县", duties=None):
    return Unit(id_, id_, "county", group, f"http://{id_}.localhost/", duties=duties)


def leaf(id_, points, na="none", scoring="{rule: presence}", indent=2):
    return (
        f"{' ' * indent}- {{id: {id_}, name: {id_}, points: {points}, method: manual, "
        f"rule: 要求。, basis: [law], remedy: 整改。, na: {na}, scoring: {scoring}}}\n"
    )


# Everything at once: three levels, every way of not applying, shares of counts, vetoes that cap,
# limit and fail, a bonus behind a gate, a penalty.
TREE = parse_scheme(
    "scheme:\n  id: tree\n  title: 例\n  kind: county\n  total: 100\n  coverage_floor: 0.5\n"
    "  grades:\n    - {name: 优秀, min: 90}\n    - {name: 良好, min: 75.5}\n"
    "    - {name: 合格, min: 60}\n    - {name: 不合格, min: 0}\n"
    "  duties: {重点: 承担重点领域}\n"
    "  vetoes:\n    - {id: forged, name: 造假, effect: cap_at, value: 59.5}\n"
    "    - {id: hidden, name: 瞒报, effect: cap_grade, grade: 合格}\n"
    "    - {id: secret, name: 泄密, effect: fail}\n"
    "  bonus:\n    cap: 5\n    gate: 60\n"
    "    items: [{id: pilot, name: 试点, points: 4}, {id: data, name: 数据, points: 3.3}]\n"
    "  penalties:\n    - {id: corrected, name: 纠错, points: 2, evidence: 台账,\n"
    "       scoring: {rule: excess, of: [wrong, cases],\n"
    "        steps: [{above: 15, off: 1}, {above: 30, off: 2}]}}\n"
    "sources: {law: 《条例》}\nindicators:\n"
    "  - id: top\n    name: 上\n    points: 55\n    children:\n"
    "      - id: inner\n        name: 内\n        points: 25\n        children:\n"
    + leaf("spread_a", 10, "redistribute", indent=10)
    + leaf("spread_b", 8, "redistribute", "{rule: checklist, items: {one: 3, two: 5}}", 10)
    + leaf("beside", 7, indent=10)
    + "      - id: lone\n        name: 独\n        points: 10\n        children:\n"
    + leaf("spread_c", 10, "redistribute", indent=10)
    + leaf("spread_d", 20, "redistribute", "{rule: deduct, each: {empty: 0.4}}", 6)
    + "  - id: low\n    name: 下\n    points: 45\n    children:\n"
    + leaf("gone", 15, "exclude", "{rule: ratio, of: [done, due], linear: true, full_at: 0.9}", 6)
    + leaf("share", 12.5, "statement_share, na_share: 0.6", indent=6)
    + leaf("full", 7.5, "full", indent=6)
    + leaf("asked", 10, "exclude", indent=6).replace("na:", "requires: [重点], na:"),
    "tree.yaml",
)
BUNDLED = {id_: read_scheme(path) for id_, path in bundled().items()}


def ids_of(scheme):
    bonus = scheme.bonus.items if scheme.bonus else ()
    return [e.id for p in (scheme.leaves(), scheme.vetoes, bonus, scheme.penalties) for e in p]


@st.composite
def a_finding(draw, scheme, id_):
    rules = {each.id: each.scoring for each in (*scheme.leaves(), *scheme.penalties)}
    items, counts = keys_used(rules[id_]) if id_ in rules else ((), ())
    outcomes = st.sampled_from(list(Outcome))
    numbers = st.integers(0, 40) | st.fractions(0, 9, max_denominator=7)
    return found(
        draw(outcomes),
        {key: draw(outcomes) for key in sorted(items) if draw(st.booleans())},
        {key: draw(numbers) for key in sorted(counts) if draw(st.booleans())},
    )


@st.composite
def rounds(draw, scheme, most=6):
    duties = st.none() | st.frozensets(st.sampled_from(sorted(scheme.duties) or ["重点"]))
    size = draw(st.integers(1, most))
    units = [unit(f"u{n}", draw(st.sampled_from("甲乙")), draw(duties)) for n in range(size)]
    ids = ids_of(scheme)
    findings = {}
    for one in units:
        some = draw(st.lists(st.sampled_from(ids), unique=True, max_size=len(ids)))
        findings[one.id] = {id_: draw(a_finding(scheme, id_)) for id_ in some}
    return units, findings


def lines_of(scheme, units, findings):
    sheets = {unit_id: sheet_of(mine).lines for unit_id, mine in findings.items()}
    return list(score_lines(scheme, units, sheets))


def by_reference(scheme, units, findings):
    scores = [score(scheme, one, findings.get(one.id, {})) for one in units]
    groups = {one.id: one.group for one in units}
    ranked = {row.unit_id: row for row in rank(scores, groups, scheme.coverage_floor, scheme.ties)}
    return [
        ScoreLine(
            made.unit_id,
            score_text(made),
            row.group,
            row.place,
            None if row.value is None else fraction_text(row.value),
            *map(fraction_text, (row.low, row.high, row.coverage)),
            None if row.value is None else float(row.value),
            row.grade,
            row.why_not,
        )
        for made in scores
        for row in [ranked[made.unit_id]]
    ]


# --- equal to the reference -----------------------------------------------------------------------


@given(data=st.data(), ties=st.sampled_from(Ties))
def test_every_line_is_the_reference_s(data, ties):
    scheme = replace(TREE, ties=ties)
    units, findings = data.draw(rounds(scheme))
    assert lines_of(scheme, units, findings) == by_reference(scheme, units, findings)


@pytest.mark.parametrize("name", sorted(BUNDLED))
@settings(max_examples=8)
@given(data=st.data())
def test_every_line_of_a_bundled_scheme_is_the_reference_s(name, data):
    scheme = BUNDLED[name]
    assert fits(scheme)
    units, findings = data.draw(rounds(scheme, most=2))
    assert lines_of(scheme, units, findings) == by_reference(scheme, units, findings)


@FEWER
@given(data=st.data())
def test_beyond_the_range_of_machine_numbers_as_well(data):
    """No leaf has a plain denominator, so that all sums are Python's own integers."""
    units, findings = data.draw(rounds(TREE))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_sums, "_PLAIN", 1)
        assert lines_of(TREE, units, findings) == by_reference(TREE, units, findings)


def test_shares_of_many_different_counts():
    """Denominators whose common multiple no machine number holds."""
    primes = [101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157]
    units = [unit(f"u{p}") for p in primes]
    findings = {f"u{p}": {"gone": found(PARTIAL, {}, {"done": p - 9, "due": p})} for p in primes}
    findings["u101"]["corrected"] = found(MISSING, {}, {"wrong": 5, "cases": 9})
    scheme = replace(TREE, total=F(1000, 7), coverage_floor=F(0))
    assert lines_of(scheme, units, findings) == by_reference(scheme, units, findings)


def test_by_hand():
    """10 + 8 + 7 in a node; 10 are spread over the 8 and the 7: 13 and 12. 13 of 25 are lost."""
    scheme = replace(TREE, nodes=(TREE.nodes[0].children[0],), bonus=None, total=F(25))
    findings = {"u1": {"spread_a": found(NOT_APPLICABLE), "spread_b": found(MISSING),
                       "beside": found(MET)}}  # fmt: skip
    [line] = lines_of(scheme, [unit("u1")], findings)
    assert (line.value, line.low, line.high, line.coverage) == ("12/1", "12/1", "12/1", "1/1")
    assert (line.place, line.points) == (1, 12.0)


def test_nobody_and_a_round_nobody_looked_at():
    assert list(score_lines(TREE, [], {})) == []
    [line] = score_lines(TREE, [unit("u1")], {})
    assert (line.value, line.low, line.high, line.place) == (None, "0/1", "100/1", None)
    assert line.why_not == "没有任何指标可以评判，不列名次"


# --- what holds for every score -------------------------------------------------------------------


@FEWER
@given(data=st.data())
def test_bounded_and_parts_sum_to_the_whole(data):
    units, findings = data.draw(rounds(TREE))
    for line in lines_of(TREE, units, findings):
        made = score_from(line.payload)
        assert 0 <= made.low <= made.high <= TREE.total + 5
        assert made.value is None or made.low <= made.value <= made.high
        assert 0 <= made.coverage <= 1
        tops = [made.nodes[node.id] for node in TREE.nodes if node.id in made.nodes]
        for part in ("full", "known", "got"):
            assert sum(getattr(p, part) for p in made.leaves.values()) == sum(
                getattr(p, part) for p in tops
            )


@FEWER
@given(data=st.data())
def test_a_better_finding_never_lowers_a_value(data):
    _, findings = data.draw(rounds(TREE, most=1))
    id_ = data.draw(st.sampled_from([one.id for one in TREE.leaves()]))
    ladder = (MISSING, PARTIAL, MET)
    units = [unit(outcome.value) for outcome in ladder]
    laid = {o.value: findings["u0"] | {id_: found(o)} for o in ladder}
    made = [score_from(line.payload) for line in lines_of(TREE, units, laid)]
    assert [m.value for m in made] == sorted(m.value for m in made)
    assert [m.low for m in made] == sorted(m.low for m in made)


@FEWER
@given(data=st.data())
def test_what_does_not_apply_changes_no_share(data):
    """A leaf that leaves both sums: as if the scheme did not have it."""
    _, findings = data.draw(rounds(TREE, most=1))
    low = TREE.nodes[1]
    without = replace(low, children=tuple(c for c in low.children if c.id != "gone"))
    smaller = replace(TREE, nodes=(TREE.nodes[0], without))
    mine = {"u0": findings["u0"] | {"gone": found(NOT_APPLICABLE)}}
    [one], [other] = (lines_of(s, [unit("u0")], mine) for s in (TREE, smaller))
    assert (one.value, one.low, one.high, one.coverage) == (
        other.value, other.low, other.high, other.coverage,
    )  # fmt: skip


@FEWER
@given(data=st.data())
def test_the_order_of_units_findings_and_leaves_does_not_matter(data):
    units, findings = data.draw(rounds(TREE))
    turned = {id_: dict(reversed(mine.items())) for id_, mine in reversed(findings.items())}
    nodes = tuple(replace(n, children=n.children[::-1]) for n in TREE.nodes[::-1])
    one = lines_of(TREE, units, findings)
    other = lines_of(replace(TREE, nodes=nodes), units[::-1], turned)
    assert sorted(one, key=lambda line: line.unit_id) == sorted(other, key=lambda x: x.unit_id)


@FEWER
@given(data=st.data())
def test_a_unit_s_score_does_not_depend_on_who_else_is_scored(data):
    units, findings = data.draw(rounds(TREE))
    together = {line.unit_id: line.payload for line in lines_of(TREE, units, findings)}
    for one in units:
        assert lines_of(TREE, [one], findings)[0].payload == together[one.id]


def with_points(node, id_, points):
    if isinstance(node, Leaf):
        return replace(node, points=points) if node.id == id_ else node
    return replace(node, children=tuple(with_points(c, id_, points) for c in node.children))


@pytest.mark.parametrize("scheme", [TREE, *BUNDLED.values()], ids=lambda scheme: scheme.id)
def test_a_changed_weight_changes_a_score(scheme):
    """For every leaf a unit that misses nothing else."""
    leaves = scheme.leaves()
    met = {leaf.id: found(MET) for leaf in leaves}
    findings = {leaf.id: met | {leaf.id: found(MISSING)} for leaf in leaves}
    before = {
        line.unit_id: line.value
        for line in lines_of(scheme, [unit(leaf.id) for leaf in leaves], findings)
    }
    for one in leaves:
        nodes = tuple(with_points(node, one.id, one.points + F(1, 10)) for node in scheme.nodes)
        mutant = replace(scheme, nodes=nodes)
        assert score(mutant, unit(one.id), findings[one.id]).value != F(before[one.id]), one.id
    assert mutant.digest != scheme.digest


# --- places ---------------------------------------------------------------------------------------


def test_values_too_near_for_floats_are_told_apart():
    """Three numbers that are one float, and one that is equal to the second."""
    big = 10**17
    top = np_objects([big + 1, big + 2, 2 * (big + 2), big + 3])
    below = np_objects([big, big, 2 * big, big])
    value = Quotient(top, below)
    assert len(set(value.floats().tolist())) == 1
    assert places(value, list("aaaa"), np_flags([1, 1, 1, 1])).tolist() == [4, 2, 2, 1]


def test_groups_do_not_mix_and_who_has_no_place_takes_none():
    value = Quotient(np_objects([90, 80, 90, 70, 99]), np_objects([1] * 5))
    found = places(value, ["甲", "甲", "甲", "乙", "甲"], np_flags([1, 1, 1, 1, 0]))
    assert found.tolist() == [1, 3, 1, 1, 0]


def np_objects(numbers):
    return np.array(numbers, object)


def np_flags(flags):
    return np.array(flags, bool)


# --- schemes it does not know ---------------------------------------------------------------------


def test_what_a_scheme_says_anew_is_left_to_the_reference(monkeypatch):
    from scoring.engine import fits as module

    monkeypatch.setitem(module._KNOWN, Node, module._KNOWN[Node] - {"extra"})
    assert fits(TREE)  # nobody uses it
    extra = replace(TREE, nodes=(TREE.nodes[0], replace(TREE.nodes[1], extra=True)))
    assert not fits(extra)
    findings = {"u1": {"beside": found(MET)}}
    assert lines_of(extra, [unit("u1")], findings) == by_reference(extra, [unit("u1")], findings)


@pytest.mark.parametrize("kind", [Band, Bonus, BonusItem, Leaf, Node, Penalty, Veto])
def test_every_part_of_a_scheme_is_looked_at(kind, monkeypatch):
    from scoring.engine import fits as module

    monkeypatch.setitem(module._KNOWN, kind, frozenset())
    assert not fits(TREE)


# --- what counts ----------------------------------------------------------------------------------


def test_a_line_keeps_all_that_points_are_made_of():
    one = found(PARTIAL, {"b": MISSING, "a": MET}, {"n": 3, "m": F(175, 2)}, "一个理由\n两行")
    line = line_of("x", one)
    assert "\n" not in line
    assert finding_of(line) == ("x", replace(one, reason=""))
    assert line_of("x", found(MET)) == "x\tmet"
    assert finding_of("x\tunknown") == ("x", Finding(UNKNOWN, "", Cause.NO_BASIS))


JUDGED = [MET, MISSING, UNKNOWN, NOT_APPLICABLE, PARTIAL]


@FEWER
@given(data=st.data())
def test_judgements_count_as_the_reference_lays_them_over(data):
    units, findings = data.draw(rounds(TREE, most=2))
    ids = st.sampled_from(ids_of(TREE))
    judgements = [
        Judgement("u0", data.draw(ids), data.draw(st.sampled_from(JUDGED)), "理由", "评审",
                  AT + timedelta(hours=data.draw(st.integers(0, 3))),
                  counts=data.draw(st.sampled_from([{}, {"done": 3}])))
        for _ in range(data.draw(st.integers(0, 5)))
    ]  # fmt: skip
    sheets = {id_: sheet_of(mine) for id_, mine in findings.items()}
    lines = counted(sheets, judgements, TREE.heavy)
    mine = {
        one.id: effective(
            findings.get(one.id, {}), [j for j in judgements if j.unit_id == one.id], TREE.heavy
        )
        for one in units
    }
    assert list(score_lines(TREE, units, lines)) == by_reference(TREE, units, mine)


def test_who_was_never_checked_may_be_judged():
    judgement = Judgement("u1", "beside", MET, "理由", "评审", AT)
    assert counted({}, [judgement], ()) == {"u1": "beside\tmet"}


def digest_of(findings, judgements=(), scheme=TREE, units=None):
    units = units or [unit(id_) for id_ in findings]
    sheets = {id_: sheet_of(mine) for id_, mine in findings.items()}
    made = Digest(scheme, sheets, judgements)
    list(made.watched(score_lines(scheme, units, counted(sheets, judgements, scheme.heavy))))
    return made.hex()


def test_the_same_round_has_the_same_digest_in_any_order():
    one, two = {"beside": found(MET), "full": found(MISSING)}, {"gone": found(UNKNOWN)}
    base = digest_of({"u1": one, "u2": two})
    assert digest_of({"u2": two, "u1": dict(reversed(one.items()))}) == base
    assert len(base) == 64


def test_whatever_differs_changes_the_digest():
    findings = {"u1": {"beside": found(MET)}}
    said = Judgement("u1", "beside", MET, "现场查看", "评审", AT)
    others = [
        digest_of({"u1": {"beside": found(MET, reason="别的理由")}}),
        digest_of({"u1": {"beside": found(MISSING)}}),
        digest_of({}, units=[unit("u1")]),
        digest_of(findings, scheme=replace(TREE, title="别的")),
        digest_of(findings, [said]),
        digest_of(findings, [replace(said, reason="复查")]),
        digest_of(findings, units=[unit("u1", duties=frozenset())]),
    ]
    assert len({digest_of(findings), *others}) == 1 + len(others)


def test_a_judgement_that_was_overruled_does_not_count():
    findings = {"u1": {"beside": found(MET)}}
    first = Judgement("u1", "beside", MISSING, "初评", "甲", AT)
    last = Judgement("u1", "beside", MET, "复查", "乙", AT + timedelta(days=1))
    assert digest_of(findings, [first, last]) == digest_of(findings, [last])
