"""Where units lose points: the heat map, what is lost most, one indicator across all units."""

import streamlit as st

from dashboard.entry import signin
from dashboard.panels.atlas.across import across
from dashboard.panels.atlas.common import common
from dashboard.panels.atlas.heatmap import heatmap
from dashboard.panels.atlas.narrowed import choose_group
from dashboard.screen.parts import current, demand_few, demand_scored, head
from dashboard.wording.language import N_, _

SECTIONS = {
    "map": (N_("热力表"), heatmap),
    "common": (N_("普遍失分点"), common),
    "one": (N_("一项指标"), across),
}

places = current()
demand_scored(places)
demand_few(places)
shown = signin.desk().result(places.round.id)
head(shown)
asked = "one" if st.query_params.get("indicator") else st.query_params.get("section")
left, right = st.columns([3, 2], vertical_alignment="bottom", gap="medium")
with left:
    section = st.segmented_control(
        _("看什么"),
        list(SECTIONS),
        default=asked if asked in SECTIONS else "map",
        format_func=lambda key: _(SECTIONS[key][0]),
        required=True,
        key=f"gaps of {shown.round.id}",
    )
with right:
    group = choose_group(shown)
if section != "one":  # else the address would lead back there
    st.query_params.pop("indicator", None)
SECTIONS[section or "map"][1](shown, group, signin.desk())
