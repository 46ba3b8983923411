"""What is decided around a round beside judgements: its stages and terms. Frozen values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WorkflowError(Exception):
    """What cannot be done in a round as things stand, as one Chinese sentence."""


class Stage(StrEnum):
    """Where a round stands, in this order."""

    DRAFT = "draft"
    SELF_CHECK = "self_check"
    COLLECTING = "collecting"
    FIRST_REVIEW = "first_review"
    SECOND_REVIEW = "second_review"
    FEEDBACK = "feedback"
    APPEALS = "appeals"
    RECHECK = "recheck"
    FINAL = "final"
    PUBLISHED = "published"
    ARCHIVED = "archived"


STAGE_NAMES: Mapping[Stage, str] = {
    Stage.DRAFT: "方案",
    Stage.SELF_CHECK: "自查",
    Stage.COLLECTING: "采集与机评",
    Stage.FIRST_REVIEW: "初评",
    Stage.SECOND_REVIEW: "复核",
    Stage.FEEDBACK: "反馈",
    Stage.APPEALS: "申诉整改",
    Stage.RECHECK: "复查",
    Stage.FINAL: "终评",
    Stage.PUBLISHED: "通报",
    Stage.ARCHIVED: "归档",
}

# Why something may not be done in a stage, in Chinese; empty when it may. Asked inside the
# transaction that writes it. None: nobody leads the round by stages.
Refuse = Callable[[Stage | None], str]


def at_any_time(stage: Stage | None) -> str:
    """No stage refuses it."""
    return ""


@dataclass(frozen=True, slots=True)
class StageMove:
    """One step of a round, forwards or back."""

    was: Stage
    stage: Stage
    by: str  # id of the person
    at: datetime  # aware, UTC
    reason: str = ""  # always there when the round went back


@dataclass(frozen=True, slots=True)
class Terms:
    """What a round agreed on with its units."""

    skips: frozenset[Stage] = frozenset()  # stages that this round does without
    fix_counts: bool = False  # a fix that passed its re-check wins the points back
    appeal_days: int = 5  # working days after the feedback
    rectify_days: int = 10  # working days after the feedback
