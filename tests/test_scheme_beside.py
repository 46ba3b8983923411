"""What stands beside the tree of a scheme, edited in tables: round trips, and faults in place."""

from fractions import Fraction

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.rounds.steps import checks
from dashboard.schemefiles.beside import (
    BONUS,
    COLUMNS,
    PARAMETERS,
    PENALTIES,
    VETOES,
    Gate,
    shown_dates,
    shown_gate,
    shown_rows,
    with_dates,
    with_gate,
    with_rows,
)
from dashboard.schemefiles.editing import changed, head_changed
from dashboard.schemefiles.faults import examined
from dashboard.schemefiles.typed import TypedError
from data.people import Role
from data.scheme_sheets.plain import read_plain
from data.schemes import bundled
from tests import rounds, visitors
from tests.test_dashboard import ENTRY, words

PLAIN = read_plain(rounds.SCHEME)
TREE = read_plain(rounds.HEAVY_SCHEME)


def faults(tree):
    return [(found.part, found.where) for found in examined(tree, checks()).faults]


def head(tree):
    return tree["scheme"]


def test_vetoes_are_shown_with_numbers_of_indicators_and_words():
    assert shown_rows(TREE, VETOES) == [
        {"name": "伪造发稿日期", "effect": "封顶到一个分数", "value": "59", "grade": "",
         "watch": "A1", "id": "veto_i_forged"},
        {"name": "泄露国家秘密", "effect": "等次受限", "value": "", "grade": "合格", "watch": "",
         "id": "veto_i_secret"},
    ]  # fmt: skip


@pytest.mark.parametrize("part", COLUMNS)
@pytest.mark.parametrize("name", sorted(bundled()))
def test_what_is_shown_and_not_touched_stays_what_it_was(part, name):
    tree = read_plain(bundled()[name].read_text(encoding="utf-8"))
    assert with_rows(tree, part, shown_rows(tree, part)) == tree
    assert with_gate(tree, shown_gate(tree)) == tree
    assert with_dates(tree, shown_dates(tree)) == tree


def test_a_new_veto_gets_an_id_and_watches_what_its_numbers_name():
    row = {"name": "长期不更新", "effect": "最低等次", "watch": "A3、栏目更新", "value": None}
    tree = with_rows(TREE, VETOES, [*shown_rows(TREE, VETOES), row, {"name": "", "id": None}])
    assert head(tree)["vetoes"][2] == {
        "name": "长期不更新", "effect": "fail", "watch": ("fresh", "fresh"), "id": "veto",
    }  # fmt: skip
    assert faults(tree) == []


def test_bonus_without_items_is_gone_and_comes_with_its_gate():
    assert "bonus" not in head(with_rows(TREE, BONUS, []))
    row = {"name": "获表彰", "points": "1.5", "evidence": "文件", "id": ""}
    tree = with_gate(with_rows(PLAIN, BONUS, [row]), Gate("3", "44", "open"))
    assert head(tree)["bonus"] == {
        "cap": 3, "gate": 44, "part": "open",
        "items": (
            {"name": "获表彰", "points": Fraction("1.5"), "evidence": "文件", "id": "bonus"},
        ),
    }  # fmt: skip
    assert faults(tree) == []


def test_parameters_and_penalties_are_used_in_rules():
    row = {"id": "due", "name": "应发", "value": "4", "unit": "件"}
    tree = with_rows(PLAIN, PARAMETERS, [row])
    assert faults(tree) == [("parameters", "参数")]  # nothing uses it
    rule = {"rule": "deduct", "each": {"stale_dynamic": "$due"}}
    used = changed(tree, (0, 2), {"scoring": rule})
    assert faults(used) == []
    row = {"name": "材料不实", "points": "3", "scoring": "{rule: presence}", "evidence": "记录"}
    assert faults(with_rows(used, PENALTIES, [row])) == []


def test_the_three_times_are_typed_as_days():
    days = ("2023-11-30", "2023-12-01", "2023-12-15", "", "")
    tree = with_dates(PLAIN, days)
    assert head(tree)["dates"] == {"cut_off": "2023-11-30", "capture": ("2023-12-01", "2023-12-15")}
    assert shown_dates(tree) == days
    assert "dates" not in head(with_dates(tree, ("",) * 5))
    with pytest.raises(TypedError, match="采集期要写起止两天"):
        with_dates(PLAIN, ("", "2023-12-01", "", "", ""))


@pytest.mark.parametrize(
    ("part", "row", "why"),
    [
        (VETOES, {"name": "", "effect": "最低等次"}, "第 1 行：名称不能空着"),
        (VETOES, {"name": "甲", "effect": "最低等次", "watch": "Z9"}, "第 1 行：没有指标“Z9”"),
        (VETOES, {"name": "甲", "effect": "除名"}, "第 1 行：后果“除名”应为：封顶到一个分数"),
        (BONUS, {"name": "甲", "points": "许多"}, "第 1 行：“许多”不是数字"),
        (PENALTIES, {"name": "甲", "points": "1", "scoring": "扣光"}, "第 1 行：计分公式"),
        (PARAMETERS, {"name": "甲", "value": "1"}, "第 1 行：参数要有编号"),
    ],
)
def test_a_cell_that_means_nothing_is_told_with_its_row(part, row, why):
    with pytest.raises(TypedError) as told:
        with_rows(TREE, part, [row])
    assert str(told.value).startswith(why)


def test_every_fault_stands_with_its_part_and_row():
    tree = head_changed(
        TREE,
        {
            "vetoes": (
                {"id": "v1", "name": "甲", "effect": "cap_at"},
                {"id": "v2", "name": "乙", "effect": "cap_grade", "grade": "没有"},
            ),
            "bonus": {"items": ({"id": "b1", "name": "测评费用", "points": 0},)},
            "penalties": ({"id": "p1", "name": "丙", "points": 1, "scoring": {"rule": "none"}},),
            "dates": {"cut_off": "年底"},
        },
    )
    assert faults(tree) == [
        ("vetoes", "单项否决 V1"), ("vetoes", "单项否决 V2"), ("penalties", "倒扣项 K1"),
        ("bonus", "加分项"), ("dates", "日期"),
    ]  # fmt: skip


def test_the_screen_keeps_what_is_typed_and_says_what_is_wrong_in_its_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", url)
    visitors.signed_in(monkeypatch, url, Role.ORGANISER)
    rounds.fill_heavy(url)
    app = AppTest.from_file(ENTRY, default_timeout=120).run()
    app.switch_page("dashboard/views/scheme.py").run()
    box = next(each for each in app.selectbox if each.label == "打开一个版本")
    box.set_value("kept:heavy-1").run()
    pressed(app, "打开")
    app.session_state["scheme part"] = "beside"
    app.run()
    typed(app, "加分门槛", "75")
    pressed(app, "应用“加分”的修改")
    typed(app, "截止日", "年底")
    pressed(app, "应用“日期”的修改")
    assert any("日期：" in error.value and "年底" in error.value for error in app.error)
    assert "不是日期" in words(app)
    assert app.session_state["scheme on the bench"].tree["scheme"]["bonus"]["gate"] == 75


def typed(app, label, text):
    next(field for field in app.text_input if field.label == label).set_value(text)


def pressed(app, label):
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert [error.value for error in app.exception] == []
