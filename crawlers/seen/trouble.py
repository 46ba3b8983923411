"""Why nothing can be said about a site as a whole. Pure.

Could not look is not missing: a site that let nobody in, or is not the unit's, accuses nobody.
"""

import re
from collections.abc import Iterable

from crawlers.network.outcomes import describe
from crawlers.seen.answers import Seen
from data.types import Cause, FetchOutcome, Page, PageState, Rung, Step

_ALIKE = 3  # as many addresses with the very same words are one page, not several
_VARIES = re.compile(r"https?://\S+|/[\w./%?=&-]+|\d{1,2}:\d\d(?::\d\d)?|[0-9a-f-]{16,}", re.I)
_PARKED = re.compile(
    r"(?:此|该|本)?域名.{0,8}(?:出售|转让|已过期|已到期|求购|竞价|抢注)|(?:出售|转让|购买)(?:此|该|本)域名"
    r"|domain.{0,20}(?:for sale|parked|expired)|buy this domain",
    re.IGNORECASE,
)
_PARKED_TEXT = 1500  # characters; a page with more on it is a website


def trouble(site: Seen) -> tuple[Cause, str] | None:
    """Why nothing can be said about a site, or None when it could be read.

    A home page alone is not a look: at least one page behind it must have been read too.
    """
    entry, home = site.fetches.get(site.entry), site.home
    if entry is None:
        return Cause.NOT_COLLECTED, "尚未采集该单位网站"
    if home is None or (site.door == site.entry and not entry.shown):
        cause = Cause.BLOCKED if entry.outcome.refused_us else Cause.SITE_DOWN
        if entry.outcome is FetchOutcome.INTERNAL:
            cause = Cause.NOT_READ
        where = ""
        if entry.outcome is FetchOutcome.REDIRECTED_OFF_SITE:
            where = f"（{entry.note.removeprefix('跳转到 ')}）"
        return cause, f"首页没有读到：{describe(entry)}{where}"
    if home.state is PageState.SPAM or _parked(home):
        return Cause.SITE_DOWN, "首页不是本单位的内容（疑似被篡改，或域名已转让、停放）"
    if home.state is PageState.CHALLENGE:
        return Cause.BLOCKED, "首页返回的是访问验证页面"
    if home.state is PageState.ERROR:
        return Cause.SITE_DOWN, "首页返回的是出错页面"
    return _behind(site, home)


def _behind(site: Seen, home: Page) -> tuple[Cause, str] | None:
    """Why nothing can be said of what lies behind a home page that was read."""
    behind = [page for page in site.pages.values() if page is not home and site.was_read(page)]
    here = _said(home)
    words: list[str] = []
    for page in behind:
        if (said := _said(page)) != here:
            words.append(said)
            if said != words[0]:  # on a sound site the second page says so
                return None
    if 0 < len(words) < _ALIKE:
        return None
    if behind:  # one page for every address, an error whatever its words
        return Cause.NOT_READ, f"所有网址返回同一页面（{len(behind)} 个网址），未读到真实内容"
    if any(file.state == "ok" for file in site.documents.values()):
        return None  # no page behind it was read, so its entries are files
    failed = [f for f in site.fetches.values() if f.url != site.entry and not f.outcome.read]
    if any(f.outcome.refused_us for f in failed):
        return Cause.BLOCKED, "首页以外的页面全部拒绝访问"
    if home.state is PageState.JS_SHELL:
        return (
            Cause.NEEDS_BROWSER,
            f"首页内容由脚本生成，需要浏览器才能读取{no_browser(site.steps)}",
        )
    return Cause.NOT_READ, f"除首页外没有读到任何页面（{len(failed)} 个链接均打不开）"


def no_browser(steps: Iterable[Step]) -> str:
    """Why no browser drew what needed one, in brackets behind a reason; empty when one did."""
    drawn = {FetchOutcome.OK, FetchOutcome.TRUNCATED}
    notes = (s.note for s in steps if s.rung is Rung.BROWSER and s.outcome not in drawn)
    said = next((note for note in notes if note), "")
    return f"（{said}）" if said else ""


def _said(page: Page) -> str:
    """The words of a page without address, clock and error number, in which one answer varies."""
    return " ".join(_VARIES.sub(" ", page.whole_text).split())


def _parked(home: Page) -> bool:
    """The name belongs to a dealer now, who offers it for sale."""
    words = f"{home.title}\n{home.whole_text}"
    return len(words) <= _PARKED_TEXT and _PARKED.search(words) is not None
