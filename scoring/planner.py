"""The way up: the fewest repairs that reach a better grade or place, vetoes first. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.indicators import Band, Leaf, Node, Scheme, Ties, groups_of, leaves_of
from data.types import Points, UnitScore
from scoring.rank import place_among
from scoring.score import best_grades, bonus_at, grade, short_parts, toward_gate

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
    bonus: Fraction = ZERO  # bonus points, earned before, that now pass their gate


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


def gains(scheme: Scheme, score: UnitScore) -> dict[str, Fraction]:
    """What mending each lost leaf brings on the total (改好可得), by indicator id: the one figure
    that screens, documents and the API give of a gap beside the points it lost itself.
    """
    return {each.indicator_id: each.gain for each in repairs(scheme, score)}


def to_grade(
    scheme: Scheme,
    score: UnitScore,
    band: Band,
    others: Sequence[Fraction] = (),
    earned: Fraction = ZERO,
) -> Plan | None:
    """The fewest repairs that bring the value to the grade's lower end; None when none do.

    Parts that have to reach a least of their own are brought there first, but for the lowest
    grade, which asks nothing of them. None too of a grade that goes by the share of a group: what
    the others do decides it.

    Args:
        others: values of the other placed units of its group, for the place that comes of it.
        earned: points of its bonus items (`scoring.score.bonus_earned`): they count once the
            repairs open their gate.
    """
    if band.top is not None:
        return None
    parts = [] if band is scheme.grades[-1] else short_parts(scheme, score.nodes)
    # A part inside another first: what it needs counts for the other as well.
    return _reach(scheme, score, band.minimum, others, earned, parts[::-1])


def to_place(
    scheme: Scheme,
    score: UnitScore,
    place: int,
    others: Sequence[Fraction],
    earned: Fraction = ZERO,
) -> Plan | None:
    """The fewest repairs that bring a unit to a place, the others staying as they are.

    Args:
        place: 1 or more.
        others: values of the other placed units of its group.
        earned: points of its bonus items, as for `to_grade`.
    """
    ahead = sorted(set(others) if scheme.ties is Ties.DENSE else others, reverse=True)
    if place > len(ahead):
        return _reach(scheme, score, ZERO, others, earned)
    # Equal values share the better place, so reaching the one who holds it is enough.
    return _reach(scheme, score, ahead[place - 1], others, earned)


def with_repairs(
    scheme: Scheme,
    score: UnitScore,
    chosen: Collection[str],
    others: Sequence[Fraction],
    earned: Fraction = ZERO,
) -> Plan | None:
    """Where the repairs that somebody chose lead; None when the unit has no value.

    Args:
        chosen: ids of leaves; those without a lost point bring nothing.
        others: values of the other placed units of its group.
        earned: points of its bonus items, as for `to_grade`.
    """
    if score.value is None:
        return None
    found = [each for each in repairs(scheme, score) if each.indicator_id in chosen]
    return _led_to(scheme, score, found, others, max(earned, score.bonus))


def _reach(
    scheme: Scheme,
    score: UnitScore,
    wanted: Fraction,
    others: Sequence[Fraction],
    earned: Fraction,
    parts: Sequence[Node] = (),
) -> Plan | None:
    """The shorter of two ways: the largest gains first; or the part that the bonus waits for."""
    if score.value is None:
        return None
    earned = max(earned, score.bonus)  # it counts already: then its gate is open
    ways = [_way(scheme, score, wanted, earned, parts)]
    if earned and scheme.bonus and scheme.bonus.part:
        ways.append(_way(scheme, score, wanted, earned, parts, gate_first=True))
    found = [way for way in ways if way is not None]
    if not found:
        return None
    return _led_to(scheme, score, min(found, key=len), others, earned)


def _led_to(
    scheme: Scheme,
    score: UnitScore,
    chosen: Sequence[Repair],
    others: Sequence[Fraction],
    earned: Fraction,
) -> Plan:
    """Where some repairs lead."""
    value = max(ZERO, _value(scheme, score, chosen, earned))
    place = place_among(value, others, scheme.ties)
    better = sum(other > value for other in others)
    ahead = Fraction(better, len(others) + 1) if others else None
    best = best_grades(scheme, (), _after(scheme, score, chosen))
    name = grade(scheme, value, Fraction(1), best, ahead)
    most_first = tuple(sorted(chosen, key=lambda repair: -repair.gain))
    opened = _bonus(scheme, score, chosen, earned) - score.bonus
    return Plan(most_first, score.vetoes, value, place, name, opened)


def _way(
    scheme: Scheme,
    score: UnitScore,
    wanted: Fraction,
    earned: Fraction,
    parts: Iterable[Node],
    *,
    gate_first: bool = False,
) -> list[Repair] | None:
    """Repairs that reach a value; None when all of them do not."""
    left = repairs(scheme, score)
    chosen: list[Repair] = []

    def take(repair: Repair) -> None:
        left.remove(repair)
        chosen.append(repair)

    for part in parts:
        for repair in _inside(part, left):
            if _falls_short(part, scheme, score, chosen):
                take(repair)
        if _falls_short(part, scheme, score, chosen):
            return None
    waited_for = scheme.bonus.part if gate_first and scheme.bonus else ""
    for part in groups_of(scheme.nodes):
        for repair in _inside(part, left) if part.id == waited_for else ():
            if not _bonus(scheme, score, chosen, earned):
                take(repair)
    while left and max(ZERO, _value(scheme, score, chosen, earned)) < wanted:
        take(left[0])
    return chosen if max(ZERO, _value(scheme, score, chosen, earned)) >= wanted else None


def _inside(part: Node, left: Iterable[Repair]) -> list[Repair]:
    inside = {leaf.id for leaf in leaves_of(part.children)}
    return [repair for repair in left if repair.indicator_id in inside]


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


def _value(
    scheme: Scheme, score: UnitScore, chosen: Collection[Repair], earned: Fraction
) -> Fraction:
    """What leaves, bonus and penalties add up to after some repairs, vetoes lifted.

    Below 0 where penalties do it.
    """
    return _base(scheme, score, chosen) + _bonus(scheme, score, chosen, earned) - score.penalty


def _base(scheme: Scheme, score: UnitScore, chosen: Collection[Repair]) -> Fraction:
    known = sum((points.known for points in score.leaves.values()), ZERO)
    got = sum((points.got for points in score.leaves.values()), ZERO)
    base = scheme.total * got / known if known else ZERO
    return base + sum((each.gain for each in chosen), ZERO)


def _bonus(
    scheme: Scheme, score: UnitScore, chosen: Collection[Repair], earned: Fraction
) -> Fraction:
    base = _base(scheme, score, chosen)
    reached = toward_gate(scheme, _after(scheme, score, chosen), base, base, base)[0]
    return bonus_at(scheme.bonus, reached, earned)
