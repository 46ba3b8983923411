"""Whose disclosure it is that a check saw: nothing of another body is to a unit's credit.

A unit that passes on what another body disclosed has not disclosed its own; nor is it to blame for
faults of what it passed on. Hosts that share a registered domain belong to many bodies.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from crawlers.findings import unknown
from crawlers.site import Site, once_a_site
from crawlers.subjects.authorship import belongs, credited, is_named, passed_on
from data.types import Cause, Evidence, Finding, Outcome, Page
from data.units import governs

_HOST = re.compile(r"主办(?:单位)?\s*[：:]\s*([\u4e00-\u9fa5（）()]{4,30})")
_PRAISE = {Outcome.MET, Outcome.PARTIAL}


def to_the_units_credit(site: Site, finding: Finding, *, passed_on_too: bool = False) -> Finding:
    """The finding without praise for what another body disclosed; UNKNOWN when nothing is left.

    PARTIAL, with its items and counts, stands on any piece of the unit's; the others show faults.

    Args:
        passed_on_too: the check is about pages as such, whoever wrote what is on them.
    """
    if finding.outcome not in _PRAISE or not finding.evidence:
        return finding
    here = tuple(piece for piece in finding.evidence if _on_its_host(site, piece.url))
    if not here:
        host = urlsplit(finding.evidence[0].url).netloc
        reason = f"所见内容都在其他网站（{host}），不能计为本单位公开，需人工核对"
        return unknown(Cause.ELSEWHERE, reason, finding.evidence)
    kept = here if passed_on_too else tuple(_own(site, here))
    if not kept:
        whose = next(filter(None, (_whose(site, piece.url) for piece in here)), "其他单位")
        reason = f"所见内容出自{whose}，不能计为本单位公开，需人工核对"
        return unknown(Cause.NO_BASIS, reason, finding.evidence)
    return replace(finding, evidence=kept) if finding.outcome is Outcome.MET else finding


@once_a_site
def others_site(site: Site) -> tuple[Cause, str] | None:
    """Why the whole site is not the unit's: its front page says whose it is, and no page so much
    as names the unit. None when that is not so, and for a unit that nobody named.
    """
    home = site.home
    if home is None or not is_named(site.unit):
        return None
    found = _HOST.search(home.whole_text)
    if found is None or belongs(site.unit, found[1]):
        return None
    if any(_names_the_unit(site, page) for page in site.pages.values()):
        return None
    return Cause.ELSEWHERE, f"首页写明主办单位是“{found[1]}”，没有一页提到本单位，需人工核对网址"


def _on_its_host(site: Site, url: str) -> bool:
    """It lies on a host of the unit, or on one beside it whose page says that it is the unit's."""
    if site.own(url) or not site.credited(url):
        return site.own(url)
    page = site.page(url)
    return governs(site.unit) or page is None or _names_the_unit(site, page)


def _names_the_unit(site: Site, page: Page) -> bool:
    if not is_named(site.unit):
        return True
    said = f"{page.title}\n{page.whole_text}\n{page.meta.get('sitename', '')}"
    return any(name in said for name in (site.unit.name, *site.unit.aliases))


def _own(site: Site, evidence: Iterable[Evidence]) -> Iterable[Evidence]:
    """Pieces that are not surely another body's; a list or a front page is the site's own."""
    return (piece for piece in evidence if piece.url not in _of_others(site))


def _whose(site: Site, url: str) -> str:
    return _of_others(site).get(url, "")


@once_a_site
def _of_others(site: Site) -> dict[str, str]:
    """Addresses of the entries that are surely another body's, with its name where it is known.

    What a title suggests does not count against a source that names the unit.
    """
    found = {}
    for item in site.items:
        if passed_on(site.unit, item):
            whose = credited(site.unit, item)[1]
            if not whose or not belongs(site.unit, whose):
                found[item.url] = whose
    return found
