"""Bytes of a file or page to a budget, or a sentence that says why there is none."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from crawlers.documents import checkable, read_document, sniff
from crawlers.formats.states import STATE_WORDS
from crawlers.pages import read_page
from crawlers.subjects.budget.book import Book, Sort, read_book
from crawlers.subjects.budget.rules.wording import is_template
from data.types import Document


class BudgetError(Exception):
    """A file in which no budget could be read: which and why, in one Chinese sentence."""


def opened(name: str, body: bytes, media_type: str = "") -> Book:
    """The budget or final accounts in a file or page; `name` is its file name or address.

    Raises:
        BudgetError: the file cannot be read, may not be relied on, or is something else.
    """
    title = name
    if sniff(body) == "html":
        page = read_page(name, body, media_type)
        title = page.title
        document = checkable(read_document(name, body, "page.html", tables=True))
    else:
        page = None
        document = checkable(read_document(name, body, name, tables=True))
    book = book_of(document, title)
    if book.sort is not Sort.OTHER or is_template(book):
        return book
    files = "”“".join(file.name for file in page.attachments) if page else ""
    where = f"；可能在附件“{files}”里，请直接给出附件" if files else ""
    raise BudgetError(f"{name} 里没有认出预算或决算{where}")


def book_of(document: Document, title: str = "") -> Book:
    """The model of a document that was read with its tables.

    Raises:
        BudgetError: it has no text, or only text that a program guessed from pictures.
    """
    if document.state != "ok":
        why = STATE_WORDS.get(document.state, "无法读取")
        raise BudgetError(f"读不了 {document.url}：{why}")
    if document.format == "pdf" and not any(page.strip() for page in document.pages):
        raise BudgetError(f"读不了 {document.url}：页面上没有文字")
    if document.format == "pdf" and not document.blocks:
        raise BudgetError(f"没有核对 {document.url}：文字是从扫描件上识别的，可能有误")
    return read_book(document, title)


def with_tables(book: Book, others: Iterable[tuple[str, Book]]) -> Book:
    """A text with the tables that were published in other files; their titles say which."""
    tables = [
        replace(table, title=f"{table.title}（{PurePath(name).name}）", elsewhere=True)
        for name, other in others
        for table in other.tables
    ]
    return replace(book, tables=(*book.tables, *tables))
