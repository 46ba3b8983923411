"""The 工作台账 of a notice: who owes what by when, and how far it is. Pure, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.types import Evidence, Finding, Outcome, Unit
from scoring.notice.deadlines import Deadline
from scoring.notice.saying import figures_said, names_said, times_said
from scoring.notice.tasks import Task
from scoring.notice.unitnames import unit_of

_MOST_PROOFS = 3
_NOBODY = {"单位", "部门", "机构"}  # "甲局等部门" names no second unit


class State(StrEnum):
    """How far a task is, as people read it."""

    NOT_SEEN = "未见"
    PARTIAL = "部分"
    UNCLEAR = "待核实"
    NOT_FILLED = "未填"
    DONE = "已完成"


OPEN_FIRST = tuple(State)


@dataclass(frozen=True, slots=True)
class Progress:
    """A state and what it rests on."""

    state: State
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: a task, for all of its units or for one."""

    task: Task
    position: int  # in the notice, from 1
    units: str
    role: str  # 牵头, 配合, 责任; empty where the line is for all
    times: str
    figures: str
    channels: str
    progress: Progress
    days_left: int | None  # to the next due day, below zero since the last; None without a day


def entries(tasks: Sequence[Task], progress: Sequence[Progress], as_of: date) -> list[Entry]:
    """One line a task, in the notice's order.

    Args:
        progress: of every task.
        as_of: the day that days are counted from.
    """
    return [
        _entry(task, at, _all_units(task), "", progress[at - 1], as_of)
        for at, task in enumerate(tasks, start=1)
    ]


def by_unit(
    tasks: Sequence[Task],
    progress: Mapping[tuple[int, str], Progress],
    as_of: date,
    register: Sequence[Unit] = (),
) -> dict[str, list[Entry]]:
    """What each unit owes, units in the order in which the notice names them.

    A name that means a unit of the register goes by the register's name.

    Args:
        progress: by place of the task, from 1, and name of the unit as the ledger calls it.
    """
    found: dict[str, list[Entry]] = {}
    for at, task in enumerate(tasks, start=1):
        for name, role in roles_of(task, register).items():
            how = progress.get((at, name), Progress(State.NOT_FILLED))
            found.setdefault(name, []).append(_entry(task, at, name, role, how, as_of))
    return found


def roles_of(task: Task, register: Sequence[Unit] = ()) -> dict[str, str]:
    """The units of a task, by the register's names where it knows them, and what each has to do."""
    other = "配合" if task.units.lead else "责任"
    said = [(quote.text, "牵头") for quote in task.units.lead]
    said += [(quote.text, other) for quote in (*task.units.others, *task.units.addressed)]
    roles: dict[str, str] = {}
    for name, role in said:
        if name in _NOBODY:
            continue
        unit = unit_of(name, register)
        roles.setdefault(unit.name if unit else name, role)
    return roles


def open_first(lines: Iterable[Entry]) -> list[Entry]:
    """What is not done first, of equals what is due first; as 回头看 wants it."""
    return sorted(
        lines,
        key=lambda each: (
            OPEN_FIRST.index(each.progress.state),
            each.days_left is None,
            each.days_left or 0,
            each.position,
        ),
    )


def days_left(times: Sequence[Deadline], as_of: date) -> int | None:
    """Days to the next due day; where all are past, since the last one, below zero."""
    due = sorted(time.due for time in times if time.due)
    if not due:
        return None
    following = next((day for day in due if day >= as_of), due[-1])
    return (following - as_of).days


def progress_of(findings: Mapping[str, Finding]) -> Progress:
    """How far a task is, by the findings of its checks: name of unit or indicator -> finding.

    All met: done. Some met or partly: in part. All missing: not seen. What could not be looked at,
    and a task that nothing was looked for, is not clear; it never counts as not seen.
    """
    outcomes = {
        finding.outcome
        for finding in findings.values()
        if finding.outcome is not Outcome.NOT_APPLICABLE
    }
    proof = "；".join(_proof(findings))
    if not outcomes or outcomes == {Outcome.UNKNOWN}:
        return Progress(State.UNCLEAR, proof)
    if outcomes == {Outcome.MET}:
        return Progress(State.DONE, proof)
    if outcomes & {Outcome.MET, Outcome.PARTIAL}:
        return Progress(State.PARTIAL, proof)
    state = State.NOT_SEEN if outcomes == {Outcome.MISSING} else State.UNCLEAR
    return Progress(state, proof)


def _proof(findings: Mapping[str, Finding]) -> Iterable[str]:
    for name, finding in list(findings.items())[:_MOST_PROOFS]:
        evidence: tuple[Evidence, ...] = finding.evidence
        where = f"（{evidence[0].url}）" if evidence else ""
        yield f"{name}：{finding.reason}{where}"
    if len(findings) > _MOST_PROOFS:
        yield f"等 {len(findings)} 项"


def _all_units(task: Task) -> str:
    lead = names_said(task.units.lead)
    others = names_said((*task.units.others, *task.units.addressed))
    return "；".join(filter(None, (f"{lead}（牵头）" if lead else "", others)))


def _entry(
    task: Task, position: int, units: str, role: str, progress: Progress, as_of: date
) -> Entry:
    return Entry(
        task,
        position,
        units,
        role,
        times_said(task.deadlines),
        figures_said(task.quantities),
        names_said(task.channels),
        progress,
        days_left(task.deadlines, as_of),
    )
