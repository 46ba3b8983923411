"""What stands in a cell: a value of a scheme as a text or number, and back without loss."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from data.marked import Fault, number_text
from data.scheme_sheets.plain import Plain, flow, read_plain

Cell = str | int | float | bool | None

_CODED = ("[", "{", '"', "'")  # a text that begins so is read as YAML
_WORDS = {"true", "false", "null"}
_SAFE_DIGITS = 15  # what a number of Excel holds
LONGEST = 32767  # characters that a cell of Excel holds


def cell_of(value: Plain) -> Cell:
    """The cell for a value; nested values and texts that look like something else as YAML."""
    if isinstance(value, bool) or value is None:
        return flow(value)
    if isinstance(value, int):
        return value if abs(value) < 10**_SAFE_DIGITS else number_text(Fraction(value))
    if isinstance(value, Fraction):
        # 2.0 is as good as 2 to a reader of schemes, but 0.1 must come back as 0.1.
        number = float(value)
        return number if Fraction(repr(number)) == value else number_text(value)
    if isinstance(value, str) and value and value.strip() == value and not _special(value):
        return value
    return flow(value)


def _special(text: str) -> bool:
    """Whether a text would be read as something else than itself."""
    return text.startswith(_CODED) or text in _WORDS or _looks_numeric(text)


def value_of(cell: Cell) -> Plain:
    """The value in a cell.

    Raises:
        Fault: the cell begins like YAML and is none.
    """
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return exact(cell)
    text = "" if cell is None else str(cell).strip()
    if text.startswith(_CODED):
        return read_plain(text)
    if text in _WORDS:
        return {"true": True, "false": False, "null": None}[text]
    return number_in(text) if _looks_numeric(text) else text


def exact(number: float) -> int | Fraction:
    """A number of Excel as it is shown: fifteen digits, so that 0.1 + 0.2 is 0.3."""
    said = Fraction(Decimal(format(number, f".{_SAFE_DIGITS}g")))
    return int(said) if said.denominator == 1 else said


_NUMBER = re.compile(r"-?[0-9]{1,17}(\.[0-9]{1,17})?")


def _looks_numeric(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def number_in(text: str) -> int | Fraction | None:
    """The number that a text is: "2", "0.25", "2分" or "40%" (0.4); None when it is none."""
    # Digits and signs as wide as Chinese characters are the same ones: １０分, 40％.
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("分").strip()
    share = plain.endswith("%")
    plain = plain.removesuffix("%").strip()
    if not _looks_numeric(plain):
        return None
    number = Fraction(plain) / (100 if share else 1)
    return int(number) if number.denominator == 1 and not share else number


def share_in(value: Plain) -> Plain:
    """A percentage as a scheme file writes it: Excel makes 0.4 of a typed 40%."""
    if isinstance(value, str):
        return value.replace("％", "%").strip()
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return value
    return f"{number_text(Fraction(value * 100 if value <= 1 else value))}%"


def text_in(cell: Cell) -> str:
    """A cell as the text that a reader sees; a number without its needless zeros."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else ("true" if cell else "false")
    if isinstance(cell, int | float):
        return number_text(Fraction(exact(cell)))
    return str(cell).strip()


def nested(text: str, where: str) -> Plain:
    """A cell that has to hold YAML.

    Raises:
        Fault: it does not; the sentence names the cell.
    """
    try:
        return read_plain(text)
    except Fault as fault:
        raise Fault(0, f"{where}不是正确的 YAML：{fault}") from fault
