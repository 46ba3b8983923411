"""Addresses without an end: calendars, searches, queries, page numbers, paths in circles. Pure.

What shares a limit is a family; of each only so many are asked for.
"""

import re
from collections import Counter
from urllib.parse import SplitResult, unquote, urlsplit

PAGER_PAGES = 20  # further pages of one list: some 400 entries
CALENDAR_PAGES = 12  # addresses of one calendar
SEARCH_PAGES = 20  # addresses of one search form
QUERY_PAGES = 1000  # addresses that differ in their query alone
REPEATS = 3  # /a/b/a/b/a/: a relative link that never ends
SAME_ANSWERS = 5  # of a program, whatever it was asked, all of the same bytes: it has no others
SAME_BYTES = 2 * 1024**2  # of two or more such answers: to read large pages takes seconds

_CALENDAR = re.compile(r"calendar|/rili|日历", re.IGNORECASE)
_BY_DAY = re.compile(r"[?&](?:date|day|month|week|riqi)=", re.IGNORECASE)
# The words of a link in a calendar: a day, a month, the next one.
_DAY = re.compile(
    r"(?:\d{4}\s*[-/.年])?\s*(?:\d{1,2}\s*[-/.月])?\s*(?:\d{1,2}\s*[日号]?)?"
    r"|[<>«»‹›]+|今[日天]|[本上下前后]\s*一?\s*个?[年月周日天]"
)
_SEARCH = re.compile(r"(?<![a-z])(?:[jt]|site|web|full)?search|/so/|sousuo", re.IGNORECASE)
_WORDS = re.compile(r"[?&](?:q|wd|kw|keywords?)=[^&]", re.IGNORECASE)
# A list with an address of its own, although the program behind it may be called a search.
_CATALOGUE = re.compile(
    r"[?&](?:catalog|channel|column|categor|class|topic|node|lanmu|menu)[a-z_]*=[^&]", re.IGNORECASE
)
# Parameters that only change how a page looks, or only keep it out of a cache.
_DRESS = re.compile(
    r"(?:sort|orderby|print|fontsize|skin|spm|isappinstalled|rnd|rand|random|timestamp)=.*"
    r"|(?:_|t|ts|r|v)=(?:\d{10,}|0?\.\d+)",
    re.IGNORECASE,
)

Limit = tuple[tuple[str, ...], int, bool]


def limit_of(
    url: str, parts: SplitResult, names: tuple[str, ...], hint: str, series: str
) -> Limit | None:
    """What bounds an address: its family, how many of that are asked for, and whether what is left
    out may hide something. None: nothing does.

    A calendar, and what is asked of a search by words, only shows again what the site holds.

    Args:
        parts: of the address.
        names: of the parameters in its query, as `undressed` gives them.
        hint: words of the link.
        series: the list that it is a further page of; empty when it is none.
    """
    place = unquote(url)
    calendar = _CALENDAR.search(place)
    if calendar or _BY_DAY.search(place):
        only_again = calendar or (hint and _DAY.fullmatch(hint.strip()))
        return ("calendar", _shape(parts.path), *names), CALENDAR_PAGES, not only_again
    if _WORDS.search(place):
        return ("search", parts.path), SEARCH_PAGES, False
    if _SEARCH.search(place) and not _CATALOGUE.search(place):
        return ("program", parts.path), SEARCH_PAGES, True
    if series:
        return ("list", series), PAGER_PAGES, True
    if parts.query:
        return ("query", parts.netloc, parts.path, *names), QUERY_PAGES, True
    return None


class Echoes:
    """Programs that give one page whatever their query asks.

    Pages with tens of thousands of such links would be asked for, and read, a thousand times.
    """

    def __init__(self) -> None:
        # Bytes, how often, and how many bytes in all; never: it gave others.
        self._said: dict[tuple[str, ...], tuple[str, int, int]] = {}

    def tell(self, url: str, sha256: str, size_bytes: int) -> None:
        """What an address answered."""
        if (family := _program(url)) is None:
            return
        known, times, size = self._said.get(family, (sha256, 0, 0))
        if family not in self._said or times:
            same = (known, times + 1, size + size_bytes)
            self._said[family] = same if known == sha256 else ("", 0, 0)

    def of(self, url: str) -> tuple[str, ...] | None:
        """The program that would answer, when it is known to give one page only."""
        if (family := _program(url)) is None:
            return None
        _, times, size = self._said.get(family, ("", 0, 0))
        return family if times >= SAME_ANSWERS or (times > 1 and size >= SAME_BYTES) else None


def _program(url: str) -> tuple[str, ...] | None:
    parts = urlsplit(url)
    if not parts.query:
        return None
    return "same", parts.netloc, parts.path, *undressed(parts.query)[1]


def undressed(query: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parameters that make a page, and their names, both in a fixed order."""
    pairs = sorted(pair for pair in query.split("&") if not _DRESS.fullmatch(pair))
    return tuple(pairs), tuple(p.partition("=")[0] for p in pairs)


def repeats(url: str) -> bool:
    """The path goes in circles."""
    segments = [s for s in urlsplit(url).path.split("/") if s and not s.isdigit()]
    if len(segments) - len(set(segments)) < REPEATS - 1:
        return False
    return max(Counter(segments).values()) >= REPEATS


def _shape(path: str) -> str:
    return re.sub(r"\d+", "#", path)
