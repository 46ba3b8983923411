"""The tasks of five published notices and the indicators that answer for each.

One register, data/tasks/notices.tsv: a row a task, 125 in all. Names, rules and units of measure
are in our own words; numbers, deadlines and lead units are the notices'. The indicators are leaves
of the scheme of that notice (`SCHEMES`); their points, rules and parameters stand there only.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.indicators import Method

_FILE = Path(__file__).with_name("tasks") / "notices.tsv"
_SEPARATOR = "、"


# Stem of a notice's file -> the place and the year that it was written for.
NOTICES = {
    "000_a74b0a8ddff8ddd7": "武陵源区2023年",
    "001_d06b18b1210aee7a": "株洲市2023年",
    "002_ad3cfd9f0e0ef441": "赫山区2018年",
    "003_f9f9c523d0d6dd46": "郧西县2024年",
    "004_92aeca56ac492447": "娄底市2014年",
}

# Stem of a notice's file -> the bundled scheme whose leaves answer for its tasks.
SCHEMES = {
    "000_a74b0a8ddff8ddd7": "wulingyuan-2023",
    "001_d06b18b1210aee7a": "zhuzhou-2023",
    "002_ad3cfd9f0e0ef441": "heshan-2018",
    "003_f9f9c523d0d6dd46": "yunxi-2024",
    "004_92aeca56ac492447": "loudi-2014",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One numbered task of a notice."""

    notice: str  # stem of the notice's file, a key of `NOTICES`
    task: str  # its number there
    name: str
    checks: tuple[str, ...]  # those of its leaves; empty where no website shows anything of it
    beyond: str  # what of it no website shows, and who judges that; may be empty
    leaves: tuple[str, ...]  # ids in the notice's scheme, its own first, then those it shares
    method: Method  # how most of its points are decided
    rule: str  # when it is done, in one phrase
    unit: str  # of measure: 件、%、个领域
    lead: str  # units in the lead, as the notice names them
    deadline: str  # as the notice gives it, in words
    target: str  # the figures it sets; empty where it sets none


@cache
def tasks() -> tuple[Task, ...]:
    """Every task, in the order of the notices."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Task(
            notice=row["notice"],
            task=row["task"],
            name=row["name"],
            checks=_several(row["checks"]),
            beyond=row["beyond"],
            leaves=_several(row["leaves"]),
            method=Method(row["method"]),
            rule=row["rule"],
            unit=row["unit"],
            lead=row["lead"],
            deadline=row["deadline"],
            target=row["target"],
        )
        for row in rows
    )


def task_checks() -> tuple[Task, ...]:
    """The tasks that a website can show, in whole or in part."""
    return tuple(task for task in tasks() if task.checks)


def _several(text: str) -> tuple[str, ...]:
    return tuple(text.split(_SEPARATOR)) if text else ()


@cache
def names_of_checks() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By check: (notice, name) of the tasks that it is known to tell of."""
    names: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in task_checks():
        for check in row.checks:
            names[check] = (*names.get(check, ()), (row.notice, row.name))
    return names
