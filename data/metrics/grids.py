"""Sheets of a workbook or a CSV as rows of text that still know their row number."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetVisibleEnum as Visible

from data.sheets import SheetError, decoded
from data.zips import DAMAGED

MOST_ROWS = 100_000
MOST_COLUMNS = 500
_MOST_UNPACKED = 500 << 20  # bytes: a workbook of MOST_ROWS rows is a tenth of this
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
ERROR = "#错误值"  # what a formula that failed shows

_Value = int | float | str | bool | time | date | datetime | timedelta
_Place = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as a spreadsheet counts, from 1
    cells: tuple[str, ...]
    filled: tuple[str, ...]  # the same; a merged cell is in every place that it covers


@dataclass(frozen=True, slots=True)
class Grid:
    name: str  # of the sheet; empty for a CSV
    rows: tuple[Row, ...]  # blank ones left out


def read_grids(body: bytes, name: str) -> list[Grid]:
    """The visible sheets of a workbook (XLSX, XLS, ET), or the one table of a CSV.

    A number in a cell formatted as percent reads 97.5%, a month or day 2023-06-01.

    Args:
        name: of the file, for messages.

    Raises:
        SheetError: no table can be read, or it is larger than any that offices hand over.
    """
    if not body.startswith((_OLE, _ZIP)):
        return [_grid("", _csv_rows(body, name), {}, name)]
    marks = _marks(body, name) if body.startswith(_ZIP) else {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        shown = [s.name for s in book.sheets_metadata if s.visible is Visible.Visible]
        return [_sheet(book.get_sheet_by_name(each), marks.get(each, {}), name) for each in shown]
    except PasswordError as error:
        raise SheetError(f"{name} 设有密码；请去掉密码后另存") from error
    except CalamineError as error:
        raise SheetError(
            f"{name} 不是能读的表格；请用表格软件打开后另存为 xlsx 或“CSV UTF-8”"
        ) from error


def _sheet(sheet: CalamineSheet, marks: dict[_Place, str], name: str) -> Grid:
    if sheet.total_width > MOST_COLUMNS:
        raise SheetError(f"{name} 的“{sheet.name}”超过 {MOST_COLUMNS} 列；请删去多余的列")
    left = sheet.start[1] if sheet.start else 0
    merged = {
        (r, c): (top, first)
        for (top, first), (bottom, last) in sheet.merged_cell_ranges or ()
        if (bottom - top) * (last - first) < MOST_ROWS
        for r in range(top, min(bottom, top + MOST_ROWS) + 1)
        for c in range(first, min(last, MOST_COLUMNS) + 1)
    }
    rows = (
        (n, [""] * left + [_cell(v, marks.get((n, left + c), "")) for c, v in enumerate(line)])
        for n, line in enumerate(sheet.iter_rows())
    )
    return _grid(sheet.name, rows, merged, name)


def _grid(
    sheet: str, lines: Iterator[tuple[int, list[str]]], merged: dict[_Place, _Place], name: str
) -> Grid:
    rows: list[Row] = []
    covering = set(merged.values())
    corners: dict[_Place, str] = {}  # what merged cells say
    for n, cells in lines:
        for c, text in enumerate(cells):
            if (n, c) in covering:
                corners[n, c] = text
        if not any(cells):
            continue
        filled = (
            corners.get(merged[n, c], "") if (n, c) in merged else text
            for c, text in enumerate(cells)
        )
        rows.append(Row(n + 1, tuple(cells), tuple(filled)))
        if len(rows) > MOST_ROWS:
            raise SheetError(f"{name} 超过 {MOST_ROWS} 行；请分几个文件导入")
    return Grid(sheet, tuple(rows))


def _csv_rows(body: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(decoded(body, name), newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num - 1, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise SheetError(
            f"{name} 第 {reader.line_num} 行不是正确的 CSV；请用表格软件打开后另存为 CSV"
        ) from error


def _cell(value: _Value, mark: str) -> str:
    """A cell as a person would type it."""
    if mark == "e":
        return ERROR
    match value:
        case bool():
            return "是" if value else "否"
        case int() | float():
            text = f"{Decimal(f'{value:.15g}'):f}"  # as exact as the spreadsheet itself
            return f"{Decimal(text) * 100:f}%" if mark == "%" else text
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case _:
            return str(value).strip()


# --- what the library does not tell: which cells are percent, and which hold an error -----------

_UNREADABLE = (*DAMAGED, etree.XMLSyntaxError)  # the ZIP, or the XML in it
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _marks(body: bytes, name: str) -> dict[str, dict[_Place, str]]:
    """By sheet and place: "%" for a cell shown as percent, "e" for an error; others are absent."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_UNPACKED:
                raise SheetError(f"{name} 解压后过大；请只留要导入的工作表")
            if "xl/workbook.xml" not in archive.namelist():
                return {}
            percent = _percent_styles(archive)
            return {
                sheet: dict(_marked_cells(archive.read(part), percent))
                for sheet, part in _parts(archive)
                if part in archive.namelist()
            }
    except SheetError:
        raise
    except _UNREADABLE as error:
        raise SheetError(f"{name} 已损坏；请用表格软件打开后另存为 xlsx") from error


def _xml(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = {
        each.get("Id"): each.get("Target", "")
        for each in _xml(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in _xml(archive.read("xl/workbook.xml")).iter(f"{_NS}sheet"):
        target = relations.get(sheet.get(_REL), "")
        yield sheet.get("name", ""), target[1:] if target.startswith("/") else f"xl/{target}"


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Numbers of the cell styles that show percent: formats 9 and 10, or any with a % in it."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = _xml(archive.read("xl/styles.xml"))
    own = {f.get("numFmtId"): f.get("formatCode", "") for f in styles.iter(f"{_NS}numFmt")}
    used = styles.find(f"{_NS}cellXfs")
    formats: Sequence[etree._Element] = () if used is None else list(used)
    return frozenset(
        str(n)
        for n, style in enumerate(formats)
        if (id_ := style.get("numFmtId")) in {"9", "10"} or "%" in own.get(id_, "")
    )


def _marked_cells(data: bytes, percent: frozenset[str]) -> Iterator[tuple[_Place, str]]:
    for _, cell in etree.iterparse(
        io.BytesIO(data), tag=f"{_NS}c", resolve_entities=False, no_network=True
    ):
        mark = "e" if cell.get("t") == "e" else "%" if cell.get("s") in percent else ""
        if mark and (place := cell.get("r")):
            letters = place.rstrip("0123456789")
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - ord("A") + 1
            yield (int(place[len(letters) :]) - 1, column - 1), mark
        cell.clear()
