"""Work that holds a lock while it runs: in a process of its own, which outlives whoever began it,
or in that of a command.

The lock tells whether it runs, whatever became of the server; what it left behind without a lock,
that it was cut off.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from data.workflow import WorkflowError

_HELD = "GKC_JOB_LOCK"  # the descriptor that the process was given
_TRIES = 50  # somebody who only asks whether it runs holds the lock for a moment


def told(path: Path) -> tuple[str, bool]:
    """What was written when the work began, and whether it runs; empty when it ended by itself."""
    if not path.exists():
        return "", False
    with path.open("r") as file:
        alive = not _taken(file.fileno(), fcntl.LOCK_SH)
        text = file.read()
    return text, alive and bool(text)


def begin(
    path: Path,
    text: str,
    words: Sequence[str],
    env: Mapping[str, str],
    *,
    busy: str,
    log: Path | None = None,
    clear: Iterable[Path] = (),
) -> None:
    """Start a Python process that holds the lock, and return at once.

    Args:
        path: of the lock; its folder is made.
        text: to be read while it runs, and after it was cut off; not empty.
        words: after the name of the Python program.
        env: beside what is there.
        busy: what to say when the lock is held.
        log: where what it writes goes; None: nowhere.
        clear: files that the last process left, taken away before this one begins.

    Raises:
        WorkflowError: the lock is held.
    """
    with (
        _held(path, text, busy, clear) as file,
        (log or Path(os.devnull)).open("wb") as out,
    ):
        subprocess.Popen(
            [sys.executable, *words],
            env={**os.environ, **env, _HELD: str(file.fileno())},
            pass_fds=[file.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


@contextmanager
def holding(path: Path, text: str, *, busy: str, clear: Iterable[Path] = ()) -> Iterator[None]:
    """Hold the lock in this process while the block runs; what it starts does not hold it.

    Args:
        path, text, busy, clear: as for `begin`.

    Raises:
        WorkflowError: the lock is held.
    """
    with _held(path, text, busy, clear) as file:
        try:
            yield
        finally:
            file.truncate(0)


@contextmanager
def _held(path: Path, text: str, busy: str, clear: Iterable[Path]) -> Iterator[TextIO]:
    """The file of the lock, held until it and its copies are closed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        if not any(_taken(file.fileno(), fcntl.LOCK_EX) for _ in range(_TRIES)):
            raise WorkflowError(busy)
        for each in clear:
            each.unlink(missing_ok=True)
        file.truncate(0)
        file.write(text)
        file.flush()
        yield file


def keep() -> None:
    """In the process: what it starts itself does not hold the lock after it."""
    if held := os.environ.get(_HELD):
        os.set_inheritable(int(held), False)


def ended() -> None:
    """In the process: the work came to an end by itself, well or not."""
    if held := os.environ.get(_HELD):
        os.truncate(int(held), 0)


def _taken(descriptor: int, how: int) -> bool:
    """Whether the lock was free; it is held until the descriptor and its copies are closed."""
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
