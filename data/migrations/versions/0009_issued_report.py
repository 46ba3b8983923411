"""issued_report."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "issued_report",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False, comment="empty: of the whole round"),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False, comment="numbers run by it and the year"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("files", sa.Text(), nullable=False, comment="data.issued.IssuedFile, JSON list"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_issued_report_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_report")),
        sa.UniqueConstraint(
            "mark", "year", "number", name=op.f("uq_issued_report_mark_year_number")
        ),
    )
    with op.batch_alter_table("issued_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_report_round_id"), ["round_id"], unique=False)
