"""Places: inside groups, 1-1-3, unrounded, none below the floor."""

from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.indicators import Band, Effect, Scheme, Veto
from data.types import UnitScore
from scoring.rank import graded, rank

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


# --- grades by the share of a group -------------------------------------------------------------

FIRST = (Band("先进", F(67), F(1, 4)), Band("合格", F(60)), Band("不合格", F(0)))
VETOES = (
    Veto("forged", "V1", "造假", Effect.FAIL, F(0)),
    Veto("hidden", "V2", "瞒报", Effect.CAP_GRADE, F(0), "合格"),
)


def by_share(*scores, grades=FIRST, groups=None):
    scheme = Scheme("s", "体系", "county", F(100), FLOOR, grades, (), vetoes=VETOES)
    groups = groups or {s.unit_id: "县" for s in scores}
    return {s.unit_id: s.grade for s in graded(scheme, scores, groups)}


def several(*values):
    return [scored(f"u{n}", F(value)) for n, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "first"),
    [
        pytest.param((90, 80, 70, 60), 1, id="one of four"),
        pytest.param((90, 85, 80, 75, 70, 68, 67, 66), 2, id="two of eight"),
        pytest.param((90, 80, 80, 75, 70, 68, 67, 66), 3, id="a tie at the edge is all in"),
        pytest.param((90, 90, 90, 90), 4, id="all alike"),
        pytest.param((90, 85, 80, 75, 70, 69, 68, 67, 66, 65), 3, id="what is not whole is in"),
        pytest.param((90,), 1, id="alone"),
        pytest.param((66, 65, 64, 63), 0, id="the first is under the pass line"),
        pytest.param((67, 66, 64, 63, 62, 61, 60, 60), 1, id="the second is under it"),
    ],
)
def test_the_top_quarter_from_the_pass_line_on(values, first):
    grades = by_share(*several(*values))
    assert [unit for unit, name in grades.items() if name == "先进"] == [
        f"u{n}" for n in range(first)
    ]


def test_a_share_is_taken_of_each_group_for_itself():
    scores = several(90, 80, 70, 60)
    groups = {"u0": "县", "u1": "部门", "u2": "县", "u3": "部门"}
    assert by_share(*scores, groups=groups) == {
        "u0": "先进",
        "u1": "先进",
        "u2": "合格",
        "u3": "合格",
    }


def test_who_has_no_place_is_neither_counted_nor_graded():
    unseen = [scored(f"x{n}", F(99), F(1, 2)) for n in range(4)]
    grades = by_share(*several(90, 80, 70, 60), *unseen, scored("none", None, F(0)))
    assert [grades[u] for u in ("u0", "u1", "x0", "none")] == ["先进", "合格", "", ""]


def test_a_veto_limits_a_grade_by_share():
    one, two = several(90, 80)
    forged = replace(one, vetoes=("forged",))
    assert by_share(forged, two) == {"u0": "不合格", "u1": "合格"}
    hidden = replace(one, vetoes=("hidden",))
    assert by_share(hidden, two) == {"u0": "合格", "u1": "合格"}


def test_without_shares_grades_stay_as_they_were():
    given_ = [replace(each, grade="某等") for each in several(90, 10)]
    plain = (Band("合格", F(60)), Band("不合格", F(0)))
    assert set(by_share(*given_, grades=plain).values()) == {"某等"}


@given(st.lists(st.integers(0, 20), min_size=1, max_size=12), st.fractions(F(1, 50), F(49, 50)))
def test_as_many_as_the_share_and_no_more_without_a_tie(values, share):
    grades = (Band("先进", F(0), share), Band("其他", F(0)))
    names = by_share(*several(*values), grades=grades)
    first = [value for n, value in enumerate(values) if names[f"u{n}"] == "先进"]
    assert len(first) >= share * len(values)  # in favour of the units
    assert all(value in first or value < min(first) for value in values)
    if len(set(values)) == len(values):
        assert len(first) < share * len(values) + 1
