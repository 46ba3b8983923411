"""Whether findings and scores are of the last look: old ones are never taken for new ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from data.storage.database import Database
from data.tables import CheckedRow, DigestRow, FindingRow, RoundUnitRow


@dataclass(frozen=True, slots=True)
class Checked:
    """A reading of a unit's evidence."""

    look: int  # `attempts` of the site when its rows were read
    at: datetime  # aware, UTC


@dataclass(frozen=True, slots=True)
class Behind:
    """Units whose results are not of the last look, in the round's order."""

    unchecked: list[str]  # collected since their findings were made, or never judged at all
    unscored: list[str]  # checked again since the round was scored


def note(
    database: Database, session: Session, round_id: str, unit_id: str, checked: Checked | None
) -> None:
    """Keep which look the findings written in this transaction were made from."""
    if checked:
        key = {"round_id": round_id, "unit_id": unit_id}
        row = {**key, "look": checked.look, "checked_at": checked.at}
        database.upsert(session, CheckedRow, [row])


def behind(database: Database, round_id: str) -> Behind:
    """Units of a round whose findings or scores are out of date.

    Who was not collected is not, nor whose findings came without a look (material alone).
    """
    judged = exists().where(
        FindingRow.round_id == RoundUnitRow.round_id, FindingRow.unit_id == RoundUnitRow.unit_id
    )
    query = (
        select(
            RoundUnitRow.unit_id,
            RoundUnitRow.attempts,
            CheckedRow.look,
            CheckedRow.checked_at,
            judged.label("judged"),
        )
        .outerjoin(
            CheckedRow,
            (CheckedRow.round_id == RoundUnitRow.round_id)
            & (CheckedRow.unit_id == RoundUnitRow.unit_id),
        )
        .where(RoundUnitRow.round_id == round_id)
        .order_by(RoundUnitRow.position)
    )
    with database.read() as session:
        rows = session.execute(query).all()
        scored = session.get(DigestRow, round_id)
    return Behind(
        [row.unit_id for row in rows if _unread(row.attempts, row.look, judged=row.judged)],
        [
            row.unit_id
            for row in rows
            if scored and row.checked_at and row.checked_at > scored.made_at
        ],
    )


def _unread(attempts: int, look: int | None, *, judged: bool) -> bool:
    if look is None:
        return attempts > 0 and not judged
    return look != attempts
