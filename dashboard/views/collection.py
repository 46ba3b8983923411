"""How far the look at each site came, live; how the sites do between rounds; the column sheet."""

import streamlit as st

from crawlers.clock import now
from dashboard.entry import signin
from dashboard.panels.running.collected import EVERY_S, IDLE_S, busy, collected
from dashboard.panels.running.columns import falling_due, sheet
from dashboard.panels.running.monitored import monitored
from dashboard.screen.parts import current, head
from data.calendar import CHINA

desk, shown = signin.desk(), current()
head(shown)
st.fragment(collected, run_every=EVERY_S if busy(shown, desk) else IDLE_S)(shown)
monitored(shown, desk)
falling_due(shown, desk, now().astimezone(CHINA).date())
sheet(shown, desk)
