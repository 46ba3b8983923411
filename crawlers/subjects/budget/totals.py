"""Totals that a document states: in its tables by kind, in its text by name."""

import re
from collections.abc import Iterator
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import AMOUNT, UNITS, Amount, amount
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.tables import Table
from data.budget_lists import limits

_TOTAL = re.compile(r"^(?:本年|当年|收入|支出|收支)*(?:合计|总计|小计)$")
SANGONG = "三公"


def near(one: Amount, other: Amount) -> bool:
    """The same amount, but for rounding; what is printed to whole 万元 is often cut off."""
    apart, step = abs(one.yuan - other.yuan), max(one.step, other.step)
    cut_off = step > _FINE and apart < step
    return cut_off or apart <= max(limits().same_within_yuan, step / 2)


_FINE = Decimal(100)  # yuan: the last digit of 万元 with two decimals


def table_amount(table: Table, value: Decimal) -> Amount:
    """A figure of a table in yuan; where no unit is said 万元, as nearly all of them have."""
    worth = table.unit or UNITS["万元"]
    return Amount(value * worth, table.step * worth, f"{value:,f}")


def is_total(row: Row) -> bool:
    """The row holds the total of others."""
    return not row.code and _TOTAL.match(row.name) is not None


_KINDS = (
    ("因公出国", re.compile("因公出国")),
    (
        "公务用车购置及运行",
        re.compile("(?:公务用车|公车)购置(?:费)?(?:及|和|与|、)(?:公务用车)?运行"),
    ),
    ("公务用车购置", re.compile("(?:公务用车|公车)购置|^(?:其中[:：])?购置费")),
    ("公务用车运行", re.compile("(?:公务用车|公车)运行|^运行(?:维护)?费")),
    ("公务接待", re.compile("公务接待")),
)


def sangong_kind(*names: str) -> str | None:
    """The narrowest kind of 三公 that the heads of a column name, totals of a kind as the kind."""
    for name in reversed(names):
        for kind, pattern in _KINDS:
            if pattern.search(name):
                return kind
    return None


def sangong_cells(book: Book, label: str) -> Iterator[tuple[Table, Row, int, Decimal]]:
    """Figures of the tables of 三公 for the kind that a label names; blanks are zeros."""
    kind = sangong_kind(label)
    for table in book.of("sangong") if kind else ():
        places = {c.at for c in table.columns if sangong_kind(*c.heads) == kind}
        for row in table.rows:
            mine = sangong_kind(row.name) == kind
            wanted = {c.at for c in table.columns} if mine else places
            for at in sorted(wanted) if row.figures or mine else ():
                yield table, row, at, row.figures.get(at, Decimal(0))


def sangong_amounts(book: Book, label: str) -> tuple[Amount, ...]:
    """The same as amounts of money."""
    return tuple(table_amount(t, value) for t, _, _, value in sangong_cells(book, label))


def sangong_total(book: Book) -> tuple[Amount, ...]:
    """The totals of 三公 that its tables print."""
    found: list[Amount] = []
    for table in book.of("sangong"):
        beside = any(re.search("会议费|培训费", column.label) for column in table.columns)
        for column in table.columns:
            top = SANGONG in column.label and column.leaf in {"小计", "合计"}
            top = top and not re.search("公务用车|出国", column.label)
            whole = re.fullmatch("合计|总计", column.leaf) and not beside
            if top or whole or re.search("三公经费.{0,4}(?:合计|总计)", column.label):
                found += [
                    table_amount(table, row.figures[column.at])
                    for row in table.rows
                    if column.at in row.figures
                ]
    return tuple(found)


def named_total(book: Book, name: str) -> tuple[Amount, ...]:
    """What a total that a sentence names may be; () when nothing in the document says it."""
    if SANGONG in name:
        return sangong_total(book) or _said(book, name)
    if re.search("支出合计|支出总计|总支出|支出预算", name):
        kinds, side = ("expense", "overall"), "支出"
    elif re.search("收入合计|收入总计|总收入|收入预算", name):
        kinds, side = ("income", "overall"), "收入"
    else:
        return _said(book, name)
    found: list[Amount] = []
    for table in book.of(*kinds):
        for row in table.rows:
            if row.code or not row.figures:
                continue
            sided = re.fullmatch(f"(?:本年|当年)?{side}(?:合计|总计|小计)", row.name)
            plain = table.kind != "overall" and (is_total(row) or not row.name)
            if sided or plain:
                found.append(table_amount(table, row.figures[min(row.figures)]))
    return (*found, *_said(book, name))


def _said(book: Book, name: str) -> tuple[Amount, ...]:
    """Amounts that the text puts right behind the name."""
    bare = re.sub(r"[“”\"]", "", name)
    if len(bare) < 4:
        return ()
    pattern = re.compile(rf"{re.escape(bare)}(?:为|是|共|共计|合计|总计|数)*{AMOUNT.pattern}")
    return tuple(
        amount(found[1], found[2]) for text in book.unquoted for found in pattern.finditer(text)
    )
