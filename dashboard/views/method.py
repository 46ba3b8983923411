"""The published method: printed from the scheme and from the checks themselves. Where no round can
be seen it is that of a scheme that comes with the program.
"""

import streamlit as st

from dashboard import load
from dashboard.entry import signin
from dashboard.panels.method.accuracy import accuracy
from dashboard.panels.method.indicators import indicators
from dashboard.panels.method.reckoning import reckoning
from dashboard.screen.parts import head, no_round
from dashboard.wording.language import _
from data.card import bundled_card

desk, card = signin.desk(), bundled_card()
version, decides = "", card.decides
if round_id := st.session_state.get("round"):
    shown = desk.method(round_id)
    head(shown)
    scheme, tied = shown.scheme, desk.card(round_id)
    version, decides = (tied.version, tied.decides) if tied else (card.version, card.decides)
else:
    no_round()
    schemes = load.bundled_schemes()
    chosen = st.selectbox(
        _("以程序附带的指标体系为例"), list(schemes), format_func=lambda id_: schemes[id_].title
    )
    scheme = schemes[chosen]
reckoning(scheme)
accuracy(scheme, card, version, decides)
indicators(scheme, card, decides)
