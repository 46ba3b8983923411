"""How a leaf's finding becomes points: frozen values, and their reading from a scheme.

Only what is written in a scheme file. The arithmetic is in `scoring/rules.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from data.marked import Entry, Fault, Fields, did_you_mean, number_text

HALF = Fraction(1, 2)
ONE = Fraction(1)


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
    each: Fraction  # points off for every percentage point of faults


Rule = (
    Presence | Checklist | EachMissing | Deduct | Ratio | Tiered | Composite | Survey
    | Target | Excess | Sampled
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
        case Excess() | Sampled():
            return frozenset(), frozenset(rule.of)
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
        case _:
            return True


def read_rule(entry: Entry, points: Fraction) -> Rule:
    """A rule for `points`.

    Raises:
        Fault: unknown rule or parameter, a number out of range, points that do not add up.
    """
    name = entry.mapping("scoring ").get("rule")
    if name is None:
        raise Fault(entry.line, f"scoring 缺少 rule，可用：{'、'.join(READERS)}")
    said = name.text("scoring 的 rule ")
    if said not in READERS:
        raise Fault(name.line, f"没有计分规则“{said}”{did_you_mean(said, READERS)}")
    return READERS[said](entry, points)


def _fields(entry: Entry, name: str, *keys: str) -> Fields:
    return Fields(entry, f"计分规则 {name} ", ("rule", *keys))


def _partial(fields: Fields) -> Fraction:
    return fields.within("partial", Fraction(0), ONE, HALF)


def _positive(numbers: Mapping[str, Fraction], fields: Fields) -> Mapping[str, Fraction]:
    if not numbers or min(numbers.values()) <= 0:
        raise Fault(fields.line, f"{fields.what}的分值应大于 0，且至少有一项")
    return numbers


def _presence(entry: Entry, points: Fraction) -> Rule:
    return Presence(_partial(_fields(entry, "presence", "partial")))


def _checklist(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "checklist", "items", "partial")
    items = _positive(fields.need("items").numbers("checklist 的 items "), fields)
    if sum(items.values()) != points:
        raise Fault(fields.line, _off("checklist 各要素", sum(items.values(), Fraction(0)), points))
    return Checklist(items, _partial(fields))


def _each_missing(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "each_missing", "each", "items")
    each = fields.positive("each")
    items = fields.need("items").texts("each_missing 的 items ")
    if not items or len(set(items)) != len(items):
        raise Fault(fields.line, "each_missing 的 items 应至少有一项且不重复")
    return EachMissing(each, items)


def _deduct(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "deduct", "each", "per_thousand")
    each = _positive(fields.need("each").numbers("deduct 的 each "), fields)
    return Deduct(each, fields.text("per_thousand", ""))


def _ratio(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "ratio", "of", "full_at", "linear", "per_point", "step", "each", "open")
    of = fields.need("of").texts("ratio 的 of ")
    if len(of) != 2:
        raise Fault(fields.line, "ratio 的 of 应为两项：[分子, 分母]")
    full_at = fields.within("full_at", Fraction(1, 1000), ONE, ONE)
    linear = fields.get("linear")
    ways = (linear is not None and linear.flag("ratio 的 linear "), fields.get("per_point"))
    stepped = fields.get("step") or fields.get("each")
    if sum(map(bool, (*ways, stepped))) != 1:
        raise Fault(
            fields.line, "ratio 应写且只写一种：linear: true，或 per_point，或 step 与 each"
        )
    unclear = fields.text("open") if fields.get("open") else ""
    if stepped:
        step, each = fields.positive("step"), fields.positive("each")
        return Ratio((of[0], of[1]), full_at, step=step, each=each, open=unclear)
    if ways[1]:
        return Ratio((of[0], of[1]), full_at, fields.positive("per_point"), open=unclear)
    return Ratio((of[0], of[1]), full_at, open=unclear)


def _tiered(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "tiered", "tiers")
    tiers: dict[str, Fraction] = {}
    for tier in fields.entries("tiers"):
        row = Fields(tier, "tiered 的一档", ("item", "points"))
        tiers[row.text("item")] = row.number("points")
    _positive(tiers, fields)
    if max(tiers.values()) != points:
        raise Fault(fields.line, _off("tiered 最高一档", max(tiers.values()), points))
    return Tiered(tuple(tiers.items()))


def _composite(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "composite", "parts")
    parts: list[tuple[Fraction, Rule]] = []
    for part in fields.entries("parts"):
        row = dict(part.mapping("composite 的一部分"))
        worth = {"points": row.pop("points")} if "points" in row else {}
        share = Fields(Entry(part.line, worth), "composite 的一部分", worth).positive("points")
        parts.append((share, read_rule(Entry(part.line, row), share)))
    total = sum((share for share, _ in parts), Fraction(0))
    if total != points or not parts:
        raise Fault(fields.line, _off("composite 各部分", total, points))
    return Composite(tuple(parts))


def _survey(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "survey", "weights", "min_valid")
    weights = fields.need("weights").numbers("survey 的 weights ")
    if len(weights) < 2 or min(weights.values()) < 0 or max(weights.values()) == 0:
        raise Fault(fields.line, "survey 的 weights 至少两项，不为负，且最高一项大于 0")
    min_valid = fields.need("min_valid").whole("survey 的 min_valid ")
    if min_valid < 1:
        raise Fault(fields.line, "survey 的 min_valid 应为不小于 1 的整数")
    return Survey(weights, min_valid)


def _target(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "target", "of", "target", "floor", "partial", "at_most")
    target, at_most = fields.positive("target"), fields.flag("at_most", default=False)
    floor = fields.number("floor") if fields.get("floor") else None
    if floor is not None and (floor > target) != at_most:
        raise Fault(
            fields.need("floor").line,
            "target 的 floor 是得分的最低线，应低于 target；at_most 时是最高线，应高于 target",
        )
    return Target(fields.text("of"), target, floor, fields.flag("partial", default=True), at_most)


def _excess(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "excess", "of", "over", "each", "steps")
    of = fields.texts("of")
    if len(of) not in {1, 2}:
        raise Fault(fields.line, "excess 的 of 应为一项 [数值]，或两项 [分子, 分母]（按百分比）")
    steps = []
    for step in fields.entries("steps"):
        row = Fields(step, "excess 的一档", ("above", "off"))
        steps.append((row.number("above"), row.positive("off")))
    rising = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(steps))
    if bool(steps) == bool(fields.get("each")) or not rising:
        raise Fault(fields.line, "excess 应写且只写一种：each，或 steps（界限和扣分都由低到高）")
    each = None if steps else fields.positive("each")
    return Excess(of, fields.number("over", Fraction(0)), each, tuple(steps))


def _sampled(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "sampled", "of", "each")
    of = fields.need("of").texts("sampled 的 of ")
    if len(of) != 2:
        raise Fault(fields.line, "sampled 的 of 应为两项：[有问题的, 抽查的]")
    return Sampled((of[0], of[1]), fields.positive("each"))


def _off(what: str, total: Fraction, points: Fraction) -> str:
    return f"{what}合计 {number_text(total)} 分，与该项 {number_text(points)} 分不符，请改成一致"


READERS: Mapping[str, Callable[[Entry, Fraction], Rule]] = {
    "presence": _presence,
    "checklist": _checklist,
    "each_missing": _each_missing,
    "deduct": _deduct,
    "ratio": _ratio,
    "tiered": _tiered,
    "composite": _composite,
    "survey": _survey,
    "target": _target,
    "excess": _excess,
    "sampled": _sampled,
}
