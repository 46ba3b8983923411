"""What a reader of one format hands back, and the reasons why it could not."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from data.types import Block

Rows = tuple[tuple[str, ...], ...]

MOST_CELLS = 3_000_000  # of one table, empty ones too: a list of a hundred thousand rows has fewer

# Characters that no database stores (NUL, lone surrogates) and that no reader sees.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u200b\ufeff]")

# Marks that count things off (③, ⒊) and fold to digits. Raised and lowered ones (footnotes,
# exponents) and fractions do too, but belong together among themselves.
_MARK = "\u2460-\u2473\u2488-\u249b\u24ea\u3251-\u325f\u32b1-\u32bf"
_RAISED = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u00bc-\u00be\u2150-\u215e\u2189"
_MARKED = re.compile(f"[{_MARK}{_RAISED}]")  # in most texts there is none
_JOINT = re.compile(
    f"(?<=[\\d{_RAISED}{_MARK}])(?=[{_MARK}])|(?<=[{_MARK}])(?=[\\d{_RAISED}])"
    f"|(?<=\\d)(?=[{_RAISED}])|(?<=[{_RAISED}])(?=\\d)"
)


@dataclass(frozen=True, slots=True)
class Content:
    """Text by page and tables, with the state `ok` or `scan`.

    `blocks` are the same text and tables in reading order; a PDF has them only if asked for.
    """

    pages: tuple[str, ...] = ()
    tables: tuple[Rows, ...] = ()
    state: str = "ok"
    blocks: tuple[Block, ...] = ()


class Unreadable(Exception):
    """The file gives no text, and `state` says why (a state of `data.types.Document`)."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def plain(text: str) -> str:
    """`text` with compatibility forms folded (NFKC) and without unprintable characters.

    NFKC matters: many Chinese PDF files hold Kangxi radicals (⽬ for 目) that match no search word.
    It also turns full-width punctuation into ASCII: "（2023）：" becomes "(2023):". A mark that it
    folds to digits stays apart from a number beside it: "③26" becomes "3 26".
    """
    text = _UNPRINTABLE.sub("", text)
    return unicodedata.normalize("NFKC", _JOINT.sub(" ", text) if _MARKED.search(text) else text)


def cell(text: str) -> str:
    """A table cell on one line, single spaces."""
    return " ".join(plain(text).split())


def flowing(parts: Iterable[str | Rows]) -> Content:
    """Content of a format that knows no pages: paragraphs and tables in order make one page."""
    listed = list(parts)
    text = "\n".join(part if isinstance(part, str) else lines(part) for part in listed)
    found: list[Block] = []
    for part in listed:
        if isinstance(part, str):
            said = (line.strip() for line in plain(part).split("\n"))
            found += [Block(1, line) for line in said if line]
        elif part:
            found.append(Block(1, rows=part))
    tables = tuple(part for part in listed if not isinstance(part, str))
    return Content((plain(text).strip("\n"),), tables, blocks=tuple(found))


def lines(rows: Rows) -> str:
    """Rows as text: cells parted by tabs, rows by line breaks."""
    return "\n".join("\t".join(row) for row in rows)
