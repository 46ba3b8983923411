"""Places of a group under drawn weights: drawn once, whichever view asks first."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.rounds.result import Result
from data.indicators import Scheme
from data.storage.database import database_url
from data.types import UnitScore
from scoring.robustness import Firmness, firmness


def drawn(
    shown: Result, group: str, spread: float, scores: Callable[[], Sequence[UnitScore]]
) -> list[Firmness]:
    """Places of a group's units under 1,000 drawn weights, best first; only for who may see all
    places.

    Args:
        scores: of the units of the group with a place; asked for when nobody has drawn yet.
    """
    scheme = shown.scheme
    return _drawn(
        database_url(), shown.round.id, shown.digest, group, spread, lambda: (scores(), scheme)
    )


@st.cache_resource(max_entries=64, show_spinner="抽取权重…")
def _drawn(
    url: str,
    round_id: str,
    digest: str,
    group: str,
    spread: float,
    _asked: Callable[[], tuple[Sequence[UnitScore], Scheme]],
) -> list[Firmness]:
    scores, scheme = _asked()
    return firmness(scores, scheme.total, spread=spread, ties=scheme.ties)
