"""How fast one host may be asked: at most two connections, a pause between two requests."""

import asyncio
from collections.abc import Awaitable, Callable

CONNECTIONS = 2
LONGEST_WAIT_S = 120.0  # a host that wants a longer break is left alone for this look
GIVE_UP_AFTER = 5  # failed connections in a row; then nothing is tried twice any more


class Pace:
    """The turns of one host. Time comes from `clock` (seconds), waiting from `sleep`."""

    def __init__(
        self,
        delay_s: float,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.delay_s = delay_s
        self.failures = 0  # in a row
        self.slots = asyncio.Semaphore(CONNECTIONS)
        self._clock = clock
        self._sleep = sleep
        self._next_at = clock()
        self._closed_until = clock()

    def slow_down(self, delay_s: float) -> None:
        """At least so many seconds between requests from now on (Crawl-delay)."""
        self.delay_s = max(self.delay_s, delay_s)

    def close(self, seconds: float) -> None:
        """The host wants no request for so long (Retry-After)."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)
        self._next_at = max(self._next_at, self._closed_until)

    @property
    def closed_s(self) -> float:
        """Seconds until the host may be asked again."""
        return max(0.0, self._closed_until - self._clock())

    async def turn(self) -> None:
        """Wait for the next turn."""
        start = max(self._next_at, self._clock())
        self._next_at = start + self.delay_s
        if (wait := start - self._clock()) > 0:
            await self._sleep(wait)
