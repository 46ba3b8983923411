"""The register of rules for budgets and final accounts: one list, in the order of the report."""

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.issues import Issue, Rule
from crawlers.subjects.budget.rules.across import across
from crawlers.subjects.budget.rules.balance import balance, subtotals
from crawlers.subjects.budget.rules.between import between, sangong_within
from crawlers.subjects.budget.rules.claims import agreement, comparison, purpose, repeated_changes
from crawlers.subjects.budget.rules.classes import listed_classes
from crawlers.subjects.budget.rules.crosscheck import key_figures
from crawlers.subjects.budget.rules.economic import listed_subjects
from crawlers.subjects.budget.rules.enumerations import said_sums, unlisted
from crawlers.subjects.budget.rules.government import class_sums
from crawlers.subjects.budget.rules.government_text import government_figures
from crawlers.subjects.budget.rules.growth import growth, zero_base
from crawlers.subjects.budget.rules.hierarchy import hierarchy
from crawlers.subjects.budget.rules.identity import member_names, unit_name, wrong_year
from crawlers.subjects.budget.rules.lists import listed_sums
from crawlers.subjects.budget.rules.moves import part_changes
from crawlers.subjects.budget.rules.repeated import repeated_figures
from crawlers.subjects.budget.rules.rounding import rounding
from crawlers.subjects.budget.rules.sangong import sangong_rows
from crawlers.subjects.budget.rules.shares import shares
from crawlers.subjects.budget.rules.strangers import strangers
from crawlers.subjects.budget.rules.structure import (
    bare_tables,
    blank_pages,
    missing_tables,
    old_names,
    table_order,
    unexplained,
)
from crawlers.subjects.budget.rules.subjects import subject_amounts, subject_levels, subject_names
from crawlers.subjects.budget.rules.wording import (
    brackets,
    is_template,
    leftover_hints,
    missing_figure,
    missing_sign,
    missing_unit,
    misspelt,
    punctuation,
    template,
)

_RULE_143 = "财预〔2016〕143号《地方预决算公开操作规程》"  # 公开及时、内容准确、形式规范
_LAW_14 = "《预算法》第十四条"
_LAW_75 = "《预算法》第七十五条"  # 决算草案收支真实、数额准确；预算没有这一条
_DECREE_6 = "《预算法实施条例》第六条"
_SUBJECTS = "财政部《政府收支分类科目》"

RULES: tuple[Rule, ...] = (
    Rule("missing_tables", "缺少报表", f"{_LAW_14}；{_RULE_143}", missing_tables),
    Rule("unexplained", "缺少说明", f"{_LAW_14}；{_RULE_143}", unexplained),
    Rule("hierarchy", "表内科目加总", _RULE_143, hierarchy, _LAW_75),
    Rule("across", "表内横向加总", _RULE_143, across, _LAW_75),
    Rule("balance", "收支平衡", _RULE_143, balance, _LAW_75),
    Rule("subtotals", "表内小计", _RULE_143, subtotals, _LAW_75),
    Rule("class_sums", "各类加总", _RULE_143, class_sums, _LAW_75),
    Rule("sangong_rows", "“三公”表加总", _RULE_143, sangong_rows, _LAW_75),
    Rule("between", "表间勾稽", _RULE_143, between, _LAW_75),
    Rule("sangong_within", "“三公”表间勾稽", _RULE_143, sangong_within, _LAW_75),
    Rule("key_figures", "文表不符", _RULE_143, key_figures),
    Rule("subject_amounts", "科目金额文表不符", f"{_RULE_143}；{_DECREE_6}", subject_amounts),
    Rule("government_figures", "政府收支文表不符", _RULE_143, government_figures),
    Rule("listed_classes", "各类金额文表不符", _RULE_143, listed_classes),
    Rule("said_sums", "文中合计与分项不符", _RULE_143, said_sums),
    Rule("listed_sums", "逐项之和与合计不符", _RULE_143, listed_sums),
    Rule("repeated_figures", "前后数不一", _RULE_143, repeated_figures),
    Rule("repeated_changes", "前后增减额不一", _RULE_143, repeated_changes),
    Rule("part_changes", "增减额与分项不符", _RULE_143, part_changes),
    Rule("comparison", "比较用语与数不符", _RULE_143, comparison),
    Rule("unlisted", "分类说明不全", f"{_DECREE_6}；{_RULE_143}", unlisted),
    Rule("agreement", "所称一致与表不符", _RULE_143, agreement),
    Rule("purpose", "用途说明与表不符", _RULE_143, purpose),
    Rule("listed_subjects", "列举科目与表不符", _SUBJECTS, listed_subjects),
    Rule("growth", "增减幅度", _RULE_143, growth),
    Rule("zero_base", "上年为0的增幅", _RULE_143, zero_base),
    Rule("shares", "占比、完成率", _RULE_143, shares),
    Rule("rounding", "百分比取舍", _RULE_143, rounding),
    Rule("subject_names", "科目名称", _SUBJECTS, subject_names),
    Rule("subject_levels", "科目级次", _SUBJECTS, subject_levels),
    Rule("old_names", "旧科目名称", _SUBJECTS, old_names),
    Rule("unit_name", "单位名称", _RULE_143, unit_name),
    Rule("strangers", "别家单位名称", _RULE_143, strangers),
    Rule("member_names", "所属单位名称", _RULE_143, member_names),
    Rule("wrong_year", "年度", _RULE_143, wrong_year),
    Rule("bare_tables", "空表没有说明", _RULE_143, bare_tables),
    Rule("table_order", "报表顺序", _RULE_143, table_order),
    Rule("blank_pages", "空白页", _RULE_143, blank_pages),
    Rule("leftover_hints", "模板提示语", _RULE_143, leftover_hints),
    Rule("missing_sign", "缺百分号", _RULE_143, missing_sign),
    Rule("missing_unit", "缺金额单位", _RULE_143, missing_unit),
    Rule("missing_figure", "缺金额", _RULE_143, missing_figure),
    Rule("misspelt", "错字漏字", _RULE_143, misspelt),
    Rule("brackets", "标点不成对", _RULE_143, brackets),
    Rule("punctuation", "标点", _RULE_143, punctuation),
)
TEMPLATE = Rule("template", "未填写的模板", _RULE_143, template)


def issues(book: Book) -> tuple[Issue, ...]:
    """Everything the rules find, in the order of the register. A blank form is one finding."""
    if is_template(book):
        return tuple(TEMPLATE(book))
    found: list[Issue] = []
    for rule in RULES:
        found += [issue for issue in rule(book) if not _is_known(issue, found)]
    return tuple(found)


def _is_known(issue: Issue, found: list[Issue]) -> bool:
    """A misspelt word that an earlier finding has set right as a name."""
    if issue.rule != "misspelt":
        return False
    word = issue.found.partition("应为")[0]
    return any(word in other.found for other in found if set(other.pages) & set(issue.pages))
