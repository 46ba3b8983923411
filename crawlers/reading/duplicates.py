"""Which of many texts are near-duplicates of one another."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from crawlers.reading.alike import BITS, NEAR


def groups(hashes: Sequence[str]) -> list[list[int]]:
    """Places of texts that are alike, or alike to one that is: groups of two or more, each in
    order, and the groups in order of their first. A text too short to tell is in none.
    """
    same: dict[str, list[int]] = {}
    for place, text in enumerate(hashes):
        if text:
            same.setdefault(text, []).append(place)
    towards = {text: text for text in same}  # a text that it is alike to, itself in the end

    def head(text: str) -> str:
        while towards[text] != text:
            towards[text] = text = towards[towards[text]]
        return text

    for one, other in _pairs(list(same)):
        towards[head(other)] = head(one)
    found: dict[str, list[int]] = {}
    for text, places in same.items():
        found.setdefault(head(text), []).extend(places)
    return sorted(sorted(group) for group in found.values() if len(group) > 1)


def _pairs(hashes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Two texts that are alike, each pair at least once.

    Of `NEAR` bits that differ, one of `NEAR` + 1 strips has none: only texts with a strip in
    common are compared.
    """
    bits = np.array([int(text, 16) for text in hashes], dtype=np.uint64)
    edges = np.linspace(0, BITS, NEAR + 2).astype(int)
    for low, high in pairwise(edges.tolist()):
        strip = (bits >> np.uint64(low)) & np.uint64((1 << (high - low)) - 1)
        order = np.argsort(strip, kind="stable")
        for common in np.split(order, np.flatnonzero(np.diff(strip[order])) + 1):
            for n, one in enumerate(common[:-1]):
                differ = np.bitwise_count(bits[common[n + 1 :]] ^ bits[one])
                for other in common[n + 1 :][differ <= NEAR]:
                    yield hashes[one], hashes[other]
