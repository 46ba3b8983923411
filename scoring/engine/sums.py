"""Points added up over the tree, for all units at once, as integers over a common denominator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from data.indicators import Leaf, Node
from data.types import Points
from scoring.engine.worth import Worth

# int64 or, beyond its range, Python's own integers.
Integers = npt.NDArray[Any]

FULL, KNOWN, GOT = 0, 1, 2  # the rows of a sum

# The common denominator of most leaves. Leaves that would push it beyond, such as shares of many
# different counts, are added apart with Python's own integers: right as well, only slower.
_PLAIN = 10**6


@dataclass(frozen=True, slots=True)
class Sum:
    """Points of a node: rows full, known, got × units, each `scale` times the points."""

    rows: Integers
    scale: int


@dataclass(frozen=True, slots=True)
class Sums:
    nodes: Mapping[str, Sum]  # by id of every inner node; all 0 where nothing applies
    whole: Sum


@dataclass(frozen=True, slots=True)
class Scaled:
    """Points as integers, by number of the verdict."""

    plain: npt.NDArray[np.int64]  # numbers × (full, known, got); 0 of the odd leaves
    plain_scale: int
    odd: Mapping[int, Integers]  # position of a leaf -> the same for it, at `odd_scale`
    odd_scale: int  # a multiple of `plain_scale`


def scaled(made: Worth) -> Scaled:
    """The points of every verdict as integers."""
    denominators = [1] * len(made.leaves)
    for owner, points in zip(made.owners, made.points, strict=True):
        if points is not None:
            denominators[owner] = lcm(denominators[owner], *_denominators(points))
    scale, odd = 1, []
    for n in sorted(range(len(denominators)), key=denominators.__getitem__):
        if lcm(scale, denominators[n]) <= _PLAIN:
            scale = lcm(scale, denominators[n])
        else:
            odd.append(n)
    plain = np.zeros((len(made.points), 3), np.int64)
    beyond = lcm(scale, *(denominators[n] for n in odd))
    exact = {n: np.zeros((len(made.points), 3), object) for n in odd}
    for number, (owner, points) in enumerate(zip(made.owners, made.points, strict=True)):
        if points is not None:
            table, times = (exact[owner], beyond) if owner in exact else (plain, scale)
            table[number] = [int(part * times) for part in _parts(points)]
    return Scaled(plain, scale, exact, beyond)


def sums(nodes: Sequence[Node | Leaf], made: Worth, points: Scaled) -> Sums:
    """Sums of every node and of all of them."""
    at = {leaf.id: n for n, leaf in enumerate(made.leaves)}
    units = made.numbers.shape[1]
    found: dict[str, Sum] = {}

    def add(children: Sequence[Node | Leaf]) -> tuple[npt.NDArray[np.int64], Integers | None]:
        """Plain points and odd ones, units × (full, known, got)."""
        plain, odd = np.zeros((units, 3), np.int64), None
        for child in children:
            more: Integers | None = None
            if isinstance(child, Node):
                part, more = add(child.children)
                plain += part
                found[child.id] = _joined(part, more, points)
            elif at[child.id] in points.odd:
                more = points.odd[at[child.id]].take(made.numbers[at[child.id]], axis=0)
            else:
                plain += points.plain.take(made.numbers[at[child.id]], axis=0)
            if more is not None:
                odd = more if odd is None else odd + more
        return plain, odd

    return Sums(found, _joined(*add(nodes), points))


def _joined(plain: npt.NDArray[np.int64], odd: Integers | None, points: Scaled) -> Sum:
    if odd is None:
        return Sum(plain.T, points.plain_scale)
    times = points.odd_scale // points.plain_scale
    return Sum((plain.astype(object) * times + odd).T, points.odd_scale)


def _parts(points: Points) -> tuple[Any, Any, Any]:
    return points.full, points.known, points.got


def _denominators(points: Points) -> list[int]:
    return [part.denominator for part in _parts(points)]
