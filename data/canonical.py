"""Values as canonical JSON text and back: sorted keys, exact fractions, one text for one value.

Used for what the database keeps whole (findings, scores, units) and for digests. What comes back
holds plain dicts, so that it can cross a process boundary or be cached.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from data.types import (
    Cause,
    Evidence,
    FetchOutcome,
    Finding,
    Looked,
    Number,
    Outcome,
    Points,
    Rung,
    Step,
    Unit,
    UnitScore,
)


def dumps(value: object) -> str:
    """JSON with sorted keys and no spaces; Chinese stays readable.

    Raises:
        ValueError: a float that JSON does not have (NaN, infinity).
        TypeError: a value or key that is not plain JSON.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def fraction_text(value: Fraction) -> str:
    """Numerator and denominator in lowest terms: `"7/2"`; whole numbers are `"3/1"`."""
    return f"{value.numerator}/{value.denominator}"


def outcomes_text(items: Mapping[str, Outcome]) -> str:
    return dumps({key: outcome.value for key, outcome in items.items()})


def outcomes_from(text: str) -> dict[str, Outcome]:
    return {key: Outcome(value) for key, value in json.loads(text).items()}


def number_values(numbers: Mapping[str, Number]) -> dict[str, int | str]:
    """Whole numbers as they are, others as text: `3`, `"175/2"`."""
    return {
        key: int(number) if number == int(number) else fraction_text(Fraction(number))
        for key, number in numbers.items()
    }


def numbers_from(values: Mapping[str, int | str]) -> dict[str, Number]:
    return {
        key: value if isinstance(value, int) else Fraction(value) for key, value in values.items()
    }


def unit_text(unit: Unit) -> str:
    return dumps(
        {
            "id": unit.id,
            "name": unit.name,
            "kind": unit.kind,
            "group": unit.group,
            "portal": unit.portal,
            "columns": list(unit.columns),
            "aliases": list(unit.aliases),
            "duties": None if unit.duties is None else sorted(unit.duties),
        }
    )


def unit_from(text: str) -> Unit:
    raw = json.loads(text)
    return Unit(
        id=raw["id"],
        name=raw["name"],
        kind=raw["kind"],
        group=raw["group"],
        portal=raw["portal"],
        columns=tuple(raw["columns"]),
        aliases=tuple(raw["aliases"]),
        duties=None if raw["duties"] is None else frozenset(raw["duties"]),
    )


def finding_text(finding: Finding) -> str:
    looked = finding.looked
    return dumps(
        {
            "outcome": finding.outcome.value,
            "reason": finding.reason,
            "cause": finding.cause.value if finding.cause else None,
            "evidence": [evidence_values(piece) for piece in finding.evidence],
            "looked": looked
            and {
                "columns": list(looked.columns),
                "pages": looked.pages,
                "words": list(looked.words),
                "steps": [step_values(step) for step in looked.steps],
            },
            "items": {key: outcome.value for key, outcome in finding.items.items()},
            "counts": number_values(finding.counts),
        }
    )


def finding_from(text: str) -> Finding:
    raw = json.loads(text)
    looked = raw["looked"]
    return Finding(
        outcome=Outcome(raw["outcome"]),
        reason=raw["reason"],
        cause=Cause(raw["cause"]) if raw["cause"] else None,
        evidence=tuple(_evidence_from(piece) for piece in raw["evidence"]),
        looked=looked
        and Looked(
            columns=tuple(looked["columns"]),
            pages=looked["pages"],
            words=tuple(looked["words"]),
            steps=tuple(map(_step_from, looked.get("steps", ()))),  # absent in older databases
        ),
        items={key: Outcome(value) for key, value in raw["items"].items()},
        counts=numbers_from(raw["counts"]),
    )


def evidence_values(piece: Evidence) -> dict[str, Any]:
    return {
        "url": piece.url,
        "quote": piece.quote,
        "captured_at": piece.captured_at.isoformat() if piece.captured_at else None,
        "sha256": piece.sha256,
        "warc": piece.warc,
        "offset": piece.offset,
    }


def _evidence_from(raw: dict[str, Any]) -> Evidence:
    at = raw["captured_at"]
    return Evidence(
        url=raw["url"],
        quote=raw["quote"],
        captured_at=datetime.fromisoformat(at) if at else None,
        sha256=raw["sha256"],
        warc=raw["warc"],
        offset=raw["offset"],
    )


def step_values(step: Step) -> dict[str, Any]:
    return {
        "rung": step.rung.value,
        "url": step.url,
        "at": step.at.isoformat(),
        "outcome": step.outcome.value if step.outcome else None,
        "found": step.found,
        "words": step.words,
        "note": step.note,
    }


def _step_from(raw: dict[str, Any]) -> Step:
    return Step(
        rung=Rung(raw["rung"]),
        url=raw["url"],
        at=datetime.fromisoformat(raw["at"]),
        outcome=FetchOutcome(raw["outcome"]) if raw["outcome"] else None,
        found=raw["found"],
        words=raw["words"],
        note=raw["note"],
    )


def score_text(score: UnitScore) -> str:
    return dumps(
        {
            "unit_id": score.unit_id,
            "leaves": {key: _points(points) for key, points in score.leaves.items()},
            "nodes": {key: _points(points) for key, points in score.nodes.items()},
            "value": None if score.value is None else fraction_text(score.value),
            "low": fraction_text(score.low),
            "high": fraction_text(score.high),
            "coverage": fraction_text(score.coverage),
            "bonus": fraction_text(score.bonus),
            "penalty": fraction_text(score.penalty),
            "vetoes": list(score.vetoes),
            "grade": score.grade,
        }
    )


def score_from(text: str) -> UnitScore:
    raw = json.loads(text)
    return UnitScore(
        unit_id=raw["unit_id"],
        leaves={key: _points_from(points) for key, points in raw["leaves"].items()},
        nodes={key: _points_from(points) for key, points in raw["nodes"].items()},
        value=None if raw["value"] is None else Fraction(raw["value"]),
        low=Fraction(raw["low"]),
        high=Fraction(raw["high"]),
        coverage=Fraction(raw["coverage"]),
        bonus=Fraction(raw["bonus"]),
        penalty=Fraction(raw["penalty"]),
        vetoes=tuple(raw["vetoes"]),
        grade=raw["grade"],
    )


def _points(points: Points) -> dict[str, str]:
    return {
        "full": fraction_text(points.full),
        "known": fraction_text(points.known),
        "got": fraction_text(points.got),
    }


def _points_from(raw: dict[str, str]) -> Points:
    return Points(_fraction(raw["full"]), _fraction(raw["known"]), _fraction(raw["got"]))


@lru_cache(maxsize=65_536)
def _fraction(text: str) -> Fraction:
    """Few points are written in a round, each of them thousands of times."""
    return Fraction(text)
