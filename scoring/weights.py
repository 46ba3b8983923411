"""Weights as suggestions to those who write a scheme: AHP, entropy, TOPSIS. Pure; never a score.

What counts are the points of a published scheme. These say what a panel's comparisons or the
spread of last year's results would have suggested.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Random consistency index by number of criteria: Saaty, The Analytic Hierarchy Process (1980).
_RANDOM = (0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
MOST = len(_RANDOM) - 1  # criteria that can be compared
CONSISTENT = 0.1  # a ratio above this means that the panel contradicts itself

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Weights from comparing criteria in pairs."""

    weights: Mapping[str, float]  # shares 0-1 that add up to 1
    ratio: float  # consistency ratio, 0 for a panel that never contradicts itself

    @property
    def consistent(self) -> bool:
        return self.ratio <= CONSISTENT


def ahp(names: Sequence[str], judged: Mapping[tuple[str, str], float]) -> Comparison:
    """Weights by the analytic hierarchy process (层次分析法).

    The principal eigenvector of the matrix of comparisons; consistency ratio by Saaty.
    Example: a is 3 times as important as b and 5 times as c, b twice as c: 0.648, 0.230, 0.122.

    Args:
        names: 1 to 15 criteria.
        judged: (a, b) -> how many times a is as important as b, 1/9 to 9; every pair once.

    Raises:
        ValueError: a pair missing, judged both ways, unknown, or out of range.
    """
    size = len(names)
    if not 1 <= size <= MOST:
        raise ValueError(f"1 to {MOST} criteria can be compared, not {size}")
    matrix = np.ones((size, size))
    seen: set[frozenset[str]] = set()
    for (one, other), times in judged.items():
        pair = frozenset((one, other))
        if one not in names or other not in names or len(pair) < 2 or pair in seen:
            raise ValueError(f"{one}, {other}: no such pair, or judged twice")
        if not 1 / 9 - 1e-9 <= times <= 9:
            raise ValueError(f"{one}, {other}: {times} is not between 1/9 and 9")
        seen.add(pair)
        a, b = names.index(one), names.index(other)
        matrix[a, b], matrix[b, a] = times, 1 / times
    if len(seen) < size * (size - 1) // 2:
        raise ValueError("every pair must be compared")
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    vector = np.abs(vectors[:, first].real)
    index = (values[first].real - size) / (size - 1) if size > 1 else 0.0
    ratio = index / _RANDOM[size] if _RANDOM[size] else 0.0
    shares = vector / vector.sum()
    return Comparison(dict(zip(names, shares.tolist(), strict=True)), max(0.0, float(ratio)))


def entropy(shares: Matrix) -> npt.NDArray[np.float64]:
    """Weights by entropy (熵权法): criteria on which units differ more weigh more.

    e_j = -Σ p ln p / ln n with p the share of a unit in the criterion's sum; w_j ∝ 1 - e_j.
    Criteria that nobody or everybody equally reached get 0; if all are so, all weigh the same.

    Args:
        shares: units × criteria, what was reached, 0 or more; 2 units or more.
    """
    if shares.ndim != 2 or shares.shape[0] < 2 or (shares < 0).any():
        raise ValueError("a table of 2 units or more, numbers 0 or more, is needed")
    sums = shares.sum(axis=0)
    parts = np.divide(shares, sums, out=np.zeros_like(shares), where=sums > 0)
    logs = np.log(parts, out=np.zeros_like(parts), where=parts > 0)
    spread = 1 + (parts * logs).sum(axis=0) / np.log(shares.shape[0])
    spread = np.where((sums > 0) & (spread > 1e-12), spread, 0.0)
    if not spread.any():
        return np.full(shares.shape[1], 1 / shares.shape[1])
    weights: Matrix = spread / spread.sum()
    return weights


def topsis(shares: Matrix, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Nearness to the best of all units, 0-1 (TOPSIS, vector normalisation).

    d- / (d+ + d-), distances to the best and worst value of every criterion; 1 where all are equal.

    Args:
        shares: units × criteria, more is better.
        weights: one a criterion, 0 or more.
    """
    norms = np.linalg.norm(shares, axis=0)
    scaled = np.divide(shares, norms, out=np.zeros_like(shares), where=norms > 0) * weights
    best = np.linalg.norm(scaled - scaled.max(axis=0), axis=1)
    worst = np.linalg.norm(scaled - scaled.min(axis=0), axis=1)
    both = best + worst
    nearness: Matrix = np.divide(worst, both, out=np.ones_like(worst), where=both > 0)
    return nearness
