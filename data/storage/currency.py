"""Whether findings and scores are of the last look: old ones are never taken for new ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.storage.database import Database
from data.tables import CheckedRow, DigestRow, RoundUnitRow


@dataclass(frozen=True, slots=True)
class Checked:
    """A reading of a unit's evidence."""

    look: int  # `attempts` of the site when its rows were read
    at: datetime  # aware, UTC


@dataclass(frozen=True, slots=True)
class Behind:
    """Units whose results are not of the last look, in the round's order."""

    unchecked: list[str]  # collected again since their findings were made
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
    """Units of a round whose findings or scores are out of date; those never checked are not."""
    query = (
        select(RoundUnitRow.unit_id, RoundUnitRow.attempts, CheckedRow.look, CheckedRow.checked_at)
        .join(
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
        [unit_id for unit_id, attempts, look, _ in rows if look != attempts],
        [unit_id for unit_id, _, _, at in rows if scored is not None and at > scored.made_at],
    )
