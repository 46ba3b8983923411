"""One page being drawn: opened, waited for, read, and clicked onward when it is a list."""

import asyncio
import logging
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crawlers.browser.intercept import Wire
from crawlers.browser.inthepage import CLICK_FORWARD, MEASURE, PUT_OFF, SCROLL, SERIALISE, SHOWN
from crawlers.guard import normalise_url
from crawlers.network.answers import outcome as outcome_of
from crawlers.network.response import Response
from crawlers.promises import named
from data.types import FetchOutcome

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

log = logging.getLogger(__name__)

_STEP_S = 0.1  # between two looks at a page that is being drawn
_LAST_WORD_S = 1.0  # for the browser to end the script of a page that hangs
_HOPELESS = 3  # times in a row that it does not, although its scripts were ended
_SCROLLS = 8  # to the end of a page that grows with every one
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_GROWN = 20  # characters; a clock that ticks is no growth


@dataclass(frozen=True, slots=True)
class Bounds:
    """When the drawing of a page is ended."""

    drawing_s: float = 20.0  # of the browser's own time: waiting for the site is not counted
    patience_s: float = 90.0  # in all; asking politely takes a second for every file
    quiet_s: float = 0.8  # nothing asked for and nothing grown: the page is drawn
    still_s: float = 10.0  # nothing grown although requests go on: they only count or poll
    wall_s: float = 6.0  # that a wall may take to open
    hung_s: float = 5.0  # that it may take to say how large it is
    requests: int = 60
    size_bytes: int = 20 * 1024 * 1024  # of all answers
    elements: int = 60_000
    characters: int = 5_000_000  # of the page when it is drawn


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as scripts left it. `html` is UTF-8, without scripts, empty when nothing was drawn."""

    outcome: FetchOutcome
    final_url: str
    html: bytes = b""
    note: str = ""
    whole: bool = True  # all that its scripts waited for came home
    sound: bool = True  # they were all there, ran to their end and put nothing off
    made_of: tuple[Response, ...] = ()  # pages and data that came home for it


class Tab:
    """A page and the wire that answers it, from its first request to the last reading."""

    def __init__(
        self, page: "Page", session: "CDPSession", wire: Wire, url: str, bounds: Bounds
    ) -> None:
        self._page, self._session, self._wire = page, session, wire
        self._url, self._bounds = url, bounds
        self._hung = 0  # times in a row that the page did not answer
        self._ends = time.monotonic() + bounds.patience_s
        self._out_of_memory = asyncio.Event()

    def crashed(self, page: "Page") -> None:
        self._out_of_memory.set()

    async def first(self) -> Drawn:
        """The page as it is after loading, scrolled to its end, and after a wall has opened."""
        await self._go()
        drawn = await self._read(await self._scrolled())
        while drawn.outcome is FetchOutcome.CHALLENGE and await self._opens():
            drawn = await self._read(await self._scrolled())
        if drawn.outcome is FetchOutcome.OK and (off := await self._put_off()):
            note = "；".join(part for part in (drawn.note, off) if part)
            drawn = replace(drawn, sound=False, note=note)
        return replace(drawn, made_of=self._wire.told())

    async def onward(self, most: int, states: list[Drawn]) -> bool:
        """Click forward while something new is shown, and then the tabs of other years; whether the
        list came to its end.
        """
        seen = set(await self._ask_page(SHOWN) or ())
        stuck, sound = False, True
        while states[0].outcome.read and time.monotonic() < self._ends:
            faults = self._wire.faults
            if not (clicked := await self._ask_page(CLICK_FORWARD, stuck)):
                return clicked is not None and sound
            if len(states) >= most:
                return False
            spent = await self._settle()
            shown = set(await self._ask_page(SHOWN) or ())
            drawn = await self._read(spent)
            if not drawn.outcome.read:
                return False
            if stuck := shown <= seen:
                sound = sound and drawn.whole and faults == self._wire.faults
                continue
            seen |= shown
            states.append(replace(drawn, made_of=self._wire.told()))
        return False

    # --- steps -------------------------------------------------------------------------------

    async def _go(self) -> None:
        from playwright.async_api import Error

        left_s = max(1.0, self._ends - time.monotonic())
        try:
            await self._page.goto(self._url, wait_until="commit", timeout=left_s * 1000)
        except Error as error:  # the wire knows better why it did not come
            log.debug("%s did not open: %s", self._url, error.message)
            self._must_live()

    async def _scrolled(self) -> str:
        """Wait until the page is drawn and scroll on while anything new comes; as `_settle`."""
        note, seen = await self._settle(), -1
        for _ in range(_SCROLLS):
            shown = len(await self._ask_page(SHOWN) or ())
            if note or shown <= seen or not await self._ask_page(SCROLL):
                return note
            note, seen = await self._settle(), shown
        return note or "往下滚动一直有新内容，取当时的内容"

    async def _put_off(self) -> str:
        """What a page that shows no entries may show later or to a click, in Chinese."""
        if (found := await self._ask_page(PUT_OFF)) is None:
            return ""
        left, words = found
        hidden = next((each for each in words if named(each) or _YEAR.search(each)), "")
        if hidden:
            return f"“{hidden[:20]}”要点击才显示"
        return f"{left} 处内容要等待或看到时才出现" if left else ""

    async def _settle(self) -> str:
        """Wait until the page is drawn; says in Chinese what was not waited for."""
        own_s = quiet_s = still_s = 0.0
        before = (0, 0, 0)
        while time.monotonic() < self._ends and self._hung < _HOPELESS:
            if self._out_of_memory.is_set():
                return ""
            began = time.monotonic()
            await asyncio.sleep(_STEP_S)
            measured = await self._ask_page(MEASURE)
            step_s = time.monotonic() - began
            if not self._wire.pending:
                own_s += step_s
            if measured is None:  # it goes elsewhere, or hangs
                quiet_s = still_s = 0.0
            else:
                loading, elements, characters, soon = measured
                grown = elements > before[0] or characters >= before[1] + _GROWN
                grown = grown or soon < before[2]  # a timer has run
                before = (max(elements, before[0]), max(characters, before[1]), soon)
                if elements > self._bounds.elements or characters > self._bounds.characters:
                    return "页面过大"
                still_s = 0.0 if grown or loading else still_s + step_s
                quiet_s = min(quiet_s + step_s, still_s) if not self._wire.pending else 0.0
                if quiet_s >= self._bounds.quiet_s and not soon:
                    return ""
                if not soon and still_s >= self._bounds.still_s:
                    # What is only asked again and again is answered each time.
                    late = self._wire.waited_s >= self._bounds.still_s
                    return "有的脚本或数据迟迟没有取到" if late else ""
            if own_s > self._bounds.drawing_s:
                return f"{self._bounds.drawing_s:.0f} 秒内没有画完，取当时的内容"
        return "等待过久，取当时的内容"

    async def _opens(self) -> bool:
        """A wall does something within a while: loads a page, or draws one in its place."""
        documents, before = self._wire.documents, (await self._ask_page(MEASURE) or ())[:3]
        ends = min(time.monotonic() + self._bounds.wall_s, self._ends)
        while time.monotonic() < ends and not self._wire.cut:
            await asyncio.sleep(_STEP_S)
            measured = (await self._ask_page(MEASURE) or ())[:3]
            if self._wire.documents > documents or measured != before:
                return True
        return False

    async def _read(self, note: str) -> Drawn:
        """What is in the tab now, and which outcome that is."""
        wire = self._wire
        if wire.failed:
            return Drawn(wire.failed.outcome, wire.failed.url, note=wire.failed.note)
        if self._out_of_memory.is_set():
            return Drawn(FetchOutcome.TOO_LARGE, self._url, note="页面的脚本占用内存过多")
        if wire.document is None:
            return Drawn(FetchOutcome.TIMEOUT_FIRST_BYTE, self._url, note="没有等到页面")
        here = wire.document.fetch.url
        bounds = self._bounds
        found = await self._ask_page(SERIALISE, [bounds.elements, bounds.characters])
        if found is None:
            return Drawn(FetchOutcome.TIMEOUT_BODY, here, note="页面过大或脚本不停运行，读不出内容")
        address, html, scripts = found
        if html is None:
            return Drawn(FetchOutcome.TOO_LARGE, here, note="画出的页面过大")
        status = wire.document.fetch.status or 0
        if 300 <= status < 400:
            return Drawn(FetchOutcome.REDIRECT_LOOP, here, note="页面反复跳转")
        where = normalise_url(address)
        if where is None:  # an error page of the browser's own: the answer had no body
            ended = outcome_of(self._url, here, status, "text/html", wire.document.body)
            ended = FetchOutcome.DECODE_FAILED if ended.read else ended
            return Drawn(ended, here, note="网站的回答没有内容")
        # A wall is known by its script, which the evidence does not keep.
        judged = f"{html}<script>{scripts}</script>".encode("utf-8", "replace")
        ended = outcome_of(self._url, where, status, "text/html", judged)
        whole, sound = not note and not wire.lacking, not wire.faults
        shown = html.encode("utf-8", "replace")
        return Drawn(ended, where, shown, self._notes(note), whole, sound)

    def _notes(self, note: str) -> str:
        wire = self._wire
        robots = wire.denied.get(FetchOutcome.ROBOTS_DENIED, 0)
        others = sum(wire.denied.values()) - robots
        said = (
            note,
            f"robots.txt 不允许其中 {robots} 个脚本或数据" if robots else "",
            f"{others} 个脚本或数据没有取到" if others else "",
            f"{wire.refused} 个请求没有得到所要的数据" if wire.refused else "",
            f"{wire.broken} 个脚本没有取到" if wire.broken else "",
            f"页面脚本出错 {wire.errors} 处" if wire.errors else "",
            f"没有请求其他网站的 {wire.foreign} 个脚本或数据" if wire.foreign else "",
            "请求数、流量或跳转超过一页的上限" if wire.cut else "",
        )
        return "；".join(part for part in said if part)

    async def _ask_page(self, script: str, value: object = None) -> Any:
        """What the page answers, or None when it goes elsewhere or its scripts do not pause."""
        from playwright.async_api import Error

        if self._hung >= _HOPELESS or self._out_of_memory.is_set():
            return None
        try:
            async with asyncio.timeout(self._bounds.hung_s):
                answer = await self._page.evaluate(script, value)
            self._hung = 0
            return answer
        except TimeoutError:
            self._hung += 1
            await self._interrupt()
        except Error as error:
            log.debug("%s did not answer: %s", self._url, error.message)
            self._must_live()
        return None

    async def _interrupt(self) -> None:
        """End the script that runs in the page without pause, so that the rest can be read."""
        from playwright.async_api import Error

        try:
            async with asyncio.timeout(_LAST_WORD_S):
                await self._session.send("Runtime.terminateExecution")
        except (TimeoutError, Error):
            log.debug("%s cannot be interrupted", self._url)

    def _must_live(self) -> None:
        """Raises: RuntimeError: the browser is gone."""
        if self._page.is_closed():
            self._hung = _HOPELESS
        browser = self._page.context.browser
        if browser is None or not browser.is_connected():
            raise RuntimeError("the browser is gone")
