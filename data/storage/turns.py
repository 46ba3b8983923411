"""Writers of one process take turns before they ask an SQLite database for its lock.

SQLite has one writer at a time, and whoever finds it busy sleeps and asks again, later and later:
with thirty at once some wait for half a minute, each with a connection in hand. In a row of our own
everybody waits as long as those before him write. Other processes are asked by SQLite as ever.
"""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """First come, first served."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._taken = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and let the next in at the end."""
        self._wait()
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        try:
            mine.acquire()  # until the one before lets go
        except BaseException:  # Ctrl+C
            with self._guard:
                waits = mine in self._waiting
                if waits:
                    self._waiting.remove(mine)
            if not waits:  # the turn had come already
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


_BY_URL: dict[str, Turns] = {}


def turns_at(url: str) -> Turns:
    """The row of those who write to one database."""
    return _BY_URL.setdefault(url, Turns())


# A child process has none of the threads that held a turn when it was forked.
os.register_at_fork(after_in_child=_BY_URL.clear)
