"""Self-checks asked for on screen: each in a process of its own, a few at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from dashboard.jobs import held

AT_ONCE = 2  # a look, a browser and the reading of its files take a processor and 1 GB


@dataclass(frozen=True, slots=True)
class Running:
    """What is known of the last self-check that somebody asked for."""

    since: datetime | None  # None: nobody asked, or it has ended
    alive: bool = False  # False with a time: it was cut off
    why: str = ""  # it ended so, in Chinese; empty: nobody could say


def running(var: Path, round_id: str, unit_id: str) -> Running:
    """Whether a unit's self-check runs."""
    path = _lock(var, round_id, unit_id)
    text, alive = held.told(path)
    if not text:
        return Running(None)
    return Running(datetime.fromisoformat(text), alive, "" if alive else _said(path))


def start(url: str, var: Path, round_id: str, unit_id: str, person_id: str, at: datetime) -> None:
    """Begin a self-check and return at once.

    Args:
        url: of the database.

    Raises:
        WorkflowError: one runs already.
    """
    path = _lock(var, round_id, unit_id)
    held.begin(
        path,
        at.isoformat(),
        ["-m", "dashboard.cli", "selfcheck", "--round", round_id, "--as", person_id],
        {"GKC_DATABASE_URL": url, "GKC_VAR": str(var.resolve())},
        busy="自查正在进行，请等它结束",
        log=_log(path),
    )


@contextmanager
def turn(var: Path, unit_id: str) -> Iterator[None]:
    """Wait until few enough others run; say that this one has ended when the block has."""
    held.keep()
    slot = int(sha256(unit_id.encode()).hexdigest(), 16) % AT_ONCE
    path = _folder(var) / f".slot-{slot}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    held.ended()


def _said(lock: Path) -> str:
    """The sentence that a command that failed ended with."""
    path = _log(lock)
    if not path.exists():
        return ""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line[3:] for line in reversed(lines) if line.startswith("错误：")), "")


def _lock(var: Path, round_id: str, unit_id: str) -> Path:
    name = sha256(f"{round_id}\n{unit_id}".encode()).hexdigest()
    return _folder(var) / f".{name}"


def _log(lock: Path) -> Path:
    return lock.with_name(f"{lock.name}.log")


def _folder(var: Path) -> Path:
    return var / "self-checks"  # hidden files: no backup takes them
