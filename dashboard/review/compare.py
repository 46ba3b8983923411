"""One indicator across all units side by side; many confirmed at once where the card allows."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from crawlers.clock import now
from dashboard.entry.signin import demand_still
from dashboard.review.board import Board
from dashboard.review.desk import ReviewDesk
from dashboard.review.founded import Unfounded
from dashboard.review.outside import Sort
from dashboard.review.queue import Line, State, bulk
from dashboard.screen.parts import outcome_word
from dashboard.wording.language import _
from dashboard.wording.markup import plain, scheme_of
from dashboard.wording.printing import cell, points
from dashboard.wording.words import OUTCOME
from data.card import TiedCard
from data.indicators import Leaf
from data.people import NotAllowed
from data.reviews import Cell
from data.storage.database import StoreError
from data.types import Finding, Mark
from data.workflow import WorkflowError

_TOLD = "review bulk"


def compare(
    shown: Board,
    desk: ReviewDesk,
    leaf: Leaf,
    lines: Sequence[Line],
    open_one: Callable[[Cell], None],
) -> None:
    """The table of one indicator; `open_one` is called with the point that somebody opens."""
    found = desk.found_of(shown.round.id, leaf.id)
    card, sort = desk.card(shown.round.id), shown.sorts[leaf.id]
    worth = (
        _("（满分 {points} 分）").format(points=points(leaf.points)) if sort is Sort.LEAF else ""
    )
    st.caption(plain(f"{leaf.rule}{worth}"))
    order = {unit_id: n for n, unit_id in enumerate(shown.units)}
    rows = sorted(lines, key=lambda line: order[line.unit_id])
    table = pd.DataFrame([_row(shown, line, found.get(line.unit_id)) for line in rows])
    event = st.dataframe(
        table, hide_index=True, on_select="rerun", selection_mode="multi-row",
        key=f"compare {shown.round.id} {leaf.id}", height=min(560, 38 + 35 * len(rows)),
        row_height=35,
        column_config={
            _("证据"): st.column_config.LinkColumn(display_text=_("打开"), width="small"),
            _("原因"): st.column_config.TextColumn(width="large"),
        },
    )  # fmt: skip
    chosen = [rows[n] for n in event.selection.rows]
    if told := st.session_state.pop(_TOLD, ""):
        st.info(plain(told))
    may = [line for line in chosen if _may(desk, card, leaf, line, found.get(line.unit_id))]
    with st.container(horizontal=True):
        st.button(
            _("打开这一项"), disabled=len(chosen) != 1, icon=":material/open_in_full:",
            on_click=open_one, args=tuple(line.cell for line in chosen[:1]),
        )  # fmt: skip
        if sort is Sort.LEAF:
            st.button(
                _("按机评结果确认所选 {may} 项").format(may=len(may)),
                disabled=not may,
                type="primary",
                on_click=_confirm,
                args=(desk, shown.round.id, leaf.id, may),
            )
    words = shown.words(leaf.id)
    allowed = "、".join(f"“{word}”" for o, word in words.items() if bulk(card, leaf, o))
    which = (
        _("本轮的准确率卡（版本 {version}）").format(version=card.version)
        if card
        else _("本轮还没有准确率卡，核查之前")
    )
    st.caption(
        _("{which}允许成批确认这一指标的{allowed}，已评的不在内。").format(
            which=which, allowed=allowed
        )
        if allowed
        else _("{which}不能成批确认这一项，请逐项评审。").format(which=which)
    )


def _row(shown: Board, line: Line, found: Finding | None) -> dict[str, str]:
    url = found.evidence[0].url if found and found.evidence else ""
    word = shown.words(line.indicator_id).get(line.outcome, _(OUTCOME[line.outcome]))
    # The table can be copied and saved as a CSV: no cell may run in a spreadsheet.
    return {
        _("单位"): cell(shown.units[line.unit_id].name),
        _("状态"): _(line.state.value),
        _("机评"): outcome_word(found),
        _("评审"): f"{word}（{line.judged_by}）" if line.judged_by else "—",
        _("原因"): cell(found.reason if found else ""),
        _("证据"): url if scheme_of(url) in {"http", "https"} else "",
    }


def _may(
    desk: ReviewDesk, card: TiedCard | None, leaf: Leaf, line: Line, found: Finding | None
) -> bool:
    return (
        found is not None
        and line.state in {State.LOST, State.MET}
        and line.mark is Mark.FIRST
        and bulk(card, leaf, found.outcome)
        and desk.judges(line.unit_id, Mark.FIRST)
    )


def _confirm(desk: ReviewDesk, round_id: str, indicator_id: str, lines: Sequence[Line]) -> None:
    units = [line.unit_id for line in lines]
    try:
        demand_still(desk.person)
        made = desk.confirm(round_id, indicator_id, units, now())
    except (StoreError, NotAllowed, Unfounded, WorkflowError) as error:
        st.session_state[_TOLD] = _("没有保存：{error}").format(error=error)
        return
    st.session_state[_TOLD] = _("已确认 {made} 项。").format(made=len(made))
