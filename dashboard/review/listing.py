"""The queue as a list: what stands around the point on the screen, and the way to any of it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.review.board import Board
from dashboard.review.queue import Line
from dashboard.review.steering import open_cell
from dashboard.wording.language import _
from dashboard.wording.printing import cell
from dashboard.wording.words import OUTCOME

AROUND = 100  # lines before the point and after it: a queue may have 30,000
_ROW = 35  # pixels


def listed(shown: Board, line: Line, some: Sequence[Line]) -> None:
    """Closed at first. The row that somebody chooses is put on the screen.

    Args:
        line: of the point on the screen.
        some: the part of the queue that was asked for.
    """
    here = next((n for n, each in enumerate(some) if each.cell == line.cell), None)
    first = max(0, (here or 0) - AROUND)
    near = some[first : first + 2 * AROUND + 1]
    if not near:
        return
    with st.expander(_("队列（{n} 项）").format(n=len(some)), icon=":material/list:"):
        key = f"review list {line.cell} {len(some)}"
        st.dataframe(
            pd.DataFrame([_row(shown, n, each) for n, each in enumerate(near, first + 1)]),
            hide_index=True,
            on_select=lambda: _open(key, near),
            selection_mode="single-row",
            selection_default=None if here is None else {"selection": {"rows": [here - first]}},
            key=key,
            height=min(10, len(near) + 1) * _ROW + 2,
            row_height=_ROW,
        )
        if len(near) < len(some):
            st.caption(
                _("列出当前一项前后各 {around} 项；用“筛选”缩小范围，可以看到其余的。").format(
                    around=AROUND
                )
            )


def _open(key: str, near: Sequence[Line]) -> None:
    if rows := st.session_state[key].selection.rows:
        open_cell(near[rows[0]].cell)


def _row(shown: Board, number: int, line: Line) -> dict[str, str | int]:
    """A line as it can be copied: no cell may run in a spreadsheet."""
    leaf = shown.leaves[line.indicator_id]
    return {
        _("序号"): number,
        _("状态"): _(line.state.value),
        _("单位"): cell(shown.units[line.unit_id].name),
        _("指标"): cell(f"{leaf.code} {leaf.name}"),
        _("结果"): shown.words(line.indicator_id).get(line.outcome, _(OUTCOME[line.outcome])),
    }
