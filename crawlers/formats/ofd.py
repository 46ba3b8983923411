"""OFD (GB/T 33190), the national fixed-layout format: the text pieces of each page."""

import posixpath
import re
import zipfile
from itertools import groupby

from lxml import etree

from crawlers.formats.content import Content, Unreadable, plain
from crawlers.formats.packed import member, unpack, xml
from data.types import Block

_PAGE = re.compile(r"(?:^|/)Doc_(\d+)/Pages/Page_(\d+)/Content\.xml$")


def read_ofd(body: bytes) -> Content:
    """Text by page; pages of pictures alone are a scan. Raises Unreadable."""
    with unpack(body) as archive:
        names = _declared(archive) or sorted(_usual(archive), key=_order)
        pages = [_text(archive, name) for name in names]
    if not pages:
        raise Unreadable("unsupported")
    blocks = (
        Block(number, line)
        for number, page in enumerate(pages, start=1)
        for line in page.splitlines()
        if line
    )
    return Content(tuple(pages), (), "ok" if any(pages) else "scan", tuple(blocks))


def _declared(archive: zipfile.ZipFile) -> list[str]:
    """Pages in the order of the document, as OFD.xml and the documents it names list them.

    Empty when one of these is damaged or names what is not there: then places tell.
    """
    found: list[str] = []
    try:
        for root in xml(member(archive, "OFD.xml")).iter("{*}DocRoot"):
            document = _place("", root.text or "")
            for page in xml(member(archive, document)).iterfind("{*}Pages/{*}Page"):
                found.append(_place(document, page.get("BaseLoc", "")))
    except Unreadable:
        return []
    known = set(archive.namelist())
    return found if known.issuperset(found) else []


def _place(here: str, reference: str) -> str:
    """The member that a reference in another member means; a slash begins at the top."""
    folder = posixpath.dirname(here)
    return posixpath.normpath(posixpath.join("/", folder, reference.strip())).lstrip("/")


def _usual(archive: zipfile.ZipFile) -> list[str]:
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
