"""Where a look at a site saw nothing although something may be there. Pure.

Could not look is not missing: before anybody says that a disclosure is missing, these are asked.
"""

from collections.abc import Sequence
from functools import cached_property

from crawlers.promises import LONG_TITLE, named, says_something, search_words
from crawlers.seen.answers import Seen
from crawlers.seen.hidden import Hidden
from crawlers.seen.lists import CATCH_ALL, Lists
from crawlers.seen.menu import disclosure_columns, shown_at_large, unseen_menu
from crawlers.seen.outward import Outward
from crawlers.seen.prose import Prose
from data.types import Fetch, Link, Page, PageKind, Place, Rung, Step

MOST_STEPS = 50  # shown with one finding


class BlindSpots:
    """What of a site was not seen, by topic."""

    def __init__(self, site: Seen) -> None:
        self._site, self._lists = site, Lists(site)
        self._hidden, self._prose = Hidden(site), Prose(site)

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
        if says_something(fetch.hint):
            return fetch.hint
        page = self._site.page(fetch.via)
        return page.title if page is not None and page.kind is PageKind.ARTICLE else fetch.hint

    def _hides(self, fetch: Fetch) -> bool:
        if fetch.outcome.read:
            return self._hidden.behind(fetch)
        if fetch.url in self._site.doubted:
            return True
        if self._lists.in_old_tail(fetch):
            return False
        return self._site.copy or not fetch.outcome.answered_no

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
        """Links to other websites under which one of these topics may stand, with their pages."""
        return self._outward.about(*topics)

    @cached_property
    def _outward(self) -> Outward:
        return Outward(self._site, self._columns)

    def told(self, topics: Sequence[str], words: Sequence[str]) -> Page | None:
        """A page that says in running text what was looked for in entries."""
        return self._prose.told(topics, words)

    def prose(self, *topics: str) -> tuple[Page, ...]:
        """Pages behind the names of these topics that are themselves the disclosure: a table, a
        text, no list of entries.
        """
        return self._prose.pages(topics)

    def without_menu(self, *topics: str) -> bool:
        """No column of these topics was read, and hardly any other column of disclosures: the menu
        in which they would stand was not seen.
        """
        return unseen_menu(self._columns, topics) and not self._at_large

    @cached_property
    def _columns(self) -> dict[str, frozenset[str]]:
        return disclosure_columns(self._site)

    @cached_property
    def _at_large(self) -> bool:
        return shown_at_large(self._site)

    def unfinished(self, *topics: str, since: int = 0) -> tuple[Page, ...]:
        """Lists that say they go on where we could not follow and that may hold these topics.

        A list that names no topic may hold anything, and so may 通知公告; one whose entries read
        go back two years has shown what is due.

        Args:
            since: what is looked for was not disclosed before this year.
        """
        wanted = set(topics) | CATCH_ALL
        return tuple(
            page
            for page in self._lists.cut_short(since)
            if not (said := named(page.title)) or said & wanted
        )


def confirmed(site: Seen, topics: Sequence[str]) -> tuple[Step, ...]:
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
    if not says_something(hint):
        return True
    said = named(hint)
    if len(hint) >= LONG_TITLE:
        return bool(said & topics)
    return not said or bool(said & (topics | CATCH_ALL))
