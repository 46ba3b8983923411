"""What somebody who is to judge blind does not see anywhere: what the other person said.

The review desk leaves the other's word out by itself (`dashboard.review.desk`); results show what
counts, and what counts is that word.
"""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from dashboard.rounds.result import Result
from dashboard.wording.language import _
from data.people import Action, Person, may
from data.reviews import Cell
from data.store import Store
from data.types import Cause, Finding, Mark, Outcome, Points, UnitScore

_ANY = "-"  # is no unit: whoever may judge it may judge


def awaited(store: Store, person: Person | None, round_id: str) -> frozenset[Cell]:
    """Points that the person is to judge blind and has not."""
    if person is None or not may(person, Action.JUDGE, _ANY):
        return frozenset()
    mine = store.assignments(round_id, person.id)
    cells = {(each.unit_id, each.indicator_id) for each in mine if each.mark is Mark.BLIND}
    return frozenset(cell for cell in cells if not _given(store, person, round_id, cell))


def without(shown: Result, cells: Collection[Cell]) -> Result:
    """The same with nothing said of some points: neither outcome nor reason nor points."""
    if not cells:
        return shown
    said = _("由你背靠背复评，作出意见之前不显示")
    findings, scores = dict(shown.findings), dict(shown.scores)
    for unit_id, indicator_id in cells:
        if unit_id in findings:
            unsaid = Finding(Outcome.UNKNOWN, said, Cause.NEEDS_PERSON)
            findings[unit_id] = {**findings[unit_id], indicator_id: unsaid}
        if unit_id in scores and indicator_id in scores[unit_id].leaves:
            scores[unit_id] = _open(scores[unit_id], indicator_id)
    return replace(shown, findings=findings, scores=scores)


def _open(score: UnitScore, indicator_id: str) -> UnitScore:
    full = score.leaves[indicator_id].full
    unsaid = Points(full, Fraction(0), Fraction(0))
    return replace(score, leaves={**score.leaves, indicator_id: unsaid})


def _given(store: Store, person: Person, round_id: str, cell: Cell) -> bool:
    mine = [j for j in store.on_cell(round_id, cell) if j.mark is Mark.BLIND and j.by == person.id]
    return bool(mine) and not mine[-1].withdrawn
