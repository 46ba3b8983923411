"""Reading members of a ZIP package without being blown up by it."""

import io
import zipfile

from lxml import etree

from crawlers.formats.content import Unreadable
from data.zips import DAMAGED

LARGEST = 200_000_000  # unpacked bytes of all members
# The parser gave up (memory, depth, length): that says nothing about the file.
_LIMITS = {
    etree.ErrorTypes.ERR_NO_MEMORY,
    etree.ErrorTypes.ERR_NAME_TOO_LONG,
    etree.ErrorTypes.ERR_RESOURCE_LIMIT,
}


def unpack(body: bytes) -> zipfile.ZipFile:
    """The opened package. Raises Unreadable: broken, encrypted, or too_large when unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except DAMAGED as error:
        raise Unreadable("broken") from error
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise Unreadable("encrypted")
    if sum(member.file_size for member in archive.infolist()) > LARGEST:
        raise Unreadable("too_large")
    return archive


def member(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bytes:
    """The bytes of one member, at most as many as it declares. Raises Unreadable."""
    try:
        return archive.read(name)
    except DAMAGED as error:
        raise Unreadable("broken") from error


def xml(data: bytes) -> etree._Element:
    """The root element; entities stay unresolved. Raises Unreadable."""
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            "too_large" if getattr(error, "code", None) in _LIMITS else "broken"
        ) from error


def proven(body: bytes) -> bytes:
    """`body`, after every XML member was unpacked once to show that it is as small as it says.

    For readers that unpack by themselves and trust nobody's limit but memory. Raises Unreadable.
    """
    with unpack(body) as archive:
        for info in archive.infolist():
            if info.filename.endswith((".xml", ".rels", ".bin")):
                member(archive, info.filename)
    return body
