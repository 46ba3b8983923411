"""A budget as an entry of a site publishes it: its pages and their attachments as one book."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawlers.formats.content import plain
from crawlers.subjects.budget.book import Book, Sort, read_book
from crawlers.subjects.budget.issues import Issue, Severity
from crawlers.subjects.budget.opening import BudgetError, book_of
from crawlers.subjects.budget.register import issues
from crawlers.subjects.budget.rules.wording import is_template
from crawlers.subjects.contents import document_text
from data.types import Block, Document


@dataclass(frozen=True, slots=True)
class Published:
    """What was published. `files`: attachments that were read with their tables, each by itself,
    budgets and blank forms only.
    """

    whole: Book
    files: tuple[Book, ...]

    @property
    def is_blank(self) -> bool:
        """Nothing but forms that nobody filled in."""
        return bool(self.files) and all(is_template(book) for book in self.files)


def published(
    sort: Sort,
    year: int,
    texts: Iterable[str],
    documents: Sequence[Document],
    names: Iterable[str],
) -> Published:
    """Pages and attachments of one entry.

    Args:
        sort: what was looked for, which says how its tables are called.
        year: of the budget or of the accounts.
        texts: of the pages; cells parted by tabs.
        documents: attachments that could be read.
        names: of the pages and of all attachments; a table's name counts as the table.
    """
    sources = [Document("", "html", "ok", (text,), blocks=_blocks(text)) for text in texts]
    sources += [
        file if file.blocks else replace(file, blocks=_blocks(document_text(file)))
        for file in documents
    ]
    parts = [read_book(source, sort=sort) for source in sources]
    whole = Book(
        sort,
        "",
        year,
        tuple(table for part in parts for table in part.tables),
        tuple(passage for part in parts for passage in part.passages),
        pages=0,
        pictures=tuple(page for part in parts for page in part.pictures),
        headings=tuple(heading for part in parts for heading in part.headings),
        names=tuple(names),
    )
    return Published(whole, tuple(_files(documents)))


def _blocks(text: str) -> tuple[Block, ...]:
    """Lines of text: those with tabs, on end, are a table."""
    found: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in (*plain(text).split("\n"), ""):
        cells = tuple(" ".join(cell.split()) for cell in line.split("\t"))
        if len(cells) > 1:
            rows.append(cells)
            continue
        if rows:
            found.append(Block(1, rows=tuple(rows)))
            rows = []
        if cells[0]:
            found.append(Block(1, cells[0]))
    return tuple(found)


def _files(documents: Sequence[Document]) -> Iterator[Book]:
    for document in documents:
        if not document.blocks:
            continue
        try:
            book = book_of(document, document.url)
        except BudgetError:
            continue
        if book.sort is not Sort.OTHER or is_template(book):
            yield book


_OF_SANGONG = frozenset({"sangong_rows", "sangong_within"})
_OF_ANY_TABLE = frozenset({"across", "key_figures", "growth", "said_sums"})


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
