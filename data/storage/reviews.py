"""What the people of the review desk read and write. Part of `Store`.

Nothing is overwritten: a judgement is saved with the number of the last one that its author saw,
and refused when there is a newer one.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from data import rows
from data.canonical import finding_from
from data.people import Person
from data.reviews import Cell, Stand
from data.storage.audit import note
from data.storage.database import Database, StoreError
from data.storage.judging import JUDGEMENT, append, hold, last_number, of_cell
from data.storage.still import demand_same, demand_stage
from data.tables import AssignmentRow, CheckedRow, FindingRow, JudgementRow
from data.types import Cause, Finding, Judgement, Mark, Outcome
from data.workflow import Refuse, at_any_time


class Reviews:
    """Queries of the review desk. All they need is a database."""

    _database: Database

    # --- judgements ------------------------------------------------------------------------

    def record(
        self,
        round_id: str,
        judgements: Sequence[tuple[Judgement, int]],
        person: Person,
        refuse: Refuse = at_any_time,
    ) -> list[int]:
        """Append what a person decided, all or nothing; returns the numbers given.

        Args:
            judgements: each with the number of the last judgement that its author saw on the
                point (`last_number`), 0 for none.
            refuse: asked of the stage in which the round is when this is written.

        Raises:
            NotAllowed: the person's account was changed since.
            WorkflowError: the stage does not allow it.
            Overtaken: somebody judged one of the points since; nothing was saved.
            StoreError: the unit is not in the round, the author is another person, the text is
                empty or too long, a first mark comes after a second, or one person would give
                both.
        """
        with self._database.write() as session:
            # Always in one order, so that two who save in bulk never wait for each other.
            for unit_id in sorted({judgement.unit_id for judgement, _ in judgements}):
                hold(session, round_id, unit_id)
            demand_stage(session, round_id, refuse)
            demand_same(session, person)
            return [
                append(session, round_id, judgement, seen, person.id)
                for judgement, seen in judgements
            ]

    def record_rows(
        self,
        round_id: str,
        judgements: Sequence[tuple[str, Judgement]],
        *,
        by: str,
        at: datetime,
        refuse: Refuse = at_any_time,
    ) -> None:
        """Append what a file says people decided, all or nothing; later words on a point stand.

        Args:
            judgements: each with where it stands in the file.
            by: who brought the file.
            refuse: as for `record`.

        Raises:
            WorkflowError: the stage does not allow it.
            StoreError: as for `record`, after where the row stands.
        """
        with self._database.write() as session:
            for unit_id in sorted({judgement.unit_id for _, judgement in judgements}):
                hold(session, round_id, unit_id)
            demand_stage(session, round_id, refuse)
            for where, judgement in judgements:
                cell = (judgement.unit_id, judgement.indicator_id)
                seen = last_number(of_cell(session, round_id, cell), judgement.mark)
                try:
                    append(session, round_id, judgement, seen, judgement.by, "judge")
                except StoreError as error:
                    raise StoreError(f"{where}：{error}") from error
            note(
                session, at=at, by=by, action="import_judgements", round_id=round_id,
                what=f"导入评审意见 {len(judgements)} 条",
            )  # fmt: skip

    def undo(
        self,
        round_id: str,
        cell: Cell,
        mark: Mark,
        person: Person,
        at: datetime,
        *,
        seen: int,
        refuse: Refuse = at_any_time,
    ) -> int:
        """Append a judgement that restores what stood under a mark before the last one, which
        must be the person's own; the number given. Undone twice, it stands again.

        Raises:
            NotAllowed, WorkflowError: as for `record`.
            Overtaken: somebody judged the point since.
            StoreError: there is nothing of the person to undo.
        """
        unit_id, indicator_id = cell
        with self._database.write() as session:
            hold(session, round_id, unit_id)
            demand_stage(session, round_id, refuse)
            demand_same(session, person)
            own = [j for j in of_cell(session, round_id, cell) if j.mark is mark]
            if not own or own[-1].by != person.id:
                raise StoreError("这一项没有你可以撤销的意见")
            before = own[-2] if len(own) > 1 else None
            restored = (
                replace(before, by=person.id, at=at)
                if before
                else Judgement(
                    unit_id, indicator_id, Outcome.UNKNOWN, "撤销意见，恢复原来的结果", person.id,
                    at, mark=mark, withdrawn=True,
                )
            )  # fmt: skip
            return append(session, round_id, restored, seen, person.id, action="undo")

    def on_cell(self, round_id: str, cell: Cell) -> list[Judgement]:
        """All judgements on one point, oldest first."""
        with self._database.read() as session:
            return of_cell(session, round_id, cell)

    def found(self, round_id: str, cell: Cell) -> Finding | None:
        """What the check found; None when nobody looked."""
        with self._database.read() as session:
            row = session.get(FindingRow, (round_id, *cell))
            return finding_from(row.payload) if row else None

    def found_of(self, round_id: str, indicator_id: str) -> dict[str, Finding]:
        """What the check found on one indicator, by unit id."""
        query = select(FindingRow.unit_id, FindingRow.payload).where(
            FindingRow.round_id == round_id, FindingRow.indicator_id == indicator_id
        )
        with self._database.read() as session:
            return {unit_id: finding_from(text) for unit_id, text in session.execute(query)}

    def said_of(self, round_id: str, indicator_id: str) -> dict[str, list[Judgement]]:
        """All judgements on one indicator, oldest first, by unit id."""
        query = select(JudgementRow).where(
            JudgementRow.round_id == round_id, JudgementRow.indicator_id == indicator_id
        )
        said: dict[str, list[Judgement]] = {}
        with self._database.read() as session:
            for row in session.scalars(query.order_by(JudgementRow.id)):
                said.setdefault(row.unit_id, []).append(rows.judgement(row))
        return said

    def stands(
        self, round_id: str, indicators: Collection[str] | None = None, *, also: Cause | None = None
    ) -> list[Stand]:
        """Every finding of a round in short: the evidence is not read.

        Args:
            indicators: of these alone; None: of all.
            also: of all others those that have this cause.
        """
        row = FindingRow
        query = select(row.unit_id, row.indicator_id, row.outcome, row.cause)
        query = query.where(row.round_id == round_id)
        if indicators is not None:
            wanted = row.indicator_id.in_(sorted(indicators))
            query = query.where(wanted if also is None else wanted | (row.cause == also))
        with self._database.read() as session:
            found = session.execute(query)
            return [
                Stand(unit, indicator, Outcome(outcome), Cause(cause) if cause else None)
                for unit, indicator, outcome, cause in found
            ]

    def judgements_after(self, round_id: str, number: int) -> list[Judgement]:
        """Judgements of a round with a higher number, oldest first.

        Of two people who save at once the higher number may be there first: whoever goes on from
        here has to count (`review_stamp`).
        """
        asked = {"round": round_id, "number": number}
        with self._database.read() as session:
            found: Iterable[Any] = session.connection().execute(_AFTER, asked)
            return [rows.judgement(row) for row in found]

    def review_stamp(self, round_id: str) -> tuple[int, str, str]:
        """Something that changes whenever judgements, findings or assignments of a round do; first
        how many judgements there are.
        """
        with self._database.read() as session:
            judged = select(func.count()).where(JudgementRow.round_id == round_id)
            checked = select(func.max(CheckedRow.checked_at), func.count()).where(
                CheckedRow.round_id == round_id
            )
            given = select(func.max(AssignmentRow.assigned_at), func.count()).where(
                AssignmentRow.round_id == round_id
            )
            return (
                session.scalar(judged) or 0,
                str(tuple(session.execute(checked).one())),
                str(tuple(session.execute(given).one())),
            )


# Built once: to build one costs as much as to run it.
_AFTER = (
    JUDGEMENT.select()
    .where(JUDGEMENT.c.round_id == bindparam("round"), JUDGEMENT.c.id > bindparam("number"))
    .order_by(JUDGEMENT.c.id)
)
