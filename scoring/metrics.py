"""Imported metrics of one unit -> the finding of a leaf. Pure and exact.

A leaf without figures has no finding of this kind: it stays open, never zero.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from data.indicators import Absent, Leaf
from data.metrics.known import Known, counts_of
from data.metrics.numbers import shown
from data.metrics.types import Figure, Metric, Values
from data.rules import Composite, Deduct, Excess, Ratio, Rule, Sampled, Survey, keys_used
from data.types import Cause, Evidence, Finding, Number, Outcome
from scoring.metric_years import Whole, months_text, value_of, year_values
from scoring.rules import points_for

LAG_MONTHS = 3  # offices that report by quarter hand the last one over in the next
NO_DATA = Finding(Outcome.UNKNOWN, "由业务系统数据计分，数据尚未导入", Cause.NEEDS_METRIC)


@dataclass(frozen=True, slots=True)
class _Count:
    """A count of a rule and where it comes from."""

    number: Fraction
    metric: Metric
    whole: Whole


def metric_findings(
    leaves: Iterable[Leaf], values: Values, known: Known, year: int, as_of: date
) -> dict[str, Finding]:
    """Findings of metric leaves by id; a leaf for which nothing was handed over has none.

    The counts of a rule come from the metrics; a ratio of which only the rate is known counts
    that rate of a hundred. A count is left open, and the reason says so, where months of the
    assessed year are lacking or the months of counts that are compared differ.

    Args:
        values: figures in force of one unit.
        year: assessed; months that ended before `as_of` are due, the last three may come later.
    """
    wholes, unclear = year_values(values, known, year)
    made = {leaf.id: _finding(leaf, wholes, unclear, known, year, as_of) for leaf in leaves}
    return {id_: finding for id_, finding in made.items() if finding is not None}


def _finding(
    leaf: Leaf,
    wholes: Mapping[str, Whole],
    unclear: Mapping[str, str],
    known: Known,
    year: int,
    as_of: date,
) -> Finding | None:
    counts = _counts(leaf, wholes, known)
    used = {c.metric.id: c.whole for c in counts.values()}
    rates = [rate for rule in _parts(leaf.scoring) if (rate := _rate_of(leaf, rule, known))]
    faults = [unclear[m.id] for m in (*_metrics(leaf, known), *rates) if m.id in unclear]
    if not counts and not faults:
        return None
    faults += _drop_gaps(counts, year, as_of)
    faults += _drop_unlike(counts, leaf.scoring)
    faults += _missing(leaf, counts, used, unclear, known)
    ids = _shown(used, wholes, known)
    reason = "；".join([_said(ids, wholes, known), *dict.fromkeys(faults)]).strip("；")
    evidence = _evidence([wholes[id_] for id_ in ids], known)
    numbers = {key: _number(c.number) for key, c in counts.items()}
    finding = Finding(Outcome.PARTIAL, reason, evidence=evidence, counts=numbers)
    if not counts:
        return replace(finding, outcome=Outcome.UNKNOWN, cause=Cause.NEEDS_METRIC)
    return _settled(leaf, finding, wholes, known)


def _counts(leaf: Leaf, wholes: Mapping[str, Whole], known: Known) -> dict[str, _Count]:
    counts = {
        key: _Count(wholes[metric.id].value, metric, wholes[metric.id])
        for key in counts_of(leaf)
        if (metric := known.of_key(leaf, key)) is not None and metric.id in wholes
    }
    for rule in _parts(leaf.scoring):
        rate = _rate_of(leaf, rule, known)
        if rate is None or rate.id not in wholes or not isinstance(rule, Ratio):
            continue
        if rule.of[0] not in counts:
            whole = wholes[rate.id]
            # Two rates of the same cases in one leaf: both of a hundred, or of the cases known.
            cases = counts.setdefault(rule.of[1], _Count(Fraction(100), rate, whole)).number
            counts[rule.of[0]] = _Count(whole.value * cases / 100, rate, whole)
    return counts


def _rate_of(leaf: Leaf, rule: Rule, known: Known) -> Metric | None:
    """The share that the two counts of a ratio make."""
    if not isinstance(rule, Ratio):
        return None
    part, base = (known.of_key(leaf, key) for key in rule.of)
    return known.rates.get((part.id, base.id)) if part and base else None


def _parts(rule: Rule) -> Iterator[Rule]:
    """The simple rules that a rule is made of."""
    if isinstance(rule, Composite):
        for _, part in rule.parts:
            yield from _parts(part)
    else:
        yield rule


def _drop_gaps(counts: dict[str, _Count], year: int, as_of: date) -> list[str]:
    """Takes out counts of which months are lacking; a part of the year is not the year."""
    ended = 12 if as_of.year > year else as_of.month - 1 if as_of.year == year else 0
    faults = []
    for key, count in list(counts.items()):
        months = count.whole.months
        due = range(1, max(max(months), ended - LAG_MONTHS) + 1)
        lacking = frozenset(due) - months
        if lacking and not count.whole.state:
            del counts[key]
            faults.append(f"{count.metric.name}缺{months_text(lacking)}，不能代表全年")
    return faults


def _drop_unlike(counts: dict[str, _Count], rule: Rule) -> list[str]:
    """Takes out counts that are set against each other and are not of the same months."""
    faults = []
    for part in _parts(rule):
        keys = [key for key in sorted(keys_used(part)[1]) if key in counts]
        if not _compares(part) or len({counts[key].whole.months for key in keys}) < 2:
            continue
        said = "、".join(
            f"{counts[key].metric.name}为{months_text(counts[key].whole.months)}" for key in keys
        )
        faults.append(f"时期不一致：{said}")
        for key in keys:
            del counts[key]
    return faults


def _compares(rule: Rule) -> bool:
    match rule:
        case Ratio() | Survey() | Sampled():
            return True
        case Excess():
            return len(rule.of) == 2
        case Deduct():
            return bool(rule.per_thousand)
        case _:
            return False


def _missing(
    leaf: Leaf,
    counts: Mapping[str, _Count],
    used: Mapping[str, Whole],
    unclear: Mapping[str, str],
    known: Known,
) -> list[str]:
    """What a rule asks for and nobody handed over."""
    faults = []
    for key in counts_of(leaf):
        metric = known.of_key(leaf, key)
        if key in counts or (metric and (metric.id in used or metric.id in unclear)):
            continue
        faults.append(f"缺{metric.name}" if metric else f"“{key}”没有对应的填报指标")
    return faults


def _settled(leaf: Leaf, finding: Finding, wholes: Mapping[str, Whole], known: Known) -> Finding:
    """The finding with the outcome that its points say: MET when nothing is lost or open."""
    if _nothing_there(leaf, finding, wholes, known):
        reason = f"{finding.reason}；全年没有发生，无可评价"
        if leaf.absent is Absent.NONE:
            cause = Cause.NOTHING_TO_JUDGE
            return replace(finding, outcome=Outcome.UNKNOWN, cause=cause, reason=reason)
        return replace(finding, outcome=Outcome.NOT_APPLICABLE, reason=reason)
    points = points_for(finding, leaf.points, leaf.scoring)
    if points.full and not points.known:
        return replace(finding, outcome=Outcome.UNKNOWN, cause=Cause.NEEDS_METRIC)
    return replace(finding, outcome=Outcome.MET) if points.got == points.full else finding


def _nothing_there(leaf: Leaf, finding: Finding, wholes: Mapping[str, Whole], known: Known) -> bool:
    """There were no cases in the year that the leaf could be about."""
    metrics = _metrics(leaf, known)
    if metrics and all(m.needs in wholes and not wholes[m.needs].value for m in metrics):
        return True
    return all(
        isinstance(rule, Ratio) and finding.counts.get(rule.of[1]) == 0
        for rule in _parts(leaf.scoring)
    )


def _metrics(leaf: Leaf, known: Known) -> list[Metric]:
    found = (known.of_key(leaf, key) for key in counts_of(leaf))
    return [metric for metric in found if metric is not None]


def _shown(used: Mapping[str, Whole], wholes: Mapping[str, Whole], known: Known) -> list[str]:
    """Ids of what was used, of the rates that follow and of what stands beside it, in order."""
    follow = {
        m.id for m in known if any(way.over and set(way.ids) <= used.keys() for way in m.made)
    }
    subjects = {known.metrics[id_].subject for id_ in used} & known.subjects.keys()
    beside = {id_ for subject in subjects for id_ in known.subjects[subject].beside}
    return [m.id for m in known if m.id in used or (m.id in follow | beside and m.id in wholes)]


def _said(ids: Sequence[str], wholes: Mapping[str, Whole], known: Known) -> str:
    """What was reported: “12345应办结件数 120件、…（1-11月）”."""
    said = "、".join(
        f"{known.metrics[id_].name} {shown(wholes[id_].value, known.metrics[id_].unit)}"
        for id_ in ids
    )
    months = frozenset[int]().union(*(wholes[id_].months for id_ in ids))
    return f"{said}（{months_text(months)}）" if ids else ""


def _evidence(wholes: Iterable[Whole], known: Known) -> tuple[Evidence, ...]:
    """One piece for every file: its rows, hash and time, and what else proves them."""
    figures = dict.fromkeys(figure for whole in wholes for figure in whole.figures)
    files: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        files.setdefault((figure.sha256, figure.file), []).append(figure)
    pieces = []
    for (sha256, file), mine in files.items():
        lines = []
        for figure in mine:
            said, metric = figure.said, known.metrics[figure.said.metric_id]
            line = (
                f"{said.place}：{said.period} {metric.name} {shown(value_of(figure), metric.unit)}"
            )
            lines.append(f"{line}（{said.note}）" if said.note else line)
        proofs = dict.fromkeys(f.said.proof for f in mine if f.said.proof)
        lines += [p.url or f"佐证 {p.name}（SHA-256 {p.sha256}）" for p in proofs]
        latest = max(figure.at for figure in mine)
        pieces.append(Evidence(f"填报表 {file}", "；".join(lines), latest, sha256))
    return tuple(pieces)


def _number(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else value
