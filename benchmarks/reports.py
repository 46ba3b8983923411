"""What documents cost: one report, the packages of 200 units on two processes, a large workbook.

    python -m benchmarks.reports

The round is drawn at random: units × 150 indicators. Its evidence points to no archived page, so
what reading those back costs is not in the figures.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from benchmarks.score import ROUND, fill, province
from dashboard.reports.book import Book, read_book
from dashboard.reports.registry import KINDS, made
from dashboard.reports.writing import Task, write_all
from dashboard.rounds.steps import score_round
from data.store import Store

DAY = date(2023, 12, 20)
_LAPS = 6
LARGE = 300  # units that lose some 13,000 points between them


def seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - its output


def scored_book(url: str, units: int) -> Book:
    """A province of `units` units in a new database, scored; what reports read of it."""
    fill(Path(url.removeprefix("sqlite:///")), province(units))
    with Store(url) as store:
        score_round(store, ROUND)
        return read_book(store, ROUND, DAY)


def one_by_one(book: Book) -> None:
    """Each kind of document: the first one loads libraries and fonts, no two are the same."""
    units = [line.unit_id for line in book.result.ranked]
    for kind in ("unit", "general", "circular"):
        for ending in ("docx", "pdf"):
            took = [
                seconds(
                    lambda k=kind, e=ending, n=number: made(
                        KINDS[k],
                        replace(book, day=DAY + timedelta(n)),
                        units[n] if k == "unit" else "",
                        e,
                    )
                )
                for number in range(_LAPS)
            ]
            rest = f"then median {median(took[1:]):.2f} s, slowest {max(took[1:]):.2f} s"
            say(f"{kind} {ending}: first {took[0]:.2f} s, {rest}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/gkc.db"
        book = scored_book(url, asked.units)
        one_by_one(book)
        task = Task(url, ROUND, DAY, "", Path(folder) / "out", Path(folder))
        began = time.perf_counter()
        files = sum(len(done) for _, done in write_all(task, book, 2))
        took = time.perf_counter() - began
        say(f"all {files} documents of {asked.units} units, 2 processes: {took:.0f} s")
        large = scored_book(f"sqlite:///{folder}/large.db", LARGE)
        rows = sum(len(large.lost(line.unit_id)) for line in large.result.ranked)
        took = seconds(lambda: made(KINDS["problems"], large, "", "xlsx"))
        say(f"problem list, {rows:,} rows: {took:.2f} s")


if __name__ == "__main__":
    main()
