"""What a ranking is worth, put in order for people: firm places, telling indicators, fair looks.

The statistics are those of `scoring/`; here is who is asked for them and what follows from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.items import Item
from scoring.robustness import Firmness

FAR = 0.95  # share of units from which on an indicator is passed by all, or by none
TURNED = -0.1  # correlation with the rest from which on an indicator measures something else
LINKED = -0.5  # a correlation of what is open with the value, from here down worth a sentence
WEAK = 0.2  # discrimination below which an indicator hardly tells units apart (Ebel 1965)


class Advice(StrEnum):
    """What to do with an indicator, the most pressing first."""

    TURNED = "turned"  # good units lose it more often than weak ones
    FEW = "few"  # too few units were judged to say anything
    EASY = "easy"
    IMPOSSIBLE = "impossible"
    WEAK = "weak"
    KEEP = "keep"


def advice(item: Item) -> Advice:
    """
    Source: Kelley 1939 for the 27 %, Ebel 1965 for 0.2; docs/method.md.
    """
    if item.discrimination is None:
        return Advice.FEW
    if item.full >= FAR:
        return Advice.EASY
    if item.none >= FAR:
        return Advice.IMPOSSIBLE
    if item.correlation is not None and item.correlation < TURNED:
        return Advice.TURNED
    return Advice.WEAK if item.discrimination < WEAK else Advice.KEEP


@dataclass(frozen=True, slots=True)
class Tied:
    """Units that stand one after the other and cannot be told apart."""

    first: int  # place of the first
    last: int
    unit_ids: Sequence[str]


def tied(found: Sequence[Firmness]) -> list[Tied]:
    """Tie groups of two or more, best first.

    Args:
        found: of one group, best first.
    """
    members: dict[int, list[Firmness]] = {}
    for each in found:
        members.setdefault(each.tie, []).append(each)
    return [
        Tied(mine[0].place, mine[-1].place, [each.unit_id for each in mine])
        for mine in members.values()
        if len(mine) > 1
    ]
