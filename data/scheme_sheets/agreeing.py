"""Whether what stands in a row agrees: figures of a sentence with its machine rule, and sums."""

import re
from collections.abc import Mapping
from fractions import Fraction

from data.scheme_sheets.plain import Plain

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*分(?!钟|之|别|类|为|级|档)")


def amounts(sentence: str) -> set[Fraction]:
    return {Fraction(found) for found in _AMOUNT.findall(sentence)}


def holds(scoring: Plain, number: Fraction) -> bool:
    """Whether a machine rule names a number anywhere."""
    if isinstance(scoring, Mapping):
        return any(holds(value, number) for value in scoring.values())
    if isinstance(scoring, tuple | list):
        return any(holds(value, number) for value in scoring)
    return not isinstance(scoring, bool | str) and scoring == number


def add_up(node: Plain) -> None:
    """Fill in the points of groups that nobody wrote, from below; children as tuples."""
    if not isinstance(node, dict) or "children" not in node:
        return
    children = node["children"]
    for child in children if isinstance(children, list) else ():
        add_up(child)
    node["children"] = tuple(children) if isinstance(children, list) else children
    if node.get("points") is None:
        below = [child.get("points") for child in node["children"] if isinstance(child, dict)]
        worth = [Fraction(each) for each in below if isinstance(each, int | Fraction)]
        if len(worth) == len(below) and "weight" not in node:
            node["points"] = sum(worth, Fraction(0))
        else:
            del node["points"]
