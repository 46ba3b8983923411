"""`gkc review`: tasks shared out and drawn, the queue, how far two people agree."""

import json
from datetime import timedelta

import pytest

from data.accounts import Account
from data.cases import Event, Subject
from data.people import Person, Role
from data.reviews import Assignment
from data.store import Store
from data.types import Judgement, Mark, Outcome
from scoring.appeals import RAISED
from tests import rounds
from tests.commands import gkc
from tests.people import OFFICE as OFFICE_PERSON
from tests.people import add_accounts

RAISED_SAID = {"ground": "published_already", "text": "已发布", "link": "http://a.localhost/"}
PEOPLE = {id_: Person(id_, id_, Role.EVALUATOR) for id_ in ("anna", "bo")}


@pytest.fixture
def url(tmp_path):
    """A small round, in the place where the commands look for it."""
    address = f"sqlite:///{tmp_path / 'var' / 'gkc.db'}"
    rounds.fill(address)
    return address


def said(store, person, outcome, mark=Mark.FIRST, leaf="budget"):
    judgement = Judgement(
        "poor", leaf, outcome, "理由", person, rounds.AT + timedelta(minutes=1), mark=mark
    )
    store.record("r1", [(judgement, 0)], PEOPLE[person])


OFFICE = ["--as", "office"]


def accounts(url, *people):
    """The office, three evaluators (one tied to 乙局), two reviewers, a leader."""
    evaluators = [Person(n, f"评{n}", Role.EVALUATOR) for n in ("anna", "cy")]
    tied = Person("bo", "评bo", Role.EVALUATOR, tied=frozenset({"poor"}))
    again = [Person(n, f"复{n}", Role.REVIEWER) for n in ("rita", "rob")]
    leader = Person("lena", "领导", Role.LEADER)
    add_accounts(url, [OFFICE_PERSON, *evaluators, tied, *again, leader, *people])


def test_every_point_has_one_first_judge_and_a_drawn_share_another(url, tmp_path):
    accounts(url)
    done = gkc(
        tmp_path, "review", "assign", "r1", "--people", "anna,bo,cy", "--by", "indicator",
        "--blind", "10%", "--seed", "s1", *OFFICE,
    )  # fmt: skip
    assert done.code == 0, done.err
    with Store(url) as store:
        given = store.assignments("r1")
        assert store.trail()[-1].by == "office"
    firsts = {(a.unit_id, a.indicator_id): a.person for a in given if a.mark is Mark.FIRST}
    blind = [a for a in given if a.mark is Mark.BLIND]
    assert len(firsts) == 3 * 6
    assert len(blind) == 2  # 10 % of 18, rounded up
    assert all(a.person != firsts[a.unit_id, a.indicator_id] and a.seed == "s1" for a in blind)
    assert "bo" not in {a.person for a in given if a.unit_id == "poor"}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--people", "，", *OFFICE], "请写明评审人账号；可以初评的账号有：anna（评anna）"),
        (["--people", "anna,nobody", *OFFICE], "nobody 不是可以初评的账号；可以初评的账号有：anna"),
        (["--people", "lena,gone", *OFFICE], "lena、gone 不是可以初评的账号"),
        (["--people", "anna,bo", "--blind", "10%", *OFFICE], "要有抽签种子"),
        (["--people", "anna,bo", "--blind", "十", "--seed", "1", *OFFICE], "比例“十”无效"),
        (["--people", "anna,bo", "--blind", "101%", "--seed", "1", *OFFICE], "0% 到 100%"),
        (["--people", "anna", "--blind", "10%", "--seed", "1", *OFFICE], "请增加评审人"),
        (["--people", "bo", *OFFICE], "单位“乙局”"),
        (["--people", "anna"], "--as 写明"),
        (["--people", "anna", "--as", "anna"], "没有这项权限：组织评估轮次"),
    ],
)
def test_what_cannot_be_shared_out_is_a_sentence(url, tmp_path, options, why):
    accounts(url)
    with Store(url) as store:
        gone = Account("gone", "离任", Role.EVALUATOR)
        store.add_account(gone, "", at=rounds.AT, by="test")
        store.lock("gone", at=rounds.AT, by="test")
    done = gkc(tmp_path, "review", "assign", "r1", *options)
    assert done.code == 1
    assert why in done.err
    with Store(url) as store:
        assert store.assignments("r1") == []


def test_the_second_look_takes_every_lost_point_appealed_and_draws_from_the_rest(url, tmp_path):
    accounts(url)
    with Store(url) as store:
        for leaf in ("fresh", "quality"):  # lost, and not lost
            event = Event("poor", leaf, RAISED, "poor-1", rounds.AT, RAISED_SAID)
            store.add_event(Subject.APPEAL, "r1", event)
        rita = Person("rita", "复rita", Role.REVIEWER)
        first = Judgement("poor", "fresh", Outcome.PARTIAL, "理由", "rita", rounds.AT)
        store.record("r1", [(first, 0)], rita)
    done = gkc(tmp_path, "review", "second", "r1", "--people", "rita,rob", *OFFICE)
    assert done.code == 0, done.err
    with Store(url) as store:
        # Rita judged it first.
        assert store.assignments("r1") == [Assignment("poor", "fresh", "rob", Mark.SECOND)]
    drawn = ["--share", "50%", "--seed", "s2"]
    gkc(tmp_path, "review", "second", "r1", "--people", "rita,rob", *drawn, *OFFICE)
    with Store(url) as store:
        given = store.assignments("r1")
    # Lost are 乙局's report and budget beside: one of the two is drawn.
    assert len(given) == 2
    assert {a.indicator_id for a in given} < {"fresh", "report", "budget"}
    assert {a.seed for a in given} == {"s2"}


def test_who_may_not_judge_a_second_time_is_named_and_what_has_a_second_mark_is_done(url, tmp_path):
    accounts(url)
    done = gkc(tmp_path, "review", "second", "r1", "--people", "anna", *OFFICE)
    assert done.code == 1
    assert "anna 不是可以复核的账号；可以复核的账号有：rita（复rita）、rob（复rob）" in done.err
    rita = Person("rita", "复rita", Role.REVIEWER)
    with Store(url) as store:
        for leaf in ("report", "budget", "fresh"):
            again = Judgement(
                "poor", leaf, Outcome.MISSING, "理由", "rita", rounds.AT, mark=Mark.SECOND
            )
            store.record("r1", [(again, 0)], rita)
    everything = ["--share", "100%", "--seed", "s"]
    done = gkc(tmp_path, "review", "second", "r1", "--people", "rob", *everything, *OFFICE)
    assert "没有要复核的失分项" in done.err
    with Store(url) as store:
        assert store.assignments("r1") == []


def test_the_queue_lists_what_waits_and_only_the_own_tasks(url, tmp_path):
    shown = gkc(tmp_path, "review", "queue", "r1", "--unit", "乙局", "--format", "json")
    lines = [(r["code"], r["state"]) for r in json.loads(shown.out)]
    assert lines == [
        ("B1", "待评定"), ("B2", "待评定"),
        ("A1", "失分待确认"), ("A2", "失分待确认"), ("A3", "失分待确认"),
    ]  # fmt: skip
    shown = gkc(tmp_path, "review", "queue", "r1", "--person", "anna", "--format", "json")
    assert json.loads(shown.out) == []


def test_agreement_by_indicator_and_person_and_what_waits_for_arbitration(url, tmp_path):
    with Store(url) as store:
        said(store, "anna", Outcome.MET)
        said(store, "bo", Outcome.MISSING, Mark.BLIND)
        said(store, "anna", Outcome.MET, leaf="fresh")
        said(store, "bo", Outcome.MET, Mark.BLIND, leaf="fresh")
    shown = gkc(tmp_path, "review", "agreement", "r1", "--format", "json")
    rows = {r["of"]: (r["pairs"], r["same"], r["kappa"]) for r in json.loads(shown.out)}
    assert rows["A2 部门预算"] == (1, 0, "0.00")
    assert rows["A3 栏目更新"] == (1, 1, "—")
    assert rows["anna"] == (2, 1, "0.00")
    assert "有分歧待仲裁 1 项" in shown.err
