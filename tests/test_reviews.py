"""Judgements of several people: nobody overwrites anybody, and each turn is another person's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from data.people import Person, Role
from data.reviews import Assignment, Upload
from data.storage.database import StoreError
from data.storage.judging import Overtaken, last_number
from data.types import Judgement, Mark, Outcome
from scoring.rounds import in_force
from tests import rounds

CELL = ("poor", "budget")
ANNA = Person("anna", "安", Role.EVALUATOR)
BO = Person("bo", "柏", Role.EVALUATOR)
RITA = Person("rita", "芮", Role.REVIEWER)


@pytest.fixture
def begun(store):
    rounds.create(store)
    store.put_findings("r1", "poor", rounds.poor_findings(rounds.LATE))
    return store


def said(person, outcome=Outcome.MET, minutes=0, mark=Mark.FIRST, reason="已核对", **more):
    at = rounds.AT + timedelta(minutes=minutes)
    return Judgement(*CELL, outcome, reason, person.id, at, mark=mark, **more)


def standing(store):
    return in_force(store.on_cell("r1", CELL)).get("budget")


def test_a_judgement_is_saved_with_the_last_number_its_author_saw(begun):
    [first] = begun.record("r1", [(said(ANNA), 0)], ANNA)
    [second] = begun.record("r1", [(said(ANNA, Outcome.MISSING, 1), first)], ANNA)
    assert second > first
    assert [j.number for j in begun.on_cell("r1", CELL)] == [first, second]
    assert standing(begun).outcome is Outcome.MISSING
    assert [(e.by, e.action, e.round_id, e.unit_id) for e in begun.trail()] == [
        ("anna", "judge", "r1", "poor")
    ] * 2


def test_a_newer_judgement_refuses_an_older_view_and_says_who_and_when(begun):
    [number] = begun.record("r1", [(said(ANNA), 0)], ANNA)
    with pytest.raises(Overtaken, match=r"anna 已于 2023-12-15 16:30:00（北京时间）") as refused:
        begun.record("r1", [(said(BO, Outcome.MISSING, 1), 0)], BO)
    assert refused.value.newer.number == number
    assert [j.by for j in begun.on_cell("r1", CELL)] == ["anna"]
    assert len(begun.trail()) == 1


def test_in_bulk_all_are_saved_or_none(begun):
    begun.record("r1", [(said(ANNA), 0)], ANNA)
    other = Judgement("good", "budget", Outcome.MET, "已核对", "bo", rounds.AT)
    with pytest.raises(Overtaken):
        begun.record("r1", [(other, 0), (said(BO), 0)], BO)
    assert begun.on_cell("r1", ("good", "budget")) == []


def test_of_many_who_save_at_once_exactly_one_is_not_refused(begun):
    people = [Person(f"p{n}", f"人{n}", Role.EVALUATOR) for n in range(8)]

    def save(person):
        try:
            return begun.record("r1", [(said(person), 0)], person)
        except Overtaken:
            return None

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(save, people))
    assert sum(each is not None for each in ended) == 1
    assert len(begun.on_cell("r1", CELL)) == 1


def test_undo_restores_what_stood_before_and_keeps_every_row(begun):
    [one] = begun.record("r1", [(said(ANNA, reason="甲"), 0)], ANNA)
    [two] = begun.record("r1", [(said(ANNA, Outcome.MISSING, 1), one)], ANNA)
    at = rounds.AT + timedelta(minutes=2)
    three = begun.undo("r1", CELL, Mark.FIRST, ANNA, at, seen=two)
    assert (standing(begun).outcome, standing(begun).reason) == (Outcome.MET, "甲")
    begun.undo("r1", CELL, Mark.FIRST, ANNA, at, seen=three)
    assert standing(begun).outcome is Outcome.MISSING
    assert len(begun.on_cell("r1", CELL)) == 4


def test_undoing_the_only_judgement_lets_the_check_speak_again(begun):
    [one] = begun.record("r1", [(said(ANNA), 0)], ANNA)
    begun.undo("r1", CELL, Mark.FIRST, ANNA, rounds.AT, seen=one)
    assert standing(begun) is None


def test_nobody_undoes_what_another_said(begun):
    [one] = begun.record("r1", [(said(ANNA), 0)], ANNA)
    with pytest.raises(StoreError, match="没有你可以撤销"):
        begun.undo("r1", CELL, Mark.FIRST, BO, rounds.AT, seen=one)


def test_the_second_mark_is_another_persons_and_closes_the_first(begun):
    [one] = begun.record("r1", [(said(RITA), 0)], RITA)
    again = said(RITA, Outcome.MISSING, 1, Mark.SECOND)
    with pytest.raises(StoreError, match="须由另一人"):
        begun.record("r1", [(again, one)], RITA)
    other = Person("rob", "罗", Role.REVIEWER)
    [two] = begun.record("r1", [(said(other, Outcome.MISSING, 1, Mark.SECOND), one)], other)
    with pytest.raises(StoreError, match="初评不能再改"):
        begun.record("r1", [(said(RITA, minutes=2), two)], RITA)
    assert standing(begun).mark is Mark.SECOND


def test_a_blind_mark_neither_sees_nor_stops_the_first(begun):
    begun.record("r1", [(said(ANNA), 0)], ANNA)
    begun.record("r1", [(said(BO, Outcome.MISSING, 1, Mark.BLIND), 0)], BO)
    known = begun.on_cell("r1", CELL)
    assert last_number(known, Mark.FIRST) == known[0].number
    assert last_number(known, Mark.BLIND) == known[1].number
    assert standing(begun).by == "anna"


def test_a_judgement_is_the_persons_own_and_has_a_reason(begun):
    for wrong, why in [
        (said(BO), "只能由本人"),
        (said(ANNA, reason=" "), "请填写理由"),
        (said(ANNA, reason="长" * 2001), "最多 2000 字"),
    ]:
        with pytest.raises(StoreError, match=why):
            begun.record("r1", [(wrong, 0)], ANNA)
    outside = Judgement("nobody", "budget", Outcome.MET, "已核对", "anna", rounds.AT)
    with pytest.raises(StoreError, match="没有单位"):
        begun.record("r1", [(outside, 0)], ANNA)


def test_assigning_anew_takes_the_place_of_the_old(begun):
    begun.assign("r1", [Assignment(*CELL, "anna")], rounds.AT, "office")
    later = rounds.AT + timedelta(minutes=1)
    blind = Assignment(*CELL, "rita", Mark.BLIND, "s1")
    stamp = begun.review_stamp("r1")
    begun.assign("r1", [Assignment(*CELL, "bo"), blind], later, "office")
    assert begun.review_stamp("r1") != stamp
    assert begun.assignments("r1") == [blind, Assignment(*CELL, "bo")]
    assert begun.assignments("r1", "bo") == [Assignment(*CELL, "bo")]
    assert begun.trail()[-1].what == "分派 初评 1 项，背靠背复评 1 项；抽签种子 s1"


def test_notes_and_files_of_a_point(begun):
    begun.add_note("r1", CELL, " 再看一眼 ", ANNA, rounds.AT)
    assert [(n.text, n.by) for n in begun.notes("r1", CELL)] == [("再看一眼", "anna")]
    assert begun.notes("r1", ("good", "budget")) == []
    file = Upload("ab" * 32, "会议纪要.pdf", "pdf", 9)
    begun.add_upload("r1", CELL, file, ANNA, rounds.AT)
    [kept] = begun.uploads("r1", CELL)
    assert (kept.sha256, kept.by, kept.at) == (file.sha256, "anna", rounds.AT)
    assert "再看一眼" not in str(begun.trail())


def test_findings_in_short_are_those_in_full(begun):
    short = {s.indicator_id: (s.outcome, s.cause) for s in begun.stands("r1")}
    full = {id_: (f.outcome, f.cause) for id_, f in begun.findings("r1")["poor"].items()}
    assert short == full
    assert begun.found("r1", CELL).outcome is Outcome.MISSING
    assert begun.found("r1", ("good", "budget")) is None
    assert set(begun.found_of("r1", "budget")) == {"poor"}
