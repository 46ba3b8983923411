"""Accounts: who may sign in, as what, tied to which units; locks and new passwords."""

from dataclasses import replace

import streamlit as st

from crawlers.clock import now
from dashboard import signin
from dashboard.commands.people import state
from dashboard.markup import Html, esc, plain, small, table
from data.accounts import Account, AccountError
from data.people import ROLE_NAMES, Role

desk = signin.desk()
accounts, units = desk.accounts(), desk.unit_names()
NOBODY = ""


def named(unit_id: str) -> str:
    return units.get(unit_id, unit_id) or "—"


def told(password: str, account_id: str) -> None:
    """The one time that a password is shown."""
    st.session_state["told"] = (account_id, password)


def done(words: str) -> None:
    st.session_state["done"] = words
    st.rerun()


if said := st.session_state.pop("done", ""):
    st.success(plain(said))
if shown := st.session_state.pop("told", None):
    st.warning(f"账号 {plain(shown[0])} 的密码只显示这一次，请当面交给本人；本人登录后须先改密码。")
    st.code(shown[1], None)

st.html(
    table(
        ("姓名", "角色", "须回避的单位", "状态"),
        [
            (
                Html(esc(account.name) + small(account.id)),
                Html(esc(ROLE_NAMES[account.role]) + small(units.get(account.unit_id, ""))),
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
    st.subheader("增加账号", anchor=False)
    with st.form("add", clear_on_submit=False):
        id_ = st.text_input("用户名", help="小写字母、数字或 . _ @ -")
        name = st.text_input("姓名")
        role = st.selectbox("角色", list(Role), 2, ROLE_NAMES.__getitem__)
        unit_id = st.selectbox(
            "单位（只有被评估单位的账号要选）", [NOBODY, *units], format_func=named
        )
        subject = st.text_input("统一身份标识", help="统一身份认证给出的邮箱或 sub，没有就空着")
        if st.form_submit_button("增加"):
            new = Account(
                id_.strip(),
                name,
                role or Role.EVALUATOR,
                unit_id or NOBODY,
                subject=subject.strip(),
            )
            try:
                told(desk.add_account(new, now()), new.id)
            except AccountError as error:
                st.error(plain(str(error)))
            else:
                done(f"已增加账号 {new.id}")

with right:
    st.subheader("修改账号", anchor=False)
    by_id = {account.id: account for account in accounts}
    chosen = by_id[
        st.selectbox("账号", list(by_id), format_func=lambda id_: f"{id_} {by_id[id_].name}")
    ]
    key = f"{chosen.id} "
    with st.form(f"change {chosen.id}"):
        name = st.text_input("姓名", chosen.name, key=key + "name")
        roles = list(Role)
        role = st.selectbox(
            "角色",
            roles,
            format_func=ROLE_NAMES.__getitem__,
            index=roles.index(chosen.role),
            key=key + "role",
        )
        choices = [NOBODY, *units]
        place = choices.index(chosen.unit_id) if chosen.unit_id in choices else 0
        unit_id = st.selectbox("单位", choices, place, named, key=key + "unit")
        tied = st.multiselect(
            "须回避的单位",
            list(units),
            sorted(chosen.tied & units.keys()),
            format_func=named,
            key=key + "ties",
            placeholder="没有",
        )
        subject = st.text_input("统一身份标识", chosen.subject, key=key + "subject")
        if st.form_submit_button("保存"):
            changed = replace(
                chosen, name=name, role=role, unit_id=unit_id, tied=frozenset(tied),
                subject=subject.strip(),
            )  # fmt: skip
            try:
                desk.change_account(changed, now())
            except AccountError as error:
                st.error(plain(str(error)))
            else:
                done(f"已修改账号 {chosen.id}")
    one, other = st.columns(2)
    try:
        if chosen.active and one.button("停用", key=key + "lock", width="stretch"):
            desk.lock(chosen.id, now())
            done(f"已停用账号 {chosen.id}")
        if (not chosen.active or chosen.failures) and one.button(
            "启用并解除锁定", key=key + "unlock", width="stretch"
        ):
            desk.unlock(chosen.id, now())
            done(f"已启用账号 {chosen.id}")
        if other.button("重置密码", key=key + "reset", width="stretch"):
            told(desk.reset_password(chosen.id, now()), chosen.id)
            done(f"已重置账号 {chosen.id} 的密码")
    except AccountError as error:
        st.error(plain(str(error)))
