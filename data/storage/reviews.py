"""What the people of the review desk read and write. Part of `Store`.

Nothing is overwritten: a judgement is saved with the number of the last one that its author saw,
and refused when there is a newer one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from data import rows
from data.canonical import finding_from
from data.people import Person
from data.reviews import MARK_NAMES, Assignment, Cell, Stand
from data.storage.audit import note
from data.storage.database import Database, StoreError, table_of
from data.storage.remarks import demand_text
from data.storage.rounds import demand_member
from data.storage.seals import demand_open
from data.tables import (
    AssignmentRow,
    CheckedRow,
    FindingRow,
    JudgementRow,
    RoundUnitRow,
)
from data.types import Cause, Finding, Judgement, Mark, Outcome

_CHINA = timezone(timedelta(hours=8))


class Overtaken(StoreError):
    """Somebody else judged the point meanwhile; nothing was saved."""

    def __init__(self, newer: Judgement) -> None:
        self.newer = newer
        when = newer.at.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S")
        done = "撤回了意见" if newer.withdrawn else f"作出{MARK_NAMES[newer.mark]}意见"
        super().__init__(
            f"{newer.by} 已于 {when}（北京时间）对这一项{done}，你的意见没有保存，填写的内容还在；"
            "请看过新的意见再决定是否保存"
        )


class Reviews:
    """Queries of the review desk. All they need is a database."""

    _database: Database

    # --- judgements ------------------------------------------------------------------------

    def record(
        self,
        round_id: str,
        judgements: Sequence[tuple[Judgement, int]],
        person: Person,
    ) -> list[int]:
        """Append what a person decided, all or nothing; returns the numbers given.

        Args:
            judgements: each with the number of the last judgement that its author saw on the
                point (`last_number`), 0 for none.

        Raises:
            Overtaken: somebody judged one of the points since; nothing was saved.
            StoreError: the unit is not in the round, the author is another person, the text is
                empty or too long, a first mark comes after a second, or one person would give
                both.
        """
        with self._database.write() as session:
            # Always in one order, so that two who save in bulk never wait for each other.
            for unit_id in sorted({judgement.unit_id for judgement, _ in judgements}):
                _hold(session, round_id, unit_id)
            return [
                _append(session, round_id, judgement, seen, person)
                for judgement, seen in judgements
            ]

    def undo(
        self,
        round_id: str,
        cell: Cell,
        mark: Mark,
        person: Person,
        at: datetime,
        *,
        seen: int,
    ) -> int:
        """Append a judgement that restores what stood under a mark before the last one, which
        must be the person's own; the number given. Undone twice, it stands again.

        Raises:
            Overtaken: somebody judged the point since.
            StoreError: there is nothing of the person to undo.
        """
        unit_id, indicator_id = cell
        with self._database.write() as session:
            _hold(session, round_id, unit_id)
            own = [j for j in _of_cell(session, round_id, cell) if j.mark is mark]
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
            return _append(session, round_id, restored, seen, person, action="undo")

    def on_cell(self, round_id: str, cell: Cell) -> list[Judgement]:
        """All judgements on one point, oldest first."""
        with self._database.read() as session:
            return _of_cell(session, round_id, cell)

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

    def stands(self, round_id: str) -> list[Stand]:
        """Every finding of a round in short: the evidence is not read."""
        row = FindingRow
        query = select(row.unit_id, row.indicator_id, row.outcome, row.cause)
        with self._database.read() as session:
            found = session.execute(query.where(row.round_id == round_id))
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

    # --- assignments -----------------------------------------------------------------------

    def assign(
        self,
        round_id: str,
        assignments: Iterable[Assignment],
        at: datetime,
        by: str,
    ) -> None:
        """Give points to people; who had one in the same turn has it no longer.

        Raises:
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


def last_number(judgements: Iterable[Judgement], mark: Mark) -> int:
    """The number of the last judgement that somebody who gives this mark is to have seen.

    A blind one is compared with blind ones only, all others with all but those.
    """
    blind = mark is Mark.BLIND
    return max((j.number for j in judgements if (j.mark is Mark.BLIND) is blind), default=0)


# Statements that every judgement needs are built once: to build one costs as much as to run it.
_ROUND: BindParameter[str] = bindparam("round")
_UNIT: BindParameter[str] = bindparam("unit")
_INDICATOR: BindParameter[str] = bindparam("indicator")
_HELD = (
    select(RoundUnitRow.position)
    .where(RoundUnitRow.round_id == _ROUND, RoundUnitRow.unit_id == _UNIT)
    .with_for_update(key_share=True)
)
_JUDGEMENT = table_of(JudgementRow)
_OF_CELL = (
    _JUDGEMENT.select()
    .where(
        _JUDGEMENT.c.round_id == _ROUND,
        _JUDGEMENT.c.unit_id == _UNIT,
        _JUDGEMENT.c.indicator_id == _INDICATOR,
    )
    .order_by(_JUDGEMENT.c.id)
)
_AFTER = (
    _JUDGEMENT.select()
    .where(_JUDGEMENT.c.round_id == _ROUND, _JUDGEMENT.c.id > bindparam("number"))
    .order_by(_JUDGEMENT.c.id)
)
_ASSIGNED = select(AssignmentRow.person).where(
    AssignmentRow.round_id == _ROUND,
    AssignmentRow.unit_id == _UNIT,
    AssignmentRow.indicator_id == _INDICATOR,
    AssignmentRow.mark == bindparam("mark"),
)


def _hold(session: Session, round_id: str, unit_id: str) -> None:
    """Whoever judges the same unit waits until this transaction ends.

    Raises:
        StoreError: the unit is not in the round, or the round is sealed.
    """
    demand_open(session, round_id)
    # SQLite has no rows to lock and needs none: there is one writer at a time. `key_share`: rows
    # that refer to this one, such as fetches, can be added meanwhile.
    if session.connection().execute(_HELD, {"round": round_id, "unit": unit_id}).first() is None:
        demand_member(session, round_id, unit_id)


def _of_cell(session: Session, round_id: str, cell: Cell) -> list[Judgement]:
    asked = {"round": round_id, "unit": cell[0], "indicator": cell[1]}
    # Rows of the table have the names of the class.
    found: Iterable[Any] = session.connection().execute(_OF_CELL, asked)
    return [rows.judgement(row) for row in found]


def _append(
    session: Session,
    round_id: str,
    judgement: Judgement,
    seen: int,
    person: Person,
    action: str = "judge",
) -> int:
    if judgement.by != person.id:
        raise StoreError("评审意见只能由本人作出")
    demand_text(judgement.reason, "理由")
    cell = (judgement.unit_id, judgement.indicator_id)
    known = _of_cell(session, round_id, cell)
    if (last := last_number(known, judgement.mark)) != seen:
        raise Overtaken(next(j for j in known if j.number == last) if last else known[-1])
    _demand_turn(judgement, known)
    row = {"round_id": round_id, **rows.judgement_row(judgement)}
    made = session.connection().execute(_JUDGEMENT.insert(), row)
    assert made.inserted_primary_key is not None  # of one row there always is
    number = int(made.inserted_primary_key[0])
    said = ["撤回" if judgement.withdrawn else judgement.outcome.value]
    said += [f"{key}={value}" for key, value in judgement.items.items()]
    said += [f"{key}={value}" for key, value in judgement.counts.items()]
    turn = f"{judgement.indicator_id} {judgement.mark.value} #{number}"
    note(
        session, at=judgement.at, by=person.id, action=action, round_id=round_id,
        unit_id=judgement.unit_id,
        what=" ".join([turn, *said]),
    )  # fmt: skip
    return number


def _demand_turn(new: Judgement, known: Iterable[Judgement]) -> None:
    """
    Raises:
        StoreError: the first mark comes after others, or one person would give two of them; or
            it is none of a reviewer's.
    """
    if new.mark is Mark.DECISION:
        raise StoreError("裁定只能在申诉、情况说明或整改中作出")
    latest = {j.mark: j for j in known}
    standing = {mark: j for mark, j in latest.items() if not j.withdrawn}
    if new.mark is Mark.FIRST:
        after = (Mark.DECISION, Mark.ARBITRATION, Mark.SECOND)
        later = next((standing[mark] for mark in after if mark in standing), None)
        if later is not None and not new.withdrawn:
            raise StoreError(
                f"这一项已有{MARK_NAMES[later.mark]}意见（{later.by}），初评不能再改；请交复核员处理"
            )
    elif not new.withdrawn:
        others = {Mark.FIRST, Mark.BLIND} - {new.mark}
        if any(mark in standing and standing[mark].by == new.by for mark in others):
            raise StoreError(f"{MARK_NAMES[new.mark]}须由另一人作出，你已评过这一项")
