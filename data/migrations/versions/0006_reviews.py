"""reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False, comment="data.types.Mark"),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False, comment="that drew it; empty: not drawn"),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_assignment_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint(
            "round_id", "unit_id", "indicator_id", "mark", name=op.f("pk_assignment")
        ),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignment_round_id_person"), ["round_id", "person"], unique=False
        )

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_note_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_note_round_id_unit_id"), ["round_id", "unit_id"], unique=False
        )

    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the bytes, hex"),
        sa.Column("name", sa.Text(), nullable=False, comment="as given, neutralised"),
        sa.Column("format", sa.Text(), nullable=False, comment="what the bytes are: pdf, png …"),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("brought_by", sa.Text(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_upload_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_upload_round_id_unit_id"), ["round_id", "unit_id"], unique=False
        )

    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "mark", sa.Text(), server_default="first", nullable=False, comment="data.types.Mark"
            )
        )
        batch_op.add_column(
            sa.Column(
                "withdrawn",
                sa.Boolean(),
                server_default=sa.false(),
                nullable=False,
                comment="takes the mark back",
            )
        )
