"""Tables of 三公 that list the kinds one below the other."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import adds_up
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.tables import Table
from crawlers.subjects.budget.totals import sangong_kind

_ZERO = Decimal(0)
_ALL = re.compile("合计|总计|小计|三公经费(?:支出|预算|决算)?$")
_BESIDE = re.compile("会议费|培训费|机关运行")


def sangong_rows(book: Book) -> Iterator[Issue]:
    """竖排的“三公”表：合计等于因公出国（境）、公务用车、公务接待之和，公务用车等于购置加运行维护，逐栏核对。"""
    for table in book.of("sangong"):
        rows = {
            kind: [row for row in table.rows if sangong_kind(row.name) == kind]
            for kind in (
                "因公出国",
                "公务用车购置及运行",
                "公务用车购置",
                "公务用车运行",
                "公务接待",
            )
        }
        whole = [
            row
            for row in table.rows
            if sangong_kind(row.name) is None and _ALL.search(re.sub('[“”"]', "", row.name))
        ]
        if table.elsewhere or any(_BESIDE.search(row.name) for row in table.rows):
            continue
        abroad, cars, buying, running, hosting = rows.values()
        yield from _sums(table, whole, [abroad, cars, hosting])
        yield from _sums(table, cars, [buying, running])


def _sums(table: Table, whole: Sequence[Row], parts: Sequence[Sequence[Row]]) -> Iterator[Issue]:
    """Nothing unless every row is there once."""
    if len(whole) != 1 or any(len(rows) != 1 for rows in parts):
        return
    for column in table.columns:
        total = whole[0].figures.get(column.at, _ZERO)
        values = [rows[0].figures.get(column.at, _ZERO) for rows in parts]
        if (total or any(values)) and not adds_up(total, values, table.step):
            made = sum(values, _ZERO)
            listed = "＋".join(f"{value:,f}" for value in values)
            yield issue(
                Severity.CERTAIN,
                [whole[0].page],
                f"{whole[0].name} {total:,f}",
                f"{'、'.join(rows[0].name for rows in parts)}之和{listed}＝{made:,f}，"
                f"与{total:,f}相差{total - made:,f}",
                "核对合计与各项的数。",
                table=table.title,
                row=f"{whole[0].name}（{column.leaf}）" if column.leaf else whole[0].name,
                figures=(f"{total:f}", f"{made:f}"),
            )
