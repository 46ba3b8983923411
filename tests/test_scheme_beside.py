"""What stands beside the tree of a scheme, edited in tables: round trips, and faults in place."""

from fractions import Fraction
from pathlib import Path

import pytest
from pandas import DataFrame
from streamlit.testing.v1 import AppTest

from dashboard.panels.schemes.bench import Bench
from dashboard.panels.schemes.besidescreen import typed_cells
from dashboard.rounds.steps import checks
from dashboard.schemefiles.beside import (
    BONUS,
    COLUMNS,
    COMPOSITION,
    DUTIES,
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
from dashboard.schemefiles.terms import (
    Shown,
    scaled,
    shown_groups,
    shown_publish,
    with_groups,
    with_publish,
    with_scaling,
)
from dashboard.schemefiles.typed import TypedError
from data.people import Role
from data.scheme_sheets.plain import read_plain, write_scheme
from data.schemes import bundled, parse_scheme
from tests import rounds, visitors
from tests.test_dashboard import ENTRY, words

ROOT = Path(__file__).parents[1]
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
    assert with_scaling(tree, scaled(tree)) == tree
    assert with_publish(tree, shown_publish(tree)) == tree
    assert with_groups(tree, shown_groups(tree)) == tree


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


SHARES = [
    {"name": "第三方", "share": "70%", "source": "本轮得分", "id": ""},
    {"name": "日常", "share": "0.3", "source": "得分表", "id": "daily"},
]


def test_a_composition_is_typed_as_rows_and_read_as_the_file_has_it():
    tree = with_rows(PLAIN, COMPOSITION, SHARES)
    assert head(tree)["composition"] == {
        "parts": (
            {"name": "第三方", "share": "70%", "source": "own", "id": "part"},
            {"name": "日常", "share": Fraction(3, 10), "source": "metric", "id": "daily"},
        )
    }
    assert faults(tree) == []
    shown = shown_rows(tree, COMPOSITION)
    assert shown == [{**SHARES[0], "id": "part"}, SHARES[1]]
    assert with_rows(tree, COMPOSITION, shown) == tree
    assert "composition" not in head(with_rows(tree, COMPOSITION, []))


def test_shares_that_do_not_add_up_are_told_in_their_place_until_they_are_scaled():
    rows = [{**row, "share": share} for row, share in zip(SHARES, "61", strict=True)]
    tree = with_rows(PLAIN, COMPOSITION, rows)
    assert faults(tree) == [("composition", "合成")]
    said = with_scaling(tree, True)
    assert faults(said) == []
    assert head(said)["composition"]["renormalise"] is True
    scheme = parse_scheme(write_scheme(said).text, "x")
    assert [part.share for part in scheme.composition.parts] == [Fraction(6, 7), Fraction(1, 7)]
    # Typed anew, the flag stays; taken back, the key is gone.
    named = [{**SHARES[0], "id": "own"}, SHARES[1]]
    anew = with_rows(said, COMPOSITION, named)
    assert scaled(anew)
    assert with_scaling(anew, False) == with_rows(PLAIN, COMPOSITION, named)
    with pytest.raises(TypedError, match="各部分的比重合计 700%，应为 100%；要按比例折算的"):
        with_scaling(tree, False)
    assert with_scaling(PLAIN, True) == PLAIN


@pytest.mark.parametrize("before", [[], [SHARES[0]]])
def test_rows_added_to_an_empty_table_may_leave_cells_empty(before):
    columns = list(COLUMNS[COMPOSITION])
    edited = DataFrame(before, columns=columns, dtype="string")
    for name in ("日常", None):  # as the editor adds rows
        edited.loc[len(edited)] = {"name": name, "share": "30%", "source": None, "id": None}
    assert typed_cells(edited)[len(before) :] == [
        {"name": "日常", "share": "30%", "source": None, "id": None},
        {"name": None, "share": "30%", "source": None, "id": None},
    ]


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (Shown("grades"), "grades"),
        (Shown("counts", "5"), "counts"),  # how many counts for the ends only
        (Shown("ends", " 5 "), {"mode": "ends", "n": 5}),
    ],
)
def test_what_the_public_sees_is_written_as_short_as_the_file_may(shown, said):
    tree = with_publish(PLAIN, shown)
    assert head(tree)["publish"] == said
    assert faults(tree) == []
    assert shown_publish(tree).mode == shown.mode
    assert with_publish(tree, Shown("full")) == PLAIN


@pytest.mark.parametrize("n", ["", "0", "五", "1.5", "-1", "1000"])
def test_the_ends_need_to_know_how_many(n):
    with pytest.raises(TypedError, match=r"^公布前几名和后几名，要写各几名"):
        with_publish(PLAIN, Shown("ends", n))


def test_a_key_that_says_the_default_stays_where_nobody_touches_it():
    tree = head_changed(PLAIN, {"publish": "full"})
    assert with_publish(tree, shown_publish(tree)) == tree
    odd = head_changed(PLAIN, {"publish": "secret"})
    assert shown_publish(odd) == Shown("secret")
    assert faults(odd) == [("publish", "对外公布")]


def test_duties_are_typed_and_an_indicator_that_asks_for_one_misses_it():
    row = {"name": "许可", "about": "有行政许可事项"}
    tree = with_rows(PLAIN, DUTIES, [row, {"name": None, "about": ""}])
    assert head(tree)["duties"] == {"许可": "有行政许可事项"}
    assert shown_rows(tree, DUTIES) == [row]
    asks = changed(tree, (0, 0), {"requires": ("许可",), "na": "exclude"})
    assert faults(asks) == []
    gone = with_rows(asks, DUTIES, [])
    assert "duties" not in head(gone)
    assert [where for _, where in faults(gone)] == ["A1 年度报告"]


def test_groups_are_typed_one_a_line():
    tree = with_groups(PLAIN, " 市直部门\n\n县市区 ")
    assert head(tree)["groups"] == ("市直部门", "县市区")
    assert shown_groups(tree) == "市直部门\n县市区"
    assert faults(tree) == []
    assert "groups" not in head(with_groups(tree, ""))
    with pytest.raises(TypedError, match="分组“甲”写了两次"):
        with_groups(tree, "甲\n乙\n甲")


@pytest.mark.parametrize(
    ("part", "row", "why"),
    [
        (
            COMPOSITION,
            {"name": "甲", "share": "七成", "source": "得分表"},
            "第 1 行：比重“七成”不是数字",
        ),
        (COMPOSITION, {"name": "甲", "source": "得分表"}, "第 1 行：比重不能空着"),
        (COMPOSITION, {"name": "甲", "share": "70%"}, "第 1 行：来源不能空着"),
        (
            COMPOSITION,
            {"name": "甲", "share": "1", "source": "网上"},
            "第 1 行：来源“网上”应为：本轮得分",
        ),
        (DUTIES, {"name": "许可、处罚", "about": "有"}, "职责“许可、处罚”的名称里不能有顿号"),
        (DUTIES, {"name": "许可"}, "职责“许可”还没有说明"),
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


def test_parts_of_the_result_and_the_public_are_edited_on_screen_and_the_kept_version_stays(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", url)
    visitors.signed_in(monkeypatch, url, Role.ORGANISER)
    rounds.fill(url)
    app = AppTest.from_file(ENTRY, default_timeout=120).run()
    app.switch_page("dashboard/views/scheme.py").run()
    box = next(each for each in app.selectbox if each.label == "打开一个版本")
    box.set_value("kept:small-1").run()
    pressed(app, "打开")
    app.session_state["scheme part"] = "terms"
    app.run()
    before = app.session_state["scheme on the bench"].tree
    choose(app, "公布方式", "ends")
    pressed(app, "应用“对外公布”的修改")
    assert any("要写各几名" in error.value for error in app.error)
    assert app.session_state["scheme on the bench"].tree == before  # nothing half-saved
    typed(app, "前后各几名", "3")
    pressed(app, "应用“对外公布”的修改")
    area = next(each for each in app.text_area if each.label == "分组")
    area.set_value("市直部门\n县市区")
    pressed(app, "应用“分组”的修改")
    now = app.session_state["scheme on the bench"].tree
    assert now == {
        **before,
        "scheme": {
            **before["scheme"],
            "publish": {"mode": "ends", "n": 3},
            "groups": ("市直部门", "县市区"),
        },
    }
    app.session_state["scheme part"] = "take"
    app.run()
    assert "“small-1”已经发布，不能改动" in words(app)


def test_applying_what_nobody_changed_changes_nothing(tmp_path, monkeypatch):
    """The example of the manual says something of every part."""
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    monkeypatch.setenv("GKC_DATABASE_URL", url)
    visitors.signed_in(monkeypatch, url, Role.ORGANISER)
    text = (ROOT / "docs" / "schemes.md").read_text(encoding="utf-8")
    tree = read_plain(text.split("```yaml\n", 1)[1].split("```", 1)[0])
    app = AppTest.from_file(ENTRY, default_timeout=120).run()
    app.session_state["scheme on the bench"] = Bench(tree, "例子", "")
    app.session_state["scheme part"] = "terms"
    app.switch_page("dashboard/views/scheme.py").run()
    assert any("没有差错" in done.value for done in app.success)
    for part in ("合成", "对外公布", "职责", "分组"):
        pressed(app, f"应用“{part}”的修改")
        assert app.session_state["scheme on the bench"].tree == tree


def choose(app, label, value):
    next(box for box in app.selectbox if box.label == label).set_value(value)


def typed(app, label, text):
    next(field for field in app.text_input if field.label == label).set_value(text)


def pressed(app, label):
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert [error.value for error in app.exception] == []
