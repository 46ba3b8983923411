"""Judgements over findings: the latest wins, the evidence stays, heavy verdicts need a person."""

from datetime import UTC, datetime, timedelta

import pytest

from data.schemes import bundled, read_scheme
from data.types import Cause, Evidence, Finding, Judgement, Mark, Outcome
from scoring.rounds import effective, in_force, suspicions

NOON = datetime(2023, 12, 20, 12, tzinfo=UTC)
EVIDENCE = (Evidence("http://a.localhost/x", "原文"),)
SEEN = Finding(
    Outcome.PARTIAL,
    "缺邮箱",
    evidence=EVIDENCE,
    items={"phone": Outcome.MET, "email": Outcome.MISSING},
    counts={"faults": 1},
)


def judged(outcome, hours=0, unit="u1", on="guide", **details):
    at = NOON + timedelta(hours=hours)
    return Judgement(unit, on, outcome, f"{hours} 时复核", "评审员", at, **details)


def test_without_judgements_the_checks_stand():
    assert effective({"guide": SEEN}, []) == {"guide": SEEN}


def test_the_latest_judgement_wins_in_any_order_and_keeps_the_evidence():
    two = [judged(Outcome.MET, hours=2), judged(Outcome.MISSING, hours=1)]
    for order in (two, two[::-1]):
        finding = effective({"guide": SEEN}, order)["guide"]
        assert (finding.outcome, finding.reason) == (Outcome.MET, "2 时复核")
        assert finding.evidence == EVIDENCE


def test_of_equally_late_judgements_the_later_in_order_wins():
    same = [judged(Outcome.MET), judged(Outcome.MISSING)]
    assert effective({"guide": SEEN}, same)["guide"].outcome is Outcome.MISSING


def test_a_changed_outcome_without_details_replaces_the_details():
    finding = effective({"guide": SEEN}, [judged(Outcome.MET)])["guide"]
    assert (dict(finding.items), dict(finding.counts)) == ({}, {})


def test_a_confirmed_outcome_keeps_the_details():
    finding = effective({"guide": SEEN}, [judged(Outcome.PARTIAL)])["guide"]
    assert (finding.items, finding.counts) == (SEEN.items, SEEN.counts)


def test_details_given_are_laid_over_those_seen():
    mine = judged(Outcome.MET, items={"email": Outcome.MET})
    finding = effective({"guide": SEEN}, [mine])["guide"]
    assert finding.items == {"phone": Outcome.MET, "email": Outcome.MET}
    assert finding.counts == {"faults": 1}


def test_a_judgement_of_what_no_check_looked_at_becomes_a_finding():
    finding = effective({}, [judged(Outcome.MET, on="wording")])["wording"]
    assert (finding.outcome, finding.cause, finding.evidence) == (Outcome.MET, None, ())


def test_a_person_who_cannot_tell_leaves_it_open_with_a_cause():
    assert effective({"guide": SEEN}, [judged(Outcome.UNKNOWN)])["guide"].cause is Cause.NO_BASIS
    blocked = Finding(Outcome.UNKNOWN, "被拦截", Cause.BLOCKED)
    assert effective({"guide": blocked}, [judged(Outcome.UNKNOWN)])["guide"].cause is Cause.BLOCKED


def test_findings_given_are_not_changed():
    findings = {"guide": SEEN}
    effective(findings, [judged(Outcome.MET)])
    assert findings == {"guide": SEEN}


def test_judgements_of_two_units_are_a_mistake():
    with pytest.raises(ValueError, match="several units"):
        effective({}, [judged(Outcome.MET), judged(Outcome.MET, unit="u2", on="other")])


def test_a_heavy_verdict_of_a_check_alone_is_only_suspected():
    alone = {"veto_x": Finding(Outcome.MISSING, "首页两周无更新", evidence=EVIDENCE)}
    finding = effective(alone, [], heavy={"veto_x"})["veto_x"]
    assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, Cause.SUSPECTED)
    person = [judged(Outcome.MISSING, on="veto_x")]
    assert effective(alone, person, heavy={"veto_x"})["veto_x"].outcome is Outcome.MISSING


def test_a_veto_is_put_before_a_reviewer_when_a_leaf_it_watches_was_lost():
    scheme = read_scheme(bundled()["county-2023"])
    stale = {"home_fresh": Finding(Outcome.MISSING, "两周无更新")}
    leak = {"foreign_links": Finding(Outcome.UNKNOWN, "疑似", Cause.SUSPECTED)}
    unread = {"home_fresh": Finding(Outcome.UNKNOWN, "没有读到", Cause.NOT_READ)}
    assert [v.id for v in suspicions(scheme, stale | leak)] == [
        "veto_harmful_content",
        "veto_home_stale",
    ]
    assert suspicions(scheme, unread) == ()
    decided = {"veto_home_stale": Finding(Outcome.MET, "情况特殊")}
    assert suspicions(scheme, stale | decided) == ()


def marked(outcome, mark, hours=0, **more):
    return judged(outcome, hours, mark=mark, **more)


def test_arbitration_goes_before_the_second_mark_and_that_before_the_first():
    first = marked(Outcome.MET, Mark.FIRST, hours=9)
    second = marked(Outcome.PARTIAL, Mark.SECOND, hours=2)
    last = marked(Outcome.MISSING, Mark.ARBITRATION, hours=1)
    assert in_force([first, second])["guide"] == second
    assert in_force([first, second, last])["guide"] == last
    assert effective({"guide": SEEN}, [first, second])["guide"].outcome is Outcome.PARTIAL


def test_a_blind_mark_never_counts_by_itself():
    blind = marked(Outcome.MISSING, Mark.BLIND)
    assert in_force([blind]) == {}
    assert effective({"guide": SEEN}, [blind]) == {"guide": SEEN}


def test_what_was_withdrawn_gives_way_to_the_next_mark_and_at_last_to_the_check():
    first = marked(Outcome.MET, Mark.FIRST)
    second = marked(Outcome.MISSING, Mark.SECOND, hours=1)
    back = marked(Outcome.UNKNOWN, Mark.SECOND, hours=2, withdrawn=True)
    assert in_force([first, second, back])["guide"] == first
    gone = marked(Outcome.UNKNOWN, Mark.FIRST, hours=3, withdrawn=True)
    assert effective({"guide": SEEN}, [first, second, back, gone]) == {"guide": SEEN}
