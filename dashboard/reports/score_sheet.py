"""得分表: all units by first level, and every unit by indicator; of one unit its own sheet."""

from fractions import Fraction

from dashboard.reports.book import Book
from dashboard.reports.kind import Kind, Reader, Scope
from dashboard.reports.paper import chinese_day
from dashboard.reports.phrases import short
from dashboard.reports.sums import part
from dashboard.reports.workbook import Value, Workbook
from dashboard.wording.printing import points
from dashboard.wording.words import OUTCOME
from data.types import Outcome

_NOT_MINE = "不涉及"


def score_sheet(book: Book, unit_id: str = "") -> bytes:
    """The workbook of the round, or of one unit."""
    this = book.result.round
    title = f"{this.name}得分表"
    made = Workbook(title, book.organisation, book.day)
    state = f"编号：{book.number}" if book.number else "草稿，未编号"
    note = f"公开内容统计截至{chinese_day(this.as_of)}；{book.organisation}，{book.day}；{state}"
    if unit_id:
        _of_unit(made, book, unit_id, note)
    else:
        _of_round(made, book, title, note)
        _by_indicator(made, book, title, note)
    return made.bytes()


def _of_round(made: Workbook, book: Book, title: str, note: str) -> None:
    nodes = book.scheme.nodes
    heads = [("组别", 16), ("名次", 7), ("单位", 26)]
    heads += [(f"{node.name}（{points(node.points)}）", 14) for node in nodes]
    heads += [("加分", 8), ("倒扣", 8), ("测评总得分", 11), ("等次", 9), ("核查覆盖率（%）", 11)]
    heads += [("最低", 9), ("最高", 9), ("说明", 34)]
    rows: list[list[Value]] = []
    for line in book.result.ranked:
        score, unit = book.result.scores[line.unit_id], book.result.units[line.unit_id]
        row: list[Value] = [line.group, "—" if line.place is None else line.place, unit.name]
        for node in nodes:
            got = part(book, line.unit_id, node)
            row.append(_NOT_MINE if got is None else got.got)
        row += [score.bonus, score.penalty, "—" if line.value is None else line.value, line.grade]
        row += [line.coverage * 100, line.low, line.high, line.why_not]
        rows.append(row)
    made.sheet("总表", title, note, heads, rows, merged=(0,), frozen=3)
    plain = "；这一张没有合并单元格，可以筛选和排序"
    made.sheet("总表（可筛选）", title, note + plain, heads, rows, frozen=3)


def _by_indicator(made: Workbook, book: Book, title: str, note: str) -> None:
    """One row an indicator, one column a unit: points won; what nobody could see is said."""
    lines = book.result.ranked
    heads = [("一级指标", 16), ("编号", 8), ("指标", 30), ("分值", 8)]
    heads += [(book.result.units[line.unit_id].name, 12) for line in lines]
    rows: list[list[Value]] = []
    for leaf in book.scheme.leaves():
        row: list[Value] = [leaf.path[0] if leaf.path else "", leaf.code, leaf.name, leaf.points]
        for line in lines:
            got = book.result.scores[line.unit_id].leaves.get(leaf.id)
            row.append(
                _NOT_MINE if got is None
                else OUTCOME[Outcome.UNKNOWN] if not got.known and got.full
                else got.got
            )  # fmt: skip
        rows.append(row)
    made.sheet("逐项得分", title, note, heads, rows, merged=(0,), frozen=4)


def _of_unit(made: Workbook, book: Book, unit_id: str, note: str) -> None:
    """The sheet that units know: totals first, then every indicator with what it lost and why."""
    unit, score = book.unit(unit_id), book.result.scores[unit_id]
    full = sum((each.full for each in score.leaves.values()), Fraction(0))
    known = sum((each.known for each in score.leaves.values()), Fraction(0))
    got = sum((each.got for each in score.leaves.values()), Fraction(0))
    counted = (
        f"得分÷已核查分值×{points(book.scheme.total)}＝{points(got)}÷{points(known)}"
        f"×{points(book.scheme.total)}"
        if known
        else "没有指标得到核查"
    )
    extra = (f"，加分{points(score.bonus)}" if score.bonus else "") + (
        f"，倒扣{points(score.penalty)}" if score.penalty else ""
    )
    totals = (
        f"指标总分{points(full)}，已核查{points(known)}，得分{points(got)}，"
        f"扣分{points(known - got)}；{counted}{extra}；测评总得分{points(score.value)}"
    )
    heads = [("一级指标", 18), ("测评指标", 34), ("指标分值", 9), ("得分", 9), ("扣分", 9)]
    heads += [("待核查", 9), ("结果", 10), ("失分原因", 60), ("整改情况", 30)]
    found = book.result.findings[unit_id]
    fixes = {fix.line.indicator_id: fix for fix in book.fixes.get(unit_id, ())}
    rows: list[list[Value]] = []
    for leaf in book.scheme.leaves():
        each = score.leaves.get(leaf.id)
        if each is None:
            continue
        finding, fix = found.get(leaf.id), fixes.get(leaf.id)
        rows.append(
            [
                leaf.path[0] if leaf.path else "",
                f"{leaf.code} {leaf.name}",
                each.full,
                each.got if each.known or not each.full else "—",
                each.lost,
                each.open,
                OUTCOME[finding.outcome] if finding else OUTCOME[Outcome.UNKNOWN],
                short(finding.reason, 500) if finding and (each.lost or each.open) else "",
                short(fix.note or fix.link, 300) if fix else "",
            ]
        )
    title = f"{unit.name}得分表（{book.result.round.name}）"
    made.sheet(unit.name, title, f"{totals}。{note}", heads, rows, merged=(0,), frozen=2)


KIND = Kind(
    "scores",
    "得分表",
    "各单位得分总表和逐项得分；指明单位的，是该单位逐项的分值、扣分和失分原因",
    Scope.EITHER,
    Reader.OWN,
    {"xlsx": score_sheet},
)
