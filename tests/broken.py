"""Databases that take nothing more, as a full or a read-only disk makes them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

FULL = "max_page_count=1"  # no page more than there are
READ_ONLY = "query_only=ON"


@contextmanager
def writes_fail(how: str) -> Iterator[None]:
    """Every transaction on SQLite that begins while the block runs meets FULL or READ_ONLY."""

    def spoil(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA {how}")

    event.listen(Engine, "begin", spoil)
    try:
        yield
    finally:
        event.remove(Engine, "begin", spoil)
