"""Sheets as they lie in a file: cells by row and column, merged ranges filled. Excel and CSV."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from data.scheme_sheets.cells import Cell
from data.schemes import SchemeError

MOST_BYTES = 20 << 20
MOST_ROWS = 20_000  # a scheme of a thousand indicators needs a tenth of this
_CSV = {".csv", ".txt"}

Range = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0


class SchemeSheetError(SchemeError):
    """A table that is no scheme: a Chinese sentence with file, sheet, row and remedy."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. Rows are equally long; `merged` are the ranges of more than one cell."""

    name: str  # "" for a CSV
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Range, ...] = ()

    def filled(self, *, across: bool = False) -> tuple[tuple[Cell, ...], ...]:
        """The rows with every merged range filled down, and `across` too, with its value."""
        rows = [list(row) for row in self.rows]
        for top, left, bottom, right in self.merged:
            for r in range(top, min(bottom, len(rows) - 1) + 1):
                for c in range(left, (right if across else left) + 1):
                    if c < len(rows[r]):
                        rows[r][c] = self.rows[top][left]
        return tuple(map(tuple, rows))


def place(file: str, sheet: str, row: int) -> str:
    """Where a row stands, as people count: from 1."""
    return f"{file} 工作表“{sheet}”第 {row + 1} 行" if sheet else f"{file} 第 {row + 1} 行"


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every sheet of a workbook, or the one of a CSV (UTF-8 or GBK).

    Raises:
        SchemeSheetError: the file cannot be read, is too large, or is neither.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise SchemeSheetError(f"{path.name}：读不到这个文件，请核对文件名和路径。") from error
    return sheets_in(path.name, body)


def sheets_in(name: str, body: bytes) -> tuple[Sheet, ...]:
    """The same of a file that is at hand; its name says which kind it is.

    Raises:
        SchemeSheetError: it is too large, or neither.
    """
    if not body.strip():
        raise SchemeSheetError(f"{name}：是空文件，请核对。")
    if len(body) > MOST_BYTES:
        raise SchemeSheetError(f"{name}：超过 {MOST_BYTES >> 20} MB，不像指标体系，请核对。")
    sheets = (_csv(name, body),) if Path(name).suffix.lower() in _CSV else _book(name, body)
    if any(len(sheet.rows) > MOST_ROWS for sheet in sheets):
        raise SchemeSheetError(f"{name}：超过 {MOST_ROWS} 行，不像指标体系，请核对。")
    return sheets


def _book(name: str, body: bytes) -> tuple[Sheet, ...]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        return tuple(_sheet(book, title) for title in book.sheet_names)
    except PasswordError as error:
        raise SchemeSheetError(f"{name}：文件有密码，请去掉密码后另存再试。") from error
    except (CalamineError, ValueError, OSError) as error:
        raise SchemeSheetError(
            f"{name}：读不出表格，请用表格软件打开后另存为 xlsx 再试。"
        ) from error


def _sheet(book: CalamineWorkbook, title: str) -> Sheet:
    sheet = book.get_sheet_by_name(title)
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    width = max((len(row) for row in rows), default=0)
    merged = tuple(
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        if top < len(rows)
    )
    return Sheet(title, tuple(tuple(row + [None] * (width - len(row))) for row in rows), merged)


def _cell(value: object) -> Cell:
    if isinstance(value, datetime | date | time | timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, str):
        return value if value.strip() else None
    return value if isinstance(value, bool | int | float) else None


def _csv(name: str, body: bytes) -> Sheet:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SchemeSheetError(f"{name}：编码既不是 UTF-8 也不是 GBK，请另存为“CSV UTF-8”。")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows: list[Sequence[str]] = list(reader)
    except csv.Error as error:
        raise SchemeSheetError(
            f"{name} 第 {reader.line_num} 行：不是正确的 CSV，请用表格软件打开后另存为 CSV。"
        ) from error
    width = max(map(len, rows), default=0)
    padded = (tuple(cell.strip() or None for cell in row) + (None,) * width for row in rows)
    return Sheet("", tuple(row[:width] for row in padded))
