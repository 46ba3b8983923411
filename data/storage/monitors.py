"""What is watched between rounds and what was seen: every query."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select, update

from data.rows import url_key
from data.storage.database import Database
from data.tables import ColumnWatchRow, MonitorRow, ProbeRow
from data.types import FetchOutcome
from data.watches import ColumnLook, Probe, Tally, Watch, WatchKind

MOST_DUE = 500  # of one pass; the next minute takes the rest


class Monitors:
    """Watches and what they saw."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, watches: Iterable[Watch]) -> int:
        """Begin to watch; what is watched already stays as it is. How many are new."""
        new = [
            {
                "kind": watch.kind.value,
                "url_key": url_key(watch.url),
                "url": watch.url,
                "name": watch.name,
                "owner": watch.owner,
                "unit_id": watch.unit_id,
                "settings": watch.settings,
                "added_at": watch.added_at,
                "due_at": watch.due_at,
            }
            for watch in watches
        ]
        before = len(self.watches())
        with self._database.write() as session:
            self._database.insert_new(session, MonitorRow, new)
        return len(self.watches()) - before

    def watches(self) -> list[Watch]:
        """Everything watched, by owner, kind and URL."""
        with self._database.read() as session:
            found = [_watch(row) for row in session.scalars(select(MonitorRow))]
        return sorted(found, key=lambda watch: (watch.owner, watch.kind, watch.url))

    def remove(self, watches: Iterable[Watch]) -> int:
        """Stop watching; what was seen is kept. How many there were."""
        gone = 0
        with self._database.write() as session:
            for watch in watches:
                here = _is(watch)
                gone += bool(session.scalars(select(MonitorRow.url).where(here)).first())
                session.execute(delete(MonitorRow).where(here))
        return gone

    def due(self, at: datetime, most: int = MOST_DUE) -> list[Watch]:
        """What is to be looked at now, longest overdue first."""
        query = select(MonitorRow).where(MonitorRow.due_at <= at).order_by(MonitorRow.due_at)
        with self._database.read() as session:
            return [_watch(row) for row in session.scalars(query.limit(most))]

    def add_probe(self, watch: Watch, probe: Probe, due_at: datetime) -> None:
        """Keep a visit, and when the next is due."""
        new = {
            "url_key": url_key(probe.url),
            "at": probe.at,
            "url": probe.url,
            "outcome": probe.outcome.value,
            "opened": probe.opened,
            "elapsed_ms": probe.elapsed_ms,
            "note": probe.note,
        }
        self._keep(ProbeRow, new, watch, due_at)

    def add_look(self, watch: Watch, look: ColumnLook, due_at: datetime) -> None:
        """Keep a look at a column, and when the next is due."""
        new = {
            "url_key": url_key(look.url),
            "at": look.at,
            "url": look.url,
            "outcome": look.outcome.value,
            "items": look.items,
            "newest_on": look.newest_on,
            "etag": look.etag,
            "modified": look.modified,
            "note": look.note,
        }
        self._keep(ColumnWatchRow, new, watch, due_at)

    def _keep(
        self,
        row_class: type[ProbeRow | ColumnWatchRow],
        new: dict[str, Any],
        watch: Watch,
        due_at: datetime,
    ) -> None:
        """What was seen, and when to look again, in one transaction."""
        with self._database.write() as session:
            self._database.insert_new(session, row_class, [new])
            session.execute(update(MonitorRow).where(_is(watch)).values(due_at=due_at))

    def not_opened(
        self, since: datetime, *, units: Collection[str] | None = None, most: int | None = None
    ) -> list[tuple[Watch, Probe]]:
        """Visits since then, to home pages that are watched, at which none was seen: because it
        failed, or because we could not tell. Newest first.

        Args:
            units: ids of the units to tell of; not given: of everything watched.
            most: how many, at most.
        """
        query = (
            select(MonitorRow, ProbeRow)
            .join(ProbeRow, ProbeRow.url_key == MonitorRow.url_key)
            .where(
                MonitorRow.kind == WatchKind.AVAILABILITY.value,
                ProbeRow.at >= since,
                ProbeRow.opened.is_not(True),
            )
            .order_by(ProbeRow.at.desc(), MonitorRow.owner)
            .limit(most)
        )
        if units is not None:
            query = query.where(MonitorRow.unit_id.in_(units))
        with self._database.read() as session:
            return [(_watch(watch), _probe(row)) for watch, row in session.execute(query)]

    def availability(self, since: datetime) -> dict[str, Tally]:
        """Visits since then, by URL of the home page."""
        query = (
            select(ProbeRow.url, ProbeRow.opened, func.count(), func.max(ProbeRow.at))
            .where(ProbeRow.at >= since)
            .group_by(ProbeRow.url, ProbeRow.opened)
        )
        seen: dict[str, dict[bool | None, int]] = {}
        last: dict[str, datetime] = {}
        with self._database.read() as session:
            for url, opened, number, at in session.execute(query):
                seen.setdefault(url, {})[opened] = number
                last[url] = max(at, last.get(url, at))
        return {
            url: Tally(n.get(True, 0), n.get(False, 0), n.get(None, 0), last[url])
            for url, n in seen.items()
        }

    def last_looks(self) -> dict[str, ColumnLook]:
        """The last look at every column that brought something home, by URL; else the last."""
        read = [how.value for how in FetchOutcome if how.read]
        looks = self._latest(ColumnWatchRow.outcome.not_in(read))
        return looks | self._latest(ColumnWatchRow.outcome.in_(read))

    def _latest(self, which: Any) -> dict[str, ColumnLook]:
        newest = (
            select(ColumnWatchRow.url_key, func.max(ColumnWatchRow.at).label("at"))
            .where(which)
            .group_by(ColumnWatchRow.url_key)
            .subquery()
        )
        query = select(ColumnWatchRow).join(
            newest,
            and_(ColumnWatchRow.url_key == newest.c.url_key, ColumnWatchRow.at == newest.c.at),
        )
        with self._database.read() as session:
            return {row.url: _look(row) for row in session.scalars(query)}


def _is(watch: Watch) -> ColumnElement[bool]:
    return and_(MonitorRow.kind == watch.kind.value, MonitorRow.url_key == url_key(watch.url))


def _watch(row: MonitorRow) -> Watch:
    return Watch(
        kind=WatchKind(row.kind),
        url=row.url,
        owner=row.owner,
        settings=row.settings,
        added_at=row.added_at,
        due_at=row.due_at,
        name=row.name,
        unit_id=row.unit_id,
    )


def _probe(row: ProbeRow) -> Probe:
    return Probe(
        url=row.url,
        at=row.at,
        outcome=FetchOutcome(row.outcome),
        opened=row.opened,
        elapsed_ms=row.elapsed_ms,
        note=row.note,
    )


def _look(row: ColumnWatchRow) -> ColumnLook:
    return ColumnLook(
        url=row.url,
        at=row.at,
        outcome=FetchOutcome(row.outcome),
        items=row.items,
        newest_on=row.newest_on,
        etag=row.etag,
        modified=row.modified,
        note=row.note,
    )
