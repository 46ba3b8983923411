"""Assigning, drawing and comparing: the same seed the same draw, nobody judges the own unit."""

from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reviews import Assignment
from data.types import Cause, Finding, Judgement, Mark, Outcome
from scoring.review import (
    NobodyLeft,
    alpha,
    by_another,
    by_indicator,
    by_indicators,
    by_people,
    by_unit,
    drawn,
    kappa,
    looked_through,
    pairs,
    second_look,
    still_due,
)

AT = datetime(2023, 12, 20, tzinfo=UTC)
CELLS = [(unit, leaf) for unit in ("u1", "u2", "u3", "u4") for leaf in ("a", "b", "c")]
MET, PARTIAL, MISSING = Outcome.MET, Outcome.PARTIAL, Outcome.MISSING


def word(person, outcome, mark=Mark.FIRST, unit="u1", leaf="a", **more):
    return Judgement(unit, leaf, outcome, "理由", person, AT, mark=mark, **more)


def test_by_unit_a_unit_has_one_person_and_loads_are_even():
    given_out = by_unit(CELLS, ["p", "q"], {})
    assert Counter(a.person for a in given_out) == {"p": 6, "q": 6}
    assert all(len({a.person for a in given_out if a.unit_id == u}) == 1 for u, _ in CELLS)


def test_by_indicator_one_person_measures_all_units():
    given_out = by_indicator(CELLS, ["p", "q", "r"], {})
    assert all(len({a.person for a in given_out if a.indicator_id == i}) == 1 for _, i in CELLS)


@pytest.mark.parametrize("share_out", [by_unit, by_indicator])
def test_nobody_judges_a_unit_that_he_is_tied_to(share_out):
    given_out = share_out(CELLS, ["p", "q"], {"p": {"u1"}})
    assert {a.person for a in given_out if a.unit_id == "u1"} == {"q"}
    assert sorted((a.unit_id, a.indicator_id) for a in given_out) == CELLS
    with pytest.raises(NobodyLeft, match="u1"):
        share_out(CELLS, ["p"], {"p": {"u1"}})


@given(
    st.lists(st.sampled_from(CELLS), unique=True),
    st.fractions(0, 1, max_denominator=20),
    st.text(min_size=1, max_size=5),
)
def test_a_draw_is_the_share_rounded_up_whatever_the_order(cells, share, seed):
    found = drawn(cells, share, seed)
    assert len(found) == -(-len(cells) * share.numerator // share.denominator)
    assert found == drawn(cells[::-1], share, seed)
    assert set(found) <= set(cells)


def test_another_seed_draws_others_and_none_is_refused():
    assert drawn(CELLS, Fraction(1, 4), "1") != drawn(CELLS, Fraction(1, 4), "2")
    with pytest.raises(ValueError, match="seed"):
        drawn(CELLS, Fraction(1, 4), "")


def test_looks_of_another_person_are_due_until_given_and_differences_until_settled():
    asked = [Assignment("u1", "a", "q", Mark.BLIND), Assignment("u1", "b", "q", Mark.SECOND)]
    first = word("p", MET)
    assert still_due([Assignment("u1", "a", "p"), *asked], [first]) == 2
    differs = word("q", MISSING, Mark.BLIND)
    assert still_due(asked, [first, differs]) == 2  # the arbitration, and the second mark of b
    settled = word("r", MISSING, Mark.ARBITRATION)
    assert still_due(asked, [first, differs, settled]) == 1
    assert still_due(asked[:1], [first, word("q", MET, Mark.BLIND)]) == 0


def test_the_second_opinion_is_somebody_elses():
    firsts = {cell: {"p"} for cell in CELLS}
    twice = by_another(CELLS, firsts, ["p", "q"], {}, Mark.BLIND, "s")
    assert {(a.person, a.mark, a.seed) for a in twice} == {("q", Mark.BLIND, "s")}
    with pytest.raises(NobodyLeft):
        by_another(CELLS, firsts, ["p"], {}, Mark.BLIND)


def test_every_lost_point_appealed_is_looked_at_again_and_a_share_of_the_rest():
    lost = CELLS[:8]
    again = second_look(lost, [CELLS[0], CELLS[11]], Fraction(2, 7), "s")
    assert CELLS[0] in again  # lost and appealed
    assert CELLS[11] not in again  # appealed, not lost
    assert len(again) == 1 + 2  # 2/7 of the other seven
    assert second_look(lost, [CELLS[0]], Fraction(0), "") == [CELLS[0]]  # nothing is drawn


def test_a_zero_cannot_rest_on_what_nobody_saw():
    assert looked_through(Finding(MISSING, "没有找到"))
    assert looked_through(Finding(Outcome.UNKNOWN, "疑似", Cause.SUGGESTED))
    assert not looked_through(Finding(Outcome.UNKNOWN, "打不开", Cause.SITE_DOWN))
    assert not looked_through(None)


def test_pairs_differ_in_outcome_or_in_an_item_until_arbitration_settles_them():
    same = [word("p", MET), word("q", MET, Mark.BLIND)]
    items = [
        word("p", PARTIAL, leaf="b", items={"x": MET}),
        word("q", PARTIAL, Mark.BLIND, leaf="b", items={"x": MISSING}),
    ]
    alone = [word("q", MET, Mark.BLIND, leaf="c")]
    found = pairs([*same, *items, *alone])
    assert [(p.cell[1], p.differ, p.settled) for p in found] == [
        ("a", False, False),
        ("b", True, False),
    ]
    settled = pairs([*items, word("r", PARTIAL, Mark.ARBITRATION, leaf="b")])
    assert [p.settled for p in settled] == [True]


def test_cohens_kappa_of_a_table_worked_out_by_hand():
    # 45 + 15 of 100 agree: 0.6; by chance 0.6 × 0.7 + 0.4 × 0.3 = 0.54; (0.6 - 0.54) ÷ 0.46
    said = (
        [(MET, MET)] * 45 + [(MET, MISSING)] * 15 + [(MISSING, MET)] * 25
        + [(MISSING, MISSING)] * 15
    )  # fmt: skip
    assert kappa(said) == pytest.approx(0.06 / 0.46)
    assert kappa([(MET, MET)] * 9) is None


def test_krippendorffs_alpha_of_his_published_example():
    # Krippendorff 2011, part C: four observers, twelve units, missing data; nominal α = 0.743.
    a = "123321412..."
    b = "1233224125.3"
    c = ".3332342251."
    d = "1233244125 1.".replace(" ", "")
    units = [[word for word in unit if word != "."] for unit in zip(a, b, c, d, strict=True)]
    assert round(float(alpha(units)), 3) == 0.743


def test_alpha_of_two_observers_in_the_published_binary_example():
    # Krippendorff 2011, part A: ten units, two observers; α = 0.095.
    units = list(zip("0100000000", "1110010100", strict=True))
    assert round(float(alpha(units)), 3) == 0.095


def test_alpha_is_one_in_agreement_and_nothing_when_only_one_word_was_used():
    assert alpha([(MET, MET), (MISSING, MISSING)]) == 1
    assert alpha([(MET, MET)] * 3) is None
    assert alpha([(MET,), (MISSING,)]) is None  # nothing was said twice


def test_agreement_by_indicator_and_by_person():
    found = pairs(
        [
            word("p", MET), word("q", MET, Mark.BLIND),
            word("p", MISSING, unit="u2"), word("q", MISSING, Mark.BLIND, unit="u2"),
            word("q", MET, leaf="b"), word("r", MISSING, Mark.BLIND, leaf="b"),
        ]
    )  # fmt: skip
    leaves = {a.of: a for a in by_indicators(found)}
    assert (leaves["a"].pairs, leaves["a"].same, leaves["a"].kappa) == (2, 2, 1.0)
    assert (leaves["b"].pairs, leaves["b"].same, leaves["b"].alpha) == (1, 0, 0)
    people = {a.of: (a.pairs, a.same) for a in by_people(found)}
    assert people == {"p": (2, 2), "q": (3, 2), "r": (1, 0)}
