"""The stages of a round: what a step needs, what is frozen, who may move it."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from dashboard.rounds.permitted import demand_stage
from dashboard.rounds.steps import round_scheme, score_round
from dashboard.stages.course import move_round, set_terms, waiting, waiting_in, work_left
from data.people import NotAllowed, Person, Role
from data.store import Store
from data.types import Judgement, Outcome
from data.workflow import Stage, StageMove, Terms, WorkflowError
from scoring.stages import ORDER, Act, Work, allowed, faults_of_move, following, lacking, refusal
from tests.rounds import AT, GOOD, GOOD_FINDINGS, ROUND, SCHEME, create, fill, fill_heavy

OFFICE = Person("office", "办公室", Role.ORGANISER)
EVALUATOR = Person("eva", "评估员", Role.EVALUATOR)
DONE = Work()


@pytest.mark.parametrize("stage", [s for s in ORDER if s is not Stage.ARCHIVED])
def test_with_all_done_a_round_goes_on_one_step_at_a_time(stage):
    for to in ORDER:
        ok = not faults_of_move(stage, to, DONE, "有误")
        assert ok is (abs(ORDER.index(to) - ORDER.index(stage)) == 1)


def test_an_archived_round_never_moves():
    assert all(faults_of_move(Stage.ARCHIVED, to, DONE, "理由") for to in ORDER)


@pytest.mark.parametrize("stage", ORDER[1:-1])
def test_going_back_needs_a_reason(stage):
    back = ORDER[ORDER.index(stage) - 1]
    assert faults_of_move(stage, back, DONE) == ("退回上一阶段须写明理由",)
    assert faults_of_move(stage, back, DONE, "补采") == ()


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("no_units", Stage.DRAFT),
        ("unfinished_sites", Stage.COLLECTING),
        ("unchecked", Stage.COLLECTING),
        ("unjudged", Stage.FIRST_REVIEW),
        ("suspected", Stage.FIRST_REVIEW),
        ("second_reviews", Stage.SECOND_REVIEW),
        ("unscored", Stage.SECOND_REVIEW),
        ("untold", Stage.FEEDBACK),
        ("days_to_appeal", Stage.APPEALS),
        ("open_appeals", Stage.APPEALS),
        ("open_excuses", Stage.APPEALS),
        ("unchecked_fixes", Stage.RECHECK),
        ("open_appeals", Stage.RECHECK),
        ("unscored", Stage.FINAL),
    ],
)
def test_what_is_not_done_keeps_a_round_where_it_is(name, stage):
    (said,) = lacking(stage, following(stage), Work(**{name: 3}))
    assert "3" in said or name == "no_units"
    assert faults_of_move(stage, following(stage), Work(**{name: 3})) == (said,)


def test_what_a_skipped_stage_is_about_is_not_asked_and_all_else_is():
    skips = {Stage.SECOND_REVIEW}
    work = Work(unjudged=2, second_reviews=5, unscored=1)
    assert following(Stage.FIRST_REVIEW, skips) is Stage.FEEDBACK
    assert lacking(Stage.FIRST_REVIEW, Stage.FEEDBACK, work, skips) == (
        "还有 2 项人工指标没有评审意见",
        "还有 1 个单位的得分没有计入最近的核查或评审结果",
    )
    assert faults_of_move(Stage.FIRST_REVIEW, Stage.SECOND_REVIEW, DONE, "", skips) == (
        "本轮约定不设“复核”阶段",
    )


def test_every_kind_of_work_is_asked_for_somewhere():
    work = Work(**{field.name: 1 for field in fields(Work)})
    assert len(lacking(Stage.DRAFT, Stage.ARCHIVED, work)) == len(fields(Work))


@pytest.mark.parametrize(
    ("act", "first", "last"),
    [
        (Act.COLLECT, "collecting", "second_review"),
        (Act.CHECK, "collecting", "second_review"),
        (Act.JUDGE, "collecting", "recheck"),
        (Act.SCORE, "collecting", "final"),
        (Act.TELL, "feedback", "feedback"),
        (Act.APPEAL, "feedback", "appeals"),
        (Act.ASK_EXCUSE, "self_check", "appeals"),
        (Act.DECIDE, "collecting", "recheck"),
        (Act.RECTIFY, "feedback", "published"),
        (Act.NOTIFY, "feedback", "archived"),
        (Act.ANNOUNCE, "final", "archived"),
    ],
)
def test_what_may_be_done_when(act, first, last):
    may = ORDER[ORDER.index(Stage(first)) : ORDER.index(Stage(last)) + 1]
    assert [stage for stage in ORDER if allowed(act, stage)] == list(may)
    assert allowed(act, None)


def test_a_refusal_names_the_stage_and_when_it_is_time():
    assert refusal(Act.JUDGE, Stage.FINAL) == (
        "本轮现处“终评”阶段，不能评审；“采集与机评”到“复查”阶段才可以"
    )
    assert refusal(Act.TELL, Stage.DRAFT).endswith("“反馈”阶段才可以")
    assert refusal(Act.SCORE, Stage.FINAL) == ""


def test_moves_are_kept_in_order_and_a_stale_one_is_refused(store):
    create(store)
    assert store.stage("r1") is None
    first = StageMove(Stage.DRAFT, Stage.COLLECTING, "office", AT)
    back = StageMove(Stage.COLLECTING, Stage.DRAFT, "office", AT, "方案有误")
    store.move_stage("r1", first)
    store.move_stage("r1", back)
    assert store.stage_moves("r1") == [first, back]
    with pytest.raises(WorkflowError, match="刚由别人转到“方案”"):
        store.move_stage("r1", back)
    assert store.stage("r1") is Stage.DRAFT


def test_terms_are_those_set_last(store):
    create(store)
    assert store.terms("r1") == Terms()
    store.set_terms("r1", Terms(appeal_days=3), at=AT, by="office")
    terms = Terms(frozenset({Stage.SELF_CHECK}), True, 2, 4)
    store.set_terms("r1", terms, at=AT, by="office")
    assert store.terms("r1") == terms


def test_only_the_office_moves_a_round_and_only_when_all_is_done(store):
    create(store, (GOOD,), _only_good())
    set_terms(store, OFFICE, "r1", Terms(frozenset({Stage.SELF_CHECK})), at=AT)
    with pytest.raises(NotAllowed, match="推进评估阶段"):
        move_round(store, EVALUATOR, "r1", Stage.COLLECTING, at=AT)
    move_round(store, OFFICE, "r1", Stage.COLLECTING, at=AT)
    with pytest.raises(WorkflowError, match="还有 1 个网站没有采集完；还有 1 个单位没有核查"):
        move_round(store, OFFICE, "r1", Stage.FIRST_REVIEW, at=AT)
    store.start_site("r1", "good", AT)
    store.finish_site("r1", "good", AT, exhausted=True)
    store.put_reading("r1", "good", [], [], GOOD_FINDINGS)
    move_round(store, OFFICE, "r1", Stage.FIRST_REVIEW, at=AT)
    assert work_left(store, "r1", today=ROUND.as_of).unjudged == 1
    store.add_judgements("r1", [Judgement("good", "quality", Outcome.MET, "好", "eva", AT)])
    move_round(store, OFFICE, "r1", Stage.SECOND_REVIEW, at=AT)
    with pytest.raises(WorkflowError, match="还有 1 个单位的得分没有计入"):
        move_round(store, OFFICE, "r1", Stage.FEEDBACK, at=AT)
    score_round(store, "r1")
    move_round(store, OFFICE, "r1", Stage.FEEDBACK, at=AT)
    with pytest.raises(WorkflowError, match="不能核查"):
        demand_stage(store, "r1", Act.CHECK)
    with pytest.raises(WorkflowError, match="约定不能再改"):
        set_terms(store, OFFICE, "r1", Terms(appeal_days=30), at=AT)


def test_a_round_that_only_people_judge_waits_for_no_site(store):
    store.put_units((GOOD,))
    text = SCHEME.replace("method: auto", "method: manual").replace(
        "method: semi", "method: manual"
    )
    store.put_scheme("small-1", re.sub(r" check: \w+,", "", text))
    store.create_round(replace(ROUND, unit_ids=("good",)))
    store.put_findings("r1", "good", GOOD_FINDINGS)
    left = work_left(store, "r1", today=ROUND.as_of)
    assert (left.unfinished_sites, left.unchecked) == (0, 0)


def test_a_judgement_after_the_scoring_must_be_scored(tmp_path):
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    fill(url)
    with Store(url) as store:
        assert work_left(store, "r1", today=ROUND.as_of).unscored == 0
        late = datetime(2999, 1, 1, tzinfo=UTC)
        store.add_judgements("r1", [Judgement("poor", "quality", Outcome.MET, "好", "eva", late)])
        assert work_left(store, "r1", today=ROUND.as_of).unscored == 1
        # quality of three units, one judged by now; privacy of the poor one is suspected
        assert (
            work_left(store, "r1", today=ROUND.as_of).unjudged,
            work_left(store, "r1", today=ROUND.as_of).suspected,
        ) == (2, 1)


def test_what_is_read_for_counting_is_all_that_counts(tmp_path):
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    fill_heavy(url)
    with Store(url) as store:
        scheme, found = round_scheme(store, store.round("r1")), store.findings("r1")
        assert waiting_in(store, "r1") == waiting(scheme, found, []) == (3, 2)
        store.add_judgements("r1", [Judgement("poor", "privacy", Outcome.MET, "无", "eva", AT)])
        assert waiting_in(store, "r1") == waiting(scheme, found, store.judgements("r1")) == (3, 1)


def test_needless_stages_alone_can_be_left_out(store):
    create(store)
    with pytest.raises(WorkflowError, match="阶段 final 不能省去"):
        set_terms(store, OFFICE, "r1", Terms(frozenset({Stage.FINAL})), at=AT)


def _only_good():
    return replace(ROUND, unit_ids=("good",))
