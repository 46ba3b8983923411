"""Plain text, web pages, and the HTML or XML that Office saves under the names .doc and .xls."""

import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from crawlers.formats.content import MOST_CELLS, Content, Rows, Unreadable, cell, flowing
from crawlers.reading.charset import either

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I)
# The same words serve HTML, Spreadsheet XML (Table, Row, Cell) and WordML (w:tbl, w:tr, w:tc).
_TABLES = {"table", "tbl"}
_ROWS = {"tr", "row"}
_CELLS = {"td", "th", "tc", "cell"}
_BLOCKS = {"p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", *_ROWS}
_SKIPPED = {"head", "style", "script", "xml", "styles", "documentproperties", "fonts"}


def read_text(body: bytes) -> Content:
    """One page of text."""
    return flowing([_decoded(body)])


def read_saved_page(body: bytes) -> Content:
    """One page: text and tables of HTML, or of what Office saved as XML. Raises Unreadable."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = etree.fromstring(_decoded(body).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("broken") from error
    if root is None:
        raise Unreadable("broken")
    return flowing(_parts(root))


def _parts(root: etree._Element) -> Iterator[str | Rows]:
    """Lines and outer tables in order."""
    pieces: list[str] = []
    for found in [*_blocks(root), ()]:
        if isinstance(found, str):
            pieces.append(found)
            continue
        yield from (line.strip(" \r") for line in "".join(pieces).split("\n") if line.strip())
        pieces = []
        if found:
            yield found


def _blocks(node: etree._Element) -> Iterator[str | Rows]:
    """Pieces of text and outer tables in order."""
    yield node.text or ""
    for child in node:
        name = _local(child)
        if name in _TABLES:
            yield _rows(child)
        elif name not in _SKIPPED:
            yield "\n" if name in _BLOCKS else ""
            yield from _blocks(child)
        yield child.tail or ""


def _rows(table: etree._Element) -> Rows:
    """Rows of cells; a cell over several rows or columns leaves empty ones where it reaches.

    Raises Unreadable: a few tags may claim more cells than any memory holds.
    """
    found: list[tuple[str, ...]] = []
    size = 0
    taken: dict[int, int] = {}  # column -> rows that a cell from above still reaches into
    for row in table.iter():
        if _local(row) not in _ROWS:
            continue
        cells: list[str] = []
        for child in row:
            if _local(child) in _CELLS:
                _skip(cells, taken)
                text = cell("".join(map(str, child.itertext())))
                deep, wide = _span(child, "rowspan"), _span(child, "colspan")
                taken |= {len(cells) + n: deep - 1 for n in range(wide) if deep > 1}
                cells += [text, *[""] * (wide - 1)]
        _skip(cells, taken)
        found.append(tuple(cells))
        if (size := size + len(cells)) > MOST_CELLS:
            raise Unreadable("too_large")
    return tuple(found)


def _skip(cells: list[str], taken: dict[int, int]) -> None:
    while taken.get(len(cells), 0) > 0:
        taken[len(cells)] -= 1
        cells.append("")


def _span(node: etree._Element, name: str) -> int:
    said = node.get(name) or "1"
    return max(int(said), 1) if said.isdecimal() and len(said) < 4 else 1


def _local(node: etree._Element) -> str:
    """The tag without prefix, lower-case; comments and instructions are skipped as scripts are."""
    return node.tag.rpartition(":")[2].lower() if isinstance(node.tag, str) else "script"


def _decoded(body: bytes) -> str:
    """By byte order mark, declaration, UTF-8, then GB18030, which nearly every byte fits."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    if declared := _DECLARED.search(body[:2048]):
        with suppress(UnicodeDecodeError, LookupError):
            return body.decode(declared.group(1).decode("ascii"))
    return either(body)
