"""Tables 2 to 4 from rows of cells: HTML, DOCX, DOC, and ruled tables of a PDF.

Rows are found by their labels, never by position. What stands beside a label is taken for its
cells only when that is sure; otherwise the row counts as there and unread.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawlers.subjects.annual.cells import Cell, Kind, cell_of, is_figure
from crawlers.subjects.annual.form import (
    ACTIVITIES,
    APPLICATIONS,
    COLUMNS,
    DISPUTES,
    PEOPLE,
    RULINGS,
    TABLE2,
    Form,
)
from crawlers.subjects.annual.model import DISPUTE_CELLS, Address, Table

_LONGEST_LABEL = 120  # characters; a cell that holds a whole page is layout, not a label
_ENOUGH_ROWS = 4  # of one length, to tell which columns are never used
_MOST_ROWS = 80  # from the first row of table 3 to its last, pages and headings between included


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table as printed, and what rows of the same length tell about its columns."""

    cells: tuple[str, ...]
    page: int | None = None
    stray: int | None = None  # columns empty in all of them at the right; None: too few to tell


def lines_of(rows: Sequence[Sequence[str]], page: int | None = None) -> Iterator[Line]:
    """The rows of one table; `page` is where it begins."""
    alike: dict[int, list[Sequence[str]]] = defaultdict(list)
    for row in rows:
        alike[len(row)].append(row)
    stray = {
        length: min(_blanks(reversed(row)) for row in found)
        for length, found in alike.items()
        if len(found) >= _ENOUGH_ROWS
    }
    for row in rows:
        yield Line(tuple(row), page, stray.get(len(row)))


def _blanks(cells: Iterable[str]) -> int:
    """How many cells are empty before the first that is not."""
    count = 0
    for cell in cells:
        if cell.strip():
            break
        count += 1
    return count


def flat(text: str) -> str:
    """The words of a label in one form: compatibility forms folded, no white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


# --- table 3 --------------------------------------------------------------------------------------


def applications(lines: Sequence[Line]) -> Table:
    """Table 3; of several the one with most cells read."""
    starts = [
        n for n, line in enumerate(lines) if _label_end(line, APPLICATIONS[0].label) is not None
    ]
    tables = [Table(dict(_application_cells(lines[n : n + _MOST_ROWS]))) for n in starts]
    return max(tables, key=lambda table: table.read, default=Table())


def _application_cells(lines: Sequence[Line]) -> Iterator[tuple[Address, Cell]]:
    at = 0
    for line in lines:
        for n, row in enumerate(APPLICATIONS[at:], start=at):
            end = _label_end(line, row.label)
            if end is None:
                continue
            for person, cell in zip(PEOPLE, _seven(line, end), strict=True):
                yield (row.key, person), cell
            at = n + 1
            break
        if at == len(APPLICATIONS):
            return


def _label_end(line: Line, label: str) -> int | None:
    """Index behind the cell that completes the label; None when the row is another one."""
    words = ""
    for n, cell in enumerate(line.cells):
        words += flat(cell)
        if len(words) > _LONGEST_LABEL:
            return None
        if re.search(label, words):
            return n + 1
        if cell.strip() and is_figure(cell):
            return None
    return None


def _seven(line: Line, label_end: int) -> list[Cell]:
    """The seven cells of a row; unread ones where it has more and none can be spared."""
    first = len(line.cells) - (line.stray or 0) - len(PEOPLE)
    spanned = line.cells[label_end : max(first, label_end)]  # by the label
    if line.stray is not None and first >= label_end and not any(map(str.strip, spanned)):
        cells = list(line.cells[first : first + len(PEOPLE)])
    else:
        cells = list(line.cells[label_end:])
        while len(cells) > len(PEOPLE) and not cells[-1].strip():
            cells.pop()
        while len(cells) > len(PEOPLE) and not cells[0].strip():
            cells.pop(0)
        cells += [""] * (len(PEOPLE) - len(cells))  # empty cells at the end of a row are not sent
    if len(cells) > len(PEOPLE):
        return [Cell(Kind.UNREAD, page=line.page)] * len(PEOPLE)
    return [cell_of(cell, line.page) for cell in cells]


# --- table 4 --------------------------------------------------------------------------------------


def disputes(lines: Sequence[Line]) -> Table:
    """Table 4: the row of fifteen cells below the headings."""
    best = Table()
    for n, line in enumerate(lines):
        heads = flat("".join(line.cells))
        if len(heads) > _LONGEST_LABEL * 2 or "复议后起诉" not in heads:
            continue
        for row in lines[n + 1 : n + 5]:
            cells = _fifteen(row)
            if (
                cells
                and (table := Table(dict(zip(DISPUTE_CELLS, cells, strict=True)))).read > best.read
            ):
                best = table
                break
    return best


def _fifteen(line: Line) -> list[Cell] | None:
    """The cells of the row of figures; None for a row of headings."""
    wanted = len(DISPUTE_CELLS)
    if not all(is_figure(cell) for cell in line.cells):
        return None
    cells = list(line.cells)
    while len(cells) > wanted and not cells[-1].strip():
        cells.pop()
    while len(cells) > wanted and not cells[0].strip():
        cells.pop(0)
    if len(cells) > wanted:
        return None
    found = [cell_of(cell, line.page) for cell in cells]
    if len(found) == wanted:
        return found
    if not any(cell.kind is Kind.NUMBER for cell in found):
        return None
    # Empty cells at either end were not sent. At the right end they are, if that makes sense.
    found += [Cell(Kind.BLANK, page=line.page)] * (wanted - len(found))
    return found if _adds_up(found) else [Cell(Kind.UNREAD, page=line.page)] * wanted


def _adds_up(cells: Sequence[Cell]) -> bool:
    """Every block that has a total has one that blank cells read as 0 would give."""
    size = len(RULINGS)
    for block in range(len(DISPUTES)):
        *parts, total = (cell.count for cell in cells[block * size : block * size + size])
        if sum(part or 0 for part in parts) != (total or 0):
            return False
    return True


# --- table 2 --------------------------------------------------------------------------------------


def activity(lines: Sequence[Line]) -> Table:
    """Table 2: every row under the headings (信息内容 …) that stand above it."""
    found: dict[Address, Cell] = {}
    heads: tuple[str, ...] = ()
    for line in lines:
        label = flat(line.cells[0]) if line.cells else ""
        if label == "信息内容":
            heads = tuple(flat(cell) for cell in line.cells[1:])
            continue
        row = next((row for row in ACTIVITIES if re.search(row.label, label)), None)
        if row is None or len(label) > _LONGEST_LABEL or not heads:
            continue
        if any(key == row.key for key, _ in found):
            continue
        for column, cell in _under(line, heads, row.key):
            found[row.key, column] = cell
    return Table(found)


def _under(line: Line, heads: tuple[str, ...], row: str) -> Iterator[tuple[str, Cell]]:
    """Columns and cells of a row, whether or not its cells span as the headings do."""
    columns = _columns(heads, row)
    cells = list(line.cells[1:])
    shown = [n for n, head in enumerate(heads) if head]
    filled = [cell for cell in cells if cell.strip()]
    if len(cells) > len(columns):
        if len(filled) == len(columns):
            cells = filled
        elif len(shown) == len(columns) and len(cells) >= len(heads):
            cells = [cells[n] for n in shown]
        else:
            cells = cells[: len(columns)]
    cells += [""] * (len(columns) - len(cells))
    for column, cell in zip(columns, cells, strict=True):
        yield column, cell_of(cell, line.page)


def _columns(heads: tuple[str, ...], row: str) -> tuple[str, ...]:
    """Keys of the columns by their headings; by their number alone where those are cut short."""
    shown = [head for head in heads if head]
    named = {c.key for head in shown for c in COLUMNS if re.search(c.heading, head)}
    forms = [usual for form in Form if (usual := TABLE2[form].get(row)) and named <= set(usual)]
    return next(
        (usual for usual in forms if len(usual) == len(shown)), forms[0] if named and forms else ()
    )
