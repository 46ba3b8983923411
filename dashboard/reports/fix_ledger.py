"""整改台账: every lost point that units were told of, and how far it is mended."""

from fractions import Fraction

from dashboard.reports.book import Book
from dashboard.reports.errors import ReportError
from dashboard.reports.kind import Kind, Reader, Scope
from dashboard.reports.workbook import Value, Workbook
from dashboard.wording.searched import where_looked
from data.calendar import CHINA
from scoring.rectification import RULED, STATUS_NAMES

_HEADS = (
    ("单位", 22), ("序号", 7), ("指标", 28), ("问题", 44), ("证据", 44), ("查找范围", 34),
    ("扣分", 8), ("反馈日期", 12), ("整改期限", 12), ("剩余天数", 9), ("状态", 12),
    ("整改说明", 34), ("整改后网址", 34), ("复核意见", 34), ("复核人", 12), ("屡次失分", 18),
)  # fmt: skip


def fix_ledger(book: Book, unit_id: str = "") -> bytes:
    """The workbook of the round, or of one unit.

    Raises:
        ReportError: nobody was told of a lost point.
    """
    this = book.result.round
    told = {unit_id: book.fixes.get(unit_id, ())} if unit_id else book.fixes
    if not any(told.values()):
        raise ReportError(
            f"轮次 {this.id} 还没有反馈过扣分的问题，没有整改台账；请先运行 gkc feedback {this.id}"
        )
    rows: list[list[Value]] = []
    for id_, fixes in told.items():
        name, found = book.unit(id_).name, book.result.findings.get(id_, {})
        for number, fix in enumerate(fixes, 1):
            late = fix.overdue(book.day)
            done = fix.status in RULED
            seen = found.get(fix.line.indicator_id)
            rows.append(
                [
                    name, number, f"{fix.line.code} {fix.line.name}", fix.line.reason,
                    "\n".join(fix.line.evidence), where_looked(seen.looked if seen else None),
                    Fraction(fix.line.lost), fix.told_at.astimezone(CHINA).date(),
                    fix.due, "" if done else (fix.due - book.day).days,
                    STATUS_NAMES[fix.status] + ("（逾期）" if late else ""), fix.note, fix.link,
                    fix.finding, fix.by if done else "", "、".join(fix.line.again),
                ]
            )  # fmt: skip
    late_ = sum(fix.overdue(book.day) for fixes in told.values() for fix in fixes)
    title = f"{this.name}整改台账"
    made = Workbook(title, book.organisation, book.day)
    note = f"截至{book.day}，共{len(rows)}项，逾期{late_}项；剩余天数按自然日计，负数为已逾期"
    made.sheet("整改台账", title, note, _HEADS, rows, merged=(0,), frozen=3)
    made.sheet("整改台账（可筛选）", title, note, _HEADS, rows, frozen=3)
    return made.bytes()


KIND = Kind(
    "ledger",
    "整改台账",
    "反馈过的每个问题：期限、状态、整改说明和网址、复核意见，逾期和屡次失分",
    Scope.EITHER,
    Reader.OWN,
    {"xlsx": fix_ledger},
)
