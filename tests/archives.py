"""Small files for tests: archives, drawn PDF, and what no library here writes: XLS, OFD, RAR."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from data.demo import word97


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def drawn_pdf(encrypt: StandardEncryption | None = None, *, picture: bool = False) -> bytes:
    """A page of one sentence, or a scanned one: a picture and a page number."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=encrypt)
    if picture:
        canvas.drawImage(ImageReader(Image.new("L", (80, 80), 200)), 50, 50, 400, 600)
        canvas.drawString(300, 20, "- 1 -")
    else:
        canvas.drawString(50, 500, "Budget of the department for 2023")
    canvas.save()
    return out.getvalue()


def ofd(*pages: str) -> bytes:
    """An OFD file with a line of text a page."""
    contents = {
        f"Doc_0/Pages/Page_{n}/Content.xml": '<Page xmlns="o"><TextObject><TextCode>'
        f"{text}</TextCode></TextObject></Page>"
        for n, text in enumerate(pages)
    }
    return zipped({"OFD.xml": "<OFD/>"} | contents)


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def xls(name: str, rows: list[list[str | float]]) -> bytes:
    """A BIFF8 workbook, the format of .xls and of WPS .et, in the container of a Word file."""

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<4H2I", 0x0600, kind, 0, 0, 0, 0))

    def sheet(at: int) -> bytes:
        fields = struct.pack("<IBBBB", at, 0, 0, len(name), 1)
        return record(0x0085, fields + name.encode("utf-16-le"))

    def put(row: int, column: int, value: str | float) -> bytes:
        at = struct.pack("<3H", row, column, 0)
        if isinstance(value, str):
            text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
            return record(0x0204, at + text)
        return record(0x0203, at + struct.pack("<d", value))

    end = record(0x000A)
    cells = [put(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row)]
    first = len(begin(5) + sheet(0) + end)
    book = begin(5) + sheet(first) + end + begin(0x10) + b"".join(cells) + end
    body = word97._container(word97._padded(book, 4096), bytes(4096))
    for old, new in (("WordDocument", "Workbook"), ("1Table", "Other")):
        encoded = [f"{each}\0".encode("utf-16-le") for each in (old, new)]
        entries = [struct.pack("<64sHB", each, len(each), 2) for each in encoded]
        body = body.replace(*entries)
    return body


def number(value: int) -> bytes:
    """An integer as RAR 5 writes it: seven bits a byte, the lowest first."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def block5(kind: int, data: bytes) -> bytes:
    inner = number(kind) + number(0) + data
    sized = number(len(inner)) + inner
    return struct.pack("<I", zlib.crc32(sized)) + sized


def rar5(entries: dict[str, int], *, before: bytes = b"") -> bytes:
    out = b"Rar!\x1a\x07\x01\x00" + before + block5(1, number(0))
    for name, size in entries.items():
        raw = name.encode()
        fields = [0, size, 0, 0, 1, len(raw)]  # flags, size, attributes, method, system
        out += block5(2, b"".join(map(number, fields)) + raw)
    return out + block5(5, number(0))


def rar4(entries: dict[str, int], *, flags: int = 0x8000) -> bytes:
    def block(kind: int, flags: int, data: bytes) -> bytes:
        rest = struct.pack("<BHH", kind, flags, 7 + len(data)) + data
        return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, size in entries.items():
        raw = name.encode("gb18030")
        fields = struct.pack("<IIBIIBBHI", 0, size, 2, 0, 0, 20, 0x30, len(raw), 0x20)
        out += block(0x74, flags, fields + raw)
    return out + block(0x7B, 0, b"")
