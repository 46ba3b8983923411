"""The commonest faults of a round: indicators by how many units lost points on them."""

from dataclasses import dataclass
from fractions import Fraction

from dashboard.rounds.result import Result
from data.indicators import Leaf
from data.types import Unit


@dataclass(frozen=True, slots=True)
class Fault:
    """An indicator on which units lost points."""

    leaf: Leaf
    units: tuple[Unit, ...]  # largest loss first
    judged: int  # units on which something of it could be judged
    lost: Fraction  # in all

    @property
    def share(self) -> Fraction:
        return Fraction(len(self.units), self.judged)


def faults(result: Result) -> list[Fault]:
    """Indicators by how many units lost points on them, most first; equal ones by points."""
    found = []
    for leaf in result.scheme.leaves():
        judged = {
            id_: points
            for id_, score in result.scores.items()
            if (points := score.leaves.get(leaf.id)) is not None and points.known
        }
        lost = {id_: points.lost for id_, points in judged.items() if points.got != points.known}
        if lost:
            losers = sorted(lost, key=lambda id_: (-lost[id_], result.units[id_].name))
            units = tuple(result.units[id_] for id_ in losers)
            found.append(Fault(leaf, units, len(judged), sum(lost.values(), Fraction(0))))
    return sorted(found, key=lambda fault: (-len(fault.units), -fault.lost))
