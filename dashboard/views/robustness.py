"""What a ranking is worth: firm places, telling indicators, fair looks, reviewers, checks."""

import streamlit as st

from dashboard.entry import signin
from dashboard.panels.atlas.accuracy import accuracy
from dashboard.panels.atlas.agreed import agreed
from dashboard.panels.atlas.fair import fair
from dashboard.panels.atlas.firm import firm
from dashboard.panels.atlas.telling import telling
from dashboard.screen.parts import chosen_round, demand_few, demand_scored, head
from dashboard.wording.language import N_, _

SECTIONS = {
    "firm": (N_("名次牢不牢"), firm),
    "items": (N_("指标好不好用"), telling),
    "fair": (N_("评得公不公"), fair),
    "agreed": (N_("评得齐不齐"), agreed),
    "card": (N_("核查准不准"), accuracy),
}

desk, round_id = signin.desk(), chosen_round()
places = desk.standings(round_id)
demand_scored(places)
demand_few(places)
shown = desk.ranking(round_id)
head(shown)
asked = st.query_params.get("section")
section = st.segmented_control(
    _("看什么"),
    list(SECTIONS),
    default=asked if asked in SECTIONS else "firm",
    format_func=lambda key: _(SECTIONS[key][0]),
    required=True,
    key=f"worth of {round_id}",
)
SECTIONS[section or "firm"][1](shown, desk)
