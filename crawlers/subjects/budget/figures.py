"""Amounts as printed: their worth, and how far rounding may have moved them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NUMBER = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d+)?|\d{1,15}(?:\.\d+)?"
AMOUNT = re.compile(rf"(-?(?:{NUMBER}))(亿元|百万元|万元|千元|元|万(?=[(,，。;；、)]))")
UNITS = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
_CELL = re.compile(rf"(-?)({NUMBER})|\(({NUMBER})\)")


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in yuan. `step` is the worth of the last printed digit; `text` is as printed."""

    yuan: Decimal
    step: Decimal
    text: str

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The values that are printed like this, in yuan."""
        half = Fraction(self.step) / 2
        return Fraction(self.yuan) - half, Fraction(self.yuan) + half

    @property
    def wan(self) -> str:
        """In 万元, to the last digit that was printed: 83500元 is 8.3500."""
        worth = UNITS["万元"]
        return f"{(self.yuan / worth).quantize(self.step / worth):f}"


def amount(number: str, unit: str) -> Amount:
    """A number with its unit, as in 1,234.50万元."""
    value = Decimal(number.replace(",", ""))
    worth = UNITS[unit]
    step = Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0)) * worth
    return Amount(value * worth, step, f"{number}{unit}")


def cell_number(text: str) -> Decimal | None:
    """The number in a table cell; None for words, blanks, dashes and percentages."""
    found = _CELL.fullmatch(text.replace(" ", ""))
    if not found:
        return None
    sign, number, negative = found.groups()
    value = Decimal((number or negative).replace(",", ""))
    return -value if sign or negative else value


def decimals(values: Iterable[Decimal]) -> int:
    """The most digits behind the point that any of the values shows."""
    return max((max(-int(value.as_tuple().exponent), 0) for value in values), default=0)


def adds_up(total: Decimal, parts: Iterable[Decimal], step: Decimal) -> bool:
    """Whether rounded parts may make a rounded total: each is off by half a step at most.

    `step` is the worth of the last digit that the table prints. One part alone must be the total,
    but for one step: totals are often drawn from unrounded books.
    """
    listed = list(parts)
    slack = max(step * (len(listed) + 1) / 2, step)
    return abs(total - sum(listed, Decimal(0))) <= slack


def amounts_add_up(total: Amount, parts: Sequence[Amount]) -> bool:
    """The same for amounts that were printed in different units: each has a last digit of its own.

    Nothing is as exact as the others, however it is written: 0万元.
    """
    figures = (total, *parts)
    coarsest = max((figure.step for figure in figures if figure.yuan), default=total.step)
    slack = sum((min(f.step, coarsest) for f in figures), Decimal(0)) / 2
    return abs(total.yuan - sum((part.yuan for part in parts), Decimal(0))) <= slack


def ratio_range(part: Amount, base: Amount) -> tuple[Fraction, Fraction] | None:
    """The share in percent that rounding leaves possible; None when the base may be nothing."""
    low, high = base.range
    if low <= 0:
        return None
    least, most = part.range
    quotients = [100 * p / b for p in (least, most) for b in (low, high)]
    return min(quotients), max(quotients)
