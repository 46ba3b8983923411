"""The only network code: one URL in, exactly one outcome out."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from protego import Protego
from yarl import URL

from crawlers.answers import onward, same_site
from crawlers.answers import outcome as outcome_of
from crawlers.body import NotWhole, whole
from crawlers.guard import Allow, BlockedAddress, Resolver, allowed, normalise_url, refusal
from crawlers.pace import GIVE_UP_AFTER, LONGEST_WAIT_S, Pace
from data.types import Fetch, FetchOutcome

log = logging.getLogger(__name__)

PRODUCT = "Gongkaichi"
HOPS = 10
BACK_OFF = (1.0, 4.0)  # seconds before the second and the third try, in units of the host's delay
ROBOTS_BYTES = 500 * 1024  # RFC 9309 2.5: parse at least this much

Headers = tuple[tuple[str, str], ...]
_REDIRECTS = {301, 302, 303, 307, 308}
# The host itself cannot be reached: robots.txt says nothing, and the page would fare no better.
_UNREACHABLE = {
    FetchOutcome.DNS_FAILED,
    FetchOutcome.REFUSED,
    FetchOutcome.TIMEOUT_CONNECT,
    FetchOutcome.TLS_INVALID,
    FetchOutcome.BLOCKED_ADDRESS,
    FetchOutcome.RATE_LIMITED,
}
# An answer began but did not come home whole.
_INCOMPLETE = {
    FetchOutcome.TOO_LARGE,
    FetchOutcome.TRUNCATED,
    FetchOutcome.DECODE_FAILED,
    FetchOutcome.TIMEOUT_BODY,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """When a request is given up."""

    connect_s: float = 10.0
    first_byte_s: float = 20.0
    body_s: float = 60.0
    body_bytes: int = 30 * 1024 * 1024  # decoded


@dataclass(frozen=True, slots=True)
class Response:
    """A request and what came home. `body` is decoded, and empty unless it is complete."""

    fetch: Fetch
    body: bytes = b""
    headers: Headers = ()
    asked: Headers = ()  # headers of the request


@dataclass(frozen=True, slots=True)
class _Answer:
    """One hop: an outcome decided already, or a complete answer to be judged."""

    url: str
    failed: FetchOutcome | None = None
    note: str = ""
    status: int | None = None
    headers: Headers = ()
    asked: Headers = ()
    body: bytes = b""
    size_bytes: int = 0

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


class Fetcher:
    """Asks politely and never raises: every request becomes a `Response`.

    Args:
        allow: hosts that may be visited although they are not public, and where they are.
        contact: address that the user agent shows to the people who run the sites.
        delay_s: seconds between two requests to one host; none for allowed hosts on loopback.
        now: the time stamped on rows; aware, UTC.
        clock, sleep: what politeness is measured and kept with.
    """

    def __init__(
        self,
        *,
        allow: Allow | None = None,
        contact: str = "",
        delay_s: float = 1.0,
        limits: Limits | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        resolver: Resolver | None = None,
    ) -> None:
        self._allow = allow or {}
        self._agent = f"{PRODUCT}/0.1 (+{contact})" if contact else f"{PRODUCT}/0.1"
        self._delay_s = delay_s
        self._limits = limits or Limits()
        self._now, self._clock, self._sleep = now, clock, sleep
        self._resolver = resolver or Resolver(self._allow)
        self._paces: dict[str, Pace] = {}
        self._robots: dict[str, asyncio.Task[Protego | _Answer]] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=self._resolver, limit=0, ttl_dns_cache=300),
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
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._robots.values():
            task.cancel()
        await asyncio.gather(*self._robots.values(), return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        await self._resolver.close()

    async def fetch(self, url: str) -> Response:
        """Ask for `url`, follow redirects, try again what may pass; one row comes out.

        Only cancellation is raised.
        """
        at, began = self._now(), self._clock()
        asked = normalise_url(url)
        if asked is None:
            row = Fetch(url, FetchOutcome.BAD_URL, at, final_url=url, note="不是有效的 http 网址")
            return Response(row)
        answer, ended = await self._persist(asked)
        complete = answer.status is not None and answer.failed not in _INCOMPLETE
        row = Fetch(
            url=asked,
            outcome=ended,
            fetched_at=at,
            status=answer.status,
            final_url=answer.url,
            elapsed_ms=round((self._clock() - began) * 1000),
            size_bytes=answer.size_bytes,
            media_type=answer.header("content-type"),
            sha256=sha256(answer.body).hexdigest() if complete else "",
            note=answer.note,
        )
        return Response(row, answer.body if complete else b"", answer.headers, answer.asked)

    # --- again and again ---------------------------------------------------------------------

    async def _persist(self, url: str) -> tuple[_Answer, FetchOutcome]:
        """Up to three tries, with growing pauses, of what may pass."""
        pace = self._pace(url)
        for pause in (*BACK_OFF, None):
            answer = await self._follow(url)
            ended = answer.failed or outcome_of(
                url, answer.url, answer.status or 0, answer.header("content-type"), answer.body
            )
            pace.failures = pace.failures + 1 if ended in _UNREACHABLE else 0
            hopeless = pace.failures >= GIVE_UP_AFTER or pace.closed_s > LONGEST_WAIT_S
            if not ended.retryable or pause is None or hopeless:
                break
            if pace.delay_s:
                await self._sleep(pause * pace.delay_s)
        return answer, ended

    async def _follow(self, url: str) -> _Answer:
        """The answer at the end of the redirects; a hop to another site is not taken."""
        here = url
        for _ in range(HOPS + 1):
            if refused := await self._denied(here):
                return refused
            answer = await self._ask(here, self._limits.body_bytes)
            target = _target(answer)
            if not target:
                return answer
            there = normalise_url(urljoin(here, target.strip()))
            if there is None:
                return replace(answer, failed=FetchOutcome.BAD_URL, note=f"跳转到 {target[:200]}")
            if not same_site(url, there):
                moved = FetchOutcome.REDIRECTED_OFF_SITE
                return replace(answer, failed=moved, url=there, note=f"跳转到 {there}")
            here = there
        return replace(answer, failed=FetchOutcome.REDIRECT_LOOP, note=f"跳转超过 {HOPS} 次")

    # --- may we? -------------------------------------------------------------------------------

    async def _denied(self, url: str) -> _Answer | None:
        """Why this address is not asked for: the guard, or the host's robots.txt."""
        if why := refusal(url, self._allow):
            return _Answer(url, FetchOutcome.BLOCKED_ADDRESS, why)
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = asyncio.create_task(self._read_robots(origin))
        robots = await asyncio.shield(self._robots[origin])
        if isinstance(robots, _Answer):
            return replace(robots, url=url)
        if not robots.can_fetch(url, PRODUCT):
            return _Answer(url, FetchOutcome.ROBOTS_DENIED, "robots.txt 不允许")
        return None

    async def _read_robots(self, origin: str) -> Protego | _Answer:
        """The rules of a host, or how every request to it ends while they cannot be had.

        Source: RFC 9309 2.3.1: 4xx, no rules; 5xx and silence, everything is disallowed.
        """
        here = f"{origin}/robots.txt"
        for attempt in range(HOPS):
            answer = await self._ask(here, ROBOTS_BYTES)
            target = normalise_url(urljoin(here, answer.header("location").strip()))
            if answer.failed is None and answer.status in _REDIRECTS and target:
                if not same_site(here, target) or refusal(target, self._allow):
                    return Protego.parse("")
                here = target
                continue
            if answer.failed is FetchOutcome.TOO_LARGE:
                break
            if answer.failed in _UNREACHABLE or answer.status == 429:
                ended = answer.failed or FetchOutcome.RATE_LIMITED
                if attempt < len(BACK_OFF) and ended.retryable and self._pace(origin).delay_s:
                    await self._sleep(BACK_OFF[attempt])
                    continue
                return _Answer(origin, ended, answer.note or "robots.txt 被限制访问（429）")
            if answer.failed or answer.status is None or answer.status >= 500:
                why = answer.note or f"返回 {answer.status}"
                note = f"robots.txt 读取失败（{why}），按 RFC 9309 视为不允许采集"
                return _Answer(origin, FetchOutcome.ROBOTS_DENIED, note)
            if answer.status >= 300:
                break
            rules = Protego.parse(answer.body.decode("utf-8", "replace"))
            delay_s = float(rules.crawl_delay(PRODUCT) or 0)
            if delay_s > LONGEST_WAIT_S:
                note = f"robots.txt 要求每次间隔 {delay_s:.0f} 秒，无法采集"
                return _Answer(origin, FetchOutcome.ROBOTS_DENIED, note)
            self._pace(origin).slow_down(delay_s)
            return rules
        return Protego.parse("")

    # --- one request ---------------------------------------------------------------------------

    def _pace(self, url: str) -> Pace:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if host not in self._paces:
            address, _ = allowed(self._allow, host, parts.port or 80) or ("", 0)
            local = address.startswith("127.") or address == "::1"
            self._paces[host] = Pace(0.0 if local else self._delay_s, self._clock, self._sleep)
        return self._paces[host]

    async def _ask(self, url: str, most_bytes: int) -> _Answer:
        """One request, no redirects followed; whatever happens becomes an `_Answer`."""
        pace = self._pace(url)
        async with pace.slots:
            if pace.closed_s > LONGEST_WAIT_S:
                note = f"网站要求 {pace.closed_s:.0f} 秒内不再访问（Retry-After），未请求"
                return _Answer(url, FetchOutcome.RATE_LIMITED, note)
            await pace.turn()
            try:
                answer = await self._request(url, most_bytes)
            except Exception as error:  # one odd answer must not end a look
                log.exception("fetch of %s failed in an unforeseen way", url)
                return _Answer(url, FetchOutcome.DECODE_FAILED, repr(error)[:300])
        if answer.status in {429, 503} and (wait := self._retry_after(answer)):
            pace.close(wait)
        return answer

    def _retry_after(self, answer: _Answer) -> float:
        value = answer.header("retry-after").strip()
        if value.isdigit():
            return float(value)
        try:
            return max(0.0, (parsedate_to_datetime(value) - self._now()).total_seconds())
        except (ValueError, TypeError):  # absent, malformed, or without a time zone
            return 0.0

    async def _request(self, url: str, most_bytes: int) -> _Answer:
        assert self._session is not None, "a Fetcher is used inside `async with`"
        limits = self._limits
        try:
            async with asyncio.timeout(limits.connect_s + limits.first_byte_s):
                response = await self._session.get(URL(url, encoded=True), allow_redirects=False)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            return _Answer(url, _how_it_failed(error), _said(error))
        async with response:
            failed, note, body, size_bytes = None, "", b"", 0
            try:
                async with asyncio.timeout(limits.body_s):
                    body = await whole(
                        response.content.iter_any(),
                        response.headers.get("Content-Encoding", "").strip().lower(),
                        declared=response.content_length or 0,
                        most_bytes=most_bytes,
                    )
                size_bytes = len(body)
            except NotWhole as error:
                failed, note, size_bytes = error.outcome, error.note, error.size_bytes
            except TimeoutError as error:
                failed, note = FetchOutcome.TIMEOUT_BODY, _said(error)
            except (aiohttp.ClientError, OSError) as error:
                failed, note = FetchOutcome.TRUNCATED, _said(error)
            return _Answer(
                url=url,
                failed=failed,
                note=note,
                status=response.status,
                headers=tuple((_text(k), _text(v)) for k, v in response.raw_headers),
                asked=tuple(response.request_info.headers.items()),
                body=body,
                size_bytes=size_bytes,
            )


def _target(answer: _Answer) -> str:
    """Where an answer sends on to: by its header, or by a page that does nothing else."""
    if answer.failed or answer.status is None:
        return ""
    if answer.status in _REDIRECTS:
        return answer.header("location")
    return onward(answer.status, answer.header("content-type"), answer.body)


def _how_it_failed(error: Exception) -> FetchOutcome:
    """The outcome of an error before the headers were complete. Subclasses come first."""
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
        case aiohttp.InvalidURL() | ValueError():
            return FetchOutcome.BAD_URL
        case aiohttp.ClientResponseError():  # no HTTP came back
            return FetchOutcome.DECODE_FAILED
        case _:  # refused, reset, unreachable, closed without an answer
            return FetchOutcome.REFUSED


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]
