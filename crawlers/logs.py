"""The log for machines: JSON, one line an event, in var/log/gkc.log, when GKC_LOG=json.

Many processes append to one file; whoever finds it full begins the next. Long numbers are starred
as in reports: no line holds somebody's ID, card or telephone number.
"""

import fcntl
import json
import logging
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from crawlers.personal import masked
from data.var import VAR

VARIABLE = "GKC_LOG"
PATH = VAR / "log" / "gkc.log"
MOST = 10 * 1024**2  # bytes of a file
KEPT = 5  # full files beside the one that is written
OURS = ("crawlers", "dashboard", "data", "scoring")  # of others, warnings alone


class LogError(Exception):
    """What is wrong with GKC_LOG, as one Chinese sentence."""


def set_up(environ: Mapping[str, str] = os.environ, path: Path = PATH) -> logging.Handler | None:
    """Write the log of this process when the environment says so; warnings go on to stderr too.

    Returns:
        What writes it, to be given to `take_down`; None: nothing does, or did so before.

    Raises:
        LogError: the environment asks for a form that there is not.
    """
    form = environ.get(VARIABLE, "").strip()
    if form not in {"", "json"}:
        raise LogError(f"{VARIABLE}={form} 无效；写 json 记结构化日志，不写则不记")
    root = logging.getLogger()
    if not form or any(isinstance(each, Lines) for each in root.handlers):
        return None
    lines = Lines(path)
    root.addHandler(lines)
    if logging.lastResort is not None:
        root.addHandler(logging.lastResort)  # what it would have shown without us
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    return lines


def take_down(lines: logging.Handler | None) -> None:
    """Undo `set_up`."""
    if lines is None:
        return
    root = logging.getLogger()
    root.removeHandler(lines)
    if logging.lastResort is not None:
        root.removeHandler(logging.lastResort)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)


class Lines(logging.Handler):
    """Appends records to a file that other processes append to as well.

    Args:
        most: bytes of a file; the next line begins another.
        kept: full files that stay, the newest as `.1`.
    """

    def __init__(self, path: Path, most: int = MOST, kept: int = KEPT) -> None:
        super().__init__()
        self._path, self._most, self._kept = path, most, kept

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._append(f"{line_of(record)}\n".encode(errors="replace"))
        except OSError:  # a full disk is no reason to stop
            self.handleError(record)

    def _append(self, line: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        while not self._appended(line):
            pass  # somebody has begun another file meanwhile, or we have

    def _appended(self, line: bytes) -> bool:
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            held = os.fstat(handle)
            if not self._path.exists() or not os.path.samestat(held, self._path.stat()):
                return False
            if held.st_size and held.st_size + len(line) > self._most:
                self._begin_another()
                return False
            os.write(handle, line)
            return True
        finally:
            os.close(handle)

    def _begin_another(self) -> None:
        files = [self._path, *(Path(f"{self._path}.{n}") for n in range(1, self._kept + 1))]
        for older, newer in zip(files[:0:-1], files[-2::-1], strict=True):
            if newer.exists():
                newer.replace(older)


def line_of(record: logging.LogRecord) -> str:
    """A record as JSON: when (UTC), how bad, which module, which process, what, and its facts.

    Facts are what the caller gave as `extra={"facts": {...}}`.
    """
    told: dict[str, object] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "module": record.name,
        "process": record.process,
        "what": masked(record.getMessage()),
    }
    for name, value in getattr(record, "facts", {}).items():
        told[name] = masked(value) if isinstance(value, str) else value
    if record.exc_info and record.exc_info[0] is not None:
        told["error"] = masked(logging.Formatter().formatException(record.exc_info))
    return json.dumps(told, ensure_ascii=False)
