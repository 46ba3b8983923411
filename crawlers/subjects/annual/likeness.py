"""I10: how much of a report's words another report has too. Only ever a suspicion."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from crawlers.subjects.annual.facts import Facts
from crawlers.subjects.annual.model import Report
from crawlers.subjects.annual.remarks import Degree, Place, Remark

_SAID = re.compile(r"[^\u4e00-\u9fa5]")  # figures, dates and punctuation differ in any copy
_LEAST_PASSAGE = 30  # characters: shorter ones are headings and rows of tables
_PROSE = re.compile(r"[。；;，,]")
_SHOWN = 40  # characters of the longest passage that both have


@dataclass(frozen=True, slots=True)
class Likeness:
    """Share 0-1 of a report's shingles that the other has, and the longest passage copied whole."""

    share: float
    passage: str


def likeness(report: Report, other: Report, facts: Facts) -> Likeness | None:
    """None when either has too few words to be compared.

    Containment, not resemblance: a report that copies another and adds to it is a copy too.
    """
    own, theirs = shingles(report, facts.shingle), shingles(other, facts.shingle)
    if min(len(own), len(theirs)) < facts.fewest:
        return None
    copied = [
        words
        for words in _passages(report)
        if (pieces := frozenset(_pieces(words, facts.shingle))) and pieces <= theirs
    ]
    return Likeness(len(own & theirs) / len(own), max(copied, key=len, default=""))


def shingles(report: Report, size: int) -> frozenset[str]:
    """Every run of `size` Chinese characters in the prose of a report."""
    return frozenset(piece for words in _passages(report) for piece in _pieces(words, size))


def _passages(report: Report) -> Iterator[str]:
    for passage in report.passages:
        if len(passage.text) >= _LEAST_PASSAGE and _PROSE.search(passage.text):
            yield _SAID.sub("", passage.text)


def _pieces(words: str, size: int) -> Iterator[str]:
    return (words[n : n + size] for n in range(len(words) - size + 1))


def copies(report: Report, others: Iterable[Report], facts: Facts) -> Iterator[Remark]:
    """A suspicion for every other report that has most of this one's words.

    Source: 国办公开办函〔2021〕30号 names “内容雷同”; the limit stands in data/annual_report.yaml.
    """
    for other in others:
        found = likeness(report, other, facts)
        if found and found.share >= facts.share:
            share = round(found.share * 100)
            said = f"正文有{share}%的文字与“{other.title or other.name}”相同，请人工判断是否雷同"
            place = Place("正文", quote=found.passage[:_SHOWN])
            figures = (Decimal(share), Decimal(str(facts.share * 100)))
            yield Remark("I10", Degree.SUSPECTED, said, place, figures)
