"""Government meetings: their four parts, and the documents that they passed."""

import pytest

from crawlers.checks.meeting_chain import meeting_chain, meeting_record
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import DEPARTMENT, ask

REPORT = "县长主持召开县政府第3次常务会议，研究停车管理等工作，对下一步工作提出了明确要求。" * 2
DECIDED = "会议审议并原则通过了《清河县停车管理办法》。"


def meeting(number: int, text: str, day: str = "2023-05-01", title: str = "") -> Entry:
    return Entry(title or f"县政府召开第{number}次常务会议", day, text)


WHOLE = [
    meeting(3, REPORT + DECIDED),
    meeting(3, "图解会议内容。" * 5, title="一图读懂县政府第3次常务会议"),
    meeting(3, "点击观看。", title="县政府第3次常务会议视频回放"),
]


def test_report_decisions_comment_and_video_are_met():
    finding = meeting_record(with_columns({"常务会议": WHOLE}), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"meetings": 1}


def test_a_part_that_no_meeting_has_is_missing_and_of_some_partial():
    finding = meeting_record(with_columns({"常务会议": WHOLE[:2]}), ask())
    assert finding.items["video"] is Outcome.MISSING
    rows = [*WHOLE, meeting(4, REPORT + DECIDED, "2023-06-01")]
    finding = meeting_record(with_columns({"常务会议": rows}), ask())
    assert finding.items["video"] is Outcome.PARTIAL
    assert finding.counts == {"meetings": 2}
    assert "2次中1次" in finding.reason


def test_a_meeting_that_was_not_read_is_not_judged():
    seen = with_columns({"常务会议": WHOLE[:1]}, statuses={"/c0/0.html": FetchOutcome.TIMEOUT_BODY})
    assert meeting_record(seen, ask()).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "title",
    ["学习贯彻县政府第3次常务会议精神", "县人大常委会第3次会议召开"],
)
def test_another_body_or_a_study_of_a_meeting_is_none(title):
    seen = with_columns({"工作动态": [Entry(title, "2023-05-01")]}, unit=DEPARTMENT)
    assert meeting_record(seen, ask()).cause is Cause.NOTHING_TO_JUDGE


# --- the chain ------------------------------------------------------------------------------------

DOCUMENT = Entry("清河县人民政府关于印发《清河县停车管理办法》的通知", "2023-05-10")
READING = Entry("《清河县停车管理办法》政策解读", "2023-05-11")


def chain(*entries: Entry, **options):
    columns = {
        "常务会议": [WHOLE[0]],
        "政策文件": [e for e in entries if "解读" not in e.title],
        "政策解读": [e for e in entries if "解读" in e.title],
    }
    return with_columns(columns, **options)


@pytest.mark.parametrize(
    ("entries", "counts", "outcome"),
    [
        pytest.param([DOCUMENT, READING], (1, 1, 1), Outcome.MET, id="document and reading"),
        pytest.param([DOCUMENT], (1, 1, 0), Outcome.PARTIAL, id="no reading"),
        pytest.param([], (1, 0, 0), Outcome.PARTIAL, id="no document"),
        pytest.param(
            [Entry("关于公开征求《清河县停车管理办法（征求意见稿）》意见的公告", "2023-03-01")],
            (1, 0, 0),
            Outcome.PARTIAL,
            id="a draft is not the document",
        ),
    ],
)
def test_what_a_meeting_passed_is_published_and_explained(entries, counts, outcome):
    finding = meeting_chain(chain(*entries), ask())
    assert tuple(finding.counts.values()) == counts, finding.reason
    assert finding.outcome is outcome


def test_the_document_of_another_year_is_not_the_one_passed():
    decided = "会议审议并原则通过了《清河县2023年地质灾害防治方案》。"
    earlier = [
        Entry("清河县人民政府关于印发《清河县2022年地质灾害防治方案》的通知", "2022-05-10"),
        Entry("《清河县2022年地质灾害防治方案》政策解读", "2022-05-11"),
    ]
    columns = {
        "常务会议": [meeting(3, REPORT + decided)],
        "政策文件": earlier[:1],
        "政策解读": earlier[1:],
    }
    finding = meeting_chain(with_columns(columns), ask())
    assert finding.counts == {"named": 1, "published": 0, "interpreted": 0}


def test_a_meeting_of_the_last_weeks_is_not_due():
    seen = with_columns({"常务会议": [meeting(3, REPORT + DECIDED, "2023-12-01")]})
    assert meeting_chain(seen, ask()).cause is Cause.NOTHING_TO_JUDGE
    assert meeting_chain(seen, ask(), grace_days=7).outcome is Outcome.PARTIAL


def test_a_document_may_stand_where_we_did_not_look():
    seen = chain(statuses={"/c1/": FetchOutcome.TIMEOUT_BODY})
    assert meeting_chain(seen, ask()).outcome is Outcome.UNKNOWN


def test_a_document_named_outside_a_decision_is_not_asked_for():
    text = REPORT + "会议强调要落实好《湖南省停车管理办法》。"
    seen = with_columns({"常务会议": [meeting(3, text)]})
    assert meeting_chain(seen, ask()).cause is Cause.NOTHING_TO_JUDGE
