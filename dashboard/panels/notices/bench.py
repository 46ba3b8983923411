"""The notice that somebody compiles: in the session, line by line, until it is taken away."""

from dataclasses import dataclass, field, replace

import streamlit as st

from dashboard.reports.notice_reading import ReadNotice, matcher, proposed
from scoring.notice.adding import left_out, task_at
from scoring.notice.edited import Line, indicator_from, line_of, task_from
from scoring.notice.indicators import Indicator
from scoring.notice.tasks import Task
from scoring.notice.text import Quoted, Span

BENCH = "notice on the bench"


@dataclass(frozen=True)
class Bench:
    """A notice as it was read, and its tasks as edited; `at` is the one on screen."""

    read: ReadNotice
    lines: tuple[Line, ...]
    at: int = 0
    revision: int = 0  # another whenever tasks come or go: fields begin anew
    left: tuple[Quoted, ...] = field(default=())  # paragraphs that are no task

    @property
    def tasks(self) -> tuple[Task, ...]:
        """As they were read, those that a person added among them."""
        return self.read.notice.tasks

    @property
    def confirmed(self) -> int:
        return sum(line.confirmed for line in self.lines)

    def edited(self) -> ReadNotice:
        """The notice with its tasks as edited, those left out that are none."""
        titles = {each.name: each.title for each in matcher().checks}
        tasks, asked = [], []
        for line, task, first in zip(self.lines, self.tasks, self.read.indicators, strict=True):
            if line.kept:
                tasks.append(task_from(line, task, self.read.notice.year))
                asked.append(indicator_from(line, tasks[-1], first, titles))
        notice = replace(self.read.notice, tasks=tuple(tasks))
        return replace(self.read, notice=notice, indicators=tuple(asked))


def bench() -> Bench | None:
    found = st.session_state.get(BENCH)
    return found if isinstance(found, Bench) else None


def begin(read: ReadNotice) -> None:
    """Put a notice on the bench in place of what is there."""
    pairs = zip(read.notice.tasks, read.indicators, strict=True)
    _lay(read, tuple(line_of(*pair) for pair in pairs), 0)


def _lay(read: ReadNotice, lines: tuple[Line, ...], at: int) -> None:
    """With other tasks than before."""
    last = bench()
    revision = last.revision + 1 if last else 0
    left = left_out(read.raw, read.notice.tasks)
    st.session_state[BENCH] = Bench(read, lines, at, revision, left)


def show(at: int) -> None:
    """The task to go on with."""
    now = bench()
    if now is not None:
        st.session_state[BENCH] = replace(now, at=at % len(now.lines))


def put(now: Bench, line: Line) -> None:
    """The task on screen as edited, and on to the next that is not confirmed.

    Raises:
        EditError: something typed means nothing; nothing is changed then.
    """
    if line.kept:
        task_from(line, now.tasks[now.at], now.read.notice.year)
    lines = (*now.lines[: now.at], line, *now.lines[now.at + 1 :])
    order = [*range(now.at + 1, len(lines)), *range(now.at + 1)]
    following = next((n for n in order if not lines[n].confirmed), now.at)
    at = following if line.confirmed else now.at
    st.session_state[BENCH] = replace(now, lines=lines, at=at)


def add(now: Bench, span: Span) -> None:
    """A task more, read from words of the notice, where they stand among the others; shown next."""
    task = task_at(now.read.raw, span, now.tasks)
    asked = proposed(task, now.read.raw)
    at = sum(each.text.span.start <= span.start for each in now.tasks)
    _lay(
        _of(now, (*now.tasks[:at], task, *now.tasks[at:]),
            (*now.read.indicators[:at], asked, *now.read.indicators[at:])),
        (*now.lines[:at], line_of(task, asked), *now.lines[at:]),
        at,
    )  # fmt: skip


def take_out() -> None:
    """The task on screen gone again; only one that a person added."""
    now = bench()
    if now is None or not now.lines or not now.tasks[now.at].added:
        return
    at = now.at
    asked = now.read.indicators
    _lay(
        _of(now, (*now.tasks[:at], *now.tasks[at + 1 :]), (*asked[:at], *asked[at + 1 :])),
        (*now.lines[:at], *now.lines[at + 1 :]),
        max(at - 1, 0),
    )


def _of(now: Bench, tasks: tuple[Task, ...], indicators: tuple[Indicator, ...]) -> ReadNotice:
    notice = replace(now.read.notice, tasks=tasks)
    return replace(now.read, notice=notice, indicators=indicators)
