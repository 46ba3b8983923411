"""How sites were looked at, and how they do between rounds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from crawlers.fleet.queue import workers_alive
from dashboard.desk.desk import Desk
from dashboard.load.opened import open_at
from dashboard.rounds.progress import Standings, standings
from dashboard.rounds.result import Result
from dashboard.wording.collected import why_nothing
from data.facts import ColumnFacts, SiteState, SiteStatus
from data.storage.database import database_url
from data.storage.monitors import Monitors
from data.storage.progress import SiteProgress, site_progress
from data.types import (
    FetchOutcome,
    Outcome,
    Unit,
)
from data.watches import Probe, Watch, levels

STALE_CHECK = "columns_fresh"


@dataclass(frozen=True)
class SiteLine:
    """How the look at a unit's site went."""

    unit: Unit
    state: SiteState
    asked: int  # requests
    read: int  # of them answered with content
    unread: Sequence[tuple[FetchOutcome, int]]  # most frequent first
    outcomes: Mapping[FetchOutcome, int]
    last_at: datetime | None  # of the last request

    @property
    def running(self) -> bool:
        return self.state.status is SiteStatus.RUNNING

    @property
    def blocked(self) -> bool:
        """Somebody looked, and nothing came home."""
        tried = any(how is not FetchOutcome.OUT_OF_BUDGET for how, _ in self.unread)
        return tried and self.read == 0


def site_lines(shown: Result, sites: Mapping[str, SiteProgress]) -> list[SiteLine]:
    """The sites as they are now: failed ones first, then those under way, then those that could not
    be looked at, then the unfinished.
    """
    lines = [
        SiteLine(
            unit,
            sites[id_].state,
            asked=sites[id_].asked,
            read=sites[id_].read,
            unread=sorted(
                ((how, n) for how, n in sites[id_].outcomes.items() if not how.read),
                key=lambda pair: (-pair[1], pair[0]),
            ),
            outcomes=sites[id_].outcomes,
            last_at=sites[id_].last_at,
        )
        for id_, unit in shown.units.items()
    ]
    return sorted(
        lines,
        key=lambda line: (
            line.state.status is not SiteStatus.FAILED,
            not line.running,
            not line.blocked,
            line.state.exhausted,
        ),
    )


@st.cache_data(ttl=timedelta(seconds=1), max_entries=16, show_spinner=False)
def sites_now(url: str, round_id: str) -> dict[str, SiteProgress]:
    """Counted once a second at most, however many people look on."""
    return site_progress(open_at(url).database, round_id)


@st.cache_data(ttl=timedelta(seconds=5), max_entries=4, show_spinner=False)
def _workers(url: str) -> int | None:
    return workers_alive(url)


def workers() -> int | None:
    """How many workers are alive; None when there is no queue."""
    return _workers(database_url())


@st.cache_data(ttl=timedelta(seconds=30), max_entries=4, show_spinner=False)
def standings_now(url: str) -> Standings:
    return standings(Monitors(open_at(url).database), levels(), datetime.now(UTC))


@st.cache_data(ttl=timedelta(seconds=30), max_entries=4, show_spinner=False)
def visits_failed(url: str, units: tuple[str, ...], most: int) -> list[tuple[Watch, Probe]]:
    since = datetime.now(UTC) - timedelta(days=levels().window_days)
    return Monitors(open_at(url).database).not_opened(since, units=units, most=most)


@dataclass(frozen=True)
class ColumnLine:
    column: ColumnFacts
    stale: bool  # found not kept up; see the check of STALE_CHECK
    days: int | None  # from the newest entry to the cut-off; None without a date

    @property
    def empty(self) -> bool:
        return self.column.state == "empty"


def column_lines(shown: Result, unit_id: str, columns: Iterable[ColumnFacts]) -> list[ColumnLine]:
    """The unit's column sheet: empty and stale ones first, then the longest without news."""
    stale = {
        piece.url
        for leaf in shown.scheme.leaves()
        if leaf.check == STALE_CHECK and (finding := shown.findings[unit_id].get(leaf.id))
        if finding.outcome is Outcome.PARTIAL
        for piece in finding.evidence
    }
    lines = [
        ColumnLine(column, column.url in stale, _days(column.newest_on, shown.round.as_of))
        for column in columns
    ]
    return sorted(lines, key=lambda line: (not line.empty, not line.stale, -(line.days or 0)))


def _days(newest_on: date | None, as_of: date) -> int | None:
    return (as_of - newest_on).days if newest_on else None


@st.cache_data(ttl=timedelta(minutes=10), max_entries=2000, show_spinner=False)
def _why_blocked(url: str, round_id: str, unit_id: str, ended_at: datetime | None) -> str:
    opened = open_at(url).store
    [unit] = [each for each in opened.round_units(round_id) if each.id == unit_id]
    return why_nothing(opened, round_id, unit)


def why_blocked(desk: Desk, round_id: str, line: SiteLine) -> str:
    """Why nothing was read of a site that the desk lets the person see."""
    if line.unit.id not in desk.readable(round_id):
        return ""
    return _why_blocked(database_url(), round_id, line.unit.id, line.state.finished_at)


@st.cache_data(ttl=timedelta(minutes=1), max_entries=8, show_spinner=False)
def _all_columns(url: str, round_id: str, digest: str) -> dict[str, list[ColumnFacts]]:
    return open_at(url).store.all_columns(round_id)


def all_columns(desk: Desk, shown: Result) -> dict[str, list[ColumnFacts]]:
    """The column sheets of the units that the person may read, by unit id."""
    found = _all_columns(database_url(), shown.round.id, shown.digest)
    units = desk.readable(shown.round.id)
    return {id_: mine for id_, mine in found.items() if id_ in units}
