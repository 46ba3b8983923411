"""Findings of metric leaves, from what offices handed over to a round."""

from data.indicators import Leaf, Method, Scheme
from data.metrics.known import Known, known
from data.store import Store
from data.types import Finding, Outcome, Round, Unit
from scoring.metrics import NO_DATA, metric_findings


def round_metrics(scheme: Scheme) -> Known:
    """All metrics that a round of this scheme may take in."""
    return known().with_own(scheme.leaves())


def excused(leaf: Leaf, unit: Unit) -> bool:
    """The unit is known to have none of the duties that the leaf is about."""
    return bool(unit.duties is not None and leaf.requires and not leaf.requires & unit.duties)


def of_metrics(store: Store, assessed: Round, scheme: Scheme) -> dict[str, dict[str, Finding]]:
    """Findings by unit and leaf; a leaf without figures has none."""
    leaves = [leaf for leaf in scheme.leaves() if leaf.method is Method.METRIC]
    if not leaves:
        return {}
    metrics, values = round_metrics(scheme), store.metrics(assessed.id)
    made: dict[str, dict[str, Finding]] = {}
    for unit in store.round_units(assessed.id):
        if unit.id not in values:
            continue
        asked = [leaf for leaf in leaves if not excused(leaf, unit)]
        made[unit.id] = metric_findings(
            asked, values[unit.id], metrics, assessed.year, assessed.as_of
        )
    return made


def lay_metrics(store: Store, assessed: Round, scheme: Scheme) -> None:
    """Bring the stored findings of metric leaves up to what was handed over by now."""
    if not store.metric_history(assessed.id):
        return  # a province's findings take long to read
    made, found = of_metrics(store, assessed, scheme), store.findings(assessed.id)
    leaves = [leaf for leaf in scheme.leaves() if leaf.method is Method.METRIC]
    changed: dict[str, dict[str, Finding]] = {}
    for unit in store.round_units(assessed.id):
        before, now = found.get(unit.id, {}), made.get(unit.id, {})
        new = {id_: finding for id_, finding in now.items() if before.get(id_) != finding}
        for leaf in leaves:
            old = before.get(leaf.id)
            if leaf.id not in now and old and _was_reported(old) and not excused(leaf, unit):
                new[leaf.id] = NO_DATA  # the figures were taken back
        if new:
            changed[unit.id] = new
    if changed:
        store.lay_findings(assessed.id, changed)


def _was_reported(finding: Finding) -> bool:
    return bool(finding.evidence or finding.counts) or finding.outcome is not Outcome.UNKNOWN
