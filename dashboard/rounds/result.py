"""A round with everything that is known of it, and what is left of it for who may not see all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.rounds.steps import round_scheme
from data.indicators import Scheme
from data.store import Store
from data.types import Finding, Ranked, Round, Unit, UnitScore
from scoring.rounds import effective

NO_PLACES_YET = "通报前不列名次"
PLACES_KEPT = "名次按公布方式不列"  # published, but not with the places


@dataclass(frozen=True)
class Result:
    """A round with everything the views show of it; `scores` is empty before it was scored."""

    round: Round
    scheme: Scheme
    units: Mapping[str, Unit]
    ranked: Sequence[Ranked]
    scores: Mapping[str, UnitScore]
    findings: Mapping[str, Mapping[str, Finding]]
    digest: str


def read_result(opened: Store, round_id: str, digest: str) -> Result:
    """A round with findings as judged, as last scored under that digest."""
    assessed = opened.round(round_id)
    scheme = round_scheme(opened, assessed)
    units = {unit.id: unit for unit in opened.round_units(round_id)}
    found, judged = opened.findings(round_id), opened.judgements(round_id)
    return Result(
        round=assessed,
        scheme=scheme,
        units=units,
        ranked=opened.ranked(round_id),
        scores=opened.scores(round_id),
        findings={
            id_: effective(
                found.get(id_, {}), [j for j in judged if j.unit_id == id_], scheme.heavy
            )
            for id_ in units
        },
        digest=digest,
    )


def restricted(
    whole: Result, units: Collection[str], *, places: bool, why: str = NO_PLACES_YET
) -> Result:
    """The same round with these units alone: as if there were no others.

    Args:
        places: whether the places of these units may be seen.
        why: what is said in their stead.
    """
    ranked = [line for line in whole.ranked if line.unit_id in units]
    if not places:
        ranked = [replace(line, place=None, why_not=line.why_not or why) for line in ranked]
    return replace(
        whole,
        units={id_: unit for id_, unit in whole.units.items() if id_ in units},
        ranked=ranked,
        scores={id_: score for id_, score in whole.scores.items() if id_ in units},
        findings={id_: found for id_, found in whole.findings.items() if id_ in units},
    )
