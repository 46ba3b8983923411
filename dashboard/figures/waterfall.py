"""From the total to a unit's value, one first level after the other: what is lost where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from data.indicators import Node, Scheme
from data.types import UnitScore
from scoring.bridge import way_in_hundredths

ZERO = Fraction(0)


class Kind(StrEnum):
    TOTAL = "total"
    PART = "part"
    BONUS = "bonus"
    PENALTY = "penalty"
    FLOOR = "floor"  # penalties reach no further than zero
    CAP = "cap"  # a veto in force
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: by how much, and where it leads."""

    kind: Kind
    name: str  # of a first level; empty for the others
    change: Fraction
    after: Fraction


def waterfall(scheme: Scheme, score: UnitScore) -> list[Step]:
    """Steps that add up to the value exactly; none where no indicator was judged.

    With n points known, p lost ones cost total × p ÷ n: what is open counts neither way. First
    levels that do not apply are left out.
    """
    known = sum((points.known for points in score.leaves.values()), ZERO)
    if score.value is None or not known:
        return []
    steps = [Step(Kind.TOTAL, "", scheme.total, scheme.total)]

    def step(kind: Kind, change: Fraction, name: str = "") -> None:
        steps.append(Step(kind, name, change, steps[-1].after + change))

    for part in scheme.nodes:
        points = (score.nodes if isinstance(part, Node) else score.leaves).get(part.id)
        if points is not None:
            step(Kind.PART, -scheme.total * points.lost / known, part.name)
    if score.bonus:
        step(Kind.BONUS, score.bonus)
    if score.penalty:
        step(Kind.PENALTY, -score.penalty)
    if steps[-1].after < ZERO:
        step(Kind.FLOOR, -steps[-1].after)
    if steps[-1].after != score.value:
        step(Kind.CAP, score.value - steps[-1].after)
    steps.append(Step(Kind.VALUE, "", score.value, score.value))
    return steps


def in_hundredths(steps: Sequence[Step]) -> list[Step]:
    """The same steps rounded as they are shown: who adds up the rows comes to the value."""
    if not steps:
        return []
    first, *way, last = steps
    before, *changes, after = way_in_hundredths(
        first.after, (step.change for step in way), last.after
    )
    shown = [replace(first, change=before, after=before)]
    for step, change in zip(way, changes, strict=True):
        shown.append(replace(step, change=change, after=shown[-1].after + change))
    return [*shown, replace(last, change=after, after=after)]
