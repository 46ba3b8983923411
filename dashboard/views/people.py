"""Accounts: who may sign in, as what, tied to which units; locks and new passwords."""

from dataclasses import replace

import streamlit as st

from crawlers.clock import now
from dashboard.commands.people import state
from dashboard.entry import signin
from dashboard.wording.language import _
from dashboard.wording.markup import Html, esc, plain, small, table
from data.accounts import Account, AccountError
from data.people import ROLE_NAMES, Role

desk = signin.desk()
accounts, units = desk.accounts(), desk.unit_names()
NOBODY = ""
ADD, CHANGE = "add", "change"  # the two places where something is done


def named(unit_id: str) -> str:
    return units.get(unit_id, unit_id) or "—"


def done(place: str, words: str, account_id: str = "", password: str = "") -> None:
    """What was done is said where the button was, which moves down, when the screen is new."""
    st.session_state["done"] = (place, words, account_id, password)
    st.rerun()


def said(place: str) -> None:
    """The one time that a password is shown: in sight of who pressed the button."""
    if st.session_state.get("done", ("",))[0] != place:
        return
    _place, words, account_id, password = st.session_state.pop("done")
    if password:  # first: it is shown this once
        st.code(password, None)
        st.warning(
            _("账号 {shown} 的密码只显示这一次，请当面交给本人；本人登录后须先改密码。").format(
                shown=plain(account_id)
            )
        )
    st.success(plain(words))


st.html(
    table(
        (_("姓名"), _("角色"), _("须回避的单位"), _("状态")),
        [
            (
                Html(esc(account.name) + small(account.id)),
                Html(esc(_(ROLE_NAMES[account.role])) + small(units.get(account.unit_id, ""))),
                "、".join(map(named, sorted(account.tied))) or "—",
                Html(esc(state(account)) + small(account.subject)),
            )
            for account in accounts
        ],
        whole=(1,),
    )
)

left, right = st.columns(2, gap="medium")
with left:
    st.subheader(_("增加账号"), anchor=False)
    with st.form("add", clear_on_submit=False):
        id_ = st.text_input(_("用户名"), help=_("小写字母、数字或 . _ @ -"))
        name = st.text_input(_("姓名"))
        role = st.selectbox(_("角色"), list(Role), 2, lambda each: _(ROLE_NAMES[each]))
        unit_id = st.selectbox(
            _("单位（只有被评估单位的账号要选）"), [NOBODY, *units], format_func=named
        )
        subject = st.text_input(
            _("统一身份标识"), help=_("统一身份认证给出的邮箱或 sub，没有就空着")
        )
        said(ADD)
        if st.form_submit_button(_("增加")):
            new = Account(
                id_.strip(),
                name,
                role or Role.EVALUATOR,
                unit_id or NOBODY,
                subject=subject.strip(),
            )
            try:
                given = desk.add_account(new, now())
            except AccountError as error:
                st.error(plain(str(error)))
            else:
                done(ADD, _("已增加账号 {id}").format(id=new.id), new.id, given)

with right:
    st.subheader(_("修改账号"), anchor=False)
    by_id = {account.id: account for account in accounts}
    chosen = by_id[
        st.selectbox(_("账号"), list(by_id), format_func=lambda id_: f"{id_} {by_id[id_].name}")
    ]
    key = f"{chosen.id} "
    with st.form(f"change {chosen.id}"):
        name = st.text_input(_("姓名"), chosen.name, key=key + "name")
        roles = list(Role)
        role = st.selectbox(
            _("角色"),
            roles,
            format_func=lambda each: _(ROLE_NAMES[each]),
            index=roles.index(chosen.role),
            key=key + "role",
        )
        choices = [NOBODY, *units]
        place = choices.index(chosen.unit_id) if chosen.unit_id in choices else 0
        unit_id = st.selectbox(_("单位"), choices, place, named, key=key + "unit")
        tied = st.multiselect(
            _("须回避的单位"),
            list(units),
            sorted(chosen.tied & units.keys()),
            format_func=named,
            key=key + "ties",
            placeholder=_("没有"),
        )
        subject = st.text_input(_("统一身份标识"), chosen.subject, key=key + "subject")
        if st.form_submit_button(_("保存")):
            changed = replace(
                chosen, name=name, role=role, unit_id=unit_id, tied=frozenset(tied),
                subject=subject.strip(),
            )  # fmt: skip
            try:
                desk.change_account(changed, now())
            except AccountError as error:
                st.error(plain(str(error)))
            else:
                done(CHANGE, _("已修改账号 {id}").format(id=chosen.id))
    said(CHANGE)
    one, other = st.columns(2)
    try:
        if chosen.active and one.button(_("停用"), key=key + "lock", width="stretch"):
            desk.lock(chosen.id, now())
            done(CHANGE, _("已停用账号 {id}").format(id=chosen.id))
        if (not chosen.active or chosen.failures) and one.button(
            _("启用并解除锁定"), key=key + "unlock", width="stretch"
        ):
            desk.unlock(chosen.id, now())
            done(CHANGE, _("已启用账号 {id}").format(id=chosen.id))
        if other.button(_("重置密码"), key=key + "reset", width="stretch"):
            given = desk.reset_password(chosen.id, now())
            done(CHANGE, _("已重置账号 {id} 的密码").format(id=chosen.id), chosen.id, given)
    except AccountError as error:
        st.error(plain(str(error)))
