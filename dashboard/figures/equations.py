"""The arithmetic of an annual report, equation by equation, with both sides."""

from collections.abc import Iterable
from dataclasses import dataclass

from crawlers.subjects.annual.identities import (
    Equation,
    applicants,
    balance,
    carry_over,
    results,
    rulings,
)
from crawlers.subjects.annual.model import Report
from crawlers.subjects.annual.remarks import RULES
from dashboard.wording.language import N_

HOLDS, BROKEN, OPEN = N_("相符"), N_("不符"), N_("不能判定")


@dataclass(frozen=True, slots=True)
class Line:
    """One equation; a side is None where a blank or unread cell leaves it open."""

    title: str
    where: str
    left: int | None
    right: int | None
    page: int | None

    @property
    def state(self) -> str:
        if self.left is None or self.right is None:
            return OPEN
        return HOLDS if self.left == self.right else BROKEN


def equations(report: Report, last: Report | None = None) -> tuple[Line, ...]:
    """I1 to I4 of the report, and I5 against last year's; those that do not hold first.

    Source: 国办公开办函〔2021〕30号, 表三 and 表四; see `crawlers.subjects.annual.identities`.
    """
    table = report.applications
    asked: Iterable[Equation] = (
        *balance(table),
        *results(table),
        *applicants(table),
        *rulings(report.disputes),
        *(carry_over(table, last.applications) if last else ()),
    )
    lines = [Line(RULES[e.rule].title, e.where, e.left, e.right, e.page) for e in asked]
    return tuple(sorted(lines, key=lambda line: (BROKEN, OPEN, HOLDS).index(line.state)))
