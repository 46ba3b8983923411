"""The system's Chromium: found, started without a network, shared, and started again when needed.

Every request is answered by interception (`crawlers.browser.intercept`). Should one slip past it,
there is still no way out: no name resolves, all traffic goes to a proxy that does not exist, and
WebRTC, which would go around it, is taken away.
"""

import asyncio
import logging
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from crawlers.browser.inthepage import NOTE_WAITING

if TYPE_CHECKING:  # importing it takes as long as the rest of the program: only who draws pays
    from playwright.async_api import Browser, BrowserContext, Playwright

log = logging.getLogger(__name__)

VARIABLE = "GKC_CHROMIUM"
# The first is made for this: it opens no window that nobody sees, which is most of the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
TABS = 2  # open at a time
RESTART_AFTER = 200  # tabs; a browser grows with every page it has drawn

_HINT = (
    "可安装 Chromium（Debian：sudo apt-get install chromium-headless-shell，"
    "没有这个包时装 chromium），或设置 GKC_CHROMIUM=浏览器的路径"
)
_CLOSING_S = 10.0  # after which a tab that will not close takes the browser with it
_FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # its name in other versions
    "--js-flags=--max-old-space-size=512",  # MB of script objects; more ends the page, not us
)
# Nobody is there to answer a dialog, and a page that asks in a loop would wait for us each time.
# A page that closes itself could not be read.
_IN_EVERY_FRAME = """
delete self.RTCPeerConnection; delete self.webkitRTCPeerConnection
self.alert = self.print = () => undefined; self.confirm = () => false; self.prompt = () => null
self.close = () => undefined
"""
_NO_PROXY = "http://nowhere.invalid:9"
_ENVIRONMENT = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_RUNTIME_DIR")  # the rest may hold passwords


class NoChromium(Exception):
    """There is no browser, or it does not start; the message says so in Chinese, with a hint."""


def executable() -> str:
    """Path of the browser.

    Raises:
        NoChromium: there is none, or GKC_CHROMIUM names a file that is none.
    """
    if named := os.environ.get(VARIABLE, ""):
        if found := shutil.which(named):
            return found
        raise NoChromium(f"{VARIABLE} 指向的浏览器不存在或不能运行；{_HINT}")
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise NoChromium(f"没有找到 Chromium 浏览器；{_HINT}")


class Chromium:
    """One browser, started with the first tab; every tab is a visitor of its own."""

    def __init__(self, tabs: int = TABS, restart_after: int = RESTART_AFTER) -> None:
        self.borrowers = 0
        self._places = asyncio.Semaphore(tabs)
        self._restart_after = restart_after
        self._entering = asyncio.Lock()
        self._idle = asyncio.Event()
        self._idle.set()
        self._open = self._drawn = 0
        self._stuck = False
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    @asynccontextmanager
    async def tab(self) -> AsyncIterator["BrowserContext"]:
        """An empty profile: no cookies, no storage, no cache, nothing permitted.

        Raises:
            NoChromium: there is no browser.
        """
        async with self._places:
            async with self._entering:
                browser = await self._ready()
                self._open += 1
                self._idle.clear()
            try:
                context = await browser.new_context(
                    accept_downloads=False,
                    service_workers="block",
                    locale="zh-CN",
                    timezone_id="Asia/Shanghai",  # scripts write dates in local time
                    viewport={"width": 1280, "height": 800},
                )
                try:
                    await context.add_init_script(_IN_EVERY_FRAME)
                    await context.add_init_script(NOTE_WAITING)
                    yield context
                finally:
                    await asyncio.shield(self._shut(context))
            finally:
                self._open -= 1
                if not self._open:
                    self._idle.set()

    async def close(self) -> None:
        """End the browser and the process that drives it."""
        browser, playwright = self._browser, self._playwright
        self._browser = self._playwright = None
        for closing in (browser and browser.close(), playwright and playwright.stop()):
            if closing:
                try:
                    async with asyncio.timeout(_CLOSING_S):
                        await closing
                except Exception:  # it is dead already, or is killed with the next step
                    log.info("the browser did not close in good order", exc_info=True)

    async def _ready(self) -> "Browser":
        if self._browser and (self._stuck or self._drawn >= self._restart_after):
            await self._idle.wait()
            await self.close()
        if self._browser and not self._browser.is_connected():
            await self.close()
        if self._browser is None:
            self._browser = await self._start()
            self._drawn, self._stuck = 0, False
        self._drawn += 1
        return self._browser

    async def _start(self) -> "Browser":
        from playwright.async_api import Error, async_playwright

        path = executable()
        self._playwright = await async_playwright().start()
        try:
            return await self._playwright.chromium.launch(
                executable_path=path,
                args=list(_FLAGS),
                proxy={"server": _NO_PROXY, "bypass": "<-loopback>"},
                # Chromium's sandbox refuses to run as root; every other user has it.
                chromium_sandbox=os.geteuid() != 0,
                env={key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
                # The program ends the browser itself, once it has saved what there is.
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
            )
        except Error as error:
            await self.close()
            said = error.message.strip().partition("\n")[0][:200]
            raise NoChromium(f"Chromium 不能启动（{said}）；{_HINT}") from error

    async def _shut(self, context: "BrowserContext") -> None:
        try:
            async with asyncio.timeout(_CLOSING_S):
                await context.close()
        except Exception:  # the page hangs or is gone: only a new browser is surely clean
            log.info("a tab did not close in good order", exc_info=True)
            self._stuck = True


_shared: WeakKeyDictionary[asyncio.AbstractEventLoop, Chromium] = WeakKeyDictionary()


@asynccontextmanager
async def shared() -> AsyncIterator[Chromium]:
    """The one browser of this process: sites looked at side by side share it.

    It ends with the last who borrowed it.
    """
    loop = asyncio.get_running_loop()
    chromium = _shared.setdefault(loop, Chromium())
    chromium.borrowers += 1
    try:
        yield chromium
    finally:
        chromium.borrowers -= 1
        if not chromium.borrowers:
            _shared.pop(loop, None)
            await asyncio.shield(chromium.close())
