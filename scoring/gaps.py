"""Where a unit lost points and how it wins them back: 失分点, and apart from them 待核查."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from data.indicators import Leaf, Method, Scheme
from data.types import Cause, Evidence, Finding, Looked, Outcome, UnitScore


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator with points lost, or open, or both."""

    indicator_id: str
    code: str
    name: str
    path: tuple[str, ...]  # names of the nodes above, outermost first
    points: Fraction  # what the indicator is worth to this unit
    lost: Fraction  # 失分
    open: Fraction  # 待核查: neither won nor lost
    outcome: Outcome
    reason: str
    cause: Cause | None  # why it is open, where the finding as a whole is unknown
    remedy: str
    rule: str
    basis: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    looked: Looked | None = None


def gaps(scheme: Scheme, score: UnitScore, findings: Mapping[str, Finding]) -> list[Gap]:
    """The unit's gaps: largest loss first, then what is only open, largest first.

    Indicators that do not apply or lost nothing are left out. Equal ones keep the scheme's order.
    """
    found = []
    for leaf in scheme.leaves():
        points = score.leaves.get(leaf.id)
        if points is None or points.got == points.full:
            continue
        finding = findings.get(leaf.id) or _nobody_looked(leaf)
        found.append(
            Gap(
                indicator_id=leaf.id,
                code=leaf.code,
                name=leaf.name,
                path=leaf.path,
                points=points.full,
                lost=points.lost,
                open=points.open,
                outcome=finding.outcome,
                reason=finding.reason,
                cause=finding.cause,
                remedy=leaf.remedy,
                rule=leaf.rule,
                basis=leaf.basis,
                evidence=finding.evidence,
                looked=finding.looked,
            )
        )
    return sorted(found, key=lambda gap: (-gap.lost, -gap.open))


# What closes a gap that the site as a whole is the reason for.
_FIRST = {
    Cause.SITE_DOWN: "先恢复网站访问，再重新采集",
    Cause.BLOCKED: "请网站允许采集程序访问，再重新采集；或由评审人员人工核查",
    Cause.NOT_COLLECTED: "先采集该单位网站",
}
_FEWEST = 2  # indicators open for one and the same reason make one line


def merged(found: Sequence[Gap]) -> list[Gap]:
    """Gaps with one line for all that is open because the site could not be read at all.

    Thirty lines that say the same, each with a remedy that does not fit, help nobody.
    """
    alike: dict[tuple[Cause, str], list[Gap]] = {}
    for gap in found:
        if gap.cause in _FIRST and not gap.lost:
            alike.setdefault((gap.cause, gap.reason), []).append(gap)
    lines: list[Gap] = []
    for gap in found:
        same = alike.get((gap.cause, gap.reason), []) if gap.cause else []
        if len(same) < _FEWEST:
            lines.append(gap)
        elif gap is same[0]:
            lines.append(_as_one(same))
    return sorted(lines, key=lambda gap: (-gap.lost, -gap.open))


def _as_one(same: Sequence[Gap]) -> Gap:
    first = same[0]
    assert first.cause is not None
    return replace(
        first,
        indicator_id="",
        code="",
        name=f"全部 {len(same)} 项网上指标",
        path=(),
        points=sum((gap.points for gap in same), Fraction(0)),
        open=sum((gap.open for gap in same), Fraction(0)),
        remedy=_FIRST[first.cause],
        rule="",
        basis=(),
    )


def _nobody_looked(leaf: Leaf) -> Finding:
    cause = {
        Method.MANUAL: Cause.NEEDS_PERSON,
        Method.METRIC: Cause.NEEDS_METRIC,
    }.get(leaf.method, Cause.NOT_COLLECTED)
    return Finding(Outcome.UNKNOWN, "尚无核查结果", cause)
