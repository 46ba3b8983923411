"""问题清单: every lost point of one unit or of all, one a row."""

from dashboard.reports.book import Book
from dashboard.reports.gap_rows import seen
from dashboard.reports.kind import Kind, Reader, Scope
from dashboard.reports.paper import chinese_day
from dashboard.reports.workbook import Value, Workbook
from dashboard.wording.printing import china_time
from dashboard.wording.searched import where_looked

_HEADS = (
    ("序号", 7), ("单位", 22), ("组别", 14), ("一级指标", 16), ("编号", 8), ("指标", 26),
    ("评价标准", 36), ("分值", 8), ("扣分", 8), ("问题明细", 44), ("证据", 40), ("查找范围", 34),
    ("证据网址", 36), ("摘录", 30), ("采集时间", 18), ("SHA-256", 20), ("怎样整改", 36),
    ("整改情况", 24), ("整改链接", 24),
)  # fmt: skip


def problem_list(book: Book, unit_id: str = "") -> bytes:
    """The workbook of the round, or of one unit; the last two columns are to be filled in."""
    this = book.result.round
    ids = [unit_id] if unit_id else [line.unit_id for line in book.result.ranked]
    rows: list[list[Value]] = []
    for id_ in ids:
        unit = book.unit(id_)
        for gap in book.lost(id_):
            first = gap.evidence[0] if gap.evidence else None
            rows.append(
                [
                    len(rows) + 1, unit.name, unit.group, gap.path[0] if gap.path else "",
                    gap.code, gap.name, gap.rule, gap.points, gap.lost, gap.reason, seen(gap),
                    where_looked(gap.looked),
                    first.url if first else "", first.quote if first else "",
                    china_time(first.captured_at) if first and first.captured_at else "",
                    first.sha256 if first else "", gap.remedy, "", "",
                ]
            )  # fmt: skip
    whose = book.unit(unit_id).name if unit_id else ""
    title = f"{whose}问题清单（{this.name}）"
    made = Workbook(title, book.organisation, book.day)
    state = f"编号：{book.number}" if book.number else "草稿，未编号"
    note = (
        f"共{len(rows)}项；公开内容统计截至{chinese_day(this.as_of)}；{state}。"
        "待核查的不列入，不扣分。整改情况和整改链接请逐项填写"
    )
    made.sheet("问题清单", title, note, _HEADS, rows, frozen=2)
    return made.bytes()


KIND = Kind(
    "problems",
    "问题清单",
    "每个失分点一行：评价标准、问题明细、证据和怎样整改，可筛选",
    Scope.EITHER,
    Reader.OWN,
    {"xlsx": problem_list},
)
