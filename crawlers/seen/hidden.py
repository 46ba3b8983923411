"""Answers that came home and yet hide what they should show. Pure.

A shell that a script fills, a page cut short, another page than the link promised, a list that
shows the entries of other columns.
"""

from collections import Counter
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlsplit

from crawlers.network.outcomes import UNENDED
from crawlers.promises import disclosures, named
from crawlers.reading.files import FORMATS
from crawlers.reading.urls import extension
from crawlers.seen.answers import Seen
from crawlers.seen.loose import PICTURES, usable
from crawlers.seen.strangers import only_words
from crawlers.seen.wording import keeps, plain
from data.types import Fetch, Page, PageKind, PageState, Place


class Hidden:
    """What of the answers that were read was not seen."""

    def __init__(self, site: Seen) -> None:
        self._site = site

    def behind(self, fetch: Fetch) -> bool:
        """The answer, which was read, may hide something."""
        page = self._site.pages.get(fetch.final_url or fetch.url)
        if page is None:
            return self._unreadable(fetch)
        return self._hidden(page) or self._astray(fetch, page) or self._borrowed(fetch, page)

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
        if document is None or document.format in PICTURES:
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
