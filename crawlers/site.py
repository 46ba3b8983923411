"""What one look at a unit brought home, arranged for the checks: columns, items, blind spots."""

import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from crawlers.promises import LONG_TITLE, named
from crawlers.reading.dates import plain_years
from crawlers.seen.answers import READ_STATES, Seen
from crawlers.seen.blind import BlindSpots
from crawlers.seen.hollow import pictures_of, without_body
from crawlers.seen.loose import Loose, loose, opening, usable
from crawlers.seen.strangers import only_words
from crawlers.seen.trouble import trouble
from crawlers.topics import topic_of, topics_named
from data.types import Cause, Link, Page, PageKind, PageState, Place

P = ParamSpec("P")
T = TypeVar("T")

_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
# What is disclosed anew every year, so that its year tells one from another.
_YEARLY = {"budget", "final_accounts", "annual_report"}


class ColumnState(StrEnum):
    ITEMS = "items"
    EMPTY = "empty"
    PARENT = "parent"  # only leads to other columns
    STATEMENT = "statement"  # nothing but one 情况说明
    EXTERNAL = "external"  # every entry lies on another host
    UNREAD = "unread"  # filled by a script we could not follow


@dataclass(frozen=True, slots=True)
class Item:
    """One disclosed entry. `page` is None when it is only known from a list, or has no content."""

    title: str
    url: str
    on: date | None  # the day the page gives, else the day beside it in the list
    topic: str
    page: Page | None
    column: str = ""  # name of the column that lists it
    listed: str = ""  # the words of the link in the list, where the title is another
    loose: bool = False  # a file that no list names: the title is the link's words and its opening

    def says(self) -> tuple[str, ...]:
        """Its title, and the list's where that is another: each may name the topic and year."""
        return (self.title, self.listed) if self.listed else (self.title,)


@dataclass(frozen=True, slots=True)
class Column:
    """A list page with its further pages taken together."""

    name: str
    path: tuple[str, ...]  # breadcrumb down to the column itself
    url: str
    topics: frozenset[str]  # topics that the name promises
    state: ColumnState
    items: tuple[Item, ...]

    @property
    def newest(self) -> Item | None:
        dated = [item for item in self.items if item.on]
        return max(dated, key=lambda item: item.on or date.min, default=None)


@dataclass(frozen=True)
class Site(Seen):
    """One unit's site as seen. Build it from archived bytes and it is the same every time."""

    @cached_property
    def spots(self) -> BlindSpots:
        """What was not seen."""
        return BlindSpots(self)

    @cached_property
    def trouble(self) -> tuple[Cause, str] | None:
        """Why nothing can be said about this site, or None when it could be read."""
        return trouble(self)

    @cached_property
    def shared(self) -> dict[tuple[object, ...], object]:
        """What checks found out and others ask for again; only `once_a_site` looks here."""
        return {}

    # --- columns and items -----------------------------------------------------------------

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every list page read, its further pages folded in, in order of discovery."""
        return tuple(self._column(pages) for pages in self.lists.values())

    def _column(self, pages: list[Page]) -> Column:
        first = pages[0]
        name = first.title or (first.columns[-1] if first.columns else "")
        path = first.columns if first.columns[-1:] == (name,) else (*first.columns, name)
        links = [link for page in pages for link in self.entries(page)]
        around = {link.url for page in pages for link in page.links}
        children = [link for link in links if self._leads_on(link, around)]
        promised = topics_named(name)
        items = {
            self.final(link.url): self._item(link, name, promised)
            for link in links
            if not self._leads_on(link, around)
        }
        state = _column_state(pages, list(items.values()), bool(children), self.own)
        return Column(name, path, first.url, promised, state, tuple(items.values()))

    def _leads_on(self, link: Link, around: Collection[str]) -> bool:
        """The link leads to another column; a list of nothing but the files of one disclosure,
        which the link names by its title, is none.

        Args:
            around: addresses that the list leads to; what a page has in common with it is a menu.
        """
        if not self.is_list(link.url):
            return False
        page = self.page(link.url)
        if page is None or page.kind is not PageKind.LIST or not page.attachments:
            return True
        if len(link.text) < LONG_TITLE or not named(link.text):
            return True
        known = {*around, *(file.url for file in page.attachments)}
        return any(x.place is Place.CONTENT and x.url not in known for x in page.links)

    def _item(self, link: Link, column: str, promised: frozenset[str]) -> Item:
        page = self.page(link.url)
        page = page if page is not None and page.state in READ_STATES else None
        read = page if page is not None and not self.bodiless(page) else None
        title = plain_years(_title(link.text, page, column))
        topic = topic_of(title, (column,))
        if not topic and page:
            topic = page.topic
        if not topic and len(promised) == 1:
            topic = next(iter(promised))
        on = (page.published_on if page else None) or link.on
        said = plain_years(link.text)
        listed = said if said != title else ""
        return Item(title, self.final(link.url), on, topic, read, column, listed)

    def bodiless(self, page: Page) -> bool:
        """An article that was published without its content: it meets nothing, and whether that
        is disclosed elsewhere nobody can say.
        """
        if not without_body(page):
            return False
        return not any(self._pictures[part] == 1 for part in pictures_of(page))

    @cached_property
    def _pictures(self) -> Counter[str]:
        """Pictures, with the number of pages that show them: those of many are the frame's."""
        return Counter(part for page in self.pages.values() for part in pictures_of(page))

    def pictured(self, page: Page) -> bool:
        """The page shows more pictures than the frame of the site's articles has: what it says may
        be in them.
        """
        return page.images > self._frame_images

    @cached_property
    def _frame_images(self) -> int:
        """Pictures that every article shows: logos, icons for sharing and printing."""
        articles = (page.images for page in self.pages.values() if page.kind is PageKind.ARTICLE)
        return min(articles, default=0)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every entry known: listed ones first, then articles that no column lists, then files.

        An entry whose address the site itself answered with "not there" is left out: a menu or
        list that names a disclosure does not disclose it.
        """
        found: dict[str, Item] = {}
        for column in self.columns:
            for item in column.items:
                if item.page is not None or not self.dead(item.url):
                    known = found.get(item.url)
                    if known is None or (not known.topic and item.topic):
                        found[item.url] = item
        for page in self.pages.values():
            if page.kind is PageKind.ARTICLE and page.state in READ_STATES:
                name = page.columns[-1] if page.columns else ""
                read = None if self.bodiless(page) else page
                alone = Item(
                    plain_years(page.title), page.url, page.published_on, page.topic, read, name
                )
                found.setdefault(page.url, alone)
        for file in loose(self):
            found.setdefault(file.url, _of_file(file))
        return tuple(found.values())

    def about(self, *topics: str) -> tuple[Item, ...]:
        """Entries of these topics whose page was read, newest first, undated last."""
        wanted = [i for i in self.items if i.topic in topics and i.page is not None]
        return tuple(sorted(wanted, key=lambda item: item.on or date.min, reverse=True))

    def unread_about(self, *topics: str) -> tuple[Item, ...]:
        """Entries that may hold these topics and that nobody could judge: page or file not read,
        a file without text, or one in place of a column whose words do not say which it is.
        """
        wanted = set(topics)
        unread = (i for i in self.items if i.page is None and self._may_concern(i, wanted))
        return tuple(item for item in unread if not self._judged(item))

    def _may_concern(self, item: Item, topics: set[str]) -> bool:
        """Its titles name one of the topics; or they name none, and its column promises one. What
        was read, but for a body, goes by its titles alone.
        """
        page = self.page(item.url)
        if page is not None and self.bodiless(page):
            return any(named(title) & topics for title in item.says())
        if item.topic in topics or any(named(title) & topics for title in item.says()):
            return True
        if any(len(title) >= LONG_TITLE or named(title) for title in item.says()):
            return False
        return bool(topics_named(item.column) & topics)

    def _judged(self, item: Item) -> bool:
        """The file behind an entry was read and says what it is."""
        document = self.documents_by_final.get(item.url)
        if document is None or not usable(document):
            return False
        if not item.loose:
            return True
        return item.topic in _YEARLY and _YEAR.search(item.title + document.text[:400]) is not None

    def columns_for(self, *topics: str) -> tuple[Column, ...]:
        """Columns whose name promises one of these topics."""
        return tuple(c for c in self.columns if c.topics & set(topics))


def once_a_site(fn: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """`fn` of a site and hashable arguments, worked out once for each site: many checks ask for
    the same entries, links and texts. What it returns is shared, so nobody may change it.
    """

    @wraps(fn)
    def asked(site: Site, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (fn, args, tuple(kwargs.items()))
        if key not in site.shared:
            site.shared[key] = fn(site, *args, **kwargs)
        return cast(T, site.shared[key])

    return asked


def _title(listed: str, page: Page | None, column: str) -> str:
    """The page's own title, but for one that is the site's, the column's or the list's in part."""
    own = page.title if page else ""
    if not own or not listed or own == listed:
        return own or listed
    general = own == column or own in (page.columns if page else ()) or own in listed
    if named(listed) and (general or not named(own)):
        return listed
    return own


def _of_file(file: Loose) -> Item:
    """A file as an entry of its own; where its link may mean several things its opening decides."""
    promised = topics_named(file.words)
    topic = next(iter(promised)) if len(promised) == 1 else ""
    topic = topic or topic_of(opening(file.document), (file.column, file.words))
    title, said = plain_years(file.title), plain_years(file.words)
    listed = said if said != title else ""
    return Item(title, file.url, None, topic, None, file.column, listed, loose=True)


def _column_state(
    pages: list[Page], items: list[Item], has_children: bool, own: Callable[[str], bool]
) -> ColumnState:
    if not items:
        if has_children:
            return ColumnState.PARENT
        unread = any(page.state is PageState.JS_SHELL or only_words(page) for page in pages)
        return ColumnState.UNREAD if unread else ColumnState.EMPTY
    if not any(own(item.url) for item in items):
        return ColumnState.EXTERNAL
    if len(items) == 1 and "说明" in items[0].title and "情况" in items[0].title:
        return ColumnState.STATEMENT
    return ColumnState.ITEMS
