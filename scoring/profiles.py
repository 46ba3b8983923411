"""Units with like gaps: groups to be helped together. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import silhouette_score

from data.types import UnitScore

_MOST = 6  # groups; more help nobody
FEWEST = 6  # units; fewer need no groups
_ALIKE = 0.25  # silhouette below which the groups are made up, not found


@dataclass(frozen=True, slots=True)
class Profile:
    """Units that lose in the same places."""

    unit_ids: tuple[str, ...]
    losses: Mapping[str, float]  # first-level node -> mean share of its known points lost


def profiles(scores: Sequence[UnitScore], nodes: Sequence[str]) -> list[Profile]:
    """Groups of units by where they lose points, largest first; empty where none stand apart.

    Ward's method over the share of known points lost in every node; the number of groups, 2 to 6,
    is the one with the best silhouette, and below 0.25 there is no grouping to speak of.

    Args:
        scores: of one group.
        nodes: ids of the nodes to compare, usually the first level.
    """
    if len(scores) < FEWEST or not nodes:
        return []
    table = np.array([[_lost(score, node) for node in nodes] for score in scores])
    most = min(_MOST, len(np.unique(table, axis=0)), len(scores) - 1)
    best, labels = -1.0, None
    for number in range(2, most + 1):
        tried = AgglomerativeClustering(n_clusters=number).fit_predict(table)
        value = float(silhouette_score(table, tried))
        if value > best:
            best, labels = value, tried
    if labels is None or best < _ALIKE:
        return []
    found = []
    for label in sorted(set(labels.tolist())):
        inside = np.flatnonzero(labels == label).tolist()
        means = table[inside].mean(axis=0).tolist()
        found.append(
            Profile(
                tuple(sorted(scores[n].unit_id for n in inside)),
                dict(zip(nodes, means, strict=True)),
            )
        )
    return sorted(found, key=lambda profile: (-len(profile.unit_ids), profile.unit_ids))


def _lost(score: UnitScore, node: str) -> float:
    points = score.nodes.get(node) or score.leaves.get(node)
    return float(points.lost / points.known) if points is not None and points.known else 0.0
