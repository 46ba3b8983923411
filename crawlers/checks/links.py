"""Checks of links: do they lead somewhere, can the attachments be opened."""

from collections.abc import Iterator

from crawlers.findings import met, partial, unknown
from crawlers.looking import listed, my_pages
from crawlers.network.outcomes import describe
from crawlers.registry import Ask, check
from crawlers.site import Site
from data.types import Attachment, Cause, Finding, Page

# Formats whose first bytes tell them apart from an error page.
_KNOWN = {"pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx"}
_COPY = "这是保存的网站副本，副本中没有的内容在原网站上可能存在，不能说明链接失效"


@check(
    title="链接可用",
    basis="国办秘函〔2019〕19号“可用性”",
    counts={"dead_home": "首页失效链接", "dead_other": "其他页面失效链接"},
    passed_on_too=True,
)
def links_alive(site: Site, ask: Ask) -> Finding:
    """核对本单位页面上指向本站的链接：网站明确答复不存在（404、410、出错页面）的为失效链接，
    首页上的和其他页面上的分别计数，同一地址只计一次。

    连接超时、服务器繁忙、拒绝采集等不计。指向其他网站的链接由“外链”核查，附件由“附件可打开”
    核查，均不在此计数。保存的副本不能说明链接失效，不作结论。
    """
    if site.copy:
        return unknown(Cause.NOT_IN_COPY, _COPY)
    home = site.home
    files = {a.url for page in my_pages(site) for a in page.attachments}
    where: dict[str, tuple[Page, str]] = {}
    for page in ([home] if home else []) + [p for p in my_pages(site) if p is not home]:
        for link in page.links:
            if link.url in site.fetches and link.url not in files and site.own(link.url):
                where.setdefault(link.url, (page, link.text))
    checked = [u for u in where if site.fetches[u].outcome.read or site.dead(u)]
    if not checked:
        return unknown(Cause.NOTHING_TO_JUDGE, "没有可以核对的链接")
    dead = [url for url in checked if site.dead(url)]
    at_home = [url for url in dead if where[url][0] is home]
    counts = {"dead_home": len(at_home), "dead_other": len(dead) - len(at_home)}
    if not dead:
        return met(f"核对本站链接 {len(checked)} 个，没有失效链接", counts=counts)
    gone = set(dead)
    evidence = [
        site.evidence(url, f"“{text or url}”：{describe(site.fetches[url])}，所在页面 {page.url}")
        for url, (page, text) in where.items()
        if url in gone
    ]
    reason = (
        f"核对本站链接 {len(checked)} 个，失效 {len(dead)} 个（首页 {len(at_home)} 个）："
        f"{listed(where[url][1] or url for url in dead)}"
    )
    return partial(reason, evidence, counts=counts)


@check(
    title="附件可下载可打开",
    basis="国办秘函〔2019〕19号“可用性”；《政府信息公开条例》第二十四条",
    counts={"bad_attachment": "打不开的附件"},
    passed_on_too=True,
)
def attachments_open(site: Site, ask: Ask) -> Finding:
    """逐一核对本单位页面所列附件：网站答复不存在、文件为空或已损坏、下载到的是网页而不是文件的，
    计为打不开的附件；同一地址只计一次。

    扫描件、加密文件、未能识别的格式不算打不开；截止日之后发布的页面上的附件不计；
    连接超时、拒绝采集的不计。保存的副本不能说明附件失效，不作结论。
    """
    if site.copy:
        return unknown(Cause.NOT_IN_COPY, _COPY)
    seen: dict[str, tuple[Page, Attachment, str | None]] = {}
    for page, attachment in _attachments(site, ask):
        seen.setdefault(attachment.url, (page, attachment, _fault(site, attachment)))
    bad = [entry for entry in seen.values() if entry[2]]
    good = [entry for entry in seen.values() if entry[2] == ""]
    if bad:
        evidence = [
            site.evidence(a.url, f"附件“{a.name}”：{fault}，所在页面《{page.title}》{page.url}")
            for page, a, fault in bad
        ]
        reason = (
            f"核对附件 {len(bad) + len(good)} 个，打不开 {len(bad)} 个："
            f"{listed(a.name for _, a, _ in bad)}"
        )
        return partial(reason, evidence, counts={"bad_attachment": len(bad)})
    if good:
        shown = [site.evidence(a.url, a.name) for _, a, _ in good]
        reason = f"核对附件 {len(good)} 个，均可打开"
        return met(reason, shown, counts={"bad_attachment": 0})
    if seen:
        return unknown(Cause.NOT_READ, f"{len(seen)} 个附件都没有下载到，不能说明能否打开")
    return unknown(Cause.NOTHING_TO_JUDGE, "读到的页面上没有附件")


def _attachments(site: Site, ask: Ask) -> Iterator[tuple[Page, Attachment]]:
    for page in my_pages(site):
        if page.published_on is None or page.published_on <= ask.as_of:
            for attachment in page.attachments:
                if site.own(attachment.url):
                    yield page, attachment


def _fault(site: Site, attachment: Attachment) -> str | None:
    """What is wrong with the file: "" when nothing is, None when it cannot be said."""
    fetch = site.fetches.get(attachment.url)
    if fetch is None:
        return None
    if site.dead(attachment.url):
        return describe(fetch)
    if not fetch.outcome.read:
        return None
    document = site.documents.get(attachment.url)
    if document is not None and document.format in {"html", "htm"}:
        return "下载到的是网页，不是文件" if _is_file_address(attachment) else None
    if document is not None:
        return "文件已损坏" if document.state == "broken" else ""
    if site.page(attachment.url) is not None and _is_file_address(attachment):
        return "下载到的是网页，不是文件"
    return None


def _is_file_address(attachment: Attachment) -> bool:
    """The address itself names a file; others may be download pages that need a click."""
    ending = attachment.url.partition("?")[0].rpartition(".")[2].lower()
    return ending in _KNOWN and attachment.format in _KNOWN
