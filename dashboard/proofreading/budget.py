"""Budgets and final accounts as read and judged, told in rows."""

from collections.abc import Sequence

from crawlers.personal import masked_in_figures
from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.disclosure import TABLES, Item, State, disclosed
from crawlers.subjects.budget.issues import Issue

FINDINGS = {
    "file": "文件",
    "page": "页",
    "severity": "程度",
    "kind": "类别",
    "said": "原文",
    "found": "问题",
    "remedy": "处理",
}
BOOKS = {
    "file": "文件",
    "sort": "种类",
    "unit": "单位",
    "year": "年度",
    "pages": "页数",
    "tables": "规定报表",
    "lacking": "没有或不能判定",
    "findings": "问题",
}


def issue_row(name: str, found: Issue) -> dict[str, object]:
    """A finding by the keys of FINDINGS."""
    return {
        "file": name,
        "page": "、".join(map(str, found.pages)),
        "severity": found.severity.word,
        "kind": found.kind,
        "said": masked_in_figures(found.said),
        "found": masked_in_figures(found.found),
        "remedy": found.remedy,
    }


def summary_row(name: str, book: Book, listed: Sequence[Issue]) -> dict[str, object]:
    """A document in one line, by the keys of BOOKS."""
    items = disclosed(book)
    tables = [item for item in items if item.group == TABLES]
    there = [item for item in tables if item.state.published]
    lacking = [f"{item.name}（{item.state.word}）" for item in items if item.state not in _FINE]
    return {
        "file": name,
        "sort": book.sort.words,
        "unit": book.unit,
        "year": str(book.year or ""),
        "pages": book.pages or None,
        "tables": f"{len(there)}/{len(tables)}" if tables else "",
        "lacking": "、".join(lacking),
        "findings": len(listed),
    }


_FINE = {State.THERE, State.EMPTY}


def whole(name: str, book: Book, listed: Sequence[Issue]) -> dict[str, object]:
    """A document as one object: what it discloses, and what the rules find."""
    return {
        **summary_row(name, book, listed),
        "year": book.year,
        "items": [_item(item) for item in disclosed(book)],
        "findings": [
            {
                "rule": found.rule,
                "kind": found.kind,
                "severity": found.severity.value,
                "pages": list(found.pages),
                "table": found.table,
                "row": found.row,
                "said": masked_in_figures(found.said),
                "found": masked_in_figures(found.found),
                "figures": list(found.figures),
                "remedy": found.remedy,
                "basis": found.basis,
            }
            for found in listed
        ],
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "group": item.group,
        "name": item.name,
        "state": item.state.value,
        "word": item.state.word,
        "page": item.page,
        "note": masked_in_figures(item.note),
    }
