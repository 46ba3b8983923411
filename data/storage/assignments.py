"""Who is to judge what, and in which turn. Part of `Store`."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from data.reviews import MARK_NAMES, Assignment, Cell
from data.storage.audit import note
from data.storage.database import Database
from data.storage.rounds import demand_member
from data.storage.seals import demand_open
from data.storage.still import demand_stage
from data.tables import AssignmentRow
from data.types import Mark
from data.workflow import Refuse, at_any_time


class Assignments:
    """Queries about tasks. All they need is a database."""

    _database: Database

    def assign(
        self,
        round_id: str,
        assignments: Iterable[Assignment],
        at: datetime,
        by: str,
        refuse: Refuse = at_any_time,
    ) -> None:
        """Give points to people; who had one in the same turn has it no longer.

        Args:
            refuse: asked of the stage in which the round is when this is written.

        Raises:
            WorkflowError: the stage does not allow it.
            StoreError: a unit is not in the round, or the round is sealed.
        """
        given = list(assignments)
        new = [
            {
                "round_id": round_id,
                "unit_id": each.unit_id,
                "indicator_id": each.indicator_id,
                "mark": each.mark.value,
                "person": each.person,
                "seed": each.seed,
                "assigned_at": at,
            }
            for each in given
        ]
        with self._database.write() as session:
            demand_open(session, round_id)
            demand_stage(session, round_id, refuse)
            for unit_id in sorted({each.unit_id for each in given}):
                demand_member(session, round_id, unit_id)
            self._database.upsert(session, AssignmentRow, new)
            marks = {mark: sum(each.mark is mark for each in given) for mark in Mark}
            seeds = sorted({each.seed for each in given if each.seed})
            told = "，".join(f"{MARK_NAMES[mark]} {n} 项" for mark, n in marks.items() if n)
            drawn = f"；抽签种子 {'、'.join(seeds)}" if seeds else ""
            note(
                session, at=at, by=by, action="assign", round_id=round_id, unit_id="",
                what=f"分派 {told}{drawn}",
            )  # fmt: skip

    def assignments(self, round_id: str, person: str = "") -> list[Assignment]:
        """Who is to judge what; of one person where one is named. By unit, indicator and turn."""
        query = select(AssignmentRow).where(AssignmentRow.round_id == round_id)
        if person:
            query = query.where(AssignmentRow.person == person)
        with self._database.read() as session:
            found = [
                Assignment(r.unit_id, r.indicator_id, r.person, Mark(r.mark), r.seed)
                for r in session.scalars(query)
            ]
        return sorted(found, key=lambda a: (a.unit_id, a.indicator_id, a.mark))

    def assigned(self, round_id: str, cell: Cell, mark: Mark) -> str:
        """Who is to judge a point in a turn; empty: nobody."""
        asked = {"round": round_id, "unit": cell[0], "indicator": cell[1], "mark": mark.value}
        with self._database.read() as session:
            return session.connection().execute(_ASSIGNED, asked).scalar() or ""


# Built once: every judgement asks.
_ASSIGNED = select(AssignmentRow.person).where(
    AssignmentRow.round_id == bindparam("round"),
    AssignmentRow.unit_id == bindparam("unit"),
    AssignmentRow.indicator_id == bindparam("indicator"),
    AssignmentRow.mark == bindparam("mark"),
)
