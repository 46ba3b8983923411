"""Totals that a document states: in its tables by kind, in its text by name."""

import re
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import AMOUNT, UNITS, Amount, amount
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.tables import Table
from data.budget_lists import limits

_TOTAL = re.compile(r"^(?:本年|当年|收入|支出|收支)*(?:合计|总计|小计)$")
SANGONG = "三公"


def near(one: Amount, other: Amount) -> bool:
    """The same amount, but for rounding."""
    slack = max(limits().same_within_yuan, one.step / 2, other.step / 2)
    return abs(one.yuan - other.yuan) <= slack


def table_amount(table: Table, value: Decimal) -> Amount:
    """A figure of a table in yuan; where no unit is said 万元, as nearly all of them have."""
    worth = table.unit or UNITS["万元"]
    return Amount(value * worth, table.step * worth, f"{value:,f}")


def is_total(row: Row) -> bool:
    """The row holds the total of others."""
    return not row.code and _TOTAL.match(row.name) is not None


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
