"""Forgetting what a look asked and read, so that it can be made afresh, and nothing else.

When a content was first seen, what the look cost, what was found and what people judged stays; what
of it tells a place in the evidence tells where that lies now.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data.canonical import finding_from, finding_text
from data.facts import SiteStatus
from data.storage.database import Database
from data.tables import CaptureRow, FetchRow, FindingRow, PageRow, RoundUnitRow, StepRow
from data.writer import ASIDE


def evidence_files(database: Database, round_id: str) -> dict[str, list[str]]:
    """Names of the evidence files that rows of a round point into, in order, by unit id.

    Units without such rows are absent.
    """
    query = (
        select(FetchRow.unit_id, FetchRow.warc)
        .where(FetchRow.round_id == round_id, FetchRow.warc != "")
        .distinct()
    )
    found: dict[str, list[str]] = {}
    with database.read() as session:
        for unit_id, name in sorted(session.execute(query)):
            found.setdefault(unit_id, []).append(name)
    return found


def files_of(database: Database, round_id: str, unit_id: str) -> list[str]:
    """Names of the evidence files of one look, in order: those that its rows point into, and those
    with what it saw first. Files set aside before are not among them.
    """
    names: set[str] = set()
    with database.read() as session:
        for rows in (FetchRow, CaptureRow):
            query = select(rows.warc).where(rows.round_id == round_id, rows.unit_id == unit_id)
            names |= set(session.scalars(query.distinct()))
    return sorted(name for name in names if name and not name.startswith(f"{ASIDE}/"))


def forget_look(database: Database, round_id: str, unit_id: str, moved: Mapping[str, str]) -> None:
    """Forget a look: it has not begun. One transaction.

    Args:
        moved: new name of every evidence file of the look by its old one.
    """
    with database.write() as session:
        for rows in (FetchRow, StepRow, PageRow):
            session.execute(delete(rows).where(rows.round_id == round_id, rows.unit_id == unit_id))
        for old, new in moved.items():
            first_seen_there = (
                CaptureRow.round_id == round_id,
                CaptureRow.unit_id == unit_id,
                CaptureRow.warc == old,
            )
            session.execute(update(CaptureRow).where(*first_seen_there).values(warc=new))
        _move_evidence(session, round_id, unit_id, moved)
        of_unit = RoundUnitRow.round_id == round_id, RoundUnitRow.unit_id == unit_id
        session.execute(
            update(RoundUnitRow)
            .where(*of_unit)
            .values(
                status=SiteStatus.WAITING.value,
                finished_at=None,
                exhausted=False,
                note="",
                tally="",
                last_at=None,
            )
        )


def _move_evidence(session: Session, round_id: str, unit_id: str, moved: Mapping[str, str]) -> None:
    """Until the unit is checked again, its findings stand on what was seen before."""
    query = select(FindingRow).where(FindingRow.round_id == round_id, FindingRow.unit_id == unit_id)
    for row in session.scalars(query):
        found = finding_from(row.payload)
        pieces = tuple(replace(p, warc=moved.get(p.warc, p.warc)) for p in found.evidence)
        if pieces != found.evidence:
            row.payload = finding_text(replace(found, evidence=pieces))
