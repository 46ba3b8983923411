"""The year's key work: six topics, exposed cases, telephone numbers, livelihood projects."""

import pytest

from crawlers.checks.battles import battles, exposed_cases, livelihood_projects, report_channels
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import DEPARTMENT, ask, page, site

SIX = [
    Entry("清河县促消费若干措施", "2023-03-01"),
    Entry("清河县科技创新奖励办法", "2023-03-02"),
    Entry("清河县优化营商环境实施方案", "2023-03-03"),
    Entry("清河县防范化解金融风险工作情况", "2023-03-04"),
    Entry("清河县安全生产专项整治方案", "2023-03-05"),
    Entry("清河县2023年重点民生实事项目清单", "2023-03-06"),
]

# --- the six --------------------------------------------------------------------------------------


def test_six_topics_of_this_year_are_met():
    finding = battles(with_columns({"打好发展六仗": SIX}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert set(finding.items.values()) == {Outcome.MET}
    assert len(finding.items) == 6


def test_last_years_entries_are_partial_and_none_at_all_is_missing():
    old = [Entry(row.title, "2022-03-01") for row in SIX[:1]]
    finding = battles(with_columns({"政策文件": old, "通知公告": []}), ask())
    assert finding.items["growth"] is Outcome.PARTIAL
    assert finding.items["innovation"] is Outcome.MISSING


def test_a_scheme_may_ask_for_some_of_them():
    finding = battles(with_columns({"政策文件": SIX}), ask(), want=("risk", "safety"))
    assert set(finding.items) == {"risk", "safety"}


def test_news_of_achievements_count():
    rows = [Entry("清河县召开招商引资推进会", "2023-05-01")]
    finding = battles(with_columns({"工作动态": rows}), ask(), want=("growth",))
    assert finding.outcome is Outcome.MET


def test_in_the_first_half_of_the_year_nothing_is_missing_yet():
    finding = battles(with_columns({"政策文件": []}), ask("2023-05-01"))
    assert finding.outcome is Outcome.UNKNOWN


# --- exposed cases --------------------------------------------------------------------------------

CASES = [
    Entry(f"清河县2023年第{n}批安全生产非法违法典型案例", day)
    for n, day in zip("一二三", ("2023-03-20", "2023-06-20", "2023-09-20"), strict=True)
]


def test_a_batch_a_quarter_is_met():
    finding = exposed_cases(with_columns({"安全生产": CASES}), ask())
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"batches": 3, "quarters": 3, "missing_quarter": 0}


def test_a_quarter_without_a_batch_is_counted_and_named():
    finding = exposed_cases(with_columns({"安全生产": CASES[:2]}), ask())
    assert finding.outcome is Outcome.PARTIAL
    assert finding.counts["missing_quarter"] == 1
    assert "第三季度" in finding.reason


def test_two_batches_of_one_quarter_do_not_make_up_for_another():
    rows = [*CASES[:2], Entry("安全生产执法典型案例通报", "2023-06-25")]
    assert exposed_cases(with_columns({"安全生产": rows}), ask()).counts["missing_quarter"] == 1


def test_the_quarter_under_way_is_not_due():
    finding = exposed_cases(with_columns({"安全生产": CASES[:1]}), ask("2023-06-15"))
    assert finding.outcome is Outcome.MET
    assert finding.counts["quarters"] == 1


def test_no_batch_at_all_is_missing_for_a_government_and_open_for_others():
    rows = [Entry("清河县教学典型案例征集", "2023-03-20"), Entry("改革创新案例入选", "2023-04-20")]
    seen = with_columns({"通知公告": rows, "安全生产": []})
    assert exposed_cases(seen, ask()).outcome is Outcome.MISSING
    office = with_columns({"通知公告": rows}, unit=DEPARTMENT)
    assert exposed_cases(office, ask()).cause is Cause.NOTHING_TO_JUDGE


@pytest.mark.parametrize(
    "row",
    [Entry("安全生产非法违法典型案例", ""), Entry("安全生产典型案例曝光", "2023-09-20")],
    ids=["no day", "not read"],
)
def test_a_batch_that_may_fill_the_gap_forbids_a_verdict(row):
    statuses = {} if not row.day else {"/c0/2.html": FetchOutcome.TIMEOUT_BODY}
    seen = with_columns({"安全生产": [*CASES[:2], row]}, statuses=statuses)
    assert exposed_cases(seen, ask()).outcome is Outcome.UNKNOWN


# --- telephone numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "outcomes"),
    [
        pytest.param("<p>举报电话：12350，热线12345</p>", ["met", "met"], id="both"),
        pytest.param("<p>热线12345</p>", ["missing", "met"], id="one"),
        pytest.param(
            "<p>联系电话：0731-12345678</p>", ["missing", "missing"], id="a longer number"
        ),
        pytest.param('<p>热线</p><img src="a.png">', ["unknown", "unknown"], id="may be a picture"),
        pytest.param("<p>首页 上一页 12345 下一页 尾页</p>", ["missing", "missing"], id="a pager"),
    ],
)
def test_report_channels(body, outcomes):
    other = page("联系我们", "<p>地址：人民路1号</p>" * 5)
    seen = site({"/": page("清河县人民政府", '<a href="/lx/">联系我们</a>' + body), "/lx/": other})
    finding = report_channels(seen, ask())
    assert list(finding.items.values()) == outcomes


def test_report_channels_of_a_site_not_read_are_unknown():
    seen = site(
        {"/": page("清河县人民政府", '<a href="/lx/">互动交流</a>')},
        statuses={"/lx/": FetchOutcome.TIMEOUT_BODY},
    )
    assert report_channels(seen, ask()).outcome is Outcome.UNKNOWN


# --- livelihood projects --------------------------------------------------------------------------

LIST = Entry("清河县2023年十大民生实事项目清单", "2023-02-01")
PROGRESS = Entry("清河县2023年重点民生实事三季度进展情况", "2023-10-12")


@pytest.mark.parametrize(
    ("rows", "outcomes"),
    [
        pytest.param([LIST, PROGRESS], ["met", "met"], id="both"),
        pytest.param([LIST], ["met", "missing"], id="no progress"),
        pytest.param(
            [Entry("清河县2022年民生实事项目清单", "2022-02-01"), PROGRESS],
            ["partial", "met"],
            id="last year's list",
        ),
        pytest.param(
            [Entry("关于征集2023年民生实事项目建议的公告", "2022-11-01"), PROGRESS],
            ["missing", "met"],
            id="a call for proposals is no list",
        ),
    ],
)
def test_livelihood_projects(rows, outcomes):
    finding = livelihood_projects(with_columns({"民生实事": rows}), ask())
    assert [finding.items[key] for key in ("list", "progress")] == outcomes, finding.reason


def test_progress_is_not_due_before_autumn():
    finding = livelihood_projects(with_columns({"民生": [LIST]}), ask("2023-08-01"))
    assert finding.items == {"list": Outcome.MET, "progress": Outcome.UNKNOWN}


def test_an_office_without_such_projects_is_not_judged():
    finding = livelihood_projects(with_columns({"通知公告": []}, unit=DEPARTMENT), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE
