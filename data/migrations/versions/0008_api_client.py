"""api_client."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "api_client",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False, comment="empty: the public"),
        sa.Column("unit_id", sa.Text(), nullable=False, comment="empty but for the role unit"),
        sa.Column("a_minute", sa.Integer(), nullable=False, comment="requests allowed"),
        sa.Column("token", sa.Text(), nullable=False, comment="SHA-256 of the token, hex"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client")),
        sa.UniqueConstraint("token", name=op.f("uq_api_client_token")),
    )
