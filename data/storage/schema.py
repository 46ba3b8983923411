"""The tables of a database, and how those of an earlier version become those of this one.

The steps between versions are in data/migrations. A database at the newest version costs one query;
the library that takes the steps is loaded only where one has to be taken.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import Lock

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    create_engine,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from data.faults import explained
from data.tables import Base

FOLDER = Path(__file__).parents[1] / "migrations"
FIRST = "0001"
# Of whoever changes the tables of a PostgreSQL database: one at a time.
_CHANGING = 0x676B6301
# As the library keeps it, under a name of our own: others may share the database.
VERSION = Table(
    "schema_version",
    MetaData(),
    Column("version_num", String(32), primary_key=True),
)
_STEPPING = Lock()  # the library keeps what it is at in one place for the whole process


class Unfit(Exception):
    """The tables of a database are not those of this program, as one Chinese sentence."""


class How(StrEnum):
    """What opening a database did to its tables."""

    AS_IT_WAS = "as it was"
    MADE = "made"
    ADOPTED = "adopted"  # of a program that kept no version; brought to the newest
    UPGRADED = "upgraded"


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening a database did to its tables."""

    how: How
    before: str  # version; empty: there was none
    now: str


@cache
def versions() -> tuple[str, ...]:
    """The versions that the tables have had, oldest first."""
    return tuple(sorted(p.stem.partition("_")[0] for p in (FOLDER / "versions").glob("0*.py")))


def head() -> str:
    """The version that this program works with."""
    return versions()[-1]


def bring_to_head(engine: Engine, shown: str) -> Opening:
    """Make the tables, or change those of an earlier version; all of it, or nothing.

    While the tables of an SQLite file change, a copy of the file lies beside it.

    Args:
        shown: the database as messages call it.

    Raises:
        Unfit: the tables are those of a later version, or of no version known; or they could
            not be changed.
    """
    with engine.connect() as connection:
        if version_of(connection) == head():
            due = {t.name: set(t.columns.keys()) for t in Base.metadata.sorted_tables}
            if stale := stale_tables(connection, due):
                raise another_version(shown, stale)
            return Opening(How.AS_IT_WAS, head(), head())
    with alone(engine) as connection:
        before = version_of(connection)  # somebody else may have been quicker
        if before == head():
            return Opening(How.AS_IT_WAS, before, before)
        _refuse_strange(before, shown)
        if not before and not _ours(connection):
            Base.metadata.create_all(connection)
            _stamp(connection)
            return Opening(How.MADE, "", head())
        if not before:  # what lacks is made by the first step
            seen = columns_of(connection).keys()
            first = {name: of for name, of in first_tables().items() if name in seen}
            if stale := stale_tables(connection, first):
                raise another_version(shown, stale)
        copy = _copy_beside(engine, before or FIRST)
        try:
            step_to(connection, head())
            _check_references(connection)
            connection.commit()
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            connection.rollback()
            kept = f"，升级前的副本在 {copy}" if copy else ""
            raise Unfit(
                f"数据库 {shown} 从版本 {before or FIRST} 升级到 {head()} 时出错，"
                f"已原样退回{kept}：{explained(error)}后再次运行"
            ) from error
    if copy:
        copy.unlink()
    return Opening(How.UPGRADED if before else How.ADOPTED, before, head())


def version_of(connection: Connection) -> str:
    """The version of the tables; empty where none is kept."""
    if not inspect(connection).has_table(VERSION.name):
        return ""
    return connection.scalar(select(func.max(VERSION.c.version_num))) or ""


def step_to(connection: Connection, version: str) -> None:
    """Take the steps to a version, in the transaction of the caller."""
    from alembic import command  # takes a quarter of a second to load
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with _STEPPING:
        command.upgrade(config, version)


def stale_tables(connection: Connection, due: dict[str, set[str]]) -> list[str]:
    """Tables whose columns are not those that are due."""
    seen = columns_of(connection)
    return [name for name, columns in due.items() if seen.get(name, set()) != columns]


def columns_of(connection: Connection) -> dict[str, set[str]]:
    """Names of the columns of every table."""
    found = inspect(connection).get_multi_columns()
    return {name: {column["name"] for column in columns} for (_, name), columns in found.items()}


def another_version(shown: str, stale: list[str]) -> Unfit:
    return Unfit(
        f"数据库 {shown} 是由另一版本的程序建立的（{'、'.join(stale)} 表的列不一致）；"
        "请换用新的数据库，或用原来的版本打开"
    )


def first_tables() -> dict[str, set[str]]:
    """Tables and columns of the first version, which kept no version."""
    engine = create_engine("sqlite://", poolclass=NullPool)
    with engine.connect() as connection:
        step_to(connection, FIRST)
        found = columns_of(connection)
    engine.dispose()
    del found[VERSION.name]
    return found


def _refuse_strange(version: str, shown: str) -> None:
    if not version or version in versions():
        return
    if version > head():
        raise Unfit(
            f"数据库 {shown} 的版本是 {version}，本程序只到 {head()}；请换用新版本的程序打开"
        )
    raise Unfit(f"数据库 {shown} 的版本“{version}”不是本程序的；请检查地址 GKC_DATABASE_URL")


def _ours(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) & Base.metadata.tables.keys()


def _stamp(connection: Connection) -> None:
    VERSION.create(connection, checkfirst=True)
    connection.execute(insert(VERSION).values(version_num=head()))
    connection.commit()


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody else changes the tables; what is not committed is undone."""
    writer = engine.execution_options(gkc_writes=True)
    with writer.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_CHANGING)))
            yield connection
            return
        # A table that is made anew takes the place of the old one, whose rows others refer to.
        # Outside of a transaction, where alone it has an effect.
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            if driver.in_transaction:
                driver.rollback()
            driver.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise sqlite3.IntegrityError(f"{broken[0]} -> {broken[2]}")


def _copy_beside(engine: Engine, version: str) -> Path | None:
    """A copy of an SQLite file, as last committed; None for another database."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    source = Path(engine.url.database)
    copy = source.with_name(f"{source.name}.before-{version}")
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
        old.backup(new)
    os.replace(part, copy)  # noqa: PTH105 (as with every file that replaces another)
    return copy
