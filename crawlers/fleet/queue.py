"""The sites that wait for a worker: jobs in PostgreSQL, in the same database as our own tables."""

from collections.abc import Iterable
from datetime import datetime
from types import TracebackType
from typing import LiteralString, Self

import psycopg
from procrastinate.schema import SchemaManager
from psycopg.types.json import Jsonb

from crawlers.frontier import entries
from crawlers.network.hosts import host_of
from crawlers.settings import STALLED_S, Settings
from data.faults import explained
from data.storage.database import StoreError
from data.types import Unit

MOST_TRIES = 5  # of one site, deaths of its worker included
SITES, WATCH = "sites", "watch"  # queues
COLLECT = "collect_site"
_LOCK = 0x676B63  # one worker at a time makes the tables


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
        raise ClusterError(f"任务队列不可用：{explained(error)}") from error


class Queue:
    """The queue in the database at `url`, to be used in `with`.

    Raises:
        ClusterError: the database is no PostgreSQL, or cannot be reached; at the end of the block
            too, when a query in it failed.
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
        if isinstance(error, psycopg.Error):
            raise ClusterError(f"任务队列不可用：{explained(error)}") from error

    def add(
        self,
        round_id: str,
        units: Iterable[Unit],
        settings: Settings,
        *,
        again: bool = False,
    ) -> int:
        """Queue sites that are neither waiting nor being looked at; how many were new.

        Args:
            again: look at finished sites too.
        """
        open_now = self.open_sites(round_id)
        new = [unit for unit in units if unit.id not in open_now]
        rows = [
            (
                host_of(entries(unit)[0]),
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

    def workers(self) -> int:
        """How many workers are alive."""
        return _workers(self._connection)

    def clock(self) -> datetime:
        """What time it is for the database, which alone says who is late."""
        [(at,)] = self._connection.execute("SELECT clock_timestamp()")
        assert isinstance(at, datetime)
        return at

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


def workers_alive(url: str) -> int | None:
    """How many workers are alive; None when nobody has ever set up a queue there. Changes nothing.

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


def _workers(connection: psycopg.Connection) -> int:
    [(alive,)] = connection.execute(
        "SELECT count(*) FROM procrastinate_workers"
        " WHERE last_heartbeat > now() - make_interval(secs => %s)",
        (STALLED_S,),
    )
    assert isinstance(alive, int)
    return alive
