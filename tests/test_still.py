"""What was asked before a write is asked again inside it: nobody slips in between."""

from dataclasses import replace
from threading import Event as Signal
from threading import Thread

import pytest

from dashboard.casework import excusing
from dashboard.casework.appealing import Plea, raise_appeal
from dashboard.casework.excusing import ask_excuse
from dashboard.review import desk as desks
from dashboard.review.desk import ReviewDesk
from dashboard.rounds import steps
from dashboard.rounds.permitted import during
from dashboard.rounds.steps import score_round
from dashboard.stages import course
from dashboard.stages.course import move_round
from data.accounts import Account
from data.cases import Subject
from data.people import NotAllowed, Role
from data.reviews import Upload
from data.storage.stages import lock_round
from data.store import Store
from data.types import Judgement, Mark, Outcome
from data.workflow import Stage, StageMove, WorkflowError
from scoring.appeals import Ground
from scoring.excuses import Sort
from scoring.stages import Act
from tests.people import EVALUATOR, OF_POOR, OFFICE
from tests.rounds import AT, LATE, create, poor_findings

CELL = ("poor", "quality")
SAID = Judgement(*CELL, Outcome.MET, "好", EVALUATOR.id, AT)


@pytest.fixture
def round_(store):
    """The round with findings, in the first review."""
    create(store)
    store.put_findings("r1", "poor", poor_findings(LATE))
    store.move_stage("r1", StageMove(Stage.DRAFT, Stage.FIRST_REVIEW, "office", AT))
    return store


def moved_meanwhile(monkeypatch, module, name, store, was, to):
    """Somebody moves the round when the function is called, which is after the question."""
    asked = getattr(module, name)

    def then(*args, **more):
        store.move_stage("r1", StageMove(was, to, "office", AT))
        monkeypatch.setattr(module, name, asked)
        return asked(*args, **more)

    monkeypatch.setattr(module, name, then)


def test_a_judgement_that_a_move_of_the_stage_overtakes_is_refused(round_, monkeypatch):
    moved_meanwhile(monkeypatch, desks, "demand_founded", round_, Stage.FIRST_REVIEW, Stage.FINAL)
    with pytest.raises(WorkflowError, match="现处“终评”阶段，不能评审"):
        ReviewDesk(round_, EVALUATOR).judge("r1", [(SAID, 0)])
    assert round_.judgements("r1") == []
    assert round_.trail()[-1].action == "move_stage"


def test_so_is_taking_one_back(round_, monkeypatch):
    ReviewDesk(round_, EVALUATOR).judge("r1", [(SAID, 0)])
    moved_meanwhile(monkeypatch, desks, "last_number", round_, Stage.FIRST_REVIEW, Stage.FINAL)
    with pytest.raises(WorkflowError, match="不能评审"):
        ReviewDesk(round_, EVALUATOR).undo("r1", CELL, Mark.FIRST, AT)
    assert len(round_.judgements("r1")) == 1


def test_so_is_an_excuse(round_, monkeypatch):
    moved_meanwhile(monkeypatch, excusing, "unit_of", round_, Stage.FIRST_REVIEW, Stage.FINAL)
    leaf = steps.round_scheme(round_, round_.round("r1")).leaves()[0]
    with pytest.raises(WorkflowError, match="不能申报"):
        ask_excuse(round_, OF_POOR, "r1", leaf, Sort.EXPLAINED, "机构调整", AT.date(), at=AT)
    assert round_.events(Subject.EXCUSE, "r1") == []


def test_so_are_points(round_, monkeypatch):
    moved_meanwhile(monkeypatch, steps, "score_lines", round_, Stage.FIRST_REVIEW, Stage.PUBLISHED)
    with pytest.raises(WorkflowError, match="现处“通报”阶段，不能计分"):
        score_round(round_, "r1")
    assert (round_.scores("r1"), round_.digest("r1")) == ({}, None)


@pytest.mark.parametrize(
    "write",
    [
        lambda s: s.record("r1", [(SAID, 0)], EVALUATOR, during(Act.JUDGE)),
        lambda s: s.add_upload(
            "r1", CELL, Upload("ab" * 32, "a.png", "png", 9), EVALUATOR, AT, during(Act.JUDGE)
        ),
        lambda s: s.assign("r1", [], AT, "office", during(Act.JUDGE)),
        lambda s: s.tell("r1", [], during(Act.TELL)),
        lambda s: s.put_findings("r1", "poor", {}, None, during(Act.CHECK)),
        lambda s: s.record_rows("r1", [("", SAID)], by="o", at=AT, refuse=during(Act.JUDGE)),
    ],
    ids=["record", "upload", "assign", "tell", "findings", "rows"],
)
def test_a_write_that_waits_for_a_move_sees_where_it_led(round_, write):
    """The move holds the round and has not ended when the other begins to write."""
    held, wrong = Signal(), []

    def later():
        held.wait(30)
        with Store(round_.url) as other:
            try:
                write(other)
            except WorkflowError as error:
                wrong.append(str(error))

    thread = Thread(target=later)
    thread.start()
    with round_._database.write() as session:
        lock_round(session, "r1")
        held.set()
        thread.join(0.3)  # it waits; were it not to, the assertion below would tell
        session.connection().exec_driver_sql(
            "INSERT INTO stage_move (round_id, number, was, stage, moved_by, moved_at, reason)"
            " VALUES ('r1', 2, 'first_review', 'final', 'office', '2023-12-15 08:30:00', '')"
        )
    thread.join(30)
    assert not thread.is_alive()
    assert ["现处“终评”阶段" in said for said in wrong] == [True]
    assert round_.judgements("r1") == []


def test_a_step_counts_anew_when_somebody_judged_while_it_was_counted(round_, monkeypatch):
    round_.move_stage("r1", StageMove(Stage.FIRST_REVIEW, Stage.FINAL, "office", AT))
    for unit in ("good", "down"):
        round_.put_findings("r1", unit, {})
    score_round(round_, "r1")
    counted = course.work_left

    def then(store, round_id, *, today):
        found = counted(store, round_id, today=today)
        late = replace(SAID, at=AT.replace(year=2999))
        if not store.judgements("r1"):
            store.add_judgements("r1", [late])
        return found

    monkeypatch.setattr(course, "work_left", then)
    with pytest.raises(WorkflowError, match="还有 1 个单位的得分没有计入"):
        move_round(round_, OFFICE, "r1", Stage.PUBLISHED, at=AT)
    assert round_.stage("r1") is Stage.FINAL


def test_a_step_that_never_finds_a_quiet_moment_says_so(round_, monkeypatch):
    counted = course.work_left

    def then(store, round_id, *, today):
        found = counted(store, round_id, today=today)
        store.add_judgements("r1", [SAID])
        return found

    monkeypatch.setattr(course, "work_left", then)
    monkeypatch.setattr(course, "faults_of_move", lambda *args: ())
    with pytest.raises(WorkflowError, match="正有人在写入"):
        move_round(round_, OFFICE, "r1", Stage.SECOND_REVIEW, at=AT)
    assert round_.stage("r1") is Stage.FIRST_REVIEW


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.lock("eva", at=AT, by="admin"),
        lambda s: s.tie("eva", ["poor"], at=AT, by="admin"),
        lambda s: s.change_account(Account("eva", "评估员甲", Role.LEADER), at=AT, by="admin"),
    ],
    ids=["locked", "tied", "another role"],
)
def test_an_account_that_was_changed_meanwhile_judges_nothing(round_, monkeypatch, change):
    round_.add_account(Account("admin", "管理员", Role.ADMINISTRATOR), "", at=AT, by="t")
    round_.add_account(Account("eva", "评估员甲", Role.EVALUATOR), "", at=AT, by="t")
    desk = ReviewDesk(round_, EVALUATOR)
    [number] = desk.judge("r1", [(SAID, 0)])  # as it is, it may
    asked = desks.demand_founded

    def then(*args, **more):
        change(round_)
        return asked(*args, **more)

    monkeypatch.setattr(desks, "demand_founded", then)
    with pytest.raises(NotAllowed, match="账号刚有变动"):
        desk.judge("r1", [(replace(SAID, reason="再看"), number)])
    with pytest.raises(NotAllowed, match="账号刚有变动"):
        desk.add_note("r1", CELL, "备注", AT)
    assert len(round_.judgements("r1")) == 1


def test_a_unit_whose_account_was_locked_meanwhile_appeals_nothing(round_, tmp_path, monkeypatch):
    round_.move_stage("r1", StageMove(Stage.FIRST_REVIEW, Stage.APPEALS, "office", AT))
    round_.add_account(Account("poor-1", "专干", Role.UNIT, "poor"), "", at=AT, by="t")
    round_.lock("poor-1", at=AT, by="t")
    leaf = next(
        leaf
        for leaf in steps.round_scheme(round_, round_.round("r1")).leaves()
        if leaf.id == "budget"
    )
    plea = Plea(Ground.NOT_OUR_DUTY, "归他局", file=("三定.pdf", b"%PDF-1.4 x"))
    with pytest.raises(NotAllowed, match="账号刚有变动"):
        raise_appeal(round_, OF_POOR, "r1", leaf, plea, var=tmp_path, settings=None)
    assert round_.events(Subject.APPEAL, "r1") == []
