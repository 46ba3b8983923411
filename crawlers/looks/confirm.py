"""The confirmation ladder: what is tried before anybody says "missing" or "down". Pure.

A look tells the ladder what it saw; the ladder says what to try next. The same look asks for the
same tries in the same order, so that one that was cut off goes on where it stood.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawlers.frontier import Target, entries, is_turned
from crawlers.guard import normalise_url
from crawlers.looks.spellings import variants
from crawlers.network.answers import same_site
from crawlers.promises import disclosures, named, search_words
from crawlers.reading.search import filled
from crawlers.seen.hollow import fed, looks_empty, may_be_written, unfilled
from crawlers.seen.lists import turns
from crawlers.seen.menu import ABOUT, LEAST, has_scripts
from crawlers.topics import topics_named
from data.types import Fetch, FetchOutcome, Page, PageKind, PageState, Rung, Step, Unit

MOST_LATER = 3000  # addresses asked again
GIVE_UP_AFTER = 20  # of them failed in a row: the site does not answer, and waiting longer is idle
MOST_DRAWN = 30  # pages of a site that a browser draws
MOST_TURNED = 10  # lists of a site that a browser turns page by page
MOST_SEARCHES = 12
MOST_SITEMAPS = 10
MOST_LISTED = 5000  # addresses taken from site maps
_MAP_NAME = re.compile(r"(?:网站|站点)(?:地图|导航)|site ?map", re.IGNORECASE)
_NO_PAGE = {PageState.ERROR, PageState.CHALLENGE, PageState.SPAM}
# No other spelling of the address would change these.
_FINAL = {FetchOutcome.BAD_URL, FetchOutcome.BLOCKED_ADDRESS, FetchOutcome.OUT_OF_BUDGET}
COPY = "网站副本"

TURN = "翻页"  # the words of a step that turns a list
NOWHERE = Target("")

Key = tuple[Rung, str, str]


@dataclass(frozen=True, slots=True)
class Try:
    """One thing to try; without an address only a note of why it cannot be tried."""

    rung: Rung
    target: Target = NOWHERE
    words: str = ""
    note: str = ""
    row: Fetch | None = None  # what came of the address before
    shell: Page | None = None  # the page as the server sent it, when a browser is to draw it

    @property
    def key(self) -> Key:
        return self.rung, self.target.url, self.words


def key_of(step: Step) -> Key:
    return step.rung, step.url, step.words


class Ladder:
    """What a look has brought so far, as far as the ladder needs it.

    Args:
        no_browser: why no page is drawn; empty when pages are.
        copy: the site is a saved copy: asking again, in other ways, would ask the same folder.
        known: steps of this look made before it was cut off.
    """

    def __init__(
        self, unit: Unit, *, no_browser: str = "", copy: bool = False, known: Iterable[Step] = ()
    ) -> None:
        steps = tuple(known)
        self._entry = entries(unit)[0]
        self._no_browser, self._copy = no_browser, copy
        self._maps = [s.url for s in steps if s.rung is Rung.SITEMAP and s.url]
        self._went_round = any(s.rung is Rung.VARIANT for s in steps)
        self._door = ""  # the entry, or the variant of it that was read
        self._variants: list[str] = []
        self._spellings = set(variants(self._entry))
        self._failed: list[tuple[Target, Fetch]] = []
        self._again: set[str] = set()
        self._in_a_row = 0
        self._blank: list[tuple[Target, Fetch, Page | None]] = []
        self._blanks = self._listed = self._unlisted = 0
        self._undrawn = False
        self._frame: set[str] = set()  # parts of pages that show something
        self._empty: list[tuple[Target, Fetch, Page]] = []
        self._front: tuple[Target, Fetch, Page] | None = None  # where the site was entered
        self._columns: set[str] = set()  # lists of disclosures
        self._lists: dict[str, tuple[Target, Fetch]] = {}
        self._turned = 0
        self._said: set[tuple[Rung, str]] = set()
        self._map_page = self._search = ""
        self._covered: set[str] = set()
        self._searched: set[str] = set()

    @property
    def door(self) -> str:
        """The address by which the site was entered; empty while it could not be."""
        return self._door

    @property
    def gave_up(self) -> bool:
        """The site stopped answering before everything was confirmed."""
        return self._in_a_row >= GIVE_UP_AFTER

    @property
    def left_out(self) -> bool:
        """Site maps name more than was taken from them, or are more than were read."""
        asked = {url for rung, url in self._said if rung is Rung.SITEMAP}
        return self._unlisted > 0 or bool(self._door and set(self._maps) - asked)

    # --- what was seen -----------------------------------------------------------------------

    def saw(self, target: Target, row: Fetch, page: Page | None) -> None:
        """An address was asked for, the first time, again or with a browser."""
        if row.shown and (page is None or page.state not in _NO_PAGE):
            if target.depth == 0 and not target.series and not self._door:
                self._door = target.url
                if page is not None and not row.rendered and has_scripts(page):
                    self._front = target, row, page
        else:
            self._shut(target, row)
        if target.url in self._again:
            self._in_a_row = self._in_a_row + 1 if row.outcome.retryable else 0
        if self._worth_asking_again(row):
            self.failed(target, row)
        if row.outcome is FetchOutcome.CHALLENGE:
            self.blank(target, row)
        if page is not None:
            self._read(target, page)
            if not row.rendered and page.state is PageState.OK:
                self._frame |= page.parts
            elif not row.rendered and (looks_empty(page) or unfilled(page)):
                self._empty.append((target, row, page))
            if not row.rendered and fed(page):
                self.blank(target, row, page)
            if not self._no_browser and not is_turned(target.url) and turns(page):
                self._lists[target.url] = replace(target, hint=page.title or target.hint), row

    def failed(self, target: Target, row: Fetch) -> None:
        """The address did not answer, or says that nothing is there: to be asked another time."""
        if target.url not in self._again and len(self._again) < MOST_LATER:
            self._again.add(target.url)
            self._failed.append((target, row))

    def blank(self, target: Target, row: Fetch, shell: Page | None = None) -> bool:
        """What came home needs a browser; whether one is to draw it.

        Args:
            shell: the page as the server sent it, kept until then.
        """
        if self._no_browser:
            self._undrawn = True
            return False
        if self._blanks >= MOST_DRAWN or (row.rendered and shell is not None):
            return False
        if self._went_round and row.rendered:
            self._shut(target, row)
        self._blanks += 1
        self._blank.append((target, row, shell))
        return True

    def _shut(self, target: Target, row: Fetch) -> None:
        if target.url == self._entry and row.outcome not in _FINAL and not self._variants:
            self._variants = list(variants(self._entry))

    def _worth_asking_again(self, row: Fetch) -> bool:
        """Another time may give another answer, and it would matter."""
        if row.url in self._spellings or row.rendered:
            return False
        if row.outcome.answered_no:
            return row.url == self._entry or bool(disclosures(row.hint))
        return row.outcome.retryable

    def _read(self, target: Target, page: Page) -> None:
        if page.topic:
            self._covered.add(page.topic)
        if page.kind in {PageKind.LIST, PageKind.PLATFORM}:
            self._covered |= named(page.title or target.hint)
            if topics_named(page.title or target.hint) - ABOUT:
                self._columns.add(page.url)
        if not self._search and page.search and same_site(page.search, self._entry):
            self._search = page.search
        if not self._map_page and _MAP_NAME.search(target.hint):
            self._map_page = target.url

    def listed(self, pages: list[str], maps: list[str]) -> list[str]:
        """What a site map names that is new; the addresses that there is still room for."""
        self.add_maps(maps)
        taken = pages[: MOST_LISTED - self._listed]
        self._listed += len(taken)
        self._unlisted += len(pages) - len(taken)
        return taken

    def add_maps(self, urls: Iterable[str]) -> None:
        """Site maps that robots.txt or another site map names."""
        self._maps += [url for url in urls if same_site(url, self._entry)]

    # --- what to try -------------------------------------------------------------------------

    def next(self) -> Try | None:
        """What to try now, or None when the ladder has been climbed."""
        rungs = (self._entry_again, self._variant, self._draw, self._later, self._turn)
        for rung in (*rungs, self._sitemap, self._ask_search):
            if (found := rung()) is not None:
                return found
        return None

    def _entry_again(self) -> Try | None:
        if self._copy or not self._failed or self._failed[0][0].url != self._entry:
            return None
        return self._later()

    def _variant(self) -> Try | None:
        if self._door or not self._variants:
            return None
        if self._copy:
            return self._once(Rung.VARIANT, COPY)
        url = self._variants.pop(0)
        if not self._variants:
            self._variants = [""]  # all were tried
        return Try(Rung.VARIANT, Target(url, via=self._entry)) if url else None

    def _draw(self) -> Try | None:
        empty, self._empty = self._empty, []
        for target, row, page in empty:
            if may_be_written(page, self._frame) or unfilled(page):
                self.blank(target, row, page)
        if self._front and not self._blank and len(self._columns) < LEAST:
            front, self._front = self._front, None
            self.blank(*front)  # a script may write the menu of disclosures
        if self._undrawn:
            return self._once(Rung.BROWSER, self._no_browser)
        if not self._blank:
            return None
        best = min(self._blank, key=_need)
        self._blank.remove(best)
        target, row, shell = best
        return Try(Rung.BROWSER, target, row=row, shell=shell)

    def _later(self) -> Try | None:
        if not self._failed or self.gave_up:
            return None
        if self._copy:
            return self._once(Rung.LATER, COPY)
        target, row = self._failed.pop(0)
        return Try(Rung.LATER, target, row=row)

    def _turn(self) -> Try | None:
        if not self._lists or self._turned >= MOST_TURNED or self.gave_up:
            return None
        best = min(self._lists, key=lambda url: not disclosures(self._lists[url][0].hint))
        target, row = self._lists.pop(best)
        self._turned += 1
        return Try(Rung.BROWSER, target, TURN, row=row)

    def _sitemap(self) -> Try | None:
        if not self._door:
            return None
        if self._map_page and (said := self._once(Rung.SITEMAP, "“网站地图”页已读")):
            return said
        usual = normalise_url(f"{_origin(self._door)}/sitemap.xml")
        asked = sum(rung is Rung.SITEMAP for rung, _ in self._said)
        for url in dict.fromkeys((usual, *self._maps)):
            if url and (Rung.SITEMAP, url) not in self._said and asked < MOST_SITEMAPS:
                self._said.add((Rung.SITEMAP, url))
                return Try(Rung.SITEMAP, Target(url, via=self._door))
        return None

    def _ask_search(self) -> Try | None:
        missed = [words for id_, words in search_words().items() if id_ not in self._covered]
        left = [words for words in missed if words not in self._searched]
        if not self._door or not left:
            return None
        if self._copy:
            return self._once(Rung.SEARCH, COPY)
        if not self._search:
            return self._once(Rung.SEARCH, "首页和栏目上没有可以直接使用的站内搜索")
        if len(self._searched) >= MOST_SEARCHES:
            return None
        self._searched.add(left[0])
        url = normalise_url(filled(self._search, left[0]))
        target = Target(url or "", via=self._door, depth=1)
        return Try(Rung.SEARCH, target, left[0], "" if url else "站内搜索的网址无效")

    def _once(self, rung: Rung, note: str) -> Try | None:
        """A note of what cannot be tried, made once."""
        if (rung, note) in self._said:
            return None
        self._said.add((rung, note))
        return Try(rung, note=note)


def _need(blank: tuple[Target, Fetch, Page | None]) -> int:
    """The front door first, then what promises a disclosure, then lists."""
    target, _, shell = blank
    if target.depth == 0 and not target.series:
        return 0
    if disclosures(target.hint):
        return 1
    return 2 if shell is not None and shell.kind is PageKind.LIST else 3


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
