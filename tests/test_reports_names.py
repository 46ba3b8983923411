"""Long and hostile names of units, rounds and offices: every document of theirs can be written."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from dashboard.casework.telling import tell_units
from dashboard.reports.book import read_book
from dashboard.reports.registry import KINDS, document_name, made, safe_name
from dashboard.reports.writing import LIST, Task, write_all, write_whole
from dashboard.rounds.steps import score_round
from data.store import Store
from tests.people import OFFICE
from tests.rounds import (
    AT,
    DOWN,
    DOWN_FINDINGS,
    GOOD,
    GOOD_FINDINGS,
    LATE,
    POOR,
    ROUND,
    create,
    poor_findings,
)

DAY = date(2023, 12, 20)
LONG = "某市政务公开工作领导小组办公室" * 34  # 510 characters
UNIT = KINDS["unit"]


def book_of(tmp_path, round_name, unit_name, office=""):
    """The small round under these names, and the address of its database."""
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    poor = replace(POOR, name=unit_name)
    with Store(url) as store:
        create(store, (GOOD, poor, DOWN), replace(ROUND, name=round_name))
        found = ((GOOD, GOOD_FINDINGS), (poor, poor_findings(LATE)), (DOWN, DOWN_FINDINGS))
        for unit, each in found:
            store.put_reading("r1", unit.id, [], [], each)
        score_round(store, "r1")
        tell_units(store, OFFICE, "r1", (poor,), at=AT)
        return url, read_book(store, "r1", DAY, office)


def test_names_of_500_characters_stop_no_document(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url, book = book_of(tmp_path, LONG, LONG, LONG)
    task = Task(url, "r1", DAY, LONG, tmp_path / "全", tmp_path / "var")
    [*_] = write_all(task, book, 1)
    listed = (tmp_path / "全" / LIST).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(listed)))
    lacking = [row["没有写出的原因"] for row in rows if not row["SHA-256"]]
    assert all("反馈过" in why for why in lacking)
    assert len([row for row in rows if "poor" in row["文件"] and row["SHA-256"]]) > 6
    for row in rows:
        assert all(len(part.encode()) <= 200 for part in row["文件"].split("/"))
        assert (tmp_path / "全" / row["文件"]).is_file() is bool(row["SHA-256"])


def test_what_a_word_file_says_of_itself_is_cut_and_its_title_is_not(tmp_path):
    _, book = book_of(tmp_path, "轮", LONG, LONG)
    document = Document(io.BytesIO(made(UNIT, book, "poor", "docx")))
    about = document.core_properties
    assert about.title == LONG[:254] + "…"
    assert about.author == about.last_modified_by == LONG[:254] + "…"
    assert f"{LONG}政务公开评估报告" in "".join(each.text for each in document.paragraphs)


def test_a_name_that_fits_stays_as_it_is():
    assert document_name(["2023年评估", "乙局"], UNIT, "pdf") == "2023年评估_乙局_一单位一报告.pdf"


def test_of_a_long_name_round_unit_and_title_can_be_told():
    name = document_name(["轮" * 75, "局" * 75], UNIT, "docx")
    assert len(name.encode()) <= 200
    of_round, of_unit, title = name.split("_")
    assert of_round.startswith("轮" * 20)
    assert of_unit.startswith("局" * 20)
    assert title == "一单位一报告.docx"


def test_long_names_that_begin_alike_stay_apart():
    names = {document_name(["轮", "局" * 90 + last], UNIT, "docx") for last in "甲乙丙"}
    assert len(names) == 3


@pytest.mark.parametrize("sign", ["a", "局", "𠮷"])
def test_a_name_is_cut_between_characters(tmp_path, sign):
    name = safe_name(sign * 300)
    assert len(name.encode()) <= 200
    assert name.rstrip("0123456789abcdef").rstrip("~").strip(sign) == ""
    write_whole(tmp_path / name, b"1")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_list_of_files_is_no_formula(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url, book = book_of(tmp_path, '=HYPERLINK("x")轮', "+乙局")
    [*_] = write_all(Task(url, "r1", DAY, "", tmp_path / "全", tmp_path / "var"), book, 1)
    with (tmp_path / "全" / LIST).open(encoding="utf-8-sig", newline="") as file:
        cells = [each for row in csv.reader(file) for each in row]
    assert "'=HYPERLINK(_x_)轮_排名通报.docx" in cells
    assert not [each for each in cells if each[:1] in {"=", "+", "-", "@"}]
