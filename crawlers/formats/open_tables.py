"""Tables ruled by level lines alone ("three-line tables") to grids of cells: pure geometry.

The lines say where the table begins and ends; its columns are told from the text, which must stand
in columns in nearly every line and hold figures. Prose between two rules is no table.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from crawlers.formats.glyphs import Edge
from crawlers.formats.grid import Grid, merged

_SAME = 8.0  # points that the ends of the lines of one table may differ
_SHORTEST = 120.0  # points; a shorter line underlines words
_FEWEST_LINES = 3  # above the head, below it, at the foot
_FEWEST_ROWS = 2
_IN_COLUMNS = 0.5  # of the lines of text between two rules; a head over several is one part
_MOST = 400  # lines on a page: a drawing has more


class Part(NamedTuple):
    """A piece of a line of text that stands apart from what is beside it."""

    left: float
    right: float
    figure: bool


class TextLine(NamedTuple):
    top: float
    bottom: float
    parts: tuple[Part, ...]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def open_grids(
    edges: Iterable[Edge], closed: Sequence[Grid], lines: Sequence[TextLine]
) -> list[Grid]:
    """Tables between level lines of one length, from top to bottom, outside the closed ones."""
    levels = [
        edge
        for edge in merged([edge for edge in edges if edge.level])
        if edge.end - edge.start >= _SHORTEST and not any(_touches(edge, g) for g in closed)
    ]
    if len(levels) > _MOST:
        return []
    found: list[Grid] = []
    for stack in _stacks(levels):
        for rules in _runs(stack, lines):
            if grid := _grid(rules, lines):
                found.append(grid)
    return sorted(found, key=lambda grid: grid.ys[0])


def _touches(edge: Edge, grid: Grid) -> bool:
    left, top, right, bottom = grid.box
    return top - _SAME < edge.at < bottom + _SAME and edge.start < right and edge.end > left


def _stacks(levels: Sequence[Edge]) -> list[list[Edge]]:
    """Lines that begin and end at one place, from top to bottom."""
    stacks: list[list[Edge]] = []
    for edge in sorted(levels, key=lambda e: e.at):
        for stack in stacks:
            if abs(stack[0].start - edge.start) < _SAME and abs(stack[0].end - edge.end) < _SAME:
                stack.append(edge)
                break
        else:
            stacks.append([edge])
    return [stack for stack in stacks if len(stack) >= _FEWEST_LINES]


def _runs(stack: Sequence[Edge], lines: Sequence[TextLine]) -> list[list[Edge]]:
    """Lines with nothing but columns between them: prose parts one table from the next."""
    runs: list[list[Edge]] = [[stack[0]]]
    for above, below in pairwise(stack):
        inside = _between(lines, above, below)
        if inside and not _in_columns(inside):
            runs.append([])
        runs[-1].append(below)
    return [run for run in runs if len(run) >= _FEWEST_LINES]


def _between(lines: Sequence[TextLine], above: Edge, below: Edge) -> list[TextLine]:
    left, right = above.start - _SAME, above.end + _SAME
    return [
        line
        for line in lines
        if above.at < line.middle < below.at
        and line.parts[0].left >= left
        and line.parts[-1].right <= right
    ]


def _in_columns(lines: Sequence[TextLine]) -> bool:
    return sum(len(line.parts) > 1 for line in lines) >= _IN_COLUMNS * len(lines)


def _grid(rules: Sequence[Edge], lines: Sequence[TextLine]) -> Grid | None:
    """Squares between the rules: a row for every line of text, a column for every pile of parts."""
    gaps = [inside for above, below in pairwise(rules) if (inside := _between(lines, above, below))]
    if len(gaps) < 2:
        return None
    body = sorted((line for gap in gaps[1:] for line in gap), key=lambda line: line.middle)
    columns = _columns(body)
    if len(body) < _FEWEST_ROWS or len(columns) < 2 or not _tabular(body, columns):
        return None
    inside = sorted(gaps[0], key=lambda line: line.middle) + body
    between = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    xs = (rules[0].start - _SAME, *between, rules[0].end + _SAME)
    ys = (rules[0].at, *((a.bottom + b.top) / 2 for a, b in pairwise(inside)), rules[-1].at)
    if any(a >= b for a, b in pairwise(ys)):
        return None
    count = len(columns)
    owner = [_owners(number, line, xs, count) for number, line in enumerate(inside)]
    return Grid(xs, ys, tuple(owner))


def _columns(body: Sequence[TextLine]) -> list[tuple[float, float]]:
    """Where the parts of several lines lie above one another, from left to right."""
    parts = sorted(part for line in body if len(line.parts) > 1 for part in line.parts)
    columns: list[tuple[float, float]] = []
    for part in parts:
        if columns and part.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], part.right))
        else:
            columns.append((part.left, part.right))
    return columns


def _tabular(body: Sequence[TextLine], columns: Sequence[tuple[float, float]]) -> bool:
    """No two parts of a line in one column, and figures in the usual line."""
    for line in body:
        places = [_place(part, columns) for part in line.parts]
        if len(line.parts) > 1 and len(set(places)) < len(places):
            return False
    return median(sum(part.figure for part in line.parts) for line in body) >= 1


def _place(part: Part, columns: Sequence[tuple[float, float]]) -> int:
    middle = (part.left + part.right) / 2
    return min(range(len(columns)), key=lambda n: abs(middle - (columns[n][0] + columns[n][1]) / 2))


def _owners(
    number: int, line: TextLine, xs: Sequence[float], columns: int
) -> tuple[tuple[int, int], ...]:
    """Squares that one part of a line lies across are one cell."""
    owners = list(range(columns))
    for part in line.parts:
        across = [n for n in range(columns) if part.left < xs[n + 1] and part.right > xs[n]]
        for n in across:
            owners[n] = owners[across[0]]
    return tuple((number, owner) for owner in owners)
