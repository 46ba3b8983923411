"""A census of sites before a round is set up: how many pages, what they are called, how current.

Follows links within each host, level by level. Keeps nothing and judges nothing; what stays in
memory is a number for every address seen and the addresses still waiting.
"""

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from crawlers.fetch import Fetcher
from crawlers.guard import normalise_url
from crawlers.network.pace import CONNECTIONS
from crawlers.reading.glance import glance
from crawlers.reading.urls import extension
from crawlers.settings import Settings
from data.types import Fetch, FetchOutcome

SIDE_BY_SIDE = 50  # hosts surveyed at once; each with at most two requests
_CHINESE = re.compile("[\u4e00-\u9fff]")
_THEIRS = re.compile("（[A-Za-z]+: [^（）\u4e00-\u9fff]*）")  # an error, in English
_AHEAD = 100  # rows that may wait to be taken
# Extensions of pages; everything else is a file, a picture or a script.
_PAGES = {
    "", "html", "htm", "shtml", "shtm", "xhtml", "jhtml", "jsp", "jspx", "do", "action", "asp",
    "aspx", "php", "cgi",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One address that was asked for."""

    url: str
    outcome: FetchOutcome
    title: str = ""
    published_on: date | None = None
    size_bytes: int = 0
    column: str = ""  # what the page itself calls its column
    note: str = ""


async def survey(
    urls: Sequence[str], settings: Settings, *, pages: int = 0, fetcher: Fetcher | None = None
) -> AsyncIterator[Surveyed]:
    """Ask for the addresses and for every page of their hosts that links lead to.

    Hosts are surveyed side by side, each as politely as in any look; rows come as they are made.

    Args:
        pages: at most so many of one host; 0: as many as the budget of one site has.
        fetcher: asks, already open; none: one of its own, as `settings` say.
    """
    if fetcher is None:
        async with settings.fetcher() as own:
            async for each in survey(urls, settings, pages=pages, fetcher=own):
                yield each
        return
    rows: asyncio.Queue[Surveyed | None] = asyncio.Queue(_AHEAD)
    waiting = deque(_by_host(urls))

    async def work(asks: Fetcher) -> None:
        while waiting:
            await _Host(waiting.popleft(), pages or settings.budget.pages, asks, rows).all()

    async def all_hosts(asks: Fetcher) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(SIDE_BY_SIDE, len(waiting))):
                    group.create_task(work(asks))
        except ExceptionGroup:
            await rows.put(None)
            raise
        await rows.put(None)

    everything = asyncio.create_task(all_hosts(fetcher))
    try:
        while (row := await rows.get()) is not None:
            yield row
        await everything
    finally:
        everything.cancel()
        await asyncio.gather(everything, return_exceptions=True)


def _by_host(urls: Sequence[str]) -> list[list[str]]:
    """The addresses to begin with, those of one host together."""
    found: dict[str, list[str]] = {}
    for url in urls:
        start = normalise_url(url) or url
        found.setdefault(_netloc(start), []).append(start)
    return list(found.values())


class _Host:
    """The survey of one host."""

    def __init__(
        self,
        starts: list[str],
        pages: int,
        fetcher: Fetcher,
        rows: "asyncio.Queue[Surveyed | None]",
    ) -> None:
        self._fetcher, self._rows, self._left = fetcher, rows, pages
        self._queue = deque(dict.fromkeys(starts))
        self._seen = {hash(url) for url in self._queue}
        self._within: tuple[str, ...] = ()
        self._open(starts[0])
        self._under_way = 0
        self._news = asyncio.Event()

    async def all(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(CONNECTIONS):
                group.create_task(self._work())

    async def _work(self) -> None:
        """Ask for one address after the other, until none can come any more."""
        while True:
            if self._queue and self._left > 0:
                self._left -= 1
                self._under_way += 1
                try:
                    await self._rows.put(await self._take(self._queue.popleft()))
                finally:
                    self._under_way -= 1
                    self._news.set()
            elif self._under_way and self._left > 0:
                self._news.clear()
                await self._news.wait()
            else:
                return

    async def _take(self, url: str) -> Surveyed:
        response = await self._fetcher.fetch(url)
        fetch = response.fetch
        if fetch.outcome is not FetchOutcome.OK or not _may_be_page(fetch):
            return Surveyed(url, fetch.outcome, size_bytes=fetch.size_bytes, note=_ours(fetch.note))
        here = fetch.final_url
        if here != url:
            if hash(here) in self._seen:  # another address of a page that is counted elsewhere
                return Surveyed(url, fetch.outcome, size_bytes=fetch.size_bytes, note=f"→ {here}")
            self._seen.add(hash(here))
            self._open(here)
        page = glance(here, response.body, fetch.media_type)
        seen, within = self._seen, self._within
        for link in page.links:
            key = hash(link)
            if key not in seen and link.startswith(within):
                seen.add(key)
                if extension(link) in _PAGES:
                    self._queue.append(link)
        column = page.meta.get("columnname", "")
        return Surveyed(
            url,
            fetch.outcome,
            page.title,
            page.published_on,
            fetch.size_bytes,
            column,
            _ours(fetch.note),
        )

    def _open(self, url: str) -> None:
        """What has the host of `url` belongs to the survey; http and https are one."""
        rest = url.partition("://")[2].partition("/")[0]
        if rest and (origin := f"http://{rest}/") not in self._within:
            self._within += (origin, f"https://{rest}/")


def _ours(note: str) -> str:
    """A note that is for people, without what the network library says, which is for a log."""
    return _THEIRS.sub("", note) if _CHINESE.search(note) else ""


def _netloc(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return url


def _may_be_page(fetch: Fetch) -> bool:
    kind = fetch.media_type.partition(";")[0].strip().lower()
    return kind in {"", "text/html", "application/xhtml+xml", "text/plain"}
