"""Where a look at a site saw nothing although something may be there. Pure.

Could not look is not missing: before anybody says that a disclosure is missing, these are asked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawlers.frontier import is_turned
from crawlers.promises import EVERYDAY, LONG_TITLE, named, search_words
from crawlers.reading.links import announced
from data.types import Fetch, FetchOutcome, Link, Page, PageKind, PageState, Place, Rung, Step

if TYPE_CHECKING:
    from crawlers.site import Site

# A list read back two years holds every yearly disclosure that may be due.
_FAR_ENOUGH = timedelta(days=730)
_SAYS_SOMETHING = re.compile(r"[\u4e00-\u9fff]{2}")
_NUMBER = re.compile(r"\d+(?=\D*$)")
MOST_STEPS = 50  # shown with one finding
_CATCH_ALL = {"notice", "other"}  # departments put anything into 通知公告


class BlindSpots:
    """What of a site was not seen, by topic."""

    def __init__(self, site: "Site") -> None:
        self._site = site

    def failed(self, *topics: str) -> tuple[Fetch, ...]:
        """Requests that brought nothing home and may have hidden one of these topics.

        A failed link counts unless its words clearly lead elsewhere; where they say nothing, the
        page that it stands on speaks for it. An honest "not found" is an answer, except in a saved
        copy, where it only means "not saved".
        """
        wanted = set(topics)
        return tuple(fetch for fetch, words in self._unseen if _may_hold(words, wanted))

    @cached_property
    def _unseen(self) -> tuple[tuple[Fetch, str], ...]:
        """Requests that may have hidden something, each with the words that speak for it."""
        return tuple((f, self._words(f)) for f in self._site.fetches.values() if self._hides(f))

    def _words(self, fetch: Fetch) -> str:
        """What a link says of itself, or else the title of the article that offers it."""
        if _SAYS_SOMETHING.search(fetch.hint):
            return fetch.hint
        page = self._site.page(fetch.via)
        return page.title if page is not None and page.kind is PageKind.ARTICLE else fetch.hint

    def _hides(self, fetch: Fetch) -> bool:
        if fetch.outcome.read:
            page = self._site.pages.get(fetch.final_url or fetch.url)
            return page is not None and self._hidden(page)
        further = (
            fetch.outcome is FetchOutcome.OUT_OF_BUDGET
            or fetch.url in self._further
            or is_turned(fetch.url)
        )
        if further and self._old_tail(fetch):
            return False
        return self._site.copy or not fetch.outcome.answered_no

    @cached_property
    def _further(self) -> frozenset[str]:
        """Addresses that some list names as its further pages."""
        pages = self._site.pages.values()
        return frozenset(x.url for page in pages for x in page.links if x.place is Place.PAGER)

    def _old_tail(self, fetch: Fetch) -> bool:
        """A further page of a list whose pages read already reach back far enough."""
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

    @cached_property
    def _far(self) -> dict[str, bool]:
        """Whether the list of a page was read back far enough, as far as anybody asked."""
        return {}

    def _reaches_back(self, pages: Iterable[Page]) -> bool:
        """One of the pages ends two years before the newest entry."""
        runs = [[link.on for link in self._site.entries(page) if link.on] for page in pages]
        runs = [days for days in runs if days]
        if not runs:
            return False
        return max(map(max, runs)) - min(map(_end_of, runs)) >= _FAR_ENOUGH

    def _hidden(self, page: Page) -> bool:
        """What came home is a shell that nothing read fills, or too long to be read to its end.

        The empty result page of a search hides nothing: what it would list is reached elsewhere.
        """
        if page.cut:
            return True
        if page.kind is PageKind.SEARCH:
            return False
        if page.state is PageState.ERROR:  # answered 200, so nobody can say what should be there
            return True
        if page.state is PageState.JS_SHELL:
            fillers = [link for link in page.links if link.place in {Place.FEED, Place.FRAME}]
            return not any(self._site.is_list(link.url) for link in fillers)
        return page.state is PageState.CHALLENGE

    def lost(self, *topics: str) -> tuple[tuple[Page, Link], ...]:
        """Entries about these topics that lead nowhere we can follow, with the page they are on.

        Left out where another link of the same words was followed. In a saved copy the address
        is what the copying took away; on a live site a script may know it.
        """
        return tuple(
            (page, link) for page, link in self._unfollowed if named(link.text) & set(topics)
        )

    @cached_property
    def _unfollowed(self) -> tuple[tuple[Page, Link], ...]:
        followed = {
            link.text
            for page in self._site.pages.values()
            for link in page.links
            if self._site.page(link.url) is not None
        }
        first = {
            link.text: (page, link)
            for page in reversed(list(self._site.pages.values()))
            for link in page.lost
            if link.place is not Place.PAGER and link.text not in followed
        }
        return tuple(first.values())

    def elsewhere(self, *topics: str) -> tuple[tuple[Page, Link], ...]:
        """Links to other websites whose words name one of these topics, with the page they are on.

        A disclosure there is not credited, but nobody may say that it is missing.
        """
        return tuple((page, link) for page, link in self._abroad if named(link.text) & set(topics))

    @cached_property
    def _abroad(self) -> tuple[tuple[Page, Link], ...]:
        """Links to hosts that are not the unit's and that were not read, first of each address."""
        found: dict[str, tuple[Page, Link]] = {}
        for page in self._site.pages.values():
            for link in page.links:
                if link.url in found or not _SAYS_SOMETHING.search(link.text):
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

    def unfinished(self, *topics: str) -> tuple[Page, ...]:
        """Lists that say they go on where we could not follow and that may hold these topics.

        A list that names no topic may hold anything, and so may 通知公告; one whose entries read
        go back two years has shown what is due.
        """
        wanted = set(topics) | _CATCH_ALL
        return tuple(
            page for page in self._cut_short if not (said := named(page.title)) or said & wanted
        )

    @cached_property
    def _cut_short(self) -> tuple[Page, ...]:
        found = []
        for pages in self._series:
            filled = any(
                link.place is Place.FEED and self._site.is_list(link.url)
                for page in pages
                for link in page.links
            )
            if not filled and self._goes_on(pages) and not self._reaches_back(pages):
                found.append(pages[0])
        return tuple(found)

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

    def _goes_on(self, pages: Sequence[Page]) -> bool:
        """These pages of a list say that there are more of them than were read.

        By their number where they give one; else a lone page says so by a way on that leads
        nowhere. On the last of several pages such a link is only switched off.
        """
        shown = {tuple(x.url for x in p.links if x.place is Place.CONTENT) for p in pages}
        ways = [link for page in pages for link in page.lost if link.place is Place.PAGER]
        if most := max((announced(way.text) for way in ways), default=0):
            return most > len(shown)
        if len(shown) > 1:
            return False
        unread = any(
            link.place is Place.PAGER and self._site.page(link.url) is None
            for page in pages
            for link in page.links
        )
        return bool(ways) or unread


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


def turns(page: Page) -> bool:
    """A script leads on from this list, nothing else does, and what follows may be due."""
    ways = [link for link in page.lost if link.place is Place.PAGER]
    if page.kind is not PageKind.LIST or not ways:
        return False
    if any(link.place is Place.PAGER for link in page.links):
        return False
    if max(announced(way.text) for way in ways) == 1:
        return False
    if (said := named(page.title)) and said <= EVERYDAY - _CATCH_ALL:
        return False
    days = [link.on for link in page.links if link.place is Place.CONTENT and link.on]
    return not days or max(days) - _end_of(days) < _FAR_ENOUGH


def partly(page: Page, fetch: Fetch) -> Page:
    """The page as it may be taken: what a browser drew in part was not seen to be empty."""
    if fetch.in_part and page.state is PageState.EMPTY:
        return replace(page, state=PageState.JS_SHELL)
    return page


def confirmed(site: "Site", topics: Sequence[str]) -> tuple[Step, ...]:
    """What was tried on the confirmation ladder that bears on these topics; on all when none.

    Of addresses asked again or drawn, those whose words may lead to one of the topics; all that
    concerns the front door and the site as a whole; of searches, those for these topics.
    """
    wanted, words = set(topics), search_words()
    asked_for = {words[topic] for topic in topics if topic in words}

    def bears(step: Step) -> bool:
        if step.rung is Rung.SEARCH:
            return not step.words or not topics or step.words in asked_for
        if step.rung in {Rung.SITEMAP, Rung.VARIANT} or step.url in {"", site.entry}:
            return True
        fetch = site.fetches.get(step.url)
        return fetch is not None and (not topics or _may_hold(fetch.hint, wanted))

    return tuple(step for step in site.steps if bears(step))[:MOST_STEPS]


def _may_hold(hint: str, topics: set[str]) -> bool:
    """A link with these words may lead to one of the topics.

    A title clears all topics but its own. A short name is a column: it clears a topic only by
    naming another one; what nobody knows (县财政局, 部门收支, 更多, the number of a file) may hold
    anything.
    """
    if not _SAYS_SOMETHING.search(hint):
        return True
    said = named(hint)
    if len(hint) >= LONG_TITLE:
        return bool(said & topics)
    return not said or bool(said & (topics | _CATCH_ALL))
