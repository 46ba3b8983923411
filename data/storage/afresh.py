"""A look made afresh: apart from what is known until it has proved worth more, then in its place.

The new look has a small database of its own. Its evidence goes where the round's evidence is, into
files that nothing else speaks of; evidence of the look before stays where it lies. So one
transaction puts the new look in place of the old one, and at no moment is there half of either.
When a content was first seen, what was found and what people judged stays; what both looks cost is
added up.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from data.faults import damaged
from data.storage.database import Database, StoreError, insert, table_of
from data.storage.rounds import member_row
from data.storage.schema import Unfit
from data.storage.seals import demand_open
from data.store import Store
from data.tables import (
    Base,
    CaptureRow,
    FetchRow,
    PageRow,
    StepRow,
    TrafficRow,
)

_OF_A_LOOK = (FetchRow, StepRow, PageRow)
_ENDED = ("status", "started_at", "finished_at", "exhausted", "note", "tally", "last_at")


def evidence_files(database: Database, round_id: str) -> dict[str, list[str]]:
    """Names of the evidence files that rows of a round point into, in order, by unit id.

    Units without such rows are absent.
    """
    query = (
        select(FetchRow.unit_id, FetchRow.warc)
        .where(FetchRow.round_id == round_id, FetchRow.warc != "")
        .distinct()
    )
    found: dict[str, list[str]] = {}
    with database.read() as session:
        for unit_id, name in sorted(session.execute(query)):
            found.setdefault(unit_id, []).append(name)
    return found


def files_of(database: Database, round_id: str, unit_id: str) -> list[str]:
    """Names of the evidence files of a unit, in order: those that its rows point into, and those
    with what a look before saw first.
    """
    names: set[str] = set()
    with database.read() as session:
        for rows in (FetchRow, CaptureRow):
            query = select(rows.warc).where(rows.round_id == round_id, rows.unit_id == unit_id)
            names |= set(session.scalars(query.distinct()))
    return sorted(filter(None, names))


def first_seen_files(database: Database, round_id: str) -> set[str]:
    """Names of the evidence files of a round that hold what was seen there first."""
    query = select(CaptureRow.warc).where(CaptureRow.round_id == round_id).distinct()
    with database.read() as session:
        return set(session.scalars(query))


@contextmanager
def apart(store: Store, round_id: str, unit_id: str, folder: Path) -> Iterator[Store]:
    """The look that is to take the place of a unit's, in a database of its own: begun, or as far
    as it had come when it was cut off.

    What was begun before the unit was last looked at is void, and removed. Only who has the right
    to write about the unit (`Archive.hold`) may come here.

    Args:
        folder: of this round and unit alone.
    """
    number = store.site(round_id, unit_id).attempts
    path = folder / f"{number}.db"
    for other in folder.glob("*.db*"):
        if other.name.partition(".")[0] != str(number):
            other.unlink()
    url = f"sqlite:///{path.as_posix()}"
    try:
        new = Store(url)
    except StoreError as error:
        if not _useless(error):  # a full disk passes; hours of looking do not come back
            raise
        discard(folder)
        new = Store(url)
    with closing(new):
        if not new.rounds():
            assessed = store.round(round_id)
            [unit] = [each for each in store.round_units(round_id) if each.id == unit_id]
            alone = replace(
                assessed, unit_ids=(unit_id,), copies=assessed.copies & frozenset({unit_id})
            )
            new.put_units([unit])
            new.put_scheme(assessed.scheme_id, store.scheme_text(assessed.scheme_id))
            new.create_round(alone)
        yield new


def _useless(error: StoreError) -> bool:
    """The database was cut off while it was made, or is of another version of this program."""
    cause = error.__cause__
    return isinstance(cause, Unfit) or (cause is not None and damaged(cause))


def take_over(store: Store, new: Store, round_id: str, unit_id: str) -> None:
    """Put the look of `new` in place of the unit's. One transaction."""
    with closing(Database(new.url)) as database:
        rows = {kind: _rows(database, kind) for kind in (*_OF_A_LOOK, CaptureRow, TrafficRow)}
        with database.read() as session:
            ended = {key: getattr(member_row(session, round_id, unit_id), key) for key in _ENDED}
    with closing(Database(store.url)) as database, database.write() as session:
        demand_open(session, round_id)
        member = member_row(session, round_id, unit_id)
        for kind in _OF_A_LOOK:
            session.execute(delete(kind).where(kind.round_id == round_id, kind.unit_id == unit_id))
            insert(session, kind, rows[kind])
        # In the order that collecting has: two looks must not wait for each other.
        seen = sorted(rows[CaptureRow], key=lambda row: (row["url_key"], row["sha256"]))
        database.keep_least(session, CaptureRow, "first_at", seen)
        database.add_up(session, TrafficRow, rows[TrafficRow])
        for key, value in ended.items():
            setattr(member, key, value)
        member.attempts += 1


def add_cost(store: Store, new: Store) -> None:
    """Add to the ledger what a look cost that takes nobody's place."""
    with closing(Database(new.url)) as database:
        spent = _rows(database, TrafficRow)
    with closing(Database(store.url)) as database, database.write() as session:
        database.add_up(session, TrafficRow, spent)


def discard(folder: Path) -> None:
    """Forget what was kept apart."""
    for path in folder.glob("*.db*"):
        path.unlink()
    with suppress(FileNotFoundError):
        folder.rmdir()


def _rows(database: Database, kind: type[Base]) -> list[Mapping[str, Any]]:
    with database.read() as session:
        return [dict(row) for row in session.execute(select(table_of(kind))).mappings()]
