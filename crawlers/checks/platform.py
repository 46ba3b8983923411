"""Checks of the 政府信息公开 platform: its four parts and the catalogue of what is disclosed."""

import re
from dataclasses import replace
from datetime import date

from crawlers.findings import absent, blind_spot, by_items, proof, unknown
from crawlers.looking import (
    checklist,
    entrances,
    filled,
    in_time,
    lacking,
    my_pages,
    written_with_files,
)
from crawlers.network.outcomes import describe
from crawlers.registry import Ask, check
from crawlers.site import ColumnState, Item, Site
from crawlers.subjects.authorship import passed_on
from crawlers.subjects.elements import head_of_table, shown_in
from crawlers.subjects.foi_guide import is_guide
from crawlers.topics import topics_named
from data.matters import elements
from data.types import Cause, Evidence, Finding, Outcome, Page, PageKind, Place

# --- the four parts ------------------------------------------------------------------------------

PARTS = {
    "guide": "政府信息公开指南",
    "rules": "政府信息公开制度",
    "content": "法定主动公开内容",
    "reports": "政府信息公开年报",
}
_PART_TOPIC = {"guide": "foi_guide", "rules": "foi_rules", "reports": "annual_report"}
_PART_WORDS = {
    "guide": re.compile("(信息|政务)公开指南|^公开指南$"),
    "rules": re.compile("(信息|政务)公开(工作)?(制度|规定|条例|法规)|^公开制度$|^公开规定$"),
    "content": re.compile("主动公开(的)?(政府)?(信息)?(内容|目录|事项)|(信息|政务)公开(目录|内容)"),
    "reports": re.compile(
        "(信息|政务)公开(工作)?(年报|年度报告|报告)|^公开年报$|^年度报告$|^年报$"
    ),
}
# Statutory matters that a platform without the printed name would still have to hold.
_STATUTORY = {
    "policy_document", "organisation", "leadership", "planning", "statistics", "licensing",
    "penalty", "budget", "final_accounts", "fees", "procurement", "power_list", "proposals",
}  # fmt: skip


@check(
    title="政府信息公开专栏结构",
    basis="国办公开办函〔2019〕61号；《政府信息公开条例》第二十四条",
    items=PARTS,
    passed_on_too=True,
)
def platform_parts(site: Site, ask: Ask) -> Finding:
    """核对政府信息公开专栏的四个部分：政府信息公开指南、政府信息公开制度、法定主动公开内容、
    政府信息公开年报。读到该部分的内容，或者读到名称相符的链接所指的页面且不是空白页的，为具备；
    动态要闻类栏目中的信息、报道“印发《……办法》”的新闻不是该部分的内容。

    只有菜单名称、链接打不开或者指向空白栏目的，不算具备。“法定主动公开内容”没有使用规范名称、但设
    有三类以上法定公开事项栏目的，为不完整。链接指向其他网站（如上级统一平台）的，不作结论，由人工
    核对。检索、下载功能不在本项核对之内。
    """
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    evidence: list[Evidence] = []
    for key, words in _PART_WORDS.items():
        outcomes[key], notes[key], proofs = _part(site, key, words)
        evidence += proofs
    if outcomes["content"] in {Outcome.MISSING, Outcome.UNKNOWN}:
        columns = [c for c in site.columns if c.topics & _STATUTORY and c.items]
        if len({topic for c in columns for topic in c.topics & _STATUTORY}) >= 3:
            outcomes["content"] = Outcome.PARTIAL
            notes["content"] = "设有法定公开事项栏目，但未见“法定主动公开内容”的名称"
            evidence += [site.evidence(c.url, f"栏目“{c.name}”") for c in columns[:3]]
    topics = [_PART_TOPIC[key] for key in outcomes if key in _PART_TOPIC]
    return checklist(
        site, outcomes, PARTS, evidence, topics=topics, words=list(PARTS.values()),
        notes={key: note for key, note in notes.items() if note},
    )  # fmt: skip


def _part(site: Site, key: str, words: re.Pattern[str]) -> tuple[Outcome, str, list[Evidence]]:
    topic = _PART_TOPIC.get(key)
    items = [i for i in site.about(topic) if filled(i.page) and not _report(i)] if topic else []
    if right := [i for i in items if words.search(i.title) or key != "guide" or is_guide(i.page)]:
        return Outcome.MET, "", [site.evidence(right[0].url, right[0].title)]
    for column in site.columns_for(topic) if topic and not items else ():
        if column.state in {ColumnState.ITEMS, ColumnState.STATEMENT, ColumnState.PARENT}:
            return Outcome.MET, "", [site.evidence(column.url, f"栏目“{column.name}”")]
    if items:
        shown = [site.evidence(i.url, i.title) for i in items]
        return Outcome.PARTIAL, "栏目中的信息不是公开指南", shown
    broken: list[Evidence] = []
    outside = ""
    for page, link, target in entrances(site, words):
        if filled(target) and not (key == "guide" and _other_article(target)):
            return Outcome.MET, "", [site.evidence(link.url, link.text)]
        if site.dead(link.url):
            said = describe(site.fetches[link.url])
            broken.append(site.evidence(link.url, f"“{link.text}”{said}，所在页面 {page.url}"))
        elif link.url not in site.fetches and not site.own(link.url):
            outside = link.text
    if key == "content" and (headed := _headed(site)):
        return Outcome.MET, "", [site.evidence(headed.url, "法定主动公开内容")]
    if outside:
        return Outcome.UNKNOWN, f"链接“{outside}”指向其他网站", broken
    outcome = lacking(site, *(_PART_TOPIC[key],) if topic else ("foi_catalogue",))
    return outcome, "链接打不开" if broken and outcome is Outcome.MISSING else "", broken


# 关于印发《…》的通知 is a document; 某机关印发《…》 tells of one.
_TELLS = re.compile("(印发|出台|发布|公布|施行|实施|修订|通过)了?[《“]")

_ITSELF = re.compile("关于|的?(通知|公告|决定)(（[^）]*）)?$")


def _report(item: Item) -> bool:
    """News about the matter: by its column, or by a headline that tells of a document."""
    page = item.page
    names = (item.column, *(page.columns if page else ()))
    told = _TELLS.search(item.title) and not _ITSELF.search(item.title)
    return bool(told) or any(topics_named(name) == {"news"} for name in names)


def _other_article(page: Page | None) -> bool:
    """An article that is no guide, wherever the link to it says it leads."""
    return page is not None and page.kind is PageKind.ARTICLE and not is_guide(page)


def _headed(site: Site) -> Page | None:
    """A platform page that prints the name as a heading, its branches below it."""
    pages = my_pages(site, PageKind.PLATFORM, PageKind.LIST, PageKind.OTHER)
    return next((p for p in pages if "法定主动公开内容" in p.whole_text and p.links), None)


# --- the catalogue -------------------------------------------------------------------------------

CATALOGUE = {"by_due": "按期公布", "columns": "六栏齐全"}
_CATALOGUE_TITLE = re.compile("(目录|清单)")
_ITS_NAME = re.compile("主动公开.{0,8}(目录|清单)|公开事项.{0,4}(目录|清单)")
# Lists of other things that stand in the same column.
_OTHER_LIST = re.compile(
    "负面|不予公开|不公开|豁免|权力|权责|责任清单|收费|采购|中介|证明事项|告知承诺|容缺|任务|问题|项目清单"
)
_COLUMNS = elements("directory")


@check(
    title="主动公开目录清单",
    basis="《政府信息公开条例》第十二条、第二十条；国办发〔2019〕54号",
    items=CATALOGUE,
)
def disclosure_catalogue(site: Site, ask: Ask, *, due: str = "06-30") -> Finding:
    """寻找本单位评估年度的主动公开目录清单。按期公布：当年版在规定日期 due（月-日，默认 6 月 30
    日）前发布的为符合，之后发布的为不完整，只有往年版的为缺；六栏齐全：页面或附件的表格有公开事
    项、内容、依据、时限、责任单位、途径六栏，缺几栏的为不完整（栏名的常见写法均予承认）；没有识别
    出目录表格的不作结论。

    目录系统的导航页面，标题写明是其他机关的目录，政务公开负面清单、权责清单等其他清单，不算本单位
    的主动公开目录清单。评估截止日在规定日期之前而尚
    未公布的，不作结论；附件没有读到的，不认定缺栏。公布期限和六栏是各地工作要点的要求，条例没有规定。
    """
    deadline = date.fromisoformat(f"{ask.year}-{due}")
    found = [
        i
        for i in in_time(site.about("foi_catalogue"), ask)
        if _is_catalogue(i) and not passed_on(site.unit, i)
    ]
    if not found:
        if ask.as_of <= deadline and not blind_spot(site, ["foi_catalogue"]):
            return unknown(Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年目录清单，尚未到公布期限")
        return absent(site, ["foi_catalogue"], f"{ask.year}年主动公开目录清单", ["目录", "清单"])
    current = [i for i in found if _catalogue_year(i) == ask.year]
    undated = [i for i in found if _catalogue_year(i) is None]
    item = min(current, key=lambda i: i.on or date.max) if current else (undated or found)[0]
    notes: dict[str, str] = {}
    if current and item.on is None:
        by_due, notes["by_due"] = Outcome.UNKNOWN, "未注明发布日期"
    elif current and item.on is not None:
        by_due = Outcome.MET if item.on <= deadline else Outcome.PARTIAL
        notes["by_due"] = "" if item.on <= deadline else f"{item.on} 发布，晚于 {deadline}"
    elif undated or ask.as_of <= deadline or blind_spot(site, ["foi_catalogue"]):
        by_due, notes["by_due"] = Outcome.UNKNOWN, f"未见注明{ask.year}年的目录清单"
    else:
        by_due, notes["by_due"] = Outcome.MISSING, f"只见{_catalogue_year(item)}年版"
    columns, notes["columns"] = _six_columns(site, item)
    outcomes = {"by_due": by_due, "columns": columns}
    evidence = [site.evidence(item.url, f"{item.title} {item.on or ''}".strip())]
    finding = by_items(outcomes, CATALOGUE, evidence, notes=notes)
    return replace(finding, looked=proof(site, ["foi_catalogue"], ["目录", "清单"]))


def _is_catalogue(item: Item) -> bool:
    page = item.page
    if page is None or not filled(page) or not _CATALOGUE_TITLE.search(item.title):
        return False
    if _OTHER_LIST.search(item.title) and not _ITS_NAME.search(item.title):
        return False
    branches = sum(link.place is Place.CONTENT for link in page.links)
    return bool(page.attachments) or len(page.text) > 60 or branches < 3


def _catalogue_year(item: Item) -> int | None:
    in_title = re.search(r"(20\d{2})", item.title)
    if in_title:
        return int(in_title.group(1))
    page = item.page
    return (page.subject_year if page else None) or (item.on.year if item.on else None)


def _six_columns(site: Site, item: Item) -> tuple[Outcome, str]:
    page = item.page
    text, complete = written_with_files(site, page) if page else ("", False)
    seen = shown_in(head_of_table(text, _COLUMNS), _COLUMNS)
    lost = [column.name for id_, column in _COLUMNS.items() if id_ not in seen]
    if len(_COLUMNS) - len(lost) < _FEWEST_COLUMNS:
        return Outcome.UNKNOWN, "没有识别出目录表格"
    if not lost:
        return Outcome.MET, ""
    if not complete:
        return Outcome.UNKNOWN, "附件没有读到"
    return Outcome.PARTIAL, f"缺{'、'.join(lost)}"


_FEWEST_COLUMNS = 3  # with fewer names together, no table of the catalogue was recognised
