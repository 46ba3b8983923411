"""Checks of decisions in the open: meetings, the yearly catalogue, consultations, their results."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from crawlers import consultations as asked
from crawlers.contents import my_items, read_item, readable
from crawlers.findings import absent, blind_spot, unknown
from crawlers.looking import checklist, listed, proof
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from data.types import Cause, Evidence, Finding, Outcome

# --- meetings -------------------------------------------------------------------------------------

_MEETING = re.compile(r"第([一二三四五六七八九十百零〇\d]{1,6})次(?:政府)?(常务会|全体会)")
_TERM = re.compile(r"第?([一二三四五六七八九十百\d]{1,4})届")
_NOT_GOVERNMENT = re.compile(r"人大常委|人民代表大会常务|党委常委|委常委会|学习|贯彻|传达|落实")
_PARTS: Mapping[str, str] = {
    "会议通稿": r"",  # the report itself: any text of some length
    "议定事项": (
        r"议定|会议纪要|会议决定|(?:审议|讨论|研究)(?:并)?(?:原则)?(?:通过|同意|批准)|"
        r"原则(?:同意|通过)|会议(?:同意|通过|明确|确定|批准|审定)"
    ),
    "解读或视频": r"解读|图解|视频|直播|回放|录像|一图",
}
_SHORTEST = 40  # characters of a report worth the name


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

    按标题中的届次、会次归并条目，每次会议看三类内容：会议通稿（正文不少于40字）、议定事项（写明
    议定、审议通过、原则同意等结论）、解读或视频。会次应当连续：见到的最小会次与最大会次之间没有
    任何条目的，记为缺整次会议。

    不判定：条目页面没有读到的会议不计缺项；会议栏目没有读全而见到缺项的，记为无法核对；标题没有
    会次的会议、首末会次以外的会议不计；涉密等依法不公开的由人工核对。没有见到会议而栏目已读全的，
    县级以上政府记为未公开，部门不判定。
    """
    since = date(ask.year, 1, 1)
    groups: dict[tuple[str, str, int], list[Item]] = {}
    for item in my_items(site, ask):
        key = _meeting(item.title)
        if key and (item.on is None or item.on >= since):
            groups.setdefault(key, []).append(item)
    what = f"{ask.year}年政府常务会议、全体会议信息"
    if not groups:
        if site.unit.kind != "county":
            return unknown(Cause.NOTHING_TO_JUDGE, "未见政府会议，部门不要求")
        return absent(site, ("meeting",), what, ("常务会议", "全体会议"))
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
    gaps = _gaps(groups)
    counts = {
        "meetings": len(groups),
        "missing_part": missing_part,
        "missing_meeting": len(gaps),
    }
    faults += [f"未见{name}" for name in gaps]
    if not faults:
        reason = f"{ask.year}年公开会议{len(groups)}次，三类内容齐全"
        return Finding(Outcome.MET, reason, evidence=tuple(evidence[:20]), counts=counts)
    reason = f"{ask.year}年公开会议{len(groups)}次：{_some(faults)}"
    if spot:
        return unknown(spot[0], f"{reason}；但{spot[1]}，不能认定", evidence)
    return Finding(
        Outcome.PARTIAL,
        reason,
        evidence=tuple(evidence[:20]),
        looked=proof(site, ("meeting",), tuple(_PARTS)),
        counts=counts,
    )


def _meeting(title: str) -> tuple[str, str, int] | None:
    """(term, kind, number) of a government meeting that a title reports on."""
    match = _MEETING.search(re.sub(r"\s", "", title))
    if not match or _NOT_GOVERNMENT.search(title):
        return None
    term = _TERM.search(title)
    number = _number(match.group(1))
    kind = "常务会议" if match.group(2) == "常务会" else "全体会议"
    return (str(_number(term.group(1))) if term else "", kind, number) if number else None


def _lacking_parts(site: Site, items: Sequence[Item]) -> list[str]:
    read = [item for item in items if readable(site, item)]
    if len(read) < len(items) or not read:
        return []  # what is lacking may stand on the page that we could not read
    readings = [read_item(site, item) for item in read]
    if any(reading.gaps for reading in readings):
        return []
    words = "\n".join(f"{i.title}\n{r.everything}" for i, r in zip(read, readings, strict=True))
    links = " ".join(link.text for item in read if item.page for link in item.page.links)
    lacking = [
        part
        for part, pattern in _PARTS.items()
        if pattern and not re.search(pattern, words + links)
    ]
    if not any(len(reading.text.strip()) >= _SHORTEST for reading in readings):
        lacking.insert(0, "会议通稿")
    return lacking


def _gaps(groups: Iterable[tuple[str, str, int]]) -> list[str]:
    series: dict[tuple[str, str], set[int]] = {}
    for term, kind, number in groups:
        series.setdefault((term, kind), set()).add(number)
    return [
        f"第{number}次{kind}"
        for (_, kind), numbers in sorted(series.items())
        for number in range(min(numbers), max(numbers))
        if number not in numbers
    ]


_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    hundreds, hundred, rest = text.rpartition("百")
    total = _DIGITS.get(hundreds, 1) * 100 if hundred else 0
    rest = rest.lstrip("零〇")
    tens, ten, ones = rest.rpartition("十")
    if ten:
        total += _DIGITS.get(tens, 1) * 10
    return total + _DIGITS.get(ones, 0)


# --- the yearly catalogue -------------------------------------------------------------------------

_CATALOGUE = re.compile(r"决策.{0,10}(?:目录|清单)")
_NOT_CATALOGUE = re.compile(r"办法|规定|制度|细则|征集|征求|申报|报送|编制|标准|解读|通知$")


@check(
    title="年度重大行政决策事项目录",
    basis="《重大行政决策程序暂行条例》（国务院令第713号）第三条",
    items={"published": "已公布", "by_due": "按期公布"},
)
def decision_catalogue(site: Site, ask: Ask, *, due: str = "06-30") -> Finding:
    """核对评估年度的重大行政决策事项目录。

    查找标题为该年度重大行政决策事项目录（清单）的本单位条目；管理办法、征集和申报通知、解读不算。
    公布日期不晚于 due（月-日）为按期；同一年度有调整的，以最早公布的为准。

    不判定：核查日早于截止日而尚未公布的、没有发布日期的、栏目没有读全而未见的，记为无法核对；部
    门没有公布的，因不一定承担重大行政决策，不判定。
    """
    month, day = (int(part) for part in due.split("-"))
    deadline = date(ask.year, month, day)
    names = {"published": "已公布", "by_due": "按期公布"}
    what = f"{ask.year}年度重大行政决策事项目录"
    found = [
        item
        for item in my_items(site, ask)
        if _CATALOGUE.search(item.title)
        and not _NOT_CATALOGUE.search(item.title)
        and _of_year(item, ask.year)
    ]
    read = [item for item in found if readable(site, item)]
    if not read:
        if found:
            cause = Cause.NOT_IN_COPY if site.copy else Cause.NOT_READ
            return unknown(cause, f"列表中有“{found[0].title}”，但页面没有读到")
        if ask.as_of <= deadline:
            return unknown(Cause.NOTHING_TO_JUDGE, f"未见{what}，尚未到{due}")
        if site.unit.kind != "county":
            return unknown(Cause.NOTHING_TO_JUDGE, f"未见{what}，部门不一定有该事项")
        finding = absent(site, ("decision_catalogue",), what, ("重大行政决策", "目录"))
        return replace(finding, items=dict.fromkeys(names, finding.outcome))
    days = [item.on for item in read if item.on]
    outcomes = {"published": Outcome.MET, "by_due": Outcome.UNKNOWN}
    notes = {"by_due": "页面没有发布日期"}
    if days:
        outcomes["by_due"] = Outcome.MET if min(days) <= deadline else Outcome.MISSING
        notes["by_due"] = f"{min(days).isoformat()}公布，截止{deadline.isoformat()}"
    evidence = [site.evidence(item.url, f"{item.title} {item.on or ''}".strip()) for item in read]
    return checklist(site, outcomes, names, evidence, topics=("decision_catalogue",), notes=notes)


def _of_year(item: Item, year: int) -> bool:
    years = re.findall(r"20\d\d(?=\s*年)", item.title)
    if years:
        return str(year) in years
    return item.on is not None and item.on.year == year


# --- consultations --------------------------------------------------------------------------------

_ELEMENTS = {
    "draft": "草案",
    "explanation": "起草说明",
    "period": "起止时间",
    "channel": "反馈渠道",
}


@check(
    title="决策意见征集",
    basis="《重大行政决策程序暂行条例》第十五条",
    items=_ELEMENTS,
    counts={
        "consultations": "意见征集数",
        "missing_element": "缺少的要素数",
        "short_period": "期限不足的征集数",
    },
)
def consultation(site: Site, ask: Ask, *, min_days: int = 30) -> Finding:
    """核对评估年度内向社会公开征求意见的公告。

    对象：标题为就草案、征求意见稿征求（征集）意见的本单位条目，结果反馈、问卷、听证会通知、只向
    有关单位征求意见的函不算。每件看四个要素：草案（附件、链接或正文条款）、起草说明（附件、链接
    或正文中的起草背景、必要性、依据）、起止时间（能算出截止日或期限）、反馈渠道（电话、邮箱、地
    址、在线提交任一）。期限按首尾两日都算，不少于 min_days 日；公告写明缩短期限理由的不计期限不
    足；以工作日计的按每5个工作日折合7日。

    某要素每件都有为具备，部分有为不完整，都没有为缺。没有征集的不判定。附件没有读到而正文未见的要素
    记为无法核对，不计缺要素。
    """
    found = asked.in_year(site, ask)
    if not found:
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年公开征求意见的公告")
    outcomes = {key: _overall([c.elements[key] for c in found]) for key in _ELEMENTS}
    short = [c for c in found if c.days is not None and c.days < min_days and not c.excused]
    faults = [
        f"“{c.item.title}”缺{'、'.join(_ELEMENTS[key] for key in lacking)}"
        for c in found
        if (lacking := [k for k, o in c.elements.items() if o is Outcome.MISSING])
    ]
    missing = sum(1 for c in found for o in c.elements.values() if o is Outcome.MISSING)
    counts = {
        "consultations": len(found),
        "missing_element": missing,
        "short_period": len(short),
    }
    faults += [f"“{c.item.title}”期限{c.days}日，不足{min_days}日" for c in short]
    evidence = [site.evidence(c.item.url, c.quote or c.item.title) for c in found]
    unread = [_ELEMENTS[key] for key, o in outcomes.items() if o is Outcome.UNKNOWN]
    blind = f"；{'、'.join(unread)}无法核对" if unread else ""
    if faults:
        return Finding(
            Outcome.PARTIAL,
            f"{ask.year}年征求意见{len(found)}件：{_some(faults)}{blind}",
            evidence=tuple(evidence[:20]),
            looked=proof(site, ("consultation",), tuple(_ELEMENTS.values())),
            items=outcomes,
            counts=counts,
        )
    if set(outcomes.values()) == {Outcome.UNKNOWN}:
        return unknown(Cause.NOT_READ, f"征求意见公告{len(found)}件，内容没有读到", evidence)
    reason = f"{ask.year}年征求意见{len(found)}件，未发现缺要素或期限不足{blind}"
    return Finding(
        Outcome.MET, reason, evidence=tuple(evidence[:20]), items=outcomes, counts=counts
    )


@check(
    title="征集结果反馈",
    basis="《重大行政决策程序暂行条例》第三十二条；《优化营商环境条例》第六十二条",
    counts={"consultations": "应反馈的征集数", "matched": "已反馈的征集数"},
)
def consultation_feedback(site: Site, ask: Ask, *, grace_days: int = 30) -> Finding:
    """核对每件意见征集是否公布了意见采纳情况。

    对象：评估年度内公开征求意见、截止日（未写明的，按发布后30日计）已过 grace_days 日的公告。下
    列任一情形为已反馈：有采纳情况、征集结果等反馈条目与公告互相链接；反馈条目与公告指向同一文件
    名称；公告页面本身载明采纳情况。

    不判定：征集刚刚截止的；没有应反馈的征集的；反馈栏目没有读全而未见反馈的，记为无法核对。采纳
    理由是否充分由人工核对。
    """
    due = [c for c in asked.in_year(site, ask) if c.answer_due(grace_days) <= ask.as_of]
    if not due:
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年已截止的意见征集")
    answers = asked.answers(site, ask)
    pairs = [(c, asked.answered_by(site, c, answers)) for c in due]
    matched = [(c, a) for c, a in pairs if a]
    counts = {"consultations": len(due), "matched": len(matched)}
    evidence = [site.evidence(a.url, a.title) for _, a in matched if a]
    open_ = [c.item.title for c, a in pairs if not a]
    evidence = [site.evidence(c.item.url, c.item.title) for c, a in pairs if not a] + evidence
    if not open_:
        reason = f"{len(due)}件征集均已公布采纳情况"
        return Finding(Outcome.MET, reason, evidence=tuple(evidence[:20]), counts=counts)
    if spot := blind_spot(site, ("consultation",)):
        return unknown(spot[0], f"未见{listed(open_, '件', 3)}的反馈，但{spot[1]}", evidence)
    return Finding(
        Outcome.PARTIAL if matched else Outcome.MISSING,
        f"{len(due)}件征集中{len(matched)}件已反馈，未见{listed(open_, '件', 3)}的采纳情况",
        evidence=tuple(evidence[:20]),
        looked=proof(site, ("consultation",), ("采纳情况", "结果反馈")),
        counts=counts,
    )


def _overall(outcomes: Sequence[Outcome]) -> Outcome:
    """All of a kind, or some of each; what could not be read decides nothing."""
    known = {o for o in outcomes if o is not Outcome.UNKNOWN}
    if not known:
        return Outcome.UNKNOWN
    if known == {Outcome.MET}:
        return Outcome.MET
    if known == {Outcome.MISSING} and Outcome.UNKNOWN not in outcomes:
        return Outcome.MISSING
    return Outcome.PARTIAL if Outcome.MET in known else Outcome.UNKNOWN


def _some(faults: Sequence[str]) -> str:
    shown = "；".join(faults[:4])
    return shown if len(faults) <= 4 else f"{shown}等{len(faults)}处"
