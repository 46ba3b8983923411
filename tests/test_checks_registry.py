"""Rules that hold for every check there is; a new check is tested here by itself."""

import csv
import re
from fractions import Fraction
from pathlib import Path

import pytest

from crawlers.registry import Check, all_checks
from crawlers.run import judge
from crawlers.site import Site
from data.indicators import Leaf, Method
from data.rules import Presence
from data.schemes import bind, bundled, read_scheme
from data.types import Cause, FetchOutcome, Outcome
from scoring.rules import points_for
from tests.sites import DEPARTMENT, UNIT, ask, page, site

CHECKS = all_checks()
TASKS = Path(__file__).parents[1] / "data" / "tasks" / "notices.tsv"
SCHEMES = {name: read_scheme(path) for name, path in bundled().items()}

# A menu that names every disclosure; what lies behind it differs from test to test.
MENU_TEXT = """
    机构职能 内设机构 领导信息 政府信息公开 政府信息公开指南
    政府信息公开制度 法定主动公开内容 政府信息公开年报 依申请公开
    主动公开目录 规范性文件 政策解读 规划计划 统计信息 行政许可
    行政处罚 权责清单 财政预算 部门预算 部门决算 政府预算 政府决算
    行政事业性收费 政府采购 重大建设项目 常务会议 重大行政决策 意见征集
    结果反馈 建议提案 社会救助 教育 医疗卫生 就业 养老服务 生态环境
    安全生产 食品药品 惠企政策 办事指南 咨询投诉 新闻动态 通知公告
    县财政局 部门收支 重点领域 市教育局 其他
"""
MENU = MENU_TEXT.split()
LINKS = {f"/c{n}/": name for n, name in enumerate(MENU)}
HOME = page("清河县人民政府", "".join(f'<a href="{u}">{t}</a>' for u, t in LINKS.items()))
NEWS = page("新闻动态", "<p>暂无</p>", crumbs=("新闻动态",))


def leaf(check: Check) -> Leaf:
    """An indicator that asks only for this check, with its default parameters."""
    return Leaf(
        id=check.name,
        code="A1",
        name=check.title,
        path=(),
        points=Fraction(1),
        method=Method.AUTO,
        rule="",
        scoring=Presence(),
        basis=(),
        remedy="",
        check=check.name,
    )


def findings(seen: Site) -> dict[str, object]:
    return judge(seen, ask(), [leaf(check) for check in CHECKS.values()], CHECKS)


def test_there_are_at_least_100_checks():
    assert len(CHECKS) >= 100


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_is_published_in_chinese_with_its_legal_basis(check):
    for text in (check.title, check.method, check.basis):
        assert any("一" <= sign <= "鿿" for sign in text)
    assert len(check.method) >= 40, "the docstring is the published method"
    for name in (*check.items.values(), *check.counts.values()):
        assert any("一" <= sign <= "鿿" for sign in name)


# What a reader who disputes a finding asks of its method, and the words that answer.
SOURCE = re.compile(r"《[^》]+》|〔\d{4}〕\d+号")
SAID = {
    "what is looked for": "核对|查找|寻找|比较|对照|计算|抽取|归集|看首页|应解读",
    "when something is missing or wrong": (
        "为缺|不完整|为未公开|计为|计一件|计一处|疑似|不一致|失效|缺少|未更新|不足的计|缺一项|"
        "缺几栏|计期限不足|都不认定为缺|不认定缺"
    ),
    "when nothing can be said": "不判定|不作结论|无法核对|不作判断|不判断|不直接认定",
}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_method_names_its_source_and_what_leads_to_which_outcome(check):
    said = "".join(check.method.split())
    assert SOURCE.search(check.basis)
    assert [what for what, words in SAID.items() if not re.search(words, said)] == []


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_method_speaks_of_every_parameter_that_a_scheme_may_set(check):
    assert [name for name in check.params if name not in check.method] == []


NAMED_BY_TASKS = {
    name
    for row in csv.DictReader(TASKS.read_text("utf-8").splitlines(), delimiter="\t")
    for name in row["checks"].split("、")
}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_check_serves_a_scheme_or_a_task_of_a_notice(check):
    asked = {leaf.check for scheme in SCHEMES.values() for leaf in scheme.leaves()}
    assert check.name in asked | NAMED_BY_TASKS


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_a_scheme_asks_only_for_what_checks_give(scheme):
    bind(scheme, CHECKS)


@pytest.mark.parametrize(
    ("outcome", "cause"),
    [
        (FetchOutcome.CHALLENGE, Cause.BLOCKED),
        (FetchOutcome.FORBIDDEN, Cause.BLOCKED),
        (FetchOutcome.ROBOTS_DENIED, Cause.BLOCKED),
        (FetchOutcome.REFUSED, Cause.SITE_DOWN),
        (FetchOutcome.DNS_FAILED, Cause.SITE_DOWN),
        (FetchOutcome.TIMEOUT_CONNECT, Cause.SITE_DOWN),
        (FetchOutcome.SERVER_ERROR, Cause.SITE_DOWN),
        (FetchOutcome.NOT_FOUND, Cause.SITE_DOWN),
        (FetchOutcome.SOFT_NOT_FOUND, Cause.SITE_DOWN),
    ],
)
def test_a_site_whose_home_page_was_not_read_is_unknown_throughout(outcome, cause):
    found = findings(site({}, statuses={"/": outcome}))
    assert {finding.outcome for finding in found.values()} == {Outcome.UNKNOWN}
    assert {finding.cause for finding in found.values()} == {cause}


def test_a_decoy_whose_menu_names_everything_and_leads_nowhere_meets_nothing():
    found = findings(site({"/": HOME}))
    assert {finding.outcome for finding in found.values()} == {Outcome.UNKNOWN}


FAILURES = [o for o in FetchOutcome if not o.read and not o.answered_no]


# Judged on the home page and on the columns that were read, so these may be found wanting there.
OWN_PAGES = {"home_fresh", "columns_filled", "columns_fresh", "identity_marks", "meta_tags"}
LEAVES = [leaf for scheme in SCHEMES.values() for leaf in scheme.leaves() if leaf.check]


def accusing(seen: Site) -> list[str]:
    """Leaves that say "missing", as a whole or of an item, or that cost points."""
    found = judge(seen, ask(), LEAVES, CHECKS)
    return [
        leaf.id
        for leaf in LEAVES
        if leaf.check not in OWN_PAGES
        and (
            Outcome.MISSING in {found[leaf.id].outcome, *found[leaf.id].items.values()}
            or points_for(found[leaf.id], leaf.points, leaf.scoring).lost
        )
    ]


READ = next(url for url, name in LINKS.items() if name == "新闻动态")


@pytest.mark.parametrize("outcome", FAILURES, ids=str)
@pytest.mark.parametrize("unit", [UNIT, DEPARTMENT], ids=["county", "department"])
def test_no_failed_request_ever_costs_a_point(unit, outcome):
    # Home and one column are read; every other column of the menu failed in the same way.
    statuses = {url: outcome for url in LINKS if url != READ}
    seen = site({"/": HOME, READ: NEWS}, unit=unit, statuses=statuses)
    assert accusing(seen) == []


@pytest.mark.parametrize("name", ["县财政局", "部门收支", "重点领域", "其他", "通知公告"])
@pytest.mark.parametrize("unit", [UNIT, DEPARTMENT], ids=["county", "department"])
def test_one_failed_column_of_a_name_nobody_knows_forbids_every_accusation(unit, name):
    statuses = {url: FetchOutcome.TIMEOUT_BODY for url, said in LINKS.items() if said == name}
    seen = site({"/": HOME, READ: NEWS}, unit=unit, statuses=statuses)
    # All other columns answer "not there", which is what these two count.
    dead = {"site_reachable", "links_alive"}
    assert [leaf for leaf in accusing(seen) if leaf not in dead] == []


@pytest.mark.parametrize("unit", [UNIT, DEPARTMENT], ids=["county", "department"])
def test_what_a_saved_copy_lacks_never_costs_a_point(unit):
    assert accusing(site({"/": HOME, READ: NEWS}, unit=unit, copy=True)) == []


@pytest.mark.parametrize("copy", [False, True], ids=["live", "copy"])
def test_no_check_breaks_on_a_nearly_empty_site(copy):
    seen = site({"/": HOME, READ: NEWS}, copy=copy)
    assert not [f for f in findings(seen).values() if f.cause is Cause.CHECK_FAILED]


def test_a_missing_disclosure_shows_where_we_looked():
    for name, finding in findings(site({"/": HOME, READ: NEWS})).items():
        if finding.outcome is Outcome.MISSING:
            assert finding.looked or finding.evidence, name
