"""How far places depend on the weights: intervals of places, and who cannot be told apart."""

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go
import streamlit as st

from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.figures.measures import Tied, tied
from dashboard.panels.atlas.narrowed import choose_group, page_of
from dashboard.rounds.result import Result
from dashboard.screen.chart import ACCENT, BAND, HEAD, ROW
from dashboard.screen.name_rows import name_rows
from dashboard.wording.language import _
from dashboard.wording.markup import Html, plain, small, table, to_unit
from dashboard.wording.printing import points
from scoring.robustness import DRAWS, Firmness

MOST = 60  # units of one chart
FEWEST = 2
SPREADS = (0.1, 0.25, 0.5)


def firm(shown: Result, desk: Desk) -> None:
    """Chart and table of one group."""
    left, right = st.columns([3, 2], vertical_alignment="bottom", gap="medium")
    with left:
        group = choose_group(shown, all_of_them=False)
    spread = right.segmented_control(
        _("权重上下浮动"),
        SPREADS,
        default=0.25,
        format_func=lambda share: f"±{share:.0%}",
        required=True,
        key=f"spread of {shown.round.id}",
    )
    if sum(r.group == group and r.place is not None for r in shown.ranked) < FEWEST:
        st.info(_("这一组列名次的单位少于 {n} 个，不作稳健性分析。").format(n=FEWEST))
        return
    found = load.group_firmness(shown, group, spread or 0.25)
    st.caption(
        _(
            "每个指标的权重独立地随机浮动 {draws} 次，每次重新排名。区间是 5% 和 95% 分位的名次；"
            "同一并列组的单位，先后取决于权重，不宜当作有差距。"
        ).format(draws=DRAWS)
    )
    _ties(shown, found)
    place = st.container()
    page = page_of(found, MOST, f"firm page {shown.round.id} {group}")
    chart, lines = place.columns(2, gap="medium")
    chart.plotly_chart(
        places_chart(page, [shown.units[each.unit_id].name for each in page]),
        width="stretch",
        config={"displayModeBar": False},
        key=f"firm {group} {spread}",
        alt=_("各单位名次的区间，数值见表格"),
    )
    chart.caption(_("圆点是公布的名次，横条是区间。"))
    lines.html(_table(shown, page))


def _ties(shown: Result, found: Sequence[Firmness]) -> None:
    """In words: which places cannot be told apart."""
    groups = tied(found)
    if not groups:
        st.success(
            _("权重浮动后各单位的先后都不变，没有分不出先后的单位。"), icon=":material/check:"
        )
        return
    number = sum(len(each.unit_ids) for each in groups)
    said = "；".join(map(_places, groups))
    st.info(
        plain(_("{n} 个单位分不出先后：{said}。").format(n=number, said=said)),
        icon=":material/balance:",
    )


def _places(tie: Tied) -> str:
    number = len(tie.unit_ids)
    if tie.first == tie.last:
        return _("第 {place} 名（{n} 个，得分相同）").format(place=tie.first, n=number)
    return _("第 {first}–{last} 名（{n} 个）").format(first=tie.first, last=tie.last, n=number)


def _table(shown: Result, page: Sequence[Firmness]) -> Html:
    values = {r.unit_id: r.value for r in shown.ranked}
    return table(
        [_("名次"), _("单位"), _("区间"), _("名次不变"), _("并列组")],
        [
            (
                each.place,
                Html(
                    to_unit(shown.round.id, each.unit_id, shown.units[each.unit_id].name)
                    + small(points(values[each.unit_id]))
                ),
                f"{each.best}–{each.worst}",
                f"{each.held:.0%}",
                each.tie,
            )
            for each in page
        ],
        numbers=(0, 2, 3, 4),
    )


def places_chart(page: Sequence[Firmness], names: Sequence[str]) -> go.Figure:
    """Units from top to bottom in the order given; names may be anybody's text."""
    rows = list(range(len(page)))
    ends: list[int | None] = [end for each in page for end in (each.best, each.worst, None)]
    figure = go.Figure()
    figure.add_scatter(
        x=ends, y=[row for row in rows for _end in range(3)], mode="lines",
        line={"color": BAND, "width": 9}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    figure.add_scatter(
        x=[each.place for each in page],
        y=rows,
        mode="markers",
        marker={"color": ACCENT, "size": 9},
        customdata=[
            [escape(name), each.best, each.worst] for name, each in zip(names, page, strict=True)
        ],
        hovertemplate="%{customdata[0]}<br>%{x}（%{customdata[1]}–%{customdata[2]}）<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )
    name_rows(figure, names, row=ROW, frame=HEAD + 12, above=0.6)
    figure.update_layout(
        margin={"l": 0, "r": 12, "t": HEAD, "b": 8},
        xaxis={"side": "top", "fixedrange": True, "zeroline": False, "tickformat": "d"},
    )
    return figure
