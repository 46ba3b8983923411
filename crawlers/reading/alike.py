"""Near-duplicates: a simhash of a text, which changes little when the text does.

After Charikar (2002) and Manku, Jain, Das Sarma (2007), over runs of four characters. The packages
that offer it need ten times as long a page, or have no wheels.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Bits. Nine in ten copies with another head or foot differ in no more; other texts in 12 or more.
NEAR = 8

_WORDS = re.compile(r"[\u4e00-\u9fff\w]+")  # what most are comes first
_LONGEST = 6000  # characters; of a longer text the beginning counts
_RUN = 4  # characters of 16 bits: one number of 64
_KEPT = 5  # one run in as many, chosen by its characters: as good as all of them, and faster
_FEWEST = 16  # runs kept; a text with fewer, some 80 characters, is like many others
BITS = 64
_LETTER, _HALF, _LOW = 16, 32, 0xFFFF_FFFF
_FACTOR = 0x9E37_79B9_7F4A_7C15  # odd and without pattern; mixes all characters of a run


def simhash(text: str) -> str:
    """16 hexadecimal digits, "" for a text too short to tell. Punctuation does not count."""
    import numpy as np  # a tenth of a second to load: only for who has a text to compare

    units = "".join(_WORDS.findall(text[:_LONGEST])).encode("utf-16-le", "surrogatepass")
    letters: NDArray[Any] = np.frombuffer(units, "<u2").astype(np.uint64)
    if len(letters) < _RUN:
        return ""
    runs = letters[_RUN - 1 :]
    for before in range(1, _RUN):  # the first character is the lowest
        runs = (runs << _LETTER) | letters[_RUN - 1 - before : -before]
    runs = np.sort(runs[runs % _KEPT == 0])
    runs = runs[np.append(True, runs[1:] != runs[:-1])[: len(runs)]]  # each counts once
    if len(runs) < _FEWEST:
        return ""
    # The 64 bits in the middle of the product, from halves: one of 128 bits fits no number.
    mixed = (runs >> _HALF) * _FACTOR + (runs & _LOW) * (_FACTOR >> _HALF)
    mixed += (runs & _LOW) * (_FACTOR & _LOW) >> _HALF
    bits = np.unpackbits(mixed.astype(">u8").view(np.uint8).reshape(-1, BITS // 8), axis=1)
    votes = 2 * bits.sum(axis=0) > len(runs)
    return np.packbits(votes).tobytes().hex()


def distance(one: str, other: str) -> int:
    """In how many of 64 bits two simhashes differ: 0 for the same words, about 32 for others."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def alike(one: str, other: str) -> bool:
    """Much the same text; False where one is too short to tell."""
    return bool(one and other) and distance(one, other) <= NEAR
