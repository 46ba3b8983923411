"""Values before and after as a chart: a line a unit, hollow for before, full for after."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.figures.whatif import Move
from dashboard.screen.chart import ACCENT, BAND
from dashboard.screen.name_rows import name_rows
from dashboard.wording.language import _
from dashboard.wording.printing import points

ROW = 30  # pixels


def move_chart(made: Sequence[Move]) -> go.Figure:
    """Units from top to bottom in the order given; every one has a value on both sides."""
    rows = list(range(len(made)))
    before = [float(each.before.value or 0) for each in made]
    after = [float(each.after.value or 0) for each in made]
    figure = go.Figure()
    for row, one, other in zip(rows, before, after, strict=True):
        figure.add_scatter(
            x=[one, other], y=[row, row], mode="lines", line={"color": BAND, "width": 4},
            hoverinfo="skip", showlegend=False,
        )  # fmt: skip
    for name, values, symbol in (
        (_("改前"), before, "circle-open"),
        (_("改后"), after, "circle"),
    ):
        texts = [points(each.after.value) for each in made] if symbol == "circle" else None
        figure.add_scatter(
            x=values, y=rows, name=name, mode="markers+text" if texts else "markers", text=texts,
            textposition=[
                "middle right" if b >= a else "middle left"
                for a, b in zip(before, after, strict=True)
            ],
            marker={"color": ACCENT, "size": 10, "symbol": symbol, "line": {"width": 2}},
            cliponaxis=False,
            hovertemplate="%{y}<br>" + name + " %{x:.2f}<extra></extra>",
        )  # fmt: skip
    low, high = min([*before, *after]), max([*before, *after])
    room = max((high - low) * 0.12, 2)
    name_rows(figure, [each.unit.name for each in made], row=ROW, frame=70, above=0.6)
    figure.update_layout(
        margin={"l": 0, "r": 8, "t": 34, "b": 24},
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        xaxis={"range": [low - room, high + room], "fixedrange": True},
    )
    return figure
