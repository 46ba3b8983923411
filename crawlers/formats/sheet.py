"""Workbooks (xlsx, xlsb, xls, WPS et, ods) with python-calamine: a sheet is a page and a table."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from crawlers.formats.content import MOST_CELLS, Content, Rows, Unreadable, cell, lines
from data.types import Block

_Value = int | float | str | bool | time | date | datetime | timedelta


def read_sheet(body: bytes) -> Content:
    """Sheets in order, hidden ones too; a page begins with the sheet's name. Raises Unreadable.

    A workbook of more cells than `MOST_CELLS`, empty ones up to the last that says something in its
    row too, is `too_large` before it is read to its end.
    """
    tables: list[tuple[str, Rows]] = []
    most = MOST_CELLS
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        for name in book.sheet_names:
            rows, most = _rows(book.get_sheet_by_name(name).iter_rows(), most)
            tables.append((cell(name), rows))
    except PasswordError as error:
        raise Unreadable("encrypted") from error
    except CalamineError as error:
        raise Unreadable("broken") from error
    pages = tuple(f"{name}\n{lines(rows)}" for name, rows in tables)
    blocks = (
        block
        for number, (name, rows) in enumerate(tables, start=1)
        for block in (Block(number, name), Block(number, rows=rows))
        if block.text or block.rows
    )
    return Content(pages, tuple(rows for _, rows in tables), blocks=tuple(blocks))


def _rows(values: Iterator[list[_Value]], most: int) -> tuple[Rows, int]:
    """Rows that say something, without the empty columns at the right, and how many cells more
    there may be. Raises Unreadable.
    """
    rows: list[list[str]] = []
    for line in values:
        if line.count("") == len(line):  # a stray cell in row 1048576
            continue
        row = [shown(value) for value in line]
        width = max((n for n, text in enumerate(row, 1) if text), default=0)
        if width:
            most -= width
            rows.append(row)
        if most < 0:
            raise Unreadable("too_large")
    width = max((n for row in rows for n, text in enumerate(row, 1) if text), default=0)
    return tuple(tuple(row[:width]) for row in rows), most


def shown(value: _Value) -> str:
    """A cell as a person would type it: 12.5, 1200, 2023-01-31, 是/否 for truth values."""
    match value:
        case bool():
            return "是" if value else "否"
        case float():
            text = f"{value:.15g}"  # as exact as Excel itself
            return f"{Decimal(text):f}" if "e" in text else text
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ")
        case _:
            return cell(str(value))
