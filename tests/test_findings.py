"""How a finding is said; "missing" needs a complete look."""

import pytest

from crawlers.findings import absent, by_items, partial, unknown
from data.types import Cause, FetchOutcome, Finding, Outcome
from tests.sites import article, entries, page, site

HOME = page("清河县教育局", '<a href="/ys/">财政预决算</a><a href="/dt/">工作动态</a>')
EMPTY = page("财政预决算", "<p>暂无信息</p>", crumbs=("财政预决算",))
NEWS = page("工作动态", "<p>暂无信息</p>", crumbs=("工作动态",))
FULL = {"/": HOME, "/ys/": EMPTY, "/dt/": NEWS}
NAMES = {"a": "甲", "b": "乙"}


def look(**more):
    return absent(
        site(FULL | more.pop("pages", {}), **more), ["budget"], "2023年部门预算", ["预算"]
    )


def test_missing_after_a_complete_look_shows_columns_pages_and_words():
    finding = look()
    assert finding.outcome is Outcome.MISSING
    assert finding.looked.columns == ("财政预决算",)
    assert (finding.looked.pages, finding.looked.words) == (6, ("预算",))


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({"statuses": {"/ys/": FetchOutcome.TIMEOUT_BODY}}, Cause.NOT_READ),
        ({"statuses": {"/ys/": FetchOutcome.CHALLENGE}}, Cause.BLOCKED),
        ({"statuses": {"/ys/": FetchOutcome.OUT_OF_BUDGET}}, Cause.OUT_OF_BUDGET),
        ({"exhausted": False}, Cause.OUT_OF_BUDGET),
    ],
)
def test_an_incomplete_look_is_unknown_with_its_cause(more, cause):
    finding = look(**more)
    assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, cause)


def test_a_failed_column_of_another_topic_does_not_excuse():
    assert look(statuses={"/dt/": FetchOutcome.TIMEOUT_BODY}).outcome is Outcome.MISSING


def test_a_listed_entry_that_a_copy_lacks_forbids_missing():
    listed = page("财政预决算", entries(("/a.html", "2023年部门预算", "")), crumbs=("财政预决算",))
    finding = look(pages={"/ys/": listed}, copy=True)
    assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, Cause.NOT_IN_COPY)


@pytest.mark.parametrize(
    ("items", "outcome"),
    [
        ({"a": Outcome.MET, "b": Outcome.MET}, Outcome.MET),
        ({"a": Outcome.MET, "b": Outcome.UNKNOWN}, Outcome.MET),
        ({"a": Outcome.MET, "b": Outcome.MISSING}, Outcome.PARTIAL),
        ({"a": Outcome.PARTIAL, "b": Outcome.MISSING}, Outcome.PARTIAL),
        ({"a": Outcome.MISSING, "b": Outcome.UNKNOWN}, Outcome.UNKNOWN),
        ({"a": Outcome.MISSING, "b": Outcome.MISSING}, Outcome.MISSING),
    ],
)
def test_a_checklist_becomes_one_outcome(items, outcome):
    assert by_items(items, NAMES, []).outcome is outcome


def test_a_checklist_says_what_is_there_and_what_is_not():
    items = {"a": Outcome.MET, "b": Outcome.MISSING}
    assert (
        by_items(items, NAMES, [], notes={"b": "无表格"}).reason == "已具备：甲；缺：乙（无表格）"
    )


def test_unknown_needs_a_cause_and_nothing_else_has_one():
    assert unknown(Cause.BLOCKED, "拦截").cause is Cause.BLOCKED
    with pytest.raises(ValueError, match="cause"):
        Finding(Outcome.UNKNOWN, "没有原因")
    with pytest.raises(ValueError, match="cause"):
        Finding(Outcome.MET, "好", Cause.BLOCKED)


def test_evidence_is_capped_and_counts_are_not():
    seen = site(FULL)
    many = [seen.evidence("http://qinghe.localhost/ys/", str(n)) for n in range(50)]
    finding = partial("多处", many, counts={"n": 50})
    assert (len(finding.evidence), finding.counts["n"]) == (20, 50)


def test_an_entrance_to_another_website_forbids_missing_and_names_the_host():
    menu = '<a href="/ys/">财政预决算</a><a href="http://czj.qinghe.gov.cn/">部门预算</a>'
    finding = look(pages={"/": page("清河县教育局", menu)})
    assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, Cause.ELSEWHERE)
    assert "入口指向其他网站（czj.qinghe.gov.cn），需人工核对" in finding.reason


def test_a_redirect_to_another_website_forbids_missing():
    finding = look(statuses={"/ys/": FetchOutcome.REDIRECTED_OFF_SITE})
    assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, Cause.ELSEWHERE)


@pytest.mark.parametrize(
    ("copy", "cause"), [(False, Cause.NEEDS_BROWSER), (True, Cause.NOT_IN_COPY)]
)
def test_a_list_not_read_to_its_end_forbids_missing(copy, cause):
    rows = entries(("/a.html", "关于停水的通知", "2023-05-01"))
    pager = '<div><a href="javascript:goPage(2)">下一页</a> 共9页</div>'
    pages = {
        "/ys/": page("财政预决算", rows + pager, crumbs=("财政预决算",)),
        "/a.html": article("关于停水的通知", "正文"),
    }
    finding = look(pages=pages, copy=copy)
    assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, cause)
    assert "列表“财政预决算”还有后续页没有读到" in finding.reason
