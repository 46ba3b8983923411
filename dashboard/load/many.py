"""Gaps of many units, and what a ranking is worth. Keyed by the scoring and the units seen."""

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.figures.failures import Failure, failures
from dashboard.figures.families import shared_hosts
from dashboard.figures.heat import Heat, heat
from dashboard.figures.placed import placed
from dashboard.load.draws import drawn
from dashboard.rounds.result import Result
from data.storage.database import database_url
from scoring.items import Item, item_statistics
from scoring.robustness import Firmness

if TYPE_CHECKING:
    from scoring.profiles import Profile


def unit_failures(shown: Result, group: str) -> list[Failure]:
    """Indicators by what they cost the units of a group, or all."""
    return _failures(database_url(), shown.round.id, shown.digest, _of(shown, group), _shown=shown)


@st.cache_resource(max_entries=32, show_spinner=False)
def _failures(
    url: str, round_id: str, digest: str, units: tuple[str, ...], *, _shown: Result
) -> list[Failure]:
    ranked = [r for r in _shown.ranked if r.unit_id in set(units)]
    built = shared_hosts(_shown.units.values(), "")
    shared = {id_: host for id_, host in built.items() if host}
    return failures(_shown.scheme, ranked, _shown.scores, _shown.findings, shared)


def unit_heat(shown: Result, group: str, part: str) -> Heat:
    """Units of a group, or all, against the first level or against the indicators of a part."""
    units = _of(shown, group)
    return _heat(database_url(), shown.round.id, shown.digest, units, part, _shown=shown)


@st.cache_resource(max_entries=64, show_spinner=False)
def _heat(
    url: str, round_id: str, digest: str, units: tuple[str, ...], part: str, *, _shown: Result
) -> Heat:
    ranked = [r for r in _shown.ranked if r.unit_id in set(units)]
    return heat(_shown.scheme, ranked, _shown.scores, _shown.findings, part)


def _of(shown: Result, group: str) -> tuple[str, ...]:
    return tuple(r.unit_id for r in shown.ranked if not group or r.group == group)


def group_firmness(shown: Result, group: str, spread: float) -> list[Firmness]:
    """Places of a group's units under 1,000 drawn weights; for who may see all places."""
    return drawn(shown, group, spread, lambda: placed(shown.ranked, shown.scores)[group])


def group_items(shown: Result, group: str) -> list[Item]:
    """Statistics of every indicator over a group's units with a place."""
    return _items(database_url(), shown.round.id, shown.digest, group, _shown=shown)


@st.cache_resource(max_entries=32, show_spinner=False)
def _items(url: str, round_id: str, digest: str, group: str, *, _shown: Result) -> list[Item]:
    return item_statistics(placed(_shown.ranked, _shown.scores)[group])


def group_profiles(shown: Result, group: str) -> "list[Profile]":
    """Units of a group that lose points in the same places."""
    return _profiles(database_url(), shown.round.id, shown.digest, group, _shown=shown)


@st.cache_resource(max_entries=32, show_spinner=False)
def _profiles(
    url: str, round_id: str, digest: str, group: str, *, _shown: Result
) -> "list[Profile]":
    from scoring.profiles import profiles  # scikit-learn takes a second to import

    members = placed(_shown.ranked, _shown.scores)[group]
    return profiles(members, [node.id for node in _shown.scheme.nodes])
