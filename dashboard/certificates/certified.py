"""What a certificate says of the scores, made anew from what was found and judged: the same tables
when a round is sealed and when somebody verifies it. Columns and their order belong to the format
of the certificate and never change.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from data.certificate_lines import csv_head, csv_row
from data.indicators import Leaf, Scheme
from data.schemes import parse_scheme
from data.types import Judgement, Unit
from data.verdicts import ScoreLine, Sheet
from data.web_part import web_part
from scoring.engine.counted import Digest, counted
from scoring.engine.score import score_lines
from scoring.score import round_half_up

SCORE_COLUMNS = ("单位编号", "单位", "序号", "指标编号", "指标", "满分", "已核查", "得分")
RANKING_COLUMNS = (
    "组别", "名次", "单位编号", "单位", "得分", "等级", "得分（精确）", "最低（精确）",
    "最高（精确）", "核查覆盖率（精确）", "加分", "扣分", "否决项",
)  # fmt: skip

Row = tuple[str, bytes]  # of whom, for messages; as in the file


def certified_scheme(text: str, *, web_only: bool) -> Scheme:
    """The scheme of a certificate, as `rounds.steps.round_scheme` has it, but without asking
    which checks there are today: nothing is checked again.

    Raises:
        SchemeError: it is none.
    """
    scheme = parse_scheme(text, "scheme.yaml")
    return web_part(scheme) if web_only else scheme


class Recount:
    """A round scored again. Take `scores` to its end, then `ranking` and `digest`."""

    def __init__(
        self,
        scheme: Scheme,
        units: Sequence[Unit],
        sheets: Mapping[str, Sheet],
        judgements: Sequence[Judgement],
    ) -> None:
        self._leaves = {leaf.id: leaf for leaf in scheme.leaves()}
        self._units = {unit.id: unit for unit in units}
        self._made = Digest(scheme, sheets, judgements)
        given = counted(sheets, judgements, scheme.heavy)
        self._lines = self._made.watched(score_lines(scheme, units, given))
        self._places: list[tuple[ScoreLine, bytes]] = []

    def scores(self) -> Iterator[Row]:
        """The rows of scores.csv."""
        yield "表头 ", csv_head(SCORE_COLUMNS)
        for line in self._lines:
            unit, made = self._units[line.unit_id], json.loads(line.payload)
            self._places.append((replace(line, payload=""), _place_row(line, unit, made)))
            for id_, points in made["leaves"].items():
                yield _leaf_row(unit, self._leaves[id_], points)

    def ranking(self) -> Iterator[Row]:
        """The rows of ranking.csv: by group in the order of the units, places first."""
        yield "表头 ", csv_head(RANKING_COLUMNS)
        groups = {unit.group: n for n, unit in enumerate(reversed(self._units.values()))}
        ordered = sorted(
            self._places,
            key=lambda each: (
                -groups[each[0].group], each[0].place is None, each[0].place or 0, each[0].unit_id
            ),
        )  # fmt: skip
        for line, row in ordered:
            yield f"单位 {line.unit_id} ", row

    def digest(self) -> str:
        """As `gkc score` prints it."""
        return self._made.hex()


def _leaf_row(unit: Unit, leaf: Leaf, points: Mapping[str, str]) -> Row:
    exact = [_exact(points[key]) for key in ("full", "known", "got")]
    cells = (unit.id, unit.name, leaf.code, leaf.id, leaf.name, *exact)
    return f"单位 {unit.id} 的指标 {leaf.id} ", csv_row(cells)


def _place_row(line: ScoreLine, unit: Unit, made: Mapping[str, str]) -> bytes:
    value = "" if line.value is None else round_half_up(Fraction(line.value), 2)
    return csv_row(
        (
            unit.group,
            "" if line.place is None else line.place,
            unit.id,
            unit.name,
            value,
            line.grade,
            "" if line.value is None else _exact(line.value),
            *map(_exact, (line.low, line.high, line.coverage, made["bonus"], made["penalty"])),
            " ".join(made["vetoes"]),
        )
    )


@lru_cache(maxsize=65536)  # a province has a million points and a few hundred different ones
def _exact(text: str) -> str:
    """A fraction without loss: `7`, `3.5`, `1/3`; with six decimals at most."""
    number = Fraction(text)
    millionths = number * 10**6
    if millionths.denominator != 1:
        return str(number)
    whole, rest = divmod(abs(millionths.numerator), 10**6)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{rest:06d}".rstrip("0").rstrip(".")
