"""A document as Word, from the same JSON as the PDF; fonts by the names that offices have."""

import io
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboard.reports.fonts import WORD
from dashboard.reports.packing import repacked
from dashboard.reports.paper import Layout, Paper, clean, sheet_of
from dashboard.reports.phrases import short
from dashboard.reports.word_chart import add_bars
from dashboard.reports.word_table import add_figures, add_grid
from dashboard.reports.words_in_word import paragraph, run

_RED, _BLUE, _GREY = RGBColor(0xD7, 0x00, 0x0F), RGBColor(0x1F, 0x4E, 0x79), RGBColor(82, 96, 109)
_LINE = Pt(28.9)  # 22 lines a page, GB/T 9704-2012, 5.2.3
_LONGEST_PROPERTY = 255  # python-docx
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_HEADINGS = {1: ("black", 15), 2: ("black", 12), 3: ("black", 10.5)}
_OFFICIAL = {1: "black", 2: "kai", 3: "body"}


def word(paper: Paper) -> bytes:
    """The same bytes for the same document."""
    said: dict[str, Any] = sheet_of(paper)
    official = paper.layout is Layout.OFFICIAL
    document: Any = Document()  # half of its methods have no types
    _set_up(document, paper, official=official)
    if official:
        _letterhead(document, said)
    else:
        _cover(document, said)
    for block in said["blocks"]:
        _add(document, block, official=official)
    if official:
        _notes(document, said["notes"])
        _signature(document, said)
    if said["annexes"]:
        document.add_page_break()
    for block in said["annexes"]:
        if official and block["kind"] == "heading":  # 附件二字顶格, 3 号黑体
            run(paragraph(document, line=_LINE), block["text"], "black", 16)
        else:
            _add(document, block, official=official)
    body = io.BytesIO()
    document.save(body)
    return repacked(body.getvalue())


def _set_up(document: Any, paper: Paper, *, official: bool) -> None:
    core, at = document.core_properties, datetime.combine(paper.day, time())
    by = short(clean(paper.organisation), _LONGEST_PROPERTY)
    core.title, core.author = short(clean(paper.title), _LONGEST_PROPERTY), by
    core.language = "zh-CN"
    core.created = core.modified = at
    core.last_modified_by, core.comments = by, ""
    normal = document.styles["Normal"]
    normal.font.size = Pt(16 if official else 10.5)
    normal.font.name = "Times New Roman"
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), WORD["body" if official else "song"])
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:eastAsia"), "zh-CN")  # else punctuation is set as in Taiwan
    normal.element.get_or_add_rPr().append(tongue)
    _page(document.sections[0], official=official)


def _page(section: Any, *, official: bool) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    # 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm
    edges = (37, 35, 28, 26) if official else (25, 22, 24, 24)
    top, bottom, left, right = map(Mm, edges)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.footer_distance = Mm(28) if official else Mm(12)  # 一字线 7 mm below the 版心
    foot = section.footer.paragraphs[0]
    foot.alignment = _CENTRE
    size = 14 if official else 9
    run(foot, "— " if official else "第 ", "song", size)
    _field(foot, "PAGE", size)
    run(foot, " —" if official else " 页", "song", size)


def _field(at: Any, code: str, size: float) -> None:
    made = run(at, "", "song", size)
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        made._r.append(mark)


def _letterhead(document: Any, said: dict[str, Any]) -> None:
    name = said["organisation"]
    # As large as one line of 156 mm holds, 40 pt at most.
    size = min(40.0, 442 / max(1, len(name)))
    head = paragraph(document, align=_CENTRE, before=20)
    run(head, name, "title", size, colour=_RED, bold=True)
    number = paragraph(document, align=_CENTRE, before=24, line=_LINE)
    run(number, "（草稿，未编号）" if said["draft"] else said["number"], "body", 16)
    _rule(number, "D7000F", 12)
    for at, line in enumerate(said["title_lines"]):
        title = paragraph(document, align=_CENTRE, before=28 if at == 0 else 0, line=Pt(36))
        run(title, line, "title", 22)
    paragraph(document, line=_LINE)
    if said["to"]:
        run(paragraph(document, line=_LINE), f"{said['to']}：", "body", 16)


def _cover(document: Any, said: dict[str, Any]) -> None:
    number = "草稿，未编号" if said["draft"] else said["number"]
    if not said["contents"]:
        run(paragraph(document, after=2), said["title"], "title", 20, colour=_BLUE)
        if said["subtitle"]:
            run(paragraph(document, after=2), said["subtitle"], "song", 10.5)
        foot = paragraph(document, after=6)
        line = f"{said['organisation']}　{said['day']}　{number}"
        run(foot, line, "song", 9, colour=_GREY)
        _rule(foot, "1F4E79", 8)
        return
    title = paragraph(document, align=_CENTRE, before=170)
    run(title, said["title"], "title", 28, colour=_BLUE)
    run(paragraph(document, align=_CENTRE, before=10), said["subtitle"], "black", 14)
    for at, text in enumerate((said["organisation"], said["day"], number)):
        line_ = paragraph(document, align=_CENTRE, before=200 if at == 0 else 4)
        run(line_, text, "song", 13)
    document.add_page_break()
    run(paragraph(document, after=8), "目录", "black", 15, colour=_BLUE)
    for block in (*said["blocks"], *said["annexes"]):
        if block["kind"] == "heading" and block["level"] <= 2:
            entry = paragraph(document, after=4, left=0 if block["level"] == 1 else 21)
            run(entry, block["text"], "song", 10.5)
    document.add_section(WD_SECTION.NEW_PAGE)


def _rule(at: Any, colour: str, eighths: int) -> None:
    """A line under a paragraph, its width in eighths of a point."""
    edges = OxmlElement("w:pBdr")
    under = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        under.set(qn(f"w:{key}"), value)
    edges.append(under)
    properties = at._p.get_or_add_pPr()
    properties.insert_element_before(
        edges, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _add(document: Any, block: dict[str, Any], *, official: bool) -> None:
    match block["kind"]:
        case "heading":
            _heading(document, block, official=official)
        case "text":
            _text(document, block, official=official)
        case "figures":
            add_figures(document, block, official=official)
        case "grid":
            add_grid(document, block, official=official)
        case "bars":
            run(paragraph(document, align=_CENTRE, before=8, after=2), block["caption"], "black", 9)
            add_bars(document, block, Mm(156 if official else 162))
        case "image":
            _image(document, block, official=official)
        case _:
            document.add_page_break()


def _image(document: Any, block: dict[str, Any], *, official: bool) -> None:
    at = paragraph(document, align=_CENTRE, before=8)
    at.paragraph_format.keep_with_next = True
    width = Mm((156 if official else 162) * 0.82)
    at.add_run().add_picture(io.BytesIO(bytes(block["jpeg"])), width=width)
    run(paragraph(document, align=_CENTRE, after=8), block["caption"], "song", 9, colour=_GREY)


def _heading(document: Any, block: dict[str, Any], *, official: bool) -> None:
    level = block["level"]
    made = document.add_heading("", level)
    shape = made.paragraph_format
    shape.keep_with_next = True
    if official:
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing, shape.first_line_indent = _LINE, Pt(32)
        run(made, block["text"], _OFFICIAL[level], 16, colour=RGBColor(0, 0, 0), bold=False)
        return
    font, size = _HEADINGS[level]
    shape.space_before, shape.space_after = Pt(22 - 5 * level), Pt(10 - 2 * level)
    colour = _BLUE if level == 1 else RGBColor(0, 0, 0)
    run(made, block["text"], font, size, colour=colour, bold=False)


def _text(document: Any, block: dict[str, Any], *, official: bool) -> None:
    size = 16 if official else 10.5
    if block["small"]:
        run(paragraph(document, after=6), block["text"], "song", 9, colour=_GREY)
        return
    line = _LINE if official else Pt(18)
    made = paragraph(document, line=line, after=0 if official else 4, indent=2 * size)
    if block["lead"]:
        run(made, block["lead"], "black", size)
    run(made, block["text"], "body" if official else "song", size)


def _notes(document: Any, notes: list[str]) -> None:
    for at, note in enumerate(notes):
        lead = "附件：" if at == 0 else "　　　"
        mark = f"{at + 1}. " if len(notes) > 1 else ""
        line = paragraph(document, line=_LINE, before=28.9 if at == 0 else 0, indent=32)
        run(line, f"{lead}{mark}{note}", "body", 16)


def _signature(document: Any, said: dict[str, Any]) -> None:
    # 成文日期右空四字; the shorter of the two lines stands in the middle of the longer.
    width = max(len(said["organisation"]), len(said["day"]) - 3)
    for at, text in enumerate((said["organisation"], said["day"])):
        line = paragraph(document, align=_RIGHT, line=_LINE, before=28.9 if at == 0 else 0)
        own = len(text) if at == 0 else len(text) - 3  # figures take half a character
        line.paragraph_format.right_indent = Pt(16 * (4 + max(0, width - own) / 2))
        line.paragraph_format.keep_with_next = at == 0
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        run(line, text, "body", 16)
