"""Words by which a check of this program is known where others write of what it looks for.

One file, data/check_words.yaml, for two readers: a task of a notice is weighed against loose words
(`in_notices`), a rule of a foreign table has to fulfil whole rows (`in_rules`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("check_words.yaml")
WANTED_ITEMS = "items"  # as a parameter: the items that were found


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """How notices speak of what a check looks for."""

    check: str
    title: str  # as the check itself says it
    words: tuple[str, ...]  # regular expressions; any of them speaks of it


@dataclass(frozen=True, slots=True)
class RuleWords:
    """How a rule speaks of a check, of its items and of its counts."""

    check: str
    when: tuple[re.Pattern[str], ...]  # all of them
    unless: re.Pattern[str] | None = None
    items: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    counts: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    params: Mapping[str, object] = field(default_factory=dict)
    share: tuple[str, ...] = ()  # the counts, part and whole, of the share that rules ask for

    def says(self, text: str) -> bool:
        """Whether a rule is about this check."""
        return all(p.search(text) for p in self.when) and not (
            self.unless and self.unless.search(text)
        )


@cache
def in_notices() -> tuple[NoticeWords, ...]:
    """Of every check, by name."""
    return tuple(
        NoticeWords(check, said["title"], tuple(said["notices"]))
        for check, said in sorted(_read().items())
    )


@cache
def in_rules() -> tuple[RuleWords, ...]:
    """Every row, in the order of the file."""
    return tuple(
        RuleWords(
            check=check,
            when=tuple(map(re.compile, row["when"])),
            unless=re.compile(row["unless"]) if row.get("unless") else None,
            items=_patterns(row.get("items", {}).items()),
            counts=_patterns(row.get("counts", {}).items()),
            params={
                key: tuple(value) if isinstance(value, list) else value
                for key, value in row.get("params", {}).items()
            },
            share=tuple(row.get("share", ())),
        )
        for check, said in _read().items()
        for row in said.get("rules", ())
    )


def _patterns(words: Iterable[tuple[str, str]]) -> dict[str, re.Pattern[str]]:
    return {key: re.compile(pattern) for key, pattern in words}


@cache
def _read() -> Mapping[str, Mapping[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # 10 ms, where the other takes 90
    found: dict[str, dict[str, Any]] = yaml.load(_FILE.read_text(encoding="utf-8"), loader)
    return found
