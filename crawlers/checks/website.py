"""Checks of the front page: can it be reached, is it kept up, does it carry the marks it must."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from crawlers.findings import by_items, met, partial, proof, unknown
from crawlers.looking import around, day_of_look, listed, my_pages, without_site
from crawlers.network.outcomes import describe
from crawlers.registry import Ask, check
from crawlers.seen.answers import READ_STATES
from crawlers.site import Site
from data.types import (
    Cause,
    Evidence,
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


# --- marks ---------------------------------------------------------------------------------------

MARKS = {
    "party_mark": "党政机关网站标识",
    "site_code": "网站标识码",
    "icp": "ICP备案号",
    "police": "公安备案号",
    "report_errors": "“我为政府网站找错”入口",
    "elder_mode": "适老化或无障碍入口",
}
_SAID = {
    "party_mark": re.compile("党政机关(网站)?标识|事业单位(网站)?标识"),
    "site_code": re.compile(r"(网站)?标识码[：:\s]*[A-Za-z]{0,2}\d{8,12}"),
    "icp": re.compile(r"[\u4e00-\u9fa5]\s*ICP\s*备\s*\w+", re.I),
    "police": re.compile(r"公网安备\s*\d+"),
    "report_errors": re.compile("网站找错|找错(网站)?"),
}
# The whole words of a button; a longer text only speaks of accessibility.
_ELDER_BUTTON = re.compile(
    "(打开|进入|切换|开启|网站|网页)*("
    "无障碍(阅读|浏览|服务|版|辅助|工具|模式|通道|访问|浏览器|导航|助手|工具条|辅助工具)*|"
    "(长者|适老|适老化|关怀|老年人?|爱心)(版|模式|服务|专区|浏览|阅读|助手|关怀|辅助)+)"
    "(版|模式|浏览|入口|通道)?"
)
_LINKED = {
    "party_mark": re.compile(r"conac\.cn|bszs\.", re.I),
    "report_errors": re.compile(r"jiucuo|pucha\.kaipuyun|zfwzgl", re.I),
    "elder_mode": re.compile(r"wza|barrierfree|accessib|laonian|zhangzhe", re.I),
}
_FOOTER = re.compile(
    "主办单位|主办[：:]|承办单位|版权所有|ICP备|网站标识码|公网安备|"
    "©|copyright|技术支持|powered by",
    re.I,
)
_FOOT = 800  # characters at the end of a page; its footer lies there
_NUMBERS = ("site_code", "icp", "police")
# Marks that many sites draw with a script which the page facts do not show.
_DRAWN = {"party_mark", "report_errors", "elder_mode"}


@check(
    title="标识、备案与适老化入口",
    basis="国办发〔2017〕47号“底部功能区”；国办秘函〔2019〕19号“网站标识”“找错”；国办发〔2020〕45号",
    items=MARKS,
    passed_on_too=True,
)
def identity_marks(site: Site, ask: Ask) -> Finding:
    """在首页（其次在其他页面）的页脚和链接中寻找六项标识：党政机关网站标识、网站标识码、
    ICP备案号、公安备案号、“我为政府网站找错”入口、适老化或无障碍入口。

    编号不在首页的，页面须与首页写有相同的标识码或备案号，或者半数以上的页面写着同一编号：副本和门
    户中夹有其他网站的页面。网站标识码也可以写在网页标签SiteIDCode 中。只核对有没有，不核对编号的真
    伪。页脚读到而没有的编号为缺。适老化或无障碍入口只认菜单、页头、页脚中的链接和按钮，正文中讲到
    无障碍的不算。页脚没有读到（例如由脚本载入）的，六项中未见的都不作结论。党政机关标识、找错和适
    老化入口常以图片和脚本呈现：页面上看不出来时不作结论，由人工核对。设在上级门户上的单位不适用。
    """
    if answer := without_site(site):
        return answer
    home = site.home
    if home is None:
        return unknown(Cause.NOT_READ, "首页没有读到")
    pages = [home, *(page for page in my_pages(site) if page is not home)]
    found = {key: _mark(site, pages, key) for key in MARKS}
    footer = any(_FOOTER.search(page.whole_text[-_FOOT:]) for page in pages)
    outcomes = {key: _mark_outcome(key, found[key] is not None, footer) for key in MARKS}
    seen = [evidence for evidence in found.values() if evidence]
    if not seen and not footer:
        return unknown(Cause.NEEDS_BROWSER, "页脚没有读到（可能由脚本载入），标识无从核对")
    note = "页面文字中未见，可能以图片或脚本呈现" if footer else "页脚没有读到"
    notes = {key: note for key, outcome in outcomes.items() if outcome is Outcome.UNKNOWN}
    if not seen:
        seen = [site.evidence(home.url, "页脚中未见各项标识")]
    finding = by_items(outcomes, MARKS, seen, cause=Cause.NEEDS_PERSON, notes=notes)
    return replace(finding, looked=proof(site))


def _mark_outcome(key: str, seen: bool, footer: bool) -> Outcome:
    if seen:
        return Outcome.MET
    return Outcome.MISSING if footer and key not in _DRAWN else Outcome.UNKNOWN


def _mark(site: Site, pages: Sequence[Page], key: str) -> Evidence | None:
    if key == "elder_mode":
        return _elder_button(site, pages)
    if key in _NUMBERS:
        return _number_mark(site, pages, key)
    known: set[tuple[str, str]] = set()  # links that are no mark: every page repeats the menu
    for page in pages:
        if found := _SAID[key].search(page.whole_text):
            return site.evidence(page.url, around(page.whole_text, found))
        for link in page.links:
            if (link.url, link.text) in known:
                continue
            if _LINKED[key].search(link.url) or _SAID[key].search(link.text):
                return site.evidence(page.url, f"{link.text} {link.url}".strip())
            known.add((link.url, link.text))
    return None


def _number_mark(site: Site, pages: Sequence[Page], key: str) -> Evidence | None:
    """A number on the front page, on a page that shares another number with it, or on most pages.

    Any other page may be somebody else's: portals and copies hold some.
    """
    home = pages[0]
    for page in pages if key == "site_code" else ():
        if code := page.meta.get("siteidcode", "").strip():
            return site.evidence(page.url, f"SiteIDCode：{code}")
    known = {name: number for name in _NUMBERS if (number := _number(home, name))}
    numbers = [_number(page, key) for page in pages]
    if not any(numbers):
        return None
    most, times = Counter(filter(None, numbers)).most_common(1)[0]
    for page, number in zip(pages, numbers, strict=True):
        if not number:
            continue
        shared = any(_number(page, name) == other for name, other in known.items())
        if page is home or shared or (number == most and 2 * times > len(pages)):
            found = _SAID[key].search(page.whole_text)
            return site.evidence(page.url, around(page.whole_text, found) if found else number)
    return None


def _number(page: Page, key: str) -> str:
    """The figures of a number on the page, without its label; "" when there is none."""
    found = _SAID[key].search(page.whole_text)
    return re.sub(r"\D", "", found.group()) if found else ""


def _elder_button(site: Site, pages: Sequence[Page]) -> Evidence | None:
    """A link or a button of a page's frame; links without an address run scripts."""
    known: set[tuple[str, str]] = set()
    plain: set[str] = set()  # lines of frames that hold no button
    for page in pages:
        for link in (*page.links, *page.lost):
            if (link.url, link.text) in known:
                continue
            known.add((link.url, link.text))
            text = "".join(link.text.split())
            led = len(text) <= _SHORTEST_HEADLINE and _LINKED["elder_mode"].search(link.url)
            if led or _ELDER_BUTTON.fullmatch(text):
                return site.evidence(page.url, f"{link.text} {link.url}".strip())
        main = set(page.text.splitlines())
        for line in page.whole_text.splitlines():
            if line in main or line in plain:
                continue
            plain.add(line)
            for words in re.split(r"[\s|｜丨/、·]+", line):
                if _ELDER_BUTTON.fullmatch(words):
                    return site.evidence(page.url, words)
    return None


_SHORTEST_HEADLINE = 12  # characters; a link of fewer is a button or a menu word
