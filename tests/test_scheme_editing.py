"""Editing a scheme: rows added, moved, removed; sums that are off; every fault with its place."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.rounds.steps import checks
from dashboard.schemefiles.editing import (
    added,
    at,
    changed,
    head_changed,
    moved,
    new_group,
    new_leaf,
    removed,
    rows,
    shifted,
    sums_off,
    worth_missing,
    worths,
)
from dashboard.schemefiles.faults import examined, next_id
from dashboard.schemefiles.typed import TypedError, applied, rule_typed, worth_shown, worth_typed
from data.scheme_sheets.plain import read_plain
from data.scheme_sheets.words import ABSENT
from data.schemes import bundled, parse_scheme
from tests import rounds

TREE = read_plain(rounds.SCHEME)
KEYS = {word: key for key, word in ABSENT.items()}


def codes(tree):
    return [(row.code, row.node["id"]) for row in rows(tree)]


def faults(tree):
    return [(found.where, found.said) for found in examined(tree, checks()).faults]


def test_rows_are_numbered_by_their_place():
    assert codes(TREE) == [
        ("A", "open"), ("A1", "report"), ("A2", "budget"), ("A3", "fresh"),
        ("B", "rest"), ("B1", "privacy"), ("B2", "quality"), ("B3", "answers"),
    ]  # fmt: skip


def test_a_row_moves_up_down_and_to_another_group():
    up, place = shifted(TREE, (0, 1), -1)
    assert (codes(up)[1:3], place) == ([("A1", "budget"), ("A2", "report")], (0, 0))
    assert shifted(TREE, (0, 0), -1) == (TREE, (0, 0))
    away, place = moved(TREE, (0, 2), (1,))
    assert (codes(away)[-1], place) == (("B4", "fresh"), (1, 3))


def test_a_group_that_moves_into_a_later_one_finds_it_one_nearer():
    tree, place = moved(TREE, (0,), (1,))
    assert place == (0, 3)
    assert at(tree, place)["id"] == "open"
    with pytest.raises(ValueError, match="below"):
        moved(TREE, (0,), (0,))


def test_the_old_tree_stays_as_it_was():
    before = read_plain(rounds.SCHEME)
    removed(TREE, (0, 1))
    changed(TREE, (0, 1), {"name": "别的"})
    added(TREE, (0,), new_leaf(TREE, Fraction(5)))
    assert before == TREE


def test_the_screen_says_by_how_much_points_do_not_add_up():
    tree = changed(TREE, (0, 1), {"points": 18})
    assert [(off.where, off.said) for off in sums_off(tree)] == [
        ("“公开内容”", "下级合计 68 分，应为 70 分，少 2 分")
    ]
    assert worth_missing(tree, (0,)) == 2
    tree = changed(tree, (1,), {"points": Fraction("30.5")})
    assert [off.said for off in sums_off(tree)] == [
        "下级合计 100.5 分，应为 100 分，多 0.5 分",
        "下级合计 68 分，应为 70 分，少 2 分",
        "下级合计 30 分，应为 30.5 分，少 0.5 分",
    ]


def test_percentages_add_up_to_a_hundred_and_are_worth_their_share():
    tree = changed(TREE, (0,), {"points": None, "weight": "70%"})
    tree = changed(tree, (1,), {"points": None, "weight": "25%"})
    assert [off.said for off in sums_off(tree)] == [
        "下级合计 95 %，应为 100 %，少 5 %",
        "下级合计 30 分，应为 25 分，多 5 分",
    ]
    assert worths(tree)[(1,)] == 25


@given(some.lists(some.integers(1, 40), min_size=1, max_size=6), some.integers(1, 200))
def test_what_is_off_is_the_difference(points, total):
    leaves = tuple({"id": f"l{n}", "name": "甲", "points": p} for n, p in enumerate(points))
    found = sums_off({"scheme": {"total": total}, "indicators": leaves})
    assert [off.found - off.asked for off in found] == (
        [sum(points) - total] if sum(points) != total else []
    )


def test_a_scheme_without_faults_is_the_scheme():
    made = examined(TREE, checks())
    assert made.faults == ()
    assert made.scheme.digest == parse_scheme(rounds.SCHEME, "小").digest


@pytest.mark.parametrize("name", ["department-2023-v2", "county-2023-v2"])
def test_bundled_schemes_come_through_the_editor_unchanged(name):
    text = bundled()[name].read_text(encoding="utf-8")
    made = examined(read_plain(text), checks())
    assert made.faults == ()
    assert made.scheme.digest == parse_scheme(text, name).digest


def test_every_fault_is_named_with_its_place():
    tree = changed(TREE, (0, 0), {"points": 39})
    tree = changed(tree, (0, 1), {"check": "no_such_check"})
    tree = changed(tree, (1, 0), {"id": "quality", "remedy": None})
    tree = head_changed(tree, {"title": ""})
    found = faults(tree)
    assert [where for where, _ in found] == [
        "总则", "A 公开内容", "B2 解读质量", "A1 年度报告", "A2 部门预算", "B1 个人隐私",
    ]  # fmt: skip
    said = dict(found)
    assert said["A 公开内容"] == "下级合计 69 分，应为 70 分，少 1 分"
    assert said["B2 解读质量"] == "编号“quality”与“B1 个人隐私”重复，请改用别的编号"
    assert "合计 40" in said["A1 年度报告"]
    assert "核查方法“no_such_check”不存在" in said["A2 部门预算"]
    assert "缺少 remedy" in said["B1 个人隐私"]


def test_new_rows_can_be_used_as_they_are():
    tree = removed(TREE, (0, 1))
    tree, place = added(tree, (0,), new_leaf(tree, worth_missing(tree, (0,))))
    assert faults(tree) == []
    tree = removed(tree, place)
    tree, _ = added(tree, (0,), new_group(tree, Fraction(20)))
    assert faults(tree) == []


def test_an_empty_group_is_a_fault():
    tree = TREE
    for _ in range(3):
        tree = removed(tree, (1, 0))
    assert ("B 其他", "没有下级指标，请增加指标或删去这个分组") in faults(tree)


def test_the_table_changes_names_points_and_the_treatment_of_what_does_not_apply():
    every = rows(TREE)
    table = [
        {"name": row.name, "worth": worth_shown(row.node), "na": ABSENT.get(row.node.get("na"), "")}
        for row in every
    ]
    assert applied(TREE, every, table, KEYS) == TREE
    table[2] |= {"name": "部门预算和决算", "worth": "17.5", "na": "不计入满分"}
    node = at(applied(TREE, every, table, KEYS), (0, 1))
    assert (node["name"], node["points"], node["na"]) == (
        "部门预算和决算", Fraction("17.5"), "exclude",
    )  # fmt: skip
    table[2]["worth"] = "许多"
    with pytest.raises(TypedError, match=r"^A2 部门预算：分值“许多”应为大于 0 的数"):
        applied(TREE, every, table, KEYS)


def test_worth_is_points_or_a_percentage():
    assert worth_typed("5", "甲") == {"points": 5, "weight": None}
    assert worth_typed("2.5分", "甲") == {"points": Fraction("2.5"), "weight": None}
    assert worth_typed("40％", "甲") == {"weight": "40%", "points": None}
    for wrong in ("0", "-1", "", "五", "1e9"):
        with pytest.raises(TypedError):
            worth_typed(wrong, "甲")


def test_a_rule_is_a_line_of_yaml():
    assert rule_typed("{rule: presence, partial: 0.5}", "甲") == {
        "rule": "presence", "partial": Fraction(1, 2),
    }  # fmt: skip
    for wrong in ("presence", "{rule: [}", "- a"):
        with pytest.raises(TypedError, match=r"^甲：计分公式"):
            rule_typed(wrong, "甲")


def test_the_next_version_takes_the_first_free_number():
    assert next_id("county-2023", set()) == "county-2023-v2"
    assert next_id("county-2023-v2", {"county-2023-v3"}) == "county-2023-v4"
    assert next_id("a-vb", set()) == "a-vb-v2"
