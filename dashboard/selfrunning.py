"""Self-checks asked for on screen: each in a process of its own, a few at a time.

A lock that the process holds tells whether it runs; what it left behind without one, that it was
cut off.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from data.workflow import WorkflowError

AT_ONCE = 2  # a look, a browser and the reading of its files take a processor and 1 GB
_HELD = "GKC_SELF_CHECK_LOCK"  # the descriptor that the process was given


@dataclass(frozen=True, slots=True)
class Running:
    """What is known of the last self-check that somebody asked for."""

    since: datetime | None  # None: nobody asked, or it has ended
    alive: bool = False  # False with a time: it was cut off


def running(var: Path, round_id: str, unit_id: str) -> Running:
    """Whether a unit's self-check runs."""
    path = _lock(var, round_id, unit_id)
    if not path.exists():
        return Running(None)
    with path.open("r") as file:
        alive = not _taken(file.fileno())
        text = file.read()
    return Running(datetime.fromisoformat(text) if text else None, alive and bool(text))


def start(url: str, var: Path, round_id: str, unit_id: str, person_id: str, at: datetime) -> None:
    """Begin a self-check and return at once.

    Args:
        url: of the database.

    Raises:
        WorkflowError: one runs already.
    """
    path = _lock(var, round_id, unit_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        if not _taken(file.fileno()):
            raise WorkflowError("自查正在进行，请等它结束")
        file.truncate(0)
        file.write(at.isoformat())
        file.flush()
        words = [sys.executable, "-m", "dashboard.cli", "selfcheck"]
        subprocess.Popen(
            [*words, "--round", round_id, "--as", person_id],
            env={
                **os.environ,
                "GKC_DATABASE_URL": url,
                "GKC_VAR": str(var.resolve()),
                _HELD: str(file.fileno()),
            },
            pass_fds=[file.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


@contextmanager
def turn(var: Path, unit_id: str) -> Iterator[None]:
    """Wait until few enough others run; say that this one has ended when the block has."""
    slot = int(sha256(unit_id.encode()).hexdigest(), 16) % AT_ONCE
    path = _folder(var) / f".slot-{slot}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    if held := os.environ.get(_HELD):
        os.truncate(int(held), 0)


def _taken(descriptor: int) -> bool:
    """Whether the lock was free; it is held until the descriptor and its copies are closed."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock(var: Path, round_id: str, unit_id: str) -> Path:
    name = sha256(f"{round_id}\n{unit_id}".encode()).hexdigest()
    return _folder(var) / f".{name}"


def _folder(var: Path) -> Path:
    return var / "self-checks"  # hidden files: no backup takes them
