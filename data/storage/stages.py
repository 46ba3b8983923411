"""Where rounds stand, how they came there, and on what terms. Part of `Store`."""

import json
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from data.canonical import dumps
from data.storage.audit import note
from data.storage.database import Database, StoreError, insert
from data.tables import DigestRow, RoundRow, RoundTermsRow, StageMoveRow
from data.workflow import STAGE_NAMES, Stage, StageMove, Terms, WorkflowError


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
            return _stage(session, round_id)

    def move_stage(self, round_id: str, move: StageMove) -> None:
        """Append a step.

        Raises:
            StoreError: there is no such round.
            WorkflowError: somebody moved the round meanwhile.
        """
        with self._database.write() as session:
            lock_round(session, round_id)
            stands = _stage(session, round_id) or Stage.DRAFT
            if stands is not move.was:
                raise WorkflowError(
                    f"轮次 {round_id} 刚由别人转到“{STAGE_NAMES[stands]}”阶段；请核对后再操作"
                )
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


_STAGE = (  # built once: asked before every judgement
    select(StageMoveRow.stage)
    .where(StageMoveRow.round_id == bindparam("round"))
    .order_by(StageMoveRow.number.desc())
    .limit(1)
)


def _stage(session: Session, round_id: str) -> Stage | None:
    last = session.connection().execute(_STAGE, {"round": round_id}).scalar()
    return Stage(last) if last else None
