"""How far the looks of a round have come, from the rows they save: the same for one process, many
processes and many machines.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from data import rows
from data.facts import SiteState, SiteStatus
from data.storage.database import Database
from data.tables import FetchRow, RoundUnitRow
from data.types import FetchOutcome


@dataclass(frozen=True, slots=True)
class Spent:
    """What was asked of a site: addresses by outcome, and when the last was asked for."""

    outcomes: Mapping[FetchOutcome, int] = field(default_factory=dict)
    last_at: datetime | None = None


# Rows of what no request was sent for.
NEVER_SENT = frozenset(
    {FetchOutcome.OUT_OF_BUDGET, FetchOutcome.BLOCKED_ADDRESS, FetchOutcome.BAD_URL}
)
SEVERAL = 3  # sites of which not one page was read: our own network is likelier than all of theirs
_OURS = frozenset({FetchOutcome.BLOCKED_ADDRESS, FetchOutcome.INTERNAL})
_NO_CONNECTION = frozenset(
    {FetchOutcome.DNS_FAILED, FetchOutcome.REFUSED, FetchOutcome.TIMEOUT_CONNECT}
)


def asked(outcomes: Mapping[FetchOutcome, int]) -> int:
    """Requests made, of rows by outcome."""
    return sum(number for how, number in outcomes.items() if how not in NEVER_SENT)


class Shut(StrEnum):
    """Why nobody got as far as a site, when that is our own side."""

    ADDRESS = "address"  # we do not go to such addresses unless somebody allows it
    NAME = "name"  # not one name is resolved
    NETWORK = "network"  # no site can be connected to
    PROGRAM = "program"  # our own program or machine failed


def shut(sites: Mapping[str, Mapping[FetchOutcome, int]]) -> dict[str, Shut]:
    """Sites not looked at yet although their looks ended, for reasons of our own side.

    A name that is not resolved and a connection that fails are the site's affair, unless all
    sites of several fare so.

    Args:
        sites: by unit id, how many requests of a look that ended had which outcome; all sites of a
            round that were looked at.
    """
    how = {
        id_: {
            o
            for o, n in ended.items()
            if n and o not in {FetchOutcome.OUT_OF_BUDGET, FetchOutcome.BAD_URL}
        }
        for id_, ended in sites.items()
    }
    found = {
        id_: Shut.PROGRAM if FetchOutcome.INTERNAL in seen else Shut.ADDRESS
        for id_, seen in how.items()
        if seen and seen <= _OURS
    }
    rest = {id_: seen - _OURS for id_, seen in how.items()}
    rest = {id_: seen for id_, seen in rest.items() if seen}
    if len(rest) >= SEVERAL and all(seen <= _NO_CONNECTION for seen in rest.values()):
        names = all(seen == {FetchOutcome.DNS_FAILED} for seen in rest.values())
        found |= dict.fromkeys(rest, Shut.NAME if names else Shut.NETWORK)
    return found


@dataclass(frozen=True, slots=True)
class SiteProgress:
    """A site of a round and what was asked of it so far."""

    state: SiteState
    outcomes: Mapping[FetchOutcome, int]
    last_at: datetime | None  # of the last request

    @property
    def asked(self) -> int:
        """Requests made: what was never sent has a row too."""
        return asked(self.outcomes)

    @property
    def read(self) -> int:
        return sum(n for how, n in self.outcomes.items() if how.read)


def site_progress(database: Database, round_id: str) -> dict[str, SiteProgress]:
    """Every site of a round by unit id, in the round's order.

    Rows are counted for sites being looked at; a look that ended has left its sum.
    """
    of_round = RoundUnitRow.round_id == round_id
    sites = select(RoundUnitRow).where(of_round).order_by(RoundUnitRow.position)
    running = select(RoundUnitRow.unit_id).where(
        of_round, RoundUnitRow.status == SiteStatus.RUNNING.value
    )
    with database.read() as session:
        found = session.scalars(sites.options(defer(RoundUnitRow.unit))).all()
        now = spent(session, FetchRow.round_id == round_id, FetchRow.unit_id.in_(running))
        return {
            row.unit_id: SiteProgress(rows.site_state(row), one.outcomes, one.last_at)
            for row in found
            for one in [now.get(row.unit_id) or _left(row)]
        }


def not_reached(sites: Mapping[str, SiteProgress]) -> dict[str, Shut]:
    """Of a round's sites, those whose look ended and is to be made again: see `shut`."""
    looked = {id_: site.outcomes for id_, site in sites.items() if site.outcomes}
    ended = {id_ for id_, site in sites.items() if site.state.status is SiteStatus.DONE}
    return {id_: why for id_, why in shut(looked).items() if id_ in ended}


def spent(session: Session, *which: ColumnElement[bool]) -> dict[str, Spent]:
    """What the rows of one round say that was asked, by unit id."""
    query = select(
        FetchRow.unit_id, FetchRow.outcome, func.count(), func.max(FetchRow.fetched_at)
    ).group_by(FetchRow.unit_id, FetchRow.outcome)
    found: dict[str, dict[FetchOutcome, tuple[int, datetime]]] = {}
    for unit_id, outcome, number, at in session.execute(query.where(*which)):
        found.setdefault(unit_id, {})[FetchOutcome(outcome)] = number, at
    return {
        unit_id: Spent(
            {how: number for how, (number, _) in ended.items()},
            max(at for _, at in ended.values()),
        )
        for unit_id, ended in found.items()
    }


def leave(row: RoundUnitRow, sum_: Spent) -> None:
    """Keep what a look that ends has asked."""
    row.tally = json.dumps({how.value: number for how, number in sorted(sum_.outcomes.items())})
    row.last_at = sum_.last_at


def _left(row: RoundUnitRow) -> Spent:
    kept = json.loads(row.tally) if row.tally else {}
    return Spent({FetchOutcome(how): number for how, number in kept.items()}, row.last_at)
