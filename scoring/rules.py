"""The scoring primitives: a finding and a leaf's points in, exact points out.

Pure and exact. Every primitive keeps 0 <= got <= known <= full, a better outcome never lowers
`got`, and what is unknown leaves `known` instead of counting as lost: `got` is what the unit keeps
even if everything open is lost, `got + open` what it reaches if everything open is won.

A finding speaks as a whole where it does not itemise: MISSING earns nothing, UNKNOWN leaves the
leaf open, MET without items and counts earns all of it, PARTIAL without them half. What a MISSING
itself says could not be looked at, an unknown item or a count of what is unclear, stays open.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from data.rules import Capped, Checklist, Composite, EachMissing, Presence, Rule, Tiered
from data.types import Finding, Outcome, Points
from scoring.figures import deduct, excess, placed, ratio, sampled, scale, survey, target
from scoring.parts import OPEN, ZERO, all_open, as_a_whole, between, credit, item, stated, total


def points_for(finding: Finding, points: Fraction, rule: Rule) -> Points:
    """What `finding` earns of `points` (above 0, as the rule was read for) under `rule`."""
    return RULES[rule.name](finding, points, rule)


def presence(finding: Finding, points: Fraction, rule: Presence) -> Points:
    """有/无: all for MET, the share `partial` for PARTIAL, nothing for MISSING.

    got = points × credit. Range 0 to `points`, unit points.
    Example: 2 points, partial 0.5: PARTIAL gets 1.
    Source: 涡阳县2020年政务公开评分表, where a statement alone earns 0.4 of a leaf.
    """
    if finding.outcome in OPEN:
        return all_open(points)
    return Points(points, points, points * credit(finding.outcome, rule.partial))


def checklist(finding: Finding, points: Fraction, rule: Checklist) -> Points:
    """要素清单: the points of the items met; half (`partial`) of an item that is incomplete.

    got = Σ points(item) × credit(item). An unknown item leaves `known` with its own points only;
    an item that does not apply leaves `full` too. Range 0 to `points`, unit points.
    Example: 4 = 1 + 1 + 1 + 1 with two met, one missing, one unknown: got 2, known 3, full 4.
    Source: 霍邱县部门政务公开测评表, points for every element.
    """
    not_asked = sum(
        (w for k, w in rule.items.items() if finding.items.get(k) is Outcome.NOT_APPLICABLE), ZERO
    )
    parts = []
    for key, worth in rule.items.items():
        outcome = stated(finding, key)
        if outcome is Outcome.UNKNOWN:
            parts.append(all_open(worth))
        elif outcome is not Outcome.NOT_APPLICABLE:
            parts.append(Points(worth, worth, worth * credit(outcome, rule.partial)))
    made_of = total(parts)
    return as_a_whole(finding, points - not_asked, rule.partial, made_of.open) or made_of


def each_missing(finding: Finding, points: Fraction, rule: EachMissing) -> Points:
    """缺一项扣 n 分，扣完为止: got = max(0, points − each × missing); incomplete counts half.

    An unknown item puts `each` points at stake; when no item is known, all points are. Range 0 to
    `points`, unit points.
    Example: 2.5 points, each 0.4: three missing get 1.3; one missing and one unknown get 1.7,
    0.4 lost, 0.4 open.
    Source: 国办秘函〔2019〕19号, points off for every fault, never below 0.
    """
    outcomes = [stated(finding, key) for key in rule.items]
    asked = [o for o in outcomes if o is not Outcome.NOT_APPLICABLE]
    decided = [o for o in asked if o is not Outcome.UNKNOWN]
    made_of = Points(ZERO, ZERO, ZERO)
    if asked:
        lost = rule.each * sum((1 - credit(o) for o in decided), ZERO)
        stake = rule.each * (len(asked) - len(decided)) if decided else points
        made_of = between(points, lost, stake)
    return as_a_whole(finding, points, unseen=made_of.open) or made_of


def tiered(finding: Finding, points: Fraction, rule: Tiered) -> Points:
    """分档: the best tier whose item is met; half of a tier whose item is incomplete.

    got = max over the tiers of worth × credit(item). Range 0 to `points`, unit points.
    Example: by the due day 1.5, published at all 0.8: published late gets 0.8; published, day
    unknown, gets 0.8 with 0.7 open.
    Source: 政府信息公开条例 第四十九条 and like deadlines; what late is worth is the scheme's.
    """
    asked = [
        (stated(finding, key), worth)
        for key, worth in rule.tiers
        if stated(finding, key) is not Outcome.NOT_APPLICABLE
    ]
    made_of = Points(ZERO, ZERO, ZERO)
    if asked:
        sure = max(worth * credit(outcome) for outcome, worth in asked)
        best = max(w if o is Outcome.UNKNOWN else w * credit(o) for o, w in asked)
        made_of = between(points, points - best, best - sure)
    return as_a_whole(finding, points, unseen=made_of.open) or made_of


def composite(finding: Finding, points: Fraction, rule: Composite) -> Points:
    """组合: parts with points of their own, each by its rule, added up.

    got = Σ got(part). Range 0 to `points`, unit points.
    Example: 3 = 1.5 (share in time) + 1.5 (share linked); 4 pairs, 3 in time, 2 linked:
    1.125 + 0.75 = 1.875.
    Source: tables that put elements and shares into one leaf, such as 沂水县2022年考核指标体系.
    """
    made_of = total([points_for(finding, worth, part) for worth, part in rule.parts])
    not_asked = sum((worth for worth, _ in rule.parts), ZERO) - made_of.full
    return as_a_whole(finding, points - not_asked, unseen=made_of.open) or made_of


def capped(finding: Finding, points: Fraction, rule: Capped) -> Points:
    """封顶: the points of another rule, but no more than `at` while one item is missing.

    got = min(got, at) when the item is MISSING, else got. Range 0 to `points`, unit points. With
    the item unknown, what lies above `at` is open.
    Example: 10 points by a checklist that gives 8, at 6: without the list of valid documents 6;
    nobody knows whether there is one: 6, and 2 open.
    Source: 金寨县2024年评价标准 ①: 未梳理继续有效文件目录的，栏目不高于及格分.
    """
    if finding.outcome is not Outcome.MISSING and (spoken := as_a_whole(finding, points)):
        return spoken
    own = points_for(finding, points, rule.scoring)
    outcome = item(finding, rule.unless)
    if outcome not in {Outcome.MISSING, Outcome.UNKNOWN}:
        return own
    sure = min(own.got, rule.at)
    best = own.got + own.open
    if outcome is Outcome.MISSING:
        best = min(best, rule.at)
    return Points(own.full, own.full - (best - sure), sure)


RULES: Mapping[str, Callable[..., Points]] = {
    "presence": presence,
    "checklist": checklist,
    "each_missing": each_missing,
    "deduct": deduct,
    "ratio": ratio,
    "tiered": tiered,
    "composite": composite,
    "survey": survey,
    "target": target,
    "excess": excess,
    "sampled": sampled,
    "scale": scale,
    "placed": placed,
    "capped": capped,
}
