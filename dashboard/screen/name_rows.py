"""The upright side of a lying chart: one row a name, from top to bottom, as tall as its names."""

from collections.abc import Sequence
from html import escape
from textwrap import wrap

import plotly.graph_objects as go

from data.direction import straight

_LINE = 10  # pixels more for a name of two lines


def name_rows(
    figure: go.Figure,
    names: Sequence[str],
    *,
    row: float,
    frame: float,
    above: float = 0.5,
    longest: int = 0,
) -> None:
    """Set the height and the names of the rows 0, 1, 2 …

    Args:
        names: anybody's text; Plotly reads a little HTML in labels, so it is escaped here.
        row: pixels of a row.
        frame: pixels of all that is no row: margins, axis, legend.
        above: room over the first row, in rows.
        longest: characters of a name in one line; 0: never more than one line.
    """
    lines = [wrap(name, longest) if longest else [name] for name in map(straight, names)]
    figure.update_layout(
        height=frame + row * len(names) + _LINE * sum(len(each) > 1 for each in lines),
        yaxis={
            "range": [len(names) - 0.5, -above],
            "tickvals": list(range(len(names))),
            "ticktext": [f"{'<br>'.join(map(escape, each))} " for each in lines],
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
    )
