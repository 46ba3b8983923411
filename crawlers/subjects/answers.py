"""What became of the opinions that the public gave: which entry answers which consultation."""

import re

from crawlers.registry import Ask
from crawlers.site import Item, Site, once_a_site
from crawlers.subjects.consultations import Consultation, is_answer
from crawlers.subjects.contents import my_items, readable
from crawlers.subjects.titles import TitleIndex
from data.types import Place

_SAID = re.compile(
    r"(?:共|未)?收到[^。；]{0,20}意见[^。]{0,60}(?:采纳|吸收)|采纳情况[:：]|未收到[^。；]{0,12}意见"
)


def answered_by(site: Site, ask: Ask, asked: Consultation) -> Item | None:
    """The entry that tells what became of the opinions: linked, of the same name, or the page."""
    places = _linked(site, ask, asked.item)
    places.update(_names(site, ask).of_same_name(asked.item.title))
    if places:
        return _answers(site, ask)[min(places)]
    page = asked.item.page
    return asked.item if page and _SAID.search(page.text) else None


@once_a_site
def _answers(site: Site, ask: Ask) -> tuple[Item, ...]:
    return tuple(
        item for item in my_items(site, ask) if is_answer(item.title) and readable(site, item)
    )


@once_a_site
def _names(site: Site, ask: Ask) -> TitleIndex:
    return TitleIndex(item.title for item in _answers(site, ask))


def _linked(site: Site, ask: Ask, asked: Item) -> set[int]:
    """Places of the answers that the page leads to, or that lead to it."""
    places, leading = _links(site, ask)
    there = {places[url] for url in _targets(site, asked) if url in places}
    return there | leading.get(asked.url, set())


@once_a_site
def _links(site: Site, ask: Ask) -> tuple[dict[str, int], dict[str, set[int]]]:
    """Places of the answers by their address, and by the addresses that they link to."""
    answers = _answers(site, ask)
    leading: dict[str, set[int]] = {}
    for place, answer in enumerate(answers):
        for url in _targets(site, answer):
            leading.setdefault(url, set()).add(place)
    return {answer.url: place for place, answer in enumerate(answers)}, leading


def _targets(site: Site, item: Item) -> set[str]:
    links = item.page.links if item.page else ()
    return {site.final(link.url) for link in links if link.place is Place.CONTENT}
