"""Sums across the rows of tables."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import adds_up
from crawlers.subjects.budget.grid import Column, Row
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.tables import Table

_ZERO = Decimal(0)
_STATS = re.compile(r"预算数|决算数|年初|调整|上年|本年|20\d\d|增减|执行")

# Columns that make up a total. A table with another column among them is left alone.
_FAMILIES = (
    re.compile(
        r"基本支出|项目支出|(?:单位)?预留机动经费|结转下年(?:资金)?|上缴上级支出|"
        r"(?:事业单位)?经营支出|对附属单位补助支出"
    ),
    re.compile(
        r"财政拨款(?:收入)?|上级补助收入|事业收入|(?:事业单位)?经营收入|附属单位(?:上缴|缴款)收入|"
        r"其他收入|(?:财政专户管理)(?:资金|教育收费)?(?:收入)?|用事业基金弥补收支差额|"
        r"(?:使用)?非财政拨款结余|上年结转(?:资金|结余|和结余)?|其他资金(?:收入)?|"
        r"(?:一般公共预算|政府性基金预算?|国有资本经营预算)(?:财政)?(?:拨款)?(?:资金|收入)?"
    ),
    re.compile(r"人员经费|(?:日常)?公用经费"),
    re.compile(
        r"因公出国[(（]境[)）]费用?|公务用车购置(?:及|和)运行(?:维护)?费|公务接待费|公务用车购置费?|"
        r"公务用车运行(?:维护)?费|会议费|培训费|三公经费(?:小计)?"
    ),
)
_TOTAL = re.compile(r"(?:本年)?(?:收入|支出)?(?:合计|总计|小计)(?:数)?|本年(?:收入|支出)")


def across(book: Book) -> Iterator[Issue]:
    """逐行核对：合计栏等于其后各分项栏之和（基本支出＋项目支出……、各类收入、“三公”各项），按表头的层次判断。

    分项栏的名称须都是规定的分项；多行中多数不成立的，说明表头不是这个意思，不提出。
    """
    for table in book.tables:
        for total, parts in identities(table) if not table.elsewhere else ():
            held, wrong = 0, []
            for row in table.rows:
                if row.panel != total.panel or not row.figures:
                    continue
                values = [row.figures.get(part.at, _ZERO) for part in parts]
                whole = row.figures.get(total.at, _ZERO)
                if not whole and not any(values):
                    continue
                if adds_up(whole, values, table.step):
                    held += 1
                else:
                    wrong.append(row)
            if len(wrong) <= held or len(wrong) + held == 1:
                for row in wrong:
                    yield _issue(table, row, total, parts)


def identities(table: Table) -> Iterator[tuple[Column, Sequence[Column]]]:
    """Totals with the columns that should make them, by the heads above."""
    for total in table.columns:
        if not _TOTAL.fullmatch(_bare(_leaf(total))):
            continue
        above = _above(total)
        fellows = [
            column
            for column in table.columns_of(total.panel)
            if column.at != total.at and _stat(column) == _stat(total)
        ]
        inside = [column for column in fellows if _above(column)[: len(above)] == above]
        parts = _parts(inside, len(above))
        if len(parts) >= 2 and _known(parts, len(above)):
            yield total, parts


def _parts(columns: Sequence[Column], depth: int) -> list[Column]:
    """One column for each head at this depth: itself, or its own total."""
    found: list[Column] = []
    for head in dict.fromkeys(_words(column)[depth] for column in columns):
        group = [column for column in columns if _words(column)[depth] == head]
        own = [c for c in group if len(_words(c)) == depth + 1]
        totals = [
            c for c in group if len(_words(c)) == depth + 2 and _TOTAL.fullmatch(_bare(_leaf(c)))
        ]
        if own:
            found += own[:1]
        elif len(totals) == 1:
            found += totals
        else:
            return []
    return found


def _known(parts: Sequence[Column], depth: int) -> bool:
    names = [_bare(_words(part)[depth]) for part in parts]
    return any(
        all(family.fullmatch(name) or name == "三公经费" for name in names) for family in _FAMILIES
    )


def _words(column: Column) -> tuple[str, ...]:
    """Heads without the last one where that only tells budget from accounts."""
    return column.heads[:-1] if _stat(column) else column.heads


def _leaf(column: Column) -> str:
    words = _words(column)
    return words[-1] if words else ""


def _above(column: Column) -> tuple[str, ...]:
    return _words(column)[:-1]


def _stat(column: Column) -> str:
    last = column.leaf
    return last if len(column.heads) > 1 and _STATS.search(last) and len(last) <= 6 else ""


def _bare(name: str) -> str:
    return re.sub(r"[“”\"]|^(?:其中|减)[:：]", "", name)


def _issue(table: Table, row: Row, total: Column, parts: Sequence[Column]) -> Issue:
    whole = row.figures.get(total.at, _ZERO)
    values = [(part, row.figures.get(part.at, _ZERO)) for part in parts]
    made = sum((value for _, value in values), _ZERO)
    listed = "＋".join(f"{_leaf(part)}{value:,f}" for part, value in values)
    name = f"{row.code}{row.name}"
    return issue(
        Severity.CERTAIN,
        [row.page],
        f"{name} {_leaf(total)}{whole:,f}".strip(),
        f"{listed}＝{made:,f}，与{whole:,f}相差{whole - made:,f}",
        "核对该行的合计与各分项。",
        table=table.title,
        row=name or total.label,
        figures=(f"{whole:f}", f"{made:f}"),
    )
