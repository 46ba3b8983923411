"""Files that no list names as an entry and no article carries, yet the site discloses. Pure.

The entry of a menu, or the column itself, may be the document: a PDF behind the name of the
column, or shown in its page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawlers.promises import says_something
from crawlers.seen.answers import Seen
from crawlers.seen.wording import letters
from data.types import Document, Page, PageKind, PageState

PICTURES = {"png", "jpg", "gif", "bmp", "tif"}  # of a picture nothing is read
_CONTENTS = re.compile(r"目\s*[录次]")
_SENTENCE = re.compile("[。；]")  # no title has one
_OPENING = 60  # characters: a cover has hardly more
_LINES = 4  # of them; further down there are sentences
_LEAST = 10  # letters of a document that says something


@dataclass(frozen=True, slots=True)
class Loose:
    """A file with the words of the link that led to it and the column that it stands in."""

    url: str
    words: str  # of the link; the title of the page that shows it, where they say nothing
    column: str
    document: Document

    @property
    def title(self) -> str:
        """The words of the link and the opening of the text, as one title."""
        opened = opening(self.document)
        if not opened or opened in self.words:
            return self.words or opened
        return f"{self.words} {opened}".strip()


def usable(document: Document | None) -> bool:
    """Its text was read, so that a check can judge it."""
    if document is None or document.state != "ok":
        return False
    return bool(document.tables) or letters(document.text[:2000]) >= _LEAST


def opening(document: Document) -> str:
    """The first lines of the text, down to the list of contents."""
    found: list[str] = []
    for line in document.text[:2000].splitlines():
        words = " ".join(line.split())
        if _CONTENTS.fullmatch(words) or len(found) >= _LINES or _SENTENCE.search(words):
            break
        if words:
            found.append(words)
        if words.endswith(("：", ":")):
            break
    return "".join(found)[:_OPENING]


def loose(site: Seen) -> Iterator[Loose]:
    """Files that came home, but for those of articles and those of the site's frame."""
    carried = {
        site.final(file.url)
        for page in site.pages.values()
        if page.kind is PageKind.ARTICLE and page.state is not PageState.ERROR
        for file in page.attachments
    }
    shown: dict[str, Page] = {}
    for page in site.pages.values():
        for file in page.attachments:
            shown.setdefault(file.url, page)
    for url, document in site.documents.items():
        final = site.final(url)
        if final in carried or document.format in PICTURES:
            continue
        fetch = site.fetches.get(url)
        beside = shown.get(url) or (site.page(fetch.via) if fetch else None)
        words = fetch.hint if fetch else ""
        column = beside.title if beside and beside.kind is not PageKind.HOME else ""
        if not says_something(words):
            words = column or words
        yield Loose(final, words, column, document)
