"""Tasks as a person edits them: a line of plain texts, and from it a task again. Pure.

What was left as it was keeps its words and their place in the notice; what was typed stands where
the task stands.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from scoring.notice.deadlines import Deadline, time_of
from scoring.notice.indicators import Indicator, Kind, is_target
from scoring.notice.matching import Match
from scoring.notice.outline import MARKER
from scoring.notice.quantities import Quantity, quantities
from scoring.notice.saying import figure_said, names_said, times_said
from scoring.notice.tasks import Task
from scoring.notice.text import Quoted, Span, even

_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?\s*(前|起)?")
_EVERY = re.compile(r"每(半年|季度|年|半月|月|旬|周|日)")
_SPLIT = re.compile(r"[；;\n]")
_NAMES = re.compile(r"[、，,；;\n]")
Piece = TypeVar("Piece", Deadline, Quantity, Quoted)


class EditError(ValueError):
    """Something typed that means nothing: a Chinese sentence with what to write."""


@dataclass(frozen=True, slots=True)
class Line:
    """A task as it is edited."""

    number: str
    heading: str
    text: str
    lead: str  # units parted by 、
    others: str
    deadlines: str  # parted by ；
    quantities: str
    channels: str  # parted by 、
    check: str  # id of the check that is to assess it; "" for a figure or a person
    kept: bool = True  # False: it is no task
    confirmed: bool = False


def line_of(task: Task, asked: Indicator) -> Line:
    """A task and its draft indicator as texts."""
    check = asked.match.check if asked.kind is Kind.CHECK and asked.match else ""
    return Line(
        number=task.number,
        heading=task.heading.text,
        text=task.text.text,
        lead=names_said(task.units.lead),
        others=names_said(task.units.others or task.units.addressed),
        deadlines=times_said(task.deadlines),
        quantities="；".join(map(figure_said, task.quantities)),
        channels=names_said(task.channels),
        check=check,
    )


def task_from(line: Line, task: Task, year: int | None) -> Task:
    """The task that a line says, edited from one that was read.

    Args:
        year: that the notice plans, for times that name none.

    Raises:
        EditError: the name is empty, or a time or a figure means nothing.
    """
    if not line.heading.strip():
        raise EditError("任务名称不能空着")
    was = line_of(task, Indicator(Kind.MANUAL, None, (), ()))
    span = task.text.span
    units = task.units
    if line.lead != was.lead:
        units = replace(units, lead=_names(line.lead, units.lead, span))
    if line.others != was.others:
        named = (*units.others, *units.addressed)
        units = replace(units, others=_names(line.others, named, span), addressed=())
    times, figures = task.deadlines, task.quantities
    if line.deadlines != was.deadlines:
        known = {times_said([each]): each for each in times}
        times = _each(line.deadlines, known, lambda said: _times(said, year, span))
    if line.quantities != was.quantities:
        kept = {figure_said(each): each for each in figures}
        figures = _each(line.quantities, kept, lambda said: _figures(said, span))
    channels = task.channels
    if line.channels != was.channels:
        channels = _names(line.channels, channels, span)
    return replace(
        task,
        number=line.number.strip(),
        heading=_quoted(line.heading, task.heading),
        text=_quoted(line.text, task.text),
        units=units,
        deadlines=times,
        quantities=figures,
        channels=channels,
    )


def indicator_from(
    line: Line, task: Task, asked: Indicator, titles: Mapping[str, str]
) -> Indicator:
    """The draft indicator that a line says; a check that a person chose is certain.

    Args:
        task: as edited.
        asked: as proposed.
        titles: of every check.
    """
    targets = tuple(figure for figure in task.quantities if is_target(figure))
    if not line.check:
        kind = Kind.METRIC if targets else Kind.MANUAL
        return Indicator(kind, asked.match, asked.others, targets)
    proposed = [match for match in (asked.match, *asked.others) if match]
    match = next((each for each in proposed if each.check == line.check), None)
    title = titles.get(line.check, line.check)
    chosen = match or Match(line.check, title, 1.0, ())
    others = tuple(each for each in proposed if each.check != line.check)
    return Indicator(Kind.CHECK, chosen, others, targets)


def _quoted(typed: str, was: Quoted) -> Quoted:
    return was if typed.strip() == was.text else Quoted(typed.strip(), was.span)


def _names(typed: str, known: Sequence[Quoted], span: Span) -> tuple[Quoted, ...]:
    by_name = {each.text: each for each in known}
    said = dict.fromkeys(filter(None, (part.strip() for part in _NAMES.split(typed))))
    return tuple(by_name.get(name) or Quoted(name, Span(span.start, span.start)) for name in said)


def _each(
    typed: str, known: Mapping[str, Piece], read: Callable[[str], tuple[Piece, ...]]
) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for said in filter(None, (part.strip() for part in _SPLIT.split(typed))):
        found += [known[said]] if said in known else read(said)
    return tuple(found)


def _times(said: str, year: int | None, span: Span) -> tuple[Deadline, ...]:
    quoted = Quoted(said, Span(span.start, span.start))
    if said == "长期":
        return (Deadline(quoted, standing=True),)
    if every := _EVERY.fullmatch(said):
        return (Deadline(quoted, every=every[1]),)
    if day := _DAY.fullmatch(said):
        try:
            on = date(*map(int, day.groups()[:3]))
        except ValueError as error:
            raise EditError(f"期限“{said}”没有这一天，请改正") from error
        return (Deadline(quoted, begins=on) if day[4] == "起" else Deadline(quoted, due=on),)
    found = time_of(even(said, MARKER), year)
    if not found:
        raise EditError(f"期限“{said}”看不懂，请写成 2025-12-31 前、6月底前、每季度或长期")
    return tuple(replace(each, said=quoted) for each in found)


def _figures(said: str, span: Span) -> tuple[Quantity, ...]:
    text = even(said, MARKER)
    found = tuple(quantities(text, 0, len(text.even)))
    if not found:
        raise EditError(f"数量要求“{said}”看不懂，请写成“培训不少于2次”的样子")
    quoted = Quoted(said, Span(span.start, span.start))
    return tuple(replace(each, said=quoted) for each in found)
