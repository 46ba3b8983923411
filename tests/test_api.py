"""The read-only API: what each client reads and is refused; fuzz from its own description."""

import json
from datetime import UTC, datetime

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import given, settings

from dashboard.api.app import make_app
from data.clients import Client, ClientError
from data.passwords import token_key
from data.people import Role
from data.store import Store
from data.workflow import Stage, StageMove
from tests import rounds
from tests.commands import gkc

AT = datetime(2023, 12, 20, tzinfo=UTC)
CLIENTS = (
    Client("leader", "市领导驾驶舱", Role.LEADER),
    Client("poor", "乙局门户", Role.UNIT, "poor"),
    Client("open", "公众应用", None),
    Client("few", "偶尔来看", Role.LEADER, a_minute=2),
)


@pytest.fixture
def api(tmp_path, monkeypatch):
    """A visitor of the API over the small round; `as_` names the client."""
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    rounds.fill(url, rounds.archived_page(tmp_path / "var"))
    monkeypatch.setattr("dashboard.desk.desk.VAR", tmp_path / "var")
    with Store(url) as store:
        for client in CLIENTS:
            store.add_client(client, token_key(client.id), at=AT, by="test")
    with TestClient(make_app(url)) as visitor:
        yield visitor


def get(api, path, as_="leader", **params):
    return api.get(f"/v1{path}", params=params, headers={"Authorization": f"Bearer {as_}"})


def test_a_leader_reads_places_points_and_why_there_is_none(api):
    got = get(api, "/rounds/r1/ranks").json()
    assert got["total"] == 3
    lines = {line["unit_id"]: line for line in got["items"]}
    assert (lines["good"]["place"], lines["good"]["value"]) == (1, 100.0)
    poor = lines["poor"]
    assert (poor["value"], poor["low"], poor["high"]) == (55.71, 39.0, 69.0)
    assert (poor["coverage"], poor["grade"]) == (0.7, "不合格")
    assert lines["down"]["place"] is None
    assert lines["down"]["why_not"]


def test_gaps_come_largest_first_with_evidence(api):
    got = get(api, "/rounds/r1/units/poor/gaps", limit=1).json()
    (first,) = got["items"]
    assert (first["name"], first["lost"], first["outcome_text"]) == ("部门预算", 20.0, "不符合")
    assert first["path"] == ["公开内容"]
    second = get(api, "/rounds/r1/units/poor/gaps", offset=1, limit=1).json()["items"][0]
    assert second["lost"] <= first["lost"]
    assert first["gain"] == 28.57  # 100 × 20 ÷ 70, as the screen and the report say
    assert second["evidence"][0]["url"].startswith("http://poor.localhost/")


def test_evidence_is_text_with_numbers_of_persons_starred(api):
    findings = get(api, "/rounds/r1/units/poor/findings").json()["items"]
    report = next(f for f in findings if f["indicator_id"] == "report")
    sha256 = report["evidence"][0]["sha256"]
    text = get(api, f"/rounds/r1/units/poor/evidence/{sha256}").json()["text"]
    assert "迟到的年报" in text
    assert "430102199003071234" not in text


def test_a_unit_reads_itself_and_never_another(api):
    assert get(api, "/rounds/r1/units/poor", "poor").json()["rank"]["value"] == 55.71
    assert get(api, "/rounds/r1/units/poor", "poor").json()["rank"]["place"] is None
    assert get(api, "/rounds/r1/units/good", "poor").status_code == 404
    assert [r["unit_id"] for r in get(api, "/rounds/r1/ranks", "poor").json()["items"]] == ["poor"]


def test_the_public_knows_nothing_of_a_round_before_it_is_published(api):
    assert get(api, "/rounds", "open").json()["items"] == []
    for path in ("", "/ranks", "/announced", "/units/poor", "/units/poor/gaps"):
        assert get(api, f"/rounds/r1{path}", "open").status_code == 404


def test_what_is_announced_is_read_by_everybody(api, tmp_path):
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store:
        store.move_stage("r1", StageMove(Stage.DRAFT, Stage.PUBLISHED, "test", AT, ""))
    assert [r["id"] for r in get(api, "/rounds", "open").json()["items"]] == ["r1"]
    said = get(api, "/rounds/r1/announced", "open").json()
    assert [row["unit"] for row in said["rows"]][:2] == ["甲局", "乙局"]
    assert get(api, "/rounds/r1/ranks", "open").status_code == 403


@pytest.mark.parametrize("token", ["", "wrong", "leader "])
def test_without_a_valid_token_nothing_is_read(api, token):
    refused = api.get("/v1/rounds", headers={"Authorization": f"Bearer {token}x"})
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert api.get("/v1/rounds").status_code == 401


def test_a_revoked_token_is_dead_at_once(api, tmp_path):
    assert get(api, "/rounds").status_code == 200
    with Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store:
        store.revoke_client("leader", at=AT, by="test")
        assert store.trail()[-1].what == "停用接口用户 leader"
    assert get(api, "/rounds").status_code == 401


def test_more_requests_a_minute_than_granted_are_put_off(api):
    assert [get(api, "/rounds", "few").status_code for _ in range(3)] == [200, 200, 429]
    assert get(api, "/rounds", "leader").status_code == 200  # others go on
    assert get(api, "/rounds", "few").headers["Retry-After"] == "60"


def test_nothing_but_reading_is_offered(api):
    described = api.get("/v1/openapi.json").json()
    assert {method for path in described["paths"].values() for method in path} == {"get"}
    assert api.get("/docs").status_code == 404


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """The API over the small round, by its own description."""
    url = f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'gkc.db'}"
    rounds.fill(url)
    with Store(url) as store:
        fast = Client("fast", "压力测试", Role.LEADER, a_minute=6000)
        store.add_client(fast, token_key("fast"), at=AT, by="test")
    return schemathesis.openapi.from_asgi("/v1/openapi.json", make_app(url))


PATHS = [f"/v1/rounds{path}" for path in (
    "", "/{round_id}", "/{round_id}/announced", "/{round_id}/ranks", "/{round_id}/units/{unit_id}",
    "/{round_id}/units/{unit_id}/gaps", "/{round_id}/units/{unit_id}/findings",
    "/{round_id}/units/{unit_id}/evidence/{sha256}",
)]  # fmt: skip


def test_every_path_is_fuzzed(described):
    assert list(described) == PATHS


@pytest.mark.parametrize("path", PATHS)
def test_fuzzed_from_its_own_description_it_keeps_to_it(described, path):
    @given(case=described[path]["GET"].as_strategy())
    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    def fuzz(case):
        case.call_and_validate(headers={"Authorization": "Bearer fast"})

    fuzz()


@pytest.mark.parametrize(
    ("client", "said"),
    [
        (Client("A", "甲", None), "接口用户编号“A”无效"),
        (Client("aa", " ", None), "请写明使用接口的系统和单位名称"),
        (Client("aa", "甲", Role.ADMINISTRATOR), "接口只供读取"),
        (Client("aa", "甲", Role.UNIT), "要写明单位"),
        (Client("aa", "甲", None, "poor"), "其他角色的不写"),
        (Client("aa", "甲", None, a_minute=0), "每分钟请求次数"),
        (Client("aa", "甲", Role.UNIT, "nobody"), "名册里没有编号为“nobody”的单位"),
    ],
)
def test_a_client_that_is_not_whole_is_refused(store, client, said):
    with pytest.raises(ClientError, match=said):
        store.add_client(client, token_key("x"), at=AT, by="test")
    assert store.clients() == []


def test_clients_are_granted_listed_and_revoked_by_command(tmp_path):
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    with Store(url):
        pass
    token = gkc(
        tmp_path, "api", "grant", "hub", "--name", "共享平台", "--role", "leader"
    ).out.strip()
    with Store(url) as store:
        assert store.client_of(token_key(token)).id == "hub"
        assert store.trail()[-1].what == "开通接口用户 hub，角色 leader"
    assert gkc(tmp_path, "api", "revoke", "hub").code == 0
    (line,) = json.loads(gkc(tmp_path, "api", "list", "--format", "json").out)
    assert (line["id"], line["state"]) == ("hub", "已停用")
    unknown = gkc(tmp_path, "api", "revoke", "nobody")
    assert (unknown.code, "没有接口用户“nobody”" in unknown.err) == (1, True)
    assert gkc(tmp_path, "api", "grant", "x1", "--name", "甲", "--role", "king").code == 1
