"""One URL in, exactly one outcome out: asked politely, redirects followed, tried again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from time import monotonic
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

from crawlers.guard import Allow, normalise_url
from crawlers.network.answers import same_site
from crawlers.network.body import LARGE_BYTES
from crawlers.network.doors import Door, Doors
from crawlers.network.hosts import host_of
from crawlers.network.ledger import Ledger
from crawlers.network.pace import GIVE_UP_AFTER, LONGEST_WAIT_S, Hours, Pace, Paces, retry_after_s
from crawlers.network.resolver import Resolver
from crawlers.network.response import End, Response, by_itself, judged, no_address, response_of
from crawlers.network.robots import MOST_BYTES, Robots
from crawlers.network.wire import Answer, Client, Headers, Limits, Request, user_agent
from data.types import FetchOutcome, Traffic

HOPS = 10
BACK_OFF = (1.0, 4.0)  # seconds before the second and the third try, in units of the host's delay

# The host itself cannot be reached: robots.txt says nothing, and the page would fare no better.
_UNREACHABLE = {
    FetchOutcome.DNS_FAILED,
    FetchOutcome.REFUSED,
    FetchOutcome.TIMEOUT_CONNECT,
    FetchOutcome.TLS_INVALID,
    FetchOutcome.BLOCKED_ADDRESS,
    FetchOutcome.RATE_LIMITED,
}
# What only we may say in a request.
_OURS = {"user-agent", "accept-encoding", "host", "connection", "content-length"}


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
        robots: told of every robots.txt that was read, or could not be.
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
        robots: Callable[[Response], None] = lambda response: None,
    ) -> None:
        self._now, self._clock, self._sleep = now, clock, sleep
        self._paces = Paces() if paces is None else paces
        self._hours = Hours(hours, now, sleep)
        self._ledger, self._tell = Ledger(), robots
        allow = allow or {}
        resolver = resolver or Resolver(allow)
        self._client = Client(
            user_agent(contact),
            limits or Limits(),
            resolver,
            self._paces.large,
            now=now,
            clock=clock,
        )
        self._doors = Doors(
            allow,
            resolver,
            self._paces,
            delay_s=delay_s,
            robots=self._robots,
            clock=clock,
            sleep=sleep,
        )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._doors.close()
        finally:
            await self._client.__aexit__(kind, error, trace)

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
            return no_address(url, at)
        since: Headers = ()
        if etag:
            since += (("If-None-Match", etag),)
        if modified:
            since += (("If-Modified-Since", modified),)
        return response_of(asked, await self._persist(asked, since), at, self._clock() - began)

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
        address = normalise_url(url)
        if address is None:
            return no_address(url, at)
        door = self._doors.of(address)
        answer = await self._denied(address, door)
        if answer is None:
            kept = tuple((k, v) for k, v in headers if k.lower() not in _OURS)
            answer = await self._ask(Request(address, method, kept, body, own=False), door)
        response = response_of(address, by_itself(answer), at, self._clock() - began)
        return replace(response, method=method, sent=body)

    def spent(self) -> tuple[Traffic, ...]:
        """What was spent since the last call, by host and hour.

        Every request on the wire counts, robots.txt, redirects and repeats too, and the bytes of
        bodies as they were received, packed.
        """
        return self._ledger.take()

    @property
    def waited_s(self) -> float:
        """Seconds waited for the hours to begin: no part of what a look may cost."""
        return self._hours.waited_s

    def delay_s(self, url: str) -> float:
        """Seconds between two requests to the host of `url`, as things stand."""
        return self._doors.of(url).pace.pause_s

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Site maps that the robots.txt of the host names; none while it cannot be read."""
        door = self._doors.of(url)
        await self._denied(url, door)
        return door.robots.sitemaps

    # --- again and again ---------------------------------------------------------------------

    async def _persist(self, url: str, since: Headers) -> End:
        """Up to three tries, with growing pauses, of what may pass."""
        pace = self._doors.of(url).pace
        for pause in (*BACK_OFF, None):
            end = await self._follow(url, since)
            pace.failures = pace.failures + 1 if end.outcome in _UNREACHABLE else 0
            hopeless = pace.failures >= GIVE_UP_AFTER or pace.closed_s > LONGEST_WAIT_S
            if not end.outcome.retryable or pause is None or hopeless:
                break
            if pace.delay_s:
                await self._sleep(pause * pace.delay_s)
        return end

    async def _follow(self, url: str, since: Headers) -> End:
        """The answer at the end of the redirects; a hop to another site is not taken."""
        here, hops, taken = url, list[Answer](), 0
        while True:
            door = self._doors.of(here)
            if refused := await self._denied(here, door):
                return End(refused, refused.failed or FetchOutcome.BLOCKED_ADDRESS, hops)
            answer = await self._ask(Request(here, headers=since), door)
            if answer.failed:
                return End(answer, answer.failed, hops)
            if answer.status == 304 and since:
                return End(answer, FetchOutcome.NOT_MODIFIED, hops)
            outcome, target = judged(url, answer)
            if not target:
                return End(answer, outcome, hops)
            there = normalise_url(urljoin(here, target.strip()))
            if there is None:
                answer = replace(answer, note=f"跳转到 {target[:200]}")
                return End(answer, FetchOutcome.BAD_URL, hops)
            if not same_site(url, there):  # nobody asked there: the answer is from here
                answer = replace(answer, note=f"跳转到 {there}")
                return End(answer, FetchOutcome.REDIRECTED_OFF_SITE, hops)
            if taken == HOPS:
                answer = replace(answer, note=f"跳转超过 {HOPS} 次")
                return End(answer, FetchOutcome.REDIRECT_LOOP, hops)
            here, taken = there, taken + 1
            if len(answer.body) <= LARGE_BYTES:
                hops.append(answer)

    # --- may we? -------------------------------------------------------------------------------

    async def _denied(self, url: str, door: Door) -> Answer | None:
        """Why this address is not asked for: the guard, or the host's robots.txt."""
        if door.refusal:
            return Answer(url, FetchOutcome.BLOCKED_ADDRESS, door.refusal)
        return await door.robots.denied(url)

    def _robots(self, origin: str, pace: Pace) -> Robots:
        return Robots(
            origin, pace, self._ask_robots, self._heard, clock=self._clock, sleep=self._sleep
        )

    async def _ask_robots(self, url: str) -> Answer | None:
        door = self._doors.of(url)
        return None if door.refusal else await self._ask(Request(url, most_bytes=MOST_BYTES), door)

    def _heard(self, answers: tuple[Answer, ...]) -> None:
        """Tell of a robots.txt, whatever it says."""
        *hops, answer = answers
        end = by_itself(answer, hops)
        self._tell(response_of(answers[0].url, end, answer.at or self._now()))

    # --- one request ---------------------------------------------------------------------------

    async def _ask(self, request: Request, door: Door) -> Answer:
        """One request when its turn has come, no redirects followed."""
        pace = door.pace
        async with pace.slots:
            await self._hours.begin()
            if closed := _closed(request, pace):
                return closed
            await pace.turn()
            async with door.machine or await self._doors.machine(door):
                await self._hours.begin()
                if closed := _closed(request, pace):  # a request before this one was told so
                    return closed
                await pace.apart()
                async with self._paces.turns(host_of(door.origin), pace.pause_s):
                    answer = await self._client.request(request, pace)
        if answer.at is not None and answer.received is not None:
            self._ledger.count(door.host, answer.at, answer.received)
        if answer.status in {429, 503}:
            wait_s = retry_after_s(answer.header("retry-after"), self._now())
            if wait_s:
                pace.close(wait_s)
        return answer


def _closed(request: Request, pace: Pace) -> Answer | None:
    """Why a host that wants no request for long is not asked now."""
    if pace.closed_s <= LONGEST_WAIT_S:
        return None
    note = f"网站要求 {pace.closed_s:.0f} 秒内不再访问（Retry-After），未请求"
    return Answer(request.url, FetchOutcome.RATE_LIMITED, note)
