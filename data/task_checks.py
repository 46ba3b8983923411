"""Which checks tell of which task of a notice, as written in data/tasks/notices.tsv."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("tasks") / "notices.tsv"


@dataclass(frozen=True, slots=True)
class TaskChecks:
    """One numbered task of a notice that a website can show, in whole or in part."""

    notice: str  # stem of the notice's file
    task: str  # its number there
    name: str
    checks: tuple[str, ...]
    beyond: str  # what of it no website shows, and who judges that; may be empty


@cache
def task_checks() -> tuple[TaskChecks, ...]:
    """Every row, in the order of the notices."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return tuple(
        TaskChecks(r["notice"], r["task"], r["name"], tuple(r["checks"].split("、")), r["beyond"])
        for r in rows
    )
