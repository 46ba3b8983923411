"""The units that analyses of a ranking take: those with a place, one group at a time."""

from collections.abc import Mapping, Sequence

from data.types import Ranked, UnitScore


def placed(ranked: Sequence[Ranked], scores: Mapping[str, UnitScore]) -> dict[str, list[UnitScore]]:
    """Scores of the units with a place, by group, best first; a group may be without any."""
    found: dict[str, list[UnitScore]] = {}
    for row in ranked:
        members = found.setdefault(row.group, [])
        if row.place is not None:
            members.append(scores[row.unit_id])
    return found
