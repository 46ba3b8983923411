"""Schemes: reading, every refusal with its line, binding to checks, the bundled files."""

import hashlib
import pickle
import re
from dataclasses import dataclass, field, replace
from fractions import Fraction as F
from inspect import Parameter
from pathlib import Path

import pytest

from crawlers.registry import all_checks
from data.indicators import Absent, Effect, Leaf, Method, Node
from data.rule_reading import READERS
from data.rules import Checklist, Composite, Deduct, Ratio, keys_used
from data.schemes import SchemeError, bind, bundled, parse_scheme, read_scheme
from data.task_checks import SCHEMES as OF_NOTICES

SMALL = """\
scheme:
  id: small-1
  title: 小体系
  kind: county
  total: 10
  grades: [{name: 好, min: 6}, {name: 差, min: 0}]
  duties: {执法: 有执法权}
  vetoes:
    - {id: veto_a, name: 造假, effect: cap_at, value: 5.9, watch: [fresh]}
  bonus:
    cap: 1
    gate: 8
    items: [{id: bonus_a, name: 试点, points: 1}]
sources:
  law: 《条例》
indicators:
  - id: web
    name: 网站
    points: 4
    children:
      - id: fresh
        name: 更新
        points: 0.4
        method: auto
        na: none
        check: home_fresh
        params: {days: 14}
        rule: 两周内有更新。
        scoring: {rule: presence, partial: 0.5}
        basis: [law 第一条]
        remedy: 更新首页。
      - id: marks
        name: 标识
        points: 3.6
        children:
          - id: icp
            name: 备案号
            points: 3.6
            method: manual
            na: none
            rule: 有备案号。
            scoring: {rule: checklist, items: {备案: 3.6}}
            basis: [law]
            remedy: 补上备案号。
  - id: law
    name: 执法
    points: 6
    method: auto
    na: exclude
    requires: [执法]
    check: enforcement
    rule: 公开清单和结果。
    scoring:
      rule: composite
      parts:
        - {points: 5, rule: checklist, items: {list: 2, basis: 3}}
        - {points: 1, rule: deduct, each: {stale_results: 0.5}}
    basis: [law 第二条]
    remedy: 公开清单。
"""


def small(old="", new=""):
    assert old in SMALL
    return parse_scheme(SMALL.replace(old, new, 1), "小.yaml")


@dataclass
class Gives:
    """Stands for a check."""

    items: dict = field(default_factory=dict)
    counts: dict = field(default_factory=dict)
    params: dict = field(default_factory=dict)


CHECKS = {
    "home_fresh": Gives(params={"days": 14}),
    "enforcement": Gives(
        items={"list": "清单", "basis": "依据", "results": "结果"},
        counts={"stale_results": "停更"},
        params={"results_days": 92},
    ),
}


def test_a_scheme_is_read_with_exact_numbers_codes_and_paths():
    scheme = small()
    fresh, icp, law = scheme.leaves()
    assert (fresh.points, icp.points, law.points) == (F(2, 5), F(18, 5), F(6))
    assert [leaf.code for leaf in scheme.leaves()] == ["A1", "A2.1", "B"]
    assert icp.path == ("网站", "标识")
    assert fresh.method is Method.AUTO
    assert fresh.params == {"days": 14}
    assert fresh.basis == ("《条例》第一条",)
    assert law.absent is Absent.EXCLUDE
    assert law.requires == {"执法"}
    assert law.scoring == Composite(
        (
            (F(5), Checklist({"list": F(2), "basis": F(3)})),
            (F(1), Deduct({"stale_results": F(1, 2)})),
        )
    )
    assert scheme.vetoes[0].code == "V1"
    assert scheme.vetoes[0].value == F(59, 10)
    assert scheme.vetoes[0].effect is Effect.CAP_AT
    assert scheme.bonus.items[0].code == "J1"
    assert scheme.heavy == {"veto_a"}
    assert scheme.coverage_floor == F(3, 5)  # where the file does not say


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        pytest.param("points: 3.6\n        ch", "points: 3.5\n        ch", 34,
                     "合计 3.6，与本级 3.5 不符", id="children against their node"),
        pytest.param("total: 10", "total: 100", 16, "一级指标分值合计 10，与总分 100 不符",
                     id="top against the total"),
        pytest.param("id: marks", "id: fresh", 32, "与第 21 行重复", id="repeated id"),
        pytest.param("id: bonus_a", "id: icp", 13, "与第 36 行重复", id="bonus id of a leaf"),
        pytest.param("        remedy: 更新", "        remdy: 更新", 31, "是否想写“remedy”",
                     id="unknown key"),
        pytest.param("children:\n          - id: icp", "childern:\n          - id: icp", 35,
                     "是否想写“children”", id="children misspelt"),
        pytest.param("        remedy: 更新首页。\n", "", 21, "缺少 remedy", id="no remedy"),
        pytest.param("rule: presence", "rule: presense", 29, "是否想写“presence”",
                     id="unknown rule"),
        pytest.param("partial: 0.5", "partal: 0.5", 29, "是否想写“partial”",
                     id="unknown parameter of a rule"),
        pytest.param("partial: 0.5", "partial: 5", 29, "0 到 1 之间", id="share out of range"),
        pytest.param("备案: 3.6}", "备案: 3}", 42, "合计 3 分，与该项 3.6 分不符",
                     id="checklist against the leaf"),
        pytest.param("- {points: 1, rule: deduct", "- {points: 2, rule: deduct", 53,
                     "合计 7 分，与该项 6 分不符", id="composite against the leaf"),
        pytest.param("list: 2, basis: 3", "list: 2, basis: 2", 56, "合计 4 分",
                     id="a part against itself"),
        pytest.param("name: 试点", "name: 获得领导批示", 13, "减负", id="leaders' remarks"),
        pytest.param("name: 试点", "name: 中央媒体报道", 13, "减负", id="praise in the press"),
        pytest.param("  total: 10", "  as_of: 2023-12-15\n  total: 10", 5, "评估轮次",
                     id="a date in a scheme"),
        pytest.param("method: auto", "method: automatic", 24, "是否想写“auto”",
                     id="unknown method"),
        pytest.param("method: manual", "method: auto", 36, "要写 check", id="auto without check"),
        pytest.param("method: auto", "method: manual", 21, "不能写 check", id="manual with check"),
        pytest.param("[law 第一条]", "[lwa 第一条]", 30, "是否想写“law”", id="unknown source"),
        pytest.param("[law 第一条]", "[]", 30, "至少写一条", id="no basis"),
        pytest.param("requires: [执法]", "requires: [执罚]", 50, "可用：执法",
                     id="unknown duty"),
        pytest.param("na: exclude", "na: none", 45, "不能是 none", id="duty of everybody"),
        pytest.param("na: exclude", "na: flat_share", 45, "na_share", id="share without number"),
        pytest.param("watch: [fresh]", "watch: [frehs]", 9, "是否想写“fresh”", id="watch nobody"),
        pytest.param("value: 5.9", "value: 59", 9, "0 到 10 之间", id="cap above the total"),
        pytest.param("min: 6}", "min: 0}", 6, "从高到低", id="bands that do not fall"),
        pytest.param("points: 0.4", "points: 0", 23, "大于 0", id="worth nothing"),
        pytest.param("points: 0.4", "points: 四", 23, "应为数字", id="words for a number"),
        pytest.param("name: 更新\n", "name: 2023\n", 22, "请加引号", id="a number for words"),
        pytest.param("id: small-1", "id: 小体系", 2, "小写字母", id="id not plain"),
        pytest.param("id: fresh", "id: Fresh", 21, "小写字母", id="leaf id not plain"),
        pytest.param("  title: 小体系", "  title: 小体系\n  title: 大体系", 4, "重复出现",
                     id="the same key twice"),
        pytest.param("title: 小体系", "title: [小体系", 4, "YAML", id="bracket left open"),
        pytest.param("title: 小体系", "title: &a 小体系\n  kind: *a", 4, "引用", id="alias"),
        pytest.param("title: 小体系", "title: !!python/name:os.system 小", 3, "标记", id="tag"),
        pytest.param("title: 小体系", "title: 小\x07体系", 3, "控制字符", id="control character"),
    ],
)  # fmt: skip
def test_a_bad_scheme_is_refused_with_file_line_and_remedy(old, new, line, said):
    with pytest.raises(SchemeError) as caught:
        small(old, new)
    message = str(caught.value)
    assert message.endswith("。")
    assert said in message
    assert message.startswith(f"小.yaml 第 {line} 行：")


@pytest.mark.parametrize(
    "text", ["", "plain words", "- a\n- b\n", "a: 1\n", "scheme: 1\n", "[" * 5000]
)
def test_what_is_no_scheme_is_refused_in_chinese(text):
    with pytest.raises(SchemeError, match=r"^x\.yaml 第 \d+ 行：.*。$"):
        parse_scheme(text, "x.yaml")


@pytest.mark.parametrize(
    "scoring",
    [
        "{rule: ratio, of: [a], linear: true}",
        "{rule: ratio, of: [a, b]}",
        "{rule: ratio, of: [a, b], linear: true, per_point: 1}",
        "{rule: ratio, of: [a, b], step: 10}",
        "{rule: ratio, of: [a, b], full_at: 0, linear: true}",
        "{rule: each_missing, each: 0, items: [a]}",
        "{rule: each_missing, each: 1, items: [a, a]}",
        "{rule: deduct, each: {}}",
        "{rule: tiered, tiers: [{item: a, points: 3}]}",
        "{rule: tiered, tiers: [{item: a, points: 3.6}, {item: a, points: 1}]}",
        "{rule: composite, parts: []}",
        "{rule: composite, parts: [{rule: presence}]}",
        "{rule: survey, weights: {a: 1}, min_valid: 5}",
        "{rule: survey, weights: {a: 1, b: 0}, min_valid: 0}",
        "{partial: 0.5}",
    ],
)
def test_a_rule_that_cannot_be_computed_is_refused(scoring):
    with pytest.raises(SchemeError, match="第 42 行"):
        small("{rule: checklist, items: {备案: 3.6}}", scoring)


def test_a_file_that_is_not_utf8_or_not_there_is_refused(tmp_path):
    path = tmp_path / "旧.yaml"
    path.write_bytes("scheme:\n  title: 体系\n".encode("gbk"))
    with pytest.raises(SchemeError, match=r"旧\.yaml 第 2 行：不是 UTF-8"):
        read_scheme(path)
    with pytest.raises(SchemeError, match=r"无\.yaml：读不到"):
        read_scheme(tmp_path / "无.yaml")


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert read_scheme(path) == small()


def test_a_scheme_goes_to_another_process_and_back():
    assert pickle.loads(pickle.dumps(small())) == small()


def test_dates_octals_and_yes_stay_text():
    scheme = small("备案: 3.6}", "2023-01-01: 1.6, 010: 1, yes: 1}")
    assert keys_used(scheme.leaves()[1].scoring)[0] == {"2023-01-01", "010", "yes"}


def test_comments_and_layout_do_not_change_the_digest_content_does():
    digest = small().digest
    assert small("scheme:\n", "# 注释\n\nscheme:\n").digest == digest
    assert small("partial: 0.5", "partial: 0.50").digest == digest
    assert parse_scheme(SMALL, "别名.yaml").digest == digest
    assert small("remedy: 更新首页。", "remedy: 天天更新。").digest != digest
    assert small("days: 14", "days: 15").digest != digest


def test_two_rules_of_the_same_numbers_have_two_digests():
    one = small("{rule: presence, partial: 0.5}", "{rule: presence, partial: 0}")
    leaf = one.leaves()[0]
    other = replace(one, nodes=(replace(leaf, scoring=Ratio(("a", "b"))), *one.nodes[1:]))
    assert one.digest != other.digest


# --- binding ----------------------------------------------------------------------------------


def test_a_scheme_binds_to_checks_that_give_what_it_asks():
    bind(small(), CHECKS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("check: home_fresh", "check: home_frech", "不存在，是否想写“home_fresh”"),
        ("days: 14", "day: 14", "没有参数“day”，是否想写“days”"),
        ("days: 14", "days: 两周", "应为整数"),
        ("list: 2", "lists: 2", "不给出要素“lists”，是否想写“list”"),
        ("stale_results: 0.5", "stale: 0.5", "不给出计数“stale”"),
    ],
)
def test_binding_names_file_line_leaf_and_the_nearest_word(old, new, said):
    with pytest.raises(SchemeError, match=r"小\.yaml 第 \d+ 行：指标“(fresh|law)”") as caught:
        bind(small(old, new), CHECKS)
    assert said in str(caught.value)


def test_a_parameter_without_a_default_must_be_given():
    checks = CHECKS | {"home_fresh": Gives(params={"days": 14, "where": Parameter.empty})}
    with pytest.raises(SchemeError, match="需要参数“where”"):
        bind(small(), checks)


def test_counts_that_a_reviewer_gives_are_not_asked_of_the_check():
    text = "check: enforcement\n    person_gives: [确认数]"
    scoring = "each: {stale_results: 0.5, 确认数: 0.1}"
    scheme = parse_scheme(
        SMALL.replace("check: enforcement", text).replace("each: {stale_results: 0.5}", scoring),
        "小.yaml",
    )
    bind(scheme, CHECKS)
    with pytest.raises(SchemeError, match="没有用于计分"):
        small("check: enforcement", text)


# --- the bundled schemes ----------------------------------------------------------------------

SCHEMES = {id_: read_scheme(path) for id_, path in bundled().items()}
LEAVES = [leaf for scheme in SCHEMES.values() for leaf in scheme.leaves()]


def test_the_bundled_schemes_are_of_100_points_under_the_name_of_their_file():
    assert set(SCHEMES) == {
        *("county-2023", "county-2023-v2"),
        *("department-2023", "department-2023-v2"),
        *OF_NOTICES.values(),
    }
    for id_, scheme in SCHEMES.items():
        assert scheme.id == id_
        assert scheme.total == sum(leaf.points for leaf in scheme.leaves()) == 100
        assert scheme.coverage_floor == F(3, 5)


def test_checks_alone_can_reach_the_coverage_floor_of_every_general_scheme():
    """Not of a notice's: most of its tasks may be of a kind that no website shows."""
    for scheme in SCHEMES.values():
        if scheme.id in OF_NOTICES.values():
            continue
        seen = sum(leaf.points for leaf in scheme.leaves() if leaf.check)
        assert seen / scheme.total > scheme.coverage_floor


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_every_leaf_says_what_is_asked_on_which_basis_and_how_to_do_better(scheme):
    for leaf in scheme.leaves():
        assert leaf.rule.endswith("。"), leaf.id
        assert leaf.remedy.endswith("。"), leaf.id
        assert len(leaf.remedy) >= 8, leaf.id
        by_hand = leaf.method is Method.MANUAL
        assert any("〔" in b or "《" in b for b in leaf.basis) or by_hand, leaf.id
        assert leaf.path, leaf.id
        if leaf.check is None:
            assert leaf.evidence, f"who decides {leaf.id} by hand must know what to look at"


# SHA-256 of the files: a published scheme never changes, a change is a new version.
PUBLISHED = {
    "county-2023-v2": "a9a6e84844e9aec0dee63f9e09a4755a8b72d6e9cf4bfdf8d73d665003892c0a",
    "county-2023": "c83fce0ac4d88615340b35d7cb4593bea67a2004bb5ca6988d9156c3e44a36ac",
    "department-2023-v2": "be332563938f292c885430c0a3e0b25d9b83433a3f7193f770c827d1573e0227",
    "department-2023": "3c38dec21b3c41d7597042767eaf8221241cec2936bcf6c3dcb861dc06d304ce",
    "heshan-2018": "18291f9abdac93a60c1c39e78fc416602afe389f806e048e7d30e62a86d29d48",
    "loudi-2014": "f94792d65158e0f8bef3c52e6169e527d8a0bc88e2dd01d1ba22f9a03ec53488",
    "wulingyuan-2023": "8587f7ab72412c7f06b7f71a1f8590023a93f008a58621e7cbc229ba6ba2abc6",
    "yunxi-2024": "d5f813f267758000f2fdfa2792c995476da6c233d1016eea4958503e83a2f33d",
    "zhuzhou-2023": "e5464ec1fdc7e1fe99f7bb2f57a262892b55b11133e3bb7c6b5c47ab6ddedcb8",
}


@pytest.mark.parametrize("id_", PUBLISHED)
def test_a_published_scheme_never_changes(id_):
    assert hashlib.sha256(bundled()[id_].read_bytes()).hexdigest() == PUBLISHED[id_]


def test_same_id_in_two_schemes_means_the_same_check():
    """A later version may look by itself at what an earlier one left to people."""
    checks = {}
    for leaf in LEAVES:
        checks.setdefault(leaf.id, set()).add(leaf.check)
    several = {id_ for id_, asked in checks.items() if len(asked) > 1}
    assert several == {"secure_access"}
    assert checks["secure_access"] == {None, "secure_access"}


def test_every_check_decides_an_indicator_of_a_bundled_scheme():
    asked = {leaf.check for leaf in LEAVES}
    assert set(all_checks()) - asked == set()


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_every_bundled_scheme_binds_to_the_checks_there_are(scheme):
    bind(scheme, all_checks())


@pytest.mark.parametrize(
    ("scheme", "leaf", "params"),
    [
        ("county-2023-v2", "dynamic_columns", {"dynamic_days": 14, "classes": ("dynamic",)}),
        ("county-2023-v2", "regular_columns", {"regular_days": 183, "classes": ("regular",)}),
    ],
)
def test_a_leaf_about_one_class_of_columns_asks_for_that_class_only(scheme, leaf, params):
    found = next(each for each in SCHEMES[scheme].leaves() if each.id == leaf)
    assert found.params == params


def test_codes_follow_positions():
    def expected(node, code, depth):
        assert node.code == code
        if isinstance(node, Node):
            for n, child in enumerate(node.children, start=1):
                expected(child, f"{code}{'.' if depth else ''}{n}", depth + 1)

    for scheme in SCHEMES.values():
        for letter, node in zip("ABCDEFGH", scheme.nodes, strict=False):
            expected(node, letter, 0)
    assert isinstance(SCHEMES["county-2023"].nodes[0].children[0], Leaf)


def test_the_bundled_schemes_are_listed_with_what_they_hold():
    text = (Path(__file__).parents[1] / "docs" / "schemes.md").read_text(encoding="utf-8")
    for id_, scheme in SCHEMES.items():
        looked_at = [leaf for leaf in scheme.leaves() if leaf.check]
        points = sum(leaf.points for leaf in looked_at)
        held = f"{len(scheme.leaves())} | {len(looked_at)} 项，{float(points):g} 分"
        assert re.search(rf"\| `{id_}` \| [^|]+ \| {held} \|", text), (id_, held)


def test_every_rule_is_described_for_people_who_write_schemes():
    text = (Path(__file__).parents[1] / "docs" / "schemes.md").read_text(encoding="utf-8")
    for name in READERS:
        assert f"`{name}`" in text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 100_000, id="brackets"),
        pytest.param("{" * 100_000, id="braces"),
        pytest.param("- " * 50_000, id="dashes"),
        pytest.param("scheme:\n" + "[\n" * 60, id="over many lines"),
    ],
)
def test_a_text_nested_too_deep_is_refused_at_once(text):
    with pytest.raises(SchemeError, match="嵌套过深"):
        parse_scheme(text, "deep.yaml")
