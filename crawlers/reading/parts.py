"""What a page has that is no text and may hold or bring content: scripts, forms, pictures."""

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

from crawlers.reading.files import FORMATS
from crawlers.reading.flat import Markup
from crawlers.reading.scripted import LIBRARY, holders
from crawlers.reading.urls import extension

_MOST = 300  # parts of a page
_LONGEST = 200  # characters of a name
_READ = 4000  # characters of a script that tell it from others
_KNOWN = 2048  # scripts remembered: a site has the same ones on every page
_DIGITS = {ord(digit): None for digit in "0123456789"}
_WRITES = re.compile(
    r"document\.write|innerHTML|outerHTML|insertAdjacent|createElement|\.(?:html|append|load)\("
    r"|ajax|fetch\(|axios|XMLHttp|\.(?:get|post|getJSON)\(|new (?:Vue|\w*[Tt]ree)|createApp|React"
    r"|=\s*\[\s*[\[{]"
)
_NO_SCRIPT = re.compile(r"java\s?script|脚本|\bjs\b", re.IGNORECASE)
_FIELDS = {"select", "submit", "button", "image"}
# Kinds of parts: what may bring content, and what may hold it.
BRINGS = ("script:", "code:", "tag:", "noscript:")
HOLDS = ("field:", "image:", "object:", "tag:")  # what a tag of its own shows is in no markup


FILLS = ("script:", "code:")
# How a list shows that a script fills it; kept apart from the others, for every page may have it.
HIDDEN = "list:hidden"
UNFILLED = frozenset({"list:empty", "list:placeholder", HIDDEN})
FED = "list:data"


def parts_of(page: Markup, html: str = "") -> frozenset[str]:
    """Each part as `kind:name`, so that the same one on two pages has the same name; numbers in
    names do not count.
    """
    found = {f"list:{what}" for what in holders(html)}
    for part in _parts(page):
        if len(found) >= _MOST:
            break
        found.add(sys.intern(part[:_LONGEST]))
    return frozenset(found)


def _parts(page: Markup) -> Iterator[str]:
    for source in page.sources:
        name = _name(source)
        kind = "library" if LIBRARY.search(name.rpartition("/")[2]) else "script"
        yield f"{kind}:{name}"
    for code in page.scripts:
        if token := _code(code[:_READ]):
            yield token
    for tag in page.elements_of_its_own:
        yield f"tag:{tag}"
    for words in page.without_script:
        if _NO_SCRIPT.search(words):
            yield f"noscript:{words}"
    for _, kind, name in page.inputs:
        if kind in _FIELDS:
            yield f"field:{kind}:{name}"
    for source in page.pictures:
        yield f"image:{_name(source)}"
    for address in page.objects:
        if extension(address) not in FORMATS:
            yield f"object:{_name(address)}"


@lru_cache(maxsize=_KNOWN)
def _code(code: str) -> str:
    """A script that may write content; what it writes tells it from others."""
    if not _WRITES.search(code):
        return ""
    return f"code:{crc32(code.translate(_DIGITS).encode('utf-8', 'replace')):08x}"


def _name(address: str) -> str:
    """An address by its path: a query or a number in it tells versions apart, not parts."""
    return address.partition("?")[0].translate(_DIGITS)
