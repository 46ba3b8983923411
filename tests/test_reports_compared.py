"""What documents say of the round before, and of equals: to whom, and from which round."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from dashboard.casework.telling import tell_units
from dashboard.reports import circular, general_report, unit_report
from dashboard.reports.book import read_book
from dashboard.reports.paper import words_of
from dashboard.rounds.steps import score_round
from data.store import Store
from data.types import Finding, Outcome, Ranked, Unit
from data.workflow import Stage, StageMove
from tests import people
from tests.rounds import (
    AT,
    DOWN,
    DOWN_FINDINGS,
    GOOD,
    GOOD_FINDINGS,
    LATE,
    POOR,
    ROUND,
    SCHEME,
    fill,
    poor_findings,
)

DAY = date(2023, 12, 20)
WORSE = GOOD_FINDINGS | {"budget": Finding(Outcome.MISSING, "没有找到")}  # 71.43


def add(store, round_id, as_of, scheme_id="small-1", text=SCHEME):
    """Another round of the same units, scored, in which the first unit had less."""
    store.put_scheme(scheme_id, text.replace("id: small-1", f"id: {scheme_id}"))
    late = ROUND.created_at + timedelta(days=1)  # filled in afterwards
    store.create_round(
        replace(
            ROUND, id=round_id, name=f"{round_id}轮", scheme_id=scheme_id, as_of=as_of,
            created_at=late,
        )
    )  # fmt: skip
    found = ((GOOD, WORSE), (POOR, poor_findings(LATE)), (DOWN, DOWN_FINDINGS))
    for unit, each in found:
        store.put_reading(round_id, unit.id, [], [], each)
    score_round(store, round_id)


def publish(store, round_id):
    store.move_stage(round_id, StageMove(Stage.DRAFT, Stage.PUBLISHED, "office", AT))


@pytest.fixture
def store(tmp_path):
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    fill(url)
    with Store(url) as opened:
        yield opened


def said(store, paper=circular.circular, *unit):
    return words_of(paper(read_book(store, "r1", DAY), *unit))


def test_a_circular_compares_with_a_round_that_published_everything(store):
    add(store, "r0", date(2022, 12, 15))
    publish(store, "r0")
    # (100 − 71.43 + 0) ÷ 2 over the two units placed in both
    assert "两轮均列名次的单位平均上升14.29分" in said(store)


def test_a_circular_tells_nothing_of_a_round_that_was_never_published(store):
    add(store, "r0", date(2022, 12, 15))
    assert "两轮均列名次" not in said(store)
    assert "r0轮" not in said(store)


@pytest.mark.parametrize(
    "mode", ["{mode: grades}", "{mode: counts}", "{mode: ends, n: 1}"], ids=lambda mode: mode[7:11]
)
def test_a_circular_tells_nothing_that_the_round_before_did_not_publish(store, mode):
    hidden = SCHEME.replace("total: 100", f"total: 100\n  publish: {mode}")
    add(store, "r0", date(2022, 12, 15), "small-0", hidden)
    publish(store, "r0")
    book = read_book(store, "r1", DAY)
    assert book.before is not None
    assert not book.before.public
    assert "两轮均列名次" not in said(store)
    assert "r0轮" not in said(store)


def test_a_circular_does_not_reach_behind_a_hidden_round_for_another(store):
    add(store, "old", date(2021, 12, 15))
    publish(store, "old")
    add(store, "r0", date(2022, 12, 15))
    assert "两轮均列名次" not in said(store)


def test_what_a_round_nobody_was_told_of_found_is_no_problem_told_before(store):
    add(store, "r0", date(2022, 12, 15), "another-1")
    tell_units(store, people.OFFICE, "r1", store.round_units("r1"), at=AT)
    assert "往轮已经指出" not in said(store)


def test_a_circular_names_repeated_offenders_of_published_rounds_only(store):
    add(store, "r0", date(2022, 12, 15))
    publish(store, "r0")
    tell_units(store, people.OFFICE, "r1", store.round_units("r1"), at=AT)
    assert "有1个单位往轮已经指出的问题再次失分，如乙局。" in said(store)


def test_a_circular_that_gives_counts_withholds_what_tells_one_unit(store):
    text = SCHEME.replace("total: 100", "total: 100\n  publish: {mode: counts}")
    add(store, "rc", date(2024, 12, 15), "counts-1", text)
    book = read_book(store, "rc", DAY)
    alike = tuple(
        replace(line, place=1, value=Fraction(1), grade="合格") for line in book.result.ranked
    )
    for ranked, told in ((alike, False), (alike[:2], False), (book.result.ranked, True)):
        other = replace(book, result=replace(book.result, ranked=ranked))
        [*_, text] = [block.text for block in circular.overall(other)]
        assert ("按等次分" in text) is told


def test_who_may_read_every_place_reads_the_comparison_before_publication(store):
    add(store, "r0", date(2022, 12, 15))
    assert "两轮均列名次的单位平均上升14.29分" in said(store, general_report.general_report)
    own = said(store, unit_report.unit_report, "good")
    assert "上一轮（r0轮）得71.43分，本轮上升28.57分。" in own


def test_the_round_before_has_an_earlier_date_and_a_scheme_of_the_family(store):
    add(store, "other", date(2023, 6, 30), "another-1")
    add(store, "same-day", ROUND.as_of)
    add(store, "later", date(2024, 12, 15))
    assert read_book(store, "r1", DAY).before is None
    add(store, "r0", date(2022, 12, 15), "small-0")  # made last, about earlier
    before = read_book(store, "r1", DAY).before
    assert before is not None
    assert before.name == "r0轮"
    assert not before.same_scheme


def level(store, *values):
    """The sentence on the ends of a group in which units have these points, best first."""
    book = read_book(store, "r1", DAY)
    units = {
        f"u{n}": Unit(f"u{n}", f"{name}局", "department", "组", "http://u.localhost/")
        for n, name in enumerate("甲乙丙丁戊己庚"[: len(values)])
    }
    ranked = tuple(
        Ranked(
            f"u{n}", "组", 1 + values.index(value), Fraction(value), Fraction(value),
            Fraction(value), Fraction(1), "优秀",
        )
        for n, value in enumerate(values)
    )  # fmt: skip
    new = replace(book.result, units=units, ranked=ranked)
    [*_, text] = [block.text for block in circular.overall(replace(book, result=new))]
    return text


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([90, 80], "最高的是甲局（90.00分），最低的是乙局（80.00分）。"),
        ([90, 90, 80], "最高的是甲局、乙局（均90.00分），最低的是丙局（80.00分）。"),
        ([90, 80, 80], "最高的是甲局（90.00分），最低的是乙局、丙局（均80.00分）。"),
        ([90, 90, 90, 90, 80], "最高的是甲局、乙局、丙局、丁局（均90.00分），最低的是戊局"),
        ([90, 90, 90, 90, 90, 80], "最高的是甲局、乙局、丙局、丁局等5个单位（均90.00分），最低"),
        ([90, 90], "最高的是甲局、乙局（均90.00分）。"),
        ([90], "最高的是甲局（90.00分）。"),
    ],
)
def test_equals_at_the_ends_are_all_named(store, values, ends):
    assert ends in level(store, *values)
