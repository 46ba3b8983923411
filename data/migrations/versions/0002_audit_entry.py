"""Who did what, in a chain."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="from 1"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False, comment="empty: of no round"),
        sa.Column("unit_id", sa.Text(), nullable=False, comment="empty: of no unit"),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False, comment="hash of the entry before"),
        sa.Column(
            "hash",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the entry, hex: data.trail.hash_of",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_entry_previous")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_round_id"), ["round_id"], unique=False)
