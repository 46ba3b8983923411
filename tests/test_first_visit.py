"""The first visit: three places by role, put away for good by a cookie."""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard.entry import visited
from dashboard.screen.firstvisit import FIRST, panel, places
from data.people import Role
from data.store import Store
from tests import rounds, visitors
from tests.test_dashboard import ENTRY, html

PLACES = {
    Role.ADMINISTRATOR: ["账号", "总览", "方法"],
    Role.ORGANISER: ["轮次进程", "差距", "新建轮次"],
    Role.EVALUATOR: ["评审台", "单位", "方法"],
    Role.REVIEWER: ["评审台", "整改", "稳健性与公平性"],
    Role.EXPERT: ["评审台", "单位", "方法"],
    Role.LEADER: ["总览", "差距", "轮次进程"],
    Role.UNIT: ["单位", "自查", "清单和申诉"],
}


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", address)
    with Store(address) as store:
        rounds.create(store)
    return address


def first(app):
    """What the panel shows; empty without one."""
    return "".join(body for body in html(app) if 'class="gk-first"' in body)


def begun(monkeypatch, url, role):
    visitors.signed_in(monkeypatch, url, role, rounds.POOR.id if role is Role.UNIT else "")
    app = AppTest.from_file(ENTRY, default_timeout=60).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("role", Role)
def test_whoever_comes_first_sees_three_places_that_are_in_the_menu(monkeypatch, url, role):
    body = first(begun(monkeypatch, url, role))
    links = re.findall(r'<li><a href="([^"?]+)\?(?:round=r1)?" target="_self">([^<]+)</a>', body)
    assert [title for _view, title in links] == PLACES[role]
    assert [view for view, _title in links] == list(FIRST[role])
    assert f'href="visited/{role.value}"' in body


def test_other_views_and_whoever_put_it_away_are_spared(monkeypatch, url):
    app = begun(monkeypatch, url, Role.LEADER)
    assert first(app)
    assert not first(app.switch_page("dashboard/views/method.py").run())
    monkeypatch.setattr(visited, "of_the_screen", lambda: frozenset({Role.LEADER}))
    assert not first(begun(monkeypatch, url, Role.LEADER))


def test_without_an_account_nobody_is_led(monkeypatch, url):
    visitors.without_signing_in(monkeypatch)
    assert not first(AppTest.from_file(ENTRY, default_timeout=60).run())


def test_a_view_that_somebody_does_not_have_is_left_out():
    assert places(Role.UNIT, {"appeals": "清单和申诉"}) == [
        ("appeals", "清单和申诉", "对失分有不同意见，在期限内申诉")
    ]


def test_titles_and_rounds_are_text():
    body = panel(Role.UNIT, [("unit", "<b>", "")], "a&b")
    assert '<a href="unit?round=a%26b" target="_self">&lt;b&gt;</a>' in body


def test_putting_away_adds_one_role_and_leads_to_the_beginning():
    visitor = TestClient(Starlette(routes=visited.ROUTES), follow_redirects=False)
    answer = visitor.get("/visited/leader")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "gkc_visited=leader;" in answer.headers["set-cookie"]
    again = visitor.get("/visited/organiser")
    assert visited.visited(again.cookies["gkc_visited"].strip('"')) == {Role.LEADER, Role.ORGANISER}


@pytest.mark.parametrize("asked", ["nobody", "leader;x", "unit.leader"])
def test_only_roles_are_kept(asked):
    visitor = TestClient(Starlette(routes=visited.ROUTES), follow_redirects=False)
    kept = visitor.get(f"/visited/{asked}").cookies.get("gkc_visited", "").strip('"')
    assert visited.visited(kept) == ({Role.UNIT, Role.LEADER} if "unit" in asked else set())
