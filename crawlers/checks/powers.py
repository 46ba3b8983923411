"""Checks of the lists of powers: are they out and kept up, and what an approval list tells."""

from dataclasses import replace

from crawlers.findings import absent, unknown
from crawlers.looking import checklist
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import (
    my_items,
    read_item,
    readable,
    shown,
)
from crawlers.subjects.elements import head_of_table, shown_in
from crawlers.subjects.matters import (
    Asked,
    expected,
    is_about,
    survey,
    within,
)
from data.check_limits import days
from data.matters import elements, matters, names
from data.types import Cause, Finding, Outcome

_RECENT = days("recent_days")

_MATTERS = matters("enforcement")


@check(
    title="权责清单公开与调整",
    basis="《政府信息公开条例》第二十条第十五项；中办发〔2015〕21号",
    items={"power_list": "权责清单", "adjusted": "按期调整"},
)
def power_list_adjusted(site: Site, ask: Ask, *, within_days: int = _RECENT) -> Finding:
    """核对权责清单（权力清单、责任清单）是否公开，最新的一份（清单或调整公告）是否在核查日前
    within_days 日内。

    只有更早的，“按期调整”为不完整；职权没有变化而不必调整的，由人工改判。

    不判定：清单没有日期的、没有读到的；部门没有权责清单栏目和条目的；相关栏目没有读全的。
    """
    matter = _MATTERS["power_list"]
    return survey(
        site,
        ask,
        {
            "power_list": Asked(matter),
            "adjusted": Asked(replace(matter, name="按期调整"), within(site, ask, within_days)),
        },
        words=("权责清单", "权力清单", "责任清单"),
    )


_APPROVAL = elements("approval")
_FEWEST_COLUMNS = 4  # names of columns together; with fewer, no table of approvals was recognised


@check(
    title="行政审批事项公开要素",
    basis="《行政许可法》第三十条；《政府信息公开条例》第二十条第五项",
    items=names(_APPROVAL),
)
def approval_elements(site: Site, ask: Ask) -> Finding:
    """在行政审批（许可）事项目录、清单中核对八个要素：项目编码、审批部门、项目名称、审批类别、设
    定依据、审批对象、审批过程、审批结果。几份目录中取要素最全的一份。

    要素以目录表头的栏名为准，常见写法均予承认；审批过程、审批结果也可以写在同一份目录的正文里。没
    有写的要素为缺；一份目录也没有、栏目已读全的，整项为缺。

    不判定：识别不出目录表格的，附件没有读到或是扫描件的；部门没有审批事项的；相关栏目没有读全的。
    """
    matter = _MATTERS["approval_list"]
    best: tuple[Item, set[str]] | None = None
    gap = ""
    for item in my_items(site, ask, own=True):
        if not is_about(item, matter) or not readable(site, item):
            continue
        reading = read_item(site, item)
        gap = gap or "；".join(reading.gaps[:1])
        present = shown_in(head_of_table(reading.everything, _APPROVAL), _APPROVAL)
        if len(present) >= _FEWEST_COLUMNS:
            late = {id_: _APPROVAL[id_] for id_ in ("process", "result")}
            present |= shown_in(reading.everything, late)
            if best is None or len(present) > len(best[1]):
                best = item, present
    if best is None:
        if gap:
            return unknown(Cause.NOT_READ, f"没有识别出行政审批事项目录的表格，{gap}")
        if not expected(site, matter):
            return unknown(Cause.NOTHING_TO_JUDGE, "未见行政审批事项目录，本单位不一定有审批事项")
        return absent(site, matter.topics, "行政审批事项目录", ("审批事项", "目录", "清单"))
    item, present = best
    outcomes = {
        id_: Outcome.MET if id_ in present else Outcome.UNKNOWN if gap else Outcome.MISSING
        for id_ in _APPROVAL
    }
    notes = {id_: gap for id_, outcome in outcomes.items() if outcome is Outcome.UNKNOWN}
    return checklist(
        site,
        outcomes,
        names(_APPROVAL),
        shown(site, [item]),
        topics=matter.topics,
        words=tuple(names(_APPROVAL).values()),
        notes=notes,
    )
