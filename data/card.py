"""The accuracy card: how often checks and topics were right, and which checks may say "missing".

A table of counts, made by `gkc card measure` and never by hand. Beside it lie the floors: the
precision and recall that were reached once and may not fall unnoticed.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path

CARD_FILE = Path(__file__).with_name("accuracy_card.csv")
FLOORS_FILE = Path(__file__).with_name("accuracy_floors.csv")

# A check says "missing" by itself from this precision on, and only if it was ever seen to be right
# on a real site: a demo is made by those who make the check.
LEAST_PRECISION = Fraction(9, 10)
LEAST_RIGHT = 1

_COLUMNS = ("kind", "name", "said", "source", "right", "defensible", "wrong", "missed")
_FLOOR_COLUMNS = ("kind", "name", "said", "source", "precision", "recall")
_PLACES = 1000  # floors are kept in thousandths


class Kind(StrEnum):
    CHECK = "check"
    TOPIC = "topic"


class Source(StrEnum):
    """What was compared with."""

    DEMO = "demo"  # the faults planted in the demo sites
    SITES = "sites"  # outcomes of saved sites, read by eye
    PAGES = "pages"  # pages labelled by hand


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured, and against what."""

    kind: Kind
    name: str  # of the check or the topic
    said: str  # the outcome: missing, partial or met; empty for topics, and for all outcomes alike
    source: Source


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was said or should have been. All counts are 0 or more."""

    right: int = 0
    defensible: int = 0  # not the label, but one of the other readings it allows
    wrong: int = 0
    missed: int = 0  # so it is, and something else was said that cannot be defended

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.right + other.right,
            self.defensible + other.defensible,
            self.wrong + other.wrong,
            self.missed + other.missed,
        )

    @property
    def compared(self) -> int:
        """How often it was said."""
        return self.right + self.defensible + self.wrong

    @property
    def precision(self) -> Fraction | None:
        """Share 0-1 that was right of what was right or wrong; None when neither was seen.

        What can merely be defended proves nothing and counts on neither side.
        """
        return _share(self.right, self.wrong)

    @property
    def recall(self) -> Fraction | None:
        """Share 0-1 that was said of what should have been; None when nothing should have."""
        return _share(self.right, self.missed)

    @property
    def decides(self) -> bool:
        """Whether a check with these accusations may accuse by itself."""
        precision = self.precision
        return self.right >= LEAST_RIGHT and precision is not None and precision >= LEAST_PRECISION


Floors = Mapping[Subject, tuple[Fraction | None, Fraction | None]]  # precision, recall


@dataclass(frozen=True)
class Card:
    """All tallies, by subject."""

    tallies: Mapping[Subject, Tally]

    @cached_property
    def version(self) -> str:
        """First 12 hexadecimal digits of the SHA-256 of the card's text."""
        return hashlib.sha256(card_text(self).encode()).hexdigest()[:12]

    @cached_property
    def decides(self) -> frozenset[str]:
        """Checks that may say "missing" by themselves; all others only suggest it.

        They were right on real sites, and often enough there as well as on all together.
        """
        return frozenset(
            name
            for name in self.decides_on_demo
            if self.of(Kind.CHECK, name, "missing", Source.SITES).decides
        )

    @cached_property
    def decides_on_demo(self) -> frozenset[str]:
        """The same for a round on the demo sites, whose truth is known: being right there does."""
        names = {subject.name for subject in self.tallies if subject.kind is Kind.CHECK}
        return frozenset(n for n in names if self.of(Kind.CHECK, n, "missing").decides)

    def of(self, kind: Kind, name: str, said: str = "", source: Source | None = None) -> Tally:
        """One tally; over all sources when none is named."""
        found = (
            tally
            for subject, tally in self.tallies.items()
            if (subject.kind, subject.name, subject.said) == (kind, name, said)
            and source in {None, subject.source}
        )
        return sum(found, Tally())

    def with_source(self, source: Source, tallies: Mapping[Subject, Tally]) -> "Card":
        """This card with everything of one source measured anew."""
        kept = {s: tally for s, tally in self.tallies.items() if s.source is not source}
        return Card(kept | dict(tallies))


@dataclass(frozen=True, slots=True)
class TiedCard:
    """What a round keeps of the card of its first check."""

    version: str
    decides: frozenset[str]


def _share(part: int, rest: int) -> Fraction | None:
    return Fraction(part, part + rest) if part + rest else None


# --- the files ----------------------------------------------------------------------------------


@cache
def bundled_card() -> Card:
    """The card that came with this version of the program."""
    return read_card(CARD_FILE.read_text(encoding="utf-8"))


def read_card(text: str) -> Card:
    """
    Raises:
        ValueError: not a card: a column, a name of the closed lists or a number is wrong.
    """
    return Card(
        {
            _subject(row): Tally(*(int(row[key]) for key in _COLUMNS[4:]))
            for row in _rows(text, _COLUMNS)
        }
    )


def card_text(card: Card) -> str:
    """The card as CSV, in a fixed order: one text for one card."""
    return _written(
        _COLUMNS,
        (
            (*_key(s), tally.right, tally.defensible, tally.wrong, tally.missed)
            for s, tally in sorted(card.tallies.items(), key=lambda pair: _key(pair[0]))
        ),
    )


def read_floors(text: str) -> Floors:
    """
    Raises:
        ValueError: as `read_card`.
    """
    return {
        _subject(row): (_number(row["precision"]), _number(row["recall"]))
        for row in _rows(text, _FLOOR_COLUMNS)
    }


def floors_text(floors: Floors) -> str:
    return _written(
        _FLOOR_COLUMNS,
        (
            (*_key(s), *map(_thousandths, pair))
            for s, pair in sorted(floors.items(), key=lambda pair: _key(pair[0]))
        ),
    )


def reached(card: Card) -> Floors:
    """What the card reaches, rounded down to thousandths."""
    return {s: (_down(t.precision), _down(t.recall)) for s, t in card.tallies.items()}


def fallen(card: Card, floors: Floors) -> list[Subject]:
    """What lies below its floor, or is no longer measured at all."""
    now = reached(card)
    return [s for s, pair in floors.items() if any(map(_below, now.get(s, (None, None)), pair))]


def raised(card: Card, floors: Floors) -> Floors:
    """The floors, raised to what the card reaches and never lowered."""
    now = reached(card)
    return {
        s: _best(now.get(s, (None, None)), floors.get(s, (None, None))) for s in {*now, *floors}
    }


def _best(
    now: tuple[Fraction | None, Fraction | None], floor: tuple[Fraction | None, Fraction | None]
) -> tuple[Fraction | None, Fraction | None]:
    first, second = (old if _below(new, old) else new for new, old in zip(now, floor, strict=True))
    return first, second


def _below(now: Fraction | None, floor: Fraction | None) -> bool:
    return floor is not None and (now is None or now < floor)


def _down(share: Fraction | None) -> Fraction | None:
    return None if share is None else Fraction(share * _PLACES // 1, _PLACES)


def _rows(text: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    if tuple(reader.fieldnames or ()) != columns:
        raise ValueError(f"columns are not {', '.join(columns)}")
    return list(reader)


def _written(columns: tuple[str, ...], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _subject(row: Mapping[str, str]) -> Subject:
    return Subject(Kind(row["kind"]), row["name"], row["said"], Source(row["source"]))


def _key(subject: Subject) -> tuple[str, str, str, str]:
    return subject.kind.value, subject.name, subject.said, subject.source.value


def _number(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def _thousandths(share: Fraction | None) -> str:
    return "" if share is None else f"{float(share):.3f}"
