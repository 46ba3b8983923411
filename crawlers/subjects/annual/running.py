"""Tables 2 to 4 from running text, where columns of figures are all that is left of a table.

That is how the text of a PDF reads when nobody asked for its ruled tables. A blank cell leaves no
trace there, so a row of fewer figures than the form has cells counts as there and unread.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawlers.subjects.annual.cells import Cell, Kind, cell_of
from crawlers.subjects.annual.form import ACTIVITIES, APPLICATIONS, PEOPLE, TABLE2, Form
from crawlers.subjects.annual.model import DISPUTE_CELLS, Address, Table

_MEASURE = re.compile(r"(?<=\d) *[件个](?=\s|$)")  # "12件" in a cell is 12
# A figure or a stroke; not the number of a list entry ("2.").
_FIGURE = r"(?:(?<![\d.,/])-?\d[\d,]*(?![\d.、．/])|(?<!\d)/(?!\d))"
_RUN = re.compile(rf"{_FIGURE}(?:\s+{_FIGURE})*")
_BEHIND = 200  # characters behind the last label in which its figures stand
_AHEAD = 120  # characters behind the first label: prose may use the same words


@dataclass(frozen=True, slots=True)
class Running:
    """Text of all pages on end, and where each page starts in it."""

    text: str
    starts: tuple[int, ...]
    paged: bool

    def page_at(self, offset: int) -> int | None:
        return bisect_right(self.starts, offset) if self.paged else None


def running(pages: Sequence[str], paged: bool) -> Running:
    """`paged`: the pages are those of a printed document, worth to be named."""
    plain = [page.replace("\u3000", " ").replace("\xa0", " ") for page in pages]
    starts, at = [], 0
    for page in plain:
        starts.append(at)
        at += len(page) + 1
    return Running("\n".join(plain), tuple(starts), paged)


def applications(text: Running) -> Table:
    """Table 3."""
    return Table(dict(_application_cells(text)))


def _application_cells(whole: Running) -> Iterator[tuple[Address, Cell]]:
    text = whole.text
    first = re.compile(_spaced(APPLICATIONS[0].label + r"政府信息公开申请"))
    start = max((m.start() for m in first.finditer(text) if _heads_figures(text, m)), default=-1)
    if start < 0:
        return
    last = re.compile(_spaced(APPLICATIONS[-1].label)).search(text, start)
    stop = last.end() if last else len(text)
    spots: list[tuple[str, int, int]] = []
    at = start
    for row in APPLICATIONS:
        if match := re.compile(_spaced(row.label), re.S).search(text, at, stop):
            spots.append((row.key, match.end(), match.start()))
            at = match.end()
    for n, (key, begin, where) in enumerate(spots):
        end = spots[n + 1][2] if n + 1 < len(spots) else begin + _BEHIND
        for person, cell in zip(
            PEOPLE, _cells(text[begin:end], len(PEOPLE), whole.page_at(where)), strict=True
        ):
            yield (key, person), cell


def _heads_figures(text: str, label: re.Match[str]) -> bool:
    return _run(text[label.end() : label.end() + _AHEAD], len(PEOPLE)) != []


def _cells(text: str, count: int, page: int | None) -> list[Cell]:
    words = _run(text, count)
    return [cell_of(w, page) for w in words] or [Cell(Kind.UNREAD, page=page)] * count


def _run(text: str, count: int) -> list[str]:
    """So many figures on end; nothing when more stand together: one of them is no cell."""
    runs = (match[0].split() for match in _RUN.finditer(_MEASURE.sub("", text)))
    first = next((run for run in runs if len(run) >= count), [])
    return first if len(first) == count else []


def disputes(whole: Running) -> Table:
    """Table 4: fifteen figures below 复议后起诉."""
    for match in re.finditer(_spaced("复议后起诉"), whole.text):
        behind = whole.text[match.end() : match.end() + 600]
        cells = _cells(behind, len(DISPUTE_CELLS), whole.page_at(match.end()))
        if cells[0].kind is Kind.NUMBER:
            return Table(dict(zip(DISPUTE_CELLS, cells, strict=True)))
    return Table()


def activity(whole: Running) -> Table:
    """Table 2: lines that begin with the name of a row and go on with its figures."""
    start = whole.text.find("信息内容")
    if start < 0:
        return Table()
    end = whole.text.find("本年新收", start)
    area = whole.text[start : end if end > 0 else start + 2000]
    form = Form.F2019 if re.search(_spaced("新制作|上一年项目"), area) else Form.F2021
    found: dict[Address, Cell] = {}
    for row in ACTIVITIES:
        columns = TABLE2[form].get(row.key, ())
        figures = rf"(?m){row.label}[^\d\n]{{0,40}}?[ \t]+((?:[-\d,.]+[ \t]*){{{len(columns)}}})$"
        if columns and (match := re.search(figures, area)):
            page = whole.page_at(start + match.start())
            for column, word in zip(columns, match.group(1).split(), strict=True):
                found[row.key, column] = cell_of(word, page)
    return Table(found)


def _spaced(label: str) -> str:
    """The label with white space allowed between its characters, as the lines of a PDF break it."""
    return re.sub(r"([\u4e00-\u9fa5])(?=[\u4e00-\u9fa5])", r"\1\\s*", label)
