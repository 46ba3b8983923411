"""What a planted fault is: a change to one unit's content, and what the checks must say of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from data.demo.content.model import Content
from data.types import Cause, Outcome


@dataclass(frozen=True, slots=True)
class Expected:
    """What one check must say about a unit because of a fault."""

    check: str
    outcome: Outcome
    items: Mapping[str, Outcome] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A change to one unit's content. `where` names the article or column that shows it."""

    unit: str
    what: str  # a Chinese sentence
    where: str  # "article:key", "column:key" or "home"
    expected: tuple[Expected, ...]
    plant: Callable[[Content], Content]
