"""Reading a scoring rule from a scheme: keys, ranges, points that add up."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise

from data.marked import Entry, Fault, Fields, did_you_mean, number_text, percent
from data.rules import (
    HALF,
    ONE,
    Capped,
    Checklist,
    Composite,
    Deduct,
    EachMissing,
    Excess,
    Placed,
    Presence,
    Ratio,
    Rule,
    Sampled,
    Scale,
    Survey,
    Target,
    Tiered,
)
from data.scheme_form import RULES, STEP, TIER, fields_of


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


def _fields(entry: Entry, name: str) -> Fields:
    return fields_of(entry, f"计分规则 {name} ", RULES[name])


def _worth(entry: Entry, what: str, points: Fraction) -> Fraction:
    """Points, or a percentage of those there are."""
    share = percent(entry)
    return entry.number(what) if share is None else points * share


def _worths(entry: Entry, what: str, points: Fraction) -> dict[str, Fraction]:
    return {
        key: _worth(value, f"{what}“{key}”", points) for key, value in entry.mapping(what).items()
    }


def _partial(fields: Fields) -> Fraction:
    return fields.share("partial", HALF)


def _positive(numbers: Mapping[str, Fraction], fields: Fields) -> Mapping[str, Fraction]:
    if not numbers or min(numbers.values()) <= 0:
        raise Fault(fields.line, f"{fields.what}的分值应大于 0，且至少有一项")
    return numbers


def _presence(entry: Entry, points: Fraction) -> Rule:
    return Presence(_partial(_fields(entry, "presence")))


def _checklist(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "checklist")
    items = _positive(_worths(fields.need("items"), "checklist 的 items ", points), fields)
    if sum(items.values()) != points:
        raise Fault(fields.line, _off("checklist 各要素", sum(items.values(), Fraction(0)), points))
    return Checklist(items, _partial(fields))


def _each_missing(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "each_missing")
    each = fields.positive("each")
    items = fields.need("items").texts("each_missing 的 items ")
    if not items or len(set(items)) != len(items):
        raise Fault(fields.line, "each_missing 的 items 应至少有一项且不重复")
    return EachMissing(each, items)


def _deduct(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "deduct")
    each = _positive(fields.need("each").numbers("deduct 的 each "), fields)
    return Deduct(each, fields.text("per_thousand", ""))


def _ratio(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "ratio")
    of = fields.need("of").texts("ratio 的 of ")
    if len(of) != 2:
        raise Fault(fields.line, "ratio 的 of 应为两项：[分子, 分母]")
    full_at = fields.share("full_at", ONE, Fraction(1, 1000))
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
    fields = _fields(entry, "tiered")
    tiers: dict[str, Fraction] = {}
    for tier in fields.entries("tiers"):
        row = fields_of(tier, "tiered 的一档", TIER)
        if (item := row.text("item")) in tiers:
            raise Fault(tier.line, f"tiered 的要素“{item}”写了两次，每个要素只能写一档")
        tiers[item] = _worth(row.need("points"), "tiered 的 points ", points)
    _positive(tiers, fields)
    if max(tiers.values()) != points:
        raise Fault(fields.line, _off("tiered 最高一档", max(tiers.values()), points))
    return Tiered(tuple(tiers.items()))


def _composite(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "composite")
    parts: list[tuple[Fraction, Rule]] = []
    for part in fields.entries("parts"):
        row = dict(part.mapping("composite 的一部分"))
        worth = {"points": row.pop("points")} if "points" in row else {}
        own = Fields(Entry(part.line, worth), "composite 的一部分", worth).need("points")
        share = _worth(own, "composite 的一部分的 points ", points)
        if share <= 0:
            raise Fault(own.line, "composite 的一部分的 points 应大于 0")
        parts.append((share, read_rule(Entry(part.line, row), share)))
    total = sum((share for share, _ in parts), Fraction(0))
    if total != points or not parts:
        raise Fault(fields.line, _off("composite 各部分", total, points))
    return Composite(tuple(parts))


def _survey(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "survey")
    weights = fields.need("weights").numbers("survey 的 weights ")
    if len(weights) < 2 or min(weights.values()) < 0 or max(weights.values()) == 0:
        raise Fault(fields.line, "survey 的 weights 至少两项，不为负，且最高一项大于 0")
    min_valid = fields.need("min_valid").whole("survey 的 min_valid ")
    if min_valid < 1:
        raise Fault(fields.line, "survey 的 min_valid 应为不小于 1 的整数")
    return Survey(weights, min_valid)


def _target(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "target")
    target, at_most = fields.positive("target"), fields.flag("at_most", default=False)
    floor = fields.number("floor") if fields.get("floor") else None
    if floor is not None and (floor > target) != at_most:
        raise Fault(
            fields.need("floor").line,
            "target 的 floor 是得分的最低线，应低于 target；at_most 时是最高线，应高于 target",
        )
    return Target(fields.text("of"), target, floor, fields.flag("partial", default=True), at_most)


def _excess(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "excess")
    of = fields.texts("of")
    if len(of) not in {1, 2}:
        raise Fault(fields.line, "excess 的 of 应为一项 [数值]，或两项 [分子, 分母]（按百分比）")
    steps = []
    for step in fields.entries("steps"):
        row = fields_of(step, "excess 的一档", STEP)
        steps.append((row.number("above"), row.positive("off")))
    rising = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(steps))
    if bool(steps) == bool(fields.get("each")) or not rising:
        raise Fault(fields.line, "excess 应写且只写一种：each，或 steps（界限和扣分都由低到高）")
    each = None if steps else fields.positive("each")
    return Excess(of, fields.number("over", Fraction(0)), each, tuple(steps))


def _sampled(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "sampled")
    of = fields.need("of").texts("sampled 的 of ")
    if len(of) != 2:
        raise Fault(fields.line, "sampled 的 of 应为两项：[有问题的, 抽查的]")
    whole = fields.text("whole") if fields.get("whole") else ""
    return Sampled((of[0], of[1]), fields.positive("each"), whole)


def _scale(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "scale")
    grades = fields.need("grades").numbers("scale 的 grades ")
    if len(grades) < 2 or min(grades.values()) < 0 or max(grades.values()) == 0:
        raise Fault(fields.line, "scale 的 grades 至少两档，不为负，且最高一档大于 0")
    return Scale(grades)


def _placed(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "placed")
    of = fields.need("of").texts("placed 的 of ")
    if len(of) != 2:
        raise Fault(fields.line, "placed 的 of 应为两项：[名次, 参评数]")
    last = fields.share("last", ONE) if fields.get("last") else None
    return Placed((of[0], of[1]), last)


def _capped(entry: Entry, points: Fraction) -> Rule:
    fields = _fields(entry, "capped")
    at = _worth(fields.need("at"), "capped 的 at ", points)
    if not 0 <= at < points:
        said = number_text(points)
        raise Fault(fields.need("at").line, f"capped 的 at 应不小于 0 且小于该项 {said} 分")
    return Capped(fields.text("unless"), at, read_rule(fields.need("scoring"), points))


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
    "scale": _scale,
    "placed": _placed,
    "capped": _capped,
}
