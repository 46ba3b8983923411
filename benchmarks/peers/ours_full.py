"""Full collect: evidence in WARC, fetches, page facts and ledger in a database, for every site."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.peers.ours_bare import settings_for
from benchmarks.peers.task import Rows, Task
from crawlers.fleet.crew import collect_sites
from crawlers.settings import Settings
from data.store import Store
from data.types import Round, Unit

ROUND = "farm"


def collect(task: Task, settings: Settings, processes: int) -> None:
    units = [
        Unit(f"u{n:05}", f"单位{n}", "county", "县市区政府", start)
        for n, start in enumerate(task.starts)
    ]
    url = f"sqlite:///{task.work / 'gkc.db'}"
    with Store(url) as store:
        _prepare(store, units)
    failed = collect_sites(url, ROUND, units, task.work, settings, processes=processes)
    if failed:
        raise SystemExit(str(failed))
    _hand_in(task.work / "gkc.db", task.rows)


def _prepare(store: Store, units: list[Unit]) -> None:
    store.put_units(units)
    store.put_scheme(ROUND, "scheme: {id: farm}")  # nothing is scored
    now = datetime.now(UTC)
    ids = tuple(unit.id for unit in units)
    store.create_round(Round(ROUND, "测速", ROUND, date(2023, 12, 31), 2023, ids, now))


def _hand_in(database: Path, path: Path) -> None:
    """What the database holds afterwards is what was read; row by row, since this is no part of
    collecting and must not count as its memory.
    """
    with closing(sqlite3.connect(database)) as opened, Rows(path) as rows:
        for url, title, day, columns in opened.execute(
            "SELECT url, title, published_on, columns FROM page"
        ):
            names = json.loads(columns)
            rows.add(url, title, day or "", names[-1] if names else "")


if __name__ == "__main__":
    given = Task.of_command_line()
    collect(given, settings_for(given.starts), processes=1)
