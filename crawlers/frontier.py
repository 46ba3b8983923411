"""What to fetch next, and what not at all: pages in, addresses out, the same every time."""

import heapq
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawlers.aside import Aside, Kept
from crawlers.endless import Echoes, limit_of, repeats, undressed
from crawlers.guard import normalise_url
from crawlers.network.hosts import server_of
from crawlers.promises import EVERYDAY, named, path_promises
from crawlers.reading.urls import extension
from data.types import Link, Page, PageKind, PageState, Place, Unit

DEEPEST = 10  # links from the entry; bounds every chain that has no end
BEYOND_COLUMNS = 2  # hops that the lists of a portal's columns may lead outside their folders

# Neither pages nor documents. What is not named here is asked for.
_IGNORED = {
    "css", "js", "mjs", "map", "ico", "png", "jpg", "jpeg", "gif", "bmp", "svg", "webp", "tif",
    "tiff", "psd", "woff", "woff2", "ttf", "eot", "otf", "mp3", "mp4", "m4a", "m4v", "avi",
    "mov", "wmv", "flv", "f4v", "swf", "mkv", "webm", "wav", "wma", "rm", "rmvb", "mpg", "mpeg",
    "3gp", "m3u8", "ts", "exe", "msi", "apk", "ipa", "dmg", "iso", "bin", "dll", "jar", "class",
}  # fmt: skip
_WAY_IN = re.compile(
    r"/(?:log(?:in|out|on|off)|sign(?:in|up|out)|register|passport|sso)\b", re.IGNORECASE
)
_WAY_IN_TEXT = re.compile(
    r"(?:用户|会员|个人|法人|立即|请)?(?:登\s*[录陆]|注\s*册|注销|退出)(?:登录)?"
)
_SOURCES = {Place.FRAME, Place.FEED}


@dataclass(frozen=True, slots=True)
class Budget:
    """How much one look may cost. A look that ends early says so; it never guesses."""

    pages: int = 3000
    size_bytes: int = 2 * 1024**3
    seconds: float = 2 * 3600.0  # of one run; replaying what is archived costs nothing

    def allows(self, pages: int, size_bytes: int, seconds: float) -> bool:
        """There is room for one more request."""
        return pages < self.pages and size_bytes < self.size_bytes and seconds < self.seconds


@dataclass(frozen=True, slots=True)
class Target:
    """An address to ask for, and why."""

    url: str
    via: str = ""
    hint: str = ""
    depth: int = 0  # a list's further pages are as deep as the list
    place: Place = Place.NAV
    series: str = ""  # URL of the list that a further page belongs to
    away: int = 0  # hops outside the folders of the unit's columns


def entries(unit: Unit) -> tuple[str, ...]:
    """Where a look begins: the unit's columns on a portal, or its home page."""
    starts = unit.columns or (unit.portal,)
    return tuple(dict.fromkeys(normalise_url(url) or url for url in starts))


def turned_to(url: str, number: int) -> str:
    """The address of the row for what a list shows when a script has turned it to a further page.

    No other row has it: a fragment is never asked for.
    """
    return f"{url}#page-{number}"


def is_turned(url: str) -> bool:
    """The row shows a further page of a list that has no address of its own."""
    return "#page-" in url


def likely_first(target: Target, page: Page | None) -> int:
    """How soon an address is due, 0 first, by what is likely to be found there.

    What promises a disclosure topic by the words of the link, of the list it stands in or of the
    address; then what promises nothing, and news in a list of disclosures; then the further pages
    of lists of disclosures, whose entries are older; then what only promises news. Where a look
    begins, frames and data files come before all.

    Args:
        page: where the link stands; None for where a look begins.
    """
    if page is None or target.place in _SOURCES:
        return 0
    own, around = named(target.hint), _context(page, target.place)
    if said := own or around:
        disclosed, everyday = bool(said - EVERYDAY), not said - EVERYDAY
    else:
        promise = path_promises(target.url)
        disclosed, everyday = promise == "disclosure", promise == "everyday"
    among = everyday and bool(around - EVERYDAY)
    further = target.place is Place.PAGER
    if disclosed:
        return 3 if further else 1
    if among or not everyday:
        return 5 if further else 2
    return 6 if further else 4


def _context(page: Page, place: Place) -> frozenset[str]:
    """What the list promises in which a link stands: by its name, else by the columns above it."""
    if place is Place.NAV or page.kind not in {PageKind.LIST, PageKind.ARTICLE}:
        return frozenset()
    names = (page.title, *reversed(page.columns)) if page.kind is PageKind.LIST else (page.title,)
    return next((said for name in names if (said := named(name))), frozenset())


Rank = Callable[[Target, Page | None], int]
# What waits is one number, for thousands do on a large site: rank, depth and its own number, which
# are its place in the order, then where its fields are kept.
_DEPTH_BITS, _NUMBER_BITS, _PLACE_BITS = 8, 40, 48


class Frontier:
    """Addresses waiting, best first: by rank, then shallow before deep, then as discovered.

    Of what it has seen it keeps hashes only, so that a site of any size fits into memory.

    Args:
        aside: where what waits is kept; not given: in memory.
    """

    def __init__(
        self, unit: Unit, rank: Rank = likely_first, aside: Aside | Kept | None = None
    ) -> None:
        starts = entries(unit)
        self._rank = rank
        self._hosts = {server_of(url) for url in starts}
        self._folders = frozenset(_folder(url) for url in unit.columns) - {""}
        self._portal = bool(unit.columns)
        self._aside = Kept() if aside is None else aside
        self._heap: list[int] = []
        self._seen: set[int] = set()  # hashes of addresses
        self._bare: set[int] = set()  # hashes of addresses without their dress
        self._count: Counter[tuple[str, ...]] = Counter()
        self._number = 0
        self._cut: dict[tuple[str, ...], Target] = {}
        self._echoes = Echoes()
        self._attached = frozenset[str]()  # files of the page whose links are taken in
        for url in starts:
            self._push(Target(url))

    def __len__(self) -> int:
        return len(self._heap)

    def pop(self) -> Target | None:
        """The next address, or None when nothing waits."""
        while self._heap:
            target = self._kept(heapq.heappop(self._heap))
            if (family := self._echoes.of(target.url)) is None:
                return target
            self._seen.discard(hash(target.url))  # it is not asked for after all
            self._leave(family, target)
        return None

    def left(self) -> Iterator[Target]:
        """What still waits, best first."""
        return map(self._kept, sorted(self._heap))

    @property
    def cut(self) -> tuple[Target, ...]:
        """The first address beyond every limit that may hide something: there is more, unread."""
        return tuple(t for t in self._cut.values() if hash(t.url) not in self._seen)

    def moved(self, target: Target, final: str) -> None:
        """`target` was redirected to `final` and read: that address need not be asked for again.

        An entry that moved within its site takes the look along.
        """
        self._seen.add(hash(final))
        if target.depth == 0 and not target.series:
            self._hosts.add(server_of(final))
            if self._portal:
                self._folders |= {_folder(final)} - {""}

    def answered(self, target: Target, sha256: str, size_bytes: int) -> None:
        """The bytes of the page at an address: of what always gives the same, no more is asked."""
        self._echoes.tell(target.url, sha256, size_bytes)

    def add(self, page: Page, target: Target) -> int:
        """Take in what a page links to; how many addresses were new.

        Args:
            target: how the page was reached.
        """
        before, seen = self._number, self._seen
        self._attached = frozenset(file.url for file in page.attachments)
        for link in page.links:
            if hash(link.url) not in seen:  # menus are on every page
                self._consider(page, target, link)
        for file in page.attachments:
            self._consider(page, target, Link(file.url, file.name, Place.CONTENT))
        return self._number - before

    def offer(self, urls: Iterable[str], target: Target) -> int:
        """Take in bare addresses that are in scope, from a site map; how many were new."""
        links = tuple(Link(url, "", Place.CONTENT) for url in urls)
        return self.add(Page(target.url, PageKind.OTHER, PageState.OK, links=links), target)

    def fresh(self, urls: Iterable[str]) -> list[str]:
        """Those of these bare addresses that are in scope and were not seen yet."""
        return [
            url
            for url in urls
            if hash(url) not in self._seen
            and self._wanted(url, Link(url, "", Place.CONTENT))
            and (not self._portal or _below(url, self._folders))
        ]

    def skip(self, url: str) -> None:
        """The address is asked for in another way and need not wait here."""
        self._seen.add(hash(url))

    def _consider(self, page: Page, target: Target, link: Link) -> None:
        url = normalise_url(link.url)
        if url is None or hash(url) in self._seen or not self._wanted(url, link):
            return
        away = self._away(page, target, link, url)
        if away is None:
            return
        further = link.place is Place.PAGER
        bare = further or link.place in _SOURCES
        hint = page.title or target.hint if bare else link.text
        depth = target.depth if further else target.depth + 1
        series = (target.series or target.url) if further else ""
        found = Target(url, page.url, hint, depth, link.place, series, away)
        if depth > DEEPEST:
            self._leave(("depth",), found)
        elif repeats(url):
            self._leave(("repeats",), found)
        elif family := self._echoes.of(url):
            self._leave(family, found)
        elif self._within_limits(found):
            self._push(found, page)

    def _leave(self, group: tuple[str, ...], found: Target) -> None:
        """Remember one address, not asked for otherwise, that a limit left out."""
        known = self._cut.get(group)
        if known is None or hash(known.url) in self._seen:
            self._cut[group] = found

    def _wanted(self, url: str, link: Link) -> bool:
        if server_of(url) not in self._hosts:
            return False
        if link.place not in _SOURCES and extension(url) in _IGNORED:
            return False
        return not (_WAY_IN.search(url) or _WAY_IN_TEXT.fullmatch(link.text.strip()))

    def _away(self, page: Page, target: Target, link: Link, url: str) -> int | None:
        """Hops outside the unit's own folders, or None when the address is out of scope."""
        if not self._portal or _below(url, self._folders):
            return 0
        if link.place in _SOURCES or link.place is Place.PAGER:
            return target.away
        if link.url in self._attached:
            return target.away
        listing = page.kind in {PageKind.LIST, PageKind.PLATFORM} and link.place is Place.CONTENT
        return target.away + 1 if listing and target.away < BEYOND_COLUMNS else None

    def _within_limits(self, found: Target) -> bool:
        """Count an address against the limit that bounds it; what is cut short is told."""
        parts = urlsplit(found.url)
        names: tuple[str, ...] = ("",)
        if parts.query:
            pairs, names = undressed(parts.query)
            bare = hash((parts.netloc, parts.path, pairs))
            if pairs != tuple(parts.query.split("&")) and bare in self._bare:
                return False  # the same page in another dress
            self._bare.add(bare)
        limit = limit_of(found.url, parts, names, found.hint, found.series)
        if limit is None:
            return True
        family, most, hides = limit
        self._count[family] += 1
        if self._count[family] <= most:
            return True
        if hides:
            self._leave(family, found)
        return False

    def _push(self, target: Target, page: Page | None = None) -> None:
        self._seen.add(hash(target.url))
        rank = self._rank(target, page)
        order = (((rank << _DEPTH_BITS) + target.depth) << _NUMBER_BITS) + self._number
        t = target
        kept = self._aside.put((t.url, t.via, t.hint, t.depth, t.place.value, t.series, t.away))
        heapq.heappush(self._heap, (order << _PLACE_BITS) + kept)
        self._number += 1

    def _kept(self, waiting: int) -> Target:
        fields = self._aside.get(waiting & ((1 << _PLACE_BITS) - 1))
        url, via, hint, depth, place, series, away = fields
        return Target(url, via, hint, depth, Place(place), series, away)


def _folder(column: str) -> str:
    """Host and folder that a column on a portal has to itself; empty when it shares its folder.

    `/jyj/index.html`, `/jyj/` and `/jyj/zwgk.html` live in `/jyj/`. A page named by a number
    (`/channels/18104.html`) or a query has neighbours that belong to others.
    """
    parts = urlsplit(normalise_url(column) or "")
    folder, _, name = parts.path.rpartition("/")
    if name and "." not in name:
        folder, name = f"{folder}/{name}", ""
    if not folder or parts.query or any(c.isdigit() for c in name):
        return ""
    return f"{server_of(column)}{folder}/"


def _below(url: str, folders: frozenset[str]) -> bool:
    place = f"{server_of(url)}{urlsplit(url).path}"
    return any(place.startswith(folder) for folder in folders)
