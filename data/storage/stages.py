"""Where rounds stand, how they came there, and on what terms. Part of `Store`."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from data.canonical import dumps
from data.storage.audit import note
from data.storage.database import Database, StoreError, insert
from data.storage.seals import Standing, standing_of
from data.tables import (
    AppealRow,
    AssignmentRow,
    DigestRow,
    ExcuseRow,
    FeedbackRow,
    RectificationRow,
    RoundRow,
    RoundTermsRow,
    StageMoveRow,
)
from data.workflow import STAGE_NAMES, Stage, StageMove, Terms, WorkflowError


@dataclass(frozen=True, slots=True)
class Moment:
    """All that a step to another stage asks for: two are equal when nothing of it was written
    between them.
    """

    standing: Standing
    said: tuple[int, ...]  # highest numbers of rows: appeals, excuses, fixes, lists, terms
    assigned: tuple[datetime | None, int]  # the last time, and how many


class Stages:
    """Queries about the stages of rounds. All it needs is a database."""

    _database: Database

    def stage_moves(self, round_id: str) -> list[StageMove]:
        """Every step of a round, oldest first."""
        query = select(StageMoveRow).where(StageMoveRow.round_id == round_id)
        with self._database.read() as session:
            return [
                StageMove(Stage(row.was), Stage(row.stage), row.moved_by, row.moved_at, row.reason)
                for row in session.scalars(query.order_by(StageMoveRow.number))
            ]

    def stage(self, round_id: str) -> Stage | None:
        """Where a round stands; None when nobody leads it by stages."""
        with self._database.read() as session:
            return stage_of(session, round_id)

    def moment(self, round_id: str) -> Moment:
        """How far a round has come with all that a step asks for."""
        with self._database.read() as session:
            return _moment(session, round_id)

    def move_stage(self, round_id: str, move: StageMove, seen: Moment | None = None) -> bool:
        """Append a step.

        Args:
            seen: the moment at which was asked whether all is done; not given: nothing was asked.

        Returns:
            Whether the round was moved. False: something was written since `seen`.

        Raises:
            StoreError: there is no such round.
            WorkflowError: somebody moved the round meanwhile.
        """
        with self._database.write() as session:
            lock_round(session, round_id)
            stands = stage_of(session, round_id) or Stage.DRAFT
            if stands is not move.was:
                raise WorkflowError(
                    f"轮次 {round_id} 刚由别人转到“{STAGE_NAMES[stands]}”阶段；请核对后再操作"
                )
            if seen is not None and _moment(session, round_id) != seen:
                return False
            last = session.scalar(
                select(func.max(StageMoveRow.number)).where(StageMoveRow.round_id == round_id)
            )
            row = {
                "round_id": round_id,
                "number": (last or 0) + 1,
                "was": move.was.value,
                "stage": move.stage.value,
                "moved_by": move.by,
                "moved_at": move.at,
                "reason": move.reason,
            }
            insert(session, StageMoveRow, [row])
            what = f"阶段由“{STAGE_NAMES[move.was]}”转到“{STAGE_NAMES[move.stage]}”"
            note(session, at=move.at, by=move.by, action="move_stage", round_id=round_id, what=what)
        return True

    def terms(self, round_id: str) -> Terms:
        """The terms of a round in force; the usual ones when nobody set any."""
        with self._database.read() as session:
            row = session.scalars(
                select(RoundTermsRow)
                .where(RoundTermsRow.round_id == round_id)
                .order_by(RoundTermsRow.id.desc())
                .limit(1)
            ).first()
            if row is None:
                return Terms()
            skips = frozenset(map(Stage, json.loads(row.skips)))
            return Terms(skips, row.fix_counts, row.appeal_days, row.rectify_days)

    def set_terms(self, round_id: str, terms: Terms, *, at: datetime, by: str) -> None:
        """Append terms; the last ones are in force.

        Raises:
            StoreError: there is no such round.
        """
        row = {
            "round_id": round_id,
            "skips": dumps(sorted(terms.skips)),
            "fix_counts": terms.fix_counts,
            "appeal_days": terms.appeal_days,
            "rectify_days": terms.rectify_days,
            "set_by": by,
            "set_at": at,
        }
        with self._database.write() as session:
            lock_round(session, round_id)
            insert(session, RoundTermsRow, [row])
            note(session, at=at, by=by, action="set_terms", round_id=round_id, what="改轮次约定")

    def scored_at(self, round_id: str) -> datetime | None:
        """When a round was last scored."""
        with self._database.read() as session:
            row = session.get(DigestRow, round_id)
            return row.made_at if row else None


def lock_round(session: Session, round_id: str) -> None:
    """Nobody else writes about the round's course until the transaction ends.

    Raises:
        StoreError: there is no such round.
    """
    held = select(RoundRow.id).where(RoundRow.id == round_id).with_for_update()
    if session.scalar(held) is None:
        raise StoreError(f"没有编号为“{round_id}”的评估轮次")


def _moment(session: Session, round_id: str) -> Moment:
    kinds = (AppealRow, ExcuseRow, RectificationRow, FeedbackRow, RoundTermsRow)
    last = (select(func.max(kind.id)).where(kind.round_id == round_id) for kind in kinds)
    given = select(func.max(AssignmentRow.assigned_at), func.count()).where(
        AssignmentRow.round_id == round_id
    )
    at, number = session.execute(given).one()
    return Moment(
        standing_of(session, round_id),
        tuple(session.scalar(query) or 0 for query in last),
        (at, number),
    )


_STAGE = (  # built once: asked before every judgement
    select(StageMoveRow.stage)
    .where(StageMoveRow.round_id == bindparam("round"))
    .order_by(StageMoveRow.number.desc())
    .limit(1)
)


def stage_of(session: Session, round_id: str) -> Stage | None:
    """Where a round stands, to whoever holds its row; None when nobody leads it by stages."""
    last = session.connection().execute(_STAGE, {"round": round_id}).scalar()
    return Stage(last) if last else None
