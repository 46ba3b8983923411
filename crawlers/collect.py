"""One look at one unit: ask, archive, read, follow; all of it again from where it was cut off."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from crawlers.copies import original_host, rehosted
from crawlers.fetch import Fetcher, Response
from crawlers.formats.magic import sniff
from crawlers.frontier import Budget, Frontier, Target, entries
from crawlers.guard import Allow
from crawlers.pages import read_page
from crawlers.subjects.personal import masked
from data.archive import Archive, Writer
from data.types import Fetch, FetchOutcome, Unit

Save = Callable[[Sequence[Fetch]], None]
Progress = Callable[[Fetch, int], None]  # the row just made, addresses waiting

# Requests under way at once. It also fixes the order in which addresses are chosen, so a look
# that goes on chooses as the first one did; a host is never asked more than twice at a time.
WINDOW = 4
BATCH = 20  # rows saved together
BATCH_S = 5.0  # and no row waits longer
MOST_LEFT = 1000  # addresses over budget that get a row
_PAGES = {"html", "xml", "text", "office"}  # what may hold links: feeds too, files never


def entry_of(unit: Unit) -> str:
    """The address a look at the unit begins with, spelled as in its row."""
    return entries(unit)[0]


async def look(
    unit: Unit,
    archive: Archive,
    *,
    known: Sequence[Fetch],
    save: Save,
    allow: Allow | None = None,
    budget: Budget | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Progress | None = None,
    contact: str = "",
    copy: bool = False,
    clock: Callable[[], float] = time.monotonic,
) -> bool:
    """Collect a unit's site; whether everything in reach was asked for.

    Rows are saved only after their evidence is safe on disk. What is `known` is not asked for
    again: its bytes are read back from the archive and lead on as they did, so a look that was
    cut off, however often, ends with the pages that an undisturbed one has. Known failures that
    may pass are tried once more. Addresses over budget get a row too, without a request.

    Args:
        known: rows of this look saved so far, in any order.
        save: stores new rows by (unit, URL), replacing those of the same URL.
        now: aware, UTC; the time stamped on rows.
        progress: called after every address with its row and the number still waiting.
        copy: the site is a saved copy; links to the host it was saved from lead into the copy.

    Raises:
        ArchiveError: evidence of a known row is gone or changed.
    """
    told = {fetch.url: fetch for fetch in known}
    with archive.write(unit.id, known=known) as writer:
        async with Fetcher(allow=allow, contact=contact, now=now) as fetcher:
            run = _Look(unit, archive, writer, fetcher, told, save, clock, progress, copy)
            return await run.to_the_end(budget or Budget(), now)


class _Look:
    """The state of one run."""

    def __init__(
        self,
        unit: Unit,
        archive: Archive,
        writer: Writer,
        fetcher: Fetcher,
        told: dict[str, Fetch],
        save: Save,
        clock: Callable[[], float],
        progress: Progress | None,
        copy: bool,
    ) -> None:
        self._archive, self._writer, self._fetcher = archive, writer, fetcher
        self._told, self._save, self._clock, self._progress = told, save, clock, progress
        self._frontier = Frontier(unit)
        self._entry, self._copy, self._original = entry_of(unit), copy, ""
        self._unsaved: list[Fetch] = []
        self._saved_at = clock()

    async def to_the_end(self, budget: Budget, now: Callable[[], datetime]) -> bool:
        """Choose, ask and take in, in one fixed order, until nothing is left or the budget is."""
        began, pages, size_bytes = self._clock(), 0, 0
        under_way: deque[tuple[Target, asyncio.Task[Response]]] = deque()
        try:
            while True:
                while len(under_way) < WINDOW and len(self._frontier):
                    if not budget.allows(pages, size_bytes, self._clock() - began):
                        break
                    if (target := self._frontier.pop()) is None:
                        break
                    pages += 1
                    under_way.append((target, asyncio.create_task(self._answer(target))))
                if not under_way:
                    break
                target, task = under_way.popleft()
                row = self._take_in(target, await task)
                size_bytes += row.size_bytes
                if self._progress:
                    self._progress(row, len(self._frontier) + len(under_way))
        finally:
            for _, task in under_way:
                task.cancel()
            await asyncio.gather(*(task for _, task in under_way), return_exceptions=True)
            self._flush()
        left = len(self._frontier)
        self._note_left(now())
        return left == 0

    async def _answer(self, target: Target) -> Response:
        """What is known of the address, or what its server says now."""
        row = self._told.get(target.url)
        if row is None or row.outcome.retryable or row.outcome is FetchOutcome.OUT_OF_BUDGET:
            return await self._fetcher.fetch(target.url)
        if not row.outcome.read:
            return Response(row)
        return Response(row, self._archive.read(row.warc, row.offset, row.sha256))

    def _take_in(self, target: Target, response: Response) -> Fetch:
        """Archive and note a new answer; follow where the page leads."""
        row = response.fetch
        if row is not self._told.get(target.url):
            row = self._keep(target, response)
        if row.outcome.read:
            if row.final_url != row.url:
                self._frontier.moved(target, row.final_url)
            if _is_page(row, response.body):
                page = read_page(row.final_url, response.body, row.media_type)
                if self._copy and target.url == self._entry:
                    self._original = original_host(page)
                self._frontier.add(rehosted(page, self._original, self._entry), target)
        return row

    def _keep(self, target: Target, response: Response) -> Fetch:
        # A link's words may carry a person's number, and rows are kept.
        hint = masked(target.hint)
        row = replace(response.fetch, via=target.via, hint=hint, depth=target.depth)
        if row.sha256:
            assert row.status is not None
            warc, offset, length = self._writer.append(
                row.final_url,
                row.fetched_at,
                row.status,
                response.headers,
                response.body,
                asked=response.asked,
            )
            row = replace(row, warc=warc, offset=offset, length=length)
        self._unsaved.append(row)
        if len(self._unsaved) >= BATCH or self._clock() - self._saved_at > BATCH_S:
            self._flush()
        return row

    def _flush(self) -> None:
        """Evidence first, rows after: no row ever points to what a crash can take away."""
        if self._unsaved:
            self._writer.sync()
            self._save(tuple(self._unsaved))
            self._unsaved.clear()
        self._saved_at = self._clock()

    def _note_left(self, at: datetime) -> None:
        """Rows for what the budget left unread, and for what goes on beyond a limit."""
        over = FetchOutcome.OUT_OF_BUDGET
        rows = [
            Fetch(t.url, over, at, final_url=t.url, via=t.via, hint=t.hint, depth=t.depth, note=why)
            for why, targets in (
                ("列表或查询的后续页面，超出每个栏目的采集页数", self._frontier.cut),
                ("超出本次采集的总额度", islice(self._frontier.left(), MOST_LEFT)),
            )
            for t in targets
            if t.url not in self._told or self._told[t.url].outcome is not over
        ]
        if rows:
            self._save(rows)


def _is_page(row: Fetch, body: bytes) -> bool:
    kind = sniff(body)
    return kind in _PAGES or (kind == "unknown" and "html" in row.media_type)
