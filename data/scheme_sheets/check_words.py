"""Words by which a rule of a foreign table is known to be about a check of this program."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("check_words.yaml")
WANTED_ITEMS = "items"  # as a parameter: the items that were found


@dataclass(frozen=True, slots=True)
class CheckWords:
    """One row: the check, and the words for it, its items and its counts."""

    check: str
    when: tuple[re.Pattern[str], ...]  # all of them
    unless: re.Pattern[str] | None = None
    items: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    counts: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    params: Mapping[str, object] = field(default_factory=dict)

    def says(self, text: str) -> bool:
        """Whether a rule is about this check."""
        return all(p.search(text) for p in self.when) and not (
            self.unless and self.unless.search(text)
        )


@cache
def check_words() -> tuple[CheckWords, ...]:
    """Every row, in the order of the file."""
    return tuple(
        CheckWords(
            check=row["check"],
            when=tuple(map(re.compile, row["when"])),
            unless=re.compile(row["unless"]) if row.get("unless") else None,
            items={key: re.compile(words) for key, words in row.get("items", {}).items()},
            counts={key: re.compile(words) for key, words in row.get("counts", {}).items()},
            params={
                key: tuple(value) if isinstance(value, list) else value
                for key, value in row.get("params", {}).items()
            },
        )
        for row in yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    )
