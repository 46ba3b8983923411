"""Lines that read as the title of a table: which of them stand above one, which only list it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawlers.subjects.budget.passages import contents
from crawlers.subjects.budget.tables import Titles
from data.types import Block


@dataclass(frozen=True, slots=True)
class Heading:
    """A line, perhaps broken in two, that names a table; `kinds` is empty for a name not known.

    `stands` is false for the explanation of a table, and in a list of contents: under 目录, with a
    page number at the end, or among three names and more on end, of which the last, said before,
    may head the table that follows.
    """

    text: str
    kinds: frozenset[str]
    stands: bool


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    kinds: frozenset[str]
    first: int
    last: int
    listed: bool


_LONGEST = 50  # characters of a heading
_TABLE_LINE = re.compile(
    r"^(?:[一二三四五六七八九十\d]{1,3}[、.．])?([\u4e00-\u9fa5()（）]{4,36}表)(?:\d*|说明)$"
)
_PAGED = re.compile(r"(?:[.…·⋯]{2,}|\t)\d{1,3}$")
_CELLS = re.compile(r"\t|\d\.\d|单位[:：]|科目|^项目|公开\d+表")
_EXPLAINS = re.compile(r"表(?:的|情况|编制)*说明")
_SENTENCE = re.compile(r"[。；;，,]|(?:\t+[^\t]+){4}")  # or a row of cells


def read_headings(blocks: Sequence[Block], titles: Titles) -> tuple[Heading, ...]:
    """Headings in order."""
    lines = list(_lines(blocks))
    words = [line for line, _ in lines]
    found = list(_found(lines, titles))
    headings: list[Heading] = []
    run: list[_Found] = []
    for n, one in enumerate(found, 1):
        run.append(one)
        if n < len(found) and found[n].first == one.last + 1:
            continue
        again = any(one.kinds & earlier.kinds for earlier in run[:-1])
        table = any(_CELLS.search(line) for line in words[one.last + 1 : one.last + 4])
        alone = run if len(run) < 3 else run[-1:] if again and table else []
        headings += [Heading(h.text, h.kinds, h in alone and not h.listed) for h in run]
        run = []
    return tuple(headings)


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[str, bool]]:
    """Lines without spaces and quotation marks, and whether they are part of the contents."""
    listed = contents(blocks)
    for number, block in enumerate(blocks):
        for line in re.split(r"[\n\f]", block.text) if block.text else ():
            yield _bare(line), number in listed
        for row in block.rows:
            yield "\t".join(_bare(cell).replace("\t", "") for cell in row), False


def _bare(line: str) -> str:
    return re.sub(r"[^\S\t]|[“”\"'‘’《》〈〉]", "", line)


def _found(lines: Sequence[tuple[str, bool]], titles: Titles) -> Iterator[_Found]:
    kinds = [_kinds(line, titles) for line, _ in lines]
    broken_above = False
    for at, (line, listed) in enumerate(lines):
        if broken_above:
            broken_above = False
        elif kinds[at] or (len(line) <= _LONGEST and _TABLE_LINE.match(line)):
            aside = _PAGED.search(line) or _EXPLAINS.search(line)
            yield _Found(line, kinds[at], at, at, listed or aside is not None)
        elif at + 1 < len(lines) and lines[at + 1][0].endswith("表") and not kinds[at + 1]:
            joined = line + lines[at + 1][0]
            if known := _kinds(joined, titles):
                yield _Found(joined, known, at, at + 1, listed)
                broken_above = True


def _kinds(line: str, titles: Titles) -> frozenset[str]:
    """Tables that the line names as a heading; a sentence or a row of cells names none."""
    words = line.replace("\t", "")
    if len(words) > _LONGEST or _SENTENCE.search(line):
        return frozenset()
    return titles.kinds(words)


_MONEY = re.compile(r"收入|支出|收支|预算|决算|经费|拨款")


def strange(headings: Sequence[Heading]) -> tuple[str, ...]:
    """Titles of money tables whose name nobody knows, in the order of their characters."""
    titles = {
        found.group(1)
        for heading in headings
        if not heading.kinds and (found := _TABLE_LINE.match(heading.text))
    }
    return tuple(sorted(title for title in titles if _MONEY.search(title)))
