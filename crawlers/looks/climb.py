"""Going up the confirmation ladder: one thing tried, what it brings followed, a step to show."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from crawlers.browser.tab import Drawn
from crawlers.endless import PAGER_PAGES
from crawlers.fetch import Fetcher
from crawlers.frontier import Target, turned_to
from crawlers.looks import confirm
from crawlers.looks.confirm import Try
from crawlers.looks.course import Course
from crawlers.looks.intake import Intake
from crawlers.looks.sitemaps import addresses
from crawlers.network.response import Response
from crawlers.pages import read_page
from data.types import Fetch, FetchOutcome, Page, PageState, Place, Rung, Step

PATIENCE = 60  # what failed is asked again no sooner than after so many pauses of the host
_MENU = 5  # links; a front page with fewer leads nowhere
_DRAWN = "text/html; charset=utf-8"


class Draws(Protocol):
    """What draws pages: `render.Browser`."""

    async def draw(self, url: str) -> Drawn: ...

    async def draw_list(self, url: str, most: int) -> list[Drawn]: ...


class Climber:
    """Tries what the ladder asks for.

    Args:
        draws: None when nothing can draw; the ladder then asks for no drawing.
        delay_s: between two requests to a host, as somebody chose.
    """

    def __init__(
        self,
        course: Course,
        intake: Intake,
        fetcher: Fetcher,
        draws: Draws | None,
        *,
        delay_s: float,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._frontier, self._ladder = course.frontier, course.ladder
        self._keeper, self._purse = course.keeper, course.purse
        self._intake, self._fetcher, self._browser = intake, fetcher, draws
        self._delay_s, self._now, self._clock, self._sleep = delay_s, now, clock, sleep
        self._maps_asked = False

    async def climb(self, tried: Try) -> Fetch | None:
        """Try one thing, follow what it brings, and say so in a step; the row that it made."""
        row, found, note = None, 0, tried.note
        if tried.target.url:
            self._purse.asked += 1
            self._frontier.skip(tried.target.url)
            if tried.words == confirm.TURN:
                row, found, note = await self._turn(tried)
            elif tried.rung is Rung.BROWSER:
                row, found, note = await self._draw(tried)
            elif tried.rung in {Rung.SITEMAP, Rung.SEARCH}:
                row, found = await self._index(tried)
            else:
                row, found = await self._again(tried)
        gone = self._keeper.gone(tried)
        step = Step(
            rung=tried.rung,
            url=tried.target.url,
            at=gone.at if gone else self._now(),
            outcome=row.outcome if row else None,
            found=found,
            words=tried.words,
            note=note,
        )
        self._keeper.step(tried, step)
        self._keeper.flush_when_due()
        return row

    async def _again(self, tried: Try) -> tuple[Fetch, int]:
        """Another time, or by another spelling of the address."""
        target, gone = tried.target, self._keeper.gone(tried)
        known = self._keeper.told(target.url)
        if known is not None and gone is not None and gone.outcome and known.rendered:
            self._ladder.blank(target, known)  # asked again it was a shell still; then it was drawn
            return replace(known, outcome=gone.outcome), 0
        if known is not None and gone is not None and gone.outcome is known.outcome:
            return self._intake.arrived(target, self._keeper.kept(known))
        if known is not None and tried.rung is Rung.VARIANT and not known.outcome.retryable:
            return self._intake.arrived(target, self._keeper.kept(known))
        if (response := self._keeper.found(target)) is None:
            if tried.rung is Rung.LATER:
                await self._wait(tried)
            response = await self._fetcher.fetch(target.url)
        return self._intake.arrived(target, response)

    async def _wait(self, tried: Try) -> None:
        """Until enough time has passed since the failure for another answer to be likely."""
        if tried.row is None or not self._fetcher.delay_s(tried.target.url):
            return
        until = tried.row.fetched_at + timedelta(seconds=PATIENCE * self._delay_s)
        seconds = (until - self._now()).total_seconds()
        if seconds > 0:
            self._keeper.flush()  # nothing waits unsaved that long
            began = self._clock()
            await self._sleep(seconds)
            self._purse.forget(self._clock() - began)

    async def _index(self, tried: Try) -> tuple[Fetch, int]:
        """A site map or a list of search results: what it names is followed, itself it is not."""
        target = tried.target
        if tried.rung is Rung.SITEMAP and not self._maps_asked:
            self._maps_asked = True
            self._ladder.add_maps(await self._fetcher.sitemaps(target.url))
        known = self._keeper.told(target.url)
        if known is None or known.outcome is FetchOutcome.OUT_OF_BUDGET or known.outcome.retryable:
            response = self._keeper.found(target) or await self._fetcher.fetch(target.url)
        else:
            response = self._keeper.kept(known)
        row, _ = self._intake.kept(target, response)
        if not row.outcome.read:
            return row, 0
        if tried.rung is Rung.SITEMAP:
            pages, maps = addresses(response.body)
            taken = self._ladder.listed(self._frontier.fresh(pages), maps)
            return row, self._frontier.offer(taken, target)
        if (page := self._intake.page(target, row, response.body)) is None:
            return row, 0
        # Further pages of results repeat the site; its first ones are what a visitor would see.
        links = tuple(link for link in page.links if link.place is not Place.PAGER)
        return row, self._frontier.add(replace(page, links=links), target)

    async def _draw(self, tried: Try) -> tuple[Fetch, int, str]:
        """Draw a page; what cannot be drawn is followed as the server sent it."""
        assert self._browser is not None
        assert tried.row is not None
        target, gone = tried.target, self._keeper.gone(tried)
        known = self._keeper.told(target.url)
        if known is not None and known.rendered:
            return *self._intake.arrived(target, self._keeper.kept(known)), known.note
        if gone is None or gone.outcome in {FetchOutcome.OK, FetchOutcome.TRUNCATED}:
            drawn = await self._browser.draw(tried.row.final_url or target.url)
        else:
            drawn = Drawn(gone.outcome or FetchOutcome.JS_SHELL, target.url, b"", gone.note)
        if not drawn.sound and drawn.outcome is FetchOutcome.OK and not _lets_in(target, drawn):
            drawn = replace(drawn, whole=False)
        row = _row(drawn, target.url, drawn.final_url, self._now())
        if drawn.outcome is not FetchOutcome.OK or not drawn.html:
            return row, self._intake.follow(target, tried.row, tried.shell), drawn.note
        if tried.shell is None or (drawn.whole and drawn.sound):
            return *self._intake.arrived(target, _response(row, drawn)), drawn.note
        return *self._in_part(tried, tried.shell, row, drawn), drawn.note

    def _in_part(self, tried: Try, sent: Page, row: Fetch, drawn: Drawn) -> tuple[Fetch, int]:
        """Go on from a page that its scripts did not bring to its end. It takes the place of what
        the server sent only when it leads on to as much; where either of them leads is followed.
        """
        page = read_page(drawn.final_url, drawn.html, _DRAWN)
        if sent.state is PageState.OK and _leads(page) < _leads(sent):
            return row, self._frontier.add(page, tried.target)
        row, found = self._intake.arrived(tried.target, _response(row, drawn))
        return row, found + self._frontier.add(sent, tried.target)

    async def _turn(self, tried: Try) -> tuple[Fetch, int, str]:
        """Turn a list that only a script turns; what it shows then are further pages of it."""
        assert self._browser is not None
        assert tried.row is not None
        target, gone, found, note = tried.target, self._keeper.gone(tried), 0, ""
        urls = [turned_to(target.url, n) for n in range(2, PAGER_PAGES + 2)]
        if kept := [row for url in urls if (row := self._keeper.told(url))]:
            states = [self._keeper.kept(row) for row in kept]
        elif gone is not None and gone.outcome is FetchOutcome.JS_SHELL:
            states, note = [], gone.note
        else:
            at = tried.row.final_url or target.url
            first, *others = await self._browser.draw_list(at, len(urls) + 1)
            note = first.note
            states = [
                _response(_row(drawn, url, turned_to(drawn.final_url, n), self._now()), drawn)
                for n, (url, drawn) in enumerate(zip(urls, others, strict=False), 2)
            ]
        row = replace(tried.row, outcome=FetchOutcome.JS_SHELL, note=note or "没有翻出后续页")
        self._purse.asked += max(0, len(states) - 1)
        for state in states:
            further = replace(
                target,
                url=state.fetch.url,
                via=target.url,
                place=Place.PAGER,
                series=target.series or target.url,
            )
            row, new = self._intake.arrived(further, state)
            found += new
        return row, found, row.note


def _lets_in(target: Target, drawn: Drawn) -> bool:
    """A front page that shows its menu: whatever its scripts lack, it discloses nothing itself."""
    if target.depth or target.series:
        return False
    page = read_page(drawn.final_url, drawn.html, _DRAWN)
    return page.state is PageState.OK and len(page.links) >= _MENU


def _leads(page: Page) -> int:
    """Addresses that a page leads on to."""
    return len({link.url for link in page.links})


def _response(row: Fetch, drawn: Drawn) -> Response:
    return Response(row, drawn.html, made_of=drawn.made_of)


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
