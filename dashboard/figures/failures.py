"""The indicators that cost most, and what those who fail them have in common."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.indicators import Leaf, Scheme
from data.types import Finding, Ranked, UnitScore

# What differs from unit to unit in one and the same reason: quoted words, days, numbers.
_OWN = re.compile(r"[“《][^”》]*[”》]|\d+(?:[-/.:年月]\d+)*[日%]?")
_SOME = 3  # units that fail, below that nothing is common
_MORE = Fraction(1, 4)  # share of failing units by which a place stands out from the rest


@dataclass(frozen=True, slots=True)
class Nest:
    """A place where an indicator is failed much more often than elsewhere."""

    name: str
    failed: int
    judged: int


@dataclass(frozen=True, slots=True)
class Failure:
    """An indicator over some units."""

    leaf: Leaf
    judged: int  # units whose points are known, at least in part
    failed: Sequence[str]  # ids of units that lost points, largest loss first
    open: int  # units with points that nobody could judge
    lost: Fraction  # points, of all units together
    # Most frequent first, and of how many units; with … for what differs where there are several.
    reasons: Sequence[tuple[str, int]]
    group: Nest | None
    host: Nest | None

    @property
    def share(self) -> Fraction:
        """Of the judged units, 0-1."""
        return Fraction(len(self.failed), self.judged) if self.judged else Fraction(0)


def pattern(reason: str) -> str:
    """A reason without what belongs to one unit alone."""
    return _OWN.sub("…", reason)


def failures(
    scheme: Scheme,
    ranked: Sequence[Ranked],
    scores: Mapping[str, UnitScore],
    findings: Mapping[str, Mapping[str, Finding]],
    built: Mapping[str, str],
) -> list[Failure]:
    """Every indicator that some unit lost points in; what cost most in all comes first.

    Args:
        ranked: the units to look at, with a place or not.
        built: unit id -> host, where several units share it; others are absent.
    """
    groups = {r.unit_id: r.group for r in ranked}
    found = [_failure(leaf, groups, scores, findings, built) for leaf in scheme.leaves()]
    return sorted((each for each in found if each.failed), key=lambda each: -each.lost)


def _failure(
    leaf: Leaf,
    groups: Mapping[str, str],
    scores: Mapping[str, UnitScore],
    findings: Mapping[str, Mapping[str, Finding]],
    built: Mapping[str, str],
) -> Failure:
    judged: list[str] = []
    lost: dict[str, Fraction] = {}
    unclear = 0
    for id_ in groups:
        points = scores[id_].leaves.get(leaf.id) if id_ in scores else None
        if points is None:
            continue
        unclear += points.known != points.full
        if points.known:
            judged.append(id_)
            if points.got != points.known:
                lost[id_] = points.lost
    failed = sorted(lost, key=lambda id_: (-lost[id_], id_))
    whole = [finding.reason for id_ in failed if (finding := findings[id_].get(leaf.id))]
    said = Counter(pattern(reason) for reason in whole)
    return Failure(
        leaf=leaf,
        judged=len(judged),
        failed=failed,
        open=unclear,
        lost=sum(lost.values(), Fraction(0)),
        reasons=said.most_common(3) if len(failed) > 1 else [(reason, 1) for reason in whole],
        group=_nest(groups, judged, lost.keys()),
        host=_nest(built, judged, lost.keys()),
    )


def _nest(where: Mapping[str, str], judged: Sequence[str], failed: Collection[str]) -> Nest | None:
    """The place that stands out most from all other judged units; None where none does."""
    size = Counter(where[id_] for id_ in judged if id_ in where)
    fails = Counter(where[id_] for id_ in failed if id_ in where)
    best, by = None, _MORE
    for name, number in fails.items():
        others = len(judged) - size[name]
        if number < _SOME or not others:
            continue
        more = Fraction(number, size[name]) - Fraction(len(failed) - number, others)
        if more >= by:
            best, by = Nest(name, number, size[name]), more
    return best
