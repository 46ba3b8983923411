"""Appeals: what one needs, what was there at the cut-off, and what a decision makes of the point.

Pure: days, captures and persons are passed in.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from data.calendar import CHINA
from data.cases import Event
from data.indicators import Leaf
from data.types import Judgement, Mark, Number, Outcome
from scoring.excuses import told_open

RAISED, DECIDED = "raised", "decided"


class Ground(StrEnum):
    PUBLISHED_ALREADY = "published_already"
    NOT_OUR_DUTY = "not_our_duty"
    NOT_APPLICABLE = "not_applicable"
    CORRECTED_SINCE = "corrected_since"


class Decision(StrEnum):
    UPHELD = "upheld"
    REFUSED = "refused"
    PARTLY = "partly"


GROUND_NAMES: Mapping[Ground, str] = {
    Ground.PUBLISHED_ALREADY: "已公开",
    Ground.NOT_OUR_DUTY: "非本单位职责",
    Ground.NOT_APPLICABLE: "不涉及",
    Ground.CORRECTED_SINCE: "已整改",
}
DECISION_NAMES: Mapping[Decision, str] = {
    Decision.UPHELD: "成立",
    Decision.REFUSED: "不成立",
    Decision.PARTLY: "部分成立",
}
_LINKED = frozenset({Ground.PUBLISHED_ALREADY, Ground.CORRECTED_SINCE})


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal as it stands."""

    number: int
    unit_id: str
    indicator_id: str
    ground: Ground
    text: str
    link: str
    file: str  # SHA-256 of the file handed in, hex; empty: none
    by: str
    at: datetime
    events: int  # said in it so far
    decision: Decision | None = None
    reason: str = ""
    cites: str = ""  # SHA-256 of what the decision rests on
    decided_by: str = ""
    decided_at: datetime | None = None
    file_name: str = ""

    @property
    def open(self) -> bool:
        return self.decision is None


def appeals(events: Iterable[Event]) -> dict[int, Appeal]:
    """Appeals by number, from all that was said in them, oldest first."""
    by_number: dict[int, list[Event]] = {}
    for event in events:
        by_number.setdefault(event.number, []).append(event)
    return {number: _appeal(number, said) for number, said in sorted(by_number.items())}


def _appeal(number: int, events: list[Event]) -> Appeal:
    raised = events[0]
    decided = next((e for e in reversed(events) if e.kind == DECIDED), None)
    return Appeal(
        number=number,
        unit_id=raised.unit_id,
        indicator_id=raised.indicator_id,
        ground=Ground(raised.said["ground"]),
        text=raised.said["text"],
        link=raised.said.get("link", ""),
        file=raised.said.get("file", ""),
        by=raised.by,
        at=raised.at,
        events=len(events),
        decision=Decision(decided.said["decision"]) if decided else None,
        reason=decided.said["reason"] if decided else "",
        cites=decided.said["cites"] if decided else "",
        decided_by=decided.by if decided else "",
        decided_at=decided.at if decided else None,
        file_name=raised.said.get("file_name", ""),
    )


@dataclass(frozen=True, slots=True)
class Point:
    """What is known of the point that an appeal is about."""

    told: bool  # the unit was told that it lost points; True too where nobody was told anything
    open: Collection[int] = ()  # numbers of open appeals about it
    due: date | None = None  # last day; None: no day was set
    everybodys: str = ""  # that every unit has it, in Chinese; empty: not so


def faults_of_appeal(
    ground: Ground, text: str, link: str, file: str, today: date, point: Point
) -> tuple[str, ...]:
    """Why an appeal cannot be taken, in Chinese; empty when it can."""
    faults = []
    if not text.strip():
        faults.append("请写明申诉理由")
    if ground in _LINKED and not link:
        faults.append(f"以“{GROUND_NAMES[ground]}”申诉的，请附网页链接")
    elif not link and not file:
        faults.append("申诉须附佐证：网页链接或文件")
    if not point.told:
        faults.append("该指标没有扣分，不需申诉")
    if ground is Ground.NOT_APPLICABLE and point.everybodys:
        faults.append(f"{point.everybodys}，不能以不涉及申诉；确有特殊情况的，请申报情况说明")
    if point.open:
        faults.append(f"该指标已有申诉在办（第 {min(point.open)} 号）")
    if point.due and today > point.due:
        faults.append(f"申诉期限已于 {point.due} 截止")
    return tuple(faults)


class Standing(StrEnum):
    """What the captures say about "was it there at the cut-off?"."""

    SEEN = "seen"  # seen by then
    DATED = "dated"  # dated by then, seen only later
    LATER = "later"  # dated later
    UNDATED = "undated"  # seen only later, no date shown
    UNSEEN = "unseen"


def at_cut_off(shown_on: date | None, first_at: datetime | None, as_of: date) -> Standing:
    """Whether a content was there at the cut-off, which ends with the Chinese day `as_of`.

    Args:
        shown_on: the day printed on the page.
        first_at: when any look first saw the content; aware.
    """
    if first_at is None:
        return Standing.UNSEEN
    if first_at.astimezone(CHINA).date() <= as_of:
        return Standing.SEEN
    if shown_on is None:
        return Standing.UNDATED
    return Standing.DATED if shown_on <= as_of else Standing.LATER


STANDING_NAMES: Mapping[Standing, str] = {
    Standing.SEEN: "截止日之前已经采集到",
    Standing.DATED: "页面标注的日期在截止日之前，但截止日之后才首次采集到，不能单凭标注日期认定",
    Standing.LATER: "页面标注的日期在截止日之后",
    Standing.UNDATED: "截止日之后才首次采集到，页面没有标注日期",
    Standing.UNSEEN: "没有采集到内容，不能由此认定没有公开",
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody is about to decide."""

    decision: Decision
    reason: str
    cites: str  # SHA-256 of a capture or of the file handed in
    names: frozenset[str]  # the decider's id and name
    outcome: Outcome | None = None  # not given: what follows from the ground
    items: Mapping[str, Outcome] = field(default_factory=dict)
    counts: Mapping[str, Number] = field(default_factory=dict)


def faults_of_ruling(
    appeal: Appeal,
    ruling: Ruling,
    proofs: Collection[str],
    judges: Collection[str],
    *,
    fix_counts: bool,
) -> tuple[str, ...]:
    """Why an appeal cannot be decided so, in Chinese; empty when it can.

    Args:
        proofs: SHA-256 of the captures that bear on the point and of the file handed in.
        judges: ids or names of those who judged the point.
        fix_counts: in this round a fix wins points back.
    """
    faults = []
    if not appeal.open:
        faults.append(f"第 {appeal.number} 号申诉已经裁定")
    if not ruling.reason.strip():
        faults.append("请写明裁定理由")
    if ruling.names & (set(judges) | {appeal.by}):
        faults.append("裁定人不能是评审过该项的人或申诉人，请换另一人裁定")
    if ruling.cites not in proofs:
        faults.append("裁定须引用一件存证或申诉所附文件的 SHA-256")
    upheld = ruling.decision is not Decision.REFUSED
    if upheld and appeal.ground is Ground.CORRECTED_SINCE and not fix_counts:
        faults.append("本轮约定整改不改变得分，事后整改请登记为整改，不能作为申诉成立的理由")
    if ruling.decision is Decision.PARTLY and ruling.outcome is Outcome.MET:
        faults.append("部分成立的，结论不能是“符合”")
    if not upheld and (ruling.outcome or ruling.items or ruling.counts):
        faults.append("不成立的申诉不改变结论")
    return tuple(faults)


def judgement_of(
    appeal: Appeal, ruling: Ruling, leaf: Leaf, by: str, at: datetime
) -> Judgement | None:
    """What a decision says of the point; None when the appeal is refused.

    "Not our duty" upheld of an indicator that all units have: the point is neither lost nor won
    (`scoring.score.leaf_points`), and the reason says so.
    """
    if ruling.decision is Decision.REFUSED:
        return None
    outcome = ruling.outcome
    if outcome is None and ruling.decision is Decision.PARTLY:
        outcome = Outcome.PARTIAL
    if outcome is None:
        away = appeal.ground in {Ground.NOT_OUR_DUTY, Ground.NOT_APPLICABLE}
        outcome = Outcome.NOT_APPLICABLE if away else Outcome.MET
    said = DECISION_NAMES[ruling.decision]
    reason = f"第 {appeal.number} 号申诉{said}：{ruling.reason.strip()}"
    if outcome is Outcome.NOT_APPLICABLE:
        reason += told_open(leaf)
    return Judgement(
        appeal.unit_id, appeal.indicator_id, outcome, reason, by, at, ruling.items, ruling.counts,
        Mark.DECISION,
    )  # fmt: skip
