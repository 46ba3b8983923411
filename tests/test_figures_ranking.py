"""A ranking narrowed, ordered, moved and paged; and taken along without formulas."""

import csv
import io
import zipfile
from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.exported import as_csv, as_workbook
from dashboard.figures.ranking import (
    Asked,
    Order,
    Tie,
    by_group,
    moves,
    narrowed,
    page_of,
    summary,
    ties,
)
from data.types import Ranked, Unit


def line(id_, place, value, group="市直部门", grade="合格"):
    known = None if value is None else F(value)
    return Ranked(id_, group, place, known, F(0), F(100), F(9, 10), grade)


NOW = [
    line("a", 1, 90, grade="优秀"),
    line("b", 2, 80),
    line("c", 3, 70),
    line("d", None, None, grade=""),
    line("e", 1, 60, group="县市区"),
]
BEFORE = [
    line("b", 1, 85),
    line("a", 2, 84),
    line("d", 3, 50),
    line("c", None, 65),
    line("e", 4, 61),
]
UNITS = {
    id_: Unit(id_, name, "department", "市直部门", "http://x.localhost/", aliases=aliases)
    for id_, name, aliases in (
        ("a", "教育局", ()), ("b", "财政局", ("财政国资局",)), ("c", "水利局", ()),
        ("d", "档案馆", ()), ("e", "东区", ()),
    )
}  # fmt: skip


def ids(asked, moved=None):
    return [each.unit_id for each in narrowed(NOW, UNITS, asked, moved)]


def test_only_placed_units_are_below_a_line():
    assert ids(Asked(below=F(80))) == ["c", "e"]
    assert ids(Asked(below=F(60))) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(), ["a", "b", "c", "d", "e"]),
        (Asked(name="局"), ["a", "b", "c"]),
        (Asked(name=" 国资 "), ["b"]),  # another name of the unit
        (Asked(name="D"), ["d"]),  # its id
        (Asked(group="县市区"), ["e"]),
        (Asked(grade="优秀"), ["a"]),
        (Asked(grade=""), ["d"]),  # without a grade
        (Asked(name="没有"), []),
    ],
)
def test_a_ranking_is_narrowed(asked, found):
    assert ids(asked) == found


def test_places_move_in_one_group_only_and_need_both_places():
    found = moves(NOW, BEFORE)
    assert {id_: (move.places, move.value) for id_, move in found.items()} == {
        "a": (1, 6),
        "b": (-1, -5),
        "c": (None, 5),  # had no place
        "d": (None, None),  # has none
        "e": (None, -1),  # was in another group
    }


def test_a_unit_that_is_new_has_no_movement():
    assert moves([line("n", 1, 90)], BEFORE) == {}


def test_the_greatest_gains_and_losses_stand_first_and_the_unknown_last():
    moved = moves(NOW, BEFORE)
    assert ids(Asked(order=Order.UP), moved) == ["a", "c", "e", "b", "d"]
    assert ids(Asked(order=Order.DOWN), moved) == ["b", "e", "c", "a", "d"]


def test_the_least_judged_stand_first():
    seen = [replace(NOW[0], coverage=F(8, 10)), NOW[1], replace(NOW[2], coverage=F(1, 10))]
    found = narrowed(seen, UNITS, Asked(order=Order.COVERAGE))
    assert [each.unit_id for each in found] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("number", "lines", "got", "first"),
    [(1, 5, [0, 1], 1), (3, 5, [4], 5), (9, 5, [4], 5), (0, 5, [0, 1], 1), (1, 0, [], 0)],
)
def test_a_page_beyond_the_ends_is_the_last_or_the_first(number, lines, got, first):
    page = page_of(list(range(lines)), number, 2)
    assert (list(page.lines), page.first) == (got, first)


@given(st.lists(st.integers()), st.integers(1, 9))
def test_all_pages_are_all_lines(lines, size):
    pages = page_of(lines, 1, size).pages
    assert [one for n in range(pages) for one in page_of(lines, n + 1, size).lines] == lines


def test_a_group_in_figures():
    lines = [line("a", 1, 90), line("b", 1, 90), line("c", 3, 30, grade="不合格"),
             line("d", None, 50)]  # fmt: skip
    found = summary(lines, "不合格")
    assert (found.units, found.unplaced, found.mean, found.failing, found.firsts) == (
        4,
        1,
        70,
        1,
        2,
    )
    assert (found.best.unit_id, found.last.unit_id) == ("a", "c")


def test_a_group_without_a_place_has_no_mean():
    found = summary([line("a", None, 50)], "不合格")
    assert (found.mean, found.best, found.last) == (None, None, None)


def test_groups_keep_their_order():
    assert list(by_group(NOW)) == ["市直部门", "县市区"]


def test_only_neighbours_of_one_tie_group_are_tied():
    placed = [line(id_, n, 90 - n) for n, id_ in enumerate("abcdef", 1)]
    number = {"a": 1, "b": 1, "c": 2, "d": 3, "e": 3}  # of f nothing is known
    assert ties(placed, number) == [Tie(0, 1), Tie(3, 4)]
    assert ties(placed, {}) == []


FORMULAS = ["=1+1", "+cmd", "@SUM(A1)", "-2+3"]


def test_no_cell_of_a_csv_is_a_formula():
    body = as_csv(["单位", "得分"], [[text, 1.5] for text in FORMULAS])
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows == [["单位", "得分"], *([f"'{text}", "1.5"] for text in FORMULAS)]


def test_no_cell_of_a_workbook_is_a_formula_and_numbers_are_numbers():
    body = as_workbook("排[名]?", ["单位", "得分"], [["=HYPERLINK(1)", 1.5], ["http://a.b/", None]])
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
        assert 'name="排 名"' in book.read("xl/workbook.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert "<v>1.5</v>" in sheet
    assert "'=HYPERLINK(1)" in texts
    assert "autoFilter" in sheet
    assert 'state="frozen"' in sheet
