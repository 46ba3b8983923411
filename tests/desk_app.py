"""The dashboard with a person named in the address, for tests alone: `?as=ID` signs ID in."""

import runpy
from pathlib import Path

import streamlit as st

from dashboard import signin
from data.people import Person, Role

PEOPLE = {
    "anna": Person("anna", "安", Role.EVALUATOR),
    "bo": Person("bo", "柏", Role.EVALUATOR, tied=frozenset({"poor"})),
    "rita": Person("rita", "芮", Role.REVIEWER),
    "lena": Person("lena", "莱", Role.LEADER),
}


if "as" in st.query_params:
    st.session_state["as"] = st.query_params["as"]
signin.who = lambda: PEOPLE.get(st.session_state.get("as", ""))
runpy.run_path(str(Path(__file__).parents[1] / "streamlit_app.py"), run_name="__main__")
