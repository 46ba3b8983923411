"""Workers on PostgreSQL: one is killed, and every site is finished all the same, politely."""

import asyncio
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from uuid import uuid4

import psycopg
import pytest
from procrastinate import JobContext
from procrastinate.jobs import Job

from crawlers import cluster
from crawlers.fleet.queue import MOST_TRIES, ClusterError, Queue, conninfo
from crawlers.guard import Allow
from crawlers.looks.keeper import BATCH
from crawlers.loopback import serve
from crawlers.network.pace import Paces
from crawlers.settings import Settings
from dashboard.rounds.creating import create_round
from data.archive import evidence_of
from data.facts import SiteStatus
from data.schemes import bundled, read_scheme
from data.store import Store
from data.types import FetchOutcome, Unit
from data.writer import ArchiveBusy, ArchiveError
from tests.commands import SCRIPT, environment, gkc
from tests.farm import Farm, redirected

pytestmark = pytest.mark.long

ROUND = "r"
HOSTS = tuple(f"s{n}.localhost" for n in range(6))


@pytest.fixture
def url(postgresql: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgresql.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def begin(url: str, units: Sequence[Unit]) -> None:
    """A round over the units, nothing collected."""
    path = bundled()["department-2023"]
    with Store(url) as store:
        scheme, text = read_scheme(path), path.read_text("utf-8")
        create_round(store, ROUND, scheme, text, list(units), as_of=date(2023, 12, 15))


@contextmanager
def worker(folder: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """A `gkc worker` that is ready to take jobs, quick to notice the death of another."""
    options = ("--concurrency", "2", "--heartbeat", "1", "--stalled-after", "4")
    process = subprocess.Popen(
        [SCRIPT, "worker", *options],
        cwd=folder,
        env={**environment(url), "GKC_VAR": str(folder / "shared")},
        text=True,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    assert "开始领取" in line, line + process.stderr.read()
    drain = threading.Thread(target=process.stderr.read, daemon=True)
    drain.start()
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        drain.join()
        process.stderr.close()


def test_a_killed_worker_costs_no_site_no_page_and_no_politeness(tmp_path: Path, url: str) -> None:
    farm = Farm(HOSTS, articles=20, pause_s=0.03, crawl_delay_s=0.04)
    # Two more units are columns of the first two hosts: one host, several jobs.
    lodgers = [
        Unit(f"lodger{n}", f"科室{n}", "department", "测试", f"http://{host}:8700/",
             columns=(f"http://{host}:8700/tz/",))
        for n, host in enumerate(HOSTS[:2])
    ]  # fmt: skip
    units = [*farm.units(), *lodgers]
    begin(url, units)
    with worker(tmp_path, url) as victim, worker(tmp_path, url), farm.served() as options:

        def kill_mid_way(number: int) -> None:
            if number == 40:
                victim.kill()

        farm.after = kill_mid_way
        done = gkc(tmp_path, "collect", ROUND, "--cluster", *options, url=url)
        assert victim.wait() == -signal.SIGKILL
    assert done.code == 0, done.err

    with Store(url) as store:
        states = store.site_states(ROUND)
        rows = {unit.id: store.fetches(ROUND, unit.id) for unit in units}
    assert {state.status for state in states.values()} == {SiteStatus.DONE}
    assert {state.exhausted for state in states.values()} == {True}
    evidence = evidence_of(tmp_path / "shared", ROUND)
    assert list(evidence.verify(row for found in rows.values() for row in found)) == []
    for unit in farm.units():
        read = [row.url for row in rows[unit.id] if row.outcome is FetchOutcome.OK]
        assert {url.removeprefix(unit.portal) for url in read} >= {path[1:] for path in farm.pages}

    # What the victim was looking at was begun again by the other; nothing else was.
    again = {unit_id for unit_id, state in states.items() if state.attempts > 1}
    assert 1 <= len(again) <= 2
    for host in HOSTS:
        here = [unit.id for unit in units if f"//{host}:" in unit.portal]
        assert farm.looks(host) == sum(states[unit_id].attempts for unit_id in here)
        times = farm.times(host)
        assert times.keys() == farm.pages
        if not again & set(here):
            assert max(times.values()) <= len(here)
        # What was not saved yet is asked for again, and that is no more than a batch.
        assert times.total() <= len(here) * len(farm.pages) + BATCH * bool(again & set(here))
        assert max(times.values()) <= sum(states[unit_id].attempts for unit_id in here)
        assert farm.most_at_once(host) <= 2
        # All pauses but those of robots.txt and what follows it, once a look.
        pauses = times.total() - 3 * farm.looks(host)
        assert farm.span_s(host) >= pauses * farm.crawl_delay_s
    assert farm.interleaved() == []


def test_looks_of_two_workers_that_lead_to_one_host_share_its_turns(
    tmp_path: Path, url: str
) -> None:
    farm, units = redirected()
    begin(url, units)
    with worker(tmp_path, url), worker(tmp_path, url), farm.served() as options:
        done = gkc(tmp_path, "collect", ROUND, "--cluster", *options, url=url)
    assert done.code == 0, done.err
    times = farm.times(farm.moved)
    assert times == dict.fromkeys(farm.pages, len(units))
    assert farm.most_at_once(farm.moved) <= 2
    assert farm.span_s(farm.moved) >= (times.total() - 3 * len(units)) * farm.crawl_delay_s


def test_the_lock_of_a_site_is_the_same_in_every_round(url: str) -> None:
    a = Unit("a", "甲局", "department", "测试", "http://www.a.gov.cn/")
    both = replace(a, id="both", columns=("http://a.gov.cn/1/", "http://b.gov.cn/1/"))
    b = replace(a, id="b", portal="http://b.gov.cn/")
    with Queue(url) as queue:
        queue.add("one", [a, both, b], Settings())
        queue.add("another", [b], Settings())
    with psycopg.connect(conninfo(url)) as connection:
        query = "SELECT args->>'unit_id', lock FROM procrastinate_jobs"
        assert set(connection.execute(query)) == {
            ("a", "a.gov.cn"),
            ("both", "a.gov.cn"),
            ("b", "b.gov.cn"),
        }


class Suspended:
    """A queue whose database saw more time pass than this machine did."""

    def __init__(self, gaps_s: Sequence[float]) -> None:
        self._gaps = [0.0, *gaps_s]
        self._at = datetime(2026, 11, 22, tzinfo=UTC)
        self.recovered = 0

    def clock(self) -> datetime:
        self._at += timedelta(seconds=self._gaps.pop(0))
        return self._at

    def recover(self, stalled_s: float) -> list[tuple[str, str, int]]:
        self.recovered += 1
        return []


class Ended(Exception):
    """What a process does instead of ending."""


@pytest.mark.parametrize(
    ("gaps_s", "recovered"),
    [([0.02, 0.02, 3600.0], 2), ([0.5, 0.9], 0), ([0.02, 0.5, 0.02, 0.9], 2)],
    ids=["suspended", "suspended for long enough", "a hiccup brings nobody's sites back"],
)
def test_a_machine_that_was_suspended_knows_it_from_the_database(
    monkeypatch: pytest.MonkeyPatch, gaps_s: list[float], recovered: int
) -> None:
    def end(code: int) -> None:
        assert code == 1
        raise Ended

    monkeypatch.setattr("os._exit", end)
    queue = Suspended(gaps_s)
    jobs = cluster._Jobs(None, Path(), None, print)  # type: ignore[arg-type]
    with pytest.raises(Ended):
        asyncio.run(cluster._attend(queue, jobs, heartbeat_s=0.02, stalled_s=0.8))  # type: ignore[arg-type]
    assert queue.recovered == recovered


def test_a_worker_that_can_no_longer_attend_ends(tmp_path: Path, url: str) -> None:
    begin(url, Farm(HOSTS[:1]).units())
    with worker(tmp_path, url) as process, psycopg.connect(conninfo(url), autocommit=True) as other:
        # Its connection of the queue alone: the others are of libraries that open new ones.
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE %s AND pid <> pg_backend_pid()",
            ("%clock_timestamp%",),
        )
        assert process.wait() == 1


def test_a_stopped_worker_lets_go_of_its_sites_and_another_goes_on(
    tmp_path: Path, url: str
) -> None:
    farm = Farm(HOSTS[:1], articles=20, pause_s=0.03)
    begin(url, farm.units())
    with farm.served() as options:
        queued = gkc(tmp_path, "collect", ROUND, "--cluster", "--no-wait", *options, url=url)
        assert (queued.code, queued.err) == (  # nothing is waited for: no progress bar either
            0,
            "已排队 1 个网站；由各台机器上的 gkc worker 采集\n"
            "现在没有 gkc worker 在运行；启动后就会开始采集\n",
        )
        with worker(tmp_path, url) as first:
            farm.after = lambda number: os.kill(first.pid, signal.SIGTERM) if number == 10 else None
            assert first.wait() == 0
        with Store(url) as store, Queue(url) as queue:
            assert store.site_states(ROUND)["s0"].status is SiteStatus.WAITING
            assert queue.open_sites(ROUND) == {"s0"}
            assert queue.workers() == 0
        with worker(tmp_path, url):
            done = gkc(tmp_path, "collect", ROUND, "--cluster", *options, url=url)
    assert done.code == 0, done.err
    assert "已排队 0 个网站（另有 1 个已在队列中）" in done.err
    with Store(url) as store:
        assert store.site_states(ROUND)["s0"].status is SiteStatus.DONE
    assert farm.looks(HOSTS[0]) == 2
    assert sum(farm.times(HOSTS[0]).values()) <= len(farm.pages) + 4  # what was under way


def test_a_site_waits_in_the_queue_once(url: str) -> None:
    farm = Farm(HOSTS)
    begin(url, farm.units())
    with Queue(url) as queue:
        added = [queue.add(ROUND, farm.units(), Settings()) for _ in range(2)]
        assert added == [6, 0]
        assert queue.open_sites(ROUND) == {unit.id for unit in farm.units()}
        assert queue.open_sites("another") == set()


def taken_by_a_dead_worker(url: str, attempts: int) -> None:
    """Every job is under way, and its worker's last heartbeat was an hour ago."""
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        connection.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', attempts = %s,"
            " worker_id = (SELECT id FROM dead)",
            (attempts,),
        )


@pytest.mark.parametrize(
    ("attempts", "waiting"), [(0, {"s0"}), (MOST_TRIES - 1, set())], ids=["first", "last"]
)
def test_the_sites_of_a_dead_worker_are_put_back_but_not_for_ever(
    url: str, attempts: int, waiting: set[str]
) -> None:
    farm = Farm(HOSTS[:1])
    begin(url, farm.units())
    with Queue(url) as queue:
        queue.add(ROUND, farm.units(), Settings())
        assert queue.recover(10) == []
        taken_by_a_dead_worker(url, attempts)
        assert queue.recover(10) == [(ROUND, "s0", attempts + 1)]
        assert queue.open_sites(ROUND) == waiting
        assert queue.recover(10) == []


def test_a_dead_workers_site_that_waits_a_second_time_does_not_block_its_host(url: str) -> None:
    farm = Farm(HOSTS[:1])
    begin(url, farm.units())
    with Queue(url) as queue:
        queue.add(ROUND, farm.units(), Settings())
        taken_by_a_dead_worker(url, 0)
        with psycopg.connect(conninfo(url), autocommit=True) as connection:
            connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args)"
                " SELECT queue_name, task_name, lock, queueing_lock, args FROM procrastinate_jobs"
            )
        queue.recover(10)
        with psycopg.connect(conninfo(url), autocommit=True) as connection:
            states = connection.execute("SELECT status FROM procrastinate_jobs ORDER BY id")
            assert [state for (state,) in states] == ["failed", "todo"]


def test_two_may_make_the_tables_at_the_same_time(url: str) -> None:
    errors: list[BaseException] = []
    together = threading.Barrier(4)

    def open_one() -> None:
        together.wait()
        try:
            Queue(url).__exit__(None, None, None)
        except psycopg.Error as error:
            errors.append(error)

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_without_postgresql_the_command_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="GKC_DATABASE_URL"):
        conninfo("sqlite:///var/gkc.db")
    assert conninfo("postgresql+psycopg://u:p@h/db") == "postgresql://u:p@h/db"


@pytest.mark.parametrize("finished", [False, True])
def test_many_machines_need_postgresql_whatever_is_left_to_do(
    tmp_path: Path, finished: bool
) -> None:
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    (unit,) = Farm(HOSTS[:1]).units()
    begin(url, [unit])
    if finished:
        with Store(url) as store:
            store.finish_site(ROUND, unit.id, datetime.now(UTC), exhausted=True)
    done = gkc(tmp_path, "collect", ROUND, "--cluster", url=url)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("错误：多机采集需要 PostgreSQL；请把环境变量 GKC_DATABASE_URL 设为")


def test_a_queue_that_breaks_is_said_in_chinese(url: str) -> None:
    def use() -> None:
        with Queue(url) as queue, psycopg.connect(conninfo(url), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            queue.clock()

    with pytest.raises(ClusterError, match="任务队列不可用：与数据库的连接中断"):
        use()


def test_a_worker_that_would_be_taken_for_dead_does_not_start(tmp_path: Path, url: str) -> None:
    done = gkc(tmp_path, "worker", "--heartbeat", "5", "--stalled-after", "6", url=url)
    assert done.code == 1
    assert "3 倍" in done.err


@pytest.mark.parametrize(
    ("error", "again"),
    [
        pytest.param(ArchiveBusy("在用"), True, id="another look writes"),
        pytest.param(ArchiveError("损坏"), False, id="damaged evidence"),
        pytest.param(ValueError(), True, id="a fault of ours"),
    ],
)
def test_what_stays_as_it_is_is_not_tried_again(error: Exception, again: bool) -> None:
    job = Job(queue="sites", lock=None, queueing_lock=None, task_name="collect_site")
    decided = cluster._Patience().get_retry_decision(exception=error, job=job)
    assert (decided is not None) is again


def test_damaged_evidence_fails_a_site_at_its_first_try(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    farm = Farm(HOSTS[:1], articles=3)
    (unit,) = farm.units()
    begin(url, [unit])
    job = Job(queue="sites", lock=None, queueing_lock=None, task_name="collect_site")

    async def look(jobs: cluster._Jobs, allow: Allow) -> None:
        how = Settings(allow=allow, browser=False).to_json()
        context = cast(JobContext, SimpleNamespace(job=job))
        await jobs.collect_site(context, ROUND, unit.id, how, again=True)

    with Store(url) as store, serve({HOSTS[0]: farm.answer}) as allow:
        jobs = cluster._Jobs(store, tmp_path, Paces(), lambda text: None)
        asyncio.run(look(jobs, allow))
        (path,) = evidence_of(tmp_path, ROUND).folder.glob("*.warc.gz")
        path.write_bytes(path.read_bytes()[:200])
        with pytest.raises(ArchiveError, match="文件已损坏"):
            asyncio.run(look(jobs, allow))
        state = store.site(ROUND, unit.id)
        assert state.status is SiteStatus.FAILED
        assert "文件已损坏" in state.note
