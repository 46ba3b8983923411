"""Scores as canonical text, ready to be kept: byte for byte what `data.canonical` makes of them."""

from collections.abc import Iterator, Sequence
from math import gcd
from typing import Any

import numpy as np

from data.canonical import dumps, fraction_text
from data.indicators import Scheme
from data.types import Points
from scoring.engine.finals import Finals, Quotient
from scoring.engine.sums import FULL, GOT, KNOWN, Sum, Sums
from scoring.engine.worth import Worth

_AT_ONCE = 500  # units whose leaves are written out at a time


def payloads(
    scheme: Scheme, unit_ids: Sequence[str], made: Worth, summed: Sums, done: Finals
) -> Iterator[str]:
    """The payload of every unit's score, in order."""
    nodes = _nodes(summed)
    leaves = _leaves(made)
    ids = [dumps(veto.id) for veto in scheme.vetoes]
    grades = [dumps(band.name) for band in scheme.grades] + ['""']
    value, low, high, coverage, bonus, penalty = (
        texts(each)
        for each in (done.value, done.low, done.high, done.coverage, done.bonus, done.penalty)
    )
    in_force = done.vetoes.T.tolist()
    grade = done.grade.tolist()
    judged = done.judged.tolist()
    for n, (unit_id, leaf_part, node_part) in enumerate(zip(unit_ids, leaves, nodes, strict=True)):
        vetoes = ",".join(id_ for id_, holds in zip(ids, in_force[n], strict=True) if holds)
        shown = f'"{value[n]}"' if judged[n] else "null"
        yield (
            f'{{"bonus":"{bonus[n]}","coverage":"{coverage[n]}","grade":{grades[grade[n]]},'
            f'"high":"{high[n]}","leaves":{{{leaf_part}}},"low":"{low[n]}",'
            f'"nodes":{{{node_part}}},"penalty":"{penalty[n]}","unit_id":{dumps(unit_id)},'
            f'"value":{shown},"vetoes":[{vetoes}]}}'
        )


def texts(numbers: Quotient) -> list[str]:
    """Every number as `numerator/denominator` in lowest terms."""
    tops, below = numbers.lowest()
    return [f"{top}/{under}" for top, under in zip(tops, below, strict=True)]


def _leaves(made: Worth) -> Iterator[str]:
    """What every unit has of its leaves, by id; of those that do not apply nothing."""
    order = sorted(range(len(made.leaves)), key=lambda n: made.leaves[n].id)
    pieces = np.array(
        [
            "" if points is None else f"{_entry(made.leaves[owner].id, points)},"
            for owner, points in zip(made.owners, made.points, strict=True)
        ],
        object,
    )
    for start in range(0, made.numbers.shape[1], _AT_ONCE):
        some = made.numbers[order, start : start + _AT_ONCE].T
        for row in pieces[some].tolist():
            yield "".join(row)[:-1]


def _entry(id_: str, points: Points) -> str:
    full, known, got = map(fraction_text, (points.full, points.known, points.got))
    return f'{dumps(id_)}:{{"full":"{full}","got":"{got}","known":"{known}"}}'


def _nodes(summed: Sums) -> Iterator[str]:
    """The sums of every unit's nodes, by id; of those where nothing applies nothing."""
    units = summed.whole.rows.shape[1]
    columns = [column for id_ in sorted(summed.nodes) for column in _node(id_, summed.nodes[id_])]
    for start in range(0, units, _AT_ONCE):
        end = min(start + _AT_ONCE, units)
        pieces = np.empty((end - start, len(columns)), object)
        for n, (table, of) in enumerate(columns):
            pieces[:, n] = table[of[start:end]]
        for row in pieces.tolist():
            yield "".join(row)[:-1]


def _node(id_: str, summed: Sum) -> Iterator[tuple[Any, Any]]:
    """Three pieces of text: a table of them, and which of it every unit has.

    Units have few different sums: each is written out once.
    """
    applies = summed.rows[FULL].astype(bool)
    for part, before, after in (
        (FULL, f'{dumps(id_)}:{{"full":"', '",'),
        (GOT, '"got":"', '",'),
        (KNOWN, '"known":"', '"},'),
    ):
        values, of = np.unique(summed.rows[part], return_inverse=True)
        texts_ = [f"{before}{_lowest(value, summed.scale)}{after}" for value in values.tolist()]
        yield np.array([*texts_, ""], object), np.where(applies, of, len(texts_))


def _lowest(part: int, scale: int) -> str:
    common = gcd(part, scale)
    return f"{part // common}/{scale // common}"
