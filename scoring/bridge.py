"""Why a unit's value moved between two rounds: five reasons that add up to the difference exactly.

The way from the old state to the new one is walked in five steps, one reason at a time, and the
score is taken after each; so nothing is left unexplained and nothing is counted twice. The order
is fixed: rules first, since a unit can do nothing about them, what the unit did itself last.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from data.indicators import Scheme
from data.rules import HALF
from data.types import Finding, Outcome, Unit
from scoring.score import score

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class State:
    """A unit in one round."""

    scheme: Scheme
    unit: Unit
    seen: Mapping[str, Finding]  # by the checks, before anybody judged
    counted: Mapping[str, Finding]  # after judgements: what the score is made of


@dataclass(frozen=True, slots=True)
class Bridge:
    """Values on the scheme's total. before + the five = after."""

    before: Fraction
    rules: Fraction  # 规则变化: another version of the scheme over the same findings
    applicability: Fraction  # 适用范围: duties, and what does not apply any more or again
    newly_seen: Fraction  # 新看到: could not be judged then or cannot be now
    corrections: (
        Fraction  # 人工更正: judged otherwise than the checks saw; vetoes, bonus, penalties
    )
    real: Fraction  # 实际变化: what is on the site now and was not, or the reverse
    after: Fraction


def bridge(before: State, after: State) -> Bridge | None:
    """What each reason is worth; None when one of the rounds has no value for the unit.

    A step after which nothing can be judged, such as to a scheme of other leaves, moves nothing:
    the next one is measured from the value before it.
    """
    numbers: list[Fraction] = []
    scored: tuple[State, Fraction | None] = (before, _value(before))
    for state in _walk(before, after):
        if state is not scored[0]:
            scored = state, _value(state)
        value = scored[1]
        if value is None and (state is after or not numbers):
            return None
        numbers.append(numbers[-1] if value is None else value)
    rules, applicability, newly_seen, corrections, real = (b - a for a, b in pairwise(numbers))
    return Bridge(
        before=numbers[0],
        rules=rules,
        applicability=applicability,
        newly_seen=newly_seen,
        corrections=corrections,
        real=real,
        after=numbers[-1],
    )


def in_hundredths(walked: Bridge) -> Bridge:
    """The same rounded to hundredths so that what is shown still adds up."""
    reasons = (
        walked.rules, walked.applicability, walked.newly_seen, walked.corrections, walked.real
    )  # fmt: skip
    return Bridge(*way_in_hundredths(walked.before, reasons, walked.after))


def way_in_hundredths(
    before: Fraction, changes: Iterable[Fraction], after: Fraction
) -> tuple[Fraction, ...]:
    """Where a way begins, its changes and where it ends, rounded so that they still add up.

    Both values are rounded half up; the changes get what lies between them, each no further than
    a hundredth from its own (largest remainder first).
    Example: 100, three times -1/3, 99: 100, -0.33, -0.33, -0.34, 99.

    Args:
        changes: one or more, which lead from `before` to `after` exactly.
    """
    first, last = (int(value * 100 + HALF) for value in (before, after))
    parts = [change * 100 for change in changes]
    whole = [part.numerator // part.denominator for part in parts]
    each, more = divmod(last - first - sum(whole), len(parts))
    by_rest = sorted(range(len(parts)), key=lambda n: (whole[n] - parts[n], n))
    shown = [n + each + (at in by_rest[:more]) for at, n in enumerate(whole)]
    return tuple(Fraction(n, 100) for n in (first, *shown, last))


def _walk(before: State, after: State) -> list[State]:
    """The six states; a reason that changes nothing gives the state before it, itself."""
    leaves = {leaf.id for state in (before, after) for leaf in state.scheme.leaves()}
    beside = (before.counted.keys() | after.counted.keys()) - leaves  # vetoes, bonus, penalties
    ids = leaves | before.counted.keys() | after.counted.keys()
    old, new = dict(before.counted), dict(after.counted)
    same = before.scheme == after.scheme
    rules = before if same else replace(before, scheme=after.scheme)
    turned = {id_ for id_ in ids - beside if _applies(old.get(id_)) != _applies(new.get(id_))}
    applicability = rules
    if turned or before.unit != after.unit:
        applicability = replace(rules, unit=after.unit, counted=_with(old, new, turned))
    opened = {id_ for id_ in ids - turned - beside if _known(old.get(id_)) != _known(new.get(id_))}
    newly_seen = applicability
    if opened:
        newly_seen = replace(applicability, counted=_with(old, new, turned | opened))
    # Nobody but a person establishes a veto, a bonus or a penalty, or lifts it.
    judged = beside | {id_ for id_ in ids if _corrected(before, id_) or _corrected(after, id_)}
    corrected = newly_seen
    if judged:
        corrected = replace(newly_seen, counted=_with(old, new, turned | opened | judged))
    return [before, rules, applicability, newly_seen, corrected, after]


def _value(state: State) -> Fraction | None:
    return score(state.scheme, state.unit, state.counted).value


def _with(
    old: Mapping[str, Finding], new: Mapping[str, Finding], ids: set[str]
) -> dict[str, Finding]:
    """Old findings, those of `ids` taken from the new ones (or gone with them)."""
    kept = {id_: finding for id_, finding in old.items() if id_ not in ids}
    return kept | {id_: new[id_] for id_ in ids if id_ in new}


def _applies(finding: Finding | None) -> bool:
    return finding is None or finding.outcome is not Outcome.NOT_APPLICABLE


def _known(finding: Finding | None) -> bool:
    return finding is not None and finding.outcome is not Outcome.UNKNOWN


def _corrected(state: State, id_: str) -> bool:
    """Whether a person said otherwise than the check."""
    seen, counted = state.seen.get(id_), state.counted.get(id_)
    if seen is None or counted is None:
        return False
    return (seen.outcome, seen.items, seen.counts) != (
        counted.outcome,
        counted.items,
        counted.counts,
    )
