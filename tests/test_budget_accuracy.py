"""The rules for budgets against what a careful reader found in real files."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from crawlers.accuracy.budget import Agreement, Label, compared, read_labels
from crawlers.documents import read_document
from crawlers.subjects.budget.book import read_book
from crawlers.subjects.budget.issues import Issue, Severity
from crawlers.subjects.budget.opening import BudgetError, opened
from crawlers.subjects.budget.register import issues

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
real = pytest.mark.skipif(not CORPUS.is_dir(), reason="没有真实文件（不随项目提供）")


@cache
def issues_of(name: str) -> tuple[Issue, ...]:
    path = next((CORPUS / "files").glob(f"{name}.*"), None)
    if path is None:
        raise LookupError(name)
    try:
        return issues(opened(path.name, path.read_bytes()))
    except BudgetError:
        return ()


@cache
def agreements() -> Mapping[str, Agreement]:
    found = compared(read_labels(CORPUS / "pdf_findings.tsv"), issues_of)
    return {one.file: one for one in found}


def share(grade: str) -> float:
    counts = [one.count(grade) for one in agreements().values()]
    return sum(found for found, _ in counts) / sum(total for _, total in counts)


@real
@pytest.mark.parametrize(("grade", "least"), [("A", 0.9), ("B", 0.75)])
def test_most_of_what_a_careful_reader_found_is_found(grade: str, least: float) -> None:
    missed = [x for one in agreements().values() for x in one.missed if x.grade == grade]
    assert share(grade) >= least, missed


@real
def test_nothing_that_is_right_as_printed_is_reported() -> None:
    assert [one.trapped for one in agreements().values() if one.trapped] == []


@real
def test_hardly_anything_is_reported_that_is_no_error() -> None:
    false = [(one.file, issue.found) for one in agreements().values() for issue in one.false]
    assert len(false) <= 3, false


@real
def test_a_blank_form_is_one_finding() -> None:
    for name in ("f027", "f032"):
        assert [issue.rule for issue in issues_of(name)] == ["template"]


@real
@pytest.mark.parametrize("name", ["f003", "f005", "f022", "f024", "f026"])
def test_a_digit_changed_in_a_table_is_noticed(name: str) -> None:
    """Seven figures of each file, spread over its tables; nothing of it is noticed unchanged."""
    path = CORPUS / "files" / f"{name}.pdf"
    document = read_document(path.name, path.read_bytes(), tables=True)
    known = {(issue.rule, issue.found) for issue in issues(read_book(document))}
    places = [
        (n, row, column)
        for n, block in enumerate(document.blocks)
        for row, cells in enumerate(block.rows)
        for column, cell in enumerate(cells)
        if re.fullmatch(r"[\d,]+\.\d\d", cell) and cell != "0.00"
    ]
    unnoticed = []
    for n, row, column in places[:: len(places) // 7]:
        rows = [list(cells) for cells in document.blocks[n].rows]
        figure = rows[row][column]
        rows[row][column] = f"{(int(figure[0]) + 4) % 10}{figure[1:]}"
        blocks = list(document.blocks)
        blocks[n] = replace(blocks[n], rows=tuple(map(tuple, rows)))
        found = issues(read_book(replace(document, blocks=tuple(blocks))))
        if not any((issue.rule, issue.found) not in known for issue in found):
            unnoticed.append((blocks[n].page, rows[row]))
    assert len(unnoticed) <= 1, unnoticed


# --- the scorer itself ----------------------------------------------------------------------------


def issue(rule: str = "growth", page: int = 3, said: str = "增长5.95%", **more: object) -> Issue:
    severity = more.pop("severity", Severity.CERTAIN)
    return Issue(rule, severity, (page,), said, "应为6.10%", "")  # type: ignore[arg-type]


def label(grade: str = "A", kind: str = "growth", page: int = 3, finding: str = "写5.95%") -> Label:
    return Label("f001", frozenset({page}), grade, kind, finding)


@pytest.mark.parametrize(
    ("labels", "found", "missed", "trapped", "false"),
    [
        ([label()], 1, 0, 0, 0),
        ([label(page=4)], 0, 1, 0, 1),
        ([label(kind="share")], 0, 1, 0, 1),
        ([label(finding="写7.77%")], 0, 1, 0, 1),
        ([label("X")], 0, 0, 1, 1),
        ([label("C")], 0, 0, 0, 0),
        ([label(), label("B", "typo", 5, "“上一度”")], 1, 1, 0, 0),
    ],
    ids=["found", "page", "rule", "figure", "trap", "for information", "two"],
)
def test_labels_and_findings_meet_by_rule_page_and_words(
    labels: list[Label], found: int, missed: int, trapped: int, false: int
) -> None:
    (one,) = compared(labels, lambda name: [issue()])
    counts = (len(one.found), len(one.missed), len(one.trapped), len(one.false))
    assert counts == (found, missed, trapped, false)


def test_what_is_left_to_a_person_is_no_false_finding() -> None:
    (one,) = compared([label("B", "typo")], lambda name: [issue(severity=Severity.ASK)])
    assert one.false == ()


def test_what_was_found_true_later_is_not_false() -> None:
    (one,) = compared([label("B", "typo", 5, "“上一度”")], lambda name: [issue()], [label("B")])
    assert one.false == ()


def test_labels_name_pages_and_files_as_people_do(tmp_path: Path) -> None:
    rows = [
        ("f001", "20–21", "A"),
        ("f001/f008", "2", "B"),
        ("f002", "9、10、16", "B"),
        ("f010", "5→6", "X"),
        ("f001–f003", "all", "X"),
    ]
    path = tmp_path / "labels.tsv"
    lines = [f"{file}\t{page}\t{grade}\tgrowth\t写5.95%\tcertain" for file, page, grade in rows]
    path.write_text("file\tpage\tclass\tkind\tfinding\tsure\n" + "\n".join(lines), "utf-8")
    read = [(x.file, sorted(x.pages)) for x in read_labels(path)]
    assert read == [
        ("f001", [20, 21]),
        ("f001", [2]),
        ("f008", [2]),
        ("f002", [9, 10, 16]),
        ("f010", [5, 6]),
        ("f001", []),
        ("f002", []),
        ("f003", []),
    ]
