"""What a round's results would be under another rule: from stored findings, nothing is kept. Pure.

Both sides are scored anew by `scoring`, so that they differ by the rule alone.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from data.indicators import Absent, Band, Leaf, Node, Scheme, leaves_of
from data.rules import (
    Capped,
    Checklist,
    Composite,
    Deduct,
    EachMissing,
    Excess,
    Ratio,
    Rule,
    Sampled,
    Tiered,
)
from data.types import Judgement, Unit
from data.verdicts import ScoreLine, Sheet
from scoring.engine.counted import counted
from scoring.engine.score import score_lines


@dataclass(frozen=True, slots=True)
class Stored:
    """What the results of a round are made from."""

    scheme: Scheme
    units: Sequence[Unit]
    sheets: Mapping[str, Sheet]
    judgements: Sequence[Judgement]
    web_only: bool = False  # the round assesses what a website can show, and nothing else


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's result under one rule; None where there is none."""

    value: Fraction | None
    place: int | None
    grade: str


@dataclass(frozen=True, slots=True)
class Move:
    """A unit's result before and after."""

    unit: Unit
    before: Standing
    after: Standing

    @property
    def gained(self) -> Fraction | None:
        """Points more, below zero when fewer; None where one side has no value."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def climbed(self) -> int | None:
        """Places up, below zero when down; None where one side has none."""
        if self.before.place is None or self.after.place is None:
            return None
        return self.before.place - self.after.place

    @property
    def regraded(self) -> bool:
        return self.before.grade != self.after.grade


def moves(stored: Stored, after: Scheme) -> list[Move]:
    """Every unit under the round's own scheme and under another; by group, the largest moves
    first.
    """
    old, new = _standings(stored, stored.scheme), _standings(stored, after)
    made = [Move(unit, old[unit.id], new[unit.id]) for unit in stored.units]
    order = list(dict.fromkeys(unit.group for unit in stored.units))
    return sorted(
        made,
        key=lambda each: (
            order.index(each.unit.group),
            -abs(each.climbed or 0),
            -abs(each.gained or 0),
            each.after.place or len(made) + 1,
            each.unit.id,
        ),
    )


def _standings(stored: Stored, scheme: Scheme) -> dict[str, Standing]:
    sheets = counted(stored.sheets, stored.judgements, scheme.heavy)
    return {line.unit_id: _standing(line) for line in score_lines(scheme, stored.units, sheets)}


def _standing(line: ScoreLine) -> Standing:
    value = None if line.value is None else Fraction(line.value)
    return Standing(value, line.place, line.grade)


def absences(scheme: Scheme) -> Mapping[Absent, int]:
    """How many indicators treat 不涉及 in which way, most frequent first."""
    return dict(Counter(leaf.absent for leaf in scheme.leaves()).most_common())


def with_absent(scheme: Scheme, old: Absent, new: Absent, share: Fraction) -> Scheme:
    """With one treatment of 不涉及 changed into another wherever it stands.

    Args:
        share: 0-1, used by the two treatments that give a share.
    """

    def one(leaf: Leaf) -> Leaf:
        return replace(leaf, absent=new, absent_share=share) if leaf.absent is old else leaf

    return _each_leaf(scheme, one)


def with_grades(scheme: Scheme, minima: Sequence[Fraction]) -> Scheme:
    """With other lowest values of the grades, in the order of the scheme.

    Raises:
        ValueError: not one for every grade, not falling, or the last does not take everybody.
    """
    if len(minima) != len(scheme.grades) or not minima or minima[-1] != 0:
        raise ValueError("等次线应与等次一样多，最后一档为 0")
    every = zip(pairwise(minima), pairwise(scheme.grades), strict=True)
    if any(low >= high and a.top is b.top is None for (high, low), (a, b) in every):
        raise ValueError("等次线应从高到低，后一档低于前一档")
    bands = zip(scheme.grades, minima, strict=True)
    return replace(scheme, grades=tuple(Band(band.name, least, band.top) for band, least in bands))


def with_points(scheme: Scheme, points: Mapping[str, Fraction]) -> Scheme:
    """With other points of groups of the first level, by id; all below grows in proportion, and so
    does every number of points in a rule.
    """
    return replace(
        scheme,
        nodes=tuple(
            _scaled(node, points[node.id] / node.points) if node.id in points else node
            for node in scheme.nodes
        ),
    )


def _scaled(node: Node | Leaf, by: Fraction) -> Node | Leaf:
    if isinstance(node, Leaf):
        return replace(node, points=node.points * by, scoring=scaled(node.scoring, by))
    return replace(
        node,
        points=node.points * by,
        least=None if node.least is None else node.least * by,
        children=tuple(_scaled(child, by) for child in node.children),
    )


def scaled(rule: Rule, by: Fraction) -> Rule:
    """The rule with every number of points in it multiplied; shares and targets stay."""
    match rule:
        case Checklist():
            return replace(rule, items=_times(rule.items, by))
        case EachMissing() | Sampled():
            return replace(rule, each=rule.each * by)
        case Deduct():
            return replace(rule, each=_times(rule.each, by))
        case Ratio():
            per_point, each = (None if n is None else n * by for n in (rule.per_point, rule.each))
            return replace(rule, per_point=per_point, each=each)
        case Tiered():
            return replace(rule, tiers=tuple((item, n * by) for item, n in rule.tiers))
        case Composite():
            return replace(rule, parts=tuple((n * by, scaled(part, by)) for n, part in rule.parts))
        case Excess():
            return replace(
                rule,
                each=None if rule.each is None else rule.each * by,
                steps=tuple((limit, off * by) for limit, off in rule.steps),
            )
        case Capped():
            return replace(rule, at=rule.at * by, scoring=scaled(rule.scoring, by))
        case _:
            return rule


def _times(numbers: Mapping[str, Fraction], by: Fraction) -> dict[str, Fraction]:
    return {key: number * by for key, number in numbers.items()}


def _each_leaf(scheme: Scheme, change: Callable[[Leaf], Leaf]) -> Scheme:
    def walk(node: Node | Leaf) -> Node | Leaf:
        if isinstance(node, Leaf):
            return change(node)
        return replace(node, children=tuple(map(walk, node.children)))

    return replace(scheme, nodes=tuple(map(walk, scheme.nodes)))


def shared_leaves(one: Scheme, other: Scheme) -> int:
    """How many indicators of `other` have findings under `one`, by id."""
    known = {leaf.id for leaf in leaves_of(one.nodes)}
    return sum(leaf.id in known for leaf in leaves_of(other.nodes))
