"""Totals in the tables of 三公 against their kinds."""

from collections.abc import Iterator
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import Amount
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.rules.across import identities
from crawlers.subjects.budget.sangong_sums import Sum, sums_across, sums_down


def sangong_rows(book: Book) -> Iterator[Issue]:
    """“三公”表：合计等于因公出国（境）、公务用车、公务接待之和，公务用车等于购置加运行维护，竖排的逐栏、横排的逐行核对。

    只核对列名写明年度、预算数、决算数、金额或合计的栏，增减、比例等栏不核对。
    """
    for table in book.of("sangong"):
        if table.elsewhere:
            continue
        # Heads in several layers are judged by the rule for all tables.
        across = () if any(identities(table)) else sums_across(table)
        for found in (*sums_down(table), *across):
            if not found.holds:
                yield _issue(found)


def _issue(found: Sum) -> Issue:
    total, *parts = (_printed(figure) for figure in (found.total, *(p for _, p in found.parts)))
    made = sum(parts, Decimal(0))
    return issue(
        Severity.CERTAIN,
        [found.page],
        found.said,
        f"{'、'.join(name for name, _ in found.parts)}之和"
        f"{'＋'.join(f'{part:,f}' for part in parts)}＝{made:,f}，"
        f"与{total:,f}相差{total - made:,f}",
        "核对合计与各项的数。",
        table=found.table,
        row=found.row,
        figures=(f"{total:f}", f"{made:f}"),
    )


def _printed(figure: Amount) -> Decimal:
    """In the unit of the table."""
    return Decimal(figure.text.replace(",", ""))
