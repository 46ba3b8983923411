"""What the API answers: values of a round as JSON, numbers rounded as screens show them.

Field names are part of the contract with other systems: new ones may come, none changes its
meaning within `VERSION`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, Field

from dashboard.rounds.result import Result
from dashboard.wording.words import outcome_in_words
from data.types import Evidence, Finding, Ranked, Round, Unit
from scoring.gaps import Gap
from scoring.score import round_half_up

VERSION = "v1"
MOST = 1000  # lines of a page
_PLACES = 2

Points = Annotated[float, Field(description="分，四舍五入到两位小数")]
Share = Annotated[float, Field(ge=0, le=1, description="比例，0 到 1，四舍五入到四位小数")]
Item = TypeVar("Item")


class RoundOut(BaseModel):
    """评估轮次。"""

    id: str
    name: str
    scheme: str = Field(description="指标体系编号")
    as_of: date = Field(description="截止日：之后公开的不计")
    year: int = Field(description="评估年度")


class RankOut(BaseModel):
    """一个单位在本组的名次和得分。"""

    unit_id: str
    unit: str
    group: str
    place: int | None = Field(description="名次；覆盖率不足或尚未通报的没有")
    value: Points | None = Field(description="得分，只按核查清楚的指标计算")
    low: Points = Field(description="待核查部分全部失分时的得分")
    high: Points = Field(description="待核查部分全部得分时的得分")
    coverage: Share = Field(description="已核查的分值占适用分值的比例")
    grade: str = Field(description="等级；没有的是空文字")
    why_not: str = Field(description="没有名次的原因")


class EvidenceOut(BaseModel):
    """一处证据。"""

    url: str
    quote: str = Field(description="网页上的原文")
    captured_at: datetime | None = Field(description="采集时间")
    sha256: str = Field(description="存证内容的 SHA-256；没有存证的是空文字")


class GapOut(BaseModel):
    """一个失分点或待核查项。"""

    indicator_id: str = Field(description="指标编号；同一原因合并的多项没有")
    code: str
    name: str
    path: list[str] = Field(description="上级指标，由外到内")
    points: Points = Field(description="该项分值")
    lost: Points = Field(description="失分")
    open: Points = Field(description="待核查，不计失分")
    gain: Points = Field(description="改好可得：改好以后总分增加的分；没有失分的是 0")
    outcome: str
    outcome_text: str
    cause: str | None = Field(description="待核查的原因")
    reason: str
    remedy: str = Field(description="改进办法")
    rule: str = Field(description="评分规则")
    basis: list[str] = Field(description="依据")
    evidence: list[EvidenceOut]


class FindingOut(BaseModel):
    """一项指标的核查或评审结论。"""

    indicator_id: str
    outcome: str
    outcome_text: str
    cause: str | None
    reason: str
    evidence: list[EvidenceOut]


class UnitOut(BaseModel):
    """一个单位和它在本轮的结果。"""

    id: str
    name: str
    kind: str
    group: str
    url: str
    rank: RankOut | None = Field(description="尚未计分的没有")


class TextOut(BaseModel):
    """存证网页的文字，身份证号、手机号等已遮盖。"""

    sha256: str
    text: str


class Announced(BaseModel):
    """按指标体系规定的方式通报的结果。"""

    columns: dict[str, str] = Field(description="字段名和中文名")
    rows: list[dict[str, str | int]]


class Page(BaseModel, Generic[Item]):
    """一页。"""

    total: int = Field(description="一共多少条")
    offset: int
    items: list[Item]


class Problem(BaseModel):
    """没有办成的原因。"""

    detail: str


def page(items: Sequence[Item], offset: int, limit: int) -> Page[Item]:
    """`limit` items from `offset` on; none when there are not so many."""
    return Page(total=len(items), offset=offset, items=list(items[offset : offset + limit]))


def round_out(one: Round) -> RoundOut:
    return RoundOut(id=one.id, name=one.name, scheme=one.scheme_id, as_of=one.as_of, year=one.year)


def rank_out(shown: Result, one: Ranked) -> RankOut:
    return RankOut(
        unit_id=one.unit_id,
        unit=shown.units[one.unit_id].name,
        group=one.group,
        place=one.place,
        value=None if one.value is None else _number(one.value),
        low=_number(one.low),
        high=_number(one.high),
        coverage=_number(one.coverage, 4),
        grade=one.grade,
        why_not=one.why_not,
    )


def unit_out(shown: Result, unit: Unit) -> UnitOut:
    ranked = next((r for r in shown.ranked if r.unit_id == unit.id), None)
    return UnitOut(
        id=unit.id,
        name=unit.name,
        kind=unit.kind,
        group=unit.group,
        url=unit.portal,
        rank=rank_out(shown, ranked) if ranked else None,
    )


def gap_out(gap: Gap, gain: Fraction) -> GapOut:
    """
    Args:
        gain: what mending it brings on the total (`scoring.planner.gains`).
    """
    return GapOut(
        indicator_id=gap.indicator_id,
        code=gap.code,
        name=gap.name,
        path=list(gap.path),
        points=_number(gap.points),
        lost=_number(gap.lost),
        open=_number(gap.open),
        gain=_number(gain),
        outcome=gap.outcome,
        outcome_text=outcome_in_words(gap.outcome, gap.cause),
        cause=gap.cause,
        reason=gap.reason,
        remedy=gap.remedy,
        rule=gap.rule,
        basis=list(gap.basis),
        evidence=evidence_out(gap.evidence),
    )


def finding_out(indicator_id: str, finding: Finding) -> FindingOut:
    return FindingOut(
        indicator_id=indicator_id,
        outcome=finding.outcome,
        outcome_text=outcome_in_words(finding.outcome, finding.cause),
        cause=finding.cause,
        reason=finding.reason,
        evidence=evidence_out(finding.evidence),
    )


def evidence_out(pieces: Iterable[Evidence]) -> list[EvidenceOut]:
    return [
        EvidenceOut(
            url=piece.url, quote=piece.quote, captured_at=piece.captured_at, sha256=piece.sha256
        )
        for piece in pieces
    ]


def _number(value: Fraction, places: int = _PLACES) -> float:
    return float(round_half_up(value, places))
