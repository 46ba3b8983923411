"""A scheme as a workbook that offices read and fill in: the table with merged cells, and beside it
everything else that the scheme says, so that reading the workbook gives the same scheme.
"""

import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import xlsxwriter

from data.scheme_sheets.cells import LONGEST, Cell, cell_of
from data.scheme_sheets.grid import SchemeSheetError
from data.scheme_sheets.plain import Plain, Tree, flow, leaf_rows
from data.scheme_sheets.words import (
    ABSENT,
    COLUMNS,
    GROUPS,
    HEAD,
    HEAD_WORDS,
    LISTS,
    MACHINE,
    NOTES_SHEET,
    PAIRS,
    TABLE,
    TEXTS,
    Names,
    level,
    level_points,
)
from data.scheme_tree import letters

_FORMULA = ("=", "+", "-", "@", "\t")  # what spreadsheets run, if not as a formula then as a macro
_HOW = (
    "“指标体系”表中的名称、分值、评分规则、依据等可以直接修改，也可以插入新行；再用 "
    "gkc schemes import 读回。",
    "新行的“指标编号”和“计分公式”可以不填：编号按名称和位置生成，公式按评分规则读出。",
    "改动评分规则中的分数时，请同时改“计分公式”，或把该格清空由程序按新规则读出。",
    "改动分值后，同一上级的分值合计应与上级一致，一级指标合计应与“总则”中的总分一致。",
    "右侧折叠的各列供程序使用，点表格上方的“+”展开；“指标编号”关系到以往评审意见的沿用，"
    "请不要修改。",
)


class _Book:
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
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
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

    def heads(self, sheet: Any, row: int, names: Sequence[str]) -> None:
        for column, name in enumerate(names):
            sheet.write_string(row, column, name, self.head)


def workbook(tree: Mapping[str, Plain], names: Names) -> bytes:
    """The scheme `tree` as an xlsx file.

    Raises:
        SchemeSheetError: a text is longer than a cell may be, or a number cannot be written.
    """
    book = _Book()
    try:
        _table(book, tree, names)
        _head(book, tree)
        _groups(book, tree)
    except ValueError as error:
        if isinstance(error, SchemeSheetError):
            raise
        raise SchemeSheetError(f"有一个数不能写成小数（{error}），请改正后再导出。") from error
    notes = book.sheet(NOTES_SHEET, [100])
    for row, line in enumerate(_HOW):
        book.put(notes, row, 0, line)
    book.book.close()
    return book.out.getvalue()


def _table(book: _Book, tree: Mapping[str, Plain], names: Names) -> None:
    rows = list(leaf_rows(tree.get("indicators", ())))
    depth = max((len(above) + 1 for above, _ in rows), default=1)
    weighted = any("weight" in row for above, leaf in rows for row in (*above, leaf))
    columns = ["序号"]
    for number in range(1, depth):
        columns += [level(number), level_points(number)]
    columns += [level(depth), "分值", *(["权重"] if weighted else [])]
    first = len(columns)
    columns += [heading for heading, _ in (*COLUMNS.values(), *MACHINE.values())]
    widths = [7, *([16, 7] * depth), *([8] if weighted else [])]
    widths += [width for _, width in (*COLUMNS.values(), *MACHINE.values())]
    sheet = book.sheet(TABLE, widths, (2, 2 * depth))
    for column in range(first + len(COLUMNS), len(columns)):
        sheet.set_column(column, column, widths[column], None, {"level": 1, "hidden": True})
    scheme = tree.get("scheme")
    title = scheme.get("title", "") if isinstance(scheme, Mapping) else ""
    sheet.merge_range(0, 0, 0, first + len(COLUMNS) - 1, "", book.title)
    sheet.write_string(0, 0, str(title), book.title)
    sheet.set_row(0, 30)
    book.heads(sheet, 1, columns)
    sheet.repeat_rows(1)
    sheet.print_area(0, 0, len(rows) + 1, first + len(COLUMNS) - 1)
    titles = _titles(tree)
    codes = _codes(tree.get("indicators", ()))
    for row, (above, leaf) in enumerate(rows, start=2):
        book.put(sheet, row, 0, codes[id(leaf)])
        own = 1 + 2 * len(above)
        last = 1 + 2 * (depth - 1)
        book.put_range(sheet, (row, own, row, last), _text(leaf.get("name")))
        book.put(sheet, row, last + 1, _points(leaf))
        if weighted:
            book.put(sheet, row, last + 2, cell_of(leaf["weight"]) if "weight" in leaf else None)
        for column, cell in enumerate(_leaf_cells(above, leaf, titles, names), start=first):
            book.put(sheet, row, column, cell)
    _spans(book, sheet, rows)


def _spans(book: _Book, sheet: Any, rows: Sequence[tuple[tuple[Tree, ...], Tree]]) -> None:
    """Names and points of the groups, merged over the rows of their leaves."""
    start: dict[int, int] = {}
    nodes: dict[int, tuple[int, Tree]] = {}
    ends: dict[int, int] = {}
    for row, (above, _) in enumerate(rows, start=2):
        for number, node in enumerate(above):
            start.setdefault(id(node), row)
            nodes[id(node)], ends[id(node)] = (number, node), row
    for key, (number, node) in nodes.items():
        column = 1 + 2 * number
        book.put(sheet, start[key], column, _text(node.get("name")), ends[key])
        book.put(sheet, start[key], column + 1, _points(node), ends[key])


def _points(row: Tree) -> Cell:
    return cell_of(row["points"]) if "points" in row else None


def _text(value: Plain) -> str:
    return "" if value is None else str(value).strip()


def _leaf_cells(
    above: tuple[Tree, ...], leaf: Tree, titles: Mapping[str, str], names: Names
) -> list[Cell]:
    known = {*COLUMNS, *MACHINE, "name", "points", "weight"}
    others = {key: value for key, value in leaf.items() if key not in known}
    cells: dict[str, Cell] = {}
    for key, value in leaf.items():
        if key == "basis" and isinstance(value, tuple):
            cells[key] = "\n".join(_basis(str(entry), titles) for entry in value)
        elif key in {"method", "check", "na"}:
            words = {"method": names.methods, "check": names.checks, "na": ABSENT}[key]
            cells[key] = words.get(str(value), str(value))
        elif key == "requires" and isinstance(value, tuple):
            cells[key] = "\n".join(str(entry) for entry in value) or "[]"
        elif key in TEXTS and isinstance(value, str):
            cells[key] = _text(value)
        elif key in {"scoring", "params", "person_gives"}:
            cells[key] = flow(value)
        elif key in {"id", "na_share", *TEXTS}:
            cells[key] = cell_of(value)
    cells["above"] = "/".join(str(node.get("id", "")) for node in above)
    cells["others"] = flow(others) if others else None
    cells["rule_before"] = _text(leaf.get("rule"))
    return [cells.get(key) for key in (*COLUMNS, *MACHINE)]


def _titles(tree: Mapping[str, Plain]) -> dict[str, str]:
    sources = tree.get("sources")
    pairs = sources.items() if isinstance(sources, Mapping) else ()
    return {str(key): str(title).strip() for key, title in pairs}


def _basis(entry: str, titles: Mapping[str, str]) -> str:
    """`foi 第十二条` as people read it, `《…条例》（…） 第十二条`."""
    key, _, where = entry.strip().partition(" ")
    return f"{titles.get(key, key)} {where}".rstrip()


def _codes(nodes: Plain) -> dict[int, str]:
    """The number of every leaf by its place, as readers of schemes give it: A1.2."""
    codes: dict[int, str] = {}

    def walk(children: Plain, code: str, depth: int) -> None:
        for n, node in enumerate(children if isinstance(children, tuple | list) else ()):
            own = letters(n) if depth == 0 else f"{code}{'.' if depth > 1 else ''}{n + 1}"
            codes[id(node)] = own
            walk(node.get("children", ()), own, depth + 1)

    walk(nodes, "", 0)
    return codes


def _head(book: _Book, tree: Mapping[str, Plain]) -> None:
    """Everything of the head: one row a key; lists of rows on sheets of their own."""
    sheet = book.sheet(HEAD, [18, 70, 20])
    book.heads(sheet, 0, ("项目", "内容", "键"))
    row = 1
    head = tree.get("scheme")
    for key, value in (head if isinstance(head, Mapping) else {}).items():
        book.put(sheet, row, 0, HEAD_WORDS.get(key, key))
        book.put(sheet, row, 1, _shown(key, value))
        book.put(sheet, row, 2, key)
        row += 1
    for key, value in tree.items():
        if key not in {"scheme", "indicators"}:
            book.put(sheet, row, 0, HEAD_WORDS.get(key, key))
            book.put(sheet, row, 1, _shown(key, value))
            book.put(sheet, row, 2, f"/{key}")
            row += 1
    parts = {**(head if isinstance(head, Mapping) else {}), "sources": tree.get("sources")}
    for key, (name, columns) in LISTS.items():
        if rows := _rows(key, parts.get(key)):
            _list(book, name, columns, rows)
    for key, (name, headings) in PAIRS.items():
        pairs = parts.get(key)
        if isinstance(pairs, Mapping) and pairs:
            pair_sheet = book.sheet(name, [20, 90])
            book.heads(pair_sheet, 0, headings)
            for n, (left, right) in enumerate(pairs.items(), start=1):
                book.put(pair_sheet, n, 0, left)
                book.put(pair_sheet, n, 1, cell_of(right))


def _rows(key: str, value: Plain) -> list[Mapping[str, Plain]]:
    """The rows of a list that has a sheet; none when it is no list of rows."""
    entries = value.get("items") if key == "bonus" and isinstance(value, Mapping) else value
    if isinstance(entries, tuple | list) and all(isinstance(each, Mapping) for each in entries):
        return [each for each in entries if isinstance(each, Mapping)]
    return []


def _shown(key: str, value: Plain) -> Cell:
    if key in LISTS and _rows(key, value):
        rest = (
            {k: v for k, v in value.items() if k != "items"} if isinstance(value, Mapping) else {}
        )
        # The other settings of the bonus stand here, its items on their sheet.
        return flow(rest) if key == "bonus" else f"见工作表“{LISTS[key][0]}”"
    if key in PAIRS and isinstance(value, Mapping) and value:
        return f"见工作表“{PAIRS[key][0]}”"
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return cell_of(value)
    return cell_of(value)


def _list(
    book: _Book, name: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Plain]]
) -> None:
    keys = [*columns, *dict.fromkeys(key for row in rows for key in row if key not in columns)]
    sheet = book.sheet(name, [24] * len(keys))
    book.heads(sheet, 0, [columns.get(key, key) for key in keys])
    for n, row in enumerate(rows, start=1):
        for column, key in enumerate(keys):
            book.put(sheet, n, column, cell_of(row[key]) if key in row else None)


def _groups(book: _Book, tree: Mapping[str, Plain]) -> None:
    """What a group says beside name and points; the program finds it again by its id."""
    sheet = book.sheet(GROUPS, [24, 24, 30, 50])
    book.heads(sheet, 0, ("分组编号", "上级编号", "名称", "其他设置"))
    seen: set[int] = set()
    row = 1
    for above, _ in leaf_rows(tree.get("indicators", ())):
        for n, node in enumerate(above):
            if id(node) in seen:
                continue
            seen.add(id(node))
            known = {"id", "name", "points", "children"}
            others = {key: value for key, value in node.items() if key not in known}
            book.put(sheet, row, 0, cell_of(node.get("id")))
            book.put(sheet, row, 1, cell_of(above[n - 1].get("id")) if n else None)
            book.put(sheet, row, 2, _text(node.get("name")))
            book.put(sheet, row, 3, flow(others) if others else None)
            row += 1
