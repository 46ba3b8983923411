"""What changed between two versions of a scheme, and which of it can move a score."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction

from data.indicators import Leaf, Node, Scheme
from data.marked import number_text
from data.rules import Rule
from data.scheme_sheets.ids import plain_name


class Kind(StrEnum):
    """What happened to one thing."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    REPLACED = "replaced"  # same name and place under another id: its judgements do not carry over
    POINTS = "points"
    SCORING = "scoring"  # the machine rule
    CHECK = "check"  # who looks and how: method, check, parameters, whom it applies to
    WORDS = "words"  # sentence, basis, remedy and other texts
    HEAD = "head"  # grades, vetoes, bonus, total …


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `before` and `after` as short texts, empty for what was not there."""

    kind: Kind
    id: str
    name: str
    what: str  # the field, as the format calls it
    before: str
    after: str
    moves_score: bool


# Fields of a leaf by what a change of them is. What is not named here is new to this module and
# treated as if it could move a score.
_LEAF: Mapping[str, tuple[Kind, bool]] = {
    "points": (Kind.POINTS, True),
    "scoring": (Kind.SCORING, True),
    "method": (Kind.CHECK, True),
    "check": (Kind.CHECK, True),
    "params": (Kind.CHECK, True),
    "person_gives": (Kind.CHECK, True),
    "absent": (Kind.CHECK, True),
    "absent_share": (Kind.CHECK, True),
    "requires": (Kind.CHECK, True),
    "rule": (Kind.WORDS, False),
    "basis": (Kind.WORDS, False),
    "remedy": (Kind.WORDS, False),
    "typical_failure": (Kind.WORDS, False),
    "evidence": (Kind.WORDS, False),
    "responsible": (Kind.WORDS, False),
    "sampling": (Kind.WORDS, False),
}
_LEAF_ELSEWHERE = {"id", "code", "name", "path", "line"}
_NODE_ELSEWHERE = {"id", "code", "name", "points", "children"}
_HEAD_ELSEWHERE = {"nodes", "origin"}
_HEAD_WORDS = {
    "id",
    "title",
    "sources",
    "performance_points",
    "version",
    "region",
    "publish",
    "year",
}


def changes(old: Scheme, new: Scheme) -> tuple[Change, ...]:
    """Every change from `old` to `new`: leaves in the order of the new scheme, then those that are
    gone, then groups, then the head.

    Leaves are the same by id. The running number (A1.2) is no change: it follows from the place. A
    change of place alone moves no score, except where points go to those beside (redistribute).
    """
    return (*_leaves(old, new), *_groups(old, new), *_head(old, new))


def _leaves(old: Scheme, new: Scheme) -> Iterator[Change]:
    before = {leaf.id: leaf for leaf in old.leaves()}
    after = {leaf.id: leaf for leaf in new.leaves()}
    gone_at = {_place(leaf): leaf for leaf in before.values() if leaf.id not in after}
    replaced: set[str] = set()
    for leaf in after.values():
        was = before.get(leaf.id)
        if was is not None:
            yield from _leaf(was, leaf)
        elif other := gone_at.get(_place(leaf)):
            replaced.add(other.id)
            yield Change(Kind.REPLACED, leaf.id, leaf.name, "id", other.id, leaf.id, True)
        else:
            said = f"{number_text(leaf.points)} 分"
            yield Change(Kind.ADDED, leaf.id, leaf.name, "", "", said, True)
    for leaf in before.values():
        if leaf.id not in after and leaf.id not in replaced:
            said = f"{number_text(leaf.points)} 分"
            yield Change(Kind.REMOVED, leaf.id, leaf.name, "", said, "", True)


def _place(leaf: Leaf) -> tuple[str, ...]:
    return tuple(plain_name(part) or part for part in (*leaf.path, leaf.name))


def _leaf(was: Leaf, now: Leaf) -> Iterator[Change]:
    if was.name != now.name:
        yield Change(Kind.RENAMED, now.id, now.name, "name", was.name, now.name, False)
    if was.path != now.path:
        places = (" / ".join(was.path), " / ".join(now.path))
        moves = "redistribute" in {was.absent.value, now.absent.value}
        yield Change(Kind.MOVED, now.id, now.name, "path", *places, moves)
    for each in fields(Leaf):
        one, other = getattr(was, each.name), getattr(now, each.name)
        if each.name not in _LEAF_ELSEWHERE and one != other:
            kind, moves = _LEAF.get(each.name, (Kind.CHECK, True))
            yield Change(kind, now.id, now.name, each.name, said(one), said(other), moves)


def _nodes(scheme: Scheme) -> Iterator[tuple[Node, tuple[str, ...]]]:
    def below(
        nodes: tuple[Node | Leaf, ...], path: tuple[str, ...]
    ) -> Iterator[tuple[Node, tuple[str, ...]]]:
        for node in nodes:
            if isinstance(node, Node):
                yield node, path
                yield from below(node.children, (*path, node.name))

    yield from below(scheme.nodes, ())


def _groups(old: Scheme, new: Scheme) -> Iterator[Change]:
    before = {node.id: (node, path) for node, path in _nodes(old)}
    after = {node.id: (node, path) for node, path in _nodes(new)}
    for node, path in after.values():
        if node.id not in before:
            said_points = f"{number_text(node.points)} 分"
            yield Change(Kind.ADDED, node.id, node.name, "group", "", said_points, False)
            continue
        was, was_path = before[node.id]
        if was.name != node.name:
            yield Change(Kind.RENAMED, node.id, node.name, "name", was.name, node.name, False)
        elif was_path != path:
            places = (" / ".join(was_path), " / ".join(path))
            yield Change(Kind.MOVED, node.id, node.name, "path", *places, False)
        if was.points != node.points:
            points = (number_text(was.points), number_text(node.points))
            yield Change(Kind.POINTS, node.id, node.name, "points", *points, True)
        for each in fields(Node):
            one, other = getattr(was, each.name), getattr(node, each.name)
            if each.name not in _NODE_ELSEWHERE and one != other:
                yield Change(
                    Kind.CHECK, node.id, node.name, each.name, said(one), said(other), True
                )
    for node, _ in before.values():
        if node.id not in after:
            said_points = f"{number_text(node.points)} 分"
            yield Change(Kind.REMOVED, node.id, node.name, "group", said_points, "", False)


def _head(old: Scheme, new: Scheme) -> Iterator[Change]:
    for each in fields(Scheme):
        one, other = getattr(old, each.name), getattr(new, each.name)
        if each.name not in _HEAD_ELSEWHERE and one != other:
            moves = each.name not in _HEAD_WORDS
            yield Change(Kind.HEAD, "", new.title, each.name, said(one), said(other), moves)


def said(value: object) -> str:
    """A value of a scheme as a short text."""
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, bool) or value is None:
        return {True: "是", False: "否", None: ""}[value]
    if isinstance(value, Mapping):
        return "，".join(f"{key} {said(entry)}" for key, entry in value.items())
    if isinstance(value, frozenset):
        return "、".join(sorted(map(said, value)))
    if isinstance(value, tuple | list):
        return "、".join(map(said, value))
    if isinstance(value, Rule):
        pairs = [f"{each.name} {said(getattr(value, each.name))}" for each in fields(value)]
        return f"{value.name} {'；'.join(pair for pair in pairs if pair[-1] != ' ')}".strip()
    if is_dataclass(value):
        return " ".join(filter(None, (said(getattr(value, each.name)) for each in fields(value))))
    return str(value)


@dataclass(frozen=True, slots=True)
class Carried:
    """Which indicators two versions share, by id: what was judged under one counts in the other."""

    kept: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]


def carried(old: Scheme, new: Scheme) -> Carried:
    before, after = (dict.fromkeys(leaf.id for leaf in s.leaves()) for s in (old, new))
    return Carried(
        kept=tuple(id_ for id_ in after if id_ in before),
        new=tuple(id_ for id_ in after if id_ not in before),
        gone=tuple(id_ for id_ in before if id_ not in after),
    )
