"""What a unit found out about its own site: frozen values. Points are text, exact as `canonical`
writes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SelfLine:
    """A gap that a self-check found."""

    indicator_id: str
    code: str
    name: str
    points: str  # what the indicator is worth
    lost: str
    open: str  # neither won nor lost
    outcome: str  # for people
    reason: str
    remedy: str
    url: str  # of the first piece of evidence; empty: none


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """One look of a unit at itself, by the engine and the scheme of a round."""

    as_of: date
    pages: int  # read
    value: str  # points by what was clear; empty: nothing was
    low: str
    high: str
    coverage: str  # 0-1
    total: str  # points of the scheme
    lines: Sequence[SelfLine]  # largest loss first, then what is only open
    doubts: Sequence[str] = ()  # names of vetoes that a person would have to look at
    fault: str = ""  # why nothing could be said, in Chinese


@dataclass(frozen=True, slots=True)
class KeptSelfCheck:
    """A self-check as it is kept for its unit."""

    number: int
    unit_id: str
    by: str
    at: datetime  # aware, UTC
    found: SelfCheck
    submitted_by: str = ""
    submitted_at: datetime | None = None  # None: nobody but the unit may see it
