"""What changed between two versions of a scheme, and which change can move a score."""

import json
from dataclasses import fields

import pytest

from data.indicators import Leaf, Node, Scheme
from data.scheme_sheets import changes as module
from data.scheme_sheets.changes import Kind, carried, changes
from data.schemes import bundled, parse_scheme, read_scheme
from tests.commands import gkc

BASE = """
scheme:
  id: base
  title: 指标体系
  kind: department
  total: 6
  grades: [{name: 好, min: 3}, {name: 差, min: 0}]
sources: {foi: 条例}
indicators:
  - id: open
    name: 主动公开
    points: 4
    children:
      - {id: guide, name: 指南, points: 1, method: auto, na: none, check: foi_guide, rule: 规则, scoring: {rule: presence}, basis: [foi], remedy: 改}
      - {id: day, name: 开放日, points: 3, method: manual, na: none, rule: 每次扣 1 分, scoring: {rule: deduct, each: {次: 1}}, basis: [foi], remedy: 改}
  - id: ask
    name: 依申请
    points: 2
    children:
      - {id: reply, name: 答复, points: 2, method: manual, na: none, rule: 规则, scoring: {rule: presence}, basis: [foi], remedy: 改}
"""  # noqa: E501 - a row of a scheme is read as one line


def found(*edits):
    text = BASE
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return changes(parse_scheme(BASE, "甲"), parse_scheme(text, "乙"))


def short(*edits):
    return [(c.kind, c.id, c.before, c.after, c.moves_score) for c in found(*edits)]


@pytest.mark.parametrize("scheme_id", bundled())
def test_a_scheme_does_not_differ_from_itself(scheme_id):
    scheme = read_scheme(bundled()[scheme_id])
    assert changes(scheme, scheme) == ()


def test_words_move_no_score_and_figures_do():
    assert short(("name: 开放日", "name: 政府开放日")) == [
        (Kind.RENAMED, "day", "开放日", "政府开放日", False)
    ]
    assert short(("每次扣 1 分", "每一次扣 1 分")) == [
        (Kind.WORDS, "day", "每次扣 1 分", "每一次扣 1 分", False)
    ]
    assert short(("{次: 1}", "{次: 2}")) == [
        (Kind.SCORING, "day", "deduct each 次 1", "deduct each 次 2", True)
    ]
    more, less = (
        ("points: 1, method", "points: 2, method"),
        ("开放日, points: 3", "开放日, points: 2"),
    )
    assert short(more, less) == [
        (Kind.POINTS, "guide", "1", "2", True),
        (Kind.POINTS, "day", "3", "2", True),
    ]  # fmt: skip
    assert short(("min: 3", "min: 2")) == [
        (Kind.HEAD, "", "好 3、差 0", "好 2、差 0", True)
    ]  # fmt: skip


def test_a_check_and_its_method_are_told():
    assert [(c.what, c.before, c.after) for c in found(("method: auto", "method: semi"))] == [
        ("method", "auto", "semi")
    ]


def test_added_removed_moved_and_replaced():
    day = next(line for line in BASE.splitlines() if "id: day" in line) + "\n"
    text = (
        BASE.replace(day, "")
        .replace("points: 4", "points: 1")
        .replace("points: 2\n", "points: 5\n")
    )
    moved = parse_scheme(text + day, "乙")
    got = changes(parse_scheme(BASE, "甲"), moved)
    assert [(c.kind, c.id, c.before, c.after, c.moves_score) for c in got] == [
        (Kind.MOVED, "day", "主动公开", "依申请", False),
        (Kind.POINTS, "open", "4", "1", True),
        (Kind.POINTS, "ask", "2", "5", True),
    ]
    assert short(("id: reply", "id: answer")) == [
        (Kind.REPLACED, "answer", "reply", "answer", True)
    ]
    new = ("id: reply, name: 答复", "id: appeal, name: 复议")
    assert short(new) == [
        (Kind.ADDED, "appeal", "", "2 分", True),
        (Kind.REMOVED, "reply", "2 分", "", True),
    ]
    both = carried(parse_scheme(BASE, "甲"), parse_scheme(BASE.replace(*new), "乙"))
    assert (both.kept, both.new, both.gone) == (("guide", "day"), ("appeal",), ("reply",))


def test_every_field_of_a_scheme_is_known_to_move_a_score_or_not():
    """A new field counts as moving until somebody says otherwise; here is where to say it."""
    told = {field.name for field in fields(Leaf)} - module._LEAF_ELSEWHERE
    assert told - module._LEAF.keys() <= {"weight", "elements"}
    assert {field.name for field in fields(Node)} >= module._NODE_ELSEWHERE
    assert {field.name for field in fields(Scheme)} >= module._HEAD_ELSEWHERE


def test_the_command_prints_the_three_formats(tmp_path):
    (tmp_path / "a.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(
        BASE.replace("{次: 1}", "{次: 2}").replace("name: 答复", "name: 回复"), encoding="utf-8"
    )
    table = gkc(tmp_path, "schemes", "diff", "a.yaml", "b.yaml")
    assert (table.code, table.err) == (0, "共 2 处变化，其中 1 处会影响得分。\n")
    assert "计分公式" in table.out
    rows = json.loads(gkc(tmp_path, "schemes", "diff", "a.yaml", "b.yaml", "--format", "json").out)
    assert [(row["kind"], row["id"], row["moves"]) for row in rows] == [
        ("计分", "day", "是"),
        ("改名", "reply", "否"),
    ]
    only = gkc(tmp_path, "schemes", "diff", "a.yaml", "b.yaml", "--format", "csv", "--score-only")
    assert only.out == (
        "变化,编号,指标,项目,原版,新版,影响得分\n"
        "计分,day,开放日,计分公式,deduct each 次 1,deduct each 次 2,是\n"
    )
