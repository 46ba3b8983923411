"""What the indicators are worth as measures: how hard, how telling, whose site hides more. Pure.

Read by those who write schemes: an indicator that everybody passes tells nothing apart, one that
good units fail more often than weak ones measures something else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.types import UnitScore

_FEWEST = 5  # units judged; below that a correlation is chance
_FAR = 0.15  # share of open points by which a family of sites stands out from the rest

Vector = npt.NDArray[np.float64]


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


@dataclass(frozen=True, slots=True)
class Family:
    """Units whose sites are built alike: do they lose by being hard to read?"""

    name: str
    units: int
    open: float  # mean share of points that could not be judged
    value: float | None  # mean value
    stands_out: bool  # more is open here than elsewhere, by 15 points of a hundred


def item_statistics(scores: Sequence[UnitScore]) -> list[Item]:
    """Statistics of every indicator, in the order of their ids.

    Discrimination takes the upper and lower 27 % by value (Kelley 1939). A correlation needs five
    units judged and some spread; else it is None.

    Args:
        scores: of one group.
    """
    ids = sorted({id_ for score in scores for id_ in score.leaves})
    return [_item(id_, scores) for id_ in ids]


def families(scores: Sequence[UnitScore], built: Mapping[str, str]) -> list[Family]:
    """How much stayed open by family of sites, most first; units without a family are left out.

    Args:
        built: unit id -> how its site is built, such as the system that makes its pages.
    """
    members: dict[str, list[UnitScore]] = {}
    for score in scores:
        if score.unit_id in built:
            members.setdefault(built[score.unit_id], []).append(score)
    found = []
    for name, inside in members.items():
        outside = [score for other, list_ in members.items() if other != name for score in list_]
        hidden = float(np.mean([_open(score) for score in inside]))
        elsewhere = float(np.mean([_open(score) for score in outside])) if outside else hidden
        values = [float(score.value) for score in inside if score.value is not None]
        found.append(
            Family(
                name=name,
                units=len(inside),
                open=hidden,
                value=float(np.mean(values)) if values else None,
                stands_out=hidden - elsewhere > _FAR,
            )
        )
    return sorted(found, key=lambda family: (-family.open, family.name))


def _open(score: UnitScore) -> float:
    return float(1 - score.coverage)


def _item(id_: str, scores: Sequence[UnitScore]) -> Item:
    judged = [
        score
        for score in scores
        if id_ in score.leaves and score.leaves[id_].known and score.value is not None
    ]
    shares = np.array([float(s.leaves[id_].got / s.leaves[id_].known) for s in judged])
    rest = np.array([_rest(score, id_) for score in judged])
    return Item(
        indicator_id=id_,
        judged=len(judged),
        difficulty=float(shares.mean()) if judged else None,
        discrimination=_discrimination(shares, rest),
        correlation=_correlation(shares, rest),
        full=float((shares == 1).mean()) if judged else 0.0,
        none=float((shares == 0).mean()) if judged else 0.0,
    )


def _rest(score: UnitScore, id_: str) -> float:
    """Share of the points got in all other indicators."""
    others = [points for key, points in score.leaves.items() if key != id_]
    known = sum(float(points.known) for points in others)
    return sum(float(points.got) for points in others) / known if known else 0.0


def _discrimination(shares: Vector, rest: Vector) -> float | None:
    if len(shares) < _FEWEST:
        return None
    order = np.argsort(rest, kind="stable")
    tail = max(1, round(0.27 * len(shares)))
    return float(shares[order[-tail:]].mean() - shares[order[:tail]].mean())


def _correlation(shares: Vector, rest: Vector) -> float | None:
    if len(shares) < _FEWEST or np.ptp(shares) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(shares, rest)[0, 1])
