"""The notice that somebody compiles: in the session, line by line, until it is taken away."""

from dataclasses import dataclass, replace

import streamlit as st

from dashboard.reports.notice_reading import ReadNotice, matcher
from scoring.notice.edited import Line, indicator_from, line_of, task_from

BENCH = "notice on the bench"


@dataclass(frozen=True)
class Bench:
    """A notice as it was read, and its tasks as edited; `at` is the one on screen."""

    read: ReadNotice
    lines: tuple[Line, ...]
    at: int = 0

    @property
    def confirmed(self) -> int:
        return sum(line.confirmed for line in self.lines)

    def edited(self) -> ReadNotice:
        """The notice with its tasks as edited, those left out that are none."""
        titles = {each.name: each.title for each in matcher().checks}
        tasks, asked = [], []
        pairs = zip(self.lines, self.read.notice.tasks, self.read.indicators, strict=True)
        for line, task, proposed in pairs:
            if line.kept:
                tasks.append(task_from(line, task, self.read.notice.year))
                asked.append(indicator_from(line, tasks[-1], proposed, titles))
        notice = replace(self.read.notice, tasks=tuple(tasks))
        return replace(self.read, notice=notice, indicators=tuple(asked))


def bench() -> Bench | None:
    found = st.session_state.get(BENCH)
    return found if isinstance(found, Bench) else None


def begin(read: ReadNotice) -> None:
    """Put a notice on the bench in place of what is there."""
    pairs = zip(read.notice.tasks, read.indicators, strict=True)
    st.session_state[BENCH] = Bench(read, tuple(line_of(*pair) for pair in pairs))


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
        task_from(line, now.read.notice.tasks[now.at], now.read.notice.year)
    lines = (*now.lines[: now.at], line, *now.lines[now.at + 1 :])
    order = [*range(now.at + 1, len(lines)), *range(now.at + 1)]
    following = next((n for n in order if not lines[n].confirmed), now.at)
    at = following if line.confirmed else now.at
    st.session_state[BENCH] = replace(now, lines=lines, at=at)
