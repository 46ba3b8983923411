"""Word 97-2003 and WPS Writer files: text through the piece table, tables through row marks.

Our own, because what can be installed reads Chinese files wrongly or needs an office suite.
Source: [MS-DOC] 2.4.1 (retrieving text), 2.4.2 (paragraph boundaries), 2.9.175 (PapxFkp).
"""

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator

import olefile

from crawlers.formats.content import Content, Rows, Unreadable, cell, flowing

_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_CLX, _FORMATS = 0x01A2, 0x0102  # places in the FIB: piece table, formatting pages
_SET_IN_TABLE = b"\x16\x24\x01"  # sprmPFInTable switched on
_SET_ROW_END = b"\x17\x24\x01"  # sprmPFTtp switched on
_ELSEWHERE = b"\x46\x66"  # sprmPHugePapx: the properties are too long and lie in stream Data
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x15]*))?\x15")  # instruction, result
_CELL = "\x07"
# In the file a row ends with the mark of a cell, and paragraphs inside a cell like any other.
_ROW, _INSIDE = "\x1e", "\x1f"


def read_doc(body: bytes) -> Content:
    """One page: main text, then notes, headers and text boxes. Raises Unreadable."""
    try:
        with olefile.OleFileIO(io.BytesIO(body)) as ole:
            main = ole.openstream("WordDocument").read()
            magic, version, flags = struct.unpack_from("<HH6xH", main)
            if magic not in {0xA5EC, 0xA5DC} or version < 0xC1:
                raise Unreadable("unsupported")  # Word 6 and 95
            if flags & _ENCRYPTED:
                raise Unreadable("encrypted")
            table = ole.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
            data = ole.openstream("Data").read() if ole.exists("Data") else b""
        text = _text(main, table, data)
    except (OSError, struct.error, IndexError, ValueError, KeyError) as error:
        raise Unreadable("broken") from error
    return _content(_without_fields(text))


def _part(main: bytes, table: bytes, place: int) -> bytes:
    """The piece of the table stream that the FIB points to at `place`."""
    start, size = struct.unpack_from("<II", main, place)
    return table[start : start + size]


def _text(main: bytes, table: bytes, data: bytes) -> str:
    clx, at = _part(main, table, _CLX), 0
    while clx[at] == 1:  # formatting exceptions before the piece table
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise ValueError("no piece table")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    count = (size - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    marks = _table_marks(main, table, data)
    parts: list[str] = []
    for number in range(count):
        place = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)[0]
        length = ends[number + 1] - ends[number]
        if length < 0:
            raise ValueError("piece table out of order")
        if place & 0x40000000:  # one byte a character
            start, width, codec = (place & 0x3FFFFFFF) // 2, 1, "cp1252"
        else:
            start, width, codec = place, 2, "utf-16-le"
        piece = main[start : start + length * width]
        parts += _marked(piece, start, width, codec, marks)
    return "".join(parts)


def _marked(
    piece: bytes, start: int, width: int, codec: str, marks: list[tuple[int, str]]
) -> Iterator[str]:
    """The piece's text with the last character of paragraphs inside tables made telling."""
    first = bisect_right(marks, (start, _INSIDE))
    at = 0
    for end, mark in marks[first : bisect_right(marks, (start + len(piece), _INSIDE))]:
        stop = end - start - width
        text = piece[at : stop + width].decode(codec, "replace")
        yield text[:-1] + mark if mark == _ROW or text.endswith("\r") else text
        at = stop + width
    yield piece[at:].decode(codec, "replace")


def _table_marks(main: bytes, table: bytes, data: bytes) -> list[tuple[int, str]]:
    """Where paragraphs inside tables end in the file, ascending, and what kind they are."""
    bins = _part(main, table, _FORMATS)
    count = max(len(bins) - 4, 0) // 8
    found: dict[int, str] = {}
    for number in struct.unpack_from(f"<{count}I", bins, 4 * (count + 1)) if count else ():
        page = main[512 * number : 512 * number + 512]
        if len(page) == 512:
            found |= _page_marks(page, data)
    return sorted(found.items())


def _page_marks(page: bytes, data: bytes) -> dict[int, str]:
    """The same of one formatting page."""
    runs, found = page[511], dict[int, str]()
    offsets = page[4 * (runs + 1) : 4 * (runs + 1) + 13 * runs : 13]
    for end, offset in zip(struct.unpack_from(f"<{runs}I", page, 4), offsets, strict=False):
        at = 2 * offset
        if at:
            if page[at]:
                properties = page[at + 1 : at + 2 * page[at]]
            else:
                properties = page[at + 2 : at + 2 + 2 * page[at + 1]]
            if properties[2:4] == _ELSEWHERE:
                place = struct.unpack_from("<I", properties, 4)[0]
                size = struct.unpack_from("<H", data, place)[0]
                properties = data[place + 2 : place + 2 + size]
            if _SET_ROW_END in properties:
                found[end] = _ROW
            elif _SET_IN_TABLE in properties:
                found[end] = _INSIDE
    return found


def _without_fields(text: str) -> str:
    """Fields (links, page numbers, contents) replaced by what they show, innermost first."""
    count = 1
    while count:
        text, count = _FIELD.subn(lambda field: field.group(1) or "", text)
    return text


def _content(text: str) -> Content:
    """Paragraphs and tables in order; rows without a paragraph between them are one table."""
    parts: list[str | Rows] = []
    for paragraph in re.split("[\r\x0c]", text):
        *ended, after = paragraph.replace(_INSIDE, " ").split(_ROW)
        if ended:
            parts.append(tuple(tuple(cell(c) for c in row.split(_CELL)[:-1]) for row in ended))
        parts.append(after.replace(_CELL, "\t").replace("\x0b", "\n"))
    return flowing(parts)
