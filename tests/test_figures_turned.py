"""Which indicators make the difference between two rounds of a unit."""

from fractions import Fraction

import pytest

from dashboard.figures.turned import Turn, turned
from dashboard.panels.portrait.turned import changed_words
from data.types import Outcome
from scoring.gaps import Gap


def gap(id_, lost, waits=0):
    return Gap(
        id_, id_, id_, (), Fraction(4), Fraction(lost), Fraction(waits), Outcome.MISSING,
        "", None, "", "", (),
    )  # fmt: skip


def test_the_largest_new_loss_comes_first_and_what_was_made_good_last():
    now = [gap("budget", 4), gap("links", "1/2"), gap("same", 1)]
    before = [gap("links", "1/4"), gap("same", 1), gap("guide", 2)]
    assert [(turn.gap.code, turn.before, turn.now, turn.more) for turn in turned(now, before)] == [
        ("budget", 0, 4, 4),
        ("links", Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)),
        ("guide", 2, 0, -2),
    ]


def test_what_could_not_be_told_before_is_marked():
    (turn,) = turned([gap("budget", 4)], [gap("budget", 0, 4)])
    assert (turn.open_before, turn.open_now, turn.more) == (True, False, 4)


def test_what_is_open_in_both_rounds_is_no_difference():
    assert turned([gap("a", 0, 4)], [gap("a", 0, 4)]) == []


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        (Turn(None, Fraction(0), Fraction(2), open_before=False, open_now=False), "▼ 多失 2.00"),
        (Turn(None, Fraction(2), Fraction(0), open_before=False, open_now=False), "▲ 少失 2.00"),
        (Turn(None, Fraction(2), Fraction(0), open_before=False, open_now=True), "转为待核查"),
        (Turn(None, Fraction(0), Fraction(2), open_before=True, open_now=False), "▼ 查清，失 2.00"),
        (Turn(None, Fraction(3), Fraction(1), open_before=False, open_now=True), "▲ 少失 2.00"),
    ],
)
def test_what_could_not_be_told_is_not_called_made_good(turn, said):
    assert changed_words(turn) == said
