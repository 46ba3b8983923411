"""Cases about single points of a round: appeals, excuses, rectification. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from data.types import FetchOutcome


class Subject(StrEnum):
    APPEAL = "appeal"
    EXCUSE = "excuse"
    RECTIFICATION = "rectification"


@dataclass(frozen=True, slots=True)
class Event:
    """Something said in a case. Appended, never overwritten."""

    unit_id: str
    indicator_id: str
    kind: str
    by: str  # id of the person
    at: datetime  # aware, UTC
    said: Mapping[str, str] = field(default_factory=dict)
    number: int = 0  # of the case in its round; 0: a case that begins


@dataclass(frozen=True, slots=True)
class CaseCapture:
    """What an address answered when a case asked for it."""

    number: int
    url: str
    final_url: str
    outcome: FetchOutcome
    said: str  # how the request ended, for people
    at: datetime  # aware, UTC
    sha256: str = ""  # empty: nothing came home, which is never held against the unit
    warc: str = ""
    offset: int = 0
    title: str = ""
    published_on: date | None = None  # as the page shows it
    newest_on: date | None = None  # of a list: its newest item
