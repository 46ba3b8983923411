"""The check of government meetings: report, decisions, interpretation, and no meeting left out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from crawlers.findings import absent, blind_spot, met, partial, proof, unknown
from crawlers.looking import first_of
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import read_item, readable, shown
from crawlers.subjects.meetings import SHORTEST, Meeting, meetings_of_year, unnumbered
from data.matters import elements
from data.types import Cause, Evidence, Finding
from data.units import governs

_REPORT = "会议通稿"  # any text of some length
_PARTS: Mapping[str, re.Pattern[str]] = {
    "议定事项": elements("meeting")["decisions"].match,
    "解读或视频": re.compile(r"解读|图解|视频|直播|回放|录像|一图"),
}


@check(
    title="政府常务会议、全体会议公开",
    basis="国办发〔2016〕80号；《政府信息公开条例》第二十条",
    counts={
        "meetings": "见到的会议次数",
        "missing_part": "缺少的内容数",
        "missing_meeting": "缺公开的会议次数",
    },
)
def meetings(site: Site, ask: Ask) -> Finding:
    """核对评估年度内本级政府常务会议、全体会议的公开情况。

    按标题中的届次、会次归并条目，每次会议看三类内容：会议通稿（正文不少于40字）、议定事项（写明议
    定、审议通过、原则同意等结论）、解读或视频。会次应当连续：见到的最小会次与最大会次之间没有任何
    条目的，记为缺整次会议。换届等重新编号的（日期在后而会次变小），前后分开看。标题以“学习贯彻”“传
    达”等开头、说的是别人学习会议精神的，不算会议。

    不判定：会议条目的标题都没有写会次的；条目页面没有读到的会议不计缺项；会议栏目没有读全而见到缺项的，记为无法核对；标题没有会
    次的会议、没有日期的会议、首末会次以外的会议不计；未见的会议多于见到的会议的，会次无从比对，记
    为无法核对；涉密等依法不公开的由人工核对。没有见到会议而栏目已读全的，县级以上政府记为未公开，
    部门不判定。
    """
    groups = meetings_of_year(site, ask)
    what = f"{ask.year}年政府常务会议、全体会议信息"
    if not groups:
        if not governs(site.unit):
            return unknown(Cause.NOTHING_TO_JUDGE, "未见政府会议，部门不要求")
        if some := unnumbered(site, ask):
            reason = f"见到“{some[0].title}”等{len(some)}条，标题都没有写会次，不能逐次核对"
            return unknown(Cause.NO_BASIS, reason, shown(site, some))
        return absent(site, ("meeting",), what, ("常务会议", "全体会议"))
    held = {
        key: min(days) for key, items in groups.items() if (days := [i.on for i in items if i.on])
    }
    if not held:
        undated = [site.evidence(i[0].url, i[0].title) for i in groups.values()]
        return unknown(Cause.NO_BASIS, f"见到的会议条目没有日期，不能确定是否{what}", undated)
    groups = {key: groups[key] for key in held}
    faults: list[str] = []
    evidence: list[Evidence] = []
    missing_part = 0
    spot = blind_spot(site, ("meeting",))
    for key, items in sorted(groups.items()):
        lacking = _lacking_parts(site, items)
        missing_part += len(lacking)
        name = f"第{key[2]}次{key[1]}"
        if lacking:
            faults.append(f"{name}缺{'、'.join(lacking)}")
        evidence.append(site.evidence(items[0].url, items[0].title))
    # More of them than meetings seen: nothing follows, however many there are.
    this_year = {key: day for key, day in held.items() if day.year == ask.year}
    gaps = _gaps(this_year, most=len(groups) + 1)
    if len(gaps) > len(groups):
        reason = f"{ask.year}年公开会议{len(groups)}次，会次相差过大，不能由会次推断缺哪次会议"
        return unknown(Cause.NO_BASIS, reason, evidence)
    counts = {
        "meetings": len(groups),
        "missing_part": missing_part,
        "missing_meeting": len(gaps),
    }
    faults += [f"未见{name}" for name in gaps]
    if not faults:
        reason = f"{ask.year}年公开会议{len(groups)}次，三类内容齐全"
        return met(reason, evidence, counts=counts)
    reason = f"{ask.year}年公开会议{len(groups)}次：{first_of(faults)}"
    if spot:
        return unknown(spot[0], f"{reason}；但{spot[1]}，不能认定", evidence)
    looked = proof(site, ("meeting",), (_REPORT, *_PARTS))
    return replace(partial(reason, evidence, counts=counts), looked=looked)


def _lacking_parts(site: Site, items: Sequence[Item]) -> list[str]:
    read = [item for item in items if readable(site, item)]
    if len(read) < len(items) or not read:
        return []  # what is lacking may stand on the page that we could not read
    readings = [read_item(site, item) for item in read]
    if any(reading.gaps for reading in readings):
        return []
    words = "\n".join(f"{i.title}\n{r.everything}" for i, r in zip(read, readings, strict=True))
    links = " ".join(link.text for item in read if item.page for link in item.page.links)
    lacking = [part for part, pattern in _PARTS.items() if not pattern.search(words + links)]
    if not any(len(reading.text.strip()) >= SHORTEST for reading in readings):
        lacking.insert(0, _REPORT)
    return lacking


def _gaps(held: Mapping[Meeting, date], most: int) -> list[str]:
    """Names of the first `most` meetings that no entry speaks of, given the days of those seen.

    A number seen anywhere is no gap, wherever it stands: a report may come out late.
    """
    return list(islice(_unseen(held), most))


def _unseen(held: Mapping[Meeting, date]) -> Iterator[str]:
    for kind in sorted({kind for _, kind, _ in held}):
        days = sorted((day, number) for (_, k, number), day in held.items() if k == kind)
        seen = {number for _, number in days}
        for run in _runs([number for _, number in days]):
            for number in range(run[0], run[-1]):
                if number not in seen:
                    yield f"第{number}次{kind}"


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers in the order of their days, cut where they fall: a new government counts anew."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number >= runs[-1][-1]:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
