"""Writers of the demo's attachments: plain values in, the bytes of a file out.

The same values always give the same bytes: no clock, no random ids. Tables are given by caption,
as rows of cells. All text survives `crawlers.documents.read_document`.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import docx as python_docx
import xlsxwriter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from data.demo.word97 import word97

Cell = str | int | float
Rows = Sequence[Sequence[Cell]]
Tables = Mapping[str, Rows]

_MADE = datetime(2023, 1, 1, tzinfo=UTC)
_FONT = "STSong-Light"  # a font every PDF reader brings along, so nothing is embedded
_PLAIN = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
_NO_TABLES: Tables = {}


def pdf(title: str, paragraphs: Sequence[str], tables: Tables = _NO_TABLES) -> bytes:
    """A PDF with real text: title, paragraphs, then each table ruled, under its caption."""
    registerFont(UnicodeCIDFont(_FONT))
    body = ParagraphStyle(
        "body", fontName=_FONT, fontSize=11, leading=18, wordWrap="CJK", firstLineIndent=22
    )
    head = ParagraphStyle("head", parent=body, fontSize=16, leading=26, firstLineIndent=0)
    cell = ParagraphStyle("cell", parent=body, fontSize=9, leading=12, firstLineIndent=0)
    story: list[object] = [Paragraph(escape(title), head)]
    story += [Paragraph(escape(text), body) for text in paragraphs]
    for caption, rows in tables.items():
        story += [Spacer(0, 8), Paragraph(escape(caption), head)]
        cells = [[Paragraph(escape(str(value)), cell) for value in row] for row in _square(rows)]
        if cells:
            style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
            story.append(Table(cells, style=style, repeatRows=1))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, title=title, author="", invariant=1).build(story)
    return out.getvalue()


def docx(title: str, paragraphs: Sequence[str], tables: Tables = _NO_TABLES) -> bytes:
    """A Word document: title as a heading, paragraphs, then each table under its caption."""
    document = python_docx.Document()
    properties = document.core_properties
    properties.title, properties.author = title, ""
    properties.created = properties.modified = _MADE
    document.add_heading(title, 0)
    for text in paragraphs:
        document.add_paragraph(text)
    for caption, rows in tables.items():
        document.add_paragraph(caption)
        cells = _square(rows)
        if cells:
            table = document.add_table(len(cells), len(cells[0]), style="Table Grid")
            for row, values in zip(table.rows, cells, strict=True):
                for place, value in zip(row.cells, values, strict=True):
                    place.text = str(value)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def xlsx(sheets: Tables) -> bytes:
    """A workbook, one sheet a name; numbers stay numbers. Names: at most 31 characters."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _PLAIN) as book:
        book.set_properties({"created": _MADE})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def doc(title: str, paragraphs: Sequence[str], tables: Tables = _NO_TABLES) -> bytes:
    """A Word 97-2003 document; each table follows under its caption."""
    shown = {
        caption: [[str(v) for v in row] for row in _square(rows)]
        for caption, rows in tables.items()
    }
    return word97([title, *paragraphs], shown)


def _square(rows: Rows) -> list[list[Cell]]:
    """Rows of one length: short ones are filled with empty cells."""
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows if width]


def _timeless(archive: bytes) -> bytes:
    """The same ZIP with every member dated alike: python-docx stamps the time of writing."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
