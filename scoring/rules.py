"""The scoring primitives: a finding and a leaf's points in, exact points out.

Pure and exact. Every primitive keeps 0 <= got <= known <= full, a better outcome never lowers
`got`, and what is unknown leaves `known` instead of counting as lost: `got` is what the unit keeps
even if everything open is lost, `got + open` what it reaches if everything open is won.

A finding speaks as a whole where it does not itemise: MISSING earns nothing, UNKNOWN leaves the
leaf open, MET without items and counts earns all of it, PARTIAL without them half.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from data.rules import (
    HALF,
    Checklist,
    Composite,
    Deduct,
    EachMissing,
    Excess,
    Presence,
    Ratio,
    Rule,
    Sampled,
    Survey,
    Target,
    Tiered,
)
from data.types import Finding, Number, Outcome, Points

ZERO = Fraction(0)


def points_for(finding: Finding, points: Fraction, rule: Rule) -> Points:
    """What `finding` earns of `points` (0 or more) under `rule`."""
    return RULES[rule.name](finding, points, rule)


def presence(finding: Finding, points: Fraction, rule: Presence) -> Points:
    """有/无: all for MET, the share `partial` for PARTIAL, nothing for MISSING.

    Range 0 to `points`, unit points. Example: 2 points, partial 0.5: PARTIAL gets 1.
    Source: 涡阳县2020年政务公开评分表, where a statement alone earns 0.4 of a leaf.
    """
    if finding.outcome in _OPEN:
        return _open(points)
    return Points(points, points, points * _credit(finding.outcome, rule.partial))


def checklist(finding: Finding, points: Fraction, rule: Checklist) -> Points:
    """要素清单: the points of the items met; half (`partial`) of an item that is incomplete.

    got = Σ points(item) × credit(item). An unknown item leaves `known` with its own points only;
    an item that does not apply leaves `full` too.
    Example: 4 = 1 + 1 + 1 + 1 with two met, one missing, one unknown: got 2, known 3, full 4.
    Source: 霍邱县部门政务公开测评表, points for every element.
    """
    not_asked = sum(
        (w for k, w in rule.items.items() if finding.items.get(k) is Outcome.NOT_APPLICABLE), ZERO
    )
    if whole := _whole(finding, points - not_asked, rule.partial):
        return whole
    parts = []
    for key, worth in rule.items.items():
        outcome = _item(finding, key)
        if outcome is Outcome.UNKNOWN:
            parts.append(_open(worth))
        elif outcome is not Outcome.NOT_APPLICABLE:
            parts.append(Points(worth, worth, worth * _credit(outcome, rule.partial)))
    return total(parts)


def each_missing(finding: Finding, points: Fraction, rule: EachMissing) -> Points:
    """缺一项扣 n 分，扣完为止: got = max(0, points − each × missing); incomplete counts half.

    An unknown item puts `each` points at stake; when no item is known, all points are.
    Example: 2.5 points, each 0.4: three missing get 1.3; one missing and one unknown get 1.7,
    0.4 lost, 0.4 open.
    Source: 国办秘函〔2019〕19号, points off for every fault, never below 0.
    """
    if whole := _whole(finding, points):
        return whole
    outcomes = [_item(finding, key) for key in rule.items]
    asked = [o for o in outcomes if o is not Outcome.NOT_APPLICABLE]
    if not asked:
        return Points(ZERO, ZERO, ZERO)
    decided = [o for o in asked if o is not Outcome.UNKNOWN]
    lost = rule.each * sum((1 - _credit(o) for o in decided), ZERO)
    stake = rule.each * (len(asked) - len(decided)) if decided else points
    return _between(points, lost, stake)


def deduct(finding: Finding, points: Fraction, rule: Deduct) -> Points:
    """按处扣分，扣完为止: got = max(0, points − Σ each × count).

    With `per_thousand`, faults are first related to that count: × 1000 / count. A count that was
    not given puts everything not yet lost at stake.
    Example: 2 points, 0.1 a fault on the home page and 0.05 elsewhere, 3 and 4 faults: 1.5.
    Source: 国办秘函〔2019〕19号, points off for every fault, never below 0.
    """
    if whole := _whole(finding, points):
        return whole
    scale = Fraction(1)
    if rule.per_thousand:
        cases = _count(finding, rule.per_thousand)
        if not cases:
            return _met_or_open(finding, points)
        scale = Fraction(1000, cases)
    counts = {key: _count(finding, key) for key in rule.each}
    lost = sum((rule.each[key] * n * scale for key, n in counts.items() if n is not None), ZERO)
    return _between(points, lost, points if None in counts.values() else ZERO)


def ratio(finding: Finding, points: Fraction, rule: Ratio) -> Points:
    """比例: share = part / whole, at most 1; all points from `full_at` on. Below it

    - linear: points × share / full_at;
    - `per_point`: points − per_point × percentage points short (fractions of a point count);
    - `step`, `each`: points − each × whole steps short (a step not completed costs nothing).

    never below 0. A whole of 0 leaves nothing to judge: the leaf is open. The count `open` says how
    many more there are that could not be judged: their share of the points is open.
    Examples, 3 points: linear 2 of 3 gets 2; 0.1 a point, 96 % gets 2.6; 0.7 per 10 points,
    75 % is two whole steps short and gets 1.6.
    Source: 国办秘函〔2019〕19号, 解读比例; whole steps in favour of the unit: docs/method.md.
    """
    if whole := _whole(finding, points):
        return whole
    part, base = (_count(finding, key) for key in rule.of)
    if part is None or not base:
        return _met_or_open(finding, points)
    unclear = _count(finding, rule.open) if rule.open else 0
    judged = points * Fraction(base, base + (unclear or 0))
    share = min(Fraction(part, base), Fraction(1))
    short = max(ZERO, rule.full_at - share) * 100
    if rule.per_point is not None:
        lost = rule.per_point * short
    elif rule.step is not None and rule.each is not None:
        lost = rule.each * (short // rule.step)
    else:
        lost = points * short / (100 * rule.full_at)
    return total([_between(judged, lost * judged / points, ZERO), _open(points - judged)])


def tiered(finding: Finding, points: Fraction, rule: Tiered) -> Points:
    """分档: the best tier whose item is met; half of a tier whose item is incomplete.

    Example: by the due day 1.5, published at all 0.8: published late gets 0.8; published, day
    unknown, gets 0.8 with 0.7 open.
    Source: 政府信息公开条例 第四十九条 and like deadlines; what late is worth is the scheme's.
    """
    if whole := _whole(finding, points):
        return whole
    asked = [
        (_item(finding, key), worth)
        for key, worth in rule.tiers
        if _item(finding, key) is not Outcome.NOT_APPLICABLE
    ]
    if not asked:
        return Points(ZERO, ZERO, ZERO)
    sure = max(worth * _credit(outcome) for outcome, worth in asked)
    best = max(w if o is Outcome.UNKNOWN else w * _credit(o) for o, w in asked)
    return _between(points, points - best, best - sure)


def composite(finding: Finding, points: Fraction, rule: Composite) -> Points:
    """组合: parts with points of their own, each by its rule, added up.

    Example: 3 = 1.5 (share in time) + 1.5 (share linked); 4 pairs, 3 in time, 2 linked:
    1.125 + 0.75 = 1.875.
    Source: tables that put elements and shares into one leaf, such as 沂水县2022年考核指标体系.
    """
    if whole := _whole(finding, points):
        return whole
    return total([points_for(finding, worth, part) for worth, part in rule.parts])


def survey(finding: Finding, points: Fraction, rule: Survey) -> Points:
    """问卷: points × mean weight / highest weight, over the answers that have a weight.

    Below `min_valid` answers the leaf does not apply and leaves both sums.
    Example: 2.5 points, weights 100/70/30, 60/30/10 answers: mean 84, got 2.1.
    Source: 行风评议 of several cities: 基本满意 70, 不满意 30, 不了解 not counted.
    """
    if whole := _whole(finding, points):
        return whole
    counts = {key: _count(finding, key) for key in rule.weights}
    if None in counts.values():
        return _met_or_open(finding, points)
    answers = {key: n or 0 for key, n in counts.items()}
    valid = sum(answers.values())
    if valid < rule.min_valid:
        return _met_or_open(finding, points) if not finding.counts else Points(ZERO, ZERO, ZERO)
    earned = sum((rule.weights[key] * n for key, n in answers.items()), ZERO)
    return Points(points, points, points * earned / (valid * max(rule.weights.values())))


def target(finding: Finding, points: Fraction, rule: Target) -> Points:
    """目标值: all points from the target on; below it points × figure / target, 0 below a floor.

    With `at_most` the figure is not to exceed the target: beyond it points × target / figure,
    nothing beyond the floor. With `partial` false whatever misses the target earns nothing.
    Range 0 to `points`. A figure that was not given leaves the leaf open.
    Examples, 2 points: 525 of 700 items gets 1.5; with floor 600 it gets 0; a limit of 5 days kept
    in 8 gets 1.25.
    Source: targets of the yearly 工作要点, such as 服务事项700项、即办件占比不低于50%.
    """
    if whole := _whole(finding, points):
        return whole
    figure = _count(finding, rule.of)
    if figure is None:
        return _met_or_open(finding, points)
    if figure >= rule.target if not rule.at_most else figure <= rule.target:
        return Points(points, points, points)
    missed = rule.floor is not None and (
        figure > rule.floor if rule.at_most else figure < rule.floor
    )
    if missed or not rule.partial:
        return Points(points, points, ZERO)
    share = Fraction(rule.target, figure) if rule.at_most else Fraction(figure, rule.target)
    return Points(points, points, points * max(ZERO, share))


def excess(finding: Finding, points: Fraction, rule: Excess) -> Points:
    """超限扣分，扣完为止: got = max(0, points − each × whole units beyond `over`), or by steps.

    With two keys the figure is the share part / whole in percent. A whole of 0 has no share: the
    leaf is met if the finding is, else open. Steps: the points off of the highest limit exceeded.
    Examples, 3 points: 0.5 a day late, 4 days: 1; correction rate above 15 % one point off,
    3 of 18 cases (16.7 %): 2.
    Source: 纠错率、败诉率 and days overdue, points off beyond a limit; handbooks of several cities.
    """
    if whole := _whole(finding, points):
        return whole
    figures = [_count(finding, key) for key in rule.of]
    if None in figures or (len(figures) == 2 and not figures[1]):
        return _met_or_open(finding, points)
    value = Fraction(figures[0] or 0)
    if len(figures) == 2:
        value = 100 * value / Fraction(figures[1] or 1)
    if rule.each is not None:
        lost = rule.each * (max(ZERO, value - rule.over) // 1)
    else:
        lost = max((off for limit, off in rule.steps if value > limit), default=ZERO)
    return _between(points, lost, ZERO)


def sampled(finding: Finding, points: Fraction, rule: Sampled) -> Points:
    """抽样: the share of faults in the sample stands for all; points off a percentage point.

    got = max(0, points − each × 100 × faults / looked at). An empty sample judges nothing: the
    leaf is open. How many were drawn, and from how many, belongs to the evidence.
    Example: 4 points, 0.1 a percentage point, 3 of 20 with a fault (15 %): 2.5.
    Source: 国办秘函〔2019〕19号 and local handbooks: 随机抽查 n 个, faults by share.
    """
    if whole := _whole(finding, points):
        return whole
    faults, seen = (_count(finding, key) for key in rule.of)
    if faults is None or not seen:
        return _met_or_open(finding, points)
    return _between(points, rule.each * 100 * min(Fraction(faults, seen), Fraction(1)), ZERO)


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
}


def total(parts: Iterable[Points]) -> Points:
    """Points added up, each of the three sums for itself."""
    full = known = got = ZERO
    for part in parts:
        full, known, got = full + part.full, known + part.known, got + part.got
    return Points(full, known, got)


_OPEN = {Outcome.UNKNOWN, Outcome.NOT_APPLICABLE}


def _open(points: Fraction) -> Points:
    return Points(points, ZERO, ZERO)


def _between(points: Fraction, lost: Fraction, stake: Fraction) -> Points:
    """`lost` points are gone, up to `stake` more may be; never more than there are."""
    lost = min(points, lost)
    stake = min(points - lost, stake)
    return Points(points, points - stake, points - lost - stake)


def _whole(finding: Finding, points: Fraction, partial: Fraction = HALF) -> Points | None:
    """Points of a finding that speaks as a whole; None when its items and counts decide."""
    if finding.outcome in _OPEN:
        return _open(points)
    if finding.outcome is Outcome.MISSING:
        return Points(points, points, ZERO)
    if finding.items or finding.counts:
        return None
    return Points(points, points, points * _credit(finding.outcome, partial))


def _met_or_open(finding: Finding, points: Fraction) -> Points:
    """A figure that the rule needs was not given: MET needs none, all else stays open."""
    return Points(points, points, points) if finding.outcome is Outcome.MET else _open(points)


def _item(finding: Finding, key: str) -> Outcome:
    """What is known of an item; one that an itemised finding does not list is unknown."""
    return finding.items.get(key, Outcome.UNKNOWN)


def _count(finding: Finding, key: str) -> Number | None:
    """A count; None where the finding does not say."""
    return finding.counts.get(key)


def _credit(outcome: Outcome, partial: Fraction = HALF) -> Fraction:
    if outcome is Outcome.MET:
        return Fraction(1)
    return partial if outcome is Outcome.PARTIAL else ZERO
