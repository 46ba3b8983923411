"""A notice's text made even for reading, each character knowing where it stood."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

# Brackets, colons, commas and figures come in two widths, often mixed in one paragraph.
_EVEN = str.maketrans(
    "（）：；，．％＋－／０１２３４５６７８９＜＞［］【】﹝﹞",
    "():;,.%+-/0123456789〈〉〔〕〔〕〔〕",
)
_GAP = re.compile(r"[^\S\n]|[\u200b-\u200f\ufeff\u00ad]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_ENDS = "。；;!！?？:：)）”》】"
_WIDEST_PAPER = 60  # characters in a line of a printed page; longer lines are paragraphs


_Line = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (not included) of the notice as it was handed in."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the notice, made even, and where they stand."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs parted by "\\n", without gaps and lines broken by the paper."""

    even: str
    places: tuple[int, ...]  # of each character of `even`, in the notice as handed in

    def quoted(self, start: int, end: int) -> Quoted:
        """Characters `start` to `end` of `even`, blank ends left out."""
        words = self.even[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        if not words:
            at = self.places[start] if start < len(self.places) else len(self.places)
            return Quoted("", Span(at, at))
        end = start + len(words)
        return Quoted(words, Span(self.places[start], self.places[end - 1] + 1))


def even(raw: str, is_start: re.Pattern[str]) -> Text:
    """A text without gaps between Chinese characters and without line breaks inside a sentence.

    Args:
        raw: the notice, paragraphs or printed lines parted by line breaks.
        is_start: matches at the start of a line that begins a paragraph whatever came before.
    """
    raw = raw.replace("\r\n", "\n\x00").replace("\r", "\n").replace("\n\x00", "\x00\n")
    characters: list[tuple[str, int]] = []
    for place, character in enumerate(raw.translate(_EVEN)):
        if character == "\x00":
            continue
        if _GAP.match(character):
            after = raw[place + 1 : place + 2]
            if not (characters and _LATIN.match(characters[-1][0]) and _LATIN.match(after)):
                continue
            character = " "
        characters.append((character, place))
    lines = _lines(characters)
    kept = _joined(lines, is_start)
    return Text("".join(c for c, _ in kept), tuple(place for _, place in kept))


def unspaced(raw: str) -> Text:
    """A text as one run of characters: to find words whatever the gaps and line breaks in them."""
    kept = [
        (character, place)
        for place, character in enumerate(raw.translate(_EVEN))
        if not character.isspace() and not _GAP.match(character)
    ]
    return Text("".join(c for c, _ in kept), tuple(place for _, place in kept))


def piece(raw: str, span: Span, is_start: re.Pattern[str]) -> Text:
    """Part of a text as `even` makes it, its places counted in all of it."""
    part = even(raw[span.start : span.end], is_start)
    return Text(part.even, tuple(place + span.start for place in part.places))


def inside(raw: str, quoted: Quoted, start: int, end: int) -> Quoted:
    """Characters `start` to `end` of the words quoted from a text, with their own place in it."""
    at, places = quoted.span.start, []
    evened = raw[quoted.span.start : quoted.span.end].translate(_EVEN)
    for character in quoted.text:
        at = evened.find(character, at - quoted.span.start) + quoted.span.start
        if at < quoted.span.start:  # words that are no part of the text
            return quoted
        places.append(at)
        at += 1
    if not places[start:end]:
        return Quoted("", Span(quoted.span.start, quoted.span.start))
    return Quoted(quoted.text[start:end], Span(places[start], places[end - 1] + 1))


def _lines(characters: _Line) -> list[_Line]:
    lines: list[_Line] = [[]]
    for character in characters:
        lines[-1].append(character)
        if character[0] == "\n":
            lines.append([])
    return [line for line in lines if line and line != [("\n", line[0][1])]]


def _joined(lines: list[_Line], is_start: re.Pattern[str]) -> _Line:
    """Lines of a printed page joined where one goes on in the next."""
    widths = [len(line) for line in lines if len(line) > 10]
    full = quantiles(widths, n=20)[-1] if len(widths) > 1 else 0
    printed = 15 < full <= _WIDEST_PAPER
    kept: _Line = []
    for line, after in pairwise([*lines, []]):
        kept += line
        words = "".join(c for c, _ in line).rstrip("\n")
        goes_on = (
            printed
            and after
            and words
            and words[-1] not in _ENDS
            and len(words) >= full * 0.7
            and not is_start.match("".join(c for c, _ in after))
        )
        if goes_on and kept[-1][0] == "\n":
            kept.pop()
    return kept
