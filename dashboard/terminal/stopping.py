"""SIGTERM, by which services and containers are stopped, ends a command as Ctrl+C does."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

STOPPED = 128 + signal.SIGTERM  # what shells say of a program that the signal ended


@contextmanager
def sigterm_as_ctrl_c() -> Iterator[Callable[[], bool]]:
    """While the block runs, SIGTERM does what Ctrl+C would do at that moment.

    Yields:
        Whether the signal has come.
    """
    came = False

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        handler = signal.getsignal(signal.SIGINT)  # an event loop has one of its own
        if callable(handler):
            handler(signal.SIGINT, frame)
        else:  # Ctrl+C is ignored, as by programs that a script began in the background
            raise KeyboardInterrupt

    if current_thread() is not main_thread():  # nobody else may set what a signal does
        yield lambda: False
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield lambda: came
    finally:
        signal.signal(signal.SIGTERM, before)
