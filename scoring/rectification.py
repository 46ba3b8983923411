"""The register of rectification: how far each lost point is mended, and what a re-check says.

Pure: days, what a link answered and what other rounds lost are passed in.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from data.cases import Event
from data.feedback import Line
from data.types import Judgement, Mark, Outcome


class Status(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    EXPLAINED = "explained"
    PASSED = "passed"
    FAILED = "failed"
    SETTLED = "settled"  # an appeal won the point back: nothing is left to mend


STATUS_NAMES: Mapping[Status, str] = {
    Status.WAITING: "待整改",
    Status.DONE: "已整改",
    Status.EXPLAINED: "情况说明",
    Status.PASSED: "复核通过",
    Status.FAILED: "复核未通过",
    Status.SETTLED: "申诉成立",
}
REPORTED = frozenset({Status.DONE, Status.EXPLAINED})  # by a unit
RULED = frozenset({Status.PASSED, Status.FAILED})  # by a reviewer
_UNDONE = frozenset({Status.WAITING, Status.FAILED})


@dataclass(frozen=True, slots=True)
class Fix:
    """A lost point and how far it is mended."""

    unit_id: str
    line: Line  # as the unit was told
    told_at: datetime
    due: date
    status: Status = Status.WAITING
    number: int = 0  # of the case; 0: nobody said anything yet
    events: int = 0
    link: str = ""
    note: str = ""  # of the unit
    finding: str = ""  # of the re-check
    by: str = ""  # who said the last thing
    at: datetime | None = None

    def overdue(self, today: date) -> bool:
        return self.status in _UNDONE and today > self.due

    @property
    def again(self) -> bool:
        """The same indicator lost points in an earlier round."""
        return bool(self.line.again)


def register(
    told: Mapping[str, tuple[Iterable[Line], datetime, date]], events: Iterable[Event]
) -> list[Fix]:
    """Every lost point of a round, by unit in the order given, largest loss first.

    Args:
        told: by unit id: the lost points it was told of, when, and until when they are to be
            mended.
        events: oldest first.
    """
    said: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        said.setdefault((event.unit_id, event.indicator_id), []).append(event)
    return [
        _fix(unit_id, line, at, due, said.get((unit_id, line.indicator_id), []))
        for unit_id, (lines, at, due) in told.items()
        for line in lines
    ]


def settled(fixes: Iterable[Fix], won: Collection[tuple[str, str]]) -> list[Fix]:
    """The register, with points that were won back marked as such; a fix that passed stays one.

    Args:
        won: unit and indicator ids of points that an appeal won back whole.
    """
    return [
        replace(fix, status=Status.SETTLED)
        if (fix.unit_id, fix.line.indicator_id) in won and fix.status is not Status.PASSED
        else fix
        for fix in fixes
    ]


def _fix(unit_id: str, line: Line, told_at: datetime, due: date, events: list[Event]) -> Fix:
    if not events:
        return Fix(unit_id, line, told_at, due)
    last = events[-1]
    reported = next((e for e in reversed(events) if Status(e.kind) in REPORTED), None)
    ruled = next((e for e in reversed(events) if Status(e.kind) in RULED), None)
    return Fix(
        unit_id, line, told_at, due, Status(last.kind), last.number, len(events),
        link=reported.said.get("link", "") if reported else "",
        note=reported.said.get("note", "") if reported else "",
        finding=ruled.said.get("note", "") if ruled else "",
        by=last.by,
        at=last.at,
    )  # fmt: skip


def faults_of_report(fix: Fix, status: Status, link: str, note: str) -> list[str]:
    """Why a unit cannot report so, in Chinese; empty when it can."""
    faults = []
    if status not in REPORTED:
        faults.append("单位只能报“已整改”或“情况说明”")
    if fix.status is Status.PASSED:
        faults.append("该项已经复核通过")
    if fix.status is Status.SETTLED:
        faults.append("该项申诉已经成立，不需整改")
    if status is Status.DONE and not link:
        faults.append("报“已整改”须附整改后的网页链接")
    if status is Status.EXPLAINED and not note.strip():
        faults.append("请写明情况")
    return faults


@dataclass(frozen=True, slots=True)
class Look:
    """What the link of a fix showed when it was asked for again."""

    opened: bool | None  # None: we could not tell, which is never held against the unit
    said: str  # how the request ended
    text: str = ""  # of the page
    phrase: str = ""  # that should be gone; empty: none
    newest_on: date | None = None  # of a column: its newest item; None: no column, or undated
    since: date | None = None  # when a column has to be newer than; None: not asked


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a re-check says: True passed, False not, None could not tell."""

    passed: bool | None
    lines: tuple[str, ...]


def recheck(look: Look) -> Verdict:
    """Link opens, phrase gone, column updated since: one sentence each, and all of them together.

    Passed when every one asked is; failed when one is not; else nobody can tell.
    """
    if not look.opened:
        word = "链接打不开" if look.opened is False else "没有能够访问链接，须人工复核"
        return Verdict(look.opened, (f"{word}（{look.said}）",))
    parts: list[tuple[bool | None, str]] = [(True, "链接可以打开")]
    if look.phrase:
        if not look.text.strip():
            parts.append((None, "没有读到网页文字，不能判断词语是否已改"))
        elif "".join(look.phrase.split()) in "".join(look.text.split()):
            parts.append((False, f"“{look.phrase}”仍在网页上"))
        else:
            parts.append((True, f"“{look.phrase}”已不在网页上"))
    if look.since:
        if look.newest_on is None:
            parts.append((None, "网页没有带日期的条目，不能判断是否更新"))
        else:
            newer = look.newest_on > look.since
            word = "已更新" if newer else "没有更新"
            parts.append((newer, f"反馈以来{word}（最新一条 {look.newest_on}）"))
    answers = [answer for answer, _ in parts]
    passed = False if False in answers else None if None in answers else True
    return Verdict(passed, tuple(line for _, line in parts))


def judgement_of(fix: Fix, note: str, by: str, at: datetime) -> Judgement:
    """What a fix that passed says of the point, in a round where fixes count."""
    reason = f"整改复核通过：{note}"
    point = (fix.unit_id, fix.line.indicator_id)
    return Judgement(*point, Outcome.MET, reason, by, at, mark=Mark.DECISION)
