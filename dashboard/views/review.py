"""The review desk: what waits, the finding and its proof beside the rule, and a person's word."""

import streamlit as st

from dashboard.entry import signin
from dashboard.load import store
from dashboard.review.board import board, queue
from dashboard.review.compare import compare
from dashboard.review.desk import ReviewDesk
from dashboard.review.extras import files, notes
from dashboard.review.form import form
from dashboard.review.listing import listed
from dashboard.review.queue import WAITING, beside, chosen
from dashboard.review.seen import finding_side, heading, opinions, rule_side
from dashboard.review.sharing import sharing
from dashboard.review.steering import ONE_BY_ONE, move, open_cell, progress, steering
from dashboard.screen.parts import no_round
from dashboard.wording.language import _
from dashboard.wording.markup import plain

round_id = st.session_state.get("round")
if round_id is None:
    no_round()
    st.stop()
shown, person = board(round_id), signin.who()
if person is None:
    st.info(
        _("轮次“{name}”的评审台供评审人员使用，请先登录。").format(name=plain(shown.round.name))
    )
    st.stop()
desk = ReviewDesk(store(), person)
every = queue(shown, desk)
if not every:
    st.info(_("轮次“{name}”没有你可以评审的单位。").format(name=plain(shown.round.name)))
    st.stop()
progress(shown, every)
sharing(shown, desk)
how, asked = steering(shown, every)
if how != ONE_BY_ONE:
    leaf = shown.leaves[asked.indicator_id]
    compare(shown, desk, leaf, chosen(every, indicator_id=leaf.id), open_cell)
    st.stop()
some = chosen(
    every,
    states=asked.states,
    unit_id=asked.unit_id,
    indicator_id=asked.indicator_id,
    mine=asked.mine,
)
cell = st.session_state.get("review cell")
known, inside = ({line.cell for line in part} for part in (every, some))
narrowed = st.session_state.get("review asked") not in {None, asked}
if cell not in known or (narrowed and cell not in inside):
    cell = beside(some, every, None, 1)
st.session_state["review asked"] = asked
if cell is None:
    st.success(_("待处理的都评完了。") if asked.states == WAITING else _("所选范围内没有指标。"))
    st.stop()
st.session_state["review cell"] = cell
line = next(line for line in every if line.cell == cell)
found, said = desk.found(round_id, cell), desk.on_cell(round_id, cell)
st.subheader(heading(shown, cell), anchor=False)
move(line, some, every)
listed(shown, line, some)
left, right = st.columns([8, 11], gap="medium")
with left:
    finding_side(shown, desk, shown.leaves[cell[1]], cell, found)
with right:
    rule_side(shown, desk, shown.leaves[cell[1]], cell)
    opinions(said, shown.words(cell[1]))
    form(shown, desk, line, found, said, lambda: open_cell(beside(some, every, cell, 1)))
    files(shown, desk, shown.leaves[cell[1]], cell)
    notes(shown, desk, cell)
