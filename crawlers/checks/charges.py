"""Checks of money and works: fee catalogues, what was cleared up, the eight kinds of a project."""

from collections.abc import Sequence

from crawlers.findings import absent, unknown
from crawlers.looking import checklist
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import my_items, read_item, shown
from crawlers.subjects.elements import head_of_table, shown_in
from crawlers.subjects.matters import (
    chosen,
    each,
    ever,
    expected,
    not_due,
    seen,
    speaks_of,
    survey,
    within,
)
from data.check_limits import days
from data.matters import elements, matters, names
from data.types import Cause, Finding, Outcome

_RECENT = days("recent_days")

_FEES = matters("fees")
_COLUMNS = elements("fee")
_FEE_ITEMS = {"published": "收费目录清单", "current": "现行版本", **names(_COLUMNS)}


@check(
    title="行政事业性收费目录清单要素",
    basis="《政府信息公开条例》第二十条第八项；《优化营商环境条例》第二十五条",
    items=_FEE_ITEMS,
    passed_on_too=True,
)
def fee_catalogue(site: Site, ask: Ask, *, years: int = 2) -> Finding:
    """核对行政事业性收费目录清单是否公开，是不是现行版本，有没有收费项目、依据、标准三项。

    标题或发布日期的年度在评估年度及其前几年（共 years 年）之内的为现行版本，更早的为不完整。三项要
    素看最新一份清单的页面、表格和附件，取连续十行里写得最全的一段（通常是表头）。

    不判定：清单没有日期、没有读到的；附件没有读到或是扫描件的，未见的要素；部门没有收费栏目的；相
    关栏目没有读全的。涉企收费清单另由“助企纾困与涉企收费”核查，收费场所公示由人工核对。
    """
    matter = _FEES["fee_list"]
    recent_years = range(ask.year - years + 1, ask.year + 1)

    def current(item: Item) -> bool | None:
        told = [speaks_of(year)(item) for year in recent_years]
        return None if None in told else any(told)

    found = seen(site, my_items(site, ask, own=True), matter, current)
    lists = found.current or found.older or found.undated
    if not lists:
        if found.unread:
            return unknown(Cause.NOT_READ, f"列表中的“{found.unread[0].title}”没有读到")
        if not expected(site, matter):
            return unknown(Cause.NOTHING_TO_JUDGE, "未见收费目录清单，部门不一定有收费")
        return absent(site, matter.topics, matter.name, ("收费", "目录", "清单"))
    newest = lists[0]
    reading = read_item(site, newest)
    outcomes = {"published": Outcome.MET, "current": Outcome.MET}
    notes = {}
    if not found.current:
        outcomes["current"] = Outcome.UNKNOWN if found.undated or found.unread else Outcome.PARTIAL
        said = newest.on.isoformat() if newest.on else "没有日期"
        notes["current"] = f"最新的是“{newest.title}”，{said}"
    gap = "；".join(reading.gaps[:1])
    # The words of an element may stand in any sentence: the head of the table decides.
    head = head_of_table(reading.everything, _COLUMNS)
    present = shown_in(head, _COLUMNS)
    for id_ in _COLUMNS:
        lost = Outcome.UNKNOWN if gap else Outcome.MISSING
        outcomes[id_] = Outcome.MET if id_ in present else lost
        if lost is Outcome.UNKNOWN and id_ not in present:
            notes[id_] = gap
    return checklist(
        site,
        outcomes,
        _FEE_ITEMS,
        shown(site, lists, 2),
        topics=matter.topics,
        words=("收费目录清单", "项目", "依据", "标准"),
        notes=notes,
    )


_CLEARED = {id_: matter for id_, matter in _FEES.items() if id_ != "fee_list"}


@check(
    title="服务和收费事项清理公示",
    basis="《政府信息公开条例》第二十条第五、八项；娄政办函〔2014〕45号",
    items=names(_CLEARED),
)
def clearing_lists(site: Site, ask: Ask, *, want: Sequence[str] = ()) -> Finding:
    """核对办事服务、行政给付、行政确认、行政事业性收费、服务性收费五类事项（want 可限定其中几类）
    的清理结果是否公示：有取消、调整、保留的清单、目录或公告。不论年份。相关栏目读全而没有的为缺。

    不判定：部门没有相应条目的；除行政事业性收费外，没有见到的（可能没有该类事项，或者在权责清单中
    一并公布）；相关栏目没有读全的。
    """
    return survey(site, ask, each(chosen(_CLEARED, want), ever))


_PROJECTS = matters("projects")


@check(
    title="重大建设项目八类信息",
    basis="国办发〔2017〕94号；《政府信息公开条例》第二十条第十项",
    items=names(_PROJECTS),
)
def project_stages(
    site: Site, ask: Ask, *, want: Sequence[str] = (), days: int = _RECENT, due: str = "06-30"
) -> Finding:
    """核对重大建设项目批准和实施领域的八类信息（want 可限定其中几类）：批准服务、批准结果、招标投
    标、征收土地、重大设计变更、施工有关、质量安全监督、竣工有关。

    标题相符的本单位条目，核查日前 days 日内有的为具备，只有更早的为不完整，没有的为缺。

    不判定：征收土地、重大设计变更、竣工没有见到的（可能没有发生）；批准结果、招标投标只链接到投资
    项目监管平台、公共资源交易平台的；核查日不晚于 due（月-日）的；部门没有相应栏目的；相关栏目没有
    读全的。
    """
    period = within(site, ask, days)
    return survey(site, ask, each(chosen(_PROJECTS, want), period, not_due(site, ask, due)))
