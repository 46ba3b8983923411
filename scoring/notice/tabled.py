"""The rows of a table of tasks as tasks."""

import re
from collections.abc import Iterator

from scoring.notice.deadlines import Deadline, deadlines, time_of
from scoring.notice.duties import Responsible, joined
from scoring.notice.outline import MARKER
from scoring.notice.quantities import Quantity, quantities
from scoring.notice.responsible import named, responsible
from scoring.notice.tables import Row, TaskTable
from scoring.notice.tasks import Task, channels_in, heading_in
from scoring.notice.text import Quoted, Span, Text, piece

_NUMBERED = re.compile(MARKER.pattern)
# A gap behind a whole name parts two units; a gap inside a name is a broken line.
_BETWEEN_NAMES = re.compile(
    r"(?<=[局委办厅部院心司府会署所处队站行社馆道乡镇区位门科股头合责)）])[^\S\t]+(?=[^\s、，,；;（(和与及等])"
)


def tasks_of_table(
    raw: str, table: TaskTable, title: str, year: int | None, common: Responsible
) -> Iterator[Task]:
    """One task a row.

    Args:
        common: units that the text before the table makes responsible for all of it.
    """
    for row in table.rows:
        words = piece(raw, row.cells["task"][-1], MARKER)
        start = _after_marker(words)
        end = len(words.even)
        line = piece(raw, Span(row.start, row.end), MARKER)
        units = _units(raw, row)
        if not units.lead and not units.others:
            said = responsible(words, 0, end)
            units = said if said.lead or said.others else common
        yield Task(
            number=row.number,
            part=title,
            headings=tuple(
                _heading(piece(raw, each, MARKER))
                for each in row.headings
                if each not in row.cells["task"]
            ),
            heading=_heading(piece(raw, row.name, MARKER))
            if row.name
            else heading_in(words, start, end),
            text=line.quoted(0, len(line.even)),
            units=units,
            deadlines=_times(raw, row, words, year),
            quantities=_figures(raw, row, words),
            channels=channels_in(words, 0, end),
        )


def _heading(text: Text) -> Quoted:
    return heading_in(text, _after_marker(text), len(text.even))


def _after_marker(text: Text) -> int:
    found = _NUMBERED.match(text.even)
    return found.end() if found else 0


def _units(raw: str, row: Row) -> Responsible:
    found = Responsible()
    for column, role in (("lead", "lead"), ("others", "other")):
        for span in row.cells.get(column, ()):
            parted = _BETWEEN_NAMES.sub(
                lambda gap: "、" * len(gap.group()), raw[span.start : span.end]
            )
            text = piece(raw[: span.start] + parted + raw[span.end :], span, MARKER)
            found = joined(found, named(text, role))
    return found


def _times(raw: str, row: Row, words: Text, year: int | None) -> tuple[Deadline, ...]:
    """Those of the column; else those that the task itself names."""
    found = [
        time
        for span in row.cells.get("time", ())
        for time in time_of(piece(raw, span, MARKER), year)
    ]
    return tuple(found or deadlines(words, 0, len(words.even), year))


def _figures(raw: str, row: Row, words: Text) -> tuple[Quantity, ...]:
    texts = [words, *(piece(raw, span, MARKER) for span in row.cells.get("figure", ()))]
    return tuple(figure for text in texts for figure in quantities(text, 0, len(text.even)))
