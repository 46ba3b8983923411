"""Ids that a table does not write: made from its code, or else from name and place, so that they
stay the same at every import.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-—/]*")


def plain_name(name: str) -> str:
    """A name without what editors change by the way: spaces, punctuation, numbering in front."""
    bare = re.sub(
        r"^\s*(?:[（(]?[一二三四五六七八九十]+[)）、.．]|[（(]?\d+[)）、．.](?!\d))\s*", "", name
    )
    return re.sub(r"[\W_]+", "", bare).casefold()


def id_from(code: str, path: Sequence[str], name: str) -> str:
    """An id for the row `name` under the names of `path`.

    A code of letters and digits is taken as it is: "SQ-DEP-A-001" gives `sq_dep_a_001`, "010101"
    gives `c010101`. Without one the id stands for name and place: a change of either is another
    indicator, and a new number or comma is not.
    """
    if code and _CODE.fullmatch(code.strip()):
        slug = re.sub(r"[^a-z0-9]+", "_", code.strip().casefold()).strip("_")
        return slug if slug[:1].isalpha() else f"c{slug}"
    said = "\n".join(plain_name(part) or part for part in (*path, name))
    return "n_" + hashlib.sha256(said.encode()).hexdigest()[:10]


def unused(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or with the next free number behind it."""
    known = set(taken)
    if wanted not in known:
        return wanted
    number = 2
    while f"{wanted}_{number}" in known:
        number += 1
    return f"{wanted}_{number}"
