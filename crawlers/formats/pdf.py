"""PDF with pypdfium2: text by page; paragraphs and ruled tables in reading order when asked for."""

import pypdfium2 as pdfium
from pypdfium2 import raw

from crawlers.formats.content import Content, Unreadable, plain
from crawlers.formats.flow import blocks
from crawlers.formats.glyphs import marks

_FEW = 12  # characters: a scanned page often carries a stamped number or date


def read_pdf(body: bytes, tables: bool = False) -> Content:
    """Text by page. A scan if most pages show something but hold no text. Raises Unreadable.

    Text that lies unseen under a picture was guessed by a program: it serves to search, and gives
    no tables and no blocks, for nobody may be accused of it.
    """
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise Unreadable("encrypted" if locked else "broken") from error
    try:
        pages, seen, pictures = [], [], 0
        for page in document:
            text = page.get_textpage()
            lines = plain(text.get_text_bounded()).splitlines()
            pages.append("\n".join(line.rstrip() for line in lines))
            pictures += _is_picture(page, len("".join(pages[-1].split())))
            if tables:
                seen.append(marks(page, text))
            page.close()
    except pdfium.PdfiumError as error:
        raise Unreadable("broken") from error
    finally:
        document.close()
    if not pages:
        raise Unreadable("broken")
    state = "scan" if pictures > len(pages) / 2 else "ok"
    guessed = sum(page.hidden for page in seen) > sum(len(page.glyphs) for page in seen) / 2
    found = blocks(seen) if state == "ok" and not guessed else []
    ruled = tuple(block.rows for block in found if block.rows)
    return Content(tuple(pages), ruled, state, tuple(found))


def _is_picture(page: pdfium.PdfPage, characters: int) -> bool:
    """The page shows something, but no text, or hardly any beside a picture."""
    if characters >= _FEW:
        return False
    kinds = [raw.FPDF_PAGEOBJ_IMAGE] if characters else None
    return next(page.get_objects(filter=kinds, max_depth=3), None) is not None
