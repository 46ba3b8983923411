"""The frame around every view: page settings, who is here, which round, the menu."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import dashboard.views
from crawlers import logs
from dashboard import signin
from dashboard.frame import entrance, who_is_here
from dashboard.markup import plain
from dashboard.parts import choose_round
from data.people import NotAllowed, Role
from data.schemes import SchemeError
from data.storage.database import StoreError
from data.workflow import WorkflowError

VIEWS = Path(next(iter(dashboard.views.__path__)))
HOUSE = VIEWS.parent
EVERYBODY = {None, *Role}  # None: the public
INSIDE = {Role.ORGANISER, Role.EVALUATOR, Role.REVIEWER, Role.EXPERT, Role.LEADER}
# Who has to do with what units say of their lost points.
CASES = {Role.ORGANISER, Role.REVIEWER, Role.LEADER, Role.UNIT}
# Section, who sees the view, file, title, icon. The menu only spares people what is not theirs:
# what they may read is asked at the desk.
MENU = [
    ("管理", {Role.ADMINISTRATOR}, VIEWS / "people.py", "账号", "group"),
    ("结果", EVERYBODY, VIEWS / "ranking.py", "排名", "leaderboard"),
    ("结果", {*INSIDE, Role.UNIT}, VIEWS / "unit.py", "单位", "account_balance"),
    ("工作", {Role.ORGANISER, Role.LEADER}, VIEWS / "course.py", "轮次进程", "timeline"),
    ("工作", CASES, VIEWS / "selfcheck.py", "自查", "fact_check"),
    ("工作", INSIDE, VIEWS / "review.py", "评审台", "rate_review"),
    ("工作", CASES, VIEWS / "appeals.py", "清单和申诉", "gavel"),
    ("工作", CASES, VIEWS / "rectification.py", "整改", "build"),
    ("工作", {*INSIDE, Role.UNIT}, VIEWS / "collection.py", "采集", "travel_explore"),
    ("说明", EVERYBODY, VIEWS / "method.py", "方法", "rule"),
]
# Where somebody is led who asks for nothing; everybody else sees the ranking. It stays the view
# without a path for all, so that an address means the same whoever opens it.
BEGINS = {Role.ADMINISTRATOR: "管理"} | dict.fromkeys(
    (Role.EVALUATOR, Role.EXPERT, Role.UNIT), "结果"
)  # the last view of that section


def menu(role: Role | None) -> dict[str, list[StreamlitPage]]:
    """The views of somebody, in sections."""
    made: dict[str, list[StreamlitPage]] = {}
    for section, roles, file, title, icon in MENU:
        if role in roles:
            icon_, default = f":material/{icon}:", file.name == "ranking.py"
            page = st.Page(file, title=title, icon=icon_, default=default)
            made.setdefault(section, []).append(page)
    return made


logs.set_up()

# A file of our own: Streamlit's named icons come from a server abroad when used here.
st.set_page_config(page_title="公开尺", page_icon=HOUSE / "icon.svg", layout="wide")
st.html(HOUSE / "style.css")
st.logo(HOUSE / "logo.svg", size="large")
try:
    signin.here(seen=True)
    person = signin.who()
    mine = menu(person.role if person else None)
    view = st.navigation(mine)
    top = st.sidebar.container()
    who_is_here(person)
    entrance(person)
    if person and not st.session_state.get("begun"):
        st.session_state["begun"] = True
        if person.role in BEGINS and not view.url_path:
            st.switch_page(mine[BEGINS[person.role]][-1])
    choose_round(top)
    if view.url_path != "unit":  # that view is headed by the unit's name
        st.title(view.title, anchor=False)
    view.run()
except (StoreError, SchemeError, NotAllowed, WorkflowError) as error:
    st.error(plain(str(error)))
