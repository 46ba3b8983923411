"""Verdict sheets -> a table of numbers, columns × units. Every different verdict has one number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt

from data.indicators import Leaf, Scheme
from data.types import Unit

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Cells:
    """What is known of every unit, as numbers of verdicts."""

    columns: tuple[str, ...]  # ids: leaves in the scheme's order, vetoes, bonus items, penalties
    numbers: Numbers  # columns × units
    verdicts: tuple[str, ...]  # by number: a line of a sheet; an id alone where nothing was found


def cells(scheme: Scheme, units: Sequence[Unit], sheets: Mapping[str, str]) -> Cells:
    """The table of all units, in their order.

    A leaf that asks for duties a unit is known not to have is "not applicable" to it, whatever was
    found: the reference treats both alike.

    Args:
        sheets: lines of the sheet (`data.verdicts`) by unit id; a unit without one has no findings.
    """
    columns = column_ids(scheme)
    at = {id_: n for n, id_ in enumerate(columns)}
    known: defaultdict[str, int] = defaultdict(count().__next__)
    bare = [known[id_] for id_ in columns]
    found: list[int] = []
    lengths = []
    for unit in units:
        lines = sheets.get(unit.id, "").split("\n")
        lengths.append(len(lines))
        found += map(known.__getitem__, lines)
    numbers = np.repeat(np.array(bare, np.int32)[:, None], len(units), axis=1)
    column = np.array([at.get(line.partition("\t")[0], -1) for line in known], np.intp)
    flat = np.array(found, np.int32)
    row, owner = column[flat], np.repeat(np.arange(len(units)), lengths)
    asked = row >= 0  # findings of what the scheme does not have are not looked at
    numbers[row[asked], owner[asked]] = flat[asked]
    _excuse(scheme.leaves(), units, numbers, known)
    return Cells(columns, numbers, tuple(known))


def column_ids(scheme: Scheme) -> tuple[str, ...]:
    """Ids of all that a finding may be about."""
    bonus = scheme.bonus.items if scheme.bonus else ()
    parts = (scheme.leaves(), scheme.vetoes, bonus, scheme.penalties)
    return tuple(each.id for part in parts for each in part)


def _excuse(
    leaves: Sequence[Leaf], units: Sequence[Unit], numbers: Numbers, known: defaultdict[str, int]
) -> None:
    duties = sorted({unit.duties for unit in units if unit.duties is not None}, key=sorted)
    which = {some: n for n, some in enumerate(duties)}
    has = np.array([-1 if unit.duties is None else which[unit.duties] for unit in units])
    for n, leaf in enumerate(leaves):
        if leaf.requires:
            without = [which[some] for some in duties if not leaf.requires & some]
            numbers[n, np.isin(has, without)] = known[f"{leaf.id}\tnot_applicable"]
