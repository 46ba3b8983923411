"""Taking land and houses: every notice of the chain, long enough and in time."""

import pytest

from crawlers.checks.expropriation import house_expropriation, land_expropriation
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import ask

PRE = Entry("清河县人民政府征收土地预公告", "2023-03-01", "公告期限为10个工作日。")
PLAN = Entry("清河县征地补偿安置方案公告", "2023-04-03", "公告期限为30日。")
NOTICE = Entry("清河县人民政府征收土地公告", "2023-07-10", "批准时间：2023年6月20日。")


def land(*entries: Entry, **options):
    return with_columns({"土地征收": list(entries)}, **options)


def test_three_notices_long_enough_and_in_time_are_met():
    finding = land_expropriation(land(PRE, PLAN, NOTICE), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"notices": 3, "short": 0, "late": 0}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param("公告期限为9个工作日。", Outcome.MISSING, id="nine working days"),
        pytest.param(
            "公告时间：自2023年3月1日至2023年3月14日。", Outcome.MET, id="ten by the calendar"
        ),
        pytest.param("公告时间：自2023年3月1日至2023年3月13日。", Outcome.MISSING, id="nine by it"),
        pytest.param("特此公告。", Outcome.UNKNOWN, id="no period"),
    ],
)
def test_the_first_notice_stands_ten_working_days(text, outcome):
    finding = land_expropriation(land(Entry(PRE.title, PRE.day, text), PLAN, NOTICE), ask())
    assert finding.items["pre_period"] is outcome, finding.reason


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param("公告期限为30日。", Outcome.MET, id="thirty"),
        pytest.param("公示期为十五日，即15日。", Outcome.MISSING, id="fifteen"),
        pytest.param("公告期限自2023年4月3日至2023年5月2日。", Outcome.MET, id="by the calendar"),
    ],
)
def test_the_plan_of_compensation_stands_thirty_days(text, outcome):
    finding = land_expropriation(land(PRE, Entry(PLAN.title, PLAN.day, text), NOTICE), ask())
    assert finding.items["compensation_period"] is outcome, finding.reason


@pytest.mark.parametrize(
    ("text", "outcome", "late"),
    [
        pytest.param("经省人民政府2023年6月19日批准。", Outcome.MET, 0, id="in a sentence"),
        pytest.param("批准时间：2023年6月1日。", Outcome.UNKNOWN, 0, id="by the approval too late"),
        pytest.param(
            "本机关于2023年6月8日收到省人民政府批准文件。",
            Outcome.MISSING,
            1,
            id="received and late",
        ),
        pytest.param(
            "经2023年5月1日批准，本机关于2023年6月26日收到批准文件。",
            Outcome.MET,
            0,
            id="received, in a sentence with the approval",
        ),
        pytest.param("现予公告。", Outcome.UNKNOWN, 0, id="no day"),
    ],
)
def test_the_notice_follows_the_approval_within_fifteen_working_days(text, outcome, late):
    finding = land_expropriation(land(PRE, PLAN, Entry(NOTICE.title, NOTICE.day, text)), ask())
    assert finding.items["land_in_time"] is outcome, finding.reason
    assert finding.counts["late"] == late


def test_a_stage_without_a_notice_is_missing():
    finding = land_expropriation(land(PRE, NOTICE), ask())
    assert finding.items["compensation"] is Outcome.MISSING
    assert finding.looked


def test_without_any_notice_no_land_may_have_been_taken():
    rule = Entry("清河县征地补偿安置办法", "2023-03-01")
    assert land_expropriation(land(rule), ask()).cause is Cause.NOTHING_TO_JUDGE
    seen = land(PRE, statuses={"/c0/": FetchOutcome.TIMEOUT_BODY})
    assert land_expropriation(seen, ask()).items["compensation"] is Outcome.UNKNOWN


# --- houses ---------------------------------------------------------------------------------------

DRAFT = Entry(
    "关于城东片区房屋征收补偿方案（征求意见稿）公开征求意见的公告",
    "2023-03-01",
    "征求意见期限为30日。",
)
ANSWER = Entry("城东片区房屋征收补偿方案征求意见和修改情况的公告", "2023-04-10")
DECISION = Entry("清河县人民政府关于城东片区房屋征收决定的公告", "2023-05-01")


def test_draft_answer_and_decision_are_met():
    finding = house_expropriation(land(DRAFT, ANSWER, DECISION), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"notices": 3, "short": 0}


@pytest.mark.parametrize(
    ("entries", "lost"),
    [
        pytest.param([DRAFT, DECISION], ["house_answer"], id="no answer"),
        pytest.param([ANSWER, DECISION], ["house_draft"], id="no draft"),
        pytest.param(
            [Entry(DRAFT.title, DRAFT.day, "征求意见期限为7日。"), ANSWER, DECISION],
            ["draft_period"],
            id="too short",
        ),
    ],
)
def test_what_is_lacking_of_taking_houses(entries, lost):
    finding = house_expropriation(land(*entries), ask())
    assert [k for k, o in finding.items.items() if o is Outcome.MISSING] == lost, finding.reason


def test_while_opinions_are_asked_for_nothing_more_is_due():
    draft = Entry(DRAFT.title, "2023-12-01", DRAFT.text)
    finding = house_expropriation(land(draft), ask())
    assert finding.items["house_answer"] is Outcome.UNKNOWN
    assert finding.items["house_decision"] is Outcome.UNKNOWN


def test_a_draft_of_the_year_before_counts():
    draft = Entry(DRAFT.title, "2022-11-01", DRAFT.text)
    finding = house_expropriation(land(draft, ANSWER, DECISION), ask())
    assert finding.items["house_draft"] is Outcome.MET


def test_a_single_decision_on_compensation_takes_no_houses():
    rows = [Entry("关于王某房屋征收补偿决定的公告", "2023-05-01")]
    assert house_expropriation(land(*rows), ask()).cause is Cause.NOTHING_TO_JUDGE
