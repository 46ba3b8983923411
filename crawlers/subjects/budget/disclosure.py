"""What a budget discloses: tables, 三公 in its four kinds, and the matters it must explain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from crawlers.subjects.budget.book import Book, Sort, titles_of
from crawlers.subjects.budget.headings import strange
from crawlers.subjects.budget.passages import Passage
from crawlers.subjects.budget.sangong import explained, tables
from crawlers.subjects.budget.tables import Table, bare_title
from data.budget_lists import Matter, TableName, matters, required_tables


class State(StrEnum):
    """Whether it is there. `unknown`: this file cannot tell, another may hold it."""

    THERE = "there"
    EMPTY = "empty"  # a table without a figure, declared as such
    BARE = "bare"  # the same, without a word about it
    NAMED = "named"  # said in a list of contents or a sentence, or under a wider name
    MISSING = "missing"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        return {
            "there": "有",
            "empty": "空表，已说明",
            "bare": "空表，未说明",
            "named": "只有名称",
            "missing": "没有",
            "unknown": "不能判定",
        }[self.value]

    @property
    def published(self) -> bool:
        """Something of it was published."""
        return self in {State.THERE, State.EMPTY, State.BARE}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that must be disclosed: `where` is the page, None for formats without pages."""

    group: str  # TABLES, SANGONG or NOTES
    name: str
    state: State
    page: int | None
    note: str = ""


TABLES, SANGONG, NOTES = "报表", "“三公”经费", "说明"
CHANGES = "增减变化及原因"


def disclosed(book: Book, *, complete: bool = False) -> tuple[Item, ...]:
    """Everything that a document of its sort must disclose, found or not; () for no budget.

    Args:
        complete: the book is all that was published, so that nothing can stand in another file.
    """
    if book.sort is Sort.OTHER:
        return ()
    return (*_tables(book, complete), *_sangong(book, complete), *_matters(book, complete))


def unnamed(book: Book) -> tuple[str, ...]:
    """Tables under a title that nobody knows: each may be one that is asked for."""
    titles = (t.title for t in book.tables if not t.kind and t.title and not t.empty)
    return tuple(dict.fromkeys(map(bare_title, (*titles, *strange(book.headings)))))


def _tables(book: Book, complete: bool) -> Iterator[Item]:
    required = required_tables(book.sort.value)
    named = {name.id: _named(book, name) for name in required}
    known = sum(item is not None for item in named.values())
    others = unnamed(book)
    for name in required:
        if item := named[name.id]:
            yield item
        elif not complete and known < len(required) / 2:
            yield Item(TABLES, name.name, State.UNKNOWN, None, "表可能在另一附件或是图片")
        elif re.search(name.match, book.everything):
            yield Item(TABLES, name.name, State.NAMED, None, "目录或文字中提到，没有读到表格")
        elif others or book.pictures:
            note = f"另有名称不同的表：{others[0]}" if others else "有图片页"
            yield Item(TABLES, name.name, State.UNKNOWN, None, note)
        else:
            yield Item(TABLES, name.name, State.MISSING, None)


def _named(book: Book, name: TableName) -> Item | None:
    """The table; a heading or a file of its name; of a government, that there is none to make."""
    if found := book.of(name.id):
        table = next((t for t in found if not t.empty), found[0])
        state = _state(book, table, name)
        return Item(TABLES, name.name, state, _page(book, table.page), table.title)
    headings = [h.text for h in book.headings if h.stands and name.id in h.kinds]
    files = [file for file in book.names if name.id in titles_of(book.sort).kinds(file)]
    if headings or files:
        state = State.EMPTY if _declared(book, name) else State.THERE
        return Item(TABLES, name.name, state, None, (*headings, *files)[0])
    if book.sort.government and _declared(book, name):
        return Item(TABLES, name.name, State.EMPTY, None, "文中写明没有或不编制")
    return None


_NOTHING = re.compile("无(?![锡棣极]|为[县市])|没有|空表")  # 无锡、无棣、无极、无为 are places


def _state(book: Book, table: Table, name: TableName) -> State:
    if not table.empty:
        return State.THERE
    told = _NOTHING.search(table.notes) or _declared(book, name)
    return State.EMPTY if told else State.BARE


def _declared(book: Book, name: TableName) -> bool:
    """The text says that there is nothing to put into the table."""
    return bool(name.none) and any(re.search(name.none, text) for text in book.unquoted)


def _sangong(book: Book, complete: bool) -> Iterator[Item]:
    listed = tables(book)
    cells = "".join(
        [column.label for table in listed for column in table.columns]
        + [row.name for table in listed for row in table.rows]
    )
    text = "".join(passage.text for passage in _read(book))
    said = text if "三公" in text else ""
    for matter in matters("sangong"):
        if matter.match.search(cells):
            yield Item(SANGONG, matter.name, State.THERE, _page(book, listed[0].page), "表")
        elif matter.match.search(said):
            yield Item(SANGONG, matter.name, State.THERE, _place(book, matter.match), "正文")
        elif matter.wider and matter.wider.search(cells + said):
            yield Item(SANGONG, matter.name, State.NAMED, None, "没有分开写")
        else:
            missing = complete or (listed and book.explains)
            yield Item(SANGONG, matter.name, State.MISSING if missing else State.UNKNOWN, None)
    if not complete and not book.explains:
        yield Item(SANGONG, CHANGES, State.UNKNOWN, None, _ELSEWHERE)
    else:
        told, note = explained(book)
        state = State.THERE if told else State.MISSING
        yield Item(SANGONG, CHANGES, state, _place(book, re.compile("三公")), note)


_ELSEWHERE = "本文件只有报表，说明可能在另一附件"


def _matters(book: Book, complete: bool) -> Iterator[Item]:
    for matter in matters("government" if book.sort.government else "department"):
        if book.year is None or book.year >= matter.since:
            yield _matter(book, matter, complete)


def _matter(book: Book, matter: Matter, complete: bool) -> Item:
    place = _place(book, matter.match)
    if place is not None or any(matter.match.search(passage.text) for passage in _read(book)):
        return Item(NOTES, matter.name, State.THERE, place)
    if table := next((table for table in book.of(matter.id) if not table.empty), None):
        return Item(NOTES, matter.name, State.THERE, _page(book, table.page), "表")
    if not complete and not book.explains:
        return Item(NOTES, matter.name, State.UNKNOWN, None, _ELSEWHERE)
    if matter.match.search(book.everything):
        return Item(NOTES, matter.name, State.NAMED, None, "只见于目录")
    if matter.wider and matter.wider.search(book.everything):
        return Item(NOTES, matter.name, State.NAMED, None, "只有相近的说法")
    return Item(NOTES, matter.name, State.MISSING, None)


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
