"""Archived content as people may read it."""

from crawlers.documents import read_document
from crawlers.pages import read_page
from crawlers.personal import masked
from data.archive import Record


def title_and_text(record: Record) -> tuple[str, str]:
    """What was archived, as plain text; never markup that a browser would run.

    Long numbers are starred: a page kept as proof of a privacy leak must not leak once more here.
    """
    document = read_document(record.url, record.payload)
    if document.state == "ok" and document.format not in {"html", "xml", "text"}:
        return "", masked(document.text)
    kind = next((value for name, value in record.headers if name.lower() == "content-type"), "")
    page = read_page(record.url, record.payload, kind)
    return masked(page.title), masked(page.whole_text or page.text)
