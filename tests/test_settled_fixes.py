"""What an appeal won back whole is not to be mended any more."""

from dataclasses import replace

import pytest

from crawlers.settings import Settings
from dashboard.casework.appealing import Plea, decide_appeal, leaf_named, raise_appeal
from dashboard.casework.rectifying import fix_of, report_fix
from dashboard.casework.telling import tell_units
from data.types import Outcome
from data.workflow import WorkflowError
from scoring.appeals import Decision, Ground, Ruling
from scoring.rectification import Status
from tests import rounds
from tests.people import OF_POOR, OFFICE, REVIEWER

DUTY = ("职责.pdf", b"%PDF-1.4 duties")


@pytest.fixture
def appealed(store, tmp_path, monkeypatch):
    """A store with the small round told, and an appeal of the unit about its budget."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(rounds, "Store", lambda url: _same(store))
    rounds.fill(store.url)
    tell_units(store, OFFICE, "r1", store.round_units("r1"), at=rounds.AT)
    raise_appeal(
        store, OF_POOR, "r1", leaf_named(store, "r1", "budget"),
        Plea(Ground.NOT_OUR_DUTY, "归他局", file=DUTY), var=tmp_path, settings=Settings(),
        now=lambda: rounds.AT,
    )  # fmt: skip
    return store


class _same:
    """The store of the test, not closed by the one who fills it."""

    def __init__(self, store):
        self.store = store

    def __enter__(self):
        return self.store

    def __exit__(self, *what):
        return None


@pytest.mark.parametrize(
    ("decision", "outcome", "status"),
    [
        (Decision.UPHELD, Outcome.MET, Status.SETTLED),
        (Decision.UPHELD, Outcome.UNKNOWN, Status.SETTLED),  # open, and so not lost
        (Decision.PARTLY, Outcome.PARTIAL, Status.WAITING),  # half of it is still lost
        (Decision.REFUSED, None, Status.WAITING),
    ],
)
def test_a_point_that_loses_nothing_any_more_is_settled(appealed, decision, outcome, status):
    store = appealed
    [digest] = {event.said["file"] for event in store.events("appeal", "r1")}
    ruling = Ruling(decision, "三定方案", digest, frozenset({REVIEWER.id, REVIEWER.name}), outcome)
    decide_appeal(store, REVIEWER, "r1", 1, ruling, at=rounds.AT)
    fix = fix_of(store, "r1", "poor", "budget")
    assert fix.status is status
    assert fix_of(store, "r1", "poor", "report").status is Status.WAITING
    if status is Status.SETTLED:
        with pytest.raises(WorkflowError, match="申诉已经成立，不需整改"):
            report_fix(
                store, OF_POOR, "r1", "budget", Status.EXPLAINED, link="", note="改版", at=rounds.AT
            )
        assert not replace(fix).overdue(fix.due.replace(year=2999))
