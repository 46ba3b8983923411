"""The arithmetic of the form: I1 to I5 and I7 of its tables, each a small pure function.

All figures are whole numbers of cases and the tolerance is 0. An equation that needs a blank,
struck or unread cell is undecided: such a cell is never 0.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from crawlers.subjects.annual.form import (
    APPLICATIONS,
    DISPUTES,
    ORGANISATIONS,
    PEOPLE,
    RESULTS,
    ROW_NAMES,
    RULINGS,
    SINCE_2021,
)
from crawlers.subjects.annual.model import Report, Table
from crawlers.subjects.annual.remarks import Degree, Place, Remark, Review


@dataclass(frozen=True, slots=True)
class Equation:
    """Two figures that should be equal, in cases; None: it cannot be told."""

    rule: str
    where: str  # table, row or column, in Chinese
    said: str  # what is wrong when they differ
    left: int | None
    right: int | None
    page: int | None = None


def total(*numbers: int | None) -> int | None:
    """Their sum; None when one of them is not known, or there is none."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def balance(table: Table) -> Iterator[Equation]:
    """I1, per column of table 3: 本年新收 + 上年结转 = 办理结果总计 + 结转下年度.

    Unit: 件. Source: printed on the form, 国办公开办函〔2021〕30号 表三:
    “第一项加第二项之和，等于第三项加第四项之和”.
    """
    for person, name in PEOPLE.items():
        yield Equation(
            "I1",
            f"表三“{name}”列",
            f"“{name}”列第一项加第二项不等于第三项加第四项",
            total(table.count("new", person), table.count("carried", person)),
            total(table.count("done", person), table.count("left", person)),
            table["new", person].page,
        )


def results(table: Table) -> Iterator[Equation]:
    """I2, per column of table 3: the rows of (一) to (六) make (七)总计.

    Of 其他处理 the form of 2019 has one row, that of 2021 has three. A row that is not there counts
    as nothing only when the whole block was found; one that is there and could not be read may
    count for anything. Unit: 件. Source: 国办公开办函〔2021〕30号 表三.
    """
    found = set(table.rows())
    listed = [row for row in RESULTS if row in found]
    whole = set(RESULTS) - SINCE_2021 <= found
    for person, name in PEOPLE.items():
        yield Equation(
            "I2",
            f"表三“{name}”列",
            f"“{name}”列各项办理结果之和不等于总计",
            total(*(table.count(row, person) for row in listed)) if whole else None,
            table.count("done", person),
            table["done", person].page,
        )


def applicants(table: Table) -> Iterator[Equation]:
    """I3, per row of table 3: 自然人 + five kinds of organisations = 总计.

    Unit: 件. Source: 国办公开办函〔2021〕30号 表三.
    """
    found = set(table.rows())
    for row in APPLICATIONS:
        if row.key in found:
            yield Equation(
                "I3",
                f"表三“{row.name}”行",
                f"“{row.name}”行各类申请人之和不等于总计",
                total(*(table.count(row.key, p) for p in ("person", *ORGANISATIONS))),
                table.count(row.key, "total"),
                table[row.key, "total"].page,
            )


def rulings(table: Table) -> Iterator[Equation]:
    """I4, per block of table 4: 维持 + 纠正 + 其他结果 + 尚未审结 = 总计.

    Unit: 件. Source: 国办公开办函〔2021〕30号 表四.
    """
    if not table.cells:
        return
    for block, name in DISPUTES.items():
        yield Equation(
            "I4",
            f"表四“{name}”",
            f"“{name}”四类结果之和不等于总计",
            total(*(table.count(block, ruling) for ruling in RULINGS if ruling != "total")),
            table.count(block, "total"),
            table[block, "total"].page,
        )


def carry_over(now: Table, before: Table) -> Iterator[Equation]:
    """I5, per column of table 3: this year's 上年结转 = last year's 结转下年度.

    Unit: 件. Source: 国办公开办函〔2021〕30号 表三, the meaning of both rows.
    """
    for person, name in PEOPLE.items():
        yield Equation(
            "I5",
            f"表三“{ROW_NAMES['carried']}”行“{name}”列",
            f"“{name}”本年列上年结转件数与上年报告列结转下年度件数不同",
            now.count("carried", person),
            before.count("left", person),
            now["carried", person].page,
        )


def inside(report: Report) -> Review:
    """I1 to I4 of a report by itself."""
    table = report.applications
    return judged((*balance(table), *results(table), *applicants(table), *rulings(report.disputes)))


def judged(equations: Iterable[Equation]) -> Review:
    """Remarks for the equations that do not hold; all others are counted."""
    remarks, held, undecided = [], 0, 0
    for one in equations:
        if one.left is None or one.right is None:
            undecided += 1
        elif one.left == one.right:
            held += 1
        else:
            remarks.append(
                Remark(
                    one.rule,
                    Degree.CERTAIN,
                    f"{one.said}（{one.left}≠{one.right}）",
                    Place(one.where, one.page),
                    (Decimal(one.left), Decimal(one.right)),
                )
            )
    return Review(tuple(remarks), held, undecided)
