"""The final value from several sources: third party and daily work, several rounds, units below.

Exact. What was not given is open: it lowers `low` and the coverage, and is never counted as zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.indicators import Composition, Part
from data.types import UnitScore

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class PartValue:
    """What is known of one part, on the total of the composed value."""

    value: Fraction | None  # None when nothing could be judged
    low: Fraction  # every open point counted as lost
    high: Fraction  # every open point counted as won
    coverage: Fraction = Fraction(1)  # share 0-1


@dataclass(frozen=True, slots=True)
class Composed:
    """A final value and the parts that it was made of."""

    value: Fraction | None  # None when no part has one
    low: Fraction
    high: Fraction
    coverage: Fraction
    made_of: tuple[tuple[Part, PartValue | None], ...]  # None: nobody gave it


def known(value: Fraction) -> PartValue:
    """A part whose value nobody doubts, such as a figure that people bring."""
    return PartValue(value, value, value)


def scaled(score: UnitScore, times: Fraction) -> PartValue:
    """A score as a part; `times` brings its total to that of the composed value."""
    value = None if score.value is None else score.value * times
    return PartValue(value, score.low * times, score.high * times, score.coverage)


def mean(members: Sequence[PartValue]) -> PartValue | None:
    """The mean of a group, each member weighing the same; None for no members.

    The value is the mean of those that have one; `low`, `high` and coverage count all, so that a
    member of whom nothing is known makes the interval wider and the value no lower.
    Example: 80 and 90: 85. 80 and one unknown between 0 and 100: 80, between 40 and 90, half known.
    """
    if not members:
        return None
    values = [each.value for each in members if each.value is not None]
    number = len(members)
    low = sum((each.low for each in members), ZERO) / number
    high = sum((each.high for each in members), ZERO) / number
    return PartValue(
        value=_within(sum(values, ZERO) / len(values), low, high) if values else None,
        low=low,
        high=high,
        coverage=sum((each.coverage for each in members), ZERO) / number,
    )


def compose(
    composition: Composition, values: Mapping[str, PartValue | None], total: Fraction
) -> Composed:
    """The final value of one unit.

    value    = Σ share × value / Σ share          over the parts that have a value, kept in
                                                  the interval
    low      = Σ share × low                      an absent part counts 0
    high     = Σ share × high                     an absent part counts `total`
    coverage = Σ share × coverage                 an absent part counts 0

    Range: value, low and high 0 to `total` (beyond it only where a part is, by a bonus), coverage
    0 to 1; low <= value <= high.
    Example: 70 % of 86.5 and 30 % of 90: 87.55. Without the 30 %: 86.5, between 60.55 and 90.55.

    Args:
        values: by part id, on `total`; a part that is absent or None is open.

    Source: 咸宁 2023, 第三方 70 % 日常 30 %, 县区 = 本级 50 % + 部门乡镇 50 %; another city: rounds
    15 % + 25 %, 本级:乡镇:县直 6:3:1.
    """
    made_of = tuple((part, values.get(part.id)) for part in composition.parts)
    weight = earned = low = high = coverage = ZERO
    for part, each in made_of:
        if each is None:
            high += part.share * total
            continue
        if each.value is not None:
            weight += part.share
            earned += part.share * each.value
        low += part.share * each.low
        high += part.share * each.high
        coverage += part.share * each.coverage
    value = _within(earned / weight, low, high) if weight else None
    return Composed(value, low, high, coverage, made_of)


def _within(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """What the parts with a value say, but never more or less than is possible at all.

    They may say so where one without a value is capped, or one with a value has a bonus.
    """
    return min(max(value, low), high)


def final(
    unit_id: str, composed: Composed, vetoes: Iterable[str], cap: Fraction | None
) -> UnitScore:
    """A composed value as a score, to be graded and ranked as any other.

    Args:
        vetoes: in force in the unit's own round; they hold for the final value too.
        cap: the most that they leave of it; None when they leave all.
    """

    def under(number: Fraction) -> Fraction:
        return number if cap is None else min(number, cap)

    return UnitScore(
        unit_id=unit_id,
        leaves={},
        nodes={},
        value=None if composed.value is None else under(composed.value),
        low=under(composed.low),
        high=under(composed.high),
        coverage=composed.coverage,
        vetoes=tuple(vetoes),
    )
