"""A round at a glance, by numbers one can do by head."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.overview import as_announced, overdue, overview
from data.feedback import Line
from data.schemes import parse_scheme
from data.types import Ranked
from scoring.rectification import Fix, Status
from tests import rounds

SCHEME = parse_scheme(rounds.SCHEME, "small.yaml")


def line(id_, value, place=1, group="甲组", coverage=1):
    given_ = None if value is None else Fraction(value)
    low = given_ or Fraction(0)
    return Ranked(id_, group, place, given_, low, low, Fraction(coverage), "")


NOW = [
    line("a", 90, 1), line("b", 70, 2), line("c", 50, 3), line("d", 80, None, coverage="1/2"),
    line("e", 60, 1, "乙组"),
]  # fmt: skip
BEFORE = [line("b", 80, 1), line("a", 60, 2), line("c", 50, 3), line("e", 99, 1, "甲组")]


def test_a_group_has_its_mean_its_ends_and_those_below_the_line():
    first, second = overview(SCHEME, NOW).groups
    assert (first.units, first.placed, first.mean, first.below) == (4, 3, 70, 1)
    assert (first.best.unit_id, first.last.unit_id, first.firsts) == ("a", "c", 1)
    assert first.coverage == Fraction(7, 8)  # (1 + 1 + 1 + 1/2) / 4
    assert first.moved is None
    assert (second.mean, second.below) == (60, 0)  # 60 is not below 60


def test_a_group_moves_by_the_mean_change_of_those_placed_in_both_rounds():
    groups = overview(SCHEME, NOW, BEFORE).groups
    assert groups[0].moved == Fraction(30 - 10 + 0, 3)
    assert groups[1].moved is None  # the group is new


def test_a_unit_that_lost_its_place_does_not_lift_the_group():
    now = [line("a", 99, 1), line("b", 98, 2), line("c", 88, None, coverage="1/2")]
    then = [line("a", 100, 1), line("b", 99, 2), line("c", 70, 3)]
    assert overview(SCHEME, now, then).groups[0].moved == -1


def test_who_rose_and_who_fell_with_places_of_the_same_group():
    seen = overview(SCHEME, NOW, BEFORE)
    assert [(m.now.unit_id, m.value, m.places) for m in seen.risers] == [("a", 30, 1)]
    assert [(m.now.unit_id, m.value, m.places) for m in seen.fallers] == [("b", -10, -1)]
    assert seen.compared == 3  # e changed the group, d has no place


def test_the_line_is_sixty_of_a_hundred():
    assert overview(SCHEME, NOW).line == 60
    assert overview(replace(SCHEME, total=Fraction(50)), NOW).line == 30


@given(st.lists(st.fractions(0, 100), min_size=1, max_size=8), st.data())
def test_gains_and_losses_add_up_to_the_move_of_the_mean(values, data):
    old = [data.draw(st.fractions(0, 100)) for _ in values]
    now = [line(str(n), value, n + 1) for n, value in enumerate(values)]
    then = [line(str(n), value, n + 1) for n, value in enumerate(old)]
    seen = overview(SCHEME, now, then)
    whole = sum((m.value for m in (*seen.risers, *seen.fallers)), Fraction(0))
    assert seen.groups[0].moved == whole / len(values)


def test_no_unit_at_all_has_no_mean():
    seen = overview(SCHEME, [line("x", None, None, coverage=0)])
    assert (seen.groups[0].mean, seen.groups[0].best, seen.below) == (None, None, [])


def test_what_was_announced_is_all_that_is_known_of_it():
    names = {"a": "甲局", "d": "丁局"}
    first, last = as_announced([line("a", "90.505"), NOW[3]], names)
    assert (first.unit_id, first.place, first.value) == ("甲局", 1, Fraction("90.505"))
    assert (last.unit_id, last.place, last.value, last.coverage) == ("丁局", None, None, 1)


def test_overdue_counts_what_is_not_mended_after_its_day():
    told = datetime(2023, 12, 1, tzinfo=UTC)

    def fix(unit, due, status=Status.WAITING):
        return Fix(unit, Line(due, "A1", "年报", "1", "1", "", "", "", ()), told,
                   date.fromisoformat(due), status)  # fmt: skip

    found = overdue(
        [
            fix("a", "2023-12-10"), fix("a", "2023-12-12"), fix("b", "2023-12-01", Status.FAILED),
            fix("b", "2023-12-15"), fix("c", "2023-12-01", Status.PASSED),
            fix("c", "2023-12-01", Status.DONE),
        ],
        date(2023, 12, 15),
    )  # fmt: skip
    assert found.late == [("a", 2, 5), ("b", 1, 14)]
    assert (found.told, found.passed, found.points) == (6, 1, 3)
