"""Workbooks that offices take away: merged cells, filters, frozen heads; nothing in them runs."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any

import xlsxwriter

from dashboard.reports.paper import clean
from dashboard.wording.printing import cell

Value = str | int | Fraction | date | None

_LONGEST = 8000  # characters of a cell: Excel takes four times that, and nobody reads more
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_PAPER_A3 = 8


class Workbook:
    """A workbook being written; the same cells make the same bytes."""

    def __init__(self, title: str, organisation: str, day: date) -> None:
        self._out = io.BytesIO()
        self._known: dict[str, str] = {}
        self._book = xlsxwriter.Workbook(
            self._out,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._book.set_properties(
            {
                "title": clean(title),
                "author": clean(organisation),
                "created": datetime.combine(day, time(), UTC),
            }
        )
        add, plain = self._book.add_format, {"border": 1, "valign": "vcenter", "font_size": 10}
        self._text = add({**plain, "text_wrap": True})
        self._middle = add({**plain, "text_wrap": True, "align": "center"})
        self._points = add({**plain, "num_format": "0.00"})
        self._count = add({**plain, "num_format": "0"})
        self._day = add({**plain, "num_format": "yyyy-mm-dd"})
        self._head = add(
            {**plain, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDE7F0"}
        )
        self._title = add({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self._note = add({"font_size": 9, "font_color": "#52606D", "valign": "vcenter"})

    def sheet(
        self,
        name: str,
        title: str,
        note: str,
        heads: Sequence[tuple[str, int]],
        rows: Sequence[Sequence[Value]],
        merged: Sequence[int] = (),
        frozen: int = 2,
        filtered: bool = True,
    ) -> None:
        """A table under its title: headings with widths in characters, and rows.

        Args:
            merged: columns whose equal neighbours become one cell, as far as the columns before
                them in this list are one too. A filter beside merged cells shows half a block, so
                such a sheet has none.
            frozen: columns that stay when the sheet is scrolled.
        """
        sheet = self._book.add_worksheet(_FORBIDDEN.sub(" ", clean(name))[:31])
        last = len(heads) - 1
        sheet.merge_range(0, 0, 0, last, cell(clean(title)), self._title)
        sheet.set_row(0, 30)
        sheet.merge_range(1, 0, 1, last, cell(clean(note)), self._note)
        for column, (head, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, clean(head), self._head)
        sheet.set_row(2, 30)
        inside = _blocks(rows, merged)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if (at, column) not in inside:
                    self._put(sheet, at + 3, column, value)
        for (at, column), end in inside.items():
            if end > at + 1:
                text = cell(clean(str(rows[at][column] or "")))
                sheet.merge_range(at + 3, column, end + 2, column, text, self._middle)
            elif end:
                self._put(sheet, at + 3, column, rows[at][column])
        sheet.freeze_panes(3, frozen)
        if filtered and rows and not merged:
            sheet.autofilter(2, 0, len(rows) + 2, last)
        sheet.set_paper(_PAPER_A3)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 2)
        sheet.set_footer("&C第 &P 页，共 &N 页")

    def _put(self, sheet: Any, row: int, column: int, value: Value) -> None:
        match value:
            case None:
                sheet.write_blank(row, column, None, self._text)
            case int():
                sheet.write_number(row, column, value, self._count)
            case Fraction():
                # Four decimals are kept, two are shown, as 得分表 do.
                sheet.write_number(row, column, float(round(value, 4)), self._points)
            case date():
                sheet.write_datetime(row, column, datetime.combine(value, time()), self._day)
            case str():
                sheet.write_string(row, column, self._safe(value), self._text)

    def _safe(self, text: str) -> str:
        """A text of a cell, cleaned and cut, its lines kept. Rules, remedies and names come again
        in every row, and to look for personal numbers is most of what a row costs."""
        if text not in self._known:
            first, *more = map(clean, text.split("\n"))
            safe = "\n".join((cell(first), *more))
            self._known[text] = safe if len(safe) <= _LONGEST else f"{safe[:_LONGEST]}…"
        return self._known[text]

    def bytes(self) -> bytes:
        self._book.close()
        return self._out.getvalue()


def _blocks(rows: Sequence[Sequence[Value]], merged: Sequence[int]) -> dict[tuple[int, int], int]:
    """Cells of the merged columns: where each block ends (row after it); 0 inside a block."""
    found: dict[tuple[int, int], int] = {}
    for depth, column in enumerate(merged):
        keys = [tuple(row[each] for each in merged[: depth + 1]) for row in rows]
        begin = 0
        for at in range(1, len(rows) + 1):
            if at == len(rows) or keys[at] != keys[begin]:
                found |= {(inner, column): 0 for inner in range(begin + 1, at)}
                found[begin, column] = at
                begin = at
    return found
