"""What the checks share: which day counts, what a complete look may conclude, how to word it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from crawlers.findings import blind_spot, by_items, not_applicable, proof
from crawlers.registry import Ask
from crawlers.seen.answers import READ_STATES
from crawlers.site import Column, Item, Site, once_a_site
from data.calendar import CHINA
from data.types import (
    Cause,
    Evidence,
    Finding,
    Link,
    Outcome,
    Page,
    PageKind,
    PageState,
)

# --- time ---------------------------------------------------------------------------------------


def day_of_look(site: Site, ask: Ask) -> date:
    """The last day that can be judged: the cut-off, or the day of the visit if that came first.

    Nobody knows when a saved copy was made; the youngest entry in it is the last day it can speak
    of.
    """
    if site.copy:
        seen = (item.on for item in site.items if item.on and item.on <= ask.as_of)
        return max(seen, default=ask.as_of)
    entry = site.fetches.get(site.door)
    return min(ask.as_of, entry.fetched_at.astimezone(CHINA).date()) if entry else ask.as_of


def in_time(items: Iterable[Item], ask: Ask) -> tuple[Item, ...]:
    """Entries not known to be younger than the cut-off."""
    return tuple(item for item in items if item.on is None or item.on <= ask.as_of)


# --- place --------------------------------------------------------------------------------------


def without_site(site: Site) -> Finding | None:
    """The answer about a website for a unit that has none: its portal's owner answers for that."""
    if site.unit.columns:
        return not_applicable("本单位没有独立网站，由所在门户的主管单位负责")
    return None


@once_a_site
def my_columns(site: Site) -> tuple[Column, ...]:
    """The unit's columns."""
    return tuple(column for column in site.columns if site.own(column.url))


@once_a_site
def my_pages(site: Site, *kinds: PageKind) -> tuple[Page, ...]:
    """The unit's pages that were read, of these kinds (of any kind when none is given)."""
    return tuple(
        page
        for page in site.pages.values()
        if page.state in READ_STATES
        and (not kinds or page.kind in kinds)
        and page.url not in site.data_files
        and site.own(page.url)
    )


@once_a_site
def in_every_list(site: Site) -> frozenset[str]:
    """Addresses that more than a third of the columns list: a block of the frame, not entries."""
    lists = [column for column in site.columns if column.items]
    times = Counter(item.url for column in lists for item in column.items)
    return frozenset(url for url, n in times.items() if n >= 4 and 3 * n > len(lists))


def prose(page: Page) -> str:
    """All of a page's text that is not the words of its links: on a list, nearly nothing."""
    linked = {link.text for link in page.links if len(link.text) > 3}
    lines = [line for line in page.whole_text.splitlines() if line not in linked]
    if len(lines) * len(linked) > _MOST_PAIRS:
        return "\n".join(lines)
    return "\n".join(line for line in lines if not any(text in line for text in linked))


_MOST_PAIRS = 4_000_000  # of lines and links: no page for readers has more
_LONGEST_MENU = 20  # characters; longer words of a link are a title, not the name of a part


def entrances(site: Site, words: re.Pattern[str]) -> Iterator[tuple[Page, Link, Page | None]]:
    """Menu words that match: the page they stand on, the link, the page they lead to if read."""
    seen: set[str] = set()
    known: dict[str, bool] = {}  # pages repeat the same menu words
    for page, link in _menu(site):
        if link.text not in known:
            known[link.text] = words.search(link.text) is not None
        if known[link.text] and link.url not in seen:
            seen.add(link.url)
            yield page, link, site.page(link.url)


@once_a_site
def _menu(site: Site) -> tuple[tuple[Page, Link], ...]:
    return tuple(pair for pair in site.offered if len(pair[1].text) <= _LONGEST_MENU)


def filled(page: Page | None) -> bool:
    """The page was read and holds something: not an error page, not an empty column."""
    return page is not None and page.state is PageState.OK


def page_itself(site: Site, topics: Sequence[str], *names: re.Pattern[str] | None) -> Page | None:
    """The page behind one of these names that is itself the disclosure, a text or a table: no list
    of entries leads to it.
    """
    pages = site.spots.prose(*topics)
    return next((p for p in pages if any(x.search(p.title) for x in names if x)), None)


# --- conclusions --------------------------------------------------------------------------------


def lacking(site: Site, *topics: str) -> Outcome:
    """What to say of something not seen: MISSING after a complete look at `topics`."""
    return Outcome.UNKNOWN if blind_spot(site, topics) else Outcome.MISSING


def checklist(
    site: Site,
    outcomes: Mapping[str, Outcome],
    names: Mapping[str, str],
    evidence: Iterable[Evidence],
    *,
    topics: Sequence[str],
    words: Sequence[str] = (),
    notes: Mapping[str, str] | None = None,
) -> Finding:
    """`by_items` with the proof of the look that its missing items rest on."""
    spot = blind_spot(site, topics)
    cause = spot[0] if spot else Cause.NO_BASIS
    said = dict(notes or {})
    if spot:
        said = {k: spot[1] for k, v in outcomes.items() if v is Outcome.UNKNOWN} | said
    finding = by_items(outcomes, names, evidence, cause=cause, notes=said)
    return replace(finding, looked=proof(site, topics, words))


def share_outcome(good: int, judged: int, share: float = 1) -> Outcome:
    """MET when all are in order, MISSING when none is, PARTIAL between.

    Args:
        share: 0.5-1; so many of all will do for MET, and as many out of order for MISSING. A check
            that sets it below 1 publishes it as a parameter, and why.
    """
    if judged == 0:
        return Outcome.UNKNOWN
    enough = Fraction(str(share)) * judged
    if good >= enough:
        return Outcome.MET
    return Outcome.MISSING if judged - good >= enough else Outcome.PARTIAL


# --- words --------------------------------------------------------------------------------------


def listed(names: Iterable[str], measure: str = "个", most: int = 5) -> str:
    """“甲”、“乙”等7个: at most `most` names, then the full number."""
    distinct = list(names)
    shown = "、".join(f"“{name}”" for name in distinct[:most])
    return shown if len(distinct) <= most else f"{shown}等{len(distinct)}{measure}"


def first_of(faults: Sequence[str], most: int = 4) -> str:
    """甲；乙等7处: at most `most` sentences about faults, then the full number."""
    shown = "；".join(faults[:most])
    return shown if len(faults) <= most else f"{shown}等{len(faults)}处"


def around(text: str, found: re.Match[str], width: int = 24) -> str:
    """The words of a match with a little of the line around them, for a quote."""
    start, end = max(0, found.start() - 8), min(len(text), found.end() + width)
    return " ".join(text[start:end].split())


LEAST_TEXT = 100  # characters; a disclosure shorter than that, with pictures, is in the pictures


def written_with_files(site: Site, page: Page) -> tuple[str, bool]:
    """The text of a page and of its attachments, and whether all of them could be read: an
    article of hardly any words may say it in its pictures.
    """
    wordless = page.kind is PageKind.ARTICLE and len(page.text) < LEAST_TEXT
    parts, complete = [page.text], not (wordless and site.pictured(page))
    for attachment in page.attachments:
        document = site.documents.get(attachment.url)
        if document is None or document.state != "ok":
            complete = complete and site.dead(attachment.url)
            continue
        parts.append(document.text)
        parts += ["\t".join(row) for table in document.tables for row in table]
    return "\n".join(parts), complete
