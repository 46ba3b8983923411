"""Checks of economic disclosures: statistics, fees, procurement, projects, relief of firms."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crawlers.findings import blind_spot, unknown
from crawlers.looking import checklist, lacking
from crawlers.registry import Ask, check
from crawlers.site import ColumnState, Item, Site
from crawlers.subjects.contents import elsewhere, established, my_items, readable, recent, shown
from crawlers.subjects.periods import period_end, quarters_due
from data.check_limits import days
from data.types import Cause, Evidence, Finding, Outcome
from data.units import governs

_RECENT = days("recent_days")

# --- statistics -----------------------------------------------------------------------------------

_STATISTICS = {"bulletin": "统计公报", "series": "月度或季度数据", "analysis": "分析解读"}
_BULLETIN = re.compile(r"统计公报|国民经济和社会发展.{0,8}公报")
_ANALYSIS = re.compile(r"分析|解读|图解|走势|形势|述评|简析")
_SERIES = re.compile(r"月报|月度|季报|季度|快报|主要(?:经济)?指标|经济运行|统计数据")
_BULLETIN_DUE = (6, 30)


@check(
    title="统计信息公开",
    basis="《政府信息公开条例》第二十条第四项；《统计法》第二十九条",
    items=_STATISTICS,
    counts={"missing_period": "缺少的期数"},
)
def statistics(site: Site, ask: Ask) -> Finding:
    """核对本级政府的统计公报、月度或季度数据、分析解读。

    公报：标题为上一年度（6月30日前核查的，再上一年度）国民经济和社会发展统计公报。数据：近12个月内
    已结束满60日的各季度，每季度末有月度、季度或累计数据（如“1—6月”“上半年”“二季度”）算一期，全部都
    有为具备，有缺的为不完整并计缺期。分析：近12个月内有数据分析、解读。

    不判定：部门没有统计职责的；栏目没有读全的，未见的期次不计缺期；近一年有数据条目的标题没有写明时期的，
    可能正是未见的一期，不计缺期。
    """
    if not governs(site.unit) and not established(site, ("statistics",)):
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
    counts = {} if blind else {"missing_period": len(gaps)}
    analysed = recent(
        [
            i
            for i in items
            if _ANALYSIS.search(i.title)
            and i.topic in {"statistics", "interpretation"}
            and (i.topic == "statistics" or re.search(r"统计|经济|数据|普查|指标", i.title))
        ],
        ask,
        _RECENT,
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
        silent = next((i for i in recent(figures, ask, _RECENT) if _is_silent(i)), None)
        if silent:
            notes["series"] += f"，“{silent.title}”的标题没有写明时期"
        if blind or silent:
            outcomes["series"] = Outcome.UNKNOWN
            counts = {}
        else:
            outcomes["series"] = Outcome.MISSING if len(gaps) == len(wanted) else Outcome.PARTIAL
    evidence = shown(site, bulletins, 1) + shown(site, figures, 5) + shown(site, analysed, 2)
    finding = checklist(
        site,
        outcomes,
        _STATISTICS,
        evidence,
        topics=("statistics",),
        notes=notes,
        words=("统计公报", "季度", "月"),
    )
    return replace(finding, counts=counts)


def _is_silent(item: Item) -> bool:
    """Figures of some month or quarter, whose title does not say of which."""
    return _SERIES.search(item.title) is not None and period_end(item.title, item.on) is None


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
    passed_on_too=True,
)
def fees_procurement_projects(
    site: Site, ask: Ask, *, want: Sequence[str] = ("fee_list", "procurement", "projects")
) -> Finding:
    """核对行政事业性收费目录清单、政府采购信息、重大建设项目信息（want 可限定其中几类）。

    收费：有收费目录清单（项目、依据、标准），日期或标题年度在评估年度或上一年度为具备，更早的为不
    完整。采购：近一年内有采购目录、公告、中标成交或合同条目。项目：近一年内有重大建设项目批准、进
    展等条目。

    不判定：采购、项目信息只链接到政府采购网、公共资源交易平台、投资项目监管平台的，由人工核对；部
    门没有相应栏目的，不判定；栏目没有读全而未见的，记为无法核对。
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
        evidence += shown(site, current or lists, 2)
    for key, topic, other in (
        ("procurement", "procurement", _TRADE_SITE),
        ("projects", "major_project", _PROJECT_SITE),
    ):
        if key in want:
            about = [i for i in items if i.topic == topic]
            fresh = recent(about, ask, _RECENT)
            outcomes[key] = _here(site, bool(fresh), topic)
            if about and not fresh:
                outcomes[key] = _stale(site, topic, all_dated=all(i.on for i in about))
                notes[key] = "近一年没有更新"
            if not fresh and (name := elsewhere(site, other)):
                outcomes[key] = Outcome.UNKNOWN
                notes[key] = f"可能在外部平台“{name}”公开，需人工核对"
            evidence += shown(site, fresh or about, 2)
    topics = ("fees", "procurement", "major_project")
    if not evidence and not established(site, topics):
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
    return lacking(site, topic) if established(site, (topic,)) else Outcome.UNKNOWN


# --- relief of enterprises ------------------------------------------------------------------------

_RELIEF = {"column_fresh": "助企纾困专栏更新", "fee_list_current": "当年涉企收费清单"}
_RELIEF_COLUMN = re.compile(r"助企|纾困|惠企|涉企政策|企业服务|营商环境")
_UNREAD = {ColumnState.EXTERNAL, ColumnState.UNREAD, ColumnState.PARENT}
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

    专栏：有名称含助企、纾困、惠企、营商环境等的栏目，核查日前 days 日内有条目为具备，没有的为不完
    整，没有专栏为缺。清单：标题为涉企收费目录清单，标题年度或发布日期在评估年度为具备，更早的为不
    完整。

    不判定：专栏在外部网站的、条目没有日期的、没有读全而未见的，记为无法核对；部门没有专栏和清单
    的，不判定。
    """
    columns = [
        c for c in site.columns if site.own(c.url) and _RELIEF_COLUMN.search("".join(c.path))
    ]
    items = [item for item in my_items(site, ask) if readable(site, item)]
    inside = [i for c in columns for i in c.items if i.on is None or i.on <= ask.as_of]
    lists = [i for i in items if _ENTERPRISE_FEES.search(i.title)]
    if not governs(site.unit) and not columns and not lists:
        return unknown(Cause.NOTHING_TO_JUDGE, "未见助企纾困专栏，部门不一定承担")
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    fresh = recent(inside, ask, days)
    if fresh:
        outcomes["column_fresh"] = Outcome.MET
    elif columns:
        read = any(c.state not in _UNREAD for c in columns)
        dated = read and all(i.on for i in inside)
        complete = lacking(site, "policy_document") is Outcome.MISSING
        outcomes["column_fresh"] = Outcome.PARTIAL if dated and complete else Outcome.UNKNOWN
        notes["column_fresh"] = f"{days}日内没有更新" if dated else "条目没有日期或没有读到"
    elif name := elsewhere(site, _RELIEF_COLUMN):
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
    evidence = shown(site, fresh, 2) + shown(site, current or lists, 2)
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
