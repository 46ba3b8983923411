"""What the review desk shows, read quickly: nothing is read again before it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import streamlit as st

from dashboard import load
from dashboard.review.desk import ReviewDesk
from dashboard.review.outside import Sort, outside, verdicts
from dashboard.review.queue import Line, Queue
from dashboard.rounds.places import rounds_before
from dashboard.rounds.steps import checks, round_scheme
from dashboard.wording.language import _
from data.indicators import Leaf, Scheme
from data.reviews import Cell
from data.storage.database import database_url
from data.types import Finding, Outcome, Round, Unit
from scoring.rounds import effective


@dataclass(frozen=True)
class Board:
    """A round as the desk sees it; it never changes."""

    round: Round
    scheme: Scheme
    leaves: Mapping[str, Leaf]  # then what is judged beside the tree
    sorts: Mapping[str, Sort]
    units: Mapping[str, Unit]

    def names(self, leaf: Leaf) -> Mapping[str, str]:
        """Chinese names of the items and counts of a leaf, in the order of its check."""
        way = checks()[leaf.check] if leaf.check else None
        return {**way.items, **way.counts} if way else {}

    def words(self, indicator_id: str) -> Mapping[Outcome, str]:
        """What may be said of a point, in the order of the buttons."""
        return {o: _(word) for o, word in verdicts(*self._point(indicator_id)).items()}

    def _point(self, indicator_id: str) -> tuple[Sort, Leaf]:
        return self.sorts[indicator_id], self.leaves[indicator_id]


def board(round_id: str) -> Board:
    """
    Raises:
        StoreError: there is no such round.
    """
    return _board(database_url(), load.store().round(round_id))


@st.cache_resource(max_entries=16, show_spinner=False)
def _board(url: str, assessed: Round) -> Board:
    store = load.store()
    scheme = round_scheme(store, assessed)
    units = {unit.id: unit for unit in store.round_units(assessed.id)}
    every = {leaf.id: (Sort.LEAF, leaf) for leaf in scheme.leaves()} | outside(scheme)
    return Board(
        assessed,
        scheme,
        {id_: leaf for id_, (_, leaf) in every.items()},
        {id_: sort for id_, (sort, _) in every.items()},
        units,
    )


def queue(shown: Board, desk: ReviewDesk) -> Sequence[Line]:
    """The whole queue of the person. Read again when units were checked or tasks shared out; when
    somebody judged, only that is read.
    """
    judged, *rest = load.store().review_stamp(shown.round.id)
    person = desk.person
    key = (database_url(), shown.round.id, shown.round.created_at, *rest, person)
    return _kept(key, shown, desk).lines(desk, judged)


@st.cache_resource(max_entries=64, show_spinner=False)
def _kept(key: tuple[object, ...], _shown: Board, _desk: ReviewDesk) -> "Kept":
    return Kept(_shown, _desk)


class Kept:
    """The queue of one person, kept while only judgements are added; for several tabs at once."""

    def __init__(self, shown: Board, desk: ReviewDesk) -> None:
        round_id = self._round_id = shown.round.id
        self._queue = Queue(
            shown.scheme,
            [id_ for id_ in shown.units if desk.reads(id_)],
            desk.stands(round_id),
            desk.assignments(round_id),
            desk.person.role,
            desk.person.id,
        )
        self._numbers: set[int] = set()
        self._lines: Sequence[Line] = ()
        self._lock = Lock()

    def lines(self, desk: ReviewDesk, judged: int) -> Sequence[Line]:
        """
        Args:
            judged: how many judgements there are.
        """
        with self._lock:
            if not self._lines or judged != len(self._numbers):
                self._take(desk, max(self._numbers, default=0))
                if judged > len(self._numbers):  # one with a lower number was saved later
                    self._take(desk, 0)
                self._lines = self._queue.lines()
            return self._lines

    def _take(self, desk: ReviewDesk, after: int) -> None:
        known, numbers = desk.news(self._round_id, after)
        self._queue.take(known)
        self._numbers |= set(numbers)


def before(shown: Board, desk: ReviewDesk, cell: Cell) -> tuple[Round, Finding] | None:
    """What counted in the last round before this one that had the unit and the indicator."""
    had = [r for r in load.store().rounds() if cell[0] in r.unit_ids]
    for past in rounds_before(had, shown.round):
        seen = desk.found(past.id, cell)
        said = desk.on_cell(past.id, cell)
        counts = effective({cell[1]: seen} if seen else {}, said).get(cell[1])
        if counts is not None:
            return past, counts
    return None
