"""The ranking as a chart: one line a unit, its value as a dot on the interval; and how it moved."""

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

from dashboard.figures.ranking import Tie
from dashboard.screen.name_rows import name_rows
from dashboard.wording.language import _
from dashboard.wording.printing import points
from data.types import Ranked

ACCENT = "#3b7dbd"  # reads on light and on dark, as in style.css
BAND = "rgba(59, 125, 189, 0.38)"
TIED = "rgba(128, 128, 128, 0.13)"
BEFORE = "#8a8f98"
ROW = 57.5  # pixels of a row of two lines in the table beside it
HEAD = 28  # pixels of the table before its first row, less half a row
STEP = 10  # the axis begins at a full ten


def interval_chart(
    placed: Sequence[Ranked], names: Sequence[str], total: float, tied: Sequence[Tie] = ()
) -> go.Figure:
    """Units from top to bottom in the order given; names may be anybody's text.

    Args:
        tied: rows that the weights cannot tell apart: a grey field behind them.
    """
    shown = [escape(name) for name in names]  # Plotly reads a little HTML in labels
    lows, highs = [float(r.low) for r in placed], [float(r.high) for r in placed]
    rows = list(range(len(placed)))
    figure = go.Figure()
    for tie in tied:
        figure.add_hrect(y0=tie.first - 0.5, y1=tie.last + 0.5, fillcolor=TIED, line_width=0,
                         layer="below")  # fmt: skip
    bands = [end for low, high in zip(lows, highs, strict=True) for end in (low, high, None)]
    figure.add_scatter(  # one trace with breaks: fifty of them would draw slowly
        x=bands,
        y=[end for row in rows for end in (row, row, None)],
        mode="lines",
        line={"color": BAND, "width": 11},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=[float(r.value or 0) for r in placed],
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
        hovertemplate=_(
            "%{customdata[0]}<br>得分 %{text}<br>区间 %{customdata[1]}–%{customdata[2]}"
        )
        + "<extra></extra>",
        showlegend=False,
    )
    _frame(figure, names, (min(lows) // STEP * STEP, max([total, *highs]) + 1.5))
    return figure


def moved_chart(
    before: Sequence[float],
    after: Sequence[float],
    names: Sequence[str],
    said: Sequence[str],
    words: tuple[str, str],
) -> go.Figure:
    """From an earlier value, a hollow ring, to this one, a full dot; the difference beside it.

    Args:
        said: the difference of each in words.
        words: what the two are called.
    """
    rows = list(range(len(names)))
    ends = [end for pair in zip(before, after, strict=True) for end in (*pair, None)]
    figure = go.Figure()
    figure.add_scatter(
        x=ends, y=[end for row in rows for end in (row, row, None)], mode="lines",
        line={"color": BAND, "width": 4}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    figure.add_scatter(
        x=before, y=rows, mode="markers", name=words[0], cliponaxis=False,
        marker={"symbol": "circle-open", "color": BEFORE, "size": 12, "line": {"width": 2}},
        hovertemplate="%{x:.2f}",
    )  # fmt: skip
    figure.add_scatter(
        x=after, y=rows, mode="markers+text", name=words[1], cliponaxis=False,
        marker={"color": ACCENT, "size": 12},
        text=list(said),
        textposition="top center", textfont={"size": 11}, hovertemplate="%{x:.2f}",
    )  # fmt: skip
    low, high = min([*before, *after]), max([*before, *after])
    _frame(figure, names, (low // STEP * STEP, high + 4), head=26)
    figure.update_layout(legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"})
    return figure


def _frame(
    figure: go.Figure, names: Sequence[str], across: tuple[float, float], head: int = 0
) -> None:
    """The rows of the names as tall as those of the table beside them, over a stretch of the
    axis."""
    name_rows(figure, names, row=ROW, frame=HEAD + 36 + head, above=0.6)
    figure.update_layout(
        margin={"l": 0, "r": 12, "t": HEAD + head, "b": 24},
        xaxis={"range": list(across), "fixedrange": True, "dtick": STEP},
    )
