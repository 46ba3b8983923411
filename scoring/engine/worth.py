"""What every verdict is worth: exact points, once for each verdict and not for each unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from data.indicators import Absent, Leaf, Node, Scheme, leaves_of
from data.types import Finding, Points, Unit
from data.verdicts import finding_of
from scoring.engine.cells import Cells, Numbers
from scoring.score import leaf_points

ZERO = Fraction(0)
_NOBODY = Unit("", "", "", "", "")  # duties not known: who is excused is in the cells by now


@dataclass(frozen=True, slots=True)
class Worth:
    """Leaves × units, and the points behind the numbers."""

    leaves: tuple[Leaf, ...]
    numbers: Numbers  # leaves × units, into `points`
    points: tuple[Points | None, ...]  # None: does not apply, or is no leaf's
    owners: tuple[int, ...]  # by number: position of its leaf, -1: is no leaf's


def worth(scheme: Scheme, table: Cells) -> Worth:
    """Points of every verdict, those of leaves that do not apply spread over the leaves beside."""
    leaves = scheme.leaves()
    at = {leaf.id: n for n, leaf in enumerate(leaves)}
    owners = [at.get(verdict.partition("\t")[0], -1) for verdict in table.verdicts]
    points = [
        None if owner < 0 else leaf_points(leaves[owner], _NOBODY, finding_in(verdict))
        for owner, verdict in zip(owners, table.verdicts, strict=True)
    ]
    numbers = table.numbers[: len(leaves)]
    if any(leaf.absent is Absent.REDISTRIBUTE for leaf in leaves):
        numbers = _spread(scheme.nodes, leaves, numbers, points, owners)
    return Worth(leaves, numbers, tuple(points), tuple(owners))


def finding_in(verdict: str) -> Finding | None:
    """What was found, as far as points depend on it; None for an id alone."""
    return finding_of(verdict)[1] if "\t" in verdict else None


def _spread(
    nodes: Iterable[Node | Leaf],
    leaves: Sequence[Leaf],
    numbers: Numbers,
    points: list[Points | None],
    owners: list[int],
) -> Numbers:
    """Numbers that speak of grown points, which are added to `points`.

    What leaves gain depends only on which leaves a unit has, and few units differ in that: it is
    worked out once for every such pattern.
    """
    absent = np.array([each is None for each in points])[numbers]
    giving = [n for n, leaf in enumerate(leaves) if leaf.absent is Absent.REDISTRIBUTE]
    short = np.flatnonzero(absent[giving].any(axis=0))
    if not short.size:
        return numbers
    packed = np.packbits(absent[:, short], axis=0)
    patterns, pattern_of = np.unique(packed, axis=1, return_inverse=True)
    shapes = np.unpackbits(patterns, axis=0, count=len(leaves)).astype(bool)
    gains = []
    for shape in shapes.T:
        there = {leaf.id for leaf, gone in zip(leaves, shape, strict=True) if not gone}
        gains.append(gained(tuple(nodes), there))
    grown = numbers.copy()
    for n, leaf in enumerate(leaves):
        amounts = sorted({gain.get(leaf.id, ZERO) for gain in gains})
        if amounts == [ZERO]:
            continue
        which = {amount: at for at, amount in enumerate(amounts)}
        amount_of = np.array([which[gain.get(leaf.id, ZERO)] for gain in gains])[pattern_of.ravel()]
        pairs = numbers[n, short].astype(np.int64) * len(amounts) + amount_of
        kinds, kind_of = np.unique(pairs, return_inverse=True)
        renamed = []
        for kind in kinds.tolist():
            number, amount = divmod(kind, len(amounts))
            renamed.append(_grown(number, amounts[amount], points))
        owners += [n] * (len(points) - len(owners))
        grown[n, short] = np.array(renamed, np.int32)[kind_of]
    return grown


def gained(nodes: Sequence[Node | Leaf], present: set[str]) -> Mapping[str, Fraction]:
    """Points that leaves gain from those beside them that do not apply (平均分摊), by leaf id.

    Beside it stand the leaves of the nearest node above that has any; they gain equal parts.
    """
    gains: dict[str, Fraction] = {}

    def spread(children: Sequence[Node | Leaf]) -> Fraction:
        """What is left over for the node above."""
        spare = ZERO
        for child in children:
            if isinstance(child, Node):
                spare += spread(child.children)
            elif child.absent is Absent.REDISTRIBUTE and child.id not in present:
                spare += child.points
        if not spare:
            return ZERO
        beside = [leaf.id for leaf in leaves_of(children) if leaf.id in present]
        for id_ in beside:
            gains[id_] = gains.get(id_, ZERO) + spare / len(beside)
        return ZERO if beside else spare

    spread(nodes)
    return gains


def _grown(number: int, gain: Fraction, points: list[Points | None]) -> int:
    """The number of the same verdict with points grown by `gain`, its shares as they were."""
    had = points[number]
    if had is None or not gain:
        return number
    times = (had.full + gain) / had.full
    points.append(Points(had.full * times, had.known * times, had.got * times))
    return len(points) - 1
