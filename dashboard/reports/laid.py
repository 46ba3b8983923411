"""The two formats that every written document has."""

from collections.abc import Callable, Mapping

from dashboard.reports.book import Book
from dashboard.reports.paper import Paper


def laid(make: Callable[[Book, str], Paper]) -> Mapping[str, Callable[[Book, str], bytes]]:
    """Makers of Word and PDF for a document; the libraries are loaded when one is made."""

    def as_word(book: Book, unit_id: str) -> bytes:
        from dashboard.reports.word import word

        return word(make(book, unit_id))

    def as_pdf(book: Book, unit_id: str) -> bytes:
        from dashboard.reports.pdf import pdf

        return pdf(make(book, unit_id))

    return {"docx": as_word, "pdf": as_pdf}
