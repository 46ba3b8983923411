"""Characters with places to reading order: cells of tables, lines, paragraphs across pages."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawlers.formats.content import Rows, cell, plain
from crawlers.formats.glyphs import Glyph, Marks
from crawlers.formats.grid import Grid, grids
from crawlers.formats.open_tables import open_grids
from crawlers.formats.textlines import FIGURE, Line, text_line, text_lines
from data.types import Block

_PAGE_NUMBER = re.compile(
    r"[-—–―•·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—–―•·\s]*(?:[/共]\s*\d{1,4}\s*页?)?"
)
_MARGIN = 0.09  # of the page's height: where page numbers and running heads stand
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}(?:部分|章|节|、|[.．])|[(（][一二三四五六七八九十]{1,3}[)）]|"
    r"[(（]?\d{1,2}(?:[)）、．]|\.(?!\d))|注\s*[:：]|附件|说明\s*[:：])"
)
_ENDED = re.compile(r"[。！？!?；;:：”」』…]$")
_WORD = re.compile(r"[A-Za-z0-9,.%]")


@dataclass(frozen=True, slots=True)
class _Ruled:
    grid: Grid
    rows: Rows


@dataclass(slots=True)
class _Paragraph:
    page: int
    lines: list[Line]
    text: str

    def add(self, line: Line, page_break: bool) -> None:
        glue = "\f" if page_break else _glue(self.text, line.text)
        self.text = f"{self.text}{glue}{line.text}"
        self.lines.append(line)


def blocks(pages: Sequence[Marks]) -> list[Block]:
    """Paragraphs and tables in reading order; a form feed stands where a page ends inside one."""
    lined: list[tuple[list[_Ruled], list[Line]]] = []
    for page in pages:
        tables, rest = _tables(page)
        lined.append((tables, text_lines(rest)))
    heads = _running([lines for _, lines in lined], pages)
    body = [
        [line for line in lines if not _is_margin(line, page.height, heads)]
        for page, (_, lines) in zip(pages, lined, strict=True)
    ]
    if not any(body) and not any(tables for tables, _ in lined):
        body = [lines for _, lines in lined]  # what stands in the margins is all there is
    usual = _margins([line for lines in body for line in lines])
    found: list[Block | _Paragraph] = []
    for number, (page, lines, (tables, _)) in enumerate(
        zip(pages, body, lined, strict=True), start=1
    ):
        if page.pictured and not lines and not tables:
            found.append(Block(number))
        margins = _margins(lines) or usual or (0.0, page.width)
        items: list[Line | _Ruled] = [*lines, *tables]
        for item in sorted(items, key=_top):
            if not isinstance(item, Line):
                found.append(Block(number, rows=item.rows))
                continue
            before = found[-1] if found and isinstance(found[-1], _Paragraph) else None
            if before and _continues(before, item, number, margins):
                before.add(item, before.page + before.text.count("\f") < number)
            else:
                found.append(_Paragraph(number, [item], item.text))
    return [
        Block(item.page, _clean(item.text)) if isinstance(item, _Paragraph) else item
        for item in found
    ]


def _clean(text: str) -> str:
    return "\f".join(plain(piece).strip() for piece in text.split("\f"))


def _top(item: Line | _Ruled) -> float:
    return item.base if isinstance(item, Line) else item.grid.ys[0]


# --- tables -------------------------------------------------------------------------------------


def _tables(page: Marks) -> tuple[list[_Ruled], list[Glyph]]:
    """Ruled tables of a page that hold text, and the characters outside them."""
    ruled = grids(page.edges)
    inside: list[dict[tuple[int, int], list[Glyph]]] = [{} for _ in ruled]
    rest: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.middle
        for grid, cells in zip(ruled, inside, strict=True):
            place = grid.cell_at(x, y)
            if place is not None:
                cells.setdefault(place, []).append(glyph)
                break
        else:
            rest.append(glyph)
    pairs = zip(ruled, inside, strict=True)
    found = [_Ruled(grid, _rows(grid, cells)) for grid, cells in pairs if cells]
    if not any(edge.level for edge in page.edges):
        return found, rest
    unruled = open_grids(page.edges, ruled, [text_line(line) for line in text_lines(rest)])
    for grid in unruled:
        more, rest = _filled(grid, rest)
        found.append(_Ruled(grid, _rows(grid, more)))
    return found, rest


def _filled(
    grid: Grid, glyphs: list[Glyph]
) -> tuple[dict[tuple[int, int], list[Glyph]], list[Glyph]]:
    """Characters by the cell they stand in, and the others."""
    cells: dict[tuple[int, int], list[Glyph]] = {}
    rest: list[Glyph] = []
    for glyph in glyphs:
        place = grid.cell_at((glyph.left + glyph.right) / 2, glyph.middle)
        (rest if place is None else cells.setdefault(place, [])).append(glyph)
    return cells, rest


def _rows(grid: Grid, cells: dict[tuple[int, int], list[Glyph]]) -> Rows:
    """Text by square; a merged cell has its text in its first square, the others are empty."""
    lines = {place: text_lines(glyphs) for place, glyphs in cells.items()}
    rows: list[tuple[str, ...]] = []
    for number, owners in enumerate(grid.owner):
        own = [lines.get((number, n), []) if (number, n) == o else [] for n, o in enumerate(owners)]
        rows += _unstacked(own)
    return tuple(row for row in rows if any(row))


def _unstacked(cells: list[list[Line]]) -> list[tuple[str, ...]]:
    """The row of a grid as rows of the table: some tables rule only the columns.

    Rows stand on one another in a cell when a column holds several figures and another as many
    lines or more; every line then belongs to the figure it is nearest to.
    """
    stacks = [
        [line.base for line in lines]
        for lines in cells
        if len(lines) > 1 and all(FIGURE.fullmatch(line.text) for line in lines)
    ]
    most = max(stacks, key=len, default=[])
    if not most or sum(len(lines) >= len(most) for lines in cells) < 2:
        return [tuple(cell(_joined(lines)) for lines in cells)]
    rows: list[list[list[Line]]] = [[[] for _ in cells] for _ in most]
    for column, lines in enumerate(cells):
        for line in lines:
            nearest = min(range(len(most)), key=lambda n: abs(most[n] - line.base))
            rows[nearest][column].append(line)
    return [tuple(cell(_joined(lines)) for lines in row) for row in rows]


def _joined(lines: Iterable[Line]) -> str:
    text = ""
    for line in lines:
        text = f"{text}{_glue(text, line.text)}{line.text}"
    return text


def _glue(before: str, after: str) -> str:
    """What parts two lines of one text: nothing in Chinese, a space between two Latin words."""
    both = before[-1:] + after[:1]
    return " " if len(both) == 2 and both.isascii() and both.isalpha() else ""


# --- paragraphs ---------------------------------------------------------------------------------


def _margins(lines: list[Line]) -> tuple[float, float] | None:
    """Left and right edge of running text; None where there are too few lines to tell."""
    long = [line for line in lines if len(line.text) >= 16]
    if len(long) < 3:
        return None
    return min(line.left for line in long), max(line.right for line in long)


def _continues(before: _Paragraph, line: Line, number: int, margins: tuple[float, float]) -> bool:
    """Whether a line goes on with the sentence of the one above, or of the page before."""
    last = before.lines[-1]
    left, right = margins
    turned = before.page + before.text.count("\f") < number
    if not 0.75 < line.height / last.height < 1.33:
        return False
    if not turned and line.base - last.base > 2.8 * line.height:
        return False
    if line.left > left + 1.2 * line.height or _is_row(line):
        return False
    if _NUMBERED.match(plain(line.text)):
        return False
    if last.right >= right - 1.6 * last.height:
        return True
    # Words and figures are not broken, so a line may end early.
    near = last.right >= right - 6 * last.height and len(last.text) >= 10
    return near and not _ENDED.search(last.text)


def _is_row(line: Line) -> bool:
    """Columns rather than a sentence with blanks that were left for figures."""
    return "\t" in line.text and not re.search("[,，。；;]", line.text)


# --- page numbers and running heads ---------------------------------------------------------------


def _is_margin(line: Line, height: float, heads: set[str]) -> bool:
    if not _in_margin(line, height):
        return False
    return _PAGE_NUMBER.fullmatch(plain(line.text)) is not None or _bare(line.text) in heads


def _in_margin(line: Line, height: float) -> bool:
    return line.base < _MARGIN * height or line.base > (1 - _MARGIN) * height


def _bare(text: str) -> str:
    return re.sub(r"[\d\s]", "", text)


def _running(pages: Iterable[list[Line]], sizes: Sequence[Marks]) -> set[str]:
    """Words at the top or foot of at least three pages and a third of them; captions are none."""
    seen = Counter(
        text
        for lines, size in zip(pages, sizes, strict=True)
        for text in {_bare(line.text) for line in lines if _in_margin(line, size.height)}
    )
    return {
        text
        for text, count in seen.items()
        if text and count >= max(3, len(sizes) / 3) and not re.search("表|单位", text)
    }
