"""Tables against each other: the same figure in two of them, a part against its whole."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import Amount
from crawlers.subjects.budget.grid import Column, Row
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.sangong import sangong_amounts
from crawlers.subjects.budget.tables import Table
from crawlers.subjects.budget.totals import is_total, near, table_amount

_WHOLE = re.compile(r"(?:本年|当年)?(?:收入|支出)?(?:合计|总计)(?:数)?|本年(?:收入|支出)")
_REMEDY = "核对两张表的数，改正有误的一处。"


def between(book: Book) -> Iterator[Issue]:
    """表与表之间：支出总表、收入总表的合计在收支总表里有；一般公共预算支出表的合计在财政拨款收支总表里有；
    基本支出表的合计在一般公共预算支出表（没有的看支出总表）里有；一般公共预算支出表各科目的数不大于支出总表同一科目的数。

    只比完整的、写明单位的表，差0.01万元视为四舍五入；两张表过半科目对不上的，可能是表没有读对，提请核实。
    """
    for part, whole in (
        ("expense", "overall"),
        ("income", "overall"),
        ("general", "fiscal"),
        ("basic", "general"),
    ):
        here, there = _only(book, part), _only(book, whole)
        if here and there:
            yield from _total_in(here, there)
    general, expense = _only(book, "general"), _only(book, "expense")
    if general and expense:
        yield from _subjects_within(general, expense)


def _only(book: Book, kind: str) -> Table | None:
    """The one complete table of a kind with figures; departments' books may hold several."""
    tables = [t for t in book.of(kind) if not t.empty and not t.elsewhere]
    return tables[0] if len(tables) == 1 and tables[0].whole and tables[0].unit else None


def _whole_column(table: Table) -> Column | None:
    """The column of totals: the first one, if its head says so or if it is alone."""
    columns = table.columns_of(table.panels[0]) if table.panels else ()
    named = [c for c in columns if any(_WHOLE.fullmatch(head) for head in c.heads)]
    return named[0] if named else columns[0] if len(columns) == 1 else None


def _total_in(here: Table, there: Table) -> Iterator[Issue]:
    """The grand total of one table stands somewhere in the other."""
    column = _whole_column(here)
    rows = [row for row in here.rows if is_total(row) and column and column.at in row.figures]
    if column is None or len(rows) != 1 or rows[0].panel != here.panels[0]:
        return
    total = table_amount(here, rows[0].figures[column.at])
    others = [
        (row, table_amount(there, value)) for row in there.rows for value in row.figures.values()
    ]
    if not others or any(near(total, other) for _, other in others):
        return
    totals = [(row, value) for row, value in others if is_total(row)]
    if not totals:
        return
    row, value = min(totals, key=lambda pair: abs(pair[1].yuan - total.yuan))
    yield issue(
        Severity.CERTAIN,
        [rows[0].page, row.page],
        f"{rows[0].name}{total.text}",
        f"《{here.title}》第{rows[0].page}页{rows[0].name}{total.text}，"
        f"《{there.title}》里没有这个数（第{row.page}页{row.name}{value.text}）",
        _REMEDY,
        table=here.title,
        row=rows[0].name,
        figures=(total.text, value.text),
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """A subject in both tables."""

    row: Row
    part: Amount
    whole: Amount


def _subjects_within(part: Table, whole: Table) -> Iterator[Issue]:
    mine, theirs = _by_code(part), _by_code(whole)
    pairs = [
        _Pair(row, amount, theirs[code][1])
        for code, (row, amount) in mine.items()
        if code in theirs
    ]
    wrong = [
        pair
        for pair in pairs
        if pair.part.yuan > pair.whole.yuan and not near(pair.part, pair.whole)
    ]
    if not wrong:
        return
    listed = "；".join(
        f"{pair.row.code}{pair.row.name}{pair.part.text}，大于《{whole.title}》的{pair.whole.text}"
        for pair in wrong[:4]
    )
    more = f"；共{len(wrong)}个科目" if len(wrong) > 4 else ""
    yield issue(
        Severity.CERTAIN if len(wrong) * 2 <= len(pairs) else Severity.ASK,
        [pair.row.page for pair in wrong],
        f"{wrong[0].row.code}{wrong[0].row.name} {wrong[0].part.text}",
        f"《{part.title}》{listed}{more}",
        "核对两张表的数，看有无错行、漏行。",
        table=part.title,
        row=f"{wrong[0].row.code}{wrong[0].row.name}",
        figures=(wrong[0].part.text, wrong[0].whole.text),
    )


def _by_code(table: Table) -> Mapping[str, tuple[Row, Amount]]:
    """Total of each subject; {} where a code stands twice."""
    column = _whole_column(table)
    rows = [row for row in table.rows if row.code and column and column.at in row.figures]
    if column is None or len({row.code for row in rows}) != len(rows):
        return {}
    return {row.code: (row, table_amount(table, row.figures[column.at])) for row in rows}


# 款 of the economic classification that are kinds of 三公, and how the tables of 三公 call them.
_KINDS = {
    "30212": "因公出国",
    "30217": "公务接待费",
    "30231": "公务用车运行",
    "31013": "公务用车购置",
}


def sangong_within(book: Book) -> Iterator[Issue]:
    """基本支出表里的因公出国（境）费用、公务接待费、公务用车运行维护费、公务用车购置，不大于“三公”表同一项的数：

    “三公”表含基本支出和项目支出，部分不能大于全部。“三公”表有预算数、决算数两栏的，大于两数才提出。
    """
    for table in book.of("basic"):
        for row in table.rows if table.unit and not table.elsewhere else ():
            kind = _KINDS.get(row.code)
            wholes = sangong_amounts(book, kind) if kind else ()
            value = max(row.figures.values(), default=None)
            if not wholes or not value:
                continue
            part, whole = table_amount(table, value), max(wholes, key=lambda a: a.yuan)
            if part.yuan > whole.yuan and not near(part, whole):
                yield issue(
                    Severity.CERTAIN,
                    [row.page, book.of("sangong")[0].page],
                    f"{row.code}{row.name} {part.text}",
                    f"《{table.title}》第{row.page}页{row.name}{part.text}，"
                    f"大于《{book.of('sangong')[0].title}》同一项的{whole.text}",
                    _REMEDY,
                    table=table.title,
                    row=f"{row.code}{row.name}",
                    figures=(part.text, whole.text),
                )
