"""Signing in and out, wrong and forged ways in, and what each role finds behind the door."""

import asyncio
import os
import re
from collections import namedtuple
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from streamlit.testing.v1 import AppTest

from crawlers.clock import now
from dashboard.commands.serve import dashboard_command
from dashboard.entry import entrance, signin
from dashboard.entry.entrance import COOKIE, ROUTES, WRONG, from_here, is_loopback
from dashboard.entry.first import FIRST
from data.accounts import Account
from data.passwords import hashed, matches, token_key
from data.people import Person, Role
from data.store import Store
from tests import rounds, visitors
from tests.commands import gkc
from tests.test_dashboard import ENTRY, html, words

PASSWORD = "correct horse"
HASH = hashed(PASSWORD)
HERE = "http://gkc.localhost"

Answer = namedtuple("Answer", "status_code headers text")


class Browser:
    """As much of one as the entrance needs: it keeps cookies and follows nothing."""

    def __init__(self):
        self.app = Starlette(routes=ROUTES)
        self.headers = {"host": "gkc.localhost", "origin": HERE}
        self.cookies = {}

    def get(self, path):
        return asyncio.run(self._ask("GET", path, b"", {}))

    def post(self, path, data, headers=()):
        return asyncio.run(self._ask("POST", path, urlencode(data).encode(), dict(headers)))

    async def _ask(self, method, path, body, more):
        sent = self.headers | more
        if self.cookies:
            sent["cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        scope = {
            "type": "http", "method": method, "path": path, "query_string": b"",
            "scheme": "http", "http_version": "1.1", "root_path": "",
            "headers": [(key.encode(), value.encode()) for key, value in sent.items()],
        }  # fmt: skip
        messages = []

        async def receive():
            return {"type": "http.request", "body": body}

        async def send(message):
            messages.append(message)

        await self.app(scope, receive, send)
        headers = MutableHeaders(raw=messages[0]["headers"])
        for key, morsel in SimpleCookie(headers.get("set-cookie", "")).items():
            self.cookies[key] = morsel.value
        text = b"".join(message.get("body", b"") for message in messages[1:]).decode()
        return Answer(messages[0]["status"], headers, text)


@pytest.fixture
def url(tmp_path, monkeypatch):
    """URL of a database with the small round and an account `zhang`."""
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", address)
    rounds.fill(address)
    with Store(address) as store:
        account = Account("zhang", "张三", Role.EVALUATOR)
        store.add_account(account, HASH, at=now(), by="test")
    visitors.public(monkeypatch)
    return address


@pytest.fixture
def door(url):
    """A browser before the entrance."""
    return Browser()


def enter(door, name="zhang", password=PASSWORD):
    return door.post("/signin", data={"name": name, "password": password})


def test_a_right_password_gives_a_cookie_that_no_script_reads(door, url):
    answer = enter(door, " Zhang ")
    assert (answer.status_code, answer.headers["location"]) == (303, "./")
    cookie = answer.headers["set-cookie"]
    assert re.fullmatch(COOKIE + r"=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", cookie)
    with Store(url) as store:
        found = store.session(token_key(door.cookies[COOKIE]), now(), seen=False)
    assert found.id == "zhang"


def test_over_https_the_cookie_is_for_https_alone(door):
    door.headers["x-forwarded-proto"] = "https"
    assert enter(door).headers["set-cookie"].endswith("; Secure")


@pytest.mark.parametrize(
    ("name", "password"),
    [("zhang", "wrong horse"), ("nobody", PASSWORD), ("", ""), ("zhang' OR 1=1 --", PASSWORD)],
)
def test_a_wrong_name_and_a_wrong_password_sound_the_same(door, name, password):
    answer = enter(door, name, password)
    assert answer.status_code == 403
    assert WRONG in answer.text
    assert "set-cookie" not in answer.headers


def test_a_locked_account_sounds_the_same_even_with_the_right_password(door):
    for _ in range(5):
        enter(door, password="wrong horse")
    answer = enter(door)
    assert (answer.status_code, WRONG in answer.text) == (403, True)


def test_a_wrong_password_is_in_the_audit_chain_and_what_is_typed_at_a_locked_account_is_not(
    door, url
):
    for _ in range(6):  # locked after the fifth
        enter(door, password="wrong horse")
    enter(door, name="nobody", password="wrong horse")
    with Store(url) as store:
        found = [each for each in store.trail() if each.action == "sign_in_refused"]
        assert store.verify_trail().fault == ""
    assert [each.by for each in found] == ["zhang"] * 5
    assert [each.what.partition("，")[0] for each in found] == [
        f"密码不对（连续第 {n} 次）" for n in range(1, 6)
    ]
    assert ["锁定到" in each.what for each in found] == [False] * 4 + [True]
    assert not any("horse" in each.what for each in found)


def test_a_form_of_another_site_signs_nobody_in(door):
    for origin in ("http://evil.invalid", "null"):
        assert door.post("/signin", data={}, headers={"origin": origin}).status_code == 403
    assert from_here({"host": "a", "sec-fetch-site": "same-origin"})
    assert not from_here({"host": "a", "sec-fetch-site": "cross-site"})
    assert not from_here({"host": "a"})


def test_what_is_too_long_is_refused_before_it_is_read(door):
    answer = enter(door, password="x" * 100_000)
    assert (answer.status_code, "过长" in answer.text) == (413, True)


def test_more_fields_than_any_form_has_are_refused_with_a_sentence(door):
    answer = door.post("/signin", data={f"f{n}": "x" for n in range(11)})
    assert (answer.status_code, "未予处理" in answer.text) == (413, True)


@pytest.mark.parametrize("name", ["zh\x00ang", "\x00", "张三", "a" * 3000])
def test_what_can_be_no_name_sounds_like_a_wrong_one(store, name):
    assert entrance.sign_in(store, name, PASSWORD) is None  # PostgreSQL takes no NUL


def test_who_signs_in_anew_leaves_no_old_session_behind(door, url):
    enter(door)
    old = door.cookies[COOKIE]
    enter(door)
    with Store(url) as store:
        assert store.session(token_key(old), now(), seen=False) is None
        assert store.session(token_key(door.cookies[COOKIE]), now(), seen=False).id == "zhang"


@pytest.mark.parametrize("path", ["/signin", "/password", "/signin?next=//evil.invalid", "//evil"])
def test_nobody_is_led_away(door, path):
    for answer in (door.get(path), door.post(path.partition("?")[0], {"next": "//evil.invalid"})):
        assert "evil" not in answer.headers.get("location", "")


def test_the_pages_may_run_nothing_and_stand_in_no_frame(door):
    answer = door.get("/signin")
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_given_password_is_to_be_changed_first(door, url):
    with Store(url) as store:
        store.set_password("zhang", HASH, at=now(), by="test", must_change=True)
    assert enter(door).headers["location"] == "password"
    assert "请先改成自己的密码" in door.get("/password").text
    form = {"old": PASSWORD, "new": "another horse", "again": "another horse"}
    answer = door.post("/password", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "./")
    with Store(url) as store:
        known = store.session(token_key(door.cookies[COOKIE]), now(), seen=False)
        assert not known.must_change
        assert matches(store.begin_attempt("zhang", now()), "another horse")


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong horse", "another horse", "another horse", "原密码不对"),
        (PASSWORD, "another horse", "another house", "不一致"),
        (PASSWORD, PASSWORD, PASSWORD, "不能与原密码相同"),
        (PASSWORD, "1234567890", "1234567890", "不能只有数字和符号"),
    ],
)
def test_a_bad_change_of_the_password_changes_nothing(door, url, old, new, again, said):
    enter(door)
    answer = door.post("/password", data={"old": old, "new": new, "again": again})
    assert said in answer.text
    with Store(url) as store:
        assert matches(store.begin_attempt("zhang", now()), PASSWORD)


@pytest.mark.parametrize("token", ["", "forged", "A" * 43])
def test_without_a_session_nobody_changes_a_password(door, token):
    door.cookies[COOKIE] = token
    assert door.get("/password").headers["location"] == "signin"


def test_before_any_account_the_entrance_says_how_to_make_one(door, tmp_path, monkeypatch):
    monkeypatch.setenv("GKC_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    assert FIRST in door.get("/signin").text
    assert FIRST in enter(door).text


# --- behind the door --------------------------------------------------------------------------


def opened(**query):
    app = AppTest.from_file(ENTRY, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert [error.value for error in app.exception] == []
    return app


def test_the_public_sees_nothing_before_publication(url):
    app = opened(round="r1", unit="poor")
    assert "目前没有可以查看的评估结果。" in words(app)
    assert "登录" in words(app)
    assert "局" not in words(app)


@pytest.mark.parametrize("token", ["forged", "' OR 1=1 --", ""])
def test_a_forged_session_is_the_public(url, monkeypatch, token):
    monkeypatch.setattr("dashboard.entry.signin._cookie", lambda: token)
    assert "目前没有可以查看的评估结果。" in words(opened(round="r1"))


def test_an_expired_session_is_the_public(url, monkeypatch):
    visitors.signed_in(monkeypatch, url, Role.LEADER)
    assert "甲局" in words(opened())
    later = now() + timedelta(minutes=31)
    monkeypatch.setattr("dashboard.entry.signin.now", lambda: later)
    assert "目前没有可以查看的评估结果。" in words(opened())


def test_a_unit_sees_itself_without_a_place_and_nobody_else(url, monkeypatch):
    visitors.signed_in(monkeypatch, url, Role.UNIT, "poor")
    app = opened(round="r1", unit="good")
    app.switch_page("dashboard/views/unit.py").run()
    assert app.title[0].value == "乙局"
    assert "待通报" in words(app)
    assert "甲局" not in words(app)
    for view in ("ranking", "collection", "method", "selfcheck", "appeals", "rectification"):
        app.switch_page(f"dashboard/views/{view}.py").run()
        assert "甲局" not in words(app)
    app.switch_page("dashboard/views/ranking.py").run()
    assert "这一轮评估还没有通报。" in words(app)


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.REVIEWER, Role.LEADER])
def test_who_ranks_sees_the_ranking(url, monkeypatch, role):
    visitors.signed_in(monkeypatch, url, role)
    app = opened()
    assert "甲局" in words(app)
    assert f"某{role.value}" in words(app)


def test_signing_out_ends_the_session_at_once(url, monkeypatch):
    visitors.signed_in(monkeypatch, url, Role.LEADER)
    app = opened()
    next(button for button in app.button if button.label == "退出").click().run()
    assert "目前没有可以查看的评估结果。" in words(app)


def test_who_is_locked_or_becomes_somebody_else_is_so_at_the_next_click(url, monkeypatch):
    visitors.signed_in(monkeypatch, url, Role.LEADER)
    app = opened()
    assert "甲局" in words(app)
    with Store(url) as store:
        changed = Account("leader", "某leader", Role.UNIT, "poor")
        store.change_account(changed, at=now(), by="test")
    assert "甲局" not in words(app.run())
    with Store(url) as store:
        store.lock("leader", at=now(), by="test")
    assert "目前没有可以查看的评估结果。" in words(app.run())


def test_the_session_of_another_is_not_changed_by_the_address(url, monkeypatch):
    visitors.signed_in(monkeypatch, url, Role.UNIT, "poor")
    with Store(url) as store:
        store.add_account(Account("boss", "王五", Role.LEADER), HASH, at=now(), by="test")
    app = opened(**{"as": "boss", "user": "boss", "unit": "good", COOKIE: "boss"})
    assert "王五" not in words(app)
    assert "甲局" not in words(app)


def test_with_a_given_password_nothing_is_seen_before_it_is_changed(url, monkeypatch):
    visitors.signed_in(monkeypatch, url, Role.LEADER, must_change=True)
    app = opened()
    assert "请先改成自己的密码" in words(app)
    assert "局" not in words(app)


def test_before_any_account_the_screen_says_how_to_make_one(tmp_path, monkeypatch):
    monkeypatch.setenv("GKC_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    visitors.public(monkeypatch)
    assert opened().code[0].value == FIRST
    assert "核查结果" not in words(opened())


def test_the_method_is_said_to_everybody_before_any_account_or_round(tmp_path, monkeypatch):
    monkeypatch.setenv("GKC_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    visitors.public(monkeypatch)
    app = opened()
    app.switch_page("dashboard/views/method.py").run()
    assert [error.value for error in app.exception] == []
    shown = words(app)
    assert "得分   = 总分 × 得到的分值 ÷ 已核查的分值" in shown
    assert "以程序附带的指标体系为例" in {box.label for box in app.selectbox}
    assert "下表是本版程序的准确率卡" in shown
    assert "本轮" not in shown.partition("准确率卡")[2][:20]


def test_what_a_button_still_holds_of_somebody_gone_saves_nothing(url, monkeypatch):
    leader = Person("leader", "某leader", Role.LEADER)
    visitors.signed_in(monkeypatch, url, Role.LEADER)
    app = AppTest.from_string(
        "import streamlit as st\n"
        "from dashboard.entry.signin import demand_still\n"
        "from data.people import NotAllowed, Person, Role\n"
        "try:\n"
        "    demand_still(Person('leader', '某leader', Role.LEADER))\n"
        "    st.text('still')\n"
        "except NotAllowed as error:\n"
        "    st.text(str(error))\n"
    )
    assert app.run().text[0].value == "still"
    with Store(url) as store:
        assert store.account("leader").person == leader
        store.lock("leader", at=now(), by="test")
    assert "没有保存；请重新登录" in app.run().text[0].value


def test_an_administrator_keeps_accounts_and_reads_no_results(url, monkeypatch):
    visitors.signed_in(monkeypatch, url, Role.ADMINISTRATOR)
    app = opened()
    app.switch_page("dashboard/views/people.py").run()
    assert any("zhang" in body for body in html(app))
    app.text_input[0].set_value("wu")
    app.text_input[1].set_value("吴用")
    next(button for button in app.button if button.label == "增加").click().run()
    assert [error.value for error in app.exception] == []
    assert "账号 wu 的密码只显示这一次" in words(app)
    given = app.code[0].value
    with Store(url) as store:
        assert store.account("wu").must_change
        assert matches(store.begin_attempt("wu", now()), given)
    assert given not in words(app.run())


# --- OpenID Connect, and the open dashboard ---------------------------------------------------


def test_claims_count_for_a_day_and_name_an_active_account(url, monkeypatch):
    with Store(url) as store:
        new = Account("li", "李四", Role.LEADER, subject="li@x.cn")
        store.add_account(new, "", at=now(), by="test")
    claims = {"is_logged_in": True, "sub": "s-1", "email": "Li@x.cn", "email_verified": True}
    monkeypatch.setattr("dashboard.entry.signin._claims", lambda: claims)
    assert signin.who() is None  # not said when they were issued
    claims["iat"] = int(now().timestamp())
    assert signin.who().id == "li"
    claims["iat"] -= 24 * 3600
    assert signin.who() is None
    claims |= {"iat": int(now().timestamp()), "email_verified": False}
    assert signin.who() is None


@pytest.mark.parametrize(
    ("flag", "headers", "seen"),
    [
        ("1", {"host": "127.0.0.1:8501"}, True),
        ("1", {"host": "localhost:8501"}, True),
        ("1", {"host": "[::1]:8501"}, True),
        ("", {"host": "127.0.0.1:8501"}, False),
        ("1", {"host": "gkc.gov.cn"}, False),
        ("1", {"host": "127.0.0.1.evil.invalid"}, False),
        ("1", {}, False),
        ("1", {"host": "localhost", "x-forwarded-for": "10.0.0.9"}, False),
    ],
)
def test_an_open_dashboard_is_open_on_this_machine_only(monkeypatch, flag, headers, seen):
    monkeypatch.setitem(os.environ, "GKC_OPEN", flag)

    class Context:
        pass

    Context.headers = headers
    monkeypatch.setattr("streamlit.context", Context)
    assert signin.open_here() is seen


def test_open_to_others_is_refused(tmp_path):
    done = gkc(tmp_path, "serve", "--open", "--address", "0.0.0.0")
    assert (done.code, "--open 只能在本机用" in done.err) == (1, True)
    assert "--open" not in dashboard_command(8501, "0.0.0.0")
    assert not is_loopback("0.0.0.0")
