"""Getting about at the desk: what is shown of the queue, and the point before and after."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from dashboard.review.board import Board
from dashboard.review.queue import WAITING, Line, State, beside
from dashboard.wording.language import N_, _
from dashboard.wording.markup import plain, small
from data.reviews import MARK_NAMES, Cell
from data.types import Mark

ONE_BY_ONE, SIDE_BY_SIDE = N_("逐项评审"), N_("同一指标比较")
ALL = N_("全部")
_STATES: dict[str, tuple[State, ...]] = {
    N_("待处理"): WAITING,
    **{state.value: (state,) for state in State},
    ALL: (),
}


@dataclass(frozen=True)
class Asked:
    """What part of the queue is shown."""

    states: tuple[State, ...] = WAITING
    unit_id: str = ""
    indicator_id: str = ""
    mine: bool = False


def progress(shown: Board, every: Sequence[Line]) -> None:
    """How far the review is, in one line with its words."""
    count = Counter(line.state for line in every)
    done, waiting = count[State.DONE], sum(count[state] for state in WAITING)
    told = "　".join(f"{_(state.value)} {count[state]}" for state in State if count[state])
    share = done / (done + waiting) if done + waiting else 1.0
    st.progress(
        share, text=_("已评 {done} 项，待处理 {waiting} 项").format(done=done, waiting=waiting)
    )
    st.html(small(f"{shown.round.name}　{told}"))


def steering(shown: Board, every: Sequence[Line]) -> tuple[str, Asked]:
    """How the desk is used now, and the part of the queue that the person asks for."""
    leaves = {id_: f"{leaf.code} {leaf.name}" for id_, leaf in shown.leaves.items()}
    st.session_state.setdefault("review mode", ONE_BY_ONE)
    with st.container(horizontal=True, vertical_alignment="center"):
        how = st.segmented_control(
            _("方式"), [ONE_BY_ONE, SIDE_BY_SIDE], key="review mode", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        if how == SIDE_BY_SIDE:
            return SIDE_BY_SIDE, Asked(indicator_id=_leaf(leaves))
        return ONE_BY_ONE, _asked(shown, every, leaves)


def _leaf(leaves: Mapping[str, str]) -> str:
    """The indicator to compare; at first that of the point last looked at."""
    cell = st.session_state.get("review cell")
    ids = list(leaves)
    at = ids.index(cell[1]) if cell and cell[1] in ids else 0
    return st.selectbox(
        _("指标"), ids, index=at, format_func=leaves.__getitem__, label_visibility="collapsed"
    )


def _asked(shown: Board, every: Sequence[Line], leaves: Mapping[str, str]) -> Asked:
    units = {"": _(ALL), **{id_: unit.name for id_, unit in shown.units.items()}}
    state = st.session_state.get("review state", next(iter(_STATES)))
    unit = st.session_state.get("review unit", "")
    leaf = st.session_state.get("review leaf", "")
    narrowed = [state, *(name for name in (units[unit] if unit else "", leaves.get(leaf)) if name)]
    with st.popover(
        _("筛选：{narrowed}").format(narrowed=plain("、".join(narrowed))),
        icon=":material/filter_list:",
    ):
        state = st.selectbox(_("状态"), list(_STATES), format_func=_, key="review state")
        unit = st.selectbox(
            _("单位"), list(units), format_func=units.__getitem__, key="review unit"
        )
        leaf = st.selectbox(
            _("指标"),
            ["", *leaves],
            format_func=lambda id_: leaves.get(id_, _(ALL)),
            key="review leaf",
        )
        own = False
        if any(line.mine for line in every):
            own = st.toggle(_("只看分给我的"), value=True, key="review mine")
    return Asked(_STATES[state], unit, leaf, own)


def move(line: Line, some: Sequence[Line], every: Sequence[Line]) -> None:
    """Where the point stands, and the way to the one before and the one after."""
    places = {each.cell: n for n, each in enumerate(some, 1)}
    place = places.get(line.cell)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(_(line.state.value), icon=":material/flag:", color=_COLOURS[line.state])
        if line.mark is not Mark.FIRST:
            st.badge(_(MARK_NAMES[line.mark]), icon=":material/group:", color="violet")
        st.caption(
            _("第 {place} / {some} 项").format(place=place, some=len(some))
            if place
            else _("不在所选范围内（{some} 项）").format(some=len(some))
        )
        for word, step, key in ((_("上一项"), -1, "Left"), (_("下一项"), 1, "Right")):
            st.button(
                word, shortcut=key, disabled=not some, on_click=open_cell, type="tertiary",
                args=(beside(some, every, line.cell, step),),
            )  # fmt: skip


def open_cell(cell: Cell | None) -> None:
    """Put a point on the screen; None: the first that waits."""
    st.session_state["review cell"] = cell
    st.session_state["review mode"] = ONE_BY_ONE
    st.session_state.pop("review open", None)


_COLOURS: Mapping[State, Literal["orange", "blue", "red", "gray", "green"]] = {
    State.DISPUTED: "orange",
    State.OPEN: "blue",
    State.LOST: "red",
    State.BLOCKED: "gray",
    State.MET: "green",
    State.QUIET: "gray",
    State.DONE: "green",
}
