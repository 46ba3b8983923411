"""Columns whose page is the disclosure itself: it says in running text what others list. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from crawlers.promises import LONG_TITLE, named
from crawlers.seen.answers import Seen
from crawlers.seen.wording import chinese
from data.types import Page

_DAY = re.compile(r"20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}")
_PROSE = 40  # Chinese characters; a pager and a line about the column have fewer
_FRAME = 3  # pages; what so many say is the frame's


class Prose:
    """What the columns of a site say in words of their own."""

    def __init__(self, site: Seen) -> None:
        self._site = site

    def told(self, topics: Sequence[str], words: Sequence[str]) -> Page | None:
        """A page that the name of one of these topics leads to and that says in running text of
        its own, not in entries, what was looked for: the column's page is the disclosure itself.
        """
        return next((p for p, own in self._about(topics) if _speaks_of(own, words)), None)

    def pages(self, topics: Sequence[str]) -> tuple[Page, ...]:
        """Pages that the name of one of these topics leads to and that say something themselves."""
        return tuple(page for page, _ in self._about(topics))

    def _about(self, topics: Sequence[str]) -> Iterator[tuple[Page, str]]:
        """Such pages, each with what it says in running text or tables of its own."""
        wanted = set(topics)
        for url, hint in self._menu.items():
            page = self._site.page(url)
            if page is None or not self._site.was_read(page) or page is self._site.home:
                continue
            if named(hint) & wanted:
                own = self._own_words(page)
                if chinese(own) >= _PROSE:
                    yield page, own

    @cached_property
    def _menu(self) -> dict[str, str]:
        """Addresses that many pages lead to, with the short words of the link."""
        times: Counter[tuple[str, str]] = Counter(
            pair
            for page in self._site.pages.values()
            for pair in {(x.url, x.text) for x in page.links if len(x.text) < LONG_TITLE}
        )
        return {url: text for (url, text), n in times.items() if n >= _FRAME}

    def _own_words(self, page: Page) -> str:
        """What the page says that neither a link nor the frame of the site says."""
        linked = {link.text for link in page.links}
        lines = (line.strip() for line in page.whole_text.splitlines())
        return "\n".join(x for x in lines if self._said[x] < _FRAME and x not in linked)

    @cached_property
    def _said(self) -> Counter[str]:
        """Lines, with the number of pages that have them."""
        pages = self._site.pages.values()
        return Counter(
            line for page in pages for line in {x.strip() for x in page.whole_text.splitlines()}
        )


def _speaks_of(own: str, words: Sequence[str]) -> bool:
    """All years and one of the other words are said; days beside entries name no year."""
    text = _DAY.sub("", own)
    names = [word for word in words if not word.isdigit()]
    return all(word in text for word in words if word.isdigit()) and (
        not names or any(word in text for word in names)
    )
