"""Many sites on many machines: the jobs wait in PostgreSQL, and workers anywhere take them.

A job is one site, done by the very function that one machine uses. Its lock is the host that the
look begins at, so units of one host do not take each other's turns; `Paces` keep looks polite that
lead elsewhere. What a look has brought
home is in our own tables, which alone say what is finished: a job that runs again, because its
worker died, goes on where the rows end, or finds nothing left to do.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

import psycopg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from crawlers.fleet.queue import COLLECT, MOST_TRIES, SITES, WATCH, ClusterError, Queue, conninfo
from crawlers.fleet.sidebyside import attempt, fail_site, note_site, said
from crawlers.loop import run
from crawlers.network.pace import Paces
from crawlers.settings import HEARTBEAT_S, HOSTS_AT_ONCE, STALLED_S, Settings
from data.facts import SiteStatus
from data.store import Store
from data.types import Unit
from data.writer import ArchiveBusy, ArchiveError, ArchiveShut

PAUSE_S = 30  # before a site that failed is tried again, times the number of failures
log = logging.getLogger(__name__)

Watch = Callable[[], Awaitable[None]]  # one round of whatever is due
Tell = Callable[[str], None]


def _hopeless(error: BaseException) -> bool:
    """Damaged evidence stays so until somebody restores it."""
    return isinstance(error, ArchiveError) and not isinstance(error, ArchiveBusy | ArchiveShut)


class _Patience(BaseRetryStrategy):
    """A site that failed is tried again later; one that a stopping worker let go of, at once."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_in={"seconds": 0})
        if job.attempts + 1 >= MOST_TRIES or _hopeless(exception):
            return None
        return RetryDecision(retry_in={"seconds": PAUSE_S * (job.attempts + 1)})


class _Jobs:
    """What a worker does for the queue."""

    def __init__(self, store: Store, var: Path, paces: Paces, tell: Tell) -> None:
        self._store, self._var, self._paces, self._tell = store, var, paces, tell
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
            how = Settings.from_json(settings)
            error = await attempt(self._store, round_id, unit, self._var, how, self._paces)
        except asyncio.CancelledError:
            self._wait_again(round_id, unit_id, "采集进程停止，等待接着采")
            raise
        if error is None:
            self._tell(f"{round_id} {unit.name}：采完")
            return
        tries, why = job.job.attempts + 1, said(error)
        if isinstance(error, ArchiveBusy):
            pass  # what is noted of the site is the affair of whoever looks at it
        elif tries >= MOST_TRIES or _hopeless(error):
            why = fail_site(self._store, round_id, unit_id, why)
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
        return self._store.site(round_id, unit_id).status is SiteStatus.DONE

    def _wait_again(self, round_id: str, unit_id: str, note: str) -> None:
        note_site(self._store, round_id, unit_id, SiteStatus.WAITING, note)


def run_worker(
    url: str,
    var: Path,
    paces: Paces,
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
        paces: shared with every other process that uses the folder.
        concurrency: sites looked at side by side.
        stalled_s: without a heartbeat, a worker is taken for dead and its sites are put back.
        watch: done once a minute by one of the workers.
        tell: told what happens, in Chinese.

    Raises:
        ClusterError: the database is no PostgreSQL, or cannot be reached.
        StoreError: our own tables cannot be used.
    """
    with Queue(url) as queue, Store(url) as store:
        jobs = _Jobs(store, var, paces, tell)
        app = App(connector=PsycopgConnector(conninfo=conninfo(url)))
        app.task(queue=SITES, name=COLLECT, pass_context=True, retry=_Patience())(jobs.collect_site)
        if watch:
            _every_minute(app, watch)

        async def work() -> None:
            async with app.open_async():
                tell("开始领取网站；按 Ctrl+C 结束")
                working = app.run_worker_async(
                    queues=[SITES, WATCH],
                    concurrency=concurrency,
                    fetch_job_polling_interval=min(5.0, heartbeat_s),
                    update_heartbeat_interval=heartbeat_s,
                    stalled_worker_timeout=stalled_s,
                    shutdown_graceful_timeout=0,
                    delete_jobs="successful",
                )
                await _beside(
                    working, _attend(queue, jobs, heartbeat_s=heartbeat_s, stalled_s=stalled_s)
                )

        try:
            run(work(), heeds_signals=True)
        except (psycopg.Error, ConnectorException) as error:
            raise ClusterError(
                "与任务队列所在数据库的连接中断，本进程退出；网站由其他进程或重新启动后接着采"
            ) from error


def _every_minute(app: App, watch: Watch) -> None:
    async def watch_due(timestamp: int) -> None:
        await watch()

    # One at a time: a pass that takes longer than a minute is not joined by another.
    # It goes before any site: the next place that is free is its.
    task = app.task(queue=WATCH, name="watch_due", lock=WATCH, queueing_lock=WATCH, priority=1)(
        watch_due
    )
    app.periodic(cron="* * * * *")(task)


async def _beside(work: Coroutine[Any, Any, None], attend: Coroutine[Any, Any, None]) -> None:
    """Work until that ends; when what attends to it fails, the work ends with that error."""
    working, attending = asyncio.create_task(work), asyncio.create_task(attend)
    try:
        await asyncio.wait({working, attending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (attending, working):
            task.cancel()
        ended = await asyncio.gather(attending, working, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


async def _attend(queue: Queue, jobs: _Jobs, *, heartbeat_s: float, stalled_s: float) -> None:
    """Bring back the sites of dead workers; end this one when it was taken for dead itself.

    Time is the database's: the clocks of a machine that was suspended stood still meanwhile.
    """
    before = queue.clock()
    while True:
        await asyncio.sleep(heartbeat_s)
        at = queue.clock()
        gap_s, before = (at - before).total_seconds(), at
        if gap_s > stalled_s - heartbeat_s:  # the last sign of life may be that much older
            # Others have our sites by now: not one more request, not one more row.
            log.critical("停顿超过 %.0f 秒，网站已由其他进程接手；本进程退出", stalled_s)
            os._exit(1)
        if gap_s < 2 * heartbeat_s:  # else it stood still: first let everyone be heard again
            jobs.recovered(queue.recover(stalled_s))
