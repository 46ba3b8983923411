"""Checks of the work of openness itself: key points of the year, rules, events, gazette."""

import re
from collections.abc import Sequence

from crawlers.findings import met, partial, unknown
from crawlers.looking import checklist, lacking
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.annual.titles import is_report
from crawlers.subjects.contents import my_items, read_item, readable, shown
from crawlers.subjects.matters import (
    chosen,
    each,
    ever,
    expected,
    not_due,
    published_in,
    reports_on,
    seen,
    speaks_of,
    survey,
    verdict,
)
from data.matters import matters, names
from data.types import Cause, Evidence, Finding, Outcome

_MATTERS = matters("openness")
_KEY_POINTS = {"published": "当年政务公开工作要点", "implemented": "年报写明要点落实情况"}
_IMPLEMENTED = re.compile(r"工作要点|要点.{0,8}(?:落实|任务|要求)|公开.{0,6}重点(?:工作)?任务")


@check(
    title="政务公开工作要点与落实",
    basis="国办发〔2016〕80号；湘政办发〔2023〕11号",
    items=_KEY_POINTS,
)
def key_points(site: Site, ask: Ask, *, due: str = "06-30", report_due: str = "01-31") -> Finding:
    """核对评估年度的政务公开工作要点（实施方案、工作安排）是否公开，年度政府信息公开工作年度报告
    是否写明要点落实情况。

    要点：标题写明年度的以标题为准，没有写明的以发布日期为准；落实情况、解读、征求意见稿不算。落
    实：最近一份应已公布的年报（评估年度上一年的；核查日不晚于report_due 的，再上一年的）页面或附件
    中写有工作要点、重点任务。只有往年要点的为不完整，栏目和年报读全而没有的为缺。

    不判定：核查日不晚于 due（月-日）而未见要点的；没有读到年报的，年报附件没有读到而未见的；部门未
    见要点的（可能只执行本级政府的要点）；相关栏目没有读全的。
    """
    mine = my_items(site, ask, own=True)
    matter = _MATTERS["key_points"]
    found = seen(site, mine, matter, speaks_of(ask.year))
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    outcomes["published"], notes["published"] = verdict(
        site, matter, found, not_yet=not_due(site, ask, due)
    )
    evidence = shown(site, found.current or found.older, 2)
    year = ask.year - (2 if not_due(site, ask, report_due) else 1)
    outcomes["implemented"], notes["implemented"], proofs = _implemented(site, mine, year)
    if found.nothing and not expected(site, matter) and not proofs:
        return unknown(Cause.NOTHING_TO_JUDGE, "未见政务公开工作要点和年报")
    return checklist(
        site,
        outcomes,
        _KEY_POINTS,
        evidence + proofs,
        topics=("annual_report", *matter.topics),
        words=("政务公开工作要点", "要点落实"),
        notes={key: note for key, note in notes.items() if note},
    )


def _implemented(
    site: Site, mine: Sequence[Item], year: int
) -> tuple[Outcome, str, list[Evidence]]:
    told = reports_on(year)
    reports = [
        item for item in mine if is_report(item.title) and told(item) and readable(site, item)
    ]
    if not reports:
        return Outcome.UNKNOWN, f"没有读到{year}年的年报", []
    gap = ""
    for item in reports:
        reading = read_item(site, item)
        if match := _IMPLEMENTED.search(reading.text):
            start = max(0, match.start() - 20)
            words = " ".join(reading.text[start : match.end() + 30].split())
            return Outcome.MET, "", [site.evidence(item.url, words)]
        gap = gap or "；".join(reading.gaps[:1])
    evidence = shown(site, reports, 1)
    if gap or all(len(read_item(site, item).text) < _SHORT_REPORT for item in reports):
        return Outcome.UNKNOWN, gap or "没有读到年报正文", evidence
    return Outcome.MISSING, f"{year}年年报没有写", evidence


_SHORT_REPORT = 300  # characters; with fewer, the words of the report were not read


_RULES = {id_: _MATTERS[id_] for id_ in ("negative_list", "conversion", "five", "review")}


@check(
    title="政务公开制度",
    basis="中办发〔2016〕8号；国办发〔2016〕80号；《政府信息公开条例》第十七条、第四十四条",
    items=names(_RULES),
)
def openness_rules(site: Site, ask: Ask, *, want: Sequence[str] = ()) -> Finding:
    """核对政务公开的制度和清单（want 可限定其中几项）：政务公开负面清单，依申请公开转为主动公开的
    登记或公告，决策、执行、管理、服务、结果“五公开”的制度或栏目，政府信息公开审查制度。不论年份。
    相关栏目读全而没有的为缺。

    不判定：依申请转主动公开没有见到的（可能没有发生）；部门没有相应栏目的（可能执行本级政府的制
    度）；相关栏目没有读全的。
    """
    return survey(site, ask, each(chosen(_RULES, want), ever))


_WORK = {id_: _MATTERS[id_] for id_ in ("training", "appraisal")}


@check(
    title="政务公开培训与考核",
    basis="《政府信息公开条例》第四十六条、第四十八条",
    items=names(_WORK),
)
def openness_work(site: Site, ask: Ask, *, want: Sequence[str] = (), due: str = "12-31") -> Finding:
    """核对评估年度内有没有政务公开培训、政务公开考核或测评通报的信息（want 可限定其中一项）。

    报道、通知均算，只有往年的为不完整。签到、台账等不在网上的材料由人工核对。

    不判定：核查日不晚于 due（月-日，默认年底）而未见的；部门没有相应条目的；相关栏目没有读全的。
    """
    wanted = chosen(_WORK, want)
    return survey(site, ask, each(wanted, published_in(ask.year), not_due(site, ask, due)))


# --- gazette --------------------------------------------------------------------------------------

_ISSUE = re.compile(
    r"公报.{0,16}?(20\d\d)\s*年?\s*[第（(]?\s*(\d{1,2})\s*[期号]"
    r"|(20\d\d)\s*年?\s*第?\s*(\d{1,2})\s*[期号].{0,12}公报"
)
_NOT_GAZETTE = re.compile(r"统计|普查|环境(?:状况|质量)|水资源|公报解读|采购公报")


@check(
    title="政府公报公开",
    basis="国办发〔2018〕22号",
    counts={
        "issues": "评估年度见到的期数",
        "missing_issue": "缺少的期数",
    },
)
def gazette(site: Site, ask: Ask) -> Finding:
    """核对评估年度的政府公报是否逐期上网，期号有没有缺。

    期号取标题中的年份和期号（如“政府公报2023年第3期”）；从第1期到见到的最大一期，没有条目的记为缺
    期。

    不判定：没有办公报的（县级政府、部门可以不办）；标题没有期号的；公报栏目没有读全而见到缺期的。
    """
    numbers: dict[int, Item] = {}
    for item in my_items(site, ask):
        if "公报" not in item.title + item.column or _NOT_GAZETTE.search(item.title):
            continue
        if match := _ISSUE.search(f"公报 {item.title}"):
            year, number = (int(part) for part in match.groups() if part)
            if year == ask.year:
                numbers.setdefault(number, item)
    if not numbers:
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年的政府公报，不一定办有公报")
    gaps = [number for number in range(1, max(numbers)) if number not in numbers]
    counts = {"issues": len(numbers), "missing_issue": len(gaps)}
    evidence = shown(site, [numbers[number] for number in sorted(numbers)], 20)
    said = f"{ask.year}年政府公报见到{len(numbers)}期"
    if not gaps:
        return met(f"{said}，期号连续", evidence, counts=counts)
    named = "、".join(f"第{number}期" for number in gaps)
    if lacking(site, "policy_document") is Outcome.UNKNOWN:
        return unknown(Cause.NOT_READ, f"{said}，未见{named}，但公报栏目没有读全", evidence)
    return partial(f"{said}，缺{named}", evidence, counts=counts)
