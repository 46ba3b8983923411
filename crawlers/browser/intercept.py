"""The wire of one drawing: every request that a page makes, answered through `send`.

Asked for are documents, scripts and the data that scripts fetch, of the site itself. Style sheets
are answered empty, pictures, media, fonts, beacons and the like not at all: nobody looks at the
drawing, it is read. Hosts of others are not asked: what a unit discloses stands on its own site,
and counters, maps and fonts elsewhere need not learn of our visits. The exception are public hosts
of script libraries (`crawlers.browser.elsewhere`): they are told the address of the file only.
"""

import asyncio
import contextlib
import json
import logging
import re
import time
from collections.abc import Awaitable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin

from crawlers.browser.elsewhere import brings_nothing, is_library
from crawlers.browser.refusals import brings_no_data, padded_refusal
from crawlers.guard import normalise_url
from crawlers.network.answers import same_site
from crawlers.network.response import Response
from crawlers.network.wire import REDIRECTS, Headers
from data.types import FetchOutcome

if TYPE_CHECKING:
    from playwright.async_api import Error, Frame, Page, Request, Route

log = logging.getLogger(__name__)

MOST_DOCUMENTS = 6  # that one tab shows in turn; walls need two or three
_AT_A_TIME = 4  # requests handed to `send`; what waits here can still be refused
_HOPS = 5  # redirects of a script or of data
_KEEP_METHOD = {307, 308}
_ASKED = {"document", "script", "xhr", "fetch"}
_DATA = {"xhr", "fetch"}
_STREAMS = {"eventsource", "websocket"}  # never asked for, and may bring what a list shows
_TELL = _ASKED - {"script"}  # what a reader may see of an answer; scripts are the site's tools
_FROM_A_LIBRARY = ("content-type", "content-language", "location")  # headers that are shown
_TEXTS = ("text/", "application/xhtml", "application/xml", "application/json")
_KEPT_BYTES = 16 * 1024 * 1024  # of scripts, kept for the pages that follow

# Errors that say nothing of what a page shows: layout in two steps, sound that may not play.
_HARMLESS = re.compile(r"ResizeObserver loop|play\(\) (?:request|failed|can only)|NotAllowedError")

# Of the request: what `send` says for itself. The user agent is ours: we do not pose as a person.
_NOT_SENT = {
    "user-agent", "accept-encoding", "accept-language", "connection", "host", "content-length",
    "cookie", "upgrade-insecure-requests", "origin-trial",
}  # fmt: skip
# Of the answer: what is true of the wire only, and what would make the browser ask elsewhere.
_NOT_SHOWN = {
    "content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive",
    "content-disposition", "link", "alt-svc", "strict-transport-security", "report-to", "nel",
    "reporting-endpoints", "content-security-policy-report-only",
}  # fmt: skip


class Send(Protocol):
    """One request: guarded, paced, counted, no redirect followed. `Fetcher.send` is one."""

    def __call__(
        self, url: str, *, method: str = "GET", headers: Headers = (), body: bytes = b""
    ) -> Awaitable[Response]: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What the browser is told."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """Why the main document did not come."""

    outcome: FetchOutcome
    note: str
    url: str


class Scripts:
    """Script files that came home, so that a hundred drawn pages ask for jQuery once."""

    def __init__(self) -> None:
        self._kept: MutableMapping[str, Reply] = {}
        self._free = _KEPT_BYTES

    def get(self, url: str) -> Reply | None:
        return self._kept.get(url)

    def keep(self, url: str, reply: Reply) -> None:
        if reply.status == 200 and url not in self._kept and len(reply.body) <= self._free:
            self._free -= len(reply.body)
            headers = {k: v for k, v in reply.headers.items() if k != "set-cookie"}
            self._kept[url] = Reply(reply.status, headers, reply.body)


class Wire:
    """Answers the requests of one page.

    Args:
        site: the address that is drawn; only its site is asked.
        requests, size_bytes: how much one drawing may ask for.
    """

    def __init__(
        self, page: "Page", send: Send, site: str, scripts: Scripts, requests: int, size_bytes: int
    ) -> None:
        self._page, self._send, self._site, self._scripts = page, send, site, scripts
        self._requests, self._size_bytes = requests, size_bytes
        self._places = asyncio.Semaphore(_AT_A_TIME)
        self._under_way: set[asyncio.Task[Response]] = set()
        self._began: list[float] = []  # when each request that waits for its answer was made
        self.documents = 0  # that the main frame asked for
        self.document: Response | None = None  # the last of them
        self.failed: Failed | None = None  # set when the last of them did not come
        self.denied: dict[FetchOutcome, int] = {}  # other requests that were refused
        self.foreign = 0  # requests to other sites, which are not made
        self.filled_elsewhere = False  # one of them might have brought entries
        self.refused = 0  # requests for data or a frame that were answered with none
        self.broken = 0  # scripts that are not there, or of another site
        self.errors = 0  # of scripts, that nobody caught
        self.cut = False  # a limit was reached
        self._told: list[Response] = []

    def told(self) -> tuple[Response, ...]:
        """Pages, frames and data that came home since the last call: what is drawn is made of it.

        All of a drawing together are no larger than its bound.
        """
        told = tuple(self._told)
        self._told.clear()
        return told

    @property
    def pending(self) -> int:
        """Requests that wait for their answer."""
        return len(self._began)

    @property
    def waited_s(self) -> float:
        """How long the oldest of them has been waiting."""
        return time.monotonic() - min(self._began) if self._began else 0.0

    @property
    def lacking(self) -> bool:
        """The page may lack what a request that brought nothing home would have filled in."""
        return self.cut or self.filled_elsewhere or self.refused > 0 or bool(self.denied)

    @property
    def faults(self) -> int:
        """Of scripts: what they would have written nobody knows."""
        return self.broken + self.errors

    def failed_script(self, error: "Error") -> None:
        """The handler of errors that no script of the page caught."""
        self.errors += not _HARMLESS.search(error.message)

    async def answer(self, route: "Route") -> None:
        """The handler of every request. Never raises: the page may be gone at any moment."""
        began = time.monotonic()
        self._began.append(began)
        try:
            await self._answer(route)
        except Exception:  # a page that closes fails whatever is under way in it
            log.debug("a request of %s was not answered", self._site, exc_info=True)
            with contextlib.suppress(Exception):
                await route.abort("failed")
        finally:
            self._began.remove(began)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _answer(self, route: "Route") -> None:
        request = route.request
        frame = self._frame(request)
        main = frame is not None and frame == self._page.main_frame
        if frame is None or (main and request.is_navigation_request()):
            reply = await self._show(request) if frame else None
            if frame is None and not request.is_navigation_request():  # a worker's
                self._deny(FetchOutcome.JS_SHELL)
            # "aborted" leaves the tab as it is; any other word would put an error page into it.
            await (_fulfil(route, reply) if reply else route.abort("aborted"))
        elif request.resource_type == "stylesheet":
            await route.fulfill(status=200, content_type="text/css", body="")
        else:
            reply = await self._ask(request) if request.resource_type in _ASKED else None
            self.filled_elsewhere |= request.resource_type in _STREAMS
            await (_fulfil(route, reply) if reply else route.abort("blockedbyclient"))

    def _frame(self, request: "Request") -> "Frame | None":
        """The frame of our page that asks; None for popups and workers."""
        from playwright.async_api import Error

        try:
            frame = request.frame
        except Error:
            return None
        return frame if frame.page == self._page else None

    # --- the main document -------------------------------------------------------------------

    async def _show(self, request: "Request") -> Reply | None:
        """The page itself, which may send on to another, as walls and front doors do."""
        self.documents += 1
        url = normalise_url(request.url)
        if url is None:
            self.failed = Failed(FetchOutcome.BAD_URL, f"跳转到 {request.url[:200]}", self._site)
            return None
        if not same_site(self._site, url):
            self.failed = Failed(FetchOutcome.REDIRECTED_OFF_SITE, f"跳转到 {url}", url)
            return None
        if self.documents > MOST_DOCUMENTS:
            self.cut = True
            return None
        response = await self._one(url, request.method, request)
        if response is None:
            return None
        if self.document is not None and not self.document.fetch.outcome.read:
            self.refused = self.broken = self.errors = (
                0  # what a wall lacked is not lacking behind it
            )
        self.document, self.failed = response, None
        reply = _reply(response)
        if reply is None:
            self.failed = Failed(response.fetch.outcome, response.fetch.note, url)
            return None
        if reply.status in REDIRECTS and (target := reply.headers.get("location", "").strip()):
            return _sent_on(urljoin(url, target), reply)
        if kind := _file_type(reply):
            note = f"不是网页（{kind}），浏览器不保存文件"
            self.failed = Failed(FetchOutcome.DECODE_FAILED, note, url)
            return None
        return reply

    # --- what it needs -----------------------------------------------------------------------

    async def _ask(self, request: "Request") -> Reply | None:
        """A script, data or a frame; redirects are followed here, the browser must not."""
        asked = url = normalise_url(request.url) or ""
        method = request.method
        script = request.resource_type == "script" and method == "GET"
        if script and (kept := self._scripts.get(asked)):
            return kept
        cookies: list[str] = []
        for _ in range(_HOPS):
            library = script and not same_site(self._site, url) and is_library(url)
            if not url or not (library or same_site(self._site, url)):
                self.foreign += 1
                if not brings_nothing(url):
                    self.filled_elsewhere |= request.resource_type != "script"
                    self.broken += request.resource_type == "script"
                return None
            response = await self._one(url, method, request, bare=library)
            reply = _reply(response) if response else None
            if response is None or reply is None:
                self._deny(response.fetch.outcome if response else FetchOutcome.OUT_OF_BUDGET)
                return None
            if library:
                reply = _of_library(reply)
            if found := reply.headers.get("set-cookie"):
                cookies.append(found)
            target = reply.headers.get("location", "").strip()
            if reply.status not in REDIRECTS or not target:
                self._weigh(request, url, response.fetch.outcome, reply)
                shown = {**reply.headers, **({"set-cookie": "\n".join(cookies)} if cookies else {})}
                reply = Reply(reply.status, shown, reply.body)
                if script:
                    self._scripts.keep(asked, reply)
                framed_file = request.resource_type == "document" and _file_type(reply)
                return None if framed_file else reply
            url = normalise_url(urljoin(url, target)) or ""
            method = method if reply.status in _KEEP_METHOD else "GET"
        self._deny(FetchOutcome.REDIRECT_LOOP)
        return None

    def _weigh(self, request: "Request", url: str, outcome: FetchOutcome, reply: Reply) -> None:
        """Whether the page got what it asked for."""
        if not (outcome.read or outcome.answered_no):
            self._deny(outcome)
        elif not 200 <= reply.status < 300:
            self.refused += request.resource_type != "script"
            self.broken += request.resource_type == "script"
        elif request.resource_type in _DATA:
            accept = request.headers.get("accept", "")
            self.refused += brings_no_data(url, accept, reply.body)
        elif request.resource_type == "script":
            self.refused += padded_refusal(reply.body)

    def _deny(self, outcome: FetchOutcome) -> None:
        self.denied[outcome] = self.denied.get(outcome, 0) + 1

    async def _one(
        self, url: str, method: str, request: "Request", *, bare: bool = False
    ) -> Response | None:
        """One request on the wire, or None when the page has had its share or was closed.

        Args:
            bare: neither cookies nor anything else of the page goes along, and what comes is kept
                as evidence: it is not the site's.
        """
        async with self._places:
            if self._requests <= 0 or self._size_bytes <= 0:
                self.cut = True
                return None
            self._requests -= 1
            response = await self._sent(url, method, request, bare)
            self._size_bytes -= response.fetch.size_bytes if response else 0
            told = bare or request.resource_type in _TELL
            if response and response.fetch.sha256 and told:
                self._told.append(response)
            return response

    async def _sent(self, url: str, method: str, request: "Request", bare: bool) -> Response | None:
        cookies = [] if bare else await self._page.context.cookies(url)
        headers = [
            (name, value)
            for name, value in request.headers.items()
            if not bare and name not in _NOT_SENT and not name.startswith(("sec-", ":"))
        ]
        if cookies:
            headers.append(("cookie", "; ".join(f"{c['name']}={c['value']}" for c in cookies)))
        body = b"" if method in {"GET", "HEAD"} else request.post_data_buffer or b""

        async def sent() -> Response:
            return await self._send(url, method=method, headers=tuple(headers), body=body)

        task = asyncio.create_task(sent())
        self._under_way.add(task)
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
            self._under_way.discard(task)
        return None if task.cancelled() else task.result()


def _reply(response: Response) -> Reply | None:
    """The answer as the browser may see it, or None when nothing complete came home."""
    status = response.fetch.status
    if status is None or not (response.body or response.fetch.sha256):
        return None
    headers: dict[str, str] = {}
    for name, value in response.headers:
        low = name.lower()
        if low in _NOT_SHOWN:
            continue
        between = "\n" if low == "set-cookie" else ", "
        headers[low] = f"{headers[low]}{between}{value}" if low in headers else value
    return Reply(status, headers, response.body)


def _of_library(reply: Reply) -> Reply:
    """A public file, as any page may use it: no cookies, and with a check of its bytes."""
    kept = {name: value for name, value in reply.headers.items() if name in _FROM_A_LIBRARY}
    return Reply(reply.status, {**kept, "access-control-allow-origin": "*"}, reply.body)


def _file_type(reply: Reply) -> str:
    """The media type of what is no page; empty when it is one."""
    kind = reply.headers.get("content-type", "").lower()
    return "" if not kind or kind.startswith(_TEXTS) else kind[:60]


def _sent_on(target: str, reply: Reply) -> Reply:
    """A page that leads where a redirect leads: the browser would follow a real one by itself."""
    address = json.dumps(target).replace("<", "\\u003c")
    headers = {"content-type": "text/html; charset=utf-8"}
    if cookie := reply.headers.get("set-cookie"):
        headers["set-cookie"] = cookie
    return Reply(200, headers, f"<script>location.replace({address})</script>".encode())


async def _fulfil(route: "Route", reply: Reply) -> None:
    await route.fulfill(status=reply.status, headers=dict(reply.headers), body=reply.body)
