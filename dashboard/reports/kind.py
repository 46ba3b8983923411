"""What a document is to the registry: its name, who may read it, and how each format is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dashboard.reports.book import Book, with_evidence, with_pictures
from scoring.stages import Act


class Scope(StrEnum):
    UNIT = "unit"  # one unit, always
    ROUND = "round"
    EITHER = "either"  # of one unit where one is named


class Reader(StrEnum):
    """Who may have a document that nobody issued yet."""

    OWN = "own"  # whoever may read the results of the unit, or of every unit
    RANKS = "ranks"  # whoever sees all places
    OFFICE = "office"  # who will issue it
    PUBLIC = "public"  # everybody, once the round was made public


@dataclass(frozen=True, slots=True)
class Kind:
    """A document."""

    id: str
    title: str
    about: str  # one line, for lists
    scope: Scope
    reader: Reader
    formats: Mapping[str, Callable[[Book, str], bytes]]  # ending -> maker; "" is no unit
    issuing: Act | None = None  # what the stage has to allow; None: never under a number
    announced: bool = False  # issued and the round public: everybody may have it
    evidence: bool = False  # needs `with_evidence`
    pictures: bool = False  # needs `with_pictures`, or more

    @property
    def official(self) -> bool:
        """May be issued under a number."""
        return self.issuing is not None

    def ready(self, book: Book, var: Path, unit_id: str) -> Book:
        """The book with what this document needs to know of a unit beyond the round."""
        if not unit_id:
            return book
        if self.evidence:
            return with_evidence(book, var, unit_id)
        return with_pictures(book, var, unit_id) if self.pictures else book
