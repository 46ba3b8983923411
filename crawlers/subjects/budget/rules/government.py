"""Sums down the tables of a government: classes against their total, items against their class."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import adds_up
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.tables import Table

_KINDS = ("government_general", "government_fund", "government_capital", "government_insurance")
_ORDINALS = "一二三四五六七八九十"
_CLASS = re.compile(f"([{_ORDINALS}]{{1,3}})、")
_TOTAL = re.compile("(?:收入|支出)?(?:合计|总计|小计)$")
_SHARE = re.compile("[率幅比占%]")  # a column of anything but money
_PARTLY = re.compile(r"其中|^#|\d{1,2}[.、．]|[(（][一二三四五六七八九十\d]")


def class_sums(book: Book) -> Iterator[Issue]:
    """政府预算、决算的收入表、支出表：“一、二、……”各类之和等于其后的合计，各类等于其下所列各项之和。

    同一张表至少有另一列（如预算数、上年数）按同样的行加得起来，才核对这一列，因为有的表只列主要项目；
    各项之和不等的提请核实。有空格、有“其中”的不核对。
    """
    for table in book.of(*_KINDS):
        if not table.whole or table.elsewhere:
            continue
        for panel in table.panels:
            rows = [row for row in table.panel(panel) if row.figures]
            places = [c.at for c in table.columns_of(panel) if not _SHARE.search(c.label)]
            for total, parts, severity in _groups(rows):
                yield from _odd_columns(table, places, total, parts, severity)


def _groups(rows: Sequence[Row]) -> Iterator[tuple[Row, list[Row], Severity]]:
    """A total with what it should be the sum of."""
    classes = [n for n, row in enumerate(rows) if _CLASS.match(row.name)]
    totals = [n for n, row in enumerate(rows) if _TOTAL.search(row.name)]
    end = next((n for n in totals if classes and n > classes[0]), None)
    if end is None:
        return
    classes = [n for n in classes if n < end]
    said = [found.group(1) for n in classes if (found := _CLASS.match(rows[n].name))]
    if len(classes) > 1 and said == _counted(len(said)):
        yield rows[end], [rows[n] for n in classes], Severity.CERTAIN
    for n, after in zip(classes, [*classes[1:], end], strict=True):
        below = rows[n + 1 : after]
        if len(below) > 1 and not any(_PARTLY.search(row.name) or row.code for row in below):
            yield rows[n], list(below), Severity.ASK


def _counted(count: int) -> list[str]:
    """一, 二 … 十, 十一 … up to 二十九."""
    tens = ("", "十", "二十")
    return (
        [tens[n // 10] + (_ORDINALS[n % 10 - 1] if n % 10 else "") for n in range(1, count + 1)]
        if count < 30
        else []
    )


def _odd_columns(
    table: Table, places: Sequence[int], total: Row, parts: Sequence[Row], severity: Severity
) -> Iterator[Issue]:
    """The column in which rows do not add up that do so in another one."""
    full = [at for at in places if at in total.figures and all(at in row.figures for row in parts)]
    sums = {at: [row.figures[at] for row in parts] for at in full}
    held = [
        at
        for at, values in sums.items()
        if sum(map(bool, values)) > 1 and adds_up(total.figures[at], values, table.step)
    ]
    wrong = [
        at for at, values in sums.items() if not adds_up(total.figures[at], values, table.step)
    ]
    if len(wrong) > len(held):
        return
    for at in wrong:
        whole, made = total.figures[at], sum(sums[at], Decimal(0))
        listed = "＋".join(f"{value:,f}" for value in sums[at])
        yield issue(
            severity,
            [total.page],
            f"{total.name}{whole:,f}",
            f"所列各项之和{listed}＝{made:,f}，与{whole:,f}相差{whole - made:,f}",
            "核对合计与各项的数。",
            table=table.title,
            row=total.name,
            figures=(f"{whole:f}", f"{made:f}"),
        )
