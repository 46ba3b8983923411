"""The frame around every view: page settings, who is here, which round, the menu."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import dashboard.views
from crawlers import logs
from dashboard.entry import signin, tongue
from dashboard.screen.firstvisit import first_visit
from dashboard.screen.frame import entrance, languages, who_is_here
from dashboard.screen.parts import choose_round
from dashboard.wording import language
from dashboard.wording.language import N_, _
from dashboard.wording.markup import plain, way
from data.people import NotAllowed, Role
from data.schemes import SchemeError
from data.storage.database import StoreError
from data.workflow import WorkflowError

VIEWS = Path(next(iter(dashboard.views.__path__)))
HOUSE = VIEWS.parent
EVERYBODY = {None, *Role}  # None: the public
INSIDE = {Role.ORGANISER, Role.EVALUATOR, Role.REVIEWER, Role.EXPERT, Role.LEADER}
RANKS = {Role.ORGANISER, Role.REVIEWER, Role.LEADER}  # who sees places before publication
# Who has to do with what units say of their lost points.
CASES = {Role.ORGANISER, Role.REVIEWER, Role.LEADER, Role.UNIT}
# Section, who sees the view, file, title, icon. The menu only spares people what is not theirs:
# what they may read is asked at the desk.
MENU = [
    (N_("管理"), {Role.ADMINISTRATOR}, VIEWS / "people.py", N_("账号"), "group"),
    (N_("结果"), EVERYBODY, VIEWS / "overview.py", N_("总览"), "dashboard"),
    (N_("结果"), EVERYBODY, VIEWS / "ranking.py", N_("排名"), "leaderboard"),
    (N_("结果"), INSIDE, VIEWS / "gaps.py", N_("差距"), "grid_on"),
    (N_("结果"), RANKS, VIEWS / "robustness.py", N_("稳健性与公平性"), "balance"),
    (N_("结果"), {*INSIDE, Role.UNIT}, VIEWS / "unit.py", N_("单位"), "account_balance"),
    (N_("工作"), {Role.ORGANISER}, VIEWS / "setup.py", N_("新建轮次"), "add_circle"),
    (N_("工作"), {Role.ORGANISER, Role.LEADER}, VIEWS / "course.py", N_("轮次进程"), "timeline"),
    (N_("工作"), CASES, VIEWS / "selfcheck.py", N_("自查"), "fact_check"),
    (N_("工作"), INSIDE, VIEWS / "review.py", N_("评审台"), "rate_review"),
    (N_("工作"), CASES, VIEWS / "appeals.py", N_("清单和申诉"), "gavel"),
    (N_("工作"), CASES, VIEWS / "rectification.py", N_("整改"), "build"),
    (N_("工作"), {*INSIDE, Role.UNIT}, VIEWS / "collection.py", N_("采集"), "travel_explore"),
    (N_("准备"), RANKS, VIEWS / "scheme.py", N_("指标体系"), "account_tree"),
    (N_("准备"), INSIDE, VIEWS / "notice.py", N_("要点编译"), "checklist"),
    (N_("工具"), {*INSIDE, Role.UNIT}, VIEWS / "annual.py", N_("年报校验"), "description"),
    (N_("工具"), {*INSIDE, Role.UNIT}, VIEWS / "budget.py", N_("预决算校验"), "payments"),
    (N_("说明"), EVERYBODY, VIEWS / "method.py", N_("方法"), "rule"),
]
# Where somebody is led who asks for nothing; everybody else sees the ranking. It stays the view
# without a path for all, so that an address means the same whoever opens it.
BEGINS = {
    Role.ADMINISTRATOR: "people",
    Role.LEADER: "overview",
    Role.ORGANISER: "overview",
    Role.EVALUATOR: "unit",
    Role.EXPERT: "unit",
    Role.UNIT: "unit",
}


def menu(role: Role | None) -> dict[str, list[StreamlitPage]]:
    """The views of somebody, in sections."""
    made: dict[str, list[StreamlitPage]] = {}
    for section, roles, file, title, icon in MENU:
        if role in roles:
            icon_, default = f":material/{icon}:", file.name == "ranking.py"
            page = st.Page(file, title=_(title), icon=icon_, default=default)
            made.setdefault(_(section), []).append(page)
    return made


def shut() -> None:
    """In place of a view that is not for who asks: an address may have been sent on."""
    if person is None or person == signin.ANYBODY_HERE:
        st.info(_("这一页要登录才能看。登录后再打开这个地址。"))
        st.html(way("signin", _("登录")))
    else:
        st.info(_("你的角色不用这一页。左侧是你可以看的。"))


def closed(role: Role | None) -> list[StreamlitPage]:
    """The views that somebody has nothing to do with, in no menu."""
    return [
        st.Page(shut, title=_(title), url_path=file.stem, visibility="hidden")
        for _section, roles, file, title, _icon in MENU
        if role not in roles
    ]


logs.set_up()
language.ask(tongue.of_the_screen)

# A file of our own: Streamlit's named icons come from a server abroad when used here.
st.set_page_config(page_title=_("公开尺"), page_icon=HOUSE / "icon.svg", layout="wide")
st.html(HOUSE / "style.css")
st.logo(HOUSE / "logo.svg", size="large")
try:
    signin.here(seen=True)
    person = signin.who()
    role = person.role if person else None
    mine = menu(role)
    *others, last = mine.items()
    view = st.navigation(
        {**dict(others), last[0]: [*last[1], *closed(role)]},
        expanded=True,  # folded, it speaks English
    )
    top = st.sidebar.container()
    who_is_here(person)
    languages()
    entrance(person, view.url_path)
    if person and not st.session_state.get("begun"):
        st.session_state["begun"] = True
        if person.role in BEGINS and not view.url_path and not st.query_params:
            st.switch_page(VIEWS / f"{BEGINS[person.role]}.py")
    choose_round(top)
    # That of a unit is headed by its name, once there is a round that has units.
    if view.url_path != "unit" or "round" not in st.session_state or view.visibility == "hidden":
        st.title(view.title, anchor=False)
    if person and person != signin.ANYBODY_HERE and view.url_path == BEGINS.get(person.role, ""):
        first_visit(person, {page.url_path: page.title for made in mine.values() for page in made})
    view.run()
except (StoreError, SchemeError, NotAllowed, WorkflowError) as error:
    st.error(plain(str(error)))
