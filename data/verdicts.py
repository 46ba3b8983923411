"""The verdict sheet of a unit: of its findings what points are made of, and no more.

No point depends on a reason or on evidence, and they are nearly all of a finding. A whole province
is scored again from the sheets in seconds; from the findings in full it takes minutes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from data.canonical import (
    dumps,
    finding_text,
    number_values,
    numbers_from,
)
from data.types import Cause, Finding, Outcome


@dataclass(frozen=True, slots=True)
class Sheet:
    """Made from a unit's findings and kept beside them."""

    lines: str  # one a finding, by indicator id; see `line_of`
    digest: str  # SHA-256, hex, of the findings in full: reasons and evidence too


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A unit's score and place, its exact numbers as canonical text: ready to be kept."""

    unit_id: str
    payload: str  # `data.canonical.score_text` of the score
    group: str
    place: int | None
    value: str | None
    low: str
    high: str
    coverage: str
    points: float | None  # the value, for sorting in SQL only
    grade: str
    why_not: str


def sheet_of(findings: Mapping[str, Finding]) -> Sheet:
    """The sheet of a unit's findings, by indicator id; equal for equal findings in any order."""
    whole = hashlib.sha256()
    for id_ in sorted(findings):
        whole.update(dumps([id_, finding_text(findings[id_])]).encode())
    return Sheet(
        "\n".join(line_of(id_, findings[id_]) for id_ in sorted(findings)), whole.hexdigest()
    )


def line_of(indicator_id: str, finding: Finding) -> str:
    """Id, outcome, and items and counts where there are any, set apart by tabs.

    Example: `report<tab>partial<tab>{"counts":{},"items":{"on_time":"missing"}}`.
    """
    if not finding.items and not finding.counts:
        return f"{indicator_id}\t{finding.outcome}"
    details = {
        "items": {key: outcome.value for key, outcome in finding.items.items()},
        "counts": number_values(finding.counts),
    }
    return f"{indicator_id}\t{finding.outcome}\t{dumps(details)}"


def finding_of(line: str) -> tuple[str, Finding]:
    """Indicator id and what points are made of; reason and evidence are empty.

    An unknown comes back as `no_basis`: no point depends on why it is unknown.
    """
    id_, outcome, *details = line.split("\t", 2)
    raw = json.loads(details[0]) if details else {"items": {}, "counts": {}}
    return id_, Finding(
        Outcome(outcome),
        "",
        Cause.NO_BASIS if outcome == Outcome.UNKNOWN else None,
        items={key: Outcome(value) for key, value in raw["items"].items()},
        counts=numbers_from(raw["counts"]),
    )
