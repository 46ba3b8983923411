"""What was found in a document as an Excel workbook: a few plain sheets, no formulas, no links."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

from dashboard.wording.printing import cell

_LONGEST_CELL = 32_000  # Excel holds 32767 characters
_LONGEST_HEADER = 200  # Excel holds 255


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    columns: Sequence[tuple[str, int]]  # heading, width in characters
    rows: Iterable[Sequence[object]]  # texts, whole numbers, None


def workbook(title: str, sheets: Iterable[Sheet]) -> bytes:
    """The sheets in one file, ready to be filtered and printed.

    Args:
        title: stands at the head of every printed page.
    """
    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(body, options)
    headed = book.add_format({"bold": True, "border": 1, "bg_color": "#DDE7F0", "text_wrap": True})
    plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for made in sheets:
        sheet = book.add_worksheet(made.name)
        for at, (heading, width) in enumerate(made.columns):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, heading, headed)
        last = 0
        for last, row in enumerate(made.rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int) and not isinstance(value, bool):
                    sheet.write_number(last, column, value, plain)
                else:
                    sheet.write_string(last, column, cell(value)[:_LONGEST_CELL], plain)
        sheet.freeze_panes(1, 0)
        if last:
            sheet.autofilter(0, 0, last, len(made.columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_header("&C" + cell(title).replace("&", "&&")[:_LONGEST_HEADER])
    book.close()
    return body.getvalue()
