"""How firm a place is: other weights within reason, and who still stands where. Pure.

A scheme's weights are a choice. Units whose order turns over when the weights are drawn a little
otherwise are tied for all that a reader may conclude.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from data.indicators import Ties
from data.types import UnitScore

DRAWS = 1_000
SPREAD = 0.25  # a weight is drawn between 75 % and 125 % of what the scheme says
_NOISE = 1e-9  # floats of equal values differ by less
_SURE = 0.9  # share of draws in which one stands before another that makes the order firm

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Firmness:
    """How far a unit's place depends on the weights."""

    unit_id: str
    place: int  # with the weights as published, inside the group
    best: int  # 5th percentile of its places over the draws
    worst: int  # 95th percentile
    held: float  # share of draws, 0-1, in which it keeps its place
    tie: int  # number of its tie group, 1 for the first; units of one group cannot be told apart


def firmness(
    scores: Sequence[UnitScore],
    total: Fraction,
    *,
    draws: int = DRAWS,
    spread: float = SPREAD,
    seed: int = 1,
    ties: Ties = Ties.SKIP,
) -> list[Firmness]:
    """Places of one group's units under drawn weights, best first.

    Every leaf's weight is multiplied by a number drawn evenly from 1 ± `spread`; what a unit got
    of a leaf, what of it is open, and what does not apply stays. Bonus, penalties and caps stay; a
    veto that limits the grade alone is no cap.
    Ties begin anew where a unit stands before the next in at least 90 % of the draws.

    Args:
        scores: of one group, those with a place only.
        total: of the scheme.
        draws: 1 or more.
        spread: 0 to 1.
        seed: the same seed draws the same weights.
        ties: of the scheme.

    Raises:
        ValueError: a score without a value, or arguments out of range.
    """
    if draws < 1 or not 0 <= spread <= 1:
        raise ValueError("draws must be 1 or more, spread between 0 and 1")
    if not scores:
        return []
    values = _values(scores, float(total), draws, spread, seed)
    published = np.array([_number(score) for score in scores])
    order = sorted(range(len(scores)), key=lambda n: (-published[n], scores[n].unit_id))
    places = _places(values, ties)
    now = _places(published[None, :], ties)[0]
    best, worst = np.percentile(places, [5, 95], axis=0, method="nearest").astype(int)
    held = (places == now).mean(axis=0)
    alike = _alike(values[:, order])
    return [
        Firmness(scores[n].unit_id, int(now[n]), int(best[n]), int(worst[n]), float(held[n]), tie)
        for n, tie in zip(order, alike, strict=True)
    ]


def _number(score: UnitScore) -> float:
    if score.value is None:
        raise ValueError(f"{score.unit_id} has no value")
    return float(score.value)


def _values(
    scores: Sequence[UnitScore], total: float, draws: int, spread: float, seed: int
) -> Matrix:
    """Values, draws × units."""
    ids = sorted({id_ for score in scores for id_ in score.leaves})
    got = _matrix(scores, ids, "got")
    known = _matrix(scores, ids, "known")
    factors = np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (draws, len(ids)))
    published = np.array([_number(score) for score in scores])
    base = _share(got.sum(axis=1), known.sum(axis=1))
    drawn = _share(factors @ got.T, factors @ known.T)
    beside = np.array([float(score.bonus - score.penalty) for score in scores])
    # A final value made of several sources has no leaves of its own, and no weight moves it.
    own = np.array([bool(score.leaves) for score in scores])
    values = np.maximum(0.0, np.where(own, total * drawn + beside, published))
    capped = own & (published < total * base + beside - _NOISE)
    return np.where(capped, np.minimum(values, published), values)


def _matrix(scores: Sequence[UnitScore], ids: Sequence[str], part: str) -> Matrix:
    """Points of every unit and leaf, units × leaves; 0 where a leaf does not apply."""
    return np.array(
        [
            [float(getattr(score.leaves[id_], part)) if id_ in score.leaves else 0.0 for id_ in ids]
            for score in scores
        ]
    )


def _share(part: Matrix, whole: Matrix) -> Matrix:
    share: Matrix = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return share


def _places(values: Matrix, ties: Ties) -> npt.NDArray[np.int64]:
    """Places in every row, 1 the best, equal values (to 9 decimals) sharing the better place."""
    rounded = -np.round(values, 9)
    held = np.unique if ties is Ties.DENSE else np.sort
    return np.stack([np.searchsorted(held(row), row, side="left") + 1 for row in rounded])


def _alike(values: Matrix) -> list[int]:
    """Tie groups of units given best first: a new one where the order is sure."""
    groups = [1]
    for n in range(1, values.shape[1]):
        sure = (values[:, n - 1] > values[:, n]).mean() >= _SURE
        groups.append(groups[-1] + int(sure))
    return groups
