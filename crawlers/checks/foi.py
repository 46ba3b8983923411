"""Checks of disclosure on request: the guide and the ways to apply."""

import re
from collections.abc import Iterator
from dataclasses import replace

from crawlers.findings import absent, by_items, proof
from crawlers.looking import (
    around,
    checklist,
    entrances,
    filled,
    lacking,
    my_pages,
    written_with_files,
)
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import document_text, files_about
from crawlers.subjects.foi_guide import GUIDE_WORDS, elements, is_guide, telephones
from data.types import Cause, Evidence, Finding, Outcome, Page, PageKind

# --- the guide -----------------------------------------------------------------------------------

GUIDE = {
    "organ": "工作机构名称",
    "address": "办公地址",
    "hours": "办公时间",
    "phone": "联系电话",
    "email": "电子邮箱或互联网联系方式",
    "apply": "申请方式",
    "remedy": "监督救济渠道",
}
_GUIDE_NAME = re.compile("(信息|政务)公开指南|^公开指南$")
_SHORTEST_GUIDE = 120  # characters; less is a page that only points to a file or a picture


@check(
    title="政府信息公开指南要素",
    basis="《政府信息公开条例》第十二条；国办公开办函〔2019〕61号",
    items=GUIDE,
)
def foi_guide(site: Site, ask: Ask) -> Finding:
    """在政府信息公开指南的正文和附件中核对七项要素：工作机构名称、办公地址、办公时间、联系电话、
    电子邮箱或互联网联系方式、申请方式、监督救济渠道。站内有多份指南的，以要素最全的一份为准。

    只核对写没写，不核对电话能否打通。依申请公开的页面所写电话与指南都不相同的，只作提示，由人工核
    对，不影响结果。指南的正文过短（内容可能在图片或
    未能读取的附件里）时，未见的要素不作结论。没有找到指南且相关栏目全部读到的，为缺。
    """
    guides = {page.url: page.title for page in _guides(site)}
    texts = [(page.url, *written_with_files(site, page)) for page in _guides(site)]
    for item, text in _in_files(site):
        guides[item.url] = item.title
        texts.append((item.url, text, bool(text)))
    if not texts:
        return absent(site, ["foi_guide"], "政府信息公开指南", ["公开指南"])
    url, text, complete = max(texts, key=lambda t: (elements(t[1]), t[2], len(t[1])))
    found = {key: words.search(text) for key, words in GUIDE_WORDS.items()}
    absent_as = Outcome.MISSING
    if not complete or len(text) < _SHORTEST_GUIDE:
        absent_as = Outcome.UNKNOWN
    outcomes = {key: Outcome.MET if match else absent_as for key, match in found.items()}
    evidence = [site.evidence(url, around(text, match)) for match in found.values() if match]
    evidence = evidence or [site.evidence(url, guides[url])]
    note = "指南的附件或图片没有读到"
    notes = {key: note for key, o in outcomes.items() if o is Outcome.UNKNOWN}
    if other := _other_telephone(site, text):
        notes["phone"] = f"“{other.quote}”上的电话与指南不同，需人工核对"
        evidence.append(other)
    finding = by_items(outcomes, GUIDE, evidence, cause=Cause.NOT_READ, notes=notes)
    return replace(finding, looked=proof(site, ["foi_guide"], list(GUIDE.values())))


def _other_telephone(site: Site, guide: str) -> Evidence | None:
    """A page about applying that gives telephones, and none of those of the guide."""
    known = telephones(guide)
    for item in site.about("foi_application") if known else ():
        told = telephones(item.page.text) if item.page else frozenset()
        if told and not told & known:
            return site.evidence(item.url, item.title)
    return None


def _guides(site: Site) -> list[Page]:
    """Pages that are the guide itself: articles of the topic, or a column page with the text."""
    pages = {item.url: item.page for item in site.about("foi_guide") if item.page}
    for page in my_pages(site):
        named = (page.title, *page.columns[-1:])
        if any(_GUIDE_NAME.search(name) for name in named) and len(page.text) > 80:
            pages.setdefault(page.url, page)
    return [page for page in pages.values() if filled(page) and is_guide(page)]


def _in_files(site: Site) -> Iterator[tuple[Item, str]]:
    """Guides that are files, with their text; empty where it could not be read or is too short to
    be one.
    """
    for item, document in files_about(site, "foi_guide"):
        text = document_text(document) if document.state == "ok" else ""
        yield item, text if len(text) >= _SHORTEST_GUIDE else ""


# --- ways to apply -------------------------------------------------------------------------------

CHANNELS = {"online": "网上申请渠道", "letter": "信函申请渠道"}
_APPLY = re.compile("依申请|(网上|在线|我要)申请|申请公开|(信息公开|公开信息)申请")
_ONLINE_SAID = re.compile(
    "(网上|在线|网络|互联网|电子邮[件箱]|数据电文)[^\\n。]{0,20}申请|"
    "申请[^\\n。]{0,30}(网上|在线|网络|互联网|电子邮[件箱]|数据电文)|"
    "申请[^\\n。]{0,40}(登录|访问|通过)[^\\n。]{0,16}(平台|系统|网站|网址|小程序|客户端)|"
    "(登录|访问|通过)[^\\n。]{0,16}(平台|系统|网站|网址|小程序|客户端)[^\\n。]{0,12}申请"
)
# Letters are accepted, or an address that one can be sent to is given. A form asks the applicant
# for an address too: a label without an address behind it says nothing, nor does a list of choices.
_LETTER_SAID = re.compile(
    r"(信函|邮寄|信件|挂号信|邮政特快|特快专递)[^\s。]{0,24}(申请|提出|递交|提交|寄)|"
    r"申请[^\n。]{0,20}(寄来|寄送|寄交|寄达|邮递)|"
    r"申请[^\s。]{0,40}(信函|邮寄|寄至|挂号信|特快专递)|寄至[\t ：:“]*[\u4e00-\u9fa5]{4}|"
    r"(通[信讯]|邮寄|邮政|受理|收件|联系|单位)地[ 　]*(址|点)[\t ：:为是]*"
    r"[\u4e00-\u9fa5][\u4e00-\u9fa5\w（）()、，·]{2,40}?([路街道巷号楼厦室院镇乡村]|大道)|"
    r"邮[ 　]*(政编码|编)[\t ：:为是]*\d{6}(?!\d)"
)


@check(title="依申请公开渠道", basis="《政府信息公开条例》第二十九条", items=CHANNELS)
def foi_channel(site: Site, ask: Ask) -> Finding:
    """核对两种申请渠道。网上申请：读到依申请公开的在线表单页面，或者指南、依申请公开页面写明可以网
    上（含电子邮件）申请；信函申请：指南或依申请公开页面写明可以邮寄，或者写明受理机构的通信地址、
    邮政编码；表单里请申请人填写的“联系地址”“邮政编码”不算。相关栏目和页面读全而没有的渠道为缺。

    只核对有没有，能否提交、能否收到答复由模拟申请检验。申请入口指向其他网站而页面未说明的，网上渠
    道不作结论；只写了电子邮箱、地址而没有写明可以用来申请的，相应渠道不作结论。
    """
    pages = [i.page for i in site.about("foi_application", "foi_guide") if i.page]
    pages += [
        p
        for p in my_pages(site)
        if _APPLY.search(p.title) or _APPLY.search("".join(p.columns[-1:]))
    ]
    form: Evidence | None = None
    outside = ""
    for _, link, target in entrances(site, _APPLY):
        if target is not None and filled(target):
            pages.append(target)
            if target.kind is PageKind.SEARCH:
                form = form or site.evidence(link.url, link.text)
        elif link.url not in site.fetches and not site.own(link.url):
            outside = outside or link.text
    texts = {page.url: written_with_files(site, page) for page in pages}
    texts |= {item.url: (text, bool(text)) for item, text in _in_files(site)}
    online = form or _said(site, texts, _ONLINE_SAID)
    letter = _said(site, texts, _LETTER_SAID)
    unread = any(not complete for _, complete in texts.values())
    not_seen = Outcome.UNKNOWN if unread else lacking(site, "foi_application", "foi_guide")
    # What the guide calls an address or a mailbox may well serve to apply: a person reads it.
    mailbox, address = (_said(site, texts, GUIDE_WORDS[key]) for key in ("email", "address"))
    outcomes = {
        "online": Outcome.MET if online else Outcome.UNKNOWN if outside or mailbox else not_seen,
        "letter": Outcome.MET if letter else Outcome.UNKNOWN if address else not_seen,
    }
    notes = {}
    if outside and not online:
        notes["online"] = f"入口“{outside}”指向其他网站"
    elif mailbox and not online:
        notes["online"] = "写有电子邮箱，没有写明可以用来申请"
    if address and not letter:
        notes["letter"] = "写有地址，没有写明可以寄送申请"
    evidence = [e for e in (online, letter) if e]
    if not evidence:
        evidence = [site.evidence(url, "页面未写明申请渠道") for url in texts]
    return checklist(
        site, outcomes, CHANNELS, evidence, topics=["foi_application", "foi_guide"],
        words=["网上申请", "信函申请"], notes=notes,
    )  # fmt: skip


def _said(
    site: Site, texts: dict[str, tuple[str, bool]], words: re.Pattern[str]
) -> Evidence | None:
    for url, (text, _) in texts.items():
        if match := words.search(text):
            return site.evidence(url, around(text, match))
    return None
