"""`gkc review`: tasks shared out and drawn, the queue, how far two people agree."""

import json
from datetime import timedelta

import pytest

from data.people import Person, Role
from data.store import Store
from data.types import Judgement, Mark, Outcome
from tests import rounds
from tests.commands import gkc

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


def test_every_point_has_one_first_judge_and_a_drawn_share_another(url, tmp_path):
    done = gkc(
        tmp_path, "review", "assign", "r1", "--people", "anna,bo,cy", "--by", "indicator",
        "--blind", "10%", "--seed", "s1", "--tied", "bo=乙局",
    )  # fmt: skip
    assert done.code == 0, done.err
    with Store(url) as store:
        given = store.assignments("r1")
    firsts = {(a.unit_id, a.indicator_id): a.person for a in given if a.mark is Mark.FIRST}
    blind = [a for a in given if a.mark is Mark.BLIND]
    assert len(firsts) == 3 * 6
    assert len(blind) == 2  # 10 % of 18, rounded up
    assert all(a.person != firsts[a.unit_id, a.indicator_id] and a.seed == "s1" for a in blind)
    assert "bo" not in {a.person for a in given if a.unit_id == "poor"}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--people", "，"], "--people 写明"),
        (["--people", "anna,bo", "--blind", "10%"], "要有抽签种子"),
        (["--people", "anna,bo", "--blind", "十", "--seed", "1"], "比例“十”无效"),
        (["--people", "anna,bo", "--blind", "101%", "--seed", "1"], "0% 到 100%"),
        (["--people", "anna", "--blind", "10%", "--seed", "1"], "请增加评审人"),
        (["--people", "anna", "--tied", "anna"], "账号=单位"),
        (["--people", "anna", "--tied", "anna=丁局"], "没有唯一叫“丁局”"),
    ],
)
def test_what_cannot_be_shared_out_is_a_sentence(url, tmp_path, options, why):
    done = gkc(tmp_path, "review", "assign", "r1", *options)
    assert done.code == 1
    assert why in done.err
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
