"""Bytes to text and tables, in this process: for the child process and for tests.

Files from the net may make a library hang, crash or eat all memory; `crawlers.documents` runs
this where that does no harm.
"""

from crawlers.formats.bundle import read_rar, read_zip
from crawlers.formats.content import Content, Unreadable
from crawlers.formats.doc import read_doc
from crawlers.formats.docx import read_docx
from crawlers.formats.magic import sniff
from crawlers.formats.ofd import read_ofd
from crawlers.formats.packed import proven
from crawlers.formats.pdf import read_pdf
from crawlers.formats.sheet import read_sheet
from crawlers.formats.web import read_saved_page, read_text

LONGEST = 20_000_000  # characters of text in one file


def extract(body: bytes, tables: bool = False) -> tuple[str, Content]:
    """The format and the content. Every unreadable file gives a state, never an exception."""
    kind = sniff(body)
    try:
        content = _read(kind, body, tables)
    except Unreadable as error:
        return kind, Content(state=error.state)
    except (MemoryError, RecursionError):
        return kind, Content(state="too_large")
    if sum(map(len, content.pages)) > LONGEST:
        return kind, Content(state="too_large")
    return kind, content


def _read(kind: str, body: bytes, tables: bool) -> Content:
    match kind:
        case "pdf":
            return read_pdf(body, tables)
        case "docx":
            return read_docx(body)
        case "doc":
            return read_doc(body)
        case "xlsx" | "xlsb" | "ods":
            return read_sheet(proven(body))
        case "xls":
            return read_sheet(body)
        case "ofd":
            return read_ofd(body)
        case "office":
            return read_saved_page(body)
        case "html":
            return read_saved_page(body)
        case "text":
            return read_text(body)
        case "zip":
            return read_zip(body)
        case "rar":
            return read_rar(body)
        case "png" | "jpg" | "gif" | "bmp" | "tif":
            return Content(state="scan")
        case "encrypted":
            raise Unreadable("encrypted")
        case "empty":
            raise Unreadable("broken")
        case _:
            raise Unreadable("unsupported")
