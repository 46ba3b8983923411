"""A notice that numbers nothing: short lines that head the paragraphs below them. Pure."""

import re
from itertools import pairwise

from scoring.notice.outline import AFTER, Item, Part, title_at
from scoring.notice.text import Text

_LONGEST_HEADING = 30
_FEWEST = 2  # headings; fewer are a letter with a salutation
_BULLET = re.compile(r"(?:[●•■◆★▲◎※✦○◇□·]|[-—–]{1,2}(?=[一-龥]))")
_RUN_IN = re.compile(r"([^。;:,\n]{4,24})。(?=[^\n]{15})")
_NO_HEADING = re.compile(
    r"[。;:,、]|(?:人民政府|办公室|办公厅|委员会|局)$|\d日$|号$|^(?:附件|各|抄送)"
)


def sections_of(text: Text) -> tuple[Part, ...]:
    """The sections of a text without numbers, as the items of one part; none without a title.

    A section begins with a bullet, with a short line that a longer paragraph follows, or with a
    short sentence that heads its paragraph.
    """
    found = title_at(text.even)
    if found is None:
        return ()
    title, after = found
    lines = _lines(text.even, after)
    starts = _bullets(lines) or _headed(lines) or _run_in(lines)
    if len(starts) < _FEWEST:
        return ()
    end = next(
        (at for at, line in lines if at > starts[0][0] and AFTER.match(line)), len(text.even)
    )
    starts = [each for each in starts if each[0] < end]
    stops = [start for start, _ in starts[1:]] + [end]
    items = tuple(
        Item("unnumbered", n, "", start, body, stop)
        for n, ((start, body), stop) in enumerate(zip(starts, stops, strict=True), start=1)
    )
    return (Part(title, items[0].start, items),) if items else ()


def _lines(even: str, at: int) -> list[tuple[int, str]]:
    lines = []
    for line in even[at:].split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    return lines


def _bullets(lines: list[tuple[int, str]]) -> list[tuple[int, int]]:
    found = ((at, _BULLET.match(line)) for at, line in lines)
    starts = [(at, at + bullet.end()) for at, bullet in found if bullet]
    return starts if len(starts) >= _FEWEST else []


def _headed(lines: list[tuple[int, str]]) -> list[tuple[int, int]]:
    starts = [
        (at, at)
        for (at, line), (_, below) in pairwise(lines)
        if 3 < len(line) <= _LONGEST_HEADING
        and not _NO_HEADING.search(line)
        and len(below) > len(line)
        and below[-1:] in "。;)〕】"
    ]
    return starts if len(starts) >= _FEWEST else []


def _run_in(lines: list[tuple[int, str]]) -> list[tuple[int, int]]:
    starts = [(at, at) for at, line in lines if _RUN_IN.match(line)]
    return starts if len(starts) >= _FEWEST else []
