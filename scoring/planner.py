"""The way up: the fewest repairs that reach a better grade or place, vetoes first. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.indicators import Band, Leaf, Node, Scheme, groups_of, leaves_of
from data.types import Points, UnitScore
from scoring.score import best_grades, grade, short_parts

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Repair:
    """A leaf put right."""

    indicator_id: str
    name: str
    gain: Fraction  # on the scheme's total, bonus and caps aside


@dataclass(frozen=True, slots=True)
class Plan:
    """Repairs in the order to make them, and where they lead."""

    repairs: tuple[Repair, ...]
    vetoes: tuple[str, ...]  # to be lifted before any point counts
    value: Fraction  # after them
    place: int  # after them, the others staying as they are
    grade: str


def repairs(scheme: Scheme, score: UnitScore) -> list[Repair]:
    """What every lost leaf would bring, most first; equal ones as in the scheme.

    Only what was lost: an open point is won by looking, not by repairing. With n points known,
    winning p lost ones brings total × p / n, whatever else is won.
    """
    known = sum((points.known for points in score.leaves.values()), ZERO)
    if not known:
        return []
    leaves: Sequence[Leaf] = scheme.leaves()
    found = [
        Repair(leaf.id, leaf.name, scheme.total * score.leaves[leaf.id].lost / known)
        for leaf in leaves
        if leaf.id in score.leaves and score.leaves[leaf.id].lost
    ]
    return sorted(found, key=lambda repair: -repair.gain)


def to_grade(
    scheme: Scheme, score: UnitScore, band: Band, others: Sequence[Fraction] = ()
) -> Plan | None:
    """The fewest repairs that bring the value to the grade's lower end; None when none do.

    Parts that have to reach a least of their own are brought there first, but for the lowest
    grade, which asks nothing of them. None too of a grade that goes by the share of a group: what
    the others do decides it.

    Args:
        others: values of the other placed units of its group, for the place that comes of it.
    """
    if band.top is not None:
        return None
    parts = [] if band is scheme.grades[-1] else short_parts(scheme, score.nodes)
    # A part inside another first: what it needs counts for the other as well.
    return _reach(scheme, score, band.minimum, others, parts[::-1])


def to_place(
    scheme: Scheme, score: UnitScore, place: int, others: Sequence[Fraction]
) -> Plan | None:
    """The fewest repairs that bring a unit to a place, the others staying as they are.

    Args:
        place: 1 or more.
        others: values of the other placed units of its group.
    """
    ahead = sorted(others, reverse=True)
    if place > len(ahead):
        return _reach(scheme, score, ZERO, others)
    # Equal values share the better place, so reaching the one who holds it is enough.
    return _reach(scheme, score, ahead[place - 1], others)


def _reach(
    scheme: Scheme,
    score: UnitScore,
    wanted: Fraction,
    others: Sequence[Fraction],
    parts: Iterable[Node] = (),
) -> Plan | None:
    if score.value is None:
        return None
    left = repairs(scheme, score)
    chosen: list[Repair] = []

    def take(repair: Repair) -> None:
        left.remove(repair)
        chosen.append(repair)

    for part in parts:
        inside = {leaf.id for leaf in leaves_of(part.children)}
        for repair in [each for each in left if each.indicator_id in inside]:
            if _falls_short(part, scheme, score, chosen):
                take(repair)
        if _falls_short(part, scheme, score, chosen):
            return None
    reached = _unlimited(scheme, score) + sum((each.gain for each in chosen), ZERO)
    while left and max(ZERO, reached) < wanted:
        reached += left[0].gain
        take(left[0])
    if (value := max(ZERO, reached)) < wanted:
        return None
    place = 1 + sum(other > value for other in others)
    ahead = Fraction(place - 1, len(others) + 1) if others else None
    best = best_grades(scheme, (), _after(scheme, score, chosen))
    name = grade(scheme, value, Fraction(1), best, ahead)
    most_first = sorted(chosen, key=lambda repair: -repair.gain)
    return Plan(tuple(most_first), score.vetoes, value, place, name)


def _falls_short(part: Node, scheme: Scheme, score: UnitScore, chosen: Collection[Repair]) -> bool:
    return part in short_parts(scheme, _after(scheme, score, chosen))


def _after(scheme: Scheme, score: UnitScore, chosen: Collection[Repair]) -> dict[str, Points]:
    """Points of every part once some leaves have lost nothing any more."""
    repaired = {each.indicator_id for each in chosen}
    found = {}
    for node in groups_of(scheme.nodes):
        if node.id not in score.nodes:
            continue
        of = score.nodes[node.id]
        won = [leaf.id for leaf in leaves_of(node.children) if leaf.id in repaired]
        back = sum((score.leaves[id_].lost for id_ in won), ZERO)
        found[node.id] = Points(of.full, of.known, of.got + back)
    return found


def _unlimited(scheme: Scheme, score: UnitScore) -> Fraction:
    """What leaves, bonus and penalties add up to, vetoes lifted; below 0 where penalties do it."""
    known = sum((points.known for points in score.leaves.values()), ZERO)
    got = sum((points.got for points in score.leaves.values()), ZERO)
    base = scheme.total * got / known if known else ZERO
    return base + score.bonus - score.penalty
