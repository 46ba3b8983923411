"""Metrics that follow from others: sums, differences, shares in percent. Exact and pure."""

from collections.abc import Mapping
from fractions import Fraction

from data.metrics.known import Known
from data.metrics.types import Sum


def derived(given: Mapping[str, Fraction], known: Known) -> dict[str, Fraction]:
    """All values that are given or follow; what is given stays as it is.

    Example: 17 satisfied of 20 visited give a rate of 85 %; a share of nothing does not exist.
    """
    values = dict(given)
    waiting = [m for m in known if m.made and m.id not in values]
    while waiting:
        left = []
        for metric in waiting:
            results = (worked_out(way, values) for way in metric.made)
            found = next((r for r in results if r is not None), None)
            if found is None:
                left.append(metric)
            else:
                values[metric.id] = found
        if len(left) == len(waiting):
            break
        waiting = left
    return values


def worked_out(way: Sum, values: Mapping[str, Fraction]) -> Fraction | None:
    """What a way gives; None when a term is not known, or a share of 0."""
    if any(id_ not in values for id_ in way.ids):
        return None
    if way.over:
        return 100 * values[way.plus[0]] / values[way.over] if values[way.over] else None
    plus = sum((values[id_] for id_ in way.plus), Fraction(0))
    return plus - sum((values[id_] for id_ in way.minus), Fraction(0))
