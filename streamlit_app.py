"""The frame around every view: page settings, which round, the menu."""

from pathlib import Path

import streamlit as st

import dashboard.views
from dashboard.parts import choose_round

VIEWS = Path(next(iter(dashboard.views.__path__)))

st.set_page_config(page_title="公开尺", page_icon=":material/straighten:", layout="wide")
view = st.navigation(
    [
        st.Page(VIEWS / "ranking.py", title="排名", icon=":material/leaderboard:", default=True),
        st.Page(VIEWS / "unit.py", title="单位", icon=":material/account_balance:"),
        st.Page(VIEWS / "collection.py", title="采集", icon=":material/travel_explore:"),
        st.Page(VIEWS / "method.py", title="方法", icon=":material/rule:"),
    ]
)
choose_round()
st.title(view.title)
view.run()
