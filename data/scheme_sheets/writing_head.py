"""The sheets beside the table: everything of the head, its lists, the sources, the groups."""

from collections.abc import Mapping, Sequence

from data.scheme_sheets.book import Book
from data.scheme_sheets.cells import Cell, cell_of
from data.scheme_sheets.plain import Plain, flow, leaf_rows
from data.scheme_sheets.words import GROUPS, HEAD, HEAD_WORDS, LISTS, PAIRS


def write_head(book: Book, tree: Mapping[str, Plain]) -> None:
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
    return cell_of(value)


def _list(
    book: Book, name: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Plain]]
) -> None:
    keys = [*columns, *dict.fromkeys(key for row in rows for key in row if key not in columns)]
    sheet = book.sheet(name, [24] * len(keys))
    book.heads(sheet, 0, [columns.get(key, key) for key in keys])
    for n, row in enumerate(rows, start=1):
        for column, key in enumerate(keys):
            book.put(sheet, n, column, cell_of(row[key]) if key in row else None)


def write_groups(book: Book, tree: Mapping[str, Plain]) -> None:
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
            book.put(sheet, row, 2, str(node.get("name", "")).strip())
            book.put(sheet, row, 3, flow(others) if others else None)
            row += 1
