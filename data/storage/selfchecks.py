"""What units found out about themselves, and what they showed of it. Part of `Store`."""

import json
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select, update

from data.canonical import dumps
from data.selfchecks import KeptSelfCheck, SelfCheck, SelfLine
from data.storage.audit import note
from data.storage.database import Database, insert
from data.storage.rounds import demand_member
from data.tables import SelfCheckRow
from data.workflow import WorkflowError


class SelfChecks:
    """Queries about self-checks. All it needs is a database."""

    _database: Database

    def add_self_check(
        self, round_id: str, unit_id: str, found: SelfCheck, *, at: datetime, by: str
    ) -> None:
        """Append one; what was found before stays.

        Raises:
            StoreError: the round or the unit in it is unknown.
        """
        row = {
            "round_id": round_id,
            "unit_id": unit_id,
            "made_by": by,
            "made_at": at,
            "payload": dumps(asdict(found) | {"as_of": found.as_of.isoformat()}),
            "submitted_by": "",
            "submitted_at": None,
        }
        with self._database.write() as session:
            demand_member(session, round_id, unit_id)
            insert(session, SelfCheckRow, [row])
            note(
                session, at=at, by=by, action="self_check", round_id=round_id, unit_id=unit_id,
                what="自查",
            )  # fmt: skip

    def submit_self_check(
        self, round_id: str, unit_id: str, number: int, *, at: datetime, by: str
    ) -> None:
        """Let the others see one.

        Raises:
            WorkflowError: there is none of that number of the unit, or it was submitted before.
        """
        waiting = (
            SelfCheckRow.id == number,
            SelfCheckRow.round_id == round_id,
            SelfCheckRow.unit_id == unit_id,
            SelfCheckRow.submitted_at.is_(None),
        )
        with self._database.write() as session:
            if session.scalar(select(SelfCheckRow.id).where(*waiting).with_for_update()) is None:
                raise WorkflowError("没有这次自查，或已经提交")
            shown = update(SelfCheckRow).where(*waiting)
            session.execute(shown.values(submitted_by=by, submitted_at=at))
            note(
                session, at=at, by=by, action="submit_self_check", round_id=round_id,
                unit_id=unit_id, what="提交自查结果",
            )  # fmt: skip

    def self_checks(self, round_id: str) -> list[KeptSelfCheck]:
        """All of a round, oldest first."""
        query = select(SelfCheckRow).where(SelfCheckRow.round_id == round_id)
        with self._database.read() as session:
            return [
                KeptSelfCheck(
                    row.id, row.unit_id, row.made_by, row.made_at, _found(row.payload),
                    row.submitted_by, row.submitted_at,
                )
                for row in session.scalars(query.order_by(SelfCheckRow.id))
            ]  # fmt: skip


def _found(payload: str) -> SelfCheck:
    raw = json.loads(payload)
    lines = tuple(SelfLine(**line) for line in raw.pop("lines"))
    raw |= {"as_of": date.fromisoformat(raw["as_of"]), "doubts": tuple(raw["doubts"])}
    return SelfCheck(**raw, lines=lines)
