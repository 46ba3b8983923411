"""The database tables, nothing else. Queries live in store.py; bytes of pages live in WARC files.

Kinds, states and outcomes are stored as text: a new one needs no change of the database.
"""

import re
from datetime import UTC, date, datetime
from fractions import Fraction

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from data.canonical import fraction_text


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, UTC out. SQLite forgets the zone, so a naive time could mean anything."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Fraction]):
    """A fraction as text, `numerator/denominator`: ranks come from unrounded values."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        return None if value is None else fraction_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        return None if value is None else Fraction(value)


_UNFIT = re.compile(r"[\x00\ud800-\udfff]")


class Words(TypeDecorator[str]):
    """Text that both databases take: pages carry NUL bytes and half surrogates, PostgreSQL no."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """Text as `Words` keeps it."""
    if not _UNFIT.search(text):
        return text
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, Fraction: Exact, str: Words}  # noqa: RUF012 - SQLAlchemy's own attribute


class UnitRow(Base):
    """An assessed body as the register has it now."""

    __tablename__ = "unit"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    unit_group: Mapped[str]
    payload: Mapped[str] = mapped_column(comment="data.types.Unit as canonical JSON")
    position: Mapped[int] = mapped_column(comment="order in the register, from 0")


class SchemeRow(Base):
    """One version of an indicator system, as its file was."""

    __tablename__ = "scheme_version"

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(comment="SHA-256 of the text, hex")
    text: Mapped[str]


class RoundRow(Base):
    __tablename__ = "round"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    scheme_id: Mapped[str] = mapped_column(ForeignKey("scheme_version.id"))
    as_of: Mapped[date]
    year: Mapped[int]
    created_at: Mapped[datetime]
    web_only: Mapped[bool]


class RoundUnitRow(Base):
    """A unit in a round: as it was when the round began, and how far the look has come."""

    __tablename__ = "round_unit"

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    position: Mapped[int] = mapped_column(comment="order in the round, from 0")
    unit: Mapped[str] = mapped_column(comment="data.types.Unit as canonical JSON")
    copy: Mapped[bool] = mapped_column(comment="the site is a saved copy")
    status: Mapped[str]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    exhausted: Mapped[bool] = mapped_column(comment="nothing was left to fetch")
    attempts: Mapped[int]
    note: Mapped[str]
    tally: Mapped[str] = mapped_column(comment="when the last look ended: outcome -> rows, JSON")
    last_at: Mapped[datetime | None] = mapped_column(comment="of the last request, as in `tally`")


def _of_round_unit() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["round_id", "unit_id"], ["round_unit.round_id", "round_unit.unit_id"]
    )


class FetchRow(Base):
    """One request. Keyed by a hash of the URL: PostgreSQL cannot index a URL above 2.7 kB."""

    __tablename__ = "fetch"
    __table_args__ = (_of_round_unit(),)

    round_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    url_key: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    outcome: Mapped[str]
    fetched_at: Mapped[datetime]
    status: Mapped[int | None]
    final_url: Mapped[str]
    elapsed_ms: Mapped[int] = mapped_column(BigInteger)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    sha256: Mapped[str]
    warc: Mapped[str]
    offset: Mapped[int] = mapped_column(BigInteger)
    length: Mapped[int] = mapped_column(BigInteger)
    via: Mapped[str]
    hint: Mapped[str]
    depth: Mapped[int]
    note: Mapped[str]
    rendered: Mapped[bool] = mapped_column(comment="drawn by a browser")


class TrafficRow(Base):
    """The ledger: what a look cost a host, by the hour."""

    __tablename__ = "traffic"
    __table_args__ = (_of_round_unit(),)

    round_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    requests: Mapped[int]
    size_bytes: Mapped[int] = mapped_column(BigInteger, comment="received, as sent")


class StepRow(Base):
    """The confirmation ladder of a look, in the order of the tries."""

    __tablename__ = "step"
    __table_args__ = (_of_round_unit(),)

    round_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    rung: Mapped[str]
    url: Mapped[str]
    at: Mapped[datetime]
    outcome: Mapped[str | None]
    found: Mapped[int]
    words: Mapped[str]
    note: Mapped[str]


class CaptureRow(Base):
    """When a content was first seen at an address, whatever the round. Never overwritten.

    No foreign keys: it outlives the rounds it came from.
    """

    __tablename__ = "capture"

    url_key: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the URL, hex")
    sha256: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    first_at: Mapped[datetime]
    round_id: Mapped[str]
    unit_id: Mapped[str]
    warc: Mapped[str]
    offset: Mapped[int] = mapped_column(BigInteger)


class PageRow(Base):
    """Facts of a page read, as collecting reads it and as checking reads it again.

    Its text stays in the archive.
    """

    __tablename__ = "page"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "topic"))

    round_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    url_key: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the URL, hex")
    position: Mapped[int] = mapped_column(comment="order in which the pages were read")
    url: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    title: Mapped[str]
    published_on: Mapped[date | None]
    written_on: Mapped[date | None]
    doc_no: Mapped[str]
    issuer: Mapped[str]
    origin: Mapped[str | None] = mapped_column(comment="data.types.Origin; null: nothing sure")
    author: Mapped[str] = mapped_column(comment="the organ, place or newspaper credited")
    topic: Mapped[str]
    year: Mapped[int | None]
    columns: Mapped[str] = mapped_column(comment="breadcrumb, JSON list")
    attachments: Mapped[int]
    simhash: Mapped[str] = mapped_column(comment="of an article's text, 16 hex digits, or empty")
    sha256: Mapped[str]


class ColumnRow(Base):
    """The column sheet: every column seen, and whether it is filled."""

    __tablename__ = "column_state"
    __table_args__ = (_of_round_unit(),)

    round_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    path: Mapped[str] = mapped_column(comment="breadcrumb, JSON list")
    url: Mapped[str]
    state: Mapped[str]
    items: Mapped[int]
    newest_on: Mapped[date | None]
    topics: Mapped[str] = mapped_column(comment="JSON list, sorted")


class FindingRow(Base):
    __tablename__ = "finding"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "indicator_id", "outcome"))

    round_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    indicator_id: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    cause: Mapped[str | None]
    payload: Mapped[str] = mapped_column(comment="data.types.Finding as canonical JSON")


class SheetRow(Base):
    """What points are made of, of all findings of a unit: made with them, for scoring in bulk."""

    __tablename__ = "verdict_sheet"
    __table_args__ = (_of_round_unit(),)

    round_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    lines: Mapped[str] = mapped_column(comment="data.verdicts.line_of, one a finding")
    digest: Mapped[str] = mapped_column(comment="SHA-256 of the findings in full, hex")


class CheckedRow(Base):
    """Which look a unit's findings were made from: a later one makes them out of date."""

    __tablename__ = "checked_look"
    __table_args__ = (_of_round_unit(),)

    round_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    look: Mapped[int] = mapped_column(comment="`attempts` of the unit when its look was read")
    checked_at: Mapped[datetime]


class JudgementRow(Base):
    """What a person decided. Rows are added, never changed."""

    __tablename__ = "judgement"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str]
    unit_id: Mapped[str]
    indicator_id: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str]
    judged_by: Mapped[str]
    judged_at: Mapped[datetime]
    items: Mapped[str] = mapped_column(comment="item -> outcome, JSON")
    counts: Mapped[str] = mapped_column(comment="count -> number, JSON")
    mark: Mapped[str] = mapped_column(server_default="first", comment="data.types.Mark")
    withdrawn: Mapped[bool] = mapped_column(server_default=false(), comment="takes the mark back")


class AssignmentRow(Base):
    """Who is to judge what, and in which turn. One person a turn; assigned anew: overwritten."""

    __tablename__ = "assignment"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "person"))

    round_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    indicator_id: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True, comment="data.types.Mark")
    person: Mapped[str]
    seed: Mapped[str] = mapped_column(comment="that drew it; empty: not drawn")
    assigned_at: Mapped[datetime]


class NoteRow(Base):
    """What reviewers write for each other; no unit ever reads it. Rows are added, never changed."""

    __tablename__ = "note"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str]
    unit_id: Mapped[str]
    indicator_id: Mapped[str]
    text: Mapped[str]
    written_by: Mapped[str]
    written_at: Mapped[datetime]


class UploadRow(Base):
    """A file that somebody brought as evidence. The bytes lie beside the database, by hash."""

    __tablename__ = "upload"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str]
    unit_id: Mapped[str]
    indicator_id: Mapped[str]
    sha256: Mapped[str] = mapped_column(comment="of the bytes, hex")
    name: Mapped[str] = mapped_column(comment="as given, neutralised")
    format: Mapped[str] = mapped_column(comment="what the bytes are: pdf, png …")
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    brought_by: Mapped[str]
    brought_at: Mapped[datetime]


class MetricRow(Base):
    """A figure that an office handed over. Rows are added, never changed: the last one counts."""

    __tablename__ = "metric"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str]
    unit_id: Mapped[str]
    metric_id: Mapped[str]
    period: Mapped[str] = mapped_column(comment="months, 2023-01/2023-06")
    value: Mapped[Fraction | None] = mapped_column(comment="null: taken back; percent for shares")
    place: Mapped[str] = mapped_column(comment="row in the file")
    note: Mapped[str]
    proof: Mapped[str] = mapped_column(comment="data.metrics.types.Proof as JSON")
    file: Mapped[str]
    sha256: Mapped[str] = mapped_column(comment="of the file, hex")
    imported_by: Mapped[str]
    imported_at: Mapped[datetime]


class ScoreRow(Base):
    """A unit's result and place. Exact fractions decide; `points` is for sorting in SQL only."""

    __tablename__ = "score"
    __table_args__ = (_of_round_unit(),)

    round_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    payload: Mapped[str] = mapped_column(comment="data.types.UnitScore as canonical JSON")
    unit_group: Mapped[str]
    place: Mapped[int | None]
    value: Mapped[Fraction | None]
    low: Mapped[Fraction]
    high: Mapped[Fraction]
    coverage: Mapped[Fraction]
    points: Mapped[float | None]
    grade: Mapped[str]
    why_not: Mapped[str]


class DigestRow(Base):
    """The digest of the last scoring of a round: same evidence and rules, same digest."""

    __tablename__ = "round_digest"

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    digest: Mapped[str]
    made_at: Mapped[datetime]


class SealRow(Base):
    """A sealed round: nothing of it is written any more. What its certificate is made with."""

    __tablename__ = "round_seal"

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    sealed_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(comment="of the scores")
    certificate: Mapped[str] = mapped_column(comment="SHA-256 of what the certificate says, hex")
    program: Mapped[str]
    python: Mapped[str]


class RoundModelRow(Base):
    """The text model of topics that a round's pages are read with, so that replay is identical."""

    __tablename__ = "round_topic_model"

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    version: Mapped[str] = mapped_column(comment="empty: rules alone")
    set_at: Mapped[datetime]


class RoundCardRow(Base):
    """Which checks may say "missing" by themselves in a round, so that replay is identical."""

    __tablename__ = "round_accuracy_card"

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    version: Mapped[str] = mapped_column(comment="of the accuracy card they come from")
    decides: Mapped[str] = mapped_column(comment="names of the checks, JSON list, sorted")
    set_at: Mapped[datetime]


class ConfirmedTopicRow(Base):
    """A topic that an evaluator confirmed. Rows are added, never changed."""

    __tablename__ = "confirmed_topic"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    url: Mapped[str]
    title: Mapped[str]
    opening: Mapped[str]
    topic: Mapped[str]
    confirmed_by: Mapped[str]
    confirmed_at: Mapped[datetime]


class MonitorRow(Base):
    """An address watched between rounds, and when it is next due."""

    __tablename__ = "monitor"

    kind: Mapped[str] = mapped_column(primary_key=True, comment="availability or column")
    url_key: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the URL, hex")
    url: Mapped[str]
    name: Mapped[str] = mapped_column(comment="of the column; empty for a home page")
    owner: Mapped[str] = mapped_column(comment="name of the unit, or the host")
    unit_id: Mapped[str] = mapped_column(comment="empty: no unit of the register")
    settings: Mapped[str] = mapped_column(comment="crawlers.settings.Settings as JSON")
    added_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)


class ProbeRow(Base):
    """One visit to a home page. The raw log is kept when the monitor is removed."""

    __tablename__ = "probe"

    url_key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    url: Mapped[str]
    outcome: Mapped[str]
    opened: Mapped[bool | None] = mapped_column(comment="null: we could not tell")
    elapsed_ms: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str]


class ColumnWatchRow(Base):
    """One look at a column between rounds."""

    __tablename__ = "column_watch"

    url_key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    url: Mapped[str]
    outcome: Mapped[str]
    items: Mapped[int]
    newest_on: Mapped[date | None]
    etag: Mapped[str]
    modified: Mapped[str]
    note: Mapped[str]


class TrailRow(Base):
    """Who did what, in a chain: every entry holds the hash of the one before.

    Rows are added, never changed. No foreign keys: it outlives what it speaks of.
    """

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="from 1")
    at: Mapped[datetime]
    by: Mapped[str]
    action: Mapped[str]
    round_id: Mapped[str] = mapped_column(index=True, comment="empty: of no round")
    unit_id: Mapped[str] = mapped_column(comment="empty: of no unit")
    what: Mapped[str]
    previous: Mapped[str] = mapped_column(unique=True, comment="hash of the entry before")
    hash: Mapped[str] = mapped_column(comment="SHA-256 of the entry, hex: data.trail.hash_of")


class StageMoveRow(Base):
    """A step of a round from one stage to another. Rows are added, never changed."""

    __tablename__ = "stage_move"

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, comment="from 1")
    was: Mapped[str]
    stage: Mapped[str]
    moved_by: Mapped[str]
    moved_at: Mapped[datetime]
    reason: Mapped[str]


class RoundTermsRow(Base):
    """On what terms a round is held. Rows are added, never changed: the last one counts."""

    __tablename__ = "round_terms"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    skips: Mapped[str] = mapped_column(comment="stages left out, JSON list, sorted")
    fix_counts: Mapped[bool]
    appeal_days: Mapped[int] = mapped_column(comment="working days")
    rectify_days: Mapped[int] = mapped_column(comment="working days")
    set_by: Mapped[str]
    set_at: Mapped[datetime]


class FeedbackRow(Base):
    """What a unit was told of its lost points. Rows are added, never changed."""

    __tablename__ = "feedback"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str]
    unit_id: Mapped[str]
    told_by: Mapped[str]
    told_at: Mapped[datetime]
    appeal_by: Mapped[date]
    rectify_by: Mapped[date]
    lines: Mapped[str] = mapped_column(comment="data.feedback.Line, one a lost point, JSON list")
    digest: Mapped[str] = mapped_column(comment="SHA-256 of what was told, hex")


class _CaseEvent:
    """An event of a case about one point of a unit. Rows are added, never changed."""

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str]
    number: Mapped[int] = mapped_column(comment="of the case in its round, from 1")
    unit_id: Mapped[str]
    indicator_id: Mapped[str]
    kind: Mapped[str]
    said: Mapped[str] = mapped_column(comment="what belongs to the kind, JSON mapping of texts")
    by_person: Mapped[str]
    at: Mapped[datetime]


class AppealRow(_CaseEvent, Base):
    __tablename__ = "appeal"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "number"))


class ExcuseRow(_CaseEvent, Base):
    __tablename__ = "excuse"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "number"))


class RectificationRow(_CaseEvent, Base):
    __tablename__ = "rectification"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "number"))


class CaseCaptureRow(Base):
    """An address asked for because of a case: no part of the look that the round judges by."""

    __tablename__ = "case_capture"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "subject", "number"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str]
    unit_id: Mapped[str]
    subject: Mapped[str] = mapped_column(comment="appeal or rectification")
    number: Mapped[int]
    url: Mapped[str]
    final_url: Mapped[str]
    outcome: Mapped[str]
    said: Mapped[str] = mapped_column(comment="how the request ended, for people")
    fetched_at: Mapped[datetime]
    sha256: Mapped[str]
    warc: Mapped[str]
    offset: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str]
    published_on: Mapped[date | None]
    newest_on: Mapped[date | None] = mapped_column(comment="of a list: its newest item")


class SelfCheckRow(Base):
    """What a unit found out about its own site; nobody else sees it before it is submitted."""

    __tablename__ = "self_check"
    __table_args__ = (_of_round_unit(), Index(None, "round_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str]
    unit_id: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    payload: Mapped[str] = mapped_column(comment="data.selfchecks.SelfCheck, JSON")
    submitted_by: Mapped[str] = mapped_column(comment="empty: not submitted")
    submitted_at: Mapped[datetime | None]


class IssuedReportRow(Base):
    """A document that left the office under a number; its bytes are kept by their hash."""

    __tablename__ = "issued_report"
    __table_args__ = (UniqueConstraint("mark", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[str]
    unit_id: Mapped[str] = mapped_column(comment="empty: of the whole round")
    organisation: Mapped[str]
    mark: Mapped[str] = mapped_column(comment="numbers run by it and the year")
    year: Mapped[int]
    number: Mapped[int]
    issued_by: Mapped[str]
    issued_at: Mapped[datetime]
    files: Mapped[str] = mapped_column(comment="data.issued.IssuedFile, JSON list")


class AccountRow(Base):
    """Somebody who may sign in. Never removed: what a person decided keeps an author."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    unit_id: Mapped[str] = mapped_column(comment="empty but for the role unit")
    tied: Mapped[str] = mapped_column(comment="ids of units, JSON list, sorted")
    subject: Mapped[str] = mapped_column(comment="e-mail or sub of OpenID Connect, or empty")
    password: Mapped[str] = mapped_column(comment="argon2id hash, or empty")
    failures: Mapped[int] = mapped_column(comment="wrong passwords in a row")
    locked_until: Mapped[datetime | None]
    password_changed_at: Mapped[datetime | None]
    must_change: Mapped[bool]
    active: Mapped[bool]
    added_at: Mapped[datetime]


class SessionRow(Base):
    """Somebody signed in. Whoever reads this table cannot sign in with it."""

    __tablename__ = "session"

    token: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the token, hex")
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class ApiClientRow(Base):
    """A program that reads through the API. Never removed: its token is revoked."""

    __tablename__ = "api_client"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(comment="empty: the public")
    unit_id: Mapped[str] = mapped_column(comment="empty but for the role unit")
    a_minute: Mapped[int] = mapped_column(comment="requests allowed")
    token: Mapped[str] = mapped_column(unique=True, comment="SHA-256 of the token, hex")
    active: Mapped[bool]
    added_at: Mapped[datetime]
