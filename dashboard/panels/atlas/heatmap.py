"""Units against indicators: every cell says its outcome or its loss, the colour only repeats it."""

from collections.abc import Mapping

import streamlit as st

from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.figures.heat import EVERY, Cell, Heat, Row
from dashboard.panels.atlas.narrowed import page_of
from dashboard.rounds.result import Result
from dashboard.wording.language import _
from dashboard.wording.markup import Html, heat_table, plain, table, to_unit, to_view
from dashboard.wording.printing import percent, points
from dashboard.wording.words import OUTCOME
from data.indicators import Leaf, Node
from data.types import Outcome

MOST = 200  # units at once
CELLS = 10_000  # at once: half a megabyte, which a browser lays out at a glance
SHAPE: Mapping[Outcome, str] = {
    Outcome.MET: "●",
    Outcome.PARTIAL: "◐",
    Outcome.MISSING: "✕",
    Outcome.UNKNOWN: "？",
    Outcome.NOT_APPLICABLE: "–",
}


def heatmap(shown: Result, group: str, desk: Desk) -> None:
    """First the parts of the first level; one of them opened shows its indicators."""
    part = _choose_part(shown)
    found = load.unit_heat(shown, group, part)
    if part:
        legend = "　".join(f"{shape} {_(OUTCOME[each])}" for each, shape in SHAPE.items())
        st.caption(_("{legend}。失分多的单位在前。").format(legend=legend))
    else:
        st.caption(
            _("格内是失分占已核查分值的比例，失分多的单位在前；“？”是还没有核查清楚，“–”是不涉及。")
        )
    place = st.container()
    most = min(MOST, max(1, CELLS // max(1, len(found.columns))))
    rows = page_of(found.rows, most, f"heat page {shown.round.id} {group} {part}")
    headings = [f"{column.code} {column.name}" for column in found.columns]
    body = [(_name(shown, row), [_cell(cell) for cell in row.cells]) for row in rows]
    if part:
        place.html(heat_table(_("单位"), headings, body, upright=True))
        _columns(shown, found)
        return
    left, right = place.columns([3, 2], gap="medium")
    left.html(heat_table(_("单位"), headings, body))
    with right:
        _columns(shown, found)
    if group and desk.sees_ranking():
        _alike(shown, group)


def _choose_part(shown: Result) -> str:
    parts = [node for node in shown.scheme.nodes if isinstance(node, Node)]
    names = {node.id: f"{node.code} {node.name}" for node in parts} | {EVERY: _("全部指标")}
    options, asked = ["", *names], st.query_params.get("part", "")
    chosen = st.selectbox(
        _("放大到"),
        options,
        index=options.index(asked) if asked in options else 0,
        format_func=lambda id_: names.get(id_) or _("一级指标汇总"),
        key=f"part of {shown.round.id}",
    )
    return str(chosen or "")


def _name(shown: Result, row: Row) -> Html:
    return to_unit(shown.round.id, row.unit_id, shown.units[row.unit_id].name)


def _cell(cell: Cell) -> tuple[str, str, str]:
    """Text, word for style, and what the pointer reads."""
    if cell.outcome is not None:
        return SHAPE[cell.outcome], cell.outcome.value, _said(cell)
    if cell.points is None:
        return SHAPE[Outcome.NOT_APPLICABLE], Outcome.NOT_APPLICABLE.value, ""
    if cell.share is None:
        return SHAPE[Outcome.UNKNOWN], Outcome.UNKNOWN.value, ""
    return percent(cell.share), f"h{cell.shade}", ""


def _said(cell: Cell) -> str:
    """Short, for it is sent once a cell; nothing where nothing was lost."""
    if cell.points is None or cell.outcome is None or not cell.points.lost:
        return ""
    return f"{_(OUTCOME[cell.outcome])} −{points(cell.points.lost)}"


def _columns(shown: Result, found: Heat) -> None:
    """The same by column: the table beside the map, with the way on."""
    lost = [
        (column, mean, sum(bool(row.cells[n].points and row.cells[n].share) for row in found.rows))
        for n, (column, mean) in enumerate(zip(found.columns, found.means, strict=True))
    ]
    lost.sort(key=lambda line: -(line[1] if line[1] is not None else -1))
    st.html(
        table(
            [_("指标"), _("平均失分率"), _("失分单位")],
            [
                (_way(shown, column), "—" if mean is None else percent(mean), number)
                for column, mean, number in lost
            ],
            numbers=(1, 2),
        )
    )


def _way(shown: Result, column: Node | Leaf) -> Html:
    title, round_id = f"{column.code} {column.name}", shown.round.id
    group = st.query_params.get("group", "")
    if isinstance(column, Leaf):
        return to_view("gaps", title, round=round_id, group=group, indicator=column.id)
    return to_view("gaps", title, round=round_id, group=group, part=column.id)


def _alike(shown: Result, group: str) -> None:
    """Units of the group that lose in the same places, when somebody asks."""
    if not st.toggle(_("把失分情况相近的单位归类"), key=f"alike {shown.round.id} {group}"):
        return
    found = load.group_profiles(shown, group)
    if not found:
        st.caption(_("各单位的失分情况没有明显的类别，或单位太少，不分类。"))
        return
    names = {node.id: node.name for node in shown.scheme.nodes}
    rows = []
    for number, profile in enumerate(found, start=1):
        worst = sorted(profile.losses.items(), key=lambda loss: -loss[1])[:3]
        said = "、".join(f"{names[id_]} {share:.0%}" for id_, share in worst if share)
        members = "、".join(shown.units[id_].name for id_ in profile.unit_ids)
        rows.append((number, len(profile.unit_ids), said or _("没有失分"), members))
    st.html(table([_("类"), _("单位数"), _("失分最多的方面"), _("单位")], rows, numbers=(0, 1)))
    st.caption(plain(_("按各一级指标的失分率归类，便于分类指导；类别不是等次。")))
