"""Many sites on one machine: hosts side by side, in this process or in several.

Units that share a host are looked at one after the other. Every process opens the database
itself. Children are plain processes that talk over pipes and end with their parent, however it
dies; what they had saved by then is gone on with by the next run.
"""

import asyncio
import json
import os
import sys
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from crawlers.fleet.sidebyside import OnSite, SideBySide, fail_site
from crawlers.frontier import entries
from crawlers.loop import run
from crawlers.network.hosts import host_of
from crawlers.network.pace import Paces
from crawlers.settings import HOSTS_AT_ONCE, Settings
from data.faults import explained
from data.store import Store
from data.types import Unit

_GOODBYE_S = 20.0  # for a child to save what it has


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
            looks = SideBySide(store, round_id, var, settings, Paces(), ended=ended)
            run(looks.work(partial(_next, waiting), min(hosts, len(waiting))))
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
    """Units by the host that their looks begin at.

    A look may lead to other hosts; what keeps it polite there are `Paces`. This only spares looks
    that would wait for each other all the time a place side by side.
    """
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(host_of(entries(unit)[0]), []).append(unit)
    return groups


async def _next(waiting: deque[list[Unit]]) -> Sequence[Unit]:
    return waiting.popleft() if waiting else ()


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
        self._lost = ""  # why children could not work

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
                self._fail(unit, f"采集进程无法启动：{self._lost}".rstrip("："))

    async def _place(self) -> None:
        """One child after the other: a child that died is replaced while it was of some use."""
        useful = True
        while self._waiting and useful:
            useful = await self._child()

    async def _child(self) -> bool:
        """Run a child to its end; whether it began anything."""
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                "crawlers.fleet.child",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,  # Ctrl+C is for the parent, which then closes the pipe
            )
        except OSError as error:  # no more processes than there are
            self._lost = explained(error)
            return False
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
                elif what == "lost":
                    [self._lost] = about
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
        self._ended(unit, fail_site(self._store, self._round_id, unit.id, why))


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
