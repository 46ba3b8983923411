"""The tables that the program made before it kept a version: those that are there stay."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "capture",
        sa.Column("url_key", sa.Text(), nullable=False, comment="SHA-256 of the URL, hex"),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("warc", sa.Text(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("url_key", "sha256", name=op.f("pk_capture")),
        if_not_exists=True,
    )
    op.create_table(
        "column_watch",
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("newest_on", sa.Date(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("modified", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url_key", "at", name=op.f("pk_column_watch")),
        if_not_exists=True,
    )
    op.create_table(
        "confirmed_topic",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_topic")),
        if_not_exists=True,
    )
    op.create_table(
        "monitor",
        sa.Column("kind", sa.Text(), nullable=False, comment="availability or column"),
        sa.Column("url_key", sa.Text(), nullable=False, comment="SHA-256 of the URL, hex"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column(
            "name", sa.Text(), nullable=False, comment="of the column; empty for a home page"
        ),
        sa.Column("owner", sa.Text(), nullable=False, comment="name of the unit, or the host"),
        sa.Column("unit_id", sa.Text(), nullable=False, comment="empty: no unit of the register"),
        sa.Column(
            "settings", sa.Text(), nullable=False, comment="crawlers.settings.Settings as JSON"
        ),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "url_key", name=op.f("pk_monitor")),
        if_not_exists=True,
    )
    op.create_index(op.f("ix_monitor_due_at"), "monitor", ["due_at"], if_not_exists=True)

    op.create_table(
        "probe",
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=True, comment="null: we could not tell"),
        sa.Column("elapsed_ms", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url_key", "at", name=op.f("pk_probe")),
        if_not_exists=True,
    )
    op.create_table(
        "scheme_version",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, comment="SHA-256 of the text, hex"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_version")),
        if_not_exists=True,
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_group", sa.Text(), nullable=False),
        sa.Column(
            "payload", sa.Text(), nullable=False, comment="data.types.Unit as canonical JSON"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        if_not_exists=True,
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scheme_id", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("web_only", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme_version.id"], name=op.f("fk_round_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        if_not_exists=True,
    )
    op.create_table(
        "round_accuracy_card",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column(
            "version", sa.Text(), nullable=False, comment="of the accuracy card they come from"
        ),
        sa.Column(
            "decides", sa.Text(), nullable=False, comment="names of the checks, JSON list, sorted"
        ),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_round_accuracy_card_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_accuracy_card")),
        if_not_exists=True,
    )
    op.create_table(
        "round_digest",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_digest_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_digest")),
        if_not_exists=True,
    )
    op.create_table(
        "round_topic_model",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False, comment="empty: rules alone"),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_round_topic_model_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_topic_model")),
        if_not_exists=True,
    )
    op.create_table(
        "round_unit",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in the round, from 0"),
        sa.Column("unit", sa.Text(), nullable=False, comment="data.types.Unit as canonical JSON"),
        sa.Column("copy", sa.Boolean(), nullable=False, comment="the site is a saved copy"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exhausted", sa.Boolean(), nullable=False, comment="nothing was left to fetch"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "tally",
            sa.Text(),
            nullable=False,
            comment="when the last look ended: outcome -> rows, JSON",
        ),
        sa.Column(
            "last_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="of the last request, as in `tally`",
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_unit_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_round_unit_unit_id")),
        sa.PrimaryKeyConstraint("round_id", "unit_id", name=op.f("pk_round_unit")),
        if_not_exists=True,
    )
    op.create_table(
        "checked_look",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column(
            "look",
            sa.Integer(),
            nullable=False,
            comment="`attempts` of the unit when its look was read",
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_checked_look_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", name=op.f("pk_checked_look")),
        if_not_exists=True,
    )
    op.create_table(
        "column_state",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False, comment="breadcrumb, JSON list"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("newest_on", sa.Date(), nullable=True),
        sa.Column("topics", sa.Text(), nullable=False, comment="JSON list, sorted"),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_column_state_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", "position", name=op.f("pk_column_state")),
        if_not_exists=True,
    )
    op.create_table(
        "fetch",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("elapsed_ms", sa.BigInteger(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("warc", sa.Text(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("rendered", sa.Boolean(), nullable=False, comment="drawn by a browser"),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_fetch_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", "url_key", name=op.f("pk_fetch")),
        if_not_exists=True,
    )
    op.create_table(
        "finding",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column(
            "payload", sa.Text(), nullable=False, comment="data.types.Finding as canonical JSON"
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_finding_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", "indicator_id", name=op.f("pk_finding")),
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_finding_round_id_indicator_id_outcome"),
        "finding",
        ["round_id", "indicator_id", "outcome"],
        if_not_exists=True,
    )

    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("items", sa.Text(), nullable=False, comment="item -> outcome, JSON"),
        sa.Column("counts", sa.Text(), nullable=False, comment="count -> number, JSON"),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_judgement_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_judgement_round_id_unit_id"),
        "judgement",
        ["round_id", "unit_id"],
        if_not_exists=True,
    )

    op.create_table(
        "metric",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("metric_id", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False, comment="months, 2023-01/2023-06"),
        sa.Column(
            "value", sa.Text(), nullable=True, comment="null: taken back; percent for shares"
        ),
        sa.Column("place", sa.Text(), nullable=False, comment="row in the file"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False, comment="data.metrics.types.Proof as JSON"),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the file, hex"),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_metric_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric")),
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_metric_round_id_unit_id"), "metric", ["round_id", "unit_id"], if_not_exists=True
    )

    op.create_table(
        "page",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False, comment="SHA-256 of the URL, hex"),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="order in which the pages were read"
        ),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("doc_no", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column(
            "origin", sa.Text(), nullable=True, comment="data.types.Origin; null: nothing sure"
        ),
        sa.Column(
            "author", sa.Text(), nullable=False, comment="the organ, place or newspaper credited"
        ),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("columns", sa.Text(), nullable=False, comment="breadcrumb, JSON list"),
        sa.Column("attachments", sa.Integer(), nullable=False),
        sa.Column(
            "simhash",
            sa.Text(),
            nullable=False,
            comment="of an article's text, 16 hex digits, or empty",
        ),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_page_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", "url_key", name=op.f("pk_page")),
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_page_round_id_topic"), "page", ["round_id", "topic"], if_not_exists=True
    )

    op.create_table(
        "score",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column(
            "payload", sa.Text(), nullable=False, comment="data.types.UnitScore as canonical JSON"
        ),
        sa.Column("unit_group", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("low", sa.Text(), nullable=False),
        sa.Column("high", sa.Text(), nullable=False),
        sa.Column("coverage", sa.Text(), nullable=False),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("why_not", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_score_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", name=op.f("pk_score")),
        if_not_exists=True,
    )
    op.create_table(
        "step",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_step_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", "position", name=op.f("pk_step")),
        if_not_exists=True,
    )
    op.create_table(
        "traffic",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False, comment="received, as sent"),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_traffic_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", "host", "hour", name=op.f("pk_traffic")),
        if_not_exists=True,
    )
    op.create_table(
        "verdict_sheet",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column(
            "lines", sa.Text(), nullable=False, comment="data.verdicts.line_of, one a finding"
        ),
        sa.Column(
            "digest", sa.Text(), nullable=False, comment="SHA-256 of the findings in full, hex"
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "unit_id"],
            ["round_unit.round_id", "round_unit.unit_id"],
            name=op.f("fk_verdict_sheet_round_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "unit_id", name=op.f("pk_verdict_sheet")),
        if_not_exists=True,
    )
