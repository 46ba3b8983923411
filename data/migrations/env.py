"""How the library that takes the steps reaches the database: through the caller's connection."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, DateTime, Text
from sqlalchemy.types import TypeDecorator

from data.storage.schema import VERSION
from data.tables import Base


def _plain(kind: str, made: Any, _: Any) -> str | Literal[False]:
    """A type of ours as the database sees it: a step must not change when that type does."""
    if kind != "type" or not isinstance(made, TypeDecorator):
        return False
    if isinstance(made.impl, DateTime):
        return "sa.DateTime(timezone=True)"
    assert isinstance(made.impl, Text)
    return "sa.Text()"


connection = context.config.attributes["connection"]
assert isinstance(connection, Connection)
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    version_table=VERSION.name,
    render_as_batch=True,  # SQLite cannot change a column: the table is made anew
    render_item=_plain,
)
with context.begin_transaction():
    context.run_migrations()
