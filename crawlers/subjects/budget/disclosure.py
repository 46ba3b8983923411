"""What a budget discloses: tables, 三公 in its four kinds, and the matters it must explain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from crawlers.subjects import sangong
from crawlers.subjects.budget.book import Book, Sort
from crawlers.subjects.budget.passages import Passage
from crawlers.subjects.budget.tables import Table
from data.budget_lists import TableName, matters, required_tables


class State(StrEnum):
    """Whether it is there. `unknown`: this file cannot tell, another may hold it."""

    THERE = "there"
    EMPTY = "empty"  # a table without a figure, declared as such
    BARE = "bare"  # the same, without a word about it
    MISSING = "missing"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        return {
            "there": "有",
            "empty": "空表，已说明",
            "bare": "空表，未说明",
            "missing": "没有",
            "unknown": "不能判定",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that must be disclosed: `where` is the page, None for formats without pages."""

    group: str  # 报表, “三公”经费, 说明
    name: str
    state: State
    page: int | None
    note: str = ""


_FUNDS = {"fund": "政府性基金", "capital": "国有资本经营", "sangong": "三公"}


def disclosed(book: Book) -> tuple[Item, ...]:
    """Everything that a document of its sort must disclose, found or not; () for no budget."""
    if book.sort is Sort.OTHER:
        return ()
    return (*_tables(book), *_sangong(book), *_matters(book))


def _tables(book: Book) -> Iterator[Item]:
    required = required_tables(book.sort.value)
    found = {table.kind for table in book.tables}
    known = sum(name.id in found for name in required)
    unnamed = [table for table in book.tables if not table.kind and table.title and not table.empty]
    for name in required:
        tables = book.of(name.id)
        if tables:
            table = next((t for t in tables if not t.empty), tables[0])
            yield Item(
                "报表", name.name, _state(book, table, name), _page(book, table.page), table.title
            )
        elif known < len(required) / 2:
            yield Item("报表", name.name, State.UNKNOWN, None, "表可能在另一附件或是图片")
        elif unnamed or book.pictures:
            note = f"另有名称不同的表：{unnamed[0].title}" if unnamed else "有图片页"
            yield Item("报表", name.name, State.UNKNOWN, None, note)
        else:
            yield Item("报表", name.name, State.MISSING, None)


def _state(book: Book, table: Table, name: TableName) -> State:
    if not table.empty:
        return State.THERE
    words = _FUNDS.get(name.id, "")
    pattern = re.compile(
        rf"(?:没有|无|未安排|不涉及|未发生)[^。;；]{{0,30}}{words}|{words}[^。;；]{{0,24}}"
        r"(?:为0|0(?:\.0+)?万元|没有|无数据|空表|未安排|无)"
    )
    told = re.search("无|没有|空表", table.notes) or any(
        pattern.search(passage.text) for passage in book.prose
    )
    return State.EMPTY if told else State.BARE


def _sangong(book: Book) -> Iterator[Item]:
    tables = book.of("sangong")
    heads = "".join(column.label for table in tables for column in table.columns)
    names = "".join(row.name for table in tables for row in table.rows)
    text = "".join(passage.text for passage in book.prose)
    said = text if "三公" in text else ""
    for matter in matters("sangong"):
        if matter.match.search(heads + names) and tables:
            yield Item("“三公”经费", matter.name, State.THERE, _page(book, tables[0].page), "表")
        elif matter.match.search(said):
            yield Item("“三公”经费", matter.name, State.THERE, _place(book, matter.match), "正文")
        else:
            state = State.MISSING if tables and book.explains else State.UNKNOWN
            yield Item("“三公”经费", matter.name, state, None)
    if not book.explains:
        yield Item("“三公”经费", "增减变化及原因", State.UNKNOWN, None, _ELSEWHERE)
    else:
        told = sangong.explained("\n".join(passage.text for passage in book.prose))
        page = _place(book, re.compile("三公"))
        yield Item("“三公”经费", "增减变化及原因", State.THERE if told else State.MISSING, page)


_ELSEWHERE = "本文件只有报表，说明可能在另一附件"


def _matters(book: Book) -> Iterator[Item]:
    for matter in matters("government" if book.sort.government else "department"):
        if book.year is not None and book.year < matter.since:
            continue
        place = _place(book, matter.match)
        if place is not None or _said(book, matter.match):
            yield Item("说明", matter.name, State.THERE, place)
        elif book.explains:
            yield Item("说明", matter.name, State.MISSING, None)
        else:
            yield Item("说明", matter.name, State.UNKNOWN, None, _ELSEWHERE)


def _said(book: Book, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(passage.text) for passage in _read(book))


def _place(book: Book, pattern: re.Pattern[str]) -> int | None:
    if not book.pages:
        return None
    places = (
        passage.page_at(found.start())
        for passage in _read(book)
        if (found := pattern.search(passage.text))
    )
    return next(places, None)


def _read(book: Book) -> tuple[Passage, ...]:
    """Text behind the list of contents."""
    return tuple(passage for passage in book.passages if not passage.listed)


def _page(book: Book, page: int) -> int | None:
    return page if book.pages else None
