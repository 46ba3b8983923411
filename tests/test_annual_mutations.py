"""One figure changed at a time: what the rules for the annual report catch of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from crawlers.documents import read_document
from crawlers.subjects.annual.cells import Kind, cell_of
from crawlers.subjects.annual.facts import known_facts
from crawlers.subjects.annual.formal import tables
from crawlers.subjects.annual.material import of_document
from crawlers.subjects.annual.model import Report, Table
from crawlers.subjects.annual.reading import read_report
from crawlers.subjects.annual.remarks import Remark
from crawlers.subjects.annual.review import review
from data.types import Document
from tests.annual_reports import MADE, MADE_2019, Made, read

FIELDS = {"表二": "activity", "表三": "applications", "表四": "disputes"}


def remarks(report: Report, last: Report | None = None) -> tuple[Remark, ...]:
    return review(report, known_facts(), last=last).remarks


def changed(report: Report, text: str | None = None) -> Iterator[tuple[str, Report]]:
    """The report with one cell changed, for every cell: to `text`, or to one more."""
    for name, table in tables(report):
        for at, cell in table.cells.items():
            assert cell.value is not None
            other = cell_of(str(cell.value + 1) if text is None else text)
            yield name, replace(report, **{FIELDS[name]: Table({**table.cells, at: other})})


@pytest.mark.parametrize("made", [MADE, MADE_2019], ids=["2021", "2019"])
def test_every_changed_cell_of_tables_3_and_4_is_caught(made: Made) -> None:
    report = read(made)
    assert remarks(report) == ()
    missed = [name for name, other in changed(report) if name != "表二" and not remarks(other)]
    assert missed == []


@pytest.mark.parametrize("made", [MADE, MADE_2019], ids=["2021", "2019"])
@pytest.mark.parametrize("text", ["", "/", "见附件"])
def test_every_cell_that_is_no_number_is_caught(made: Made, text: str) -> None:
    assert [name for name, other in changed(read(made), text) if not remarks(other)] == []


# --- the real report ----------------------------------------------------------------------------

REAL = Path(__file__).parents[2] / "shared" / "corpus" / "files" / "f031.pdf"
TEMPLATE = REAL.with_name("f032.docx")
corpus = pytest.mark.skipif(not REAL.exists(), reason="the corpus is not here")


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document("http://x.localhost/f031.pdf", REAL.read_bytes(), tables=True)


@corpus
@pytest.mark.parametrize("ruled", [True, False], ids=["ruled tables", "running text"])
def test_a_real_report_that_a_careful_reader_found_clean(document: Document, ruled: bool) -> None:
    report = read_report(of_document(document if ruled else replace(document, tables=())))
    cells = [table.read for _, table in tables(report)]
    assert cells == [10, 25 * 7, 15]
    assert {cell.kind for _, t in tables(report) for cell in t.cells.values()} == {Kind.NUMBER}
    assert report.applications["done", "total"].page == 5
    assert report.activity["fee", "charged"].value == Decimal("96171.6")
    assert [part.number for part in report.parts] == [1, 2, 3, 4, 5, 6]
    assert (report.organ, report.year) == ("淮安市人民政府", 2024)
    found = review(report, known_facts())
    assert (found.remarks, found.held, found.undecided) == ((), 7 + 7 + 25 + 3 + 14, 0)


@corpus
@pytest.mark.parametrize("change", ["one more", "ten times", "digits turned"])
def test_each_of_14_figures_in_its_text_is_caught_when_changed(
    document: Document, change: str
) -> None:
    page = document.pages[1]
    figures = list(re.finditer(r"(\d+)\s*件", page))
    assert len(figures) == 14
    missed = []
    for match in figures:
        number = match[1]
        other = {
            "one more": str(int(number) + 1),
            "ten times": f"{number}0",
            "digits turned": number[::-1] if number[::-1] != number else f"{number}1",
        }[change]
        text = page[: match.start(1)] + other + page[match.end(1) :]
        pages = (document.pages[0], text, *document.pages[2:])
        if not remarks(read_report(of_document(replace(document, pages=pages)))):
            missed.append(match[0])
    assert missed == []


@corpus
@pytest.mark.parametrize("ruled", [True, False], ids=["ruled tables", "running text"])
def test_each_of_its_190_cells_in_tables_3_and_4_is_caught_when_changed(
    document: Document, ruled: bool
) -> None:
    report = read_report(of_document(document if ruled else replace(document, tables=())))
    tried = [(name, bool(remarks(other))) for name, other in changed(report) if name != "表二"]
    assert (len(tried), sum(caught for _, caught in tried)) == (190, 190)


@corpus
def test_table_2_is_held_only_by_last_years_report_and_its_own_form(document: Document) -> None:
    report = read_report(of_document(document))
    # Last year's stock, as this year's figures imply it: 11 - 1 + 0 and 66 - 8 + 26.
    stock = {("regulation", "valid"): "10", ("document", "valid"): "84"}
    cells = {**report.activity.cells, **{at: cell_of(text) for at, text in stock.items()}}
    before = {("carried", p): cell_of("0") for _, p in report.applications.cells} | {
        ("left", p): report.applications["carried", p] for _, p in report.applications.cells
    }
    last = Report("last", year=2023, activity=Table(cells), applications=Table(before))
    assert remarks(report, last) == ()
    caught = [at for name, at in _caught(report, last) if name == "表二"]
    assert {row for row, _ in caught} == {"regulation", "document"}
    assert len(caught) == 6
    struck = [bool(remarks(other)) for name, other in changed(report, "/") if name == "表二"]
    assert struck == [True] * 10


def _caught(report: Report, last: Report) -> Iterator[tuple[str, tuple[str, str]]]:
    addresses = [at for _, table in tables(report) for at in table.cells]
    for at, (name, other) in zip(addresses, changed(report), strict=True):
        if remarks(other, last):
            yield name, at


@corpus
def test_a_template_has_one_remark() -> None:
    body = TEMPLATE.read_bytes()
    report = read_report(of_document(read_document("f032.docx", body, tables=True)))
    assert [remark.said for remark in remarks(report)] == ["报告是没有填写的模板"]
