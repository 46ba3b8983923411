"""A first visit: three places to look at, by role, until they are put away."""

from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard.entry import visited
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, esc, to_view, way
from data.people import Person, Role

# Role -> views by address, in the order to look at them, and what is found there.
FIRST: Mapping[Role, Mapping[str, str]] = {
    Role.ADMINISTRATOR: {
        "people": N_("给每个人建立账号，定角色和单位"),
        "overview": N_("通报以后，公众看到的结果"),
        "method": N_("核查方法和计分规则"),
    },
    Role.ORGANISER: {
        "course": N_("这一轮到了哪一步，还差什么"),
        "gaps": N_("哪些指标普遍失分，失在哪里"),
        "setup": N_("用自己的名册和指标体系建立一轮"),
    },
    Role.EVALUATOR: {
        "review": N_("逐项看证据，给出评审意见"),
        "unit": N_("一个单位的每一分从哪里失的"),
        "method": N_("核查方法和计分规则"),
    },
    Role.REVIEWER: {
        "review": N_("复核抽到的和有分歧的评审意见"),
        "rectification": N_("单位报了整改的，再看一遍"),
        "robustness": N_("名次牢不牢，指标好不好用"),
    },
    Role.EXPERT: {
        "review": N_("需要专家判断的指标"),
        "unit": N_("一个单位的每一分从哪里失的"),
        "method": N_("核查方法和计分规则"),
    },
    Role.LEADER: {
        "overview": N_("各组平均得分、进步和退步、逾期整改"),
        "gaps": N_("哪些指标普遍失分，失在哪里"),
        "course": N_("这一轮到了哪一步，还差什么"),
    },
    Role.UNIT: {
        "unit": N_("本单位的得分、失分点和改法"),
        "selfcheck": N_("正式评估以前，自己先查一遍"),
        "appeals": N_("对失分有不同意见，在期限内申诉"),
    },
}


def places(role: Role, titles: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Where somebody looks first: address of a view, its title, what is found there.

    Args:
        titles: of the views that somebody of this role has, by address.
    """
    return [(view, titles[view], said) for view, said in FIRST[role].items() if view in titles]


def first_visit(person: Person, titles: Mapping[str, str]) -> None:
    """The panel above the view where a role begins; nothing once it was put away."""
    if person.role in visited.of_the_screen():
        return
    st.html(panel(person.role, places(person.role, titles), st.session_state.get("round") or ""))


def panel(role: Role, shown: Iterable[tuple[str, str, str]], round_id: str) -> Html:
    """The panel as HTML; the links keep the chosen round."""
    lines = "".join(
        f"<li>{to_view(view, title, round=round_id)}<span>{esc(_(said))}</span></li>"
        for view, title, said in shown
    )
    away = way(f"visited/{role.value}", _("知道了，不再显示"))
    head = esc(_("第一次来，先看这几处"))
    return Html(
        f'<section class="gk-first" aria-label="{head}"><p><b>{head}</b>{away}</p>'
        f"<ol>{lines}</ol></section>"
    )
