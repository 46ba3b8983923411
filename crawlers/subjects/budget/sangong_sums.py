"""Sums of “三公” spending: every printed total with the parts that should make it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import AMOUNT, Amount, amount, amounts_add_up, cell_number
from crawlers.subjects.budget.grid import Column, Row
from crawlers.subjects.budget.sangong import (
    ABROAD,
    ALL,
    BESIDE,
    BOTH,
    BUYING,
    CAR,
    CARS,
    HOSTING,
    RUNNING,
    SANGONG,
    is_sangong_total,
    kind_or_total,
    said,
    sangong_kind,
    tables,
    unquoted,
)
from crawlers.subjects.budget.tables import Table
from crawlers.subjects.budget.totals import table_amount


@dataclass(frozen=True, slots=True)
class Sum:
    """One printed total of 三公 or of its vehicles, and the parts it should be made of.

    `row` says in which row and column of `table` it stands; without a table the text says it, and
    `said` quotes it.
    """

    what: str
    total: Amount
    parts: tuple[tuple[str, Amount], ...]
    said: str
    page: int = 0
    table: str = ""
    row: str = ""

    @property
    def holds(self) -> bool:
        return amounts_add_up(self.total, [part for _, part in self.parts])

    def __str__(self) -> str:
        return f"{self.what}{self.total.wan}≠{'+'.join(part.wan for _, part in self.parts)}"


TOTAL = "“三公”经费合计"
_VEHICLES = "公务用车购置及运行费"
Figures = Mapping[str, Amount | None]  # by kind, the total under SANGONG


def sums(book: Book) -> tuple[Sum, ...]:
    """Every total of 三公 that stands with all its parts, in tables and in sentences."""
    return (*(found for table in tables(book) for found in table_sums(table)), *said_sums(book))


def _sums(
    figures: Figures, said: str, page: int = 0, table: str = "", row: str = ""
) -> Iterator[Sum]:
    """The total against its kinds, and the vehicles against buying and running, if all are there.

    Where the vehicles have no total of their own, buying and running stand for them.
    """
    cars = [CARS] if figures.get(CARS) else [BUYING, RUNNING]
    for what, whole, kinds in (
        (TOTAL, SANGONG, [ABROAD, *cars, HOSTING]),
        (_VEHICLES, CARS, [BUYING, RUNNING]),
    ):
        total = figures.get(whole)
        parts = [(kind, part) for kind in kinds if (part := figures.get(kind))]
        if total and len(parts) == len(kinds):
            yield Sum(what, total, tuple(parts), said, page, table, row)


# --- in tables ------------------------------------------------------------------------------------


def table_sums(table: Table) -> Iterator[Sum]:
    """Sums down the rows or across the columns."""
    if _is_ragged(table):
        yield from _in_order(table)
    else:
        yield from sums_down(table)
        yield from sums_across(table)


# Columns of money, and columns that compare money and therefore need not add up.
_MONEY_COLUMN = re.compile(r"20\d\d(?![\d.])|本年|上年|预算|决算|金额|合计|支出|[(（]?[万千]?元")
_COMPARED = re.compile(r"增|减|升|降|%|比例|比重|占比|比上年|比去年|率|幅度|差额|变化|变动")


def sums_down(table: Table) -> Iterator[Sum]:
    """A row for every kind; blanks are zeros. Each row must be there once."""
    if any(BESIDE.search(row.name) for row in table.rows):
        return
    rows: dict[str, list[Row]] = {}
    for row in table.rows:
        if kind := kind_or_total(row.name):
            rows.setdefault(kind, []).append(row)
    single = {kind: found[0] for kind, found in rows.items() if len(found) == 1}
    for column in table.columns:
        if not _MONEY_COLUMN.search(column.label) or _COMPARED.search(column.label):
            continue
        figures = {
            kind: table_amount(table, row.figures.get(column.at, Decimal(0)))
            for kind, row in single.items()
        }
        some = any(figure.yuan for figure in figures.values())
        for found in _sums(figures, "", table=table.title) if some else ():
            row = single[SANGONG if found.what == TOTAL else CARS]
            yield _placed(found, row, column.leaf)


def _placed(found: Sum, row: Row, column: str) -> Sum:
    said = f"{row.name} {found.total.text}"
    place = f"{row.name}（{column}）" if column else row.name
    return Sum(found.what, found.total, found.parts, said, row.page, found.table, place)


def sums_across(table: Table) -> Iterator[Sum]:
    """A column for every kind, once or once for each year; rows with a blank are left alone."""
    groups: dict[tuple[str, ...], dict[str, list[Column]]] = {}
    for column in table.columns:
        kind = sangong_kind(*column.heads) or (SANGONG if is_sangong_total(table, column) else None)
        if kind and not _COMPARED.search(column.label):
            groups.setdefault(_group(column), {}).setdefault(kind, []).append(column)
    for kinds in groups.values():
        single = {kind: found[0].at for kind, found in kinds.items() if len(found) == 1}
        for row in table.rows if len(single) == len(kinds) else ():
            if _COMPARED.search(row.name) or not any(row.figures.values()):
                continue
            figures = {
                kind: table_amount(table, row.figures[at]) if at in row.figures else None
                for kind, at in single.items()
            }
            if all(figures.values()):
                said = " ".join(figure.text for figure in figures.values() if figure)
                yield from _sums(figures, said, row.page, table.title, row.name)


def _group(column: Column) -> tuple[str, ...]:
    """The heads that tell year and budget from accounts: all but kinds and totals."""
    return tuple(
        head
        for head in column.heads
        if not sangong_kind(head) and not ALL.search(head) and SANGONG not in head
    )


# --- tables whose heads and rows have not the same number of cells --------------------------------


def _is_ragged(table: Table) -> bool:
    """Pages lose what reaches over several columns: their heads tell the order of kinds only."""
    return len({len(line.cells) for line in table.lines}) > 1


_COLUMN_NUMBERS = [Decimal(n) for n in range(1, 7)]  # the row 栏次
_SIX = 6  # total, abroad, vehicles, buying, running, hosting; hosting may come third


def _in_order(table: Table) -> Iterator[Sum]:
    """The first row of six figures, in the order that the heads give."""
    head = next((line.cells for line in table.lines if _order(line.cells)), ())
    order = _order(head)
    if not order or any("会议费" in cell or "培训费" in cell for cell in head):
        return
    for line in table.lines:
        numbers = [cell_number(cell) for cell in line.cells]
        while numbers and numbers[0] is None:
            numbers = numbers[1:]
        values = [number for number in numbers if number is not None]
        compared = line.cells and _COMPARED.search(line.cells[0])
        if compared or not len(values) == len(numbers) == _SIX or values == _COLUMN_NUMBERS:
            continue
        figures = {
            kind: table_amount(table, value) for kind, value in zip(order, values, strict=True)
        }
        yield from _sums(figures, " ".join(line.cells), line.page, table.title)
        return


def _order(cells: Sequence[str]) -> tuple[str, ...]:
    """The order of the six columns below a row of heads that names abroad, vehicles and hosting."""
    places = {
        name: next((n for n, cell in enumerate(cells) if re.search(name, cell)), -1)
        for name in (ABROAD, "公务用车|公车", HOSTING)
    }
    if min(places.values()) < 0:
        return ()
    cars = [CARS, BUYING, RUNNING]
    first = places["公务用车|公车"] < places[HOSTING]
    return (SANGONG, ABROAD, *(cars if first else [HOSTING]), *([HOSTING] if first else cars))


# --- in sentences ---------------------------------------------------------------------------------

_WINDOW = 600  # characters behind a total in which its parts are looked for
_QUOTED = 120
_SEGMENT = 90  # behind the name of a kind, for its figure
_OPENS = re.compile(r"(?<!占)三公经费(?!的)")
_LABELS = {
    ABROAD: re.compile(r"因公出国(?:[(（]境[)）])?"),
    CARS: re.compile(BOTH),
    BUYING: re.compile(rf"{CAR}?购置费?(?!及|和|与|、|费)"),
    RUNNING: re.compile(rf"(?<!及)(?<!和)(?<!与)(?<!、){CAR}?运行(?:维护)?费"),
    HOSTING: re.compile("公务接待"),
}
_ACCOUNTED = re.compile(rf"决算(?:数|支出)?(?:为|是|共计?)?{AMOUNT.pattern}")
_NOT_THE_FIGURE = re.compile(
    r"(?:年初预算(?:数)?(?:为|是)?|(?:比|较|与)?(?:上|去)年(?:度)?[^,，。;；]{0,16}?|"
    r"(?:增加|减少|增长|下降|上升|压缩|节约|降低|少|多)(?:了)?)" + AMOUNT.pattern
)


def said_sums(book: Book) -> tuple[Sum, ...]:
    """Sums that the text states: the total, then its kinds in the next sentences."""
    text = said(book)
    found: list[Sum] = []
    opens = (match.start() for match in _OPENS.finditer(text))
    for start, after in pairwise((*opens, len(text))):
        window = text[start : min(after, start + _WINDOW)]
        found += _sums(_figures(book, window), window[:_QUOTED], _page(book, start))
    return tuple(found)


def _page(book: Book, place: int) -> int:
    """The page of a place in what is said, a quotation mark or two beside it."""
    for passage in book.passages:
        length = len(unquoted(passage))
        if place < length:
            return passage.page_at(place)
        place -= length
    return 0


def _figures(book: Book, window: str) -> Figures:
    spots = sorted(
        (match.start(), match.end(), kind)
        for kind, label in _LABELS.items()
        if (match := label.search(window))
    )
    spots = [(0, len("三公经费"), SANGONG), *spots]
    figures: dict[str, Amount | None] = {}
    for n, (_, begin, kind) in enumerate(spots):
        end = spots[n + 1][0] if n + 1 < len(spots) else len(window)
        segment = window[begin : min(end, begin + _SEGMENT)]
        if kind != SANGONG:
            segment = re.split(r"[。；;]", segment)[0]
        figures[kind] = _figure(book, segment)
    return figures


def _figure(book: Book, segment: str) -> Amount | None:
    found = _ACCOUNTED.search(segment) if book.sort.accounts else None
    found = found or AMOUNT.search(_NOT_THE_FIGURE.sub("", segment))
    return book.exact(amount(found[1], found[2])) if found else None
