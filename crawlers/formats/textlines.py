"""Characters with places to lines of text, and the parts of a line that stand apart."""

import re
from dataclasses import dataclass, field
from statistics import median

from crawlers.formats.glyphs import Glyph
from crawlers.formats.open_tables import Part, TextLine

_SPACE = 0.25  # of the height: a gap as wide is a space,
_TAB = 1.5  # and one as wide as that parts columns
FIGURE = re.compile(r"-?[\d,]+(?:\.\d+)?%?")


@dataclass(slots=True)
class Line:
    glyphs: list[Glyph]
    text: str = ""

    left: float = field(init=False)
    right: float = field(init=False)
    base: float = field(init=False)
    height: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = min(g.left for g in self.glyphs)
        self.right = max(g.right for g in self.glyphs)
        self.base = median(g.base for g in self.glyphs)
        self.height = median(g.size for g in self.glyphs) or 1.0
        self.text = _text(self.glyphs, self.height)


def text_lines(glyphs: list[Glyph]) -> list[Line]:
    """Characters of about one height are a line; from top to bottom."""
    result: list[list[Glyph]] = []
    at = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if result and glyph.base - at <= 0.4 * max(glyph.size, size):
            result[-1].append(glyph)
            count = len(result[-1])
            at += (glyph.base - at) / count
            size += (glyph.size - size) / count
        else:
            result.append([glyph])
            at, size = glyph.base, glyph.size
    return [Line(sorted(line, key=lambda g: g.left)) for line in result]


def _text(glyphs: list[Glyph], height: float) -> str:
    """Characters from left to right, once each where bold type was made by printing twice."""
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None:
            gap = glyph.left - last.right
            width = glyph.right - glyph.left
            if glyph.char == last.char and gap < -0.6 * width:
                continue
            if gap > _TAB * height:
                parts.append("\t")
            elif gap > _SPACE * height:
                parts.append(" ")
        parts.append(glyph.char)
        last = glyph
    return "".join(parts)


def text_line(line: Line) -> TextLine:
    """The line in parts that stand apart as columns do."""
    parts: list[list[Glyph]] = []
    for glyph in line.glyphs:
        if parts and glyph.left - parts[-1][-1].right <= _TAB * line.height:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return TextLine(
        min(glyph.top for glyph in line.glyphs),
        max(glyph.bottom for glyph in line.glyphs),
        tuple(
            Part(
                part[0].left,
                max(glyph.right for glyph in part),
                FIGURE.fullmatch("".join(glyph.char for glyph in part).strip()) is not None,
            )
            for part in parts
        ),
    )
