"""A workbook being written: formats, texts that no spreadsheet runs, print set-up."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from data.scheme_sheets.cells import LONGEST, Cell
from data.scheme_sheets.grid import SchemeSheetError

_FORMULA = ("=", "+", "-", "@", "\t")  # what spreadsheets run, if not as a formula then as a macro
_LINE, _HIGHEST = 14.5, 409  # points: a line of the font used here, and Excel's highest row


def _lines(cell: Cell, width: int) -> int:
    """Lines that a cell needs in a column of `width` characters; a Chinese one takes two."""
    if not isinstance(cell, str):
        return 1
    units = (sum(1 + (ord(sign) > 0x2E7F) for sign in line) for line in cell.split("\n"))
    return sum(max(1, -(-n // max(width - 1, 1))) for n in units)


class Book:
    """A workbook being written, with its formats."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True})
        plain = {"valign": "vcenter", "text_wrap": True, "border": 1, "font_size": 10}
        add = self.book.add_format
        self.text = add(plain)
        # Excel keeps such a text a text even when somebody edits the cell.
        self.inert = add({**plain, "quote_prefix": True})
        self.number = add({**plain, "align": "center"})
        self.head = add({**plain, "bold": True, "align": "center", "bg_color": "#DDEBF7"})
        self.title = add({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})

    def sheet(self, name: str, widths: Sequence[int], freeze: tuple[int, int] = (1, 0)) -> Any:
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(*freeze)
        sheet.set_paper(8)  # A3, as such tables are printed
        sheet.set_landscape()
        sheet.set_margins(0.3, 0.3, 0.5, 0.5)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def put(self, sheet: Any, row: int, column: int, cell: Cell, last: int | None = None) -> None:
        """A cell, or one merged down to row `last`."""
        self.put_range(sheet, (row, column, row if last is None else last, column), cell)

    def put_range(self, sheet: Any, where: tuple[int, int, int, int], cell: Cell) -> None:
        top, left, bottom, right = where
        form = self._form(cell)
        if (top, left) != (bottom, right):
            sheet.merge_range(top, left, bottom, right, "", form)
        if cell is None:
            sheet.write_blank(top, left, None, form)
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            sheet.write_number(top, left, cell, form)
        else:
            said = str(cell)
            if len(said) > LONGEST:
                raise SchemeSheetError(
                    f"“{said[:20]}…”超过 {LONGEST} 字，Excel 一格放不下，请先把这段内容缩短。"
                )
            sheet.write_string(top, left, said, form)

    def _form(self, cell: Cell) -> Any:
        if isinstance(cell, str):
            return self.inert if cell.startswith(_FORMULA) else self.text
        return self.number

    def height(self, sheet: Any, row: int, cells: Sequence[Cell], widths: Sequence[int]) -> None:
        """Make a row as high as its longest cell; spreadsheets do not do so beside merged cells."""
        lines = max(
            (_lines(cell, width) for cell, width in zip(cells, widths, strict=True)), default=1
        )
        sheet.set_row(row, min(_HIGHEST, _LINE * lines + 3))

    def heads(self, sheet: Any, row: int, names: Sequence[str]) -> None:
        for column, name in enumerate(names):
            sheet.write_string(row, column, name, self.head)
