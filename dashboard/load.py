"""Cached reading for the views, and every sum they show: the only Streamlit cache.

Values are shared and never changed. Results are keyed by the database address, the round and the
digest of its last scoring, so a new scoring shows at once and no test sees another's database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from crawlers.fleet.queue import workers_alive
from dashboard.currency import out_of_date
from dashboard.desk import Sources
from dashboard.progress import Standings, standings
from dashboard.result import Result, read_result
from dashboard.steps import checks
from dashboard.words import BY_BASIS, BY_SITE, CLOSED_BY, WAITING_FOR
from data.facts import ColumnFacts, SiteState, SiteStatus
from data.indicators import Veto
from data.marked import number_text
from data.storage.database import Database, database_url
from data.storage.monitors import Monitors
from data.storage.progress import SiteProgress, site_progress
from data.store import Store
from data.types import (
    FetchOutcome,
    Outcome,
    Points,
    Ranked,
    Unit,
)
from data.watches import Probe, Watch, levels
from scoring.gaps import Gap, gaps
from scoring.rounds import suspicions

STALE_CHECK = "columns_fresh"


# --- the store and what it holds ----------------------------------------------------------------


@dataclass(frozen=True)
class _Opened:
    store: Store
    database: Database
    file: tuple[int, int] | None  # which file an SQLite database is; None for a server

    def close(self) -> None:
        self.store.close()
        self.database.close()


@st.cache_resource(
    max_entries=4,
    show_spinner=False,
    validate=lambda opened: opened.file == _file_of(opened.store.url),
    on_release=lambda opened: opened.close(),
)
def _open(url: str) -> _Opened:
    return _Opened(Store(url), Database(url), _file_of(url))


def _file_of(url: str) -> tuple[int, int] | None:
    """Which file the database is: one that was deleted and made anew is another."""
    parts = urlsplit(url)
    if parts.scheme.partition("+")[0] != "sqlite":
        return None
    path = Path(parts.path.removeprefix("/"))
    if not path.exists():
        return (0, 0)
    found = path.stat()
    return (found.st_dev, found.st_ino)


def store() -> Store:
    """The database of this installation, opened once and opened again when its file was re-made.

    Raises:
        StoreError: it cannot be opened, and why.
    """
    return _open(database_url()).store


def _result_of(round_id: str) -> Result:
    """A round as last scored; findings without scores before that.

    Raises:
        StoreError: there is no such round.
        SchemeError: its scheme names a check that no longer exists.
    """
    opened = store()
    digest = opened.digest(round_id)
    if digest is None:  # findings still come in: nothing to keep
        return read_result(opened, round_id, "")
    return _result(opened.url, round_id, digest, opened.round(round_id).created_at)


@st.cache_resource(max_entries=16, show_spinner="读取结果…")
def _result(url: str, round_id: str, digest: str, created_at: datetime) -> Result:
    return read_result(_open(url).store, round_id, digest)


@st.cache_data(ttl=timedelta(seconds=5), max_entries=16, show_spinner=False)
def _out_of_date(url: str, round_id: str) -> str:
    return out_of_date(_open(url).store, round_id)


def old(shown: Result) -> str:
    """What the results shown do not take in yet, in Chinese; empty when they are up to date."""
    return _out_of_date(database_url(), shown.round.id)


# --- ranking ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """A ranking group: `placed` units first, then `others`, which have no place."""

    name: str
    placed: Sequence[Ranked]
    others: Sequence[Ranked]
    mean: Fraction | None  # of the placed
    firsts: int  # units that share the first place
    failing: int  # placed units in the lowest grade


def groups(shown: Result) -> list[Group]:
    made = []
    for name in dict.fromkeys(r.group for r in shown.ranked):
        inside = [r for r in shown.ranked if r.group == name]
        placed = [r for r in inside if r.place is not None]
        values = [r.value for r in placed if r.value is not None]
        made.append(
            Group(
                name=name,
                placed=placed,
                others=[r for r in inside if r.place is None],
                mean=sum(values, Fraction(0)) / len(values) if values else None,
                firsts=sum(r.place == 1 for r in placed),
                failing=sum(r.grade == shown.scheme.grades[-1].name for r in placed),
            )
        )
    return made


def not_looked(shown: Result, unit_id: str) -> str:
    """Why nothing of the unit's site could be looked at, in its own words; empty when it could."""
    found = shown.findings[unit_id]
    looked = [found[leaf.id] for leaf in shown.scheme.leaves() if leaf.check and leaf.id in found]
    why = {finding.reason for finding in looked}
    by_site = all(f.cause is not None and CLOSED_BY[f.cause] == BY_SITE for f in looked)
    return why.pop() if by_site and len(why) == 1 else ""


# --- one unit -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """Open points that the same people can close."""

    title: str
    advice: str
    gaps: Sequence[Gap]
    points: Fraction


@dataclass(frozen=True)
class UnitGaps:
    lost: Sequence[Gap]  # largest first
    points: Fraction  # lost in all
    waiting: Sequence[Waiting]
    open: Fraction  # open in all, parts of lost indicators included


def unit_gaps(shown: Result, unit_id: str) -> UnitGaps:
    """Where the unit lost points, and apart from it what is open, by who can close it."""
    found = gaps(shown.scheme, shown.scores[unit_id], shown.findings[unit_id])
    open_only = [gap for gap in found if gap.open and not gap.lost]
    waiting = []
    for title, advice in WAITING_FOR.items():
        mine = [gap for gap in open_only if _closed_by(gap) == title]
        if mine:
            waiting.append(Waiting(title, advice, mine, _total(gap.open for gap in mine)))
    lost = [gap for gap in found if gap.lost]
    return UnitGaps(
        lost, _total(gap.lost for gap in lost), waiting, _total(gap.open for gap in found)
    )


def _closed_by(gap: Gap) -> str:
    return CLOSED_BY[gap.cause] if gap.cause else BY_BASIS


def whole(shown: Result, unit_id: str) -> Points:
    """Points over everything that applies to the unit."""
    leaves = shown.scores[unit_id].leaves.values()
    return Points(
        _total(p.full for p in leaves),
        _total(p.known for p in leaves),
        _total(p.got for p in leaves),
    )


def _total(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))


@dataclass(frozen=True)
class Details:
    """What a finding says of single elements and how often a fault was seen, by Chinese name."""

    items: Sequence[tuple[str, Outcome]]
    counts: Sequence[tuple[str, str]]


def doubts(shown: Result, unit_id: str) -> tuple[Veto, ...]:
    """Vetoes that a reviewer should look at."""
    return suspicions(shown.scheme, shown.findings[unit_id])


def details(shown: Result, unit_id: str, indicator_id: str) -> Details:
    finding = shown.findings[unit_id].get(indicator_id)
    leaf = next((leaf for leaf in shown.scheme.leaves() if leaf.id == indicator_id), None)
    if finding is None or leaf is None:
        return Details((), ())
    way = checks()[leaf.check] if leaf.check else None
    items, counts = (way.items, way.counts) if way else ({}, {})
    return Details(
        [(items.get(key, key), finding.items[key]) for key in _in_order(finding.items, items)],
        [
            (counts.get(key, key), number_text(Fraction(finding.counts[key])))
            for key in _in_order(finding.counts, counts)
        ],
    )


def _in_order(given: Iterable[str], declared: Iterable[str]) -> list[str]:
    """Keys in the order that the check declares them; those that only a person gave come last."""
    keys = set(given)
    first = [key for key in declared if key in keys]
    return first + sorted(keys - set(first))


# --- collection ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class SiteLine:
    """How the look at a unit's site went."""

    unit: Unit
    state: SiteState
    asked: int  # requests
    read: int  # of them answered with content
    unread: Sequence[tuple[FetchOutcome, int]]  # most frequent first
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
def _sites(url: str, round_id: str) -> dict[str, SiteProgress]:
    """Counted once a second at most, however many people look on."""
    return site_progress(_open(url).database, round_id)


@st.cache_data(ttl=timedelta(seconds=5), max_entries=4, show_spinner=False)
def _workers(url: str) -> int | None:
    return workers_alive(url)


def workers() -> int | None:
    """How many workers are alive; None when there is no queue."""
    return _workers(database_url())


@st.cache_data(ttl=timedelta(seconds=30), max_entries=4, show_spinner=False)
def _standings(url: str) -> Standings:
    return standings(Monitors(_open(url).database), levels(), datetime.now(UTC))


@st.cache_data(ttl=timedelta(seconds=30), max_entries=4, show_spinner=False)
def _not_opened(url: str, units: tuple[str, ...], most: int) -> list[tuple[Watch, Probe]]:
    since = datetime.now(UTC) - timedelta(days=levels().window_days)
    return Monitors(_open(url).database).not_opened(since, units=units, most=most)


def sources() -> Sources:
    """Where the desk of a screen reads: everything is kept for a while, whoever asks."""
    url = database_url()
    return Sources(
        result=_result_of,
        sites=lambda round_id: _sites(url, round_id),
        standings=lambda: _standings(url),
        not_opened=lambda units, most: _not_opened(url, units, most),
    )


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
