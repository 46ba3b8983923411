"""Rounds that were sealed, and the rows a certificate is made of. Part of `Store`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from data.facts import SiteStatus
from data.storage.audit import note
from data.storage.database import Database, StoreError
from data.tables import (
    CheckedRow,
    DigestRow,
    FetchRow,
    FindingRow,
    JudgementRow,
    MetricRow,
    RoundRow,
    RoundUnitRow,
    ScoreRow,
    SealRow,
)


@dataclass(frozen=True, slots=True)
class Seal:
    """What a round was sealed with. Its certificate can be made again from it, byte for byte."""

    at: datetime  # aware, UTC
    digest: str  # of the scores, as `gkc score` gave it
    certificate: str  # what `data.certificate.identity` says of the manifest
    program: str  # name and version
    python: str  # version


@dataclass(frozen=True, slots=True)
class Standing:
    """What a round has come to: two are equal when nothing was written between them that counts."""

    digest: str  # of the last scoring; empty before it
    scored_at: datetime | None
    scored: int  # units with a score
    looking: int  # sites that somebody is looking at
    looks: int  # in all, of all units
    checked_at: datetime | None  # last
    judgements: int  # highest number of a row
    metrics: int  # highest number of a row


class Seals:
    """Queries about sealed rounds. All it needs is a database."""

    _database: Database

    def seal(self, round_id: str) -> Seal | None:
        """What a round was sealed with; None while it is open."""
        with self._database.read() as session:
            row = session.get(SealRow, round_id)
            if row is None:
                return None
            return Seal(row.sealed_at, row.digest, row.certificate, row.program, row.python)

    def demand_open(self, round_id: str) -> None:
        """
        Raises:
            StoreError: the round is sealed.
        """
        with self._database.read() as session:
            if session.connection().execute(_SEAL, {"round": round_id}).first() is not None:
                raise StoreError(_SEALED.format(round_id))

    def standing(self, round_id: str) -> Standing:
        """How far a round has come."""
        with self._database.read() as session:
            return standing_of(session, round_id)

    def put_seal(self, round_id: str, seal: Seal, seen: Standing, by: str) -> bool:
        """Seal a round, if it stands as it did; from then on nothing of it can be written.

        Args:
            by: who seals it, for the audit chain.

        Returns:
            Whether it was sealed. False: something was written since `seen`, or it is sealed.
        """
        with self._database.write() as session:
            session.execute(select(RoundRow.id).where(RoundRow.id == round_id).with_for_update())
            if session.get(SealRow, round_id) or standing_of(session, round_id) != seen:
                return False
            session.add(
                SealRow(
                    round_id=round_id,
                    sealed_at=seal.at,
                    digest=seal.digest,
                    certificate=seal.certificate,
                    program=seal.program,
                    python=seal.python,
                )
            )
            what = f"封存，证书编号 {seal.certificate}"
            note(session, at=seal.at, by=by, action="seal", round_id=round_id, what=what)
        return True

    def finding_texts(self, round_id: str, unit_id: str) -> list[tuple[str, str]]:
        """A unit's findings as canonical JSON, each with its indicator id, in their order."""
        query = select(FindingRow.indicator_id, FindingRow.payload).where(
            FindingRow.round_id == round_id, FindingRow.unit_id == unit_id
        )
        with self._database.read() as session:
            return sorted((id_, payload) for id_, payload in session.execute(query))

    def kept_places(self, round_id: str, unit_id: str) -> list[tuple[str, str, datetime, str, int]]:
        """Of all that came home of a unit: URL, SHA-256, when captured, file and offset in it."""
        query = select(
            FetchRow.url, FetchRow.sha256, FetchRow.fetched_at, FetchRow.warc, FetchRow.offset
        ).where(FetchRow.round_id == round_id, FetchRow.unit_id == unit_id, FetchRow.sha256 != "")
        with self._database.read() as session:
            return [(url, sha, at, warc, to) for url, sha, at, warc, to in session.execute(query)]


_SEALED = "评估轮次“{}”已经封存，不能再采集、核查、评审、导入数据和计分；需要更正的，请另建一个轮次"


# Built once: every write of a round asks.
_SHARED = select(RoundRow.id).where(RoundRow.id == bindparam("round")).with_for_update(read=True)
_SEAL = select(SealRow.round_id).where(SealRow.round_id == bindparam("round"))


def demand_open(session: Session, round_id: str) -> None:
    """To be asked in every transaction that writes of a round; nobody seals it before that ends.

    Raises:
        StoreError: the round is sealed.
    """
    # SQLite has one writer at a time; PostgreSQL lets many share this lock, and a seal waits.
    connection, asked = session.connection(), {"round": round_id}
    connection.execute(_SHARED, asked)
    if connection.execute(_SEAL, asked).first() is not None:
        raise StoreError(_SEALED.format(round_id))


def standing_of(session: Session, round_id: str) -> Standing:
    """How far a round has come, to whoever holds its row."""
    row = session.get(DigestRow, round_id)

    looking = (
        select(func.count())
        .select_from(RoundUnitRow)
        .where(RoundUnitRow.round_id == round_id, RoundUnitRow.status == SiteStatus.RUNNING.value)
    )
    scored = select(func.count()).select_from(ScoreRow).where(ScoreRow.round_id == round_id)
    looks = select(func.sum(RoundUnitRow.attempts)).where(RoundUnitRow.round_id == round_id)
    checked = select(func.max(CheckedRow.checked_at)).where(CheckedRow.round_id == round_id)
    return Standing(
        digest=row.digest if row else "",
        scored_at=row.made_at if row else None,
        scored=session.scalar(scored) or 0,
        looking=session.scalar(looking) or 0,
        looks=session.scalar(looks) or 0,
        checked_at=session.scalar(checked),
        judgements=_last(session, JudgementRow, round_id),
        metrics=_last(session, MetricRow, round_id),
    )


def _last(session: Session, kind: type[JudgementRow | MetricRow], round_id: str) -> int:
    return session.scalar(select(func.max(kind.id)).where(kind.round_id == round_id)) or 0
