"""Places as screens show them: groups, what moved, how firm a place is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from hashlib import sha256

import streamlit as st

from dashboard.desk.desk import Desk
from dashboard.figures.ranking import Move, Summary, by_group, moves, summary
from dashboard.load.draws import drawn
from dashboard.rounds.result import Result
from dashboard.wording.words import BY_SITE, CLOSED_BY
from data.people import Action
from data.storage.database import database_url
from data.types import (
    Ranked,
    UnitScore,
)
from scoring.bridge import Bridge
from scoring.robustness import SPREAD, Firmness


@dataclass(frozen=True)
class Group:
    """A ranking group: `placed` units first, then `others`, which have no place."""

    name: str
    placed: Sequence[Ranked]
    others: Sequence[Ranked]
    mean: Fraction | None  # of the placed
    firsts: int  # units that share the first place
    failing: int  # placed units in the lowest grade


def groups(shown: Result) -> list[Group]:
    made = []
    for name in dict.fromkeys(r.group for r in shown.ranked):
        inside = [r for r in shown.ranked if r.group == name]
        placed = [r for r in inside if r.place is not None]
        values = [r.value for r in placed if r.value is not None]
        made.append(
            Group(
                name=name,
                placed=placed,
                others=[r for r in inside if r.place is None],
                mean=sum(values, Fraction(0)) / len(values) if values else None,
                firsts=sum(r.place == 1 for r in placed),
                failing=sum(r.grade == shown.scheme.grades[-1].name for r in placed),
            )
        )
    return made


def not_looked(shown: Result, unit_id: str) -> str:
    """Why nothing of the unit's site could be looked at, in its own words; empty when it could."""
    found = shown.findings[unit_id]
    looked = [found[leaf.id] for leaf in shown.scheme.leaves() if leaf.check and leaf.id in found]
    why = {finding.reason for finding in looked}
    by_site = all(f.cause is not None and CLOSED_BY[f.cause] == BY_SITE for f in looked)
    return why.pop() if by_site and len(why) == 1 else ""


def summaries(shown: Result) -> Mapping[str, Summary]:
    """Every ranking group in figures, in the order of the ranking."""
    return _summaries(database_url(), _extent(shown), shown)


def _extent(shown: Result) -> tuple[str, ...]:
    """Which round, and how much of it: what one person sees is never kept for another."""
    told = repr((tuple(shown.units), [line.place for line in shown.ranked]))
    return (shown.round.id, shown.digest, sha256(told.encode()).hexdigest())


@st.cache_resource(max_entries=16, show_spinner=False)
def _summaries(url: str, extent: tuple[str, ...], _shown: Result) -> dict[str, Summary]:
    lowest = _shown.scheme.grades[-1].name
    return {name: summary(lines, lowest) for name, lines in by_group(_shown.ranked).items()}


def moved(shown: Result, before: Result) -> Mapping[str, Move]:
    """How units moved since an earlier round, by unit id; nothing when that was never scored."""
    if not before.digest:
        return {}
    return _moved(database_url(), _extent(before), _extent(shown), before, shown)


@st.cache_resource(max_entries=16, show_spinner=False)
def _moved(
    url: str, old: tuple[str, ...], new: tuple[str, ...], _before: Result, _shown: Result
) -> dict[str, Move]:
    return moves(_shown.ranked, _before.ranked)


MOST_DRAWN = 400  # units of a group whose places are tried under drawn weights while somebody waits


def firm(desk: Desk, shown: Result, group: str) -> Mapping[str, Firmness]:
    """How firm the places of a group are, by unit id; nothing of groups too small or too large,
    and nothing for who may not see all places.
    """
    found = summaries(shown)[group]
    if not desk.sees_ranking() or not 1 < found.units - found.unplaced <= MOST_DRAWN:
        return {}
    draws = drawn(shown, group, SPREAD, lambda: group_scores(desk, shown, group))
    return {each.unit_id: each for each in draws}


def group_scores(desk: Desk, shown: Result, group: str) -> Sequence[UnitScore]:
    """Scores of the placed units of a group; none for who may not see all places."""
    if not desk.sees_ranking():
        return ()
    return _group_scores(database_url(), shown.round.id, shown.digest, group, desk)


@st.cache_resource(max_entries=64, show_spinner=False)
def _group_scores(url: str, round_id: str, digest: str, group: str, _desk: Desk) -> list[UnitScore]:
    return _desk.group_scores(round_id, group)


def bridges(
    desk: Desk, shown: Result, before: Result, unit_ids: Iterable[str]
) -> Mapping[str, Bridge | None]:
    """Why the values of some units moved since an earlier round."""
    asked = [id_ for id_ in unit_ids if desk.may(Action.READ_RESULTS, id_)]
    walked = cache(lambda: desk.bridges(shown.round.id, before.round.id, asked))  # all or none
    rounds = (shown.round.id, shown.digest, before.round.id, before.digest)
    return {id_: _bridge(database_url(), rounds, id_, walked) for id_ in asked}


@st.cache_resource(max_entries=4096, show_spinner=False)
def _bridge(
    url: str,
    rounds: tuple[str, ...],
    unit_id: str,
    _walked: Callable[[], Mapping[str, Bridge | None]],
) -> Bridge | None:
    return _walked().get(unit_id)
