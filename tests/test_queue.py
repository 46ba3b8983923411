"""The queue of the review desk: what waits, in which turn, and what comes next."""

from fractions import Fraction

import pytest

from dashboard.review.answer import begun, confirmed, judgement, preview
from dashboard.review.queue import State, beside, bulk, chosen, lines
from data.card import Card, Kind, Source, Subject, Tally
from data.people import Role
from data.reviews import Assignment, Stand
from data.schemes import parse_scheme
from data.types import Cause, Finding, Judgement, Mark, Outcome
from tests import rounds

SCHEME = parse_scheme(rounds.SCHEME, "small-1")
LEAVES = {leaf.id: leaf for leaf in SCHEME.leaves()}
FINDINGS = rounds.poor_findings(rounds.LATE)
STANDS = [Stand("poor", id_, f.outcome, f.cause) for id_, f in FINDINGS.items()]


def said(by, outcome, mark=Mark.FIRST, leaf="budget"):
    return Judgement("poor", leaf, outcome, "理由", by, rounds.AT, mark=mark)


def queue(judgements=(), assignments=(), role=Role.EVALUATOR, person="anna", stands=STANDS):
    return lines(SCHEME, ["poor"], stands, judgements, assignments, role, person)


def of(found, leaf):
    return next(line for line in found if line.indicator_id == leaf)


def test_the_urgent_come_first_and_every_point_is_there_once():
    assert [(line.indicator_id, line.state) for line in queue()] == [
        ("privacy", State.OPEN),
        ("quality", State.OPEN),
        ("report", State.LOST),
        ("budget", State.LOST),
        ("fresh", State.LOST),
        ("answers", State.BLOCKED),
    ]


def test_a_site_that_was_not_seen_waits_for_the_site_not_for_a_person():
    down = [Stand("poor", "budget", Outcome.UNKNOWN, Cause.SITE_DOWN)]
    assert of(queue(stands=down), "budget").state is State.BLOCKED
    assert of(queue(stands=down), "quality").state is State.OPEN  # from material


def test_what_was_judged_is_done_and_whose_word_counts_is_shown():
    line = of(queue([said("anna", Outcome.MET)]), "budget")
    assert (line.state, line.outcome, line.judged_by) == (State.DONE, Outcome.MET, "anna")


def test_a_reviewer_gives_the_second_mark_of_what_another_judged():
    first = [said("anna", Outcome.MET)]
    assert of(queue(first, role=Role.REVIEWER, person="rita"), "budget").mark is Mark.SECOND
    assert of(queue(first, role=Role.REVIEWER, person="anna"), "budget").mark is Mark.FIRST
    assert of(queue(first, role=Role.EVALUATOR, person="bo"), "budget").mark is Mark.FIRST


def test_two_opinions_that_differ_wait_for_arbitration_until_it_is_given():
    two = [said("anna", Outcome.MET), said("bo", Outcome.MISSING, Mark.BLIND)]
    line = queue(two, role=Role.REVIEWER, person="rita")[0]
    assert (line.indicator_id, line.state, line.mark) == (
        "budget", State.DISPUTED, Mark.ARBITRATION,
    )  # fmt: skip
    last = said("rita", Outcome.PARTIAL, Mark.ARBITRATION)
    line = of(queue([*two, last], role=Role.REVIEWER, person="rita"), "budget")
    assert (line.state, line.outcome) == (State.DONE, Outcome.PARTIAL)


def test_who_judges_blind_has_it_waiting_until_the_own_word_is_there():
    task = [Assignment("poor", "budget", "bo", Mark.BLIND, "s")]
    assert of(queue([], task, person="bo"), "budget").state is State.LOST
    own = [said("bo", Outcome.MET, Mark.BLIND)]
    line = of(queue(own, task, person="bo"), "budget")
    assert (line.state, line.mark, line.mine) == (State.DONE, Mark.BLIND, True)


def test_a_second_look_that_was_asked_for_waits_although_a_first_is_there():
    task = [Assignment("poor", "budget", "rita", Mark.SECOND)]
    first = [said("anna", Outcome.MISSING)]
    assert of(queue(first, task, Role.REVIEWER, "rita"), "budget").state is State.OPEN
    done = [*first, said("rita", Outcome.MISSING, Mark.SECOND)]
    assert of(queue(done, task, Role.REVIEWER, "rita"), "budget").state is State.DONE


def test_the_next_one_goes_round_and_survives_that_the_present_one_left_the_queue():
    every = queue()
    some = chosen(every, states={State.LOST})
    assert [line.indicator_id for line in some] == ["report", "budget", "fresh"]
    assert beside(some, every, ("poor", "fresh"), 1) == ("poor", "report")
    assert beside(some, every, ("poor", "report"), -1) == ("poor", "fresh")
    assert beside(some, every, ("poor", "privacy"), 1) == ("poor", "report")
    assert beside(some, every, None, 1) == ("poor", "report")
    assert beside([], every, None, 1) is None


def test_the_queue_is_narrowed_by_unit_indicator_and_task():
    task = [Assignment("poor", "budget", "anna")]
    found = queue(assignments=task)
    assert [line.indicator_id for line in chosen(found, mine=True)] == ["budget"]
    assert chosen(found, unit_id="good") == []
    assert len(chosen(found, indicator_id="fresh")) == 1


@pytest.mark.parametrize(
    ("leaf", "outcome", "tally", "allowed"),
    [
        ("budget", Outcome.MISSING, Tally(right=9, wrong=1), True),
        ("budget", Outcome.MISSING, Tally(right=8, wrong=2), False),
        ("budget", Outcome.MISSING, Tally(), False),
        ("budget", Outcome.UNKNOWN, Tally(right=9), False),
        ("privacy", Outcome.MISSING, Tally(right=9), False),  # a person confirms each
        ("quality", Outcome.MISSING, Tally(right=9), False),
    ],
)
def test_many_are_confirmed_at_once_only_where_the_card_vouches_for_the_check(
    leaf, outcome, tally, allowed
):
    subject = Subject(Kind.CHECK, LEAVES[leaf].check or "", outcome.value, Source.DEMO)
    assert bulk(Card({subject: tally}), LEAVES[leaf], outcome) is allowed


def test_the_preview_is_the_schemes_own_arithmetic():
    leaf, finding = LEAVES["report"], FINDINGS["report"]
    answer = begun(leaf, finding)
    assert answer.items["on_time"] is Outcome.MISSING
    would = judgement(("poor", "report"), answer, "理由", "anna", rounds.AT, Mark.FIRST)
    assert preview(leaf, finding, would).got == Fraction(30)
    nothing = Finding(Outcome.UNKNOWN, "需要人工评审", Cause.NEEDS_PERSON)
    met = said("anna", Outcome.MET, leaf="quality")
    assert preview(LEAVES["quality"], nothing, met).got == Fraction(10)
    deducted = Judgement(
        "poor", "fresh", Outcome.PARTIAL, "理由", "anna", rounds.AT, counts={"stale_dynamic": 4}
    )
    assert preview(LEAVES["fresh"], FINDINGS["fresh"], deducted).got == Fraction(6)


def test_an_outcome_that_says_it_all_carries_no_details():
    answer = begun(LEAVES["report"], FINDINGS["report"])
    gone = type(answer)(Outcome.NOT_APPLICABLE, answer.items, answer.counts)
    made = judgement(("poor", "report"), gone, " 没有这项职责。 ", "anna", rounds.AT, Mark.FIRST)
    assert (made.items, made.counts, made.reason) == ({}, {}, "没有这项职责。")


def test_the_steps_of_confirmation_stand_in_the_reason():
    assert confirmed("未见公开。", ["换时间重访", "换浏览器"]) == (
        "未见公开。（已换时间重访、换浏览器核实）"
    )
