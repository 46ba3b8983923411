"""Tables of tasks in every kind of file: Word, web pages and PDF give the same tasks."""

import csv
import io

import pytest
from docx import Document
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle
from typer.testing import CliRunner

from dashboard.commands.notice import app

TITLE = "清河县2025年政务公开任务分解表"
HEADS = ["类别", "任务", "牵头单位", "配合单位", "完成时限"]
ROWS = [
    ["财政", "公开部门决算，公开率100%", "县财政局", "县直各部门", "10月底前"],
    ["", "公开收费目录", "", "", "6月底前"],  # merged with those above
    ["互动", "办好12345热线", "县信访局", "各乡镇", "长期坚持"],
]
BELOW = "一、加强督查。每季度通报一次。（县政府办公室负责）"


def word(path):
    document = Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=len(HEADS))
    for row in [HEADS, *ROWS]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    for column in (0, 2, 3):
        table.cell(1, column).merge(table.cell(2, column))
    document.add_paragraph(BELOW)
    document.save(path)


def page(path):
    heads = "".join(f"<th>{words}</th>" for words in HEADS)
    first, second, third = ROWS
    merged = {0, 2, 3}
    lines = "".join(
        f"<td rowspan=2>{words}</td>" if at in merged else f"<td>{words}</td>"
        for at, words in enumerate(first)
    )
    rest = "".join(f"<td>{words}</td>" for at, words in enumerate(second) if at not in merged)
    last = "".join(f"<td>{words}</td>" for words in third)
    path.write_text(
        f"<html><head><meta charset='utf-8'></head><body><h1>{TITLE}</h1><table><tr>{heads}</tr>"
        f"<tr>{lines}</tr><tr>{rest}</tr><tr>{last}</tr></table><p>{BELOW}</p></body></html>",
        encoding="utf-8",
    )


def portable(path):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("plain", fontName="STSong-Light", fontSize=12, leading=20)
    table = Table([HEADS, *ROWS], colWidths=[50, 170, 80, 80, 80])
    grid = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("FONT", (0, 0), (-1, -1), "STSong-Light"),
    ]
    grid += [("SPAN", (column, 1), (column, 2)) for column in (0, 2, 3)]
    table.setStyle(TableStyle(grid))
    SimpleDocTemplate(str(path)).build([Paragraph(TITLE, style), table, Paragraph(BELOW, style)])


@pytest.mark.parametrize(
    ("name", "write"), [("分工.docx", word), ("分工.html", page), ("分工.pdf", portable)]
)
def test_a_table_of_tasks_gives_the_same_in_every_file(tmp_path, name, write):
    path = tmp_path / name
    write(path)
    done = CliRunner().invoke(app, [str(path), "--format", "csv"])
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    columns = ("任务", "牵头单位", "责任单位", "期限", "数量要求")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("公开部门决算,公开率100%", "县财政局", "县直各部门", "2025-10-31 前", "公开率100%"),
        ("公开收费目录", "县财政局", "县直各部门", "2025-06-30 前", ""),
        ("办好12345热线", "县信访局", "各乡镇", "长期", ""),
        ("加强督查", "", "县政府办公室", "每季度", "每季度通报1次"),
    ]
    assert {row["部分"] for row in rows} == {TITLE}


def test_circled_numbers_of_a_file_are_numbers(tmp_path):
    path = tmp_path / "要点.txt"
    lines = ["甲县2025年工作要点", "一、公开", "①公开预算。", "②公开决算。", "③26个领域目录上网。"]
    path.write_text("\n".join(lines), encoding="utf-8")
    done = CliRunner().invoke(app, [str(path), "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["序号"], row["任务"]) for row in rows] == [
        ("一1", "公开预算"),
        ("一2", "公开决算"),
    ]
