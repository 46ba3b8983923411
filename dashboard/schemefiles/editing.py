"""Editing a scheme as a plain tree: every function gives a new tree, the old one stays. Pure.

A place in the tree is the positions on the way down, from 0: (1, 0) is the first indicator of the
second group.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.marked import number_text
from data.scheme_sheets.ids import unused
from data.scheme_sheets.plain import Plain, Tree
from data.scheme_tree import letters

Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A group or an indicator where it stands."""

    place: Place
    code: str  # as readers of schemes number it: A1.2
    node: Mapping[str, Plain]

    @property
    def is_group(self) -> bool:
        return "children" in self.node

    @property
    def name(self) -> str:
        return str(self.node.get("name") or "")

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}".strip()


def rows(tree: Mapping[str, Plain]) -> tuple[Row, ...]:
    """Every group and indicator, in the order of the file."""

    def walk(nodes: Plain, place: Place, code: str) -> Iterator[Row]:
        for n, node in enumerate(listed(nodes)):
            depth = len(place)
            own = letters(n) if not depth else f"{code}{'.' if depth > 1 else ''}{n + 1}"
            yield Row((*place, n), own, node)
            yield from walk(node.get("children", ()), (*place, n), own)

    return tuple(walk(tree.get("indicators"), (), ""))


def listed(nodes: Plain) -> list[Tree]:
    """The mappings in a list of a tree; whatever else it holds is left out."""
    if not isinstance(nodes, Sequence) or isinstance(nodes, str):
        return []
    return [node for node in nodes if isinstance(node, dict)]


def at(tree: Mapping[str, Plain], place: Place) -> Tree:
    """The group or indicator at a place.

    Raises:
        IndexError: there is none.
    """
    found: Tree = {"children": tree.get("indicators", ())}
    for n in place:
        found = listed(found.get("children"))[n]
    return found


def changed(tree: Mapping[str, Plain], place: Place, values: Mapping[str, Plain]) -> Tree:
    """With keys of one row set; None takes a key out."""
    node = _with(at(tree, place), values)
    return _put(tree, place[:-1], [*_replaced(tree, place[:-1], place[-1], [node])])


def head_changed(tree: Mapping[str, Plain], values: Mapping[str, Plain]) -> Tree:
    """With keys of the head (总则) set; None takes a key out."""
    head = tree.get("scheme")
    return {**tree, "scheme": _with(head if isinstance(head, dict) else {}, values)}


def removed(tree: Mapping[str, Plain], place: Place) -> Tree:
    """Without a row and all that is below it."""
    return _put(tree, place[:-1], _replaced(tree, place[:-1], place[-1], []))


def added(tree: Mapping[str, Plain], parent: Place, node: Tree) -> tuple[Tree, Place]:
    """With a row more at the end of a group; and where it stands."""
    below = _children(tree, parent)
    return _put(tree, parent, [*below, node]), (*parent, len(below))


def shifted(tree: Mapping[str, Plain], place: Place, by: int) -> tuple[Tree, Place]:
    """With a row moved up (-1) or down (1) among those beside it; as it was at the end."""
    below, n = _children(tree, place[:-1]), place[-1]
    to = min(max(n + by, 0), len(below) - 1)
    node = below.pop(n)
    below.insert(to, node)
    return _put(tree, place[:-1], below), (*place[:-1], to)


def moved(tree: Mapping[str, Plain], place: Place, parent: Place) -> tuple[Tree, Place]:
    """With a row at the end of another group; and where it stands then.

    Raises:
        ValueError: a group cannot stand below itself.
    """
    if parent[: len(place)] == place:
        raise ValueError(f"{parent} is below {place}")
    node = at(tree, place)
    # What stands behind the row in its own group comes one nearer once it is gone.
    up, n = place[:-1], place[-1]
    if len(parent) > len(up) and parent[: len(up)] == up and parent[len(up)] > n:
        parent = (*up, parent[len(up)] - 1, *parent[len(up) + 1 :])
    return added(removed(tree, place), parent, node)


def new_leaf(tree: Mapping[str, Plain], points: Fraction) -> Tree:
    """An indicator to begin with: judged by people, with an id that nothing bears."""
    sources = tree.get("sources")
    basis = next(iter(sources), "") if isinstance(sources, dict) else ""
    return {
        "id": unused("new_indicator", _ids(tree)),
        "name": "新指标",
        "points": points,
        "method": "manual",
        "na": "none",
        "rule": "符合得满分，部分符合得一半，不符合不得分。",
        "scoring": {"rule": "presence", "partial": Fraction(1, 2)},
        "basis": (basis,) if basis else (),
        "remedy": "按评分规则补齐。",
    }


def new_group(tree: Mapping[str, Plain], points: Fraction) -> Tree:
    """A group with one indicator worth all of it."""
    ids = _ids(tree)
    return {
        "id": unused("new_group", ids),
        "name": "新分组",
        "points": points,
        "children": (new_leaf(tree, points),),
    }


def _ids(tree: Mapping[str, Plain]) -> list[str]:
    return [str(row.node.get("id", "")) for row in rows(tree)]


def _with(node: Mapping[str, Plain], values: Mapping[str, Plain]) -> Tree:
    return {key: value for key, value in {**node, **values}.items() if value is not None}


def _children(tree: Mapping[str, Plain], parent: Place) -> list[Tree]:
    return listed(at(tree, parent).get("children"))


def _replaced(
    tree: Mapping[str, Plain], parent: Place, n: int, nodes: Sequence[Tree]
) -> list[Tree]:
    below = _children(tree, parent)
    return [*below[:n], *nodes, *below[n + 1 :]]


def _put(tree: Mapping[str, Plain], parent: Place, children: Sequence[Tree]) -> Tree:
    """The tree with other children at a place."""
    if not parent:
        return {**tree, "indicators": tuple(children)}
    own = {**at(tree, parent), "children": tuple(children)}
    return _put(tree, parent[:-1], _replaced(tree, parent[:-1], parent[-1], [own]))


# --- sums ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Off:
    """Children that do not add up to what is above them, in points, or in percent."""

    place: Place  # of the group; () for the whole
    where: str
    found: Fraction
    asked: Fraction
    unit: str  # "分" or "%"

    @property
    def said(self) -> str:
        over = self.found - self.asked
        word = "多" if over > 0 else "少"
        return (
            f"下级合计 {_shown(self.found)} {self.unit}，应为 {_shown(self.asked)} {self.unit}，"
            f"{word} {_shown(abs(over))} {self.unit}"
        )


def sums_off(tree: Mapping[str, Plain]) -> tuple[Off, ...]:
    """Every group whose children do not add up, and the first level against the total; extra
    groups of the first level do not count there.
    """
    head = tree.get("scheme")
    total = _number(head.get("total")) if isinstance(head, dict) else None
    top = [node for node in listed(tree.get("indicators")) if node.get("extra") is not True]
    return tuple(_off(top, (), "总分", total, listed(tree.get("indicators"))))


def _off(
    counted: Sequence[Tree], place: Place, where: str, worth: Fraction | None, every: Sequence[Tree]
) -> Iterator[Off]:
    weights = [_percent(node.get("weight")) for node in counted if "weight" in node]
    if weights:
        whole = sum((each or Fraction(0) for each in weights), Fraction(0))
        if whole != 100:
            yield Off(place, where, whole, Fraction(100), "%")
    elif worth is not None and counted:
        found = sum((_number(node.get("points")) or Fraction(0) for node in counted), Fraction(0))
        if found != worth:
            yield Off(place, where, found, worth, "分")
    for n, node in enumerate(every):
        if "children" in node:
            share = _percent(node.get("weight"))
            own = worth * share / 100 if share is not None and worth is not None else None
            below = listed(node.get("children"))
            name = f"“{node.get('name', '')}”"
            yield from _off(below, (*place, n), name, own or _number(node.get("points")), below)


def worths(tree: Mapping[str, Plain]) -> dict[Place, Fraction | None]:
    """What every row is worth in points: its own, or its percentage of what is above it; None
    where that cannot be told.
    """
    head = tree.get("scheme")
    total = _number(head.get("total")) if isinstance(head, dict) else None
    found: dict[Place, Fraction | None] = {}

    def walk(nodes: Plain, place: Place, above: Fraction | None) -> None:
        for n, node in enumerate(listed(nodes)):
            share = _percent(node.get("weight"))
            own = _number(node.get("points"))
            if share is not None:
                own = above * share / 100 if above is not None else None
            found[*place, n] = own
            walk(node.get("children", ()), (*place, n), own)

    walk(tree.get("indicators"), (), total)
    return found


def worth_missing(tree: Mapping[str, Plain], parent: Place) -> Fraction:
    """Points that the children of a group lack; 1 where they lack none, to begin with."""
    found = next((off for off in sums_off(tree) if off.place == parent and off.unit == "分"), None)
    return found.asked - found.found if found and found.asked > found.found else Fraction(1)


def _number(value: Plain) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return None
    return Fraction(value)


def _percent(value: Plain) -> Fraction | None:
    if not isinstance(value, str) or not value.strip().endswith("%"):
        return None
    try:
        return Fraction(value.strip()[:-1])
    except ValueError:
        return None


def _shown(number: Fraction) -> str:
    return number_text(number)
