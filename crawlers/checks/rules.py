"""Checks of the library: regulations with their validity, documents counted against the report."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from crawlers.findings import blind_spot, met, unknown
from crawlers.looking import checklist, my_columns
from crawlers.registry import Ask, check
from crawlers.site import Column, Item, Site
from crawlers.subjects.contents import my_items, read_item, readable, shown
from crawlers.subjects.matters import reports_on, seen
from crawlers.subjects.normative import VALIDITY, normative
from data.matters import matters
from data.types import Cause, Finding, Outcome, Page, Place, Validity

_RULES = {
    "list": "现行有效规章",
    "validity": "逐件标注效力",
    "official": "正式版本（可下载，或与省级规章库同源）",
}
_OFFICIAL = re.compile(r"规章库|正式版本|标准文本|官方文本|国家标准版")


@check(
    title="规章公开与效力标注",
    basis="国办发〔2022〕8号；《规章制定程序条例》第三十一条",
    items=_RULES,
)
def regulations(site: Site, ask: Ask) -> Finding:
    """核对本级政府规章是否集中公开，每件有没有标注效力，有没有正式版本。

    对象为规章栏目中的条目和标题为政府令的条目，转载国家、部门规章的不算。效力：页面标注有效性、效
    力状态，或写明现行有效，每件都有为具备，部分有为不完整。正式版本：有下载文件，或页面链接到规章
    库。

    不判定：没有规章制定权的（县级政府、部门），没有规章栏目和条目时不判定；条目没有读到的；相关栏
    目没有读全的。
    """
    matter = matters("rules")["regulation"]
    found = seen(site, my_items(site, ask, own=True), matter)
    items = [item for item in found.current if item.page]
    if not items:
        if spot := blind_spot(site, matter.topics):
            return unknown(spot[0], f"没有读到规章：{spot[1]}")
        return unknown(Cause.NOTHING_TO_JUDGE, "未见本级政府规章，本单位不一定有规章制定权")
    pages = [item.page for item in items if item.page]
    marked = [page for page in pages if page.validity or VALIDITY.search(page.whole_text)]
    official = [page for page in pages if _is_official(page)]
    unread = f"“{found.unread[0].title}”没有读到" if found.unread else ""
    outcomes = {
        "list": Outcome.MET,
        "validity": _share(len(marked), len(pages), unread),
        "official": _share(len(official), len(pages), unread),
    }
    notes = {
        "list": f"{len(items)}件",
        "validity": f"{len(pages)}件中{len(marked)}件标注",
        "official": f"{len(pages)}件中{len(official)}件",
    }
    return checklist(
        site, outcomes, _RULES, shown(site, items, 10), topics=matter.topics, notes=notes,
        words=("规章", "效力", "规章库"),
    )  # fmt: skip


def _share(good: int, of: int, unread: str) -> Outcome:
    if good == of:
        return Outcome.MET
    if good:
        return Outcome.PARTIAL
    return Outcome.UNKNOWN if unread else Outcome.MISSING


def _is_official(page: Page) -> bool:
    return bool(page.attachments) or any(
        _OFFICIAL.search(link.text) for link in page.links if link.place is Place.CONTENT
    )


# --- the library and the annual report ------------------------------------------------------------

_LIBRARY = re.compile(r"规范性文件")
_FIRST = date(1990, 1, 1)
# The row of table 2: made this year, repealed this year, in force now.
_ROW = re.compile(r"(?:行政)?规范性文件[\s|]+(\d+)[\s|]+(\d+)[\s|]+(\d+)(?!\d)")
_ANNUAL = re.compile(r"(?:信息|政务)公开.{0,10}(?:报告|年报)")
_NOT_ANNUAL = re.compile(r"解读|图解|读懂|通知|统计表|汇编|模板")


@check(
    title="规范性文件库件数与年报一致",
    basis="国办发〔2018〕37号；国办公开办函〔2021〕30号表二",
    counts={
        "library": "文件库中现行有效的件数",
        "reported": "年报所列现行有效件数",
        "difference": "相差件数",
    },
)
def documents_counted(site: Site, ask: Ask, *, tolerance: int = 0) -> Finding:
    """把规范性文件库中现行有效的本单位文件件数，与上一年度政府信息公开工作年度报告表二“行政规范性
    文件·现行有效件数”对照，相差不超过 tolerance 件为一致。

    库中件数：上一年12月31日以前发布、没有标注失效或废止的本单位规范性文件（认定方法同“规范性文件要
    素”）。

    不一致的不直接认定：文件可能由本级政府统一的文件库公布，也可能有不公开的文件，由人工核对，件数
    写在理由里。不判定：没有规范性文件栏目的；栏目的列表没有翻到最后一页的；年报没有读到、表二不是
    文字的。
    """
    libraries = [c for c in my_columns(site) if _LIBRARY.search(c.name)]
    if not libraries:
        if spot := blind_spot(site, ("policy_document",)):
            return unknown(spot[0], f"没有读到规范性文件栏目：{spot[1]}")
        return unknown(Cause.NOTHING_TO_JUDGE, "没有规范性文件栏目，件数无从核对")
    year = ask.year - 1
    reported = _reported(site, ask, year)
    if reported is None:
        return unknown(Cause.NO_BASIS, f"{year}年年报的表二没有读到，没有可以对照的件数")
    item, number = reported
    if cut := next((c for c in libraries if not _read_to_its_end(site, c)), None):
        return unknown(Cause.NOT_READ, f"“{cut.name}”的列表没有翻到最后一页，件数不全")
    inside = {entry.url for column in libraries for entry in column.items}
    if unread := next((i for c in libraries for i in c.items if not readable(site, i)), None):
        return unknown(Cause.NOT_READ, f"“{unread.title}”没有读到，件数不全")
    counted = [
        document
        for document in normative(site, ask, _FIRST)
        if document.url in inside
        and document.on
        and document.on.year <= year
        and document.page
        and document.page.validity is not Validity.REPEALED
    ]
    gap = abs(len(counted) - number)
    counts = {"library": len(counted), "reported": number, "difference": gap}
    evidence = [
        site.evidence(item.url, f"{item.title}：现行有效行政规范性文件{number}件"),
        *(site.evidence(c.url, f"栏目“{c.name}”，共 {len(c.items)} 条") for c in libraries),
    ]
    said = f"文件库中{year}年底现行有效的本单位规范性文件{len(counted)}件，年报所列{number}件"
    if gap <= tolerance:
        return met(f"{said}，一致", evidence, counts=counts)
    finding = unknown(Cause.SUSPECTED, f"{said}，相差{gap}件，需人工核对", evidence)
    return replace(finding, counts=counts)


def _reported(site: Site, ask: Ask, year: int) -> tuple[Item, int] | None:
    """The report of that year with the number of documents in force that its table 2 gives."""
    about = reports_on(year)
    for item in my_items(site, ask, "annual_report", own=True):
        if (
            readable(site, item)
            and about(item)
            and _ANNUAL.search(item.title)
            and not _NOT_ANNUAL.search(item.title)
            and (row := _ROW.search(read_item(site, item).everything))
        ):
            return item, int(row.group(3))
    return None


def _read_to_its_end(site: Site, column: Column) -> bool:
    """No further page of the list is unread; two years back are not enough to count documents."""
    return not any(
        link.place is Place.PAGER and site.page(link.url) is None and not site.dead(link.url)
        for page in _pages_of(site, column)
        for link in (*page.links, *page.lost)
    )


def _pages_of(site: Site, column: Column) -> Iterator[Page]:
    if page := site.page(column.url):
        yield from site.same_list(page) or [page]
