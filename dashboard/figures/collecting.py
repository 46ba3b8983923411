"""Sums about a collection: how quick it is, how requests ended, which columns fall due."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from data.facts import ColumnFacts
from data.types import FetchOutcome
from data.watches import Levels


@dataclass(frozen=True, slots=True)
class Pace:
    """How a collection comes along since it began."""

    per_minute: Fraction | None  # requests; None: it began this moment
    left_s: int | None  # seconds until the last site ends, by the sites so far; None: none ended


def pace(
    began_at: datetime, at: datetime, *, asked: int, ended: int, waiting: int, least_s: int = 5
) -> Pace:
    """
    Args:
        asked: requests since it began.
        ended: sites since it began.
        waiting: sites that have not ended.
        least_s: seconds before anything is said.
    """
    seconds = int((at - began_at).total_seconds())
    if seconds < least_s:
        return Pace(None, None)
    left = round(Fraction(seconds * waiting, ended)) if ended > 0 else None
    return Pace(Fraction(max(0, asked) * 60, seconds), left)


@dataclass(frozen=True, slots=True)
class Ended:
    """How requests of a round ended."""

    outcome: FetchOutcome
    requests: int
    sites: int  # at which at least one ended so


def by_outcome(sites: Iterable[Mapping[FetchOutcome, int]]) -> list[Ended]:
    """All outcomes of a round, most frequent first.

    Args:
        sites: of each, how many requests ended how.
    """
    requests: Counter[FetchOutcome] = Counter()
    touched: Counter[FetchOutcome] = Counter()
    for outcomes in sites:
        for how, number in outcomes.items():
            if number:
                requests[how] += number
                touched[how] += 1
    return [
        Ended(how, number, touched[how])
        for how, number in sorted(requests.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


@dataclass(frozen=True, slots=True)
class Due:
    """A column whose term of updating has passed or comes to its end."""

    unit_id: str
    column: ColumnFacts
    left: int  # days; negative: so many days overdue


def due(
    columns: Mapping[str, Sequence[ColumnFacts]], terms: Levels, today: date
) -> tuple[list[Due], list[tuple[int, list[Due]]]]:
    """Columns that are overdue, and those that will be soon, by how soon; earliest first.

    Args:
        columns: by unit id, as last seen.

    Returns:
        Overdue ones; and for each of `terms.soon_days` those that are due within it and not
        within a narrower one.
    """
    over: list[Due] = []
    soon: dict[int, list[Due]] = {days: [] for days in terms.soon_days}
    for unit_id, mine in columns.items():
        for column in mine:
            left = terms.days_left(column.name, column.newest_on, today)
            if left is None:
                continue
            within = terms.soon(column.name, left)
            if left < 0:
                over.append(Due(unit_id, column, left))
            elif within is not None:
                soon[within].append(Due(unit_id, column, left))

    def first(each: Due) -> tuple[int, str, str]:
        return each.left, each.unit_id, each.column.name

    return sorted(over, key=first), [(days, sorted(soon[days], key=first)) for days in soon]
