"""`gkc notice`: files in, a list of tasks out, or one sentence why not."""

import csv
import io
import json

import pytest
from docx import Document
from typer.testing import CliRunner

from dashboard.commands.notice import app

TEXT = """甲县2025年政务公开工作要点
一、重点任务
（一）公开预算。6月底前公开，公开率不低于95%。（县财政局牵头，各部门负责）
（二）办好热线。
"""


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def word(path):
    document = Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(path)


def page(path):
    lines = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    html = f"<html><head><meta charset='utf-8'></head><body><div>{lines}</div></body></html>"
    path.write_text(html, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("要点.txt", lambda path: path.write_text(TEXT, encoding="utf-8")),
        ("要点-gbk.txt", lambda path: path.write_text(TEXT, encoding="gb18030")),
        ("要点.docx", word),
        ("要点.html", page),
    ],
)
def test_every_kind_of_file_gives_the_same_tasks(tmp_path, name, write):
    write(tmp_path / name)
    done = run(tmp_path / name, "--format", "csv")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"))))
    draft = "拟用指标"
    rows = [{**row, draft: row[draft].partition("（")[0]} for row in rows]
    assert [tuple(row.values())[2:] for row in rows] == [
        (
            *("一(一)", "公开预算", "县财政局", "各部门", "2025-06-30 前", "公开率不少于95%", ""),
            "核查：部门预算公开",
        ),
        ("一(二)", "办好热线", "", "", "", "", "", "人工评审"),
    ]


def test_json_says_where_each_word_stands(tmp_path):
    path = tmp_path / "要点.txt"
    path.write_text(TEXT, encoding="utf-8")
    (notice,) = json.loads(run(path, "--format", "json").stdout)
    (deadline,) = notice["tasks"][0]["deadlines"]
    span = deadline["said"]["span"]
    assert (notice["year"], deadline["due"]) == (2025, "2025-06-30")
    assert TEXT[span["start"] : span["end"]] == deadline["said"]["text"] == "6月底前"
    assert "added" not in notice["tasks"][0]  # nobody adds tasks here


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("要点.txt", b"", "是空文件"),
        ("要点.txt", "关于开会的通知\n请参加。\n".encode(), "没有编号的任务"),
        ("要点.pdf", b"%PDF-1.4 x", "损坏"),
    ],
)
def test_what_is_no_notice_is_told(tmp_path, name, body, said):
    path = tmp_path / name
    path.write_bytes(body)
    done = run(path)
    assert done.exit_code == 1
    assert said in done.stderr
