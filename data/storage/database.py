"""Which database, and how it is opened. SQLite by default, PostgreSQL by one URL."""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Executable,
    Table,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from data.faults import fault_of, what_of
from data.storage import schema
from data.storage.schema import Opening
from data.storage.turns import turns_at
from data.tables import Base
from data.var import VAR

DEFAULT_PATH = VAR / "gkc.db"
BATCH = 1000  # rows a statement: the fastest of the sizes measured, on both databases
BUSY_MS = 30_000  # several processes write; a writer waits its turn rather than fail

_REMEDY = "请写成 sqlite:///var/gkc.db，或 postgresql://用户:密码@主机:5432/库名"


class StoreError(Exception):
    """What the database cannot do for the user, as one Chinese sentence."""


DatabaseError = SQLAlchemyError  # what any query may raise: a full disk, a server that is gone


class Database:
    """Transactions on the database at a URL, and rows written in bulk.

    Raises:
        StoreError: the database cannot be used, and why.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine, self.opening = open_engine(url)
        self._writer = writing(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it, or nothing."""
        turn = turns_at(self.url).turn() if self._dialect == "sqlite" else nullcontext()
        with turn, Session(self._writer) as session, session.begin():
            yield session

    def upsert(
        self, session: Session, row_class: type[Base], new: Sequence[Mapping[str, Any]]
    ) -> None:
        """Insert rows, all with the same keys; a row whose primary key is known is overwritten."""
        batched(session, _overwriting(self._dialect, row_class), new)

    def insert_new(
        self, session: Session, row_class: type[Base], new: Sequence[Mapping[str, Any]]
    ) -> None:
        """Insert rows, all with the same keys; a row whose primary key is known stays as it is."""
        statement = _insert(self._dialect, table_of(row_class)).on_conflict_do_nothing()
        batched(session, statement, new)

    def keep_least(
        self,
        session: Session,
        row_class: type[Base],
        column: str,
        new: Sequence[Mapping[str, Any]],
    ) -> None:
        """Insert rows, all with the same keys; a known one is overwritten only by a lesser one."""
        batched(session, _overwriting(self._dialect, row_class, least=column), new)

    def add_up(
        self, session: Session, row_class: type[Base], new: Sequence[Mapping[str, Any]]
    ) -> None:
        """Insert rows, all with the same keys; to a known one the other columns are added."""
        batched(session, _overwriting(self._dialect, row_class, adds=True), new)

    @property
    def _dialect(self) -> str:
        return self._engine.dialect.name


def _insert(dialect: str, table: Table) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


@cache  # to build one costs as much as to insert some dozen rows
def _overwriting(
    dialect: str, row_class: type[Base], least: str = "", *, adds: bool = False
) -> Executable:
    """What inserts a row or changes the known one of the same primary key.

    Args:
        least: only where this column of the new row is less.
        adds: the new row's values are added to the known ones.
    """
    table = table_of(row_class)
    statement = _insert(dialect, table)
    new, keys = statement.excluded, [column.name for column in table.primary_key]
    changes = {c.name: c + new[c.name] if adds else new[c.name] for c in table.columns}
    for key in keys:
        del changes[key]
    where = new[least] < table.c[least] if least else None
    changing: Executable = statement.on_conflict_do_update(
        index_elements=keys, set_=changes, where=where
    )
    return changing


def insert(session: Session, row_class: type[Base], new: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all with the same keys; none of them may be known."""
    batched(session, table_of(row_class).insert(), new)


def batched(session: Session, statement: Executable, new: Sequence[Mapping[str, Any]]) -> None:
    """Execute a statement for every row, many rows at a time."""
    for start in range(0, len(new), BATCH):
        session.connection().execute(statement, new[start : start + BATCH])


def table_of(row_class: type[Base]) -> Table:
    table = row_class.__table__
    assert isinstance(table, Table)  # always so; SQLAlchemy types it wider
    return table


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """`GKC_DATABASE_URL`, or SQLite in `gkc.db` in the folder of run-time files."""
    return environ.get("GKC_DATABASE_URL", "").strip() or f"sqlite:///{DEFAULT_PATH.as_posix()}"


def open_engine(url: str) -> tuple[Engine, Opening]:
    """An engine whose tables are those of this version; folders for an SQLite file are made.

    Raises:
        StoreError: the address is wrong, the database cannot be reached, or its tables belong to
            another version of this program and cannot be brought to this one.
    """
    parsed = _parse(url)
    shown = parsed.render_as_string(hide_password=True)
    engine = create_engine(parsed, hide_parameters=True)  # errors are logged
    try:
        if parsed.get_backend_name() == "sqlite":
            Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
            _set_up(engine)
        return engine, schema.bring_to_head(engine, shown)
    except schema.Unfit as error:
        engine.dispose()
        raise StoreError(str(error)) from error
    except (DBAPIError, sqlite3.Error, OSError, UnicodeDecodeError) as error:
        engine.dispose()
        fault = fault_of(error)  # a damaged file decodes to nothing
        remedy = fault.remedy if fault else "请检查地址、账号和权限，并确认数据库服务已启动"
        raise StoreError(f"打不开数据库 {shown}：{what_of(error)}；{remedy}") from error


def bare_engine(url: str) -> Engine:
    """An engine whose tables are left as they are, for whoever moves a database as a whole.

    Raises:
        StoreError: the address is wrong.
    """
    engine = create_engine(_parse(url), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        _set_up(engine)
    return engine


def _set_up(engine: Engine) -> None:
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write.

    SQLite cannot turn a reading transaction into a writing one while another process writes: it
    fails at once, whatever the time-out. Such a transaction therefore asks for the lock first.
    """
    return engine.execution_options(gkc_writes=True)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # The text may hold a password, so it is not shown.
        raise StoreError(f"数据库地址 GKC_DATABASE_URL 的格式不对；{_REMEDY}") from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        # A URI may name a database in memory, which forgets everything.
        if parsed.query or parsed.database in {None, "", ":memory:"}:
            raise StoreError(f"数据库地址 {url} 没有写明文件；{_REMEDY}")
        return parsed.set(drivername="sqlite")
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise StoreError(f"不支持 {backend} 数据库；{_REMEDY}")


def _set_up_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # transactions begin in _begin_sqlite, not in the driver
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("gkc_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
