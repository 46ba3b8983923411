"""unit_position."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "position", sa.Integer(), nullable=True, comment="order in the register, from 0"
            )
        )
    unit = sa.table(
        "unit", sa.column("id"), sa.column("unit_group"), sa.column("position", sa.Integer())
    )
    connection = op.get_bind()
    # Until now they stood by group and id.
    found = sorted(
        (group, id_) for id_, group in connection.execute(sa.select(unit.c.id, unit.c.unit_group))
    )
    if found:
        connection.execute(
            sa.update(unit)
            .where(unit.c.id == sa.bindparam("of"))
            .values(position=sa.bindparam("at")),
            [{"of": id_, "at": n} for n, (_, id_) in enumerate(found)],
        )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.alter_column("position", existing_type=sa.Integer(), nullable=False)
