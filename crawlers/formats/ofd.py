"""OFD (GB/T 33190), the national fixed-layout format: the text pieces of each page."""

import re
import zipfile
from itertools import groupby

from lxml import etree

from crawlers.formats.content import Content, Unreadable, plain
from crawlers.formats.packed import member, unpack, xml

_PAGE = re.compile(r"(?:^|/)Doc_(\d+)/Pages/Page_(\d+)/Content\.xml$")


def read_ofd(body: bytes) -> Content:
    """Text by page; pages of pictures alone are a scan. Raises Unreadable."""
    with unpack(body) as archive:
        pages = [_text(archive, name) for name in sorted(_pages(archive), key=_order)]
    if not pages:
        raise Unreadable("unsupported")
    return Content(tuple(pages), (), "ok" if any(pages) else "scan")


def _pages(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if _PAGE.search(name)]


def _order(name: str) -> tuple[int, ...]:
    found = _PAGE.search(name)
    return tuple(map(int, found.groups())) if found else ()


def _text(archive: zipfile.ZipFile, name: str) -> str:
    """Pieces of one height are one line."""
    pieces = [
        (_height(node), node.text or "") for node in xml(member(archive, name)).iter("{*}TextCode")
    ]
    lines = ("".join(text for _, text in line) for _, line in groupby(pieces, key=lambda p: p[0]))
    return plain("\n".join(lines)).strip()


def _height(node: etree._Element) -> str:
    """Top of the object's box and the base line in it."""
    parent = node.getparent()
    box = parent.get("Boundary", "").split() if parent is not None else []
    return f"{box[1] if len(box) > 1 else ''} {node.get('Y', '')}"
