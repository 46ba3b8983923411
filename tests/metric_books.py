"""Tables of metrics for tests: workbooks as offices make them."""

import io

import xlsxwriter

from data.metrics.known import known
from data.metrics.reading import Asked
from data.types import Unit

EDUCATION = Unit("jyj", "清河县教育局", "department", "市直部门", "http://a.example/")
PLANNING = Unit("fgj", "清河县发展和改革委员会", "department", "市直部门", "http://b.example/")
ELSEWHERE = Unit("bs", "白水县人民政府", "county", "县市区政府", "http://c.example/")


def asked(**changes):
    """What the tables of these tests are read for."""
    wanted = {
        "units": [EDUCATION, PLANNING],
        "register": [EDUCATION, PLANNING, ELSEWHERE],
        "known": known(),
        "year": 2023,
    }
    return Asked(**wanted | changes)


def workbook(rows, percent=(), merged=(), name="填报表", more=None):
    """A workbook of one sheet, and of others by name.

    Args:
        percent: places (row, column from 0) shown as percent.
        merged: (first row, first column, last row, last column, text).
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        style = book.add_format({"num_format": "0.0%"})
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    sheet.write(r, c, value, style if (r, c) in percent else None)
        for *place, text in merged:
            sheet.merge_range(*place, text)
        for each, lines in (more or {}).items():
            other = book.add_worksheet(each)
            for r, row in enumerate(lines):
                other.write_row(r, 0, row)
    return out.getvalue()


def csv(*lines):
    return "\n".join(lines).encode()
