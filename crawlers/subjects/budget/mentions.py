"""Amounts in the text with the words before them, and what those words mean."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import AMOUNT, Amount, amount
from crawlers.subjects.budget.passages import Passage

_STOP = re.compile(r"[,，。;；:：]|\d%|元")
_OF_CHANGE = re.compile(
    r"增加|减少|增长|下降|降低|上升|提高|压减|压缩|小于|大于|高于|低于|少于|多于|节约|调减|调增|结转"
)
_OF_ANOTHER_YEAR = re.compile(r"上年|去年|上一年|往年|历年|以前年度")


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount of the document's own year with the words right before it, no brackets in them."""

    passage: Passage
    start: int
    end: int
    amount: Amount
    label: str
    words: str  # the label as printed

    @property
    def page(self) -> int:
        return self.passage.page_at(self.start)


def mentions(book: Book) -> Iterator[Mention]:
    """Amounts of the text that are neither changes nor of other years."""
    other_year = re.compile(rf"(?!{book.year})20\d\d年") if book.year else re.compile(r"20\d\d年")
    for passage in book.passages:
        if passage.listed or passage.is_heading:
            continue
        text = passage.text
        stops = [0, *(stop.end() for stop in _STOP.finditer(text))]
        for found in AMOUNT.finditer(text):
            label = text[stops[bisect_right(stops, found.start()) - 1] : found.start()]
            if _OF_CHANGE.search(label) or _OF_ANOTHER_YEAR.search(label):
                continue
            if other_year.search(label):
                continue
            words = label
            label = re.sub(r"(?:为|是|共计|共|达|约|即)+$", "", label)
            label = re.sub(
                r"^(?:\d{1,2}[.、．]|[(（][一二三四五六七八九十\d]{1,2}[)）])", "", label
            )
            value = book.exact(amount(found[1], found[2]))
            yield Mention(passage, found.start(), found.end(), value, label, words)
