"""Checks of what a page says about itself: meta tags, title, date, source."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from crawlers.findings import by_items, met, partial, proof, unknown
from crawlers.looking import (
    in_every_list,
    listed,
    my_columns,
    my_pages,
    share_outcome,
    without_site,
)
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from data.types import Cause, Finding, Outcome, Page, PageKind, PageState

TAGS = {
    "site_tags": ("网站标签", ("SiteName", "SiteDomain", "SiteIDCode")),
    "column_tags": (
        "栏目标签",
        ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"),
    ),
    "article_tags": ("内容页标签", ("ArticleTitle", "PubDate", "ContentSource")),
}
TAG_NAMES = {key: name for key, (name, _) in TAGS.items()}


@check(
    title="网页标签规范",
    basis="国办发〔2017〕47号附件2“网页标签规范”",
    items=TAG_NAMES,
    passed_on_too=True,
)
def meta_tags(site: Site, ask: Ask, *, share: float = 0.95) -> Finding:
    """核对三类必选网页标签：首页的网站标签（SiteName、SiteDomain、SiteIDCode），
    栏目页的栏目标签（ColumnName、ColumnDescription、ColumnKeywords、ColumnType），
    内容页的内容页标签（ArticleTitle、PubDate、ContentSource）；标签存在而内容为空的视为缺少。

    栏目页和内容页按读到的全部页面计：share 以上齐全为符合，share 以上一个必选标签也没有为缺，其余为
    不完整。share 默认九成五，是本程序自定的容差（个别页面可能被认错类别），不是文件规定，可在指标体
    系中修改。不核对标签内容是否准确。没有读到的页面类型不作结论；
    设在上级门户上的单位不适用：网页模板由门户的主管单位负责。
    """
    if answer := without_site(site):
        return answer
    home = site.home
    groups: dict[str, list[Page]] = {
        "site_tags": [] if home is None else [home],
        "column_tags": [p for p in my_pages(site, PageKind.LIST) if p is not home],
        "article_tags": [p for p in my_pages(site, PageKind.ARTICLE) if _in_time(p, ask)],
    }
    outcomes = {key: _tag_outcome(pages, TAGS[key][1], share) for key, pages in groups.items()}
    notes, evidence = {}, []
    for key, pages in groups.items():
        lacking = [(page, lost) for page in pages if (lost := _lost(page, TAGS[key][1]))]
        if lacking and outcomes[key] is not Outcome.MET:
            names = dict.fromkeys(name for _, lost in lacking for name in lost)
            notes[key] = f"{len(pages)} 页中 {len(lacking)} 页缺 {'、'.join(names)}"
            evidence += [site.evidence(p.url, f"缺 {'、'.join(lost)}") for p, lost in lacking[:5]]
        elif not pages:
            notes[key] = "没有读到这类页面"
    if not evidence:
        evidence = [
            site.evidence(pages[0].url, TAG_NAMES[key]) for key, pages in groups.items() if pages
        ]
    finding = by_items(outcomes, TAG_NAMES, evidence, cause=Cause.NOTHING_TO_JUDGE, notes=notes)
    return replace(
        finding, looked=proof(site, words=[n for _, names in TAGS.values() for n in names])
    )


def _in_time(page: Page, ask: Ask) -> bool:
    return page.published_on is None or page.published_on <= ask.as_of


def _lost(page: Page, names: Iterable[str]) -> list[str]:
    return [name for name in names if not page.meta.get(name.lower(), "").strip()]


def _tag_outcome(pages: list[Page], names: tuple[str, ...], share: float) -> Outcome:
    whole = share_outcome(sum(not _lost(page, names) for page in pages), len(pages), share)
    if whole is not Outcome.MISSING:
        return whole
    tagged = sum(len(_lost(page, names)) < len(names) for page in pages)
    none = share_outcome(tagged, len(pages), share) is Outcome.MISSING
    return Outcome.MISSING if none else Outcome.PARTIAL


# --- title, date, source -------------------------------------------------------------------------

# Standing pages: a source line is not expected on them.
_STANDING = {
    "organisation", "leadership", "foi_guide", "foi_rules", "foi_catalogue", "foi_application",
    "power_list", "service_guide", "fees", "interaction", "culture_service",
}  # fmt: skip
_SOURCE = re.compile(
    r"(来\s*源|信息来源|发布机构|发布单位|发布者|稿\s*源|供\s*稿|信息提供|撰\s*稿|作\s*者|发文机关|发文单位|责任单位|编\s*辑)"
    r"[】\]）)]?\s*[：:]\s*(?!\s*(发布|日期|时间|浏览|点击|阅读|字体|字号|作者|来源|编辑|【|\[|\||$))\S"
)
_DATE = re.compile(
    r"(发布|发文|更新|公开|生成|日期|时间)[^\n]{0,8}[：:]?\s*(19|20)\d{2}\s*[-/.年]\s*\d{1,2}|"
    r"(19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?\s*\d{1,2}[:：]\d{2}"
)


@check(
    title="页面要素",
    basis="国办发〔2017〕47号“内容发布”；《政府信息公开条例》第六条",
    counts={"missing_field": "缺少的页面要素"},
    passed_on_too=True,
)
def page_fields(site: Site, ask: Ask, *, sample: int = 30) -> Finding:
    """在栏目所列、截止日前发布的信息中，按发布先后取最近的 sample 条（默认 30 条），逐条核对页面上
    有没有标题、发布日期和来源（发布机构、供稿单位、作者亦可），缺一处计一处。

    没有日期的信息按其在列表中的位置排入。机构职能、领导信息、公开指南与制度、权责清单、办事指南、
    互动留言等常设页面不要求标明来源，不在抽取之列。有信息缺要素的为不完整。没有读到的页面不计；一
    条信息也没有读到的，不作结论。
    """
    taken = sorted(_listed(site, ask), key=lambda e: (e[0], e[1].url), reverse=True)[:sample]
    if not taken:
        return unknown(Cause.NOTHING_TO_JUDGE, "没有读到栏目所列的信息页面")
    faults = [(item, lost) for _, item in taken if (lost := _fields_lost(item))]
    number = sum(len(lost) for _, lost in faults)
    counts = {"missing_field": number}
    if not faults:
        shown = [site.evidence(item.url, item.title) for _, item in taken]
        return met(f"抽取 {len(taken)} 条信息，标题、发布日期、来源齐全", shown, counts=counts)
    evidence = [site.evidence(i.url, f"《{i.title}》缺{'、'.join(lost)}") for i, lost in faults]
    reason = (
        f"抽取 {len(taken)} 条信息，{len(faults)} 条要素不全，共缺 {number} 处："
        f"{listed((i.title for i, _ in faults), '条', 3)}"
    )
    return partial(reason, evidence, counts=counts)


def _listed(site: Site, ask: Ask) -> Iterator[tuple[date, Item]]:
    """Read entries of dated columns with their day, or the day of the next dated one below."""
    seen = set(in_every_list(site))
    for column in my_columns(site):
        below: date | None = None
        for item in reversed(column.items):
            below = item.on or below
            page = item.page
            if page is None or below is None or below > ask.as_of or item.url in seen:
                continue
            if item.topic in _STANDING or column.topics & _STANDING or not site.own(item.url):
                continue
            if page.kind is PageKind.ARTICLE and page.state is PageState.OK:
                seen.add(item.url)
                yield below, item


def _fields_lost(item: Item) -> list[str]:
    page = item.page
    if page is None:
        return []
    lost = []
    if not page.title.strip():
        lost.append("标题")
    if page.published_on is None and not _DATE.search(page.whole_text):
        lost.append("发布日期")
    if not page.issuer.strip() and not _SOURCE.search(page.whole_text):
        lost.append("来源")
    return lost
