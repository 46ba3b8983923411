"""Tables of Word, written as XML in one go: python-docx takes seconds for a thousand cells."""

from typing import Any
from xml.sax.saxutils import escape

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dashboard.reports.fonts import WORD
from dashboard.reports.words_in_word import paragraph, run

_NARROW, _WIDE = 8840, 9180  # twentieths of a point: 156 mm of a 公文, 162 mm of a report
_HEAD, _EDGE = "E8EEF5", "9AA5B1"


def add_grid(document: Any, block: dict[str, Any], *, official: bool) -> None:
    """A table with its caption; the first row is repeated on every page."""
    size = 10.5 if official else 9
    if block["caption"]:
        head = paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER, before=10, after=4)
        head.paragraph_format.keep_with_next = True
        run(head, block["caption"], "black", size)
    widths = _widths(block["widths"], official=official)
    numbers = set(block["numbers"])
    heads = "".join(
        _cell(text, width, size, align="center", font="black", fill=_HEAD)
        for text, width in zip(block["columns"], widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"]
    for row in block["rows"]:
        cells = []
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            align = "right" if at in numbers else "left"
            if cell is None:
                cells.append(_cell("", width, size, merge="<w:vMerge/>"))
            else:
                merge = '<w:vMerge w:val="restart"/>' if cell["rows"] > 1 else ""
                cells.append(_cell(cell["text"], width, size, align=align, merge=merge))
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    _put(document, widths, rows, _EDGE)
    paragraph(document, after=4)


def add_figures(document: Any, block: dict[str, Any], *, official: bool) -> None:
    """Figures side by side: label, figure, note."""
    widths = _widths([1] * len(block["entries"]), official=official)
    cells = []
    for (label, figure, note), width in zip(block["entries"], widths, strict=True):
        lines = "".join(
            _line(text, size, font, "left")
            for text, size, font in ((label, 9, "song"), (figure, 15, "black"), (note, 9, "song"))
        )
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{lines}</w:tc>')
    _put(document, widths, [f"<w:tr>{''.join(cells)}</w:tr>"], _EDGE)
    paragraph(document, after=4)


def _widths(parts: list[int], *, official: bool) -> list[int]:
    return [(_NARROW if official else _WIDE) * part // sum(parts) for part in parts]


def _cell(
    text: str,
    width: int,
    size: float,
    *,
    align: str = "left",
    font: str = "song",
    merge: str = "",
    fill: str = "",
) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}{shade}'
        f'<w:vAlign w:val="center"/></w:tcPr>{_line(text, size, font, align)}</w:tc>'
    )


def _line(text: str, size: float, font: str, align: str) -> str:
    fonts = (
        f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
        f'w:eastAsia="{WORD[font]}" w:hint="eastAsia"/>'
    )
    return (
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr>{fonts}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _put(document: Any, widths: list[int], rows: list[str], edge: str) -> None:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{edge}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(table))  # before the properties of the section
