"""All units of a round: verdict sheets in, scores and places out, each as it is to be kept."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from data.canonical import fraction_text, score_text
from data.indicators import Scheme
from data.types import Ranked, Unit, UnitScore
from data.verdicts import ScoreLine, finding_of
from scoring.engine.cells import cells
from scoring.engine.finals import Finals, finals
from scoring.engine.fits import fits
from scoring.engine.lines import payloads, texts
from scoring.engine.places import places
from scoring.engine.sums import scaled, sums
from scoring.engine.worth import worth
from scoring.rank import graded, rank
from scoring.score import score


def score_lines(
    scheme: Scheme, units: Sequence[Unit], sheets: Mapping[str, str]
) -> Iterator[ScoreLine]:
    """Score and place of every unit, in the order of `units`.

    Args:
        sheets: lines of what counts (`scoring.engine.counted`) by unit id; a unit without any has
            no findings.
    """
    return _fast(scheme, units, sheets) if fits(scheme) else _plain(scheme, units, sheets)


def _fast(scheme: Scheme, units: Sequence[Unit], sheets: Mapping[str, str]) -> Iterator[ScoreLine]:
    if not units:
        return
    table = cells(scheme, units, sheets)
    made = worth(scheme, table)
    summed = sums(scheme.nodes, made, scaled(made))
    done = finals(scheme, table, summed.whole)
    ids = [unit.id for unit in units]
    groups = [unit.group for unit in units]
    placed = done.judged & done.coverage.reaches(scheme.coverage_floor)
    place = places(done.value, groups, placed, scheme.ties).tolist()
    floats = done.value.floats().tolist()
    value, low, high, coverage = map(texts, (done.value, done.low, done.high, done.coverage))
    names = [band.name for band in scheme.grades] + [""]
    why = _why_not(scheme, units, done, placed.tolist())
    judged = done.judged.tolist()
    grade = done.grade.tolist()
    for n, payload in enumerate(payloads(scheme, ids, made, summed, done)):
        yield ScoreLine(
            unit_id=ids[n],
            payload=payload,
            group=groups[n],
            place=place[n] or None,
            value=value[n] if judged[n] else None,
            low=low[n],
            high=high[n],
            coverage=coverage[n],
            points=floats[n] if judged[n] else None,
            grade=names[grade[n]],
            why_not=why.get(ids[n], ""),
        )


def _why_not(
    scheme: Scheme, units: Sequence[Unit], done: Finals, placed: Sequence[bool]
) -> dict[str, str]:
    """The reasons of units without a place, in the words of `scoring.rank`."""
    tops, below = done.coverage.lowest()
    without = [
        UnitScore(
            unit_id=units[n].id,
            leaves={},
            nodes={},
            value=Fraction(0) if done.judged[n] else None,
            low=Fraction(0),
            high=Fraction(0),
            coverage=Fraction(tops[n], below[n]),
        )
        for n, has_place in enumerate(placed)
        if not has_place
    ]
    groups = {unit.id: unit.group for unit in units}
    return {row.unit_id: row.why_not for row in rank(without, groups, scheme.coverage_floor)}


def _plain(scheme: Scheme, units: Sequence[Unit], sheets: Mapping[str, str]) -> Iterator[ScoreLine]:
    """The same by the reference, unit by unit."""
    scores = {}
    for unit in units:
        lines = filter(None, sheets.get(unit.id, "").split("\n"))
        scores[unit.id] = score(scheme, unit, dict(map(finding_of, lines)))
    groups = {unit.id: unit.group for unit in units}
    scores = {made.unit_id: made for made in graded(scheme, list(scores.values()), groups)}
    placed = rank(scores.values(), groups, scheme.coverage_floor, scheme.ties)
    ranked = {row.unit_id: row for row in placed}
    for unit in units:
        yield _line(scores[unit.id], ranked[unit.id])


def _line(made: UnitScore, row: Ranked) -> ScoreLine:
    return ScoreLine(
        unit_id=made.unit_id,
        payload=score_text(made),
        group=row.group,
        place=row.place,
        value=None if row.value is None else fraction_text(row.value),
        low=fraction_text(row.low),
        high=fraction_text(row.high),
        coverage=fraction_text(row.coverage),
        points=None if row.value is None else float(row.value),
        grade=row.grade,
        why_not=row.why_not,
    )
