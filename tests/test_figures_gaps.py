"""Failures, heat and measures over literal scores."""

from fractions import Fraction

import pytest

from dashboard.figures.failures import Nest, failures, pattern
from dashboard.figures.families import hosts, shared_hosts
from dashboard.figures.heat import Cell, heat
from dashboard.figures.measures import Advice, Tied, advice, tied
from dashboard.figures.placed import placed
from data.schemes import parse_scheme
from data.types import Cause, Finding, Outcome, Points, Ranked, Unit, UnitScore
from scoring.items import Item
from scoring.robustness import Firmness
from tests import rounds

SCHEME = parse_scheme(rounds.SCHEME, "small.yaml")
ZERO = Fraction(0)


def score(id_, **got):
    """`budget` and `report` of 20 and 40 points: got, or None where it was not judged."""
    full = {"budget": 20, "report": 40}
    leaves = {
        key: Points(Fraction(full[key]), Fraction(full[key] if value is not None else 0),
                    Fraction(value or 0))
        for key, value in got.items()
    }  # fmt: skip
    whole = [sum((getattr(p, part) for p in leaves.values()), ZERO) for part in Points.__slots__]
    nodes = {"open": Points(*whole)}
    return UnitScore(id_, leaves, nodes, ZERO, ZERO, ZERO, Fraction(1))


def line(id_, group="甲组", place=1):
    return Ranked(id_, group, place, ZERO, ZERO, ZERO, Fraction(1), "")


LOST = Finding(Outcome.MISSING, "没有找到“2023年部门预算”")
LATE = Finding(Outcome.PARTIAL, "年报发布于 2023-03-02，迟于 1 月 31 日")
BLIND = Finding(Outcome.UNKNOWN, "没有读到", Cause.NOT_READ)
SCORES = {
    "a": score("a", budget=0, report=40),
    "b": score("b", budget=10, report=30),
    "c": score("c", budget=20, report=None),
    "d": score("d", budget=0),
}
FINDINGS = {"a": {"budget": LOST}, "b": {"budget": LOST, "report": LATE}, "c": {"report": BLIND},
            "d": {"budget": LOST}}  # fmt: skip
RANKED = [line(id_) for id_ in SCORES]


@pytest.mark.parametrize(
    ("reason", "shape"),
    [
        ("栏目最新一条发布于2023-05-01，已超期", "栏目最新一条发布于…，已超期"),
        ("缺少“三公”经费等3项", "缺少…经费等…项"),
        ("迟于 1 月 31 日", "迟于 … 月 … 日"),
        ("占 12.5%，《办法》未附", "占 …，…未附"),
    ],
)
def test_a_reason_is_told_without_what_belongs_to_one_unit(reason, shape):
    assert pattern(reason) == shape


def test_what_cost_most_in_all_comes_first():
    found = failures(SCHEME, RANKED, SCORES, FINDINGS, {})
    assert [(each.leaf.id, each.judged, list(each.failed), each.lost) for each in found] == [
        ("budget", 4, ["a", "d", "b"], 50), ("report", 2, ["b"], 10),
    ]  # fmt: skip
    assert found[0].share == Fraction(3, 4)
    assert (found[0].open, found[1].open) == (0, 1)
    assert found[0].reasons == [("没有找到…", 3)]


def test_a_place_where_it_is_failed_much_more_often_is_named():
    built = dict.fromkeys("abd", "p.localhost")
    found = failures(SCHEME, RANKED, SCORES, FINDINGS, built)
    assert found[0].host == Nest("p.localhost", 3, 3)
    assert found[1].host is None  # one unit is nothing common
    assert found[0].group is None  # all are of one group: nothing to compare with


def test_units_are_ordered_by_loss_and_a_part_shows_its_indicators():
    whole = heat(SCHEME, RANKED, SCORES, FINDINGS)
    assert [column.id for column in whole.columns] == ["open", "rest"]
    # lost: a 20, d 20, b 10 + 10, c 0; equal ones by id
    assert [(row.unit_id, row.lost) for row in whole.rows] == [
        ("a", 20), ("b", 20), ("d", 20), ("c", 0),
    ]  # fmt: skip
    assert whole.means == [Fraction(60, 160), None]  # known: 60 + 60 + 20 + 20
    part = heat(SCHEME, RANKED, SCORES, FINDINGS, "open")
    assert [column.id for column in part.columns] == ["report", "budget", "fresh"]
    assert [cell.outcome for cell in part.rows[-1].cells] == [
        Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("got", "share", "shade"),
    [(100, 0, 0), (96, Fraction(4, 100), 0), (95, Fraction(5, 100), 1), (80, Fraction(1, 5), 2),
     (60, Fraction(2, 5), 3), (40, Fraction(3, 5), 4), (0, 1, 4)],
)  # fmt: skip
def test_a_cell_is_darker_the_more_is_lost(got, share, shade):
    cell = Cell(Points(Fraction(100), Fraction(100), Fraction(got)))
    assert (cell.share, cell.shade) == (share, shade)


def test_what_nobody_judged_has_no_share():
    assert Cell(Points(Fraction(5), ZERO, ZERO)).share is None
    assert Cell(None).share is None


def test_hosts_of_one_unit_go_under_one_name():
    units = [Unit(id_, id_, "k", "g", f"http://{host}/") for id_, host in
             (("a", "p.cn"), ("b", "p.cn"), ("c", "own.cn"))]  # fmt: skip
    assert hosts(units) == {"a": "p.cn", "b": "p.cn", "c": "own.cn"}
    assert shared_hosts(units, "各自建站") == {"a": "p.cn", "b": "p.cn", "c": "各自建站"}


def test_units_without_a_place_are_left_out_of_analyses():
    ranked = [line("b"), line("a", place=None), line("c", "乙组", None)]
    assert {g: [s.unit_id for s in inside] for g, inside in placed(ranked, SCORES).items()} == {
        "甲组": ["b"], "乙组": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (Item("x", 3, 0.5, None, None, 0.5, 0.2), Advice.FEW),
        (Item("x", 9, 0.99, 0.1, -0.2, 0.97, 0.0), Advice.EASY),
        (Item("x", 9, 0.01, 0.0, None, 0.0, 0.98), Advice.IMPOSSIBLE),
        (Item("x", 9, 0.5, -0.3, -0.4, 0.4, 0.3), Advice.TURNED),
        (Item("x", 9, 0.5, 0.1, -0.05, 0.4, 0.3), Advice.WEAK),
        (Item("x", 9, 0.5, 0.4, 0.3, 0.4, 0.3), Advice.KEEP),
    ],
)
def test_what_follows_from_the_statistics_of_an_indicator(item, said):
    assert advice(item) is said


def test_tie_groups_of_two_or_more_are_told():
    found = [Firmness(id_, place, 1, 4, 0.5, tie) for id_, place, tie in
             (("a", 1, 1), ("b", 2, 2), ("c", 3, 2), ("d", 4, 3))]  # fmt: skip
    assert tied(found) == [Tied(2, 3, ["b", "c"])]
