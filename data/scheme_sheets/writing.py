"""A scheme as a workbook that offices read and fill in: the table with merged cells, and beside it
everything else that the scheme says, so that reading the workbook gives the same scheme.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from data.scheme_sheets.book import Book
from data.scheme_sheets.cells import Cell, cell_of
from data.scheme_sheets.grid import SchemeSheetError
from data.scheme_sheets.plain import Plain, Tree, flow, leaf_rows
from data.scheme_sheets.words import (
    ABSENT,
    COLUMNS,
    MACHINE,
    NOTES_SHEET,
    TABLE,
    TEXTS,
    Names,
    level,
    level_points,
)
from data.scheme_sheets.writing_head import write_groups, write_head
from data.scheme_tree import letters

_HOW = (
    "“指标体系”表中的名称、分值、评分规则、依据等可以直接修改，也可以插入新行；再用 "
    "gkc schemes import 读回。",
    "新行的“指标编号”和“计分公式”可以不填：编号按名称和位置生成，公式按评分规则读出。",
    "改动评分规则中的分数时，请同时改“计分公式”，或把该格清空由程序按新规则读出。",
    "改动分值后，同一上级的分值合计应与上级一致，一级指标合计应与“总则”中的总分一致。",
    "右侧折叠的各列供程序使用，点表格上方的“+”展开；“指标编号”关系到以往评审意见的沿用，"
    "请不要修改。",
)


def workbook(tree: Mapping[str, Plain], names: Names) -> bytes:
    """The scheme `tree` as an xlsx file.

    Raises:
        SchemeSheetError: a text is longer than a cell may be, or a number cannot be written.
    """
    book = Book()
    try:
        _table(book, tree, names)
        write_head(book, tree)
        write_groups(book, tree)
    except ValueError as error:
        if isinstance(error, SchemeSheetError):
            raise
        raise SchemeSheetError(f"有一个数不能写成小数（{error}），请改正后再导出。") from error
    notes = book.sheet(NOTES_SHEET, [100])
    for row, line in enumerate(_HOW):
        book.put(notes, row, 0, line)
    book.book.close()
    return book.out.getvalue()


def _table(book: Book, tree: Mapping[str, Plain], names: Names) -> None:
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
    sheet.set_row(1, 32)
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
        cells = _leaf_cells(above, leaf, titles, names)
        for column, cell in enumerate(cells, start=first):
            book.put(sheet, row, column, cell)
        shown = [_text(leaf.get("name")), *cells[: len(COLUMNS)]]
        book.height(sheet, row, shown, [16, *(width for _, width in COLUMNS.values())])
    _spans(book, sheet, rows)


def _spans(book: Book, sheet: Any, rows: Sequence[tuple[tuple[Tree, ...], Tree]]) -> None:
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
        worth = _points(node) if "weight" not in node else cell_of(node["weight"])
        book.put(sheet, start[key], column + 1, worth, ends[key])


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
