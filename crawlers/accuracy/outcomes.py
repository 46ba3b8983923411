"""Findings against what is so: how often "missing", "partial" and "met" were said rightly."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.card import Kind, Source, Subject, Tally
from data.types import Finding, Outcome

_SAID = (Outcome.MISSING, Outcome.PARTIAL, Outcome.MET)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so of one indicator of a unit."""

    outcome: Outcome
    also: frozenset[Outcome] = frozenset()  # outcomes that can be defended too
    lacks: frozenset[str] = frozenset()  # items that are missing, where the outcome is PARTIAL


@dataclass(frozen=True, slots=True)
class Compared:
    """What a check said, and what is so."""

    check: str
    finding: Finding
    truth: Truth


def read_truths(labels_tsv: Path) -> Mapping[tuple[str, str], Truth]:
    """Labelled outcomes by site and indicator: columns site, indicator, outcome, also, lacks.

    Raises:
        KeyError, ValueError: a column is missing, or an outcome is not one.
    """
    with labels_tsv.open(encoding="utf-8", newline="") as file:
        return {
            (row["site"], row["indicator"]): Truth(
                Outcome(row["outcome"]),
                frozenset(map(Outcome, row["also"].split())),
                frozenset(row["lacks"].split()),
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


def outcome_tallies(seen: Iterable[Compared], source: Source) -> Mapping[Subject, Tally]:
    """Tallies by check and outcome; subjects of which nothing was said or missed are left out. Of
    every check one more, without an outcome: how often its finding, whatever it was, agreed.
    """
    sums: dict[Subject, Tally] = {}
    for one in seen:
        whole = Subject(Kind.CHECK, one.check, "", source)
        found, true = one.finding.outcome, one.truth
        agreed = _judged(right=found is true.outcome, defensible=found in true.also)
        sums[whole] = sums.get(whole, Tally()) + agreed
        for said in _SAID:
            subject = Subject(Kind.CHECK, one.check, said.value, source)
            counted = tally(one.finding, one.truth, said)
            if counted != Tally():
                sums[subject] = sums.get(subject, Tally()) + counted
    return sums


def tally(found: Finding, true: Truth, said: Outcome) -> Tally:
    """One finding, as far as `said` is concerned. MISSING counts accusations: the whole of a
    finding that is MISSING, or every missing item of one that is PARTIAL.
    """
    if said is not Outcome.MISSING or Outcome.MISSING in {found.outcome, true.outcome}:
        whole = _whole(found.outcome, true, said)
    else:
        whole = Tally()
    return whole + _items(found, true) if said is Outcome.MISSING else whole


def _whole(found: Outcome, true: Truth, said: Outcome) -> Tally:
    if found is said:
        return _judged(right=true.outcome is said, defensible=said in true.also)
    missed = true.outcome is said and found not in true.also
    return Tally(missed=int(missed))


def _items(found: Finding, true: Truth) -> Tally:
    """Missing items of what is there in part. An item of a whole that is missing is missing."""
    if Outcome.MISSING is found.outcome:
        return Tally()
    partial = found.outcome is Outcome.PARTIAL
    accused = {k for k, v in found.items.items() if partial and v is Outcome.MISSING}
    open_to_it = bool({Outcome.MISSING, Outcome.PARTIAL} & true.also)
    counted = Tally()
    for item in accused:
        right = true.outcome is Outcome.MISSING or item in true.lacks
        counted += _judged(right=right, defensible=open_to_it)
    missed = 0 if found.outcome in true.also else len(true.lacks - accused)
    return counted + Tally(missed=missed)


def _judged(*, right: bool, defensible: bool) -> Tally:
    if right:
        return Tally(right=1)
    return Tally(defensible=1) if defensible else Tally(wrong=1)
