"""The primitives that real tables are made of, P1-P18, each reachable from a scheme file.

One worked example each; what a rule does beyond it is in test_rules.py and test_score.py.
"""

from fractions import Fraction as F

import pytest

from data.composition import read_composition
from data.indicators import Effect
from data.marked import read_marked
from data.rule_reading import read_rule
from data.schemes import parse_scheme
from data.types import Cause, Finding, Outcome, Unit
from scoring.composition import compose, known, mean
from scoring.rules import RULES, points_for
from scoring.score import round_half_up, score

MET, PARTIAL, MISSING = Outcome.MET, Outcome.PARTIAL, Outcome.MISSING
UNKNOWN, NOT_APPLICABLE = Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
UNIT = Unit("u1", "甲县", "county", "县市区政府", "http://a.localhost/")


def found(outcome=PARTIAL, items=None, counts=None):
    cause = Cause.NOT_READ if outcome is UNKNOWN else None
    return Finding(outcome, "理由", cause, items=items or {}, counts=counts or {})


# P1-P6, P8, P9, P15-P18 decide one leaf: what is written, what was found, what it earns.
LEAVES = [
    # P1 有无: 有栏目 0.15-1 分
    ("P1", "{rule: presence}", "0.15", found(MET), "0.15"),
    # P2 要素清单: 部门文件 2+2+2+2+1+1, the fourth and the last lacking: 10 - 2 - 1
    (
        "P2",
        "{rule: checklist, items: {全面公开: 2, 其他文件: 2, 下载: 2, 解读: 2, 鼓励: 1, 日期: 1}}",
        10,
        found(
            items=dict.fromkeys(["全面公开", "其他文件", "下载", "鼓励"], MET)
            | dict.fromkeys(["解读", "日期"], MISSING)
        ),
        7,
    ),
    # P3 倒扣: 主动公开 10, 要素不规范 -1/条, 提前或超期 -5/条: 10 - 3 - 5
    ("P3", "{rule: deduct, each: {不规范: 1, 超期: 5}}", 10,
     found(counts={"不规范": 3, "超期": 1}), 2),
    # P3 扣完为止: 3 × 5 is more than there is
    ("P3 floor", "{rule: deduct, each: {超期: 5}}", 10, found(counts={"超期": 3}), 0),
    # P4 比例: 8 × 18 / 20
    ("P4", "{rule: ratio, of: [已解读, 文件], linear: true}", 8,
     found(counts={"已解读": 18, "文件": 20}), "7.2"),
    # P5 目标值: 700 项, 525 done: 4 × 525 / 700
    ("P5", "{rule: target, of: 事项数, target: 700, floor: 500}", 4,
     found(counts={"事项数": 525}), 3),
    # P6 时效: 20 工作日, 24 taken, 0.5 a day late: 3 - 4 × 0.5
    ("P6", "{rule: excess, of: [工作日], over: 20, each: 0.5}", 3,
     found(counts={"工作日": 24}), 1),
    # P6 分档: late 1 off, more than 10 days late 3 off
    ("P6 steps", "{rule: excess, of: [逾期天数], steps: [{above: 0, off: 1}, {above: 10, off: 3}]}",
     5, found(counts={"逾期天数": 7}), 4),
    # P8 封顶: no list of valid documents, so not above the pass mark of the column
    (
        "P8",
        "{rule: capped, unless: 目录, at: 60%,"
        " scoring: {rule: checklist, items: {目录: 2, 全文: 5, 下载: 3}}}",
        10,
        found(items={"目录": MISSING, "全文": MET, "下载": MET}),
        6,
    ),
    # P9 情况说明: 宣州 2021Q2, 3 -> lost 1.2
    ("P9", "{rule: presence, partial: 0.6}", 3, found(PARTIAL), "1.8"),
    # P15 抽样外推: 3 of 20 drawn from 200 stand for 30 faults: 4 - 30 × 0.05
    ("P15", "{rule: sampled, of: [差错, 抽查], each: 0.05, whole: 总数}", 4,
     found(counts={"差错": 3, "抽查": 20, "总数": 200}), "2.5"),
    # P16 比率惩罚: 3 of 18 corrected is above 15 %: 2 - 1
    ("P16", "{rule: excess, of: [纠错, 案件], steps: [{above: 15, off: 1}]}", 2,
     found(counts={"纠错": 3, "案件": 18}), 1),
    # P17 相似度: 年报雷同 -5
    ("P17", "{rule: excess, of: [相似度], steps: [{above: 80, off: 5}]}", 10,
     found(counts={"相似度": 93}), 5),
    # P18 定性档: 优良中差 10/8/6/0
    ("P18", "{rule: scale, grades: {优: 10, 良: 8, 中: 6, 差: 0}}", 10,
     found(counts={"良": 1}), 8),
    # P18 over ten items: (5 × 10 + 3 × 8 + 2 × 0) / 10
    ("P18 ten", "{rule: scale, grades: {优: 10, 良: 8, 中: 6, 差: 0}}", 10,
     found(counts={"优": 5, "良": 3, "差": 2}), "7.4"),
    # by place: 第1名得6分，其余按比例: third of 12: 6 × 10 / 12
    ("place", "{rule: placed, of: [名次, 参评数]}", 6, found(counts={"名次": 3, "参评数": 12}), 5),
    # by the figure of the best: 6 × 84 / 96
    ("place by figure", "{rule: ratio, of: [本单位, 第一名], linear: true}", 6,
     found(counts={"本单位": 84, "第一名": 96}), "5.25"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "points", "finding", "got"), [row[1:] for row in LEAVES], ids=[r[0] for r in LEAVES]
)
def test_one_leaf(written, points, finding, got):
    rule = read_rule(read_marked(written), F(points))
    result = points_for(finding, F(points), rule)
    assert (result.full, result.known, result.got) == (F(points), F(points), F(got))


# P7, P10, P11 decide a whole score.
HEAD = """\
scheme:
  id: p
  title: 原语
  kind: county
  total: TOTAL
  grades: [{name: 合格, min: 60}, {name: 不合格, min: 0}]
  vetoes:
    - {id: veto_59, name: 账号否决, effect: cap_at, value: 59}
    - {id: veto_fail, name: 泄密, effect: fail}
  bonus: {cap: 5, gate: GATE, items: [{id: pilot, name: 试点, points: 4}]}
  penalties:
    - {id: alike, name: 年报雷同, points: 5, evidence: 比对表,
       scoring: {rule: excess, of: [相似度], steps: [{above: 80, off: 5}]}}
sources: {law: 《条例》}
indicators:
"""


def scheme(*leaves, total=100, gate=80):
    rows = [
        f"  - {{id: l{n}, name: 第{n}项, points: {points}, method: manual, na: {na}, rule: 要求。,"
        f" basis: [law], remedy: 整改。, scoring: {{rule: presence, partial: 0.5}}}}\n"
        for n, (points, na) in enumerate(leaves)
    ]
    text = HEAD.replace("TOTAL", str(total)).replace("GATE", str(gate))
    return parse_scheme(text + "".join(rows), "p.yaml")


SPLIT = scheme((75, "none"), (25, "exclude"))
LUZHOU = scheme((95, "none"), (25, "exclude"), total=120)
SPREAD = scheme((40, "none"), (40, "none"), (20, "redistribute"))
SAID = scheme((80, "none"), (20, "statement_share, na_share: 0.8"))
PLAIN = scheme((80, "none"), (20, "none"))
GATED = scheme((80, "none"), (20, "none"), gate=96)

SCORES = [
    # P7 单项否决: 县级任一账号否决 59 分
    ("P7 cap", PLAIN, {"l0": MET, "l1": MET, "veto_59": MISSING}, "59", "不合格"),
    ("P7 fail", PLAIN, {"l0": MET, "l1": MET, "veto_fail": MISSING}, "100", "不合格"),
    # P10 不适用: 75 × 4/3, 95 × 24/19
    ("P10 国办", SPLIT, {"l0": MET, "l1": NOT_APPLICABLE}, "100", "合格"),
    ("P10 泸州", LUZHOU, {"l0": MET, "l1": NOT_APPLICABLE}, "120", "合格"),
    # 平均分摊: 20 points in equal parts on 40 and 40: 50 × 1 + 50 × 0.5
    ("P10 spread", SPREAD, {"l0": MET, "l1": PARTIAL, "l2": NOT_APPLICABLE}, "75", "合格"),
    # 情况说明 80 %: 80 + 20 × 0.8
    ("P10 statement", SAID, {"l0": MET, "l1": NOT_APPLICABLE}, "96", "合格"),
    # P11 加分门槛: 90 reaches 80 and not 96
    ("P11 open", PLAIN, {"l0": MET, "l1": PARTIAL, "pilot": MET}, "94", "合格"),
    ("P11 shut", GATED, {"l0": MET, "l1": PARTIAL, "pilot": MET}, "90", "合格"),
]


@pytest.mark.parametrize(
    ("tree", "outcomes", "value", "grade"), [row[1:] for row in SCORES], ids=[r[0] for r in SCORES]
)
def test_one_score(tree, outcomes, value, grade):
    result = score(tree, UNIT, {id_: found(outcome) for id_, outcome in outcomes.items()})
    assert (result.value, result.grade) == (F(value), grade)


def test_a_likeness_takes_points_off_the_total_as_a_penalty():
    whole = {"l0": found(MET), "l1": found(MET), "alike": found(counts={"相似度": 93})}
    assert score(PLAIN, UNIT, whole).value == 95  # 100 - 5


def test_every_effect_of_a_veto_can_be_written():
    assert {veto.effect for veto in PLAIN.vetoes} == {Effect.CAP_AT, Effect.FAIL}


# P12-P14 compose a final value from several.
def parts(text, more=""):
    return read_composition(read_marked(f"{{parts: [{text}]{more}}}"))


def part(id_, share, source="metric"):
    return f"{{id: {id_}, name: {id_}, share: {share}, source: {source}}}"


COMPOSED = [
    # P12 多主体: 县区 = 县政府 50 % + 部门乡镇 50 %, the mean of 80 and 90
    ("P12", f"{part('own', 0.5, 'own')}, {part('below', 0.5, 'mean_of_group')}", "",
     {"own": known(F(92)), "below": mean([known(F(80)), known(F(90))])}, "88.5"),
    # P12 本级:乡镇:县直 = 6:3:1: 0.6 × 90 + 0.3 × 80 + 0.1 × 70
    ("P12 631", f"{part('own', 6, 'own')}, {part('towns', 3)}, {part('bureaux', 1)}",
     ", renormalise: true",
     {"own": known(F(90)), "towns": known(F(80)), "bureaux": known(F(70))}, "85"),
    # P13 多轮 15 % + 25 % as parts of 40 %: (15 × 80 + 25 × 88) / 40
    ("P13", f"{part('first', 15, 'round')}, {part('second', 25, 'own')}", ", renormalise: true",
     {"first": known(F(80)), "second": known(F(88))}, "85"),
    # P14 多来源: 第三方 70 % 日常 30 %: 0.7 × 86.5 + 0.3 × 90
    ("P14", f"{part('own', '70%', 'own')}, {part('daily', '30%')}", "",
     {"own": known(F("86.5")), "daily": known(F(90))}, "87.55"),
    # 社科院 2021 深圳 84.97; 25/25/30/10/10 gives it, the weights themselves were not published
    ("深圳 2021",
     ", ".join(part(id_, n) for id_, n in zip("abcde", (25, 25, 30, 10, 10), strict=True)),
     ", renormalise: true",
     dict(zip("abcde", map(known, map(F, ("87.80", "81.70", "81.15", "95.00", "87.50"))),
              strict=True)), "84.97"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "more", "values", "value"), [row[1:] for row in COMPOSED], ids=[r[0] for r in COMPOSED]
)
def test_one_composition(text, more, values, value):
    made = compose(parts(text, more), values, F(100))
    assert (made.value, made.low, made.high, made.coverage) == (*[F(value)] * 3, 1)


# --- numbers that were published ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "share", "got"),
    [
        # 涡阳 2020Q3: 4 -> lost 2.4, 2 -> lost 1.2
        (4, "0.4", "1.6"),
        (2, "0.4", "0.8"),
        # 宣州 2021Q2: 3 -> lost 1.2, 5 -> lost 2.0, 2 -> lost 0.4
        (3, "0.6", "1.8"),
        (5, "0.6", "3"),
        (2, "0.8", "1.6"),
        # 万佛湖镇 2023Q2: 20 -> 16, 30 -> 24, 24 -> 19.2
        (20, "0.8", "16"),
        (30, "0.8", "24"),
        (24, "0.8", "19.2"),
        # 舒城审计局 2021: 1 -> 0.8
        (1, "0.8", "0.8"),
    ],
)
def test_a_published_share_of_a_leaf(points, share, got):
    rule = read_rule(read_marked(f"{{rule: presence, partial: {share}}}"), F(points))
    assert points_for(found(PARTIAL), F(points), rule).got == F(got)


def test_the_published_total_of_woyang():
    """Key domains stand in both sums: (81.22 + 0.64) / (100 + 0.64) × 100 = 81.34."""
    text = (
        HEAD.replace("TOTAL", "100")
        .replace("GATE", "80")
        .replace("  vetoes:", "  duties: {重点: 重点领域}\n  vetoes:")
    )
    leaf = (
        "{{id: {0}, name: {0}, points: {1}, method: metric, na: {2}, rule: 要求。, basis: [law],"
        " remedy: 整改。, scoring: {{rule: ratio, of: [得分, 分值], linear: true}}}}"
    )
    text += f"  - {leaf.format('base', 100, 'none')}\n"
    text += "  - {id: key, name: 重点领域, points: 0.64, extra: true, children: ["
    text += leaf.format("funds", 0.64, "exclude, requires: [重点]") + "]}\n"
    result = score(
        parse_scheme(text, "涡阳.yaml"),
        UNIT,
        {
            "base": found(counts={"得分": F("81.22"), "分值": F(100)}),
            "funds": found(counts={"得分": F("0.64"), "分值": F("0.64")}),
        },
    )
    assert result.leaves["base"].lost == F("18.78")
    assert round_half_up(result.value, 4) == "81.3394"
    assert round_half_up(result.value, 2) == "81.34"


def test_the_published_deductions_of_a_quarter():
    """国管局 2019Q2: 3 sites, 4 problems, 11 points off: 89."""
    rule = read_rule(read_marked("{rule: deduct, each: {重: 5, 中: 3, 轻: 1.5}}"), F(100))
    # One of 5, one of 3 and two of 1.5 make 11; how the four were weighed was not published.
    assert points_for(found(counts={"重": 1, "中": 1, "轻": 2}), F(100), rule).got == 89


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_its_range_its_example_and_its_source(name):
    said = RULES[name].__doc__
    assert "Range 0" in said
    assert "unit points" in said
    assert "Example" in said
    assert "Source:" in said
