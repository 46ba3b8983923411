"""Malformed files: sound ones of every format we read, spoiled by a seeded chance.

The n-th file is a function of the seeds and n alone, so a file that brings something down can be
made again by its number.
"""

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from data.demo import files
from tests import annual_reports, archives

_LARGEST = 2_000_000  # bytes of a seed from a folder: the time goes into many files, not large ones
_DEEP = 60_000  # levels of nesting
_PACKED = {"docx", "xlsx", "ofd", "zip", "ods"}


@dataclass(frozen=True, slots=True)
class Seed:
    """A file as its program wrote it; `name` is what a site would call it."""

    kind: str
    name: str
    body: bytes
    heavy: bool = False  # takes much time even as it is


# --- seeds ----------------------------------------------------------------------------------------

_TITLE = "清河市教育局2023年部门预算"
_TEXT = (
    "一、部门概况",
    "2023年收入总预算1200.50万元，比上年增加100.50万元，增长9.14%。",
    "“三公”经费预算30万元，其中公务接待费10万元、公务用车运行维护费20万元。",
    "机关运行经费80万元；政府采购预算50万元；绩效目标见附表。",
)
_TABLE: files.Tables = {
    "部门收支总表": [
        ["项目", "2023年预算数", "项目", "2023年预算数"],
        ["一般公共预算", 1200.5, "教育支出", 1100.5],
        ["", "", "住房保障支出", 100],
        ["收入总计", 1200.5, "支出总计", 1200.5],
    ],
    "一般公共预算支出表": [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["205", "教育支出", 1100.5, 1000.5, 100],
        ["20501", "教育管理事务", 1100.5, 1000.5, 100],
        ["221", "住房保障支出", 100, 100, 0],
    ],
}


def made() -> tuple[Seed, ...]:
    """One sound file or more of every format, and some that were never sound."""
    sheets = {name[:31]: rows for name, rows in _TABLE.items()}
    word = files.docx(_TITLE, _TEXT, _TABLE)
    old = files.doc(_TITLE, _TEXT, _TABLE)
    book = files.xlsx(sheets)
    rows = _TABLE["部门收支总表"]
    biff = archives.xls("收支", [[v if isinstance(v, str) else float(v) for v in r] for r in rows])
    bundle = _zipped({"预算.docx": word, "表/预算.xlsx": book, "说明.txt": "见表"})
    sound = {
        "报告.html": annual_reports.html(annual_reports.MADE),
        "年报.pdf": annual_reports.pdf(annual_reports.MADE),
        "年报.docx": _dateless(annual_reports.word(annual_reports.MADE)),
        "预算.pdf": files.pdf(_TITLE, _TEXT, _TABLE),
        "平铺.pdf": _flat_pdf(),
        "扫描.pdf": _without_time(archives.drawn_pdf(picture=True)),
        "预算.docx": word,
        "预算.doc": old,
        "预算.wps": old,
        "预算.xlsx": book,
        "预算.xls": biff,
        "预算.et": biff,
        "预算.ofd": _dateless(archives.ofd(_TITLE, *_TEXT)),
        "网页.xls": _saved_page(),
        "网页.html": _web_page(),
        "预算.zip": bundle,
        "层层.zip": _zipped({"内.zip": _zipped({"里.zip": bundle, "a.doc": old})}),
        "五.rar": archives.rar5({"预算.doc": 900, "附表.xls": 12}),
        "四.rar": archives.rar4({"预算.doc": 900, "附表.xls": 12}),
        "装.zip": _zipped({"四.rar": archives.rar4({"a.doc": 9}), "预算.ofd": b"PK\x03\x04"}),
    }
    seeds = [Seed(_kind(name), name, body) for name, body in sound.items()]
    heavy = (Seed(_kind(name), name, body, heavy=True) for name, body in _monsters().items())
    return (*seeds, *heavy)


def found(folders: Sequence[Path]) -> tuple[Seed, ...]:
    """Files of folders, the largest left out, as further seeds."""
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return tuple(
        Seed(_kind(path.name), path.name, path.read_bytes())
        for path in paths
        if 0 < path.stat().st_size <= _LARGEST
    )


def _kind(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return {"htm": "html", "wps": "doc", "et": "xls"}.get(ending, ending)


def _flat_pdf() -> bytes:
    """Without compression, so that what is spoiled is the drawing and not its packing."""
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0, invariant=1)
    for page in range(3):
        canvas.drawString(50, 700, f"Budget 2023, page {page}: 1200.50")
        canvas.grid([50, 150, 250, 350], [400 + 20 * n for n in range(8)])
        for n in range(7):
            canvas.drawString(60, 405 + 20 * n, f"{n * 100.5}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _without_time(body: bytes) -> bytes:
    """A PDF without the time of writing, and without the identity made from it."""
    body = re.sub(rb"\(D:\d{14}[^)]*\)", b"(D:20230101000000)", body)
    return re.sub(rb"<[0-9a-f]{32}>", b"<" + b"0" * 32 + b">", body)


def _web_page() -> bytes:
    entries = "".join(
        f'<li><a href="/zwgk/{n}.html">清河市教育局关于第{n}项工作的通知</a>'
        f"<span>2023-05-{n % 28 + 1:02}</span></li>"
        for n in range(40)
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="gbk"><title>通知公告_清河市教育局</title></head>'
        '<body><div class="position">当前位置：<a href="/">首页</a> &gt; 通知公告</div>'
        f'<ul class="list">{entries}</ul><form action="/so"><input name="q"></form>'
        "<script>createPageHTML(9, 0, 'index', 'html')</script></body></html>"
    ).encode("gbk")


def _saved_page() -> bytes:
    rows = "".join(
        "<tr>" + "".join(f'<td rowspan=1 colspan="2">{value}</td>' for value in row) + "</tr>"
        for row in _TABLE["部门收支总表"]
    )
    start = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">'
    return f"{start}</head><body><table>{rows}</table></body></html>".encode()


def _monsters() -> dict[str, bytes]:
    """Nesting without end and counts beyond reason."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    cell = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p>"
    deep = 20_000
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    huge = files.xlsx({"表": [["甲", 1]]})
    pages = "".join(f'<Page ID="{n}" BaseLoc="Pages/Page_0/Content.xml"/>' for n in range(20_000))
    inner = archives.ofd("部门预算" * 2000)
    return {
        "深.html": b"<div>" * _DEEP + "2023年部门预算".encode(),
        "深表.html": b"<table><tr><td>" * _DEEP + b"1",
        "宽表.html": b'<table><tr><td rowspan="999" colspan="999">1</table>' * 300,
        "宽表.xls": b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>"
        + b'<tr><td rowspan="999" colspan="999">1</td></tr>' * 4000,
        "深.docx": _repacked(
            files.docx("深", []),
            "word/document.xml",
            f"<w:document {w}><w:body>{cell * deep}</w:body></w:document>".encode(),
        ),
        "宽.docx": _repacked(
            files.docx("宽", []),
            "word/document.xml",
            (
                f"<w:document {w}><w:body><w:tbl>"
                + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999"/></w:tcPr></w:tc></w:tr>' * 30_000
                + "</w:tbl></w:body></w:document>"
            ).encode(),
        ),
        "远.xlsx": _repacked(
            huge,
            "xl/worksheets/sheet1.xml",
            (
                f'{sheet}<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v>'
                '</c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                "</worksheet>"
            ).encode(),
        ),
        "同页.ofd": _zipped(
            {
                "OFD.xml": '<OFD xmlns="o"><DocBody><DocRoot>Doc_0/Document.xml</DocRoot>'
                "</DocBody></OFD>",
                "Doc_0/Document.xml": f'<Document xmlns="o"><Pages>{pages}</Pages></Document>',
                "Doc_0/Pages/Page_0/Content.xml": zipfile.ZipFile(io.BytesIO(inner)).read(
                    "Doc_0/Pages/Page_0/Content.xml"
                ),
            }
        ),
        "许多.zip": _zipped({f"{n}.txt": b"" for n in range(20_000)}),
        "炸.zip": _zipped({f"{n}.zip": _zipped({"0": bytes(9_000_000)}) for n in range(30)}),
        "圈.pdf": _looping_pdf(),
        "许多页.pdf": _many_pages(),
        "长行.txt": "2023年部门预算1万元，".encode() * 90_000,
        "长词.html": b"<p>" + "公开".encode() * 400_000,
        "引用.html": b"&#x4e00;&amp;&#0;" * 60_000,
    }


def _zipped(members: Mapping[str, str | bytes]) -> bytes:
    return _dateless(archives.zipped(members))


def _dateless(package: bytes) -> bytes:
    """The same ZIP without the time of writing: the n-th file is the same every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _repacked(package: bytes, name: str, body: bytes) -> bytes:
    """The package with one member replaced."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        members = {each: old.read(each) for each in old.namelist()}
    return _zipped({**members, name: body})


def _looping_pdf() -> bytes:
    """A tree of pages that is its own child, and says that it has two milliards of them."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 2000000000>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9e30 -9e30]/Contents 3 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF"
    )


def _many_pages() -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(30_000))
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids["
        + kids
        + b"]/Count 30000>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF"
    )


# --- mutations ------------------------------------------------------------------------------------

Mutation = Callable[[random.Random, bytearray], None]

_TOKENS: Sequence[bytes] = (
    b"\x00" * 64, b"\xff" * 64, b"<!--", b"<![CDATA[", b"]]>", b"&#x110000;", b"<script>", b"</",
    b">", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"Rar!\x1a\x07\x00",
    b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"endobj", b"/Kids[2 0 R]", b"/Length -1",
    b"<table><tr><td rowspan=999 colspan=999>", b"\x81\x30\x81\x30", b"9" * 300, b"1e999999999",
    b"-0", b"NaN", "二〇二三年十三月".encode(), "（".encode(), b"\xed\xa0\x80", b"\r", b"\t" * 300,
)  # fmt: skip
_OPENINGS = (b"<div>", b"<w:tbl><w:tr><w:tc>", b"<x>", b"[", b"<<", b"(", b"{", b"\x13", b"q ")
_EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**64 - 1)
_WIDTHS = {1: "B", 2: "H", 4: "I", 8: "Q"}
_BLOCK = 512  # bytes: the sector of an OLE file


def _flip(chance: random.Random, body: bytearray) -> None:
    for _ in range(chance.choice((1, 2, 8, 64))):
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)


def _cut(chance: random.Random, body: bytearray) -> None:
    del body[chance.randrange(len(body)) :]


def _hole(chance: random.Random, body: bytearray) -> None:
    at = chance.randrange(len(body))
    del body[at : at + chance.choice((1, 3, 16, 200, 5000))]


def _swap(chance: random.Random, body: bytearray) -> None:
    one, other = (chance.randrange(len(body) // _BLOCK + 1) * _BLOCK for _ in range(2))
    first, second = body[one : one + _BLOCK], body[other : other + _BLOCK]
    body[one : one + _BLOCK] = second
    body[other : other + _BLOCK] = first


def _double(chance: random.Random, body: bytearray) -> None:
    at = chance.randrange(len(body))
    piece = body[at : at + chance.choice((4, 64, 512, 4096))]
    body[at:at] = piece * chance.choice((1, 2, 30))


def _field(chance: random.Random, body: bytearray) -> None:
    """Where a length may stand, an edge of what its width can say."""
    for _ in range(chance.choice((1, 3, 10))):
        width = chance.choice(tuple(_WIDTHS))
        value = chance.choice(_EDGES) & (2 ** (8 * width) - 1)
        at = chance.randrange(len(body) // width + 1) * width
        body[at : at + width] = struct.pack(chance.choice("<>") + _WIDTHS[width], value)


def _figure(chance: random.Random, body: bytearray) -> None:
    """A figure in writing becomes huge, negative or none."""
    if numbers := list(re.finditer(rb"\d+", body[:400_000])):
        for number in sorted(
            chance.sample(numbers, min(3, len(numbers))), key=lambda m: -m.start()
        ):
            said = (b"0", b"-1", b"999", b"65536", b"2147483648", b"9" * 40, b"", b"1.e5")
            body[number.start() : number.end()] = chance.choice(said)


def _token(chance: random.Random, body: bytearray) -> None:
    at = chance.randrange(len(body) + 1)
    body[at:at] = chance.choice(_TOKENS)


def _nest(chance: random.Random, body: bytearray) -> None:
    at = chance.randrange(len(body) + 1)
    body[at:at] = chance.choice(_OPENINGS) * chance.choice((20, 600, 20_000))


MUTATIONS: tuple[Mutation, ...] = (
    _flip, _cut, _hole, _swap, _double, _field, _figure, _token, _nest,
)  # fmt: skip


def spoiled(chance: random.Random, body: bytes) -> bytes:
    """`body` after one to four mutations."""
    found = bytearray(body)
    for _ in range(chance.choice((1, 1, 2, 4))):
        if found:
            chance.choice(MUTATIONS)(chance, found)
    return bytes(found)


def _spoiled_inside(chance: random.Random, body: bytes) -> bytes:
    """A package whose members are spoiled and whose packing is sound: checksums hide nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as old:
            members = {each: old.read(each) for each in old.namelist()}
    except (zipfile.BadZipFile, OSError, RuntimeError):
        return spoiled(chance, body)
    for name in chance.sample(sorted(members), min(2, len(members))):
        members[name] = spoiled(chance, members[name])
    return _zipped(members)


def nth(number: int, seeds: Sequence[Seed]) -> Seed:
    """The malformed file of that number: every seed as it is, then spoiled, one in 20 heavy."""
    if number < len(seeds):
        return seeds[number]
    light = [seed for seed in seeds if not seed.heavy]
    heavy = [seed for seed in seeds if seed.heavy] if number % 20 == 0 else []
    seed = heavy[number // 20 % len(heavy)] if heavy else light[number % len(light)]
    chance = random.Random(f"{number} {seed.name}")
    match chance.randrange(10):
        case 0:  # another format's file from the middle on
            other = chance.choice(seeds).body
            body = seed.body[: chance.randrange(len(seed.body) + 1)]
            body += other[chance.randrange(len(other) + 1) :]
        case 1:
            body = _zipped({seed.name: spoiled(chance, seed.body), "内.zip": seed.body})
        case 2 | 3 | 4 | 5 if seed.kind in _PACKED and len(seed.body) < 200_000:
            body = _spoiled_inside(chance, seed.body)
        case _:
            body = spoiled(chance, seed.body)
    return Seed(seed.kind, seed.name, body)
