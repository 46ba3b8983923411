"""Sums down tables without codes: lists of classes, groups with subtotals, the two sides of one."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import adds_up, cell_number
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.tables import Table

_ZERO = Decimal(0)
_LISTED = re.compile(r"[一二三四五六七八九十]{1,3}、")
_DETAIL = re.compile(r"\d{1,2}[.、．]|[(（][一二三四五六七八九十\d]|其中[:：]|#|★|[-—]")
_CARRIED = re.compile("结余|结转|弥补")
_SIDES = ("收入", "支出")


class _Total(NamedTuple):
    row: Row
    at: int

    @property
    def value(self) -> Decimal:
        return self.row.figures[self.at]


def balance(book: Book) -> Iterator[Issue]:
    """收支总表、财政拨款收支总表：收入总计等于支出总计；所列“一、二、……”各类之和等于本年合计；
    本年合计加结转结余等于总计。表格不完整、有认不出的行的，不核对。
    """
    for table in book.of("overall", "fiscal"):
        if not table.whole or table.elsewhere:
            continue
        year = {side: _find(table, rf"(?:本年|当年){side}(?:合计|总计|小计)") for side in _SIDES}
        grand = {side: _grand(table, side) for side in _SIDES}
        yield from _sides(table, grand)
        for panel in table.panels:
            side = _side(table, panel)
            total = year.get(side) or _alone(table, panel, grand.get(side))
            if total:
                yield from _listed(table, panel, total)
            yield from _carried(table, panel)
            yield from _numbered(table, panel)


def _find(table: Table, pattern: str) -> _Total | None:
    """The only row of that name with a figure, at its first figure."""
    rows = [row for row in table.rows if row.figures and re.fullmatch(pattern, row.name)]
    return _Total(rows[0], min(rows[0].figures)) if len(rows) == 1 else None


def _grand(table: Table, side: str) -> _Total | None:
    """The last total of a side, by its name or by the panel it stands in."""
    named = _find(table, rf"{side}(?:总计|合计)")
    if named:
        return named
    rows = [
        row
        for row in table.rows
        if row.figures and row.name == "总计" and _side(table, row.panel) == side
    ]
    return _Total(rows[0], min(rows[0].figures)) if len(rows) == 1 else None


def _side(table: Table, panel: int) -> str:
    heads = "".join(word for column in table.columns_of(panel) for word in column.heads)
    named = "".join(row.name for row in table.panel(panel) if re.search("[合总]计$", row.name))
    found = [side for side in _SIDES if side in heads] or [s for s in _SIDES if s in named]
    return found[0] if len(found) == 1 else ""


def _sides(table: Table, grand: dict[str, _Total | None]) -> Iterator[Issue]:
    left, right = grand["收入"], grand["支出"]
    if left and right and not adds_up(left.value, [right.value], table.step):
        yield issue(
            Severity.CERTAIN,
            [right.row.page],
            f"{left.row.name}{left.value:,f}，{right.row.name}{right.value:,f}",
            f"收入、支出两边总计不等，相差{left.value - right.value:,f}",
            "核对两边的总计。",
            table=table.title,
            row=left.row.name,
            figures=(f"{left.value:f}", f"{right.value:f}"),
        )


def _alone(table: Table, panel: int, grand: _Total | None) -> _Total | None:
    """The grand total, where nothing but the list of classes leads to it."""
    others = [row for row in table.panel(panel) if row.figures and not _LISTED.match(row.name)]
    plain = all(re.search("[合总]计$", row.name) or _DETAIL.match(row.name) for row in others)
    return grand if plain else None


def _listed(table: Table, panel: int, total: _Total) -> Iterator[Issue]:
    """The classes of a panel against the total of its side, which may stand in another panel."""
    rows = list(table.panel(panel))
    names = [row.name for row in rows]
    stop = names.index(total.row.name) if total.row.name in names else len(rows)
    above = [row for row in rows[:stop] if row.name]
    items = [row for row in above if _LISTED.match(row.name)]
    odd = [r for r in above if not _LISTED.match(r.name) and not _DETAIL.match(r.name)]
    if len(items) < 2 or any(not re.search("[合总]计$", row.name) for row in odd):
        return
    own = total.row.panel == panel
    for column in table.columns_of(panel) if own else table.columns_of(panel)[:1]:
        at = column.at if own else total.at
        whole = total.row.figures.get(at)
        parts = [row.figures[column.at] for row in items if column.at in row.figures]
        if whole is not None and parts and not adds_up(whole, parts, table.step):
            yield _wrong(table, total.row, whole, parts, "所列各类之和")


def _carried(table: Table, panel: int) -> Iterator[Issue]:
    """本年合计 and what is carried over against 总计."""
    rows = list(table.panel(panel))
    year = [
        n for n, row in enumerate(rows) if re.match("(?:本年|当年).{2}(?:合计|小计)$", row.name)
    ]
    grand = [n for n, row in enumerate(rows) if re.fullmatch("(?:收入|支出)?总计", row.name)]
    if len(year) != 1 or len(grand) != 1 or year[0] >= grand[0]:
        return
    between = [row for row in rows[year[0] + 1 : grand[0]] if not _LISTED.match(row.name)]
    between = [row for row in between if row.figures and not _DETAIL.match(row.name)]
    if any(not _CARRIED.search(row.name) for row in between):
        return
    for column in table.columns_of(panel):
        whole = rows[grand[0]].figures.get(column.at)
        first = rows[year[0]].figures.get(column.at)
        parts = [row.figures[column.at] for row in between if column.at in row.figures]
        if whole is None or first is None or adds_up(whole, [first, *parts], table.step):
            continue
        yield _wrong(table, rows[grand[0]], whole, [first, *parts], "本年合计与结转结余之和")


def _numbered(table: Table, panel: int) -> Iterator[Issue]:
    """一、财政拨款 against 1. and 2. below it."""
    rows = list(table.panel(panel))
    at = min((column.at for column in table.columns_of(panel)), default=-1)
    for n, row in enumerate(rows):
        below = []
        for other in rows[n + 1 :]:
            if not re.match(r"\d{1,2}[.、．]", other.name):
                break
            below.append(other)
        parts = [other.figures[at] for other in below if at in other.figures]
        whole = row.figures.get(at)
        listed = _LISTED.match(row.name) and len(below) >= 2
        if listed and whole is not None and parts and not adds_up(whole, parts, table.step):
            yield _wrong(table, row, whole, parts, "其下各项之和")


def subtotals(book: Book) -> Iterator[Issue]:
    """收入总表：各组“小计”等于组内各项之和，收入总计等于各组小计之和；政府采购表：合计等于货物、工程、服务之和。

    “其中：”各行不计入；组内没有一项有数的不核对。
    """
    for table in book.of("income"):
        if table.whole and not table.elsewhere:
            yield from _groups(table)
    for table in book.of("procurement"):
        if table.whole and not table.elsewhere:
            yield from _kinds(table)
            yield from _outline(table)


def _groups(table: Table) -> Iterator[Issue]:
    at = min((column.at for column in table.columns), default=None)
    rows = [row for row in table.rows if row.group]
    if at is None or len(table.columns) != 1:
        return
    subtotals = [row for row in rows if row.name == "小计"]
    for subtotal in subtotals:
        inside = [r for r in rows if r.group == subtotal.group and r.name not in {"小计", r.group}]
        parts = [r.figures[at] for r in inside if at in r.figures and not _DETAIL.match(r.name)]
        whole = subtotal.figures.get(at, _ZERO)
        if parts and not adds_up(whole, parts, table.step):
            yield _wrong(table, subtotal, whole, parts, f"{subtotal.group}各项之和")
    totals = [row for row in rows if re.fullmatch("收入(?:总计|合计)", row.name)]
    if len(totals) == 1 and len(subtotals) >= 2 and at in totals[0].figures:
        values = [row.figures[at] for row in subtotals if at in row.figures]
        if values and not adds_up(totals[0].figures[at], values, table.step):
            yield _wrong(table, totals[0], totals[0].figures[at], values, "各组小计之和")


def _kinds(table: Table) -> Iterator[Issue]:
    for column in table.columns:
        totals = [row for row in table.rows if row.name == "合计" and column.at in row.figures]
        kinds = [
            row.figures[column.at]
            for row in table.rows
            if re.match("[一二三]、(?:货物|工程|服务)", row.name) and column.at in row.figures
        ]
        if (
            len(totals) == 1
            and kinds
            and not adds_up(totals[0].figures[column.at], kinds, table.step)
        ):
            whole = totals[0].figures[column.at]
            yield _wrong(table, totals[0], whole, kinds, "货物、工程、服务之和")


def _outline(table: Table) -> Iterator[Issue]:
    """Kinds, projects and goods, each further to the right: every one is the sum of those below.

    Left alone where most of the sums do not hold: then the columns mean something else.
    """
    at = max((column.at for column in table.columns), default=-1)
    nodes: list[tuple[int, Row, Decimal]] = []
    for line in table.lines:
        value = cell_number(line.cells[at]) if 0 <= at < len(line.cells) else None
        first = next((n for n, cell in enumerate(line.cells[: max(at, 0)]) if cell), None)
        if value is not None and first is not None and line.cells[first] != "合计":
            name = next(cell for cell in reversed(line.cells[:at]) if cell)
            nodes.append((min(first, 1) + (first > 2), Row(line.page, 0, "", name, {}), value))
    held, wrong = 0, []
    for n, (level, row, value) in enumerate(nodes):
        below = []
        for deeper, _, part in nodes[n + 1 :]:
            if deeper <= level:
                break
            below += [part] if deeper == level + 1 else []
        if below and adds_up(value, below, table.step):
            held += 1
        elif below:
            wrong.append(_wrong(table, row, value, below, "其下各项之和"))
    if len(wrong) <= held / 2:
        yield from wrong


def _wrong(table: Table, row: Row, whole: Decimal, parts: Sequence[Decimal], what: str) -> Issue:
    made = sum(parts, _ZERO)
    listed = "＋".join(f"{part:,f}" for part in parts)
    return issue(
        Severity.CERTAIN,
        [row.page],
        f"{row.name}{whole:,f}",
        f"{what}{listed}＝{made:,f}，与{whole:,f}相差{whole - made:,f}",
        "核对合计与各项的数。",
        table=table.title,
        row=f"{row.group}{row.name}" if row.name == "小计" else row.name,
        figures=(f"{whole:f}", f"{made:f}"),
    )
