"""PDF pages to paragraphs and tables in reading order, and the blocks of the other formats."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from crawlers.formats.extract import extract
from crawlers.formats.glyphs import Edge
from crawlers.formats.grid import grids
from data.demo import files
from data.types import Block

FONT = "STSong-Light"
WIDTH, HEIGHT = 595, 842
Draw = Callable[[Canvas], None]


def drawn(*pages: Draw, turned: int = 0) -> bytes:
    """A PDF with these pages; `turned` as the page dictionary says it."""
    registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    for draw in pages:
        canvas.setFont(FONT, 12)
        if turned:
            canvas.setPageRotation(turned)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def blocks(body: bytes) -> list[tuple[int, object]]:
    return [(b.page, b.rows or b.text) for b in extract(body, True)[1].blocks]


def lines(*said: str, top: int = 740, left: int = 90, indent: int = 24) -> Draw:
    """Lines of text; those after the first begin at the left margin."""

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(said):
            canvas.drawString(left + (0 if number else indent), top - 24 * number, text)

    return draw


def ruled(
    rows: list[list[str]], *, left: int = 60, top: int = 700, wide: int = 100, high: int = 24
) -> Draw:
    """A table with a line around every cell."""

    def draw(canvas: Canvas) -> None:
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                canvas.rect(left + wide * c, top - high * (r + 1), wide, high)
                canvas.drawString(left + wide * c + 4, top - high * (r + 1) + 8, text)

    return draw


def both(*drawings: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in drawings:
            one(canvas)

    return draw


FULL = "收入预算总计与上年相比各增加若干主要原因是政策性增资和住房公积金"  # as wide as the page


def test_paragraphs_are_joined_and_tables_stand_where_they_are() -> None:
    page = both(
        lines(FULL[:-2], FULL, FULL, "调整。"),
        ruled([["项目", "金额"], ["合计", "12.50"]], top=600),
        lines("注：本表反映收支。", top=500, indent=0),
    )
    found = blocks(drawn(page))
    assert [what for _, what in found][-2:] == [
        (("项目", "金额"), ("合计", "12.50")),
        "注:本表反映收支。",
    ]
    assert found[0][1] == FULL[:-2] + FULL + FULL + "调整。"


def test_a_page_number_does_not_break_a_sentence() -> None:
    """The trap: 增长〔页码〕17.31% reads as 增长17.31%, with a form feed where the page ends."""
    first = both(
        lines(FULL[:-2], FULL, FULL, FULL + "增长"), lines("- 3 -", top=40, left=280, indent=0)
    )
    second = both(
        lines("17.31%。主要原因是调资。", top=770, indent=0), lines(FULL, FULL, FULL, FULL, top=700)
    )
    text = str(blocks(drawn(first, second))[0][1])
    assert "增长\f17.31%。主要原因是调资。" in text
    assert "- 3 -" not in text


def test_text_off_the_page_is_not_there() -> None:
    seen = lines("看得见的表。", indent=0)
    hidden = lines("看不见的表。", top=2600, indent=0)
    assert blocks(drawn(both(seen, hidden))) == [(1, "看得见的表。")]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(turned: int) -> None:
    """The text runs along the long side, as in tables printed across."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        if turned == 90:
            canvas.translate(WIDTH, 0)
        elif turned == 180:
            canvas.translate(WIDTH, HEIGHT)
        else:
            canvas.translate(0, WIDTH)  # the library lays the page on its side
        canvas.rotate({90: 90, 180: 180, 270: -90}[turned])
        ruled([["科目", "金额"], ["教育", "3.00"]], top=500)(canvas)
        canvas.restoreState()

    assert blocks(drawn(draw, turned=turned)) == [(1, (("科目", "金额"), ("教育", "3.00")))]


def test_a_watermark_across_the_page_is_no_text() -> None:
    def mark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()

    assert blocks(drawn(both(lines("正文。", indent=0), mark))) == [(1, "正文。")]


def test_a_picture_page_is_told_from_a_blank_one() -> None:
    def picture(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (80, 80), 200)), 50, 50, 400, 600)

    text = lines("第一页的文字，比照片长。", indent=0)
    found = blocks(drawn(text, picture, lambda canvas: None, text))
    assert found == [(1, "第一页的文字,比照片长。"), (2, ""), (4, "第一页的文字,比照片长。")]


def test_words_under_a_scan_give_no_blocks() -> None:
    def scanned(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (80, 80), 200)), 0, 0, WIDTH, HEIGHT)
        words = canvas.beginText(90, 700)
        words.setFont(FONT, 12)
        words.setTextRenderMode(3)
        words.textLine("三公经费合计八百三十三万元，程序猜出来的字。")
        canvas.drawText(words)

    _, content = extract(drawn(scanned), True)
    assert content.state == "ok"
    assert "三公经费" in content.pages[0]
    assert content.blocks == content.tables == ()


def test_text_that_stands_in_the_margins_alone_is_the_text() -> None:
    heads = [lines(f"第{n}次公告", top=HEIGHT - 20, indent=0) for n in range(1, 4)]
    assert [text for _, text in blocks(drawn(*heads))] == [f"第{n}次公告" for n in range(1, 4)]


def test_heads_beside_other_text_are_still_left_out() -> None:
    body = "部门预算公开说明的正文，长度足够。"
    page = both(lines("某局部门预算", top=HEIGHT - 20, indent=0), lines(body, indent=0))
    said = "".join(str(text) for _, text in blocks(drawn(page, page, page)))
    assert said.count("正文") == 3
    assert "某局" not in said


def test_merged_cells_keep_their_text_in_the_first_square() -> None:
    def draw(canvas: Canvas) -> None:
        for x in (60, 160, 260, 360):
            canvas.line(x, 600, x, 652 if x in {60, 160, 360} else 626)
        for y in (600, 626, 652):
            canvas.line(160 if y == 626 else 60, y, 360, y)
        for x, y, text in (
            (64, 620, "合计"),
            (164, 634, "三公经费"),
            (164, 608, "小计"),
            (264, 608, "出国"),
        ):
            canvas.drawString(x, y, text)

    assert blocks(drawn(draw)) == [(1, (("合计", "三公经费", ""), ("", "小计", "出国")))]


def test_rows_that_only_columns_are_ruled_for_are_parted_by_their_figures() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 600, 100, 80)
        canvas.rect(160, 600, 100, 80)
        for n, (name, value) in enumerate(
            [("人员经费", "3.50"), ("公用经费", "1.25"), ("合计", "4.75")]
        ):
            canvas.drawString(64, 660 - 24 * n, name)
            canvas.drawString(164, 660 - 24 * n, value)

    rows = (("人员经费", "3.50"), ("公用经费", "1.25"), ("合计", "4.75"))
    assert blocks(drawn(draw)) == [(1, rows)]


def test_underlined_figures_are_text_and_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(90, 700, "预算支出 110 万元，占 18.85 %。")
        canvas.line(150, 697, 180, 697)
        canvas.line(220, 697, 260, 697)

    assert [type(what) for _, what in blocks(drawn(draw))] == [str]


# --- geometry ---------------------------------------------------------------------------------


def frame(xs: list[float], ys: list[float]) -> list[Edge]:
    return [
        *(Edge(True, y, xs[0], xs[-1]) for y in ys),
        *(Edge(False, x, ys[0], ys[-1]) for x in xs),
    ]


@given(
    st.integers(2, 6),
    st.integers(1, 8),
    st.floats(10, 40),
    st.floats(8, 30),
    st.floats(-0.8, 0.8),
)
def test_every_square_of_a_ruled_frame_is_a_cell(
    columns: int, rows: int, wide: float, high: float, shaky: float
) -> None:
    xs = [50 + wide * n for n in range(columns + 1)]
    ys = [80 + high * n for n in range(rows + 1)]
    edges = [edge._replace(at=edge.at + shaky) for edge in frame(xs, ys)]
    (grid,) = grids(edges)
    assert [len(grid.ys) - 1, len(grid.xs) - 1] == [rows, columns]
    for r in range(rows):
        for c in range(columns):
            x, y = xs[c] + wide / 2 + shaky, ys[r] + high / 2 + shaky
            assert grid.cell_at(x, y) == (r, c)


def test_tables_side_by_side_and_below_stay_apart() -> None:
    edges = [
        *frame([10, 60, 110], [10, 40]),
        *frame([200, 260, 320], [10, 40]),
        *frame([10, 60], [90, 120, 150]),  # one column: a frame around text
    ]
    assert [grid.box for grid in grids(edges)] == [(10, 10, 110, 40), (200, 10, 320, 40)]


def test_a_table_open_at_its_sides_has_its_outer_columns() -> None:
    edges = [
        *(Edge(True, y, 10, 310) for y in (10, 40, 70)),
        *(Edge(False, x, 10, 70) for x in (110, 210)),
    ]
    (grid,) = grids(edges)
    assert grid.xs == (10, 110, 210, 310)


# --- the other formats --------------------------------------------------------------------------


@pytest.mark.parametrize("write", [files.docx, files.doc, files.pdf])
def test_blocks_keep_the_order_of_text_and_tables(write: Callable[..., bytes]) -> None:
    body = write("某局预算", ["一、收支情况。"], {"收支总表": [["项目", "金额"], ["合计", 12.5]]})
    _, content = extract(body, True)
    said = [block.rows or block.text for block in content.blocks]
    assert said == ["某局预算", "一、收支情况。", "收支总表", (("项目", "金额"), ("合计", "12.5"))]


def test_a_sheet_is_a_page_with_its_name_above_the_table() -> None:
    _, content = extract(files.xlsx({"收入表": [["合计", 3]], "支出表": [["合计", 4]]}), True)
    assert content.blocks == (
        Block(1, "收入表"),
        Block(1, rows=(("合计", "3"),)),
        Block(2, "支出表"),
        Block(2, rows=(("合计", "4"),)),
    )


def test_cells_of_a_web_table_over_rows_and_columns_keep_the_others_in_place() -> None:
    html = (
        "<html><body><h1>预算表</h1><table><tr><td rowspan=2>合计</td><td colspan=2>三公</td></tr>"
        "<tr><td>小计</td><td>出国</td></tr><tr><td>3</td><td>2</td><td>1</td></tr></table>"
        "<p>说明。</p></body></html>"
    )
    _, content = extract(html.encode(), True)
    assert content.blocks == (
        Block(1, "预算表"),
        Block(1, rows=(("合计", "三公", ""), ("", "小计", "出国"), ("3", "2", "1"))),
        Block(1, "说明。"),
    )


REAL = Path(__file__).parents[2] / "shared" / "corpus" / "files"


@pytest.mark.skipif(not REAL.is_dir(), reason="没有真实文件（不随项目提供）")
@pytest.mark.parametrize(
    ("name", "tables", "rows"),
    [("f001", 22, 193), ("f003", 13, 193), ("f005", 18, 213), ("f024", 14, 200)],
)
def test_ruled_tables_of_real_files_are_read_row_by_row(name: str, tables: int, rows: int) -> None:
    """Counted with pdfplumber 0.11, rows of white lines left out."""
    _, content = extract((REAL / f"{name}.pdf").read_bytes(), True)
    assert (len(content.tables), sum(map(len, content.tables))) == (tables, rows)
