"""A round in parts, for who shows some of it: its places first, the details of a few units later.

Findings of a province take minutes to read and its places a second, so a screen that shows one
page of a ranking asks for the places of all and the details of those on the page.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from dashboard.rounds.result import Result
from dashboard.rounds.steps import round_scheme, unit_findings
from data.schemes import parse_scheme
from data.store import Store
from data.types import Round
from scoring.bridge import State
from scoring.engine.counted import by_unit
from scoring.rounds import effective


def read_places(store: Store, round_id: str, digest: str) -> Result:
    """A round as last scored under that digest, without scores and findings.

    Raises:
        StoreError: there is no such round.
        SchemeError: its scheme names a check that no longer exists.
    """
    assessed = store.round(round_id)
    return Result(
        round=assessed,
        scheme=round_scheme(store, assessed),
        units={unit.id: unit for unit in store.round_units(round_id)},
        ranked=store.ranked(round_id),
        scores={},
        findings={},
        digest=digest,
    )


def with_details(store: Store, places: Result, unit_ids: Collection[str]) -> Result:
    """The same with scores and findings, as judged, of some units."""
    states = read_states(store, places, unit_ids)
    return replace(
        places,
        scores=store.scores(places.round.id, unit_ids),
        findings={id_: state.counted for id_, state in states.items()},
    )


def read_states(store: Store, places: Result, unit_ids: Collection[str]) -> dict[str, State]:
    """What the checks saw of some units of a round, and what counts; other units have none."""
    judged = by_unit(store.judgements(places.round.id))
    states = {}
    for id_ in (id_ for id_ in unit_ids if id_ in places.units):
        seen = unit_findings(store, places.round.id, id_)
        counted = effective(seen, judged.get(id_, []), places.scheme.heavy)
        states[id_] = State(places.scheme, places.units[id_], seen, counted)
    return states


def earlier(store: Store, rounds: Sequence[Round], round_id: str) -> list[Round]:
    """Of these rounds those before one that are of its family, the last first.

    What is before is told by the cut-off, not by when a round was made: an old year may be assessed
    today.
    """
    this = next((each for each in rounds if each.id == round_id), None)
    if this is None:
        return []
    wanted = _family(store, this.scheme_id)
    members = set(this.unit_ids)
    return [
        each
        for each in rounds_before(rounds, this)
        if _family(store, each.scheme_id) == wanted and members & set(each.unit_ids)
    ]


def rounds_before(rounds: Sequence[Round], this: Round) -> list[Round]:
    """Of these rounds those before one, the last first."""
    return sorted((r for r in rounds if r.order < this.order), key=lambda r: r.order, reverse=True)


def _family(store: Store, scheme_id: str) -> tuple[str, str, str]:
    """What versions of one scheme share: its name without year and version, kind and region."""
    return (family_name(scheme_id), *_fits(store.scheme_text(scheme_id), scheme_id))


@lru_cache(maxsize=64)
def _fits(text: str, scheme_id: str) -> tuple[str, str]:
    """Kind of unit and region of a scheme; read once, since it is asked with every click."""
    scheme = parse_scheme(text, scheme_id)
    return scheme.kind, scheme.region


def family_name(scheme_id: str) -> str:
    """The id without years and version numbers: `department-2023-v2` is a `department`."""
    parts = scheme_id.split("-")
    return "-".join(part for part in parts if not part.removeprefix("v").isdigit())
