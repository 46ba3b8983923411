"""Which interpretation explains which document: by name, or by links between them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crawlers.looking import in_every_list, in_time
from crawlers.registry import Ask
from crawlers.site import Item, Site, once_a_site
from crawlers.subjects.normative import normative
from crawlers.subjects.titles import TitleIndex, names_document, one_matter
from data.types import Link, Page, Place

BASIS = "国办发〔2016〕80号；国办发〔2017〕47号"

_WAYSIDE = re.compile(r"^[\[【]?(上|下)一?[篇条]")
_WAYSIDE_BEFORE = re.compile(
    r"((上|下)一?[篇条]|相关(链接|阅读|新闻|推荐)|(延伸|推荐|猜你).{0,4})[\]】]?[：:\s]*$"
)
_NEAR = 16  # characters before a link that may say what it is


@dataclass(frozen=True, slots=True)
class Pair:
    document: Item
    interpretation: Item
    mutual: bool  # each page links to the other


@once_a_site
def documents_of_year(site: Site, ask: Ask) -> tuple[Item, ...]:
    """The unit's own normative documents published in the assessment year."""
    found = normative(site, ask, date(ask.year, 1, 1))
    return tuple(item for item in found if item.on and item.on.year == ask.year)


@once_a_site
def pairs_of_year(site: Site, ask: Ask) -> tuple[Pair, ...]:
    """Every document of the year with the best interpretation found for it, if any."""
    known = {item.url: item for item in in_time(site.items, ask) if item.topic == "interpretation"}
    items = list(known.values())
    titles = TitleIndex(item.title for item in items)
    documents = documents_of_year(site, ask)
    leads = {item.url: _targets(site, item) for item in (*documents, *items)}
    linked = _linked(site, documents, items, leads)
    pairs = []
    for place, document in enumerate(documents):
        explaining = {*titles.of_same_name(document.title), *linked.get(place, ())}
        matches = [
            Pair(
                document, item, item.url in leads[document.url] and document.url in leads[item.url]
            )
            for item in (items[n] for n in sorted(explaining))
            if item.url != document.url
        ]
        if matches:
            pairs.append(min(matches, key=_merit))
    return tuple(pairs)


def _merit(pair: Pair) -> tuple[bool, bool, date, str]:
    """Sorts the best first: linked both ways, read, early."""
    item = pair.interpretation
    return not pair.mutual, item.page is None, item.on or date.max, item.url


def _linked(
    site: Site,
    documents: Sequence[Item],
    items: Sequence[Item],
    leads: Mapping[str, frozenset[str]],
) -> Mapping[int, frozenset[int]]:
    """Places of the interpretations that a link joins to the document at each place.

    One that says in its title what it explains is left out: its link is only a reference. So are
    titles that have no words in common.
    """
    frame = in_every_list(site)
    open_ = {item.url: n for n, item in enumerate(items) if not names_document(item.title)}
    wanted = {document.url: n for n, document in enumerate(documents)}
    organs = frozenset({site.unit.name, *site.unit.aliases})
    joined: dict[int, set[int]] = {}

    def join(document: int, item: int, here: Item, there: str) -> None:
        if item in joined.get(document, ()) or there in frame:
            return
        titles = items[item].title, documents[document].title
        if one_matter(organs, *titles) and _points(site, here, there):
            joined.setdefault(document, set()).add(item)

    for document, here in enumerate(documents):
        for url in leads[here.url] & open_.keys():
            join(document, open_[url], here, url)
    for item in open_.values():
        for url in leads[items[item].url] & wanted.keys():
            join(wanted[url], item, items[item], url)
    return {place: frozenset(found) for place, found in joined.items()}


def _points(site: Site, here: Item, there: str) -> bool:
    """The content of a page leads there; menus and neighbours in the list do not count."""
    return here.page is not None and any(
        link.place is Place.CONTENT
        and site.final(link.url) == there
        and not _beside_the_way(here.page, link)
        for link in here.page.links
    )


def _beside_the_way(page: Page, link: Link) -> bool:
    """The link stands behind 相关链接, 上一篇 or 下一篇."""
    if _WAYSIDE.match(link.text):
        return True
    head, found, _ = page.whole_text.partition(link.text)
    return bool(link.text and found and _WAYSIDE_BEFORE.search(head[-_NEAR:]))


def _targets(site: Site, item: Item) -> frozenset[str]:
    """Addresses that the page leads to, its menus included."""
    return frozenset(site.final(link.url) for link in item.page.links) if item.page else frozenset()
