"""The scoring primitives that go by counts; `scoring/rules.py` says what holds of all."""

from fractions import Fraction

from data.rules import Deduct, Excess, Placed, Ratio, Sampled, Scale, Survey, Target
from data.types import Finding, Points
from scoring.parts import ZERO, all_open, as_a_whole, between, count, met_or_open, total


def deduct(finding: Finding, points: Fraction, rule: Deduct) -> Points:
    """按处扣分，扣完为止: got = max(0, points − Σ each × count).

    With `per_thousand`, faults are first related to that count: × 1000 / count. A count that was
    not given puts everything not yet lost at stake. Range 0 to `points`, unit points.
    Example: 2 points, 0.1 a fault on the home page and 0.05 elsewhere, 3 and 4 faults: 1.5.
    Source: 国办秘函〔2019〕19号, points off for every fault, never below 0.
    """
    if spoken := as_a_whole(finding, points):
        return spoken
    scale = Fraction(1)
    if rule.per_thousand:
        cases = count(finding, rule.per_thousand)
        if not cases:
            return met_or_open(finding, points)
        scale = Fraction(1000, cases)
    counts = {key: count(finding, key) for key in rule.each}
    lost = sum((rule.each[key] * n * scale for key, n in counts.items() if n is not None), ZERO)
    return between(points, lost, points if None in counts.values() else ZERO)


def ratio(finding: Finding, points: Fraction, rule: Ratio) -> Points:
    """比例: share = part / whole, at most 1; all points from `full_at` on. Below it

    - linear: points × share / full_at;
    - `per_point`: points − per_point × percentage points short (fractions of a point count);
    - `step`, `each`: points − each × whole steps short (a step not completed costs nothing).

    Range 0 to `points`, unit points. A whole of 0 leaves nothing to judge: the leaf is open. The
    count `open` says how many more there are that could not be judged: their share is open, even
    where nothing of the rest was found.
    Examples, 3 points: linear 2 of 3 gets 2; 0.1 a point, 96 % gets 2.6; 0.7 per 10 points,
    75 % is two whole steps short and gets 1.6; none of 2 and 1 unclear loses 2, 1 is open.
    Source: 国办秘函〔2019〕19号, 解读比例; whole steps in favour of the unit: docs/method.md.
    """
    part, base = (count(finding, key) for key in rule.of)
    unclear = (count(finding, rule.open) if rule.open else None) or 0
    judged = points * Fraction(base or 0, (base or 0) + unclear) if unclear else points
    if spoken := as_a_whole(finding, points, unseen=points - judged):
        return spoken
    if part is None or not base:
        return met_or_open(finding, points)
    share = min(Fraction(part, base), Fraction(1))
    short = max(ZERO, rule.full_at - share) * 100
    if rule.per_point is not None:
        lost = rule.per_point * short
    elif rule.step is not None and rule.each is not None:
        lost = rule.each * (short // rule.step)
    else:
        lost = points * short / (100 * rule.full_at)
    return total([between(judged, lost * judged / points, ZERO), all_open(points - judged)])


def survey(finding: Finding, points: Fraction, rule: Survey) -> Points:
    """问卷: points × mean weight / highest weight, over the answers that have a weight.

    Range 0 to `points`, unit points. Below `min_valid` answers the leaf does not apply and leaves
    both sums.
    Example: 2.5 points, weights 100/70/30, 60/30/10 answers: mean 84, got 2.1.
    Source: 行风评议 of several cities: 基本满意 70, 不满意 30, 不了解 not counted.
    """
    if spoken := as_a_whole(finding, points):
        return spoken
    counts = {key: count(finding, key) for key in rule.weights}
    if None in counts.values():
        return met_or_open(finding, points)
    answers = {key: n or 0 for key, n in counts.items()}
    valid = sum(answers.values())
    if valid < rule.min_valid:
        return Points(ZERO, ZERO, ZERO)
    earned = sum((rule.weights[key] * n for key, n in answers.items()), ZERO)
    return Points(points, points, points * earned / (valid * max(rule.weights.values())))


def target(finding: Finding, points: Fraction, rule: Target) -> Points:
    """目标值: all points from the target on; below it points × figure / target, 0 below a floor.

    With `at_most` the figure is not to exceed the target: beyond it points × target / figure,
    nothing beyond the floor. With `partial` false whatever misses the target earns nothing.
    Range 0 to `points`, unit points. A figure that was not given leaves the leaf open.
    Examples, 2 points: 525 of 700 items gets 1.5; with floor 600 it gets 0; a limit of 5 days kept
    in 8 gets 1.25.
    Source: targets of the yearly 工作要点, such as 服务事项700项、即办件占比不低于50%.
    """
    if spoken := as_a_whole(finding, points):
        return spoken
    figure = count(finding, rule.of)
    if figure is None:
        return met_or_open(finding, points)
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
    Range 0 to `points`, unit points; the figure has the unit of `over`, such as days.
    Examples, 3 points: 0.5 a day late, 4 days: 1; correction rate above 15 % one point off,
    3 of 18 cases (16.7 %): 2.
    Source: 纠错率、败诉率 and days overdue, points off beyond a limit; handbooks of several cities.
    """
    if spoken := as_a_whole(finding, points):
        return spoken
    figures = [count(finding, key) for key in rule.of]
    if None in figures or (len(figures) == 2 and not figures[1]):
        return met_or_open(finding, points)
    value = Fraction(figures[0] or 0)
    if len(figures) == 2:
        value = 100 * value / Fraction(figures[1] or 1)
    if rule.each is not None:
        lost = rule.each * (max(ZERO, value - rule.over) // 1)
    else:
        lost = max((off for limit, off in rule.steps if value > limit), default=ZERO)
    return between(points, lost, ZERO)


def sampled(finding: Finding, points: Fraction, rule: Sampled) -> Points:
    """抽样: what a sample shows stands for all that it was drawn from.

    got = max(0, points − each × 100 × faults / looked at), `each` points a percentage point. With
    `whole`, the faults are carried over to all: got = max(0, points − each × faults × all /
    looked at), `each` points a fault. Range 0 to `points`, unit points. An empty sample judges
    nothing: the leaf is open, as it is when nobody said how many there are. An all that is smaller
    than the sample counts as the sample.
    Example: 4 points, 0.1 a percentage point, 3 of 20 with a fault (15 %): 2.5; 4 points, 0.05 a
    fault, 3 of 20 drawn from 200, carried over 30 faults: 2.5.
    Source: 国办秘函〔2019〕19号 and local handbooks, 随机抽查 n 个; 咸宁 2023 draws 15 领域.
    """
    if spoken := as_a_whole(finding, points):
        return spoken
    faults, seen = (count(finding, key) for key in rule.of)
    if faults is None or not seen:
        return met_or_open(finding, points)
    share = min(Fraction(faults, seen), Fraction(1))
    if not rule.whole:
        return between(points, rule.each * 100 * share, ZERO)
    everything = count(finding, rule.whole)
    if everything is None:
        return met_or_open(finding, points)
    return between(points, rule.each * share * max(everything, seen), ZERO)


def scale(finding: Finding, points: Fraction, rule: Scale) -> Points:
    """定性分档 (优良中差): points × mean worth of what was graded / highest worth.

    The counts say how many were graded so; one that is not spoken of is 0 once another is. Range 0
    to `points`, unit points. Nothing graded: the leaf is open.
    Example: 10 points, 优良中差 worth 10/8/6/0: 良 gets 8; ten items with 5 优, 3 良, 2 差 get 7.4.
    Source: scale of older 社会评议 handbooks, 优 10, 良 8, 一般 6, 差 0 an item.
    """
    if spoken := as_a_whole(finding, points):
        return spoken
    graded = {key: count(finding, key) or 0 for key in rule.grades}
    if not (number := sum(graded.values())):
        return met_or_open(finding, points)
    earned = sum((rule.grades[key] * n for key, n in graded.items()), ZERO)
    return Points(points, points, points * earned / (number * max(rule.grades.values())))


def placed(finding: Finding, points: Fraction, rule: Placed) -> Points:
    """按名次: all for the first, the others in equal steps.

    got = points × (number − place + 1) / number, so that the last of n gets one part in n; with
    `last` the steps end at that share: points × (1 − (1 − last) × (place − 1) / (number − 1)).
    Range 0 to `points`, unit points. Without a place, or with one outside 1 to number, the leaf is
    open. "In proportion to the best" is another rule: `ratio` of the own figure and the best one.
    Example: 6 points, third of 12: 5; last of 12: 0.5; with last 0.4, seventh of 13: 4.2.
    Source: 绩效考核 tables with 第1名得6分，其余按比例.
    """
    if spoken := as_a_whole(finding, points):
        return spoken
    place, number = (count(finding, key) for key in rule.of)
    if place is None or number is None or not 1 <= place <= number:
        return met_or_open(finding, points)
    if rule.last is None:
        return Points(points, points, points * Fraction(number - place + 1, number))
    behind = Fraction(place - 1, number - 1) if number > 1 else ZERO
    return Points(points, points, points * (1 - (1 - rule.last) * behind))
