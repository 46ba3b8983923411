"""Tables of the annual report: rows found by label in both forms, whatever format they came in."""

from dataclasses import replace

import pytest

from crawlers.subjects.annual import ruled, running
from crawlers.subjects.annual.cells import Kind
from crawlers.subjects.annual.form import Form
from crawlers.subjects.annual.material import of_text
from crawlers.subjects.annual.model import Report, Table
from crawlers.subjects.annual.reading import read_report
from tests.annual_reports import DONE, FORMATS, LEFT, MADE, MADE_2019, NEW, Made, Sheet, html, read


def tabbed(sheet: Sheet) -> str:
    return "\n".join("\t".join(text for text, _, _ in row) for row in sheet)


def text_of(made: Made) -> str:
    """All of a report as text, cells parted by tabs."""
    blocks = (b if isinstance(b, str) else tabbed(b) for b in made.blocks())
    return "\n".join((made.title, *blocks))


def spaced(made: Made) -> str:
    """The same as a PDF gives it: blanks between figures."""
    return text_of(made).replace("\t", " ")


def figures(report: Report) -> dict[object, object]:
    tables = (report.activity, report.applications, report.disputes)
    return {
        (n, at): cell.value for n, table in enumerate(tables) for at, cell in table.cells.items()
    }


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize(
    ("made", "form", "cells"),
    [(MADE, Form.F2021, (10, 175, 15)), (MADE_2019, Form.F2019, (22, 161, 15))],
    ids=["2021", "2019"],
)
def test_every_cell_of_both_forms_is_read_in_every_format(
    fmt: str, made: Made, form: Form, cells: tuple[int, int, int]
) -> None:
    report = read(made, fmt)
    assert report.form is form
    tables = (report.activity, report.applications, report.disputes)
    assert tuple(table.read for table in tables) == cells
    assert figures(report) == figures(read(made))
    assert report.applications.count("new", "person") == 10
    assert report.applications.count("done", "total") == 11
    assert report.applications.count("otherwise", "total") == 1
    assert report.disputes.count("after", "corrected") == 1


@pytest.mark.parametrize("made", [MADE, MADE_2019], ids=["2021", "2019"])
def test_running_text_gives_the_same_figures(made: Made) -> None:
    whole = read_report(of_text(text_of(made)))
    assert figures(read_report(of_text(spaced(made)))) == figures(whole) == figures(read(made))


def test_a_label_broken_over_lines_is_still_found() -> None:
    text = spaced(MADE).replace("大量反复申请", "大量反\n复申请")
    assert read_report(of_text(text)).applications.read == 175


@pytest.mark.parametrize("fmt", FORMATS)
def test_blank_and_stroke_stay_apart_from_zero(fmt: str) -> None:
    cells = {(NEW, 2): "", (NEW, 6): "", (DONE, 0): "/", (LEFT, 1): "—"}
    table = read(replace(MADE, cells=cells), fmt).applications
    assert table["new", "research"].kind is Kind.BLANK
    assert table["new", "total"].kind is Kind.BLANK
    assert table["done", "person"].kind is Kind.SLASH
    assert table["left", "company"].kind is Kind.SLASH
    assert table.count("new", "total") is None
    assert table.read == 175


def test_a_row_of_nothing_but_blanks_keeps_its_seven_cells() -> None:
    cells = {("2.重复申请", n): "" for n in range(7)}
    for report in (
        read(replace(MADE, cells=cells)),
        read_report(of_text(text_of(replace(MADE, cells=cells)))),
    ):
        found = {cell.kind for at, cell in report.applications.cells.items() if at[0] == "repeated"}
        assert found == {Kind.BLANK}
        assert report.applications.read == 175


def test_in_running_text_a_blank_makes_the_row_unread_not_zero() -> None:
    text = spaced(replace(MADE, cells={(NEW, 2): ""}))
    table = read_report(of_text(text)).applications
    assert table["new", "total"].kind is Kind.UNREAD
    assert table.count("new", "total") is None
    assert table.count("carried", "total") == 2


def test_prose_with_the_words_of_a_row_is_not_the_row() -> None:
    prose = "本年新收政府信息公开申请数量比去年多 3 件。\n"
    for text in (prose + text_of(MADE), prose + spaced(MADE)):
        assert read_report(of_text(text)).applications.count("new", "total") == 12


def test_mistyped_labels_are_found() -> None:
    body = html(MADE).decode().replace("三类内部事务信息", "三类内容事务信息")
    text = text_of(MADE).replace("三类内部事务信息", "三类内容事务信息")
    assert "三类内容事务信息" in body
    assert read_report(of_text(text)).applications.read == 175


def test_empty_columns_at_the_right_are_no_cells() -> None:
    rows = [[text for text, _, _ in row] + ["", ""] for row in MADE.table3()[3:]]
    rows[0][-3] = ""  # the total of the first row
    table = ruled.applications(tuple(ruled.lines_of(rows)))
    assert table["new", "total"].kind is Kind.BLANK
    assert table.count("new", "person") == 10
    assert table.count("given", "total") == 8


def test_a_row_with_too_many_figures_is_unread() -> None:
    rows = [[text for text, _, _ in row] for row in MADE.table3()[3:]]
    rows[0].append("5")
    table = ruled.applications(tuple(ruled.lines_of(rows)))
    assert {table["new", person].kind for person in ("person", "total")} == {Kind.UNREAD}


def test_table_4_that_lost_empty_cells_is_taken_only_if_it_adds_up() -> None:
    head = "行政复议\t行政诉讼\n结果维持\t未经复议直接起诉\t复议后起诉\n"
    # 5 2 7, 8 1 9, and nothing at the end; then with a first cell lost, too.
    whole = of_text(f"{head}5\t\t\t2\t7\t8\t\t\t1\t9")
    assert ruled.disputes(whole.rows).count("direct", "total") == 9
    assert ruled.disputes(whole.rows)["after", "total"].kind is Kind.BLANK
    shifted = of_text(f"{head}\t\t2\t7\t8\t\t\t1\t9")
    assert ruled.disputes(shifted.rows)["review", "total"].kind is Kind.UNREAD


def test_figures_of_table_2_stand_under_their_headings() -> None:
    activity = {"行政规范性文件": (3, 1, 8), "行政许可": (120,), "行政事业性收费": ("96171.6",)}
    table = read(replace(MADE, activity=activity)).activity
    assert [table.count("document", c) for c in ("made", "repealed", "valid")] == [3, 1, 8]
    assert table.count("licence", "decided") == 120
    assert str(table["fee", "charged"].value) == "96171.6"
    older = {"行政许可": (6, "减4", 2), "政府集中采购": (6, "52.15")}
    table = read(replace(MADE_2019, activity=older)).activity
    assert [table[("licence", c)].value for c in ("before", "change", "decided")] == [6, -4, 2]
    assert table.count("procurement", "projects") == 6


def test_headings_cut_short_are_told_by_their_number() -> None:
    rows = "信息内容\t本年新\t本年新\t对外公开总数量\n规范性文件\t34\t4\t47"
    table = ruled.activity(of_text(rows).rows)
    assert [table.count("document", c) for c in ("written", "published", "public")] == [34, 4, 47]


def test_cells_of_a_paged_document_know_their_page() -> None:
    pages = spaced(MADE).split("五、存在的主要问题")[0]
    cut = pages.index("1.本机关不掌握")
    whole = running.running((pages[:cut], pages[cut:]), paged=True)
    table = running.applications(whole)
    assert table["new", "total"].page == 1
    assert table["done", "total"].page == 2


def test_nothing_is_read_from_a_text_without_tables() -> None:
    report = read_report(of_text("一、总体情况\n全年收到政府信息公开申请5件。"))
    assert (report.activity, report.applications, report.disputes) == (Table(), Table(), Table())
    assert report.form is None
