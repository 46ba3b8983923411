"""Where a round stands in its course, for the screen and the command line alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.stages.course import Waiting, work_left
from data.calendar import CHINA
from data.store import Store
from data.workflow import STAGE_NAMES, Stage, StageMove, Terms
from scoring.stages import following, lacking, preceding


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a round on one day."""

    led: bool  # somebody moved it before; else no step is frozen
    stage: Stage
    following: Stage | None  # None: it is at its end
    preceding: Stage | None
    lacking: Sequence[str]  # what the next stage needs, in Chinese; empty: it may begin
    terms: Terms
    moves: Sequence[StageMove]  # oldest first

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of this round, in order."""
        return tuple(each for each in Stage if each not in self.terms.skips)


def course_of(
    store: Store, round_id: str, *, today: date, waiting: Waiting | None = None
) -> Course:
    """
    Args:
        today: the Chinese day.
        waiting: see `work_left`.

    Raises:
        StoreError: there is no such round.
    """
    led, terms = store.stage(round_id), store.terms(round_id)
    stage = led or Stage.DRAFT
    to = following(stage, terms.skips)
    work = work_left(store, round_id, today=today, of=waiting) if to else None
    left = lacking(stage, to, work, terms.skips) if to and work else ()
    moves = store.stage_moves(round_id)
    return Course(led is not None, stage, to, preceding(stage, terms.skips), left, terms, moves)


def dates_of(moves: Sequence[StageMove]) -> Mapping[Stage, date]:
    """On which Chinese day each stage began last."""
    return {move.stage: move.at.astimezone(CHINA).date() for move in moves}


def agreed(terms: Terms) -> str:
    """The terms of a round in one sentence."""
    skipped = "、".join(STAGE_NAMES[each] for each in Stage if each in terms.skips) or "无"
    points = "恢复得分" if terms.fix_counts else "不改变得分"
    return (
        f"省去的阶段：{skipped}；申诉期限 {terms.appeal_days} 个工作日，"
        f"整改期限 {terms.rectify_days} 个工作日；整改通过复核{points}"
    )
