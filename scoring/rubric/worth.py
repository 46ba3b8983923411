"""What leaves are worth where a table says only what faults cost: points inside a section."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.rubric.sentence import Deduction, Sentence

ZERO = Fraction(0)
CENT = Fraction(1, 100)  # points are given in hundredths, as tables print them


@dataclass(frozen=True, slots=True)
class Loss:
    """The most that a sentence can take off: `bounded` for sure, and `open` once for every fault
    whose number has no limit (每发现1例)."""

    bounded: Fraction = ZERO
    open: Fraction = ZERO


def times(deduction: Deduction, matters: int) -> int | None:
    """How often a deduction can be made; None without a limit.

    A fault that is deducted once: 1. "每1项" of what the sentence lists: as many as it lists.
    """
    if not deduction.each:
        return 1
    return max(matters, 1) if deduction.listed else None


def loss(sentence: Sentence) -> Loss:
    """The most that a sentence can take off. Unit points, 0 or more."""
    bounded = open_ = ZERO
    for deduction in (each for each in sentence.deductions if not each.of_leaf):
        often = times(deduction, len(sentence.matters))
        if often is None:
            open_ += deduction.points
        else:
            bounded += deduction.points * often
    if sentence.most is not None:
        return Loss(min(sentence.most, bounded) if not open_ else sentence.most)
    return Loss(bounded, open_)


def section_points(total: Fraction, losses: Sequence[Loss]) -> tuple[Fraction, ...]:
    """The points of a section's leaves; they add up to `total`, each at least a hundredth.

    A table with 主动公开（40%） gives a section a share of the total, every fault a deduction,
    and no leaf any points. A leaf is then worth the most that its sentence can take off, so that
    every deduction stays as printed and a unit that loses all has nothing left:

    1. Where the sentence has a limit (扣0.5分; 每1项扣0.2分 with the items listed), that much.
    2. What is left of the section belongs to the leaves with faults without a limit (每发现1例扣
       0.5分), in proportion to one such fault, on top of their limited part; a leaf that names no
       figure counts as the smallest fault of the section.
    3. Where the limited parts leave less than one fault for each of those, they keep one fault,
       and the longest lists are capped at one common height (扣完为止) so that all fit.
    4. Where nobody could take what is left, or even that does not fit, all leaves get their shares
       in proportion to the limited part and one fault without a limit.

    Hundredths by the largest remainder. Example, 10 points: losses 0.5 and 1.5 with a limit, faults
    of 0.5 and 1 without: 0.5, 1.5, 8/3 and 16/3, printed 0.5, 1.5, 2.67 and 5.33.

    Args:
        total: points of the section, at least a hundredth for every leaf.
    """
    figures = [each for one in losses for each in (one.bounded, one.open) if each > 0]
    least = min(figures, default=Fraction(1))
    known = [one if one.bounded or one.open else Loss(ZERO, least) for one in losses]
    bounded = sum((one.bounded for one in known), ZERO)
    open_ = sum((one.open for one in known), ZERO)
    left = total - bounded
    if open_ and left > open_:
        exact = [one.bounded + left * one.open / open_ for one in known]
    elif left < open_ < total and (high := _height(total - open_, [o.bounded for o in known])):
        exact = [min(one.bounded, high) + one.open for one in known]
    elif left == open_:
        exact = [one.bounded + one.open for one in known]
    else:
        exact = [total * (one.bounded + one.open) / (bounded + open_) for one in known]
    return _hundredths(total, exact)


def _height(total: Fraction, parts: Sequence[Fraction]) -> Fraction:
    """The height to cut parts at so that they add up to `total`, which is below their sum."""
    left, rest = total, sorted(part for part in parts if part)
    for n, part in enumerate(rest):
        if part * (len(rest) - n) >= left:
            return left / (len(rest) - n)
        left -= part
    return ZERO


def _hundredths(total: Fraction, exact: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Whole hundredths that add up to `total`, by the largest remainder; none below one."""
    floors = [max(each // CENT * CENT, CENT) for each in exact]
    rest = int((total - sum(floors, ZERO)) / CENT)
    order = sorted(range(len(exact)), key=lambda n: (floors[n] - exact[n], n))
    if rest < 0:  # tiny leaves were lifted to a hundredth: the largest give it back
        order = sorted(range(len(exact)), key=lambda n: (-floors[n], n))
    for step in range(abs(rest)):
        floors[order[step % len(order)]] += CENT if rest > 0 else -CENT
    remainder = total - sum(floors, ZERO)  # of a total that is no whole hundredth
    floors[order[0]] += remainder
    return tuple(floors)
