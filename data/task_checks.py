"""Which checks tell of which task of a notice, and by which words one knows it."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("tasks") / "notices.tsv"
_WORDS = _FILE.with_name("check_words.tsv")


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


@dataclass(frozen=True, slots=True)
class CheckWords:
    """How notices speak of what a check looks for."""

    check: str
    title: str  # as the check itself says it
    words: tuple[str, ...]  # regular expressions; any of them speaks of it
    names: tuple[tuple[str, str], ...]  # (notice, name) of tasks that it is known to tell of


@cache
def check_words() -> tuple[CheckWords, ...]:
    """Every check, by name: what to recognise it by in a notice that nobody has read yet."""
    names: dict[str, list[tuple[str, str]]] = {}
    for row in task_checks():
        for check in row.checks:
            names.setdefault(check, []).append((row.notice, row.name))
    with _WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return tuple(
        CheckWords(
            r["check"], r["title"], tuple(r["words"].split()), tuple(names.get(r["check"], ()))
        )
        for r in rows
    )
