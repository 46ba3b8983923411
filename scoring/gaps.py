"""Where a unit lost points and how it wins them back: 失分点, and apart from them 待核查."""

from collections.abc import Mapping
from dataclasses import dataclass
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


def _nobody_looked(leaf: Leaf) -> Finding:
    cause = {
        Method.MANUAL: Cause.NEEDS_PERSON,
        Method.METRIC: Cause.NEEDS_METRIC,
    }.get(leaf.method, Cause.NOT_COLLECTED)
    return Finding(Outcome.UNKNOWN, "尚无核查结果", cause)
