"""The turns of a host among all processes that share a folder, on one machine or on many.

Nothing is held from one request to the next. So nobody waits for somebody who waits for him,
however looks lead to each other's hosts, and what a killed process held is free at once.
"""

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from crawlers.network.pace import CONNECTIONS, Paces

_AGAIN_S = 0.05  # before a host is tried again whose turns are all taken
_LONGEST_NAME = 200  # characters; a file name holds no more than 255


def shared_paces(var: Path) -> Paces:
    """Paces for a process that is not alone.

    Args:
        var: folder of the run-time files, the same for all of them; it must support `flock`.
    """
    return Paces(turns=SharedTurns(var / "locks"))


class SharedTurns:
    """At most `CONNECTIONS` requests to a host at a time, and the pause between two.

    Args:
        clock: seconds that mean the same to every process; machines keep theirs by NTP.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._folder, self._clock, self._sleep = folder, clock, sleep
        folder.mkdir(parents=True, exist_ok=True)

    @asynccontextmanager
    async def __call__(self, host: str, pause_s: float) -> AsyncIterator[None]:
        """Wait for a turn and keep it; for one request, while the block runs."""
        path = self._folder / host[:_LONGEST_NAME]
        # In a thread: a shared folder answers over the network.
        while (slot := await _in_thread(path, pause_s, self._clock)) is None:
            await self._sleep(_AGAIN_S)
        with closing(slot):
            if slot.wait_s > 0:
                await self._sleep(slot.wait_s)
            yield


class _Slot:
    """One of a host's connections, held by the lock on its file, and when it may be used."""

    def __init__(self, descriptor: int, wait_s: float) -> None:
        self._descriptor, self.wait_s = descriptor, wait_s

    def close(self) -> None:
        os.close(self._descriptor)


async def _in_thread(path: Path, pause_s: float, clock: Callable[[], float]) -> _Slot | None:
    """`_free_slot`; what it takes for somebody who was cancelled meanwhile is given back."""
    taking = asyncio.create_task(asyncio.to_thread(_free_slot, path, pause_s, clock))
    try:
        return await asyncio.shield(taking)
    except asyncio.CancelledError:
        taking.add_done_callback(_give_back)
        raise


def _give_back(taking: "asyncio.Task[_Slot | None]") -> None:
    if not taking.cancelled() and taking.exception() is None and (slot := taking.result()):
        slot.close()


def _free_slot(path: Path, pause_s: float, clock: Callable[[], float]) -> _Slot | None:
    """One of the host's connections that nobody uses, and the next moment for a request."""
    for number in range(CONNECTIONS):
        descriptor = os.open(f"{path}.{number}", os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return _Slot(descriptor, _reserve(path, pause_s, clock) if pause_s else 0.0)
        except BlockingIOError:
            os.close(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
    return None


def _reserve(path: Path, pause_s: float, clock: Callable[[], float]) -> float:
    """Seconds until the next moment for a request that nobody has reserved; it is ours now."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        now = clock()
        try:
            free_at = float(os.pread(descriptor, 40, 0))
        except ValueError:  # nothing is written yet
            free_at = now
        # No more are reserved than there are connections: what lies beyond is another's clock.
        start = min(max(free_at, now), now + CONNECTIONS * pause_s)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{start + pause_s:.6f}".encode(), 0)
        return start - now
    finally:
        os.close(descriptor)
