"""Many sites on one machine: who shares a host, what one failure costs, what a death costs."""

import os
import re
import signal
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from crawlers.fleet.crew import by_host, collect_sites
from crawlers.loopback import serve
from crawlers.settings import Settings
from dashboard.rounds.creating import create_round
from data.archive import evidence_of
from data.facts import SiteStatus
from data.schemes import bundled, read_scheme
from data.store import Store
from data.types import Unit
from tests.commands import gkc, start
from tests.farm import Farm, redirected

ROUND = "r"


def unit(id_: str, portal: str, *columns: str) -> Unit:
    return Unit(id_, f"{id_}局", "department", "测试", portal, columns)


def begin(folder: Path, units: Sequence[Unit]) -> str:
    """A round over the units, nothing collected; the URL of its database."""
    url = f"sqlite:///{folder / 'var' / 'gkc.db'}"
    path = bundled()["department-2023"]
    with Store(url) as store:
        scheme, text = read_scheme(path), path.read_text("utf-8")
        create_round(store, ROUND, scheme, text, list(units), as_of=date(2023, 12, 15))
    return url


def groups(*units: Unit) -> list[list[str]]:
    return [[unit.id for unit in group] for group in by_host(units).values()]


def test_units_of_one_host_stay_together_under_any_spelling() -> None:
    a = unit("a", "http://www.qinghe.gov.cn/")
    b = unit("b", "http://other.gov.cn/", "https://qinghe.gov.cn/jyj/")
    c = unit("c", "http://third.gov.cn/")
    assert groups(a, b, c) == [["a", "b"], ["c"]]


def test_where_a_unit_belongs_does_not_depend_on_the_others() -> None:
    a, b = unit("a", "http://a.gov.cn/"), unit("b", "http://b.gov.cn/")
    both = unit("both", "http://a.gov.cn/", "http://a.gov.cn/x/", "http://b.gov.cn/y/")
    assert groups(a, b, both) == [["a", "both"], ["b"]]
    assert list(by_host([b])) == ["b.gov.cn"]
    assert list(by_host([both, b])) == ["a.gov.cn", "b.gov.cn"]


@pytest.mark.parametrize("processes", [1, 2])
def test_looks_that_lead_to_one_host_share_its_turns(tmp_path: Path, processes: int) -> None:
    farm, units = redirected()
    begin(tmp_path, units)
    with farm.served() as options:
        done = gkc(tmp_path, "collect", ROUND, "--processes", processes, *options)
    assert done.code == 0, done.err
    times = farm.times(farm.moved)
    assert times == dict.fromkeys(farm.pages, len(units))
    assert farm.most_at_once(farm.moved) <= 2
    # Every pause but those before robots.txt was read, which every look and process reads first.
    pauses = times.total() - len(units) - 2 * processes
    assert farm.span_s(farm.moved) >= pauses * farm.crawl_delay_s


@pytest.mark.parametrize("processes", [1, 2])
def test_sites_are_collected_side_by_side_and_a_host_by_one_at_a_time(
    tmp_path: Path, processes: int
) -> None:
    farm = Farm(("a.localhost", "b.localhost", "c.localhost"), articles=8, pause_s=0.01)
    lodger = unit("lodger", "http://a.localhost:8700/", "http://a.localhost:8700/tz/")
    units = [*farm.units(), lodger]
    url = begin(tmp_path, units)
    with farm.served() as options:
        done = gkc(tmp_path, "collect", ROUND, "--processes", processes, *options)
    assert done.code == 0, done.err
    assert "采集完成：4 个单位" in done.err
    with Store(url) as store:
        states = store.site_states(ROUND)
        assert {state.status for state in states.values()} == {SiteStatus.DONE}
        assert {state.attempts for state in states.values()} == {1}
        rows = [row for u in units for row in store.fetches(ROUND, u.id)]
    assert list(evidence_of(tmp_path / "var", ROUND).verify(rows)) == []
    assert farm.interleaved() == []
    for host in farm.hosts[1:]:
        assert farm.times(host) == dict.fromkeys(farm.pages, 1)
    if processes > 1:  # children take a while to start, and these sites are small
        return
    began = {host: min(one.began for one in farm.log if one.host == host) for host in farm.hosts}
    ended = {host: max(one.ended for one in farm.log if one.host == host) for host in farm.hosts}
    assert max(began.values()) < min(ended.values())  # all at the same time


@pytest.mark.parametrize("processes", [1, 2])
def test_damaged_evidence_of_one_site_fails_that_site_only(tmp_path: Path, processes: int) -> None:
    farm = Farm(("a.localhost", "b.localhost"), articles=3)
    url = begin(tmp_path, farm.units())
    with farm.served() as options:
        assert gkc(tmp_path, "collect", ROUND, "--unit", "a", *options).code == 0
        for warc in evidence_of(tmp_path / "var", ROUND).folder.glob("a*.warc.gz"):
            warc.write_bytes(warc.read_bytes()[:200])
        with Store(url) as store:  # as after a crash: there is more to do
            store.start_site(ROUND, "a", store.round(ROUND).created_at)
        done = gkc(tmp_path, "collect", ROUND, "--processes", processes, *options)
    assert done.code == 1
    assert re.search(r"采集出错：a局（a）：.*证据文件 a\.warc\.gz", done.err)
    assert "1 个网站采集出错" in done.err
    with Store(url) as store:
        states = store.site_states(ROUND)
    assert states["a"].status is SiteStatus.FAILED
    assert "a.warc.gz" in states["a"].note
    assert states["b"].status is SiteStatus.DONE


@pytest.mark.parametrize("processes", [1, 2])
def test_a_site_that_another_collection_looks_at_is_left_to_it(
    tmp_path: Path, processes: int
) -> None:
    farm = Farm(("a.localhost", "b.localhost"), articles=3)
    url = begin(tmp_path, farm.units())
    with farm.served() as options, evidence_of(tmp_path / "var", ROUND).write("a"):
        with Store(url) as store:
            store.start_site(ROUND, "a", store.round(ROUND).created_at)
        done = gkc(tmp_path, "collect", ROUND, "--processes", processes, *options)
    assert done.code == 1
    assert "采集出错：a局（a）：a 正由另一个采集写入；请等它结束，或先停掉它" in done.err
    with Store(url) as store:
        states = store.site_states(ROUND)
    assert (states["a"].status, states["a"].note) == (SiteStatus.RUNNING, "")
    assert states["b"].status is SiteStatus.DONE
    assert farm.times("a.localhost") == {}


def test_a_fault_of_our_own_fails_one_site_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    farm = Farm(("a.localhost", "b.localhost"), articles=2)
    url = begin(tmp_path, farm.units())
    kept = Store.add_fetches

    def add(store: Store, round_id: str, unit_id: str, *args: object, **named: object) -> None:
        if unit_id == "a":
            raise KeyError("something unforeseen")
        kept(store, round_id, unit_id, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "add_fetches", add)
    ended: dict[str, str] = {}
    with serve(dict.fromkeys(farm.hosts, farm.answer)) as allow:
        failed = collect_sites(
            url,
            ROUND,
            farm.units(),
            tmp_path / "var",
            Settings(allow=allow),
            on_site=lambda unit, why: ended.update({unit.id: why}),
        )
    assert failed == {"a": "采集程序出错：KeyError 'something unforeseen'"}
    assert ended == {"a": failed["a"], "b": ""}


def children(pid: int) -> list[int]:
    """Processes that a process started, as the system lists them."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text().split()] if path.exists() else []


def asking(pid: int, port: int) -> bool:
    """Whether a process has a connection to a port of this machine."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    theirs = (line[9] for line in lines if int(line[2].rpartition(":")[2], 16) == port)
    sockets = {f"socket:[{inode}]" for inode in theirs}
    return any(link.resolve().name in sockets for link in Path(f"/proc/{pid}/fd").iterdir())


linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="子进程由 /proc 查得")


@linux
def test_a_child_that_dies_costs_its_sites_under_way_and_no_other(tmp_path: Path) -> None:
    farm = Farm(tuple(f"s{n}.localhost" for n in range(4)), articles=12, pause_s=0.02)
    url = begin(tmp_path, farm.units())
    with farm.served() as options:
        port = int(options[1].rpartition(":")[2])
        running = start(tmp_path, "collect", ROUND, "--processes", "2", *options)
        killed: list[int] = []

        def kill_one(number: int) -> None:
            if number == 15:
                working = [child for child in children(running.pid) if asking(child, port)]
                killed.append(working[0])
                os.kill(killed[0], signal.SIGKILL)

        farm.after = kill_one
        _, err = running.communicate()
        with Store(url) as store:
            states = store.site_states(ROUND)
        lost = {id_ for id_, state in states.items() if state.status is SiteStatus.FAILED}
        assert running.returncode == 1, err
        assert lost
        assert all("采集进程意外结束" in states[id_].note for id_ in lost)
        assert {states[id_].status for id_ in states.keys() - lost} <= {SiteStatus.DONE}

        again = gkc(tmp_path, "collect", ROUND, *options)
    assert again.code == 0, again.err
    for host in farm.hosts:
        assert farm.looks(host) == (2 if host.partition(".")[0] in lost else 1)


@linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=lambda how: how.name)
def test_children_end_with_their_parent_and_the_rest_is_collected_later(
    tmp_path: Path, how: signal.Signals
) -> None:
    farm = Farm(("a.localhost", "b.localhost"), articles=20, pause_s=0.02)
    url = begin(tmp_path, farm.units())
    with farm.served() as options:
        running = start(tmp_path, "collect", ROUND, "--processes", "2", *options)
        orphans: list[int] = []

        def stop(number: int) -> None:
            if number == 20:
                orphans.extend(children(running.pid))
                running.send_signal(how)

        farm.after = stop
        _, err = running.communicate()  # its pipes are the children's too: all have ended
        assert running.returncode != 0, err
        assert len(orphans) == 2
        with Store(url) as store:
            assert SiteStatus.RUNNING in {s.status for s in store.site_states(ROUND).values()}
        again = gkc(tmp_path, "collect", ROUND, *options)
    assert again.code == 0, again.err
    for host in farm.hosts:
        assert set(farm.times(host)) == farm.pages


def test_a_site_that_another_looks_at_keeps_its_state(tmp_path: Path) -> None:
    farm = Farm(("a.localhost", "b.localhost"), articles=2)
    url = begin(tmp_path, farm.units())
    with (
        farm.served() as options,
        evidence_of(tmp_path / "var", ROUND).write("a"),
        Store(url) as store,
    ):
        store.start_site(ROUND, "a", store.round(ROUND).created_at)
        done = gkc(tmp_path, "collect", ROUND, *options)
        states = store.site_states(ROUND)
    assert done.code == 1
    assert re.search(r"采集出错：a局（a）：.*正由另一个采集写入", done.err)
    assert (states["a"].status, states["a"].note) == (SiteStatus.RUNNING, "")
    assert states["b"].status is SiteStatus.DONE
    assert farm.times("a.localhost") == {}


def test_a_finished_site_asked_for_by_name_is_not_read_again(tmp_path: Path) -> None:
    farm = Farm(("a.localhost",), articles=2)
    begin(tmp_path, farm.units())
    with farm.served() as options:
        assert gkc(tmp_path, "collect", ROUND, *options).code == 0
        again = gkc(tmp_path, "collect", ROUND, *options)
        assert "要再试某个单位没有读到的网址，请加 --unit" in again.err
        assert gkc(tmp_path, "collect", ROUND, "--unit", "a", *options).code == 0
    assert farm.times("a.localhost") == dict.fromkeys(farm.pages, 1)


def test_the_last_line_counts_the_chosen_units_only(tmp_path: Path) -> None:
    farm = Farm(("a.localhost", "b.localhost"), articles=2)
    url = begin(tmp_path, farm.units())
    with farm.served() as options:
        options = [*options, "--no-browser"]
        first = gkc(tmp_path, "collect", ROUND, "--unit", "a", *options)
        rest = gkc(tmp_path, "collect", ROUND, *options)
        again = gkc(tmp_path, "collect", ROUND, "--unit", "b", *options)
    with Store(url) as store:
        tally = store.fetch_tally(ROUND)
    asked = {id_: sum(ended.values()) for id_, ended in tally.items()}
    assert f"采集完成：1 个单位，共 {asked['a']} 次请求" in first.err
    assert f"采集完成：1 个单位，共 {asked['b']} 次请求" in rest.err
    assert f"采集完成：1 个单位，共 {asked['b']} 次请求" in again.err


def test_addresses_over_budget_were_not_asked_for(tmp_path: Path) -> None:
    farm = Farm(("a.localhost",), articles=9)
    begin(tmp_path, farm.units())
    with farm.served() as options:
        done = gkc(tmp_path, "collect", ROUND, "--pages", 3, "--no-browser", *options)
    assert "采集完成：1 个单位，共 3 次请求" in done.err
