"""Checks of taking land and houses: every notice of the chain, long enough and in time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crawlers.findings import blind_spot, by_items, proof, unknown
from crawlers.looking import lacking
from crawlers.reading.dates import dates_in, first_date
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.consultation_period import period
from crawlers.subjects.contents import my_items, read_item, shown
from crawlers.subjects.elements import days_behind
from crawlers.subjects.matters import published_in, seen
from data.calendar import CalendarError, add_workdays, workdays_between
from data.matters import elements, matters
from data.types import Cause, Evidence, Finding, Outcome

_MATTERS = matters("expropriation")
_LAND = {
    "pre_notice": "征收土地预公告",
    "pre_period": "预公告期限",
    "compensation": "征地补偿安置公告",
    "compensation_period": "补偿安置公告期限",
    "land_notice": "征收土地公告",
    "land_in_time": "批准后按期公告",
}
_SPAN = re.compile(
    r"(?:公告|公示|征求意见|期限|时间|期)[^。；\n\d]{0,16}?(\d{1,3})\s*个?(工作日|自然日|日|天)(?!前|\d)"
)
_RECEIVED = re.compile(
    r"((?:19|20)\d{2}年\d{1,2}月\d{1,2}日)[^。；，,\n]{0,12}收到[^。；\n]{0,20}?(?:批准|批复)"
)
_APPROVED = re.compile(r"(?:经|获|已由|由|于)[^。；\n]{0,40}?批准|批准(?:文号|文件|机关)|批复")


@dataclass(frozen=True, slots=True)
class _Told:
    """One notice and what was made of its day: in order, at fault, or not to be told."""

    item: Item
    outcome: Outcome
    said: str


@check(
    title="土地征收公告",
    basis="《土地管理法》第四十七条；《土地管理法实施条例》第二十六条、第二十八条、第三十一条",
    items=_LAND,
    counts={"notices": "见到的公告数", "short": "期限不足的公告数", "late": "超期公告数"},
)
def land_expropriation(
    site: Site,
    ask: Ask,
    *,
    pre_workdays: int = 10,
    compensation_days: int = 30,
    notice_workdays: int = 15,
) -> Finding:
    """核对评估年度内土地征收各环节的公告：征收土地预公告不少于 pre_workdays 个工作日，征地补偿安
    置公告不少于 compensation_days 日，收到批准文件后 notice_workdays 个工作日内发布征收土地公告。

    期限取公告写明的天数或起止日。公告写明收到批准文件日期的，自该日起算；只写批准日期的，自批准日
    期算未超过的为按期，超过的列出天数、由人工核对收到日期。见到某一环节公告的，它之前的环节应当都
    有（上一年度公布的也算），没有的为缺；期限不足、超过期限的，该项为缺；各环节的公告可能不属于同一
    个项目，是否一一对应由人工核对。

    不判定：一个公告也没有见到的（可能没有征收）；见到的公告之后的环节（可能尚未到）；没有写期限、批
    准日期的；征收公告早于批准日期的；附件没有读到的；土地征收栏目没有读全的。
    """
    mine = my_items(site, ask, own=True)
    found = {
        key: seen(site, mine, _MATTERS[key], published_in(ask.year)).current
        for key in ("pre_notice", "compensation", "land_notice")
    }
    if not any(found.values()):
        return _nothing(site, f"{ask.year}年土地征收的公告")
    told = {
        "pre_period": [_long(site, i, pre_workdays, working=True) for i in found["pre_notice"]],
        "compensation_period": [
            _long(site, i, compensation_days, working=False) for i in found["compensation"]
        ],
        "land_in_time": [_after_approval(site, i, notice_workdays) for i in found["land_notice"]],
    }
    before = {
        key: seen(site, mine, _MATTERS[key], published_in(ask.year - 1)).current for key in found
    }
    outcomes: dict[str, Outcome] = {}
    waiting: dict[str, str] = {}
    last = max(n for n, stage in enumerate(found) if found[stage])
    for n, (stage, timed) in enumerate(zip(found, told, strict=True)):
        if found[stage] or before[stage]:
            outcomes[stage] = Outcome.MET
        elif n > last:
            outcomes[stage], waiting[stage] = Outcome.UNKNOWN, "可能尚未到该环节"
        else:
            outcomes[stage] = lacking(site, "land")
        outcomes[timed] = _over(told[timed])
    faults = [t for all_told in told.values() for t in all_told if t.outcome is Outcome.MISSING]
    counts = {
        "notices": sum(map(len, found.values())),
        "short": sum(
            t.outcome is Outcome.MISSING
            for k in ("pre_period", "compensation_period")
            for t in told[k]
        ),
        "late": sum(t.outcome is Outcome.MISSING for t in told["land_in_time"]),
    }
    evidence = [site.evidence(t.item.url, f"{t.item.title}：{t.said}") for t in faults]
    evidence += shown(site, [item for items in found.values() for item in items], 10)
    notes = {
        key: "；".join(t.said for t in all_told if t.outcome is not Outcome.MET and t.said)[:80]
        for key, all_told in told.items()
    }
    return _finding(site, outcomes, _LAND, evidence, notes | waiting, counts)


def _long(site: Site, item: Item, least: int, *, working: bool) -> _Told:
    """The notice is shown at least so many days; those of a notice count as it says."""
    reading = read_item(site, item)
    if match := _SPAN.search(reading.everything):
        number, measure = int(match.group(1)), match.group(2)
        said = f"期限{number}{'个工作日' if measure == '工作日' else '日'}"
        if (measure == "工作日") == working:
            return _Told(item, Outcome.MET if number >= least else Outcome.MISSING, said)
        if measure == "工作日" and number >= least:
            return _Told(item, Outcome.MET, said)
    end, days, _ = period(reading.everything, item.on)
    if end is None or item.on is None:
        return _Told(item, Outcome.UNKNOWN, "没有写明期限")
    if not working:
        enough = days is not None and days >= least
        unclear = days is None
        said = f"至{end.isoformat()}" + (f"，{days}日" if days is not None else "")
        outcome = Outcome.UNKNOWN if unclear else Outcome.MET if enough else Outcome.MISSING
        return _Told(item, outcome, said)
    try:
        least_end = add_workdays(item.on - timedelta(days=1), least)
    except CalendarError as error:
        return _Told(item, Outcome.UNKNOWN, f"工作日无法计算：{error}")
    said = f"{item.on.isoformat()}至{end.isoformat()}"
    return _Told(item, Outcome.MET if end >= least_end else Outcome.MISSING, said)


def _after_approval(site: Site, item: Item, limit: int) -> _Told:
    """The notice came within so many working days of the approval that it names.

    The law counts from the day on which the approval was received. Later than the limit by the day
    of the approval itself may still be in time.
    """
    text = read_item(site, item).everything
    told = _RECEIVED.search(text)
    received = first_date(told.group(1)) if told else None
    approved = received or next(_approvals(text), None)
    if approved is None or item.on is None:
        return _Told(item, Outcome.UNKNOWN, "没有写明批准日期")
    if approved > item.on:
        return _Told(item, Outcome.UNKNOWN, f"批准日期{approved.isoformat()}晚于发布日期")
    try:
        days = workdays_between(approved, item.on)
    except CalendarError as error:
        return _Told(item, Outcome.UNKNOWN, f"工作日无法计算：{error}")
    begun = "收到批准文件" if received else "批准"
    said = f"{approved.isoformat()}{begun}，{item.on.isoformat()}发布，第{days}个工作日"
    if days <= limit:
        return _Told(item, Outcome.MET, said)
    if received:
        return _Told(item, Outcome.MISSING, said)
    return _Told(item, Outcome.UNKNOWN, f"{said}，收到批准文件的日期需人工核对")


def _approvals(text: str) -> Iterator[date]:
    for day, _ in days_behind(text, elements("approved_day").values()):
        yield day
    for sentence in re.split(r"[。；\n]", text):
        if _APPROVED.search(sentence):
            yield from (day for _, day in dates_in(sentence))


_HOUSE = {
    "house_draft": "征收补偿方案征求意见",
    "draft_period": "征求意见期限",
    "house_answer": "征求意见情况和修改情况",
    "house_decision": "房屋征收决定公告",
}


@check(
    title="国有土地上房屋征收公告",
    basis="《国有土地上房屋征收与补偿条例》（国务院令第590号）第十条、第十一条、第十三条",
    items=_HOUSE,
    counts={"notices": "见到的公告数", "short": "期限不足的公告数"},
)
def house_expropriation(site: Site, ask: Ask, *, min_days: int = 30) -> Finding:
    """核对评估年度内国有土地上房屋征收的公告：征收补偿方案征求意见（期限不少于 min_days 日）、征
    求意见情况和按公众意见修改的情况、房屋征收决定公告。

    期限取公告写明的天数或起止日。见到征求意见、征收决定任一公告的，其余应当都有，没有的为缺；期限
    不足的，“期限”为缺；各环节可能跨年度，上一年度公布的也算。

    不判定：一个公告也没有见到的（可能没有征收）；没有写期限的；征求意见刚刚截止、尚未到公布意见情
    况和征收决定的；附件没有读到的；土地房屋征收栏目没有读全的。
    """
    mine = my_items(site, ask, own=True)
    keys = ("house_draft", "house_answer", "house_decision")
    found = {key: seen(site, mine, _MATTERS[key], published_in(ask.year)).current for key in keys}
    if not (found["house_draft"] or found["house_decision"]):
        return _nothing(site, f"{ask.year}年国有土地上房屋征收的公告")
    before = {
        key: seen(site, mine, _MATTERS[key], published_in(ask.year - 1)).current for key in keys
    }
    periods = [_long(site, item, min_days, working=False) for item in found["house_draft"]]
    pending = not found["house_decision"] and _still_open(found["house_draft"], ask, min_days)
    outcomes = {"draft_period": _over(periods)}
    notes: dict[str, str] = {}
    for key in keys:
        if found[key] or before[key]:
            outcomes[key] = Outcome.MET
        elif key == "house_decision" or pending:
            outcomes[key], notes[key] = Outcome.UNKNOWN, "可能尚未作出"
        else:
            outcomes[key] = lacking(site, "land", "consultation")
    faults = [told for told in periods if told.outcome is Outcome.MISSING]
    notes["draft_period"] = "；".join(t.said for t in periods if t.outcome is not Outcome.MET)[:80]
    evidence = [site.evidence(t.item.url, f"{t.item.title}：{t.said}") for t in faults]
    evidence += shown(site, [item for items in found.values() for item in items], 10)
    counts = {"notices": sum(map(len, found.values())), "short": len(faults)}
    ordered = {key: outcomes[key] for key in _HOUSE}
    return _finding(site, ordered, _HOUSE, evidence, notes, counts)


def _still_open(drafts: Sequence[Item], ask: Ask, days: int) -> bool:
    """The newest consultation may not have ended a month before the look."""
    newest = max((item.on for item in drafts if item.on), default=date.min)
    return newest + timedelta(days=2 * days) > ask.as_of


def _over(told: Sequence[_Told]) -> Outcome:
    """All in order, some, none; without a day to judge by, not to be told."""
    known = [t.outcome for t in told if t.outcome is not Outcome.UNKNOWN]
    if not known:
        return Outcome.UNKNOWN
    if all(outcome is Outcome.MET for outcome in known):
        return Outcome.MET
    return Outcome.PARTIAL if Outcome.MET in known else Outcome.MISSING


def _nothing(site: Site, what: str) -> Finding:
    if spot := blind_spot(site, ("land",)):
        return unknown(spot[0], f"没有读到{what}：{spot[1]}")
    return unknown(Cause.NOTHING_TO_JUDGE, f"未见{what}，可能没有征收")


def _finding(
    site: Site,
    outcomes: dict[str, Outcome],
    names: dict[str, str],
    evidence: Sequence[Evidence],
    notes: dict[str, str],
    counts: dict[str, int],
) -> Finding:
    said = {key: note for key, note in notes.items() if note}
    finding = by_items(outcomes, names, evidence, notes=said, counts=counts)
    return replace(finding, looked=proof(site, ("land",), tuple(names.values())), counts=counts)
