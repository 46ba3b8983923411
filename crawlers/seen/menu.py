"""Whether a look saw where a site discloses at all. Pure.

That a topic has a column nowhere is said by the site's menu of disclosures. A look that saw no such
menu (a script writes it, it stands on another website) can say nothing of the columns in it.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from crawlers.promises import EVERYDAY, LONG_TITLE, named
from crawlers.seen.answers import READ_STATES, Seen
from crawlers.topics import topics_named
from data.types import Page, PageKind

LEAST = 2  # columns of disclosures; one alone may be a banner or a topic of the day
# Every site has these, with a menu of disclosures or without one.
ABOUT = EVERYDAY | {"organisation", "leadership", "interaction", "service_guide", "culture_service"}
# Names under which everything that must be disclosed stands.
GENERAL = re.compile(
    r"(?:政府|政务|主动|行政)?信息公开|政务公开|主动公开(?:内容|信息|事项|目录)?|公开(?:目录|平台|专栏)"
)
_SCRIPTS = ("script:", "code:", "library:", "tag:", "noscript:")


def has_scripts(page: Page) -> bool:
    """A script of any kind runs on the page, and may write its menu."""
    return any(part.startswith(_SCRIPTS) for part in page.parts)


def disclosure_columns(site: Seen) -> dict[str, frozenset[str]]:
    """Columns read on the unit's hosts: by address the disclosure topics that they promise.

    Lists by their name, and pages of any kind by the short words of the link that led to them. A
    link of the menu to what the site itself says is not there counts too: the menu was seen.
    """
    found: dict[str, frozenset[str]] = {}
    for pages in site.lists.values():
        first = pages[0]
        name = first.title or (first.columns[-1] if first.columns else "")
        if site.own(first.url) and first.state in READ_STATES:
            found[first.url] = topics_named(name) - EVERYDAY
    for fetch in site.fetches.values():
        if len(fetch.hint) >= LONG_TITLE or not site.own(final := site.final(fetch.url)):
            continue
        page = site.page(fetch.url) if fetch.outcome.read else None
        read = page is not None and page is not site.home and page.state in READ_STATES
        if read or site.dead(fetch.url):
            said = topics_named(fetch.hint) - EVERYDAY
            found[final] = found.get(final, frozenset()) | said
    return {url: said for url, said in found.items() if said}


def shown_at_large(site: Seen) -> bool:
    """A list of disclosures of all kinds was read, with entries or columns of several topics: what
    the site has by way of a menu. So is any list of a unit whose columns on a portal are given.
    """
    for pages in site.lists.values():
        first = pages[0]
        if not site.own(first.url):
            continue
        entries = [link.text for page in pages for link in site.entries(page)]
        if site.unit.columns and entries:
            return True
        if any(GENERAL.search(name) for name in (first.title, *first.columns)) and _many(entries):
            return True
    return any(
        page.kind is PageKind.PLATFORM and site.own(page.url) and _many(x.text for x in page.links)
        for page in site.pages.values()
    )


def _many(words: Iterable[str]) -> bool:
    return len({topic for text in set(words) for topic in named(text) - ABOUT}) >= LEAST


def unseen_menu(columns: Mapping[str, frozenset[str]], topics: Collection[str]) -> bool:
    """No column read promises one of the topics, and hardly any other column of disclosures was
    read: where they would stand was not seen.

    Args:
        columns: as `disclosure_columns` gives them.
    """
    wanted = set(topics) - EVERYDAY
    if not wanted or any(said & wanted for said in columns.values()):
        return False
    return sum(bool(said - ABOUT) for said in columns.values()) < LEAST
