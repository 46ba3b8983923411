"""The pages, files and answers of one look, and the way among them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from crawlers.network.answers import same_site
from crawlers.network.hosts import server_of
from data.types import (
    Document,
    Evidence,
    Fetch,
    Link,
    Page,
    PageKind,
    PageState,
    Place,
    Rung,
    Step,
    Unit,
)

READ_STATES = {PageState.OK, PageState.EMPTY, PageState.TEMPLATE}


@dataclass(frozen=True)
class Seen:
    """One unit's site as a look left it."""

    unit: Unit
    entry: str  # URL asked for first
    pages: Mapping[str, Page]  # by final URL
    fetches: Mapping[str, Fetch]  # by URL asked for
    documents: Mapping[str, Document]  # attachments, by URL asked for
    exhausted: bool = True  # nothing was left to fetch when the look ended
    copy: bool = False  # a saved copy: what it lacks may exist on the real site
    steps: tuple[Step, ...] = ()  # the confirmation ladder
    # Addresses that answered "not there" above the very page that their link promised.
    doubted: frozenset[str] = frozenset()

    def final(self, url: str) -> str:
        """Where a link ends after redirects."""
        fetch = self.fetches.get(url)
        return fetch.final_url or url if fetch else url

    def page(self, url: str) -> Page | None:
        return self.pages.get(self.final(url))

    @cached_property
    def door(self) -> str:
        """The address by which the site was entered: the entry, or another spelling of it that
        was read where the entry was not.
        """
        if self._opens(self.entry):
            return self.entry
        others = (step.url for step in self.steps if step.rung is Rung.VARIANT)
        return next((url for url in others if self._opens(url)), self.entry)

    def _opens(self, url: str) -> bool:
        fetch, page = self.fetches.get(url), self.page(url)
        if fetch is None or not fetch.shown or page is None:
            return False
        return page.state not in {PageState.ERROR, PageState.CHALLENGE, PageState.SPAM}

    @property
    def home(self) -> Page | None:
        return self.page(self.door)

    def own(self, url: str) -> bool:
        """The address lies on a host of the unit's: of its entry, wherever that moved, or columns.

        On a shared portal the collection itself keeps to the unit's columns and what they list.
        """
        known = self._owned.get(url)
        if known is None:
            known = self._owned[url] = server_of(url) in self._hosts
        return known

    @cached_property
    def _owned(self) -> dict[str, bool]:
        """Answers of `own`: menus repeat the same addresses on every page."""
        return {}

    def credited(self, url: str) -> bool:
        """What is disclosed there counts for the unit: its own hosts, their registered names.

        Any other host may have changed hands, or be somebody else's.
        """
        return self.own(url) or any(same_site(url, f"http://{host}/") for host in self._hosts)

    @cached_property
    def _hosts(self) -> frozenset[str]:
        moved = self.final(self.door)
        home = (self.unit.portal,) if not self.unit.columns else ()
        starts = (self.entry, self.door, moved, *home, *self.unit.columns)
        return frozenset(server_of(start) for start in starts)

    def was_read(self, page: Page) -> bool:
        """The page shows what it should, be it nothing."""
        return page.state in READ_STATES

    @cached_property
    def data_files(self) -> frozenset[str]:
        """Files that scripts fill lists from; no pages of their own."""
        return frozenset(
            self.final(link.url)
            for page in self.pages.values()
            for link in page.links
            if link.place is Place.FEED
        )

    def evidence(self, url: str, quote: str) -> Evidence:
        """Where `quote` can be seen again; a URL never fetched gives address and words only."""
        fetch = self.fetches.get(url) or self._by_final.get(url)
        if fetch is None:
            return Evidence(url, quote)
        return Evidence(url, quote, fetch.fetched_at, fetch.sha256, fetch.warc, fetch.offset)

    @cached_property
    def _by_final(self) -> dict[str, Fetch]:
        return {f.final_url or f.url: f for f in self.fetches.values() if f.sha256}

    @cached_property
    def offered(self) -> tuple[tuple[Page, Link], ...]:
        """Links of all pages, each address and words once, with the page that first shows them."""
        first: dict[tuple[str, str], tuple[Page, Link]] = {}
        for page in self.pages.values():
            for link in page.links:
                first.setdefault((link.url, link.text), (page, link))
        return tuple(first.values())

    @cached_property
    def lists(self) -> dict[tuple[object, ...], list[Page]]:
        """List pages, each with the further pages of the same list."""
        groups: dict[tuple[object, ...], list[Page]] = {}
        for page in self.pages.values():
            if page.url in self.data_files:
                continue
            if page.kind is PageKind.LIST and page.state in READ_STATES | {PageState.JS_SHELL}:
                groups.setdefault(_list_of(page), []).append(page)
        return groups

    def entries(self, page: Page) -> Iterable[Link]:
        """Content links of a list page, or those of the data file its script fills it from."""
        if page.url not in self._entries:
            self._entries[page.url] = self._links_of(page)
        return self._entries[page.url]

    @cached_property
    def _entries(self) -> dict[str, list[Link]]:
        return {}

    def _links_of(self, page: Page) -> list[Link]:
        own = [link for link in page.links if link.place is Place.CONTENT]
        for filler in page.links:
            if filler.place in {Place.FEED, Place.FRAME}:
                filled = self.page(filler.url)
                if filled and filled.kind is PageKind.LIST and filled is not page:
                    own += [link for link in filled.links if link.place is Place.CONTENT]
        return own

    def is_list(self, url: str) -> bool:
        page = self.page(url)
        return page is not None and page.kind in {PageKind.LIST, PageKind.PLATFORM, PageKind.HOME}

    @cached_property
    def documents_by_final(self) -> dict[str, Document]:
        return {self.final(url): document for url, document in self.documents.items()}

    def same_list(self, page: Page) -> list[Page]:
        """The page with the other pages of its list that were read."""
        return self.lists.get(_list_of(page), [])

    def dead(self, url: str) -> bool:
        """The site itself says that nothing is there. In a saved copy nobody can say so, nor where
        the page is there all the same.
        """
        fetch = self.fetches.get(url)
        if fetch is None or self.copy or url in self.doubted:
            return False
        return fetch.outcome.answered_no


def _list_of(page: Page) -> tuple[object, ...]:
    """What a list page has in common with its further pages."""
    return page.title, page.columns, urlsplit(page.url).path.rpartition("/")[0]
