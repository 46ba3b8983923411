"""Metrics of several periods -> one of the year, each by its own rule. Pure and exact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.metrics.derive import worked_out
from data.metrics.known import Known
from data.metrics.types import Combine, Figure, Kind, Metric, Period, Values


@dataclass(frozen=True, slots=True)
class Whole:
    """A metric over the months that were reported."""

    value: Fraction  # percent for shares
    months: frozenset[int]
    figures: tuple[Figure, ...]
    state: bool = False  # the last value counts, whatever the months before


def year_values(values: Values, known: Known, year: int) -> tuple[dict[str, Whole], dict[str, str]]:
    """Every metric that is known for the year, given or worked out; and why one given is not.

    Counts are added up, a state is the last one, rates and scores are means weighted by cases:
    two months with 90 % of 100 and 60 % of 50 cases make 80 %. A rate whose counts are known is
    taken from the counts.
    """
    given = {
        id_: _of_year(figures, year) for id_, figures in values.items() if id_ in known.metrics
    }
    shares = {id_ for id_ in given if known.metrics[id_].kind is Kind.SHARE}
    found: dict[str, Whole] = {}
    faults: dict[str, str] = {}
    for id_, figures in given.items():
        if id_ not in shares and figures:
            _combine(known.metrics[id_], figures, values, found, faults)
    _derive(found, known)
    for id_ in shares - found.keys():
        if given[id_]:
            _combine(known.metrics[id_], given[id_], values, found, faults)
    _derive(found, known)
    return found, {id_: why for id_, why in faults.items() if id_ not in found}


def _of_year(figures: Sequence[Figure], year: int) -> tuple[Figure, ...]:
    return tuple(f for f in figures if f.said.period.year == year)


def chosen(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Periods of one year that cover the most months without covering one twice; of equal ones
    the fewest periods, so that a year's figure goes before those of its months.
    """
    ends: dict[int, list[Period]] = {}
    for period in periods:
        ends.setdefault(period.last, []).append(period)
    best: list[tuple[int, int, tuple[Period, ...]]] = [(0, 0, ())]
    for month in range(1, 13):
        options = [best[-1]]
        for period in sorted(ends.get(month, ())):
            covered, minus, before = best[period.first - 1]
            options.append((covered + len(period.months), minus - 1, (*before, period)))
        best.append(max(options, key=lambda o: o[:2]))
    return best[-1][2]


def _combine(
    metric: Metric,
    figures: Sequence[Figure],
    values: Values,
    found: dict[str, Whole],
    faults: dict[str, str],
) -> None:
    by_period = {f.said.period: f for f in figures}
    if metric.combine is Combine.LAST:
        last = max(by_period, key=lambda p: (p.last, p.first))
        figure = by_period[last]
        found[metric.id] = Whole(value_of(figure), last.months, (figure,), state=True)
        return
    periods = chosen(by_period)
    taken = tuple(by_period[p] for p in periods)
    months = frozenset[int]().union(*(p.months for p in periods))
    if metric.combine is Combine.SUM:
        found[metric.id] = Whole(sum(map(value_of, taken), Fraction(0)), months, taken)
        return
    if len(taken) == 1:
        found[metric.id] = Whole(value_of(taken[0]), months, taken)
        return
    cases = {f.said.period: value_of(f) for f in values.get(metric.weight, ())}
    weights = [cases.get(p) for p in periods]
    whole = sum((w for w in weights if w is not None), Fraction(0))
    if None in weights or not whole:
        faults[metric.id] = f"{metric.name}缺各时期的件数，不能按件数加权合成全年"
        return
    mean = sum((value_of(f) * (w or 0) for f, w in zip(taken, weights, strict=True)), Fraction(0))
    found[metric.id] = Whole(mean / whole, months, taken)


def _derive(found: dict[str, Whole], known: Known) -> None:
    """Adds what follows from metrics of the same months."""
    grown = True
    while grown:
        grown = False
        for metric in known:
            if metric.id in found:
                continue
            for way in metric.made:
                parts = [found[id_] for id_ in way.ids if id_ in found]
                if len(parts) < len(way.ids) or len({p.months for p in parts}) > 1:
                    continue
                value = worked_out(way, {id_: found[id_].value for id_ in way.ids})
                if value is None or not metric.low <= value <= metric.high:
                    continue
                figures = tuple(dict.fromkeys(f for p in parts for f in p.figures))
                state = all(p.state for p in parts)
                found[metric.id] = Whole(value, parts[0].months, figures, state)
                grown = True
                break


def months_text(months: frozenset[int]) -> str:
    """Months as people write them: `1-6月、9月`, or 全年."""
    if len(months) == 12:
        return "全年"
    spans: list[list[int]] = []
    for month in sorted(months):
        if spans and spans[-1][1] == month - 1:
            spans[-1][1] = month
        else:
            spans.append([month, month])
    return "、".join(f"{a}月" if a == b else f"{a}-{b}月" for a, b in spans)


def value_of(figure: Figure) -> Fraction:
    return figure.said.value if figure.said.value is not None else Fraction(0)
