"""Another rule tried on stored findings: worked out by hand, and nothing is stored."""

from fractions import Fraction

import pytest

from dashboard.desk.desk import Desk
from dashboard.figures.whatif import (
    absences,
    moves,
    scaled,
    shared_leaves,
    with_absent,
    with_grades,
    with_points,
)
from dashboard.rounds.steps import checks
from data.indicators import Absent
from data.people import Person, Role
from data.rules import Capped, Checklist, Composite, Deduct, Presence, Tiered
from data.schemes import bundled, parse_scheme
from data.store import Store
from data.types import Finding, Outcome
from scoring.score import score
from tests import rounds

FINDINGS = {"good": rounds.GOOD_FINDINGS, "poor": rounds.poor_findings(rounds.LATE)}


@pytest.fixture
def stored(tmp_path):
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    rounds.fill(url)
    with Store(url) as store:
        yield Desk(store, Person("o", "欧", Role.ORGANISER), None).scored_from("r1")


def by_unit(made):
    return {each.unit.id: each for each in made}


def test_the_same_rule_moves_nobody(stored):
    made = by_unit(moves(stored, stored.scheme))
    assert {id_: each.gained for id_, each in made.items()} == {"good": 0, "poor": 0, "down": None}
    assert made["poor"].before.value == Fraction(3900, 70)


def test_other_grades_grade_anew(stored):
    after = with_grades(stored.scheme, [Fraction(90), Fraction(50), Fraction(0)])
    poor = by_unit(moves(stored, after))["poor"]
    assert (poor.before.grade, poor.after.grade, poor.gained) == ("不合格", "合格", 0)
    assert poor.regraded
    for wrong in ([90, 60], [60, 90, 0], [90, 60, 1]):
        with pytest.raises(ValueError, match="等次线"):
            with_grades(stored.scheme, list(map(Fraction, wrong)))


def test_other_points_of_a_group_leave_shares_inside_it(stored):
    # Nothing of “其他” was judged: the value stays, the interval moves.
    after = with_points(stored.scheme, {"open": Fraction(40), "rest": Fraction(60)})
    assert sum(node.points for node in after.nodes) == 100
    poor = by_unit(moves(stored, after))["poor"]
    assert poor.gained == 0
    # All points of 栏目更新 alone: 9 of 10.
    leaf = next(leaf for leaf in after.leaves() if leaf.id == "fresh")
    assert leaf.points == Fraction(40, 7)
    assert leaf.scoring == Deduct({"stale_dynamic": Fraction(4, 7)})


def test_scaling_a_rule_scales_what_it_gives():
    rule = Composite(
        (
            (Fraction(4), Capped("a", Fraction(1), Checklist({"a": Fraction(4)}))),
            (Fraction(2), Tiered((("b", Fraction(2)),))),
        )
    )
    assert scaled(rule, Fraction(1, 2)) == Composite(
        (
            (Fraction(2), Capped("a", Fraction(1, 2), Checklist({"a": Fraction(2)}))),
            (Fraction(1), Tiered((("b", Fraction(1)),))),
        )
    )
    assert scaled(Presence(), Fraction(3)) == Presence()


@pytest.mark.parametrize("name", list(bundled()))
def test_a_bundled_scheme_scaled_as_a_whole_scores_the_same(name):
    """Every number of points times three changes no value: found in no finding, seen by all."""
    scheme = parse_scheme(bundled()[name].read_text(encoding="utf-8"), name)
    after = with_points(scheme, {node.id: node.points * 3 for node in scheme.nodes})
    known = checks()
    findings = {
        leaf.id: Finding(
            Outcome.PARTIAL,
            "部分符合",
            items={
                key: (Outcome.MET, Outcome.MISSING, Outcome.PARTIAL)[n % 3]
                for n, key in enumerate(known[leaf.check].items if leaf.check else ())
            },
            counts=dict.fromkeys(known[leaf.check].counts, 1) if leaf.check else {},
        )
        for leaf in scheme.leaves()
    }
    one, other = (score(each, rounds.GOOD, findings) for each in (scheme, after))
    assert one.value == other.value
    assert one.value is not None


def test_another_treatment_of_what_does_not_apply(stored):
    scheme = parse_scheme(
        rounds.SCHEME.replace(
            "- {id: budget, name: 部门预算, points: 20, method: auto, na: none,",
            "- {id: budget, name: 部门预算, points: 20, method: auto, na: exclude,",
        ),
        "小",
    )
    assert absences(scheme) == {Absent.NONE: 5, Absent.EXCLUDE: 1}
    after = with_absent(scheme, Absent.EXCLUDE, Absent.FLAT_SHARE, Fraction(1, 2))
    assert absences(after) == {Absent.NONE: 5, Absent.FLAT_SHARE: 1}
    findings = FINDINGS["good"] | {"budget": Finding(Outcome.NOT_APPLICABLE, "没有预算")}
    assert score(scheme, rounds.GOOD, findings).value == 100  # 50 of 50
    assert score(after, rounds.GOOD, findings).value == Fraction(6000, 70)  # 50 + 10 of 70
    assert shared_leaves(scheme, after) == 6


def test_trying_stores_nothing(tmp_path):
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    rounds.fill(url)
    with Store(url) as store:
        before = store.scores("r1"), store.digest("r1"), store.schemes()
        desk = Desk(store, Person("o", "欧", Role.ORGANISER), None)
        found = desk.scored_from("r1")
        moves(found, with_grades(found.scheme, [Fraction(80), Fraction(50), Fraction(0)]))
        assert (store.scores("r1"), store.digest("r1"), store.schemes()) == before


def test_published_versions_are_never_overwritten(tmp_path):
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    rounds.fill(url)
    with Store(url) as store:
        desk = Desk(store, Person("o", "欧", Role.ORGANISER), None)
        with pytest.raises(Exception, match="已用于评估轮次 r1，内容不能再改"):
            desk.keep_scheme(rounds.SCHEME.replace("小体系", "大体系"), rounds.AT)
        text = bundled()["department-2023"].read_text(encoding="utf-8")
        with pytest.raises(Exception, match="随程序提供的版本，不能改"):
            desk.keep_scheme(text, rounds.AT)
        new = rounds.SCHEME.replace("small-1", "small-1-v2").replace("小体系", "大体系")
        assert desk.keep_scheme(new, rounds.AT) == "small-1-v2"
        assert desk.kept_schemes() == {"small-1": "小体系", "small-1-v2": "大体系"}
