"""What the indicators are worth as measures: how hard, how telling. Pure.

Read by those who write schemes: an indicator that everybody passes tells nothing apart, one that
good units fail more often than weak ones measures something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from data.types import Points, UnitScore

FEWEST = 5  # units judged; below that a correlation is chance

Vector = npt.NDArray[np.float64]
Sums = tuple[Fraction, Fraction]  # got, known


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator over the units of a group. Shares 0-1, correlations -1 to 1."""

    indicator_id: str
    judged: int  # units whose points are known, at least in part
    difficulty: float | None  # mean share of points got: 1 everybody, 0 nobody
    discrimination: float | None  # mean share of the upper 27 % less that of the lower 27 %
    correlation: float | None  # with the rest of the score, the indicator itself left out
    full: float  # share of units with all points
    none: float  # share of units with none


def item_statistics(scores: Sequence[UnitScore]) -> list[Item]:
    """Statistics of every indicator, in the order of their ids.

    Discrimination takes the upper and lower 27 % by value (Kelley 1939). A correlation needs five
    units judged and some spread; else it is None.

    Args:
        scores: of one group.
    """
    ids = sorted({id_ for score in scores for id_ in score.leaves})
    valued = [(score, _whole(score)) for score in scores if score.value is not None]
    return [_item(id_, valued) for id_ in ids]


def _item(id_: str, valued: Sequence[tuple[UnitScore, Sums]]) -> Item:
    judged = [
        (score.leaves[id_], whole)
        for score, whole in valued
        if id_ in score.leaves and score.leaves[id_].known
    ]
    shares = np.array([float(own.got / own.known) for own, _ in judged])
    rest = np.array([_rest(own, whole) for own, whole in judged])
    return Item(
        indicator_id=id_,
        judged=len(judged),
        difficulty=float(shares.mean()) if judged else None,
        discrimination=_discrimination(shares, rest),
        correlation=_correlation(shares, rest),
        full=float((shares == 1).mean()) if judged else 0.0,
        none=float((shares == 0).mean()) if judged else 0.0,
    )


def _whole(score: UnitScore) -> Sums:
    """Points got and known in all indicators, exact, so that what one of them takes off is too."""
    leaves = score.leaves.values()
    return sum((p.got for p in leaves), Fraction(0)), sum((p.known for p in leaves), Fraction(0))


def _rest(own: Points, whole: Sums) -> float:
    """Share of the points got in all other indicators."""
    got, known = whole
    return float((got - own.got) / (known - own.known)) if known != own.known else 0.0


def _discrimination(shares: Vector, rest: Vector) -> float | None:
    if len(shares) < FEWEST:
        return None
    order = np.argsort(rest, kind="stable")
    tail = max(1, round(0.27 * len(shares)))
    return float(shares[order[-tail:]].mean() - shares[order[:tail]].mean())


def _correlation(shares: Vector, rest: Vector) -> float | None:
    if len(shares) < FEWEST or np.ptp(shares) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(shares, rest)[0, 1])
