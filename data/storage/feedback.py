"""What units were told of their lost points. Part of `Store`."""

import json
from collections.abc import Iterable

from sqlalchemy import select

from data.canonical import dumps
from data.feedback import Feedback, Line
from data.storage.audit import note
from data.storage.database import Database, insert
from data.storage.rounds import demand_member
from data.storage.seals import demand_open
from data.storage.stages import lock_round
from data.storage.still import demand_stage
from data.tables import FeedbackRow
from data.workflow import Refuse, at_any_time


class Feedbacks:
    """Queries about the lists that units got. All it needs is a database."""

    _database: Database

    def tell(self, round_id: str, lists: Iterable[Feedback], refuse: Refuse = at_any_time) -> None:
        """Append lists, all or nothing. What was told before stays.

        Args:
            refuse: asked of the stage in which the round is when this is written.

        Raises:
            WorkflowError: the stage does not allow it.
            StoreError: the round or one of the units in it is unknown, or the round is sealed.
        """
        with self._database.write() as session:
            lock_round(session, round_id)
            demand_open(session, round_id)
            demand_stage(session, round_id, refuse)
            for each in lists:
                demand_member(session, round_id, each.unit_id)
                row = {
                    "round_id": round_id,
                    "unit_id": each.unit_id,
                    "told_by": each.by,
                    "told_at": each.at,
                    "appeal_by": each.appeal_by,
                    "rectify_by": each.rectify_by,
                    "lines": dumps([_values(line) for line in each.lines]),
                    "digest": each.digest,
                }
                insert(session, FeedbackRow, [row])
                note(
                    session,
                    at=each.at,
                    by=each.by,
                    action="tell",
                    round_id=round_id,
                    unit_id=each.unit_id,
                    what=f"反馈问题清单 {len(each.lines)} 项，摘要值 {each.digest}",
                )

    def told(self, round_id: str) -> dict[str, list[Feedback]]:
        """Every list of a round, by unit id, oldest first: the last one is in force."""
        query = select(FeedbackRow).where(FeedbackRow.round_id == round_id)
        found: dict[str, list[Feedback]] = {}
        with self._database.read() as session:
            for row in session.scalars(query.order_by(FeedbackRow.id)):
                found.setdefault(row.unit_id, []).append(_feedback(row))
        return found


def _values(line: Line) -> dict[str, object]:
    return {name: getattr(line, name) for name in Line.__slots__}


def _feedback(row: FeedbackRow) -> Feedback:
    lines = tuple(
        Line(**{**raw, "evidence": tuple(raw["evidence"]), "again": tuple(raw["again"])})
        for raw in json.loads(row.lines)
    )
    return Feedback(row.unit_id, row.told_by, row.told_at, row.appeal_by, row.rectify_by, lines)
