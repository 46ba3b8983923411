"""Many sites on one machine: hosts side by side, in this process or in several.

Units that share a host are looked at one after the other by one process, so that its pace holds.
Every process opens the database itself. Children are plain processes that talk over pipes and end
with their parent, however it dies; what they had saved by then is gone on with by the next run.
"""

import asyncio
import json
import logging
import os
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.frontier import entries
from crawlers.job import collect_site, now
from crawlers.loop import run
from crawlers.settings import Settings
from data.archive import ArchiveError
from data.facts import SiteStatus
from data.store import Store
from data.types import Unit

HOSTS_AT_ONCE = 100  # in one process: at one request a second each, to keep a processor busy
# Of workers on many machines; here, because to name them must not load the library of the queue.
HEARTBEAT_S = 10.0
STALLED_S = 120.0  # without a heartbeat, and a worker is taken for dead
LONGEST_NOTE = 300  # characters
_GOODBYE_S = 20.0  # for a child to save what it has

OnSite = Callable[[Unit, str], None]  # a look that ended, and why it failed; empty when it did not
_Take = Callable[[], Awaitable[Sequence[Unit]]]  # the next units of one host; empty: no more
log = logging.getLogger(__name__)


def collect_sites(
    url: str,
    round_id: str,
    units: Iterable[Unit],
    var: Path,
    settings: Settings,
    *,
    processes: int = 1,
    hosts: int = HOSTS_AT_ONCE,
    on_site: OnSite = lambda unit, failed: None,
) -> dict[str, str]:
    """Look at these sites and keep what comes home; every look goes on where it was cut off.

    A site that our own program fails on is marked so with a note, and the others go on.

    Args:
        url: of the database; every process opens it for itself.
        processes: 1: everything runs in this process.
        hosts: looked at side by side by each process.

    Returns:
        Why looks failed, by unit id.

    Raises:
        StoreError: the database cannot be used.
    """
    waiting = deque(by_host(units).values())
    failed: dict[str, str] = {}

    def ended(unit: Unit, why: str) -> None:
        if why:
            failed[unit.id] = why
        on_site(unit, why)

    with Store(url) as store:
        if processes == 1:
            here = _Here(store, round_id, var, settings, ended=ended)
            run(here.work(partial(_next, waiting), min(hosts, len(waiting))))
        else:
            each = min(hosts, -(-len(waiting) // processes))
            job = {
                "url": url,
                "round_id": round_id,
                "var": str(var.resolve()),
                "settings": settings.to_json(),
                "hosts": each,
            }
            run(_Crew(store, round_id, waiting, job, ended).work(processes))
    return failed


def by_host(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """Units that share a host, directly or through others, under the name of one of their hosts.

    `www.` makes no other host: it is the same server.
    """
    group_of: dict[str, str] = {}
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        hosts = sorted({_host(entry) for entry in entries(unit)})
        met = sorted({group_of[host] for host in hosts if host in group_of})
        name, *merged = met or hosts[:1]
        for other in merged:
            groups[name] += groups.pop(other)
            group_of |= {host: name for host, group in group_of.items() if group == other}
        groups.setdefault(name, []).append(unit)
        group_of |= dict.fromkeys(hosts, name)
    return groups


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


async def attempt(
    store: Store, round_id: str, unit: Unit, var: Path, settings: Settings
) -> Exception | None:
    """Look at a unit's site; what our own program failed on, if it did."""
    try:
        await collect_site(store, round_id, unit, var, settings)
    except ArchiveError as error:
        return error
    except Exception as error:  # a fault of ours must cost this site alone
        log.exception("the look at %s failed", unit.id)
        return error
    return None


def said(error: Exception) -> str:
    """An error as a note for people."""
    if isinstance(error, ArchiveError):
        return str(error)
    return f"采集程序出错：{type(error).__name__} {error}".strip()[:LONGEST_NOTE]


def fail_site(store: Store, round_id: str, unit_id: str, why: str) -> None:
    """Note that our own program failed on a site."""
    store.finish_site(round_id, unit_id, now(), exhausted=False, status=SiteStatus.FAILED, note=why)


async def _next(waiting: deque[list[Unit]]) -> Sequence[Unit]:
    return waiting.popleft() if waiting else ()


class _Here:
    """Looks made in this process."""

    def __init__(
        self,
        store: Store,
        round_id: str,
        var: Path,
        settings: Settings,
        *,
        begun: Callable[[Unit], None] = lambda unit: None,
        ended: OnSite,
    ) -> None:
        self._store, self._round_id, self._var, self._settings = store, round_id, var, settings
        self._begun, self._ended = begun, ended

    async def work(self, take: _Take, hosts: int) -> None:
        """Take up groups of units, so many side by side, until there are no more."""
        tasks = [asyncio.create_task(self._group_by_group(take)) for _ in range(hosts)]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)  # each saves what it has

    async def _group_by_group(self, take: _Take) -> None:
        while units := await take():
            for unit in units:
                self._begun(unit)
                error = await attempt(self._store, self._round_id, unit, self._var, self._settings)
                if error:
                    fail_site(self._store, self._round_id, unit.id, said(error))
                self._ended(unit, said(error) if error else "")


class _Crew:
    """Looks made in child processes, each asking for the next group when it has a place free."""

    def __init__(
        self,
        store: Store,
        round_id: str,
        waiting: deque[list[Unit]],
        job: dict[str, object],
        ended: OnSite,
    ) -> None:
        self._store, self._round_id, self._waiting = store, round_id, waiting
        self._job, self._ended = job, ended

    async def work(self, processes: int) -> None:
        places = [asyncio.create_task(self._place()) for _ in range(processes)]
        try:
            await asyncio.gather(*places)
        finally:
            for place in places:
                place.cancel()
            await asyncio.gather(*places, return_exceptions=True)
        for units in self._waiting:  # no child could be started that would take them
            for unit in units:
                self._fail(unit, "采集进程无法启动")

    async def _place(self) -> None:
        """One child after the other: a child that died is replaced while it was of some use."""
        useful = True
        while self._waiting and useful:
            useful = await self._child()

    async def _child(self) -> bool:
        """Run a child to its end; whether it began anything."""
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "crawlers.crew",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl+C is for the parent, which then closes the pipe
        )
        assert process.stdin is not None
        assert process.stdout is not None
        given: dict[str, Unit] = {}  # not ended yet, in the order of their groups
        begun: set[str] = set()
        useful = False
        try:
            _tell(process.stdin, self._job)
            async for line in process.stdout:
                what, *about = json.loads(line)
                if what == "free":
                    units = await _next(self._waiting)
                    given |= {unit.id: unit for unit in units}
                    _tell(process.stdin, [unit.id for unit in units])
                elif what == "begun":
                    begun.add(about[0])
                    useful = True
                else:
                    unit_id, why = about
                    begun.discard(unit_id)
                    self._ended(given.pop(unit_id), why)
            code = await process.wait()
        finally:
            await _end(process)
        for unit_id in begun:
            self._fail(given.pop(unit_id), f"采集进程意外结束（代码 {code}），再次运行会接着采")
        self._waiting.extend(by_host(given.values()).values())
        return useful

    def _fail(self, unit: Unit, why: str) -> None:
        fail_site(self._store, self._round_id, unit.id, why)
        self._ended(unit, why)


def _tell(pipe: asyncio.StreamWriter, what: object) -> None:
    pipe.write(json.dumps(what).encode() + b"\n")


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close the pipe, which ends the child, and wait; kill it when it does not."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(_GOODBYE_S):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


# --- the child ----------------------------------------------------------------------------------


async def _serve() -> None:
    """Look at the sites that the parent names, until there are no more or the parent is gone."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    reader = asyncio.StreamReader(limit=2**24)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    job = json.loads(await reader.readline())
    groups: asyncio.Queue[list[str]] = asyncio.Queue()

    def tell(*what: str) -> None:
        answers.write(json.dumps(what).encode() + b"\n")

    with Store(job["url"]) as store:
        known = {unit.id: unit for unit in store.round_units(job["round_id"])}

        async def take() -> Sequence[Unit]:
            tell("free")
            return [known[unit_id] for unit_id in await groups.get()]

        here = _Here(
            store,
            job["round_id"],
            Path(job["var"]),
            Settings.from_json(job["settings"]),
            begun=lambda unit: tell("begun", unit.id),
            ended=lambda unit, why: tell("ended", unit.id, why),
        )
        work = asyncio.create_task(here.work(take, job["hosts"]))

        async def listen() -> None:
            while line := await reader.readline():
                groups.put_nowait(json.loads(line))
            work.cancel()  # the parent is gone

        listening = asyncio.create_task(listen())
        try:
            await work
        except asyncio.CancelledError:
            log.info("the parent closed the pipe")
        finally:
            listening.cancel()


if __name__ == "__main__":
    run(_serve())
