"""Where a look at a site saw nothing although something may be there. Pure.

Could not look is not missing: before anybody says that a disclosure is missing, these are asked.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlsplit

from crawlers.network.outcomes import UNENDED
from crawlers.promises import EVERYDAY, LONG_TITLE, disclosures, named, search_words
from crawlers.reading.files import FORMATS
from crawlers.reading.urls import extension
from crawlers.seen.abroad import Way, way_of
from crawlers.seen.answers import Seen
from crawlers.seen.lists import CATCH_ALL, Lists
from crawlers.seen.loose import usable
from crawlers.seen.menu import disclosure_columns, shown_at_large, unseen_menu
from crawlers.seen.strangers import keeps, only_words, plain
from crawlers.topics import topics_named
from data.types import Fetch, Link, Page, PageKind, PageState, Place, Rung, Step

_SAYS_SOMETHING = re.compile(r"[\u4e00-\u9fff]{2}")
_PICTURES = {"png", "jpg", "gif", "bmp", "tif"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_DAY = re.compile(r"20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}")
_PROSE = 40  # Chinese characters; a pager and a line about the column have fewer
_FRAME = 3  # pages; what so many say is the frame's
MOST_STEPS = 50  # shown with one finding


class BlindSpots:
    """What of a site was not seen, by topic."""

    def __init__(self, site: Seen) -> None:
        self._site, self._lists = site, Lists(site)

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
            if page is None:
                return self._unreadable(fetch)
            return self._hidden(page) or self._astray(fetch, page) or self._borrowed(fetch, page)
        if fetch.url in self._site.doubted:
            return True
        if self._lists.in_old_tail(fetch):
            return False
        return self._site.copy or not fetch.outcome.answered_no

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
            return not any(self._fills(url) for url in _fillers(page))
        if page.kind is PageKind.OTHER and self._framed_words(page):
            return True
        if only_words(page) or (page.state is PageState.EMPTY and not _told(page)):
            own = [url for url in _fillers(page) if self._parts[url] == 1]
            if not own:
                return bool(only_words(page)) and page.url not in self._parts
            return not any(self._read(url) for url in own)
        return page.state is PageState.CHALLENGE

    def _framed_words(self, page: Page) -> bool:
        """It is made of frames of its own, and all that they hold is a sentence."""
        own = [self._site.page(url) for url in _fillers(page) if self._parts[url] == 1]
        return bool(own) and all(inner is not None and only_words(inner) for inner in own)

    def _fills(self, url: str) -> bool:
        """A list was read from there. A data file without entries may be one that failed."""
        page = self._site.page(url)
        return page is not None and self._site.is_list(url) and page.state is PageState.OK

    def _read(self, url: str) -> bool:
        page = self._site.page(url)
        if page is None:
            return usable(self._site.documents_by_final.get(self._site.final(url)))
        return self._site.was_read(page) and not only_words(page)

    @cached_property
    def _parts(self) -> Counter[str]:
        """Frames and data files, with the number of pages that show them."""
        return Counter(url for page in self._site.pages.values() for url in set(_fillers(page)))

    def _unreadable(self, fetch: Fetch) -> bool:
        """Bytes that are no page and could not be read, from an address that promised no file.

        A picture may be what was asked for (a code to scan), unless something else was promised.
        """
        if extension(fetch.final_url or fetch.url) in FORMATS:
            return False
        document = self._site.documents.get(fetch.url)
        if document is None or document.format in _PICTURES:
            return bool(named(fetch.hint))
        return document.state != "ok"

    def _astray(self, fetch: Fetch, page: Page) -> bool:
        """The link promised one page of the site and led to another, or to the front page."""
        promised = named(fetch.hint)
        home = self._site.home
        if not promised or home is None or fetch.url == self._site.entry:
            return False
        moved = fetch.final_url not in {"", fetch.url}
        front = page is home or page.whole_text == home.whole_text
        if not front and not (moved and fetch.final_url in self._linked):
            return False
        names = (page.title, *page.columns)
        if promised & {page.topic, *(topic for name in names for topic in named(name))}:
            return False
        return not keeps(replace(page, whole_text=""), (plain(fetch.hint),))

    def _borrowed(self, fetch: Fetch, page: Page) -> bool:
        """The link promised a disclosure, and the list shows the entries of other columns in its
        stead: every one lies in the folder of another list, or the list is another's altogether.
        """
        promised = disclosures(fetch.hint)
        if not promised or page.kind is not PageKind.LIST:
            return False
        rows = self._rows(page)
        if not rows or any(named(link.text) & promised for link in self._site.entries(page)):
            return False
        twins = self._alike.get(rows, [])
        if len(twins) > 1 and not keeps(replace(page, whole_text=""), (plain(fetch.hint),)):
            return True
        here = _folder(page.url)
        homes = {self._home_of(row) for row in rows}
        return not any(not home or here.startswith(home) or home.startswith(here) for home in homes)

    def _rows(self, page: Page) -> frozenset[str]:
        return frozenset(link.url for link in self._site.entries(page))

    @cached_property
    def _alike(self) -> dict[frozenset[str], list[str]]:
        """Addresses of the lists by the entries that they show, without what fills a list: it
        shows the same entries as the column that it is a part of.
        """
        found: dict[frozenset[str], list[str]] = {}
        for url, page in self._site.pages.items():
            if page.kind is PageKind.LIST and url not in self._parts:
                found.setdefault(self._rows(page), []).append(url)
        return found

    def _home_of(self, url: str) -> str:
        """The innermost folder around an address that a list has to itself; empty: none."""
        folder = _folder(url)
        while folder.count("/") > 3 and folder not in self._folders:
            folder = f"{folder.rstrip('/').rpartition('/')[0]}/"
        return folder if folder in self._folders and folder.count("/") > 3 else ""

    @cached_property
    def _folders(self) -> frozenset[str]:
        """Folders that lists lie in."""
        pages = self._site.pages.values()
        return frozenset(_folder(page.url) for page in pages if page.kind is PageKind.LIST)

    @cached_property
    def _linked(self) -> frozenset[str]:
        """Addresses that links of the site name, and where the look began."""
        pages = self._site.pages.values()
        return frozenset(link.url for page in pages for link in page.links)

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

    def told(self, topics: Sequence[str], words: Sequence[str]) -> Page | None:
        """A page that the name of one of these topics leads to and that says in running text of
        its own, not in entries, what was looked for: the column's page is the disclosure itself.
        """
        wanted = set(topics)
        for url, hint in self._menu.items():
            page = self._site.page(url)
            if page is None or not self._site.was_read(page) or page is self._site.home:
                continue
            if named(hint) & wanted:
                own = self._own_words(page)
                if len(_CHINESE.findall(own)) >= _PROSE and _speaks_of(own, words):
                    return page
        return None

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

    @cached_property
    def _came_home(self) -> frozenset[str]:
        return frozenset(self._site.pages) | frozenset(self._site.documents_by_final)

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


def _speaks_of(own: str, words: Sequence[str]) -> bool:
    """All years and one of the other words are said; days beside entries name no year."""
    text = _DAY.sub("", own)
    names = [word for word in words if not word.isdigit()]
    return all(word in text for word in words if word.isdigit()) and (
        not names or any(word in text for word in names)
    )


def partly(page: Page, fetch: Fetch) -> Page:
    """The page as it may be taken: what a browser drew in part was not seen to be empty, and what
    may have been cut short was not seen to its end.
    """
    if fetch.note == UNENDED:
        return replace(page, cut=True)
    if fetch.in_part and page.state is PageState.EMPTY:
        return replace(page, state=PageState.JS_SHELL)
    return page


def for_a_browser(page: Page | None) -> bool:
    """A browser may show what the server's answer does not."""
    return page is not None and page.state in {PageState.JS_SHELL, PageState.CHALLENGE}


def unseen(site: Seen, fetch: Fetch) -> str:
    """Why an answer that came home whole hides something all the same, in Chinese."""
    page = site.page(fetch.url)
    if page is None:
        return "返回的不是网页"
    if page.cut:
        return UNENDED
    if page.state is PageState.ERROR:
        return page.trace.get("state", ("返回的是出错页面", ""))[0]
    if for_a_browser(page):
        return "内容由脚本生成或被拦截"
    if words := only_words(page):
        much = words.endswith("…")
        return f"页面{'没有条目，只有文字' if much else '只有一句话'}：“{words}”"
    return "框架里的内容没有读到" if page.state is PageState.EMPTY else "打开的是另一页面"


def _folder(url: str) -> str:
    """An address up to its last slash, without what follows a question mark."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"


def _fillers(page: Page) -> list[str]:
    return [link.url for link in page.links if link.place in {Place.FEED, Place.FRAME}]


def _told(page: Page) -> bool:
    """The page says in words that it is empty."""
    _, words = page.trace.get("state", ("", ""))
    return bool(words)


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
    if not _SAYS_SOMETHING.search(hint):
        return True
    said = named(hint)
    if len(hint) >= LONG_TITLE:
        return bool(said & topics)
    return not said or bool(said & (topics | CATCH_ALL))
