"""One look at one unit: ask, archive, read, follow, confirm; and all of it again when cut off."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Protocol

from crawlers import confirm, render
from crawlers.blind import partly
from crawlers.confirm import Ladder, Try, key_of
from crawlers.copies import original_host, rehosted
from crawlers.fetch import Fetcher, Response
from crawlers.formats.magic import sniff
from crawlers.frontier import PAGER_PAGES, Frontier, Target, entries, turned_to
from crawlers.pace import Paces
from crawlers.pages import read_page
from crawlers.settings import Settings
from crawlers.subjects.personal import masked, without_numbers
from crawlers.tab import Drawn
from data.archive import Archive
from data.types import Fetch, FetchOutcome, Page, PageState, Place, Rung, Step, Traffic, Unit
from data.writer import Writer

# Rows, facts of the pages among them with their place in the order of reading, what it cost since
# the last time, and all steps of the ladder so far. Steps are to be kept before rows.
Save = Callable[
    [Sequence[Fetch], Sequence[tuple[int, Page]], Sequence[Traffic], Sequence[Step]], None
]
Progress = Callable[[Fetch, int], None]  # the row just made, addresses waiting

# Requests under way at once. It also fixes the order in which addresses are chosen, so a look
# that goes on chooses as the first one did; a host is never asked more than twice at a time.
WINDOW = 4
BATCH = 100  # rows saved together
BATCH_S = 5.0  # and no row waits longer
MOST_LEFT = 1000  # addresses over budget that get a row
PATIENCE = 60  # what failed is asked again no sooner than after so many pauses of the host
_PAGES = {"html", "xml", "text", "office"}  # what may hold links: feeds too, files never
_FILLERS = {Place.FEED, Place.FRAME}
_DRAWN = "text/html; charset=utf-8"
NO_BROWSER = "本次采集未启用浏览器"


class Draws(Protocol):
    """What draws pages: `render.Browser`."""

    async def draw(self, url: str) -> Drawn: ...

    async def draw_list(self, url: str, most: int) -> list[Drawn]: ...


def entry_of(unit: Unit) -> str:
    """The address a look at the unit begins with, spelled as in its row."""
    return entries(unit)[0]


async def look(
    unit: Unit,
    archive: Archive,
    *,
    known: Iterable[Fetch],
    save: Save,
    steps: Sequence[Step] = (),
    settings: Settings | None = None,
    paces: Paces | None = None,
    copy: bool = False,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    browser: Callable[[Fetcher], AbstractAsyncContextManager[Draws] | str] | None = None,
) -> bool:
    """Collect a unit's site; whether everything in reach was asked for and confirmed.

    Rows are saved only after their evidence is safe on disk. What is `known` is not asked for
    again: its bytes are read back from the archive and lead on as they did, so a look that was
    cut off, however often, ends with the pages that an undisturbed one has. Failures that may
    pass are tried once more at its end. Addresses over budget get a row too, without a request.

    Args:
        known: rows of this look saved so far, in any order.
        save: stores new rows by (unit, URL), replacing those of the same URL.
        steps: of the confirmation ladder, saved so far; they are not gone again.
        paces: of all looks of this process; not given: this is the only one.
        copy: the site is a saved copy; links to the host it was saved from lead into the copy.
        progress: called after every address with its row and the number still waiting.
        now: aware, UTC; the time stamped on rows.
        browser: what draws pages when the settings allow it, or why nothing can; not given: the
            Chromium of this machine.

    Raises:
        ArchiveError: evidence of a known row is gone or changed.
    """
    settings = settings or Settings()
    rows = list(known)
    told = {row.url: row for row in rows}
    with archive.write(unit.id, known=rows) as writer:
        del rows, known  # what was used up of `told` is let go
        async with AsyncExitStack() as stack:
            fetcher = await stack.enter_async_context(
                settings.fetcher(paces=paces, now=now, clock=clock, sleep=sleep)
            )
            draws: Draws | str = confirm.COPY if copy else NO_BROWSER
            if settings.browser and not copy:
                found = (browser or _chromium)(fetcher)
                draws = found if isinstance(found, str) else await stack.enter_async_context(found)
            run = _Look(unit, archive, writer, fetcher, draws, told, steps, settings, copy)
            run.tell(save, progress, now, clock, sleep)
            return await run.to_the_end()


def _chromium(fetcher: Fetcher) -> AbstractAsyncContextManager[Draws] | str:
    return render.available() or render.Browser(fetcher.send)


class _Look:
    """The state of one run."""

    def __init__(
        self,
        unit: Unit,
        archive: Archive,
        writer: Writer,
        fetcher: Fetcher,
        draws: Draws | str,
        told: dict[str, Fetch],
        steps: Sequence[Step],
        settings: Settings,
        copy: bool,
    ) -> None:
        self._archive, self._writer, self._fetcher, self._draws = archive, writer, fetcher, draws
        self._told, self._settings = told, settings
        self._frontier = Frontier(unit)
        why_not = draws if isinstance(draws, str) else ""
        self._ladder = Ladder(unit, no_browser=why_not, copy=copy, known=steps)
        self._entry, self._copy, self._original = entry_of(unit), copy, ""
        self._done = {key_of(step): step for step in steps}
        self._asked_again = {step.url for step in steps if step.rung is Rung.LATER}
        self._steps: dict[confirm.Key, Step] = {}
        self._new_steps = self._climbed = self._maps_asked = False
        self._asked = self._size_bytes = self._read = 0
        self._unsaved: dict[str, Fetch] = {}  # by address: an answer may take another's place
        self._pages: dict[str, tuple[int, Page]] = {}

    def tell(
        self,
        save: Save,
        progress: Progress | None,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        """Where results go, and what time is."""
        self._save, self._progress = save, progress
        self._now, self._clock, self._sleep = now, clock, sleep
        self._began = self._saved_at = clock()

    async def to_the_end(self) -> bool:
        """Follow all that is known, try one thing of the ladder, follow again; until neither
        brings anything, or the budget is spent.
        """
        try:
            while await self._follow_all() and not self._climbed:
                if (tried := self._ladder.next()) is None:
                    self._climbed = True
                elif tried.target.url and not self._room():
                    break
                else:
                    await self._try(tried)
        finally:
            self._flush()
        left = len(self._frontier)
        self._note_left(self._now())
        short = self._ladder.gave_up or self._ladder.left_out
        return self._climbed and left == 0 and not short

    # --- following ---------------------------------------------------------------------------

    async def _follow_all(self) -> bool:
        """Choose, ask and take in, in one fixed order; whether nothing is left."""
        under_way: deque[tuple[Target, asyncio.Task[Response]]] = deque()
        try:
            while True:
                while len(under_way) < WINDOW and len(self._frontier) and self._room():
                    if (target := self._frontier.pop()) is None:
                        break
                    self._asked += 1
                    under_way.append((target, asyncio.create_task(self._answer(target))))
                if not under_way:
                    return not len(self._frontier)
                target, task = under_way.popleft()
                row = self._take_in(target, await task)
                self._flush_when_due()
                if self._progress:
                    self._progress(row, len(self._frontier) + len(under_way))
        finally:
            for _, task in under_way:
                task.cancel()
            await asyncio.gather(*(task for _, task in under_way), return_exceptions=True)

    def _room(self) -> bool:
        seconds = self._clock() - self._began - self._fetcher.waited_s
        return self._settings.budget.allows(self._asked, self._size_bytes, seconds)

    async def _answer(self, target: Target) -> Response:
        """What is known of the address, or what its server says now."""
        row = self._told.get(target.url)
        if row is not None and self._comes_later(row):
            return Response(row)
        if row is None or row.outcome is FetchOutcome.OUT_OF_BUDGET:
            return await self._fetcher.fetch(target.url)
        return self._kept(row)

    def _comes_later(self, row: Fetch) -> bool:
        """The known answer was given to a step of the ladder, so it counts only there."""
        return row.rendered or row.url in self._asked_again

    def _kept(self, row: Fetch) -> Response:
        if not row.shown:
            return Response(row)
        return Response(row, self._archive.read(row.warc, row.offset, row.sha256))

    def _take_in(self, target: Target, response: Response) -> Fetch:
        """Archive and note a new answer; follow where the page leads, or leave it to the ladder."""
        row = response.fetch
        known = self._told.get(target.url)
        if row is known and self._comes_later(row):
            if row.url in self._asked_again:
                self._ladder.failed(target, row)
            else:
                self._ladder.blank(target, row)
            return row
        row, _ = self._arrived(target, response)
        return row

    def _arrived(self, target: Target, response: Response) -> tuple[Fetch, int]:
        """Keep an answer and go on from it; how many addresses were new."""
        row = response.fetch
        new = row is not self._told.pop(target.url, None)
        if new:
            row = self._keep(target, response)
        self._size_bytes += row.size_bytes
        page = self._page(target, row, response.body)
        self._ladder.saw(target, row, page)
        if page is not None and self._left_to_a_browser(target, row, page):
            return row, 0
        return row, self._follow(target, row, page, new=new)

    def _left_to_a_browser(self, target: Target, row: Fetch, page: Page) -> bool:
        """Scripts fill the page, and nothing else that a look would follow does."""
        if page.state not in {PageState.JS_SHELL, PageState.CHALLENGE} or row.rendered:
            return False
        if any(link.place in _FILLERS for link in page.links):
            return False
        return self._ladder.blank(target, row, page)

    def _page(self, target: Target, row: Fetch, body: bytes) -> Page | None:
        if not row.shown or not _is_page(row, body):
            return None
        page = partly(read_page(row.final_url, body, row.media_type), row)
        if self._copy and target.url == self._entry:
            self._original = original_host(page)
        return rehosted(page, self._original, self._entry)

    def _follow(self, target: Target, row: Fetch, page: Page | None, *, new: bool = True) -> int:
        """Go on from what came home; how many addresses were new."""
        if row.shown and row.final_url != row.url:
            self._frontier.moved(target, row.final_url)
        if page is None:
            return 0
        self._read += 1
        if new:
            self._unsaved[row.url] = row  # a page is saved together with its row
            self._pages[page.url] = self._read, _facts(page)
        return self._frontier.add(page, target)

    # --- the ladder --------------------------------------------------------------------------

    async def _try(self, tried: Try) -> None:
        """Try one thing, follow what it brings, and say so in a step."""
        row, found, note = None, 0, tried.note
        if tried.target.url:
            self._asked += 1
            self._frontier.skip(tried.target.url)
            if tried.words == confirm.TURN:
                row, found, note = await self._turned(tried)
            elif tried.rung is Rung.BROWSER:
                row, found, note = await self._drawn(tried)
            elif tried.rung in {Rung.SITEMAP, Rung.SEARCH}:
                row, found = await self._index(tried)
            else:
                row, found = await self._again(tried)
            if self._progress:
                self._progress(row, len(self._frontier))
        done = self._done.get(tried.key)
        self._steps[tried.key] = Step(
            rung=tried.rung,
            url=tried.target.url,
            at=done.at if done else self._now(),
            outcome=row.outcome if row else None,
            found=found,
            words=tried.words,
            note=note,
        )
        self._new_steps = True
        self._flush_when_due()

    async def _again(self, tried: Try) -> tuple[Fetch, int]:
        """Another time, or by another spelling of the address."""
        target, done = tried.target, self._done.get(tried.key)
        known = self._told.get(target.url)
        if known is not None and done is not None and done.outcome and known.rendered:
            self._ladder.blank(target, known)  # asked again it was a shell still; then it was drawn
            return replace(known, outcome=done.outcome), 0
        if known is not None and done is not None and done.outcome is known.outcome:
            return self._arrived(target, self._kept(known))
        if known is not None and tried.rung is Rung.VARIANT and not known.outcome.retryable:
            return self._arrived(target, self._kept(known))
        if tried.rung is Rung.LATER:
            await self._wait(tried)
        return self._arrived(target, await self._fetcher.fetch(target.url))

    async def _wait(self, tried: Try) -> None:
        """Until enough time has passed since the failure for another answer to be likely."""
        if tried.row is None or not self._fetcher.delay_s(tried.target.url):
            return
        until = tried.row.fetched_at + timedelta(seconds=PATIENCE * self._settings.delay_s)
        seconds = (until - self._now()).total_seconds()
        if seconds > 0:
            self._flush()  # nothing waits unsaved that long
            began = self._clock()
            await self._sleep(seconds)
            self._began += self._clock() - began  # waiting costs the site nothing

    async def _index(self, tried: Try) -> tuple[Fetch, int]:
        """A site map or a list of search results: what it names is followed, itself it is not."""
        target = tried.target
        if tried.rung is Rung.SITEMAP and not self._maps_asked:
            self._maps_asked = True
            self._ladder.add_maps(await self._fetcher.sitemaps(target.url))
        known = self._told.get(target.url)
        if known is None or known.outcome is FetchOutcome.OUT_OF_BUDGET or known.outcome.retryable:
            response = await self._fetcher.fetch(target.url)
        else:
            response = self._kept(known)
        row = response.fetch
        if row is not self._told.pop(target.url, None):
            row = self._keep(target, response)
        self._size_bytes += row.size_bytes
        if not row.outcome.read:
            return row, 0
        if tried.rung is Rung.SITEMAP:
            pages, maps = confirm.addresses(response.body)
            taken = self._ladder.listed(self._frontier.fresh(pages), maps)
            return row, self._frontier.offer(taken, target)
        if (page := self._page(target, row, response.body)) is None:
            return row, 0
        # Further pages of results repeat the site; its first ones are what a visitor would see.
        links = tuple(link for link in page.links if link.place is not Place.PAGER)
        return row, self._frontier.add(replace(page, links=links), target)

    async def _drawn(self, tried: Try) -> tuple[Fetch, int, str]:
        """Draw a page; what cannot be drawn is followed as the server sent it."""
        assert not isinstance(self._draws, str)
        assert tried.row is not None
        target, done = tried.target, self._done.get(tried.key)
        known = self._told.get(target.url)
        if known is not None and known.rendered:
            return *self._arrived(target, self._kept(known)), known.note
        if done is None or done.outcome in {FetchOutcome.OK, FetchOutcome.TRUNCATED}:
            drawn = await self._draws.draw(tried.row.final_url or target.url)
        else:
            drawn = Drawn(done.outcome or FetchOutcome.JS_SHELL, target.url, b"", done.note)
        row = _row(drawn, target.url, drawn.final_url, self._now())
        if drawn.outcome is FetchOutcome.OK and drawn.html:
            return *self._arrived(target, Response(row, drawn.html)), drawn.note
        return row, self._follow(target, tried.row, tried.shell), drawn.note

    async def _turned(self, tried: Try) -> tuple[Fetch, int, str]:
        """Turn a list that only a script turns; what it shows then are further pages of it."""
        assert not isinstance(self._draws, str)
        assert tried.row is not None
        target, done, found, note = tried.target, self._done.get(tried.key), 0, ""
        urls = [turned_to(target.url, n) for n in range(2, PAGER_PAGES + 2)]
        if kept := [self._told[url] for url in urls if url in self._told]:
            states = [self._kept(row) for row in kept]
        elif done is not None and done.outcome is FetchOutcome.JS_SHELL:
            states, note = [], done.note
        else:
            at = tried.row.final_url or target.url
            first, *others = await self._draws.draw_list(at, len(urls) + 1)
            note = first.note
            states = [
                Response(_row(drawn, url, turned_to(drawn.final_url, n), self._now()), drawn.html)
                for n, (url, drawn) in enumerate(zip(urls, others, strict=False), 2)
            ]
        row = replace(tried.row, outcome=FetchOutcome.JS_SHELL, note=note or "没有翻出后续页")
        self._asked += max(0, len(states) - 1)
        for state in states:
            further = replace(
                target,
                url=state.fetch.url,
                via=target.url,
                place=Place.PAGER,
                series=target.series or target.url,
            )
            row, new = self._arrived(further, state)
            found += new
        return row, found, row.note

    # --- keeping -----------------------------------------------------------------------------

    def _keep(self, target: Target, response: Response) -> Fetch:
        # Words of links and of servers may carry a person's number, and rows are kept.
        made = response.fetch
        row = replace(
            made,
            via=target.via,
            hint=masked(target.hint),
            depth=target.depth,
            media_type=masked(made.media_type),
            note=masked(made.note),
        )
        warc, offset, length = "", 0, 0
        if row.rendered:
            warc, offset, length = self._writer.append_drawn(row, response.body)
        elif row.sha256:
            warc, offset, length = self._writer.append(
                row, response.headers, response.body, asked=response.asked
            )
        else:
            self._writer.note(row)
        row = replace(row, warc=warc, offset=offset, length=length)
        self._unsaved[row.url] = row
        return row

    def _flush_when_due(self) -> None:
        if len(self._unsaved) >= BATCH or self._clock() - self._saved_at > BATCH_S:
            self._flush()

    def _flush(self) -> None:
        """Evidence first, rows after: no row ever points to what a crash can take away."""
        spent = self._fetcher.spent()
        if self._unsaved or spent or self._new_steps:
            self._writer.sync()
            unsaved, pages = tuple(self._unsaved.values()), tuple(self._pages.values())
            self._save(unsaved, pages, spent, self._all_steps())
            self._unsaved.clear()
            self._pages.clear()
            self._new_steps = False
        self._saved_at = self._clock()

    def _all_steps(self) -> tuple[Step, ...]:
        """Steps in the order in which they are gone; those known and not yet gone again last."""
        waiting = (
            () if self._climbed else (s for k, s in self._done.items() if k not in self._steps)
        )
        return (*self._steps.values(), *waiting)

    def _note_left(self, at: datetime) -> None:
        """Rows for what the budget left unread, and for what goes on beyond a limit."""
        over = FetchOutcome.OUT_OF_BUDGET
        rows = [
            Fetch(t.url, over, at, final_url=t.url, via=t.via, hint=t.hint, depth=t.depth, note=why)
            for why, targets in (
                ("超出每个列表、每种网址的采集页数或层数", self._frontier.cut),
                ("超出本次采集的总额度", islice(self._frontier.left(), MOST_LEFT)),
            )
            for t in targets
            if t.url not in self._told or self._told[t.url].outcome is not over
        ]
        if rows:
            self._save(rows, (), (), self._all_steps())


def _is_page(row: Fetch, body: bytes) -> bool:
    kind = sniff(body)
    return kind in _PAGES or (kind == "unknown" and "html" in row.media_type)


def _row(drawn: Drawn, url: str, final_url: str, at: datetime) -> Fetch:
    return Fetch(
        url=url,
        outcome=_ended(drawn),
        fetched_at=at,
        final_url=final_url,
        size_bytes=len(drawn.html),
        media_type=_DRAWN,
        sha256=sha256(drawn.html).hexdigest(),
        note=drawn.note,
        rendered=True,
    )


def _ended(drawn: Drawn) -> FetchOutcome:
    """How a drawing ended; one that lacks what its scripts asked for is no page read."""
    lacks = drawn.outcome is FetchOutcome.OK and not drawn.whole
    return FetchOutcome.TRUNCATED if lacks else drawn.outcome


def _facts(page: Page) -> Page:
    """What the database keeps of a page, without what may carry a person's number."""
    return replace(
        without_numbers(page),
        links=(),
        lost=(),
        text="",
        whole_text="",
        meta={},
    )
