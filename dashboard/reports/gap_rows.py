"""A lost point as a row of a table on paper."""

from collections.abc import Sequence

from dashboard.reports.paper import Grid
from dashboard.reports.phrases import place, short, short_link
from dashboard.wording.printing import china_time, points
from scoring.gaps import Gap


def lost_table(found: Sequence[Gap], caption: str) -> Grid:
    """Every lost point with its reason and where it can be seen."""
    rows = tuple(
        (
            str(number),
            f"{gap.code} {place(gap.path, gap.name)}",
            points(gap.points),
            points(gap.lost),
            short(gap.reason),
            seen(gap),
        )
        for number, gap in enumerate(found, 1)
    )
    heads = ("序号", "指标", "分值", "扣分", "失分原因", "证据")
    return Grid(heads, rows, (6, 20, 7, 7, 30, 30), frozenset({2, 3}), caption)


def seen(gap: Gap) -> str:
    """Where a fault can be seen; of what is absent, where it was looked for."""
    if gap.evidence:
        first = gap.evidence[0]
        when = f"（{china_time(first.captured_at)[:10]}采集）" if first.captured_at else ""
        more = f"，另有{len(gap.evidence) - 1}处" if len(gap.evidence) > 1 else ""
        return f"{short_link(first.url)}{when}{more}"
    if gap.looked and (gap.looked.columns or gap.looked.pages):
        columns = "、".join(gap.looked.columns[:3])
        more = f"等{len(gap.looked.columns)}个栏目" if len(gap.looked.columns) > 3 else ""
        where = f"已查看{columns}{more}，" if columns else "已查看"
        return f"{where}共{gap.looked.pages}页，没有看到"
    return "—"
