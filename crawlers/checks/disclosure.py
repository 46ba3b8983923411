"""Checks of standing disclosures: enforcement, and the key domains of a scheme."""

import re
from collections.abc import Sequence
from dataclasses import replace

from crawlers.findings import MOST_EVIDENCE, blind_spot, met, proof, unknown
from crawlers.looking import checklist, lacking, listed, page_itself
from crawlers.registry import Ask, check
from crawlers.site import Column, ColumnState, Item, Site
from crawlers.subjects.contents import elsewhere, established, my_items, readable, recent, shown
from crawlers.topics import topics_named
from data.fields import carried_by
from data.matters import elements
from data.types import Cause, Evidence, Finding, Outcome
from data.units import governs

# --- enforcement ----------------------------------------------------------------------------------

_ENFORCEMENT = {
    "list": "权责清单",
    "basis": "许可、处罚、强制的依据和程序",
    "results": "许可、处罚、强制的结果",
}
_LIST = re.compile(
    r"(?:权力|责任|权责)(?:事项)?(?:和责任)?.{0,6}清单|权责清单|行政(?:职权|权力)"
    r".{0,6}(?:清单|目录)"
)
_BASIS = re.compile(
    r"依据|裁量|程序|流程|条件|事项(?:目录|清单)|许可(?:事项)?.{0,4}清单|执法(?:主体|"
    r"人员|事项|权限)|服务指南|办事指南|随机抽查事项"
)
_RESULTS = re.compile(
    r"结果|决定|公示|公告|准予|许可证|双公示|处罚信息|许可信息|案件|名单|批复|情况"
)
_PUBLICITY = elements("platform")["publicity"].match
_ENFORCED = ("licensing", "penalty")


@check(
    title="权责清单与行政执法公开",
    basis="《政府信息公开条例》第二十条第五、六项；国办发〔2018〕118号",
    items=_ENFORCEMENT,
    counts={"stale_results": "结果信息超期未更新"},
)
def enforcement(site: Site, ask: Ask, *, results_days: int = 92) -> Finding:
    """核对权责清单，行政许可、处罚、强制的依据程序，以及办理结果。

    清单：有权责清单（权力清单、责任清单）的条目或有内容的栏目；依据：许可、处罚类条目写明依据、条
    件、程序、流程、裁量基准，或有相应办事指南；结果：许可、处罚类结果条目，最新一条在核查日前
    results_days日内为具备，超过的为不完整，并计入超期未更新。

    不判定：只链接到省双公示平台、信用网站等外部平台的结果，由人工核对；部门网站既没有相关栏目也没
    有相关条目、又没有登记职责的，不判定；部门没有任何结果的，可能没有办理过，由人工核对；栏目没有
    读全而未见的，记为无法核对。
    """
    topics = ("power_list", *_ENFORCED)
    items = [item for item in my_items(site, ask) if readable(site, item)]
    power = [i for i in items if i.topic == "power_list" or _LIST.search(i.title)]
    matters = [i for i in items if i.topic in _ENFORCED]
    basis = [i for i in matters if _BASIS.search(i.title)]
    guides = [i for i in items if i.topic == "service_guide" and "许可" in i.title + i.column]
    results = [i for i in matters if i not in basis and _RESULTS.search(i.title)]
    if not (power or matters) and not established(site, topics):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见权责清单和执法信息，不能确定本单位有执法职责")
    fresh = recent(results, ask, results_days)
    # The page of the column may be the list itself.
    page = page_itself(site, ("power_list",), _LIST)
    outcomes: dict[str, Outcome] = {
        "list": Outcome.MET if power or page else lacking(site, "power_list"),
        "basis": Outcome.MET if basis or guides else lacking(site, *_ENFORCED, "service_guide"),
    }
    notes: dict[str, str] = {}
    counts: dict[str, int] = {}
    outside = elsewhere(site, _PUBLICITY)
    if fresh:
        outcomes["results"] = Outcome.MET
        counts["stale_results"] = 0
    elif any(item.on is None for item in results):
        outcomes["results"], notes["results"] = Outcome.UNKNOWN, "结果条目没有日期"
    elif outside:
        outcomes["results"] = Outcome.UNKNOWN
        notes["results"] = f"结果可能在外部平台“{outside}”公开，需人工核对"
    elif results:
        newest = max(item.on for item in results if item.on)
        stale = lacking(site, *_ENFORCED) is Outcome.MISSING
        outcomes["results"] = Outcome.PARTIAL if stale else Outcome.UNKNOWN
        notes["results"] = f"最新{newest.isoformat()}，超过{results_days}日没有更新"
        if stale:
            counts["stale_results"] = 1
    elif not governs(site.unit):  # a year without a case leaves nothing to publish
        outcomes["results"] = Outcome.UNKNOWN
        notes["results"] = "没有见到；部门是否办理过许可、处罚、强制，需人工核对"
    else:
        outcomes["results"] = lacking(site, *_ENFORCED)
        if outcomes["results"] is Outcome.MISSING:
            counts["stale_results"] = 1
    evidence = shown(site, power, 2) + ([site.evidence(page.url, page.title)] if page else [])
    evidence += shown(site, basis, 2) + shown(site, fresh or results, 3)
    finding = checklist(
        site,
        outcomes,
        _ENFORCEMENT,
        evidence,
        topics=topics,
        notes=notes,
        words=("权责清单", "依据", "结果"),
    )
    return replace(finding, counts=counts)


# --- key domains ----------------------------------------------------------------------------------

_OWN = "本部门"


@check(
    title="重点领域信息公开",
    basis="《政府信息公开条例》第二十条、第二十一条；国办发〔2019〕54号",
    counts={"domains": "能够核对的领域数", "live": "有更新的领域数", "unclear": "无法核对的领域数"},
    passed_on_too=True,  # a column that passes on is kept up, too
)
def key_domains(site: Site, ask: Ask, *, domains: Sequence[str] = (), days: int = 183) -> Finding:
    """核对指标体系列出的重点领域（domains）是否有持续更新的信息。“本部门”指基层政务公开标准目录中
    按单位名称由该部门承担的领域（如教育局的义务教育）。

    每个领域按名称（或事项代码）找栏目和条目：栏目名、上级栏目名或标题含该名称，或栏目、条目属于该
    公开事项。动态、要闻、新闻类栏目及其下级栏目，和其中的条目，只报道该领域而不是该领域的公开内
    容，不算；领域自己的栏目里的条目都算。核查日前 days 日内有条目的为有更新；部分领域没有更新的为
    不完整，都没有的为缺。

    不判定：只有一条情况说明的、条目全部在外部网站的、没有日期的、没有读全而未见的领域，不计入能够
    核对的领域数；没有列出领域，或一个领域都不能核对的，记为无法核对。
    """
    if not domains:
        return unknown(Cause.NO_BASIS, "指标没有列出要核对的重点领域")
    live: list[str] = []
    dead: list[str] = []
    unclear: list[str] = []
    evidence: list[Evidence] = []
    for domain, words in _wanted(site, domains).items():
        columns = [c for c in site.columns if site.own(c.url) and _about(c, words)]
        inside = {i.url for c in columns for i in c.items}
        items = [
            i
            for i in my_items(site, ask)
            if i.url in inside
            or (not _is_news(i) and (i.topic == domain or any(word in i.title for word in words)))
        ]
        fresh = recent([i for i in items if readable(site, i)], ask, days)
        if fresh:
            live.append(domain)
            evidence += shown(site, fresh, 1)
        elif _unclear(site, domain, columns, items):
            unclear.append(domain)
        else:
            dead.append(domain)
            evidence += [
                site.evidence(c.url, f"栏目“{c.name}”{days}日内没有更新") for c in columns[:1]
            ]
    counts = {"domains": len(live) + len(dead), "live": len(live), "unclear": len(unclear)}
    beside = f"；{listed(unclear)}无法核对" if unclear else ""
    if not live and not dead:
        return unknown(Cause.NOT_READ, f"各重点领域均无法核对{beside}", evidence)
    if not dead:
        reason = f"{len(live)}个重点领域{days}日内均有更新{beside}"
        return met(reason, evidence, counts=counts)
    return Finding(
        Outcome.PARTIAL if live else Outcome.MISSING,
        f"{counts['domains']}个重点领域中{len(live)}个有更新，{listed(dead)}{days}日内没有更新{beside}",
        evidence=tuple(evidence[:MOST_EVIDENCE]),
        looked=proof(site, words=tuple(domains)),
        counts=counts,
    )


def _wanted(site: Site, domains: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Domains with the words they go by; 本部门 stands for those that the unit's name tells."""
    wanted: dict[str, tuple[str, ...]] = {}
    for domain in domains:
        if domain == _OWN:
            wanted |= {field.name: field.words for field in carried_by(site.unit.name)}
        else:
            wanted[domain] = (domain,)
    return wanted


def _about(column: Column, words: Sequence[str]) -> bool:
    if _tells_news((column.name, *column.path)):
        return False
    names = (*column.topics, column.name, *column.path)
    return any(word in name for name in names for word in words)


def _is_news(item: Item) -> bool:
    """A report: by its title, by the column that lists it, or by its own place on the site."""
    own = item.page.columns if item.page else ()
    return item.topic == "news" or _tells_news((item.column, *own))


def _tells_news(names: Sequence[str]) -> bool:
    return any("news" in topics_named(name) for name in names)


def _unclear(site: Site, domain: str, columns: Sequence[Column], items: Sequence[Item]) -> bool:
    if blind_spot(site, (domain,)):
        return True
    if any(item.on is None or not readable(site, item) for item in items):
        return True
    doubtful = {ColumnState.STATEMENT, ColumnState.EXTERNAL, ColumnState.UNREAD}
    if any(column.state in doubtful for column in columns):
        return True
    # A department may not have the domain at all; a column of its own says that it has.
    return not columns and not governs(site.unit)
