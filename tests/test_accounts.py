"""Accounts, locks and sessions, on SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.accounts import Account, AccountError, subjects_of
from data.people import Person, Role
from data.types import Unit

AT = datetime(2024, 1, 8, 1, 0, tzinfo=UTC)
BY = {"at": AT, "by": "root"}
EDU = Unit("edu", "教育局", "department", "市直部门", "http://edu.localhost/")
ROOT = Account("root", "王芳", Role.ADMINISTRATOR)
ZHANG = Account("zhang", "张三", Role.EVALUATOR)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.fixture
def people(store):
    """A store with an administrator and an evaluator; the hashes are words."""
    store.put_units([EDU])
    store.add_account(ROOT, "hash of root", **BY)
    store.add_account(ZHANG, "hash of zhang", **BY)
    return store


def test_an_account_comes_back_as_a_person_and_without_its_hash(people):
    people.tie("zhang", ["edu"], **BY)
    found = people.account("zhang")
    assert found.person == Person("zhang", "张三", Role.EVALUATOR, tied=frozenset({"edu"}))
    assert "hash of" not in repr(people.accounts())
    assert [account.id for account in people.accounts()] == ["root", "zhang"]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (ZHANG, "用户名 zhang 已经有了"),
        (replace(ZHANG, id="Zhang San"), "用户名“Zhang San”无效"),
        (replace(ZHANG, id="li", name=" "), "请写明姓名"),
        (replace(ZHANG, id="li", role=Role.UNIT), "被评估单位的账号要写明单位"),
        (replace(ZHANG, id="li", unit_id="edu"), "其他角色的不写"),
        (replace(ZHANG, id="li", role=Role.UNIT, unit_id="x"), "名册里没有编号为“x”的单位"),
    ],
)
def test_what_is_no_account_is_said_and_not_kept(people, new, said):
    with pytest.raises(AccountError, match=said):
        people.add_account(new, "", **BY)
    assert [account.id for account in people.accounts()] == ["root", "zhang"]


def test_who_leaves_is_deactivated_and_out_at_once(people):
    people.signed_in("zhang", "token", AT)
    people.lock("zhang", **BY)
    assert people.session("token", AT, seen=True) is None
    assert people.begin_attempt("zhang", AT) == ""
    assert not people.account("zhang").active
    people.unlock("zhang", **BY)
    assert people.begin_attempt("zhang", AT) == "hash of zhang"


def test_the_last_administrator_stays(people):
    with pytest.raises(AccountError, match="root 是唯一的管理员"):
        people.lock("root", **BY)
    with pytest.raises(AccountError, match="root 是唯一的管理员"):
        people.change_account(replace(ROOT, role=Role.LEADER), **BY)
    people.add_account(replace(ROOT, id="root2"), "", **BY)
    people.lock("root", **BY)


# --- wrong passwords --------------------------------------------------------------------------


def test_five_wrong_passwords_lock_for_1_2_4_minutes_and_a_right_one_starts_anew(people):
    for _ in range(4):
        assert people.begin_attempt("zhang", AT)
        assert people.account("zhang").locked_until is None
    assert people.begin_attempt("zhang", AT)  # the fifth locks
    assert people.begin_attempt("zhang", AT + minutes(0.9)) == ""
    assert people.account("zhang").failures == 5  # what a lock refuses does not count
    assert people.begin_attempt("zhang", AT + minutes(1))
    assert people.begin_attempt("zhang", AT + minutes(2.9)) == ""
    assert people.begin_attempt("zhang", AT + minutes(3))
    assert people.account("zhang").locked_until == AT + minutes(7)
    people.signed_in("zhang", "token", AT + minutes(3))  # that one was right
    known = people.account("zhang")
    assert (known.failures, known.locked_until) == (0, None)


def test_nobody_and_who_has_no_password_have_no_hash(people):
    people.add_account(Account("oidc", "李四", Role.LEADER, subject="s-1"), "", **BY)
    assert people.begin_attempt("nobody", AT) == people.begin_attempt("oidc", AT) == ""


# --- sessions ---------------------------------------------------------------------------------


def test_a_session_ends_after_30_idle_minutes_and_after_a_day(people):
    people.signed_in("zhang", "token", AT)
    assert people.session("forged", AT, seen=True) is None
    assert people.session("token", AT + minutes(29), seen=False).id == "zhang"
    assert people.session("token", AT + minutes(30), seen=True) is None  # looking is not using
    people.signed_in("zhang", "other", AT)
    for used in range(20, 24 * 60, 20):
        assert people.session("other", AT + minutes(used), seen=True).id == "zhang"
    assert people.session("other", AT + timedelta(days=1), seen=True) is None


def test_signing_out_ends_one_session_and_a_new_password_all(people):
    for token in ("a", "b"):
        people.signed_in("zhang", token, AT)
    people.end_session("a", AT)
    people.end_session("unknown", AT)
    assert people.session("a", AT, seen=True) is None
    assert people.session("b", AT, seen=True).id == "zhang"
    people.set_password("zhang", "new hash", must_change=True, **BY)
    assert people.session("b", AT, seen=True) is None
    assert people.account("zhang").must_change


def test_another_role_ends_the_sessions_another_name_does_not(people):
    people.signed_in("zhang", "token", AT)
    people.change_account(replace(ZHANG, name="张三丰"), **BY)
    assert people.session("token", AT, seen=True).name == "张三丰"
    people.change_account(replace(ZHANG, role=Role.REVIEWER), **BY)
    assert people.session("token", AT, seen=True) is None


def test_old_sessions_are_swept(people):
    people.signed_in("zhang", "old", AT)
    people.signed_in("zhang", "new", AT + timedelta(days=2))
    people.end_session("old", AT)
    assert people.session("old", AT, seen=False) is None


# --- OpenID Connect ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "subjects"),
    [
        ({"sub": "s-1"}, ("s-1",)),
        ({"sub": "s-1", "email": "Li@X.cn", "email_verified": True}, ("s-1", "li@x.cn")),
        ({"sub": "s-1", "email": "li@x.cn"}, ("s-1",)),  # anybody may have written it down
        ({"sub": "s-1", "email": "li@x.cn", "email_verified": "true"}, ("s-1",)),
        ({"sub": "li@x.cn"}, ()),
        ({"sub": "s-2", "email": "s-1", "email_verified": True}, ("s-2",)),  # another's sub
        ({"sub": 7, "email": ""}, ()),
        ({}, ()),
    ],
)
def test_claims_name_a_person_by_sub_or_verified_email(claims, subjects):
    assert subjects_of(claims) == subjects


def test_an_account_is_found_by_its_subject_while_active(people):
    people.add_account(Account("li", "李四", Role.LEADER, subject="Li@X.cn"), "", **BY)
    assert people.account_of(["s-1", "li@x.cn"]).id == "li"
    assert people.account_of([]) is people.account_of([""]) is people.account_of(["s-1"]) is None
    with pytest.raises(AccountError, match=r"统一身份标识 li@x.cn 已用于账号 li"):
        people.add_account(replace(ZHANG, id="wu", subject="LI@x.cn"), "", **BY)
    people.lock("li", **BY)
    assert people.account_of(["li@x.cn"]) is None


# --- the audit chain --------------------------------------------------------------------------


def test_every_write_is_noted_without_names_of_people(store):
    store.put_units([EDU])
    store.add_account(ZHANG, "hash", **BY)
    store.tie("zhang", ["edu"], **BY)
    store.set_password("zhang", "new", must_change=False, **BY)
    store.lock("zhang", **BY)
    store.unlock("zhang", **BY)
    store.signed_in("zhang", "token", AT)
    store.end_session("token", AT)
    assert [(entry.by, entry.action, entry.what) for entry in store.trail()] == [
        ("root", "account", "zhang：建立账号，角色评估员"),
        ("root", "account", "zhang：修改账号：关联单位由“”改为“edu”"),
        ("root", "account", "zhang：修改密码"),
        ("root", "account", "zhang：停用账号"),
        ("root", "account", "zhang：启用账号，解除锁定"),
        ("zhang", "account", "zhang：登录"),
        ("zhang", "account", "zhang：退出"),
    ]
