"""Which checks tell of which task of a notice, as written in data/tasks/notices.tsv."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("tasks") / "notices.tsv"


# Stem of a notice's file -> the place and the year that it was written for.
NOTICES = {
    "000_a74b0a8ddff8ddd7": "武陵源区2023年",
    "001_d06b18b1210aee7a": "株洲市2023年",
    "002_ad3cfd9f0e0ef441": "赫山区2018年",
    "003_f9f9c523d0d6dd46": "郧西县2024年",
    "004_92aeca56ac492447": "娄底市2014年",
}


@dataclass(frozen=True, slots=True)
class TaskChecks:
    """One numbered task of a notice that a website can show, in whole or in part."""

    notice: str  # stem of the notice's file, a key of `NOTICES`
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
