"""One cell of a table of the annual report: a number, nothing, a stroke, or words."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    NUMBER = "number"
    BLANK = "blank"
    SLASH = "slash"  # a stroke, dash or 无 where a figure should stand
    WORDS = "words"
    UNREAD = "unread"  # the row is there, but its cells could not be told apart


@dataclass(frozen=True, slots=True)
class Cell:
    """What is printed in a cell. `value` is set exactly when it is a number."""

    kind: Kind
    text: str = ""  # as printed, on one line
    value: Decimal | None = None
    page: int | None = None  # from 1; None where the document has no pages

    @property
    def count(self) -> int | None:
        """The number as one of cases; None where it is none or not whole."""
        if self.value is None or self.value != self.value.to_integral_value():
            return None
        return int(self.value)


_STROKES = {"/", "\\", "-", "--", "—", "——", "∕", "╱", "无"}
_SIGNS = {"增": "", "增加": "", "减": "-", "减少": "-", "+": "", "-": "-", "": ""}
_NUMBER = re.compile(
    r"(增加?|减少?|[+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(万元|元|[件个条项宗份次])?"
)
_BROKEN = re.compile(r"(?<=[\d,.])\s+(?=[\d,.])")  # a figure too wide for its cell


def cell_of(text: str, page: int | None = None) -> Cell:
    """The cell as typed; 0 is a number, and nothing else is taken for 0."""
    shown = " ".join(unicodedata.normalize("NFKC", text).split())
    flat = shown.replace(" ", "")
    if not flat:
        return Cell(Kind.BLANK, "", page=page)
    if flat in _STROKES:
        return Cell(Kind.SLASH, shown, page=page)
    if match := _NUMBER.fullmatch(_BROKEN.sub("", shown).replace(" ", "")):
        sign, whole, part, _ = match.groups()
        value = Decimal(_SIGNS[sign] + whole.replace(",", "") + (part or ""))
        return Cell(Kind.NUMBER, shown, value, page)
    return Cell(Kind.WORDS, shown, page=page)


def is_figure(text: str) -> bool:
    """A number, a stroke or nothing: what may stand in a cell for a figure."""
    return cell_of(text).kind is not Kind.WORDS
