"""What budgets must publish and which words they use, as written in data/budget/*.yaml."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).with_name("budget")


@dataclass(frozen=True, slots=True)
class TableName:
    """A table: its id, what people call it, the pattern of its titles.

    `none`: the pattern of words that say that there is nothing to put into it.
    """

    id: str
    name: str
    match: str
    none: str = ""


def _names(rows: list[dict[str, str]]) -> tuple[TableName, ...]:
    return tuple(TableName(**row) for row in rows)


@cache
def _file(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return loaded


@cache
def required_tables(sort: str) -> tuple[TableName, ...]:
    """Tables that a department_budget, department_accounts, government_… must have."""
    return _names(_file("tables.yaml")[sort]["required"])


@cache
def other_tables() -> tuple[TableName, ...]:
    """Tables that are known, and asked of nobody."""
    return _names(_file("tables.yaml")["other"])


@dataclass(frozen=True, slots=True)
class SubjectClass:
    """A 类 of the functional classification; `until` is the last year of its name, then `now`."""

    name: str
    until: int | None = None
    now: str = ""


@cache
def subject_classes() -> tuple[SubjectClass, ...]:
    return tuple(SubjectClass(**row) for row in _file("subjects.yaml")["classes"])


@cache
def common_groups() -> tuple[str, ...]:
    """款 of the functional classification that are often taken for 类."""
    return tuple(_file("subjects.yaml")["groups"])


@cache
def economic_classes() -> tuple[str, ...]:
    """类 of the economic classification."""
    return tuple(_file("subjects.yaml")["economic_classes"])


@cache
def staff_subjects() -> tuple[str, ...]:
    """Economic subjects (款) of 人员经费."""
    return tuple(_file("subjects.yaml")["staff"])


@cache
def running_subjects() -> tuple[str, ...]:
    """Economic subjects (款) of 公用经费."""
    return tuple(_file("subjects.yaml")["running"])


@dataclass(frozen=True, slots=True)
class Purpose:
    """What money for some subjects serves: a pattern of their names, words of which one is due."""

    subject: re.Pattern[str]
    words: tuple[str, ...]


@cache
def purposes() -> tuple[Purpose, ...]:
    rows = _file("subjects.yaml")["purposes"]
    return tuple(Purpose(re.compile(row["subject"]), tuple(row["words"])) for row in rows)


@cache
def covering_subjects() -> dict[str, tuple[str, ...]]:
    """Words that stand for several economic subjects."""
    return {name: tuple(all_of) for name, all_of in _file("subjects.yaml")["covers"].items()}


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern of words that should not stand in a published text, and what is wrong with it."""

    pattern: re.Pattern[str]
    note: str


@cache
def leftovers() -> tuple[Wording, ...]:
    """Hints of the form that were left standing."""
    rows = _file("wording.yaml")["leftovers"]
    return tuple(Wording(re.compile(row["pattern"]), row["note"]) for row in rows)


@cache
def typos() -> tuple[Wording, ...]:
    """Misspelt words; `note` is the right spelling."""
    rows = _file("wording.yaml")["typos"]
    return tuple(Wording(re.compile(row["pattern"]), row["right"]) for row in rows)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a document must explain.

    `since`: asked of everybody from this year on. `wider`: words that may mean it and more.
    """

    id: str
    name: str
    match: re.Pattern[str]
    wider: re.Pattern[str] | None = None
    since: int = 0
    asked: bool = False


@cache
def matters(group: str) -> tuple[Matter, ...]:
    """Matters of department or government documents, or the four kinds of sangong."""
    return tuple(_matter(**row) for row in _file("contents.yaml")[group])


def _matter(match: str, wider: str = "", **row: Any) -> Matter:
    return Matter(match=re.compile(match), wider=re.compile(wider) if wider else None, **row)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far figures may differ, and how many it takes; data/budget/limits.yaml says why."""

    same_within_yuan: Decimal
    incomplete_list: Decimal  # share of the total, 0-1
    repeated_change: Decimal  # share of the change, 0-1
    placeholders: int
    amounts: int
    repeated_figure: int


@cache
def limits() -> Limits:
    row = _file("limits.yaml")
    shares = {
        name: Decimal(str(row[name]))
        for name in ("same_within_yuan", "incomplete_list", "repeated_change")
    }
    return Limits(**{**row, **shares})
