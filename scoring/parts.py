"""What the primitives have in common: what of a leaf is lost, won and open.

Range of every answer: 0 <= got <= known <= full, in points.
"""

from collections.abc import Iterable
from fractions import Fraction

from data.rules import HALF
from data.types import Finding, Number, Outcome, Points

ZERO = Fraction(0)


def total(parts: Iterable[Points]) -> Points:
    """Points added up, each of the three sums for itself."""
    full = known = got = ZERO
    for part in parts:
        full, known, got = full + part.full, known + part.known, got + part.got
    return Points(full, known, got)


OPEN = {Outcome.UNKNOWN, Outcome.NOT_APPLICABLE}


def all_open(points: Fraction) -> Points:
    return Points(points, ZERO, ZERO)


def between(points: Fraction, lost: Fraction, stake: Fraction) -> Points:
    """`lost` points are gone, up to `stake` more may be; never more than there are."""
    lost = min(points, lost)
    stake = min(points - lost, stake)
    return Points(points, points - stake, points - lost - stake)


def as_a_whole(
    finding: Finding, points: Fraction, partial: Fraction = HALF, unseen: Fraction = ZERO
) -> Points | None:
    """Points of a finding that speaks as a whole; None when its items and counts decide.

    Args:
        unseen: points that are open by what the finding itself states: no MISSING takes them.
    """
    if finding.outcome in OPEN:
        return all_open(points)
    if finding.outcome is Outcome.MISSING:
        return Points(points, points - min(points, unseen), ZERO)
    if finding.items or finding.counts:
        return None
    return Points(points, points, points * credit(finding.outcome, partial))


def met_or_open(finding: Finding, points: Fraction) -> Points:
    """A figure that the rule needs was not given: MET needs none, all else stays open."""
    return Points(points, points, points) if finding.outcome is Outcome.MET else all_open(points)


def item(finding: Finding, key: str) -> Outcome:
    """What is known of an item; one that an itemised finding does not list is unknown."""
    return finding.items.get(key, Outcome.UNKNOWN)


def stated(finding: Finding, key: str) -> Outcome:
    """The same where a MISSING has spoken of the whole: what it does not list is missing, too."""
    if finding.outcome is Outcome.MISSING:
        return finding.items.get(key, Outcome.MISSING)
    return item(finding, key)


def count(finding: Finding, key: str) -> Number | None:
    """A count; None where the finding does not say."""
    return finding.counts.get(key)


def credit(outcome: Outcome, partial: Fraction = HALF) -> Fraction:
    if outcome is Outcome.MET:
        return Fraction(1)
    return partial if outcome is Outcome.PARTIAL else ZERO
