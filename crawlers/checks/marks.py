"""The check of the marks that a site must carry: who runs it, under which numbers, for whom."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from crawlers.findings import by_items, proof, unknown
from crawlers.looking import around, my_pages, without_site
from crawlers.registry import Ask, check
from crawlers.site import Site
from data.types import (
    Cause,
    Evidence,
    Finding,
    Outcome,
    Page,
)

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
    "site_code": re.compile(r"标识(?:编?码|代码)[（(]?[：:\s为]*[A-Za-z]{0,2}\d{8,12}"),
    # Cases spelt out: a pattern that ignores them takes twice as long.
    "icp": re.compile(
        r"(?<=[\u4e00-\u9fa5\s])[Ii][Cc][Pp]\s*[（(]?备(?!案)[)）]?\s*\w+"
        r"|(?:[Ii][Cc][Pp]|网站)\s*备案(?:序|编)?号?[：:\s]*[\u4e00-\u9fa5]?\w*\d{5,}"
    ),
    "police": re.compile(r"公网安备[^\d\n]{0,8}\d+|公安(?:机关)?(?:联网)?备案[^\d\n]{0,10}\d{6,}"),
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
_LONGEST_BUTTON = 12  # characters; a longer link is a headline
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
            led = len(text) <= _LONGEST_BUTTON and _LINKED["elder_mode"].search(link.url)
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
