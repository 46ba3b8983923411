"""Marks that turn the direction of text: unseen, and what stands after them reads otherwise."""

import re

_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def straight(text: str) -> str:
    """Text without them; Chinese needs none."""
    return _TURNS.sub("", text)
