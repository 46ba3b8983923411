"""Checks of enforcement in the open: random inspections, and the totals of the year."""

from crawlers.findings import unknown
from crawlers.looking import checklist
from crawlers.registry import Ask, check
from crawlers.site import Site
from crawlers.subjects.contents import my_items, read_item, shown
from crawlers.subjects.elements import shown_in
from crawlers.subjects.matters import YEARLY, expected, not_due, published_in, seen, verdict, yearly
from data.matters import elements, matters, names
from data.types import Cause, Evidence, Finding, Outcome
from data.units import governs

_MATTERS = matters("enforcement")
_LIST = elements("inspection")
_ITEMS = {
    "list": "随机抽查事项清单",
    **names(_LIST),
    "plan": "年度抽查计划",
    "results": "抽查结果",
}


@check(
    title="双随机、一公开",
    basis="国发〔2019〕5号；国办发〔2015〕58号",
    items=_ITEMS,
)
def random_inspection(site: Site, ask: Ask, *, due: str = "06-30") -> Finding:
    """核对“双随机、一公开”：随机抽查事项清单，清单的四项要素（抽查依据、主体、内容、方式），评估
    年度的抽查计划和抽查结果。

    清单不论年份；要素在清单的页面和附件中按栏名及常见写法识别，几份清单合并看。计划、结果看评估年
    度内发布的本单位条目，只有往年的为不完整。

    不判定：核查日不晚于 due（月-日）而尚未见到的计划、结果；清单的附件没有读到的，未见的要素；结果
    只链接到信用信息公示系统等外部平台的；部门没有相应条目的；相关栏目没有读全的。
    """
    mine = my_items(site, ask, own=True)
    lists = seen(site, mine, _MATTERS["inspection_list"])
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    outcomes["list"], notes["list"] = verdict(site, _MATTERS["inspection_list"], lists)
    evidence: list[Evidence] = shown(site, lists.current, 2)
    if lists.current:
        readings = [read_item(site, item) for item in lists.current]
        present = shown_in("\n".join(reading.everything for reading in readings), _LIST)
        gaps = [gap for reading in readings for gap in reading.gaps]
        for id_ in _LIST:
            lost = Outcome.UNKNOWN if gaps else Outcome.MISSING
            outcomes[id_] = Outcome.MET if id_ in present else lost
            notes[id_] = gaps[0] if gaps and id_ not in present else ""
    anything = not lists.nothing
    for key, id_ in (("plan", "inspection_plan"), ("results", "inspection_result")):
        matter = _MATTERS[id_]
        found = seen(site, mine, matter, published_in(ask.year))
        outcomes[key], notes[key] = verdict(site, matter, found, not_yet=not_due(site, ask, due))
        anything = anything or not found.nothing
        evidence += shown(site, found.current or found.older, 2)
    if not anything and not expected(site, _MATTERS["inspection_list"]):
        return unknown(Cause.NOTHING_TO_JUDGE, "未见双随机抽查信息，本单位不一定有执法检查职责")
    return checklist(
        site,
        outcomes,
        _ITEMS,
        evidence,
        topics=("penalty", "supervision"),
        words=("双随机", "抽查事项清单", "抽查计划", "抽查结果"),
        notes={key: note for key, note in notes.items() if note},
    )


@check(
    title="年度行政执法总体情况公开",
    basis="国办发〔2018〕118号",
    items=YEARLY,
)
def enforcement_totals(site: Site, ask: Ask, *, due: str = "01-31") -> Finding:
    """核对上一年度行政执法总体情况（执法数据、统计年报）是否在评估年度 due（月-日）前公开。核查日
    不晚于该日的，核对再上一年度。没有公开的，两项都为缺；晚于该日公开的，“按期”为缺。

    标题写明年度的以标题为准，没有写明的，次年发布的视为上一年度的；几处发布的，取最早的一处。

    不判定：没有发布日期的，“按期”不判定；列表中有而没有读到的；部门没有见到执法信息的；相关栏目没
    有读全的。
    """
    matter = _MATTERS["totals"]
    carries = governs(site.unit) or bool(site.columns_for("penalty", "licensing"))
    return yearly(site, ask, matter, due=due, carries=carries)
