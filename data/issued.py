"""Documents that were issued: frozen under a number. Their bytes are kept by their hash."""

from dataclasses import dataclass
from datetime import datetime


class NumberTaken(Exception):
    """Somebody issued a document under this number meanwhile."""


class IssuedBefore(Exception):
    """The same document of the same round was issued already; the text says under which number."""


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """One format of an issued document."""

    format: str  # ending
    name: str  # for people
    sha256: str  # hex
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Issue:
    """A document as it left the office; it never changes, another one gets another number."""

    round_id: str
    kind: str
    unit_id: str  # empty: of the whole round
    organisation: str
    mark: str  # 发文机关代字; numbers run by it and the year
    year: int
    number: int  # from 1
    by: str  # id of the person
    at: datetime  # aware, UTC
    files: tuple[IssuedFile, ...]

    @property
    def text(self) -> str:
        return number_text(self.mark, self.year, self.number)


def number_text(mark: str, year: int, number: int) -> str:
    """A 发文字号 by GB/T 9704-2012, 7.2.5: 青政公开办〔2026〕3号, no 第 and no zeros in front."""
    return f"{mark}〔{year}〕{number}号"
