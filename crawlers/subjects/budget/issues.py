"""What a rule finds wrong in a budget, and what a rule is."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from crawlers.subjects.budget.book import Book


class Severity(StrEnum):
    """How sure and how grave: `ask` is for a person to decide."""

    CERTAIN = "certain"
    MINOR = "minor"
    ASK = "ask"

    @property
    def word(self) -> str:
        return {"certain": "差错", "minor": "瑕疵", "ask": "请核实"}[self.value]


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding. Every one says where it stands and quotes the figures or words it rests on.

    `pages` in order, empty for formats without pages; `table` and `row` are "" where the finding
    is in the text. `said` quotes the document, `found` says in Chinese what it should be or what
    contradicts it, with figures; `remedy` what to do.
    """

    rule: str
    severity: Severity
    pages: tuple[int, ...]
    said: str
    found: str
    remedy: str
    table: str = ""
    row: str = ""
    figures: tuple[str, ...] = ()
    kind: str = ""  # title of the rule, filled in by it
    basis: str = ""  # law and section, filled in by the rule


Run = Callable[[Book], Iterable[Issue]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of one document. `method` is the docstring of its function, shown to users.

    `accounts`: a basis that final accounts have besides.
    """

    name: str
    title: str
    basis: str
    run: Run
    accounts: str = ""

    @property
    def method(self) -> str:
        return " ".join((self.run.__doc__ or "").split())

    def __call__(self, book: Book) -> list[Issue]:
        more = self.accounts if book.sort.accounts else ""
        basis = "；".join(filter(None, (self.basis, more)))
        return [
            replace(issue, rule=self.name, kind=self.title, basis=basis) for issue in self.run(book)
        ]


def issue(
    severity: Severity,
    pages: Iterable[int],
    said: str,
    found: str,
    remedy: str,
    *,
    table: str = "",
    row: str = "",
    figures: Iterable[str] = (),
) -> Issue:
    """A finding whose rule the register fills in; pages are put in order, once each."""
    ordered = tuple(sorted(set(pages)))
    said, found = _in_chinese(said), _in_chinese(found)
    return Issue("", severity, ordered, said, found, remedy, table, row, tuple(figures))


_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_HALF = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;?!()]")


def _in_chinese(text: str) -> str:
    """Punctuation as it is printed, where the reading of the text has made it ASCII."""
    return _HALF.sub(lambda sign: sign.group().translate(_FULL), text)
