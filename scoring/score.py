"""Findings of one unit -> its score: value, interval, coverage, grade. Exact, pure, replayable.

value    = total × Σ got / Σ known            over the leaves that apply
low      = total × Σ got / Σ full             every open point lost
high     = total × Σ (got + open) / Σ full    every open point won
coverage = Σ known / Σ full

Method: docs/method.md.
"""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from data.indicators import (
    Absent,
    Bonus,
    Effect,
    Leaf,
    Node,
    Penalty,
    Scheme,
    groups_of,
    leaves_of,
)
from data.rules import HALF
from data.types import Finding, Outcome, Points, Unit, UnitScore
from scoring.parts import ZERO, total
from scoring.rules import points_for


def score(scheme: Scheme, unit: Unit, findings: Mapping[str, Finding]) -> UnitScore:
    """The score of one unit.

    A leaf without a finding is as open as an unknown one. A veto is in force when its id has a
    finding MISSING (so `scoring.rounds.effective` lets such findings through only from a person);
    a bonus item counts when its id has one MET, half when PARTIAL; a penalty takes off what its
    rule loses by the finding of its id.

    Args:
        findings: by id of leaf, veto, bonus item or penalty; other ids are not looked at.
    """
    leaves = {
        leaf.id: points
        for leaf in scheme.leaves()
        if (points := leaf_points(leaf, unit, findings.get(leaf.id))) is not None
    }
    leaves = _spread(scheme.nodes, leaves)
    nodes: dict[str, Points] = {}
    whole = total(
        points for node in scheme.nodes if (points := _sums(node, leaves, nodes)) is not None
    )
    in_force = tuple(v for v in scheme.vetoes if _outcome(findings, v.id) is Outcome.MISSING)
    cap = min((v.value for v in in_force if v.effect is Effect.CAP_AT), default=None)
    extra = bonus_earned(scheme.bonus, findings)
    off = _penalties(scheme.penalties, findings)

    def final(base: Fraction, toward: Fraction) -> Fraction:
        value = max(ZERO, base + bonus_at(scheme.bonus, toward, extra) - off)
        return value if cap is None else min(value, cap)

    base = scheme.total * whole.got / whole.known if whole.known else None
    low = scheme.total * whole.got / whole.full if whole.full else ZERO
    high = scheme.total * (whole.got + whole.open) / whole.full if whole.full else scheme.total
    coverage = whole.known / whole.full if whole.full else ZERO
    gate = toward_gate(scheme, nodes, base, low, high)
    value = None if base is None else final(base, gate[0])
    vetoes = tuple(v.id for v in in_force)
    return UnitScore(
        unit_id=unit.id,
        leaves=leaves,
        nodes=nodes,
        value=value,
        low=final(low, gate[1]),
        high=final(high, gate[2]),
        coverage=coverage,
        bonus=ZERO if base is None else bonus_at(scheme.bonus, gate[0], extra),
        vetoes=vetoes,
        penalty=off,
        grade=grade(scheme, value, coverage, best_grades(scheme, vetoes, nodes)),
    )


def leaf_points(leaf: Leaf, unit: Unit, finding: Finding | None) -> Points | None:
    """Points of one leaf; None when it does not apply and leaves both sums.

    A leaf that asks for duties does not apply to a unit known to have none of them. "Does not
    apply" said of a leaf that applies to everybody is not believed: the leaf stays open.
    """
    excused = unit.duties is not None and leaf.requires and not leaf.requires & unit.duties
    if excused or (finding is not None and finding.outcome is Outcome.NOT_APPLICABLE):
        if leaf.absent is Absent.NONE:
            return Points(leaf.points, ZERO, ZERO)
        if leaf.absent in {Absent.EXCLUDE, Absent.REDISTRIBUTE}:
            return None
        share = Fraction(1) if leaf.absent is Absent.FULL else leaf.absent_share
        return Points(leaf.points, leaf.points, leaf.points * share)
    if finding is None:
        return Points(leaf.points, ZERO, ZERO)
    points = points_for(finding, leaf.points, leaf.scoring)
    return points if points.full else None


def best_grades(scheme: Scheme, vetoes: Collection[str], nodes: Mapping[str, Points]) -> list[str]:
    """The grades that vetoes in force, by id, and parts that fall short leave at best."""
    in_force = [veto for veto in scheme.vetoes if veto.id in vetoes]
    best = [veto.grade for veto in in_force if veto.effect is Effect.CAP_GRADE]
    if any(veto.effect is Effect.FAIL for veto in in_force) or short_parts(scheme, nodes):
        best.append(scheme.grades[-1].name)
    return best


def short_parts(scheme: Scheme, nodes: Mapping[str, Points]) -> list[Node]:
    """Parts below the least that they have to reach, for sure: even with every open point won.

    Source: 绵阳市2022年, 网站低于 21 分或新媒体低于 12 分的为不合格, whatever the total.
    """
    return [
        node
        for node in groups_of(scheme.nodes)
        if node.least is not None
        and node.id in nodes
        and part_points(node, nodes[node.id])[2] < node.least
    ]


def part_points(node: Node, points: Points) -> tuple[Fraction, Fraction, Fraction]:
    """Value, low and high of a part, as those of the whole, on the part's points in the scheme."""
    worth = node.points / points.full
    value = node.points * points.got / points.known if points.known else ZERO
    return value, worth * points.got, worth * (points.got + points.open)


def grade(
    scheme: Scheme,
    value: Fraction | None,
    coverage: Fraction,
    best: Collection[str] = (),
    ahead: Fraction | None = None,
) -> str:
    """The name of the band of an unrounded value; empty when too little could be judged.

    A band with a `top` takes those with less than that share of the group before them: with 0.25,
    the first of 4, the first two of 8, the first three of 10; equal values share the better place.

    Args:
        best: grades that vetoes in force leave at best. The lowest grade needs no coverage.
        ahead: share 0-1 of the placed units of its group with a higher value. None: nobody has
            ranked the group yet, and bands with a `top` are left out; `scoring.rank.graded` knows.

    Source: a city's rule with 先进 for the top quarter, and the top quarter from 67 points on.
    """
    names = [band.name for band in scheme.grades]
    limit = max(map(names.index, best), default=0)
    if limit == len(names) - 1 and best:
        return names[-1]
    if value is None or coverage < scheme.coverage_floor:
        return ""
    reached = next(
        (
            n
            for n, band in enumerate(scheme.grades)
            if value >= band.minimum
            and (band.top is None or (ahead is not None and ahead < band.top))
        ),
        None,
    )
    return "" if reached is None else names[max(reached, limit)]


def performance(scheme: Scheme, value: Fraction) -> Fraction | None:
    """A value as points of the yearly 绩效考核: value / total × performance_points."""
    if scheme.performance_points is None:
        return None
    return value / scheme.total * scheme.performance_points


def round_half_up(number: Fraction, places: int = 1) -> str:
    """A number as shown to people, rounded once, halves away from zero: 84.25 -> "84.3"."""
    scaled = int(abs(number) * 10**places + HALF)
    sign = "-" if number < 0 and scaled else ""
    whole, rest = divmod(scaled, 10**places)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def _spread(nodes: Iterable[Node | Leaf], leaves: Mapping[str, Points]) -> dict[str, Points]:
    """Points of leaves that do not apply, in equal parts to the leaves beside them (平均分摊).

    Beside it stand the leaves of the nearest node above that has any; each grows by the same
    points and keeps its share of got and known.
    """
    grown = dict(leaves)

    def spread(children: Iterable[Node | Leaf]) -> Fraction:
        """What is left over for the node above."""
        spare = ZERO
        for child in children:
            if isinstance(child, Node):
                spare += spread(child.children)
            elif child.absent is Absent.REDISTRIBUTE and child.id not in leaves:
                spare += child.points
        beside = [leaf.id for leaf in leaves_of(children) if leaf.id in grown]
        if not spare or not beside:
            return spare
        for id_ in beside:
            had = grown[id_]
            times = (had.full + spare / len(beside)) / had.full
            grown[id_] = Points(had.full * times, had.known * times, had.got * times)
        return ZERO

    spread(tuple(nodes))
    return grown


def _sums(
    node: Node | Leaf, leaves: Mapping[str, Points], nodes: dict[str, Points]
) -> Points | None:
    """Points of a node, those of everything below written down; None when nothing applies."""
    if isinstance(node, Leaf):
        return leaves.get(node.id)
    below = [_sums(child, leaves, nodes) for child in node.children]
    applying = [points for points in below if points is not None]
    if not applying:
        return None
    nodes[node.id] = total(applying)
    return nodes[node.id]


def _outcome(findings: Mapping[str, Finding], id: str) -> Outcome | None:
    finding = findings.get(id)
    return finding.outcome if finding else None


def bonus_earned(bonus: Bonus | None, findings: Mapping[str, Finding]) -> Fraction:
    """What the bonus items earned in points, before gate and cap."""
    credit = {Outcome.MET: Fraction(1), Outcome.PARTIAL: HALF}
    items = bonus.items if bonus else ()
    return sum(
        (i.points * credit.get(o, ZERO) for i in items if (o := _outcome(findings, i.id))), ZERO
    )


def _penalties(penalties: Iterable[Penalty], findings: Mapping[str, Finding]) -> Fraction:
    """What established faults take off; one that nobody established takes nothing."""
    return sum(
        (
            points_for(findings[each.id], each.points, each.scoring).lost
            for each in penalties
            if each.id in findings
        ),
        ZERO,
    )


def bonus_at(bonus: Bonus | None, reached: Fraction, earned: Fraction) -> Fraction:
    """What counts of the points that bonus items earned, once so much was reached of the gate."""
    return min(earned, bonus.cap) if bonus and reached >= bonus.gate else ZERO


def toward_gate(
    scheme: Scheme,
    nodes: Mapping[str, Points],
    base: Fraction | None,
    low: Fraction,
    high: Fraction,
) -> tuple[Fraction, Fraction, Fraction]:
    """What has to reach the gate of the bonus: value, low and high of the whole or of a part.

    Nothing applies of the part: then it cannot reach its gate.
    """
    part = scheme.bonus.part if scheme.bonus else ""
    if not part:
        return base if base is not None else ZERO, low, high
    node = next((node for node in groups_of(scheme.nodes) if node.id == part), None)
    below = Fraction(-1)
    if node is None or part not in nodes:
        return below, below, below
    return part_points(node, nodes[part])
