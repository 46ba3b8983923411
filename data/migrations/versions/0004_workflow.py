"""workflow."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "round_terms",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("skips", sa.Text(), nullable=False, comment="stages left out, JSON list, sorted"),
        sa.Column("fix_counts", sa.Boolean(), nullable=False),
        sa.Column("appeal_days", sa.Integer(), nullable=False, comment="working days"),
        sa.Column("rectify_days", sa.Integer(), nullable=False, comment="working days"),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_terms_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_terms")),
    )
    with op.batch_alter_table("round_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_terms_round_id"), ["round_id"], unique=False)

    op.create_table(
        "stage_move",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="from 1"),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_stage_move_round_id")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_stage_move")),
    )
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="of the case in its round, from 1"
        ),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "said",
            sa.Text(),
            nullable=False,
            comment="what belongs to the kind, JSON mapping of texts",
        ),
        sa.Column("by_person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_appeal_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appeal_round_id_number"), ["round_id", "number"], unique=False
        )

    op.create_table(
        "case_capture",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="appeal or rectification"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False, comment="how the request ended, for people"),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("warc", sa.Text(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("newest_on", sa.Date(), nullable=True, comment="of a list: its newest item"),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_case_capture_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_capture")),
    )
    with op.batch_alter_table("case_capture", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_capture_round_id_subject_number"),
            ["round_id", "subject", "number"],
            unique=False,
        )

    op.create_table(
        "excuse",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="of the case in its round, from 1"
        ),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "said",
            sa.Text(),
            nullable=False,
            comment="what belongs to the kind, JSON mapping of texts",
        ),
        sa.Column("by_person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_excuse_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excuse")),
    )
    with op.batch_alter_table("excuse", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_excuse_round_id_number"), ["round_id", "number"], unique=False
        )

    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appeal_by", sa.Date(), nullable=False),
        sa.Column("rectify_by", sa.Date(), nullable=False),
        sa.Column(
            "lines",
            sa.Text(),
            nullable=False,
            comment="data.feedback.Line, one a lost point, JSON list",
        ),
        sa.Column("digest", sa.Text(), nullable=False, comment="SHA-256 of what was told, hex"),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_feedback_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_round_id_unit_id"), ["round_id", "unit_id"], unique=False
        )

    op.create_table(
        "rectification",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="of the case in its round, from 1"
        ),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "said",
            sa.Text(),
            nullable=False,
            comment="what belongs to the kind, JSON mapping of texts",
        ),
        sa.Column("by_person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_rectification_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
    )
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rectification_round_id_number"), ["round_id", "number"], unique=False
        )
