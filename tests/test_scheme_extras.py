"""Schemes as offices write them: percentages, parameters, dates, shares, refused bonuses."""

from datetime import date
from fractions import Fraction as F

import pytest

from data.indicators import Band, Dates, Publish, Publishing
from data.schemes import SchemeError, bundled, parse_scheme, read_scheme

TEXT = """\
scheme:
  id: small-1
  title: 小体系
  kind: county
  total: 100
  grades: [{name: 好, min: 60}, {name: 差, min: 0}]
sources: {law: 《条例》}
indicators:
  - id: info
    name: 政府信息公开
    weight: 40%
    children:
      - id: active
        name: 主动公开
        weight: 70%
        children:
          - id: meetings
            name: 会议
            weight: 10%
            children:
              - {id: system, name: 制度, weight: 30%, method: manual, na: none, rule: 有制度。,
                 basis: [law], remedy: 建立。, scoring: {rule: checklist, items: {评估点: 100%}}}
              - {id: held, name: 召开, weight: 70%, method: manual, na: none, rule: 公开。,
                 basis: [law], remedy: 公开。, scoring: {rule: presence}}
          - {id: files, name: 文件, weight: 90%, method: manual, na: none, rule: 公开。,
             basis: [law], remedy: 公开。, scoring: {rule: presence}}
      - {id: asked, name: 依申请, weight: 30%, method: manual, na: none, rule: 答复。,
         basis: [law], remedy: 答复。, scoring: {rule: presence}}
  - {id: items, name: 事项, weight: 60%, method: metric, na: none, rule: 不少于 700 项。,
     basis: [law], remedy: 增加。, scoring: {rule: target, of: 事项数, target: 700, floor: 500}}
"""
GRADES = "grades: [{name: 好, min: 60}, {name: 差, min: 0}]"


def changed(*pairs):
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_scheme(text, "小.yaml")


def headed(lines):
    return changed(("  total: 100\n", f"  total: 100\n  {lines}\n"))


def refused(*pairs):
    with pytest.raises(SchemeError) as caught:
        changed(*pairs)
    assert str(caught.value).endswith("。")
    return str(caught.value)


# What these schemes were before any of this could be written.
DIGESTS = {
    "county-2023": "5f657ff250fcc220fbdcf968f3fcf3f8ed8e2d4813851dd53908aa3c256c3bfb",
    "county-2023-v2": "dcd5f6a4b2abd227349b03d7a8f03c7107e1eb233423ae8f0c3a7065455ad61d",
    "department-2023": "206747870ac49c048ba782f493d20cdd929838a3372aa1552cc95572f223b296",
    "department-2023-v2": "ceed6ae19f94f08a91aa5783bee0d28343fda47919fc2a63124d7dc63b55f46d",
}


@pytest.mark.parametrize("id_", DIGESTS)
def test_digests_of_published_schemes_stay(id_):
    assert read_scheme(bundled()[id_]).digest == DIGESTS[id_]


# --- percentages --------------------------------------------------------------------------------


def test_nested_percentages_are_exact_points():
    """宝鸡 2020: 40 % of 100, 70 % of it, 10 % of that, 30 % of that: 0.84."""
    points = {leaf.id: leaf.points for leaf in changed().leaves()}
    assert points == {
        "system": F("0.84"),
        "held": F("1.96"),
        "files": F("25.2"),
        "asked": F(12),
        "items": F(60),
    }
    assert changed().leaves()[0].scoring.items == {"评估点": F("0.84")}


def test_percentages_and_points_are_the_same_scheme():
    by_points = changed(
        ("weight: 40%", "points: 40"),
        ("items, name: 事项, weight: 60%", "items, name: 事项, points: 60"),
    )
    assert by_points.digest == changed().digest


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight: 30%, method", "weight: 20%, method", "“会议”的下级指标的 weight 合计 90%"),
        ("weight: 60%", "weight: 50%", "第 9 行：一级指标的 weight 合计 90%，应为 100%"),
        ("weight: 60%", "points: 60", "第 29 行：指标“items”与同级指标应同写"),
        ("weight: 40%", "weight: 40", "第 11 行：指标“info”的 weight 应为"),
        ("weight: 40%", "weight: 0%", "大于 0%"),
        ("weight: 40%", "weight: 140%", "到 100%"),
        ("weight: 40%", "weight: 40%\n    points: 40", "只能写一个"),
        ("weight: 90%", "rank: 90%", "不认识“rank”"),
    ],
)  # fmt: skip
def test_percentages_that_do_not_add_up_are_refused(old, new, said):
    assert said in refused((old, new))


# --- parameters ---------------------------------------------------------------------------------

PARAMETER = "parameters: {floor_items: {name: 最低事项数, value: 500, unit: 项}}"


def test_a_parameter_stands_wherever_a_number_does():
    scheme = changed(
        ("total: 100", f"total: 100\n  {PARAMETER}"),
        ("floor: 500", "floor: $floor_items"),
        ("不少于 700 项。", "不少于 700 项，低于 $floor_items 项不得分。"),
    )
    items = scheme.leaves()[-1]
    assert items.scoring.floor == 500
    assert items.rule == "不少于 700 项，低于 500 项不得分。"
    assert scheme.parameters[0].name == "最低事项数"


def test_a_share_may_be_said_as_a_percentage():
    share = PARAMETER.replace("value: 500, unit: 项", "value: 0.7")
    scheme = changed(
        ("total: 100", f"total: 100\n  {share}"),
        ("floor: 500", "floor: $floor_items"),
        ("不少于 700 项。", "达到 $floor_items% 以上，即 $floor_items。"),
    )
    assert scheme.leaves()[-1].rule == "达到 70% 以上，即 0.7。"


def test_the_digest_counts_the_value_not_the_name():
    def written(value):
        return changed(
            ("total: 100", f"total: 100\n  {PARAMETER.replace('500', value)}"),
            ("floor: 500", "floor: $floor_items"),
        ).digest

    assert written("500") == changed().digest
    assert written("550") == changed(("floor: 500", "floor: 550")).digest != changed().digest


def test_a_parameter_may_stand_in_a_penalty():
    scheme = headed(
        "parameters: {limit: {name: 限度, value: 15}}\n"
        "  penalties: [{id: off, name: 纠错, points: 2, evidence: 文书,"
        " scoring: {rule: excess, of: [a, b], steps: [{above: $limit, off: 1}]}}]"
    )
    assert scheme.penalties[0].scoring.steps == ((F(15), F(1)),)


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("floor: 500", "floor: $floor_items")], "第 30 行：没有参数“$floor_items”，请在 scheme"),
        (
            [("total: 100", f"total: 100\n  {PARAMETER}"), ("floor: 500", "floor: $floor_item")],
            "第 31 行：没有参数“$floor_item”，是否想写“floor_items”",
        ),
        ([("total: 100", f"total: 100\n  {PARAMETER}")], "第 6 行：参数“floor_items”没有用到"),
        ([("不少于 700", "不少于 $items")], "没有参数“$items”"),
        (
            [("total: 100", "total: 100\n  parameters: {a: {name: 甲, value: 多}}")],
            "“a”的 value 应为数字",
        ),
        ([("total: 100", "total: 100\n  parameters: {A: {name: 甲, value: 1}}")], "小写字母"),
    ],
)
def test_a_wrong_parameter_is_named_with_its_line(pairs, said):
    assert said in refused(*pairs)


# --- dates, grades, publishing ------------------------------------------------------------------


def test_three_dates_are_three_dates():
    scheme = headed(
        "year: 2023\n  version: 第2版\n  region: 清河县\n"
        "  dates: {cut_off: 2023-12-31, capture: [2024-01-11, 2024-01-24],"
        " recheck: [2024-01-25, 2024-02-01]}"
    )
    assert (scheme.year, scheme.version, scheme.region) == (2023, "第2版", "清河县")
    assert scheme.dates == Dates(
        date(2023, 12, 31),
        (date(2024, 1, 11), date(2024, 1, 24)),
        (date(2024, 1, 25), date(2024, 2, 1)),
    )
    assert scheme.digest != changed().digest


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dates: {cut_off: 2023-02-30}", "不是日期，请写成"),
        ("dates: {cut_off: 20231231}", "应为文字"),
        ("dates: {capture: [2024-01-24, 2024-01-11]}", "起不晚于止"),
        ("dates: {capture: [2024-01-24]}", "两个日期"),
        ("dates: {cut_off: 2023-12-31, capture: [2023-11-01, 2023-12-01]}", "截止日之前就结束"),
        ("dates: {capture: [2024-01-11, 2024-01-24], recheck: [2024-01-01, 2024-01-02]}", "复查期"),
        ("dates: {cutoff: 2023-12-31}", "是否想写“cut_off”"),
        ("cut_off: 2023-12-31", "dates: {cut_off: …}"),
        ("year: 23", "2008 到 2100"),
        ("publish: all", "不能是“all”"),
        ("publish: ends", "n（前后各几名）"),
        ("publish: {mode: ends, n: 0}", "不小于 1"),
        ("publish: {mode: grades, n: 3}", "同写"),
    ],
)
def test_a_wrong_head_is_refused_with_its_line(line, said):
    message = refused(("total: 100\n", f"total: 100\n  {line}\n"))
    assert message.startswith("小.yaml 第 6 行：")
    assert said in message


def test_publishing_is_a_word_or_a_word_and_a_number():
    assert changed().publish == Publish()
    assert headed("publish: grades").publish == Publish(Publishing.GRADES)
    assert headed("publish: {mode: ends, n: 5}").publish == Publish(Publishing.ENDS, 5)


def test_grades_go_by_value_by_share_or_by_both():
    written = "grades: [{name: 先进, top: 0.25, min: 67}, {name: 良, top: 0.6}, {name: 差, min: 0}]"
    assert changed((GRADES, written)).grades == (
        Band("先进", F(67), F(1, 4)),
        Band("良", F(0), F("0.6")),
        Band("差", F(0)),
    )


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ("{name: 好, top: 0.25}", "最后一档的 min 为 0，不写 top"),
        ("{name: 好, top: 1}, {name: 差, min: 0}", "大于 0 且小于 1"),
        ("{name: 好, top: 0.5}, {name: 中, top: 0.25}, {name: 差, min: 0}", "“中”没有单位能得到"),
        ("{name: 好, min: 60}, {name: 中, top: 0.2, min: 60}, {name: 差, min: 0}", "“中”没有单位"),
        ("{name: 好}, {name: 差, min: 0}", "缺少 min"),
    ],
)
def test_grades_that_nobody_can_reach_are_refused(bands, said):
    assert said in refused((GRADES, f"grades: [{bands}]"))


# --- what no bonus may rest on ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "ground"),
    [
        ("工作获市级以上领导批示", "领导批示"),
        ("中央媒体报道", "媒体宣传"),
        ("经验做法被省级刊发", "媒体宣传"),
        ("受到通报表扬", "表扬"),
        ("政务信息采用", "信息采用"),
    ],
)
def test_a_bonus_for_remarks_or_praise_is_refused_with_the_rule(name, ground):
    message = refused(
        ("total: 100\n", f"total: 100\n  bonus: {{items: [{{id: j, name: {name}, points: 1}}]}}\n")
    )
    assert message.startswith("小.yaml 第 6 行：")
    assert ground in message
    assert "不得作为考核加分" in message
    assert "《整治形式主义为基层减负若干规定》（2024年8月6日印发" in message


def test_the_evidence_of_a_bonus_is_looked_at_too():
    item = "{id: j, name: 创新, points: 1, evidence: 领导批示复印件}"
    assert "批示" in refused(("total: 100\n", f"total: 100\n  bonus: {{items: [{item}]}}\n"))


def test_leaves_name_how_they_are_drawn_and_who_answers_for_them():
    scheme = changed(("rule: 答复。", "rule: 答复。, sampling: 随机抽 5 件, responsible: 司法局"))
    asked = next(leaf for leaf in scheme.leaves() if leaf.id == "asked")
    assert (asked.sampling, asked.responsible) == ("随机抽 5 件", "司法局")
