"""How far the lists of a site were read, and which go on where nobody could follow. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

from crawlers.frontier import is_turned
from crawlers.promises import EVERYDAY, named
from crawlers.reading.links import announced, rows_announced, year_of_tab
from crawlers.seen.answers import Seen
from data.types import Fetch, FetchOutcome, Page, PageKind, Place

# A list read back two years holds every yearly disclosure that may be due.
_FAR_ENOUGH = timedelta(days=730)
_NUMBER = re.compile(r"\d+(?=\D*$)")
CATCH_ALL = {"notice", "other"}  # departments put anything into 通知公告


class Lists:
    """The lists of a site, each with its further pages."""

    def __init__(self, site: Seen) -> None:
        self._site = site
        self._far: dict[str, bool] = {}  # by page of a list: it was read back far enough
        self._short: dict[int, tuple[Page, ...]] = {}  # by the first year that matters

    @cached_property
    def _further(self) -> frozenset[str]:
        """Addresses that some list names as its further pages."""
        pages = self._site.pages.values()
        return frozenset(x.url for page in pages for x in page.links if x.place is Place.PAGER)

    def in_old_tail(self, fetch: Fetch) -> bool:
        """A further page of a list whose pages read already reach back far enough."""
        if not (
            fetch.outcome is FetchOutcome.OUT_OF_BUDGET
            or fetch.url in self._further
            or is_turned(fetch.url)
        ):
            return False
        page = self._site.page(fetch.via)
        if page is None or page.kind is not PageKind.LIST:
            return False
        if fetch.outcome is not FetchOutcome.OUT_OF_BUDGET:  # it may be missing from the middle
            before = (p for p in self._site.same_list(page) if not _comes_after(p.url, fetch.url))
            return self._reaches_back(before)
        if page.url not in self._far:
            pages = self._site.same_list(page)
            self._far |= dict.fromkeys((p.url for p in pages), self._reaches_back(pages))
        return self._far.get(page.url, False)

    def _reaches_back(self, pages: Iterable[Page]) -> bool:
        """One of the pages ends two years before the newest entry."""
        runs = [[link.on for link in self._site.entries(page) if link.on] for page in pages]
        runs = [days for days in runs if days]
        if not runs:
            return False
        return max(map(max, runs)) - min(map(_end_of, runs)) >= _FAR_ENOUGH

    def cut_short(self, since: int = 0) -> tuple[Page, ...]:
        """The first pages of lists that go on where we could not follow, not read back far.

        Args:
            since: tabs of years before this one hide nothing that is looked for.
        """
        if since not in self._short:
            short = (pages[0] for pages in self._series if self._is_short(pages, since))
            self._short[since] = tuple(short)
        return self._short[since]

    def _is_short(self, pages: Sequence[Page], since: int) -> bool:
        if any(
            link.place is Place.FEED and self._site.is_list(link.url)
            for page in pages
            for link in page.links
        ):
            return False
        if self._years_between(pages, since):
            return True
        return self._goes_on(pages, since) and not self._reaches_back(pages)

    def _years_between(self, pages: Sequence[Page], since: int) -> bool:
        """Years are offered without an address, and are younger than the oldest that is shown."""
        shown = {link.on.year for page in pages for link in self._site.entries(page) if link.on}
        first = max(since - 1, min(shown, default=0))
        return bool(shown) and any(year > first for year in _offered(pages) - shown)

    @cached_property
    def _series(self) -> tuple[list[Page], ...]:
        """Pages that hold lists, together with those that their page numbers lead to."""
        lists = {
            url: page
            for url, page in self._site.pages.items()
            if page.kind not in {PageKind.HOME, PageKind.ARTICLE}
            and self._site.was_read(page)
            and url not in self._site.data_files
        }
        near: dict[str, set[str]] = {url: set() for url in lists}
        for fetch in self._site.fetches.values():
            first, final = self._site.final(fetch.via), fetch.final_url
            if is_turned(fetch.url) and first in near and final in near:
                near[first].add(final)
                near[final].add(first)
        for url, page in lists.items():
            for link in page.links:
                final = self._site.final(link.url)
                if link.place is Place.PAGER and final in near:
                    near[url].add(final)
                    near[final].add(url)
        groups, seen = [], set[str]()
        for url in lists:
            group, waiting = [], [url]
            while waiting:
                here = waiting.pop()
                if here not in seen:
                    seen.add(here)
                    group.append(lists[here])
                    waiting += sorted(near[here])
            if group:
                groups.append(group)
        return tuple(groups)

    def _goes_on(self, pages: Sequence[Page], since: int) -> bool:
        """These pages of a list say that there are more of them than were read.

        By their number where they give one; else a lone page says so by a way on that leads
        nowhere. On the last of several pages such a link is only switched off.
        """
        shown = {tuple(x.url for x in p.links if x.place is Place.CONTENT) for p in pages}
        shown_years = {x.on.year for page in pages for x in self._site.entries(page) if x.on}
        ways = [
            link
            for page in pages
            for link in page.lost
            if link.place is Place.PAGER
            and (year := year_of_tab(link.text)) not in shown_years
            and not 0 < year < since
        ]
        if most := max((announced(way.text) for way in ways), default=0):
            return most > len(shown)
        if rows := max((rows_announced(way.text) for way in ways), default=0):
            read = {link.url for page in pages for link in self._site.entries(page)}
            return _fewer(len(read), rows)
        if len(pages) > 1 and len(shown - {()}) == 1 and self._turned_in_vain(pages):
            return True
        if len(shown) > 1:
            return False
        unread = any(
            link.place is Place.PAGER and self._site.page(link.url) is None
            for page in pages
            for link in page.links
        )
        return bool(ways) or unread

    def _turned_in_vain(self, pages: Sequence[Page]) -> bool:
        """A way on (2, 下一页) led to the same entries under another address, or to none. Such an
        address without a number, or with that of the first page, is only another name of the list.
        """
        first = pages[0].url
        for page in pages:
            for link in page.links:
                if link.place is not Place.PAGER or self._site.final(link.url) == first:
                    continue
                words = link.text.strip(" []<>")
                number = int(words) if words.isdecimal() else _numbered(link.url)[1]
                if number > 1 and self._site.page(link.url) in pages:
                    return True
        return False


def _offered(pages: Iterable[Page]) -> set[int]:
    """Years that lists offer and that no address leads to."""
    years = {year_of_tab(link.text) for page in pages for link in page.lost}
    return years - {0}


def _comes_after(url: str, other: str) -> bool:
    """Both are numbered alike, and `url` has the higher number."""
    (here, number), (there, another) = _numbered(url), _numbered(other)
    return here == there and number > another


def _numbered(url: str) -> tuple[str, int]:
    """An address without its last number, and that number."""
    match = _NUMBER.search(url)
    return (_NUMBER.sub("#", url), int(match[0])) if match else (url, 0)


def _end_of(days: Sequence[date]) -> date:
    """Back to when a page of a list goes: no entry in its last quarter is younger.

    Anywhere else an old entry may be pinned, or its day misread.
    """
    return max(days[-max(1, len(days) // 4) :])


def _fewer(seen: int, rows: int) -> bool:
    """Entries seen are plainly fewer than announced; one in ten may be none of ours to see."""
    return 10 * seen < 9 * rows


def turns(page: Page) -> bool:
    """A script leads on from this list, nothing else does, and what follows may be due."""
    shown = {link.on.year for link in page.links if link.place is Place.CONTENT and link.on}
    ways = [
        link
        for link in page.lost
        if link.place is Place.PAGER and year_of_tab(link.text) not in shown
    ]
    if page.kind is not PageKind.LIST or not ways:
        return False
    if any(link.place is Place.PAGER for link in page.links):
        return False
    if max(announced(way.text) for way in ways) == 1:
        return False
    if (said := named(page.title)) and said <= EVERYDAY - CATCH_ALL:
        return False
    entries = [link for link in page.links if link.place is Place.CONTENT]
    rows = [rows_announced(way.text) for way in ways]
    if all(rows) and not _fewer(len(entries), max(rows)):
        return False
    days = [link.on for link in entries if link.on]
    return not days or max(days) - _end_of(days) < _FAR_ENOUGH
