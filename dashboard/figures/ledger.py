"""A unit's 工作台账: what it owes by a notice and by its list of lost points, with days left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.indicators import Leaf, Scheme
from data.task_checks import SCHEMES, tasks
from data.types import Finding
from scoring.notice.deadlines import time_of
from scoring.notice.ledger import OPEN_FIRST, Progress, State, days_left, progress_of
from scoring.notice.text import Text
from scoring.rectification import STATUS_NAMES, Fix, Status

_FROM = "起"  # at the end of a time: it begins then, and is due on no day


class Sort(StrEnum):
    """Where a line comes from."""

    TASK = "task"  # of the notice behind the scheme
    FIX = "fix"  # a lost point to be mended


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do."""

    sort: Sort
    number: str  # of the task in the notice, or of the indicator
    name: str
    state: State
    said: str  # what the state rests on; for a lost point how far it is mended
    times: str  # by when, in words; empty where nobody said
    days_left: int | None  # below zero: overdue. None without a day, and for what is done


def ledger(
    scheme: Scheme, findings: Mapping[str, Finding], fixes: Sequence[Fix], today: date
) -> list[Line]:
    """What is not done first; of equals what is due first.

    Args:
        findings: of the unit, as judged.
        fixes: of the unit alone.
    """
    lines = [*_tasks(scheme, findings, today), *(_fix(fix, today) for fix in fixes)]
    return sorted(
        lines,
        key=lambda line: (
            OPEN_FIRST.index(line.state),
            line.days_left is None,
            line.days_left or 0,
        ),
    )


def has_notice(scheme: Scheme) -> bool:
    """Whether the scheme says which notice stands behind it."""
    return "notice" in scheme.sources


def _tasks(scheme: Scheme, findings: Mapping[str, Finding], today: date) -> list[Line]:
    """Those of a notice that the program knows by heart; else what leaves cite of the notice."""
    if scheme.id in SCHEMES.values():
        leaves = {leaf.id: leaf for leaf in scheme.leaves()}
        return [
            _task(each.task, each.name, own, findings, each.deadline, scheme.year, today)
            for each in tasks()
            if SCHEMES.get(each.notice) == scheme.id
            and (own := [leaves[id_] for id_ in each.leaves if id_ in leaves])
        ]
    cited: dict[str, list[Leaf]] = {}
    for leaf in scheme.leaves():
        for basis in leaf.basis:
            if has_notice(scheme) and (said := _cites(scheme, basis)):
                cited.setdefault(said, []).append(leaf)
    return [
        _task("", said, leaves, findings, "", scheme.year, today) for said, leaves in cited.items()
    ]


def _cites(scheme: Scheme, basis: str) -> str:
    """The place in the notice that a basis names; empty when it cites another text."""
    title = scheme.sources["notice"]
    return basis.removeprefix(title) if basis.startswith(title) else ""


def _task(
    number: str,
    name: str,
    leaves: Sequence[Leaf],
    findings: Mapping[str, Finding],
    times: str,
    year: int | None,
    today: date,
) -> Line:
    own = {leaf.name: findings[leaf.id] for leaf in leaves if leaf.id in findings}
    how = progress_of(own) if own else Progress(State.UNCLEAR)
    due = () if times.endswith(_FROM) else time_of(Text(times, tuple(range(len(times)))), year)
    left = None if how.state is State.DONE else days_left(due, today)
    return Line(Sort.TASK, number, name, how.state, how.proof, times, left)


_STATES = {
    Status.WAITING: State.NOT_SEEN,
    Status.FAILED: State.NOT_SEEN,
    Status.DONE: State.UNCLEAR,  # reported, nobody looked again yet
    Status.EXPLAINED: State.UNCLEAR,
    Status.PASSED: State.DONE,
}


def _fix(fix: Fix, today: date) -> Line:
    state = _STATES[fix.status]
    left = (fix.due - today).days if state is State.NOT_SEEN else None
    name = fix.line.name
    return Line(
        Sort.FIX, fix.line.code, name, state, STATUS_NAMES[fix.status], fix.due.isoformat(), left
    )
