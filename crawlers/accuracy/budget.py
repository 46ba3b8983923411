"""How well the budget rules agree with what a careful reader found: one score a file.

A label is a row with file, page, class, kind, finding. Classes: A certain and substantive, B
certain and minor, C for information, X a trap: right as printed, and must not be reported.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawlers.subjects.budget.issues import Issue, Severity

# What the reader called it -> rules that may say so. A kind not listed matches by its words alone.
_RULES: Mapping[str, frozenset[str]] = {
    kind: frozenset(rules.split())
    for kind, rules in {
        "text ≠ table": "key_figures subject_amounts agreement listed_subjects purpose said_sums "
        "listed_classes",
        "text ≠ text": "key_figures subject_amounts said_sums repeated_figures repeated_changes "
        "part_changes",
        "unit name": "unit_name member_names strangers",
        "subject name": "subject_names listed_subjects",
        "missing %": "missing_sign",
        "missing figure": "missing_figure missing_unit",
        "template leftover": "leftover_hints",
        "typo": "misspelt punctuation",
        "bracket": "brackets",
        "punctuation": "punctuation",
        "listed but zero": "listed_subjects",
        "listed but not in table": "listed_subjects",
        "rounding": "rounding",
        "share": "shares",
        "share (wrong base)": "shares",
        "growth": "growth",
        "amount": "growth",
        "incomplete": "unlisted",
        "blank page": "blank_pages",
        "unfilled template": "template",
        "wrong year": "wrong_year",
        "level word": "subject_levels",
        "table order": "table_order",
        "old subject names": "old_names",
        "0.01": "hierarchy across balance key_figures said_sums",
        "scope": "key_figures said_sums",
        "zero cells": "across",
        "zero base": "growth zero_base",
        "hierarchy": "hierarchy",
        "year": "wrong_year",
        "missing table": "missing_tables",
        "missing tables": "missing_tables",
        "column split": "across",
        "page number": "growth missing_sign",
        "off-page text": "missing_tables hierarchy",
    }.items()
}
_WHOLE = {"unfilled template", "blank page"}  # kinds that need no words to be recognised
_CLEAN = "clean"  # a label that says that nothing is wrong


@dataclass(frozen=True, slots=True)
class Label:
    """One thing a reader found in one file; no pages: anywhere in it."""

    file: str
    pages: frozenset[int]
    grade: str
    kind: str
    finding: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One file: labels of class A and B that were found, those missed, traps walked into, and what
    was reported as an error though no label has it.
    """

    file: str
    found: tuple[Label, ...]
    missed: tuple[Label, ...]
    trapped: tuple[Label, ...]
    false: tuple[Issue, ...]

    def count(self, grade: str) -> tuple[int, int]:
        """(found, all) of a class."""
        found = sum(label.grade == grade for label in self.found)
        return found, found + sum(label.grade == grade for label in self.missed)


def read_labels(path: Path) -> tuple[Label, ...]:
    """Labels of a table; a row that names several files counts once for each."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Label(name, _pages(row["page"]), row["class"], row["kind"], row["finding"])
        for row in rows
        for name in _files(row["file"])
    )


def compared(
    labels: Iterable[Label],
    issues_of: Callable[[str], Sequence[Issue]],
    more: Iterable[Label] = (),
) -> tuple[Agreement, ...]:
    """Compare, file by file.

    Args:
        labels: what the reader found.
        issues_of: what the rules find in a file; LookupError for a file that is not there.
        more: what is true as well, found after the labels were made: neither asked for nor false.
    """
    by_file: dict[str, list[Label]] = {}
    for label in labels:
        by_file.setdefault(label.file, []).append(label)
    extra = list(more)
    agreements = []
    for file, mine in sorted(by_file.items()):
        try:
            issues = issues_of(file)
        except LookupError:
            continue
        agreements.append(_agreement(file, mine, [x for x in extra if x.file == file], issues))
    return tuple(agreements)


def _agreement(
    file: str, labels: Sequence[Label], more: Sequence[Label], issues: Sequence[Issue]
) -> Agreement:
    errors = [issue for issue in issues if issue.severity is not Severity.ASK]
    asked = [label for label in labels if label.grade in {"A", "B"}]
    found = [label for label in asked if _is_found(label, issues)]
    known = [label for label in (*labels, *more) if label.grade != "X"]
    return Agreement(
        file,
        tuple(found),
        tuple(label for label in asked if label not in found),
        tuple(x for x in labels if x.grade == "X" and any(_matches(x, issue) for issue in errors)),
        tuple(issue for issue in errors if not any(_matches(label, issue) for label in known)),
    )


def _is_found(label: Label, issues: Sequence[Issue]) -> bool:
    if label.kind == _CLEAN:
        return not issues
    return any(_matches(label, issue) for issue in issues)


def _matches(label: Label, issue: Issue) -> bool:
    """Same rule, a page in common, and a figure or a quoted word in common if the label has any."""
    if label.pages and issue.pages and not label.pages & set(issue.pages):
        return False
    if label.kind in _RULES and issue.rule not in _RULES[label.kind]:
        return False
    words = set() if label.kind in _WHOLE else _words(label.finding)
    said = _bare(f"{issue.said}{issue.found}{issue.table}{issue.row}")
    return not words or any(word in said for word in words)


def _words(finding: str) -> set[str]:
    """Figures with a point or of four digits, and what stands in quotation marks."""
    bare = _bare(finding)
    figures = set(re.findall(r"\d+\.\d+|\d{4,}", bare)) - {"0.00"}
    quoted = {word for word in re.findall("“([^”]{2,40})”", bare) if not word.isdigit()}
    return figures | {
        part for word in quoted for part in re.split(r"…+|\.{3,}", word) if len(part) > 1
    }


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s‘’]|(?<=\d),(?=\d)", "", text)


def _files(text: str) -> list[str]:
    found = re.findall(r"f\d{3}", text)
    if "–" in text and len(found) == 2:
        first, last = (int(name[1:]) for name in found)
        return [f"f{number:03}" for number in range(first, last + 1)]
    return found


def _pages(text: str) -> frozenset[int]:
    """Pages as people write them: 20–21, 12、13, 7/12, 5→6; all: no pages."""
    found: set[int] = set()
    for part in re.split(r"[、,/→↔]", text):
        numbers = [int(number) for number in re.findall(r"\d+", part)]
        if len(numbers) == 2:
            found |= set(range(numbers[0], numbers[1] + 1))
        else:
            found |= set(numbers)
    return frozenset(found)
