"""Where a site sends its readers to another website for what it must disclose. Pure."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import urlsplit

from crawlers.promises import EVERYDAY, named, says_something
from crawlers.seen.abroad import Way, way_of
from crawlers.seen.answers import Seen
from crawlers.topics import topics_named
from data.types import Link, Page, PageKind

_FRAME = 3  # pages; what so many lead to is the frame's


class Outward:
    """Links of a site to hosts that are not the unit's and that were not read.

    Args:
        columns: as `disclosure_columns` gives them.
    """

    def __init__(self, site: Seen, columns: Mapping[str, frozenset[str]]) -> None:
        self._site, self._columns = site, columns

    def about(self, *topics: str) -> tuple[tuple[Page, Link], ...]:
        """Links to other websites under which one of these topics may stand, with the page they
        are on: by their words, or as a way to all disclosures (政府信息公开, 旧版网站).

        A disclosure there is not credited, but nobody may say that it is missing.
        """
        wanted = set(topics)
        ways = self._ways if wanted - EVERYDAY else ()
        columns = [said & wanted for said in self._columns.values()]
        filled = any(
            topics_named(pages[0].title) & wanted and any(self._site.entries(p) for p in pages)
            for pages in (self._site.lists.values() if ways else ())
        )
        barred = {Way.ABOVE: any(columns), Way.OLD: filled, Way.OWN: False}
        at_large = tuple(pair for pair, way in ways if not barred[way])
        said = (p for p in self._abroad if named(p[1].text) & wanted)
        sent_on = (p for p in self._sent_on if topics_named(p[0].title) & wanted)
        return (*said, *sent_on, *at_large)

    @cached_property
    def _sent_on(self) -> tuple[tuple[Page, Link], ...]:
        """Links to other websites that only a column without entries of its own has: it is kept
        there.
        """
        pages = self._site.pages.values()
        times = Counter(url for page in pages for url in {link.url for link in page.links})
        return tuple(
            (page, link)
            for page, link in self._abroad
            if times[link.url] < _FRAME
            and page is not self._site.home
            and page.kind is not PageKind.ARTICLE
            and not any(self._site.own(entry.url) for entry in self._site.entries(page))
        )

    @cached_property
    def _ways(self) -> tuple[tuple[tuple[Page, Link], Way], ...]:
        """Links to other websites that lead to all disclosures, each with what it may lead to."""
        unit = self._site.unit
        ways = ((pair, way_of(pair[1].text, unit)) for pair in self._abroad)
        return tuple((pair, way) for pair, way in ways if way is not None)

    @cached_property
    def _abroad(self) -> tuple[tuple[Page, Link], ...]:
        """Links to hosts that are not the unit's and that were not read, first of each address."""
        found: dict[str, tuple[Page, Link]] = {}
        for page in self._site.pages.values():
            for link in page.links:
                if link.url in found or not says_something(link.text):
                    continue
                host = urlsplit(link.url).netloc
                if (
                    host
                    and not self._site.own(link.url)
                    and self._site.final(link.url) not in self._came_home
                ):
                    found[link.url] = page, link
        return tuple(found.values())

    @cached_property
    def _came_home(self) -> frozenset[str]:
        return frozenset(self._site.pages) | frozenset(self._site.documents_by_final)
