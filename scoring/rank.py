"""Scores -> places, inside groups only: 1, 1, 3 or 1, 1, 2. Unrounded values decide; so do grades
by share.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from data.indicators import Scheme, Ties
from data.types import Ranked, UnitScore
from scoring.score import best_grades, grade


def graded(
    scheme: Scheme, scores: Sequence[UnitScore], groups: Mapping[str, str]
) -> list[UnitScore]:
    """Scores with the grades that go by the share of a group; as they were if none does.

    Shares are taken of the units with a place: those below the coverage floor are neither counted
    nor graded. Vetoes in force limit these grades as all others.
    Example: 8 units, 先进 for the top quarter from 67 on, values 90, 80, 80, 70 …: the three
    first are 先进, since the third shares the second place.

    Args:
        groups: unit id -> group.

    Raises:
        KeyError: a unit has no group.
    """
    if all(band.top is None for band in scheme.grades):
        return list(scores)
    values: dict[str, list[Fraction]] = {group: [] for group in groups.values()}
    for each in scores:
        if each.value is not None and each.coverage >= scheme.coverage_floor:
            values[groups[each.unit_id]].append(each.value)
    return [_graded(scheme, each, values[groups[each.unit_id]]) for each in scores]


def _graded(scheme: Scheme, score: UnitScore, values: Sequence[Fraction]) -> UnitScore:
    own = score.value
    ahead = None
    if own is not None and values:
        ahead = Fraction(sum(value > own for value in values), len(values))
    best = best_grades(scheme, score.vetoes, score.nodes)
    return replace(score, grade=grade(scheme, own, score.coverage, best, ahead))


def place_among(value: Fraction, values: Iterable[Fraction], ties: Ties) -> int:
    """The place of a value, 1 the best: one more than the better units there are (SKIP), or than
    the better values (DENSE).

    Example: beside 90, 90 and 80, a value of 80 has place 3, or 2 by DENSE.
    Source: both are printed; the ministries' tables of 2014 skip, those of 2016 do not.
    """
    better = [each for each in values if each > value]
    return 1 + len(set(better) if ties is Ties.DENSE else better)


def rank(
    scores: Iterable[UnitScore],
    groups: Mapping[str, str],
    floor: Fraction,
    ties: Ties = Ties.SKIP,
) -> list[Ranked]:
    """Every unit with its place.

    Units below the coverage floor, or without a value, are listed without a place and take none
    away from others.

    Args:
        groups: unit id -> group; groups come out in this mapping's order.
        floor: coverage, share 0-1, from which on a place is given.
        ties: of the scheme.

    Returns:
        By group; inside a group by place, equal places by unit id, those without a place last.

    Raises:
        KeyError: a unit has no group.
    """
    members: dict[str, list[UnitScore]] = {group: [] for group in groups.values()}
    for unit_score in scores:
        members[groups[unit_score.unit_id]].append(unit_score)
    return [row for group, inside in members.items() for row in _group(inside, group, floor, ties)]


def _group(scores: list[UnitScore], group: str, floor: Fraction, ties: Ties) -> list[Ranked]:
    reasons = {s.unit_id: _why_not(s, floor) for s in scores}
    values = sorted(s.value for s in scores if s.value is not None and not reasons[s.unit_id])
    if ties is Ties.DENSE:
        values = sorted(set(values))
    rows = []
    for s in scores:
        place = None
        if s.value is not None and not reasons[s.unit_id]:
            place = 1 + len(values) - bisect_right(values, s.value)
        rows.append(
            Ranked(
                unit_id=s.unit_id,
                group=group,
                place=place,
                value=s.value,
                low=s.low,
                high=s.high,
                coverage=s.coverage,
                grade=s.grade,
                why_not=reasons[s.unit_id],
            )
        )
    return sorted(rows, key=lambda row: (row.place is None, row.place or 0, row.unit_id))


def _why_not(s: UnitScore, floor: Fraction) -> str:
    if s.value is None:
        return "没有任何指标可以评判，不列名次"
    if s.coverage < floor:
        # Rounded down, so that a unit just below the floor is never shown as having reached it.
        return f"核查覆盖率 {_percent_down(s.coverage)}，未达到 {_percent_down(floor)}，不列名次"
    return ""


def _percent_down(share: Fraction) -> str:
    tenths = int(share * 1000)
    return f"{tenths // 10}.{tenths % 10}%"
