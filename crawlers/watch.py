"""Looking again between rounds: does the home page open, and are the columns kept up?

The same functions for workers, once a minute, and for `gkc monitor run`, as often as cron likes.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from crawlers.clock import now as utc_now
from crawlers.fetch import Fetcher
from crawlers.network.pace import Paces
from crawlers.network.response import Response
from crawlers.network.wire import Limits
from crawlers.pages import read_page
from crawlers.settings import Settings
from data.faults import fault_of
from data.storage.monitors import Monitors
from data.types import FetchOutcome, Link, Page, Place
from data.watches import OUR_NETWORK, ColumnLook, Probe, Watch, WatchKind, levels, next_due

log = logging.getLogger(__name__)

AT_ONCE = 50  # addresses; each host keeps its pace
_HOSTS_TO_TELL = 3  # so many unreachable at once, and none reachable: it is our own network
_FILLERS = 2  # data files read for one column

# A person gets to see something.
_OPEN = {
    FetchOutcome.OK,
    FetchOutcome.NOT_MODIFIED,
    FetchOutcome.TOO_LARGE,
    FetchOutcome.JS_SHELL,
}
_NO_CONNECTION = {
    FetchOutcome.DNS_FAILED,
    FetchOutcome.REFUSED,
    FetchOutcome.TIMEOUT_CONNECT,
}
# Nobody gets to see anything, robot or person. Whatever turns robots away is not among them.
_SHUT = _NO_CONNECTION | {
    FetchOutcome.TIMEOUT_FIRST_BYTE,
    FetchOutcome.TIMEOUT_BODY,
    FetchOutcome.TRUNCATED,
    FetchOutcome.SERVER_ERROR,
    FetchOutcome.NOT_FOUND,
    FetchOutcome.GONE,
    FetchOutcome.REDIRECT_LOOP,
}


async def watch_due(
    monitors: Monitors,
    *,
    now: Callable[[], datetime] = utc_now,
    paces: Paces | None = None,
) -> tuple[list[Probe], list[ColumnLook]]:
    """Look at everything that is due, once; what was seen is kept, and returned.

    A watch that our own program fails on is logged, kept with the outcome INTERNAL, which costs
    nobody anything, and tried again within the hour; the others go on.

    Args:
        paces: shared with whoever else asks the same hosts; not given: nobody does.

    Raises:
        DatabaseError: the database cannot be used; what was not kept stays due.
    """
    rules, due, paces = levels(), monitors.due(now()), paces or Paces()
    limits = Limits(connect_s=rules.limit_s, first_byte_s=rules.limit_s, body_s=rules.limit_s)
    last = monitors.last_looks() if any(w.kind is WatchKind.COLUMN for w in due) else {}
    gate = asyncio.Semaphore(AT_ONCE)
    probed: list[tuple[Watch, Probe]] = []
    looked: list[ColumnLook] = []

    def keep(watch: Watch, seen: Probe | ColumnLook) -> None:
        if isinstance(seen, Probe):  # what all of them say together decides
            probed.append((watch, seen))
        else:
            looked.append(seen)
            _keep(monitors, watch, seen, now())

    async def one(fetcher: Fetcher, watch: Watch) -> None:
        async with gate:
            try:
                seen = await _visit(fetcher, watch, last.get(watch.url))
            except Exception as error:  # a fault of ours must cost this watch alone
                log.exception("watching %s failed", watch.url)
                seen = _failed(watch, now(), error)
            keep(watch, seen)

    async def alike(text: str, watches: Sequence[Watch]) -> None:
        try:
            settings = Settings.from_json(text)
        except (KeyError, TypeError, ValueError) as error:
            log.exception("the settings of %d watches cannot be read", len(watches))
            for watch in watches:
                keep(watch, _failed(watch, now(), error))
            return
        async with settings.fetcher(paces=paces, limits=limits, now=now) as fetcher:
            await asyncio.gather(*(one(fetcher, watch) for watch in watches))

    by_settings: dict[tuple[str, WatchKind], list[Watch]] = {}
    for watch in due:
        by_settings.setdefault((watch.settings, watch.kind), []).append(watch)
    await asyncio.gather(*(alike(text, group) for (text, _), group in by_settings.items()))

    judged = [probe for _, probe in probed]
    if our_network_failed(judged):
        judged = [_uncounted(probe) for probe in judged]
    for (watch, _), probe in zip(probed, judged, strict=True):
        _keep(monitors, watch, probe, now())
    return judged, looked


async def _visit(fetcher: Fetcher, watch: Watch, last: ColumnLook | None) -> Probe | ColumnLook:
    if watch.kind is WatchKind.COLUMN:
        return await _look(fetcher, watch, last)
    fetch = (await fetcher.fetch(watch.url)).fetch
    return Probe(
        url=watch.url,
        at=fetch.fetched_at,
        outcome=fetch.outcome,
        opened=opened(fetch.outcome),
        elapsed_ms=fetch.elapsed_ms,
        note=fetch.note,
    )


def _uncounted(probe: Probe) -> Probe:
    if probe.outcome is FetchOutcome.INTERNAL:
        return probe
    return replace(probe, opened=None, note=OUR_NETWORK)


def _failed(watch: Watch, at: datetime, error: Exception) -> Probe | ColumnLook:
    """What is kept of a visit that our own program failed on: it says nothing of the site."""
    note = type(error).__name__
    if watch.kind is WatchKind.COLUMN:
        return ColumnLook(watch.url, at, FetchOutcome.INTERNAL, note=note)
    return Probe(watch.url, at, FetchOutcome.INTERNAL, opened=None, note=note)


def _keep(monitors: Monitors, watch: Watch, seen: Probe | ColumnLook, at: datetime) -> None:
    """Keep what was seen, and when to look again."""
    rules = levels()
    due_at = next_due(watch.due_at, at, rules.every(watch.kind))
    if seen.outcome is FetchOutcome.INTERNAL:
        due_at = min(due_at, at + rules.every(WatchKind.AVAILABILITY))
    try:
        if isinstance(seen, Probe):
            monitors.add_probe(watch, seen, due_at)
        else:
            monitors.add_look(watch, seen, due_at)
    except Exception as error:  # of this one, unless the database itself cannot be used
        if fault_of(error) or seen.outcome is FetchOutcome.INTERNAL:
            raise
        log.exception("what was seen at %s cannot be kept", watch.url)
        _keep(monitors, watch, _failed(watch, at, error), at)


def opened(outcome: FetchOutcome) -> bool | None:
    """Whether a person would have got the page; None: a robot cannot tell."""
    if outcome in _OPEN:
        return True
    return False if outcome in _SHUT else None


def our_network_failed(probes: Iterable[Probe]) -> bool:
    """Several hosts, and not one of them could even be connected to."""
    how = {
        urlsplit(probe.url).netloc: probe.outcome
        for probe in probes
        if probe.outcome is not FetchOutcome.INTERNAL
    }
    return len(how) >= _HOSTS_TO_TELL and all(each in _NO_CONNECTION for each in how.values())


async def _look(fetcher: Fetcher, watch: Watch, last: ColumnLook | None) -> ColumnLook:
    """Read a column's first page, unless it says that it has not changed."""
    known = last if last and last.outcome.read else None
    response = await fetcher.fetch(
        watch.url, etag=known.etag if known else "", modified=known.modified if known else ""
    )
    fetch = response.fetch
    if fetch.outcome is FetchOutcome.NOT_MODIFIED and known:
        return replace(known, at=fetch.fetched_at, outcome=fetch.outcome, note=fetch.note)
    if not fetch.outcome.read:
        return ColumnLook(watch.url, fetch.fetched_at, fetch.outcome, note=fetch.note)
    page = read_page(fetch.final_url, response.body, fetch.media_type)
    entries = _entries(page)
    fillers = [link.url for link in page.links if link.place in {Place.FEED, Place.FRAME}]
    for url in fillers[:_FILLERS] if not entries else ():
        filled = await fetcher.fetch(url)
        if filled.fetch.outcome.read:
            entries += _entries(
                read_page(filled.fetch.final_url, filled.body, filled.fetch.media_type)
            )
    return ColumnLook(
        watch.url,
        fetch.fetched_at,
        fetch.outcome,
        items=len({link.url for link in entries}),
        newest_on=max((link.on for link in entries if link.on), default=None),
        # What a script fills in changes while the page around it stays the same.
        etag="" if fillers else _header(response, "etag"),
        modified="" if fillers else _header(response, "last-modified"),
    )


def _entries(page: Page) -> list[Link]:
    return [link for link in page.links if link.place is Place.CONTENT]


def _header(response: Response, name: str) -> str:
    return next((value for key, value in response.headers if key.lower() == name), "")
