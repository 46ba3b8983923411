"""What a report is read from: text and tables in order, whatever the format they came in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from crawlers.subjects.annual.cells import is_figure
from crawlers.subjects.annual.ruled import Line, lines_of
from data.types import Document, Page

Rows = Sequence[Sequence[str]]
Numbered = tuple[str, int | None]  # a line of text and its page, None where there are no pages

_PAPER = {"pdf", "ofd"}  # formats whose pages are those of a printed document
_LONGEST_ROW = 60  # characters of a row whose cells are all empty: its label
_TITLE = re.compile(r"年度(?:工作)?报告|年报|工作报告")
_TITLE_LINES = 4
_LONGEST_TITLE_LINE = 60


@dataclass(frozen=True, slots=True)
class Material:
    """A page or a document, ready to be read as a report."""

    name: str = ""
    title: str = ""
    published_on: date | None = None
    lines: tuple[Numbered, ...] = ()  # without the rows of tables, where those can be told
    rows: tuple[Line, ...] = ()  # of all tables, in order
    pages: tuple[str, ...] = ()  # all text as it stands on each page
    paged: bool = False  # a printed document, whose pages are worth to be named
    framed: bool = False  # menus and footer are in it: a short line need be no heading
    gaps: tuple[str, ...] = ()  # in Chinese: what could not be read, and why


def of_text(text: str, name: str = "", *, framed: bool = False) -> Material:
    """Text in which the cells of tables are parted by tabs."""
    lines: list[Numbered] = [(line, None) for line in text.split("\n")]
    prose, rows = _split(lines)
    return Material(name, _title(lines), None, prose, rows, (text,), framed=framed)


def of_page(page: Page, name: str = "", tables: Iterable[Rows] = ()) -> Material:
    """The main content of a web page.

    `tables`: the tables of the page cell by cell, where the caller has them. Without them empty
    cells at either end of a row are lost, and rows that cannot do without count as unread.
    """
    prose, rows = _split([(line, None) for line in page.text.split("\n")])
    return Material(
        name or page.url,
        page.title,
        page.published_on,
        prose,
        _rows_of(tables) or rows,
        (page.text,),
    )


def of_document(document: Document, name: str = "") -> Material:
    """A file. Rows come from its tables, or else from lines with tabs."""
    paged = document.format in _PAPER
    lines: list[Numbered] = [
        (line, number if paged else None)
        for number, page in enumerate(document.pages, start=1)
        for line in page.split("\n")
    ]
    prose, rows = _split(lines)
    return Material(
        name or document.url,
        _title(lines),
        None,
        prose,
        _rows_of(document.tables) or rows,
        document.pages,
        paged,
    )


def _rows_of(tables: Iterable[Rows]) -> tuple[Line, ...]:
    return tuple(line for table in tables for line in lines_of(table))


def _split(lines: Sequence[Numbered]) -> tuple[tuple[Numbered, ...], tuple[Line, ...]]:
    """Lines of prose, and rows of tables: lines with tabs, and what has lost them in between."""
    runs = [(tabbed, list(run)) for tabbed, run in groupby(lines, key=lambda pair: "\t" in pair[0])]
    prose: list[Numbered] = []
    rows: list[Line] = []
    for n, (tabbed, run) in enumerate(runs):
        if tabbed:
            rows += lines_of([line.split("\t") for line, _ in run], run[0][1])
            continue
        prose += run
        # Cells that are all empty leave no tabs. Figures one below the other are another layout.
        if 0 < n < len(runs) - 1 and all(_is_label(line) for line, _ in run):
            rows += (Line((line,), page) for line, page in run)
    return tuple(prose), tuple(rows)


def _is_label(line: str) -> bool:
    return len(line) <= _LONGEST_ROW and not is_figure(line)


def _title(lines: Iterable[Numbered]) -> str:
    """The title, from the first short lines: up to the words 年度报告 or 年报."""
    words = ""
    seen = 0
    for line, _ in lines:
        line = line.strip()
        if not line or re.fullmatch(r"[-—\s\d]+", line):
            continue
        if seen == _TITLE_LINES or len(line) > _LONGEST_TITLE_LINE:
            return ""
        seen += 1
        words += re.sub(r"\s", "", line)
        if match := _TITLE.search(words):
            return words[: match.end()]
    return ""
