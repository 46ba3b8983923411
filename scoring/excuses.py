"""Excuses: 不涉及 and 情况说明, asked by a unit, approved by the office, ending with a day.

Pure: days and persons are passed in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from data.cases import Event
from data.indicators import Absent, Leaf
from data.types import Judgement, Mark, Outcome

ASKED, GRANTED, DECLINED, ENDED = "asked", "granted", "declined", "ended"


class Sort(StrEnum):
    NOT_CONCERNED = "not_concerned"
    EXPLAINED = "explained"


SORT_NAMES: Mapping[Sort, str] = {Sort.NOT_CONCERNED: "不涉及", Sort.EXPLAINED: "情况说明"}
STATE_NAMES: Mapping[str, str] = {
    ASKED: "待审批",
    GRANTED: "已批准",
    DECLINED: "未批准",
    ENDED: "已到期恢复",
}


@dataclass(frozen=True, slots=True)
class Excuse:
    """An excuse as it stands."""

    number: int
    unit_id: str
    indicator_id: str
    sort: Sort
    reason: str
    until: date  # last day on which it holds
    by: str
    at: datetime
    state: str  # kind of its last event
    events: int
    approver: str = ""
    approved_at: datetime | None = None
    answer: str = ""  # what the approver said

    def expired(self, today: date) -> bool:
        """It was granted and holds no longer, and the point has not fallen back yet."""
        return self.state == GRANTED and today > self.until


def excuses(events: Iterable[Event]) -> dict[int, Excuse]:
    """Excuses by number, from all that was said of them, oldest first."""
    by_number: dict[int, list[Event]] = {}
    for event in events:
        by_number.setdefault(event.number, []).append(event)
    return {number: _excuse(number, said) for number, said in sorted(by_number.items())}


def _excuse(number: int, events: list[Event]) -> Excuse:
    asked = events[0]
    answered = next((e for e in events if e.kind in {GRANTED, DECLINED}), None)
    return Excuse(
        number=number,
        unit_id=asked.unit_id,
        indicator_id=asked.indicator_id,
        sort=Sort(asked.said["sort"]),
        reason=asked.said["reason"],
        until=date.fromisoformat(asked.said["until"]),
        by=asked.by,
        at=asked.at,
        state=events[-1].kind,
        events=len(events),
        approver=answered.by if answered else "",
        approved_at=answered.at if answered else None,
        answer=answered.said.get("reason", "") if answered else "",
    )


def not_to_be_had(leaf: Leaf, sort: Sort) -> str:
    """Why an indicator has no such excuse, in Chinese; empty when it has."""
    if leaf.absent is not Absent.NONE or sort is not Sort.NOT_CONCERNED:
        return ""
    return f"{everybodys(leaf)}，不能申报不涉及；确有特殊情况的，请申报情况说明"


def everybodys(leaf: Leaf) -> str:
    """That an indicator applies to every unit, in Chinese; empty when the scheme does not say so.

    Source: docs/method.md, 不涉及的指标, `none`.
    """
    return f"指标体系写明“{leaf.name}”人人适用" if leaf.absent is Absent.NONE else ""


def told_open(leaf: Leaf) -> str:
    """What "不涉及" comes to where it is not believed, to be read after its reason; else empty."""
    return f"；{everybodys(leaf)}，改为待核查，不扣分也不得分" if everybodys(leaf) else ""


def faults_of_excuse(reason: str, until: date, today: date, others: Iterable[int]) -> list[str]:
    """Why an excuse cannot be taken, in Chinese; empty when it can.

    Args:
        others: numbers of excuses for the same point that wait or hold.
    """
    faults = [] if reason.strip() else ["请写明理由"]
    if until < today:
        faults.append(f"有效期 {until} 已过，请写今天或以后的日期")
    if known := sorted(others):
        faults.append(f"该指标已有第 {known[0]} 号在办或有效")
    return faults


def judgement_of(excuse: Excuse, leaf: Leaf, answer: str, by: str, at: datetime) -> Judgement:
    """What an approval says of the point, and of what comes of it where all units have it."""
    said = f"{SORT_NAMES[excuse.sort]}（第 {excuse.number} 号，有效至 {excuse.until}）"
    reason = f"{said}：{excuse.reason}" + (f"；审批意见：{answer}" if answer else "")
    reason += told_open(leaf)
    point = (excuse.unit_id, excuse.indicator_id)
    return Judgement(*point, Outcome.NOT_APPLICABLE, reason, by, at, mark=Mark.DECISION)


def fallback(
    excuse: Excuse, judgements: Sequence[Judgement], *, by: str, at: datetime
) -> Judgement | None:
    """What ends an expired excuse: the decision before it speaks again, or none does, and what was
    judged of the point counts. None when something was decided since.

    Args:
        judgements: of the unit's point, oldest first.
    """
    decided = [j for j in judgements if j.mark is Mark.DECISION]
    if any(excuse.approved_at and j.at > excuse.approved_at for j in decided):
        return None
    before = [j for j in decided if excuse.approved_at and j.at < excuse.approved_at]
    reason = f"第 {excuse.number} 号{SORT_NAMES[excuse.sort]}已于 {excuse.until} 到期，恢复原结论"
    if before and not before[-1].withdrawn:
        return replace(before[-1], reason=f"{reason}：{before[-1].reason}", by=by, at=at)
    return Judgement(
        excuse.unit_id, excuse.indicator_id, Outcome.UNKNOWN, reason, by, at,
        mark=Mark.DECISION, withdrawn=True,
    )  # fmt: skip
