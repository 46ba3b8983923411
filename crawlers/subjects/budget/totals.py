"""Figures of tables as amounts of money, and when two amounts are the same."""

import re
from decimal import Decimal

from crawlers.subjects.budget.figures import UNITS, Amount
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.tables import Table
from data.budget_lists import limits

_TOTAL = re.compile(r"^(?:本年|当年|收入|支出|收支)*(?:合计|总计|小计)$")


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
