"""A table of metrics -> the figures it reports; everything that is wrong is said at once."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from data.metrics.derive import derived, worked_out
from data.metrics.grids import ERROR, Row, read_grids
from data.metrics.known import Known
from data.metrics.layout import Column, Layout, find_layout, metric_named
from data.metrics.naming import UnitNames
from data.metrics.numbers import WITHDRAWN, FigureError, is_blank, read_figure, shown
from data.metrics.periods import find_period, read_period
from data.metrics.types import Kind, Metric, Period, Proof, Reported
from data.sheets import SheetError
from data.types import Unit

MOST_SHOWN = 20  # faults said one by one
_TOTALS = {
    "合计",
    "总计",
    "小计",
    "汇总",
    "平均",
    "平均值",
    "平均数",
    "全省",
    "全市",
    "全县",
    "全区",
    "总数",
}
_ROUNDED = Fraction(1, 2)  # percentage points: a rate may be printed without decimals
_HEADER = "表头应有“单位”，以及“指标”“数值”两列，或每个指标一列；可用 gkc metrics template 生成模板"


class MetricSheetError(SheetError):
    """A table of metrics that cannot be used: every fault as a Chinese sentence."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = len(problems) - MOST_SHOWN
        tail = [f"另有 {more} 处错误未列出，请改正以上各处后再导入"] if more > 0 else []
        self.lines = [*problems[:MOST_SHOWN], *tail]
        super().__init__("；".join(self.lines))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table is read for."""

    units: Sequence[Unit]  # of the round
    register: Sequence[Unit]
    known: Known
    year: int
    period: Period | None = None  # of rows that name none
    ignore: Collection[str] = ()  # headings to leave unread
    prove: Callable[[str], Proof] = lambda text: Proof(url=text)  # raises FigureError


@dataclass(frozen=True, slots=True)
class Read:
    figures: tuple[Reported, ...]
    outside: tuple[str, ...] = ()  # units of the register that are not in the round
    remarks: tuple[str, ...] = ()  # what looks odd and was taken all the same


@dataclass(slots=True)
class _Found:
    figures: dict[tuple[str, str, Period], Reported] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    outside: dict[str, None] = field(default_factory=dict)


def read_metrics(body: bytes, name: str, asked: Asked) -> Read:
    """The figures of a CSV or workbook, long (单位,指标,时期,数值) or one column a metric.

    Sheets without such a table are passed over, rows of totals too. A cell 撤回 takes a figure
    back; an empty one says nothing.

    Args:
        name: of the file, for messages; it may also name the period.

    Raises:
        MetricSheetError: all faults, each with row and remedy.
        SheetError: no table can be read in the file.
    """
    grids = read_grids(body, name)
    laid = [(g, find_layout(g, asked.known, asked.ignore, name)) for g in grids]
    tables = [(grid, layout) for grid, layout in laid if layout]
    if not tables:
        raise SheetError(f"{name} 里没有找到填报表；{_HEADER}")
    found, remarks = _Found(), []
    names = UnitNames(asked.units, asked.register)
    for grid, layout in tables:
        where = f"{name} 的“{grid.name}”" if len(tables) > 1 else f"{name} "
        titles = (layout.above, grid.name, name)
        said = (p for title in titles if (p := find_period(title, asked.year)))
        period = asked.period or next(said, None)
        if period and layout.period is None and not asked.period:
            remarks.append(
                f"{where.strip()}没有时期列，按标题作 {period} 导入；不对的请用 --period 指明"
            )
        found.problems += [f"{where}表头{problem}" for problem in layout.problems]
        for row in layout.rows:
            sheet = f"“{grid.name}”" if len(tables) > 1 else ""
            _row(_Reader(layout, asked, names, period, name, sheet), row, found)
    if not found.figures and not found.problems and not found.outside:
        raise SheetError(f"{name} 里没有填写任何数值；请填写后再导入")
    remarks += [] if found.problems else _crossed(found, asked, name)
    if found.problems:
        raise MetricSheetError(found.problems)
    return Read(tuple(found.figures.values()), tuple(found.outside), tuple(remarks))


@dataclass(frozen=True, slots=True)
class _Reader:
    layout: Layout
    asked: Asked
    names: UnitNames
    period: Period | None
    file: str
    sheet: str


def _row(reader: _Reader, row: Row, found: _Found) -> None:
    layout, asked = reader.layout, reader.asked
    place = f"{reader.sheet}第 {row.number} 行"
    where = f"{reader.file} {place}"
    entries = [e for e in _entries(layout, row) if not is_blank(e[1])]
    name = _text(row, layout.unit)
    if not entries or name in _TOTALS:
        return
    if not name:
        found.problems.append(f"{where}：单位为空；请填写")
        return
    try:
        unit = reader.names.unit(name)
        if unit is None:
            found.outside[name] = None
            return
        period = _period(reader, row)
        note = _text(row, layout.note)
        proof_said = _text(row, layout.proof)
        proof = Proof() if is_blank(proof_said) else asked.prove(proof_said)
    except FigureError as error:
        found.problems.append(f"{where}：{error}")
        return
    for column, text in entries:
        heading = f"“{column.heading}”列" if isinstance(column, Column) else ""
        try:
            metric, measure = _metric(reader, row, column)
            value = _value(text, metric, measure)
        except FigureError as error:
            found.problems.append(f"{where}{heading}：{error}")
            continue
        key = (unit.id, metric.id, period)
        if key in found.figures:
            first = found.figures[key].place
            found.problems.append(
                f"{where}{heading}：{unit.name} {period} 的“{metric.name}”与{first}重复；请只留一处"
            )
            continue
        found.figures[key] = Reported(unit.id, metric.id, period, value, place, note, proof)


def _entries(layout: Layout, row: Row) -> Iterator[tuple[Column | None, str]]:
    """The cells of a row that hold figures."""
    if layout.value is not None:
        yield None, _raw(row, layout.value)
    for place, column in layout.columns.items():
        yield column, _raw(row, place)


def _metric(reader: _Reader, row: Row, column: Column | None) -> tuple[Metric, str]:
    if column:
        return column.metric, column.unit
    layout = reader.layout
    name = _text(row, layout.metric)
    if not name:
        raise FigureError("指标为空；请填写")
    context = f"{reader.file} {reader.sheet} {layout.above} {_text(row, layout.note)}"
    metric, measure = metric_named(name, reader.asked.known, context)
    return metric, _text(row, layout.measure) or measure


def _value(text: str, metric: Metric, measure: str) -> Fraction | None:
    if text == WITHDRAWN:
        return None
    if text.startswith(ERROR):
        raise FigureError("公式出错，没有数值；请在表格里改正公式后另存")
    return read_figure(text, metric, measure)


def _period(reader: _Reader, row: Row) -> Period:
    text, year = _text(row, reader.layout.period), reader.asked.year
    period = read_period(text, year) if text else reader.period
    if period is None:
        raise FigureError("没有写明时期；请加“时期”列，或用 --period 2023年1-6月 指明")
    if period.year != year:
        raise FigureError(f"时期 {period} 不在本轮评估年度 {year} 年；请核对，或导入相应轮次")
    return period


def _raw(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""


def _text(row: Row, place: int | None) -> str:
    return row.filled[place].strip() if place is not None and place < len(row.filled) else ""


# --- what the figures of one unit and period say of each other ---------------------------------


def _crossed(found: _Found, asked: Asked, name: str) -> list[str]:
    """Adds parts greater than the whole and sums that do not add up to the problems; remarks on
    rates that counts do not bear out.
    """
    together: dict[tuple[str, Period], dict[str, Reported]] = {}
    for (unit_id, metric_id, period), each in found.figures.items():
        if each.value is not None:
            together.setdefault((unit_id, period), {})[metric_id] = each
    names = {unit.id: unit.name for unit in asked.units}
    remarks: list[str] = []
    for (unit_id, period), said in together.items():
        given = {id_: each.value for id_, each in said.items() if each.value is not None}
        values = derived(given, asked.known)
        about = f"{names[unit_id]} {period} 的"
        for id_, value in values.items():
            metric = asked.known.metrics[id_]
            where = f"{name} {said[id_].place}：{about}" if id_ in said else f"{name}：{about}"
            for way in metric.made:
                made = worked_out(way, values)
                if made is None:
                    continue
                contradicts = made < 0 or (way.over and made > 100)
                off = id_ in said and abs(made - value) > (_ROUNDED if way.over else 0)
                if not contradicts and not off:
                    continue
                terms = _terms(way.ids, values, asked.known.metrics)
                told = f"“{metric.name}”填 {shown(value)}"
                if contradicts:
                    found.problems.append(f"{where}“{terms}”大小关系不对；请核对")
                elif way.over:
                    remarks.append(
                        f"{where}{told}%，按{terms}为 {shown(made)}%；已按原样导入，计分以件数为准"
                    )
                else:
                    found.problems.append(f"{where}{told}，按{terms}应为 {shown(made)}；请核对")
    found.problems[:] = list(dict.fromkeys(found.problems))
    return remarks


def _terms(
    ids: Sequence[str], values: Mapping[str, Fraction], metrics: Mapping[str, Metric]
) -> str:
    return "、".join(
        f"{metrics[i].name} {shown(values[i], '%' if metrics[i].kind is Kind.SHARE else '')}"
        for i in ids
    )
