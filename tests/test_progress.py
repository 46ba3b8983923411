"""How far a collection has come: the figures, and the screen that shows them."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.load.collecting import standings_now
from dashboard.rounds.progress import Since, ago, totals
from data.facts import SiteStatus
from data.storage.database import Database
from data.storage.monitors import Monitors
from data.storage.progress import Shut, shut, site_progress
from data.store import Store
from data.types import Fetch, FetchOutcome
from data.watches import Probe, Watch, WatchKind
from tests import rounds, visitors
from tests.commands import gkc
from tests.test_dashboard import opened, words

AT = rounds.AT


def fetch(n, outcome=FetchOutcome.OK, at=AT):
    return Fetch(f"http://good.localhost/{n}", outcome, at)


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", address)
    visitors.without_signing_in(monkeypatch)
    return address


def test_progress_counts_requests_and_knows_the_last(database):
    later = AT + timedelta(minutes=1)
    with Store(database) as store, closing(Database(database)) as read:
        rounds.create(store)
        store.start_site("r1", "good", AT)
        rows = [fetch(1), fetch(2, FetchOutcome.NOT_FOUND, later), fetch(3)]
        store.add_fetches("r1", "good", [*rows, fetch(4, FetchOutcome.OUT_OF_BUDGET)])
        sites = site_progress(read, "r1")
        assert list(sites) == ["good", "poor", "down"]
        good = sites["good"]
        assert (good.asked, good.read, good.last_at) == (3, 2, later)
        assert good.state == store.site("r1", "good")
        assert (sites["poor"].asked, sites["poor"].last_at) == (0, None)
        whole = totals(sites)
        assert (whole.sites, whole.asked, whole.last) == (3, 3, good)
        assert whole.by_status == {SiteStatus.RUNNING: 1, SiteStatus.WAITING: 2}


def test_an_ended_look_leaves_its_sum_and_its_rows_are_not_counted_again(database):
    with Store(database) as store, closing(Database(database)) as read:
        rounds.create(store)
        store.start_site("r1", "good", AT)
        store.add_fetches("r1", "good", [fetch(1), fetch(2, FetchOutcome.NOT_FOUND)])
        running = site_progress(read, "r1")["good"]
        store.finish_site("r1", "good", AT, exhausted=True)
        ended = site_progress(read, "r1")["good"]
        assert (ended.outcomes, ended.last_at) == (running.outcomes, running.last_at)
        store.add_fetches("r1", "good", [fetch(3)])  # nobody looks: seen only if it is counted
        assert site_progress(read, "r1")["good"].asked == 2
        store.start_site("r1", "good", AT)
        assert site_progress(read, "r1")["good"].asked == 3
        store.finish_site("r1", "good", AT, exhausted=True)
        assert site_progress(read, "r1")["good"].asked == 3


def test_a_site_ends_once_and_an_end_of_long_ago_is_none(database):
    with Store(database) as store, closing(Database(database)) as read:
        rounds.create(store)
        store.finish_site("r1", "good", AT, exhausted=True)  # collected once more
        since = Since(site_progress(read, "r1"))
        assert since.take(site_progress(read, "r1")) == []
        for unit, status in (("good", SiteStatus.DONE), ("poor", SiteStatus.FAILED)):
            end = AT + timedelta(hours=1)
            store.finish_site("r1", unit, end, exhausted=True, status=status)
        assert {s.state.unit_id for s in since.take(site_progress(read, "r1"))} == {"good", "poor"}
        assert since.take(site_progress(read, "r1")) == []


@pytest.mark.parametrize(
    ("seconds", "said"), [(-3, "0 秒前"), (59, "59 秒前"), (119, "1 分钟前"), (90_000, "1 天前")]
)
def test_how_long_ago(seconds, said):
    assert ago(AT - timedelta(seconds=seconds), AT) == said


def test_the_screen_shows_failed_sites_with_the_reason_and_running_ones_first(url):
    rounds.fill(url)
    with Store(url) as store:
        store.start_site("r1", "good", AT)
        store.add_fetches("r1", "good", [fetch(9, at=datetime.now(UTC))])
        store.finish_site(
            "r1", "poor", AT, exhausted=False, status=SiteStatus.FAILED, note="证据文件已损坏"
        )
    shown = " ".join(words(opened("collection.py")).split())
    assert "采集出错 1" in shown
    assert "采集中 1" in shown
    assert "证据文件已损坏" in shown
    places = [
        shown.index(line) for line in ("乙局 采集出错", "甲局 采集中", "丙局 已采集，读到 0 页")
    ]
    assert places == sorted(places)
    assert "秒前" in shown


def test_the_screen_shows_how_watched_sites_do(url):
    rounds.fill(url)
    assert "gkc monitor add r1" in words(opened("collection.py"))
    now = datetime.now(UTC)
    with closing(Database(url)) as database:
        monitors = Monitors(database)
        for unit in (rounds.GOOD, rounds.POOR, replace(rounds.DOWN, id="another")):
            watch = Watch(
                WatchKind.AVAILABILITY, unit.portal, unit.name, "{}", now, now, unit_id=unit.id
            )
            monitors.add([watch])
            for n in range(140):
                bad = unit is rounds.POOR and n < 7
                how = FetchOutcome.REFUSED if bad else FetchOutcome.OK
                probe = Probe(unit.portal, now - n * timedelta(hours=1), how, not bad)
                monitors.add_probe(watch, probe, now)

    standings_now.clear()
    shown = " ".join(words(opened("collection.py")).split())
    assert "监测 2 个，提示 1 个" in shown
    assert "乙局 95.0% 7 / 140" in shown
    assert "达到否决线" in shown
    assert "甲局 100.0% 0 / 140" in shown


def test_columns_not_looked_at_yet_are_said_apart(url, tmp_path):
    rounds.fill(url)
    now = datetime.now(UTC)
    later = now + timedelta(days=3)
    with closing(Database(url)) as database:
        Monitors(database).add(
            Watch(WatchKind.COLUMN, f"{rounds.GOOD.portal}{n}/", "甲局", "{}", now, later,
                  name="通知", unit_id="good")
            for n in range(3)
        )  # fmt: skip

    standings_now.clear()
    shown = " ".join(words(opened("collection.py")).split())
    assert "监测 3 个，超期或即将超期 0 个，尚未查看 3 个。" in shown
    done = gkc(tmp_path, "monitor", "run")
    assert (done.code, "栏目尚未查看 3 个，将在一周内陆续查看" in done.err) == (0, True), done.err


ENDED = {"ok": FetchOutcome.OK, "dns": FetchOutcome.DNS_FAILED, "own": FetchOutcome.BLOCKED_ADDRESS,
         "refused": FetchOutcome.REFUSED, "wall": FetchOutcome.CHALLENGE,
         "fault": FetchOutcome.INTERNAL}  # fmt: skip


@pytest.mark.parametrize(
    ("sites", "found"),
    [
        pytest.param(["own"], {"0": Shut.ADDRESS}, id="one refused address"),
        pytest.param(["own", "ok"], {"0": Shut.ADDRESS}, id="whatever the others do"),
        pytest.param(["fault", "ok"], {"0": Shut.PROGRAM}, id="a fault of our own"),
        pytest.param(["fault", "dns", "dns", "dns"],
                     dict.fromkeys("123", Shut.NAME) | {"0": Shut.PROGRAM}, id="and no name"),
        pytest.param(["dns"], {}, id="one name may be gone"),
        pytest.param(["dns", "dns", "ok"], {}, id="the network is well"),
        pytest.param(["dns"] * 3, dict.fromkeys("012", Shut.NAME), id="no name"),
        pytest.param(["dns", "refused", "dns"], dict.fromkeys("012", Shut.NETWORK), id="no way"),
        pytest.param(["dns", "dns", "wall"], {}, id="one answers"),
        pytest.param(["dns", "dns", "dns", "own"],
                     dict.fromkeys("012", Shut.NAME) | {"3": Shut.ADDRESS}, id="both"),
    ],
)  # fmt: skip
def test_what_is_our_own_side(sites, found):
    looks = {str(n): {ENDED[how]: 2, FetchOutcome.OUT_OF_BUDGET: 1} for n, how in enumerate(sites)}
    assert shut(looks) == found
