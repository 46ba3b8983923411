"""Ways in: links and buttons of the unit's pages that lead to a service, and where they end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

from crawlers.looking import filled, my_pages
from crawlers.site import Site, once_a_site
from data.matters import elements
from data.types import Evidence, Link, Outcome, Page, Place

_HAPPENED = elements("event")["happened"].match
_LONGEST = 24  # characters; longer words of a link are a headline
# A sentence, or the title of a document.
_SENTENCE = re.compile(
    "[：:！!？?，,。；;]|^关于|(?:指导|实施|若干)意见$|(?:通知|办法|方案|规定|决定|解读)$"
)
_MARKS = re.compile(r"conac\.cn|beian|miit\.gov\.cn|zfwzgl|jiucuo|kaipuyun", re.I)
_TURNING = {Place.PAGER, Place.FEED}


class Leads(IntEnum):
    """How far a way in could be followed, the surest first."""

    IN = 0  # to a page of the site that holds something
    AWAY = 1  # to another website, which was not looked at
    SCRIPT = 2  # a script knows where
    UNREAD = 3  # to a page that did not come home, or came home empty
    NOWHERE = 4  # the site itself says that there is nothing


@dataclass(frozen=True, slots=True)
class Way:
    page: Page  # that offers it
    link: Link
    leads: Leads

    @property
    def name(self) -> str:
        return self.link.text or "图片链接"

    @property
    def host(self) -> str:
        return urlsplit(self.link.url).netloc


@dataclass(frozen=True, slots=True)
class Offer:
    """A link or a button whose words are those of a menu, with the page that first shows it."""

    page: Page
    link: Link
    words: str  # without white space; empty for a picture without a name


@once_a_site
def offers(site: Site) -> tuple[Offer, ...]:
    """Everything short that the unit's pages offer to follow, each address and words once.

    Headlines, dated entries of lists and reports of events are left out.
    """
    found: list[Offer] = []
    known: set[tuple[str, str]] = set()
    for page in my_pages(site):
        for link in (*page.links, *page.lost):
            if (link.url, link.text) in known:
                continue
            known.add((link.url, link.text))
            words = "".join(link.text.split())
            headline = len(words) > _LONGEST or link.on or _SENTENCE.search(words)
            if not headline and link.place not in _TURNING and not _HAPPENED.search(words):
                found.append(Offer(page, link, words))
    return tuple(found)


def ways_in(
    site: Site,
    words: re.Pattern[str],
    unless: re.Pattern[str] | None = None,
    *,
    hosts: re.Pattern[str] | None = None,
    among: Iterable[Offer] | None = None,
) -> list[Way]:
    """Ways in whose words match, best first; each address and each button once.

    Args:
        hosts: names of hosts that tell what a picture without words leads to.
        among: the offers of the site, where the caller has them already.
    """
    found: dict[str, Way] = {}
    for offer in offers(site) if among is None else among:
        if offer.words:
            named = words.search(offer.words) and not (unless and unless.search(offer.words))
        else:
            named = bool(hosts and hosts.search(urlsplit(offer.link.url).netloc))
        if named:
            way = Way(offer.page, offer.link, _leads(site, offer.link))
            found.setdefault(offer.link.url or offer.words, way)
    return sorted(found.values(), key=lambda way: way.leads)


def nameless(site: Site) -> Way | None:
    """A picture without words on the front page that leads to another website: it may be any
    entrance. The marks of a site lead away so, too, and are left out.
    """
    for offer in offers(site):
        if offer.words or offer.page is not site.home or _MARKS.search(offer.link.url):
            continue
        if _leads(site, offer.link) is Leads.AWAY:
            return Way(offer.page, offer.link, Leads.AWAY)
    return None


def _leads(site: Site, link: Link) -> Leads:
    if not link.url:
        return Leads.SCRIPT
    target = site.page(link.url)
    if target is not None and site.own(target.url):
        return Leads.IN if filled(target) else Leads.UNREAD
    if site.dead(link.url):
        return Leads.NOWHERE
    return Leads.UNREAD if site.own(link.url) else Leads.AWAY


def shown_way(site: Site, way: Way) -> Evidence:
    """A way in as evidence: on the page that offers it, for that is the unit's own."""
    where = f"指向 {way.host}" if way.leads is Leads.AWAY else _SAID[way.leads]
    return site.evidence(way.page.url, f"“{way.name}”{where}")


_SAID = {
    Leads.IN: "可以打开",
    Leads.AWAY: "指向其他网站",
    Leads.SCRIPT: "由脚本打开",
    Leads.UNREAD: "没有读到",
    Leads.NOWHERE: "打不开",
}
_OUTCOMES = {
    Leads.IN: Outcome.MET,
    Leads.AWAY: Outcome.MET,
    Leads.SCRIPT: Outcome.MET,
    Leads.UNREAD: Outcome.UNKNOWN,
    Leads.NOWHERE: Outcome.PARTIAL,
}


def exists(ways: list[Way]) -> tuple[Outcome, str]:
    """What the best way in proves: that there is an entrance, not that it can be used."""
    best = ways[0]
    note = "" if best.leads is Leads.IN else f"“{best.name}”{_SAID[best.leads]}"
    return _OUTCOMES[best.leads], note
