"""Indicator tables of other offices become schemes, layout by layout; what is off is said."""

# ruff: noqa: E501 - a row of a table is read as one line

import csv
from fractions import Fraction as F
from pathlib import Path

import pytest

from crawlers.registry import all_checks
from data.indicators import Leaf
from data.scheme_sheets.plain import flow, leaf_rows, read_plain
from data.schemes import bind, read_scheme
from tests.commands import gkc
from tests.scheme_books import LAYOUTS, book

RUBRIC = Path(__file__).parents[2] / "shared" / "results" / "suqian_dept_rubric.csv"


def imported(folder, source, *options):
    """The scheme that a table gives, and what the command said."""
    done = gkc(folder, "schemes", "import", source, "-o", "out.yaml", *options)
    assert done.code == 0, done.err
    scheme = read_scheme(folder / "out.yaml")
    bind(scheme, all_checks())
    return scheme, done.err


def rules(folder):
    tree = read_plain((folder / "out.yaml").read_text(encoding="utf-8"))
    return {leaf["name"]: flow(leaf["scoring"]) for _, leaf in leaf_rows(tree["indicators"])}


def summary(scheme):
    return [(" / ".join(leaf.path), leaf.name, leaf.points) for leaf in scheme.leaves()]


def test_nested_percentages_multiply_down_five_levels(tmp_path):
    scheme, _ = imported(tmp_path, LAYOUTS["nested percentages"](tmp_path / "表.xlsx"))
    assert scheme.title == "附件2 政务公开评估指标体系（市级部门版）"
    # 100 × 40 % × 70 % × 10 % × 30 % × 100 % = 0.84
    assert summary(scheme)[:3] == [
        ("政府信息公开 / 主动公开 / 会议公开 / 会议制度", "公布会议公开制度", F("0.84")),
        ("政府信息公开 / 主动公开 / 会议公开 / 会议信息", "公布会议议定事项", F("1.176")),
        ("政府信息公开 / 主动公开 / 会议公开 / 会议信息", "公布会议解读", F("0.784")),
    ]
    assert (scheme.total, scheme.nodes[0].points) == (100, 40)
    sampling = {leaf.name: getattr(leaf, "sampling", None) for leaf in scheme.leaves()}
    text = (tmp_path / "out.yaml").read_text(encoding="utf-8")
    assert sampling["公布会议解读"] == "随机抽3次会议" or "# 采样方式：随机抽3次会议" in text


def test_five_levels_with_one_column_of_points_and_units(tmp_path):
    scheme, err = imported(tmp_path, LAYOUTS["five levels"](tmp_path / "表.xlsx"))
    assert summary(scheme)[1] == (
        "主动公开 / 法定基础信息 / 政策文件 / 行政规范性文件",
        "页面是否列明规范性文件的文号、成文日期、发布日期和有效性",
        F(1),
    )
    assert {leaf.id: leaf.check for leaf in scheme.leaves()}[scheme.leaves()[1].id] == (
        "document_fields"
    )
    assert "没有写明扣多少分" in err
    text = (tmp_path / "out.yaml").read_text(encoding="utf-8")
    assert "县司法局" in text


def test_deductions_of_a_table_that_is_a_score_sheet_too(tmp_path):
    scheme, err = imported(tmp_path, LAYOUTS["deduction items"](tmp_path / "表.xlsx"))
    assert [(leaf.id, leaf.name, leaf.points) for leaf in scheme.leaves()] == [
        ("c010101", "本级规范性文件", 20),
        ("c010102", "其他文件", 5),
        ("c010201", "解读材料", 10),
        ("c020101", "部门预算", 15),
    ]
    assert rules(tmp_path)["本级规范性文件"] == (
        "{rule: deduct, each: {missing_number: 2, missing_validity: 1, no_download: 0.5}}"
    )
    assert "没有读入的列：得分、扣分原因、整改情况。" in err
    assert "规则写明最多扣 3 分" in (tmp_path / "out.yaml").read_text(encoding="utf-8")


def test_points_in_the_text_are_a_checklist_and_one_cell_of_points_is_one_leaf(tmp_path):
    scheme, _ = imported(tmp_path, LAYOUTS["points in the text"](tmp_path / "表.xlsx"))
    assert [(leaf.name, leaf.points) for leaf in scheme.leaves()] == [
        ("文件公开", 5),
        ("文件清理", 4),
        ("建议办理", 3),
        ("机构信息", 2),
    ]
    found = rules(tmp_path)
    assert found["文件公开"] == (
        "{rule: checklist, items: {全面公开行政规范性文件: 2, 全面公开其他文件: 2, "
        "提供WORD版下载: 1}}"
    )
    assert found["文件清理"] == "{rule: checklist, items: {filing: 2, cleanup: 2}}"
    assert scheme.leaves()[2].rule == "公开人大代表建议办理结果；公开政协提案办理结果"


def test_one_level_with_circled_deductions(tmp_path):
    scheme, _ = imported(tmp_path, LAYOUTS["one level"](tmp_path / "鲤城.xlsx"))
    assert all(isinstance(node, Leaf) for node in scheme.nodes)
    assert (scheme.title, scheme.total) == ("鲤城", 32)
    found = rules(tmp_path)
    assert found["主动公开"] == (
        "{rule: deduct, each: {超期公开: 5, 要素不规范: 1, 正文不显示: 1}}"
    )
    assert found["公众满意度"] == (
        "{rule: ratio, of: [达标数, 总数], full_at: 0.9, per_point: 0.1}"
    )


TWO_ROWS = [
    [
        "一级指标",
        None,
        "二级指标",
        None,
        "三级指标",
        "测评指标与考察点",
        "分值",
        "扣分要素",
        "责任单位",
    ],
    ["名称", "权重", "名称", "权重", None, None, None, None, None],
    [
        "主动公开",
        "60分",
        "法定内容",
        "60分",
        "机构职能",
        "①机构设置【2分】；②联系方式【3分】。",
        5,
        "缺1项扣0.5分",
        "办公室",
    ],
    [
        None,
        None,
        None,
        None,
        "部门预算",
        "预算表和说明",
        "１５分",
        "未公开扣15分，未按时公开扣2分",
        "财务科",
    ],
    [
        None,
        None,
        None,
        None,
        "年度报告",
        "每年1月31日前发布",
        10,
        "未按时发布扣10分，要素缺一项扣0.5分",
        "办公室",
    ],
    [None, None, None, None, "解读比例", "政策解读率", 30, "每低10个百分点扣5分", "法规科"],
    [
        "依申请公开",
        "40分",
        "答复",
        "40分",
        "按期答复",
        "每逾期1个工作日扣1分；未答复的，该项不得分。",
        30,
        None,
        "办公室",
    ],
    [
        None,
        None,
        None,
        None,
        "渠道",
        "信函、当面、在线三种渠道，1种不畅通扣4分。",
        10,
        None,
        "办公室",
    ],
    ["加分项", "5分", "创新", "5分", "创新", "领导批示每次加1分", 5, None, "办公室"],
]


def test_a_header_of_two_rows_with_names_and_weights_and_every_cost_as_printed(tmp_path):
    merges = ["A1:B1", "C1:D1", *(f"{c}1:{c}2" for c in "EFGHI")]
    merges += [f"{c}3:{c}6" for c in "ABCD"] + [f"{c}7:{c}8" for c in "ABCD"]
    scheme, err = imported(tmp_path, book(tmp_path / "部门.xlsx", TWO_ROWS, merges))
    assert [(node.name, node.points) for node in scheme.nodes] == [
        ("主动公开", 60), ("依申请公开", 40),
    ]  # fmt: skip
    found = rules(tmp_path)
    assert found == {
        "机构职能": "{rule: deduct, each: {没有做到：机构设置: 2, 没有做到：联系方式: 3, 缺1项: 0.5}}",
        # Both faults together cost more than there is: one limit over both.
        "部门预算": "{rule: deduct, each: {未公开: 15, 未按时公开: 2}}",
        "年度报告": "{rule: deduct, each: {未按时发布: 10, 要素缺: 0.5}}",
        "解读比例": "{rule: ratio, of: [interpreted, required], full_at: 1, step: 10, each: 5}",
        "按期答复": "{rule: deduct, each: {逾期: 1, 未答复: 30}}",
        "渠道": "{rule: each_missing, each: 4, items: [信函, 当面, 在线]}",
    }
    checks = {leaf.name: leaf.check for leaf in scheme.leaves()}
    assert checks["年度报告"] == "annual_report"
    assert checks["解读比例"] == "interpretation_coverage"
    assert checks["机构职能"] is None  # a check has not both: the parts and the faults
    assert {leaf.responsible for leaf in scheme.leaves()} == {"办公室", "财务科", "法规科"}
    assert "“创新”是加分，不计入总分，没有读入" in err


def test_shares_of_an_indicator_are_taken_off_as_shares(tmp_path):
    rows = [
        ["一级指标", "权重", "二级指标", "权重", "评估点", "权重"],
        ["公开", "60%", "解读", "100%", "解读率达90%以上得满分，每降低1个百分点扣5%", "100%"],
        ["保障", "40%", "预算", "100%", "表格缺1张扣10%", "100%"],
    ]
    imported(tmp_path, book(tmp_path / "表.xlsx", rows))
    assert list(rules(tmp_path).values()) == [
        "{rule: ratio, of: [interpreted, required], full_at: 0.9, per_point: 3}",
        "{rule: deduct, each: {表格缺: 4}}",
    ]


@pytest.mark.parametrize("total", ["nan", "inf", "0", "-5", "1e400"])
def test_a_total_that_is_none_is_refused(tmp_path, total):
    source = book(tmp_path / "表.xlsx", TWO_ROWS)
    done = gkc(tmp_path, "schemes", "import", source, "-o", "out.yaml", f"--total={total}")
    assert (done.code, "--total 应大于 0" in done.err) == (1, True)


def test_headings_of_parts_are_groups(tmp_path):
    scheme, err = imported(tmp_path, LAYOUTS["sections"](tmp_path / "表.xlsx"))
    assert summary(scheme) == [
        ("通用项目（全部单位） / 政务公开", "年度计划", 5),
        ("通用项目（全部单位） / 政务公开", "平台维护", 5),
        ("专项（有关单位） / 行政执法", "执法公示", 10),
    ]
    assert "没有读入的列：说明。" in err


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_check_is_always_for_a_person_to_confirm(tmp_path, name):
    scheme, _ = imported(tmp_path, LAYOUTS[name](tmp_path / "表.xlsx"))
    assert {leaf.method.value for leaf in scheme.leaves() if leaf.check} <= {"semi"}
    assert {leaf.method.value for leaf in scheme.leaves() if not leaf.check} <= {"manual"}


HEAD = ["一级指标", "分值", "二级指标", "分值", "评分标准"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([HEAD, ["公开", 5, "甲", 2, "未做的扣1分"], ["公开", 5, "乙", 2, "未做的扣1分"]],
         "表.xlsx 工作表“指标表”第 2 行：“公开”写作 5 分，下面 2 项相加是 4 分；请核对后改成一致。"),
        ([HEAD, ["公开", 5, "甲", 2, "未做的扣1分"], ["公开", 6, "乙", 3, "未做的扣1分"]],
         "第 3 行：“公开”的分值写作 6，表.xlsx 工作表“指标表”第 2 行写作 5；请改成一致。"),
        ([HEAD, ["公开", None, "甲", 2, "扣1分"], ["合计", 3]],
         "第 3 行：合计写作 3，各指标分值相加是 2；请核对各行分值后改成一致。"),
        ([HEAD, ["公开", None, "甲", 2, "扣1分"], ["公开", None, "乙", None, "扣1分"]],
         "第 3 行：“乙”没有分值，其他指标都有；请填写，或合并到所属的一格。"),
        ([HEAD, ["公开", None, "甲", "两分", "扣1分"]],
         "第 2 行：分值“两分”不是数字，请写成 2、0.5 或 40% 这样的形式。"),
        ([HEAD, ["公开", None, "甲", 0, "扣1分"]], "第 2 行：“甲”的分值是 0，请填写大于 0 的分值，或删去该行。"),
        ([HEAD, ["公开", None, "甲", None, "未做的扣1分"]],
         "第 2 行：“甲”没有分值，所属的“公开”也没有写明分值或比例；"),
        ([HEAD, ["公开", "40%", "甲", "100%", "扣1分"], ["服务", "50%", "乙", "100%", "扣1分"]],
         "第 2 行：一级指标的权重合计 90%，应为 100%；请核对公开、服务的权重。"),
        ([HEAD, ["公开", None, "甲", 4, "①公布【2分】②更新【1分】"]],
         "第 2 行：“甲”的规则中各考察点合计 3 分，该项分值是 4 分，请改成一致。"),
        ([HEAD], "表.xlsx 工作表“指标表”第 2 行：表头以下没有指标，请核对。"),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_said_with_row_and_remedy(tmp_path, rows, said):
    book(tmp_path / "表.xlsx", rows)
    done = gkc(tmp_path, "schemes", "import", "表.xlsx", "-o", "out.yaml")
    assert done.code == 1
    assert said in done.err
    assert not (tmp_path / "out.yaml").exists()


# --- ids, so that what a person decided stays -----------------------------------------------------

TABLE = [
    ["一级指标", "二级指标", "分值", "评分标准"],
    ["主动公开", "收费公开", 2, "公开收费目录，未公开的扣2分"],
    [None, "公开开放日", 3, "未开展的扣3分"],
    ["依申请公开", "答复", 5, "每超期1件扣1分"],
]


def test_ids_stay_where_name_and_place_stayed(tmp_path):
    book(tmp_path / "一.xlsx", TABLE)
    first, _ = imported(tmp_path, "一.xlsx")
    (tmp_path / "out.yaml").rename(tmp_path / "first.yaml")
    ids = {leaf.name: leaf.id for leaf in first.leaves()}
    changed = [
        TABLE[0],
        ["一、主动公开", "新媒体", 1, "未公布的扣1分"],
        [None, "2．收费公开", 1, "公开收费目录，未公开的扣1分"],
        ["依申请公开", "答复", 8, "每超期1件扣2分"],
    ]
    book(tmp_path / "二.xlsx", changed)
    second, err = imported(tmp_path, "二.xlsx", "--before", "first.yaml")
    now = {leaf.name: leaf.id for leaf in second.leaves()}
    assert (now["收费公开"], now["答复"]) == (ids["收费公开"], ids["答复"])
    assert now["新媒体"] not in ids.values()
    assert "2 项编号不变，以往的评审意见仍然对应。" in err
    assert f"新增 1 项：{now['新媒体']}（新媒体）。" in err
    assert f"不再有 1 项：{ids['公开开放日']}（公开开放日）。" in err
    over = gkc(tmp_path, "schemes", "import", "二.xlsx", "-o", "out.yaml")
    assert (over.code, "out.yaml 已经存在" in over.err) == (1, True)
    (tmp_path / "out.yaml").unlink()
    again, _ = imported(tmp_path, "二.xlsx")
    assert {leaf.name: leaf.id for leaf in again.leaves()} == now, (
        "the same without the version before"
    )


def test_what_was_set_by_hand_stays_where_rule_and_points_stayed(tmp_path):
    book(tmp_path / "表.xlsx", TABLE)
    scheme, _ = imported(tmp_path, "表.xlsx")
    day = scheme.leaves()[1]
    text = (tmp_path / "out.yaml").read_text(encoding="utf-8")
    text = text.replace(f"id: {day.id}", "id: open_day")
    lines = text.splitlines()
    at = lines.index("        name: 公开开放日")
    method = next(n for n in range(at, len(lines)) if "method: manual" in lines[n])
    lines[method] = "        method: semi"
    lines.insert(method + 1, "        check: theme_day")
    (tmp_path / "mine.yaml").write_text("\n".join(lines), encoding="utf-8")
    again, err = imported(tmp_path, "表.xlsx", "--before", "mine.yaml")
    assert (again.leaves()[1].id, again.leaves()[1].check) == ("open_day", "theme_day")
    assert "3 项的规则和分值没有变，沿用上一版的全部设置。" in err
    assert "3 项编号不变" in err


# --- a real rubric --------------------------------------------------------------------------------

real = pytest.mark.skipif(not RUBRIC.is_file(), reason="没有真实的指标表（不随项目提供）")


@real
def test_every_row_of_a_real_rubric_is_a_leaf_and_sections_keep_their_share(tmp_path):
    scheme, err = imported(tmp_path, RUBRIC, "--kind", "部门")
    leaves = scheme.leaves()
    with RUBRIC.open(encoding="utf-8-sig", newline="") as file:
        ids = [row["rule_id"].lower().replace("-", "_") for row in csv.DictReader(file)]
    assert [leaf.id for leaf in leaves] == ids
    assert len(ids) == 67
    assert {node.name: node.points for node in scheme.nodes} == {
        "主动公开": 40,
        "依申请公开": 25,
        "政策解读与政民互动": 15,
        "平台建设": 10,
        "创新引领": 10,
    }
    with_check = [leaf for leaf in leaves if leaf.check]
    assert len(with_check) >= 40
    assert "67 项指标，总分 100.00；66 项的扣分或得分读成了计分公式" in err


@real
def test_every_deduction_of_a_real_rubric_is_taken_off_as_printed(tmp_path):
    imported(tmp_path, RUBRIC)
    tree = read_plain((tmp_path / "out.yaml").read_text(encoding="utf-8"))
    leaves = {leaf["id"]: leaf for _, leaf in leaf_rows(tree["indicators"])}
    with RUBRIC.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        leaf = leaves[row["rule_id"].lower().replace("-", "_")]
        printed = {
            F(part.partition("分")[0]) for part in row["text"].split("扣")[1:] if part[0].isdigit()
        }
        scoring = leaf["scoring"]
        if scoring["rule"] == "presence":  # what is not there at all loses the leaf
            assert printed <= {leaf["points"]}, row["rule_id"]
            continue
        assert _numbers(scoring) >= printed, row["rule_id"]
        if row["automatable"] == "N":
            assert leaf["method"] == "manual", row["rule_id"]


def _numbers(rule):
    """Every number that a rule takes off."""
    if rule["rule"] == "composite":
        return set().union(*map(_numbers, rule["parts"]))
    if rule["rule"] == "capped":
        return _numbers(rule["scoring"])
    each = rule.get("each", ())
    return set(each.values()) if isinstance(each, dict) else {each}


@real
@pytest.mark.parametrize(
    ("leaf_id", "points", "check", "scoring"),
    [
        ("sq_dep_a_004", "0.2", "platform_parts", "{rule: capped, unless: rules, at: 0, scoring: {rule: deduct, each: {执行不到位: 0.2}}}"),
        ("sq_dep_a_014", "1.2", "plans",
         "{rule: composite, parts: [{points: 0.6, rule: each_missing, each: 0.2, items: [outline, special, territorial]}, "
         "{points: 0.6, rule: deduct, each: {其余事项未公开: 0.2}}]}"),
        ("sq_dep_a_015", "0.5", "proposals", "{rule: presence, partial: 0.5}"),
        ("sq_dep_a_020", "0.9", "public_enterprises",
         "{rule: composite, parts: [{points: 0.4, rule: each_missing, each: 0.2, items: [guides, catalogue]}, "
         "{points: 0.5, rule: deduct, each: {信息更新不及时或内容不丰富: 0.5}}]}"),
        ("sq_dep_a_031", "0.8", None,
         "{rule: each_missing, each: 0.2, items: [国有土地供应计划, 出让公告, 成交公示, 供应结果信息]}"),
        ("sq_dep_a_040", "1", "project_stages", "{rule: deduct, each: {未公开: 0.2}}"),
        ("sq_dep_b_045", "1", None, "{rule: deduct, each: {未提供流程图: 0.5, 未提供表格下载: 0.5}}"),
        ("sq_dep_b_048", "6.29", None, "{rule: deduct, each: {被纠错或败诉: 2}}"),
        ("sq_dep_c_051", "0.5", None, "{rule: presence, partial: 0.5}"),
        ("sq_dep_c_053", "1.75", "interpretation_elements", "{rule: deduct, each: {incomplete: 0.5}}"),
        ("sq_dep_d_061", "1", "documents_cleaned", "{rule: each_missing, each: 1, items: [cleanup]}"),
    ],
)  # fmt: skip
def test_rows_of_a_real_rubric_read_by_eye(tmp_path, leaf_id, points, check, scoring):
    scheme, _ = imported(tmp_path, RUBRIC)
    tree = read_plain((tmp_path / "out.yaml").read_text(encoding="utf-8"))
    leaf = next(leaf for leaf in scheme.leaves() if leaf.id == leaf_id)
    plain = next(leaf for _, leaf in leaf_rows(tree["indicators"]) if leaf["id"] == leaf_id)
    assert (leaf.points, leaf.check, flow(plain["scoring"])) == (F(points), check, scoring)
