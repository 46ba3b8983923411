"""round_seal."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "round_seal",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, comment="of the scores"),
        sa.Column(
            "certificate",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of what the certificate says, hex",
        ),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("python", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_seal_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_seal")),
    )
