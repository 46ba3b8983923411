"""Tables of PDF files that are ruled by level lines alone."""

import io

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from crawlers.formats.pdf import read_pdf

LEFT, RIGHT = 60, 540
COLUMNS = (60, 260, 360, 460)


class Sheet:
    """A page that is written from top to bottom."""

    def __init__(self) -> None:
        registerFont(UnicodeCIDFont("STSong-Light"))
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=(600, 800))
        self.canvas.setFont("STSong-Light", 10)
        self.y = 760.0

    def say(self, *words: str, at: tuple[int, ...] = COLUMNS) -> None:
        self.y -= 18
        for x, word in zip(at, words, strict=False):
            self.canvas.drawString(x, self.y, word)

    def rule(self, left: float = LEFT, right: float = RIGHT) -> None:
        self.canvas.line(left, self.y - 5, right, self.y - 5)

    def read(self) -> list[tuple[tuple[str, ...], ...]]:
        self.canvas.save()
        return [
            block.rows for block in read_pdf(self.out.getvalue(), tables=True).blocks if block.rows
        ]


HEAD = ("项目", "合计", "基本支出", "项目支出")
ROWS = (
    ("教育支出", "9.00", "5.00", "4.00"),
    ("社会保障和就业支出", "1.50", "1.50", ""),
    ("合计", "10.50", "6.50", "4.00"),
)


def three_lines(sheet: Sheet) -> None:
    sheet.rule()
    sheet.say(*HEAD)
    sheet.rule()
    for row in ROWS:
        sheet.say(*row)
    sheet.rule()


def test_a_three_line_table_is_read() -> None:
    sheet = Sheet()
    sheet.say("部门支出总表")
    three_lines(sheet)
    assert sheet.read() == [(HEAD, *ROWS)]


def test_two_tables_of_one_width_are_two() -> None:
    sheet = Sheet()
    three_lines(sheet)
    sheet.say("单位：万元")
    sheet.say("部门支出总表")
    three_lines(sheet)
    assert sheet.read() == [(HEAD, *ROWS), (HEAD, *ROWS)]


def test_a_rule_under_every_row_changes_nothing() -> None:
    sheet = Sheet()
    sheet.rule()
    for row in (HEAD, *ROWS):
        sheet.say(*row)
        sheet.rule()
    assert sheet.read() == [(HEAD, *ROWS)]


def test_a_head_over_two_columns_stands_in_the_first() -> None:
    sheet = Sheet()
    sheet.rule()
    sheet.say("", "", "其中：按支出性质分")
    sheet.rule(360, 540)  # the line below it is short
    sheet.say(*HEAD)
    sheet.rule()
    for row in ROWS:
        sheet.say(*row)
    sheet.rule()
    (rows,) = sheet.read()
    assert rows[0] == ("", "", "其中:按支出性质分", "")
    assert rows[1:] == (HEAD, *ROWS)


@pytest.mark.parametrize("rules", [2, 3, 4])
def test_prose_between_rules_is_no_table(rules: int) -> None:
    sheet = Sheet()
    for number in range(rules):
        sheet.rule()
        for _ in range(3):
            sheet.say(f"第{number}段，本单位2023年收入合计10.50万元，支出合计10.50万元。")
    assert sheet.read() == []


def test_words_in_columns_without_figures_are_no_table() -> None:
    sheet = Sheet()
    sheet.rule()
    sheet.say("姓名", "职务")
    sheet.rule()
    for _ in range(3):
        sheet.say("张某", "局长")
    sheet.rule()
    assert sheet.read() == []
