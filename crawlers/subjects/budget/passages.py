"""The text of a budget as passages under their headings, each character with its page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.types import Block


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph without spaces and line breaks.

    `turns` are the places in `text` where another page begins. `heading` is the nearest numbered
    heading above (一、…), `part` the nearest 第…部分. `listed` marks lines of the list of contents.
    """

    page: int
    text: str
    turns: tuple[int, ...] = ()
    heading: str = ""
    part: str = ""
    listed: bool = False
    is_heading: bool = False

    def page_at(self, place: int) -> int:
        return self.page + sum(turn <= place for turn in self.turns)

    @property
    def last_page(self) -> int:
        return self.page + len(self.turns)

    def around(self, start: int, end: int, most: int = 60) -> str:
        """The words around a place, to quote."""
        before = max(start - most // 2, 0)
        after = min(end + most // 2, len(self.text))
        head = re.search(r"[。;；][^。;；]*$", self.text[before:start])
        before = before + head.start() + 1 if head else before
        tail = re.search(r"[。;；]", self.text[end:after])
        after = end + tail.end() if tail else after
        left, right = "…" if before else "", "…" if after < len(self.text) else ""
        return f"{left}{self.text[before:after]}{right}"


_PART = re.compile(r"第[一二三四五六七八九十]{1,2}(?:部分|章)")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SUB = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")
_CONTENTS = re.compile(r"目[录次]")
_LONGEST_HEADING = 60
_PAGED = re.compile(r"(?:[.…·⋯]{2,}|\t)\s*\d{1,3}\s*$")


def read_passages(blocks: Sequence[Block]) -> tuple[Passage, ...]:
    """Paragraphs in order, tables left out."""
    found: list[Passage] = []
    part = heading = ""
    under_contents = contents(blocks)
    for number, block in enumerate(blocks):
        if not block.text:
            continue
        text, turns = _squeezed(block.text)
        if not text:
            continue
        listed = number in under_contents
        is_part = bool(_PART.match(text)) and len(text) <= _LONGEST_HEADING
        is_heading = is_part or _is_heading(text)
        if not listed:
            if is_part:
                part, heading = text, ""
            elif is_heading and _HEADING.match(text):
                heading = text
        found.append(Passage(block.page, text, turns, heading, part, listed, is_heading))
    return tuple(found)


def _squeezed(text: str) -> tuple[str, tuple[int, ...]]:
    """Text without white space, and where in it pages begin."""
    pieces = [re.sub(r"\s", "", piece) for piece in text.split("\f")]
    turns, at = [], 0
    for piece in pieces[:-1]:
        at += len(piece)
        turns.append(at)
    return "".join(pieces), tuple(turns)


def _is_heading(text: str) -> bool:
    if len(text) > _LONGEST_HEADING or not (_HEADING.match(text) or _SUB.match(text)):
        return False
    if _SUB.match(text) and text[-1] in "。;":
        return False
    return not re.search(r"[,;；]|。.|\d(?:万元|元|%)|[:：].", text)


def contents(blocks: Sequence[Block]) -> frozenset[int]:
    """Numbers of the blocks under 目录: up to the first that is prose, a table, or said again."""
    found: set[int] = set()
    seen: set[str] | None = None
    for number, block in enumerate(blocks):
        text = re.sub(r"\s", "", block.text)
        if seen is None:
            if _CONTENTS.fullmatch(text):
                seen = set()
                found.add(number)
            elif found and _PAGED.search(block.text):
                found.add(number)
            continue
        said = re.sub(r"^[一二三四五六七八九十\d]{1,3}[、.．]|[.…·⋯]*\d*$", "", text)
        again = len(said) > 3 and said in seen
        prose = len(text) > _LONGEST_HEADING or (len(text) > 20 and "。" in text[:-1])
        if block.rows or prose or again:
            seen = None
            continue
        seen.add(said)
        found.add(number)
    return frozenset(found)


def sentences(passage: Passage) -> Iterator[tuple[int, str]]:
    """Sentences with the place where each begins."""
    at = 0
    for piece in re.split(r"(?<=。)", passage.text):
        if piece:
            yield at, piece
        at += len(piece)
