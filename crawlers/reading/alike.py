"""Near-duplicates: a simhash of a text, which changes little when the text does.

After Charikar (2002) and Manku, Jain, Das Sarma (2007), over runs of four characters. The packages
that offer it need ten times as long a page, or have no wheels.
"""

import re
import sys
from array import array

# Bits. Nine in ten copies with another head or foot differ in no more; other texts in 12 or more.
NEAR = 8

_WORDS = re.compile(r"\w+")
_LONGEST = 6000  # characters; of a longer text the beginning counts
_RUN = 8  # bytes of four characters: one number of 64 bits
_KEPT = 5  # one run in as many, chosen by its characters: as good as all of them, and faster
_FEWEST = 16  # runs kept; a text with fewer, some 80 characters, is like many others
BITS = 64
_MASK = (1 << BITS) - 1
_FACTOR = 0x9E37_79B9_7F4A_7C15  # odd and without pattern; mixes all characters of a run


def simhash(text: str) -> str:
    """16 hexadecimal digits, "" for a text too short to tell. Punctuation does not count."""
    units = "".join(_WORDS.findall(text[:_LONGEST])).encode("utf-16-le", "surrogatepass")
    runs: set[int] = set()
    for start in range(0, _RUN, 2):
        whole = (len(units) - start) // _RUN * _RUN
        numbers = array("Q", units[start : start + whole])
        if sys.byteorder == "big":
            numbers.byteswap()
        runs.update([run for run in numbers if not run % _KEPT])
    if len(runs) < _FEWEST:
        return ""
    mixed = array("Q", [run * _FACTOR >> 32 & _MASK for run in runs])
    bits = f"{int.from_bytes(mixed.tobytes(), sys.byteorder):0{BITS * len(runs)}b}"
    votes = [2 * bits[place::BITS].count("1") > len(runs) for place in range(BITS)]
    return f"{int(''.join(['01'[vote] for vote in votes]), 2):016x}"


def distance(one: str, other: str) -> int:
    """In how many of 64 bits two simhashes differ: 0 for the same words, about 32 for others."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def alike(one: str, other: str) -> bool:
    """Much the same text; False where one is too short to tell."""
    return bool(one and other) and distance(one, other) <= NEAR
