"""How fast one host may be asked: at most two requests at a time, a pause between two requests.

The pause grows where the site struggles. `strain` is 1 on a site that answers as it always did;
the pause is the host's delay times the strain, at most `LONGEST_PAUSE_S`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from email.utils import parsedate_to_datetime

from data.calendar import CHINA

CONNECTIONS = 2
LARGE_AT_ONCE = 8  # bodies above a megabyte that a process reads at one time: 8 × 30 MB
LONGEST_WAIT_S = 120.0  # a host that wants a longer break is left alone for this look
GIVE_UP_AFTER = 5  # failed connections in a row; then nothing is tried twice any more

LONGEST_PAUSE_S = 30.0  # that strain alone may lead to; a Crawl-delay may ask for more
MOST_STRAIN = 16.0
_TROUBLE, _SLOWER, _RECOVERS = 2.0, 1.5, 0.9  # what an answer does to the strain
_SLOW = 3.0  # times the site's best average
_QUICK_S = 1.0  # an average below this is never slow
_MEMORY = 0.2  # weight of the newest answer in the moving average
_FEW = 5  # answers before there is an average to speak of


def next_strain(strain: float, average_s: float, best_s: float, *, trouble: bool) -> float:
    """The strain after one more answer.

    Trouble (429, a 5xx, silence) doubles it. An average of more than a second and more than three
    times the best one seen raises it by half. Any other answer takes a tenth of it away.
    """
    if trouble:
        return min(strain * _TROUBLE, MOST_STRAIN)
    if average_s > _QUICK_S and average_s > _SLOW * best_s:
        return min(strain * _SLOWER, MOST_STRAIN)
    return max(strain * _RECOVERS, 1.0)


def seconds_until_open(now: datetime, hours: tuple[time, time] | None) -> float:
    """Seconds until requests are welcome; 0 inside the hours.

    Args:
        now: aware.
        hours: first and last moment in Chinese time; the last is not inside. They may pass
            midnight (22:00 to 06:00). Two equal ones: the whole day. None: always.
    """
    if hours is None:
        return 0.0
    opens, closes = hours
    here = now.astimezone(CHINA)
    clock = here.time()
    inside = opens <= clock < closes if opens < closes else clock >= opens or clock < closes
    if inside:
        return 0.0
    start = datetime.combine(here.date(), opens, CHINA)
    return (start - here).total_seconds() % timedelta(days=1).total_seconds()


def retry_after_s(value: str, now: datetime) -> float:
    """Seconds that a Retry-After asks for; 0 when it says nothing that can be understood.

    Source: RFC 9110 10.2.3: seconds, or a date.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value.lstrip("0")[:9] or 0)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    # Absent, malformed, without a time zone, or in a year that does not exist.
    except (ValueError, TypeError, OverflowError):
        return 0.0


class Hours:
    """The hours in which requests are welcome; outside they wait.

    Args:
        hours: as `seconds_until_open` takes them.
    """

    def __init__(
        self,
        hours: tuple[time, time] | None,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._hours, self._now, self._sleep = hours, now, sleep
        self._one_waits = asyncio.Lock()
        self.waited_s = 0.0  # counted once, however many requests wait

    async def begin(self) -> None:
        if self._hours is None:
            return
        async with self._one_waits:
            while wait_s := seconds_until_open(self._now(), self._hours):
                await self._sleep(wait_s)
                self.waited_s += wait_s


# What a request to a host (its name, the pause in seconds) waits for and runs in, so that other
# processes wait for it.
Turns = Callable[[str, float], AbstractAsyncContextManager[None]]


def alone(host: str, pause_s: float) -> AbstractAsyncContextManager[None]:
    """The turns of a process that shares no host with another."""
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Paces:
    """The turns of every host, of every machine behind hosts, and of bodies too large to be read
    all at one time, for all looks of a process.
    """

    hosts: dict[str, "Pace"] = field(default_factory=dict)  # by name, without www.
    machines: dict[str, asyncio.Semaphore] = field(default_factory=dict)  # by address
    turns: Turns = alone  # with other processes
    large: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LARGE_AT_ONCE))


class Pace:
    """The turns of one host. Time comes from `clock` (seconds), waiting from `sleep`."""

    def __init__(
        self,
        delay_s: float,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.delay_s = delay_s
        self.strain = 1.0
        self.failures = 0  # in a row
        self.slots = asyncio.Semaphore(CONNECTIONS)
        self._clock = clock
        self._sleep = sleep
        self._next_at = clock()
        self._free_at = clock()  # the pause after the last request that went out is over
        self._closed_until = clock()
        self._answers = 0
        self._average_s = 0.0
        self._best_s = 0.0

    def slow_down(self, delay_s: float) -> None:
        """At least so many seconds between requests from now on (Crawl-delay)."""
        self.delay_s = max(self.delay_s, delay_s)

    def close(self, seconds: float) -> None:
        """The host wants no request for so long (Retry-After)."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)
        self._next_at = max(self._next_at, self._closed_until)

    def answered(self, seconds: float, *, trouble: bool) -> None:
        """An answer began to come after so long, or none did: the pause follows."""
        self._answers += 1
        if self._answers == 1:
            self._average_s = seconds
        self._average_s += _MEMORY * (seconds - self._average_s)
        if self._answers == _FEW:
            self._best_s = self._average_s
        elif self._answers > _FEW:
            self._best_s = min(self._best_s, self._average_s)
        usual = self._best_s if self._answers > _FEW else self._average_s
        self.strain = next_strain(self.strain, self._average_s, usual, trouble=trouble)

    @property
    def pause_s(self) -> float:
        """Seconds between two requests as things stand."""
        if self.strain == 1.0:
            return self.delay_s
        return max(self.delay_s, min(self.delay_s * self.strain, LONGEST_PAUSE_S))

    @property
    def closed_s(self) -> float:
        """Seconds until the host may be asked again."""
        return max(0.0, self._closed_until - self._clock())

    async def apart(self) -> None:
        """Keep the pause from the last request that went out, and from what the host asked for:
        whoever had to wait after its turn had come may have been passed by others.
        """
        now = self._clock()
        start = max(self._free_at, self._closed_until, now)
        self._free_at = start + self.pause_s
        if start > now:
            await self._sleep(start - now)

    async def turn(self) -> None:
        """Wait for the next turn."""
        now = self._clock()
        start = max(self._next_at, now)
        self._next_at = start + self.pause_s
        if start > now:
            await self._sleep(start - now)
