"""The sheets beside the table of a workbook of ours: head, lists, sources, groups."""

from collections.abc import Iterator, Mapping

from data.marked import Fault
from data.scheme_sheets.cells import Cell, nested, text_in, value_of
from data.scheme_sheets.grid import SchemeSheetError, Sheet, place
from data.scheme_sheets.plain import WHERE, Plain, Tree
from data.scheme_sheets.words import GROUPS, HEAD, LISTS, PAIRS


def cell_value(cell: Cell, where: str) -> Plain:
    """The value in a cell.

    Raises:
        SchemeSheetError: it begins like YAML and is none.
    """
    try:
        return value_of(cell)
    except Fault as fault:
        raise SchemeSheetError(
            f"{where}：“{text_in(cell)[:30]}”不是正确的写法：{fault}。"
        ) from fault


def in_yaml(cell: Cell, where: str, what: str) -> Plain:
    """What a cell of the column `what` holds as YAML.

    Raises:
        SchemeSheetError: it is none.
    """
    try:
        return nested(text_in(cell), f"“{what}”")
    except Fault as fault:
        raise SchemeSheetError(f"{where}：{fault}。") from fault


def read_head(file: str, named: Mapping[str, Sheet]) -> Tree:
    """Everything but the indicators: `scheme`, `sources` and what else stands beside them.

    Raises:
        SchemeSheetError: a row without its key, a name twice, a cell that is not what it should be.
    """
    head: Tree = {}
    tree: Tree = {"scheme": head}
    for number, row in enumerate(named[HEAD].filled()[1:], start=1):
        key, cell = text_in(row[2]) if len(row) > 2 else "", row[1]
        where = place(file, HEAD, number)
        if not key and (cell is None or not row[0]):
            continue
        if not key:
            raise SchemeSheetError(f"{where}：“键”一格是空的，请填写这一项在 YAML 中的键。")
        value = head if not key.startswith("/") else tree
        value[key.removeprefix("/")] = cell_value(cell, where)
        if key in {"id", "title", "kind"}:
            head[key] = text_in(cell)
    for key, (name, columns) in LISTS.items():
        if name in named and key in head:
            rows = tuple(_list_rows(file, named[name], columns))
            rest = head[key]
            if key == "bonus":
                head[key] = {**(rest if isinstance(rest, dict) else {}), "items": rows}
            else:
                head[key] = rows
    for key, (name, _) in PAIRS.items():
        if name in named:
            pairs = {}
            for number, row in enumerate(named[name].filled()[1:], start=1):
                if any(cell is not None for cell in row):
                    where = place(file, name, number)
                    if not text_in(row[0]) or text_in(row[0]) in pairs:
                        said = "重复" if text_in(row[0]) else "空白"
                        raise SchemeSheetError(f"{where}：第一列{said}，请填写不重复的名称。")
                    pairs[text_in(row[0])] = cell_value(row[1], where)
            (tree if key == "sources" else head)[key] = pairs
    return tree


def _list_rows(file: str, sheet: Sheet, columns: Mapping[str, str]) -> Iterator[Tree]:
    keys = {said: key for key, said in columns.items()}
    header = [text_in(cell) for cell in sheet.rows[0]] if sheet.rows else []
    for number, row in enumerate(sheet.filled()[1:], start=1):
        cells = {keys.get(h, h): c for h, c in zip(header, row, strict=False) if h}
        where = place(file, sheet.name, number)
        read = {key: cell_value(cell, where) for key, cell in cells.items() if cell is not None}
        if read:
            yield {**read, WHERE: where}


def read_groups(file: str, sheet: Sheet | None) -> dict[str, tuple[str, str, Tree]]:
    """Groups by id: (id of the group above, name as exported, other settings)."""
    extras: dict[str, tuple[str, str, Tree]] = {}
    for number, row in enumerate(sheet.rows[1:] if sheet else (), start=1):
        if row and row[0] is not None:
            others = in_yaml(row[3], place(file, GROUPS, number), "其他设置") if row[3] else {}
            extras[text_in(row[0])] = (
                text_in(row[1]),
                text_in(row[2]),
                dict(others) if isinstance(others, Mapping) else {},
            )
    return extras
