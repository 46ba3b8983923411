"""The queue of the review desk: what waits, in which turn, and what comes next."""

from dataclasses import replace
from fractions import Fraction

import pytest

from dashboard.review.answer import begun, confirmed, judgement, preview, worth_beside
from dashboard.review.outside import outside
from dashboard.review.queue import Queue, State, beside, bulk, chosen, lines
from dashboard.stages.course import waiting
from data.card import Card, Kind, Source, Subject, Tally, TiedCard
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
        ("budget", Outcome.MET, Tally(right=9, wrong=1), True),
        ("budget", Outcome.UNKNOWN, Tally(right=9), False),
        ("privacy", Outcome.MISSING, Tally(right=9), False),  # a person confirms each
        ("quality", Outcome.MISSING, Tally(right=9), False),
    ],
)
def test_many_are_confirmed_at_once_only_where_the_card_vouches_for_the_check(
    monkeypatch, leaf, outcome, tally, allowed
):
    subject = Subject(Kind.CHECK, LEAVES[leaf].check or "", outcome.value, Source.SITES)
    card = Card({subject: tally})
    monkeypatch.setattr("dashboard.review.queue.bundled_card", lambda: card)
    tied = TiedCard(card.version, card.decides)
    assert bulk(tied, LEAVES[leaf], outcome) is allowed
    assert bulk(None, LEAVES[leaf], outcome) is False  # never checked


def test_in_bulk_the_rounds_card_speaks_not_the_one_that_came_later():
    old = TiedCard("0" * 12, frozenset({"department_budget"}))
    assert bulk(old, LEAVES["budget"], Outcome.MISSING)
    assert not bulk(old, LEAVES["budget"], Outcome.MET)  # not kept by the round
    assert not bulk(TiedCard("0" * 12, frozenset()), LEAVES["budget"], Outcome.MISSING)


HEAVY = parse_scheme(rounds.HEAVY_SCHEME, "heavy-1")


def heavy(judgements=(), stands=STANDS):
    return lines(HEAVY, ["poor"], stands, judgements, [], Role.EVALUATOR, "anna")


def test_a_veto_waits_while_what_it_watches_gives_reason_and_nobody_said_anything():
    assert [(line.indicator_id, line.state) for line in heavy() if "i_" in line.indicator_id] == [
        ("veto_i_forged", State.OPEN),  # the annual report came late
        ("veto_i_secret", State.QUIET),
        ("bonus_i_pilot", State.QUIET),
        ("penalty_i_false", State.QUIET),
    ]
    assert of(heavy([said("anna", Outcome.MET, leaf="report")]), "veto_i_forged").state is (
        State.QUIET
    )
    ruled_out = of(heavy([said("anna", Outcome.MET, leaf="veto_i_forged")]), "veto_i_forged")
    assert (ruled_out.state, ruled_out.outcome) == (State.DONE, Outcome.MET)


def test_what_a_check_says_of_a_veto_itself_waits_for_a_person():
    accused = [*STANDS, Stand("poor", "veto_i_secret", Outcome.MISSING, None)]
    assert of(heavy(stands=accused), "veto_i_secret").state is State.OPEN


def test_the_same_doubts_keep_a_round_from_going_on():
    found = {"poor": FINDINGS}
    assert waiting(HEAVY, found, []) == (1, 2)  # quality; the privacy leak, the veto
    ruled_out = said("anna", Outcome.MET, leaf="veto_i_forged")
    assert waiting(HEAVY, found, [ruled_out]) == (1, 1)
    assert waiting(HEAVY, found, [ruled_out, replace(ruled_out, withdrawn=True)]) == (1, 2)


def test_what_confirming_would_do_is_told_in_points():
    kinds = outside(HEAVY)

    def told(id_, outcome):
        sort, leaf = kinds[id_]
        return worth_beside(HEAVY, sort, leaf, said("anna", outcome, leaf=id_))

    assert told("veto_i_forged", Outcome.MISSING) == "总分最高 59.00 分"
    assert told("veto_i_secret", Outcome.MISSING) == "等级最高“合格”"
    assert told("veto_i_secret", Outcome.MET) == "不影响得分"
    assert told("bonus_i_pilot", Outcome.PARTIAL) == "加 1.00 分（总分达到 80.00 分的才加）"
    assert told("penalty_i_false", Outcome.MISSING) == "倒扣 3.00 分"


def test_a_queue_that_is_kept_is_the_queue_made_anew():
    kept = Queue(HEAVY, ["poor", "good"], STANDS, [], Role.REVIEWER, "rita")
    every = []
    for n, (leaf, outcome, mark) in enumerate(
        [
            ("budget", Outcome.MET, Mark.FIRST),
            ("budget", Outcome.MISSING, Mark.BLIND),
            ("veto_i_forged", Outcome.MET, Mark.FIRST),
            ("budget", Outcome.MISSING, Mark.ARBITRATION),
        ],
        1,
    ):
        every.append(replace(said(f"p{n}", outcome, mark, leaf), number=n))
        kept.take(every[-1:])
        kept.take(every[:1])  # known already
        assert kept.lines() == lines(
            HEAVY, ["poor", "good"], STANDS, every, [], Role.REVIEWER, "rita"
        )


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


@pytest.mark.parametrize("mark", [mark for mark in Mark if mark is not Mark.DECISION])
@pytest.mark.parametrize("seen", [FINDINGS["budget"], None])
def test_the_preview_is_of_the_word_in_whichever_turn_it_is_given(mark, seen):
    would = said("anna", Outcome.MET, mark=mark, leaf="budget")
    assert preview(LEAVES["budget"], seen, would).got == Fraction(20)


def test_an_outcome_that_says_it_all_carries_no_details():
    answer = begun(LEAVES["report"], FINDINGS["report"])
    gone = type(answer)(Outcome.NOT_APPLICABLE, answer.items, answer.counts)
    made = judgement(("poor", "report"), gone, " 没有这项职责。 ", "anna", rounds.AT, Mark.FIRST)
    assert (made.items, made.counts, made.reason) == ({}, {}, "没有这项职责。")


def test_the_steps_of_confirmation_stand_in_the_reason():
    assert confirmed("未见公开。", ["换时间重访", "换浏览器"]) == (
        "未见公开。（已换时间重访、换浏览器核实）"
    )
