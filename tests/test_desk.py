"""Every method of the desk, every role, the own and another unit; and what is left out."""

import inspect
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crawlers.settings import Settings
from dashboard.casework.appealing import Plea, leaf_named, raise_appeal
from dashboard.casework.excusing import ask_excuse
from dashboard.casework.telling import tell_units
from dashboard.desk.casedesk import Decided
from dashboard.desk.desk import Desk, Sources
from dashboard.jobs.roundjob import Step
from dashboard.rounds.places import read_places
from dashboard.rounds.progress import Standings
from dashboard.rounds.result import NO_PLACES_YET, PLACES_KEPT, read_result
from dashboard.stages.course import waiting_in
from data.accounts import Account
from data.indicators import Publish, Publishing
from data.people import Action, NotAllowed, Person, Role
from data.schemes import parse_scheme
from data.selfchecks import SelfCheck
from data.storage.database import Database
from data.storage.progress import site_progress
from data.store import Store
from data.types import Finding, Judgement, Mark, Outcome
from data.workflow import Stage, Terms, WorkflowError
from scoring.appeals import Decision, Ground
from scoring.excuses import Sort
from scoring.rectification import Status
from tests import people, rounds

AT = rounds.AT
VAR = Path("var")
SELF_CHECK = SelfCheck(date(2023, 12, 15), 9, "80", "60", "90", "3/4", "100", ())
PUBLIC = "public"
WHO = [PUBLIC, *Role]
INSIDE = {"organiser", "evaluator", "reviewer", "expert", "leader"}
UNITS = {"poor": rounds.POOR, "good": rounds.GOOD}
SMALL = parse_scheme(rounds.SCHEME, "small-1")
LEFT = Account("li", "李四", Role.LEADER)

# Method -> how it is called of a unit, who may of the unit "poor" (a person of a unit belongs to
# it), and who may of the unit "good". A method that is of no unit has the same twice.
ADMIN = {"administrator"}
RANK = {"organiser", "reviewer", "leader"}
OFFICE = {"organiser"}
AGAIN = {"organiser", "reviewer"}
UNIT = {"unit"}
NUMBER = {"poor": 1, "good": 2}
NEW_SCHEME = rounds.SCHEME.replace("small-1", "small-2")
NEVER = "ef" * 32
DUTY = ("职责.pdf", b"%PDF-1.4 duties")
PLEA = Plea(Ground.NOT_OUR_DUTY, "归他局", file=DUTY)
SOME = {*INSIDE, "unit"}  # may, and get no more than what they may read
ALL = {PUBLIC, *Role}
WALK = {
    "rounds": (lambda d, u: d.rounds(), ALL, ALL),
    "readable": (lambda d, u: d.readable("r1"), ALL, ALL),
    "result": (lambda d, u: d.result("r1").findings[u], SOME, INSIDE),
    "method": (lambda d, u: d.method("r1"), SOME, SOME),
    "card": (lambda d, u: d.card("r1"), SOME, SOME),
    "ranking": (
        lambda d, u: d.ranking("r1"),
        {"organiser", "reviewer", "leader"},
        {"organiser", "reviewer", "leader"},
    ),
    "announced": (lambda d, u: d.announced("r1"), set(), set()),
    "standings": (lambda d, u: d.standings("r1"), RANK, RANK),
    "own_standings": (lambda d, u: d.own_standings("r1").units[u], SOME, INSIDE),
    "with_details": (lambda d, u: d.with_details(d._sources.places("r1"), [u]), SOME, INSIDE),
    "group_scores": (lambda d, u: d.group_scores("r1", "市直部门"), RANK, RANK),
    "rivals": (lambda d, u: d.rivals("r1", u), SOME, INSIDE),
    "earlier": (lambda d, u: d.earlier("r1"), ALL, ALL),
    "bridges": (lambda d, u: d.bridges("r1", "r1", [u]), SOME, INSIDE),
    "history": (lambda d, u: d.history("r1", u), SOME, INSIDE),
    "announced_places": (lambda d, u: d.announced_places("r1"), set(), set()),
    "sees_ranking": (lambda d, u: d.sees_ranking(), ALL, ALL),
    "archived_text": (lambda d, u: d.archived_text("r1", u, d.evidence[u]), SOME, INSIDE),
    "why_nothing": (lambda d, u: d.why_nothing("r1", UNITS[u]), SOME, INSIDE),
    "columns": (lambda d, u: d.columns("r1", u), SOME, INSIDE),
    "sites": (lambda d, u: d.sites("r1")[u], SOME, INSIDE),
    "watched": (lambda d, u: d.watched("r1"), ALL, ALL),
    "not_opened": (lambda d, u: d.not_opened("r1", 9), ALL, ALL),
    "accounts": (lambda d, u: d.accounts(), ADMIN, ADMIN),
    "add_account": (lambda d, u: d.add_account(replace(LEFT, id=f"of-{u}"), AT), ADMIN, ADMIN),
    "change_account": (lambda d, u: d.change_account(LEFT, AT), ADMIN, ADMIN),
    "tie": (lambda d, u: d.tie("li", [u], AT), ADMIN, ADMIN),
    "lock": (lambda d, u: d.lock("li", AT), ADMIN, ADMIN),
    "unlock": (lambda d, u: d.unlock("li", AT), ADMIN, ADMIN),
    "reset_password": (lambda d, u: d.reset_password("li", AT), ADMIN, ADMIN),
    "marked_twice": (
        lambda d, u: next(pair for pair in d.marked_twice("r1") if pair.cell[0] == u),
        INSIDE - {"leader"},
        INSIDE - {"leader"},
    ),
    "kept_schemes": (lambda d, u: d.kept_schemes(), RANK, RANK),
    "kept_scheme": (lambda d, u: d.kept_scheme("small-1"), RANK, RANK),
    "keep_scheme": (lambda d, u: d.keep_scheme(NEW_SCHEME, AT), OFFICE, OFFICE),
    "scored_from": (lambda d, u: d.scored_from("r1"), RANK, RANK),
    # Asked without knowing whether it may be done as things stand.
    "may": (lambda d, u: d.may(Action.READ_RESULTS, u), ALL, ALL),
    "stage": (lambda d, u: d.stage("r1"), SOME, SOME),
    "course": (lambda d, u: d.course("r1", AT), RANK, RANK),
    "move": (lambda d, u: d.move("r1", Stage.ARCHIVED, "", AT), OFFICE, OFFICE),
    "set_terms": (lambda d, u: d.set_terms("r1", Terms(), AT), OFFICE, OFFICE),
    "register": (lambda d, u: d.register(), {"administrator", *OFFICE}, {"administrator", *OFFICE}),
    "import_units": (
        lambda d, u: d.import_units([UNITS[u]], AT),
        {"administrator", *OFFICE},
        {"administrator", *OFFICE},
    ),
    "begin_round": (
        lambda d, u: d.begin_round(
            f"new-{u}", "", SMALL, rounds.SCHEME, [UNITS[u]], rounds.ROUND.as_of, 2023, Terms(), AT
        ),
        OFFICE,
        OFFICE,
    ),
    "job": (lambda d, u: d.job("r1", VAR), RANK, RANK),
    "start_job": (
        lambda d, u: d.start_job("r1", (Step.SEAL,), Settings(), 1, VAR, AT),
        OFFICE,
        OFFICE,
    ),
    "stop_job": (lambda d, u: d.stop_job("r1", VAR, AT), OFFICE, OFFICE),
    "sealed": (lambda d, u: d.sealed("r1"), RANK, RANK),
    "certificate": (lambda d, u: d.certificate("r1", VAR), OFFICE, OFFICE),
    "tell": (lambda d, u: d.tell("r1", AT), OFFICE, OFFICE),
    "told": (lambda d, u: d.told("r1")[u], SOME, INSIDE),
    "list_file": (lambda d, u: d.list_file("r1", u), SOME, INSIDE),
    "appeals": (lambda d, u: d.appeals("r1")[NUMBER[u]], SOME, INSIDE),
    "raise_appeal": (
        lambda d, u: d.raise_appeal("r1", "budget", PLEA, var=VAR, settings=Settings()),
        UNIT,
        UNIT,
    ),
    "appeal_shown": (lambda d, u: d.appeal_shown("r1", NUMBER[u]), SOME, INSIDE),
    "appeal_file": (lambda d, u: d.appeal_file("r1", NUMBER[u], VAR), SOME, INSIDE),
    "appeal_proofs": (lambda d, u: d.appeal_proofs("r1", NUMBER[u]), AGAIN, AGAIN),
    "decide_appeal": (
        lambda d, u: d.decide_appeal("r1", NUMBER[u], Decided(Decision.REFUSED, "无", NEVER), AT),
        AGAIN,
        AGAIN,
    ),
    "excuses": (lambda d, u: d.excuses("r1")[NUMBER[u]], SOME, INSIDE),
    "ask_excuse": (
        lambda d, u: d.ask_excuse("r1", "fresh", Sort.EXPLAINED, "改版", date(2999, 1, 1), AT),
        UNIT,
        UNIT,
    ),
    "answer_excuse": (
        lambda d, u: d.answer_excuse("r1", NUMBER[u], grant=False, reason="", at=AT),
        OFFICE,
        OFFICE,
    ),
    "end_excuses": (lambda d, u: d.end_excuses("r1", AT), OFFICE, OFFICE),
    "fixes": (lambda d, u: next(f for f in d.fixes("r1") if f.unit_id == u), SOME, INSIDE),
    "report_fix": (
        lambda d, u: d.report_fix("r1", "report", Status.EXPLAINED, "", "改版", AT),
        UNIT,
        UNIT,
    ),
    "look_again": (
        lambda d, u: d.look_again("r1", u, "report", var=VAR, settings=Settings()),
        AGAIN,
        AGAIN,
    ),
    "rule_fix": (
        lambda d, u: d.rule_fix("r1", u, "report", passed=True, note="", at=AT),
        AGAIN,
        AGAIN,
    ),
    "self_checks": (
        lambda d, u: next(each for each in d.self_checks("r1") if each.unit_id == u),
        UNIT,
        INSIDE,
    ),
    "start_self_check": (lambda d, u: d.start_self_check("r1", VAR, AT), UNIT, UNIT),
    "self_check_running": (lambda d, u: d.self_check_running("r1", VAR), UNIT, UNIT),
    "submit_self_check": (
        lambda d, u: d.submit_self_check("r1", NUMBER[u], AT),
        UNIT,
        UNIT,
    ),
    "unit_names": (
        lambda d, u: d.unit_names(),
        {"administrator", "organiser"},
        {"administrator", "organiser"},
    ),
}


class Published(Store):
    """A store whose rounds have come to a stage."""

    now_at = Stage.PUBLISHED

    def stage(self, round_id):
        return self.now_at


@pytest.fixture
def desk_of(tmp_path, monkeypatch):
    """Makes the desk of a role on the small round; the hash of a password is cheap."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("dashboard.desk.desk.hashed", lambda password: f"hash of {len(password)}")
    url = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    page = rounds.archived_page(tmp_path / "var")
    good = dict(rounds.GOOD_FINDINGS)
    good["report"] = replace(good["report"], evidence=(replace(page, quote="甲局的"),))
    monkeypatch.setattr(rounds, "GOOD_FINDINGS", good)
    good["budget"] = Finding(Outcome.PARTIAL, "预算不全")
    rounds.fill(url, page)
    _seed(url)
    monkeypatch.setattr("dashboard.desk.selfdesk.start", lambda *asked: None)
    monkeypatch.setattr("dashboard.desk.jobdesk.roundjob.start", lambda *asked: None)
    opened = []

    def make(who, kind=Store, *, tied=frozenset()):
        store, database = kind(url), Database(url)
        opened.extend([store, database])
        sources = Sources(
            result=lambda id_: read_result(store, id_, store.digest(id_) or ""),
            places=lambda id_: read_places(store, id_, store.digest(id_) or ""),
            waiting=lambda id_: waiting_in(store, id_),
            sites=lambda id_: site_progress(database, id_),
            standings=lambda: Standings([], []),
            not_opened=lambda units, most: [(unit, most) for unit in units],
        )
        person = None
        if who != PUBLIC:
            unit = "poor" if who == "unit" else ""
            person = Person("zhang", "张三", Role(who), unit, frozenset(tied))
        desk = Desk(store, person, sources)
        desk.store = store
        desk.evidence = {"poor": page, "good": good["report"].evidence[0]}
        return desk

    make("leader").store.add_account(LEFT, "", at=AT, by="test")
    yield make
    for each in opened:
        each.close()


def _seed(url):
    """Lists, and of both units an appeal, an excuse, a point judged twice and a self-check; only
    that of "good" is submitted.
    """
    with Store(url) as store:
        tell_units(store, people.OFFICE, "r1", store.round_units("r1"), at=AT)
        for who in (people.OF_POOR, people.OF_GOOD):
            raise_appeal(
                store, who, "r1", leaf_named(store, "r1", "budget"), PLEA,
                var=VAR, settings=Settings(), now=lambda: AT,
            )  # fmt: skip
            leaf = leaf_named(store, "r1", "quality")
            ask_excuse(store, who, "r1", leaf, Sort.EXPLAINED, "改版", date(2999, 1, 1), at=AT)
            store.add_self_check("r1", who.unit_id, SELF_CHECK, at=AT, by=who.id)
            for by, mark in (("li", Mark.FIRST), ("wang", Mark.BLIND)):
                twice = Judgement(who.unit_id, leaf.id, Outcome.MET, "看过", by, AT, mark=mark)
                store.add_judgements("r1", [twice])
        store.submit_self_check("r1", "good", 2, at=AT, by=people.OF_GOOD.id)


def test_every_method_is_walked():
    methods = {name for name, _ in inspect.getmembers(Desk, inspect.isfunction)}
    assert {name for name in methods if not name.startswith("_")} == WALK.keys()


@pytest.mark.parametrize("who", WHO)
def test_a_method_does_what_the_role_may_and_refuses_the_rest(desk_of, who):
    """Before publication."""
    desk, wrong = desk_of(who), []
    for name, (call, own, other) in WALK.items():
        for unit_id, allowed in (("poor", own), ("good", other)):
            try:
                call(desk, unit_id)
                did = True
            except WorkflowError:  # nothing but the state of the round speaks against it
                did = True
            except (
                NotAllowed,
                KeyError,
                StopIteration,
            ):  # a unit that is not there, as if there were none
                did = False
            if did != (who in allowed):
                wrong.append((name, unit_id, did))
    assert wrong == []


@pytest.mark.parametrize("who", WHO)
def test_before_publication_nobody_reads_of_a_unit_what_is_not_his(desk_of, who):
    desk = desk_of(who)
    units = {"poor"} if who == "unit" else {"good", "poor", "down"} if who in INSIDE else set()
    assert desk.readable("r1") == units
    assert set(desk.sites("r1")) == units
    assert {unit for unit, _ in desk.not_opened("r1", 9)} == units
    assert [r.id for r in desk.rounds()] == (["r1"] if units else [])
    if units:
        shown = desk.result("r1")
        assert set(shown.units) == set(shown.findings) == set(shown.scores) == units
        assert {line.unit_id for line in shown.ranked} == units
        places = {line.place for line in shown.ranked} - {None}
        assert bool(places) is (who in {"organiser", "reviewer", "leader"})
        assert "甲局" not in repr(shown) or who in INSIDE
        assert desk.method("r1").units == desk.method("r1").findings == {}


def test_a_unit_is_told_why_it_has_no_place_yet(desk_of):
    assert [line.why_not for line in desk_of("unit").result("r1").ranked] == [NO_PLACES_YET]


def test_evidence_of_another_unit_is_not_handed_out_under_the_own_name(desk_of):
    desk = desk_of("unit")
    assert "迟到的年报" in desk.archived_text("r1", "poor", desk.evidence["poor"])
    with pytest.raises(NotAllowed, match="不是该单位核查结果的证据"):
        desk.archived_text("r1", "poor", desk.evidence["good"])


@pytest.mark.parametrize("stage", [Stage.PUBLISHED, Stage.ARCHIVED])
@pytest.mark.parametrize("who", WHO)
def test_after_publication_everybody_sees_what_the_scheme_says(desk_of, monkeypatch, who, stage):
    monkeypatch.setattr(Published, "now_at", stage)
    desk = desk_of(who, Published)
    assert [r.id for r in desk.rounds()] == ["r1"]
    _, lines = desk.announced("r1")
    assert [(line["place"], line["unit"]) for line in lines] == [
        (1, "甲局"), (2, "乙局"), ("—", "丙局"),
    ]  # fmt: skip
    if who in {PUBLIC, "administrator"}:
        with pytest.raises(NotAllowed):
            desk.result("r1")
        assert desk.method("r1").findings == {}
    else:
        assert 2 in {line.place for line in desk.result("r1").ranked}
    if who == "unit":
        assert set(desk.result("r1").findings) == {"poor"}


@pytest.mark.parametrize(
    ("publish", "seen"),
    [
        ("grades", {"等级", "单位", "组别"}),
        ("counts", {"等级", "单位数", "组别"}),
        ("{mode: ends, n: 1}", {"榜", "单位", "组别"}),
    ],
)
def test_places_that_are_not_published_stay_with_those_who_rank(
    desk_of, monkeypatch, publish, seen
):
    desk = desk_of("unit", Published)
    whole = desk._sources.result("r1")
    scheme = _published_as(whole.scheme, publish)
    for each in (desk, desk_of(PUBLIC, Published), desk_of("leader", Published)):
        whole_of = dict.fromkeys(("result", "places"), lambda id_: replace(whole, scheme=scheme))
        sources = replace(each._sources, **whole_of)
        monkeypatch.setattr(each, "_sources", sources)
        assert set(each.announced("r1")[0].values()) == seen
        if each.person and each.person.role is Role.UNIT:
            for shown in (each.result("r1"), each.own_standings("r1")):
                (line,) = shown.ranked
                assert (line.place, line.why_not) == (None, PLACES_KEPT)
        elif each.person:
            assert {line.place for line in each.result("r1").ranked} == {1, 2, None}


def _published_as(scheme, text):
    ends = text.startswith("{")
    return replace(
        scheme, publish=Publish(Publishing.ENDS, 1) if ends else Publish(Publishing(text))
    )


@pytest.mark.parametrize("stage", [Stage.FEEDBACK, Stage.FINAL])
def test_before_the_last_stages_nothing_is_public(desk_of, monkeypatch, stage):
    monkeypatch.setattr(Published, "now_at", stage)
    desk = desk_of(PUBLIC, Published)
    assert desk.rounds() == []
    with pytest.raises(NotAllowed, match="还没有通报"):
        desk.announced("r1")


def test_an_account_made_at_the_desk_has_a_given_password_to_change(desk_of):
    desk = desk_of("administrator")
    password = desk.add_account(replace(LEFT, id="wu"), AT)
    known = desk.store.account("wu")
    assert len(password) == 12
    assert (known.must_change, known.has_password) == (True, True)
    assert desk.reset_password("wu", AT) != password
