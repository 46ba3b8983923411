"""Values of the review desk: who is to judge what, notes among reviewers, files brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data.types import Cause, Mark, Outcome

Cell = tuple[str, str]  # unit id, indicator id

MARK_NAMES: Mapping[Mark, str] = {
    Mark.FIRST: "初评",
    Mark.SECOND: "复核",
    Mark.BLIND: "背靠背复评",
    Mark.ARBITRATION: "仲裁",
    Mark.DECISION: "裁定",
}


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a person is to judge."""

    unit_id: str
    indicator_id: str
    person: str  # data.people.Person.id
    mark: Mark = Mark.FIRST
    seed: str = ""  # that drew it; empty: not drawn


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A remark for other reviewers."""

    text: str
    by: str
    at: datetime  # aware, UTC


@dataclass(frozen=True, slots=True)
class Upload:
    """A file brought as evidence; its bytes are found by the hash."""

    sha256: str
    name: str  # neutralised, for people
    format: str  # what the bytes are, whatever the name said
    size_bytes: int
    by: str = ""
    at: datetime | None = None  # aware, UTC


@dataclass(frozen=True, slots=True)
class Stand:
    """A point of one unit in short, as the check left it."""

    unit_id: str
    indicator_id: str
    outcome: Outcome
    cause: Cause | None
