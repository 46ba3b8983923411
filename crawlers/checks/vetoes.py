"""The check of what would fail a website outright: it only gathers suspicions for a person."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from crawlers.checks.backdating import dates_forged
from crawlers.checks.columns import columns_filled, columns_fresh
from crawlers.checks.privacy import foreign_links
from crawlers.checks.services import messages_answered
from crawlers.checks.website import home_fresh
from crawlers.findings import MOST_EVIDENCE, blind_spot, by_items, proof, unknown
from crawlers.looking import entrances, listed, without_site
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import my_items, read_item, readable
from crawlers.subjects.elements import shown_in
from data.matters import elements
from data.types import Cause, Evidence, Finding, Outcome
from data.units import governs

_ITEMS = {
    "security": "安全、泄密、弄虚作假等严重问题",
    "down": "站点无法访问",
    "home": "首页不更新",
    "columns": "栏目不更新",
    "interaction": "互动回应差",
    "service": "服务不实用",
}
_CHANNEL = re.compile(r"咨询|留言|信箱|来信|投诉|建言|问政|互动交流|政民互动|12345")
_NO_CHANNEL = re.compile(r"信访|纪检|举报|监督")
_SERVICE = re.compile(r"办事|服务(?!热线)|我要办|网上办|一网通办")
_GUIDE = re.compile(r"(?:办事|服务|办理|申请|申报)指南")


@dataclass(frozen=True, slots=True)
class _Veto:
    """What was made of one veto: nothing found, something suspected, or not to be told."""

    outcome: Outcome  # MET: nothing found; UNKNOWN otherwise
    said: str = ""
    suspected: bool = False
    evidence: tuple[Evidence, ...] = ()


@check(
    title="政府网站单项否决情形",
    basis="国办秘函〔2019〕19号第一部分",
    items=_ITEMS,
    counts={"suspected": "疑似的否决情形数"},
    passed_on_too=True,
)
def website_vetoes(
    site: Site,
    ask: Ask,
    *,
    home_days: int = 14,
    dynamic_days: int = 14,
    regular_days: int = 183,
    stale_columns: int = 5,
    empty_columns: int = 5,
    guide_faults: int = 4,
    guides: int = 5,
) -> Finding:
    """按检查指标第一部分的六种情形归集疑点，全部只记疑似，由人工复核后认定，不直接判为不合格。

    安全：链接或页面疑似含不良内容，发布日期与编号次序矛盾。首页不更新：home_days 日内没有新信息。
    栏目不更新：动态类 dynamic_days 日、通知公告和政策文件类 regular_days 日未更新的栏目合计达到
    stale_columns个，或空白栏目达到 empty_columns 个。互动回应差：读全网站没有咨询建言入口，或有留
    言超过三个月未答复。服务不实用：读全网站没有办事入口，或办事指南缺 guide_faults 个以上要素的达
    到 guides 件。

    站点无法访问由一周的访问监测认定，本项不判定。“应更新长期未更新的栏目10个以上”并入栏目不更新。
    没有发现疑点的为未见，看不清的为无法核对。没有对外服务职能的部门不查服务。设在上级门户上的单位
    不适用。
    """
    if answer := without_site(site):
        return answer
    found: Mapping[str, _Veto] = {
        "security": _security(site, ask),
        "down": _Veto(Outcome.UNKNOWN, "由一周的访问监测认定"),
        "home": _home(home_fresh(site, ask, days=home_days)),
        "columns": _columns(
            columns_fresh(site, ask, dynamic_days=dynamic_days, regular_days=regular_days),
            columns_filled(site, ask),
            stale_columns,
            empty_columns,
        ),
        "interaction": _interaction(site, messages_answered(site, ask)),
        "service": _service(site, ask, guide_faults, guides),
    }
    suspected = [key for key, veto in found.items() if veto.suspected]
    outcomes = {key: veto.outcome for key, veto in found.items()}
    counts = {"suspected": len(suspected)}
    evidence = [piece for veto in found.values() for piece in veto.evidence[:8]]
    if suspected:
        named = "；".join(f"{_ITEMS[key]}（{found[key].said}）" for key in suspected)
        finding = unknown(
            Cause.SUSPECTED, f"疑似单项否决情形{len(suspected)}种，需人工复核：{named}", evidence
        )
        return replace(finding, items=outcomes, counts=counts, looked=proof(site))
    notes = {key: veto.said for key, veto in found.items() if veto.said}
    finding = by_items(outcomes, _ITEMS, evidence, notes=notes, counts=counts)
    reason = finding.reason.replace("已具备：", "未见：")
    home = evidence or [site.evidence(site.final(site.door), "未见单项否决情形")]
    return replace(finding, reason=reason, evidence=tuple(home[:MOST_EVIDENCE]), looked=proof(site))


def _security(site: Site, ask: Ask) -> _Veto:
    looks = [foreign_links(site, ask), dates_forged(site, ask)]
    doubts = [finding for finding in looks if finding.cause is Cause.SUSPECTED]
    if doubts:
        said = "；".join(finding.reason for finding in doubts)
        evidence = tuple(piece for finding in doubts for piece in finding.evidence)
        return _Veto(Outcome.UNKNOWN, said, suspected=True, evidence=evidence)
    if looks[0].outcome is Outcome.MET:
        return _Veto(Outcome.MET)
    return _Veto(Outcome.UNKNOWN, looks[0].reason)


def _home(finding: Finding) -> _Veto:
    if finding.outcome is Outcome.MISSING:
        return _Veto(Outcome.UNKNOWN, finding.reason, True, finding.evidence)
    if finding.outcome is Outcome.MET:
        return _Veto(Outcome.MET)
    return _Veto(Outcome.UNKNOWN, finding.reason)


def _columns(fresh: Finding, filled: Finding, stale: int, empty: int) -> _Veto:
    old = sum(fresh.counts.get(key, 0) for key in ("stale_dynamic", "stale_regular"))
    blank = filled.counts.get("empty_column", 0)
    said = f"未更新栏目{old}个，空白栏目{blank}个"
    if old >= stale or blank >= empty:
        return _Veto(Outcome.UNKNOWN, said, True, (*fresh.evidence, *filled.evidence))
    if fresh.outcome is Outcome.UNKNOWN or filled.outcome is Outcome.UNKNOWN:
        return _Veto(Outcome.UNKNOWN, "栏目更新情况没有看全")
    return _Veto(Outcome.MET, said)


def _interaction(site: Site, messages: Finding) -> _Veto:
    if messages.counts.get("unanswered", 0):
        return _Veto(Outcome.UNKNOWN, messages.reason, True, messages.evidence)
    channel = next(
        (link for _, link, _ in entrances(site, _CHANNEL) if not _NO_CHANNEL.search(link.text)),
        None,
    )
    if channel:
        return _Veto(Outcome.MET, f"有“{channel.text}”")
    if spot := blind_spot(site, ("interaction",)):
        return _Veto(Outcome.UNKNOWN, spot[1])
    return _Veto(Outcome.UNKNOWN, "未见咨询建言入口", suspected=True)


def _service(site: Site, ask: Ask, faults: int, guides: int) -> _Veto:
    if not governs(site.unit) and not site.columns_for("service_guide"):
        return _Veto(Outcome.UNKNOWN, "不能确定本单位有对外服务职能")
    poor = [(i, lost) for i, lost in _guides(site, ask) if len(lost) >= faults]
    if len(poor) >= guides:
        shown = tuple(site.evidence(i.url, f"{i.title} 缺{'、'.join(lost)}") for i, lost in poor)
        said = f"{listed((i.title for i, _ in poor), '件', 3)}缺{faults}个以上要素"
        return _Veto(Outcome.UNKNOWN, said, True, shown)
    entry = next((link for _, link, _ in entrances(site, _SERVICE)), None)
    if entry:
        return _Veto(Outcome.MET, f"有“{entry.text}”")
    if spot := blind_spot(site, ("service_guide",)):
        return _Veto(Outcome.UNKNOWN, spot[1])
    return _Veto(Outcome.UNKNOWN, "未见办事服务入口", suspected=True)


def _guides(site: Site, ask: Ask) -> Iterator[tuple[Item, list[str]]]:
    """Guides whose files could all be read, each with the elements that it lacks."""
    wanted = elements("guide")
    for item in my_items(site, ask, "service_guide"):
        if _GUIDE.search(item.title) and readable(site, item):
            reading = read_item(site, item)
            seen = shown_in(f"{item.title}\n{reading.everything}", wanted)
            if seen and not reading.gaps and len(reading.text) >= _SHORTEST:
                yield item, [e.name for id_, e in wanted.items() if id_ not in seen]


_SHORTEST = 100  # characters; less is a link to a guide elsewhere
