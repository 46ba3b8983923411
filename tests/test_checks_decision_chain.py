"""A major decision from the catalogue to the document."""

import pytest

from crawlers.checks.decision_chain import decision_chain
from data.types import Cause, FetchOutcome, Outcome
from tests.columns import Entry, with_columns
from tests.sites import ask

CATALOGUE = Entry(
    "清河县人民政府2023年度重大行政决策事项目录",
    "2023-04-01",
    "现将目录公布如下：\n一、制定《清河县停车管理办法》。承办单位：县城管局。",
)
ASKED = Entry(
    "关于公开征求《清河县停车管理办法（征求意见稿）》意见的公告",
    "2023-05-01",
    "现向社会公开征求意见。起草说明：为规范停车，现说明起草背景。\n"
    "征求意见时间：2023年5月1日至2023年5月30日。电话：0731-1234567。\n第一条 甲。\n第二条 乙。",
)
ANSWERED = Entry(
    "《清河县停车管理办法（征求意见稿）》意见采纳情况的公告",
    "2023-06-20",
    "共收到意见3条，采纳2条。",
)
FINAL = Entry("清河县人民政府关于印发《清河县停车管理办法》的通知", "2023-08-01")


def decided(*entries: Entry, catalogue: Entry | None = CATALOGUE, **options):
    columns = {
        "重大行政决策": [catalogue] if catalogue else [],
        "意见征集": [e for e in entries if e in (ASKED, ANSWERED) or "征求" in e.title],
        "政策文件": [e for e in entries if "印发" in e.title],
    }
    return with_columns(columns, **options)


def test_the_whole_chain_is_met():
    finding = decision_chain(decided(ASKED, ANSWERED, FINAL), ask())
    assert finding.outcome is Outcome.MET, finding.reason
    assert finding.counts == {"decisions": 1, "begun": 1, "steps_due": 5, "steps_seen": 5}


@pytest.mark.parametrize(
    ("entries", "lost"),
    [
        pytest.param([ASKED, FINAL], "answer", id="no answer"),
        pytest.param([FINAL], "draft", id="decided without asking"),
        pytest.param(
            [Entry(ASKED.title, ASKED.day, ASKED.text.replace("5月30日", "5月15日")), ANSWERED],
            "period",
            id="too short",
        ),
        pytest.param(
            [
                Entry(
                    ASKED.title,
                    ASKED.day,
                    ASKED.text.replace("起草说明：为规范停车，现说明起草背景。", ""),
                ),
                ANSWERED,
            ],
            "explanation",
            id="no explanation",
        ),
    ],
)
def test_a_step_that_is_lacking_is_named(entries, lost):
    finding = decision_chain(decided(*entries), ask())
    assert finding.outcome is Outcome.PARTIAL, finding.reason
    assert [step for step, o in finding.items.items() if o is Outcome.MISSING] == [lost]


def test_a_draft_shown_the_year_before_counts():
    before = Entry(ASKED.title, "2022-11-01", ASKED.text)
    finding = decision_chain(decided(before, FINAL), ask())
    assert finding.items["draft"] is Outcome.MET


def test_what_was_decided_in_another_year_is_another_decision():
    catalogue = Entry(CATALOGUE.title, CATALOGUE.day, "《清河县2023年地质灾害防治方案》")
    before = Entry("关于印发《清河县2022年地质灾害防治方案》的通知", "2022-08-01")
    finding = decision_chain(decided(before, catalogue=catalogue), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE


def test_a_decision_not_yet_begun_is_only_mentioned():
    finding = decision_chain(decided(), ask())
    assert finding.cause is Cause.NOTHING_TO_JUDGE
    two = Entry(CATALOGUE.title, CATALOGUE.day, CATALOGUE.text + "\n二、制定《清河县供水规划》。")
    finding = decision_chain(decided(ASKED, ANSWERED, FINAL, catalogue=two), ask())
    assert finding.outcome is Outcome.MET
    assert "清河县供水规划" in finding.reason


def test_an_answer_is_not_due_while_people_may_still_write():
    finding = decision_chain(decided(ASKED), ask("2023-06-10"))
    assert finding.items["answer"] is Outcome.NOT_APPLICABLE


def test_names_without_quotation_marks_are_read_by_their_numbers():
    plain = Entry(CATALOGUE.title, CATALOGUE.day, "目录如下：\n1．制定清河县停车管理办法；\n")
    finding = decision_chain(decided(ASKED, ANSWERED, FINAL, catalogue=plain), ask())
    assert finding.counts["begun"] == 1


def test_without_a_catalogue_there_is_no_chain():
    assert decision_chain(decided(FINAL, catalogue=None), ask()).cause is Cause.NOTHING_TO_JUDGE
    seen = decided(FINAL, statuses={"/c0/0.html": FetchOutcome.TIMEOUT_BODY})
    assert decision_chain(seen, ask()).outcome is Outcome.UNKNOWN


def test_an_unread_column_of_consultations_forbids_the_verdict():
    seen = decided(FINAL, statuses={"/c1/": FetchOutcome.TIMEOUT_BODY})
    assert Outcome.MISSING not in decision_chain(seen, ask()).items.values()
