"""Whether units lose by how their site is built: what stayed open against the value."""

from collections.abc import Mapping, Sequence
from html import escape

import plotly.graph_objects as go
import streamlit as st

from dashboard.desk.desk import Desk
from dashboard.figures.families import shared_hosts
from dashboard.figures.measures import LINKED
from dashboard.panels.atlas.narrowed import choose_group
from dashboard.rounds.result import Result
from dashboard.screen.chart import ACCENT
from dashboard.wording.language import N_, _
from dashboard.wording.markup import plain, table
from data.types import Ranked, UnitScore
from scoring.fairness import FEWEST, Family, families, together

BY = {"host": N_("网站平台"), "group": N_("组别")}


def fair(shown: Result, desk: Desk) -> None:
    """By platform inside a group, or group against group."""
    left, right = st.columns([3, 2], vertical_alignment="bottom", gap="medium")
    by = right.segmented_control(
        _("比较"), list(BY), default="host", format_func=lambda key: _(BY[key]), required=True,
        key=f"fair by of {shown.round.id}",
    )  # fmt: skip
    ranked = list(shown.ranked)
    if by == "group":
        built: Mapping[str, str] = {r.unit_id: r.group for r in ranked}
    else:
        with left:
            group = choose_group(shown, all_of_them=False)
        ranked = [r for r in ranked if r.group == group]
        built = shared_hosts((shown.units[r.unit_id] for r in ranked), _("各自建站"))
    scores = [shown.scores[r.unit_id] for r in ranked]
    st.caption(
        _(
            "待核查不扣分，但难读的网站也可能藏住本可得分的内容。“偏多”是待核查比例比其他类高出"
            " 15 个百分点以上，宜先补采、再人工核查，然后公布名次。未列名次的单位也在内。"
        )
    )
    found = families(scores, built)
    if by == "host":
        _linked(scores)
    chart, lines = st.columns(2, gap="medium")
    lines.html(_table(found))
    apart = {family.name for family in found if family.stands_out}
    chart.plotly_chart(
        open_chart(ranked, shown, built, apart),
        width="stretch",
        config={"displayModeBar": False},
        key=f"fair {by} {shown.round.id}",
        alt=_("各单位的待核查比例与得分，分类数值见表格"),
    )
    chart.caption(_("横轴是待核查比例，纵轴是得分；菱形是待核查偏多的一类。"))


def _linked(scores: Sequence[UnitScore]) -> None:
    linked = together(scores)
    if linked is None:
        st.info(
            _("有得分的单位少于 {n} 个，或完全一样，看不出待核查与得分的关系。").format(n=FEWEST)
        )
    elif linked <= LINKED:
        said = _("待核查比例与得分的相关为 {r}：越难看清的网站得分越低，请先补采再公布名次。")
        st.warning(plain(said.format(r=f"{linked:.2f}")), icon=":material/visibility_off:")
    else:
        said = _("待核查比例与得分的相关为 {r}：看不出难读的网站得分偏低。")
        st.success(plain(said.format(r=f"{linked:.2f}")), icon=":material/check:")


def _table(found: Sequence[Family]) -> object:
    return table(
        [_("类别"), _("单位数"), _("待核查比例"), _("平均得分"), _("提示")],
        [
            (
                family.name,
                family.units,
                f"{family.open:.0%}",
                "—" if family.value is None else f"{family.value:.2f}",
                _("偏多") if family.stands_out else "",
            )
            for family in found
        ],
        numbers=(1, 2, 3),
        whole=(4,),
    )


def open_chart(
    ranked: Sequence[Ranked], shown: Result, built: Mapping[str, str], apart: set[str]
) -> go.Figure:
    """A dot a unit, a diamond where its family stands out; names may be anybody's text."""
    known = [r for r in ranked if r.value is not None]
    figure = go.Figure()
    for out, symbol, color in ((False, "circle", ACCENT), (True, "diamond", "#c75a1f")):
        some = [r for r in known if (built.get(r.unit_id) in apart) is out]
        figure.add_scatter(
            x=[float(1 - r.coverage) for r in some],
            y=[float(r.value or 0) for r in some],
            mode="markers",
            marker={"symbol": symbol, "color": color, "size": 9, "opacity": 0.75},
            text=[escape(shown.units[r.unit_id].name) for r in some],
            hovertemplate="%{text}<br>%{x:.0%}　%{y:.2f}<extra></extra>",
            showlegend=False,
        )
    figure.update_layout(
        height=340,
        margin={"l": 0, "r": 12, "t": 8, "b": 8},
        xaxis={
            "tickformat": ".0%",
            "rangemode": "tozero",
            "fixedrange": True,
            "title": _("待核查比例"),
        },
        yaxis={"fixedrange": True, "title": _("得分")},
    )
    return figure
