"""Which schemes the engine knows how to score; the others go to the reference."""

from collections.abc import Iterable
from dataclasses import MISSING, Field, fields
from typing import Any

from data.indicators import Band, Bonus, BonusItem, Leaf, Node, Penalty, Scheme, Veto

# Everything the engine reads of a scheme or knows to have no part in a score. A field that is not
# listed, and says anything, is something new: the engine then stands back rather than guess.
_KNOWN: dict[type, frozenset[str]] = {
    Scheme: frozenset(
        [
            "id",
            "title",
            "kind",
            "total",
            "coverage_floor",
            "grades",
            "nodes",
            "groups",
            "duties",
            "vetoes",
            "bonus",
            "penalties",
            "sources",
            "performance_points",
            "version",
            "region",
            "year",
            "dates",
            "composition",
            "publish",
            "ties",
            "parameters",
            "origin",
        ]
    ),
    Node: frozenset(["id", "code", "name", "points", "children", "extra"]),
    Leaf: frozenset(
        [
            "id",
            "code",
            "name",
            "path",
            "points",
            "method",
            "rule",
            "scoring",
            "basis",
            "remedy",
            "typical_failure",
            "evidence",
            "check",
            "params",
            "person_gives",
            "absent",
            "absent_share",
            "requires",
            "sampling",
            "responsible",
            "line",
        ]
    ),
    Veto: frozenset(["id", "code", "name", "effect", "value", "grade", "watch"]),
    Bonus: frozenset(["cap", "gate", "items"]),
    BonusItem: frozenset(["id", "code", "name", "points", "evidence"]),
    Penalty: frozenset(["id", "code", "name", "points", "scoring", "evidence"]),
    Band: frozenset(["name", "minimum"]),
}


def fits(scheme: Scheme) -> bool:
    """Whether the engine knows all that the scheme says."""
    bonus = [scheme.bonus, *scheme.bonus.items] if scheme.bonus else []
    parts = [scheme, *scheme.grades, *scheme.vetoes, *scheme.penalties, *bonus]
    return all(map(_known, [*parts, *_below(scheme.nodes)]))


def _below(nodes: Iterable[Node | Leaf]) -> Iterable[Node | Leaf]:
    for node in nodes:
        yield node
        if isinstance(node, Node):
            yield from _below(node.children)


def _known(part: Any) -> bool:
    known = _KNOWN[type(part)]
    return all(f.name in known or getattr(part, f.name) == _default(f) for f in fields(part))


def _default(of: "Field[Any]") -> Any:
    if of.default_factory is not MISSING:
        return of.default_factory()
    return of.default
