"""Strangers' text on a screen shows as it is, and turns nothing that stands after it."""

import pytest

from dashboard.wording.markup import esc, link, plain, to_unit
from dashboard.wording.printing import shown

TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("show", [esc, plain, shown, lambda text: link("", text)])
def test_no_mark_turns_the_direction_of_a_line(show, turn):
    assert show(f"戊县{turn}gpj{turn}") == "戊县gpj"


def test_a_link_to_a_unit_reads_straight():
    assert to_unit("r1", "u1", "戊县\u202egpj").endswith(">戊县gpj</a>")
