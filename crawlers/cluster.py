"""Many sites on many machines: the jobs wait in PostgreSQL, and workers anywhere take them.

A job is one site, done by the very function that one machine uses. Its lock is the host, so units
on one host are looked at one after the other wherever the workers are. What a look has brought
home is in our own tables, which alone say what is finished: a job that runs again, because its
worker died, goes on where the rows end, or finds nothing left to do.
"""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import LiteralString, Self

import psycopg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job
from procrastinate.schema import SchemaManager
from psycopg.types.json import Jsonb

from crawlers.crew import (
    HEARTBEAT_S,
    HOSTS_AT_ONCE,
    STALLED_S,
    attempt,
    by_host,
    fail_site,
    said,
)
from crawlers.job import now
from crawlers.loop import run
from crawlers.settings import Settings
from data.database import Database, StoreError
from data.facts import SiteStatus
from data.progress import site_state
from data.store import Store
from data.types import Unit

MOST_TRIES = 5  # of one site, deaths of its worker included
PAUSE_S = 30  # before a site that failed is tried again, times the number of failures
SITES, WATCH = "sites", "watch"  # queues
COLLECT = "collect_site"
_LOCK = 0x676B63  # one worker at a time makes the tables
log = logging.getLogger(__name__)

Watch = Callable[[], Awaitable[None]]  # one round of whatever is due
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A worker that is alive."""

    id: int
    heard_at: datetime
    sites: int  # that it is looking at


class ClusterError(StoreError):
    """What cannot be done with several machines, as one Chinese sentence."""


def conninfo(url: str) -> str:
    """The address of the database as the queue reads it.

    Raises:
        ClusterError: it is no PostgreSQL.
    """
    scheme, _, rest = url.partition("://")
    if scheme.partition("+")[0] not in {"postgresql", "postgres"}:
        raise ClusterError(
            "多机采集需要 PostgreSQL；请把环境变量 GKC_DATABASE_URL 设为 "
            "postgresql://用户:密码@主机:5432/库名，各台机器用同一个地址"
        )
    return f"postgresql://{rest}"


def _make_tables(address: str) -> None:
    """The queue's own tables, in the same database; several workers may start at once.

    Raises:
        ClusterError: the database cannot be reached.
    """
    try:
        with psycopg.connect(address) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            found = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
            if found == (None,):
                connection.execute(SchemaManager.get_schema())
    except psycopg.Error as error:
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ClusterError(f"连不上任务队列所在的数据库：{why}；请检查地址和权限") from error


# --- putting sites into the queue, and looking at it ----------------------------------------------


class Queue:
    """The queue in the database at `url`. Close it, or use it in `with`.

    Raises:
        ClusterError: the database is no PostgreSQL, or cannot be reached.
    """

    def __init__(self, url: str) -> None:
        address = conninfo(url)
        _make_tables(address)
        self._connection = psycopg.connect(address, autocommit=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def add(
        self,
        round_id: str,
        units: Iterable[Unit],
        settings: Settings,
        *,
        neighbours: Iterable[Unit],
        again: bool = False,
    ) -> int:
        """Queue sites that are neither waiting nor being looked at; how many were new.

        Args:
            neighbours: all units of the round: they decide who shares a host with whom.
            again: look at finished sites too.
        """
        lock_of = {unit.id: host for host, group in by_host(neighbours).items() for unit in group}
        open_now = self.open_sites(round_id)
        new = [unit for unit in units if unit.id not in open_now]
        rows = [
            (
                lock_of[unit.id],
                f"{round_id}/{unit.id}",
                Jsonb(
                    {
                        "round_id": round_id,
                        "unit_id": unit.id,
                        "settings": settings.to_json(),
                        "again": again,
                    }
                ),
            )
            for unit in new
        ]
        # One statement a row: whoever queues the same site at the same time does no harm.
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [(SITES, COLLECT, *row) for row in rows],
            )
        # Without fresh statistics a worker takes half a minute to take a job from 13,000.
        self._connection.execute("ANALYZE procrastinate_jobs")
        return len(new)

    def open_sites(self, round_id: str) -> set[str]:
        """Units of a round whose sites wait or are being looked at."""
        found = self._connection.execute(
            "SELECT args->>'unit_id' FROM procrastinate_jobs"
            " WHERE queue_name = %s AND status IN ('todo', 'doing') AND args->>'round_id' = %s",
            (SITES, round_id),
        )
        return {unit_id for (unit_id,) in found}

    def workers(self) -> list[WorkerState]:
        """Workers that are alive."""
        return _workers(self._connection)

    def recover(self, stalled_s: float) -> list[tuple[str, str, int]]:
        """Put back the sites whose worker is dead; give up those that this happened to too often.

        Returns:
            Round, unit and number of tries of every site recovered; `MOST_TRIES`: given up.
        """
        recovered: list[tuple[str, str, int]] = []
        with self._connection.transaction():
            # Two workers at it could take a job away from whoever has it again already.
            if self._one("SELECT pg_try_advisory_xact_lock(%s)", _LOCK) is False:
                return []
            stalled = self._connection.execute(
                "SELECT j.id, j.queue_name, j.args, j.attempts FROM procrastinate_jobs j"
                " LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
                " WHERE j.status = 'doing' AND (w.id IS NULL"
                " OR w.last_heartbeat < now() - make_interval(secs => %s))",
                (stalled_s,),
            ).fetchall()
            for job_id, queue, args, attempts in stalled:
                tries = attempts + 1
                if queue != SITES or tries >= MOST_TRIES or not self._put_back(job_id):
                    self._one("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", job_id)
                if queue == SITES:
                    recovered.append((args["round_id"], args["unit_id"], tries))
        return recovered

    def _put_back(self, job_id: int) -> bool:
        """Whether the job waits again; not when another of the same site waits already."""
        try:
            with self._connection.transaction():
                self._one("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", job_id)
        except psycopg.errors.UniqueViolation:
            return False
        return True

    def _one(self, query: LiteralString, value: object) -> object:
        row = self._connection.execute(query, (value,)).fetchone()
        return row[0] if row else None


def workers_alive(url: str) -> list[WorkerState] | None:
    """Workers that are alive; None when nobody has ever set up a queue there. Changes nothing.

    Raises:
        ClusterError: the database cannot be reached.
    """
    try:
        address = conninfo(url)
    except ClusterError:
        return None
    try:
        with psycopg.connect(address) as connection:
            found = connection.execute("SELECT to_regclass('procrastinate_workers')").fetchone()
            return None if found == (None,) else _workers(connection)
    except psycopg.Error as error:
        raise ClusterError("连不上任务队列所在的数据库；请检查地址和权限") from error


def _workers(connection: psycopg.Connection) -> list[WorkerState]:
    found = connection.execute(
        "SELECT w.id, w.last_heartbeat, count(j.id) FROM procrastinate_workers w"
        " LEFT JOIN procrastinate_jobs j ON j.worker_id = w.id AND j.status = 'doing'"
        " AND j.queue_name = %s"
        " WHERE w.last_heartbeat > now() - make_interval(secs => %s)"
        " GROUP BY w.id ORDER BY w.id",
        (SITES, STALLED_S),
    )
    return [WorkerState(*row) for row in found]


# --- the worker -----------------------------------------------------------------------------------


class _Patience(BaseRetryStrategy):
    """A site that failed is tried again later; one that a stopping worker let go of, at once."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_in={"seconds": 0})
        if job.attempts + 1 >= MOST_TRIES:
            return None
        return RetryDecision(retry_in={"seconds": PAUSE_S * (job.attempts + 1)})


class _Jobs:
    """What a worker does for the queue, with its own database connections."""

    def __init__(self, store: Store, database: Database, var: Path, tell: Tell) -> None:
        self._store, self._database, self._var, self._tell = store, database, var, tell
        self._units: dict[str, dict[str, Unit]] = {}  # a round's units never change

    async def collect_site(
        self, job: JobContext, round_id: str, unit_id: str, settings: str, again: bool = False
    ) -> None:
        """Look at one site, unless it is finished; what fails is noted and tried again later."""
        if not again and self._done(round_id, unit_id):
            return
        if round_id not in self._units:
            self._units[round_id] = {u.id: u for u in self._store.round_units(round_id)}
        unit = self._units[round_id][unit_id]
        self._tell(f"{round_id} {unit.name}：开始采集")
        try:
            error = await attempt(
                self._store, round_id, unit, self._var, Settings.from_json(settings)
            )
        except asyncio.CancelledError:
            self._wait_again(round_id, unit_id, "采集进程停止，等待接着采")
            raise
        if error is None:
            self._tell(f"{round_id} {unit.name}：采完")
            return
        tries, why = job.job.attempts + 1, said(error)
        if tries >= MOST_TRIES:
            fail_site(self._store, round_id, unit_id, why)
        else:
            self._wait_again(round_id, unit_id, f"第 {tries} 次采集出错，稍后重试：{why}")
        self._tell(f"{round_id} {unit.name}：采集出错：{why}")
        raise error

    def recovered(self, sites: Iterable[tuple[str, str, int]]) -> None:
        """Note what became of sites whose worker died."""
        for round_id, unit_id, tries in sites:
            if self._done(round_id, unit_id):
                continue
            if tries >= MOST_TRIES:
                fail_site(self._store, round_id, unit_id, f"采集进程中断了 {tries} 次，不再重试")
            else:
                self._wait_again(round_id, unit_id, "采集进程中断，等待接着采")
            self._tell(f"{round_id} {unit_id}：采集它的进程中断（第 {tries} 次）")

    def _done(self, round_id: str, unit_id: str) -> bool:
        return site_state(self._database, round_id, unit_id).status is SiteStatus.DONE

    def _wait_again(self, round_id: str, unit_id: str, note: str) -> None:
        self._store.finish_site(
            round_id, unit_id, now(), exhausted=False, status=SiteStatus.WAITING, note=note
        )


def run_worker(
    url: str,
    var: Path,
    *,
    concurrency: int = HOSTS_AT_ONCE,
    heartbeat_s: float = HEARTBEAT_S,
    stalled_s: float = STALLED_S,
    watch: Watch | None = None,
    tell: Tell = lambda text: None,
) -> None:
    """Take jobs until a signal says stop; sites under way are then let go of for others to go on.

    Args:
        var: folder of the run-time files, the same for all workers.
        concurrency: sites looked at side by side.
        stalled_s: without a heartbeat, a worker is taken for dead and its sites are put back.
        watch: done once a minute by one of the workers.
        tell: told what happens, in Chinese.

    Raises:
        ClusterError: the database is no PostgreSQL, or cannot be reached.
        StoreError: our own tables cannot be used.
    """
    with Queue(url) as queue, Store(url) as store, closing(Database(url)) as database:
        jobs = _Jobs(store, database, var, tell)
        app = App(connector=PsycopgConnector(conninfo=conninfo(url)))
        app.task(queue=SITES, name=COLLECT, pass_context=True, retry=_Patience())(jobs.collect_site)
        if watch:
            _every_minute(app, watch)

        async def work() -> None:
            async with app.open_async():
                tell("开始领取网站；按 Ctrl+C 结束")
                attending = asyncio.create_task(
                    _attend(queue, jobs, heartbeat_s=heartbeat_s, stalled_s=stalled_s)
                )
                try:
                    await app.run_worker_async(
                        queues=[SITES, WATCH],
                        concurrency=concurrency,
                        fetch_job_polling_interval=min(5.0, heartbeat_s),
                        update_heartbeat_interval=heartbeat_s,
                        stalled_worker_timeout=stalled_s,
                        shutdown_graceful_timeout=0,
                        delete_jobs="successful",
                    )
                finally:
                    attending.cancel()

        run(work())


def _every_minute(app: App, watch: Watch) -> None:
    async def watch_due(timestamp: int) -> None:
        await watch()

    # One at a time: a pass that takes longer than a minute is not joined by another.
    # It goes before any site: the next place that is free is its.
    task = app.task(queue=WATCH, name="watch_due", lock=WATCH, queueing_lock=WATCH, priority=1)(
        watch_due
    )
    app.periodic(cron="* * * * *")(task)


async def _attend(queue: Queue, jobs: _Jobs, *, heartbeat_s: float, stalled_s: float) -> None:
    """Bring back the sites of dead workers; end this one when it was taken for dead itself."""
    while True:
        asleep = time.monotonic()
        await asyncio.sleep(heartbeat_s)
        late = time.monotonic() - asleep - heartbeat_s
        if late > stalled_s:
            # Others have our sites by now: not one more request, not one more row.
            log.critical("停顿超过 %.0f 秒，网站已由其他进程接手；本进程退出", stalled_s)
            os._exit(1)
        if late < heartbeat_s:  # else the machine stood still: first let everyone be heard again
            jobs.recovered(queue.recover(stalled_s))
