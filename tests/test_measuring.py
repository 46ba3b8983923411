"""What the demo's truth says of a unit and a check."""

import pytest

from crawlers.accuracy.outcomes import Truth
from dashboard.accuracy.measuring import demo_truth, demo_truths
from data.types import Outcome, Unit

MET, PARTIAL, MISSING, UNKNOWN = Outcome.MET, Outcome.PARTIAL, Outcome.MISSING, Outcome.UNKNOWN
UNITS = [
    Unit(id_, id_, kind, "", f"http://{id_}.localhost/")
    for id_, kind in (("a", "county"), ("b", "county"), ("c", "department"))
]


def planted(unit: str, check: str, outcome: Outcome, **items: Outcome) -> dict[str, object]:
    return {"unit": unit, "check": check, "outcome": outcome.value, "items": items}


TRUTH = {
    "faults": [
        planted("a", "plans", MISSING, plan=MISSING),
        planted("a", "organisation", PARTIAL, hours=MISSING, phone=PARTIAL),
        planted("a", "publicity", UNKNOWN, cases=MISSING),
        planted("b", "gazette", PARTIAL),
    ],
    "unreadable": [{"unit": "c", "cause": "blocked"}],
    "open": [{"kind": "county", "check": "gazette", "cause": "nothing_to_judge"}],
}
FINE = Truth(MET, frozenset({Outcome.NOT_APPLICABLE}))


@pytest.mark.parametrize(
    ("unit", "check", "true"),
    [
        ("a", "plans", Truth(MISSING)),
        ("a", "organisation", Truth(PARTIAL, lacks=frozenset({"hours"}))),
        ("a", "publicity", Truth(UNKNOWN)),
        ("a", "gazette", Truth(UNKNOWN)),
        ("b", "gazette", Truth(PARTIAL)),
        ("b", "plans", FINE),
        ("c", "plans", Truth(UNKNOWN)),
    ],
)
def test_where_nothing_is_planted_or_open_all_is_fine(unit: str, check: str, true: Truth) -> None:
    assert demo_truth(demo_truths(TRUTH, UNITS), unit, check) == true
