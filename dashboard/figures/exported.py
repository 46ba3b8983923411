"""A table as a file for offices: Excel and CSV. No cell is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from dashboard.wording.printing import cell

_LONGEST_NAME = 31  # characters of a sheet's name, as Excel has it
_WIDEST = 60  # columns of text in a cell before it is folded
_MARGIN = 2
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

Cell = str | int | float | None


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With a byte order mark: Excel takes it for another encoding otherwise."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet: headings frozen, filters on, numbers as numbers, ready to be printed."""
    body = io.BytesIO()
    book = xlsxwriter.Workbook(
        body, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(title.translate(_FORBIDDEN).strip()[:_LONGEST_NAME] or "Sheet1")
    headed = book.add_format({"bold": True, "border": 1, "bg_color": "#DDE7F0"})
    plain, number = book.add_format({"border": 1}), book.add_format({"border": 1})
    number.set_num_format("0.00")
    for at, heading in enumerate(headings):
        column = (row[at] for row in rows)
        longest = max((_width(str(value)) for value in column if value is not None), default=0)
        sheet.set_column(at, at, min(max(longest, _width(heading)) + _MARGIN, _WIDEST))
        sheet.write_string(0, at, heading, headed)
    for line, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if value is None:
                sheet.write_blank(line, at, None, plain)
            elif isinstance(value, str):
                sheet.write_string(line, at, cell(value), plain)
            else:
                sheet.write_number(line, at, value, number if isinstance(value, float) else plain)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return body.getvalue()


def _width(text: str) -> int:
    """Columns on screen: what is not Latin takes two."""
    return sum(1 if ord(sign) < 0x2E80 else 2 for sign in text)
