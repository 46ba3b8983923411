"""Who judges blind sees the other's word nowhere before the own one is given."""

import pytest

from dashboard.desk.desk import Desk, Sources
from dashboard.review.desk import ReviewDesk
from dashboard.rounds.places import read_places
from dashboard.rounds.progress import Standings
from dashboard.rounds.result import read_result
from dashboard.rounds.steps import score_round
from dashboard.stages.course import waiting_in
from data.people import Person, Role
from data.reviews import Assignment
from data.store import Store
from data.types import Judgement, Mark, Outcome, Points
from tests.people import EVALUATOR, OFFICE, REVIEWER
from tests.rounds import AT, fill

OTHER = Person("evan", "评估员乙", Role.EVALUATOR)
CELL = ("poor", "quality")


@pytest.fixture
def store(tmp_path):
    """One judged the point, another is to judge it blind; the round is scored."""
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    fill(url)
    with Store(url) as opened:
        opened.assign("r1", [Assignment(*CELL, OTHER.id, Mark.BLIND)], AT, OFFICE.id)
        said = Judgement(*CELL, Outcome.MET, "甲的理由", EVALUATOR.id, AT)
        ReviewDesk(opened, EVALUATOR).judge("r1", [(said, 0)])
        score_round(opened, "r1")
        yield opened


def desk(store, person):
    sources = Sources(
        result=lambda id_: read_result(store, id_, ""),
        places=lambda id_: read_places(store, id_, ""),
        waiting=lambda id_: waiting_in(store, id_),
        sites=lambda id_: {},
        standings=lambda: Standings([], []),
        not_opened=lambda units, most: [],
    )
    return Desk(store, person, sources)


def read(store, person):
    """What both ways to read results say of the point."""
    mine = desk(store, person)
    places = mine.own_standings("r1")
    for shown in (mine.result("r1"), mine.with_details(places, ["poor"])):
        yield shown.findings["poor"]["quality"], shown.scores["poor"].leaves["quality"]


def test_results_do_not_tell_who_judges_blind_what_the_other_said(store):
    for finding, points in read(store, OTHER):
        assert (finding.outcome, finding.reason) == (
            Outcome.UNKNOWN, "由你背靠背复评，作出意见之前不显示",
        )  # fmt: skip
        assert points == Points(points.full, 0, 0)


@pytest.mark.parametrize("person", [EVALUATOR, REVIEWER, OFFICE], ids=lambda p: p.id)
def test_everybody_else_reads_what_counts(store, person):
    for finding, points in read(store, person):
        assert (finding.outcome, finding.reason) == (Outcome.MET, "甲的理由")
        assert points.got == points.full


def test_with_the_own_word_given_it_is_shown_and_taken_back_it_is_not(store):
    own = Judgement(*CELL, Outcome.MISSING, "乙的理由", OTHER.id, AT, mark=Mark.BLIND)
    ReviewDesk(store, OTHER).judge("r1", [(own, 0)])
    assert [finding.reason for finding, _ in read(store, OTHER)] == ["甲的理由"] * 2
    ReviewDesk(store, OTHER).undo("r1", CELL, Mark.BLIND, AT)
    assert [finding.outcome for finding, _ in read(store, OTHER)] == [Outcome.UNKNOWN] * 2
