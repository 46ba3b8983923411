"""What the analysing commands say of a round whose numbers are worked out here."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.rounds.steps import score_round
from data.store import Store
from data.types import Cause, Finding, Judgement, Outcome, Round, Unit
from tests.commands import gkc

AT = datetime(2023, 12, 15, tzinfo=UTC)
SIGNS = {"+": Outcome.MET, "/": Outcome.PARTIAL, "-": Outcome.MISSING, "?": Outcome.UNKNOWN}
SCHEME = """\
scheme:
  id: small-{n}
  title: 小体系
  kind: department
  total: 100
  grades: [{{name: 优秀, min: 90}}, {{name: 合格, min: 60}}, {{name: 不合格, min: 0}}]
  vetoes: [{{id: forged, name: 造假, effect: cap_at, value: 50}}]
sources: {{law: 《条例》}}
indicators:
  - id: content
    name: 内容
    points: 70
    children:
      - {{id: a, name: 年报, points: 40, method: manual, na: none, rule: 公开。, basis: [law],
         remedy: 补发年报。, scoring: {{rule: presence}}}}
      - {{id: b, name: 预算, points: {b}, method: manual, na: none, rule: 公开。, basis: [law],
         remedy: 补发预算。, scoring: {{rule: presence}}}}
      - {{id: c, name: 人事, points: {c}, method: manual, na: none, rule: 公开。, basis: [law],
         remedy: 补发人事。, scoring: {{rule: presence}}}}
  - id: service
    name: 服务
    points: 30
    children:
      - {{id: d, name: 办事, points: 30, method: manual, na: none, rule: 公开。, basis: [law],
         remedy: 补发指南。, scoring: {{rule: presence}}}}
"""
# Points a 40, b 20, c 10, d 30.
NOW = {"u1": "++++", "u2": "+++/", "u3": "++-+", "u4": "-+++", "u5": "--++", "u6": "---+",
       "u7": "????", "v1": "++++"}  # fmt: skip
# Before, with b worth 10 and c 20.
BEFORE = {"u1": "++++", "u2": "+++-", "u3": "++?+", "u4": "++++"}


def findings(signs):
    return {
        id_: Finding(SIGNS[s], "理由", Cause.NOT_READ if s == "?" else None)
        for id_, s in zip("abcd", signs, strict=True)
    }


def unit(id_):
    host = "common" if id_ in {"u1", "u2"} else id_
    group = "乙组" if id_ == "v1" else "甲组"
    return Unit(id_, f"{id_}局", "department", group, f"http://{host}.localhost/")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("analysed")
    with Store(f"sqlite:///{made / 'var' / 'gkc.db'}") as store:
        store.put_units(map(unit, NOW))
        for round_id, seen, (b, c) in (("old", BEFORE, (10, 20)), ("new", NOW, (20, 10))):
            scheme = f"small-{b}"
            store.put_scheme(scheme, SCHEME.format(n=b, b=b, c=c))
            ids = tuple(seen)
            store.create_round(Round(round_id, round_id, scheme, date(2023, 12, 15), 2023, ids, AT))
            for id_, signs in seen.items():
                store.put_findings(round_id, id_, findings(signs))
        store.add_judgements(
            "new", [Judgement("u4", "forged", Outcome.MISSING, "查实", "评审", AT)]
        )
        for round_id in ("old", "new"):
            score_round(store, round_id)
        store.create_round(Round("bare", "bare", "small-20", date(2023, 12, 15), 2023, ("u1",), AT))
    return made


def rows(folder, *args):
    done = gkc(folder, *args, "--format", "json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def refused(folder, *args):
    done = gkc(folder, *args)
    assert (done.code, done.out) == (1, "")
    return done.err.strip().split("\n")[-1]


ALL = (["firmness", "new"], ["bridge", "new", "old"], ["plan", "new", "u2"], ["items", "new"],
       ["profiles", "new"], ["fairness", "new"], ["weights", "--entropy", "new"],
       ["weights", "--topsis", "new"])  # fmt: skip


@pytest.mark.parametrize("args", ALL, ids=" ".join)
def test_every_command_has_a_table_json_and_csv(folder, args):
    table, text = gkc(folder, *args), gkc(folder, *args, "--format", "csv")
    assert (table.code, text.code) == (0, 0), table.err
    listed = list(csv.reader(io.StringIO(text.out)))
    assert len(listed) == 1 + len(rows(folder, *args))
    assert all(heading in table.out for heading in listed[0])


@pytest.mark.parametrize(
    "args",
    [["firmness"], ["items"], ["profiles"], ["fairness"], ["weights", "--entropy"],
     ["weights", "--topsis"]],
    ids=" ".join,
)  # fmt: skip
def test_before_scoring_there_is_nothing_to_analyse(folder, args):
    assert refused(folder, *args, "bare") == ("错误：轮次 bare 还没有计分，请先运行 gkc score bare")
    assert "没有编号为“none”的评估轮次" in refused(folder, *args, "none")


def test_firmness_is_told_group_by_group(folder):
    found = rows(folder, "firmness", "new")
    # u4 would have 60 and is capped at 50; u7 has no place; of the other group there is one unit
    keys = ("place", "unit_id", "value", "best", "worst", "tie")
    assert [tuple(row[key] for key in keys) for row in found] == [
        (1, "u1", 100.0, 1, 1, 1),
        (2, "u3", 90.0, 2, 2, 2),
        (3, "u2", 85.0, 3, 3, 3),
        (4, "u4", 50.0, 4, 4, 4),
        (5, "u5", 40.0, 5, 5, 5),
        (6, "u6", 30.0, 6, 6, 6),
    ]  # fmt: skip
    assert "乙组：列入名次的单位只有 1 个，少于 2 个，不作稳健性分析" in (
        gkc(folder, "firmness", "new").err
    )


def test_the_bridge_adds_up(folder):
    found = {r["unit_id"]: r for r in rows(folder, "bridge", "new", "old")}
    assert sorted(found) == ["u1", "u2", "u3", "u4"]
    reasons = ("rules", "applicability", "newly_seen", "corrections", "real")
    for row in found.values():
        hundredths = [round(row[key] * 100) for key in ("before", *reasons, "after")]
        assert sum(hundredths[:-1]) == hundredths[-1]
    assert [found["u2"][key] for key in ("before", *reasons, "after")] == [
        70.0, 0, 0, 0, 0, 15.0, 85.0,
    ]  # fmt: skip
    # c was worth 20 and open: 100; it is worth 10 and lost: 90
    assert [found["u3"][key] for key in ("before", *reasons, "after")] == [
        100.0, 0, 0, -10.0, 0, 0, 90.0,
    ]  # fmt: skip
    # 100; the veto caps at 50; that a is lost, which would leave 60, no longer shows
    assert [found["u4"][key] for key in ("before", *reasons, "after")] == [
        100.0, 0, 0, 0, -50.0, 0, 50.0,
    ]  # fmt: skip


def test_the_bridge_refuses_what_cannot_be_compared(folder):
    assert refused(folder, "bridge", "new", "new") == (
        "错误：两个轮次都是 new；请写两个不同的轮次，本轮在前，上轮在后"
    )
    assert refused(folder, "bridge", "new", "old", "u5") == (
        "错误：轮次 new 和 old 没有可以比较的单位"
    )
    assert refused(folder, "bridge", "new", "bare").startswith("错误：轮次 bare 还没有计分")


def test_the_cheapest_way_to_the_next_grade(folder):
    # 85: 5 short of 90; d half lost, worth 15
    [step] = rows(folder, "plan", "new", "u2局")
    assert (step["office"], step["name"], step["gain"], step["value"]) == (
        "服务",
        "办事",
        15.0,
        100.0,
    )
    said = gkc(folder, "plan", "new", "u2").err
    assert "u2局改完后 100.00 分，优秀，其他单位不变时列第 1 名" in said
    # 40 to 60: a alone brings 40
    assert [s["name"] for s in rows(folder, "plan", "new", "u5")] == ["年报"]


def test_a_veto_comes_first(folder):
    # 60 without the cap of 50: nothing else is needed
    [step] = rows(folder, "plan", "new", "u4")
    assert (step["office"], step["name"], step["gain"]) == ("一票否决", "造假", None)
    steps = rows(folder, "plan", "new", "u4", "--place", "1")
    assert [s["name"] for s in steps] == ["造假", "年报"]


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["u1"], "u1局已是优秀，不需要再提升到更高等级"),
        (["u1", "--grade", "合格"], "u1局已是优秀，不需要再提升到合格"),
        (["u3", "--place", "2"], "u3局已列甲组第 2 名，不需要再提升"),
        (["u7"], "u7局的核查覆盖率只有 0%，未达到 60%，不列名次；请先补采、补评待核查的指标"),
        (["u2", "--grade", "良好"], "等级“良好”无效；可用：优秀、合格、不合格"),
        (["u2", "--grade", "优秀", "--place", "1"], "--grade 和 --place 只能写一个"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(folder, args, sentence):
    assert refused(folder, "plan", "new", *args) == f"错误：{sentence}"


def test_items_are_measured_inside_a_group(folder):
    found = {r["indicator_id"]: r for r in rows(folder, "items", "new")}
    # of six units with a place; a: u1, u2, u3 all, the others none
    assert (found["a"]["judged"], found["a"]["difficulty"], found["a"]["full"]) == (6, 0.5, 0.5)
    assert found["d"]["difficulty"] == round(5.5 / 6, 4)
    assert found["a"]["correlation"] is not None
    assert {r["group"] for r in found.values()} == {"甲组"}


def test_profiles_name_the_units_of_every_kind(folder):
    found = rows(folder, "profiles", "new")
    assert sorted(id_ for r in found for id_ in r["unit_ids"]) == [
        "u1",
        "u2",
        "u3",
        "u4",
        "u5",
        "u6",
    ]
    assert all(set(r["losses"]) == {"内容", "服务"} for r in found)


def test_fairness_by_host_and_by_family(folder, tmp_path):
    found = {r["family"]: r for r in rows(folder, "fairness", "new") if r["group"] == "甲组"}
    assert (found["common.localhost"]["units"], found["common.localhost"]["open"]) == (2, 0)
    assert (found["u7.localhost"]["open"], found["u7.localhost"]["stands_out"]) == (1, True)
    table = tmp_path / "建站系统.csv"
    table.write_text("单位,类别\nu1,甲系统\nu7局,乙系统\nu2,甲系统\n", encoding="utf-8")
    found = rows(folder, "fairness", "new", "--families", table)
    assert [(r["family"], r["units"], r["value"]) for r in found] == [
        ("乙系统", 1, None), ("甲系统", 2, 92.5)
    ]  # fmt: skip
    table.write_text("单位,类别\n无此局,甲系统\n", encoding="utf-8")
    assert refused(folder, "fairness", "new", "--families", table) == (
        "错误：建站系统.csv 第 2 行：单位“无此局”不在本轮中；请核对编号或名称"
    )


TIMES = "；请写 1 到 9，或 1/9 到 1，如 3、1/5"
PAIRS = "指标一,指标二,重要程度\n主动,依申请,3\n主动,平台,5\n依申请,平台,{times}\n"


def test_weights_from_comparisons(folder, tmp_path):
    table = tmp_path / "比较.csv"
    table.write_text(PAIRS.format(times=2), encoding="utf-8")
    found = rows(folder, "weights", table)
    assert [(r["name"], round(r["weight"], 3)) for r in found] == [
        ("主动", 0.648), ("依申请", 0.23), ("平台", 0.122)
    ]  # fmt: skip
    assert "一致性比率 0.003，可以接受" in gkc(folder, "weights", table).err
    table.write_text(PAIRS.format(times="1/9"), encoding="utf-8")
    assert "比较前后矛盾，请重新比较" in gkc(folder, "weights", table).err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (PAIRS.format(times="十"), "第 4 行：重要程度“十”无效" + TIMES),
        (PAIRS.format(times="1/0"), "第 4 行：重要程度“1/0”无效" + TIMES),
        (PAIRS.format(times=2) + "平台,主动,2\n",
         "第 5 行：“平台”和“主动”已经比较过；请只保留一行"),
        ("指标一,指标二,重要程度\n甲,甲,3\n", "第 2 行：要写两个不同的指标"),
        ("指标一,指标二,重要程度\n甲,乙,3\n乙,丙,2\n", "里缺少“甲”和“丙”的比较；请补一行"),
        ("指标一,指标二\n甲,乙\n", "第 1 行缺少列“重要程度”；表头应为 指标一、指标二、重要程度"),
    ],
)  # fmt: skip
def test_a_wrong_comparison_is_named(folder, tmp_path, text, sentence):
    table = tmp_path / "比较.csv"
    table.write_text(text, encoding="utf-8")
    assert refused(folder, "weights", table) == f"错误：比较.csv {sentence}"


def test_weights_from_a_round_are_those_of_what_everybody_was_judged_in(folder):
    found = rows(folder, "weights", "--entropy", "new")
    assert sum(r["weight"] for r in found) == pytest.approx(1, abs=0.001)
    assert [r["now"] for r in found] == [0.4, 0.2, 0.1, 0.3]
    order = rows(folder, "weights", "--topsis", "new")
    assert (order[0]["unit_id"], order[0]["nearness"], order[0]["place"]) == ("u1", 1.0, 1)
    assert refused(folder, "weights") == (
        "错误：请给出两两比较的文件，或写 --entropy、--topsis 之一"
    )
