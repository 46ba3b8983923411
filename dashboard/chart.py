"""The ranking as a chart: one line a unit, its value as a dot on the interval."""

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

from dashboard.printing import points
from data.types import Ranked

ACCENT = "#3b7dbd"  # reads on light and on dark, as in style.css
BAND = "rgba(59, 125, 189, 0.38)"
ROW = 52  # pixels, about a row of the table beside it
STEP = 10  # the axis begins at a full ten


def interval_chart(placed: Sequence[Ranked], names: Sequence[str], total: float) -> go.Figure:
    """Units from top to bottom in the order given; names may be anybody's text."""
    shown = [escape(name) for name in names]  # Plotly reads a little HTML in labels
    lows, highs = [float(r.low) for r in placed], [float(r.high) for r in placed]
    values = [float(r.value or 0) for r in placed]
    rows = list(range(len(placed)))
    start = min(lows) // STEP * STEP
    figure = go.Figure()
    for row, low, high in zip(rows, lows, highs, strict=True):
        figure.add_scatter(
            x=[low, high], y=[row, row], mode="lines", line={"color": BAND, "width": 11},
            hoverinfo="skip", showlegend=False,
        )  # fmt: skip
    figure.add_scatter(
        x=values,
        y=rows,
        mode="markers+text",
        marker={"color": ACCENT, "size": 12},
        text=[points(r.value) for r in placed],
        textposition="top center",
        textfont={"size": 11},
        cliponaxis=False,
        customdata=[
            [name, points(r.low), points(r.high)] for name, r in zip(shown, placed, strict=True)
        ],
        hovertemplate="%{customdata[0]}<br>得分 %{text}<br>"
        "区间 %{customdata[1]}–%{customdata[2]}<extra></extra>",
        showlegend=False,
    )
    figure.update_layout(
        height=56 + ROW * len(placed),
        margin={"l": 0, "r": 12, "t": 20, "b": 24},
        xaxis={"range": [start, max([total, *highs]) + 1.5], "fixedrange": True, "dtick": STEP},
        yaxis={
            "range": [len(placed) - 0.5, -0.6],
            "tickvals": rows,
            "ticktext": [f"{name} " for name in shown],
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
    )
    return figure
