"""The accuracy card: what counts as right, who may say "missing", floors that never drop."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.accuracy.outcomes import Compared, Truth, outcome_tallies, tally
from crawlers.accuracy.pages import Compared as Page
from crawlers.accuracy.pages import topic_tallies
from crawlers.registry import all_checks
from data.card import (
    FLOORS_FILE,
    Card,
    Kind,
    Source,
    Subject,
    Tally,
    bundled_card,
    card_text,
    fallen,
    floors_text,
    raised,
    reached,
    read_card,
    read_floors,
)
from data.topics import known_topics
from data.types import Cause, Finding, Outcome

MET, PARTIAL, MISSING = Outcome.MET, Outcome.PARTIAL, Outcome.MISSING
UNKNOWN, NOT_APPLICABLE = Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
NONE, RIGHT, DEFENSIBLE = Tally(), Tally(right=1), Tally(defensible=1)
WRONG, MISSED = Tally(wrong=1), Tally(missed=1)


def found(outcome: Outcome, **items: Outcome) -> Finding:
    cause = Cause.NOT_READ if outcome is UNKNOWN else None
    return Finding(outcome, "结论", cause, items=items)


def truth(outcome: Outcome, *also: Outcome, lacks: str = "") -> Truth:
    return Truth(outcome, frozenset(also), frozenset(lacks.split()))


# --- one finding --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "true", "counted"),
    [
        (MISSING, truth(MISSING), RIGHT),
        (MISSING, truth(MISSING, UNKNOWN), RIGHT),
        (MISSING, truth(PARTIAL, MISSING), DEFENSIBLE),
        (MISSING, truth(PARTIAL), WRONG),
        (MISSING, truth(UNKNOWN), WRONG),
        (MISSING, truth(NOT_APPLICABLE), WRONG),
        (UNKNOWN, truth(MISSING), MISSED),
        (UNKNOWN, truth(MISSING, UNKNOWN), NONE),
        (MET, truth(MISSING, UNKNOWN), MISSED),
        (MET, truth(MET), NONE),
    ],
)
def test_missing_as_a_whole(outcome: Outcome, true: Truth, counted: Tally) -> None:
    assert tally(found(outcome), true, MISSING) == counted


@pytest.mark.parametrize(
    ("outcome", "true", "counted"),
    [
        (PARTIAL, truth(PARTIAL, lacks="hours"), RIGHT),
        (PARTIAL, truth(PARTIAL, lacks="phone"), Tally(wrong=1, missed=1)),
        (PARTIAL, truth(PARTIAL, lacks="hours phone"), Tally(right=1, missed=1)),
        (PARTIAL, truth(PARTIAL, MISSING), DEFENSIBLE),
        (PARTIAL, truth(MET, PARTIAL), DEFENSIBLE),
        (PARTIAL, truth(MET), WRONG),
        (PARTIAL, truth(MISSING, PARTIAL), RIGHT),
        (PARTIAL, truth(MISSING), Tally(right=1, missed=1)),
        (UNKNOWN, truth(PARTIAL, lacks="hours"), MISSED),
        (MET, truth(PARTIAL, MET, lacks="hours"), NONE),
    ],
)
def test_missing_items_of_what_is_there_in_part(
    outcome: Outcome, true: Truth, counted: Tally
) -> None:
    assert tally(found(outcome, address=MET, hours=MISSING), true, MISSING) == counted


def test_an_item_found_missing_does_not_accuse_while_the_whole_is_unknown() -> None:
    assert tally(found(UNKNOWN, hours=MISSING), truth(MET), MISSING) == NONE


@pytest.mark.parametrize(
    ("outcome", "true", "counted"),
    [
        (MET, truth(MET), RIGHT),
        (MET, truth(PARTIAL, MET), DEFENSIBLE),
        (MET, truth(PARTIAL), WRONG),
        (PARTIAL, truth(MET), MISSED),
        (PARTIAL, truth(MET, PARTIAL), NONE),
        (UNKNOWN, truth(UNKNOWN), NONE),
    ],
)
def test_met(outcome: Outcome, true: Truth, counted: Tally) -> None:
    assert tally(found(outcome), true, MET) == counted


def test_tallies_are_summed_by_check_and_outcome_and_empty_ones_left_out() -> None:
    seen = [
        Compared("plans", found(MISSING), truth(MISSING)),
        Compared("plans", found(MISSING), truth(MET)),
        Compared("plans", found(UNKNOWN), truth(UNKNOWN)),
    ]
    assert outcome_tallies(seen, Source.SITES) == {
        Subject(Kind.CHECK, "plans", "", Source.SITES): Tally(right=2, wrong=1),
        Subject(Kind.CHECK, "plans", "missing", Source.SITES): Tally(right=1, wrong=1),
        Subject(Kind.CHECK, "plans", "met", Source.SITES): MISSED,
    }


def test_topics_are_tallied_on_sound_articles_and_lists_only() -> None:
    def page(read: str, topic: str, also: str = "", state: str = "ok") -> Page:
        label = {"topic": topic, "topic_alt": also, "state": state, "kind": "article"}
        return Page(label, {"topic": read})

    pages = [
        page("news", "news"),
        page("news", "notice"),
        page("budget", "notice", "budget"),
        page("", "fees"),
        page("news", "notice", state="spam"),
    ]
    counted = {s.name: t for s, t in topic_tallies(pages).items()}
    assert counted == {
        "news": Tally(right=1, wrong=1),
        "notice": MISSED,
        "budget": DEFENSIBLE,
        "fees": MISSED,
    }


# --- who may say "missing" ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "decides"),
    [
        (Tally(right=1), True),
        (Tally(right=9, wrong=1), True),
        (Tally(right=8, wrong=1), False),  # 0.889
        (Tally(), False),
        (Tally(defensible=5), False),
        (Tally(right=1, defensible=50), True),
        (Tally(wrong=1), False),
        (Tally(right=1, missed=100), True),
    ],
)
def test_a_check_decides_from_precision_ninety_per_cent_on(counts: Tally, decides: bool) -> None:
    assert counts.decides is decides


def line(name: str, source: Source, counts: Tally, said: str = "missing") -> dict[Subject, Tally]:
    return {Subject(Kind.CHECK, name, said, source): counts}


def test_a_check_decides_that_was_right_on_a_real_site_and_precise_there_and_over_all() -> None:
    card = Card(
        line("plans", Source.DEMO, Tally(right=99))  # never tested on a real page
        | line("fees", Source.SITES, Tally(right=1))
        | line("fees", Source.SITES, Tally(wrong=1), said="met")
        | line("meetings", Source.DEMO, Tally(right=99))  # the demo does not make up for the sites
        | line("meetings", Source.SITES, Tally(right=8, wrong=1))
        | line("leadership", Source.DEMO, Tally(wrong=1))
        | line("leadership", Source.SITES, Tally(right=8))
        | line("statistics", Source.SITES, Tally(right=9), said="met")
    )
    assert card.decides == {"fees"}


def test_on_the_demo_sites_what_was_right_there_decides() -> None:
    card = Card(
        line("plans", Source.DEMO, Tally(right=1))
        | line("fees", Source.DEMO, Tally(right=1))
        | line("fees", Source.SITES, Tally(wrong=1))
        | line("meetings", Source.DEMO, Tally(right=9), said="met")
    )
    assert card.decides_on_demo == {"plans"}


def test_the_bundled_card_lets_no_check_decide_that_no_real_page_has_tested() -> None:
    card = bundled_card()
    real = {n: card.of(Kind.CHECK, n, "missing", Source.SITES).right for n in all_checks()}
    assert card.decides <= {name for name, right in real.items() if right}
    assert card.decides < card.decides_on_demo


def test_the_shares() -> None:
    counts = Tally(right=3, defensible=4, wrong=1, missed=2)
    assert (counts.precision, counts.recall) == (Fraction(3, 4), Fraction(3, 5))
    assert (Tally(defensible=4).precision, Tally(wrong=1).recall) == (None, None)


# --- card and floors ----------------------------------------------------------------------------

CARD = Card(line("plans", Source.SITES, Tally(2, 1, 1, 0)))
PLANS = next(iter(CARD.tallies))


def test_a_card_is_read_as_it_was_written_and_its_version_follows_its_content() -> None:
    assert read_card(card_text(CARD)) == CARD
    assert CARD.version == read_card(card_text(CARD)).version
    assert CARD.version != Card(line("plans", Source.SITES, Tally(3, 1, 1, 0))).version


@pytest.mark.parametrize(
    "text",
    ["", "kind,name\n", "kind,name,said,source,right,defensible,wrong,missed\nx,a,,demo,1,0,0,0\n"],
)
def test_what_is_no_card_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"columns|Kind"):
        read_card(text)


def test_measuring_one_source_anew_keeps_the_others() -> None:
    demo = line("plans", Source.DEMO, RIGHT)
    both = CARD.with_source(Source.DEMO, demo)
    assert both.tallies == dict(CARD.tallies) | demo
    assert both.with_source(Source.DEMO, {}).tallies == CARD.tallies


def test_floors_are_rounded_down_and_read_as_written() -> None:
    floors = reached(CARD)
    assert floors == {PLANS: (Fraction(666, 1000), Fraction(1))}
    assert read_floors(floors_text(floors)) == floors


@pytest.mark.parametrize(
    ("floor", "falls"),
    [
        ((Fraction(666, 1000), Fraction(1)), False),
        ((Fraction(667, 1000), Fraction(1)), True),
        ((None, None), False),
    ],
)
def test_below_its_floor_a_subject_has_fallen(
    floor: tuple[Fraction | None, Fraction | None], falls: bool
) -> None:
    assert fallen(CARD, {PLANS: floor}) == ([PLANS] if falls else [])


def test_what_is_no_longer_measured_has_fallen() -> None:
    assert fallen(Card({}), {PLANS: (Fraction(1), None)}) == [PLANS]


COUNTS = st.builds(Tally, *[st.integers(0, 50)] * 4)


@given(COUNTS, COUNTS)
def test_floors_rise_and_never_fall(before: Tally, after: Tally) -> None:
    floors = reached(Card({PLANS: before}))
    new = raised(Card({PLANS: after}), floors)
    assert fallen(Card({PLANS: before}), floors) == []
    for old, now in zip(floors[PLANS], new[PLANS], strict=True):
        assert old is None or (now is not None and now >= old)
    assert raised(Card({PLANS: after}), new) == new


def test_the_card_is_nowhere_below_its_floors_and_no_floor_below_the_card() -> None:
    floors = read_floors(FLOORS_FILE.read_text(encoding="utf-8"))
    assert fallen(bundled_card(), floors) == []
    assert raised(bundled_card(), floors) == floors, "运行 gkc card measure 抬高下限"


def test_the_card_speaks_of_checks_and_topics_that_exist() -> None:
    names: dict[Kind, set[str]] = {Kind.CHECK: set(), Kind.TOPIC: set()}
    for subject in bundled_card().tallies:
        names[subject.kind].add(subject.name)
    assert names[Kind.CHECK] == set(all_checks())
    assert names[Kind.TOPIC] <= set(known_topics().by_id)
