"""Phrases that a reviewer may begin a reason with, as written in phrases.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from data.types import Outcome

PHRASES_FILE = Path(__file__).with_name("phrases.yaml")


@dataclass(frozen=True, slots=True)
class Phrase:
    text: str
    outcomes: frozenset[Outcome]
    topic: str  # word of the indicator it belongs to; empty: to all


class PhrasesError(Exception):
    """The file of phrases cannot be used: which entry, and why, in Chinese."""


def read_phrases(text: str) -> tuple[Phrase, ...]:
    """
    Raises:
        PhrasesError: not a list of entries with topic, outcomes and text.
    """
    found = []
    for number, entry in enumerate(yaml.safe_load(text) or [], 1):
        try:
            outcomes = frozenset(map(Outcome, entry["outcomes"]))
            phrase = Phrase(str(entry["text"]), outcomes, str(entry["topic"]))
        except (KeyError, TypeError, ValueError) as error:
            raise PhrasesError(
                f"phrases.yaml 第 {number} 条写法不对：须有 topic、outcomes、text"
            ) from error
        found.append(phrase)
    return tuple(found)


@cache
def phrases() -> tuple[Phrase, ...]:
    """The phrases that came with the program."""
    return read_phrases(PHRASES_FILE.read_text(encoding="utf-8"))


def fitting(every: Iterable[Phrase], outcome: Outcome, words: str) -> list[str]:
    """Phrases for an outcome; those of the indicator's own topic first.

    Args:
        words: name and rule of the indicator.
    """
    fit = [p for p in every if outcome in p.outcomes and p.topic in words]
    return [p.text for p in sorted(fit, key=lambda p: not p.topic)]
