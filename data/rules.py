"""How a leaf's finding becomes points, as frozen values.

Only what is written in a scheme file, read by `data/rule_reading.py`. The arithmetic is in
`scoring/rules.py` and `scoring/figures.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

HALF = Fraction(1, 2)
ONE = Fraction(1)

# A field that came later: where it says nothing, digests stay what they were without it.
ADDED: Mapping[str, bool] = {"added": True}


@dataclass(frozen=True, slots=True)
class Presence:
    """All for MET, the share `partial` for PARTIAL."""

    name: ClassVar[str] = "presence"
    partial: Fraction = HALF


@dataclass(frozen=True, slots=True)
class Checklist:
    """Points for each item; they add up to the leaf's points."""

    name: ClassVar[str] = "checklist"
    items: Mapping[str, Fraction]
    partial: Fraction = HALF


@dataclass(frozen=True, slots=True)
class EachMissing:
    """`each` points off for every item that is missing."""

    name: ClassVar[str] = "each_missing"
    each: Fraction
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deduct:
    """Points off for every fault counted; `per_thousand` names the count that faults relate to."""

    name: ClassVar[str] = "deduct"
    each: Mapping[str, Fraction]
    per_thousand: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share of two counts, full at `full_at`.

    With neither `per_point` nor `step` the points follow the share in a line.
    """

    name: ClassVar[str] = "ratio"
    of: tuple[str, str]  # part, whole
    full_at: Fraction = ONE  # share 0-1 that earns all
    per_point: Fraction | None = None  # points off a percentage point below `full_at`
    step: Fraction | None = None  # percentage points of a whole step …
    each: Fraction | None = None  # … and the points off for one
    open: str = ""  # count of those that could not be judged


@dataclass(frozen=True, slots=True)
class Tiered:
    """The best tier whose item is met; the highest is worth the leaf's points."""

    name: ClassVar[str] = "tiered"
    tiers: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Composite:
    """Parts with points of their own, each by its rule."""

    name: ClassVar[str] = "composite"
    parts: tuple[tuple[Fraction, "Rule"], ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """The mean weight of the answers against the highest weight."""

    name: ClassVar[str] = "survey"
    weights: Mapping[str, Fraction]
    min_valid: int  # answers below which the leaf does not apply


@dataclass(frozen=True, slots=True)
class Target:
    """A figure against its target: full from there on, in proportion below, 0 below a floor."""

    name: ClassVar[str] = "target"
    of: str  # the figure
    target: Fraction
    floor: Fraction | None = None  # below it nothing is earned
    partial: bool = True  # in proportion below the target; else nothing
    at_most: bool = False  # the target is not to be exceeded


@dataclass(frozen=True, slots=True)
class Excess:
    """Points off for what goes beyond a limit: so much a unit, or by steps."""

    name: ClassVar[str] = "excess"
    of: tuple[str, ...]  # a figure; or part and whole, as a share in percent
    over: Fraction = Fraction(0)
    each: Fraction | None = None  # points off for every unit beyond `over`, begun ones not counted
    steps: tuple[tuple[Fraction, Fraction], ...] = ()  # (limit, points off), limits rising


@dataclass(frozen=True, slots=True)
class Sampled:
    """Faults found in a sample, as a share of those looked at: points off a percentage point."""

    name: ClassVar[str] = "sampled"
    of: tuple[str, str]  # faults, looked at
    each: Fraction  # points off for every percentage point of faults; with `whole`, for a fault
    whole: str = field(default="", metadata=ADDED)  # count of all that the sample was drawn from


@dataclass(frozen=True, slots=True)
class Scale:
    """Grades such as 优良中差 with a worth each: the mean worth against the highest."""

    name: ClassVar[str] = "scale"
    grades: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Placed:
    """A place among so many: all for the first, the others in equal steps down to the last."""

    name: ClassVar[str] = "placed"
    of: tuple[str, str]  # place, number of those placed
    last: Fraction | None = None  # share 0-1 that the last gets; else one part in so many


@dataclass(frozen=True, slots=True)
class Capped:
    """A rule of its own, worth no more than `at` while one item is missing."""

    name: ClassVar[str] = "capped"
    unless: str  # the item
    at: Fraction  # points
    scoring: "Rule"


Rule = (
    Presence | Checklist | EachMissing | Deduct | Ratio | Tiered | Composite | Survey
    | Target | Excess | Sampled | Scale | Placed | Capped
)  # fmt: skip


def keys_used(rule: Rule) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of items and keys of counts that a rule reads from a finding."""
    match rule:
        case Checklist():
            return frozenset(rule.items), frozenset()
        case EachMissing():
            return frozenset(rule.items), frozenset()
        case Tiered():
            return frozenset(item for item, _ in rule.tiers), frozenset()
        case Deduct():
            return frozenset(), frozenset(rule.each) | frozenset(filter(None, [rule.per_thousand]))
        case Ratio():
            return frozenset(), frozenset(rule.of) | frozenset(filter(None, [rule.open]))
        case Survey():
            return frozenset(), frozenset(rule.weights)
        case Target():
            return frozenset(), frozenset({rule.of})
        case Excess() | Placed():
            return frozenset(), frozenset(rule.of)
        case Sampled():
            return frozenset(), frozenset(rule.of) | frozenset(filter(None, [rule.whole]))
        case Scale():
            return frozenset(), frozenset(rule.grades)
        case Capped():
            items, counts = keys_used(rule.scoring)
            return items | {rule.unless}, counts
        case Composite():
            parts = [keys_used(part) for _, part in rule.parts]
            return (
                frozenset().union(*(items for items, _ in parts)),
                frozenset().union(*(counts for _, counts in parts)),
            )
        case Presence():
            return frozenset(), frozenset()


def itemised(rule: Rule) -> bool:
    """Whether points come from items and counts alone, never from the outcome as such."""
    match rule:
        case Presence():
            return False
        case Composite():
            return all(itemised(part) for _, part in rule.parts)
        case Capped():
            return itemised(rule.scoring)
        case _:
            return True
