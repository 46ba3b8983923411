"""What stands around every view: who is here, the ways in and out, and what to do before anybody
is.
"""

import streamlit as st

from dashboard import load
from dashboard.entry import signin
from dashboard.entry.first import FIRST
from dashboard.wording import language
from dashboard.wording.language import _
from dashboard.wording.markup import Html, esc, plain, small, way
from data.people import ROLE_NAMES, Person


def languages() -> None:
    """At the foot of the side bar: the other languages, each by its own name."""
    spoken = language.language()
    for key, name in language.LANGUAGES.items():
        if key != spoken:
            st.sidebar.html(way(f"language/{key}", name))


def who_is_here(person: Person | None) -> None:
    """At the foot of the side bar: who is signed in and how to leave, or how to come in."""
    with st.sidebar.container(border=True):
        if person is None or person == signin.ANYBODY_HERE:
            if person:
                st.html(f"<b>{esc(person.name)}</b>{small(_('无需登录，只能在本机看，不能改动'))}")
            st.html(way("signin", _("登录")))
            if signin.offers_openid() and st.button(_("统一身份认证登录"), width="stretch"):
                st.login()
            return
        st.html(f"<b>{esc(person.name)}</b>{small(_office(person))}")
        row = st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        )
        row.html(way("password", _("修改密码")), width="content")
        if row.button(_("退出")):
            signin.leave()
            st.rerun()


def _office(person: Person) -> Html:
    unit = ""
    if person.unit_id:
        known = {unit.id: unit.name for unit in load.store().units()}
        unit = f" · {known.get(person.unit_id, person.unit_id)}"
    return esc(f"{_(ROLE_NAMES[person.role])}{unit}")


def entrance(person: Person | None, view: str) -> None:
    """Stops the run where nobody can see anything yet: no account at all, a password to change.

    Args:
        view: its path; how one assesses is said to everybody from the first day on.
    """
    if person is not None:
        return
    found = signin.here(seen=False)
    if found is not None:
        st.info(_("{name}，密码由他人设定，请先改成自己的密码。").format(name=plain(found.name)))
        st.html(way("password", _("修改密码")))
        st.stop()
    if not load.store().accounts():
        st.info(_("还没有账号。在服务器上建立第一个管理员，再从左侧登录："))
        st.code(FIRST, None)
        st.caption(_("只在本机看结果、不用账号的，运行 `gkc serve --open`。"))
        if view != "method":
            st.stop()
