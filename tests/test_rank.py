"""Places: inside groups, 1-1-3, unrounded, none below the floor."""

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.types import UnitScore
from scoring.rank import rank

FLOOR = F(3, 5)


def scored(unit_id, value, coverage=F(1)):
    low, high = (F(0), F(100)) if value is None else (value, value)
    return UnitScore(unit_id, {}, {}, value, low, high, coverage)


def places(scores, groups=None):
    groups = groups or {s.unit_id: "县" for s in scores}
    return [(row.unit_id, row.place) for row in rank(scores, groups, FLOOR)]


def test_equal_values_share_a_place_and_the_next_is_skipped():
    scores = [scored("d", F(70)), scored("b", F(90)), scored("a", F(90)), scored("c", F(80))]
    assert places(scores) == [("a", 1), ("b", 1), ("c", 3), ("d", 4)]


def test_unrounded_values_decide():
    scores = [scored("a", F("84.21")), scored("b", F("84.24"))]  # both shown as 84.2
    assert places(scores) == [("b", 1), ("a", 2)]


def test_places_are_given_inside_a_group_only():
    scores = [scored("x", F(50)), scored("a", F(90)), scored("y", F(60))]
    groups = {"a": "县市区", "x": "部门", "y": "部门"}
    assert places(scores, groups) == [("a", 1), ("y", 1), ("x", 2)]


def test_below_the_floor_there_is_no_place_and_no_harm_to_others():
    scores = [scored("a", F(99), F(59, 100)), scored("b", F(80)), scored("c", None, F(0))]
    rows = rank(scores, dict.fromkeys("abc", "县"), FLOOR)
    assert [(r.unit_id, r.place) for r in rows] == [("b", 1), ("a", None), ("c", None)]
    assert rows[0].why_not == ""
    assert rows[1].why_not == "核查覆盖率 59.0%，未达到 60.0%，不列名次"
    assert rows[2].why_not == "没有任何指标可以评判，不列名次"


def test_coverage_at_the_floor_is_enough_and_just_below_is_not_shown_as_the_floor():
    scores = [scored("a", F(80), FLOOR), scored("b", F(80), FLOOR - F(1, 10**6))]
    at, below = rank(scores, dict.fromkeys("ab", "县"), FLOOR)
    assert at.place == 1
    assert below.why_not.startswith("核查覆盖率 59.9%，")


def test_a_unit_without_a_group_is_a_mistake():
    with pytest.raises(KeyError):
        rank([scored("a", F(1))], {}, FLOOR)


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), max_size=8))
def test_a_place_is_one_more_than_the_number_of_better_units(values):
    scores = [scored(f"u{n}", F(v)) for n, v in enumerate(values)]
    rows = rank(scores, {s.unit_id: "县" for s in scores}, FLOOR)
    assert len(rows) == len(values)
    for row in rows:
        assert row.place == 1 + sum(v > row.value for v in values)
    assert rows == rank(reversed(scores), {s.unit_id: "县" for s in scores}, FLOOR)
