"""The 工作台账 of a notice as an Excel workbook: one sheet in all, one for every unit."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

from dashboard.wording.printing import cell
from scoring.notice.ledger import Entry
from scoring.notice.saying import ADDED

ALL = "总台账"
COLUMNS = (
    ("序号", 8),
    ("任务", 42),
    ("责任单位", 28),
    ("牵头/配合", 10),
    ("期限", 18),
    ("数量要求", 28),
    ("渠道", 18),
    ("状态", 9),
    ("剩余天数", 9),
    ("佐证", 40),
)
_LONGEST_NAME = 31  # characters of a sheet's name, as Excel has it
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f：＊？／＼［］]")
_LONGEST_HEADER = 200  # Excel holds 255 characters
_LONGEST_CELL = 32_000  # Excel holds 32767 characters


def row_of(entry: Entry) -> list[str | int]:
    """The cells of one line, days left as a number where there is a day."""
    left: str | int = "" if entry.days_left is None else entry.days_left
    return [
        entry.task.number or str(entry.position),
        entry.task.heading.text + (f"（{ADDED}）" if entry.task.added else ""),
        entry.units,
        entry.role,
        entry.times,
        entry.figures,
        entry.channels,
        entry.progress.state.value,
        left,
        entry.progress.proof,
    ]


def workbook(
    title: str, as_of: str, lines: Sequence[Entry], by: Mapping[str, list[Entry]]
) -> bytes:
    """The workbook as bytes; no cell holds a formula or a link.

    Args:
        title: of the notice, for the head of every printed page.
        as_of: the day that days left are counted from.
        lines: of the sheet in all.
        by: lines of every unit, by its name.
    """
    body = io.BytesIO()
    book = xlsxwriter.Workbook(
        body,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheets = [(ALL, lines), *((name, by[name]) for name in by)]
    for name, (_, each) in zip(sheet_names(name for name, _ in sheets), sheets, strict=True):
        _sheet(book, name, f"{title}工作台账（截至 {as_of}）", each)
    book.close()
    return body.getvalue()


def sheet_names(names: Iterable[str]) -> list[str]:
    """Names that Excel takes: without its signs, 31 characters, none twice whatever the case."""
    taken: set[str] = set()
    found = []
    for name in names:
        bare = _FORBIDDEN.sub(" ", name).strip(" '") or "未写明单位"
        if bare.lower() == "history":
            bare += "表"
        short, number = bare[:_LONGEST_NAME].strip(" '"), 2
        while short.lower() in taken:
            tail = f"（{number}）"
            short, number = bare[: _LONGEST_NAME - len(tail)] + tail, number + 1
        taken.add(short.lower())
        found.append(short)
    return found


def _sheet(book: xlsxwriter.Workbook, name: str, head: str, lines: Sequence[Entry]) -> None:
    sheet = book.add_worksheet(name)
    headed = book.add_format({"bold": True, "border": 1, "bg_color": "#DDE7F0", "text_wrap": True})
    plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for at, (heading, width) in enumerate(COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, headed)
    for at, entry in enumerate(lines, start=1):
        for column, value in enumerate(row_of(entry)):
            if isinstance(value, int):
                sheet.write_number(at, column, value, plain)
            else:
                sheet.write_string(at, column, cell(value)[:_LONGEST_CELL], plain)
    sheet.freeze_panes(1, 2)
    if lines:
        sheet.autofilter(0, 0, len(lines), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # On paper only: the first row of a table that people filter and import is its heading.
    sheet.set_header("&C" + cell(head).replace("&", "&&")[:_LONGEST_HEADER])
