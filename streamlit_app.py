"""The frame around every view: page settings, which round, the menu."""

from pathlib import Path

import streamlit as st

import dashboard.views
from dashboard.markup import plain
from dashboard.parts import choose_round
from data.schemes import SchemeError
from data.storage.database import StoreError

VIEWS = Path(next(iter(dashboard.views.__path__)))
HOUSE = VIEWS.parent

# A file of our own: Streamlit's named icons come from a server abroad when used here.
st.set_page_config(page_title="公开尺", page_icon=HOUSE / "icon.svg", layout="wide")
st.html(HOUSE / "style.css")
st.logo(HOUSE / "logo.svg", size="large")
view = st.navigation(
    [
        st.Page(VIEWS / "ranking.py", title="排名", icon=":material/leaderboard:", default=True),
        st.Page(VIEWS / "unit.py", title="单位", icon=":material/account_balance:"),
        st.Page(VIEWS / "review.py", title="评审台", icon=":material/rate_review:"),
        st.Page(VIEWS / "collection.py", title="采集", icon=":material/travel_explore:"),
        st.Page(VIEWS / "method.py", title="方法", icon=":material/rule:"),
    ]
)
try:
    choose_round()
    if view.url_path != "unit":  # that view is headed by the unit's name
        st.title(view.title, anchor=False)
    view.run()
except (StoreError, SchemeError) as error:
    st.error(plain(str(error)))
