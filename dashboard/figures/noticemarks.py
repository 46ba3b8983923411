"""The text of a notice cut into pieces by what was read in it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from scoring.notice.tasks import Task
from scoring.notice.text import Span


class Mark(StrEnum):
    """What words of a notice are taken for."""

    TASK = "task"
    OTHERS = "others"
    LEAD = "lead"
    QUANTITY = "quantity"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that follow each other; `first` says that what they are taken for begins here."""

    text: str
    mark: Mark | None
    first: bool
    task: int | None  # number of the task it belongs to, from 0


def pieces(raw: str, tasks: Sequence[Task], start: int = 0, end: int | None = None) -> list[Piece]:
    """Characters `start` to `end` of a notice, cut where a mark begins or ends.

    Where two marks meet, the narrower kind wins: a time inside a heading is a time. All pieces
    together are the text as it was handed in.
    """
    end = len(raw) if end is None else min(end, len(raw))
    marks: list[tuple[Mark, int] | None] = [None] * (end - start)
    owners: list[int | None] = [None] * (end - start)
    for number, task in enumerate(tasks):
        for at in _inside(task.text.span, start, end):
            owners[at] = number
    for kind in Mark:
        for task in tasks:
            for span in _spans(task, kind):
                for at in _inside(span, start, end):
                    marks[at] = (kind, span.start)
    made = []
    seen: set[tuple[Mark, int]] = set()
    for (mark, owner), group in groupby(range(end - start), key=lambda at: (marks[at], owners[at])):
        places = list(group)
        words = raw[start + places[0] : start + places[-1] + 1]
        made.append(Piece(words, mark[0] if mark else None, mark not in seen, owner))
        if mark:
            seen.add(mark)
    return made


def _inside(span: Span, start: int, end: int) -> range:
    return range(max(span.start, start) - start, max(min(span.end, end) - start, 0))


def _spans(task: Task, kind: Mark) -> Iterator[Span]:
    match kind:
        case Mark.TASK:
            yield task.heading.span
        case Mark.OTHERS:
            yield from (each.span for each in (*task.units.others, *task.units.addressed))
        case Mark.LEAD:
            yield from (each.span for each in task.units.lead)
        case Mark.QUANTITY:
            yield from (each.said.span for each in task.quantities)
        case Mark.DEADLINE:
            yield from (each.said.span for each in task.deadlines)
