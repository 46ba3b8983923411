"""What counts of a unit's sheet once people have judged, and the digest of a whole round."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from data.canonical import dumps, number_values
from data.indicators import Scheme
from data.types import Judgement, Outcome
from data.verdicts import ScoreLine, Sheet, finding_of, line_of
from scoring.rounds import effective, in_force


def counted(
    sheets: Mapping[str, Sheet], judgements: Iterable[Judgement], heavy: Collection[str]
) -> dict[str, str]:
    """Lines that count, by unit id: the checks' with people's judgements laid over them.

    As `scoring.rounds.effective` has it, of which every line is made that a judgement touches.

    Args:
        judgements: of all units, oldest first.
        heavy: ids that only a person may find missing.
    """
    judged = by_unit(judgements)
    found = {}
    for unit_id in sheets.keys() | judged.keys():
        lines = sheets[unit_id].lines if unit_id in sheets else ""
        mine = judged.get(unit_id, [])
        alarming = [id_ for id_ in heavy if f"\n{id_}\t{Outcome.MISSING}" in f"\n{lines}"]
        found[unit_id] = _laid_over(lines, mine, heavy, alarming) if mine or alarming else lines
    return found


def by_unit(judgements: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """Judgements of every unit, in the order given."""
    found: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        found.setdefault(judgement.unit_id, []).append(judgement)
    return found


def _laid_over(
    lines: str, judgements: Sequence[Judgement], heavy: Collection[str], alarming: Iterable[str]
) -> str:
    kept = {line.partition("\t")[0]: line for line in lines.split("\n") if line}
    touched = {judgement.indicator_id for judgement in judgements} | set(alarming)
    seen = dict(finding_of(kept[id_]) for id_ in touched if id_ in kept)
    for id_, finding in effective(seen, judgements, heavy).items():
        kept[id_] = line_of(id_, finding)
    return "\n".join(kept[id_] for id_ in sorted(kept))


class Digest:
    """The digest of a round, taken while its lines are made: see `watched`.

    SHA-256 over scheme, and of every unit the findings in full, the judgements in force and the
    score: equal exactly when all are, whatever the order of the units.
    """

    def __init__(
        self, scheme: Scheme, sheets: Mapping[str, Sheet], judgements: Iterable[Judgement]
    ) -> None:
        self._scheme = scheme.digest
        self._sheets = sheets
        self._judged = {unit: _in_force(mine) for unit, mine in by_unit(judgements).items()}
        self._units: dict[str, list[object]] = {}

    def watched(self, lines: Iterable[ScoreLine]) -> Iterator[ScoreLine]:
        """The same lines; each is counted as it goes by."""
        for line in lines:
            sheet = self._sheets.get(line.unit_id)
            self._units[line.unit_id] = [
                sheet.digest if sheet else None,
                self._judged.get(line.unit_id, []),
                hashlib.sha256(line.payload.encode()).hexdigest(),
            ]
            yield line

    def hex(self) -> str:
        """Of all lines that went by."""
        whole = {"scheme": self._scheme, "units": self._units}
        return hashlib.sha256(dumps(whole).encode()).hexdigest()


def _in_force(judgements: Sequence[Judgement]) -> list[list[object]]:
    """The judgement in force on every point, as far as score or explanation depend on it."""
    latest = in_force(judgements)
    return [
        [
            id_,
            latest[id_].outcome.value,
            latest[id_].reason,
            {key: outcome.value for key, outcome in latest[id_].items.items()},
            number_values(latest[id_].counts),
        ]
        for id_ in sorted(latest)
    ]
