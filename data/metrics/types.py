"""Values of imported metrics, frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Kind(StrEnum):
    COUNT = "count"  # whole, 0 or more
    SHARE = "share"  # percent, 0-100
    SCORE = "score"
    DAYS = "days"


class Combine(StrEnum):
    """How values of several periods become one of all of them."""

    SUM = "sum"
    MEAN = "mean"  # weighted by cases
    LAST = "last"  # a state, such as the number of services on a platform


class Better(StrEnum):
    HIGH = "high"
    LOW = "low"
    NONE = "none"  # says nothing by itself: the number of cases


class Sum(NamedTuple):
    """How a metric follows from others; signs of the terms, or a share of two in percent."""

    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    over: str = ""  # then plus[0] / over, in percent

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.plus, *self.minus, *filter(None, [self.over]))


@dataclass(frozen=True, slots=True)
class Subject:
    """Which system a metric comes from, and the words that tell."""

    id: str
    name: str
    words: tuple[str, ...]
    basis: str
    beside: tuple[str, ...] = ()  # metrics shown with every finding of this subject
    also: tuple[str, ...] = ()  # metrics asked for with any of this subject


@dataclass(frozen=True, slots=True)
class Metric:
    id: str  # stable for ever
    name: str  # whole, unique
    subject: str  # id; empty for a metric of a scheme's own
    unit: str  # of measure: 件, %, 分, 天 …
    kind: Kind
    combine: Combine
    better: Better
    low: Fraction  # plausible values, both ends included
    high: Fraction
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()  # names that only the subject makes clear
    weight: str = ""  # id of the count that a mean is weighted by
    made: tuple[Sum, ...] = ()  # ways to work it out, the first that can be done counts
    needs: str = ""  # id of a count: at 0 there is nothing to judge


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole months of one year."""

    year: int
    first: int  # month, 1-12
    last: int

    @property
    def months(self) -> frozenset[int]:
        return frozenset(range(self.first, self.last + 1))

    @property
    def key(self) -> str:
        """As the database keeps it: `2023-01/2023-06`."""
        return f"{self.year}-{self.first:02d}/{self.year}-{self.last:02d}"

    def __str__(self) -> str:
        if (self.first, self.last) == (1, 12):
            return f"{self.year}年全年"
        span = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return f"{self.year}年{span}月"


def period_from(key: str) -> Period:
    """A period as the database keeps it."""
    begin, end = key.split("/")
    return Period(int(begin[:4]), int(begin[5:]), int(end[5:]))


@dataclass(frozen=True, slots=True)
class Proof:
    """What a value is proved by: an address, or a file kept by its hash."""

    url: str = ""
    name: str = ""  # of the file, made harmless
    sha256: str = ""

    def __bool__(self) -> bool:
        return bool(self.url or self.sha256)


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure as a sheet says it; without a value it is taken back (撤回)."""

    unit_id: str
    metric_id: str
    period: Period
    value: Fraction | None  # percent for shares
    place: str  # where in the file: “第 5 行”, with the sheet when there are several
    note: str = ""
    proof: Proof = Proof()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it was imported: from which file, by whom, when."""

    said: Reported
    file: str  # name of the sheet's file, made harmless
    sha256: str  # of that file, hex
    by: str
    at: datetime  # aware, UTC


Values = Mapping[str, tuple[Figure, ...]]  # of one unit: metric id -> figures in force, by period


def in_force(history: Iterable[Figure]) -> dict[str, dict[str, tuple[Figure, ...]]]:
    """Figures that count: unit id -> metric id -> one a period, in order of the periods.

    Args:
        history: every figure, oldest first: the last one counts, and one taken back does not.
    """
    last = {(f.said.unit_id, f.said.metric_id, f.said.period): f for f in history}
    found: dict[str, dict[str, tuple[Figure, ...]]] = {}
    for unit_id, metric_id, period in sorted(last):
        figure = last[unit_id, metric_id, period]
        if figure.said.value is not None:
            mine = found.setdefault(unit_id, {})
            mine[metric_id] = (*mine.get(metric_id, ()), figure)
    return found
