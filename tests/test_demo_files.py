"""The demo's attachments: the same every time, and read back as they were written."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import olefile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.documents import read_document
from data.demo import files

ROOT = Path(__file__).parents[1]
TEXT = ["一、部门职责：负责全市统计工作。", "二、机构设置（3个科室）。"]
TABLES: files.Tables = {"表一": [["项目", "金额"], ["合计", 12.5]], "表二": [["甲", "乙", "丙"]]}

Writer = Callable[..., bytes]
WRITERS = pytest.mark.parametrize("writer", [files.pdf, files.docx, files.doc])


@WRITERS
def test_same_values_give_the_same_bytes(writer: Writer) -> None:
    assert writer("标题", TEXT, TABLES) == writer("标题", TEXT, TABLES)


def test_bytes_do_not_depend_on_time_zone_or_hash_seed() -> None:
    program = (
        "import hashlib; from data.demo import files as f; t = {'表': [['项目', 1]]}; "
        "print(hashlib.sha256(f.pdf('题', ['文'], t) + f.docx('题', ['文'], t)"
        " + f.doc('题', ['文'], t) + f.xlsx(t)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(digests) == 1


@WRITERS
def test_everything_written_is_read_back(writer: Writer) -> None:
    document = read_document("u", writer("某局2023年度部门预算", TEXT, TABLES), tables=True)
    assert document.state == "ok"
    assert document.tables == ((("项目", "金额"), ("合计", "12.5")), (("甲", "乙", "丙"),))
    for words in (
        "某局2023年度部门预算",
        "一、部门职责:负责全市统计工作。",
        "表一",
        "表二",
    ):
        assert words in document.text


def test_sheets_keep_numbers_and_texts_that_look_like_formulas() -> None:
    body = files.xlsx({"收入": [["=合计", "http://a.localhost/", 3]], "支出": [[-1.5]]})
    rows = ((("=合计", "http://a.localhost/", "3"),), (("-1.5",),))
    assert read_document("u", body).tables == rows


@WRITERS
def test_short_rows_are_filled_and_markup_is_text(writer: Writer) -> None:
    body = writer("<b>&标题", [], {"表": [["甲", "<乙>"], ["丙"]]})
    document = read_document("u", body, tables=True)
    assert document.text.startswith("<b>&标题")
    assert document.tables == ((("甲", "<乙>"), ("丙", "")),)


def test_word_files_open_in_other_readers() -> None:
    opened = python_docx.Document(io.BytesIO(files.docx("标题", TEXT, TABLES)))
    assert [p.text for p in opened.paragraphs] == ["标题", *TEXT, "表一", "表二"]
    with olefile.OleFileIO(io.BytesIO(files.doc("标题", TEXT)), raise_defects=10) as ole:
        assert ole.listdir() == [["1Table"], ["WordDocument"]]


def test_long_word_file_needs_more_than_one_allocation_table() -> None:
    paragraphs = [f"第{number}段：全面推进政务公开工作。" for number in range(4000)]
    body = files.doc("长文", paragraphs)
    assert len(body) > 128 * 512
    text = read_document("u", body).text
    assert text.splitlines() == ["长文", *(text.replace("：", ":") for text in paragraphs)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    paragraphs=st.lists(st.text("预算决算𠮷abc 12。\n", min_size=1).filter(str.strip), max_size=40),
    rows=st.lists(
        st.lists(st.text("项目金额12", max_size=4), min_size=1, max_size=12), max_size=40
    ),
)
def test_any_text_survives_the_old_word_format(
    paragraphs: list[str], rows: list[list[str]]
) -> None:
    document = read_document("u", files.doc("题", paragraphs, {"表": rows}))
    expected = "\n".join(["题", *paragraphs, "表"])
    assert document.text.startswith(expected.strip("\n"))
    width = max((len(row) for row in rows), default=0)
    filled = tuple((*row, *[""] * (width - len(row))) for row in rows)
    assert document.tables == ((filled,) if rows else ())
