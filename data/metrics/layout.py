"""Where a table of metrics keeps what: its header found by words, long or one column a metric."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from data.metrics.grids import Grid, Row
from data.metrics.known import Known, plain
from data.metrics.numbers import FigureError, is_measure
from data.metrics.types import Metric

_FIGURE = re.compile(r"[\d０-９.,，%％‰万亿]+")
_FIRST_ROWS = 20  # titles and notes stand above a header, but not more than these
_UNIT = {
    "单位", "单位名称", "部门", "部门名称", "责任单位", "承办单位", "填报单位", "被评估单位",
    "被考核单位", "考核对象", "县市区", "区县", "县区", "乡镇街道", "地区", "单位编号",
}  # fmt: skip
_METRIC = {"指标", "指标名称", "填报指标", "指标编号", "项目"}
_VALUE = {"数值", "数据", "值", "指标值", "填报值", "完成值", "实际值", "数量"}
_PERIOD = {"时期", "月份", "统计时期", "报告期", "期间", "统计期间", "统计周期", "季度", "时间"}
_MEASURE = {"计量单位", "单位计量", "度量单位", "数值单位"}
_NOTE = {"说明", "备注", "情况说明", "填报说明"}
_PROOF = {
    "佐证文件", "佐证", "佐证材料", "证明材料", "附件", "附件或链接", "说明/佐证文件",
    "说明或佐证文件", "考核填报附件或链接",
}  # fmt: skip
_OTHER = {
    "序号", "编号", "排名", "名次", "组别", "类型", "联系人", "填报人", "审核人", "联系电话",
    "填报日期", "年度",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    metric: Metric
    heading: str
    unit: str  # of measure, as the heading says it


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of columns, from 0; None: the table has none."""

    unit: int
    above: str  # titles over the header
    rows: Sequence[Row]  # below the header
    period: int | None = None
    note: int | None = None
    proof: int | None = None
    metric: int | None = None  # long tables
    value: int | None = None
    measure: int | None = None
    columns: dict[int, Column] = field(default_factory=dict)  # wide tables
    problems: tuple[str, ...] = ()  # columns that nobody knows, with what to do


def find_layout(grid: Grid, known: Known, ignore: Collection[str], context: str) -> Layout | None:
    """How a sheet is laid out; None when it is no table of metrics.

    Args:
        ignore: headings of columns to leave unread.
        context: name of the file, which may tell what the table is about.
    """
    rows = grid.rows
    for n, row in enumerate(rows[:_FIRST_ROWS]):
        names = [plain(text) for text in row.filled]
        unit = next((c for c, name in enumerate(names) if name in _plain(_UNIT)), None)
        if unit is None:
            continue
        above = " ".join(dict.fromkeys(t for r in rows[:n] for t in r.filled if t))
        metric, value = _first(names, _METRIC), _first(names, _VALUE)
        if metric is not None and value is not None:
            second = next((c for c, name in enumerate(names) if name == "单位" and c > unit), None)
            measure = _first(names, _MEASURE)
            return Layout(
                unit, above, rows[n + 1 :], _first(names, _PERIOD), _first(names, _NOTE),
                _first(names, _PROOF), metric, value, second if measure is None else measure,
            )  # fmt: skip
        about = f"{context} {grid.name} {above}"
        if found := _wide(rows, n, unit, above, known, ignore, about):
            return found
    return None


def _wide(
    rows: Sequence[Row],
    n: int,
    unit: int,
    above: str,
    known: Known,
    ignore: Collection[str],
    about: str,
) -> Layout | None:
    upper = rows[n].filled
    double = n + 1 < len(rows) and _goes_on(rows[n], rows[n + 1], unit)
    lower = rows[n + 1].filled if double else upper
    names = [plain(text) for text in upper]
    places = {
        "period": _first(names, _PERIOD),
        "note": _first(names, _NOTE),
        "proof": _first(names, _PROOF),
    }
    passed = {unit, *places.values()}
    left = {plain(text) for text in ignore} | _plain(_OTHER)
    columns: dict[int, Column] = {}
    problems: list[str] = []
    seen: dict[str, str] = {}
    for c, text in enumerate(lower):
        top = upper[c] if c < len(upper) and upper[c] != text else ""
        heading = f"{top}·{text}" if top and text else text or top
        if c in passed or not heading or {plain(text or top), plain(heading)} & left:
            continue
        try:
            metric, measure = metric_named(text or top, known, about, top)
        except FigureError as error:
            problems.append(f"列{error}，或删去这一列，或加 --ignore {text or top}")
            continue
        if metric.id in seen:
            problems.append(f"列“{heading}”与列“{seen[metric.id]}”是同一指标；请只留一列")
        seen[metric.id] = heading
        columns[c] = Column(metric, heading, measure)
    if not columns:
        return None
    below = rows[n + 2 if double else n + 1 :]
    return Layout(unit, above, below, **places, columns=columns, problems=tuple(problems))


def metric_named(name: str, known: Known, context: str = "", above: str = "") -> tuple[Metric, str]:
    """The metric of a name, and the unit of measure that stands behind it in brackets.

    Args:
        context: words around it, that decide between metrics of the same short name.
        above: heading over it, tried in front of the name.

    Raises:
        FigureError: nobody knows the name, or it may mean several.
    """
    bare = re.fullmatch(r"(.+?)\s*[（(]([^（）()]+)[）)]", name)
    tries = [(name, "")]
    if bare and is_measure(bare[2]):
        tries.append((bare[1], bare[2]))
    tries += [(f"{above}{each}", measure) for each, measure in tries if above]
    several: tuple[Metric, ...] = ()
    for each, measure in tries:
        for words in (above, f"{above} {context}"):
            found = known.named(each, words)
            if len(found) == 1:
                return found[0], measure
            several = several or found
        several = several or known.perhaps(each)
    if several:
        both = "”“".join(m.name for m in several)
        raise FigureError(f"“{name}”可能是“{both}”；请改用指标全称")
    near = get_close_matches(name, known.names(), n=1)
    hint = f"，是否想写“{near[0]}”" if near else "，可用的指标见 gkc metrics list"
    raise FigureError(f"“{name}”不是已知的填报指标{hint}；请改成指标全称")


def _goes_on(row: Row, after: Row, unit: int) -> bool:
    """The row below belongs to the header: its unit cell is the same one, or blank."""
    return (
        len(after.filled) > unit
        and after.filled[unit] in {"", row.filled[unit]}
        and not any(_FIGURE.fullmatch(cell) for cell in after.cells)
    )


def _plain(names: Collection[str]) -> set[str]:
    return {plain(name) for name in names}


def _first(names: Sequence[str], wanted: Collection[str]) -> int | None:
    return next((c for c, name in enumerate(names) if name in _plain(wanted)), None)
