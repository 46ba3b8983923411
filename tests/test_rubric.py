"""A sentence of an indicator table: what it takes off, what its leaf is worth, its machine rule."""

# ruff: noqa: E501 - a row of a table is read as one line

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.registry import all_checks
from data.check_words import WANTED_ITEMS, in_rules
from data.marked import read_marked
from data.rule_reading import read_rule
from data.scheme_sheets.plain import flow
from data.schemes import bundled, read_scheme
from data.task_checks import SCHEMES
from data.types import Finding, Outcome
from scoring.rubric.clauses import read_sentence
from scoring.rubric.compiling import RubricError, compiled
from scoring.rubric.matching import match, suggestions
from scoring.rubric.worth import Loss, loss, section_points
from scoring.rules import points_for


def once(fault, points):
    return (fault, F(points), False, False)


def each(fault, points, *, listed=False):
    return (fault, F(points), True, listed)


@pytest.mark.parametrize(
    ("sentence", "deductions"),
    [
        ("公开收费项目，未公开的，扣0.5分。", [once("未公开", "0.5")]),
        ("对草案进行解读，每发现1例未解读的，扣0.5分", [each("未解读", "0.5")]),
        ("动态更新，未更新的，每发现1项，扣0.2分", [each("未更新", "0.2")]),
        ("未同步解读的，发现1例扣0.5分", [each("未同步解读", "0.5")]),
        ("存在一处不规范的情况扣0.5分", [each("不规范", "0.5")]),
        ("每出现1例被纠错或败诉的，扣2分；", [each("被纠错或败诉", 2)]),
        ("公开甲、乙等情况，未公开的，每1项扣0.2分。", [each("未公开", "0.2", listed=True)]),
        ("甲、乙，每缺一项扣 0.5 分", [each("缺项", "0.5", listed=True)]),
        ("未提供甲的扣0.5分；未提供乙的，扣1分", [once("未提供甲", "0.5"), once("未提供乙", 1)]),
        ("①超期的，每条扣5分；②不规范的，每条扣1分", [each("超期", 5), each("不规范", 1)]),
        ("超期答复的，扣6分/件；被纠错的，-3分/件", [each("超期答复", 6), each("被纠错", 3)]),
        ("未发布的，扣0.5分；重复率大于50%的，扣0.5分", [once("未发布", "0.5"), once("重复率大于50%", "0.5")]),
        ("没有的扣1分；没有的扣2分", [once("没有", 1), once("没有（2）", 2)]),
        ("20个工作日内答复，10分制", []),
        ("视情况扣1-3分", []),
    ],
)  # fmt: skip
def test_deductions_with_what_is_wrong_and_how_often(sentence, deductions):
    found = read_sentence(sentence).deductions
    assert [(d.fault, d.points, d.each, d.listed) for d in found] == deductions


@pytest.mark.parametrize(
    ("duty", "matters"),
    [
        ("公开甲方案、乙方案及丙方案等情况", ("甲方案", "乙方案及丙方案情况")),
        ("公开变更信息，包括原因、内容、依据", ("原因", "内容", "依据")),
        ("通过专栏，公开名录；活动安排；赛事", ("名录", "活动安排", "赛事")),
        ("按照标准要求，全面公开规划（计划）信息", ("规划信息",)),
        ("维护当面申请、邮寄申请、在线申请和传真申请四种申请渠道", ("维护当面申请", "邮寄申请", "在线申请", "传真申请")),
        ("网站具备检索功能", ()),
        ("公开“十五五”规划纲要和专项规划、区域规划", ("“十五五”规划纲要", "专项规划", "区域规划")),
        ("公开经费投入和使用情况、资助情况", ("经费投入和使用情况", "资助情况")),
        ("公开区域规划；做好历史规划（计划）的归集整理和主动公开工作", ("区域规划", "历史规划")),
        ("公开计划，做好宣传工作", ("计划",)),
    ],
)  # fmt: skip
def test_what_a_duty_lists(duty, matters):
    assert read_sentence(f"{duty}，未公开的，每1项扣0.2分").matters == matters


@pytest.mark.parametrize(
    ("sentence", "elements"),
    [
        ("①全面公开文件【2分】；②提供下载【1分】", {"全面公开文件": 2, "提供下载": 1}),
        ("公布计划得1分；公布总结得1.5分", {"公布计划": 1, "公布总结": F(3, 2)}),
        ("网上申请、信函申请各1分", {"网上申请": 1, "信函申请": 1}),
        ("设有专栏（0.5分），内容齐全（1分）", {"设有专栏": F(1, 2), "内容齐全": 1}),
    ],
)
def test_elements_with_points_of_their_own(sentence, elements):
    assert {e.name: e.points for e in read_sentence(sentence).elements} == elements


@pytest.mark.parametrize(
    ("sentence", "points", "rule"),
    [
        ("未公开的，扣0.5分", "0.5", "{rule: presence, partial: 0.5}"),
        ("未公开的，扣0.5分", 2, "{rule: deduct, each: {未公开: 0.5}}"),
        ("每发现1例未答复的，扣1分", 4, "{rule: deduct, each: {未答复: 1}}"),
        ("公开甲方案、乙方案，未公开的，每1项扣0.2分", "0.4",
         "{rule: each_missing, each: 0.2, items: [甲方案, 乙方案]}"),
        ("文件备案【2分】；文件清理【1分】", 3, "{rule: checklist, items: {文件备案: 2, 文件清理: 1}}"),
        ("办结率达到95%，每低1个百分点扣0.1分", 2,
         "{rule: ratio, of: [达标数, 总数], full_at: 0.95, per_point: 0.1}"),
        ("解读率每低10个百分点扣0.32分", "3.2",
         "{rule: ratio, of: [达标数, 总数], full_at: 1, step: 10, each: 0.32}"),
        # Both are taken off under one limit, so both are counted by a person.
        ("解读率每低10个百分点扣1分；解读形式单一的，每件扣0.5分", 5,
         "{rule: deduct, each: {解读形式单一: 0.5, 比例低于100%的每10个百分点: 1}}"),
        ("按落实情况酌情扣1-2分", 2, "{rule: presence, partial: 0.5}"),
        ("是否设置专栏", 1, "{rule: presence, partial: 0.5}"),
    ],
)  # fmt: skip
def test_a_sentence_becomes_the_rule_that_takes_off_what_it_says(sentence, points, rule):
    found = compiled(read_sentence(sentence), F(points))
    assert flow(found.scoring) == rule
    read_rule(read_marked(rule), F(points))


def test_elements_that_do_not_add_up_are_a_contradiction():
    with pytest.raises(RubricError, match="各考察点合计 3 分，该项分值是 4 分，请改成一致"):
        compiled(read_sentence("文件备案【2分】；文件清理【1分】"), F(4))


# --- what leaves are worth ---------------------------------------------------------------------


def test_a_loss_has_a_limit_where_the_sentence_sets_one():
    assert loss(read_sentence("未公开的，扣0.5分")) == Loss(F(1, 2))
    assert loss(read_sentence("公开甲方案、乙方案，未公开的，每1项扣0.2分")) == Loss(F(2, 5))
    assert loss(read_sentence("未公开的扣1分；每发现1例不规范的扣0.5分")) == Loss(F(1), F(1, 2))
    assert loss(read_sentence("每发现1例不规范的扣0.5分，最多扣3分")) == Loss(F(3))


def test_leaves_are_worth_the_most_they_can_lose():
    # The docstring's example: 10 points; 8 are left for faults without a limit, 1 : 2.
    losses = [Loss(F(1, 2)), Loss(F(3, 2)), Loss(open=F(1, 2)), Loss(open=F(1))]
    assert section_points(F(10), losses) == (F(1, 2), F(3, 2), F("2.67"), F("5.33"))


def test_the_longest_lists_are_capped_where_the_section_is_too_small():
    # 0.5 + 0.5 of faults without a limit stay; 3 are left for 0.4, 2 and 4: 0.4 + 1.3 + 1.3.
    losses = [Loss(F(2, 5)), Loss(F(2)), Loss(F(4)), Loss(open=F(1, 2)), Loss(open=F(1, 2))]
    assert section_points(F(4), losses) == (F("0.4"), F("1.3"), F("1.3"), F("0.5"), F("0.5"))


def test_points_nobody_could_lose_are_shared_in_proportion():
    assert section_points(F(9), [Loss(F(1)), Loss(F(2))]) == (3, 6)


@settings(max_examples=30)
@given(
    st.lists(
        st.builds(Loss, st.fractions(0, 5, max_denominator=20), st.fractions(0, 2, max_denominator=20)),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 100),
)  # fmt: skip
def test_points_of_a_section_add_up_exactly(losses, total):
    points = section_points(F(total), losses)
    assert sum(points) == total
    assert min(points) > 0
    assert all((each * 100).denominator == 1 for each in points)


# --- checks ------------------------------------------------------------------------------------

CHECKS = all_checks()


@pytest.mark.parametrize("row", in_rules(), ids=lambda row: row.check)
def test_words_name_checks_items_counts_and_parameters_that_exist(row):
    check = CHECKS[row.check]
    assert set(row.items) <= set(check.items)
    assert set(row.counts) <= set(check.counts)
    assert set(row.params) <= set(check.params)
    assert set(row.share) <= set(check.counts)
    assert len(row.share) in {0, 2}
    assert row.params.get("want") in {None, WANTED_ITEMS} or set(row.params["want"]) <= set(
        check.items
    )


@pytest.mark.parametrize("scheme_id", bundled())
def test_no_rule_of_ours_is_taken_for_another_check(scheme_id):
    """Confidence has to be earned: of the rules whose check is known, none is matched wrongly."""
    leaves = [leaf for leaf in read_scheme(bundled()[scheme_id]).leaves() if leaf.check]
    found = {leaf.id: match(f"{leaf.name}：{leaf.rule}", in_rules())[0] for leaf in leaves}
    wrong = {leaf.id for leaf in leaves if (m := found[leaf.id]) and m.check != leaf.check}
    assert wrong == set()
    if scheme_id not in SCHEMES.values():  # what notices ask for is said in other words
        assert sum(1 for m in found.values() if m) >= len(leaves) * 2 // 5


def test_two_checks_that_fit_equally_are_only_suggested():
    sure, others = match("公开办事指南，公开政府公报", in_rules())
    assert sure is None
    assert set(others) == {"service_guide", "gazette"}
    titles = {name: check.title for name, check in CHECKS.items()}
    assert suggestions("公开容缺受理事项及材料的清单", titles)[0] == "tolerant_list"
    assert suggestions("加强组织领导", titles) == ()


def in_rule(sentence, points):
    read = read_sentence(sentence)
    sure, _ = match(read.text, in_rules())
    rule = compiled(read, F(points), sure)
    return sure and sure.check, flow(rule.scoring), rule.person_gives


def test_either_of_two_faults_costs_all_and_a_person_sees_the_one_that_no_page_shows():
    sentence = "建立健全政务公开工作制度，并严格执行，未公开制度或执行不到位的，扣0.2分。"
    check, rule, person = in_rule(sentence, "0.2")
    assert (check, person) == ("platform_parts", ("执行不到位",))
    assert rule == (
        "{rule: capped, unless: rules, at: 0, scoring: {rule: deduct, each: {执行不到位: 0.2}}}"
    )
    scoring = read_rule(read_marked(rule), F("0.2"))

    def got(outcome, times):
        finding = Finding(Outcome.PARTIAL, "", items={"rules": outcome}, counts=times)
        return points_for(finding, F("0.2"), scoring).got

    assert got(Outcome.MET, {"执行不到位": 0}) == F("0.2")
    assert got(Outcome.MET, {"执行不到位": 1}) == 0
    assert got(Outcome.MISSING, {"执行不到位": 0}) == 0


def test_publishing_what_is_authoritative_is_not_interpreting():
    sentence = "增强政策解读的及时性，及时发布重大政策的权威信息，未公开的，扣0.5分。"
    assert in_rule(sentence, "0.5") == (None, "{rule: presence, partial: 0.5}", ())


@pytest.mark.parametrize(
    ("sentence", "points", "check", "rule", "person"),
    [
        ("网站具备信息检索功能，不具备的，扣0.5分", "0.5", "platform_functions",
         "{rule: each_missing, each: 0.5, items: [search]}", ()),
        ("规范性文件没有文号的每件扣2分；未标注有效性的，每件扣1分", 10, "document_fields",
         "{rule: deduct, each: {missing_number: 2, missing_validity: 1}}", ()),
        ("规范性文件动态更新，未更新的，每发现1项扣0.2分；未标注有效性的，每发现1项扣0.2分", 1,
         "document_fields", "{rule: deduct, each: {未更新: 0.2, missing_validity: 0.2}}", ("未更新",)),
        ("发布政府信息公开年度报告，未及时发布的，扣0.5分；重复率大于50%的，扣0.5分", 1, "annual_report",
         "{rule: composite, parts: [{points: 0.5, rule: each_missing, each: 0.5, items: [on_time]}, "
         "{points: 0.5, rule: deduct, each: {重复率大于50%: 0.5}}]}", ("重复率大于50%",)),
        ("维护当面申请、邮寄申请、在线申请和传真申请四种申请渠道，每发现1项不通畅的，扣0.5分", 2,
         "foi_channel",
         "{rule: composite, parts: [{points: 1, rule: each_missing, each: 0.5, items: [online, letter]}, "
         "{points: 1, rule: deduct, each: {其余事项不通畅: 0.5}}]}", ("其余事项不通畅",)),
        # Missing would take all three points where the table prints a half: only a person counts.
        ("公开人大代表建议办理情况，未公开的，扣0.5分", 3, "proposals",
         "{rule: deduct, each: {未公开: 0.5}}", ()),
        ("公开公务员招考信息，未公开的，每1项扣0.2分", "0.2", "statutory_matters",
         "{rule: presence, partial: 0.5}", ()),
        # A check that sees the whole cannot say how many of three are there.
        ("公开就业政策、就业创业服务、补贴发放等情况，未公开的，每1项扣0.2分", "0.6", "statutory_matters",
         "{rule: deduct, each: {未公开: 0.2}}", ("未公开",)),
        ("政策解读率每低10个百分点扣1分", 5, "interpretation_coverage",
         "{rule: ratio, of: [interpreted, required], full_at: 1, step: 10, each: 1}", ()),
        ("年度报告：每年1月31日前发布，未按时发布的，扣2分", 2, "annual_report",
         "{rule: each_missing, each: 2, items: [on_time]}", ()),
        ("规范性文件备案【2分】；规范性文件清理结果【2分】", 4, "documents_cleaned",
         "{rule: checklist, items: {filing: 2, cleanup: 2}}", ()),
    ],
)  # fmt: skip
def test_a_check_answers_what_it_can_and_a_person_the_rest(sentence, points, check, rule, person):
    assert in_rule(sentence, points) == (check, rule, person)
