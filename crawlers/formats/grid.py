"""Ruled lines to grids of cells: pure geometry."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawlers.formats.glyphs import Edge

_NEAR = 3.0  # points: lines nearer than that are one, gaps shorter than that are closed
_MOST_CELLS = 40_000
_MOST_PAIRS = 4_000_000  # of level and upright lines: a drawing has more, and is no table


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table. `owner` of a square (row, column) is the first square of its cell."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell, by its first square, that holds a point; None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.owner) and 0 <= column < len(self.owner[0]):
            return self.owner[row][column]
        return None


def grids(edges: Iterable[Edge]) -> list[Grid]:
    """Tables from top to bottom. Underlines and frames around one cell are none."""
    levels = merged([edge for edge in edges if edge.level])
    uprights = merged([edge for edge in edges if not edge.level])
    if len(levels) * len(uprights) > _MOST_PAIRS:
        return []
    found = []
    for these, those in _groups(levels, uprights):
        if (grid := _grid(these, those)) and len(grid.xs) > 2:
            found.append(grid)
    outer = [grid for grid in found if not any(_inside(grid, other) for other in found)]
    return sorted(outer, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _inside(grid: Grid, other: Grid) -> bool:
    left, top, right, bottom = grid.box
    a, b, c, d = other.box
    return grid is not other and a <= left and b <= top and right <= c and bottom <= d


def merged(edges: list[Edge]) -> list[Edge]:
    """Lines on one place joined where they overlap or nearly touch."""
    result: list[Edge] = []
    run: list[Edge] = []
    for edge in sorted(edges, key=lambda e: e.at):
        if run and edge.at - run[0].at > _NEAR:
            result += _joined(run)
            run = []
        run.append(edge)
    return result + (_joined(run) if run else [])


def _joined(run: list[Edge]) -> list[Edge]:
    at = sum(edge.at for edge in run) / len(run)
    result: list[Edge] = []
    for edge in sorted(run, key=lambda e: e.start):
        if result and edge.start - result[-1].end <= _NEAR:
            last = result[-1]
            result[-1] = last._replace(end=max(last.end, edge.end))
        else:
            result.append(edge._replace(at=at))
    return result


def _groups(
    levels: Sequence[Edge], uprights: Sequence[Edge]
) -> list[tuple[list[Edge], list[Edge]]]:
    """Lines that touch each other, directly or through others."""
    parent = list(range(len(levels) + len(uprights)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for n, level in enumerate(levels):
        for m, upright in enumerate(uprights, len(levels)):
            if (
                level.start - _NEAR <= upright.at <= level.end + _NEAR
                and upright.start - _NEAR <= level.at <= upright.end + _NEAR
            ):
                parent[root(n)] = root(m)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for n, level in enumerate(levels):
        groups[root(n)][0].append(level)
    for m, upright in enumerate(uprights, len(levels)):
        groups[root(m)][1].append(upright)
    return [group for group in groups.values() if group[0] and group[1]]


def _grid(levels: list[Edge], uprights: list[Edge]) -> Grid | None:
    xs = _places([e.at for e in uprights], [x for e in levels for x in (e.start, e.end)])
    ys = _places([e.at for e in levels], [y for e in uprights for y in (e.start, e.end)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MOST_CELLS:
        return None
    across = _Cover(levels, ys)
    down = _Cover(uprights, xs)
    owner: list[list[tuple[int, int]]] = []
    for row in range(rows):
        owner.append([])
        y = (ys[row] + ys[row + 1]) / 2
        for column in range(columns):
            x = (xs[column] + xs[column + 1]) / 2
            if row and not across.crosses(row, x):
                owner[row].append(owner[row - 1][column])
            elif column and not down.crosses(column, y):
                owner[row].append(owner[row][column - 1])
            else:
                owner[row].append((row, column))
    return Grid(tuple(xs), tuple(ys), tuple(map(tuple, owner)))


def _places(lines: list[float], ends: list[float]) -> list[float]:
    """Where lines lie, and the far ends of the others when a side of the table is open."""
    places: list[float] = []
    for at in sorted(lines):
        if not places or at - places[-1] > _NEAR:
            places.append(at)
    if places:
        if min(ends) < places[0] - 2 * _NEAR:
            places.insert(0, min(ends))
        if max(ends) > places[-1] + 2 * _NEAR:
            places.append(max(ends))
    return places


class _Cover:
    """Which lines lie on the n-th place, to ask whether one of them covers a point."""

    def __init__(self, edges: list[Edge], places: list[float]) -> None:
        self._spans: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for edge in edges:
            nearest = min(range(len(places)), key=lambda n: abs(places[n] - edge.at))
            self._spans[nearest].append((edge.start, edge.end))

    def crosses(self, place: int, at: float) -> bool:
        return any(start <= at <= end for start, end in self._spans[place])
