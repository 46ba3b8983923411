"""Who judges what, which points are judged twice, and how far two people agree. Pure.

Drawing is by hash, not by chance: the same seed and the same points give the same draw on every
machine, so that anybody can draw again.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.reviews import Assignment, Cell
from data.types import Cause, Finding, Judgement, Mark, Outcome
from scoring.rounds import by_mark

# Nobody saw what is there, so that "missing" cannot rest on what the program did.
UNSEEN = frozenset(
    {
        Cause.SITE_DOWN, Cause.BLOCKED, Cause.NOT_READ, Cause.ELSEWHERE, Cause.OUT_OF_BUDGET,
        Cause.NEEDS_BROWSER, Cause.NOT_IN_COPY, Cause.CHECK_FAILED, Cause.NOT_COLLECTED,
    }
)  # fmt: skip

Ties = Mapping[str, Collection[str]]  # person -> units that the person is tied to


class NobodyLeft(ValueError):
    """Every person named is tied to a unit, or judged it already; one Chinese sentence."""


# --- a zero needs the whole ladder ----------------------------------------------------------------


def looked_through(finding: Finding | None) -> bool:
    """Whether the program's look is complete enough to say that something is not there.

    Source: handbook of the common assessment: 查不到、打不开的, others confirm with other engines,
    machines, networks and times; only then it is a zero.
    """
    return finding is not None and finding.cause not in UNSEEN


# --- who judges what ------------------------------------------------------------------------------


def by_unit(cells: Iterable[Cell], people: Sequence[str], ties: Ties) -> list[Assignment]:
    """Each unit to one person, the loads as equal as ties allow; in the order given.

    Raises:
        NobodyLeft: everybody is tied to a unit.
    """
    units: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        units[cell[0]].append(cell)
    load = dict.fromkeys(people, 0)
    given = []
    for unit_id, mine in units.items():
        person = _least(load, unit_id, ties)
        load[person] += len(mine)
        given += [Assignment(*cell, person) for cell in mine]
    return given


def by_indicator(cells: Iterable[Cell], people: Sequence[str], ties: Ties) -> list[Assignment]:
    """Each indicator to one person over all units, so that one measure is used for all.

    A unit that the person is tied to goes to another.

    Raises:
        NobodyLeft: everybody is tied to a unit.
    """
    indicators: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        indicators[cell[1]].append(cell)
    load = dict.fromkeys(people, 0)
    given = []
    for mine in indicators.values():
        one = min(load, key=lambda person: load[person])
        for cell in mine:
            person = one if cell[0] not in ties.get(one, ()) else _least(load, cell[0], ties)
            load[person] += 1
            given.append(Assignment(*cell, person))
    return given


def drawn(cells: Iterable[Cell], share: Fraction, seed: str) -> list[Cell]:
    """A share (0-1) of the points, rounded up, drawn by seed; the same in any order given.

    Raises:
        ValueError: the share is not of 0 to 1, or the seed is empty.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share of {share}")
    if not seed:
        raise ValueError("a draw without a seed cannot be repeated")
    every = sorted(set(cells), key=lambda cell: (_lot(seed, cell), cell))
    return sorted(every[: -(-len(every) * share.numerator // share.denominator)])


def by_another(
    cells: Iterable[Cell],
    spoken: Mapping[Cell, Collection[str]],
    people: Sequence[str],
    ties: Ties,
    mark: Mark,
    seed: str = "",
) -> list[Assignment]:
    """Each point to somebody else than who judges it or judged it, the loads as equal as may be.

    Args:
        spoken: who judges or judged a point already.

    Raises:
        NobodyLeft: nobody else may.
    """
    load = dict.fromkeys(people, 0)
    given = []
    for cell in cells:
        person = _least(load, cell[0], ties, without=spoken.get(cell, ()))
        load[person] += 1
        given.append(Assignment(*cell, person, mark, seed))
    return given


def second_look(
    lost: Collection[Cell], appealed: Collection[Cell], share: Fraction, seed: str
) -> list[Cell]:
    """What a second person goes over: every lost point appealed, and a drawn share of the others.

    Args:
        lost: points lost by a person's word or a check's.

    Raises:
        ValueError: the share is not of 0 to 1, or there is one and the seed is empty.
    """
    sure = set(lost) & set(appealed)
    others = set(lost) - sure
    return sorted(sure | set(drawn(others, share, seed) if share else ()))


def _least(load: Mapping[str, int], unit_id: str, ties: Ties, without: Collection[str] = ()) -> str:
    free = [p for p in load if unit_id not in ties.get(p, ()) and p not in without]
    if not free:
        raise NobodyLeft(f"没有人可以评审单位“{unit_id}”：名单上的人都须回避或已评过")
    return min(free, key=lambda person: load[person])


def _lot(seed: str, cell: Cell) -> str:
    return hashlib.sha256("\n".join((seed, *cell)).encode()).hexdigest()


# --- two opinions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people's words on one point."""

    cell: Cell
    first: Judgement
    blind: Judgement
    settled: bool  # by arbitration

    @property
    def differ(self) -> bool:
        return _said(self.first) != _said(self.blind)


def pairs(judgements: Iterable[Judgement]) -> list[Pair]:
    """Points that were judged twice, blind; by unit and indicator."""
    units: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        units[judgement.unit_id].append(judgement)
    found = []
    for unit_id, mine in units.items():
        latest = {key: j for key, j in by_mark(mine).items() if not j.withdrawn}
        for indicator_id in sorted({id_ for id_, _ in latest}):
            first = latest.get((indicator_id, Mark.FIRST))
            blind = latest.get((indicator_id, Mark.BLIND))
            if first and blind:
                settled = (indicator_id, Mark.ARBITRATION) in latest
                found.append(Pair((unit_id, indicator_id), first, blind, settled))
    return sorted(found, key=lambda pair: pair.cell)


def still_due(assignments: Iterable[Assignment], judgements: Sequence[Judgement]) -> int:
    """How many looks of another person are not done: blind marks, second marks and arbitrations
    that were asked for and not given, and differences that nobody settled.
    """
    given = {(j.unit_id, j.indicator_id, j.mark) for j in judgements if not j.withdrawn}
    asked = {(a.unit_id, a.indicator_id, a.mark) for a in assignments if a.mark is not Mark.FIRST}
    disputed = {
        (*p.cell, Mark.ARBITRATION) for p in pairs(judgements) if p.differ and not p.settled
    }
    return len((asked - given) | disputed)


def _said(judgement: Judgement) -> tuple[object, ...]:
    return judgement.outcome, dict(judgement.items), dict(judgement.counts)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two or more people agree on outcomes."""

    of: str  # indicator id or person
    pairs: int  # points judged twice
    same: int  # of them with the same outcome
    kappa: float | None  # Cohen, -1 to 1; None: chance alone explains all, or more than two people
    alpha: Fraction | None  # Krippendorff, nominal, up to 1; None: everybody always said the same


def by_indicators(found: Iterable[Pair]) -> list[Agreement]:
    """Agreement on every indicator that was judged twice; the first mark against the blind."""
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        groups[pair.cell[1]].append(pair)
    return [_agreement(of, groups[of]) for of in sorted(groups)]


def by_people(found: Iterable[Pair]) -> list[Agreement]:
    """Agreement of every person with all those who judged the same points."""
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        for person in {pair.first.by, pair.blind.by}:
            groups[person].append(pair)
    return [_agreement(of, groups[of], own=of) for of in sorted(groups)]


def _agreement(of: str, mine: Sequence[Pair], own: str = "") -> Agreement:
    """`own`: whose words come first, so that Cohen's two raters are the person and the others."""
    said = [(p.first.outcome, p.blind.outcome) for p in mine]
    if own:
        said = [
            (a, b) if p.first.by == own else (b, a) for p, (a, b) in zip(mine, said, strict=True)
        ]
    same = sum(a is b for a, b in said)
    return Agreement(of, len(said), same, kappa(said), alpha(said))


def kappa(said: Sequence[tuple[Outcome, Outcome]]) -> float | None:
    """Cohen's κ of two raters, -1 to 1; None when both always gave one and the same answer.

    Source: J. Cohen, A Coefficient of Agreement for Nominal Scales, 1960; scikit-learn's.
    """
    if len({outcome for both in said for outcome in both}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score  # half a second to load, and only here

    first, second = zip(*((a.value, b.value) for a, b in said), strict=True)
    return float(cohen_kappa_score(first, second))


def alpha(units: Iterable[Sequence[object]]) -> Fraction | None:
    """Krippendorff's α for nominal values, at most 1; None when only one value was ever given.

    α = 1 - (n - 1) · Σ_units Σ_{c≠k} n_uc·n_uk / (m_u - 1) / Σ_{c≠k} n_c·n_k, over the values that
    can be paired.

    Args:
        units: what the raters said of each unit, missing words left out; any number of raters.

    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, part C.
    """
    paired = [Counter(words) for words in units if len(words) > 1]
    every: Counter[object] = sum(paired, Counter())
    n = every.total()
    expected = n * n - sum(count * count for count in every.values())
    if not expected:
        return None
    observed = sum((_apart(words) for words in paired), Fraction(0))
    return 1 - (n - 1) * observed / expected


def _apart(words: Counter[object]) -> Fraction:
    """Pairs of different values within one unit, by the number of its values less one."""
    m = words.total()
    return Fraction(m * m - sum(count * count for count in words.values()), m - 1)
