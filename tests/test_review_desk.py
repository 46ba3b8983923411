"""Every method of the review desk, every role; the own unit, another, one that he is tied to."""

import inspect
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from dashboard.review.allot import By
from dashboard.review.desk import ReviewDesk
from dashboard.review.founded import LadderOpen, Unfounded
from data.accounts import Account
from data.card import TiedCard
from data.cases import Subject
from data.people import NotAllowed, Person, Role
from data.reviews import Assignment
from data.storage.database import StoreError
from data.storage.judging import Overtaken, last_number
from data.storage.seals import Seal
from data.store import Store
from data.types import Cause, Finding, Judgement, Mark, Outcome
from data.uploads import UploadError
from data.workflow import Stage, StageMove, WorkflowError
from tests import rounds

AT = rounds.AT
UNITS = ("poor", "good", "down")
OWN, OTHER, TIED = UNITS  # a person of a unit is of "poor"; everybody else is tied to "down"
SECRET = "只给评审人员看的话"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)

READ = {"organiser", "evaluator", "reviewer", "expert"}
RESULTS = READ | {"leader"}
JUDGE = {"evaluator", "reviewer", "expert"}
AGAIN = {"reviewer"}
OFFICE = {"organiser"}
ALL = set(Role)
NOBODY = set()


def said(desk, unit, leaf="quality", outcome=Outcome.MET, mark=Mark.FIRST, **more):
    return Judgement(unit, leaf, outcome, "已核对", desk.person.id, AT, mark=mark, **more)


def judged(desk, unit, leaf, mark=Mark.FIRST):
    return desk.judge("r1", [(said(desk, unit, leaf, mark=mark), 0)])


def own_kept(desk, unit):
    [file] = desk.store.uploads("r1", (unit, "quality"))
    return file


def of(units, unit):
    """Fails as if there were none, where a list leaves the unit out."""
    return dict.fromkeys(units, True)[unit]


# Method -> how it is called of a unit, and who may: of the own unit, another, one he is tied to.
WALK = {
    "stands": (lambda d, u: of({s.unit_id for s in d.stands("r1")}, u), READ, READ, READ),
    "judgements": (lambda d, u: of({j.unit_id for j in d.judgements("r1")}, u), READ, READ, READ),
    "news": (lambda d, u: of({j.unit_id for j in d.news("r1", 0)[0]}, u), READ, READ, READ),
    "on_cell": (lambda d, u: d.on_cell("r1", (u, "budget")), READ, READ, READ),
    "found": (lambda d, u: d.found("r1", (u, "report")), READ, READ, READ),
    "found_of": (lambda d, u: d.found_of("r1", "report")[u], READ, READ, READ),
    "watched": (lambda d, u: d.watched("r1", (u, "veto_i_forged")), READ, READ, READ),
    "archived": (
        lambda d, u: d.archived("r1", (u, "report"), d.page, d.var), READ, READ, READ,
    ),
    "assignments": (lambda d, u: d.assignments("r1"), ALL, ALL, ALL),  # the own ones
    "notes": (lambda d, u: d.notes("r1", (u, "quality")), READ, READ, READ),
    "uploads": (lambda d, u: d.uploads("r1", (u, "quality")), RESULTS | {"unit"}, RESULTS, RESULTS),
    "file": (
        lambda d, u: d.file("r1", (u, "quality"), own_kept(d, u), d.var),
        RESULTS | {"unit"}, RESULTS, RESULTS,
    ),
    "card": (lambda d, u: d.card("r1"), READ, READ, READ),
    "reads": (lambda d, u: of([u] if d.reads(u) else [], u), READ, READ, READ),
    "judges": (lambda d, u: of([u] if d.judges(u, Mark.FIRST) else [], u), JUDGE, JUDGE, NOBODY),
    "judge": (lambda d, u: judged(d, u, "fresh"), JUDGE, JUDGE, NOBODY),
    "judge again": (
        lambda d, u: judged(d, u, "report", Mark.SECOND), AGAIN, AGAIN, NOBODY,
    ),
    "arbitrate": (
        lambda d, u: judged(d, u, "privacy", Mark.ARBITRATION), AGAIN, AGAIN, NOBODY,
    ),
    "undo": (
        lambda d, u: d.undo("r1", (u, "fresh"), Mark.FIRST, AT), JUDGE, JUDGE, NOBODY,
    ),
    "confirm": (lambda d, u: d.confirm("r1", "answers_auto", [u], AT), JUDGE, JUDGE, NOBODY),
    "add_note": (lambda d, u: d.add_note("r1", (u, "quality"), SECRET, AT), READ, READ, READ),
    "upload": (
        lambda d, u: d.upload("r1", (u, "fresh"), "图.png", PNG, d.var, AT), JUDGE, JUDGE, NOBODY,
    ),
    "allots": (lambda d, u: of([u] if d.allots() else [], u), OFFICE, OFFICE, OFFICE),
    "judges_by_name": (lambda d, u: d.judges_by_name(Mark.FIRST), OFFICE, OFFICE, OFFICE),
    "allot": (
        lambda d, u: d.allot("r1", ["eva"], By.UNIT, Fraction(0), "", AT), OFFICE, OFFICE, OFFICE,
    ),
    "allot_again": (
        lambda d, u: d.allot_again("r1", ["rev"], Fraction(1), "s", AT), OFFICE, OFFICE, OFFICE,
    ),
}  # fmt: skip
SCHEME = rounds.HEAVY_SCHEME.replace(
    "  - id: rest\n",
    """\
  - id: more
    name: 更多
    points: 0.5
    children:
      - {id: answers_auto, name: 决算, points: 0.5, method: auto, na: none,
         check: department_budget, rule: 公开。, basis: [law], remedy: 补发。,
         scoring: {rule: presence}}
  - id: rest
""",
).replace("points: 30\n", "points: 29.5\n").replace(
    "{id: answers, name: 按时答复, points: 10,", "{id: answers, name: 按时答复, points: 9.5,"
)  # fmt: skip


@pytest.fixture
def desk_of(tmp_path):
    """Makes the desk of a person on a round of three units that all have the same findings."""
    page = rounds.archived_page(tmp_path)
    store = Store(f"sqlite:///{tmp_path / 'gkc.db'}")
    store.put_units([rounds.GOOD, rounds.POOR, rounds.DOWN])
    store.put_scheme("heavy-1", SCHEME)
    store.create_round(replace(rounds.ROUND, scheme_id="heavy-1"))
    other = Person("other", "别人", Role.EVALUATOR)
    for unit in UNITS:
        found = rounds.poor_findings(page)
        found["report"] = replace(found["report"], reason=f"{unit}的年报迟了")
        found["answers_auto"] = Finding(Outcome.MISSING, "没有找到决算")
        store.put_findings("r1", unit, found)
        store.record("r1", [(replace(said_by(other, unit), indicator_id="budget"), 0)], other)
        store.add_note("r1", (unit, "quality"), SECRET, other, AT)
        bytes_of = PNG + unit.encode()
        ReviewDesk(store, other).upload("r1", (unit, "quality"), "图.png", bytes_of, tmp_path, AT)
    store.set_card("r1", TiedCard("0" * 12, frozenset({"department_budget"})), AT)
    for id_, role in (("eva", Role.EVALUATOR), ("rev", Role.REVIEWER)):
        store.add_account(Account(id_, id_, role), "", at=AT, by="test")

    def make(role, *, tied=(), id_="zhang"):
        unit = OWN if role == "unit" else ""
        desk = ReviewDesk(store, Person(id_, "张三", Role(role), unit, frozenset(tied)))
        desk.store, desk.page, desk.var = store, page, tmp_path
        return desk

    yield make
    store.close()


def said_by(person, unit):
    return Judgement(unit, "quality", Outcome.MET, SECRET, person.id, AT)


def test_every_method_is_walked():
    methods = {name for name, _ in inspect.getmembers(ReviewDesk, inspect.isfunction)}
    walked = WALK.keys() - {"judge again", "arbitrate"}
    assert {name for name in methods if not name.startswith("_")} == walked


@pytest.mark.parametrize("who", list(Role))
def test_a_method_does_what_the_role_may_and_refuses_the_rest(desk_of, who):
    desk, wrong = desk_of(who, tied=() if who == "unit" else [TIED]), []
    for name, (call, *allowed) in WALK.items():
        for unit, roles in zip(UNITS, allowed, strict=True):
            try:
                call(desk, unit)
                did = True
            except (NotAllowed, KeyError):  # a unit that is not there, as if there were none
                did = False
            if did != (who in roles):
                wrong.append((name, unit, did))
    assert wrong == []


def test_nothing_that_a_unit_can_call_tells_a_note_an_opinion_or_another_unit(desk_of):
    desk = desk_of("unit")
    told = []
    for call, *_ in WALK.values():
        for unit in UNITS:
            try:
                told.append(call(desk, unit))
            except (NotAllowed, KeyError):
                continue
    whole = repr(told)
    assert SECRET not in whole
    assert not any(f"{unit}的年报" in whole for unit in UNITS)
    assert desk.news("r1", 0)[0] == desk.stands("r1") == []


def test_a_file_of_another_unit_is_not_handed_out_under_the_own_name(desk_of):
    desk = desk_of("unit")
    theirs = own_kept(desk, OTHER)
    assert desk.file("r1", (OWN, "quality"), own_kept(desk, OWN), desk.var).startswith(PNG)
    with pytest.raises(UploadError, match="没有这份证据文件"):
        desk.file("r1", (OWN, "quality"), theirs, desk.var)


def test_evidence_is_shown_only_where_the_finding_has_it(desk_of):
    desk = desk_of("evaluator")
    with pytest.raises(NotAllowed, match="不是该单位这一项"):
        desk.archived("r1", (OWN, "budget"), desk.page, desk.var)


def test_who_judges_blind_reads_neither_opinions_nor_notes_of_others(desk_of):
    desk, cell = desk_of("evaluator"), (OWN, "quality")
    assert [n.by for n in desk.notes("r1", cell)] == ["other"]
    with pytest.raises(Unfounded, match="须先由组织方抽取"):
        desk.judge("r1", [(said(desk, OWN, mark=Mark.BLIND), 0)])
    desk.store.assign("r1", [Assignment(*cell, "zhang", Mark.BLIND, "s")], AT, "office")
    other = Person("other", "别人", Role.EVALUATOR)
    desk.store.record("r1", [(said_by(other, OWN), 0)], other)
    assert desk.notes("r1", cell) == desk.on_cell("r1", cell) == []
    assert all(j.indicator_id != "quality" for j in desk.judgements("r1"))
    desk.judge("r1", [(said(desk, OWN, mark=Mark.BLIND), 0)])
    assert [j.by for j in desk.on_cell("r1", cell)] == ["zhang"]
    # Nor does the first hear of the blind word; who arbitrates hears both.
    assert [j.by for j in desk_of("evaluator", id_="li").on_cell("r1", cell)] == ["other"]
    assert len(desk_of("reviewer", id_="rita").on_cell("r1", cell)) == 2


# --- what a judgement stands on -------------------------------------------------------------------


def test_missing_of_what_nobody_saw_needs_the_ladder(desk_of):
    desk = desk_of("evaluator")
    down = Finding(Outcome.UNKNOWN, "首页没有读到", Cause.SITE_DOWN)
    desk.store.put_findings("r1", OWN, {"budget": down})
    seen = last_number(desk.on_cell("r1", (OWN, "budget")), Mark.FIRST)
    missing = said(desk, OWN, "budget", Outcome.MISSING)
    with pytest.raises(LadderOpen, match="没有看全"):
        desk.judge("r1", [(missing, seen)])
    with pytest.raises(LadderOpen):  # nobody looked at all
        desk.judge("r1", [(said(desk, OWN, "report", Outcome.MISSING), 0)])
    assert len(desk.judge("r1", [(missing, seen)], confirmed=True)) == 1


@pytest.mark.parametrize(
    ("id_", "outcome", "why"),
    [
        ("nothing", Outcome.MET, "没有“nothing”这一项"),
        ("fresh", Outcome.NOT_APPLICABLE, "“栏目更新”人人适用，不能评为“不涉及”"),
        ("veto_i_secret", Outcome.PARTIAL, "单项否决只能评为确认、排除、无法判断"),
        ("bonus_i_pilot", Outcome.NOT_APPLICABLE, "加分项只能评为确认、部分确认、排除、无法判断"),
        ("veto_i_secret", Outcome.MISSING, "确认单项否决须有证据"),
        ("bonus_i_pilot", Outcome.PARTIAL, "部分确认加分项须有证据"),
        ("penalty_i_false", Outcome.MISSING, "确认扣分项须有证据"),
    ],
)
def test_what_the_scheme_does_not_have_or_nothing_proves_is_not_saved(desk_of, id_, outcome, why):
    desk = desk_of("evaluator")
    with pytest.raises(Unfounded, match=why):
        desk.judge("r1", [(said(desk, OWN, id_, outcome), 0)])
    assert desk.on_cell("r1", (OWN, id_)) == []


def test_a_veto_is_confirmed_by_a_file_an_address_or_what_it_watches(desk_of):
    desk = desk_of("evaluator")
    desk.judge("r1", [(said(desk, OWN, "veto_i_secret"), 0)])  # ruled out: needs nothing
    desk.judge("r1", [(said(desk, OWN, "veto_i_forged", Outcome.MISSING), 0)])  # the late report
    linked = replace(
        said(desk, OWN, "bonus_i_pilot"), reason="见 http://www.example.gov.cn/a.html。"
    )
    desk.judge("r1", [(linked, 0)])
    desk.upload("r1", (OWN, "penalty_i_false"), "记录.png", PNG, desk.var, AT)
    desk.judge("r1", [(said(desk, OWN, "penalty_i_false", Outcome.MISSING), 0)])
    force = {j.indicator_id: j.outcome for j in desk.judgements("r1") if j.by == "zhang"}
    assert force == {
        "veto_i_secret": Outcome.MET, "veto_i_forged": Outcome.MISSING,
        "bonus_i_pilot": Outcome.MET, "penalty_i_false": Outcome.MISSING,
    }  # fmt: skip


# --- in bulk --------------------------------------------------------------------------------------


def test_in_bulk_the_findings_are_confirmed_by_the_rounds_own_card(desk_of):
    desk = desk_of("evaluator")
    assert len(desk.confirm("r1", "answers_auto", [OWN, OTHER], AT)) == 2
    assert {j.reason for j in desk.on_cell("r1", (OWN, "answers_auto"))} == {"没有找到决算"}
    with pytest.raises(Overtaken):  # the second is judged already: the third is not saved either
        desk.confirm("r1", "answers_auto", [TIED, OWN], AT)
    assert desk.on_cell("r1", (TIED, "answers_auto")) == []


def test_in_bulk_nothing_is_confirmed_that_the_card_does_not_vouch_for(desk_of):
    desk = desk_of("evaluator")
    desk.store.set_card("r1", TiedCard("1" * 12, frozenset()), AT)
    for leaf in ("answers_auto", "report", "privacy"):
        with pytest.raises(Unfounded, match="准确率卡不允许"):
            desk.confirm("r1", leaf, [OWN], AT)


# --- the course of the round ----------------------------------------------------------------------


def test_outside_its_stages_a_round_is_not_judged(desk_of):
    desk = desk_of("evaluator")
    [number] = judged(desk, OWN, "fresh")
    desk.store.move_stage("r1", StageMove(Stage.DRAFT, Stage.FINAL, "office", AT, ""))
    with pytest.raises(WorkflowError, match="不能评审"):
        desk.judge("r1", [(said(desk, OWN, "fresh"), number)])
    with pytest.raises(WorkflowError, match="不能评审"):
        desk.undo("r1", (OWN, "fresh"), Mark.FIRST, AT)
    with pytest.raises(WorkflowError, match="不能评审"):
        desk.confirm("r1", "answers_auto", [OWN], AT)
    with pytest.raises(WorkflowError, match="不能评审"):
        desk_of("organiser").allot_again("r1", ["rev"], Fraction(1), "s", AT)


def test_of_a_sealed_round_nothing_is_written(desk_of):
    desk, office = desk_of("evaluator"), desk_of("organiser")
    seal = Seal(AT, "ab" * 32, "cd" * 32, "1.0", "3.11")
    assert desk.store.put_seal("r1", seal, desk.store.standing("r1"), "office")
    for write in (
        lambda: judged(desk, OWN, "fresh"),
        lambda: desk.add_note("r1", (OWN, "fresh"), "话", AT),
        lambda: desk.upload("r1", (OWN, "fresh"), "图.png", PNG, desk.var, AT),
        lambda: office.allot("r1", ["eva"], By.UNIT, Fraction(0), "", AT),
    ):
        with pytest.raises(StoreError, match="已经封存"):
            write()


def test_what_was_undone_does_not_stop_others(desk_of):
    desk, other = desk_of("evaluator"), desk_of("evaluator", id_="li")
    judged(desk, OWN, "fresh")
    desk.undo("r1", (OWN, "fresh"), Mark.FIRST, AT + timedelta(minutes=1))
    seen = last_number(other.on_cell("r1", (OWN, "fresh")), Mark.FIRST)
    later = replace(said(other, OWN, "fresh"), at=AT + timedelta(minutes=2))
    assert other.judge("r1", [(later, seen)])


# --- malicious input ------------------------------------------------------------------------------

SQL = "'); DROP TABLE judgement; --"


def test_sql_in_what_people_type_is_only_text(desk_of):
    desk = desk_of("evaluator", id_="x' or '1'='1")
    desk.add_note("r1", (OWN, "fresh"), SQL, AT)
    assert desk.notes("r1", (OWN, "fresh"))[-1].text == SQL
    new = replace(said(desk, OWN, "fresh"), reason=SQL)
    desk.judge("r1", [(new, 0)])
    assert desk.on_cell("r1", (OWN, "fresh"))[-1].reason == SQL
    assert desk.assignments("r1") == []  # of nobody else
    assert desk.store.assignments("r1", SQL) == []
    assert desk.store.judgements_after("r1' OR '1'='1", 0) == []
    assert desk.found("r1", (OWN, SQL)) is None
    assert desk.store.events(Subject.APPEAL, SQL) == []
    with pytest.raises(StoreError, match="没有"):
        desk.judge("r1", [(replace(new, unit_id=SQL), 0)])


def test_an_upload_leads_nowhere_and_too_large_a_one_leaves_nothing(desk_of, monkeypatch):
    desk, cell = desk_of("evaluator"), (OWN, "fresh")
    before = sorted(path for path in desk.var.rglob("*") if "uploads" in path.parts)
    for name in ("../../../etc/cron.d/x.png", "C:\\windows\\x.png", "/etc/passwd.png", "..\\.png"):
        file = desk.upload("r1", cell, name, PNG + name.encode(), desk.var, AT)
        assert not set(file.name) & set("/\\:")
        assert desk.file("r1", cell, file, desk.var) == PNG + name.encode()
    kept = {path for path in desk.var.rglob("*") if path.is_file() and "uploads" in path.parts}
    assert {path.parent.parent.name for path in kept} == {"uploads"}
    assert all(set(path.name) <= set("0123456789abcdef") for path in kept)
    monkeypatch.setattr("data.uploads.MOST_BYTES", 100)
    rows = len(desk.uploads("r1", cell))
    with pytest.raises(UploadError, match="最大"):
        desk.upload("r1", cell, "大.png", PNG + bytes(100), desk.var, AT)
    assert len(desk.uploads("r1", cell)) == rows
    now = {path for path in desk.var.rglob("*") if path.is_file() and "uploads" in path.parts}
    assert now == kept
    assert before
