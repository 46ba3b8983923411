"""Checks of the front page: can it be reached, is it kept up."""

from datetime import date, timedelta

from crawlers.findings import met, partial, proof, unknown
from crawlers.looking import day_of_look, listed, without_site
from crawlers.network.outcomes import describe
from crawlers.registry import Ask, check
from crawlers.seen.answers import READ_STATES
from crawlers.site import Site
from data.types import (
    Cause,
    Fetch,
    Finding,
    Outcome,
    Page,
    PageState,
    Place,
)


@check(
    title="首页与一级栏目可访问",
    basis="国办秘函〔2019〕19号“站点无法访问”“可用性”",
    counts={"failed_columns": "打不开的一级栏目"},
    passed_on_too=True,
)
def site_reachable(site: Site, ask: Ask) -> Finding:
    """逐一核对首页导航（菜单、页头、页脚）中指向本站的栏目能否打开。

    网站明确答复不存在（404、410、出错页面）的，计为打不开。服务器出错（5xx）、连接超时、域名解析失
    败、拒绝采集程序等，可能只是一时或采集一方的原因，只列明，不计入；这类栏目达到一半时不作结论。
    保存的副本不能说明网站能否访问，不作结论。一周内的间隔监测由专门的监测任务完成，不在本项之内。
    """
    home = site.home
    if site.copy or home is None:
        return unknown(Cause.NOT_IN_COPY, "这是保存的网站副本，不能说明网站能否访问")
    tried: dict[str, tuple[str, Fetch]] = {}
    for link in home.links:
        fetch = site.fetches.get(link.url)
        if link.place is Place.NAV and link.text and fetch and site.own(link.url):
            tried.setdefault(link.url, (link.text, fetch))
    tried.pop(site.entry, None)
    if not tried:
        return unknown(Cause.NOTHING_TO_JUDGE, "首页导航中没有识别出指向本站的栏目")
    bad = [(text, f) for text, f in tried.values() if f.outcome.answered_no]
    unsure = [
        (text, f) for text, f in tried.values() if not f.outcome.read and (text, f) not in bad
    ]
    aside = f"；另有{listed(t for t, _ in unsure)}未能核对" if unsure else ""
    if bad:
        shown = [site.evidence(f.url, f"“{text}”：{describe(f)}") for text, f in bad]
        reason = (
            f"首页可以打开，导航中的 {len(tried)} 个栏目有 {len(bad)} 个打不开："
            f"{listed(t for t, _ in bad)}{aside}"
        )
        return partial(reason, shown, counts={"failed_columns": len(bad)})
    if 2 * len(unsure) >= len(tried):
        return unknown(Cause.NOT_READ, f"首页可以打开，但多数栏目未能核对{aside}")
    reason = f"首页和导航中的 {len(tried) - len(unsure)} 个栏目均可打开{aside}"
    return met(reason, [site.evidence(home.url, home.title)], counts={"failed_columns": 0})


@check(title="首页更新", basis="国办秘函〔2019〕19号单项否决“首页不更新”", passed_on_too=True)
def home_fresh(site: Site, ask: Ask, *, days: int = 14) -> Finding:
    """看首页所列信息中最新一条的发布日期，距评估截止日不超过规定天数 days（默认 14 天）的为符合，
    超过的为缺。

    日期取信息页上的发布日期，信息页没有的取首页列表旁的日期；截止日之后发布的不计。
    采集早于截止日的，以采集当天为准。首页只有导航、不列信息的，改看各栏目的信息。
    所列信息的页面全部读到而没有一条注明日期的，按“未注明时间视为不更新”处理。
    首页有未读到的信息、由脚本生成的内容，或首页只剩截止日之后的信息时，不作结论。
    网站副本不知何时保存，其中最新的信息早于规定天数的，不作结论。
    设在上级门户上的单位没有首页，不适用。
    """
    if answer := without_site(site):
        return answer
    home = site.home
    if home is None:
        return unknown(Cause.NOT_READ, "首页没有读到")
    day = day_of_look(site, ask)
    since = day - timedelta(days=days)
    if site.copy and day < ask.as_of - timedelta(days=days):
        reason = f"副本中最新的信息发布于 {day}，副本可能保存于截止日之前，不能说明首页没有更新"
        return unknown(Cause.NO_BASIS, reason)
    shown, later = _dated(site, home, day)
    if shown and shown[-1][0] >= since:
        on, title, url = shown[-1]
        return met(f"首页最新信息发布于 {on}：“{title}”", [site.evidence(url, f"{title} {on}")])
    elsewhere = sorted(
        (item.on, item.title, item.url) for item in site.items if item.on and item.on <= day
    )
    if not shown and elsewhere and elsewhere[-1][0] >= since:
        on, title, url = elsewhere[-1]
        reason = f"首页为导航页，栏目中最新信息发布于 {on}：“{title}”"
        return met(reason, [site.evidence(url, f"{title} {on}")])
    if later:
        return unknown(Cause.NO_BASIS, f"首页所列是 {day} 之后的信息，当时的首页已无从核对")
    if spot := _home_blind(site, home):
        return unknown(*spot)
    if shown:
        on, title, url = shown[-1]
        reason = f"首页最新信息发布于 {on}（“{title}”），距 {day} 已有 {(day - on).days} 天"
        evidence = [site.evidence(home.url, f"最新一条：{title} {on}"), site.evidence(url, title)]
    else:
        reason = "首页所列信息均未注明发布日期，按“未注明时间视为不更新”处理"
        evidence = [site.evidence(home.url, home.title)]
    return Finding(Outcome.MISSING, reason, evidence=tuple(evidence), looked=proof(site))


_HEADLINE = 10  # characters; the words of a menu are shorter


def _dated(site: Site, home: Page, day: date) -> tuple[list[tuple[date, str, str]], bool]:
    """Dated entries on the front page up to `day`, oldest first; and whether younger ones exist."""
    dated = []
    for link in home.links:
        page = site.page(link.url)
        on = (page.published_on if page else None) or link.on
        if on and page is not home:
            dated.append((on, link.text or (page.title if page else ""), link.url))
    return sorted(entry for entry in dated if entry[0] <= day), any(d[0] > day for d in dated)


def _home_blind(site: Site, home: Page) -> tuple[Cause, str] | None:
    """Why younger entries may stand on the front page unseen, or None."""
    if home.state is PageState.JS_SHELL:
        return Cause.NEEDS_BROWSER, "首页内容由脚本生成，需要浏览器才能读取"
    for link in home.links:
        if site.dead(link.url):
            continue
        page = site.page(link.url)
        if page is not None and page.state in READ_STATES:
            continue
        if link.place in {Place.FRAME, Place.FEED}:
            return Cause.NEEDS_BROWSER, "首页的部分内容由脚本或框架载入，没有读到"
        headline = link.place is Place.CONTENT or len(link.text) >= _HEADLINE
        if headline and not link.on and site.own(link.url) and not _is_file(site, link.url):
            cause = Cause.NOT_IN_COPY if site.copy else Cause.NOT_READ
            return cause, f"首页上的“{link.text}”没有读到，不能排除有更新的信息"
    return None


def _is_file(site: Site, url: str) -> bool:
    return url in site.documents or url.lower().rpartition(".")[2] in {
        "pdf", "doc", "docx", "xls", "xlsx", "wps", "et", "zip", "rar", "jpg", "png", "mp4", "apk",
    }  # fmt: skip
