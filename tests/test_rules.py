"""The scoring primitives: worked examples, and what holds for every finding."""

from dataclasses import replace
from fractions import Fraction as F
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rule_reading import READERS
from data.rules import (
    Capped,
    Checklist,
    Composite,
    Deduct,
    EachMissing,
    Excess,
    Placed,
    Presence,
    Ratio,
    Sampled,
    Scale,
    Survey,
    Target,
    Tiered,
)
from data.types import Cause, Finding, Outcome, Points
from scoring.rules import RULES, points_for

MET, PARTIAL, MISSING = Outcome.MET, Outcome.PARTIAL, Outcome.MISSING
UNKNOWN, NOT_APPLICABLE = Outcome.UNKNOWN, Outcome.NOT_APPLICABLE


def found(outcome, items=None, counts=None):
    cause = Cause.NOT_READ if outcome is UNKNOWN else None
    return Finding(outcome, "理由", cause, items=items or {}, counts=counts or {})


def earned(rule, points, outcome, items=None, counts=None):
    """(full, known, got) as a scheme would write them."""
    result = points_for(found(outcome, items, counts), F(points), rule)
    return tuple(str(float(n)) for n in (result.full, result.known, result.got))


def test_every_rule_that_can_be_written_can_be_computed():
    assert RULES.keys() == READERS.keys()
    assert all(
        "Example" in (f.__doc__ or "") and "Source:" in (f.__doc__ or "") for f in RULES.values()
    )


CHECKLIST = Checklist({"a": F(1), "b": F(1), "c": F(1), "d": F(1)})
EACH = EachMissing(F("0.4"), ("a", "b", "c", "d", "e", "f", "g", "h"))
LINKS = Deduct({"home": F("0.1"), "other": F("0.05")})
CARDS = Deduct({"red": F("0.3"), "yellow": F("0.1")}, per_thousand="cases")
LINE = Ratio(("part", "whole"))
POINT = Ratio(("part", "whole"), per_point=F("0.1"))
POINT95 = Ratio(("part", "whole"), full_at=F("0.95"), per_point=F("0.1"))
STEP = Ratio(("part", "whole"), step=F(10), each=F("0.7"))
TIERS = Tiered((("by_due", F("1.5")), ("published", F("0.8"))))
BOTH = Composite(((F("1.5"), Ratio(("on_time", "pairs"))), (F("1.5"), Ratio(("linked", "pairs")))))
SURVEY = Survey({"满意": F(100), "基本满意": F(70), "不满意": F(30)}, 100)
ITEMS700 = Target("items", F(700))
FLOOR600 = Target("items", F(700), F(600))
WITHIN5 = Target("days", F(5), F(10), at_most=True)
ALL_OR_NONE = Target("share", F("97.5"), partial=False)
LATE = Excess(("days",), F(0), F("0.5"))
CORRECTED = Excess(("corrected", "cases"), steps=((F(15), F(1)), (F(30), F(2))))
CARRIED = Sampled(("faults", "looked_at"), F("0.05"), "all")
GRADED = Scale({"优": F(10), "良": F(8), "差": F(0)})
PLACED = Placed(("place", "of"))
PLACED40 = Placed(("place", "of"), F("0.4"))
LISTED = Checklist({"list": F(2), "text": F(8)})
CAPPED = Capped("list", F(6), LISTED)
DRAWN = Sampled(("faults", "looked_at"), F("0.1"))
ALL8 = dict.fromkeys("abcdefgh", MET)


@pytest.mark.parametrize(
    ("rule", "points", "outcome", "items", "counts", "expected"),
    [
        pytest.param(Presence(), 2, MET, None, None, (2, 2, 2), id="presence"),
        pytest.param(Presence(), 2, PARTIAL, None, None, (2, 2, 1), id="presence half"),
        pytest.param(Presence(F(0)), 2, PARTIAL, None, None, (2, 2, 0), id="presence all or none"),
        pytest.param(Presence(), 2, MISSING, None, None, (2, 2, 0), id="presence missing"),
        # 涡阳 2020Q3 publishes 4 -> 1.6 and 2 -> 0.8 for a statement alone: a share of 0.4
        pytest.param(Presence(F("0.4")), 4, PARTIAL, None, None, (4, 4, 1.6), id="涡阳 4"),
        pytest.param(Presence(F("0.4")), 2, PARTIAL, None, None, (2, 2, 0.8), id="涡阳 2"),
        pytest.param(
            CHECKLIST, 4, PARTIAL, {"a": MET, "b": MET, "c": MISSING, "d": UNKNOWN}, None,
            (4, 3, 2), id="checklist: unknown leaves known with its own points",
        ),
        pytest.param(
            CHECKLIST, 4, PARTIAL, {"a": MET, "b": PARTIAL, "c": MISSING, "d": NOT_APPLICABLE},
            None, (3, 3, 1.5), id="checklist: an item that does not apply leaves full",
        ),
        pytest.param(
            CHECKLIST, 4, PARTIAL, {"a": MET}, None, (4, 1, 1),
            id="checklist: items not spoken of are open",
        ),
        pytest.param(CHECKLIST, 4, MET, {"a": MET}, None, (4, 1, 1), id="met, rest open"),
        pytest.param(CHECKLIST, 4, MET, None, None, (4, 4, 4), id="checklist: met as a whole"),
        pytest.param(CHECKLIST, 4, PARTIAL, None, None, (4, 4, 2), id="checklist: half"),
        # 2.5 - 0.4 * 3 = 1.3
        pytest.param(
            EACH, F("2.5"), PARTIAL, {**ALL8, "a": MISSING, "b": MISSING, "c": MISSING}, None,
            (2.5, 2.5, 1.3), id="each missing",
        ),
        pytest.param(
            EACH, F("2.5"), PARTIAL, {**ALL8, "a": MISSING, "b": UNKNOWN}, None, (2.5, 2.1, 1.7),
            id="each missing: one unknown is at stake",
        ),
        # 2.5 - 0.4 * 7 < 0: the eighth can take nothing any more
        pytest.param(
            EACH, F("2.5"), MISSING, {**dict.fromkeys("abcdefgh", MISSING), "a": UNKNOWN}, None,
            (2.5, 2.5, 0), id="each missing: nothing is left to be open",
        ),
        # 0.4 * 7 = 2.8 is more than there is
        pytest.param(
            EACH, F("2.5"), PARTIAL, {**dict.fromkeys("abcdefgh", MISSING), "a": MET}, None,
            (2.5, 2.5, 0), id="each missing: never below 0",
        ),
        pytest.param(
            EACH, F("2.5"), PARTIAL, {"a": PARTIAL, **dict.fromkeys("bcdefgh", MET)}, None,
            (2.5, 2.5, 2.3), id="each missing: incomplete counts half",
        ),
        pytest.param(
            EACH, F("2.5"), PARTIAL, dict.fromkeys("abcdefgh", UNKNOWN), None, (2.5, 0, 0),
            id="each missing: nothing known, nothing certain",
        ),
        # 2 - 3 * 0.1 - 4 * 0.05 = 1.5
        pytest.param(
            LINKS, 2, PARTIAL, None, {"home": 3, "other": 4}, (2, 2, 1.5), id="deduct"
        ),
        pytest.param(LINKS, 2, PARTIAL, None, {"home": 99, "other": 0}, (2, 2, 0), id="deduct 0"),
        pytest.param(
            LINKS, 2, PARTIAL, None, {"home": 3}, (2, 0.3, 0), id="deduct: a count not given"
        ),
        pytest.param(LINKS, 2, MET, None, {"home": 0, "other": 0}, (2, 2, 2), id="deduct: none"),
        pytest.param(LINKS, 2, MET, None, {"home": 0}, (2, 0, 0), id="deduct: met, one not given"),
        # 2 red and 4 yellow in 4000 cases: (2 * 0.3 + 4 * 0.1) / 4 = 0.25
        pytest.param(
            CARDS, F("1.5"), PARTIAL, None, {"red": 2, "yellow": 4, "cases": 4000},
            (1.5, 1.5, 1.25), id="deduct: a thousand cases",
        ),
        pytest.param(
            CARDS, F("1.5"), PARTIAL, None, {"red": 2, "yellow": 4, "cases": 0}, (1.5, 0, 0),
            id="deduct: no cases to relate to",
        ),
        pytest.param(LINE, 3, PARTIAL, None, {"part": 2, "whole": 3}, (3, 3, 2), id="ratio"),
        pytest.param(LINE, 3, PARTIAL, None, {"part": 4, "whole": 3}, (3, 3, 3), id="over 1"),
        pytest.param(LINE, 3, PARTIAL, None, {"part": 0, "whole": 0}, (3, 0, 0), id="of none"),
        pytest.param(LINE, 3, MET, None, {"part": 0, "whole": 0}, (3, 3, 3), id="met of none"),
        # 100 % - 96 % = 4 points: 3 - 0.4 = 2.6
        pytest.param(POINT, 3, PARTIAL, None, {"part": 24, "whole": 25}, (3, 3, 2.6), id="points"),
        # half a percentage point short costs half
        pytest.param(
            POINT, 3, PARTIAL, None, {"part": 199, "whole": 200}, (3, 3, 2.95), id="half a point"
        ),
        pytest.param(
            POINT95, 1, PARTIAL, None, {"part": 95, "whole": 100}, (1, 1, 1), id="full at 95 %"
        ),
        # 75 % is two whole steps of 10 points short: 3.5 - 1.4 = 2.1
        pytest.param(
            STEP, F("3.5"), PARTIAL, None, {"part": 3, "whole": 4}, (3.5, 3.5, 2.1), id="steps"
        ),
        pytest.param(
            STEP, F("3.5"), PARTIAL, None, {"part": 91, "whole": 100}, (3.5, 3.5, 3.5),
            id="steps: one not completed costs nothing",
        ),
        pytest.param(
            TIERS, F("1.5"), PARTIAL, {"by_due": MISSING, "published": MET}, None,
            (1.5, 1.5, 0.8), id="tiers: late",
        ),
        pytest.param(
            TIERS, F("1.5"), MET, {"by_due": UNKNOWN, "published": MET}, None, (1.5, 0.8, 0.8),
            id="tiers: the day is unknown",
        ),
        pytest.param(TIERS, F("1.5"), MISSING, None, None, (1.5, 1.5, 0), id="tiers: none"),
        # 1.5 * 3/4 + 1.5 * 2/4 = 1.875
        pytest.param(
            BOTH, 3, PARTIAL, None, {"pairs": 4, "on_time": 3, "linked": 2}, (3, 3, 1.875),
            id="composite",
        ),
        pytest.param(
            BOTH, 3, PARTIAL, None, {"pairs": 4, "on_time": 3}, (3, 1.5, 1.125),
            id="composite: a part is unknown",
        ),
        # (60 * 100 + 30 * 70 + 10 * 30) / 100 = 84; 2.5 * 0.84 = 2.1
        pytest.param(
            SURVEY, F("2.5"), PARTIAL, None, {"满意": 60, "基本满意": 30, "不满意": 10},
            (2.5, 2.5, 2.1), id="survey",
        ),
        pytest.param(
            SURVEY, F("2.5"), PARTIAL, None, {"满意": 60, "基本满意": 30, "不满意": 9}, (0, 0, 0),
            id="survey: too few answers do not apply",
        ),
        # 2 * 525 / 700 = 1.5
        pytest.param(ITEMS700, 2, PARTIAL, None, {"items": 525}, (2, 2, 1.5), id="target"),
        pytest.param(ITEMS700, 2, PARTIAL, None, {"items": 712}, (2, 2, 2), id="target reached"),
        pytest.param(ITEMS700, 2, PARTIAL, None, {"other": 1}, (2, 0, 0), id="target: no figure"),
        pytest.param(FLOOR600, 2, PARTIAL, None, {"items": 599}, (2, 2, 0), id="target: floor"),
        pytest.param(FLOOR600, 7, PARTIAL, None, {"items": 600}, (7, 7, 6), id="target: on it"),
        # 2 * 5 / 8 = 1.25
        pytest.param(WITHIN5, 2, PARTIAL, None, {"days": 8}, (2, 2, 1.25), id="target: limit"),
        pytest.param(WITHIN5, 2, PARTIAL, None, {"days": 11}, (2, 2, 0), id="target: far beyond"),
        pytest.param(WITHIN5, 2, MET, None, {"days": 0}, (2, 2, 2), id="target: limit kept"),
        pytest.param(
            ALL_OR_NONE, 2, PARTIAL, None, {"share": F("97.4")}, (2, 2, 0), id="target: missed"
        ),
        # 3 - 4 * 0.5 = 1; half a day begun is not counted
        pytest.param(LATE, 3, PARTIAL, None, {"days": 4}, (3, 3, 1), id="excess"),
        pytest.param(LATE, 3, PARTIAL, None, {"days": F("4.5")}, (3, 3, 1), id="excess: begun"),
        pytest.param(LATE, 3, PARTIAL, None, {"days": 40}, (3, 3, 0), id="excess: never below 0"),
        # 3 of 18 is 16.7 %, over 15 % and not over 30 %
        pytest.param(
            CORRECTED, 3, PARTIAL, None, {"corrected": 3, "cases": 18}, (3, 3, 2), id="excess step"
        ),
        pytest.param(
            CORRECTED, 3, PARTIAL, None, {"corrected": 3, "cases": 20}, (3, 3, 3), id="on the limit"
        ),
        pytest.param(
            CORRECTED, 3, MET, None, {"corrected": 0, "cases": 0}, (3, 3, 3), id="no cases, met"
        ),
        pytest.param(
            CORRECTED, 3, PARTIAL, None, {"corrected": 0, "cases": 0}, (3, 0, 0), id="no cases"
        ),
        # 3 of 20 is 15 %: 4 - 1.5 = 2.5
        pytest.param(
            DRAWN, 4, PARTIAL, None, {"faults": 3, "looked_at": 20}, (4, 4, 2.5), id="sampled"
        ),
        pytest.param(
            DRAWN, 4, PARTIAL, None, {"faults": 0, "looked_at": 0}, (4, 0, 0), id="none drawn"
        ),
        # 3 of 20 is 30 of 200: 4 - 30 * 0.05
        pytest.param(
            CARRIED, 4, PARTIAL, None, {"faults": 3, "looked_at": 20, "all": 200}, (4, 4, 2.5),
            id="carried over",
        ),
        pytest.param(
            CARRIED, 4, PARTIAL, None, {"faults": 3, "looked_at": 20}, (4, 0, 0),
            id="carried over to nobody knows how many",
        ),
        pytest.param(
            CARRIED, 4, PARTIAL, None, {"faults": 3, "looked_at": 20, "all": 5}, (4, 4, 3.85),
            id="all are not fewer than the sample",
        ),
        pytest.param(GRADED, 5, PARTIAL, None, {"良": 1}, (5, 5, 4), id="graded"),
        pytest.param(GRADED, 5, PARTIAL, None, {"差": 1}, (5, 5, 0), id="graded lowest"),
        pytest.param(GRADED, 5, PARTIAL, None, {"其他": 1}, (5, 0, 0), id="nothing graded"),
        pytest.param(PLACED, 6, PARTIAL, None, {"place": 1, "of": 12}, (6, 6, 6), id="first"),
        pytest.param(PLACED, 6, PARTIAL, None, {"place": 12, "of": 12}, (6, 6, 0.5), id="last"),
        # 6 * (1 - 0.6 * 6 / 12)
        pytest.param(
            PLACED40, 6, PARTIAL, None, {"place": 7, "of": 13}, (6, 6, 4.2), id="placed half way"
        ),
        pytest.param(PLACED40, 6, PARTIAL, None, {"place": 1, "of": 1}, (6, 6, 6), id="alone"),
        pytest.param(
            PLACED, 6, PARTIAL, None, {"place": 13, "of": 12}, (6, 0, 0), id="no such place"
        ),
        pytest.param(
            CAPPED, 10, PARTIAL, {"list": MISSING, "text": MET}, None, (10, 10, 6), id="capped"
        ),
        pytest.param(
            CAPPED, 10, PARTIAL, {"list": UNKNOWN, "text": MET}, None, (10, 6, 6),
            id="capped, or not",
        ),
        pytest.param(
            CAPPED, 10, PARTIAL, {"list": MISSING, "text": UNKNOWN}, None, (10, 4, 0),
            id="capped, and the rest unknown: 4 are gone, 6 are open",
        ),
        pytest.param(
            CAPPED, 10, PARTIAL, {"list": PARTIAL, "text": MET}, None, (10, 10, 9), id="not capped"
        ),
    ],
)  # fmt: skip
def test_worked_examples(rule, points, outcome, items, counts, expected):
    assert earned(rule, points, outcome, items, counts) == tuple(str(float(n)) for n in expected)


@pytest.mark.parametrize(
    ("points", "counts", "got"),
    [
        # 宣州 2021Q2: 3 -> 1.8, lost 1.2; 5 -> 3, lost 2; 2 -> 1.6, lost 0.4
        (F(3), {"share": F("0.6")}, F("1.8")),
        (F(5), {"share": F("0.6")}, F(3)),
        (F(2), {"share": F("0.8")}, F("1.6")),
        # 万佛湖镇 2023Q2: 20 -> 16, 30 -> 24, 24 -> 19.2
        (F(20), {"share": F("0.8")}, F(16)),
        (F(30), {"share": F("0.8")}, F(24)),
        (F(24), {"share": F("0.8")}, F("19.2")),
    ],
)
def test_published_shares_of_a_statement(points, counts, got):
    assert points_for(found(PARTIAL), points, Presence(counts["share"])).got == got


# --- what holds always ------------------------------------------------------------------------

OUTCOMES = st.sampled_from(list(Outcome))
ITEMS = "abc"
COUNTS = "xyz"
worths = st.integers(1, 40).map(lambda n: F(n, 10))
rules = st.one_of(
    st.builds(Presence, st.fractions(0, 1, max_denominator=10)),
    st.tuples(worths, worths, worths).map(
        lambda w: Checklist(dict(zip(ITEMS, w, strict=True)), F(1, 2))
    ),
    st.builds(EachMissing, worths, st.just(tuple(ITEMS))),
    st.builds(
        Deduct, st.fixed_dictionaries({"x": worths, "y": worths}), st.sampled_from(["", "z"])
    ),
    st.builds(Ratio, st.just(("x", "y")), st.sampled_from([F(1), F("0.95")])),
    st.builds(Ratio, st.just(("x", "y")), st.just(F(1)), worths),
    st.builds(Ratio, st.just(("x", "y")), st.just(F(1)), st.none(), worths, worths),
    worths.map(lambda w: Tiered((("a", w), ("b", w / 2), ("c", w / 4)))),
    st.builds(Target, st.just("x"), worths, st.none(), st.booleans(), st.booleans()),
    st.builds(Excess, st.just(("x",)), worths, worths),
    st.just(Excess(("x", "y"), steps=((F(15), F(1)), (F(30), F(2))))),
    st.builds(Sampled, st.just(("x", "y")), worths, st.sampled_from(["", "z"])),
    st.builds(Scale, st.just({"x": F(10), "y": F(8), "z": F(0)})),
    st.builds(Placed, st.just(("x", "y")), st.sampled_from([None, F(0), F("0.4")])),
    st.builds(Survey, st.just({"x": F(10), "y": F(6), "z": F(0)}), st.integers(1, 5)),
)
composites = st.one_of(
    st.lists(rules, min_size=1, max_size=3).map(
        lambda parts: Composite(tuple((_worth(part), part) for part in parts))
    ),
    rules.map(lambda rule: Capped("a", _worth(rule) / 2, rule)),
)
findings = st.builds(
    found,
    OUTCOMES,
    st.dictionaries(st.sampled_from(ITEMS), OUTCOMES),
    st.dictionaries(st.sampled_from(COUNTS), st.integers(0, 9)),
)


def _worth(rule):
    if isinstance(rule, Checklist):
        return sum(rule.items.values())
    if isinstance(rule, Tiered):
        return max(worth for _, worth in rule.tiers)
    if isinstance(rule, Composite):
        return sum(worth for worth, _ in rule.parts)
    if isinstance(rule, Capped):
        return _worth(rule.scoring)
    return F(3)


def points(finding, rule):
    return points_for(finding, _worth(rule), rule)


@settings(deadline=None)
@given(findings, st.one_of(rules, composites))
def test_got_is_never_above_known_nor_known_above_full(finding, rule):
    result = points(finding, rule)
    assert 0 <= result.got <= result.known <= result.full <= _worth(rule)
    assert all(type(n) is F for n in (result.full, result.known, result.got))


@settings(deadline=None)
@given(findings, st.one_of(rules, composites))
def test_the_same_finding_earns_the_same_again(finding, rule):
    again = replace(finding, items=MappingProxyType(dict(reversed(finding.items.items()))))
    assert points(finding, rule) == points(again, rule)


@settings(deadline=None)
@given(st.one_of(rules, composites))
def test_unknown_as_a_whole_earns_and_costs_nothing(rule):
    result = points(found(UNKNOWN, dict.fromkeys(ITEMS, MISSING), {"x": 9}), rule)
    assert result == Points(_worth(rule), F(0), F(0))


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(ITEMS), OUTCOMES).map(
        lambda known: dict.fromkeys(ITEMS, MISSING) | known
    ),
    st.one_of(rules, composites),
)
def test_missing_as_a_whole_leaves_no_more_open_than_its_items_do(items, rule):
    """Or the worse word on the same facts would be worth more: what is open counts for nothing."""
    whole, part = (points(found(outcome, items), rule) for outcome in (MISSING, PARTIAL))
    assert whole.got == 0
    assert whole.open <= part.open


@settings(deadline=None)
@given(findings, st.one_of(rules, composites), st.sampled_from(ITEMS))
def test_a_better_item_never_earns_less(finding, rule, key):
    ladder = [
        points(replace(finding, items={**finding.items, key: outcome}), rule)
        for outcome in (MISSING, PARTIAL, MET)
    ]
    assert [p.got for p in ladder] == sorted(p.got for p in ladder)


@settings(deadline=None)
@given(findings, st.one_of(rules, composites))
def test_a_better_outcome_as_a_whole_never_earns_less(finding, rule):
    ladder = [
        points(replace(finding, outcome=outcome, cause=None, items={}, counts={}), rule)
        for outcome in (MISSING, PARTIAL, MET)
    ]
    assert [p.got for p in ladder] == [0, *sorted(p.got for p in ladder[1:])]
    assert ladder[2].got == ladder[2].full


@settings(deadline=None)
@given(findings, st.one_of(rules, composites), st.sampled_from(ITEMS))
def test_deciding_an_unknown_item_stays_inside_what_was_open(finding, rule, key):
    """Unknown never lowers what the rest earns: its loss and its gain both lie inside `open`."""
    finding = replace(finding, outcome=PARTIAL, cause=None)
    others = {**dict.fromkeys(ITEMS, MET), **finding.items}
    before = points(replace(finding, items={**others, key: UNKNOWN}), rule)
    for decided in (MISSING, PARTIAL, MET):
        after = points(replace(finding, items={**others, key: decided}), rule)
        assert before.got <= after.got <= before.got + before.open


@settings(deadline=None)
@given(st.integers(0, 99), st.integers(0, 99), st.sampled_from([LINKS, BOTH, POINT, STEP]))
def test_more_faults_or_a_lower_share_never_earn_more(n, m, rule):
    few, many = sorted((n, m))
    faults = {"home": few, "other": 0}, {"home": many, "other": 0}
    shares = ({"part": 99 - n, "on_time": 99 - n, "linked": 1} for n in (few, many))
    counts = faults if rule is LINKS else [{**c, "whole": 99, "pairs": 99} for c in shares]
    better, worse = (points_for(found(PARTIAL, None, c), F(3), rule).got for c in counts)
    assert worse <= better
