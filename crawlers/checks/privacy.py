"""Checks for what must not be there: personal data, and links that should not be on the site."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crawlers.findings import unknown
from crawlers.looking import listed
from crawlers.personal import KINDS, Leak, find_leaks, masked
from crawlers.registry import Ask, check
from crawlers.seen.answers import READ_STATES
from crawlers.site import Site
from crawlers.subjects.contents import document_text
from data.outside import outside_links
from data.types import Cause, Evidence, Finding, Link, Outcome, Page, PageState

_UNREAD = {
    "scan": "扫描件",
    "encrypted": "加密",
    "broken": "损坏",
    "unsupported": "格式不支持",
    "crashed": "读取出错",
    "too_slow": "读取超时",
    "too_large": "过大",
    "unread": "本机没能读取",
    "listed": "压缩包未解开",
}


@check(
    title="个人隐私保护",
    basis="《政府信息公开条例》第十五条；《个人信息保护法》第二十八条",
    passed_on_too=True,
)
def privacy_leaks(site: Site, ask: Ask, *, read_share: float = 0.95) -> Finding:
    """在读到的页面和附件中查找未去标识化的身份证号、银行卡号和个人手机号。

    身份证号须为18位，行政区划、出生日期合理，校验码正确；银行卡号须符合 Luhn 校验并有卡号特征；手
    机号只在人员名单（同页三行以上带姓名等个人栏目的表格）或与身份证号同一行出现时计入，咨询、联
    系、监督等办公电话不计。

    发现的一律记为疑似，由人工复核后认定；只记录种类、个数和打码样例，原值不保存。没有发现、且页面
    和附件的 read_share（默认九成五）以上都读到了的，记为达到，并说明有多少附件没有读到（扫描件、加
    密、损坏的附件无法查找）；没有读到的更多，不作结论。门牌级住址、病情等由人工核对。
    """
    pages = [page for page in site.pages.values() if _looked_at(site, page, ask)]
    files = {a.url: a.name for page in pages for a in page.attachments}
    files |= {link.url: link.text for page in pages for link in page.links if _is_file(site, link)}
    evidence: list[Evidence] = []
    totals: Counter[str] = Counter()
    for url, title, text in _texts(site, pages, files):
        if leaks := find_leaks(text, title):
            totals.update({leak.kind: leak.count for leak in leaks})
            evidence.append(site.evidence(url, f"{masked(title)}：{'；'.join(map(_said, leaks))}"))
    if evidence:
        kinds = "、".join(f"{KINDS[kind]}{count}个" for kind, count in sorted(totals.items()))
        reason = f"{len(evidence)}个页面或附件疑似含未去标识的{kinds}，需人工复核"
        return unknown(Cause.SUSPECTED, reason, evidence)
    read = sum(1 for url in files if url in site.documents)
    looked = f"已查{len(pages)}个页面、{read}个附件，未发现未去标识的个人信息"
    if not site.exhausted:
        return unknown(Cause.OUT_OF_BUDGET, f"{looked}，但网站未采集完")
    read_well = sum(1 for url in files if _state(site, url) == "ok")
    asked = len(pages) + len(files) + _failed(site)
    # "Nothing bad was found" needs nearly everything to have been read.
    if len(pages) + read_well < read_share * asked:
        reason = f"{looked}{_unread(site, files)}；没有读到的较多，不能认定没有泄露"
        return unknown(Cause.NOT_IN_COPY if site.copy else Cause.NOT_READ, reason)
    home = (site.evidence(site.entry, looked),)
    return Finding(Outcome.MET, f"{looked}{_unread(site, files)}", evidence=home)


def _failed(site: Site) -> int:
    """Pages of the site that could not be read."""
    ended = (fetch.outcome for fetch in site.fetches.values())
    return sum(not outcome.read and not outcome.answered_no for outcome in ended)


def _state(site: Site, url: str) -> str:
    document = site.documents.get(url)
    return document.state if document else ""


def _looked_at(site: Site, page: Page, ask: Ask) -> bool:
    late = page.published_on is not None and page.published_on > ask.as_of
    return page.state in READ_STATES and site.own(page.url) and not late


def _is_file(site: Site, link: Link) -> bool:
    return link.url in site.documents


def _texts(
    site: Site, pages: Iterable[Page], files: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """(address, title, text) of everything of the unit that could be read."""
    for page in pages:
        yield page.url, page.title, page.text
    for url, name in files.items():
        document = site.documents.get(url)
        if document and document.state == "ok":
            yield url, name, document_text(document)


def _said(leak: Leak) -> str:
    return f"{KINDS[leak.kind]}{leak.count}个，如 {leak.sample}"


def _unread(site: Site, files: Iterable[str]) -> str:
    found = [site.documents.get(url) for url in files]
    states = Counter(document.state for document in found if document)
    parts = [f"{said}{states[state]}个" for state, said in _UNREAD.items() if states[state]]
    if absent := found.count(None):
        parts.append(f"{'不在副本中' if site.copy else '没有读到'}{absent}个")
    return f"；另有附件{'、'.join(parts)}，无法查找" if parts else ""


# --- links ----------------------------------------------------------------------------------------

_AROUND_HOST = re.compile(r"^\w+://|[/:?#].*$")
_LONGEST_NAME = 20  # characters; longer words of a link are a headline, not a website's name


@check(
    title="外链与暗链",
    basis="国办发〔2017〕47号；国办秘函〔2019〕19号",
    passed_on_too=True,
)
def foreign_links(site: Site, ask: Ask, *, read_share: float = 0.95) -> Finding:
    """在读到的页面中查找指向博彩、色情等内容的链接、成批塞入的商业链接，以及被篡改成这类内容的页
    面。

    链接文字或目标域名含博彩、色情、代孕、私服等字样的，页面整体被识别为垃圾内容的，记为疑似；同一
    页面上指向彩票、医疗广告、文凭论文、小说、网络推广、商品推销等行当的不同网站有三个以上、分属两
    个以上行当的，这些链接一并记为疑似（单独一个不计）。打击、治理、举报这类内容的新闻和公告不计，
    政府、教育等域名不计。源码中不可见的链接同样查找。

    发现的一律记为疑似，由人工复核后认定。没有发现、且页面的 read_share（默认九成五）以上读到的，记
    为达到，读到得更少的不作结论；域名过期后被他人注册的，只看链接文字和域名无法识别，由人工抽查。
    """
    evidence: list[Evidence] = []
    hosts: list[str] = []
    for page in site.pages.values():
        if not site.own(page.url):
            continue
        if page.state is PageState.SPAM:
            evidence.append(site.evidence(page.url, f"页面内容疑似被篡改：{page.title[:40]}"))
            hosts.append(page.url)
        for words, url, host in _suspected(_foreign(site, page)):
            evidence.append(site.evidence(page.url, f"链接“{words}”指向 {url[:80]}"))
            hosts.append(host)
    if evidence:
        reason = (
            f"{len(evidence)}处疑似不良链接或被篡改页面：{listed(dict.fromkeys(hosts))}，需人工复核"
        )
        return unknown(Cause.SUSPECTED, reason, evidence)
    looked = f"已查{len(site.pages)}个页面的链接，未发现指向博彩、色情等内容的链接"
    if not site.exhausted:
        return unknown(Cause.OUT_OF_BUDGET, f"{looked}，但网站未采集完")
    if len(site.pages) < read_share * (len(site.pages) + _failed(site)):
        return unknown(Cause.NOT_READ, f"{looked}，但有{_failed(site)}个页面没有读到")
    return Finding(Outcome.MET, looked, evidence=(site.evidence(site.entry, looked),))


def _foreign(site: Site, page: Page) -> list[tuple[str, str, str]]:
    """(words, address, host) of links that leave the site for no trusted host."""
    found = []
    for link in page.links:
        if site.own(link.url):
            continue
        host = _AROUND_HOST.sub("", link.url)
        if host and not outside_links().trusted.search(host):
            found.append((link.text[:30], link.url, host))
    return found


def _suspected(links: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Links that are bad by themselves, and all of a cluster of trades that do not belong here."""
    known = outside_links()
    dealers = {host: trade for words, _, host in links if (trade := _trade(words))}
    cluster = len(dealers) >= known.sites and len(set(dealers.values())) >= known.trades_needed
    for words, url, host in links:
        named = known.certain.search(words) and not known.unless.search(words)
        if known.hosts.search(host) or named or (cluster and host in dealers):
            yield words, url, host


def _trade(words: str) -> str:
    """The trade that a link of these words advertises, "" when none."""
    if len(words) > _LONGEST_NAME or outside_links().unless.search(words):
        return ""
    trades = outside_links().trades.items()
    return next((name for name, pattern in trades if pattern.search(words)), "")
