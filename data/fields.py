"""Fields of the grass-roots disclosure catalogues, and which department carries which."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("fields.yaml")


@dataclass(frozen=True, slots=True)
class Field:
    """One field (领域). Source: 国办发〔2019〕54号 and what ministries added since."""

    name: str
    units: tuple[str, ...]  # words in the names of the departments that carry it
    words: tuple[str, ...]  # words in the names of columns and titles that belong to it
    added: bool = False  # not one of the 26 fields of the pilot


@cache
def fields() -> tuple[Field, ...]:
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Field(row["name"], tuple(row["units"]), tuple(row["words"]), bool(row.get("added")))
        for row in rows
    )


def carried_by(unit_name: str) -> tuple[Field, ...]:
    """Fields of the department of this name; none when the name says nothing."""
    return tuple(field for field in fields() if any(word in unit_name for word in field.units))
