"""Sums down the columns of tables with subject codes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import adds_up
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.tables import Table
from crawlers.subjects.budget.totals import is_total

Figures = Mapping[int, Decimal]
_ZERO = Decimal(0)


def hierarchy(book: Book) -> Iterator[Issue]:
    """按科目编码逐级加总：款等于各项之和，类等于各款之和，合计等于各类之和，逐栏核对，容许四舍五入误差。

    同一编码出现两次、表不完整、一栏里多数等式都不成立（说明不是这种结构）的，不核对。
    """
    for table in book.tables:
        if not table.whole or table.elsewhere:
            continue
        for panel in table.panels:
            rows = table.panel(panel)
            for column in table.columns_of(panel):
                yield from _column(table, rows, column.at)


def _column(table: Table, rows: Sequence[Row], at: int) -> Iterator[Issue]:
    coded = [row for row in rows if row.code]
    by_code = {row.code: row for row in coded}
    if len(by_code) != len(coded) or len(coded) < 3:
        return
    held = 0
    wrong: list[tuple[Row, Sequence[Row]]] = []
    for parent, children in _families(rows, by_code):
        parts = [row.figures.get(at, _ZERO) for row in children]
        total = parent.figures.get(at, _ZERO)
        if not total and not any(parts):
            continue
        if adds_up(total, parts, table.step):
            held += 1
        else:
            wrong.append((parent, children))
    if len(wrong) > held:
        return
    for parent, children in wrong:
        yield _issue(table, parent, children, at)


def _families(
    rows: Sequence[Row], by_code: Mapping[str, Row]
) -> Iterator[tuple[Row, Sequence[Row]]]:
    """Every subject with those directly below it, and the total with the uppermost."""
    below: dict[str, list[Row]] = defaultdict(list)
    for code, row in by_code.items():
        parent = next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in by_code), "")
        if len(code) - len(parent) == 2 or not parent:
            below[parent].append(row)
    for code, children in below.items():
        if code:
            yield by_code[code], children
    tops = below.get("", [])
    totals = [row for row in rows if is_total(row) and row.figures]
    if len(totals) == 1 and len({len(row.code) for row in tops}) == 1:
        yield totals[0], tops


def _issue(table: Table, parent: Row, children: Sequence[Row], at: int) -> Issue:
    total = parent.figures.get(at, _ZERO)
    parts = [row for row in children if row.figures.get(at)]
    made = sum((row.figures[at] for row in parts), _ZERO)
    column = next(column for column in table.columns if column.at == at)
    name = f"{parent.code}{parent.name}"
    listed = "＋".join(f"{row.figures[at]:,f}" for row in parts[:12]) or "0"
    return issue(
        Severity.CERTAIN,
        [parent.page],
        f"{name} {total:,f}",
        f"下级之和{listed}＝{made:,f}，与{total:,f}相差{total - made:,f}",
        "核对该科目及其下级科目的数。",
        table=table.title,
        row=f"{name}（{column.leaf}）" if column.leaf else name,
        figures=(f"{total:f}", f"{made:f}"),
    )
