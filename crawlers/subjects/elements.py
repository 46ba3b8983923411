"""What a text shows of the things asked for: elements, heads of tables, days behind a label."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from crawlers.findings import met, partial, proof
from crawlers.looking import share_outcome
from crawlers.reading.dates import any_date, dates_in
from crawlers.site import Item, Site
from crawlers.subjects.contents import shown
from data.matters import Element
from data.types import Finding

_HEAD_LINES = 10  # a cell may be a line of its own
_NEAR = 24  # characters behind a label in which its day stands
_GAP = re.compile(r"[：:\s　）)\]】|为是于]{0,6}")


def shown_in(text: str, wanted: Mapping[str, Element]) -> set[str]:
    """Ids of the elements that the text shows."""
    return {id_ for id_, element in wanted.items() if element.match.search(text)}


def head_of_table(text: str, wanted: Mapping[str, Element]) -> str:
    """The lines together that name most of the elements; the first of equals, "" for no text."""
    lines = text.splitlines()
    windows = ("\n".join(lines[n : n + _HEAD_LINES]) for n in range(len(lines)))
    return max(windows, key=lambda window: len(shown_in(window, wanted)), default="")


def days_behind(text: str, labels: Iterable[Element]) -> Iterator[tuple[date, str]]:
    """Every day that stands behind one of the labels, with the words around it.

    On the same line (决定日期：2023-11-01), or in a table below a head that is such a label.
    """
    patterns = [label.match for label in labels]
    column: tuple[int, int] | None = None  # place of the label among how many cells
    for line in text.splitlines():
        cells = line.split("\t")
        if column and len(cells) == column[1]:
            if day := any_date(cells[column[0]]):
                yield day, " ".join(line.split())[:80]
            continue
        if head := _head_cell(cells, patterns):
            column = head
            continue
        if not line.strip():
            continue
        column = None
        yield from _on_line(line, patterns)


def _head_cell(cells: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> tuple[int, int] | None:
    """Where in a row of a table's head the label stands; a row with a day of its own is no head."""
    if len(cells) < 2 or any(any_date(cell) for cell in cells):
        return None
    for n, cell in enumerate(cells):
        if any(pattern.search(cell) for pattern in patterns):
            return n, len(cells)
    return None


def _on_line(line: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[tuple[date, str]]:
    for pattern in patterns:
        for match in pattern.finditer(line):
            gap = _GAP.match(line, match.end())
            start = gap.end() if gap else match.end()
            near = line[start : start + _NEAR]
            place, day = next(dates_in(near), (1, None))
            if day is None and (chinese := any_date(near[:14])):
                place, day = 0, chinese
            if day and place == 0:
                yield day, line[match.start() : start + _NEAR]


def by_elements(
    site: Site,
    judged: Sequence[tuple[Item, set[str]]],
    wanted: Mapping[str, Element],
    *,
    what: str,
    keys: tuple[str, str, str],
    topics: Sequence[str],
) -> Finding:
    """MET when no entry lacks an element; an item says of its element whether all entries, some or
    none show it.

    Args:
        judged: at least one entry, each with the ids of the elements that it lacks.
        what: what the entries are, a noun that 件 counts: "行政处罚决定".
        keys: of the counts: entries, entries that lack something, elements lacking.
    """
    outcomes = {
        id_: share_outcome(sum(id_ not in lost for _, lost in judged), len(judged))
        for id_ in wanted
    }
    faulty = [
        (item, "、".join(wanted[id_].name for id_ in wanted if id_ in lost))
        for item, lost in judged
        if lost
    ]
    counts = dict(
        zip(keys, (len(judged), len(faulty), sum(len(lost) for _, lost in judged)), strict=True)
    )
    if not faulty:
        reason = f"核对{what}{len(judged)}件，要素齐全"
        good = shown(site, [item for item, _ in judged], 20)
        return met(reason, good, items=outcomes, counts=counts)
    evidence = [site.evidence(item.url, f"{item.title} 缺{lost}") for item, lost in faulty]
    named = "；".join(f"“{item.title}”缺{lost}" for item, lost in faulty[:3])
    reason = f"核对{what}{len(judged)}件，{len(faulty)}件要素不全：{named}"
    finding = partial(reason, evidence, items=outcomes, counts=counts)
    words = tuple(element.name for element in wanted.values())
    return replace(finding, looked=proof(site, topics, words))
