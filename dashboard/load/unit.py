"""One unit as screens show it: its gaps, what waits, what a finding rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.rounds.result import Result
from dashboard.rounds.steps import checks
from dashboard.wording.words import BY_BASIS, CLOSED_BY, WAITING_FOR
from data.indicators import Veto
from data.marked import number_text
from data.types import (
    Outcome,
    Points,
)
from scoring.gaps import Gap, gaps
from scoring.rounds import suspicions


@dataclass(frozen=True)
class Waiting:
    """Open points that the same people can close."""

    title: str
    advice: str
    gaps: Sequence[Gap]
    points: Fraction


@dataclass(frozen=True)
class UnitGaps:
    lost: Sequence[Gap]  # largest first
    points: Fraction  # lost in all
    waiting: Sequence[Waiting]
    open: Fraction  # open in all, parts of lost indicators included


def unit_gaps(shown: Result, unit_id: str) -> UnitGaps:
    """Where the unit lost points, and apart from it what is open, by who can close it."""
    found = gaps(shown.scheme, shown.scores[unit_id], shown.findings[unit_id])
    open_only = [gap for gap in found if gap.open and not gap.lost]
    waiting = []
    for title, advice in WAITING_FOR.items():
        mine = [gap for gap in open_only if _closed_by(gap) == title]
        if mine:
            waiting.append(Waiting(title, advice, mine, _total(gap.open for gap in mine)))
    lost = [gap for gap in found if gap.lost]
    return UnitGaps(
        lost, _total(gap.lost for gap in lost), waiting, _total(gap.open for gap in found)
    )


def _closed_by(gap: Gap) -> str:
    return CLOSED_BY[gap.cause] if gap.cause else BY_BASIS


def whole(shown: Result, unit_id: str) -> Points:
    """Points over everything that applies to the unit."""
    leaves = shown.scores[unit_id].leaves.values()
    return Points(
        _total(p.full for p in leaves),
        _total(p.known for p in leaves),
        _total(p.got for p in leaves),
    )


def _total(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))


@dataclass(frozen=True)
class Details:
    """What a finding says of single elements and how often a fault was seen, by Chinese name."""

    items: Sequence[tuple[str, Outcome]]
    counts: Sequence[tuple[str, str]]


def doubts(shown: Result, unit_id: str) -> tuple[Veto, ...]:
    """Vetoes that a reviewer should look at."""
    return suspicions(shown.scheme, shown.findings[unit_id])


def details(shown: Result, unit_id: str, indicator_id: str) -> Details:
    finding = shown.findings[unit_id].get(indicator_id)
    leaf = next((leaf for leaf in shown.scheme.leaves() if leaf.id == indicator_id), None)
    if finding is None or leaf is None:
        return Details((), ())
    way = checks()[leaf.check] if leaf.check else None
    items, counts = (way.items, way.counts) if way else ({}, {})
    return Details(
        [(items.get(key, key), finding.items[key]) for key in _in_order(finding.items, items)],
        [
            (counts.get(key, key), number_text(Fraction(finding.counts[key])))
            for key in _in_order(finding.counts, counts)
        ],
    )


def _in_order(given: Iterable[str], declared: Iterable[str]) -> list[str]:
    """Keys in the order that the check declares them; those that only a person gave come last."""
    keys = set(given)
    first = [key for key in declared if key in keys]
    return first + sorted(keys - set(first))
