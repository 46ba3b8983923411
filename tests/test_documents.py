"""Attachments: what the bytes are, what they say, and how unreadable ones end."""

import asyncio
import csv
import errno
import io
import logging
import multiprocessing
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from crawlers.documents import (
    LARGEST,
    Reader,
    checkable,
    is_openable,
    promised,
    read_document,
    sniff,
)
from crawlers.formats.extract import extract
from data.demo import files
from tests.archives import block5, drawn_pdf, number, rar4, rar5, xls, zipped

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"

TEXT = ["收入合计1,234.56万元。", "“三公”经费20.5万元（较上年减少3%）。"]
TABLES: files.Tables = {"收支总表": [["项目", "预算数"], ["财政拨款", 1234.5], ["其他收入", ""]]}
PDF = files.pdf("部门预算", TEXT, TABLES)
DOCX = files.docx("部门预算", TEXT, TABLES)
DOC = files.doc("部门预算", TEXT, TABLES)
XLSX = files.xlsx(TABLES)

ERROR_PAGE = "<!DOCTYPE html><html><body><h1>404 页面不存在</h1></body></html>".encode()
SAVED_BY_EXCEL = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td {}</style></head>'
    "<body><p>收支总表</p><table><tr><td>项目</td><td>预算数</td></tr></table></body></html>"
).encode("gb18030")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(2, cpu_s=10) as opened:
        yield opened


def word(body: str) -> bytes:
    xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": xml})


# --- what a file is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PDF, "pdf"),
        (b"\r\n\r\n" + PDF, "pdf"),
        (DOCX, "docx"),
        (DOCX[:3000], "docx"),
        (XLSX, "xlsx"),
        (zipped({"word/embeddings/a.xlsx": "x", "word/document.xml": "x"}), "docx"),
        (zipped({"OFD.xml": "x"}), "ofd"),
        (zipped({"附件.txt": "x"}), "zip"),
        (DOC, "doc"),
        (DOC[:600], "ole"),
        (b"Rar!\x1a\x07\x01\x00rest", "rar"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (ERROR_PAGE, "html"),
        ("\ufeff\n<!-- WAF --><HTML><head>".encode(), "html"),
        (SAVED_BY_EXCEL, "html"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "office"),
        (b'<?xml version="1.0"?><rss><channel><title>x</title></channel></rss>', "xml"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-"><html>', "html"),
        ("部门预算".encode("gb18030"), "text"),
        (b"", "empty"),
        (b"\x00" * 2000, "empty"),
        (b"\x01\x02\x03\x04binary", "unknown"),
        ("加强公开<title>。由市财政局牵头。".encode(), "text"),
        ("说明<div>加强公开</div>".encode(), "html"),
    ],
)
def test_bytes_tell_the_format(body: bytes, kind: str) -> None:
    assert sniff(body) == kind


def test_outer_document_decides_over_an_embedded_one() -> None:
    embedded = io.BytesIO()
    with zipfile.ZipFile(embedded, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", "x")
        archive.writestr("word/embeddings/1.xlsx", XLSX)
    assert sniff(embedded.getvalue()) == "docx"


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("2023年部门预算.PDF", "pdf"),
        ("http://a.localhost/b/c.docx?id=1.html", "docx"),
        ("http://a.localhost/%E9%A2%84%E7%AE%97.xls", "xls"),
        ("http://a.localhost/down", ""),
        ("附件 1.pdf ", "pdf"),
        ("截至2023.12", ""),
        ("1.部门预算", ""),
        ("见 http://[::1/附件.pdf", "pdf"),
        ("", ""),
    ],
)
def test_promise_is_the_extension(name: str, extension: str) -> None:
    assert promised(name) == extension


@pytest.mark.parametrize(
    ("body", "name", "opens"),
    [
        (PDF, "a.pdf", True),
        (DOCX, "a.doc", True),
        (XLSX, "a.pdf", True),
        (PDF, "", True),
        (ERROR_PAGE, "a.pdf", False),
        (ERROR_PAGE, "", False),
        (ERROR_PAGE, "a.html", True),
        (SAVED_BY_EXCEL, "a.xls", True),
        (SAVED_BY_EXCEL, "a.pdf", False),
        (SAVED_BY_EXCEL, "", False),
        (b'{"code": 404}', "a.pdf", False),
        (b'{"code": 404}', "a.xlsx", False),
        ("一、总体情况".encode(), "a.txt", True),
        ("一、总体情况".encode(), "a.doc", True),
        (b"", "a.pdf", False),
        (b"\x01\x02\x03", "a.pdf", False),
        (b"\x01\x02\x03", "a.dwg", True),
    ],
)
def test_a_file_opens_when_it_is_a_document_of_some_kind(
    body: bytes, name: str, opens: bool
) -> None:
    assert is_openable(body, name) is opens


# --- what a file says -------------------------------------------------------------------------


@pytest.mark.parametrize("body", [PDF, DOCX, DOC], ids=["pdf", "docx", "doc"])
def test_text_comes_normalised(reader: Reader, body: bytes) -> None:
    document = reader.read("u", body)
    assert document.state == "ok"
    expected = [
        "部门预算",
        "收入合计1,234.56万元。",
        "“三公”经费20.5万元(较上年减少3%)。",
        "收支总表",
    ]
    assert document.text.splitlines()[:4] == expected


@pytest.mark.parametrize("body", [DOCX, DOC, XLSX], ids=["docx", "doc", "xlsx"])
def test_tables_come_as_rows_of_cells(reader: Reader, body: bytes) -> None:
    rows = (("项目", "预算数"), ("财政拨款", "1234.5"), ("其他收入", ""))
    assert reader.read("u", body).tables == (rows,)


def test_pdf_tables_come_only_when_asked_for(reader: Reader) -> None:
    rows = (("项目", "预算数"), ("财政拨款", "1234.5"), ("其他收入", ""))
    assert reader.read("u", PDF).tables == ()
    assert reader.read("u", PDF, tables=True).tables == (rows,)


def test_pdf_has_a_text_for_each_page(reader: Reader) -> None:
    document = reader.read("u", files.pdf("长文", ["一段话。" * 40] * 30))
    assert len(document.pages) > 2
    assert document.pages[0].startswith("长文")


def test_workbook_has_a_page_for_each_sheet(reader: Reader) -> None:
    body = files.xlsx(
        {"收入表": [["合计", 100.0, 0.1 + 0.2]], "空表": [], "支出表": [["合计", 1e16]]}
    )
    document = reader.read("u", body, "a.xls")
    assert document.pages == ("收入表\n合计\t100\t0.3", "空表\n", "支出表\n合计\t10000000000000000")


def test_word_changes_fields_and_boxes_read_as_they_show(reader: Reader) -> None:
    body = word(
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>保</w:t></w:r>"
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>留</w:t><w:tab/><w:t>下</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert reader.read("u", body).text == "保留\t下\n目录"


def test_word_cell_over_columns_keeps_the_columns_in_line(reader: Reader) -> None:
    cell = "<w:tc>{}<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    wide = cell.format('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', "申请人情况")
    rows = [wide + cell.format("", "总计"), "".join(cell.format("", text) for text in "123")]
    body = word(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
    assert reader.read("u", body).tables == ((("申请人情况", "", "总计"), ("1", "2", "3")),)


def test_nested_word_table_stays_inside_its_cell(reader: Reader) -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    outer = f"<w:tc><w:p><w:r><w:t>外</w:t></w:r></w:p>{inner}</w:tc>"
    body = word(f"<w:tbl><w:tr>{outer}</w:tr></w:tbl>")
    assert reader.read("u", body).tables == ((("外 内",),),)


def test_old_word_field_shows_its_result(reader: Reader) -> None:
    body = files.doc("见\x13HYPERLINK \x13x\x15\x14附件\x15。", [])
    assert reader.read("u", body).text == "见附件。"


def test_ofd_lines_are_pieces_of_one_height(reader: Reader) -> None:
    objects = [("0 10 5 5", "部门"), ("9 10 5 5", "预算"), ("0 20 5 5", "目录")]
    content = "".join(
        f'<TextObject Boundary="{box}"><TextCode X="0" Y="4">{text}</TextCode></TextObject>'
        for box, text in objects
    )
    page = f'<Page xmlns="http://www.ofdspec.org/2016"><Content>{content}</Content></Page>'
    body = zipped({"OFD.xml": "<OFD/>", "Doc_0/Pages/Page_0/Content.xml": page})
    assert reader.read("u", body).pages == ("部门预算\n目录",)


def test_ofd_pages_come_in_the_order_and_from_the_places_that_the_document_says(
    reader: Reader,
) -> None:
    def page(text: str) -> str:
        return f'<Page xmlns="o"><TextObject><TextCode>{text}</TextCode></TextObject></Page>'

    body = zipped(
        {
            "OFD.xml": '<OFD xmlns="o"><DocBody><DocRoot>Doc_0/D.xml</DocRoot></DocBody></OFD>',
            "Doc_0/D.xml": '<Document xmlns="o"><Pages><Page BaseLoc="Pages/P9/Content.xml"/>'
            '<Page BaseLoc="/Doc_0/Pages/P1.xml"/></Pages></Document>',
            "Doc_0/Pages/P1.xml": page("第二页"),
            "Doc_0/Pages/P9/Content.xml": page("第一页"),
        }
    )
    assert reader.read("u", body, "a.ofd").pages == ("第一页", "第二页")


def test_ofd_of_pictures_alone_is_a_scan(reader: Reader) -> None:
    page = '<Page xmlns="o"><Content><ImageObject ResourceID="1"/></Content></Page>'
    body = zipped({"OFD.xml": "<OFD/>", "Doc_0/Pages/Page_0/Content.xml": page})
    assert reader.read("u", body, "a.ofd").state == "scan"


@pytest.mark.parametrize("name", ["附件.et", "附件.xls"])
def test_old_workbooks_and_those_of_wps_read_as_tables(reader: Reader, name: str) -> None:
    rows: list[list[str | float]] = [["项目", "预算数"], ["财政拨款", 1234.5]]
    document = reader.read("u", xls("收支总表", rows), name)
    assert (document.format, document.state) == ("xls", "ok")
    assert document.tables == ((("项目", "预算数"), ("财政拨款", "1234.5")),)


def test_a_text_of_wps_reads_as_the_word_file_that_it_is(reader: Reader) -> None:
    document = reader.read("u", DOC, "附件.wps")
    assert (document.format, document.state) == ("doc", "ok")


def test_page_saved_by_excel_reads_as_a_table(reader: Reader) -> None:
    document = reader.read("u", SAVED_BY_EXCEL, "a.xls")
    assert (document.format, document.text) == ("office", "收支总表\n项目\t预算数")
    assert document.tables == ((("项目", "预算数"),),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_reads_in_any_usual_encoding(reader: Reader, encoding: str) -> None:
    assert reader.read("u", "一、总体情况".encode(encoding), "a.txt").text == "一、总体情况"


# --- archives ---------------------------------------------------------------------------------


ENTRIES = {"附件1：收支总表.docx": 1234, "说明\\附件2.xls": 5}
SHOWN = ((("附件1:收支总表.docx", "1234"), ("说明/附件2.xls", "5")),)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (zipped({name: "x" * size for name, size in ENTRIES.items()}), "zip"),
        (rar5(ENTRIES), "rar"),
        (rar4(ENTRIES), "rar"),
    ],
    ids=["zip", "rar5", "rar4"],
)
def test_an_archive_is_listed_and_not_read(reader: Reader, body: bytes, kind: str) -> None:
    document = reader.read("u", body, f"附件.{kind}")
    assert (document.format, document.state, document.pages) == (kind, "listed", ())
    assert document.tables == SHOWN


def test_names_in_a_zip_that_do_not_say_their_code_are_gbk(reader: Reader) -> None:
    raw = "预算.doc".encode("gb18030")
    body = zipped({"a" * len(raw): "x"}).replace(b"a" * len(raw), raw)
    assert reader.read("u", body).tables == ((("预算.doc", "1"),),)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\windows\\a.exe", "windows/a.exe"),
        ("a/./../b.doc", "a/b.doc"),
        ("表\u202ecod.exe", "表cod.exe"),
        ("表\n二.doc", "表 二.doc"),
        ("长" * 300, "长" * 255),
        ("../..", "?"),
    ],
)
def test_names_that_mean_to_lead_elsewhere_show_as_ordinary_ones(
    reader: Reader, name: str, shown: str
) -> None:
    assert reader.read("u", zipped({name: "x"})).tables == (((shown, "1"),),)
    assert reader.read("u", rar5({name: 1})).tables == (((shown, "1"),),)


def test_archives_in_an_archive_are_listed_too(reader: Reader) -> None:
    inner = zipped({"乙.doc": b"12", "丙.zip": b"not one"})
    outer = zipped({"甲.zip": inner, "丁.rar": rar5({"戊.pdf": 7})})
    assert reader.read("u", outer).tables == (
        (
            ("甲.zip", str(len(inner))),
            ("甲.zip/乙.doc", "2"),
            ("甲.zip/丙.zip", "7"),
            ("丁.rar", str(len(rar5({"戊.pdf": 7})))),
            ("丁.rar/戊.pdf", "7"),
        ),
    )


def test_archives_without_end_are_given_up_as_too_large(reader: Reader) -> None:
    body = zipped({"a.doc": b"x"})
    for _ in range(10):
        body = zipped({"a.zip": body})
    document = reader.read("u", body)
    assert document.state == "too_large"
    assert document.tables[0][-1][0] == "a.zip/a.zip/a.zip"
    wide = zipped({f"{n}.doc": b"" for n in range(2100)})
    assert (reader.read("u", wide).state, len(reader.read("u", wide).tables[0])) == (
        "too_large",
        2000,
    )


def test_an_archive_of_archives_that_unpack_to_much_is_not_unzipped(reader: Reader) -> None:
    bomb = zipped({"0.txt": bytes(19_000_000)})
    body = zipped({f"{n}.zip": bomb for n in range(20)})
    document = reader.read("u", body)
    assert (document.state, document.format) == ("too_large", "zip")
    assert sum(name.endswith("/0.txt") for name, _ in document.tables[0]) < 12


def test_an_entry_without_a_name_is_an_entry(reader: Reader) -> None:
    body = zipped({"ab": "x"}).replace(b"ab", b"\0b")  # a name ends with its first NUL
    assert reader.read("u", body).tables == ((("?", "1"),),)


def test_an_encrypted_archive_says_so_and_shows_what_names_it_lets_be_read(reader: Reader) -> None:
    body = zipped({"预算.doc": "x"})
    at = body.rfind(b"PK\x01\x02") + 8
    locked = body[:at] + bytes([body[at] | 1]) + body[at + 1 :]
    named, hidden = (
        rar4({"预算.doc": 1}, flags=0x8004),
        rar5({}, before=block5(4, number(0) + number(0) + b"\x0f" + bytes(16))),
    )
    for it, tables in (
        (locked, ((("预算.doc", "1"),),)),
        (named, ((("预算.doc", "1"),),)),
        (hidden, ()),
    ):
        document = reader.read("u", it)
        assert (document.state, document.tables) == ("encrypted", tables)


# --- what cannot be read ----------------------------------------------------------------------


def test_pages_of_pictures_are_a_scan(reader: Reader) -> None:
    assert reader.read("u", drawn_pdf(picture=True)).state == "scan"


def test_short_text_beside_lines_is_no_scan(reader: Reader) -> None:
    document = reader.read("u", files.pdf("题", [], {"表": [["甲", "乙"], ["丙", ""]]}))
    assert (document.state, "".join(document.text.split())) == ("ok", "题表甲乙丙")


def test_password_makes_a_pdf_encrypted(reader: Reader) -> None:
    assert reader.read("u", drawn_pdf(StandardEncryption("secret"))).state == "encrypted"
    assert reader.read("u", drawn_pdf(StandardEncryption("", "owner"))).state == "ok"


def test_flag_makes_an_old_word_file_encrypted(reader: Reader) -> None:
    body = bytearray(DOC)
    at = body.find(struct.pack("<H", 0xA5EC)) + 10
    struct.pack_into("<H", body, at, struct.unpack_from("<H", body, at)[0] | 0x0100)
    assert reader.read("u", bytes(body)).state == "encrypted"


def test_package_under_a_password_is_encrypted(reader: Reader) -> None:
    names = [("WordDocument", "EncryptedPackage"), ("1Table", "Encryption")]
    body = DOC
    for old, new in names:
        encoded = [f"{name}\0".encode("utf-16-le") for name in (old, new)]
        entries = [struct.pack("<64sHB", name, len(name), 2) for name in encoded]
        body = body.replace(entries[0], entries[1])
    assert reader.read("u", body, "a.docx").state == "encrypted"


@pytest.mark.parametrize(
    ("body", "name", "state"),
    [
        (b"", "a.pdf", "broken"),
        (ERROR_PAGE, "a.pdf", "broken"),
        (b"%PDF-1.7 cut", "a.pdf", "broken"),
        (DOCX[: len(DOCX) // 2], "a.docx", "broken"),
        (XLSX[: len(XLSX) // 2], "a.xlsx", "broken"),
        (DOC[:600], "a.doc", "unsupported"),
        (DOC[:5000], "a.doc", "broken"),
        (word("<w:p>")[:-30], "a.docx", "broken"),
        (word('<!DOCTYPE x [<!ENTITY a "b">]>'), "a.docx", "broken"),
        (b"7z\xbc\xaf\x27\x1crest", "a.7z", "unsupported"),
        (zipped({"附件1.docx": "x"})[:-40], "a.zip", "broken"),
        (zipped({}), "a.zip", "broken"),
        (b"Rar!\x1a\x07\x01\x00", "a.rar", "broken"),
        (b"Rar!\x1a\x07\x00" + b"\xff" * 50, "a.rar", "broken"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "scan"),
    ],
)
def test_unreadable_files_get_a_state(reader: Reader, body: bytes, name: str, state: str) -> None:
    document = reader.read("u", body, name)
    assert (document.state, document.pages, document.tables) == (state, (), ())


def test_zip_bomb_is_too_large_and_a_lying_one_broken(reader: Reader) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w") as member,
    ):
        for _ in range(21):
            member.write(b" " * 10_000_000)
    bomb = out.getvalue()
    at = bomb.rfind(b"PK\x01\x02") + 24
    liar = bomb[:at] + struct.pack("<I", 1000) + bomb[at + 4 :]
    assert reader.read("u", bomb).state == "too_large"
    assert reader.read("u", liar).state == "broken"


def test_a_workbook_of_too_many_cells_is_given_up_before_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crawlers.formats.sheet.MOST_CELLS", 12)
    small = files.xlsx({"甲": [["数"] * 3] * 2, "乙": [["数"] * 3] * 2})
    large = files.xlsx({"甲": [["数"] * 3] * 2, "乙": [["数"] * 3] * 3})
    assert extract(small)[1].state == "ok"
    assert extract(large)[1].state == "too_large"


def test_a_document_of_too_many_cells_is_read_but_not_checked(
    monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    monkeypatch.setattr("crawlers.documents.MOST_CHECKED", 6)
    body = files.xlsx({"甲": [["收入", "支出", "合计"], ["1", "2", "3"], ["1", "2", "3"]]})
    document = reader.read("u", body, "a.xlsx", tables=True)
    assert (document.state, checkable(document).state) == ("ok", "too_large")
    named = [("http://q/1.xlsx", body, "部门预算表.xlsx"), ("http://q/2.xlsx", body, "名单.xlsx")]
    assert [one.state for one in reader.read_all(named)] == ["too_large", "ok"]


def test_oversized_file_is_not_even_opened(reader: Reader) -> None:
    assert reader.read("u", b"%PDF-" + bytes(LARGEST)).state == "too_large"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces RLIMIT_AS")
def test_file_that_eats_memory_is_too_large_and_the_next_one_is_read() -> None:
    far = [["左上角"], *[[]] * 200_000, [*[""] * 2000, "右下角"]]
    with Reader(memory=900_000_000) as reader:
        assert reader.read("u", files.xlsx({"表": far})).state == "too_large"
        assert reader.read("u", DOC).state == "ok"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no alarm on CPU time")
def test_file_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    slow = files.xlsx({"表": [["数"] * 60] * 4000})
    with Reader() as reader:
        assert reader.read("u", slow, cpu_s=0.05).state == "too_slow"
        assert reader.read("u", DOC).state == "ok"


def replace_child(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    real = subprocess.Popen

    def started(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        return real([command[0], "-c", program], **options)

    monkeypatch.setattr("crawlers.documents.subprocess.Popen", started)


def test_file_that_crashes_the_child_says_so_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    crash = "import sys; print('ready', flush=True); sys.stdin.readline(); sys.exit('segfault')"
    replace_child(monkeypatch, crash)
    with Reader() as reader, caplog.at_level(logging.WARNING):
        assert reader.read("http://a.localhost/b.pdf", PDF).state == "crashed"
    assert "http://a.localhost/b.pdf" in caplog.text
    assert "segfault" in caplog.text


STOPPED = "import sys, threading; print('ready', flush=True); threading.Event().wait()"


def test_child_that_stands_still_is_asked_twice_and_then_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Reader(wall_s=0.2) as reader:
        replace_child(monkeypatch, STOPPED)
        assert reader.read("u", DOC).state == "too_slow"
        monkeypatch.undo()
    with Reader(wall_s=60) as reader:
        assert reader.read("u", DOC).state == "ok"


def test_time_that_passes_while_a_machine_stands_still_costs_no_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, programs = subprocess.Popen, [STOPPED]

    def started(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        if programs:
            command = [command[0], "-c", programs.pop()]
        return real(command, **options)

    monkeypatch.setattr("crawlers.documents.subprocess.Popen", started)
    with Reader(wall_s=3) as reader:  # the first child stands still, the second one works
        assert reader.read("u", DOC).state == "ok"


def test_a_file_is_unread_and_not_broken_where_no_child_can_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replace_child(monkeypatch, "import sys; sys.exit('no such module')")
    with Reader() as reader:
        assert reader.read("u", PDF).state == "unread"


@pytest.mark.parametrize("seed", [PDF, DOCX, DOC, XLSX], ids=["pdf", "docx", "doc", "xlsx"])
def test_damaged_files_never_raise(reader: Reader, seed: bytes) -> None:
    chance = random.Random(20230101)
    states = set()
    for nth in range(60):
        body = bytearray(seed)
        if nth % 3 == 0:
            del body[chance.randrange(len(body)) :]
        elif nth % 3 == 1:
            at = chance.randrange(len(body))
            body[at : at + 200] = chance.randbytes(chance.randrange(400))
        else:
            for _ in range(30):
                body[chance.randrange(len(body))] = chance.randrange(256)
        states.add(reader.read("u", bytes(body), cpu_s=5).state)
    assert "broken" in states
    assert states <= {
        "ok", "scan", "encrypted", "broken", "unsupported", "crashed", "too_slow", "too_large"
    }  # fmt: skip


# --- where it runs ----------------------------------------------------------------------------


def test_many_files_come_back_in_order(reader: Reader) -> None:
    bodies = [files.doc(f"第{number}号", []) for number in range(30)]
    documents = reader.read_all((f"u{n}", body, "") for n, body in enumerate(bodies))
    assert [document.text for document in documents] == [f"第{number}号" for number in range(30)]


def test_reads_inside_an_event_loop() -> None:
    async def read() -> str:
        return (await asyncio.to_thread(read_document, "u", DOC)).state

    assert asyncio.run(read()) == "ok"


def test_reads_in_a_daemonic_worker_of_a_pool() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        read = pool.apply_async(read_document, ("u", DOC))
        assert read.get(timeout=60).state == "ok"


def test_program_without_a_main_guard_is_not_run_again(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from crawlers.documents import read_document\n"
        "print(read_document('u', b'%PDF-').state)\n"
    )
    done = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout == "broken\n"


def test_closed_reader_starts_again_when_used() -> None:
    reader = Reader()
    assert reader.read("u", DOC).state == "ok"
    reader.close()
    reader.close()
    assert reader.read("u", DOC).state == "ok"
    reader.close()


# --- real files -------------------------------------------------------------------------------


def _corpus() -> list[dict[str, str]]:
    listed = CORPUS / "files.tsv"
    if not listed.is_file():
        return []
    with listed.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("entry", _corpus(), ids=lambda entry: entry["file"])
def test_real_file_is_read(reader: Reader, entry: dict[str, str]) -> None:
    body = (CORPUS / "files" / entry["file"]).read_bytes()
    document = reader.read("u", body, entry["file"])
    assert document.state == "ok"
    assert document.format == entry["file"].rpartition(".")[2]
    hanzi = sum("一" <= char <= "鿿" for char in document.text)
    assert hanzi > 100
    assert hanzi > len("".join(document.text.split())) / 5


@pytest.mark.parametrize("how", ["no process", "no program"])
def test_where_no_child_can_be_started_a_file_is_unread_and_that_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    def none(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        if how == "no process":
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        return real([sys.executable, "-c", "raise SystemExit(3)"], **options)

    real = subprocess.Popen
    monkeypatch.setattr("crawlers.documents._shared", lambda pid: reader)
    with Reader() as reader:
        monkeypatch.setattr("crawlers.documents.subprocess.Popen", none)
        document = read_document("http://a.localhost/b.doc", DOC)
        assert (document.state, document.text) == ("unread", "")
        assert "http://a.localhost/b.doc" in caplog.text
        (one,) = reader.read_all([("u", DOC, "")])  # a whole site goes on as well
        assert one.state == "unread"
        monkeypatch.undo()
        assert reader.read("u", DOC).state == "ok"  # once one can be started, files are read again
