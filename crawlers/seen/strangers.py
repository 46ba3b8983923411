"""Pages that answered 200 and are none of the site's: refusals, failures, blanks. Pure.

Walls and broken programs word themselves in endless ways, so their words cannot all be known. What
a page of a site has is simpler. It belongs: it keeps the title that its link promised, or leads on
to where the other pages lead, or has their footer. And it carries something: an article, entries,
files, or the plain word that there is nothing. A page that lacks either was not seen.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from crawlers.promises import LONG_TITLE, named
from crawlers.reading.lost import says_moved
from crawlers.seen.others import MENU, Others
from crawlers.seen.walls import not_lost, shut
from crawlers.seen.wording import (
    FAILURE,
    TO_THE_READER,
    bars,
    chinese,
    keeps,
    letters,
    lines_of,
    plain,
    promises,
    say_nothing_is_there,
)
from crawlers.topics import topic_of
from data.types import Fetch, Page, PageKind, PageState, Place

_JUDGED = {PageState.OK, PageState.EMPTY}
_COLUMNS = {PageKind.LIST, PageKind.HOME, PageKind.PLATFORM}

_LONG = 400  # Chinese characters of running text; refusals and errors have fewer
_HOLLOW = 10  # letters; an article with fewer, and nothing else, has no content
_SENTENCE = 20  # letters; an article with fewer is hardly one
_WORD = 4  # letters; an empty column with a word on it says something, and not that it is empty
_BRIEF = 100  # letters; a longer text only speaks of failures
_PICTURES = 3  # a wall has its sign, and hardly more
_SHORT = 30

# The rule by which a column that has words, but neither entries nor the word that it is empty, is
# told apart from one that is empty.
ONLY_WORDS = "没有条目，也没有写明暂无，只有一句话"


def believed(
    pages: Mapping[str, Page], fetches: Iterable[Fetch], doors: Collection[str]
) -> dict[str, Page]:
    """The pages of a look, with those that are none of the site's turned into errors.

    Args:
        pages: by final address.
        doors: addresses of the front page; what it shows is for `trouble` to judge.
    """
    hints: dict[str, set[str]] = {}
    fronts = set[str]()
    for fetch in fetches:
        if fetch.shown:
            final = fetch.final_url or fetch.url
            hints.setdefault(final, set()).add(fetch.hint)
            if fetch.url in doors:
                fronts.add(final)
    pages = {
        url: page if url in fronts or not shut(page, hints.get(url, ())) else _shut(page)
        for url, page in pages.items()
    }
    parts: dict[Place, set[str]] = {
        place: {x.url for page in pages.values() for x in page.links if x.place is place}
        for place in (Place.FEED, Place.FRAME)
    }
    doubtful = {
        url: page
        for url, page in pages.items()
        if url not in fronts and url not in parts[Place.FEED] and not _plainly(page)
    }
    if not doubtful:
        return dict(pages)
    others = Others.of(doubtful.values(), (p for url, p in pages.items() if url not in doubtful))
    alone = frozenset() if _has_menu(pages.values()) else _once(doubtful.values())
    inside = _children(pages, fronts)
    found = dict(pages)
    for url, page in doubtful.items():
        words = tuple(filter(None, (plain(hint) for hint in hints.get(url, ()))))
        framed, poor = url in parts[Place.FRAME], url in alone and any(map(promises, words))
        if why := _strange(page, words, others, framed=framed, poor=poor, inside=url in inside):
            kind = PageKind.OTHER if page.kind in _COLUMNS else page.kind
            trace = {**page.trace, "state": (why, page.whole_text.strip()[:60])}
            found[url] = replace(page, kind=kind, state=PageState.ERROR, trace=trace)
        elif said := _only_words(page, words, others, framed=framed):
            found[url] = replace(page, trace={**page.trace, "state": (ONLY_WORDS, said)})
        elif (poor or url in inside) and _titled(words) and not keeps(page, words):
            found[url] = _named_by(page, max(hints[url], key=len))
    return found


def _shut(page: Page) -> Page:
    trace = {**page.trace, "state": ("栏目没有条目，写的是维护、限制或没有权限", page.title)}
    return replace(page, kind=PageKind.OTHER, state=PageState.ERROR, trace=trace)


def _named_by(page: Page, title: str) -> Page:
    """A page without a heading, under the title by which the site leads to it."""
    topic = topic_of(title) or page.topic
    trace = {**page.trace, "title": ("链接的文字", title)}
    return replace(
        page, kind=PageKind.ARTICLE, state=PageState.OK, title=title, topic=topic,
        text=page.text or page.whole_text, trace=trace,
    )  # fmt: skip


def only_words(page: Page) -> str:
    """The words of a column that lists nothing and does not say that it is empty; else empty."""
    rule, words = page.trace.get("state", ("", ""))
    return words if rule == ONLY_WORDS else ""


def _has_menu(pages: Iterable[Page]) -> bool:
    """Some address is one that several pages lead to."""
    times = Counter(url for page in pages for url in {link.url for link in page.links} - {page.url})
    return any(n >= MENU for n in times.values())


def _once(pages: Iterable[Page]) -> frozenset[str]:
    """Addresses of the pages whose words no other has: a wall says the same everywhere."""
    pages = list(pages)
    times = Counter(plain(page.whole_text) for page in pages)
    return frozenset(page.url for page in pages if times[plain(page.whole_text)] == 1)


def _children(pages: Mapping[str, Page], fronts: Collection[str]) -> frozenset[str]:
    """What the menus in the frames of a front page lead to: it is shown in another of its frames,
    and needs no menu of its own.
    """
    framesets = [page for url, page in pages.items() if url in fronts and _is_frameset(page)]
    menus = {x.url for page in framesets for x in page.links if x.place is Place.FRAME}
    return frozenset(x.url for url in menus if (menu := pages.get(url)) for x in menu.links)


def _is_frameset(page: Page) -> bool:
    return bool(page.links) and all(link.place is Place.FRAME for link in page.links)


def there(page: Page, hint: str) -> bool:
    """An answer that says "not there" by its status does not mean it: it shows what its link
    promised, an article or a list under that very title, or speaks of repairs or rights.
    """
    if not_lost(page):
        return True
    if page.state is not PageState.OK or not keeps(replace(page, whole_text=""), (plain(hint),)):
        return False
    if page.kind is PageKind.ARTICLE:
        return letters(page.text) >= _SENTENCE
    return any(link.place is Place.CONTENT for link in page.links)


def _plainly(page: Page) -> bool:
    """The page shows by itself that it is a page of a site; or that it is none."""
    if page.state not in _JUDGED or page.kind is PageKind.SEARCH:
        return True
    if page.kind is PageKind.ARTICLE:
        return len(page.text) >= _LONG and chinese(page.text) >= _LONG
    return any(link.on for link in page.links if link.place is Place.CONTENT)


def _strange(
    page: Page, hints: tuple[str, ...], others: Others, *, framed: bool, poor: bool, inside: bool
) -> str:
    """Why the page is none of the site's; empty when it may be.

    Args:
        framed: another page shows it in a frame.
        poor: of a site without a menu, where only a link's words speak for a page.
        inside: a frame beside it leads to it.
    """
    # Without a heading, the first words there are were taken for the title.
    own = others.own(replace(page, title="") if framed or poor or inside else page, hints)
    much, fails = letters(own), FAILURE.search(own) is not None
    speaks = fails or TO_THE_READER.search(own) is not None
    told = much > 0 and not speaks  # something that no wall says
    belongs = framed or inside or (poor and told) or others.belongs(page, hints)
    said = _says_nothing(page, own)
    if said and not fails and not _titled(hints):
        return ""
    if page.kind is PageKind.ARTICLE:
        kept = page.published_on is not None and keeps(page, hints)
        if fails and much < (_SHORT if kept else _BRIEF) and not page.attachments:
            return "没有正文，写的是访问失败"
        if much < _HOLLOW and not others.shows_more(page):
            return "没有正文"
        seen = belongs or (page.images >= _PICTURES and not fails)
        return "" if seen else "与本站其他页面没有联系，也没有成篇的内容"
    if not belongs:
        return "与本站其他页面没有联系，也没有成篇的内容"
    if others.lists(page):
        return ""
    if fails and much < _BRIEF:
        return "没有条目，写的是访问失败"
    if much >= _BRIEF or framed or others.shows_more(page):
        return ""
    if _titled(hints) and not (told and much >= _WORD and (poor or inside)):
        return "链接的是一条信息，打开的页面没有内容"
    foreign = not chinese(own)
    if much >= _WORD and (much < _HOLLOW or foreign) and page.state is PageState.EMPTY:
        return "没有条目，也没有写明暂无"
    if said or poor or inside or _named(page, hints):
        return ""
    return "没有条目，也不是所链接的栏目"


def _says_nothing(page: Page, own: str) -> bool:
    """The page says in its own words that there is nothing: 暂无信息, 共0条."""
    if bars(own):
        return False
    return (page.state is PageState.EMPTY and _stated(page)) or say_nothing_is_there(own)


def _only_words(page: Page, hints: tuple[str, ...], others: Others, *, framed: bool) -> str:
    """What a column without entries says, when that is not that it is empty: who may see it, what
    is needed for it, where it went. Some words are hardly any: 无, a letter, a number.
    """
    brief = framed and page.published_on is None  # of a frame, whatever the page was taken for
    if others.lists(page):
        return ""
    own = others.own(replace(page, title="") if framed else page, hints)
    if page.state is not PageState.EMPTY and not brief and not _moved(page, own):
        return ""
    much = letters(own)
    if much < _WORD or (framed and much >= _BRIEF) or _says_nothing(page, own):
        return ""
    if much >= _BRIEF and not any(map(named, hints)):
        return ""  # a text that no link promised a disclosure in
    words = " ".join(own.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT]}…"


def _stated(page: Page) -> bool:
    """The page says by a program of its own that it is empty: 共0条."""
    rule, words = page.trace.get("state", ("", ""))
    return bool(words) and ("0" in rule or re.search(r"共\s*0", words) is not None)


def _titled(hints: tuple[str, ...]) -> bool:
    """Every link that led here has the title of an article, not the name of a column."""
    return bool(hints) and all(len(hint) >= LONG_TITLE for hint in hints)


def _moved(page: Page, own: str) -> bool:
    return page.kind is not PageKind.ARTICLE and len(own) < _BRIEF and says_moved(own)


def _named(page: Page, hints: tuple[str, ...]) -> bool:
    """The page bears the name that a link promised, or nothing was promised."""
    # A heading above an empty list says again what the menu says.
    lines = Counter(lines_of(page.whole_text)) - Counter(link.text for link in page.links)
    shown = "\n".join(lines)
    told = any(map(promises, hints))
    return not told or keeps(replace(page, whole_text=shown), hints)
