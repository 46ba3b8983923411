"""Budgets for tests: paragraphs and tables as a reader of files would hand them over."""

from collections.abc import Sequence

from crawlers.formats.content import plain
from crawlers.subjects.budget.book import Book, read_book
from crawlers.subjects.budget.issues import Issue
from crawlers.subjects.budget.register import RULES
from data.types import Block, Document

Rows = Sequence[Sequence[str]]
Part = str | Rows | None  # a paragraph, a table, or the end of the page

BUDGET = "青禾县教育局2023年部门预算"
ACCOUNTS = "青禾县教育局2023年度部门决算"


def document(*parts: Part, title: str = BUDGET) -> Document:
    """A PDF with a title and these parts; None turns the page."""
    page, blocks = 1, [Block(1, title)]
    for part in parts:
        if part is None:
            page += 1
        elif isinstance(part, str):
            blocks.append(Block(page, "\f".join(map(plain, part.split("\f")))))
            page += part.count("\f")
        else:
            blocks.append(Block(page, rows=tuple(tuple(map(plain, row)) for row in part)))
    texts = ["" for _ in range(page)]
    for block in blocks:
        texts[block.page - 1] += block.text + "\n".join("\t".join(row) for row in block.rows)
    return Document("a.pdf", "pdf", "ok", tuple(texts), (), tuple(blocks))


def book(*parts: Part, title: str = BUDGET) -> Book:
    return read_book(document(*parts, title=title), f"{title}.pdf")


def found(rule: str, *parts: Part, title: str = BUDGET) -> list[Issue]:
    """What one rule finds. The words that make it a budget are added."""
    (one,) = [known for known in RULES if known.name == rule]
    return one(book(*parts, _MONEY, title=title))


# So many amounts that the document counts as a budget.
_MONEY = "0元、0元、0元、0元、0元。"
