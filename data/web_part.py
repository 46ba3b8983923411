"""The part of a scheme that a website can show."""

from dataclasses import replace
from fractions import Fraction

from data.indicators import Leaf, Node, Scheme, groups_of


def web_part(scheme: Scheme) -> Scheme:
    """The part of a scheme that a website can show: leaves with a check, and what stands over them.

    For an assessment from outside, where nobody brings material or figures. Points stay as they
    are; the score is taken over those that remain. What a part has to reach shrinks with it.
    """
    kept = tuple(node for node in map(_web_node, scheme.nodes) if node is not None)
    bonus = scheme.bonus
    if bonus and bonus.part:
        left = {node.id: node.points for node in groups_of(kept)}.get(bonus.part, Fraction(0))
        whole = next(node.points for node in groups_of(scheme.nodes) if node.id == bonus.part)
        bonus = replace(bonus, gate=bonus.gate * left / whole)
    return replace(scheme, nodes=kept, bonus=bonus)


def _web_node(node: Node | Leaf) -> Node | Leaf | None:
    if isinstance(node, Leaf):
        return node if node.check else None
    children = tuple(child for child in map(_web_node, node.children) if child is not None)
    points = sum((child.points for child in children), Fraction(0))
    least = None if node.least is None else node.least * points / node.points
    return replace(node, children=children, points=points, least=least) if children else None
