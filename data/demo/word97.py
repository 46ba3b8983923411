"""A small writer of Word 97-2003 files: no maintained library writes this format.

Only what a reader needs: text, paragraphs, tables. Source: [MS-DOC] 2.5 (FIB), 2.8 (PLCs),
2.9.175 (PapxFkp); [MS-CFB] 2.2-2.6 for the container.
"""

import struct
from collections.abc import Mapping, Sequence
from itertools import accumulate

_FIB_END = 0x400  # text starts here
_PAGE = 512  # of formatting pages and of the container's sectors
_SMALLEST = 4096  # shorter streams would live in a second, smaller file system

_IN_TABLE = struct.pack("<HB", 0x2416, 1)  # sprmPFInTable
_ROW_END = struct.pack("<HB", 0x2417, 1)  # sprmPFTtp
_BORDERS = struct.pack("<HB", 0xD605, 24) + b"\x04\x01\x01\x00" * 6  # sprmTTableBorders80

_Paragraph = tuple[str, bytes]  # text with its end mark, paragraph properties


def word97(paragraphs: Sequence[str], tables: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """The bytes of a .doc file: paragraphs, then each table under its caption."""
    content: list[_Paragraph] = [(f"{_one_line(text)}\r", b"") for text in paragraphs]
    for caption, rows in tables.items():
        content.append((f"{_one_line(caption)}\r", b""))
        for row in rows:
            content += [(f"{_one_line(cell)}\x07", _IN_TABLE) for cell in row]
            content.append(("\x07", _IN_TABLE + _ROW_END + _columns(len(row)) + _BORDERS))
    content.append(("\r", b""))  # a document may not end with a table
    return _container(*_streams(content))


def _one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "\x0b")  # \x0b is a line break inside a paragraph


def _columns(count: int) -> bytes:
    """sprmTDefTable: `count` equal columns on 15 cm of paper, in twentieths of a point."""
    edges = [8500 * number // max(count, 1) for number in range(count + 1)]
    definition = struct.pack(f"<B{count + 1}h", count, *edges)
    return struct.pack("<HH", 0xD608, len(definition) + 1) + definition


def _streams(content: list[_Paragraph]) -> tuple[bytes, bytes]:
    """The streams WordDocument and 1Table."""
    encoded = [text.encode("utf-16-le") for text, _ in content]
    ends = [_FIB_END + size for size in accumulate(map(len, encoded))]
    text = _padded(b"".join(encoded), _PAGE)
    first = (_FIB_END + len(text)) // _PAGE
    formats = list(zip([_FIB_END, *ends[:-1]], ends, [props for _, props in content], strict=True))
    groups = _pages_of_formats(formats)
    pages = [_format_page(group) for group in groups]
    plain = _padded(struct.pack("<IIB", _FIB_END, ends[-1], 0), _PAGE - 1) + b"\x01"
    starts = [group[0][0] for group in groups]
    length = (ends[-1] - _FIB_END) // 2

    parts = {  # place in the FIB's list -> bytes in the table stream
        1: _styles(),
        6: struct.pack("<IIHIHI", 0, length, 0, 0xFFFFFFFF, 0, 0xFFFFFFFF),  # one section
        12: struct.pack("<III", _FIB_END, ends[-1], first + len(pages)),
        13: struct.pack(
            f"<{2 * len(pages) + 1}I", *starts, ends[-1], *range(first, first + len(pages))
        ),
        15: _fonts(),
        31: bytes(500),  # document properties: all defaults
        33: b"\x02" + struct.pack("<IIIHIH", 16, 0, length, 0, _FIB_END, 0),  # the piece table
    }
    table, places = b"", [(0, 0)] * 93
    for place, part in parts.items():
        places[place] = (len(table), len(part))
        table += _padded(part, 4)
    main_size = _FIB_END + len(text) + (len(pages) + 1) * _PAGE
    fib = struct.pack("<6H", 0xA5EC, 0xC1, 0, 0x0804, 0, 0x1200)  # Chinese, table is 1Table
    fib += struct.pack("<HI2x4xII", 0xBF, 0, _FIB_END, ends[-1])
    fib += struct.pack("<H26xHHI8xI72x", 14, 0x0804, 22, main_size, length)
    fib += struct.pack("<H", 93) + b"".join(struct.pack("<II", *pair) for pair in places)
    main = fib.ljust(_FIB_END, b"\0") + text + b"".join(pages) + plain
    return _padded(main, _SMALLEST), _padded(table, _SMALLEST)


def _pages_of_formats(formats: list[tuple[int, int, bytes]]) -> list[list[tuple[int, int, bytes]]]:
    """Paragraphs grouped so that the properties of each group fit on one page."""
    groups: list[list[tuple[int, int, bytes]]] = [[]]
    for entry in formats:
        group = [*groups[-1], entry]
        properties = {props for _, _, props in group}
        if 4 + 17 * len(group) + sum(len(p) + 5 for p in properties) > _PAGE - 1:
            groups.append([entry])
        else:
            groups[-1] = group
    return groups


def _format_page(group: list[tuple[int, int, bytes]]) -> bytes:
    """A PapxFkp: where paragraphs start, and the properties of each at the page's end."""
    page = bytearray(_PAGE)
    page[-1] = len(group)
    bounds = [group[0][0], *[end for _, end, _ in group]]
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    free, stored = _PAGE - 2, dict[bytes, int]()
    for number, (_, _, props) in enumerate(group):
        if props not in stored:
            papx = bytes(2) + props  # style 0, then the properties
            half, odd = divmod(len(papx), 2)
            sized = (bytes([half + 1]) if odd else bytes([0, half])) + papx
            free = (free - len(sized)) // 2 * 2
            page[free : free + len(sized)] = sized
            stored[props] = free // 2
        page[4 * (len(group) + 1) + 13 * number] = stored[props]
    return bytes(page)


def _styles() -> bytes:
    """A style sheet with Normal alone; Chinese text in font 1, the rest in font 0."""
    name = struct.pack("<H", 6) + "Normal\0".encode("utf-16-le")
    upx = struct.pack("<HHH", 2, 0, 0)
    size = 10 + len(name) + len(upx)
    normal = struct.pack("<5H", 0, 0xFFF1, 2, size, 0) + name + upx
    info = struct.pack("<9H", 15, 10, 1, 0x5B, 15, 0, 0, 1, 0)
    return struct.pack("<H", len(info)) + info + struct.pack("<H", size) + normal + bytes(2 * 14)


def _fonts() -> bytes:
    found = b""
    for name, charset in (("Times New Roman", 0), ("宋体", 134)):
        entry = struct.pack("<BHBB34x", 0x16, 400, charset, 0) + f"{name}\0".encode("utf-16-le")
        found += bytes([len(entry)]) + entry
    return struct.pack("<HH", 2, 0) + found


def _container(document: bytes, table: bytes) -> bytes:
    """A compound file with both streams. Sectors: directory, document, table, then the FAT."""
    sizes = [_PAGE, len(document), len(table)]
    counts = [size // _PAGE for size in sizes]
    used = sum(counts)
    fats = 1
    while (used + fats) > fats * 128:
        fats += 1
    links = list[int]()
    for count in counts:
        links += [*range(len(links) + 1, len(links) + count), 0xFFFFFFFE]
    links += [0xFFFFFFFD] * fats
    links += [0xFFFFFFFF] * (fats * 128 - len(links))
    if fats > 109:
        raise ValueError("Word 文件过大：演示附件不能超过 7 MB")
    header = struct.pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, fats, 0, 0, _SMALLEST, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    difat = [used + number for number in range(fats)] + [0xFFFFFFFF] * (109 - fats)
    word = bytes.fromhex("0609020000000000c000000000000046")  # class id of Word.Document.8
    directory = (
        _entry("Root Entry", 5, child=2, start=0xFFFFFFFE, class_id=word)
        + _entry("1Table", 2, black=0, start=counts[0] + counts[1], size=len(table))
        + _entry("WordDocument", 2, left=1, start=counts[0], size=len(document))
        + bytes(68)
        + struct.pack("<3I", *[0xFFFFFFFF] * 3)
        + bytes(48)
    )
    fat = struct.pack(f"<{len(links)}I", *links)
    return header + struct.pack("<109I", *difat) + directory + document + table + fat


def _entry(
    name: str,
    kind: int,
    *,
    left: int = 0xFFFFFFFF,
    child: int = 0xFFFFFFFF,
    start: int = 0,
    size: int = 0,
    black: int = 1,
    class_id: bytes = bytes(16),
) -> bytes:
    encoded = f"{name}\0".encode("utf-16-le")
    fields = struct.pack("<64sHBB3I", encoded, len(encoded), kind, black, left, 0xFFFFFFFF, child)
    return fields + class_id + struct.pack("<20xIII", start, size, 0)


def _padded(data: bytes, size: int) -> bytes:
    """`data` with zeros up to a multiple of `size`."""
    return data + bytes(-len(data) % size)
