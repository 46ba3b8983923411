"""One unit: what its score is made of, its gaps largest first, the way up, its past and duties."""

import streamlit as st

from dashboard import load
from dashboard.entry import signin
from dashboard.panels.portrait.composed import composed
from dashboard.panels.portrait.heading import figures, warnings
from dashboard.panels.portrait.owed import owed
from dashboard.panels.portrait.past import past
from dashboard.panels.portrait.planner import planner
from dashboard.panels.portrait.turned import since_before
from dashboard.screen.downloads import downloads
from dashboard.screen.gap_card import gap_card, waiting_table
from dashboard.screen.parts import choose_unit, chosen_round, demand_scored, head
from dashboard.screen.tree import score_tree
from dashboard.wording.language import _
from dashboard.wording.markup import plain
from dashboard.wording.printing import points
from scoring.planner import gains

MOST = 20  # gaps before somebody asks for all: each is a card of its own
desk, round_id = signin.desk(), chosen_round()
places = desk.own_standings(round_id)
title = st.container()
if not places.digest:
    title.title(_("单位"), anchor=False)
demand_scored(places)
unit_id = choose_unit(places)
shown = desk.with_details(places, [unit_id])
ranked = next(line for line in shown.ranked if line.unit_id == unit_id)
found, whole = load.unit_gaps(shown, unit_id), load.whole(shown, unit_id)
rivals = desk.rivals(round_id, unit_id)

with title:
    st.title(plain(shown.units[unit_id].name), anchor=False)
    head(shown)
warnings(shown, ranked)
figures(shown, ranked, found, rivals)
since_before(desk, shown, unit_id)
composed(desk, shown, unit_id, ranked.group)

st.subheader(
    _("失分点：{n} 项，共 {points} 分").format(n=len(found.lost), points=points(found.points)),
    anchor=False,
)
if not found.lost:
    st.info(_("已核查的指标没有失分。") if whole.known else _("没有指标得到核查，不计失分。"))
worth = gains(shown.scheme, shown.scores[unit_id])
everything = len(found.lost) <= MOST or st.toggle(
    _("列出全部 {n} 项").format(n=len(found.lost)), key=f"gaps all {unit_id}"
)
for number, gap in enumerate(found.lost if everything else found.lost[:MOST]):
    gap_card(shown, unit_id, gap, unfolded=number == 0, gain=worth.get(gap.indicator_id))

planner(shown, ranked, rivals)

st.subheader(_("得分构成"), anchor=False)
unfolded = st.toggle(_("展开全部指标"))
st.html(score_tree(shown, unit_id, unfolded=unfolded))

if found.waiting:
    st.subheader(_("待核查：不计失分"), anchor=False)
for group in found.waiting:
    told = _("{n} 项，{points} 分").format(n=len(group.gaps), points=points(group.points))
    with st.expander(f"**{_(group.title)}** · {told}"):
        st.caption(_(group.advice))
        for gap in [gap for gap in group.gaps if gap.evidence]:
            gap_card(shown, unit_id, gap)
        if bare := [gap for gap in group.gaps if not gap.evidence]:
            st.html(waiting_table(bare))

past(desk, shown, unit_id)
owed(desk, shown, unit_id)
downloads(shown, unit_id)
