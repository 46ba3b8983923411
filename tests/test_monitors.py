"""Watching between rounds: what counts as not open, what is kept, when an alarm is raised."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from aiohttp import web

from crawlers import watch as watch_module
from crawlers.loopback import CHALLENGE, Always, Behaviour, Down, serve
from crawlers.settings import Settings
from crawlers.watch import opened, our_network_failed, watch_due
from dashboard.rounds.progress import VETO, WARN, standings, why_not_opened
from data.facts import ColumnFacts
from data.storage.database import Database
from data.storage.monitors import Monitors
from data.store import Store
from data.types import FetchOutcome, Page
from data.watches import (
    OUR_NETWORK,
    ColumnLook,
    Probe,
    Watch,
    WatchKind,
    levels,
    next_due,
)
from tests import rounds
from tests.commands import gkc
from tests.sites import entries, page

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def monitors(database: str) -> Iterator[Monitors]:
    """No watches, on each kind of database."""
    with closing(Database(database)) as opened_database:
        yield Monitors(opened_database)


def watch(
    url: str, kind: WatchKind = WatchKind.AVAILABILITY, name: str = "", **allow: object
) -> Watch:
    settings = Settings(allow=allow).to_json()  # type: ignore[arg-type]
    return Watch(kind, url, "甲局", settings, NOW, NOW, name=name)


def home(name: str) -> str:
    return f"http://{name}.localhost:8700/"


def run(monitors: Monitors, at: datetime) -> tuple[list[Probe], list[ColumnLook]]:
    return asyncio.run(watch_due(monitors, now=lambda: at))


# --- what is due ------------------------------------------------------------------------------


def test_a_watch_is_added_once_listed_and_removed(monitors: Monitors) -> None:
    watches = [watch(home("a")), watch(home("a"), WatchKind.COLUMN), watch(home("b"))]
    assert monitors.add(watches) == 3
    assert monitors.add(watches) == 0
    assert {(w.kind, w.url) for w in monitors.watches()} == {(w.kind, w.url) for w in watches}
    assert monitors.remove(watches[:1]) == 1
    assert len(monitors.watches()) == 2


def test_due_is_what_is_overdue_longest_first(monitors: Monitors) -> None:
    monitors.add([watch(home("a")), watch(home("b"))])
    assert len(monitors.due(NOW)) == 2
    assert monitors.due(NOW - HOUR) == []
    probe = Probe(home("a"), NOW, FetchOutcome.OK, True)
    monitors.add_probe(watch(home("a")), probe, NOW + HOUR)
    assert [w.url for w in monitors.due(NOW)] == [home("b")]
    assert [w.url for w in monitors.due(NOW + HOUR)] == [home("b"), home("a")]


def test_late_passes_keep_the_beat_and_missed_visits_are_not_made_up_for() -> None:
    assert next_due(NOW, NOW + timedelta(minutes=9), HOUR) == NOW + HOUR
    assert next_due(NOW, NOW + 5 * HOUR, HOUR) == NOW + 6 * HOUR


def test_the_rules_allow_for_twenty_visits_a_day() -> None:
    late = timedelta(minutes=10)  # cron runs every ten minutes
    every = levels().every(WatchKind.AVAILABILITY)
    assert timedelta(days=1) / (every + late) >= 20


# --- what counts ------------------------------------------------------------------------------


def test_a_wall_against_robots_is_never_counted_as_not_open() -> None:
    walls = [how for how in FetchOutcome if how.refused_us]
    assert {opened(how) for how in walls} == {None}
    assert opened(FetchOutcome.BLOCKED_ADDRESS) is None
    assert {opened(how) for how in FetchOutcome if how.read} == {True}
    assert opened(FetchOutcome.TIMEOUT_FIRST_BYTE) is False


def refused(*names: str) -> list[Probe]:
    return [Probe(home(name), NOW, FetchOutcome.REFUSED, False) for name in names]


def test_when_nothing_at_all_can_be_reached_it_is_our_network() -> None:
    assert our_network_failed(refused("a", "b", "c"))
    assert not our_network_failed(refused("a", "b"))
    answered = Probe(home("d"), NOW, FetchOutcome.SERVER_ERROR, False)
    assert not our_network_failed([*refused("a", "b", "c"), answered])


def test_a_pass_visits_home_pages_and_says_what_it_could_not_tell(monitors: Monitors) -> None:
    hosts: dict[str, Behaviour] = {
        "fine.localhost": Always(200, page("首页", "<p>欢迎</p>")),
        "down.localhost": Down(),
        "wall.localhost": CHALLENGE,
    }
    with serve(hosts) as allow:
        monitors.add([watch(f"http://{host}:8700/", **allow) for host in hosts])
        probes, _ = run(monitors, NOW)
        assert {p.url: p.opened for p in probes} == {
            home("fine"): True,
            home("down"): False,
            home("wall"): None,
        }
        assert run(monitors, NOW + HOUR / 2) == ([], [])  # nothing is due
        run(monitors, NOW + HOUR)
    tallies = monitors.availability(NOW)
    assert (tallies[home("fine")].opened, tallies[home("down")].failed) == (2, 2)
    assert tallies[home("wall")].unsure == 2
    assert tallies[home("wall")].failing is None
    missed = [(w.url, p.outcome, p.opened) for w, p in monitors.not_opened(NOW)]
    assert sorted(missed) == [
        *2 * [(home("down"), FetchOutcome.REFUSED, False)],
        *2 * [(home("wall"), FetchOutcome.CHALLENGE, None)],
    ]
    assert monitors.availability(NOW + HOUR)[home("fine")].opened == 1


def test_visits_that_saw_no_page_are_told_newest_first(monitors: Monitors) -> None:
    mine, other = replace(watch(home("a")), unit_id="u1"), replace(watch(home("b")), unit_id="u2")
    monitors.add([mine, other, watch(home("a"), WatchKind.COLUMN)])
    refused, timeout = FetchOutcome.REFUSED, FetchOutcome.TIMEOUT_FIRST_BYTE
    for which, ago, how in ((mine, 1, refused), (mine, 2, FetchOutcome.OK), (mine, 3, timeout),
                            (other, 2, refused), (mine, 9, refused)):  # fmt: skip
        probe = Probe(which.url, NOW - ago * HOUR, how, opened(how))
        monitors.add_probe(which, probe, NOW)
    since = NOW - 5 * HOUR

    def told(units: tuple[str, ...] | None = None, most: int | None = None) -> list[str]:
        return [
            f"{w.unit_id} {p.outcome}"
            for w, p in monitors.not_opened(since, units=units, most=most)
        ]

    assert told() == [f"u1 {refused}", f"u2 {refused}", f"u1 {timeout}"]
    assert told(("u1",)) == [f"u1 {refused}", f"u1 {timeout}"]
    assert told(most=1) == [f"u1 {refused}"]
    assert told(()) == []


@pytest.mark.parametrize(
    ("how", "note", "said"),
    [
        (FetchOutcome.REFUSED, "", "连接被拒绝或中断"),
        (FetchOutcome.CHALLENGE, "", "返回访问验证页面（防护墙拦截采集程序）（不计）"),
        (FetchOutcome.SERVER_ERROR, "ServerDisconnectedError", "服务器出错（5xx）"),
    ],
)
def test_why_a_visit_saw_no_page_is_said(how: FetchOutcome, note: str, said: str) -> None:
    assert why_not_opened(Probe(home("a"), NOW, how, opened(how), note=note)) == said


def test_a_visit_that_our_own_network_spoilt_says_so() -> None:
    probe = Probe(home("a"), NOW, FetchOutcome.REFUSED, None, note=OUR_NETWORK)
    assert why_not_opened(probe) == "所有网站同时连不上，疑似本机网络故障，不计"


def test_a_pass_without_a_network_costs_nobody_anything(monitors: Monitors) -> None:
    hosts = {f"{name}.localhost": Down() for name in "abc"}
    with serve(hosts) as allow:
        monitors.add([watch(f"http://{host}:8700/", **allow) for host in hosts])
        probes, _ = run(monitors, NOW)
    assert {probe.opened for probe in probes} == {None}
    assert {tally.failing for tally in monitors.availability(NOW).values()} == {None}


def test_a_column_is_read_and_not_fetched_again_while_it_has_not_changed(
    monitors: Monitors,
) -> None:
    asked: list[str | None] = []
    body = page("通知公告", entries(("/1.html", "关于某事项的通知", "2026-11-02"),
                                    ("/2.html", "关于另一事项的公告", "2026-11-20")))  # fmt: skip

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        asked.append(request.headers.get("If-None-Match"))
        if asked[-1] == '"v1"':
            return web.Response(status=304)
        return web.Response(text=body, content_type="text/html", headers={"ETag": '"v1"'})

    url = f"{home('tz')}tz/"
    with serve({"tz.localhost": answer}) as allow:
        monitors.add([watch(url, WatchKind.COLUMN, "通知公告", **allow)])
        _, (first,) = run(monitors, NOW)
        _, (second,) = run(monitors, NOW + timedelta(days=7))
    assert asked == [None, '"v1"']
    assert (first.items, first.newest_on) == (2, date(2026, 11, 20))
    assert second.outcome is FetchOutcome.NOT_MODIFIED
    assert (second.items, second.newest_on) == (2, date(2026, 11, 20))
    assert monitors.last_looks()[url] == second


# --- faults of our own --------------------------------------------------------------------------


def test_a_watch_that_our_program_fails_on_costs_the_pass_nothing_else(
    monitors: Monitors, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = watch_module.read_page

    def odd(url: str, body: bytes, media_type: str) -> Page:
        if "odd" in url:
            raise TypeError("a fault of ours")
        return real(url, body, media_type)

    monkeypatch.setattr(watch_module, "read_page", odd)
    listing = page("通知公告", entries(("/1.html", "关于某事项的通知", "2026-11-02")))
    hosts: dict[str, Behaviour] = {f"{n}.localhost": Always(200, listing) for n in ("odd", "fine")}
    with serve(hosts) as allow:
        columns = [watch(home(n), WatchKind.COLUMN, "通知公告", **allow) for n in ("odd", "fine")]
        monitors.add([*columns, watch(home("fine"), **allow)])
        probes, looks = run(monitors, NOW)
        assert [probe.opened for probe in probes] == [True]
        assert {look.url: (look.outcome, look.items) for look in looks} == {
            home("odd"): (FetchOutcome.INTERNAL, 0),
            home("fine"): (FetchOutcome.OK, 1),
        }
        assert monitors.last_looks() == {look.url: look for look in looks}
        assert f"watching {home('odd')} failed" in caplog.text
        monkeypatch.undo()
        probes, looks = run(monitors, NOW + HOUR)  # a week before a column is due by itself
    assert [(look.url, look.items) for look in looks] == [(home("odd"), 1)]


def test_settings_that_cannot_be_read_keep_no_other_watch_from_its_turn(
    monitors: Monitors,
) -> None:
    with serve({"fine.localhost": Always(200, page("首页", "<p>欢迎</p>"))}) as allow:
        bad = replace(watch(home("bad")), settings='{"of": "another version"}')
        monitors.add([bad, watch(home("fine"), **allow)])
        probes, _ = run(monitors, NOW)
    assert {p.url: (p.outcome, p.opened) for p in probes} == {
        home("bad"): (FetchOutcome.INTERNAL, None),
        home("fine"): (FetchOutcome.OK, True),
    }
    assert monitors.availability(NOW)[home("bad")].failing is None


def test_what_cannot_be_kept_of_one_watch_is_told_and_the_rest_is_kept(
    monitors: Monitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Monitors.add_probe

    def add(self: Monitors, which: Watch, probe: Probe, due_at: datetime) -> None:
        if "odd" in probe.url and probe.outcome is not FetchOutcome.INTERNAL:
            raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
        real(self, which, probe, due_at)

    monkeypatch.setattr(Monitors, "add_probe", add)
    hosts: dict[str, Behaviour] = {
        f"{name}.localhost": Always(200, page("首页", "<p>欢迎</p>")) for name in ("odd", "fine")
    }
    with serve(hosts) as allow:
        monitors.add([watch(f"http://{host}:8700/", **allow) for host in hosts])
        run(monitors, NOW)
    tallies = monitors.availability(NOW)
    assert (tallies[home("fine")].opened, tallies[home("odd")].unsure) == (1, 1)


def test_a_fault_of_our_own_does_not_hide_that_our_network_is_down() -> None:
    ours = Probe(home("d"), NOW, FetchOutcome.INTERNAL, None)
    assert our_network_failed([*refused("a", "b", "c"), ours])
    assert not our_network_failed([*refused("a", "b"), ours])


# --- alarms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failed", "of", "alarm"),
    [
        *((5, 200, ""), (6, 200, WARN), (9, 200, WARN), (10, 200, VETO)),
        # The standard asks for twenty visits a day for a week: fewer are no sample.
        *((1, 1, ""), (139, 139, ""), (140, 140, VETO)),
    ],
)
def test_alarms_follow_the_share_of_failed_visits(
    monitors: Monitors, failed: int, of: int, alarm: str
) -> None:
    monitors.add([watch(home("a"))])
    for number in range(of):
        how = FetchOutcome.REFUSED if number < failed else FetchOutcome.OK
        at = NOW - number * HOUR / 2
        monitors.add_probe(watch(home("a")), Probe(home("a"), at, how, opened(how)), NOW)
    long_ago = Probe(home("a"), NOW - timedelta(days=8), FetchOutcome.REFUSED, False)
    monitors.add_probe(watch(home("a")), long_ago, NOW)
    (standing,) = standings(monitors, levels(), NOW).homes
    assert standing.tally is not None
    assert standing.tally.failing == Fraction(failed, of)
    assert standing.alarm == alarm
    few = f"样本不足（{of} 次，满 140 次才判断）"
    assert (few in standing.words) is (of < 140)


@pytest.mark.parametrize(
    ("name", "newest", "alarm"),
    [
        ("工作动态", date(2026, 11, 20), ""),
        ("工作动态", date(2026, 11, 1), "超期 7 天"),  # 21 days old, 14 allowed
        ("通知公告", date(2026, 6, 20), "28 天后超期"),  # 155 of 183
        ("通知公告", date(2026, 10, 1), ""),
        ("机构职能", date(2020, 1, 1), ""),  # kept, not continued
        ("通知公告", None, ""),
    ],
)
def test_columns_are_said_to_be_overdue_or_soon_so(
    monitors: Monitors, name: str, newest: date | None, alarm: str
) -> None:
    column = watch(home("a"), WatchKind.COLUMN, name)
    monitors.add([column])
    look = ColumnLook(home("a"), NOW, FetchOutcome.OK, items=3, newest_on=newest)
    monitors.add_look(column, look, NOW + HOUR)
    (standing,) = standings(monitors, levels(), NOW).columns
    assert standing.alarm == alarm


def test_a_failed_look_does_not_hide_what_was_read_before(monitors: Monitors) -> None:
    column = watch(home("a"), WatchKind.COLUMN, "通知公告")
    monitors.add([column])
    read = ColumnLook(home("a"), NOW - HOUR, FetchOutcome.OK, 3, date(2026, 11, 1))
    for look in (read, ColumnLook(home("a"), NOW, FetchOutcome.REFUSED)):
        monitors.add_look(column, look, NOW + HOUR)
    assert monitors.last_looks() == {home("a"): read}


# --- the commands -----------------------------------------------------------------------------


def test_the_commands_watch_a_round_and_an_address(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}") as store:
        rounds.create(store)
        column = ColumnFacts("通知公告", ("通知公告",), "http://good.localhost/tz/", "items", 3,
                             None, frozenset())  # fmt: skip
        store.put_reading("r1", "good", [], [column], {})
    hosts = ("good", "poor", "down", "other")
    here = [word for host in hosts for word in ("--allow-host", f"{host}.localhost=127.0.0.1:80")]
    added = gkc(tmp_path, "monitor", "add", "r1", "http://other.localhost/", *here)
    assert (added.code, "新列入监测 6 项" in added.err) == (0, True), added.err
    listed = json.loads(gkc(tmp_path, "monitor", "list", "--format", "json").out)
    assert {(row["owner"], row["what"]) for row in listed} == {
        ("甲局", "首页"),
        ("乙局", "首页"),
        ("丙局", "首页"),
        ("甲局", "通知公告"),
        ("other.localhost", "首页"),
        ("other.localhost", "栏目"),
    }
    assert {row["state"] for row in listed} == {"尚未访问", "尚未查看"}
    assert "已停止监测 4 项" in gkc(tmp_path, "monitor", "remove", "r1").err
    again = gkc(tmp_path, "monitor", "add", "http://other.localhost/", "--columns", *here)
    assert "新列入监测 0 项，原已在监测 1 项" in again.err


def test_addresses_that_may_not_be_visited_are_not_watched(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}") as store:
        inside = replace(rounds.GOOD, portal="http://10.1.2.3/")
        rounds.create(store, (inside, rounds.POOR, rounds.DOWN))
        column = ColumnFacts("通知公告", ("通知公告",), "http://[::1]/tz/", "items", 3, None,
                             frozenset())  # fmt: skip
        store.put_reading("r1", "good", [], [column], {})
    allow = ("--allow-host", "poor.localhost=127.0.0.1:80")
    done = gkc(tmp_path, "monitor", "add", "r1", "http://www.a.gov.cn/", *allow)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        "错误：没有列入甲局的首页 http://10.1.2.3/：10.1.2.3 不是公网地址；"
        "确需访问时加 --allow-host 10.1.2.3:80",
        "错误：没有列入甲局的通知公告 http://[::1]/tz/：::1 不是公网地址；"
        "确需访问时加 --allow-host [::1]:80",
        "错误：没有列入丙局的首页 http://down.localhost/：down.localhost 是本机；"
        "确需访问时加 --allow-host down.localhost=IP:80，IP 为它的地址",
        "新列入监测 3 项，原已在监测 0 项",
    ]
    listed = json.loads(gkc(tmp_path, "monitor", "list", "--format", "json").out)
    assert {row["owner"] for row in listed} == {"乙局", "www.a.gov.cn"}


def test_many_refusals_are_not_all_named(tmp_path: Path) -> None:
    urls = [f"http://10.0.0.{n}/" for n in range(1, 31)]
    done = gkc(tmp_path, "monitor", "add", *urls)
    assert done.code == 1
    assert "错误：没有列入10.0.0.1的首页 http://10.0.0.1/ 等 2 项：10.0.0.1 不是" in done.err
    assert done.err.count("错误：没有列入") == 3
    assert "错误：另有 27 个主机 54 项也是这样，没有列入\n新列入监测 0 项" in done.err


def test_one_pass_from_the_command_line(tmp_path: Path) -> None:
    hosts = {"fine.localhost": Always(200, page("首页", "<p>欢迎</p>")), "down.localhost": Down()}
    with serve(hosts) as allow:
        options = [
            word
            for host, (ip, port) in allow.items()
            for word in ("--allow-host", f"{host}={ip}:{port}")
        ]
        urls = (home("fine"), home("down"))
        gkc(tmp_path, "monitor", "add", *urls, "--availability", *options)
        done = gkc(tmp_path, "monitor", "run")
        assert done.code == 0, done.err
        assert "访问首页 2 个：打不开 1 个，无法采集 0 个" in done.err
        assert "没有到时间的监测项目" in gkc(tmp_path, "monitor", "run").err
    (missed,) = json.loads(gkc(tmp_path, "monitor", "list", "--failed", "--format", "json").out)
    assert (missed["url"], missed["why"]) == (home("down"), "连接被拒绝或中断")
    assert (missed["outcome"], missed["opened"]) == ("refused", False)
    listed = gkc(tmp_path, "monitor", "list").out
    assert "样本不足（1 次，满 140 次才判断）" in listed
    assert VETO not in listed


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    done = gkc(tmp_path, "monitor", "list")
    assert (done.code, "还没有监测项目" in done.err) == (0, True)


def test_what_cannot_be_watched_is_said(tmp_path: Path) -> None:
    assert "网址" in gkc(tmp_path, "monitor", "add", "ftp://x.localhost/").err
    assert "没有编号为“r9”" in gkc(tmp_path, "monitor", "add", "r9").err
