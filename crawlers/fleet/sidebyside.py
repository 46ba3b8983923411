"""Looks made in this process: many side by side, and what one that fails costs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from crawlers.clock import now
from crawlers.job import collect_site
from crawlers.network.pace import Paces
from crawlers.settings import Settings
from data.archive import evidence_of
from data.facts import SiteStatus
from data.faults import explained, fault_of, first_line, what_of
from data.storage.database import DatabaseError
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
    """Look at a unit's site; what our own program failed on, if it did.

    A look that would have nowhere to put what comes home is not begun.
    """
    try:
        evidence_of(var, round_id).demand_room()
        await collect_site(store, round_id, unit, var, settings, paces=paces)
    except Exception as error:  # a fault of ours must cost this site alone
        if (task := asyncio.current_task()) and task.cancelling():  # it failed while it was ending
            raise asyncio.CancelledError from error
        known = isinstance(error, ArchiveError) or fault_of(error)
        log.log(
            logging.DEBUG if known else logging.ERROR,
            "the look at %s failed",
            unit.id,
            exc_info=error,
        )
        return error
    return None


def said(error: Exception) -> str:
    """An error as a note for people."""
    if isinstance(error, ArchiveError):
        return str(error)
    if fault_of(error):
        return f"{explained(error)}后再次运行，会接着采"
    return f"采集程序出错：{type(error).__name__} {first_line(error)}".strip()[:LONGEST_NOTE]


def note_site(store: Store, round_id: str, unit_id: str, status: SiteStatus, note: str) -> str:
    """Note what became of a site that was not looked at to its end.

    Returns:
        The note, with what kept it from being kept if something did: who notes a failure must not
        fail in its place, nor keep other sites waiting.
    """
    try:
        store.finish_site(round_id, unit_id, now(), exhausted=False, status=status, note=note)
    except (DatabaseError, OSError) as error:
        log.debug("the state of %s could not be noted", unit_id, exc_info=error)
        what = what_of(error)
        return note if what in note else f"{note}（未能记入数据库：{what}）"
    return note


def fail_site(store: Store, round_id: str, unit_id: str, why: str) -> str:
    """Note that our own program failed on a site; why, as `note_site` gives it back."""
    return note_site(store, round_id, unit_id, SiteStatus.FAILED, why)


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
                if not task.cancelling():  # told twice, it would leave open what it is closing
                    task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)  # each saves what it has

    async def _group_by_group(self, take: Take) -> None:
        while units := await take():
            for unit in units:
                self._begun(unit)
                error = await attempt(
                    self._store, self._round_id, unit, self._var, self._settings, self._paces
                )
                why = said(error) if error else ""
                if error and not isinstance(error, ArchiveBusy):  # its site is somebody else's
                    why = fail_site(self._store, self._round_id, unit.id, why)
                self._ended(unit, why)
