"""Legal deadlines: the sum is shown, and what gives no day is not judged."""

import pytest

from crawlers.checks.deadlines import (
    decisions_in_time,
    decisions_withdrawn,
    documents_in_time,
    procurement_in_time,
)
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, table, with_columns
from tests.sites import UNIT, article, ask, entries, page, site

# 2023-11-01 is a Wednesday: the 7th working day after it is Friday, 10 November.


@pytest.mark.parametrize(
    ("published", "outcome", "late"),
    [
        pytest.param("2023-11-10", Outcome.MET, 0, id="on the 7th working day"),
        pytest.param("2023-11-13", Outcome.PARTIAL, 1, id="on the 8th"),
    ],
)
def test_a_decision_is_published_within_seven_working_days(published, outcome, late):
    rows = [Entry("某公司行政许可决定公示", published, "决定日期：2023-11-01\n准予许可。")]
    finding = decisions_in_time(with_columns({"行政许可": rows}), ask())
    assert finding.outcome is outcome, finding.reason
    assert finding.counts == {"decisions": 1, "late": late}


def test_the_reason_shows_the_sum():
    rows = [Entry("某公司行政处罚决定公示", "2023-11-20", "处罚决定日期：2023年11月1日")]
    finding = decisions_in_time(with_columns({"行政处罚": rows}), ask())
    said = "2023-11-01作出，2023-11-20发布，第13个工作日，超过7个工作日"
    assert said in finding.reason
    assert said in finding.evidence[0].quote


def test_holidays_do_not_count():
    # 2023-09-28 to 2023-10-12: eight days of holiday, two Saturdays and Sundays worked.
    rows = [Entry("某公司行政许可决定公示", "2023-10-12", "许可日期：2023-09-28")]
    finding = decisions_in_time(with_columns({"行政许可": rows}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert "第6个工作日" in finding.evidence[0].quote


def test_every_row_of_a_table_is_a_decision():
    rows = table(("文号", "决定日期"), ("甲1号", "2023-11-01"), ("甲2号", "2023-11-17"))
    entry = [Entry("2023年11月行政许可信息公示", "2023-11-20", "公示如下。", rows)]
    finding = decisions_in_time(with_columns({"行政许可": entry}), ask())
    assert finding.counts == {"decisions": 2, "late": 1}


def test_the_limit_is_a_parameter():
    rows = [Entry("某公司行政许可决定公示", "2023-11-20", "决定日期：2023-11-01")]
    finding = decisions_in_time(with_columns({"行政许可": rows}), ask(), limit=20)
    assert finding.outcome is Outcome.MET


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("准予许可。", id="no day of decision"),
        pytest.param("决定日期：2023-12-01", id="decided after it was published"),
        pytest.param("决定日期：2020-11-01", id="put up years later"),
    ],
)
def test_without_a_day_that_can_be_the_decisions_nothing_is_judged(text):
    rows = [Entry("某公司行政许可决定公示", "2023-11-20", text)]
    finding = decisions_in_time(with_columns({"行政许可": rows}), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


def test_late_here_may_have_been_in_time_on_a_platform_outside():
    rows = [Entry("某公司行政许可决定公示", "2023-11-20", "决定日期：2023-11-01")]
    link = '<a href="http://credit.example.cn/">信用中国双公示</a>'
    finding = decisions_in_time(with_columns({"行政许可": rows}, extra=link), ask())
    assert finding.cause is Cause.ELSEWHERE


def test_a_year_without_a_plan_of_holidays_is_not_judged():
    rows = [Entry("某公司行政许可决定公示", "2045-11-20", "决定日期：2045-11-01")]
    finding = decisions_in_time(with_columns({"行政许可": rows}), ask("2045-12-15", 2045))
    assert finding.cause is Cause.NO_BASIS


def test_an_unread_column_of_decisions():
    seen = with_columns({"行政许可": []}, statuses={"/c0/": FetchOutcome.TIMEOUT_BODY})
    assert decisions_in_time(seen, ask()).cause is Cause.NOT_READ


# --- documents ------------------------------------------------------------------------------------


def document(written: str, published: str, *, number: str = "清政发〔2023〕3号", place: str = "1"):
    """A document of the county's, signed at its end."""
    text = f"{number}\n各有关单位：\n现印发给你们。\n清河县人民政府\n{written}"
    title = "清河县人民政府关于印发《清河县停车管理办法》的通知"
    return f"/wj/{place}.html", title, published, article(title, text, day=published)


def library(*documents):
    rows = [(url, title, day) for url, title, day, _ in documents]
    listed = page("规范性文件", entries(*rows), crumbs=("政务公开", "规范性文件"))
    home = page("清河县人民政府", '<a href="/wj/">规范性文件</a>')
    return site({"/": home, "/wj/": listed} | {url: html for url, _, _, html in documents})


@pytest.mark.parametrize(
    ("published", "late"),
    [
        pytest.param("2023-05-30", 0, id="on the 20th working day"),
        pytest.param("2023-05-31", 1, id="on the 21st"),
    ],
)
def test_a_document_is_published_within_twenty_working_days(published, late):
    finding = documents_in_time(library(document("2023年4月28日", published)), ask())
    assert finding.counts == {"documents": 1, "late": late}, finding.reason


def test_the_first_of_several_copies_counts():
    first = document("2023年4月28日", "2023-05-04")
    again = document("2023年4月28日", "2023-09-04", place="2")
    finding = documents_in_time(library(first, again), ask())
    assert finding.counts == {"documents": 1, "late": 0}


def test_another_organs_document_is_not_held_against_the_unit():
    number = "湘政发〔2023〕3号"
    text = f"{number}\n各市州：\n湖南省人民政府\n2023年1月4日"
    title = "湖南省人民政府关于印发《停车管理办法》的通知"
    passed = (
        "/wj/1.html",
        title,
        "2023-05-31",
        article(title, text, day="2023-05-31", source="湖南省人民政府"),
    )
    assert documents_in_time(library(passed), ask()).cause is Cause.NOTHING_TO_JUDGE


def test_a_document_put_up_years_later_is_not_judged():
    finding = documents_in_time(library(document("2020年4月28日", "2023-05-31")), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


# --- procurement ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text", "outcome"),
    [
        pytest.param("办公设备采购项目成交结果公告", "成交日期：2023-11-01", "met", id="two days"),
        pytest.param(
            "办公设备采购项目中标公告", "定标日期：2023-10-31", "partial", id="three days"
        ),
        pytest.param("办公设备采购合同公告", "合同签订日期：2023-11-02", "met", id="a contract"),
        pytest.param("办公设备采购项目招标公告", "开标日期：2023-10-25", "unknown", id="a tender"),
        pytest.param("办公设备采购项目成交结果公告", "供应商：甲公司", "unknown", id="no day"),
    ],
)
def test_procurement_results_within_two_working_days(title, text, outcome):
    seen = with_columns({"政府采购": [Entry(title, "2023-11-03", text)]})
    assert procurement_in_time(seen, ask()).outcome == outcome


# --- withdrawn ------------------------------------------------------------------------------------

ORIGINAL = Entry("甲公司行政处罚决定书", "2023-03-01", "清市监罚字〔2023〕8号\n罚款5000元。")
NOTICE = Entry("关于撤销甲公司行政处罚决定的公告", "2023-06-01", "撤销清市监罚字〔2023〕8号决定。")


def test_a_withdrawn_decision_still_online_is_only_suspected():
    finding = decisions_withdrawn(with_columns({"行政处罚": [ORIGINAL, NOTICE]}), ask())
    assert finding.cause is Cause.SUSPECTED
    assert finding.evidence[0].url.endswith("/c0/0.html")


def test_a_withdrawn_decision_that_is_gone_is_met():
    other = Entry("乙公司行政处罚决定书", "2023-03-01", "清市监罚字〔2023〕9号\n罚款5000元。")
    finding = decisions_withdrawn(with_columns({"行政处罚": [other, NOTICE]}), ask())
    assert finding.outcome is Outcome.MET
    assert finding.counts == {"withdrawn": 1, "still_online": 0}


def test_a_decision_withdrawn_the_day_before_the_look_may_still_be_there():
    # The look was on a Friday; Monday and Wednesday of that week are within three working days.
    notice = Entry(NOTICE.title, "2023-12-12", NOTICE.text)
    seen = with_columns({"行政处罚": [ORIGINAL, notice]})
    assert decisions_withdrawn(seen, ask()).cause is not Cause.SUSPECTED


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        pytest.param([ORIGINAL], Cause.NOTHING_TO_JUDGE, id="nothing withdrawn"),
        pytest.param(
            [ORIGINAL, Entry(NOTICE.title, NOTICE.day, "予以撤销。")],
            Cause.NO_BASIS,
            id="no number",
        ),
    ],
)
def test_without_a_notice_and_its_number_nothing_is_judged(rows, cause):
    assert decisions_withdrawn(with_columns({"行政处罚": rows}, unit=UNIT), ask()).cause is cause
