"""Checks of normative documents, their clean-up, and of plans."""

import re
from datetime import date

from crawlers.findings import blind_spot, met, partial, unknown
from crawlers.looking import checklist, day_of_look, filled, in_time, lacking
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.authorship import belongs, own_document
from crawlers.subjects.normative import VALIDITY, normative, years_before
from data.types import Cause, Finding, Outcome, Page

# --- what a document must show -------------------------------------------------------------------

FIELDS = {
    "missing_number": "缺发文字号的文件",
    "missing_written_on": "缺成文日期的文件",
    "missing_published_on": "缺发布日期的文件",
    "missing_validity": "未标注有效性的文件",
    "no_download": "没有下载文件的文件",
}
_NUMBER = re.compile("[〔\\[［【（(](19|20)\\d{2}[〕\\]］】）)]\\s*第?\\s*\\d+\\s*号")
_SIGNED = re.compile(
    "(19|20)\\d{2}年\\s*\\d{1,2}月\\s*\\d{1,2}日|[二一][〇○零O０一二三四五六七八九]{3}年.{1,3}月.{1,3}日"
)
_WRITTEN_LABEL = re.compile("(成文|印发|制发|签发|发文|生成|制定)[ 　]*(日期|时间)[\\s：:]*\\d{4}")
_DOWNLOAD = re.compile(r"下\s*载|导出|(?:word|pdf|ofd|wps)\s*版", re.IGNORECASE)
_LONGEST_BUTTON = 12  # characters; a longer line speaks of something
_PUBLISHED_LABEL = re.compile(
    "(发布|发文|公开|公布|更新|生成)?[ 　]{0,8}(日期|时间)[】\\]\\s：:]*(19|20)\\d{2}"
)


@check(
    title="规范性文件要素",
    basis="《政府信息公开条例》第二十条第一项；国办发〔2018〕37号",
    counts=FIELDS,
)
def document_fields(site: Site, ask: Ask) -> Finding:
    """在评估截止日前三年内发布的本单位规范性文件中，逐件核对页面上的发文字号、成文日期、发布日期、
    有效性标注和下载文件，缺一项计一件。

    规范性文件指标题为办法、规定、细则、规则、意见、方案、措施等并有发文字号的文件，以及规范性文件
    栏目中的此类文件。本单位文件以标题中的发文机关、落款和发文字号认定；转发上级和其他机关的文件、
    认定不了制发机关的文件，都不计。要素写在页面任何位置均予承认，落款日期视为成文日期；由脚本提供
    的下载按钮也算有下载文件。一件也没有读到的不作结论（本单位可能没有制发）。
    """
    documents = normative(site, ask, years_before(day_of_look(site, ask), 3))
    if not documents:
        return _no_documents(site)
    lost = {item.url: _fields_lost(item.page) for item in documents if item.page}
    counts = {key: sum(key in keys for keys in lost.values()) for key in FIELDS}
    if not any(counts.values()):
        shown = [
            site.evidence(i.url, f"{i.title} {i.page.doc_no if i.page else ''}") for i in documents
        ]
        return met(f"核对本单位规范性文件 {len(documents)} 件，要素齐全", shown, counts=counts)
    evidence = [
        site.evidence(
            item.url, f"《{item.title}》{'、'.join(FIELDS[k][:-3] for k in lost[item.url])}"
        )
        for item in documents
        if lost.get(item.url)
    ]
    said = "、".join(f"{FIELDS[key]} {number} 件" for key, number in counts.items() if number)
    reason = f"核对本单位规范性文件 {len(documents)} 件：{said}"
    return partial(reason, evidence, counts=counts)


def _no_documents(site: Site) -> Finding:
    if spot := blind_spot(site, ["policy_document"]):
        return unknown(spot[0], f"没有读到本单位的规范性文件：{spot[1]}")
    return unknown(Cause.NOTHING_TO_JUDGE, "没有读到本单位制发的规范性文件，是否应有需人工核对")


def _fields_lost(page: Page) -> set[str]:
    text = page.whole_text
    lost = set()
    if not page.doc_no and not _NUMBER.search(page.text[:600]) and not _NUMBER.search(page.title):
        lost.add("missing_number")
    if (
        page.written_on is None
        and not _WRITTEN_LABEL.search(text)
        and not _SIGNED.search(page.text)
    ):
        lost.add("missing_written_on")
    if page.published_on is None and not _PUBLISHED_LABEL.search(text):
        lost.add("missing_published_on")
    if page.validity is None and not VALIDITY.search(text):
        lost.add("missing_validity")
    if not page.attachments and not _offers_file(page):
        lost.add("no_download")
    return lost


def _offers_file(page: Page) -> bool:
    """A link or button says that the document can be downloaded, also one that a script serves."""
    ways = [link.text for link in (*page.links, *page.lost)]
    buttons = (line for line in page.whole_text.splitlines() if len(line) <= _LONGEST_BUTTON)
    return any(_DOWNLOAD.search(words) for words in (*ways, *buttons))


# --- filing and clean-up -------------------------------------------------------------------------

CLEANED = {"filing": "备案信息", "cleanup": "清理结果"}
_FILING = re.compile("备案")
_FILING_OF = re.compile("规范性文件|文件备案|备案(目录|情况|审查)")
_CLEANUP = re.compile(
    "(规范性文件|政策(性)?文件|文件).{0,12}清理|清理.{0,20}文件|(继续|现行)有效.{0,12}(文件|目录)|"
    "(废止|失效|宣布).{0,24}文件|文件.{0,12}(废止|失效)"
)
_CALLED_FOR = re.compile("开展.{0,30}清理|清理工作的?(通知|方案)|报送|征求")


@check(
    title="规范性文件备案与清理",
    basis="国办发〔2018〕37号",
    items=CLEANED,
)
def documents_cleaned(site: Site, ask: Ask, *, within_years: int = 2) -> Finding:
    """核对两项：评估年度内公开过规范性文件备案信息；评估截止日前规定年限 within_years（默认两年）
    内公开过规范性文件清理结果（清理结果公告、继续有效或废止失效文件目录）。

    布置清理工作的通知不算清理结果，转载其他机关的清理结果不算。本单位没有读到规范性文件、
    也没有这两类信息的，不作结论。相关栏目没有读全的，不认定缺。
    """
    day = day_of_look(site, ask)
    since = {"filing": date(ask.year, 1, 1), "cleanup": years_before(day, within_years)}
    found: dict[str, Item] = {}
    for item in in_time(site.items, ask):
        if item.on is None or item.page is None or not filled(item.page):
            continue
        for key in CLEANED:
            if item.on >= since[key] and _tells_of(key, item.title) and _not_of_others(site, item):
                found.setdefault(key, item)
    if not found and not normative(site, ask, years_before(day, 5)):
        return _no_documents(site)
    topics = ("policy_document", "notice")
    outcomes = {key: Outcome.MET if key in found else lacking(site, *topics) for key in CLEANED}
    evidence = [site.evidence(item.url, f"{item.title} {item.on}") for item in found.values()]
    evidence = evidence or [
        site.evidence(c.url, f"栏目“{c.name}”") for c in site.columns_for(*topics)
    ]
    return checklist(
        site, outcomes, CLEANED, evidence, topics=topics, words=["备案", "清理", "继续有效", "废止"]
    )


def _tells_of(key: str, title: str) -> bool:
    if key == "filing":
        return bool(_FILING.search(title) and _FILING_OF.search(title))
    return bool(_CLEANUP.search(title) and not _CALLED_FOR.search(title))


def _not_of_others(site: Site, item: Item) -> bool:
    """Own, or at least naming no other organ at the head of its title."""
    head = re.match(
        "[“《]?([\u4e00-\u9fa5]{2,20}?(政府|委员会|局|厅|部|办公室|国务院))(办公室|办公厅)?(关于|\\d)",
        item.title,
    )
    return head is None or belongs(site.unit, head.group(1)) or own_document(site.unit, item)
