"""What the review desk shows, read quickly: nothing is read again before it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from dashboard import load
from dashboard.review.desk import ReviewDesk
from dashboard.review.queue import Line, lines
from dashboard.steps import checks, round_scheme
from data.archive import Record, evidence_of
from data.card import Card, bundled_card
from data.indicators import Leaf, Scheme
from data.reviews import Cell
from data.storage.database import database_url
from data.types import Evidence, Finding, Round, Unit
from data.var import VAR
from scoring.rounds import effective


@dataclass(frozen=True)
class Board:
    """A round as the desk sees it; it never changes."""

    round: Round
    scheme: Scheme
    leaves: Mapping[str, Leaf]
    units: Mapping[str, Unit]

    def names(self, leaf: Leaf) -> Mapping[str, str]:
        """Chinese names of the items and counts of a leaf, in the order of its check."""
        way = checks()[leaf.check] if leaf.check else None
        return {**way.items, **way.counts} if way else {}


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
    return Board(assessed, scheme, {leaf.id: leaf for leaf in scheme.leaves()}, units)


def queue(shown: Board, desk: ReviewDesk) -> Sequence[Line]:
    """The whole queue of the person; read again when somebody wrote something."""
    stamp = load.store().review_stamp(shown.round.id)
    person = desk.person
    key = (database_url(), shown.round.id, shown.round.created_at, stamp, person)
    return _queue(key, shown, desk)


@st.cache_resource(max_entries=64, show_spinner=False)
def _queue(key: tuple[object, ...], _shown: Board, _desk: ReviewDesk) -> Sequence[Line]:
    round_id = _shown.round.id
    return lines(
        _shown.scheme,
        [id_ for id_ in _shown.units if _desk.reads(id_)],
        _desk.stands(round_id),
        _desk.judgements(round_id),
        _desk.assignments(round_id),
        _desk.person.role,
        _desk.person.id,
    )


def before(shown: Board, desk: ReviewDesk, cell: Cell) -> tuple[Round, Finding] | None:
    """What counted in the last round before this one that had the unit and the indicator."""
    earlier = [
        r for r in load.store().rounds()
        if cell[0] in r.unit_ids and (r.as_of, r.created_at) < _when(shown.round)
    ]  # fmt: skip
    for past in sorted(earlier, key=_when, reverse=True):
        seen = desk.found(past.id, cell)
        said = desk.on_cell(past.id, cell)
        counts = effective({cell[1]: seen} if seen else {}, said).get(cell[1])
        if counts is not None:
            return past, counts
    return None


def _when(assessed: Round) -> tuple[object, datetime]:
    return assessed.as_of, assessed.created_at


def card() -> Card:
    return bundled_card()


def archived(round_id: str, piece: Evidence) -> Record:
    """The answer behind a piece of evidence.

    Raises:
        ArchiveError: the file is gone or its bytes changed.
    """
    return evidence_of(VAR, round_id).record(piece.warc, piece.offset, piece.sha256)
