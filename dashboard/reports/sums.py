"""The sums that documents show: groups, movement, parts of the scheme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.reports.book import Book
from data.indicators import Leaf, Node
from data.types import Points, Ranked, Unit

_PASS = Fraction(3, 5)  # of the total: 60 of 100 (排名通报 name who is under it)


@dataclass(frozen=True, slots=True)
class Standing:
    """A ranking group in figures; of the units without a place only the number."""

    name: str
    placed: tuple[Ranked, ...]  # best first
    others: int
    mean: Fraction | None
    before: Fraction | None  # mean of the earlier round, over the units placed in both
    common: Fraction | None  # mean of this round over those same units

    @property
    def change(self) -> Fraction | None:
        """How the mean moved, over the units placed in both rounds."""
        if self.before is None or self.common is None:
            return None
        return self.common - self.before


def standings(book: Book) -> list[Standing]:
    """Groups in the order of the ranking; no sum ever mixes two of them."""
    found = []
    for name in dict.fromkeys(line.group for line in book.result.ranked):
        inside = [line for line in book.result.ranked if line.group == name]
        placed = [line for line in inside if line.place is not None and line.value is not None]
        both = [(line, was) for line in placed if (was := _before(book, line)) is not None]
        found.append(
            Standing(
                name=name,
                placed=tuple(placed),
                others=len(inside) - len(placed),
                mean=mean(line.value for line in placed if line.value is not None),
                before=mean(was for _, was in both),
                common=mean(line.value for line, _ in both if line.value is not None),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Move:
    line: Ranked
    places: int  # up is positive
    points: Fraction


def moves(book: Book, group: Standing) -> list[Move]:
    """Units placed in the same group in both rounds, the largest rise in places first."""
    if book.before is None:
        return []
    found = []
    for line in group.placed:
        was = book.before.ranked.get(line.unit_id)
        if was is None or was.place is None or was.value is None or was.group != line.group:
            continue
        assert line.place is not None
        assert line.value is not None  # as of every placed unit
        found.append(Move(line, was.place - line.place, line.value - was.value))
    return sorted(found, key=lambda move: (-move.places, -move.points, move.line.unit_id))


def under_pass(book: Book, group: Standing) -> list[Ranked]:
    """Placed units under three fifths of the total."""
    line = book.scheme.total * _PASS
    return [each for each in group.placed if each.value is not None and each.value < line]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of what could be judged of a part was won: shares 0-1."""

    node: Node | Leaf
    points: Points | None  # of the unit; None: does not apply
    own: Fraction | None
    mean: Fraction | None  # of the placed units of the group
    best: Fraction | None
    others: int  # units in the mean beside the unit itself


def shares(book: Book, unit_id: str) -> list[Share]:
    """The first level of the scheme for one unit, beside the placed units of its group."""
    group = book.places[unit_id].group
    placed = [
        line.unit_id
        for line in book.result.ranked
        if line.group == group and line.place is not None
    ]
    found = []
    for node in book.scheme.nodes:
        known = {id_: won(part(book, id_, node)) for id_ in placed}
        every = {id_: share for id_, share in known.items() if share is not None}
        points, best = part(book, unit_id, node), max(every.values(), default=None)
        others = len(every.keys() - {unit_id})
        found.append(Share(node, points, won(points), mean(every.values()), best, others))
    return found


def part(book: Book, unit_id: str, node: Node | Leaf) -> Points | None:
    """A unit's points of a part; None where it does not apply."""
    score = book.result.scores[unit_id]
    return (score.nodes if isinstance(node, Node) else score.leaves).get(node.id)


def won(points: Points | None) -> Fraction | None:
    """Won of what could be judged, 0-1; None when nothing could."""
    return points.got / points.known if points and points.known else None


def bands(book: Book, group: Standing) -> list[tuple[str, int]]:
    """How many placed units have which grade, best first."""
    return [
        (band.name, sum(line.grade == band.name for line in group.placed))
        for band in book.scheme.grades
    ]


def again(book: Book) -> list[tuple[Unit, int]]:
    """Units with points lost again that an earlier round had told of, most first."""
    counted = [
        (unit, sum(fix.again for fix in book.fixes.get(id_, ())))
        for id_, unit in book.result.units.items()
    ]
    return sorted((pair for pair in counted if pair[1]), key=lambda pair: (-pair[1], pair[0].name))


def mean(values: Iterable[Fraction]) -> Fraction | None:
    listed: Sequence[Fraction] = list(values)
    return sum(listed, Fraction(0)) / len(listed) if listed else None


def _before(book: Book, line: Ranked) -> Fraction | None:
    """The unit's earlier value, when it had a place in the same group."""
    was = book.before.ranked.get(line.unit_id) if book.before else None
    return was.value if was and was.place is not None and was.group == line.group else None
