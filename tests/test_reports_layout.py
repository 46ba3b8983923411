"""How documents are laid out: fonts, titles, headings, packing."""

import io
import zipfile
from datetime import date

import pypdfium2
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from dashboard.reports.errors import ReportError
from dashboard.reports.fonts import chosen
from dashboard.reports.packing import packed, repacked
from dashboard.reports.paper import Grid, Heading, Layout, Paper, Text
from dashboard.reports.pdf import pdf
from dashboard.reports.phrases import assessment, nth
from dashboard.reports.titles import title_lines
from dashboard.reports.word import word
from dashboard.reports.workbook import _blocks

MM = 36000  # of the units that Word counts in
LETTER = Paper(
    Layout.OFFICIAL,
    "关于2023年第四季度政务公开评估结果的通报",
    "青川市政务公开办公室",
    date(2023, 12, 5),
    (Heading("一、总体情况"), Text("#set page(fill: red) $x$ *重* _斜_ [括] @引 \\ `码`。")),
    number="青政公开办〔2023〕3号",
    to="各被评估单位",
    notes=("得分表",),
    annexes=(Heading("附件"), Grid(("单位", "得分"), (("甲", "1"), (None, "2")), (1, 1))),
)


def test_fonts_of_the_standard_come_first_and_free_ones_stand_in():
    free = ["Noto Serif CJK SC", "Noto Sans CJK SC"]
    assert chosen(free) == {
        "title": "Noto Serif CJK SC", "body": "Noto Serif CJK SC", "black": "Noto Sans CJK SC",
        "kai": "Noto Serif CJK SC", "song": "Noto Serif CJK SC",
    }  # fmt: skip
    own = chosen([*free, "FangSong_GB2312", "FZXiaoBiaoSong-B05S", "KaiTi_GB2312", "SimHei"])
    assert own["title"] == "FZXiaoBiaoSong-B05S"
    assert own["body"] == "FangSong_GB2312"
    assert own["kai"] == "KaiTi_GB2312"
    assert own["black"] == "SimHei"


def test_without_a_chinese_font_the_package_to_install_is_named():
    with pytest.raises(ReportError, match=r"apt install fonts-noto-cjk.*Word 格式不受影响"):
        chosen(["DejaVu Sans", "Libertinus Serif"])


def test_a_letter_as_pdf_is_a4_and_its_texts_are_no_code():
    made = pypdfium2.PdfDocument(pdf(LETTER))
    assert [round(side) for side in made[0].get_size()] == [595, 842]
    text = made[0].get_textpage().get_text_range()
    code = "#set page(fill: red) $x$ *重* _斜_ [括] @引"
    for words in (code, "`码`", "青政公开办", "附件：得分表"):
        assert words.replace(" ", "") in text.replace(" ", "").replace("\r\n", "")
    made.close()


def test_a_letter_as_word_is_laid_out_by_the_standard():
    """版心 156 × 225 mm, 28.9 pt a line, 3 号 仿宋 by its name (GB/T 9704-2012)."""
    made = Document(io.BytesIO(word(LETTER)))
    section = made.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (round(width / MM), round(height / MM)) == (156, 225)
    line = next(p for p in made.paragraphs if "#set page" in p.text)
    assert line.paragraph_format.line_spacing.pt == pytest.approx(28.9)
    assert line.runs[0].font.size.pt == 16
    assert 'w:eastAsia="仿宋_GB2312"' in line.runs[0]._r.xml
    assert made.core_properties.created.date() == date(2023, 12, 5)
    said = [p.text for p in made.paragraphs]
    assert "2023年12月5日" in said
    assert "附件：得分表" in said


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于2023年评估结果的通报", ["关于2023年评估结果的通报"]),
        (
            "关于2023年第四季度政务公开评估结果的通报",
            ["关于2023年第四季度", "政务公开评估结果的通报"],
        ),
    ],
)
def test_a_long_title_is_broken_between_words(title, lines):
    assert title_lines(title) == lines


@given(st.text(alphabet="关于年政务公开评估结果的通报2023X", max_size=90))
def test_a_title_loses_no_sign_and_no_line_is_too_long(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(len(line) <= 20 for line in lines)


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一")]
)
def test_headings_count_in_chinese(number, said):
    assert nth(number) == said


def test_a_round_whose_name_says_what_it_is_is_called_by_it():
    assert assessment("2023年第四季度政务公开评估") == "2023年第四季度政务公开评估"
    assert assessment("2023年演示") == "2023年演示政务公开评估"


def test_equal_neighbours_become_one_cell_and_equal_strangers_do_not():
    rows = [("甲", "x"), ("甲", "x"), ("乙", "x"), ("甲", "x")]
    assert _blocks(rows, (0,)) == {(0, 0): 2, (1, 0): 0, (2, 0): 3, (3, 0): 4}
    # x under 乙 is another x than x under 甲.
    assert _blocks(rows, (0, 1))[0, 1] == 2


def test_a_zip_tells_nothing_of_when_it_was_written():
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as made:
        made.writestr("a", "1")
    assert repacked(body.getvalue()) == packed([("a", b"1")])
