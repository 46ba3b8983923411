"""The budgets among the attachments of an entry, and what they say of 三公."""

from collections.abc import Iterator, Sequence

from crawlers.subjects.budget.book import Book, Sort
from crawlers.subjects.budget.issues import Issue, Severity
from crawlers.subjects.budget.opening import BudgetError, book_of
from crawlers.subjects.budget.register import issues
from crawlers.subjects.budget.rules.wording import is_template
from data.types import Document

_OF_SANGONG = frozenset({"sangong_rows", "sangong_within"})
_OF_ANY_TABLE = frozenset({"across", "key_figures", "growth", "said_sums"})


def attached(documents: Sequence[Document]) -> tuple[Book, ...]:
    """Budgets and blank forms of budgets; what was read without its tables gives none."""
    return tuple(_books(documents))


def _books(documents: Sequence[Document]) -> Iterator[Book]:
    for document in documents:
        if not document.blocks:
            continue
        try:
            book = book_of(document, document.url)
        except BudgetError:
            continue
        if book.sort is not Sort.OTHER or is_template(book):
            yield book


def sangong_errors(books: Sequence[Book]) -> tuple[Issue, ...]:
    """What is certainly wrong with 三公: in its table, or between it and the rest."""
    return tuple(
        issue
        for book in books
        for issue in issues(book)
        if issue.severity is Severity.CERTAIN and _is_sangong(book, issue)
    )


def _is_sangong(book: Book, issue: Issue) -> bool:
    if issue.rule in _OF_SANGONG:
        return True
    tables = {table.title for table in book.of("sangong")}
    return issue.rule in _OF_ANY_TABLE and (issue.table in tables or "三公" in issue.found)


def table_names(books: Sequence[Book], required: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Names of the required tables, given as (id, name), that the budgets hold."""
    kinds = {table.kind for book in books for table in book.tables}
    return frozenset(name for kind, name in required if kind in kinds)
