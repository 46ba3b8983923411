"""Workers on PostgreSQL: one is killed, and every site is finished all the same, politely."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from crawlers.cluster import MOST_TRIES, ClusterError, Queue, conninfo
from crawlers.settings import Settings
from dashboard.commands.rounds import create_round
from data.archive import evidence_of
from data.facts import SiteStatus
from data.schemes import bundled, read_scheme
from data.store import Store
from data.types import FetchOutcome, Unit
from tests.commands import SCRIPT, environment, gkc
from tests.farm import Farm

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
    farm = Farm(HOSTS, articles=20, pause_s=0.03)
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
        pages = {unit.id: [page.url for page in store.pages(ROUND, unit.id)] for unit in units}
    assert {state.status for state in states.values()} == {SiteStatus.DONE}
    assert {state.exhausted for state in states.values()} == {True}
    evidence = evidence_of(tmp_path / "shared", ROUND)
    assert list(evidence.verify(row for found in rows.values() for row in found)) == []
    for unit in farm.units():
        read = [row.url for row in rows[unit.id] if row.outcome is FetchOutcome.OK]
        assert {url.removeprefix(unit.portal) for url in read} >= {path[1:] for path in farm.pages}
        assert len(pages[unit.id]) == len(set(pages[unit.id]))

    # What the victim was looking at was begun again by the other; nothing else was.
    again = {unit_id for unit_id, state in states.items() if state.attempts > 1}
    assert 1 <= len(again) <= 2
    for host in HOSTS:
        here = [unit.id for unit in units if f"//{host}:" in unit.portal]
        assert farm.looks(host) == sum(states[unit_id].attempts for unit_id in here)
        if not again & set(here):
            assert max(farm.times(host).values()) <= len(here)
        assert farm.most_at_once(host) <= 2
    assert farm.interleaved() == []


def test_a_stopped_worker_lets_go_of_its_sites_and_another_goes_on(
    tmp_path: Path, url: str
) -> None:
    farm = Farm(HOSTS[:1], articles=20, pause_s=0.03)
    begin(url, farm.units())
    with farm.served() as options:
        queued = gkc(tmp_path, "collect", ROUND, "--cluster", "--no-wait", *options, url=url)
        assert queued.code == 0, queued.err
        with worker(tmp_path, url) as first:
            farm.after = lambda number: os.kill(first.pid, signal.SIGTERM) if number == 10 else None
            assert first.wait() == 0
        with Store(url) as store, Queue(url) as queue:
            assert store.site_states(ROUND)["s0"].status is SiteStatus.WAITING
            assert queue.open_sites(ROUND) == {"s0"}
            assert queue.workers() == []
        with worker(tmp_path, url):
            done = gkc(tmp_path, "collect", ROUND, "--cluster", *options, url=url)
    assert done.code == 0, done.err
    with Store(url) as store:
        assert store.site_states(ROUND)["s0"].status is SiteStatus.DONE
    assert farm.looks(HOSTS[0]) == 2
    assert sum(farm.times(HOSTS[0]).values()) <= len(farm.pages) + 4  # what was under way


def test_a_site_waits_in_the_queue_once(url: str) -> None:
    farm = Farm(HOSTS)
    begin(url, farm.units())
    with Queue(url) as queue:
        added = [
            queue.add(ROUND, farm.units(), Settings(), neighbours=farm.units()) for _ in range(2)
        ]
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
        queue.add(ROUND, farm.units(), Settings(), neighbours=farm.units())
        assert queue.recover(10) == []
        taken_by_a_dead_worker(url, attempts)
        assert queue.recover(10) == [(ROUND, "s0", attempts + 1)]
        assert queue.open_sites(ROUND) == waiting
        assert queue.recover(10) == []


def test_a_dead_workers_site_that_waits_a_second_time_does_not_block_its_host(url: str) -> None:
    farm = Farm(HOSTS[:1])
    begin(url, farm.units())
    with Queue(url) as queue:
        queue.add(ROUND, farm.units(), Settings(), neighbours=farm.units())
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


def test_a_worker_that_would_be_taken_for_dead_does_not_start(tmp_path: Path, url: str) -> None:
    done = gkc(tmp_path, "worker", "--heartbeat", "5", "--stalled-after", "6", url=url)
    assert done.code == 1
    assert "3 倍" in done.err
