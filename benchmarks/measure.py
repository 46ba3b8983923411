"""Runs one crawler in a process of its own and measures it from outside."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.farm import Farm, Row, digest
from benchmarks.server import Server

_RSS_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024  # bytes there, kilobytes here
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and all its children took, from start to end, imports included."""

    wall_s: float
    cpu_s: float  # user and system
    peak_mb: float  # resident, of the largest single process


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of the farm."""

    pages: int  # of the sites it was given
    cost: Cost
    missed: tuple[str, ...]  # pages not fetched exactly once
    others: int  # answers that were no page: robots.txt, sitemap.xml, errors
    rows: int  # pages read
    right: bool  # every title, day and column is what the farm says

    @property
    def pages_per_s(self) -> float:
        return self.pages / self.cost.wall_s

    @property
    def cpu_ms(self) -> float:
        """For one page."""
        return self.cost.cpu_s / self.pages * 1000


def spend(command: Sequence[str]) -> Cost:
    """Run a command to its end.

    Raises:
        SystemExit: it failed.
    """
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)  # children that it waited for are added
    wall_s = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed with code {process.returncode}: {' '.join(command[:4])} …")
    return Cost(wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / _RSS_UNIT)


def crawl(
    python: str, peer: str, server: Server, farm: Farm, hosts: int, work: Path, *before: str
) -> Run:
    """Let a peer crawl the first `hosts` sites of the farm, and check what it did.

    Args:
        work: folder for whatever it writes; emptied before and after.
        before: arguments in front of the module, instead of `-m`, for a profiler.
    """
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    rows = work / "rows.tsv"
    folder = work / "own"
    folder.mkdir()
    starts = [server.start_of(n) for n in range(hosts)]
    mark = server.mark()
    own = ["--rows", str(rows), "--work", str(folder)]
    cost = spend([python, *(before or ("-m",)), f"benchmarks.peers.{peer}", *own, *starts])
    run = _checked(server, mark, farm, starts, rows, cost)
    shutil.rmtree(work)
    return run


def _checked(
    server: Server, mark: int, farm: Farm, starts: Sequence[str], rows: Path, cost: Cost
) -> Run:
    truth = [
        (start.removesuffix("/") + page.path, page.title, page.day, page.column)
        for number, start in enumerate(starts)
        for page in farm.site(number).truth
    ]
    answered = server.answered(mark)
    missed = tuple(url for url, *_ in truth if answered.pop((url, 200), 0) != 1)
    read = [_row(line) for line in rows.open(encoding="utf-8")]
    right = digest(read) == digest(truth)
    return Run(len(truth), cost, missed, answered.total(), len(read), right)


def _row(line: str) -> Row:
    url, title, day, column = line.rstrip("\n").split("\t")
    return url, title, day, column
