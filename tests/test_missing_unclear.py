"""Nothing was found, and some of it nobody could look at: that part is open, never lost.

Points read (full, known, got): lost is known - got, open is full - known.
"""

from fractions import Fraction as F

import pytest

from data.rules import Capped, Checklist, Composite, EachMissing, Presence, Ratio, Tiered
from data.types import Finding, Outcome, Points
from scoring.rules import points_for

MET, MISSING, UNKNOWN, NOT_APPLICABLE = (
    Outcome.MET, Outcome.MISSING, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE,
)  # fmt: skip
SHARE = Ratio(("live", "domains"), open="unclear")
BY_POINT = Ratio(("live", "domains"), per_point=F("0.01"), open="unclear")
LIST = Checklist({"a": F(1), "b": F(1), "c": F(2)})
EACH = EachMissing(F("0.4"), ("a", "b", "c"))
TIERS = Tiered((("by_due", F("1.5")), ("published", F("0.8"))))


@pytest.mark.parametrize(
    ("rule", "worth", "items", "counts", "expected"),
    [
        # Two domains are dead and a third nobody could look at: 3.1 x 2/3 lost, 3.1 x 1/3 open.
        (SHARE, F("3.1"), {}, {"live": 0, "domains": 2, "unclear": 1},
         (F("3.1"), F("6.2") / 3, F(0))),
        (SHARE, F(3), {}, {"live": 0, "domains": 2, "unclear": 0}, (F(3), F(3), F(0))),
        (SHARE, F(3), {}, {"live": 0, "domains": 2}, (F(3), F(3), F(0))),
        (SHARE, F(3), {}, {"live": 0, "domains": 0, "unclear": 2}, (F(3), F(0), F(0))),
        (SHARE, F(3), {}, {}, (F(3), F(3), F(0))),
        # Nothing found earns nothing, however mild the rule is to a low share.
        (BY_POINT, F(3), {}, {"live": 0, "domains": 1, "unclear": 2}, (F(3), F(1), F(0))),
        (LIST, F(4), {"a": MISSING, "b": MISSING, "c": UNKNOWN}, {}, (F(4), F(2), F(0))),
        (LIST, F(4), {"a": NOT_APPLICABLE, "b": UNKNOWN, "c": MISSING}, {}, (F(3), F(2), F(0))),
        (LIST, F(4), {"a": MISSING}, {}, (F(4), F(4), F(0))),  # silence opens nothing
        (EACH, F(2), {"a": MISSING, "b": UNKNOWN, "c": UNKNOWN}, {}, (F(2), F("1.2"), F(0))),
        (EACH, F(2), {"a": UNKNOWN, "b": UNKNOWN, "c": UNKNOWN}, {}, (F(2), F(0), F(0))),
        (EACH, F(2), {}, {}, (F(2), F(2), F(0))),
        (TIERS, F("1.5"), {"by_due": MISSING, "published": UNKNOWN}, {},
         (F("1.5"), F("0.7"), F(0))),
        (Composite(((F(3), SHARE), (F(2), Presence()))), F(5), {},
         {"live": 0, "domains": 2, "unclear": 1}, (F(5), F(4), F(0))),
        (Composite(((F(3), SHARE), (F(4), LIST))), F(7), {"a": MISSING, "b": UNKNOWN, "c": MISSING},
         {"live": 0, "domains": 1, "unclear": 2}, (F(7), F(4), F(0))),
        # 2 of 4 are open, but without item a no more than 1 could be had.
        (Capped("a", F(1), LIST), F(4), {"a": MISSING, "b": MISSING, "c": UNKNOWN}, {},
         (F(4), F(3), F(0))),
        (Presence(), F(2), {"a": UNKNOWN}, {}, (F(2), F(2), F(0))),
    ],
)  # fmt: skip
def test_what_a_missing_could_not_look_at_is_open(rule, worth, items, counts, expected):
    finding = Finding(MISSING, "", items=items, counts=counts)
    assert points_for(finding, worth, rule) == Points(*expected)


def test_nothing_found_is_as_part_of_it_found_but_for_what_was_found():
    none, one = (
        points_for(
            Finding(outcome, "", counts={"live": live, "domains": 2, "unclear": 1}), F(3), SHARE
        )
        for outcome, live in ((MISSING, 0), (Outcome.PARTIAL, 1))
    )
    assert (none.lost, none.open, one.lost, one.open) == (2, 1, 1, 1)
