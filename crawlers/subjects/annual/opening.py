"""Bytes of a file or page to the report in it, or a sentence that says why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawlers.documents import checkable, is_openable, promised, read_document, sniff
from crawlers.formats.states import STATE_WORDS
from crawlers.pages import read_page
from crawlers.subjects.annual.material import of_document, of_page, of_text
from crawlers.subjects.annual.model import Report
from crawlers.subjects.annual.reading import assembled, read_report
from crawlers.subjects.annual.titles import REPORT
from data.types import Attachment

_FEW_PARTS = 2  # headings with the words of so many parts stand in other documents too
_SHORT = 300  # characters: less is the page around an attachment
_GUESSED = {"pdf"}  # formats whose text may have been guessed from a picture
_WRITTEN = {"pdf", "ofd", "doc", "docx", "wps", "rtf"}  # documents, not pages


class ReportError(Exception):
    """A file in which no annual report could be read: which and why, in one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A report, and the attachments that hold it when the page itself does not."""

    report: Report
    attachments: tuple[Attachment, ...] = ()


def recognised(report: Report) -> bool:
    """It is an annual report of disclosure: a table of its form, most parts, or title and text."""
    if report.applications.cells or report.disputes.cells or len(report.parts) > _FEW_PARTS:
        return True
    return REPORT.search(report.title) is not None and len(report.text) > _SHORT


def opened(name: str, body: bytes, media_type: str = "") -> Opened:
    """The report in a page or document; `name` is its file name or address.

    Raises:
        ReportError: the file cannot be read, or what it holds may not be relied on.
    """
    if sniff(body) == "html" and not (promised(name) in _WRITTEN and not is_openable(body, name)):
        return _page(name, body, media_type)
    document = checkable(read_document(name, body, name, tables=True))
    if document.state != "ok":
        why = STATE_WORDS.get(document.state, "无法读取")
        raise ReportError(f"读不了 {name}：{why}")
    if document.format in _GUESSED and not any(page.strip() for page in document.pages):
        raise ReportError(f"读不了 {name}：页面上没有文字")
    if document.format in _GUESSED and not document.blocks:
        raise ReportError(f"没有核对 {name}：文字是从扫描件上识别的，可能有误")
    return Opened(read_report(of_document(document, name)))


def _page(name: str, body: bytes, media_type: str) -> Opened:
    page = read_page(name, body, media_type)
    document = checkable(read_document(name, body, "page.html", tables=True))
    if document.state in {
        "unread",
        "too_large",
    }:  # without its tables the report would seem to lack them
        raise ReportError(f"读不了 {name}：{STATE_WORDS[document.state]}")
    tables = document.tables
    # Where the main content was mistaken, the parts stand elsewhere on the page.
    report = assembled(
        (
            read_report(of_page(page, name, tables)),
            read_report(of_text(page.whole_text, name, framed=True)),
        ),
        (),
    )
    report = replace(report, published_on=page.published_on, title=page.title or report.title)
    held = tuple(file for file in page.attachments if file.format in _WRITTEN | {""})
    return Opened(report, held)


def completed(page: Opened, files: Sequence[Opened], gaps: Sequence[str] = ()) -> Report:
    """The report on a page with what its attachments hold; title and date are those of the page.

    `gaps`: which attachments could not be read, and why, in Chinese.
    """
    known = page.report
    words = assembled((known, *(file.report for file in files)), ())
    return replace(
        words,
        name=known.name,
        title=known.title or words.title,
        organ=known.organ or words.organ,
        year=known.year or words.year,
        published_on=known.published_on,
        gaps=(*known.gaps, *gaps),
    )
