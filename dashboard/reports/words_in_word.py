"""Paragraphs and runs of Word with their fonts named for Chinese and Latin letters."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Length, Pt, RGBColor

from dashboard.reports.fonts import WORD


def paragraph(
    at: Any,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    line: Length | None = None,
    before: float = 0,
    after: float = 0,
    indent: float = 0,
    left: float = 0,
) -> Any:
    """A new paragraph; lengths in points, `line` the exact height of a line."""
    made = at.add_paragraph()
    shape = made.paragraph_format
    shape.alignment = align
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.first_line_indent, shape.left_indent = Pt(indent), Pt(left)
    if line is not None:
        shape.line_spacing, shape.line_spacing_rule = line, WD_LINE_SPACING.EXACTLY
    return made


def run(
    at: Any,
    text: str,
    font: str,
    size: float,
    *,
    colour: RGBColor | None = None,
    bold: bool | None = None,
) -> Any:
    """Words in a font of `fonts.WORD`."""
    made = at.add_run(text)
    made.font.size, made.font.bold = Pt(size), bold
    if colour is not None:
        made.font.color.rgb = colour
    fonts = made._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), WORD[font])
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), "Times New Roman")
    fonts.set(qn("w:hint"), "eastAsia")  # “ ” — … are Chinese here
    return made
