"""Checks of standing disclosures: enforcement, statistics, money matters, domains, relief."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from crawlers.contents import my_items, readable
from crawlers.findings import blind_spot, unknown
from crawlers.looking import checklist, entrances, lacking, listed, mine, proof
from crawlers.periods import period_end, quarters_due
from crawlers.registry import Ask, check
from crawlers.site import Column, ColumnState, Item, Site
from data.types import Cause, Evidence, Finding, Outcome


def _recent(items: Sequence[Item], ask: Ask, days: int) -> list[Item]:
    since = ask.as_of - timedelta(days=days)
    return [item for item in items if item.on and since <= item.on <= ask.as_of]


def _shown(site: Site, items: Sequence[Item], most: int = 3) -> list[Evidence]:
    return [
        site.evidence(item.url, f"{item.title} {item.on.isoformat() if item.on else ''}".strip())
        for item in items[:most]
    ]


def _elsewhere(site: Site, words: re.Pattern[str]) -> str:
    """Name of a link that leads to another host for this matter, or ""."""
    return next(
        (link.text for _, link, _ in entrances(site, words) if not site.own(link.url)),
        "",
    )


def _established(site: Site, topics: Sequence[str]) -> bool:
    """The unit surely has this matter: a government, a keeper of the column, one whose duty it is.

    A scheme row that asks for a duty is not run for a unit without it, so known duties mean that
    this one is among them.
    """
    if site.unit.kind == "county" or site.unit.duties is not None:
        return True
    return any(mine(site, column.url) for column in site.columns_for(*topics))


# --- enforcement ----------------------------------------------------------------------------------

_ENFORCEMENT = {
    "list": "权责清单",
    "basis": "许可、处罚、强制的依据和程序",
    "results": "许可、处罚、强制的结果",
}
_LIST = re.compile(
    r"(?:权力|责任|权责)(?:事项)?(?:和责任)?.{0,6}清单|权责清单|行政(?:职权|权力).{0,6}(?:清单|目录)"
)
_BASIS = re.compile(
    r"依据|裁量|程序|流程|条件|事项(?:目录|清单)|许可(?:事项)?.{0,4}清单|执法(?:主体|人员|事项|权限)|服务指南|办事指南|随机抽查事项"
)
_RESULTS = re.compile(
    r"结果|决定|公示|公告|准予|许可证|双公示|处罚信息|许可信息|案件|名单|批复|情况"
)
_DOUBLE = re.compile(r"双公示|信用(?:中国|网)|行政(?:许可|处罚).{0,6}公示|执法(?:信息)?公示")
_ENFORCED = ("licensing", "penalty")


@check(
    title="权责清单与行政执法公开",
    basis="《政府信息公开条例》第二十条第五、六项；国办发〔2018〕118号",
    items=_ENFORCEMENT,
    counts={"stale_results": "结果信息超期未更新"},
)
def enforcement(site: Site, ask: Ask, *, results_days: int = 92) -> Finding:
    """核对权责清单，行政许可、处罚、强制的依据程序，以及办理结果。

    清单：有权责清单（权力清单、责任清单）的条目或有内容的栏目；依据：许可、处罚类条目写明依据、条件、
    程序、流程、裁量基准，或有相应办事指南；结果：许可、处罚类结果条目，最新一条在核查日前 results_days
    日内为具备，超过的为不完整，并计入超期未更新。

    不判定：只链接到省双公示平台、信用网站等外部平台的结果，由人工核对；部门网站既没有相关栏目也没有
    相关条目、又没有登记职责的，不判定；栏目没有读全而未见的，记为无法核对。
    """
    topics = ("power_list", *_ENFORCED)
    items = [item for item in my_items(site, ask) if readable(site, item)]
    power = [i for i in items if i.topic == "power_list" or _LIST.search(i.title)]
    matters = [i for i in items if i.topic in _ENFORCED]
    basis = [i for i in matters if _BASIS.search(i.title)]
    guides = [i for i in items if i.topic == "service_guide" and "许可" in i.title + i.column]
    results = [i for i in matters if i not in basis and _RESULTS.search(i.title)]
    if not (power or matters) and not _established(site, topics):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见权责清单和执法信息，不能确定本单位有执法职责")
    fresh = _recent(results, ask, results_days)
    outcomes: dict[str, Outcome] = {
        "list": Outcome.MET if power else lacking(site, "power_list"),
        "basis": Outcome.MET if basis or guides else lacking(site, *_ENFORCED, "service_guide"),
    }
    notes: dict[str, str] = {}
    counts = {"stale_results": 0}
    elsewhere = _elsewhere(site, _DOUBLE)
    if fresh:
        outcomes["results"] = Outcome.MET
    elif any(item.on is None for item in results):
        outcomes["results"], notes["results"] = Outcome.UNKNOWN, "结果条目没有日期"
    elif elsewhere:
        outcomes["results"] = Outcome.UNKNOWN
        notes["results"] = f"结果可能在外部平台“{elsewhere}”公开，需人工核对"
    elif results:
        newest = max(item.on for item in results if item.on)
        stale = lacking(site, *_ENFORCED) is Outcome.MISSING
        outcomes["results"] = Outcome.PARTIAL if stale else Outcome.UNKNOWN
        notes["results"] = f"最新{newest.isoformat()}，超过{results_days}日没有更新"
        counts["stale_results"] = int(stale)
    else:
        outcomes["results"] = lacking(site, *_ENFORCED)
    evidence = _shown(site, power, 2) + _shown(site, basis, 2) + _shown(site, fresh or results, 3)
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


# --- statistics -----------------------------------------------------------------------------------

_STATISTICS = {"bulletin": "统计公报", "series": "月度或季度数据", "analysis": "分析解读"}
_BULLETIN = re.compile(r"统计公报|国民经济和社会发展.{0,8}公报")
_ANALYSIS = re.compile(r"分析|解读|图解|走势|形势|述评|简析")
_BULLETIN_DUE = (6, 30)


@check(
    title="统计信息公开",
    basis="《政府信息公开条例》第二十条第四项；《统计法》第二十九条",
    items=_STATISTICS,
    counts={"missing_period": "缺少的期数"},
)
def statistics(site: Site, ask: Ask) -> Finding:
    """核对本级政府的统计公报、月度或季度数据、分析解读。

    公报：标题为上一年度（6月30日前核查的，再上一年度）国民经济和社会发展统计公报。数据：近12个月内已
    结束满60日的各季度，每季度末有月度、季度或累计数据（如“1—6月”“上半年”“二季度”）算一期，全部都有
    为具备，有缺的为不完整并计缺期。分析：近12个月内有数据分析、解读。

    不判定：部门没有统计职责的；栏目没有读全的，未见的期次不计缺期。
    """
    if site.unit.kind != "county" and not _established(site, ("statistics",)):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见统计信息，部门不一定承担统计职责")
    items = [
        item
        for item in my_items(site, ask, "statistics", "interpretation", "planning")
        if readable(site, item)
    ]
    blind = blind_spot(site, ("statistics",))
    month, day = _BULLETIN_DUE
    year = ask.year - 1 if ask.as_of >= date(ask.year, month, day) else ask.year - 2
    bulletins = [i for i in items if _BULLETIN.search(i.title) and str(year) in i.title]
    wanted = quarters_due(ask.as_of)
    figures = [i for i in items if i.topic == "statistics" and not _BULLETIN.search(i.title)]
    seen = {period_end(i.title, i.on) for i in figures}
    # The yearly bulletin carries the figures of the whole year.
    seen |= {
        (int(y), 12)
        for i in items
        if _BULLETIN.search(i.title)
        for y in re.findall(r"20\d\d", i.title)
    }
    gaps = [period for period in wanted if period not in seen]
    analysed = _recent(
        [
            i
            for i in items
            if _ANALYSIS.search(i.title)
            and i.topic in {"statistics", "interpretation"}
            and (i.topic == "statistics" or re.search(r"统计|经济|数据|普查|指标", i.title))
        ],
        ask,
        365,
    )
    outcomes = {
        "bulletin": Outcome.MET if bulletins else lacking(site, "statistics"),
        "series": Outcome.MET,
        "analysis": Outcome.MET if analysed else lacking(site, "statistics", "interpretation"),
    }
    notes = {"bulletin": f"{year}年"}
    if gaps:
        said = "、".join(f"{y}年{m}月" for y, m in gaps)
        notes["series"] = f"未见截至{said}的数据"
        if blind:
            outcomes["series"] = Outcome.UNKNOWN
        else:
            outcomes["series"] = Outcome.MISSING if len(gaps) == len(wanted) else Outcome.PARTIAL
    evidence = _shown(site, bulletins, 1) + _shown(site, figures, 5) + _shown(site, analysed, 2)
    finding = checklist(
        site,
        outcomes,
        _STATISTICS,
        evidence,
        topics=("statistics",),
        notes=notes,
        words=("统计公报", "季度", "月"),
    )
    return replace(finding, counts={"missing_period": 0 if blind else len(gaps)})


# --- fees, procurement, projects ------------------------------------------------------------------

_MONEY = {
    "fee_list": "行政事业性收费目录清单",
    "procurement": "政府采购目录与实施情况",
    "projects": "重大建设项目信息",
}
_FEE_LIST = re.compile(
    r"收费.{0,16}(?:目录|清单|标准|项目|公示|一览)|(?:目录|清单|标准).{0,10}收费"
)
_TRADE_SITE = re.compile(r"政府采购网|采购网|公共资源交易|招标网")
_PROJECT_SITE = re.compile(r"投资项目在线|在线审批监管平台")


@check(
    title="收费目录、政府采购与重大项目",
    basis="《政府信息公开条例》第二十条第八、九、十项",
    items=_MONEY,
)
def fees_procurement_projects(
    site: Site, ask: Ask, *, want: Sequence[str] = ("fee_list", "procurement", "projects")
) -> Finding:
    """核对行政事业性收费目录清单、政府采购信息、重大建设项目信息。

    收费：有收费目录清单（项目、依据、标准），日期或标题年度在评估年度或上一年度为具备，更早的为
    不完整。采购：近一年内有采购目录、公告、中标成交或合同条目。项目：近一年内有重大建设项目批准、进展
    等条目。

    不判定：采购、项目信息只链接到政府采购网、公共资源交易平台、投资项目监管平台的，由人工核对；部门没有
    相应栏目的，不判定；栏目没有读全而未见的，记为无法核对。
    """
    items = [item for item in my_items(site, ask) if readable(site, item)]
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    evidence: list[Evidence] = []
    if "fee_list" in want:
        lists = [
            i
            for i in items
            if _FEE_LIST.search(i.title) or (i.topic == "fees" and "清单" in i.title)
        ]
        current = [i for i in lists if _current(i, ask)]
        outcomes["fee_list"] = _here(site, bool(current), "fees")
        if lists and not current:
            dated = [i.on for i in lists if i.on]
            outcomes["fee_list"] = _stale(site, "fees", all_dated=len(dated) == len(lists))
            notes["fee_list"] = "不是近两年的版本" if dated else "清单没有日期"
        evidence += _shown(site, current or lists, 2)
    for key, topic, other in (
        ("procurement", "procurement", _TRADE_SITE),
        ("projects", "major_project", _PROJECT_SITE),
    ):
        if key in want:
            about = [i for i in items if i.topic == topic]
            recent = _recent(about, ask, 365)
            outcomes[key] = _here(site, bool(recent), topic)
            if about and not recent:
                outcomes[key] = _stale(site, topic, all_dated=all(i.on for i in about))
                notes[key] = "近一年没有更新"
            if not recent and (name := _elsewhere(site, other)):
                outcomes[key] = Outcome.UNKNOWN
                notes[key] = f"可能在外部平台“{name}”公开，需人工核对"
            evidence += _shown(site, recent or about, 2)
    topics = ("fees", "procurement", "major_project")
    if not evidence and not _established(site, topics):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见收费、采购和项目信息，部门不一定承担")
    return checklist(site, outcomes, _MONEY, evidence, topics=topics, notes=notes)


def _stale(site: Site, topic: str, *, all_dated: bool) -> Outcome:
    """Only old entries were seen; newer ones may be among those without a date, or unread."""
    return Outcome.PARTIAL if all_dated and not blind_spot(site, (topic,)) else Outcome.UNKNOWN


def _current(item: Item, ask: Ask) -> bool:
    years = {int(y) for y in re.findall(r"20\d\d", item.title)}
    if item.on:
        years.add(item.on.year)
    return bool(years & {ask.year, ask.year - 1})


def _here(site: Site, seen: bool, topic: str) -> Outcome:
    if seen:
        return Outcome.MET
    return lacking(site, topic) if _established(site, (topic,)) else Outcome.UNKNOWN


# --- key domains ----------------------------------------------------------------------------------


@check(
    title="重点领域信息公开",
    basis="《政府信息公开条例》第二十条、第二十一条；国办发〔2019〕54号",
    counts={"domains": "能够核对的领域数", "live": "有更新的领域数"},
)
def key_domains(site: Site, ask: Ask, *, domains: Sequence[str] = (), days: int = 183) -> Finding:
    """核对指标体系列出的重点领域（domains）是否有持续更新的信息。

    每个领域按名称（或事项代码）找栏目和条目：栏目名、上级栏目名或标题含该名称，或栏目、条目属于该公开
    事项。核查日前 days 日内有条目的为有更新。

    不判定：只有一条情况说明的、条目全部在外部网站的、没有日期的、没有读全而未见的领域，不计入能够核对
    的领域数；没有列出领域，或一个领域都不能核对的，记为无法核对。
    """
    if not domains:
        return unknown(Cause.NO_BASIS, "指标没有列出要核对的重点领域")
    live: list[str] = []
    dead: list[str] = []
    unclear: list[str] = []
    evidence: list[Evidence] = []
    for domain in domains:
        columns = [c for c in site.columns if mine(site, c.url) and _about(c, domain)]
        inside = {i.url for c in columns for i in c.items}
        items = [
            i
            for i in my_items(site, ask)
            if i.topic == domain or domain in i.title or i.url in inside
        ]
        recent = _recent([i for i in items if readable(site, i)], ask, days)
        if recent:
            live.append(domain)
            evidence += _shown(site, recent, 1)
        elif _unclear(site, domain, columns, items):
            unclear.append(domain)
        else:
            dead.append(domain)
            evidence += [
                site.evidence(c.url, f"栏目“{c.name}”{days}日内没有更新") for c in columns[:1]
            ]
    counts = {"domains": len(live) + len(dead), "live": len(live)}
    beside = f"；{listed(unclear)}无法核对" if unclear else ""
    if not live and not dead:
        return unknown(Cause.NOT_READ, f"各重点领域均无法核对{beside}", evidence)
    if not dead:
        reason = f"{len(live)}个重点领域{days}日内均有更新{beside}"
        return Finding(Outcome.MET, reason, evidence=tuple(evidence[:20]), counts=counts)
    return Finding(
        Outcome.PARTIAL if live else Outcome.MISSING,
        f"{counts['domains']}个重点领域中{len(live)}个有更新，{listed(dead)}{days}日内没有更新{beside}",
        evidence=tuple(evidence[:20]),
        looked=proof(site, words=tuple(domains)),
        counts=counts,
    )


def _about(column: Column, domain: str) -> bool:
    return domain in column.topics or any(domain in name for name in (column.name, *column.path))


def _unclear(site: Site, domain: str, columns: Sequence[Column], items: Sequence[Item]) -> bool:
    if blind_spot(site, (domain,)):
        return True
    if any(item.on is None or not readable(site, item) for item in items):
        return True
    doubtful = {ColumnState.STATEMENT, ColumnState.EXTERNAL, ColumnState.UNREAD}
    if any(column.state in doubtful for column in columns):
        return True
    # A department may not have the domain at all; a column of its own says that it has.
    return not columns and site.unit.kind != "county"


# --- relief of enterprises ------------------------------------------------------------------------

_RELIEF = {"column_fresh": "助企纾困专栏更新", "fee_list_current": "当年涉企收费清单"}
_RELIEF_COLUMN = re.compile(r"助企|纾困|惠企|涉企政策|企业服务|营商环境")
_ENTERPRISE_FEES = re.compile(
    r"涉企.{0,10}收费.{0,10}(?:目录|清单)|(?:目录|清单).{0,6}涉企.{0,6}收费"
)


@check(
    title="助企纾困与涉企收费",
    basis="《优化营商环境条例》第二十五条",
    items=_RELIEF,
)
def enterprise_relief(site: Site, ask: Ask, *, days: int = 92) -> Finding:
    """核对助企纾困专栏和涉企收费目录清单。

    专栏：有名称含助企、纾困、惠企、营商环境等的栏目，核查日前 days 日内有条目为具备，没有的为不完整，
    没有专栏为缺。清单：标题为涉企收费目录清单，标题年度或发布日期在评估年度为具备，更早的为不完整。

    不判定：专栏在外部网站的、条目没有日期的、没有读全而未见的，记为无法核对；部门没有专栏和清单的，
    不判定。
    """
    columns = [
        c for c in site.columns if mine(site, c.url) and _RELIEF_COLUMN.search("".join(c.path))
    ]
    items = [item for item in my_items(site, ask) if readable(site, item)]
    inside = [i for c in columns for i in c.items if i.on is None or i.on <= ask.as_of]
    lists = [i for i in items if _ENTERPRISE_FEES.search(i.title)]
    if site.unit.kind != "county" and not columns and not lists:
        return unknown(Cause.NOTHING_TO_JUDGE, "未见助企纾困专栏，部门不一定承担")
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    recent = _recent(inside, ask, days)
    if recent:
        outcomes["column_fresh"] = Outcome.MET
    elif columns:
        dated = bool(inside) and all(i.on for i in inside)
        complete = lacking(site, "policy_document") is Outcome.MISSING
        outcomes["column_fresh"] = Outcome.PARTIAL if dated and complete else Outcome.UNKNOWN
        notes["column_fresh"] = f"{days}日内没有更新" if dated else "条目没有日期或没有读到"
    elif name := _elsewhere(site, _RELIEF_COLUMN):
        outcomes["column_fresh"] = Outcome.UNKNOWN
        notes["column_fresh"] = f"“{name}”在外部网站"
    else:
        outcomes["column_fresh"] = lacking(site, "fees", "policy_document")
    current = [i for i in lists if _of_year(i, ask.year)]
    outcomes["fee_list_current"] = Outcome.MET if current else lacking(site, "fees")
    if lists and not current:
        dated = all(i.on or re.search(r"20\d\d", i.title) for i in lists)
        outcomes["fee_list_current"] = _stale(site, "fees", all_dated=dated)
        notes["fee_list_current"] = f"不是{ask.year}年的清单" if dated else "清单没有日期"
    evidence = _shown(site, recent, 2) + _shown(site, current or lists, 2)
    evidence += [site.evidence(c.url, f"栏目“{c.name}”") for c in columns[:2]]
    return checklist(
        site,
        outcomes,
        _RELIEF,
        evidence,
        topics=("fees",),
        notes=notes,
        words=("助企纾困", "涉企收费"),
    )


def _of_year(item: Item, year: int) -> bool:
    years = {int(y) for y in re.findall(r"20\d\d", item.title)} or (
        {item.on.year} if item.on else set()
    )
    return year in years
