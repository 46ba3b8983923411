"""A round from the register to the archive, by six people, each at their own desk."""

from contextlib import contextmanager
from datetime import date
from fractions import Fraction

import pytest

from crawlers.settings import Settings
from dashboard.casework.appealing import Plea
from dashboard.certificates.sealing import seal_round
from dashboard.certificates.verifying import verify
from dashboard.desk.casedesk import Decided
from dashboard.desk.desk import Desk, Sources
from dashboard.review.desk import ReviewDesk
from dashboard.rounds.places import read_places
from dashboard.rounds.progress import Standings
from dashboard.rounds.result import read_result
from dashboard.rounds.steps import check_round, collect_round, score_round
from dashboard.selfchecks.selfchecking import keep_self_check
from dashboard.stages.course import waiting_in
from data.accounts import Account
from data.people import NotAllowed
from data.reviews import Assignment
from data.storage.database import StoreError
from data.storage.judging import last_number
from data.store import Store
from data.types import Judgement, Mark, Outcome, Round
from data.workflow import Stage, Terms, WorkflowError
from scoring.appeals import Decision, Ground
from scoring.excuses import Sort
from scoring.rectification import Status
from scoring.review import by_another, by_unit, drawn, pairs
from tests import whole_round as six
from tests.whole_round import ADMIN, EVA, EVAN, OF_UNIT, OFFICE, REV, at

UNIT = OF_UNIT.unit_id
DUTY = ("三定方案.pdf", b"%PDF-1.4 duties")


def desk(store, person):
    """The desk of somebody, which reads what is stored at this moment."""
    sources = Sources(
        result=lambda id_: read_result(store, id_, store.digest(id_) or ""),
        places=lambda id_: read_places(store, id_, store.digest(id_) or ""),
        waiting=lambda id_: waiting_in(store, id_),
        sites=lambda id_: {},
        standings=lambda: Standings([], []),
        not_opened=lambda units, most: [],
    )
    return Desk(store, person, sources)


@contextmanager
def _unwatched(store, round_id, ids):
    yield lambda: None


def _judge(store, person, unit_id, indicator, outcome, day, mark=Mark.FIRST, **more):
    said = Judgement(unit_id, indicator, outcome, "看过", person.id, at(day), mark=mark, **more)
    seat = ReviewDesk(store, person)
    seen = last_number(store.on_cell("r", (unit_id, indicator)), mark)
    seat.judge("r", [(said, seen)], confirmed=True)


def _points(store):
    return {id_: points.got for id_, points in store.scores("r")[UNIT].leaves.items()}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A store, a folder, two served sites, and a clock for what reads one by itself."""
    monkeypatch.setattr("dashboard.desk.desk.hashed", lambda password: "hash")
    clock = {"now": at(15)}
    for module in ("rounds.steps", "certificates.sealing"):
        monkeypatch.setattr(f"dashboard.{module}.now", lambda: clock["now"])
    with (
        six.sites(tmp_path / "sites") as (views, folders, allow),
        Store(f"sqlite:///{tmp_path / 'gkc.db'}") as store,
    ):
        yield store, tmp_path, views, folders, Settings(allow=allow, browser=False), clock


def test_a_whole_round(house):
    store, var, views, folders, settings, clock = house
    office, unit, rev = (desk(store, who) for who in (OFFICE, OF_UNIT, REV))
    public = desk(store, None)

    def score(day):
        clock["now"] = at(day)
        score_round(store, "r")

    # Register, accounts, scheme, round.
    store.put_units(six.units(views))
    first = Account(ADMIN.id, ADMIN.name, ADMIN.role)
    store.add_account(first, "hash", at=at(1), by="gkc people")
    for who in six.SIX[1:]:
        new = Account(who.id, who.name, who.role, who.unit_id)
        assert len(desk(store, ADMIN).add_account(new, at(1))) == 12
    store.put_scheme("whole-1", six.SCHEME)
    members = tuple(views)
    store.create_round(Round("r", "2023年评估", "whole-1", six.AS_OF, 2023, members, at(1)))
    office.set_terms("r", Terms(fix_counts=True, appeal_days=3), at(1))

    # 自查: only the unit sees it before it submits it.
    office.move("r", Stage.SELF_CHECK, "", at(2))
    found = keep_self_check(
        store, "r", UNIT, OF_UNIT.id, settings, _unwatched, var=var, clock=lambda: at(15)
    )
    assert found.low == found.high == "125/2"  # 100 × (20 + 10 + 20) ÷ 80, the manual one apart
    [own] = unit.self_checks("r")
    assert office.self_checks("r") == []
    unit.submit_self_check("r", own.number, at(15))
    assert [each.found for each in office.self_checks("r")] == [found]

    # 采集与机评.
    office.move("r", Stage.COLLECTING, "", at(15))
    with pytest.raises(WorkflowError, match="还有 2 个网站没有采集完"):
        office.move("r", Stage.FIRST_REVIEW, "", at(15))
    assert collect_round(store, "r", var, settings) == {}
    check_round(store, "r", var)

    # 初评, with every manual point judged twice and blind; 仲裁; 复核 of a lost point.
    office.move("r", Stage.FIRST_REVIEW, "", at(16))
    manual = [(id_, "quality") for id_ in members]
    firsts = by_unit(manual, ["eva"], {})
    twice = drawn(manual, Fraction(1), "20231216")
    who_first = {(a.unit_id, a.indicator_id): a.person for a in firsts}
    blinds = by_another(twice, who_first, ["eva", "evan"], {}, Mark.BLIND, "20231216")
    second = Assignment(UNIT, "fresh", "rev", Mark.SECOND)
    store.assign("r", [*firsts, *blinds, second], at(16), OFFICE.id)
    assert {a.person for a in blinds} == {"evan"}
    for id_, blind in ((UNIT, Outcome.MISSING), ("jiaoyu", Outcome.MET)):
        _judge(store, EVA, id_, "quality", Outcome.MET, 16)
        assert ReviewDesk(store, EVAN).on_cell("r", (id_, "quality")) == []  # blind indeed
        _judge(store, EVAN, id_, "quality", blind, 16, Mark.BLIND)
    assert [pair.cell for pair in pairs(store.judgements("r")) if pair.differ] == [
        (UNIT, "quality")
    ]
    office.move("r", Stage.SECOND_REVIEW, "", at(17))
    score(17)
    with pytest.raises(WorkflowError, match="还有 2 项复核没有完成"):
        office.move("r", Stage.FEEDBACK, "", at(17))
    _judge(store, REV, UNIT, "quality", Outcome.MISSING, 17, Mark.ARBITRATION)
    _judge(store, REV, UNIT, "fresh", Outcome.PARTIAL, 17, Mark.SECOND, counts={"stale_dynamic": 1})
    score(18)
    assert _points(store) == {"budget": 20, "fresh": 10, "links": 20, "quality": 0}

    # 反馈.
    office.move("r", Stage.FEEDBACK, "", at(18))
    office.tell("r", at(18))
    told = unit.told("r")
    assert list(told) == [UNIT]  # nobody else's
    assert [line.indicator_id for line in told[UNIT].lines] == ["budget", "quality", "fresh"]
    assert told[UNIT].appeal_by == date(2023, 12, 21)
    office.move("r", Stage.APPEALS, "", at(18))

    # 申诉: one upheld on what was captured, one refused; 情况说明; 整改.
    budget = six.address(views[UNIT], views[UNIT].articles["budget"])
    number, kept = unit.raise_appeal(
        "r", "budget", Plea(Ground.PUBLISHED_ALREADY, "批复二十日内已公开", budget),
        var=var, settings=settings, now=lambda: at(19),
    )  # fmt: skip
    refused, _ = unit.raise_appeal(
        "r", "fresh", Plea(Ground.NOT_OUR_DUTY, "另有单位负责", file=DUTY),
        var=var, settings=settings, now=lambda: at(19),
    )  # fmt: skip
    assert kept.sha256 in rev.appeal_proofs("r", number)
    upheld = Decided(
        Decision.UPHELD, "存证显示按时公开", kept.sha256, items={"within_20d": Outcome.MET}
    )
    with pytest.raises(NotAllowed):
        desk(store, EVA).decide_appeal("r", number, upheld, at(20))
    rev.decide_appeal("r", number, upheld, at(20))
    proof = unit.appeals("r")[refused].file
    no = Decided(Decision.REFUSED, "三定方案写明归该单位", proof)
    with pytest.raises(WorkflowError, match="请换另一人裁定"):
        rev.decide_appeal("r", refused, no, at(20))  # who judged the point
    office.decide_appeal("r", refused, no, at(20))
    assert unit.appeal_file("r", refused, var) == DUTY[1]
    excuse = unit.ask_excuse("r", "quality", Sort.EXPLAINED, "机构调整", date(2024, 6, 30), at(19))
    office.answer_excuse("r", excuse, grant=True, reason="属实", at=at(20))
    column = six.newly_posted(views[UNIT], folders[UNIT])
    unit.report_fix("r", "fresh", Status.DONE, column, "已更新", at(20))
    with pytest.raises(WorkflowError, match="申诉期限还有 1 天"):
        office.move("r", Stage.RECHECK, "", at(21))

    # 复查: the fix is looked at again, and closed by what is there.
    office.move("r", Stage.RECHECK, "", at(22))
    with pytest.raises(WorkflowError, match="还有 1 项已报整改没有复查"):
        office.move("r", Stage.FINAL, "", at(22))
    verdict, _ = rev.look_again("r", UNIT, "fresh", updated=True, var=var, settings=settings)
    assert verdict.passed
    rev.rule_fix("r", UNIT, "fresh", passed=True, note="；".join(verdict.lines), at=at(22))

    # 终评: 40 + 20 + 20 of 80, the excused point apart.
    with pytest.raises(WorkflowError, match="得分没有计入"):
        office.move("r", Stage.FINAL, "", at(22))
    score(23)
    assert _points(store) == {"budget": 40, "fresh": 20, "links": 20}
    assert store.scores("r")[UNIT].value == 100
    office.move("r", Stage.FINAL, "", at(23))
    with pytest.raises(WorkflowError, match="不能评审"):
        _judge(store, EVA, "jiaoyu", "links", Outcome.MET, 23)

    # 通报: the public sees grades, as the scheme says, and nothing else.
    with pytest.raises(NotAllowed, match="还没有通报"):
        public.announced("r")
    office.move("r", Stage.PUBLISHED, "", at(24))
    columns, rows = public.announced("r")
    assert list(columns.values()) == ["组别", "等级", "单位"]
    assert rows == [
        {"group": "市直部门", "grade": "优秀", "unit": "玉衡市住房和城乡建设局"},
        {"group": "市直部门", "grade": "优秀", "unit": "玉衡市教育局"},
    ]
    assert [each.id for each in public.rounds()] == ["r"]
    for ask in (public.result, public.ranking):
        with pytest.raises(NotAllowed):
            ask("r")
    assert (public.told("r"), public.appeals("r"), public.fixes("r")) == ({}, {}, [])
    assert (public.self_checks("r"), public.readable("r")) == ([], frozenset())
    assert {line.place for line in unit.result("r").ranked} == {None}

    # 归档: the certificate says the same, whoever scores it again; the trail is whole.
    sealed = seal_round(store, "r", var / "r.zip", var)
    assert verify(var / "r.zip").manifest["digest"] == sealed.digest == store.digest("r")
    office.move("r", Stage.ARCHIVED, "", at(25))
    with pytest.raises(WorkflowError, match="不能再变动"):
        office.move("r", Stage.PUBLISHED, "再看", at(26))
    with pytest.raises(StoreError, match="封存"):
        unit.report_fix("r", "budget", Status.EXPLAINED, "", "补充", at(26))
    trail = store.verify_trail()
    assert (trail.fault, store.trail()[-1].action) == ("", "move_stage")
    assert {entry.by for entry in store.trail()} >= {who.id for who in six.SIX}
