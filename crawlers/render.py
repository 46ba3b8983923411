"""The browser, for pages that scripts draw and for walls that open to whoever runs their script.

The page is drawn as any visitor's browser draws it, and then read, not looked at. Each drawing
starts from an empty profile: cookies and storage are dropped after it, so what a page shows does
not depend on which pages were drawn before, and the site cannot follow us from page to page.
"""

import contextlib
import logging
from contextlib import AsyncExitStack
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from crawlers.browser.chromium import Chromium, NoChromium, executable, shared
from crawlers.browser.intercept import Scripts, Send, Wire
from crawlers.browser.tab import Bounds, Drawn, Tab
from crawlers.guard import normalise_url
from crawlers.network.hosts import host_of
from data.types import FetchOutcome

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Dialog, Page

log = logging.getLogger(__name__)


def available() -> str:
    """Empty when pages can be drawn, else why not, in Chinese, with a hint."""
    try:
        executable()
    except NoChromium as error:
        return str(error)
    return ""


class Browser:
    """Draws pages of one site. It has no network of its own: `send` asks for it.

    Args:
        send: one request, guarded, paced and counted, that follows no redirect.
    """

    def __init__(self, send: Send, *, bounds: Bounds | None = None) -> None:
        self._send, self._bounds = send, bounds or Bounds()
        self._scripts = Scripts()
        self._borrowed = AsyncExitStack()
        self._chromium: Chromium | None = None

    async def __aenter__(self) -> Self:
        self._chromium = await self._borrowed.enter_async_context(shared())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._borrowed.aclose()

    async def draw(self, url: str) -> Drawn:
        """The page at `url` when its scripts have come to rest. Only cancellation is raised."""
        return (await self._visit(url, most=1))[0]

    async def draw_list(self, url: str, most: int = 20) -> list[Drawn]:
        """A list and what its forward control shows, page by page, while anything new appears.

        For lists whose 下一页 is a script; where it is a link, a plain fetch leads on. The first
        is what `draw` gives; the others show something new. The last is not whole when nobody
        knows whether the list ends with it.
        """
        return await self._visit(url, most)

    async def _visit(self, url: str, most: int) -> list[Drawn]:
        assert self._chromium is not None, "a Browser is used inside `async with`"
        asked = normalise_url(url)
        if asked is None:
            return [Drawn(FetchOutcome.BAD_URL, url, note="不是有效的 http 网址")]
        states: list[Drawn] = []
        for _ in range(2):  # a browser that broke down is started once more
            states.clear()
            ended = most <= 1
            try:
                async with self._chromium.tab() as context:
                    ended = await self._draw(context, asked, most, states)
            except NoChromium as error:
                return [Drawn(FetchOutcome.JS_SHELL, asked, note=str(error))]
            except Exception:  # whatever breaks in a browser, the look goes on
                log.info("drawing a page of %s broke off", host_of(asked), exc_info=True)
            if states:
                return states if ended else [*states[:-1], replace(states[-1], whole=False)]
        return [Drawn(FetchOutcome.JS_SHELL, asked, note="浏览器两次中途退出，没有画出页面")]

    async def _draw(
        self, context: "BrowserContext", url: str, most: int, states: list[Drawn]
    ) -> bool:
        """Adds to `states` what is drawn; whether there is no more of it, as far as asked."""
        page = await context.new_page()
        bounds = self._bounds
        wire = Wire(page, self._send, url, self._scripts, bounds.requests, bounds.size_bytes)
        # Made now: a page that hangs lets nobody in.
        tab = Tab(page, await context.new_cdp_session(page), wire, url, bounds)
        try:
            await context.route("**/*", wire.answer)
            context.on("page", _close)
            page.on("dialog", _dismiss)
            page.on("crash", tab.crashed)
            page.on("pageerror", wire.failed_script)
            states.append(await tab.first())
            return most <= 1 or await tab.onward(most, states)
        finally:
            await wire.close()


async def _close(page: "Page") -> None:
    """Nobody reads a window that opens beside the page."""
    with contextlib.suppress(Exception):  # it may close by itself first
        await page.close()


async def _dismiss(dialog: "Dialog") -> None:
    with contextlib.suppress(Exception):  # it goes with its page
        await dialog.dismiss()
