"""What persons said laid over what the checks found. Nothing is overwritten: both are kept."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from data.indicators import Scheme, Veto
from data.types import Cause, Finding, Judgement, Mark, Outcome

# Whose word goes first. A blind opinion is there to be compared and never counts by itself.
RANKING = (Mark.DECISION, Mark.ARBITRATION, Mark.SECOND, Mark.FIRST)

_NOBODY = Finding(Outcome.UNKNOWN, "尚无核查结果", Cause.NEEDS_PERSON)


def effective(
    findings: Mapping[str, Finding],
    judgements: Iterable[Judgement],
    heavy: Collection[str] = (),
) -> dict[str, Finding]:
    """Findings of one unit that count: the judgement in force where there is one, else the check's.

    The check's evidence stays with a judged finding. Its items and counts stay when the person
    confirmed the outcome or gave only some of them; a changed outcome without details replaces
    them.

    Args:
        judgements: of this unit only; of equally late ones the later in order wins.
        heavy: ids that only a person may find MISSING (`Scheme.heavy`); what a check alone says
            of them becomes "suspected".

    Raises:
        ValueError: judgements of several units.
    """
    mine = list(judgements)
    if len({j.unit_id for j in mine}) > 1:
        raise ValueError("judgements of several units")
    latest = in_force(mine)
    counted = {id_: _suspected(f) if id_ in heavy else f for id_, f in findings.items()}
    return counted | {id_: _judged(findings.get(id_, _NOBODY), j) for id_, j in latest.items()}


def in_force(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """The judgement that counts on every point of one unit, by indicator id.

    Of every mark the latest speaks, and says nothing if it was withdrawn; what was decided of an
    appeal, an excuse or a fix goes before arbitration, that before the second mark, that before the
    first. Points on which nobody's word stands are absent.

    Args:
        judgements: of one unit; of equally late ones the later in order wins.

    Source: 初评 → 复核(另一人) → 终评, the order of the common assessment; docs/decisions.md.
    """
    latest = by_mark(judgements)
    found = {}
    for id_ in dict.fromkeys(id_ for id_, _ in latest):
        standing = (latest.get((id_, mark)) for mark in RANKING)
        if first := next((j for j in standing if j and not j.withdrawn), None):
            found[id_] = first
    return found


def by_mark(judgements: Iterable[Judgement]) -> dict[tuple[str, Mark], Judgement]:
    """The latest judgement of every mark on every point of one unit, withdrawn ones too."""
    latest: dict[tuple[str, Mark], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: j.at):
        latest[judgement.indicator_id, judgement.mark] = judgement
    return latest


def suspicions(scheme: Scheme, findings: Mapping[str, Finding]) -> tuple[Veto, ...]:
    """Vetoes that a reviewer should look at: not decided, and a leaf they watch gives reason to."""
    return tuple(
        veto
        for veto in scheme.vetoes
        if (veto.id not in findings or findings[veto.id].outcome is Outcome.UNKNOWN)
        and any(_alarming(findings.get(id_)) for id_ in veto.watch)
    )


def _alarming(finding: Finding | None) -> bool:
    if finding is None:
        return False
    bad = {Outcome.MISSING, Outcome.PARTIAL}
    return finding.outcome in bad or finding.cause in {Cause.SUSPECTED, Cause.SUGGESTED}


def _suspected(finding: Finding) -> Finding:
    if finding.outcome is Outcome.MISSING:
        return replace(finding, outcome=Outcome.UNKNOWN, cause=Cause.SUSPECTED)
    return finding


def _judged(seen: Finding, judgement: Judgement) -> Finding:
    detailed = bool(judgement.items or judgement.counts)
    keep = detailed or judgement.outcome is seen.outcome
    unknown = judgement.outcome is Outcome.UNKNOWN
    return replace(
        seen,
        outcome=judgement.outcome,
        reason=judgement.reason,
        cause=(seen.cause or Cause.NO_BASIS) if unknown else None,
        items={**seen.items, **judgement.items} if keep else {},
        counts={**seen.counts, **judgement.counts} if keep else {},
    )
