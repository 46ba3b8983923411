"""All rows of a database as text, table by table, and back: the same for SQLite and PostgreSQL.

A line is a row, as JSON: the values in the order of the columns named in the first line. Times are
in UTC, days and times in ISO 8601. The queue of several machines is left out: it starts anew.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Date, DateTime, Integer, MetaData, Table, func, insert, select
from sqlalchemy.orm import Session

from data.storage import schema
from data.storage.audit import end_of
from data.storage.database import BATCH, bare_engine
from data.tables import Base, TrailRow
from data.trail import START, Anchor


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A database as it was at one moment, while others go on writing."""

    version: str  # of its tables
    trail: Anchor  # where the trail of what people did ends
    tables: Sequence[str]  # each after those it refers to
    lines: Callable[[str], Iterator[str]]  # of a table: names of its columns, then its rows


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """Read a database, whose tables must be those of this version, in one transaction."""
    engine = bare_engine(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            version = schema.version_of(connection)  # from here on nothing changes
            tables = _tables(connection)

            def lines(name: str) -> Iterator[str]:
                yield from _lines(connection, tables[name])

            kept = TrailRow.__tablename__ in tables  # from the second version on
            end = end_of(Session(connection)) if kept else Anchor(0, START)
            yield Snapshot(version, end, list(tables), lines)
    finally:
        engine.dispose()


def holds_rows(url: str) -> bool:
    """Somebody has written into one of our tables."""
    engine = bare_engine(url)
    try:
        with engine.connect() as connection:
            return not _empty(connection)
    finally:
        engine.dispose()


def load(url: str, version: str, lines: Iterable[tuple[str, Iterator[str]]]) -> None:
    """Fill a database without rows; its tables get that version. All of it, or nothing.

    Args:
        lines: of every table, in an order in which each comes after those it refers to.

    Raises:
        ValueError: a line is not what `Snapshot.lines` gives, or there are rows already.
    """
    engine = bare_engine(url)
    try:
        with schema.alone(engine) as connection:
            if not _empty(connection):
                raise ValueError("the database holds rows")
            _drop(connection)
            schema.step_to(connection, version)
            tables = _tables(connection)
            for name, rows in lines:
                if name not in tables:
                    raise ValueError(f"version {version} has no table {name}")
                _fill(connection, tables[name], rows)
            if engine.dialect.name == "postgresql":
                for table in tables.values():
                    _go_on_counting(connection, table)
            connection.commit()
    finally:
        engine.dispose()


def _tables(connection: Connection) -> dict[str, Table]:
    """Our tables as they are there, each after those it refers to."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in Base.metadata.tables)
    return {table.name: table for table in found.sorted_tables}


def _empty(connection: Connection) -> bool:
    tables = _tables(connection).values()
    return all(connection.execute(select(table).limit(1)).first() is None for table in tables)


def _drop(connection: Connection) -> None:
    """Take away our tables, which have no rows."""
    for table in reversed(_tables(connection).values()):
        table.drop(connection)
    schema.VERSION.drop(connection, checkfirst=True)


def _lines(connection: Connection, table: Table) -> Iterator[str]:
    yield _json(table.columns.keys())
    query = select(table).execution_options(yield_per=BATCH)
    for row in connection.execute(query):
        yield _json([_told(value) for value in row])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _told(value: object) -> object:
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)  # SQLite forgets the zone
        return aware.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _fill(connection: Connection, table: Table, lines: Iterator[str]) -> None:
    names = json.loads(next(lines))
    if set(names) != set(table.columns.keys()):
        raise ValueError(f"table {table.name} has other columns")
    readers = [_reader(table, name) for name in names]
    while batch := list(islice(lines, BATCH)):
        rows = [
            {name: read(value) for name, read, value in zip(names, readers, values, strict=True)}
            for values in map(json.loads, batch)
        ]
        connection.execute(insert(table), rows)


def _reader(table: Table, name: str) -> Callable[[Any], Any]:
    kind = table.columns[name].type
    if isinstance(kind, DateTime):
        return lambda text: None if text is None else datetime.fromisoformat(text)
    if isinstance(kind, Date):
        return lambda text: None if text is None else date.fromisoformat(text)
    return lambda value: value


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers rows by a counter, which knows nothing of numbers that were given."""
    for column in table.primary_key:
        if isinstance(column.type, Integer):
            quoted = connection.dialect.identifier_preparer.format_table(table)
            counter = connection.scalar(select(func.pg_get_serial_sequence(quoted, column.name)))
            if counter:
                last = connection.scalar(select(func.max(column))) or 0
                connection.execute(select(func.setval(counter, last + 1, False)))
