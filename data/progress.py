"""How far the looks of a round have come, from the rows they save: the same for one process, many
processes and many machines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data import rows
from data.database import Database, StoreError
from data.facts import SiteState
from data.tables import FetchRow, RoundUnitRow
from data.types import FetchOutcome


@dataclass(frozen=True, slots=True)
class SiteProgress:
    """A site of a round and what was asked of it so far."""

    state: SiteState
    outcomes: Mapping[FetchOutcome, int]
    last_at: datetime | None  # of the last request

    @property
    def asked(self) -> int:
        """Requests made: what a budget left over has a row too, but was never asked for."""
        return sum(n for how, n in self.outcomes.items() if how is not FetchOutcome.OUT_OF_BUDGET)

    @property
    def read(self) -> int:
        return sum(n for how, n in self.outcomes.items() if how.read)


def site_progress(database: Database, round_id: str) -> dict[str, SiteProgress]:
    """Every site of a round by unit id, in the round's order."""
    sites = (
        select(RoundUnitRow)
        .where(RoundUnitRow.round_id == round_id)
        .order_by(RoundUnitRow.position)
    )
    spent = (
        select(FetchRow.unit_id, FetchRow.outcome, func.count(), func.max(FetchRow.fetched_at))
        .where(FetchRow.round_id == round_id)
        .group_by(FetchRow.unit_id, FetchRow.outcome)
    )
    outcomes: dict[str, dict[FetchOutcome, int]] = {}
    last: dict[str, datetime] = {}
    with database.read() as session:
        states = [rows.site_state(row) for row in session.scalars(sites)]
        for unit_id, outcome, number, at in session.execute(spent):
            outcomes.setdefault(unit_id, {})[FetchOutcome(outcome)] = number
            last[unit_id] = max(at, last.get(unit_id, at))
    return {
        s.unit_id: SiteProgress(s, outcomes.get(s.unit_id, {}), last.get(s.unit_id)) for s in states
    }


def site_state(database: Database, round_id: str, unit_id: str) -> SiteState:
    """One site of a round, without reading the others.

    Raises:
        StoreError: there is no such site.
    """
    with database.read() as session:
        row = session.get(RoundUnitRow, (round_id, unit_id))
        if row is None:
            raise StoreError(f"评估轮次“{round_id}”中没有单位“{unit_id}”")
        return rows.site_state(row)
