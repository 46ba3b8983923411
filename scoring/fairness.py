"""Whether units lose by how their site is built: what stayed open against the score. Pure.

An unknown costs no point, but a site that is hard to read also hides what would have earned some.
Where what is open and the score go together, the ranking partly ranks web designers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.types import UnitScore

FEWEST = 5  # units; below that a correlation is chance
_FAR = 0.15  # share of open points by which a family of sites stands out from the rest


@dataclass(frozen=True, slots=True)
class Family:
    """Units whose sites are built alike: do they lose by being hard to read?"""

    name: str
    units: int
    open: float  # mean share of points that could not be judged, 0-1
    value: float | None  # mean value, on the scheme's total
    stands_out: bool  # more is open here than elsewhere, by 15 points of a hundred


def together(scores: Sequence[UnitScore]) -> float | None:
    """How what stayed open goes with the value, -1 to 1 (rank correlation, Spearman 1904).

    Clearly below 0: the harder a site is to read, the lower its score. None with fewer than five
    units that have a value, or where all are equal.

    Args:
        scores: of one group.
    """
    known = [(_open(score), float(score.value)) for score in scores if score.value is not None]
    if len(known) < FEWEST:
        return None
    hidden, values = (_ranks([pair[n] for pair in known]) for n in (0, 1))
    if np.ptp(hidden) == 0 or np.ptp(values) == 0:
        return None
    return float(np.corrcoef(hidden, values)[0, 1])


def families(scores: Sequence[UnitScore], built: Mapping[str, str]) -> list[Family]:
    """How much stayed open by family of sites, most first; units without a family are left out.

    Args:
        scores: of one group.
        built: unit id -> how or where its site is built: the system that makes its pages, the host.
    """
    members: dict[str, list[UnitScore]] = {}
    for score in scores:
        if score.unit_id in built:
            members.setdefault(built[score.unit_id], []).append(score)
    found = []
    for name, inside in members.items():
        outside = [score for other, list_ in members.items() if other != name for score in list_]
        hidden = float(np.mean([_open(score) for score in inside]))
        elsewhere = float(np.mean([_open(score) for score in outside])) if outside else hidden
        values = [float(score.value) for score in inside if score.value is not None]
        found.append(
            Family(
                name=name,
                units=len(inside),
                open=hidden,
                value=float(np.mean(values)) if values else None,
                stands_out=hidden - elsewhere > _FAR,
            )
        )
    return sorted(found, key=lambda family: (-family.open, family.name))


def _open(score: UnitScore) -> float:
    return float(1 - score.coverage)


def _ranks(numbers: Sequence[float]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Ranks from the smallest; equal numbers have the mean of their ranks."""
    array = np.array(numbers)
    below = (array[None, :] < array[:, None]).sum(axis=1)
    equal = (array[None, :] == array[:, None]).sum(axis=1)
    ranks: np.ndarray[tuple[int], np.dtype[np.float64]] = below + (equal - 1) / 2
    return ranks
