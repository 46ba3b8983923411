"""The only network code: one URL in, exactly one outcome out."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from hashlib import sha256
from time import monotonic
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractCookieJar
from protego import Protego
from yarl import URL

from crawlers.answers import by_status, judge, same_site
from crawlers.body import Body, NotWhole
from crawlers.guard import Allow, BlockedAddress, Resolver, allowed, normalise_url, refusal
from crawlers.hosts import host_of
from crawlers.ledger import Ledger
from crawlers.pace import (
    CONNECTIONS,
    GIVE_UP_AFTER,
    LONGEST_WAIT_S,
    Pace,
    Paces,
    seconds_until_open,
)
from data.types import Fetch, FetchOutcome, Traffic

log = logging.getLogger(__name__)

PRODUCT = "Gongkaichi"
HOPS = 10
BACK_OFF = (1.0, 4.0)  # seconds before the second and the third try, in units of the host's delay
ROBOTS_HOLD = 30  # pauses of a host before its robots.txt, once failed, is asked for again
ROBOTS_BYTES = 500 * 1024  # RFC 9309 2.5: parse at least this much

Headers = tuple[tuple[str, str], ...]
REDIRECTS = {301, 302, 303, 307, 308}
# The host itself cannot be reached: robots.txt says nothing, and the page would fare no better.
_UNREACHABLE = {
    FetchOutcome.DNS_FAILED,
    FetchOutcome.REFUSED,
    FetchOutcome.TIMEOUT_CONNECT,
    FetchOutcome.TLS_INVALID,
    FetchOutcome.BLOCKED_ADDRESS,
    FetchOutcome.RATE_LIMITED,
}
# Nothing of ours reached the site.
_NEVER_SENT = {
    FetchOutcome.DNS_FAILED,
    FetchOutcome.BLOCKED_ADDRESS,
    FetchOutcome.BAD_URL,
}
# What only we may say in a request.
_OURS = {"user-agent", "accept-encoding", "host", "connection", "content-length"}
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
    headers: Headers = ()  # as received: they may speak of a Content-Encoding that is gone
    asked: Headers = ()  # headers of the request
    method: str = "GET"
    sent: bytes = b""  # body of the request


@dataclass(slots=True)
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
    media_type: str = ""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass(slots=True)
class _Door:
    """What holds for every address of one scheme, host and port."""

    origin: str
    host: str
    refusal: str  # why the guard lets nobody through; empty when it does
    pace: Pace
    rules: Protego | None = None  # once they are read
    reading: asyncio.Task[Protego | _Answer] | None = None
    read_again_at: float = math.inf  # when rules that could not be read are asked for again
    shared: asyncio.Semaphore | None = None  # the turns of the machine behind, once it is known


class Fetcher:
    """Asks politely and never raises: every request becomes a `Response`.

    Args:
        allow: hosts that may be visited although they are not public, and where they are.
        contact: address that the user agent shows to the people who run the sites.
        delay_s: seconds between two requests to one host; none for allowed hosts on loopback.
        hours: Chinese time in which requests are sent; outside they wait.
        now: the time stamped on rows; aware, UTC.
        clock, sleep: what politeness is measured and kept with.
        paces: shared with other fetchers of the process; not given: this one is alone.
    """

    def __init__(
        self,
        *,
        allow: Allow | None = None,
        contact: str = "",
        delay_s: float = 1.0,
        hours: tuple[time, time] | None = None,
        limits: Limits | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        resolver: Resolver | None = None,
        paces: Paces | None = None,
    ) -> None:
        self._allow = allow or {}
        self._agent = user_agent(contact)
        self._delay_s, self._hours = delay_s, hours
        self._limits = limits or Limits()
        self._now, self._clock, self._sleep = now, clock, sleep
        self._resolver = resolver or Resolver(self._allow)
        self._doors: dict[str, _Door] = {}
        self._paces = Paces() if paces is None else paces
        self._ledger = Ledger()
        self._night = asyncio.Lock()
        self._session: aiohttp.ClientSession | None = None
        self._plain: aiohttp.ClientSession | None = None  # without a memory for cookies
        self.waited_s = 0.0  # for the hours to begin: no part of what a look may cost

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
        reading = [door.reading for door in self._doors.values() if door.reading]
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        for session in (self._plain, self._session):
            if session is not None:
                await session.close()
        await self._resolver.close()

    async def fetch(self, url: str, *, etag: str = "", modified: str = "") -> Response:
        """Ask for `url`, follow redirects, try again what may pass; one row comes out.

        Only cancellation is raised.

        Args:
            etag, modified: what an earlier answer said of itself (ETag, Last-Modified). When that
                still holds, the outcome is NOT_MODIFIED and nothing comes home.
        """
        at, began = self._now(), self._clock()
        asked = normalise_url(url)
        if asked is None:
            return _no_address(url, at)
        since: Headers = ()
        if etag:
            since += (("If-None-Match", etag),)
        if modified:
            since += (("If-Modified-Since", modified),)
        answer, ended = await self._persist(asked, since)
        return self._response(asked, answer, ended, at, began)

    async def send(
        self, url: str, *, method: str = "GET", headers: Headers = (), body: bytes = b""
    ) -> Response:
        """One request, as politely as any other; no redirect is followed, nothing tried again.

        For a browser, which does all that itself. A complete answer is OK whatever it redirects
        to or says; its status has the rest. Only cancellation is raised.

        Args:
            headers: added to our own; nobody else's user agent is shown.
        """
        at, began = self._now(), self._clock()
        asked = normalise_url(url)
        if asked is None:
            return _no_address(url, at)
        door = self._door(asked)
        answer = await self._denied(asked, door)
        if answer is None:
            kept = tuple((k, v) for k, v in headers if k.lower() not in _OURS)
            answer = await self._ask(asked, door, method=method, headers=kept, sent=body, own=False)
        sends_on = 300 <= (answer.status or 0) < 400
        said = None if sends_on else by_status(answer.status or 0)
        ended = answer.failed or said or FetchOutcome.OK
        response = self._response(asked, answer, ended, at, began)
        return replace(response, method=method, sent=body)

    def spent(self) -> tuple[Traffic, ...]:
        """What was spent since the last call, by host and hour.

        Every request on the wire counts, robots.txt, redirects and repeats too, and the bytes of
        bodies as they were received, packed.
        """
        return self._ledger.take()

    def delay_s(self, url: str) -> float:
        """Seconds between two requests to the host of `url`, as things stand."""
        return self._door(url).pace.pause_s

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Site maps that the robots.txt of the host names; none while it cannot be read."""
        door = self._door(url)
        await self._denied(url, door)
        named = door.rules.sitemaps if door.rules else ()
        return tuple(found for each in named if (found := normalise_url(each)))

    def _response(
        self, url: str, answer: _Answer, ended: FetchOutcome, at: datetime, began: float
    ) -> Response:
        complete = (
            answer.status is not None
            and answer.failed not in _INCOMPLETE
            and ended is not FetchOutcome.NOT_MODIFIED
        )
        row = Fetch(
            url=url,
            outcome=ended,
            fetched_at=at,
            status=answer.status,
            final_url=answer.url,
            elapsed_ms=round((self._clock() - began) * 1000),
            size_bytes=answer.size_bytes,
            media_type=answer.media_type,
            sha256=sha256(answer.body).hexdigest() if complete else "",
            note=answer.note,
        )
        return Response(row, answer.body if complete else b"", answer.headers, answer.asked)

    # --- again and again ---------------------------------------------------------------------

    async def _persist(self, url: str, since: Headers) -> tuple[_Answer, FetchOutcome]:
        """Up to three tries, with growing pauses, of what may pass."""
        pace = self._door(url).pace
        for pause in (*BACK_OFF, None):
            answer, ended = await self._follow(url, since)
            pace.failures = pace.failures + 1 if ended in _UNREACHABLE else 0
            hopeless = pace.failures >= GIVE_UP_AFTER or pace.closed_s > LONGEST_WAIT_S
            if not ended.retryable or pause is None or hopeless:
                break
            if pace.delay_s:
                await self._sleep(pause * pace.delay_s)
        return answer, ended

    async def _follow(self, url: str, since: Headers) -> tuple[_Answer, FetchOutcome]:
        """The answer at the end of the redirects; a hop to another site is not taken."""
        here = url
        for _ in range(HOPS + 1):
            door = self._door(here)
            if refused := await self._denied(here, door):
                return refused, refused.failed or FetchOutcome.BLOCKED_ADDRESS
            answer = await self._ask(here, door, headers=since)
            if answer.failed:
                return answer, answer.failed
            if answer.status == 304 and since:
                return answer, FetchOutcome.NOT_MODIFIED
            ended, target = _judged(url, answer)
            if not target:
                return answer, ended
            there = normalise_url(urljoin(here, target.strip()))
            if there is None:
                answer.note = f"跳转到 {target[:200]}"
                return answer, FetchOutcome.BAD_URL
            if not same_site(url, there):
                answer.note = f"跳转到 {there}"  # nobody asked there: the answer is from here
                return answer, FetchOutcome.REDIRECTED_OFF_SITE
            here = there
        answer.note = f"跳转超过 {HOPS} 次"
        return answer, FetchOutcome.REDIRECT_LOOP

    # --- may we? -------------------------------------------------------------------------------

    def _door(self, url: str) -> _Door:
        """The door of a normalised address."""
        end = url.find("/", 8)
        origin = url[:end] if end > 0 else url
        door = self._doors.get(origin)
        if door is None:
            host = urlsplit(origin).hostname or ""
            refused = refusal(origin, self._allow)
            door = self._doors[origin] = _Door(origin, host, refused, self._pace(origin))
        return door

    def _pace(self, origin: str) -> Pace:
        """The turns of a host, the same at all its doors, with www. and without."""
        parts = urlsplit(origin)
        host = parts.hostname or ""
        paces, name = self._paces.hosts, host_of(origin)
        address, _ = allowed(self._allow, host, parts.port or 80) or ("", 0)
        local = address.startswith("127.") or address == "::1"
        delay_s = 0.0 if local else self._delay_s
        if name not in paces:
            paces[name] = Pace(delay_s, self._clock, self._sleep)
        paces[name].slow_down(delay_s)  # of looks with different delays the longest holds
        return paces[name]

    async def _denied(self, url: str, door: _Door) -> _Answer | None:
        """Why this address is not asked for: the guard, or the host's robots.txt."""
        if door.refusal:
            return _Answer(url, FetchOutcome.BLOCKED_ADDRESS, door.refusal)
        rules = door.rules
        if rules is None:
            if door.reading is None or self._clock() > door.read_again_at:
                door.reading = asyncio.create_task(self._read_robots(door))
                door.read_again_at = math.inf
            read = await asyncio.shield(door.reading)
            if isinstance(read, _Answer):
                if math.isinf(door.read_again_at):  # the first to learn of it
                    hold_s = ROBOTS_HOLD * door.pace.delay_s
                    door.read_again_at = self._clock() + hold_s
                return replace(read, url=url)
            rules = door.rules = read
        if not rules.can_fetch(url, PRODUCT):
            return _Answer(url, FetchOutcome.ROBOTS_DENIED, "robots.txt 不允许")
        return None

    async def _read_robots(self, door: _Door) -> Protego | _Answer:
        """The rules of a host, or how every request to it ends while they cannot be had.

        Nothing is asked for then, but nobody may say that robots were denied: another time the
        rules may be read.

        Source: RFC 9309 2.3.1: 4xx, no rules; 5xx and silence, everything is disallowed.
        """
        origin = door.origin
        here = f"{origin}/robots.txt"
        for attempt in range(HOPS):
            answer = await self._ask(here, self._door(here), most_bytes=ROBOTS_BYTES)
            target = normalise_url(urljoin(here, answer.header("location").strip()))
            if answer.failed is None and answer.status in REDIRECTS and target:
                if not same_site(here, target) or self._door(target).refusal:
                    return Protego.parse("")
                here = target
                continue
            cut = answer.failed is FetchOutcome.TOO_LARGE  # the beginning holds, RFC 9309 2.5
            if (ended := _no_rules(answer)) and not cut:
                if attempt < len(BACK_OFF) and ended.retryable and door.pace.delay_s:
                    await self._sleep(BACK_OFF[attempt])
                    continue
                why = answer.note or f"返回 {answer.status}"
                return _Answer(origin, ended, f"robots.txt 没有读到（{why}），不能采集")
            if (answer.status or 0) >= 300:
                break
            rules = Protego.parse(answer.body.decode("utf-8", "replace"))
            delay_s = float(rules.crawl_delay(PRODUCT) or 0)
            if delay_s > LONGEST_WAIT_S:
                note = f"robots.txt 要求每次间隔 {delay_s:.0f} 秒，无法采集"
                return _Answer(origin, FetchOutcome.ROBOTS_DENIED, note)
            door.pace.slow_down(delay_s)
            return rules
        return Protego.parse("")

    # --- one request ---------------------------------------------------------------------------

    async def _ask(
        self,
        url: str,
        door: _Door,
        *,
        method: str = "GET",
        headers: Headers = (),
        sent: bytes = b"",
        most_bytes: int = 0,
        own: bool = True,
    ) -> _Answer:
        """One request, no redirects followed; whatever happens becomes an `_Answer`.

        Args:
            most_bytes: as much of the body is wanted, even when there is more; 0: all of it.
            own: for ourselves; a browser keeps cookies of its own.
        """
        pace = door.pace
        async with pace.slots:
            if self._hours:
                await self._until_open()
            if pace.closed_s > LONGEST_WAIT_S:
                note = f"网站要求 {pace.closed_s:.0f} 秒内不再访问（Retry-After），未请求"
                return _Answer(url, FetchOutcome.RATE_LIMITED, note)
            await pace.turn()
            turn = self._paces.turns(host_of(door.origin), pace.pause_s)
            async with door.shared or await self._machine(door), turn:
                try:
                    session = self._session if own else self._plain
                    assert session is not None, "a Fetcher is used inside `async with`"
                    answer = await self._request(
                        session, url, door, method, headers, sent, most_bytes
                    )
                except Exception as error:  # one odd answer must not end a look
                    log.exception("fetch of %s failed in an unforeseen way", url)
                    return _Answer(url, FetchOutcome.DECODE_FAILED, repr(error)[:300])
        if answer.status in {429, 503} and (wait := self._retry_after(answer)):
            pace.close(wait)
        return answer

    async def _until_open(self) -> None:
        """Wait for the hours in which requests are welcome; the wait is counted once."""
        async with self._night:
            while wait_s := seconds_until_open(self._now(), self._hours):
                await self._sleep(wait_s)
                self.waited_s += wait_s

    async def _machine(self, door: _Door) -> asyncio.Semaphore:
        """The turns of the machine behind a host: portals share one, and it has one capacity.

        Hosts that somebody allowed are his own affair.
        """
        port = urlsplit(door.origin).port or 80
        turns = asyncio.Semaphore(CONNECTIONS)
        if allowed(self._allow, door.host, port) is None:
            try:
                found = await self._resolver.resolve(door.host, port)
            except OSError:  # the request will find out and say so
                return turns
            if found:
                turns = self._paces.machines.setdefault(found[0]["host"], turns)
        door.shared = door.shared or turns
        return door.shared

    def _retry_after(self, answer: _Answer) -> float:
        value = answer.header("retry-after").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        try:
            return max(0.0, (parsedate_to_datetime(value) - self._now()).total_seconds())
        # Absent, malformed, without a time zone, or in a year that does not exist.
        except (ValueError, TypeError, OverflowError):
            return 0.0

    async def _request(
        self,
        session: aiohttp.ClientSession,
        url: str,
        door: _Door,
        method: str,
        headers: Headers,
        sent: bytes,
        most_bytes: int,
    ) -> _Answer:
        limits, at, began = self._limits, self._now(), self._clock()
        response: aiohttp.ClientResponse | None = None
        body, whole = Body(most_bytes or limits.body_bytes), b""
        failed, note = None, ""
        try:
            async with asyncio.timeout(limits.connect_s + limits.first_byte_s) as patience:
                response = await session.request(
                    method,
                    URL(url, encoded=True),
                    headers=headers or None,
                    data=sent or None,
                    allow_redirects=False,
                )
                self._answered(door, began, response.status)
                patience.reschedule(asyncio.get_running_loop().time() + limits.body_s)
                async with response:
                    whole = await body.read(
                        response.content.iter_any(),
                        response.headers.get("Content-Encoding", "").strip().lower(),
                        declared=0 if most_bytes else response.content_length or 0,
                    )
        except NotWhole as error:
            failed, note, whole = error.outcome, error.note, error.beginning
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            failed, note = _how_it_failed(error, response is not None), _said(error)
        if failed not in _NEVER_SENT:
            self._ledger.count(door.host, at, body.received)
        if response is None:
            if failed not in _NEVER_SENT:
                self._answered(door, began, None)
            return _Answer(url, failed, note)
        return _Answer(
            url=url,
            failed=failed,
            note=note,
            status=response.status,
            headers=tuple((_text(k), _text(v)) for k, v in response.raw_headers),
            asked=tuple(response.request_info.headers.items()),
            body=whole,
            size_bytes=body.size_bytes,
            media_type=response.headers.get("Content-Type", ""),
        )

    def _answered(self, door: _Door, began: float, status: int | None) -> None:
        """The pace follows how quickly the host answers; None: it did not."""
        trouble = status is None or status >= 500 or status == 429
        door.pace.answered(self._clock() - began, trouble=trouble)


def _no_rules(answer: _Answer) -> FetchOutcome | None:
    """How requests to a host end whose robots.txt could not be read; None when it may be asked.

    A wall that answers 521 to everything says nothing about robots: the pages will show it.
    """
    if answer.failed:
        return answer.failed
    status = answer.status or 0
    ended = by_status(status)
    if status in {429, *range(500, 600)} and ended is not FetchOutcome.CHALLENGE:
        return ended or FetchOutcome.SERVER_ERROR
    return None


def user_agent(contact: str) -> str:
    """How we introduce ourselves."""
    return f"{PRODUCT}/0.1 (+{contact})" if contact else f"{PRODUCT}/0.1"


def _no_address(url: str, at: datetime) -> Response:
    """What cannot be asked for, and why."""
    secret = "@" in url.partition("://")[2].partition("/")[0]
    note = "网址里带有用户名或密码，不访问" if secret else "不是有效的 http 网址"
    return Response(Fetch(url, FetchOutcome.BAD_URL, at, final_url=url, note=note))


def _judged(asked: str, answer: _Answer) -> tuple[FetchOutcome, str]:
    """What a complete answer is, and where it sends on to: by its header, or by a page that
    does nothing else."""
    status = answer.status or 0
    if status in REDIRECTS and (target := answer.header("location")):
        return FetchOutcome.OK, target
    return judge(asked, answer.url, status, answer.media_type, answer.body)


def _how_it_failed(error: Exception, answered: bool) -> FetchOutcome:
    """The outcome of an error before or after the headers came. Subclasses come first."""
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
        case aiohttp.InvalidURL() | ValueError():
            return FetchOutcome.BAD_URL
        case aiohttp.ClientResponseError():  # no HTTP came back
            return FetchOutcome.DECODE_FAILED
        case _:  # refused, reset, unreachable, closed without an answer
            return FetchOutcome.REFUSED


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _said(error: BaseException) -> str:
    """What the network library says, or the guard, which says it in Chinese."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        cause = error.os_error
        if isinstance(cause, BlockedAddress):
            return str(cause.strerror)
    return f"{type(error).__name__}: {error}"[:300]
