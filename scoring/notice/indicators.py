"""The draft indicator of a task: a check, a figure to report, or material for a person. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.marked import number_text
from scoring.notice.matching import THRESHOLD, Match
from scoring.notice.quantities import Quantity
from scoring.notice.tasks import Task


class Kind(StrEnum):
    """Who decides the draft indicator."""

    CHECK = "check"
    METRIC = "metric"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Indicator:
    """How a task could be assessed; a draft, for a person to edit."""

    kind: Kind
    match: Match | None  # the check that fits best, also below the threshold
    others: tuple[Match, ...]  # that come next
    targets: tuple[Quantity, ...]  # figures that a unit could be asked to report


def indicator(task: Task, matches: Sequence[Match]) -> Indicator:
    """A check where one fits with confidence; else a figure that has a target; else a person."""
    best = matches[0] if matches else None
    targets = tuple(figure for figure in task.quantities if is_target(figure))
    if best is not None and best.confidence >= THRESHOLD:
        kind = Kind.CHECK
    else:
        kind = Kind.METRIC if targets else Kind.MANUAL
    return Indicator(kind, best, tuple(matches[1:]), targets)


def is_target(figure: Quantity) -> bool:
    """Whether a figure can be a target: above zero, and one that a scheme can write."""
    return figure.value > 0 and "/" not in number_text(figure.value)
