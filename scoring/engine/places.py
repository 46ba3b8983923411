"""Places of all units at once, inside groups, as `scoring.rank` gives them."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from data.indicators import Ties
from scoring.engine.finals import Flags, Quotient


def places(
    value: Quotient, groups: Sequence[str], placed: Flags, ties: Ties = Ties.SKIP
) -> npt.NDArray[np.int64]:
    """The place of every unit, 0 where none is given.

    Args:
        groups: of every unit.
        placed: units that get a place.
        ties: of the scheme.
    """
    found = np.zeros(len(groups), np.int64)
    floats = value.floats()
    tops, below = value.lowest()
    _, group_of = np.unique(np.array(groups, object).astype(str), return_inverse=True)
    order = np.lexsort((-floats, group_of, ~placed))
    order = order[: int(placed.sum())]
    starts = np.flatnonzero(np.diff(group_of[order], prepend=-1))
    for members in np.split(order, starts[1:]):
        if len(members):
            skipping = _places(members, floats, tops, below)
            dense = ties is Ties.DENSE
            found[members] = np.unique(skipping, return_inverse=True)[1] + 1 if dense else skipping
    return found


def _places(
    members: npt.NDArray[np.intp],
    floats: npt.NDArray[np.float64],
    tops: Sequence[int],
    below: Sequence[int],
) -> npt.NDArray[np.int64]:
    """Places of one group, given best first by rounded values; exact values decide."""
    exact = [(tops[n], below[n]) for n in members.tolist()]
    same = np.array([False, *(a == b for a, b in zip(exact[1:], exact, strict=False))])
    rounded = floats[members]
    close = np.concatenate([[False], rounded[1:] == rounded[:-1]])
    if (close & ~same).any():  # too near for floats: a place by fractions
        values = [Fraction(*pair) for pair in exact]
        ordered = sorted(range(len(values)), key=lambda n: -values[n])
        first: dict[Fraction, int] = {}
        for at, n in enumerate(ordered, start=1):
            first.setdefault(values[n], at)
        return np.array([first[each] for each in values], np.int64)
    counted = np.arange(1, len(members) + 1)
    return np.maximum.accumulate(np.where(same, 0, counted))
