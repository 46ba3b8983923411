"""Verdict sheets, kept beside the findings they are made from. Part of `Store`."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.canonical import finding_from
from data.storage.database import Database
from data.tables import FindingRow, RoundUnitRow, SheetRow
from data.types import Finding
from data.verdicts import Sheet, sheet_of


def keep(
    database: Database,
    session: Session,
    round_id: str,
    unit_id: str,
    findings: Mapping[str, Finding],
) -> None:
    """Keep the sheet of the findings written in this transaction."""
    made = sheet_of(findings)
    key = {"round_id": round_id, "unit_id": unit_id}
    database.upsert(session, SheetRow, [{**key, "lines": made.lines, "digest": made.digest}])


def sheets(database: Database, round_id: str) -> dict[str, Sheet]:
    """Sheets of a round by unit id, in order; units not checked are absent.

    Databases older than sheets have findings without one: those are made here and kept.
    """
    query = select(SheetRow.unit_id, SheetRow.lines, SheetRow.digest)
    with database.read() as session:
        rows = session.execute(query.where(SheetRow.round_id == round_id))
        found = {unit_id: Sheet(lines, digest) for unit_id, lines, digest in rows}
        bare = [unit_id for unit_id in _checked(session, round_id) if unit_id not in found]
    if bare:
        with database.write() as session:
            for unit_id in bare:
                keep(database, session, round_id, unit_id, findings_of(session, round_id, unit_id))
        return sheets(database, round_id)
    return dict(sorted(found.items()))


def _checked(session: Session, round_id: str) -> list[str]:
    """Units with findings. Asked of every unit, since to list the findings takes longer."""
    members = select(RoundUnitRow.unit_id).where(
        RoundUnitRow.round_id == round_id,
        select(FindingRow.unit_id)
        .where(FindingRow.round_id == round_id, FindingRow.unit_id == RoundUnitRow.unit_id)
        .exists(),
    )
    return sorted(session.scalars(members))


def findings_of(session: Session, round_id: str, unit_id: str) -> dict[str, Finding]:
    """A unit's findings by indicator id, as this transaction sees them."""
    query = select(FindingRow.indicator_id, FindingRow.payload).where(
        FindingRow.round_id == round_id, FindingRow.unit_id == unit_id
    )
    return {id_: finding_from(payload) for id_, payload in session.execute(query)}
