"""Saved copies whose pages still name the host they were saved from."""

from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

from data.types import Page

# Names of the site's own address that pages carry.
_OWN_ADDRESS = ("sitedomain", "og:url", "twitter:url", "identifier-url")
_FEWEST = 5  # addresses; fewer say nothing about where a page comes from


def original_host(entry: Page) -> str:
    """The host that a copy was saved from, "" when its entry page does not tell.

    It names itself in the page's tags, or enough links of the page lead to it: at least half of
    those that leave the served host, and a third of all.
    """
    served = _bare(urlsplit(entry.url).netloc)
    places = Counter[str]()
    for url in {link.url for link in entry.links}:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.netloc:
            places[_bare(parts.netloc)] += 1
    kept = places.pop(served, 0)
    for name in _OWN_ADDRESS:
        value = entry.meta.get(name, "").strip()
        host = _bare(urlsplit(value if "//" in value else f"//{value}").netloc)
        if host in places:
            return host
    if not places:
        return ""
    host, times = max(places.items(), key=lambda place: (place[1], place[0]))
    alone = not kept and len(places) == 1  # a page that only leads on
    away = places.total()
    most = times >= _FEWEST and 2 * times >= away and 3 * times >= kept + away
    return host if alone or most else ""


def rehosted(page: Page, original: str, served: str) -> Page:
    """The page with every address on the host it was saved from led to the copy instead.

    Args:
        original: as `original_host` gives it; empty: nothing changes.
        served: any address on the host that serves the copy.
    """
    if not original:
        return page
    here = urlsplit(served)

    def led(url: str) -> str:
        parts = urlsplit(url)
        if _bare(parts.netloc) != original:
            return url
        return parts._replace(scheme=here.scheme, netloc=here.netloc).geturl()

    return replace(
        page,
        links=tuple(replace(link, url=led(link.url)) for link in page.links),
        attachments=tuple(replace(file, url=led(file.url)) for file in page.attachments),
    )


def _bare(host: str) -> str:
    """A site answers with and without www."""
    return host.lower().removeprefix("www.")
