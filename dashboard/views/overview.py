"""A round on one screen, for leaders: groups, movement, ends, gaps, what is overdue."""

import streamlit as st

from dashboard.entry import signin
from dashboard.figures.overview import overview
from dashboard.panels.atlas.glance import figures, groups_table, lists, of_the_public
from dashboard.panels.atlas.worst import commonest, late
from dashboard.screen.parts import chosen_round, demand_scored, head

desk, round_id = signin.desk(), chosen_round()
if not desk.sees_ranking():
    of_the_public(desk, round_id)
    st.stop()

shown = desk.standings(round_id)
demand_scored(shown)
head(shown)
before = next(iter(desk.earlier(round_id)), None)
seen = overview(shown.scheme, shown.ranked, desk.standings(before.id).ranked if before else ())
figures(shown, seen, before, desk)
groups_table(shown, seen, before)
lists(shown, seen, before)
left, right = st.columns([3, 2], gap="medium")
with left:
    commonest(shown, desk)
with right:
    late(shown, desk)
