"""Sums -> value, interval, coverage and grade of all units: bonus, penalties, caps and vetoes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from data.indicators import Effect, Scheme
from data.rules import HALF
from data.types import Outcome
from scoring.engine.cells import Cells
from scoring.engine.sums import FULL, GOT, KNOWN, Integers, Sum
from scoring.engine.worth import ZERO, finding_in
from scoring.rules import points_for

EXACT = 2**53  # below it integers survive the way through a float

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Quotient:
    """A number of every unit as numerator and denominator, both integers, not in lowest terms."""

    top: Integers
    below: Integers  # 1 or more

    def floats(self) -> npt.NDArray[np.float64]:
        """Correctly rounded: in the right order wherever they are unequal."""
        return (self.top / self.below).astype(np.float64)

    def lowest(self) -> tuple[list[int], list[int]]:
        """In lowest terms, as Python's integers."""
        common = np.gcd(self.top, self.below)
        return (self.top // common).tolist(), (self.below // common).tolist()

    def reaches(self, least: Fraction) -> Flags:
        reached: Flags = (self.top * least.denominator >= least.numerator * self.below).astype(bool)
        return reached


@dataclass(frozen=True, slots=True)
class Finals:
    """Results of all units, in their order."""

    judged: Flags  # anything could be judged: there is a value
    value: Quotient  # 0 where there is none
    low: Quotient
    high: Quotient
    coverage: Quotient
    bonus: Quotient
    penalty: Quotient
    vetoes: Flags  # vetoes × units: in force
    grade: npt.NDArray[np.int64]  # position among the grades, -1: none


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is laid over the sum of the leaves, in points; units have numbers into the tuples."""

    extra: tuple[Fraction, ...]  # earned by bonus items, before gate and cap
    off: tuple[Fraction, ...]
    cap: tuple[Fraction | None, ...]
    extra_of: npt.NDArray[np.intp]
    off_of: npt.NDArray[np.intp]
    cap_of: npt.NDArray[np.intp]


def finals(scheme: Scheme, table: Cells, whole: Sum) -> Finals:
    """Results of all units from the sum of their leaves."""
    vetoes = _in_force(scheme, table)
    beside = _beside(scheme, table, vetoes)
    numbers = [*beside.extra, *beside.off, *(cap for cap in beside.cap if cap is not None)]
    gate, most = (scheme.bonus.gate, scheme.bonus.cap) if scheme.bonus else (ZERO, ZERO)
    unit = lcm(1, most.denominator, *(number.denominator for number in numbers))
    full, known, got = _wide_enough(scheme, whole, unit, [*numbers, gate, most])
    extra, off = (
        np.array([int(number * unit) for number in some], full.dtype)[of]
        for some, of in (
            ([min(number, most) for number in beside.extra], beside.extra_of),
            (beside.off, beside.off_of),
        )
    )
    caps = np.array([-1 if cap is None else int(cap * unit) for cap in beside.cap], full.dtype)
    cap = caps[beside.cap_of]

    def final(base: Quotient) -> Quotient:
        earned = np.where(base.reaches(gate), extra, 0)
        top = np.maximum(base.top * unit + (earned - off) * base.below, 0)
        return Quotient(
            np.where(cap < 0, top, np.minimum(top, cap * base.below)), base.below * unit
        )

    tn, td = scheme.total.numerator, scheme.total.denominator
    judged, applies = known.astype(bool), full.astype(bool)
    base = Quotient(tn * got, np.where(judged, td * known, 1))
    low = Quotient(tn * got, np.where(applies, td * full, 1))
    high = Quotient(
        np.where(applies, tn * (got + full - known), tn), np.where(applies, td * full, td)
    )
    coverage = Quotient(known, np.where(applies, full, 1))
    value = final(base)
    value = Quotient(np.where(judged, value.top, 0), value.below)
    ones = np.full_like(full, unit)
    return Finals(
        judged=judged,
        value=value,
        low=final(low),
        high=final(high),
        coverage=coverage,
        bonus=Quotient(np.where(judged & base.reaches(gate), extra, 0), ones),
        penalty=Quotient(off, ones),
        vetoes=vetoes,
        grade=_grades(scheme, judged, value, coverage, vetoes),
    )


def _wide_enough(
    scheme: Scheme, whole: Sum, unit: int, numbers: Sequence[Fraction]
) -> tuple[Integers, Integers, Integers]:
    """The sums in integers that no step after this takes out of range."""
    rows = whole.rows
    most = int(rows[FULL].max(initial=0))
    bands = [*(band.minimum for band in scheme.grades), scheme.coverage_floor, *numbers]
    largest = max(
        [scheme.total.numerator, scheme.total.denominator, 1]
        + [part for band in bands for part in (abs(band.numerator), band.denominator)]
    )
    points = max([scheme.total, *map(abs, numbers)]) + sum(map(abs, numbers), ZERO)
    reached = int((points + 1) * most * unit * scheme.total.denominator * largest)
    if rows.dtype != object and max(reached, most * largest * largest) >= EXACT:
        rows = rows.astype(object)
    return rows[FULL], rows[KNOWN], rows[GOT]


def _in_force(scheme: Scheme, table: Cells) -> Flags:
    missing = np.array([v.partition("\t")[2].startswith(Outcome.MISSING) for v in table.verdicts])
    first = len(scheme.leaves())
    in_force: Flags = missing[table.numbers[first : first + len(scheme.vetoes)]]
    return in_force


def _beside(scheme: Scheme, table: Cells, vetoes: Flags) -> _Beside:
    bonus = scheme.bonus.items if scheme.bonus else ()
    rows = table.numbers[len(scheme.leaves()) + len(scheme.vetoes) :]
    credit = {Outcome.MET: Fraction(1), Outcome.PARTIAL: HALF}
    earned: dict[tuple[int, int], Fraction] = {}
    for n, item in enumerate(bonus):
        for number in np.unique(rows[n]).tolist():
            finding = finding_in(table.verdicts[number])
            share = credit.get(finding.outcome, ZERO) if finding else ZERO
            earned[n, number] = item.points * share
    lost: dict[tuple[int, int], Fraction] = {}
    for n, penalty in enumerate(scheme.penalties):
        for number in np.unique(rows[len(bonus) + n]).tolist():
            finding = finding_in(table.verdicts[number])
            lost[n, number] = (
                points_for(finding, penalty.points, penalty.scoring).lost if finding else ZERO
            )
    extra, extra_of = _added(rows[: len(bonus)], earned)
    off, off_of = _added(rows[len(bonus) :], lost)
    caps, cap_of = _patterns(vetoes)
    return _Beside(
        extra, off, tuple(_cap(scheme, shape) for shape in caps), extra_of, off_of, cap_of
    )


def _added(
    rows: npt.NDArray[Any], worth: Mapping[tuple[int, int], Fraction]
) -> tuple[tuple[Fraction, ...], npt.NDArray[np.intp]]:
    """Sums of columns, once for every pattern of them that there is."""
    patterns, of = _patterns(rows)
    return tuple(sum((worth[n, k] for n, k in enumerate(p)), ZERO) for p in patterns), of


def _patterns(rows: npt.NDArray[Any]) -> tuple[list[list[int]], npt.NDArray[np.intp]]:
    """Different columns of a table, and which of them every unit has."""
    if not len(rows):
        return [[]], np.zeros(rows.shape[1], np.intp)
    found, of = np.unique(rows, axis=1, return_inverse=True)
    return found.T.tolist(), of.ravel()


def _cap(scheme: Scheme, in_force: Iterable[int]) -> Fraction | None:
    caps = [
        veto.value
        for veto, holds in zip(scheme.vetoes, in_force, strict=True)
        if holds and veto.effect is Effect.CAP_AT
    ]
    return min(caps, default=None)


def _grades(
    scheme: Scheme, judged: Flags, value: Quotient, coverage: Quotient, vetoes: Flags
) -> npt.NDArray[np.int64]:
    """As `scoring.score.grade`: the band reached, no better than vetoes leave."""
    names = [band.name for band in scheme.grades]
    last = len(names) - 1
    limit, limited = np.zeros(len(judged), np.int64), np.zeros(len(judged), bool)
    for veto, holds in zip(scheme.vetoes, vetoes, strict=True):
        if veto.effect is not Effect.CAP_AT:
            best = last if veto.effect is Effect.FAIL else names.index(veto.grade)
            limit = np.where(holds, np.maximum(limit, best), limit)
            limited |= holds
    reached = np.full(len(judged), -1)
    for n in range(last, -1, -1):
        reached = np.where(value.reaches(scheme.grades[n].minimum), n, reached)
    enough = judged & coverage.reaches(scheme.coverage_floor) & (reached >= 0)
    reached = np.where(enough, np.maximum(reached, limit), -1)
    return np.where(limited & (limit == last), last, reached)
