"""Looks made in this process: many side by side, and what one that fails costs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from crawlers.job import collect_site, now
from crawlers.pace import Paces
from crawlers.settings import Settings
from data.facts import SiteStatus
from data.store import Store
from data.types import Unit
from data.writer import ArchiveBusy, ArchiveError

LONGEST_NOTE = 300  # characters

OnSite = Callable[[Unit, str], None]  # a look that ended, and why it failed; empty when it did not
Take = Callable[[], Awaitable[Sequence[Unit]]]  # the next units of one host; empty: no more
log = logging.getLogger(__name__)


async def attempt(
    store: Store, round_id: str, unit: Unit, var: Path, settings: Settings, paces: Paces
) -> Exception | None:
    """Look at a unit's site; what our own program failed on, if it did."""
    try:
        await collect_site(store, round_id, unit, var, settings, paces=paces)
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


class SideBySide:
    """Looks at the sites of one round.

    Args:
        paces: of the process: looks lead to each other's hosts.
    """

    def __init__(
        self,
        store: Store,
        round_id: str,
        var: Path,
        settings: Settings,
        paces: Paces,
        *,
        begun: Callable[[Unit], None] = lambda unit: None,
        ended: OnSite,
    ) -> None:
        self._store, self._round_id, self._var, self._settings = store, round_id, var, settings
        self._paces, self._begun, self._ended = paces, begun, ended

    async def work(self, take: Take, hosts: int) -> None:
        """Take up groups of units, so many side by side, until there are no more."""
        tasks = [asyncio.create_task(self._group_by_group(take)) for _ in range(hosts)]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)  # each saves what it has

    async def _group_by_group(self, take: Take) -> None:
        while units := await take():
            for unit in units:
                self._begun(unit)
                error = await attempt(
                    self._store, self._round_id, unit, self._var, self._settings, self._paces
                )
                if error and not isinstance(error, ArchiveBusy):  # its site is somebody else's
                    fail_site(self._store, self._round_id, unit.id, said(error))
                self._ended(unit, said(error) if error else "")
