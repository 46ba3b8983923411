"""PDF: text by page with pypdfium2; ruled tables with pdfplumber, much slower, when asked for."""

import io
import struct

import pdfplumber
import pypdfium2 as pdfium
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pypdfium2 import raw

from crawlers.formats.content import Content, Rows, Unreadable, cell, plain

# What pdfminer, plain Python that trusts what it reads, raises on irregular files.
_DAMAGED = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    struct.error,
)
_FEW = 12  # characters: a scanned page often carries a stamped number or date


def read_pdf(body: bytes, tables: bool = False) -> Content:
    """Text by page. A scan if most pages show something but hold no text. Raises Unreadable."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise Unreadable("encrypted" if locked else "broken") from error
    try:
        pages, pictures = [], 0
        for page in document:
            text = page.get_textpage().get_text_bounded()
            pages.append("\n".join(line.rstrip() for line in plain(text).splitlines()))
            pictures += _is_picture(page, len("".join(pages[-1].split())))
            page.close()
    except pdfium.PdfiumError as error:
        raise Unreadable("broken") from error
    finally:
        document.close()
    if not pages:
        raise Unreadable("broken")
    state = "scan" if pictures > len(pages) / 2 else "ok"
    return Content(tuple(pages), _tables(body) if tables and state == "ok" else (), state)


def _is_picture(page: pdfium.PdfPage, characters: int) -> bool:
    """The page shows something, but no text, or hardly any beside a picture."""
    if characters >= _FEW:
        return False
    kinds = [raw.FPDF_PAGEOBJ_IMAGE] if characters else None
    return next(page.get_objects(filter=kinds, max_depth=3), None) is not None


def _tables(body: bytes) -> tuple[Rows, ...]:
    """Ruled tables in order of pages; none of a file that only pdfium understands."""
    found: list[Rows] = []
    try:
        with pdfplumber.open(io.BytesIO(body)) as document:
            for page in document.pages:
                for rows in page.extract_tables():
                    found.append(tuple(tuple(cell(value or "") for value in row) for row in rows))
                page.close()
    except _DAMAGED:
        return ()
    return tuple(found)
