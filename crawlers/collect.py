"""One look at one unit: ask, archive, read, follow, confirm; and all of it again when cut off."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from crawlers import render
from crawlers.aside import Aside
from crawlers.fetch import Fetcher
from crawlers.frontier import Frontier, Target, entries
from crawlers.looks.climb import Climber, Draws
from crawlers.looks.confirm import COPY, Ladder
from crawlers.looks.course import Course, Purse
from crawlers.looks.intake import Intake
from crawlers.looks.keeper import Before, Keeper, Save, keep_robots
from crawlers.looks.parked import Parked
from crawlers.network.pace import Paces
from crawlers.network.response import Response
from crawlers.settings import Settings
from data.archive import Archive
from data.types import Fetch, FetchOutcome, Traffic, Unit

Progress = Callable[[Fetch, int], None]  # the row just made, addresses waiting

# Requests under way at once. It also fixes the order in which addresses are chosen, so a look
# that goes on chooses as the first one did; a host is never asked more than twice at a time.
WINDOW = 4
MOST_LEFT = 1000  # addresses over budget that get a row
# An answer, and what was spent when it came: counted once its evidence is written, so that after a
# kill the evidence file tells what was not counted.
_Arrived = tuple[Parked, tuple[Traffic, ...]]
NO_BROWSER = "本次采集未启用浏览器"


def entry_of(unit: Unit) -> str:
    """The address a look at the unit begins with, spelled as in its row."""
    return entries(unit)[0]


@dataclass(frozen=True, slots=True)
class Means:
    """What a look is made with; as it stands: alone on this machine, as usual.

    Args:
        paces: of all looks of this process; None: this is the only one.
        browser: what draws pages when the settings allow it, or why nothing can; None: the
            Chromium of this machine.
        now: aware, UTC; the time stamped on rows.
        clock, sleep: what politeness and the budget are measured and kept with.
    """

    settings: Settings = field(default_factory=Settings)
    paces: Paces | None = None
    browser: Callable[[Fetcher], AbstractAsyncContextManager[Draws] | str] | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


async def look(
    unit: Unit,
    archive: Archive,
    save: Save,
    *,
    before: Before | None = None,
    means: Means | None = None,
    copy: bool = False,
    progress: Progress | None = None,
    held: BinaryIO | None = None,
) -> bool:
    """Collect a unit's site; whether everything in reach was asked for and confirmed.

    Rows are saved only after their evidence is safe on disk. What is known from before is not asked
    for again: its bytes are read back from the archive and lead on as they did, so a look that was
    cut off, however often, ends with the pages that an undisturbed one has. Failures that may
    pass are tried once more at its end. Addresses over budget get a row too, without a request.

    Args:
        save: stores new rows by (unit, URL), replacing those of the same URL.
        before: what this look had brought home when it was cut off.
        copy: the site is a saved copy; links to the host it was saved from lead into the copy.
        progress: called after every address with its row and the number still waiting.
        held: the right to write about the unit (`Archive.hold`); not given: it is taken here.

    Raises:
        ArchiveBusy: somebody else looks at the unit.
        ArchiveError: evidence of a known row is gone or changed.
    """
    before, means = before or Before(), means or Means()
    settings, entry = means.settings, entry_of(unit)
    with archive.write(unit.id, known=before.spoken_of(), held=held) as writer:
        async with AsyncExitStack() as stack:
            fetcher = await stack.enter_async_context(
                settings.fetcher(
                    paces=means.paces,
                    now=means.now,
                    clock=means.clock,
                    sleep=means.sleep,
                    robots=partial(keep_robots, writer),
                )
            )
            draws: Draws | None = None
            no_browser = COPY if copy else NO_BROWSER
            if settings.browser and not copy:
                painter = (means.browser or _chromium)(fetcher)
                if isinstance(painter, str):
                    no_browser = painter
                else:
                    draws, no_browser = await stack.enter_async_context(painter), ""
            course = Course(
                Frontier(unit, aside=stack.enter_context(Aside(archive.folder))),
                Ladder(unit, no_browser=no_browser, copy=copy, known=before.steps),
                Keeper(archive, writer, save, before, spent=fetcher.spent, clock=means.clock),
                Purse(settings.budget, means.clock, lambda: fetcher.waited_s),
            )
            del before  # what the keeper has come to is let go
            intake = Intake(course, entry=entry, copy=copy)
            climber = Climber(
                course,
                intake,
                fetcher,
                draws,
                delay_s=settings.delay_s,
                now=means.now,
                clock=means.clock,
                sleep=means.sleep,
            )
            run = _Look(course, intake, climber, fetcher, archive.folder, progress)
            try:
                confirmed = await run.to_the_end()
            finally:
                course.keeper.flush()
            course.keeper.leave(_left(course.frontier, means.now()))
            return confirmed and not len(course.frontier)


def _chromium(fetcher: Fetcher) -> AbstractAsyncContextManager[Draws] | str:
    return render.available() or render.Browser(fetcher.send)


class _Look:
    """One run of a look."""

    def __init__(
        self,
        course: Course,
        intake: Intake,
        climber: Climber,
        fetcher: Fetcher,
        folder: Path,
        progress: Progress | None,
    ) -> None:
        self._frontier, self._ladder = course.frontier, course.ladder
        self._keeper, self._purse = course.keeper, course.purse
        self._intake, self._climber, self._fetcher = intake, climber, fetcher
        self._folder, self._progress = folder, progress

    async def to_the_end(self) -> bool:
        """Follow all that is known, try one thing of the ladder, follow again; until neither
        brings anything, or the budget is spent. Whether all of the ladder was climbed.
        """
        while await self._follow_all():
            if (tried := self._ladder.next()) is None:
                self._keeper.climbed = True
                return not (self._ladder.gave_up or self._ladder.left_out)
            if tried.target.url and not self._purse.room:
                break
            row = await self._climber.climb(tried)
            if row is not None:
                self._tell(row, 0)
        return False

    async def _follow_all(self) -> bool:
        """Choose, ask and take in, in one fixed order; whether nothing is left."""
        under_way: deque[tuple[Target, asyncio.Task[_Arrived]]] = deque()
        try:
            while True:
                while len(under_way) < WINDOW and len(self._frontier) and self._purse.room:
                    if (target := self._frontier.pop()) is None:
                        break
                    self._purse.asked += 1
                    under_way.append((target, asyncio.create_task(self._answer(target))))
                if not under_way:
                    return not len(self._frontier)
                target, task = under_way.popleft()
                parked, spent = await task
                self._keeper.cost(spent)
                row = self._intake.take(target, parked.response())
                self._keeper.flush_when_due()
                self._tell(row, len(under_way))
        finally:
            for _, task in under_way:
                task.cancel()
            ended = await asyncio.gather(*(t for _, t in under_way), return_exceptions=True)
            for each in ended:
                if not isinstance(each, BaseException):
                    each[0].close()
                    self._keeper.cost(each[1])

    async def _answer(self, target: Target) -> _Arrived:
        """What is known of the address, or what its server says now; and what that cost."""
        if row := self._keeper.answered(target.url):
            return Parked(Response(row), self._folder), ()
        response = self._keeper.found(target) or await self._fetcher.fetch(target.url)
        return Parked(response, self._folder), self._fetcher.spent()

    def _tell(self, row: Fetch, under_way: int) -> None:
        if self._progress:
            self._progress(row, len(self._frontier) + under_way)


def _left(frontier: Frontier, at: datetime) -> Iterator[Fetch]:
    """Rows for what the budget left unread, and for what goes on beyond a limit."""
    for why, targets in (
        ("超出每个列表、每种网址的采集页数或层数", frontier.cut),
        ("超出本次采集的总额度", islice(frontier.left(), MOST_LEFT)),
    ):
        for t in targets:
            yield Fetch(
                url=t.url,
                outcome=FetchOutcome.OUT_OF_BUDGET,
                fetched_at=at,
                final_url=t.url,
                via=t.via,
                hint=t.hint,
                depth=t.depth,
                note=why,
            )
