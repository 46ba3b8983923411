"""A scheme as a workbook and back: nothing is lost, edits win, contradictions are said."""

# ruff: noqa: E501 - a row of a scheme is read as one line

import re
import zipfile
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.registry import all_checks
from dashboard.schemefiles.exchange import exported, names, ours
from data.scheme_sheets.cells import cell_of, text_in, value_of
from data.scheme_sheets.checking import checked
from data.scheme_sheets.grid import SchemeSheetError, read_sheets, sheets_in
from data.scheme_sheets.plain import flow, leaf_rows, read_plain, write_scheme
from data.scheme_sheets.reading import is_ours, read_ours
from data.scheme_sheets.words import TABLE
from data.scheme_sheets.writing import workbook
from data.schemes import bundled, parse_scheme, read_scheme
from tests.commands import gkc

SMALL = """
scheme:
  id: small
  title: 小指标体系
  kind: department
  total: 10
  grades: [{name: 优秀, min: 9}, {name: 其他, min: 0}]
  duties: {对外服务: 面向群众办事}
  bonus: {cap: 1, gate: 8, items: [{id: extra_work, name: =试点, points: 1}]}
sources: {foi: 《条例》, rules: 《条例》实施办法}
indicators:
  - id: openness
    name: 主动公开
    points: 7
    children:
      - {id: guide, name: 公开指南, points: 3, method: auto, na: none, check: foi_guide,
         rule: 缺一项扣 0.5 分。, scoring: {rule: each_missing, each: 0.5, items: [organ, phone]},
         basis: [foi 第十二条, rules 第三条], remedy: 补齐。}
      - id: documents
        name: 文件
        points: 4
        children:
          - {id: filing, name: 备案, points: 1.5, method: manual, na: none, rule: 未备案的每件扣 0.3 分。,
             scoring: {rule: deduct, each: {未备案: 0.3}}, basis: [foi], remedy: 备案。}
          - {id: cleanup, name: 清理, points: 2.5, method: manual, na: none, rule: 按清理情况评定。,
             scoring: {rule: presence}, basis: [foi], remedy: 清理。}
  - {id: ratings, name: 好差评, points: 3, method: metric, na: exclude, requires: [对外服务],
     rule: 按好评率计。, scoring: {rule: ratio, of: [好评, 评价], linear: true}, basis: [foi], remedy: 改进。}
"""


@cache
def _names():
    return names()


def by_hand(sentence, points, where):
    """Stands for the reader of sentences: what it got, in a rule."""
    return {"rule": "deduct", "each": {sentence[:3]: points}}


def sheets_of(tmp_path, text):
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook(read_plain(text), _names()))
    sheets = read_sheets(path)
    assert is_ours(sheets)
    return sheets


def read(sheets, rule_of=by_hand):
    return checked(read_ours("表.xlsx", sheets, _names(), rule_of), "表.xlsx")[0]


def edited(sheets, *edits, rows=None):
    """The sheets with cells of the table changed: (id of the leaf, heading, value)."""
    table = next(sheet for sheet in sheets if sheet.name == TABLE)
    lines = [list(row) for row in (rows(table.rows) if rows else table.rows)]
    head = [text_in(cell) for cell in lines[1]]
    for leaf_id, heading, value in edits:
        at = next(row for row in lines if leaf_id in map(text_in, row))
        at[head.index(heading)] = value
    changed = replace(table, rows=tuple(map(tuple, lines)))
    return tuple(changed if sheet.name == TABLE else sheet for sheet in sheets)


@pytest.mark.parametrize("scheme_id", bundled())
def test_every_bundled_scheme_comes_back_the_same(tmp_path, scheme_id):
    path = bundled()[scheme_id]
    sheets = sheets_of(tmp_path, path.read_text(encoding="utf-8"))
    assert read(sheets).digest == read_scheme(path).digest


@pytest.mark.parametrize("scheme_id", bundled())
def test_every_bundled_scheme_is_the_same_tree_written_anew(scheme_id):
    tree = read_plain(bundled()[scheme_id].read_text(encoding="utf-8"))
    assert read_plain(write_scheme(tree).text) == tree


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
numbers = st.integers(-(10**15) + 1, 10**15 - 1) | st.builds(
    lambda n, places: Fraction(n, 10**places), st.integers(1, 10**14), st.integers(1, 12)
).filter(lambda number: number.denominator > 1)
scalars = texts | numbers | st.booleans() | st.none()
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple) | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(trees)
def test_a_value_in_one_line_of_yaml_comes_back(value):
    assert read_plain(flow(value)) == value
    assert "\n" not in flow(value)


@given(trees)
def test_a_value_in_a_cell_comes_back(value):
    assert value_of(cell_of(value)) == value


def test_keys_that_nobody_knows_survive(tmp_path):
    tree = read_plain(SMALL)
    tree["scheme"] |= {"version": "1.10", "dates": {"cut_off": "2025-12-15"}, "weights": (1, 2)}
    tree["scheme"]["grades"][0]["top"] = Fraction("0.25")
    tree["appendix"] = ({"甲": "true"},)
    tree["indicators"][0]["colour"] = "red"
    leaf = tree["indicators"][0]["children"][0]
    leaf |= {"sampling": "随机抽 3 件", "responsible": "办公室", "odd": {"a": (1, "x: y")}}
    sheets = sheets_of(tmp_path, write_scheme(tree).text)
    again = read_plain(write_scheme(read_ours("表.xlsx", sheets, _names(), by_hand)).text)
    assert again == tree


def test_offices_see_merged_cells_frozen_heads_and_chinese_names(tmp_path):
    table = next(s for s in sheets_of(tmp_path, SMALL) if s.name == TABLE)
    head = [text_in(cell) for cell in table.rows[1]]
    assert head[:9] == [
        "序号", "一级指标", "一级分值", "二级指标", "二级分值", "三级指标", "分值", "评分规则", "评估方式",
    ]  # fmt: skip
    first = dict(zip(head, table.filled()[2], strict=True))
    assert (first["一级指标"], first["一级分值"], first["二级指标"]) == ("主动公开", 7, "公开指南")
    assert (first["评估方式"], first["核查方法"]) == ("自动", all_checks()["foi_guide"].title)
    assert first["依据"] == "《条例》 第十二条\n《条例》实施办法 第三条"
    assert (2, 1, 4, 1) in table.merged  # 主动公开, over its three leaves
    assert (2, 3, 2, 5) in table.merged  # a leaf of the second level reaches over the third
    with zipfile.ZipFile(tmp_path / "表.xlsx") as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert "fitToHeight" in sheet


def test_no_text_is_run_as_a_formula(tmp_path):
    sheets_of(tmp_path, SMALL.replace("小指标体系", '"=HYPERLINK(1)"').replace("补齐。", "'+1'"))
    with zipfile.ZipFile(tmp_path / "表.xlsx") as file:
        parts = [file.read(name).decode() for name in file.namelist() if "worksheets/" in name]
        styles = file.read("xl/styles.xml").decode()
    assert not any("<f>" in part for part in parts)
    assert 'quotePrefix="1"' in styles


def test_edits_of_points_names_and_sentences_win(tmp_path):
    sheets = edited(
        sheets_of(tmp_path, SMALL),
        ("filing", "分值", 1),
        ("cleanup", "分值", 3),
        ("cleanup", "三级指标", "文件清理"),
        ("ratings", "评分规则", "按好评率折算。"),
        ("guide", "依据", "《条例》第十三条\n《新法》 第一条"),
    )
    leaves = {leaf.id: leaf for leaf in read(sheets).leaves()}
    assert (leaves["filing"].points, leaves["cleanup"].points) == (1, 3)
    assert leaves["cleanup"].name == "文件清理"
    assert leaves["ratings"].rule == "按好评率折算。"
    assert leaves["guide"].basis == ("《条例》第十三条", "《新法》 第一条")


def test_a_sum_that_is_off_is_said_with_sheet_row_and_remedy(tmp_path):
    sheets = edited(sheets_of(tmp_path, SMALL), ("filing", "分值", 2))
    with pytest.raises(SchemeSheetError) as error:
        read(sheets)
    assert str(error.value) == (
        "表.xlsx 工作表“指标体系”第 4 行：“文件”的下级指标分值合计 4.5，与本级 4 不符，请改成一致。"
    )


def test_a_new_row_gets_an_id_and_its_rule_from_the_sentence(tmp_path):
    def with_new(rows):
        new = [None] * len(rows[0])
        new[5], new[6], new[7] = "解读", 1, "未解读的扣1分"
        return [*rows[:5], tuple(new), *rows[5:]]

    sheets = edited(sheets_of(tmp_path, SMALL), ("cleanup", "分值", 1.5), rows=with_new)
    scheme = read(sheets)
    new = scheme.leaves()[3]
    assert [leaf.id for leaf in scheme.leaves()] == [
        "guide", "filing", "cleanup", new.id, "ratings",
    ]  # fmt: skip
    assert new.path == ("主动公开", "文件")
    assert re.fullmatch("n_[0-9a-f]{10}", new.id)
    assert dict(new.scoring.each) == {"未解读": 1}
    assert new.id == read(sheets).leaves()[3].id


def test_a_sentence_with_new_figures_must_not_leave_its_formula_behind(tmp_path):
    sheets = sheets_of(tmp_path, SMALL)
    edit = ("filing", "评分规则", "未备案的每件扣 0.5 分。")
    with pytest.raises(SchemeSheetError, match=r"第 4 行：“备案”的评分规则改了分数.*“计分公式”"):
        read(edited(sheets, edit))
    cleared = read(edited(sheets, edit, ("filing", "计分公式", None)))
    assert dict(cleared.leaves()[1].scoring.each) == {"未备案": Fraction(3, 2)}
    both = read(edited(sheets, edit, ("filing", "计分公式", "{rule: deduct, each: {未备案: 0.5}}")))
    assert dict(both.leaves()[1].scoring.each) == {"未备案": Fraction(1, 2)}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (("filing", "指标编号", "cleanup"), r"第 5 行：指标编号“cleanup”与第 4 行重复.*清空"),
        (("filing", "分值", "一分"), "第 4 行：分值“一分”不是数字"),
        (("filing", "分值", None), "第 4 行：“备案”没有分值，请填写"),
        (("filing", "评分规则", None), "第 4 行：“备案”没有评分规则"),
        (("filing", "评估方式", "手工"), "第 4 行：评估方式“手工”不认识；可用：自动"),
        (("filing", "三级指标", None), "第 4 行：没有指标名称"),
        (("filing", "计分公式", "{rule: [}"), "第 4 行：“计分公式”不是正确的 YAML"),
        (("guide", "计分公式", None), "第 3 行：“公开指南”有核查方法，“计分公式”不能空着"),
        (("guide", "核查方法", "指南核查"), "第 3 行：指标“guide”的核查方法“指南核查”不存在"),
    ],
)
def test_a_contradiction_is_one_sentence_with_its_row(tmp_path, edit, said):
    from dashboard.schemefiles.exchange import ours

    sheets = sheets_of(tmp_path, SMALL)
    unmerged = tuple(replace(s, rows=s.filled(), merged=()) for s in sheets)
    sheets = unmerged if edit[1] == "三级指标" else sheets
    edits = [
        edit,
        *((edit[0], name, None) for name in ("一级指标", "二级指标") if edit[1] == "三级指标"),
    ]
    with pytest.raises(SchemeSheetError, match=f"^表.xlsx 工作表“指标体系”{said}"):
        ours("表.xlsx", edited(sheets, *edits), _names())


def test_two_names_or_points_in_one_group_are_seen(tmp_path):
    sheets = tuple(replace(s, rows=s.filled(), merged=()) for s in sheets_of(tmp_path, SMALL))
    with pytest.raises(SchemeSheetError, match=r"“文件”的分值写作 5，.*第 4 行写作 4；请改成一致"):
        read(edited(sheets, ("cleanup", "二级分值", 5)))


def test_a_renamed_group_keeps_its_id_and_a_moved_leaf_its_own(tmp_path):
    sheets = tuple(replace(s, rows=s.filled(), merged=()) for s in sheets_of(tmp_path, SMALL))
    renamed = edited(
        sheets, ("filing", "二级指标", "政策文件"), ("cleanup", "二级指标", "政策文件")
    )
    group = read(renamed).nodes[0].children[1]
    assert (group.id, group.name) == ("documents", "政策文件")
    moved = edited(
        sheets,
        ("cleanup", "二级指标", "制度"),
        ("cleanup", "二级分值", 2.5),
        ("filing", "二级分值", 1.5),
    )
    children = read(moved).nodes[0].children
    assert [(c.name, c.points) for c in children] == [
        ("公开指南", 3), ("文件", Fraction(3, 2)), ("制度", Fraction(5, 2)),
    ]  # fmt: skip
    assert children[2].children[0].id == "cleanup"


def test_the_commands_carry_a_scheme_there_and_back(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    out = gkc(tmp_path, "schemes", "export", "small.yaml", "-o", "表.xlsx")
    assert (out.code, out.err) == (0, "已导出 表.xlsx：小指标体系，4 项指标，总分 10.00。\n")
    back = gkc(
        tmp_path, "schemes", "import", "表.xlsx", "-o", "again.yaml", "--before", "small.yaml"
    )
    assert back.code == 0
    assert "4 项编号不变" in back.err
    again = (tmp_path / "again.yaml").read_text(encoding="utf-8")
    assert parse_scheme(again, "a").digest == parse_scheme(SMALL, "b").digest
    assert len(list(leaf_rows(read_plain(again)["indicators"]))) == 4


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("export", "department-2023", "-o", "a.yaml"), "输出文件“a.yaml”应以 .xlsx 结尾"),
        (("import", "没有.xlsx", "-o", "a.yaml"), "没有.xlsx：读不到这个文件"),
        (("import", "坏.xlsx", "-o", "a.yaml"), "坏.xlsx：读不出表格"),
        (("import", "空.csv", "-o", "a.yaml"), "空.csv：是空文件"),
        (("import", "别的.csv", "-o", "a.yaml"), "别的.csv：找不到指标表的表头"),
        (("import", "好.csv", "-o", "指标.yaml"), "请用 --id 给出编号"),
        (("export", "department-2023", "-o", "no/folder.xlsx"), "写不了文件 no/folder.xlsx"),
    ],
)
def test_a_mistake_is_one_sentence_and_nothing_is_written(tmp_path, args, said):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04nothing")
    (tmp_path / "空.csv").write_bytes(b"\n")
    (tmp_path / "别的.csv").write_text("单位,网址\n甲,x\n", encoding="utf-8")
    (tmp_path / "好.csv").write_text(
        "一级指标,分值,评分标准\n甲,1,未公开的扣1分\n", encoding="utf-8"
    )
    done = gkc(tmp_path, "schemes", *args)
    assert done.code == 1
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert not list(tmp_path.glob("*.yaml"))
    assert not list(tmp_path.glob("*.part"))


SHARED = """\
scheme: {id: shares, title: 例, kind: county, total: 100, coverage_floor: 50%,
  grades: [{name: 先进, top: 25%, min: 67}, {name: 其他, min: 0}]}
sources: {law: 《条例》}
indicators:
  - {id: one, name: 甲, weight: 50%, children: [
      {id: a, name: 子, weight: 40%, method: manual, na: statement_share, na_share: 80%,
       rule: 有。, scoring: {rule: presence}, basis: [law], remedy: 补。},
      {id: b, name: 丑, weight: 60%, method: manual, na: none,
       rule: 有。, scoring: {rule: presence}, basis: [law], remedy: 补。}]}
  - {id: two, name: 乙, weight: 50%, method: manual, na: none,
     rule: 有。, scoring: {rule: presence}, basis: [law], remedy: 补。}
"""


@pytest.mark.parametrize("typed", ["60%", "60％", 0.6])
def test_percentages_of_groups_are_seen_and_may_be_typed_as_excel_keeps_them(typed):
    """Excel makes 0.6 of a typed 60%."""
    (table, *others) = sheets_in("表.xlsx", exported(SHARED))
    rows = [list(row) for row in table.rows]
    assert rows[2][2] == "50%"
    rows[2][2] = typed
    last = next(row for row in rows if "乙" in row)
    last[rows[1].index("权重")] = "40%"
    edited = replace(table, rows=tuple(map(tuple, rows)))
    scheme, _ = ours("表.xlsx", (edited, *others), names())
    assert [node.points for node in scheme.nodes] == [60, 40]
    assert [leaf.points for leaf in scheme.leaves()] == [24, 36, 40]
    assert scheme.leaves()[0].absent_share == Fraction("0.8")
