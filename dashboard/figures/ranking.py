"""A ranking narrowed, ordered, moved against an earlier round, and cut into pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from data.types import Ranked, Unit

Line = TypeVar("Line")


class Order(StrEnum):
    """What stands first."""

    PLACE = "place"
    UP = "up"  # who gained most
    DOWN = "down"  # who lost most
    COVERAGE = "coverage"  # the least judged


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of a ranking; empty texts ask for everything."""

    name: str = ""  # a part of the unit's name, of another name of it or of its id
    group: str = ""
    grade: str | None = None  # empty text: units without a grade
    order: Order = Order.PLACE
    below: Fraction | None = None  # only units with a place and a value below it


@dataclass(frozen=True, slots=True)
class Move:
    """From an earlier round to this one. None: one of the two says nothing of it."""

    places: int | None  # above zero: up
    value: Fraction | None  # exact
    before: Ranked
    after: Ranked


def moves(now: Sequence[Ranked], before: Sequence[Ranked]) -> dict[str, Move]:
    """How the units that were in both rounds moved.

    A place is compared in one group only: who changed the group has other rivals now.
    """
    then = {line.unit_id: line for line in before}
    return {line.unit_id: _move(line, then[line.unit_id]) for line in now if line.unit_id in then}


def _move(now: Ranked, then: Ranked) -> Move:
    places = None
    if now.place is not None and then.place is not None and now.group == then.group:
        places = then.place - now.place
    value = None
    if now.value is not None and then.value is not None:
        value = now.value - then.value
    return Move(places, value, then, now)


def narrowed(
    ranked: Sequence[Ranked],
    units: Mapping[str, Unit],
    asked: Asked,
    moved: Mapping[str, Move] | None = None,
) -> list[Ranked]:
    """The lines that somebody asked for, in the order asked for.

    By gain or loss of points, units of which nothing is known come last.
    """
    part = asked.name.strip().casefold()
    found = [
        line
        for line in ranked
        if (not asked.group or line.group == asked.group)
        and (asked.grade is None or line.grade == asked.grade)
        and (asked.below is None or _below(line, asked.below))
        and (not part or part in _called(units[line.unit_id]))
    ]
    if asked.order is Order.COVERAGE:
        return sorted(found, key=lambda line: line.coverage)
    if asked.order in {Order.UP, Order.DOWN}:
        sign = -1 if asked.order is Order.UP else 1
        gained = {line.unit_id: _gain(line, moved or {}) for line in found}
        return sorted(
            found,
            key=lambda line: (
                gained[line.unit_id] is None,
                sign * (gained[line.unit_id] or Fraction(0)),
            ),
        )
    return found


def _below(line: Ranked, value: Fraction) -> bool:
    return line.place is not None and line.value is not None and line.value < value


def _called(unit: Unit) -> str:
    return "\n".join((unit.name, *unit.aliases, unit.id)).casefold()


def _gain(line: Ranked, moved: Mapping[str, Move]) -> Fraction | None:
    move = moved.get(line.unit_id)
    return move.value if move else None


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """Some lines of many. Pages are numbered from 1; there is always one."""

    lines: Sequence[Line]
    number: int
    pages: int
    first: int  # of the first line in all, from 1; 0 without lines


def page_of(lines: Sequence[Line], number: int, size: int) -> Page[Line]:
    """One page; a number beyond the last gives the last, one below 1 the first."""
    pages = max(1, -(-len(lines) // size))
    number = min(max(number, 1), pages)
    start = (number - 1) * size
    return Page(lines[start : start + size], number, pages, start + 1 if lines else 0)


def by_group(lines: Sequence[Ranked]) -> dict[str, list[Ranked]]:
    """Lines under the groups in which they come."""
    found: dict[str, list[Ranked]] = {}
    for line in lines:
        found.setdefault(line.group, []).append(line)
    return found


@dataclass(frozen=True, slots=True)
class Tie:
    """Neighbours in a list that the weights cannot tell apart: first and last row, from 0."""

    first: int
    last: int


def ties(placed: Sequence[Ranked], number: Mapping[str, int]) -> list[Tie]:
    """Runs of two and more units of one tie group.

    Args:
        number: tie group by unit id; units that are not there are tied with nobody.
    """
    found: list[Tie] = []
    start = 0
    for row in range(1, len(placed) + 1):
        own = number.get(placed[start].unit_id)
        if row < len(placed) and own is not None and number.get(placed[row].unit_id) == own:
            continue
        if row - start > 1:
            found.append(Tie(start, row - 1))
        start = row
    return found


@dataclass(frozen=True, slots=True)
class Summary:
    """A group in four figures."""

    units: int
    unplaced: int
    mean: Fraction | None  # of the placed
    failing: int  # placed units in the lowest grade
    firsts: int  # units that share the first place
    best: Ranked | None
    last: Ranked | None


def summary(lines: Sequence[Ranked], lowest: str) -> Summary:
    """Of one group, its lines in the order of their places.

    Args:
        lowest: name of the lowest grade.
    """
    placed = [line for line in lines if line.place is not None]
    values = [line.value for line in placed if line.value is not None]
    return Summary(
        units=len(lines),
        unplaced=len(lines) - len(placed),
        mean=sum(values, Fraction(0)) / len(values) if values else None,
        failing=sum(line.grade == lowest for line in placed),
        firsts=sum(line.place == 1 for line in placed),
        best=placed[0] if placed else None,
        last=placed[-1] if placed else None,
    )
