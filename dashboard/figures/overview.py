"""A round at a glance: groups and how they moved, who rose and who fell, who is below the line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from data.indicators import Scheme
from data.types import Ranked
from scoring.rectification import Fix, Status

# 通报 name who is under 60; a scheme with another total means the same share of it.
PASS = Fraction(60, 100)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A ranking group. Values are on the scheme's total, None without a unit that has a place."""

    name: str
    units: int
    placed: int
    mean: Fraction | None  # of the placed
    moved: Fraction | None  # mean change of the units placed in this group in both rounds
    best: Ranked | None
    firsts: int  # units that share the first place
    last: Ranked | None
    below: int  # placed units below the line
    coverage: Fraction  # mean of all units, share 0-1


@dataclass(frozen=True, slots=True)
class Move:
    """A unit that has a place in both rounds, in the same group."""

    now: Ranked
    value: Fraction  # change of the value, on the scheme's total
    places: int  # above 0: up


@dataclass(frozen=True, slots=True)
class Overview:
    """What one screen for leaders shows of a round."""

    groups: Sequence[GroupLine]
    risers: Sequence[Move]  # largest gain first
    fallers: Sequence[Move]  # largest loss first
    compared: int  # units with a place in both rounds
    line: Fraction  # values below it are listed
    below: Sequence[Ranked]  # lowest first
    coverage: Fraction | None  # mean over all units, share 0-1
    unplaced: int


def pass_line(scheme: Scheme) -> Fraction:
    """60 of 100, or the same share of another total."""
    return scheme.total * PASS


def overview(scheme: Scheme, ranked: Sequence[Ranked], before: Sequence[Ranked] = ()) -> Overview:
    """
    Args:
        before: places of the round before; empty: nothing to compare with.
    """
    line = pass_line(scheme)
    moves = sorted(_moves(ranked, before), key=lambda move: (-move.value, move.now.unit_id))
    below = [r for r in ranked if r.place is not None and r.value is not None and r.value < line]
    return Overview(
        groups=[
            _group(name, _inside(ranked, name), _inside(before, name), line)
            for name in dict.fromkeys(r.group for r in ranked)
        ],
        risers=[move for move in moves if move.value > 0],
        fallers=[move for move in reversed(moves) if move.value < 0],
        compared=len(moves),
        line=line,
        below=sorted(below, key=lambda r: (r.value or Fraction(0), r.unit_id)),
        coverage=_mean(r.coverage for r in ranked),
        unplaced=sum(r.place is None for r in ranked),
    )


def as_announced(ranked: Sequence[Ranked], names: Mapping[str, str]) -> list[Ranked]:
    """What a publication of places and values says, exact, and nothing else; units go by name.

    Args:
        names: unit id -> name.
    """
    return [
        Ranked(
            unit_id=names[r.unit_id],
            group=r.group,
            place=r.place,
            value=(value := r.value if r.place is not None else None),
            low=value or Fraction(0),
            high=value or Fraction(0),
            coverage=Fraction(1),
            grade=r.grade,
        )
        for r in ranked
    ]


def _inside(ranked: Sequence[Ranked], group: str) -> list[Ranked]:
    return [r for r in ranked if r.group == group]


def _group(
    name: str, inside: Sequence[Ranked], before: Sequence[Ranked], line: Fraction
) -> GroupLine:
    placed = [r for r in inside if r.place is not None]
    return GroupLine(
        name=name,
        units=len(inside),
        placed=len(placed),
        mean=_mean(r.value for r in placed if r.value is not None),
        # Of the same units: one that lost its place must not lift the group while all others fall.
        moved=_mean(move.value for move in _moves(inside, before)),
        best=placed[0] if placed else None,
        firsts=sum(r.place == 1 for r in placed),
        last=placed[-1] if placed else None,
        below=sum(r.value is not None and r.value < line for r in placed),
        coverage=_mean(r.coverage for r in inside) or Fraction(0),
    )


def _mean(numbers: Iterable[Fraction]) -> Fraction | None:
    known = list(numbers)
    return sum(known, Fraction(0)) / len(known) if known else None


def _moves(now: Sequence[Ranked], before: Sequence[Ranked]) -> list[Move]:
    then = {r.unit_id: r for r in before}
    made = []
    for r in now:
        old = then.get(r.unit_id)
        if old is None or old.group != r.group or r.place is None or old.place is None:
            continue
        if r.value is not None and old.value is not None:
            made.append(Move(r, r.value - old.value, old.place - r.place))
    return made


@dataclass(frozen=True, slots=True)
class Overdue:
    """Rectification of a round on one day."""

    told: int  # lost points that units were told of
    passed: int
    late: Sequence[tuple[str, int, int]]  # unit id, points overdue, days of the oldest; most first

    @property
    def points(self) -> int:
        return sum(number for _, number, _ in self.late)


def overdue(fixes: Sequence[Fix], today: date) -> Overdue:
    """Who is late, the most points first."""
    late: dict[str, list[Fix]] = {}
    for fix in fixes:
        if fix.overdue(today):
            late.setdefault(fix.unit_id, []).append(fix)
    lines = [
        (id_, len(mine), max((today - fix.due).days for fix in mine)) for id_, mine in late.items()
    ]
    passed = sum(fix.status is Status.PASSED for fix in fixes)
    return Overdue(
        len(fixes), passed, sorted(lines, key=lambda line: (-line[1], -line[2], line[0]))
    )
