"""A look in a process of its own that kills itself with -9 at a given point, for test_collect.

`python -m tests.killed_look '{"when": 7, …}'`. `when` is a number of addresses done, "saved" (right
after the first batch of rows), "torn 7" (in the middle of the seventh record), or null: never.
"""

import asyncio
import json
import os
import signal
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from crawlers.collect import look
from crawlers.frontier import Budget
from data.archive import Archive, Writer
from data.types import Fetch, FetchOutcome, Unit


def read_rows(path):
    """Every row saved so far, as saved."""
    rows = []
    for line in path.read_text().splitlines() if path.exists() else ():
        row = json.loads(line)
        at, outcome = datetime.fromisoformat(row["fetched_at"]), FetchOutcome(row["outcome"])
        rows.append(Fetch(**{**row, "fetched_at": at, "outcome": outcome}))
    return rows


def run(job):
    rows, when = Path(job["rows"]), job["when"]
    addresses = records = 0

    def die_at(point):
        if point == when:
            os.kill(os.getpid(), signal.SIGKILL)

    def save(batch):
        with rows.open("a") as file:
            file.writelines(json.dumps(asdict(row), default=str) + "\n" for row in batch)
        die_at("saved")

    def progress(row, left):
        nonlocal addresses
        addresses += 1
        die_at(addresses)

    def append(writer, *args, **named):
        nonlocal records
        records += 1
        if when == f"torn {records}":
            writer._file.write(b"\x1f\x8b\x08 half a record")
            writer._file.flush()
            die_at(when)
        return whole(writer, *args, **named)

    whole, Writer.append = Writer.append, append
    asyncio.run(
        look(
            Unit(*job["unit"]),
            Archive(Path(job["warc"])),
            known=list({row.url: row for row in read_rows(rows)}.values()),
            save=save,
            allow={host: tuple(place) for host, place in job["allow"].items()},
            budget=Budget(pages=job["pages"]),
            progress=progress,
            now=lambda: datetime(2023, 12, 15, 2, 0, tzinfo=UTC),
        )
    )


if __name__ == "__main__":
    run(json.loads(sys.argv[1]))
