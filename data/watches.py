"""What is watched between rounds, what is seen there, and from when it is alarming."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml

from data.types import FetchOutcome

# The note of a visit that does not count, because no site at all could be reached.
OUR_NETWORK = "所有网站同时连不上，疑似本机网络故障，不计"
_FILE = Path(__file__).with_name("monitoring.yaml")


class WatchKind(StrEnum):
    AVAILABILITY = "availability"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Watch:
    """An address to look at again and again."""

    kind: WatchKind
    url: str  # normalised
    owner: str  # name of the unit, or the host
    settings: str  # how to look, opaque here
    added_at: datetime
    due_at: datetime
    name: str = ""  # of the column
    unit_id: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """One visit to a home page. `opened` is None when we could not tell, and then costs nothing."""

    url: str
    at: datetime
    outcome: FetchOutcome
    opened: bool | None
    elapsed_ms: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One look at a column: how many entries its page lists and the day of the newest."""

    url: str
    at: datetime
    outcome: FetchOutcome
    items: int = 0
    newest_on: date | None = None
    etag: str = ""
    modified: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Visits to one home page over a while."""

    opened: int
    failed: int
    unsure: int  # refused to robots, or our own network
    last_at: datetime

    @property
    def told(self) -> int:
        """Visits that tell whether the page opens."""
        return self.opened + self.failed

    @property
    def failing(self) -> Fraction | None:
        """Share of the visits that failed, of those that tell; None when none does."""
        return Fraction(self.failed, self.told) if self.told else None


@dataclass(frozen=True, slots=True)
class Levels:
    """`monitoring.yaml`: how often to look and from when to raise an alarm."""

    probes_a_day: int
    least_a_day: int  # visits that tell; fewer over the window are too few to judge by
    limit_s: float
    window_days: int
    warn: Fraction
    veto: Fraction
    columns_every_days: int
    soon_days: tuple[int, ...]  # ascending
    limits: tuple[tuple[str, int | None], ...]  # pattern of column names -> days

    @property
    def least(self) -> int:
        """Visits that tell within the window, from which a share may be judged."""
        return self.least_a_day * self.window_days

    def every(self, kind: WatchKind) -> timedelta:
        if kind is WatchKind.AVAILABILITY:
            return timedelta(days=1) / self.probes_a_day
        return timedelta(days=self.columns_every_days)

    def days_allowed(self, column: str) -> int | None:
        """Within how many days a column of this name is to be continued; None: nobody says."""
        return next((days for names, days in self.limits if re.search(names, column)), None)

    def days_left(self, column: str, newest_on: date | None, today: date) -> int | None:
        """Until the column is overdue; negative: it is."""
        allowed = self.days_allowed(column)
        if allowed is None or newest_on is None:
            return None
        return allowed - (today - newest_on).days

    def soon(self, column: str, left: int | None) -> int | None:
        """The narrowest of `soon_days` that the days left fall into."""
        allowed = self.days_allowed(column)
        if left is None or allowed is None or left < 0:
            return None
        return next((days for days in self.soon_days if left <= days and allowed >= 2 * days), None)


@cache
def levels(path: Path = _FILE) -> Levels:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    probes, columns = raw["availability"], raw["columns"]
    return Levels(
        probes_a_day=probes["probes_a_day"],
        least_a_day=probes["least_a_day"],
        limit_s=probes["limit_s"],
        window_days=probes["window_days"],
        warn=Fraction(str(probes["warn"])),
        veto=Fraction(str(probes["veto"])),
        columns_every_days=columns["every_days"],
        soon_days=tuple(sorted(columns["soon_days"])),
        limits=tuple((each["names"], each["days"]) for each in columns["limits"]),
    )


def next_due(due_at: datetime, at: datetime, every: timedelta) -> datetime:
    """When to look again: on the same beat, so that late passes make the day no shorter; but what
    was missed while nobody looked is not made up for.
    """
    following = due_at + every
    return following if following > at else at + every
