"""Plain text, and the HTML or XML that Word and Excel save under the names .doc and .xls."""

import re
from collections.abc import Iterator

from lxml import etree

from crawlers.formats.content import Content, Rows, Unreadable, cell, plain
from crawlers.formats.content import lines as shown

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I)
# The same words serve HTML, Spreadsheet XML (Table, Row, Cell) and WordML (w:tbl, w:tr, w:tc).
_TABLES = {"table", "tbl"}
_ROWS = {"tr", "row"}
_CELLS = {"td", "th", "tc", "cell"}
_BLOCKS = {"p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", *_ROWS}
_SKIPPED = {"head", "style", "script", "xml", "styles", "documentproperties", "fonts"}


def read_text(body: bytes) -> Content:
    """One page of text."""
    return Content((plain(_decoded(body)),))


def read_saved_page(body: bytes) -> Content:
    """One page: text and tables of what Office saved as HTML or XML. Raises Unreadable."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = etree.fromstring(_decoded(body).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("broken") from error
    if root is None:
        raise Unreadable("broken")
    tables: list[Rows] = []
    text = plain("".join(_blocks(root, tables)))
    kept = [line.strip(" \r") for line in text.split("\n") if line.strip()]
    return Content(("\n".join(kept),), tuple(tables))


def _blocks(node: etree._Element, tables: list[Rows]) -> Iterator[str]:
    """Pieces of text in order; outer tables are added to `tables`."""
    yield node.text or ""
    for child in node:
        name = _local(child)
        if name in _TABLES:
            rows = tuple(
                tuple(cell("".join(map(str, c.itertext()))) for c in row if _local(c) in _CELLS)
                for row in child.iter()
                if _local(row) in _ROWS
            )
            tables.append(rows)
            yield f"\n{shown(rows)}\n"
        elif name not in _SKIPPED:
            yield "\n" if name in _BLOCKS else ""
            yield from _blocks(child, tables)
        yield child.tail or ""


def _local(node: etree._Element) -> str:
    """The tag without prefix, lower-case; comments and instructions are skipped as scripts are."""
    return node.tag.rpartition(":")[2].lower() if isinstance(node.tag, str) else "script"


def _decoded(body: bytes) -> str:
    """By byte order mark, declaration, UTF-8, then GB18030, which nearly every byte fits."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    declared = _DECLARED.search(body[:2048])
    wanted = declared.group(1).decode("ascii") if declared else "utf-8"
    for encoding in (wanted, "utf-8-sig"):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("gb18030", "replace")
