"""What the database keeps of a look at a site, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.types import Origin, PageKind, PageState


class SiteStatus(StrEnum):
    """How far the look at a unit's site has come."""

    WAITING = "waiting"
    RUNNING = "running"  # or cut off: a killed process leaves it so
    DONE = "done"  # looked at, whatever the site answered
    FAILED = "failed"  # our own program failed; the note says how


@dataclass(frozen=True, slots=True)
class SiteState:
    """A unit's site in a round."""

    unit_id: str
    status: SiteStatus
    started_at: datetime | None
    finished_at: datetime | None
    exhausted: bool  # nothing was left to fetch when the look ended
    copy: bool  # a saved copy of the site
    attempts: int
    note: str  # for people, in Chinese


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is kept of a page; its text stays in the archive."""

    url: str
    kind: PageKind
    state: PageState
    title: str
    published_on: date | None
    written_on: date | None
    doc_no: str
    issuer: str
    origin: Origin | None  # None: nothing sure says whose text it is
    author: str  # the organ, place or newspaper credited with the text
    topic: str
    year: int | None  # the year the page is about
    columns: tuple[str, ...]  # breadcrumb
    attachments: int
    simhash: str  # of an article's text, 16 hexadecimal digits; empty when too short to tell
    sha256: str


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """A line of the column sheet."""

    name: str
    path: tuple[str, ...]  # breadcrumb down to the column itself
    url: str
    state: str
    items: int
    newest_on: date | None
    topics: frozenset[str]
