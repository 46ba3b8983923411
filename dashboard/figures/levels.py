"""A unit's first levels against its group: what share of the judged points each one got."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.indicators import Leaf, Node, Scheme
from data.types import Points, UnitScore


@dataclass(frozen=True, slots=True)
class Level:
    """A first level; shares 0-1 of the points judged, None where nothing was."""

    id: str
    code: str
    name: str
    full: Fraction  # what it is worth to the unit; 0 where it does not apply
    own: Fraction | None
    mean: Fraction | None = None  # of the units of the group with a share
    best: Fraction | None = None


def levels(scheme: Scheme, score: UnitScore, group: Sequence[UnitScore] = ()) -> list[Level]:
    """First levels in the order of the scheme.

    Args:
        group: scores of the units to compare with, its own among them.
    """
    return [_level(part, score, group) for part in scheme.nodes]


def _level(part: Node | Leaf, score: UnitScore, group: Sequence[UnitScore]) -> Level:
    mine = _points(part, score)
    shares = [share for each in group if (share := _share(_points(part, each))) is not None]
    return Level(
        part.id,
        part.code,
        part.name,
        mine.full if mine else Fraction(0),
        _share(mine),
        sum(shares, Fraction(0)) / len(shares) if shares else None,
        max(shares, default=None),
    )


def _points(part: Node | Leaf, score: UnitScore) -> Points | None:
    return (score.nodes if isinstance(part, Node) else score.leaves).get(part.id)


def _share(points: Points | None) -> Fraction | None:
    return points.got / points.known if points and points.known else None
