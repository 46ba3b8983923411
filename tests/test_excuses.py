"""Excuses: asked by the unit, approved by the office, over after their day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.casework.appealing import leaf_named
from dashboard.casework.excusing import all_excuses, answer_excuse, ask_excuse, end_expired
from data.people import NotAllowed
from data.schemes import parse_scheme
from data.types import Finding, Judgement, Mark, Outcome
from data.workflow import WorkflowError
from scoring.excuses import GRANTED, Excuse, Sort, fallback, faults_of_excuse, judgement_of
from scoring.rounds import effective
from tests.people import OF_POOR, OFFICE, REVIEWER
from tests.rounds import AT, LATE, SCHEME, create, poor_findings

UNTIL = date(2023, 12, 31)
HELD = Excuse(
    1, "poor", "budget", Sort.EXPLAINED, "暂缓", UNTIL, "poor-1", AT, GRANTED, 2, "office", AT
)
MISSED = Finding(Outcome.MISSING, "没有找到")
OVER = datetime(2024, 1, 2, tzinfo=UTC)


def _said(at, outcome=Outcome.PARTIAL, mark=Mark.FIRST):
    return Judgement("poor", "budget", outcome, "半", "eva", at, mark=mark)


LEAF = next(leaf for leaf in parse_scheme(SCHEME, "s").leaves() if leaf.id == "budget")
EXCUSED = judgement_of(HELD, LEAF, "属实", "office", AT)
BEFORE, SINCE = AT - timedelta(days=1), AT + timedelta(days=1)


def test_what_an_excuse_needs():
    assert faults_of_excuse("无此职责", UNTIL, date(2023, 12, 31), []) == []
    assert faults_of_excuse(" ", date(2023, 1, 1), date(2023, 12, 31), [3]) == [
        "请写明理由", "有效期 2023-01-01 已过，请写今天或以后的日期", "该指标已有第 3 号在办或有效",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("others", "heavy", "outcome"),
    [
        ([], False, Outcome.MISSING),
        ([], True, Outcome.UNKNOWN),  # the check's word alone accuses nobody of what is heavy
        ([_said(BEFORE)], False, Outcome.PARTIAL),
        ([_said(BEFORE, mark=Mark.ARBITRATION)], False, Outcome.PARTIAL),
        # An appeal had been upheld.
        ([_said(BEFORE), _said(BEFORE, Outcome.MET, Mark.DECISION)], False, Outcome.MET),
        ([_said(SINCE, mark=Mark.SECOND)], False, Outcome.PARTIAL),  # judged while it held
    ],
)
def test_an_expired_excuse_falls_back_to_what_holds_without_it(others, heavy, outcome):
    judgements = sorted([*others, EXCUSED], key=lambda j: j.at)
    found, watched = {"budget": MISSED}, {"budget"} if heavy else set()
    held = effective(found, judgements, watched)["budget"]
    assert held.outcome is Outcome.NOT_APPLICABLE
    made = fallback(HELD, judgements, by="office", at=OVER)
    assert "已于 2023-12-31 到期" in made.reason
    assert effective(found, [*judgements, made], watched)["budget"].outcome is outcome


def test_a_point_decided_since_stays():
    later = [EXCUSED, _said(SINCE, Outcome.MET, Mark.DECISION)]
    assert fallback(HELD, later, by="office", at=OVER) is None


def test_an_excuse_holds_through_its_last_day():
    assert not HELD.expired(UNTIL)
    assert HELD.expired(UNTIL + timedelta(days=1))
    assert not replace(HELD, state="ended").expired(UNTIL + timedelta(days=9))


def test_asked_granted_expired_and_fallen_back(store):
    create(store)
    store.put_findings("r1", "poor", poor_findings(LATE))
    leaf = leaf_named(store, "r1", "budget")
    with pytest.raises(WorkflowError, match="“部门预算”人人适用，不能申报不涉及"):
        ask_excuse(store, OF_POOR, "r1", leaf, Sort.NOT_CONCERNED, "无预算", UNTIL, at=AT)
    number = ask_excuse(store, OF_POOR, "r1", leaf, Sort.EXPLAINED, "无预算", UNTIL, at=AT)
    with pytest.raises(WorkflowError, match="第 1 号在办"):
        ask_excuse(store, OF_POOR, "r1", leaf, Sort.EXPLAINED, "再说", UNTIL, at=AT)
    for person in (OF_POOR, REVIEWER):
        with pytest.raises(NotAllowed):
            answer_excuse(store, person, "r1", number, grant=True, reason="属实", at=AT)
    answer_excuse(store, OFFICE, "r1", number, grant=True, reason="属实", at=AT)
    assert [j.outcome for j in store.judgements("r1")] == [Outcome.NOT_APPLICABLE]
    with pytest.raises(WorkflowError, match="已经审批"):
        answer_excuse(store, OFFICE, "r1", number, grant=False, reason="不实", at=AT)
    assert end_expired(store, OFFICE, "r1", at=AT) == []
    assert [each.number for each in end_expired(store, OFFICE, "r1", at=OVER)] == [1]
    counts = effective(poor_findings(LATE), store.judgements("r1"))
    assert counts["budget"].outcome is Outcome.MISSING
    assert end_expired(store, OFFICE, "r1", at=OVER) == []
    assert all_excuses(store, "r1")[1].state == "ended"


def test_an_excuse_declined_leaves_the_point(store):
    create(store)
    leaf = leaf_named(store, "r1", "budget")
    ask_excuse(store, OF_POOR, "r1", leaf, Sort.EXPLAINED, "系统故障", UNTIL, at=AT)
    answer_excuse(store, OFFICE, "r1", 1, grant=False, reason="无据", at=AT)
    assert store.judgements("r1") == []
    ask_excuse(store, OF_POOR, "r1", leaf, Sort.EXPLAINED, "另有证明", UNTIL, at=AT)
