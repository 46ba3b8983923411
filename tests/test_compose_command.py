"""Composed values, public rankings and rounds from a scheme's dates, on the command line."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from data.store import Store
from tests.commands import gkc

SCHEME = """\
scheme:
  id: made
  title: 清河县体系
  kind: county
  year: 2022
  dates: {cut_off: 2023-01-15}
  total: 100
  parameters: {least: {name: 事项数, value: 700, unit: 项}}
  grades: [{name: 先进, top: 0.5, min: 67}, {name: 合格, min: 60}, {name: 不合格, min: 0}]
  vetoes: [{id: forged, name: 造假, effect: cap_at, value: 59}]
  composition:
    parts:
      - {id: own, name: 第三方, share: 70%, source: own}
      - {id: daily, name: 日常, share: 20%, source: metric}
      - {id: below, name: 县直部门, share: 10%, source: mean_of_group}
  publish: grades
  performance_points: 4
sources: {law: 《条例》}
indicators:
  - {id: items, name: 事项, points: 100, method: metric, na: none, rule: 不少于 $least 项。,
     basis: [law], remedy: 增加。, scoring: {rule: target, of: 事项数, target: $least}}
"""
# 1000 in all, so that a part on another total is brought to this one.
BELOW = SCHEME.replace("id: made", "id: below").replace("kind: county", "kind: department")
BELOW = BELOW.replace("total: 100\n", "total: 1000\n").replace("points: 100,", "points: 1000,")
UNITS = """\
编号,名称,类型,组别,网址,别名
a,甲县人民政府,县级政府,县市区,http://a.gov.cn/,甲县
b,乙县人民政府,县级政府,县市区,http://b.gov.cn/,乙县
c,丙县人民政府,县级政府,县市区,http://c.gov.cn/,丙县
a1,甲县财政局,部门,甲县部门,http://a1.gov.cn/,
a2,甲县教育局,部门,甲县部门,http://a2.gov.cn/,
b1,乙县财政局,部门,乙县部门,http://b1.gov.cn/,
"""
JUDGED = """\
单位,指标,结论,理由,评审人,计数
a,items,部分符合,平台统计,张三,事项数=595
b,items,部分符合,平台统计,张三,事项数=630
c,items,部分符合,平台统计,张三,事项数=490
c,forged,确认,日期改过，见 http://c.localhost/a.html,张三,
"""
JUDGED_BELOW = """\
单位,指标,结论,理由,评审人,计数
a1,items,部分符合,平台统计,张三,事项数=560
a2,items,部分符合,平台统计,张三,事项数=630
b1,items,部分符合,平台统计,张三,事项数=700
"""
DAILY = "单位,得分,满分\n甲县,45,50\nc,100,\n"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three counties and three departments, judged and scored; not to be changed."""
    folder = tmp_path_factory.mktemp("scored")
    for name, text in (
        ("made.yaml", SCHEME),
        ("below.yaml", BELOW),
        ("units.csv", UNITS),
        ("judged.csv", JUDGED),
        ("judged_below.csv", JUDGED_BELOW),
        ("daily.csv", DAILY),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    for command in (
        "units import units.csv",
        "rounds create r --scheme made.yaml",
        "rounds create d --scheme below.yaml --as-of 2023-02-01 --year 2023",
        "judge r judged.csv",
        "judge d judged_below.csv",
        "score r",
        "score d",
    ):
        done = gkc(folder, *command.split())
        assert done.code == 0, done.err
    return folder


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_round_takes_day_and_year_from_its_scheme_unless_they_are_given(scored: Path) -> None:
    rounds = {
        row["编号"]: row for row in table(gkc(scored, "rounds", "list", "--format", "csv").out)
    }
    assert (rounds["r"]["截止日"], rounds["r"]["年度"]) == ("2023-01-15", "2022")
    assert (rounds["d"]["截止日"], rounds["d"]["年度"]) == ("2023-02-01", "2023")


def test_grades_by_share_are_stored_with_score_and_place(scored: Path) -> None:
    """Two of three are in the first half; a veto leaves 59."""
    with Store(f"sqlite:///{scored / 'var' / 'gkc.db'}") as store:
        grades = {unit_id: score.grade for unit_id, score in store.scores("r").items()}
        assert grades == {"a": "先进", "b": "先进", "c": "不合格"}
        assert {r.unit_id: r.grade for r in store.ranked("r")} == grades


def test_values_are_converted_into_performance_points(scored: Path) -> None:
    """85, 90 and 59 of 100, where the whole is worth 4: 3.4, 3.6 and 2.36. So composed."""
    rows = table(gkc(scored, "rank", "r", "--format", "csv").out)
    assert {row["单位"]: row["绩效考核分（满分 4）"] for row in rows} == {
        "甲县人民政府": "3.40",
        "乙县人民政府": "3.60",
        "丙县人民政府": "2.36",
    }
    assert [
        row["performance"] for row in json.loads(gkc(scored, "rank", "r", "--format", "json").out)
    ] == [3.6, 3.4, 2.36]
    composed = gkc(
        scored, "compose", "r", "--part", "daily=daily.csv", "--part", "below=d", "--format", "json"
    )
    assert {row["unit_id"]: row["performance"] for row in json.loads(composed.out)}["a"] == 3.44


def test_the_public_sees_what_the_scheme_says(scored: Path) -> None:
    done = gkc(scored, "rank", "r", "--public", "--format", "json")
    assert json.loads(done.out) == [
        {"group": "县市区", "grade": "先进", "unit": "乙县人民政府"},
        {"group": "县市区", "grade": "先进", "unit": "甲县人民政府"},
        {"group": "县市区", "grade": "不合格", "unit": "丙县人民政府"},
    ]
    for word in ("90.00", "名次", "85.00"):
        assert word not in gkc(scored, "rank", "r", "--public").out


def test_values_are_composed_and_say_how(scored: Path) -> None:
    done = gkc(
        scored, "compose", "r", "--part", "daily=daily.csv", "--part", "below=d", "--format", "csv"
    )
    assert (done.code, done.err) == (0, "")
    rows = {row["单位"]: row for row in table(done.out)}
    # 0.7 * 85 + 0.2 * 90 + 0.1 * (80 + 90) / 2
    first = rows["甲县人民政府"]
    assert first["算式"] == "70% × 85.00 + 20% × 90.00 + 10% × 85.00 = 86.00"
    assert (first["名次"], first["最低"], first["最高"], first["覆盖率"]) == (
        "2",
        "86.00",
        "86.00",
        "100%",
    )
    # (0.7 * 90 + 0.1 * 100) / 0.8; at worst 73, at best 93
    second = rows["乙县人民政府"]
    assert second["算式"] == "（70% × 90.00 + 10% × 100.00）÷ 80% = 91.25（待定：日常）"
    assert (second["名次"], second["最低"], second["最高"]) == ("1", "73.00", "93.00")
    # (0.7 * 59 + 0.2 * 100) / 0.9 = 68.11, and the veto holds
    third = rows["丙县人民政府"]
    assert third["算式"].endswith("= 68.11，否决封顶 59.00（待定：县直部门）")
    assert (third["最终得分"], third["等级"]) == ("59.00", "不合格")


def test_parts_are_told_apart_in_json(scored: Path) -> None:
    done = gkc(scored, "compose", "r", "--part", "daily=daily.csv", "--format", "json")
    rows = {row["unit_id"]: row for row in json.loads(done.out)}
    assert "没有给出“县直部门”（--part below=…），按待定处理" in done.err
    assert rows["a"]["parts"][2] == {
        "id": "below",
        "name": "县直部门",
        "share": "10%",
        "value": None,
        "low": None,
        "high": None,
        "coverage": 0.0,
    }
    assert rows["c"]["vetoes"] == ["forged"]


def test_units_below_may_come_in_a_table(scored: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(scored, tmp_path, dirs_exist_ok=True)
    (folder / "below.csv").write_text("单位,下级,得分\n甲县,一局,80\n甲县,二局,90\n", "utf-8")
    done = gkc(folder, "compose", "r", "--part", "below=below.csv", "--format", "csv")
    rows = {row["单位"]: row for row in table(done.out)}
    assert rows["甲县人民政府"]["县直部门 10%"] == "85.00"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (["daily"], "无效，请写成 编号=得分表.csv"),
        (["dayly=daily.csv"], "是否想写“daily”"),
        (["own=daily.csv"], "本轮得分，不用"),
        (["daily=daily.csv", "daily=daily.csv"], "给了两次"),
        (["daily=nowhere.csv"], "nowhere.csv"),
        (["below=nowhere"], "没有这个轮次，也没有这个文件"),
        (["below=r"], "就是本轮"),
    ],
)
def test_a_part_that_cannot_be_is_one_sentence(scored: Path, parts: list[str], said: str) -> None:
    done = gkc(scored, "compose", "r", *(word for part in parts for word in ("--part", part)))
    assert (done.code, done.out) == (1, "")
    assert said in done.err


def test_every_bad_row_of_a_table_is_told(scored: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(scored, tmp_path, dirs_exist_ok=True)
    (folder / "bad.csv").write_text("单位,得分\n甲县,45\n丁县,100\n乙县,多\n", "utf-8")
    done = gkc(folder, "compose", "r", "--part", "daily=bad.csv", "--part", "below=d")
    assert (done.code, done.out) == (1, "")
    assert [line.partition("：")[0] for line in done.err.splitlines()] == [
        "bad.csv 第 3 行",
        "bad.csv 第 4 行",
        "错误",
    ]


def test_a_scheme_without_composition_composes_nothing(scored: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(scored, tmp_path, dirs_exist_ok=True)
    head, _, rest = SCHEME.partition("  composition:")
    plain = head.replace("id: made", "id: plain") + "  publish" + rest.partition("  publish")[2]
    (folder / "plain.yaml").write_text(plain, encoding="utf-8")
    assert gkc(folder, "rounds", "create", "p", "--scheme", "plain.yaml").code == 0
    assert "还没有计分" in gkc(folder, "compose", "p").err
    assert gkc(folder, "score", "p").code == 0
    assert "没有写 composition" in gkc(folder, "compose", "p").err


def test_checking_a_scheme_says_how_it_was_understood(scored: Path) -> None:
    said = gkc(scored, "schemes", "check", "made.yaml").err
    for line in (
        "等次：先进 组内前 50% 且 ≥ 67.00、合格 ≥ 60.00、不合格 ≥ 0.00",
        "参数 $least：事项数 700项",
        "截止日：2023-01-15",
        "合成：第三方 70%、日常 20%、县直部门 10%",
        "绩效考核分：4.00 × 得分 ÷ 总分",
        "公布：只公布等次",
    ):
        assert line in said


def test_the_schema_is_printed_as_json(tmp_path: Path) -> None:
    schema = json.loads(gkc(tmp_path, "schemes", "schema").out)
    assert schema["$schema"].endswith("/2020-12/schema")
    Draft202012Validator.check_schema(schema)


def test_a_duty_that_the_scheme_does_not_know_is_told(tmp_path: Path) -> None:
    """It would silently excuse the unit from what asks for the duty that was meant."""
    text = SCHEME.replace("  parameters:", "  duties: {执法: 有执法权}\n  parameters:")
    (tmp_path / "made.yaml").write_text(text, encoding="utf-8")
    lines = UNITS.splitlines()
    listed = [f"{lines[0]},职责", f"{lines[1]},执法权", f"{lines[2]},执法"]
    (tmp_path / "units.csv").write_text("\n".join(listed) + "\n", encoding="utf-8")
    assert gkc(tmp_path, "units", "import", "units.csv").code == 0
    done = gkc(tmp_path, "rounds", "create", "r", "--scheme", "made.yaml")
    assert done.code == 0
    assert "名册里的职责 执法权 不在指标体系的职责（执法）之列" in "".join(done.err.split("\n"))
