"""Checks of what the regulation lists for people and places, and of the audit report."""

from collections.abc import Sequence

from crawlers.registry import Ask, check
from crawlers.site import Site
from crawlers.subjects.matters import Asked, chosen, each, not_due, reports_on, survey, within
from data.check_limits import days
from data.matters import matters, names
from data.types import Finding
from data.units import is_town

_RECENT = days("recent_days")

_STATUTORY = matters("statutory")
_LOCAL = matters("local")
_AUDIT = matters("audit")
_TOWN = ("agriculture", "irrigation", "contract", "homestead", "levy", "relief")


@check(
    title="民生、应急、监督检查和招考信息",
    basis="《政府信息公开条例》第二十条第十一至十四项",
    items=names(_STATUTORY),
    passed_on_too=True,
)
def statutory_matters(
    site: Site, ask: Ask, *, want: Sequence[str] = (), days: int = _RECENT
) -> Finding:
    """逐项核对条例第二十条第十一项至第十四项（want 可限定其中几项）：乡村振兴、教育、医疗、社会保
    障、就业的政策和实施，应急预案、预警、突发事件应对，环境保护、公共卫生、安全生产、食品药品、产
    品质量的监督检查，招考职位和录用结果。

    标题或栏目与该项相符的本单位条目，核查日前 days 日内有的为具备，只有更早的为不完整，没有的为
    缺；应急预案不论年份的由指标体系另设 days。会议、活动报道不算（预警和突发事件应对的报道算）。

    不判定：突发事件应对、招考和录用没有见到的（可能没有发生）；部门没有该项栏目的；没有日期、没有
    读到的条目；相关栏目没有读全的。
    """
    return survey(site, ask, each(chosen(_STATUTORY, want), within(site, ask, days)))


@check(
    title="市县和乡镇应公开的其他信息",
    basis="《政府信息公开条例》第二十一条",
    items=names(_LOCAL),
)
def local_matters(
    site: Site, ask: Ask, *, want: Sequence[str] = (), days: int = _RECENT
) -> Finding:
    """逐项核对条例第二十一条列举的内容。没有用 want 限定的：县级以上政府核对市政建设、公共服务、
    公益事业、治安管理、社会救助、农业农村政策；乡镇政府和街道办事处核对农业农村政策、农田水利、土
    地承包经营权流转、宅基地、筹资筹劳、社会救助。土地征收、房屋征收另行核查。

    标题或栏目与该项相符的本单位条目，核查日前 days 日内有的为具备，只有更早的为不完整，没有的为
    缺。会议、活动报道不算。

    不判定：农田水利、承包经营权流转、宅基地、筹资筹劳没有见到的（可能没有发生）；部门没有该项栏目
    的；没有日期、没有读到的条目；相关栏目没有读全的。
    """
    town = is_town(site.unit)
    default = _TOWN if town else ("municipal", "public_service", "welfare", "policing", *_TOWN[:1])
    asked = tuple(want) or (default if town else (*default, "relief"))
    return survey(site, ask, each(chosen(_LOCAL, asked), within(site, ask, days)))


@check(
    title="审计工作报告公开",
    basis="《预算法》第八十九条；《审计法》第四十条",
    items=names(_AUDIT),
)
def audit_report(
    site: Site, ask: Ask, *, due: str = "10-31", rectified_due: str = "12-31"
) -> Finding:
    """核对上一年度本级预算执行和其他财政收支的审计工作报告，以及审计查出问题整改情况。

    标题写明年度的以标题为准，没有写明的，次年发布的视为上一年度的；会议审议、听取报告的报道、解读
    不算。只有更早年度的为不完整。

    不判定：核查日不晚于 due、rectified_due（月-日）而未见的；部门没有审计栏目的（由本级政府或审计
    机关公开）；没有日期、没有读到的条目；相关栏目没有读全的。
    """
    period = reports_on(ask.year - 1)
    return survey(
        site,
        ask,
        {
            "report": Asked(_AUDIT["report"], period, not_due(site, ask, due)),
            "rectification": Asked(
                _AUDIT["rectification"], period, not_due(site, ask, rectified_due)
            ),
        },
    )
