"""What a unit is told of its lost points: frozen values, and the digest of what was told."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256

from data.canonical import dumps


@dataclass(frozen=True, slots=True)
class Line:
    """One lost point of a unit, as it was told. Points are text, exact as `canonical` writes."""

    indicator_id: str
    code: str
    name: str
    points: str  # what the indicator is worth
    lost: str
    reason: str
    remedy: str
    rule: str
    evidence: tuple[str, ...]  # address, words, time and SHA-256 of each piece, in one line
    again: tuple[str, ...] = ()  # earlier rounds in which the same indicator lost points


@dataclass(frozen=True, slots=True)
class Feedback:
    """A list handed to a unit."""

    unit_id: str
    by: str
    at: datetime  # aware, UTC
    appeal_by: date  # last day
    rectify_by: date  # last day
    lines: tuple[Line, ...]  # largest loss first; none: nothing was lost

    @property
    def digest(self) -> str:
        """SHA-256 of what was told, hex: who told it and when is no part of it."""
        told = {
            "unit": self.unit_id,
            "appeal_by": self.appeal_by.isoformat(),
            "rectify_by": self.rectify_by.isoformat(),
            "lines": [asdict(line) for line in self.lines],
        }
        return sha256(dumps(told).encode()).hexdigest()
