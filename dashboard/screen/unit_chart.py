"""Charts of one unit: from the total to its value, first levels against the group, its rounds."""

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from textwrap import wrap

import plotly.graph_objects as go

from dashboard.figures.levels import Level
from dashboard.figures.waterfall import Kind, Step
from dashboard.screen.chart import ACCENT, BEFORE
from dashboard.screen.name_rows import name_rows
from dashboard.wording.language import N_, _
from dashboard.wording.printing import percent, points
from data.types import Ranked

LOST = "#c4643c"  # a warm brown: reads on light and on dark, and beside the blue without colours
WON = "#3f8f6b"
ROW = 34  # pixels of a bar with its gap
LONGEST = 10  # characters of a name in one line, as a phone has room for
_CORNER = 6  # the same beside a radar
_ALL_ROUNDS = 40  # characters of all rounds of a history in one line
GRID = "rgba(128, 128, 128, 0.35)"  # on light and on dark
NAMES = {
    Kind.TOTAL: N_("满分"),
    Kind.BONUS: N_("加分"),
    Kind.PENALTY: N_("扣分"),
    Kind.FLOOR: N_("不低于 0 分"),
    Kind.CAP: N_("单项否决封顶"),
    Kind.VALUE: N_("得分"),
}
_WHOLE = {Kind.TOTAL, Kind.VALUE}
_SHAPES = {Kind.BONUS: "+", Kind.PENALTY: "/", Kind.FLOOR: "+", Kind.CAP: "x"}


def step_name(step: Step) -> str:
    """What a step is called: the first level, or what else moves the value."""
    return step.name or _(NAMES[step.kind])


def step_words(step: Step) -> str:
    """A step's points, with a sign where it is a change."""
    if step.kind in _WHOLE:
        return points(step.after)
    return f"+{points(step.change)}" if step.change > 0 else points(step.change)


def waterfall_chart(steps: Sequence[Step]) -> go.Figure:
    """One bar a step, from top to bottom; every bar begins where the one before ended.

    The axis begins at 0, so that lengths may be compared: an axis cut short makes a small loss
    look like half the score.
    """
    ends = [_ends(step) for step in steps]
    colours = [_colour(step) for step in steps]
    figure = go.Figure()
    figure.add_bar(
        orientation="h",
        x=[high - low for low, high in ends],
        base=[low for low, _high in ends],
        y=list(range(len(steps))),
        marker={
            "color": colours,
            # Half a point is seen, too; where nothing was lost there is nothing to see.
            "line": {"color": colours, "width": [2 if step.change else 0 for step in steps]},
            "pattern": {"shape": [_SHAPES.get(step.kind, "") for step in steps], "size": 5},
        },
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=[high for _low, high in ends],
        y=list(range(len(steps))),
        mode="text",
        text=[f" {step_words(step)}" for step in steps],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    top = max(high for _low, high in ends)
    name_rows(figure, [step_name(step) for step in steps], row=ROW, frame=40, longest=LONGEST)
    figure.update_layout(
        xaxis={"range": [0, top], "fixedrange": True, "showgrid": True},
        margin={"l": 0, "r": 52, "t": 6, "b": 24},
        bargap=0.35,
    )
    return figure


def _ends(step: Step) -> tuple[float, float]:
    after = float(step.after)
    if step.kind in _WHOLE:
        return 0.0, after
    before = after - float(step.change)
    return min(before, after), max(before, after)


def _colour(step: Step) -> str:
    if step.kind in _WHOLE:
        return ACCENT
    return WON if step.change > 0 else LOST


def levels_chart(found: Sequence[Level]) -> go.Figure:
    """Bars of the own shares; the group's mean as an upright stroke, its best as a diamond."""
    rows = list(range(len(found)))
    figure = go.Figure()
    figure.add_bar(
        orientation="h", x=[_hundred(each.own) for each in found], y=rows, name=_("本单位"),
        marker={"color": ACCENT}, hoverinfo="skip",
        text=[percent(each.own) if each.own is not None else _("没有核查") for each in found],
        textposition="inside", insidetextanchor="start",
        insidetextfont={"color": "#ffffff"},
    )  # fmt: skip
    if any(each.mean is not None for each in found):
        figure.add_scatter(
            x=[_hundred(each.mean) for each in found], y=rows, mode="markers", name=_("组内平均"),
            marker={"symbol": "line-ns", "size": 22, "line": {"width": 3, "color": LOST}},
            hovertemplate="%{x:.0f}%", cliponaxis=False,
        )  # fmt: skip
        figure.add_scatter(
            x=[_hundred(each.best) for each in found], y=rows, mode="markers", name=_("组内最高"),
            marker={"symbol": "diamond-open", "size": 11, "color": BEFORE, "line": {"width": 2}},
            hovertemplate="%{x:.0f}%", cliponaxis=False,
        )  # fmt: skip
    name_rows(figure, [each.name for each in found], row=ROW, frame=66, longest=LONGEST)
    figure.update_layout(
        xaxis={"range": [0, 102], "fixedrange": True, "ticksuffix": "%", "dtick": 25},
        margin={"l": 0, "r": 14, "t": 32, "b": 24},
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        bargap=0.35,
    )
    return figure


def radar_chart(found: Sequence[Level]) -> go.Figure:
    """The same as a radar: own filled, mean dashed, best dotted."""
    figure = go.Figure()
    names = [_lines(each.name, _CORNER) for each in found]
    series = [
        (_("组内最高"), [each.best for each in found], {"color": BEFORE, "dash": "dot"}, None),
        (_("组内平均"), [each.mean for each in found], {"color": LOST, "dash": "dash"}, None),
        (_("本单位"), [each.own for each in found], {"color": ACCENT, "width": 3}, "toself"),
    ]
    for name, shares, line, fill in series:
        if any(share is not None for share in shares):
            figure.add_scatterpolar(
                r=[_hundred(share) for share in [*shares, shares[0]]],
                theta=[*names, names[0]],
                mode="lines+markers",
                name=name,
                line=line,
                fill=fill,
                fillcolor="rgba(59, 125, 189, 0.18)",
                hovertemplate="%{theta} %{r:.0f}%",
            )
    figure.update_layout(
        height=400,
        margin={"l": 78, "r": 78, "t": 40, "b": 30},
        polar={
            "bgcolor": "rgba(0, 0, 0, 0)",  # else a white disk in the dark
            "radialaxis": {
                "range": [0, 100],
                "ticksuffix": "%",
                "dtick": 50,
                "tickangle": 0,
                "gridcolor": GRID,
                "linecolor": GRID,
            },
            "angularaxis": {"gridcolor": GRID, "linecolor": GRID},
        },
        legend={"orientation": "h", "x": 0, "y": -0.08, "traceorder": "reversed"},
    )
    return figure


def history_chart(
    names: Sequence[str], ranked: Sequence[Ranked], changed: Sequence[bool]
) -> go.Figure:
    """Values over rounds with their intervals; a dotted line where the rules had changed."""
    values = [None if line.value is None else float(line.value) for line in ranked]
    at = list(range(len(ranked)))
    above = [float(line.high) - (value or 0) for line, value in zip(ranked, values, strict=True)]
    below = [(value or 0) - float(line.low) for line, value in zip(ranked, values, strict=True)]
    figure = go.Figure()
    figure.add_scatter(
        x=at, y=values, mode="lines+markers", marker={"size": 10, "color": ACCENT},
        line={"color": ACCENT, "width": 2}, showlegend=False, hoverinfo="skip",
        error_y={"type": "data", "array": above, "arrayminus": below, "color": BEFORE,
                 "thickness": 1.2, "width": 5},
    )  # fmt: skip
    figure.add_scatter(  # above the interval, where neither its stroke nor the line runs
        x=at, y=[float(line.high) for line in ranked], mode="text",
        text=["" if line.value is None else points(line.value) for line in ranked],
        textposition="top center", cliponaxis=False, showlegend=False, hoverinfo="skip",
    )  # fmt: skip
    for place, is_new in enumerate(changed):
        if is_new:
            figure.add_vline(
                x=place - 0.5, line={"dash": "dot", "color": LOST, "width": 1.5},
                annotation_text=_("规则变化"), annotation_position="top",
            )  # fmt: skip
    # Dots on lines are read by their place, not by a length: the axis may begin later than 0.
    low = min((float(line.low) for line in ranked), default=0.0) // 10 * 10
    longest = min(LONGEST, max(5, _ALL_ROUNDS // max(1, len(names))))
    figure.update_layout(
        height=300,
        margin={"l": 0, "r": 16, "t": 34, "b": 44},
        xaxis={
            "tickvals": at,
            "ticktext": [_lines(name, longest) for name in names],
            "tickangle": 0,
            "range": [-0.5, len(ranked) - 0.5],
            "fixedrange": True,
            "showgrid": False,
        },
        yaxis={"range": [low, None], "fixedrange": True},
    )
    return figure


def _lines(name: str, longest: int) -> str:
    """Anybody's text in lines of about one length; Plotly reads a little HTML in labels."""
    several = max(1, -(-len(name) // longest))
    return "<br>".join(map(escape, wrap(name, -(-len(name) // several) or 1)))


def _hundred(share: Fraction | None) -> float | None:
    return None if share is None else float(share) * 100
