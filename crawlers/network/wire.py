"""One request on the wire: sessions, limits, the body, how it failed. The only HTTP client.

No politeness, no redirects, no second try: those are of `fetch`.
"""

import asyncio
import errno
import logging
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractCookieJar
from yarl import URL

from crawlers.guard import BlockedAddress
from crawlers.network.body import Body, NotWhole
from crawlers.network.hosts import host_of
from crawlers.network.pace import Pace
from crawlers.network.resolver import Resolver
from crawlers.reading.charset import either
from data.types import FetchOutcome

log = logging.getLogger(__name__)

PRODUCT = "Gongkaichi"
REDIRECTS = {300, 301, 302, 303, 307, 308}  # 300 with its preferred choice, RFC 9110 15.4.1

Headers = tuple[tuple[str, str], ...]

# Content codings there are (IANA); any other word in Content-Encoding, like none, utf-8 or 8bit,
# names no coding, and browsers read the body as it is.
_CODINGS = {
    "gzip", "x-gzip", "deflate", "br", "zstd", "dcb", "dcz", "compress", "x-compress", "exi",
    "aes128gcm", "pack200-gzip",
}  # fmt: skip
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_ADDRESSES = {b"location", b"refresh"}  # headers that lead on

# Nothing of ours reached the site.
_NEVER_SENT = {
    FetchOutcome.DNS_FAILED,
    FetchOutcome.BLOCKED_ADDRESS,
    FetchOutcome.BAD_URL,
    FetchOutcome.INTERNAL,
}
# This machine has no more files, ports or memory to connect with: no word of the site.
_OUR_LIMITS = {
    errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.EADDRNOTAVAIL,
}  # fmt: skip
# An answer began but did not come home whole.
_INCOMPLETE = {
    FetchOutcome.TOO_LARGE,
    FetchOutcome.TRUNCATED,
    FetchOutcome.DECODE_FAILED,
    FetchOutcome.TIMEOUT_BODY,
}


def user_agent(contact: str) -> str:
    """How we introduce ourselves."""
    return f"{PRODUCT}/0.1 (+{contact})" if contact else f"{PRODUCT}/0.1"


@dataclass(frozen=True, slots=True)
class Limits:
    """When a request is given up."""

    connect_s: float = 10.0
    first_byte_s: float = 20.0
    body_s: float = 60.0  # waiting for a turn among large bodies left out
    body_bytes: int = 30 * 1024 * 1024  # decoded


@dataclass(slots=True)  # not frozen, like Answer: made for every request
class Request:
    """What to ask for, and how much of the answer is wanted."""

    url: str
    method: str = "GET"
    headers: Headers = ()  # added to our own
    body: bytes = b""
    most_bytes: int = 0  # as much of the answer, even when there is more; 0: all of it
    own: bool = True  # for ourselves; a browser keeps cookies of its own


@dataclass(slots=True)
class Answer:
    """What came of one request: an outcome decided already, or a complete answer to be judged."""

    url: str
    failed: FetchOutcome | None = None
    note: str = ""
    at: datetime | None = None  # when it was sent; None: it was not
    status: int | None = None
    headers: Headers = ()
    asked: Headers = ()  # headers of the request
    body: bytes = b""
    size_bytes: int = 0
    media_type: str = ""
    received: int | None = None  # bytes of the body off the wire, packed; None: nothing was sent

    @property
    def complete(self) -> bool:
        """Something came home, and all of it."""
        return self.status is not None and self.failed not in _INCOMPLETE

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


class Client:
    """Sends requests, and never raises but when it is cancelled.

    Args:
        resolver: decides which addresses names lead to; closed with the client.
        large: turns of large bodies; shared by all clients of the process.
    """

    def __init__(
        self,
        agent: str,
        limits: Limits,
        resolver: Resolver,
        large: asyncio.Semaphore,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float],
    ) -> None:
        self._agent, self._limits, self._resolver = agent, limits, resolver
        self._large, self._now, self._clock = large, now, clock
        self._session: aiohttp.ClientSession | None = None
        self._plain: aiohttp.ClientSession | None = None  # without a memory for cookies

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(resolver=self._resolver, limit=0, ttl_dns_cache=300)
        self._session = self._open(connector)
        self._plain = self._open(connector, cookie_jar=aiohttp.DummyCookieJar())
        return self

    def _open(
        self, connector: aiohttp.TCPConnector, cookie_jar: AbstractCookieJar | None = None
    ) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=connector,
            connector_owner=cookie_jar is None,
            cookie_jar=cookie_jar,
            headers={
                "User-Agent": self._agent,
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                "Accept-Language": "zh-CN,zh;q=0.9",
                "Accept-Encoding": "gzip, deflate",
            },
            timeout=aiohttp.ClientTimeout(
                total=None,
                sock_connect=self._limits.connect_s,
                sock_read=self._limits.first_byte_s,
            ),
            auto_decompress=False,  # done here, where a bomb can be stopped
            max_line_size=32_768,
            max_field_size=32_768,
        )

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        async with AsyncExitStack() as stack:  # each is closed although another is interrupted
            for each in (self._resolver, self._session, self._plain):
                if each is not None:
                    stack.push_async_callback(each.close)

    async def request(self, request: Request, pace: Pace) -> Answer:
        """Ask once; redirects are not followed.

        Args:
            pace: of the host; it is told how soon the answer began.
        """
        try:
            address = URL(request.url, encoded=True)
        except ValueError as error:
            return Answer(request.url, FetchOutcome.BAD_URL, _said(error))
        try:
            return await self._request(request, address, pace)
        except Exception as error:  # a fault of ours must not end a look, nor be told as the site's
            log.exception("a fetch from %s failed in an unforeseen way", host_of(request.url))
            return Answer(request.url, FetchOutcome.INTERNAL, repr(error)[:300])

    async def _request(self, request: Request, address: URL, pace: Pace) -> Answer:
        session = self._session if request.own else self._plain
        assert session is not None, "a Client is used inside `async with`"
        limits, at, began = self._limits, self._now(), self._clock()
        response: aiohttp.ClientResponse | None = None
        body, whole = Body(request.most_bytes or limits.body_bytes), b""
        failed, note = None, ""
        try:
            async with (
                asyncio.timeout(limits.connect_s + limits.first_byte_s) as patience,
                _Turn(self._large, patience) as turn,
            ):
                response = await session.request(
                    request.method,
                    address,
                    headers=request.headers or None,
                    data=request.body or None,
                    allow_redirects=False,
                )
                self._tell(pace, began, response.status)
                patience.reschedule(asyncio.get_running_loop().time() + limits.body_s)
                async with response:
                    whole = await body.read(
                        response.content.iter_any(),
                        _coding(response),
                        declared=0 if request.most_bytes else response.content_length or 0,
                        grown_large=turn.take,
                    )
        except NotWhole as error:
            failed, note = error.outcome, error.note
            whole = error.beginning if request.most_bytes else b""
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            failed, note = _how_it_failed(error, response is not None), _said(error)
        received = None if failed in _NEVER_SENT else body.received
        if response is None:
            if received is not None:
                self._tell(pace, began, None)
            return Answer(request.url, failed, note, at, received=received)
        return Answer(
            url=request.url,
            failed=failed,
            note=note,
            at=at,
            status=response.status,
            headers=tuple(_header(name, value) for name, value in response.raw_headers),
            asked=tuple(response.request_info.headers.items()),
            body=whole,
            size_bytes=body.size_bytes,
            media_type=response.headers.get("Content-Type", ""),
            received=received,
        )

    def _tell(self, pace: Pace, began: float, status: int | None) -> None:
        """The pace follows how soon the host answers; None: it did not."""
        trouble = status is None or status >= 500 or status == 429
        pace.answered(self._clock() - began, trouble=trouble)


class _Turn:
    """A turn among large bodies, when it was taken; it ends with the block."""

    def __init__(self, turns: asyncio.Semaphore, patience: asyncio.Timeout) -> None:
        self._turns, self._patience, self._taken = turns, patience, False

    async def take(self) -> None:
        """Wait for the turn; until it comes, patience does not run out."""
        loop, ends = asyncio.get_running_loop(), self._patience.when()
        assert ends is not None, "a body has an end"
        left_s = ends - loop.time()
        self._patience.reschedule(None)
        self._taken = await self._turns.acquire()
        self._patience.reschedule(loop.time() + left_s)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._taken:
            self._turns.release()


def _how_it_failed(error: Exception, answered: bool) -> FetchOutcome:
    """The outcome of an error before or after the headers came. Subclasses come first."""
    if isinstance(error, OSError) and error.errno in _OUR_LIMITS:
        return FetchOutcome.INTERNAL
    if answered:
        silent = isinstance(error, TimeoutError)
        return FetchOutcome.TIMEOUT_BODY if silent else FetchOutcome.TRUNCATED
    match error:
        case aiohttp.ClientConnectorDNSError() if isinstance(error.os_error, BlockedAddress):
            return FetchOutcome.BLOCKED_ADDRESS
        case aiohttp.ClientConnectorDNSError():
            return FetchOutcome.DNS_FAILED
        case aiohttp.ClientSSLError():
            return FetchOutcome.TLS_INVALID
        case aiohttp.ConnectionTimeoutError():
            return FetchOutcome.TIMEOUT_CONNECT
        case TimeoutError():  # aiohttp's SocketTimeoutError too
            return FetchOutcome.TIMEOUT_FIRST_BYTE
        case aiohttp.InvalidURL():
            return FetchOutcome.BAD_URL
        case aiohttp.ClientResponseError():  # no HTTP came back
            return FetchOutcome.DECODE_FAILED
        case _:  # refused, reset, unreachable, closed without an answer
            return FetchOutcome.REFUSED


def _said(error: BaseException) -> str:
    """What the network library says, or the guard, which says it in Chinese."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        cause = error.os_error
        if isinstance(cause, BlockedAddress):
            return str(cause.strerror)
    if isinstance(error, aiohttp.ClientResponseError):  # what it quotes stands on further lines
        return f"响应头不合 HTTP 规范（{error.message.partition(chr(10))[0].strip(' :')}）"[:300]
    return f"{type(error).__name__}: {error}"[:300]


def _coding(response: aiohttp.ClientResponse) -> str:
    """The coding of a body, lower-case; empty when it is none."""
    said = [response.headers.get(name, "") for name in ("Content-Encoding", "Transfer-Encoding")]
    named = (word.strip().lower() for word in ",".join(said).split(","))
    return ", ".join(word for word in named if word in _CODINGS)


def _header(name: bytes, value: bytes) -> tuple[str, str]:
    """A header as text. An address is sent on as the bytes that it was, whatever their code."""
    if name.lower() in _ADDRESSES:
        return either(name), escaped(value)
    return either(name), either(value)  # names of files are often sent as GBK


def escaped(raw: bytes) -> str:
    """Bytes beyond ASCII percent-encoded, as browsers send them; all else as it is."""
    return _BEYOND_ASCII.sub(
        lambda run: "".join(f"%{byte:02X}" for byte in run[0]).encode(), raw
    ).decode("ascii")
