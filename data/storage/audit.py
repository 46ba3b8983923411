"""The trail of what people did. `note` is for whoever writes; the queries are part of `Store`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from data.storage.database import Database, table_of
from data.tables import TrailRow, storable
from data.trail import START, Anchor, Entry, Verdict, hash_of, verdict

_APPENDING = 0x676B6302  # whoever adds to the trail in PostgreSQL: one at a time
_AT_ONCE = 1000  # entries read at a time
# Built once: whatever people do is noted.
_LAST = select(TrailRow.number, TrailRow.hash).order_by(TrailRow.number.desc()).limit(1)
_ENTRY = insert(table_of(TrailRow))


def note(
    session: Session,
    *,
    at: datetime,
    by: str,
    action: str,
    round_id: str = "",
    unit_id: str = "",
    what: str = "",
) -> Entry:
    """Append to the trail, in the transaction of the caller: what is undone was never done.

    Others who append wait until that transaction ends, so call it late in it. On SQLite it has to
    be one that writes (`Database.write`), which waits as a whole.

    Args:
        at: aware.
        what: in words, without personal data.

    Raises:
        ValueError: the time has no zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be noted: {at.isoformat()}")
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_APPENDING)))
    end = end_of(session)
    bare = Entry(
        number=end.number + 1,
        at=at.astimezone(UTC),
        by=storable(by),
        action=storable(action),
        round_id=storable(round_id),
        unit_id=storable(unit_id),
        what=storable(what),
        previous=end.hash,
        hash="",
    )
    entry = replace(bare, hash=hash_of(bare))
    row = {name: getattr(entry, name) for name in Entry.__slots__}
    session.connection().execute(_ENTRY, row)
    return entry


def end_of(session: Session) -> Anchor:
    """Number and hash of the last entry."""
    found = session.connection().execute(_LAST).first()
    return Anchor(*found) if found else Anchor(0, START)


class Trail:
    """Queries about what people did. All it needs is a database."""

    _database: Database

    def note(
        self, *, at: datetime, by: str, action: str, round_id: str = "", what: str = ""
    ) -> None:
        """Append what no row of the database tells: work begun, stopped and ended."""
        with self._database.write() as session:
            note(session, at=at, by=by, action=action, round_id=round_id, what=what)

    def trail(
        self, *, round_id: str = "", unit_id: str = "", by: str = "", last: int | None = None
    ) -> list[Entry]:
        """What people did, oldest first.

        Args:
            round_id: of this round only; likewise `unit_id` and `by`.
            last: only so many, the newest.
        """
        query = select(TrailRow).order_by(TrailRow.number.desc()).limit(last)
        wanted = ((TrailRow.round_id, round_id), (TrailRow.unit_id, unit_id), (TrailRow.by, by))
        for column, value in wanted:
            if value:
                query = query.where(column == value)
        with self._database.read() as session:
            return [_entry(row) for row in session.scalars(query)][::-1]

    def verify_trail(self, anchors: Sequence[Anchor] = ()) -> Verdict:
        """Whether the trail is as it was written, and has what the anchors tell of."""
        query = select(TrailRow).order_by(TrailRow.number).execution_options(yield_per=_AT_ONCE)
        with self._database.read() as session:
            return verdict((_entry(row) for row in session.scalars(query)), anchors)


def _entry(row: TrailRow) -> Entry:
    return Entry(**{name: getattr(row, name) for name in Entry.__slots__})
