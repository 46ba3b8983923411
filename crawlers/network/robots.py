"""The robots.txt of a host: read once, obeyed, asked for again when it could not be read."""

import asyncio
import math
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from protego import Protego

from crawlers.guard import normalise_url
from crawlers.network.answers import by_status, same_site
from crawlers.network.pace import LONGEST_WAIT_S, Pace
from crawlers.network.wire import PRODUCT, REDIRECTS, Answer, escaped
from crawlers.reading.charset import decode
from data.types import FetchOutcome

MOST_BYTES = 500 * 1024  # RFC 9309 2.5: parse at least this much
HOLD = 30  # pauses of a host before its robots.txt, once failed, is asked for again
_TRIES = 10  # redirects among them
_BACK_OFF_S = (1.0, 4.0)
_AGENT = re.compile(r"^(\s*user[- ]?agent\s*:\s*)([A-Za-z_-]+)[^#]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """Rules, or how every request to the host ends while they cannot be had."""

    rules: Protego | None = None
    ended: FetchOutcome = FetchOutcome.OK
    note: str = ""


class Robots:
    """The robots.txt of one origin: scheme, host and port.

    Args:
        ask: sends one request as politely as any other, and wants at most `MOST_BYTES`; None: the
            guard lets nobody go there.
        tell: given every answer that was read, behind the redirects that led to it.
    """

    def __init__(
        self,
        origin: str,
        pace: Pace,
        ask: Callable[[str], Awaitable[Answer | None]],
        tell: Callable[[tuple[Answer, ...]], None],
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._url, self._pace, self._ask, self._tell = f"{origin}/robots.txt", pace, ask, tell
        self._clock, self._sleep = clock, sleep
        self._rules: Protego | None = None
        self._reading: asyncio.Task[_Said] | None = None
        self._again_at = math.inf  # when rules that could not be read are asked for again

    async def close(self) -> None:
        if self._reading:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Site maps that it names; none while it is not read."""
        named = self._rules.sitemaps if self._rules else ()
        return tuple(found for each in named if (found := normalise_url(each)))

    async def denied(self, url: str) -> Answer | None:
        """How a request for an address of the origin ends without being sent; None: send it."""
        if self._rules is None:
            if self._reading is None or self._clock() > self._again_at:
                self._reading = asyncio.create_task(self._read())
                self._again_at = math.inf
            said = await asyncio.shield(self._reading)
            if said.rules is None:
                if math.isinf(self._again_at):  # the first to learn of it
                    self._again_at = self._clock() + HOLD * self._pace.delay_s
                return Answer(url, said.ended, said.note)
            self._rules = said.rules
        if not self._rules.can_fetch(url, PRODUCT):
            return Answer(url, FetchOutcome.ROBOTS_DENIED, "robots.txt 不允许")
        return None

    async def _read(self) -> _Said:
        answers = await self._answers()
        self._tell(answers)
        said = _understood(answers[-1])
        if said.rules:
            self._pace.slow_down(_delay_s(said.rules))
        return said

    async def _answers(self) -> tuple[Answer, ...]:
        """The answer that counts, behind the redirects that led to it.

        A redirect off the site, or to where the guard lets nobody go, is not taken and comes last.
        """
        here, found = self._url, list[Answer]()
        for attempt in range(_TRIES):
            answer = await self._ask(here)
            if answer is None:
                break
            target = normalise_url(urljoin(here, answer.header("location").strip()))
            if answer.failed is None and answer.status in REDIRECTS and target:
                found.append(answer)
                if not same_site(here, target):
                    break
                here = target
                continue
            passes = (ended := _no_rules(answer)) and ended.retryable and self._pace.delay_s
            if attempt < len(_BACK_OFF_S) and passes:
                await self._sleep(_BACK_OFF_S[attempt])
                continue
            return (*found, answer)
        return tuple(found)


def _understood(answer: Answer) -> _Said:
    """What an answer says to robots.

    While rules cannot be had, nothing is asked for, but nobody may say that robots were denied:
    another time they may be read.

    Source: RFC 9309 2.3.1: 4xx, no rules; 5xx and silence, everything is disallowed. So is a 3xx
    that leads nowhere, or off the site, what 2.3.1.3 calls unavailable: no rules.
    """
    cut = answer.failed is FetchOutcome.TOO_LARGE  # the beginning holds, RFC 9309 2.5
    if (ended := _no_rules(answer)) and not cut:
        why = answer.note or f"返回 {answer.status}"
        note = f"robots.txt 没有读到（{why}），不能采集"
        return _Said(None, ended, note)
    there = (answer.status or 0) < 300
    rules = Protego.parse(_text(answer.body) if there else "")
    if (delay_s := _delay_s(rules)) > LONGEST_WAIT_S:
        note = f"robots.txt 要求每次间隔 {delay_s:.0f} 秒，无法采集"
        return _Said(None, FetchOutcome.ROBOTS_DENIED, note)
    return _Said(rules)


def _text(body: bytes) -> str:
    """The lines of a robots.txt, however it was saved: with a mark, as UTF-16, in GBK.

    Bytes beyond ASCII are percent-encoded as they are: so paths name the same bytes as addresses.
    """
    if b"\x00" in body or body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = decode(body).encode("utf-8", "replace")
    text = escaped(body.removeprefix(b"\xef\xbb\xbf"))
    return "\n".join(_for_us(line) for line in text.splitlines())


def _for_us(line: str) -> str:
    """A line that names a robot, by its product token alone; one that ours only begins with is
    somebody else's. Source: RFC 9309 2.2.1.
    """
    if (named := _AGENT.match(line)) is None:
        return line
    token = named[2].lower()
    other = token != PRODUCT.lower() and PRODUCT.lower().startswith(token)
    return f"{named[1]}{token}{'-' if other else ''}"


def _delay_s(rules: Protego) -> float:
    return float(rules.crawl_delay(PRODUCT) or 0)


def _no_rules(answer: Answer) -> FetchOutcome | None:
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
