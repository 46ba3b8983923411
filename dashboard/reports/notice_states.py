"""How far the tasks of a notice are, by what a round found and people judged."""

import re
from collections.abc import Mapping, Sequence

from dashboard.reports.notice_reading import ReadNotice
from data.indicators import Leaf, Scheme
from data.schemes import parse_scheme
from data.store import Store
from data.types import Finding, Unit
from scoring.notice.indicators import Indicator, Kind
from scoring.notice.ledger import Progress, State, progress_of, roles_of
from scoring.notice.tasks import Notice
from scoring.notice.unitnames import unit_of
from scoring.rounds import effective

_LEAF_OF_TASK = re.compile(r"t(\d+)(?:_\d+)?")


def progress(
    read: ReadNotice, store: Store, round_id: str, register: Sequence[Unit] = ()
) -> tuple[list[Progress], dict[tuple[int, str], Progress]]:
    """How far every task is by a round: in all, and for each unit that the ledger names.

    A unit that the round assesses is judged by its own findings, any other by those of all units.

    Args:
        register: by which the ledger names units; not given: the units of the round.

    Raises:
        StoreError: there is no such round.
    """
    assessed = store.round(round_id)
    scheme = parse_scheme(store.scheme_text(assessed.scheme_id), assessed.scheme_id)
    units = store.round_units(round_id)
    found = _findings(store, round_id, scheme, units)
    in_all: list[Progress] = []
    by_unit: dict[tuple[int, str], Progress] = {}
    for at, (task, asked) in enumerate(zip(read.notice.tasks, read.indicators, strict=True), 1):
        leaves = _leaves(read.notice, scheme, at, asked)
        names = roles_of(task, register or units)
        if not leaves:
            how = Progress(State.UNCLEAR, "本轮没有对应的指标，由人工核实")
            in_all.append(how)
            by_unit |= {(at, name): how for name in names}
            continue
        own = {}
        for name in names:
            unit = unit_of(name, units)
            own[name] = _of(found, [unit] if unit else units, leaves)
        meant = [unit for name in own if (unit := unit_of(name, units))]
        in_all.append(_of(found, meant or units, leaves))
        by_unit |= {(at, name): how for name, how in own.items()}
    return in_all, by_unit


def _of(
    found: Mapping[str, Mapping[str, Finding]], units: Sequence[Unit], leaves: Sequence[Leaf]
) -> Progress:
    return progress_of(
        {
            f"{unit.name}“{leaf.name}”": found[unit.id][leaf.id]
            for unit in units
            for leaf in leaves
            if leaf.id in found[unit.id]
        }
    )


def _findings(
    store: Store, round_id: str, scheme: Scheme, units: Sequence[Unit]
) -> dict[str, dict[str, Finding]]:
    """What counts of every unit: judgements over the checks' findings."""
    found, judged = store.findings(round_id), store.judgements(round_id)
    return {
        unit.id: effective(
            found.get(unit.id, {}), [j for j in judged if j.unit_id == unit.id], scheme.heavy
        )
        for unit in units
    }


def _leaves(notice: Notice, scheme: Scheme, at: int, asked: Indicator) -> list[Leaf]:
    """The indicators of a round that tell of a task.

    In a scheme drafted from this very notice those made for it; else those with its check.
    """
    if scheme.sources.get("notice", "").startswith(f"《{notice.title}》"):
        return [
            leaf
            for leaf in scheme.leaves()
            if (made := _LEAF_OF_TASK.fullmatch(leaf.id)) and int(made[1]) == at
        ]
    if asked.kind is not Kind.CHECK or asked.match is None:
        return []
    return [leaf for leaf in scheme.leaves() if leaf.check == asked.match.check]
