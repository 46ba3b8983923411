"""The check of days that the site itself contradicts: only ever a suspicion."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from crawlers.findings import blind_spot, met, unknown
from crawlers.looking import my_pages
from crawlers.registry import Ask, check
from crawlers.site import Site
from data.calendar import CHINA
from data.check_limits import share as limit_share
from data.types import Cause, Evidence, Finding, Page, PageKind

_ID = re.compile(r"(\d{4,10})(?=\D*$)")
_DATED = re.compile(r"20\d{2}[-/_]?(?:0[1-9]|1[0-2])")
_IN_ORDER = limit_share("order_share")  # of neighbours, so that the numbers follow time
_NEIGHBOURS = 4  # on either side: what one page out of line says nothing against


@dataclass(frozen=True, slots=True)
class _Numbered:
    number: int
    shown: date
    page: Page


@check(
    title="发布日期疑点",
    basis="国办秘函〔2019〕19号单项否决“弄虚作假（伪造发稿日期）”",
    counts={"compared": "能够比较的页面数", "suspected": "日期可疑的页面数"},
    passed_on_too=True,
)
def dates_forged(site: Site, ask: Ask, *, days: int = 60, year_only: bool = True) -> Finding:
    """查找页面标注的发布日期与网站自身的先后次序相矛盾的页面。

    网址末尾的编号通常按录入次序递增：同一栏目地址下，编号前后各4个页面的日期都比某一页面晚 days 日
    以上的，该页面标注的日期可疑。标注日期晚于采集日期的同样可疑。只比较编号大体随日期递增（相邻两
    个八成以上不倒退）的栏目。year_only 为真时只列出标注日期在评估年度和上一年度内的。

    一律只记疑似，由人工核对：补录旧文件、网站迁移、置顶重发都会造成同样的现象。没有逐次采集的首见
    时间，只凭编号次序和本次采集时间判断。

    不判定：能够比较的页面不足20个的；发布日期和编号读不出的。
    """
    compared = 0
    found: list[tuple[Page, str]] = []
    years = {ask.year, ask.year - 1}
    for page in my_pages(site, PageKind.ARTICLE):
        seen = _seen_on(site, page)
        if page.published_on and seen and page.published_on > seen:
            said = f"标注{page.published_on.isoformat()}，采集于{seen.isoformat()}"
            found.append((page, said))
    for series in _series(site):
        compared += len(series)
        found += _out_of_line(series, days)
    found = [
        (page, said)
        for page, said in found
        if not year_only or (page.published_on and page.published_on.year in years)
    ]
    counts = {"compared": compared, "suspected": len(found)}
    evidence = [site.evidence(page.url, f"{page.title}：{said}") for page, said in found]
    if found:
        reason = f"{len(found)}个页面标注的发布日期与编号次序或采集时间矛盾，疑似，需人工核对"
        return replace(unknown(Cause.SUSPECTED, reason, evidence), counts=counts)
    if compared < _FEWEST:
        if spot := blind_spot(site, ("news", "notice")):
            return unknown(spot[0], f"能够比较编号和日期的页面只有{compared}个：{spot[1]}")
        return unknown(Cause.NO_BASIS, f"能够比较编号和日期的页面只有{compared}个")
    home: tuple[Evidence, ...] = (site.evidence(site.entry, f"比较{compared}个页面"),)
    return met(f"比较{compared}个页面的编号与日期，次序未见矛盾", home, counts=counts)


_FEWEST = 20


def _seen_on(site: Site, page: Page) -> date | None:
    """The day of this look, in China; in a saved copy nobody knows when the page was seen."""
    fetch = site.fetches.get(page.url)
    return None if site.copy or fetch is None else fetch.fetched_at.astimezone(CHINA).date()


def _series(site: Site) -> Iterator[Sequence[_Numbered]]:
    """Articles below one address, whatever months it holds, by the number at its end."""
    groups: dict[str, list[_Numbered]] = defaultdict(list)
    for page in my_pages(site, PageKind.ARTICLE):
        parts = urlsplit(page.url)
        match = _ID.search(parts.path)
        if match is None or page.published_on is None:
            continue
        place = _DATED.sub("", parts.path[: match.start()])
        folder = re.sub(r"\d+", "#", place)
        numbered = _Numbered(int(match.group(1)), page.published_on, page)
        groups[f"{parts.netloc}{folder}"].append(numbered)
    for group in groups.values():
        series = sorted(group, key=lambda one: (one.number, one.page.url))
        if len(series) > 2 * _NEIGHBOURS and _follows_time(series):
            yield series


def _follows_time(series: Sequence[_Numbered]) -> bool:
    """Numbers were given as pages came; elsewhere they say nothing about days."""
    rising = sum(a.shown <= b.shown for a, b in pairwise(series))
    return rising >= _IN_ORDER * (len(series) - 1)


def _out_of_line(series: Sequence[_Numbered], days: int) -> Iterator[tuple[Page, str]]:
    """Pages whose day is older than that of all their neighbours in the order of numbers."""
    limit = timedelta(days=days)
    for n in range(_NEIGHBOURS, len(series) - _NEIGHBOURS):
        one = series[n]
        before, after = series[n - _NEIGHBOURS : n], series[n + 1 : n + 1 + _NEIGHBOURS]
        oldest = min(near.shown for near in (*before, *after))
        if oldest - one.shown > limit:
            said = (
                f"标注{one.shown.isoformat()}，编号{one.number}，"
                f"前面的{before[-1].number}标注{before[-1].shown.isoformat()}"
            )
            yield one.page, said
