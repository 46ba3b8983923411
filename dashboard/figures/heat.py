"""Units × indicators: by first level what share was lost, inside one what every outcome is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.indicators import Leaf, Node, Scheme, leaves_of
from data.types import Finding, Outcome, Points, Ranked, UnitScore

EVERY = "*"  # no id of a part
_STEPS = (Fraction(1, 20), Fraction(1, 5), Fraction(2, 5), Fraction(3, 5))


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit in a part of the scheme."""

    points: Points | None  # None: nothing of it applies
    outcome: Outcome | None = None  # of an indicator; None for a part of the first level

    @property
    def share(self) -> Fraction | None:
        """Lost of what could be judged, 0-1; None where nothing could."""
        if self.points is None or not self.points.known:
            return None
        return self.points.lost / self.points.known

    @property
    def shade(self) -> int:
        """How dark, 0 to 4: from 5, 20, 40 and 60 % lost on one step darker."""
        return sum(self.share >= step for step in _STEPS) if self.share is not None else 0


@dataclass(frozen=True, slots=True)
class Row:
    unit_id: str
    lost: Fraction  # points, in all parts shown
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Heat:
    """Units that lost most first. Columns in the scheme's order."""

    columns: Sequence[Node | Leaf]
    rows: Sequence[Row]
    means: Sequence[Fraction | None]  # by column: lost of what could be judged, over all rows


def heat(
    scheme: Scheme,
    ranked: Sequence[Ranked],
    scores: Mapping[str, UnitScore],
    findings: Mapping[str, Mapping[str, Finding]],
    part: str = "",
) -> Heat:
    """
    Args:
        ranked: the units to show.
        part: id of a part of the first level, to see its indicators; `EVERY`: those of all
            parts; empty: the first level.
    """
    columns = columns_of(scheme, part)
    units = [r.unit_id for r in ranked if r.unit_id in scores]
    rows = [_row(id_, columns, scores[id_], findings.get(id_, {})) for id_ in units]
    return Heat(
        columns,
        sorted(rows, key=lambda row: (-row.lost, row.unit_id)),
        [_mean([row.cells[n].points for row in rows]) for n in range(len(columns))],
    )


def columns_of(scheme: Scheme, part: str) -> list[Node | Leaf]:
    """The first level, or every indicator of one part of it, or of all."""
    if not part:
        return list(scheme.nodes)
    if part == EVERY:
        return list(leaves_of(scheme.nodes))
    return [leaf for node in scheme.nodes if node.id == part for leaf in leaves_of([node])]


def _row(
    id_: str, columns: Sequence[Node | Leaf], score: UnitScore, found: Mapping[str, Finding]
) -> Row:
    cells = [_cell(column, score, found) for column in columns]
    lost = sum((cell.points.lost for cell in cells if cell.points), Fraction(0))
    return Row(id_, lost, cells)


def _cell(column: Node | Leaf, score: UnitScore, found: Mapping[str, Finding]) -> Cell:
    if isinstance(column, Node):
        return Cell(score.nodes.get(column.id))
    points = score.leaves.get(column.id)
    if points is None:
        return Cell(None, Outcome.NOT_APPLICABLE)
    finding = found.get(column.id)
    return Cell(points, finding.outcome if finding else Outcome.UNKNOWN)


def _mean(points: Sequence[Points | None]) -> Fraction | None:
    known = sum((p.known for p in points if p), Fraction(0))
    return sum((p.lost for p in points if p), Fraction(0)) / known if known else None
