"""Checks of government meetings beyond their reports: four parts, and the documents passed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from crawlers.findings import blind_spot, by_items, met, partial, proof, unknown
from crawlers.looking import day_of_look, lacking, listed, share_outcome
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import my_items, read_item, readable
from crawlers.subjects.elements import shown_in
from crawlers.subjects.meetings import SHORTEST, meetings_of_year
from crawlers.subjects.titles import TitleIndex
from data.matters import elements, names
from data.types import Cause, Evidence, Finding, Outcome

# --- what is shown of a meeting -------------------------------------------------------------------

_PARTS = elements("meeting")
_MEETING_ITEMS = {"report": "会议通稿", **names(_PARTS)}


@check(
    title="政府会议公开四项内容",
    basis="国办发〔2016〕80号；湘政办发〔2023〕11号",
    items=_MEETING_ITEMS,
    counts={"meetings": "核对的会议次数"},
)
def meeting_record(site: Site, ask: Ask) -> Finding:
    """核对评估年度内政府全体会议、常务会议的公开是否有四项内容：会议通稿、议定事项、评论解读、视
    频回放。

    按届次、会次归并条目（认定方法同“政府常务会议、全体会议公开”），在条目的标题、正文、附件和链接
    中查找；会议通稿为正文不少于40字。某项每次会议都有为具备，部分有为不完整，都没有为缺。

    不判定：条目没有读到的会议；会议栏目没有读全而见到缺项的；没有会议的（部门不要求）。涉密等依法
    不公开的议定事项由人工核对。
    """
    judged = 0
    having: dict[str, int] = dict.fromkeys(_MEETING_ITEMS, 0)
    evidence: list[Evidence] = []
    for items in meetings_of_year(site, ask).values():
        read = [read_item(site, item) for item in items if readable(site, item)]
        if len(read) < len(items) or any(reading.gaps for reading in read):
            continue
        judged += 1
        words = "\n".join(reading.everything for reading in read)
        links = "\n".join(link.text for i in items if i.page for link in i.page.links)
        seen = shown_in("\n".join((words, links, *(item.title for item in items))), _PARTS)
        if any(len(reading.text.strip()) >= SHORTEST for reading in read):
            seen.add("report")
        for id_ in seen:
            having[id_] += 1
        evidence.append(site.evidence(items[0].url, items[0].title))
    if not judged:
        if spot := blind_spot(site, ("meeting",)):
            return unknown(spot[0], f"没有读到{ask.year}年的政府会议：{spot[1]}")
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年可以核对的政府会议")
    sure = lacking(site, "meeting") is Outcome.MISSING
    outcomes = {id_: share_outcome(n, judged) for id_, n in having.items()}
    if not sure:
        outcomes = {
            id_: outcome if outcome is Outcome.MET else Outcome.UNKNOWN
            for id_, outcome in outcomes.items()
        }
    notes = {id_: f"{judged}次中{n}次" for id_, n in having.items() if n < judged}
    finding = by_items(outcomes, _MEETING_ITEMS, evidence, notes=notes, counts={"meetings": judged})
    words_searched = tuple(_MEETING_ITEMS.values())
    return replace(finding, looked=proof(site, ("meeting",), words_searched))


# --- meeting, document, interpretation ------------------------------------------------------------

_PASSED = re.compile(r"审议|讨论|研究|原则同意|原则通过|通过了|听取")
_DOCUMENT = re.compile(
    r"[《〈]([^《》〈〉]{4,60}?(?:办法|规定|细则|规则|意见|方案|规划|措施|计划|条例|预案|规程)"
    r"(?:[（(][^（）()]{1,16}[）)])?)[》〉]"
)
_NOT_DOCUMENT = ("meeting", "news", "interpretation", "consultation")


@check(
    title="会议议定文件的公开与解读",
    basis="国办发〔2016〕80号；《政府信息公开条例》第二十条",
    counts={
        "named": "会议审议的文件数",
        "published": "已公开的文件数",
        "interpreted": "有解读的文件数",
    },
)
def meeting_chain(site: Site, ask: Ask, *, grace_days: int = 60) -> Finding:
    """核对评估年度内政府会议审议的文件，会后有没有公开，公开的有没有解读。

    文件取会议通稿中“审议”“研究”“原则通过”等字样所在句子里书名号中的办法、规定、意见、方案、规划
    等；会议距核查日不足 grace_days 日的不核对。网站上有同名文件（征求意见稿、会议报道、解读除外）
    为已公开，有同名的解读、图解、问答为有解读；年份、批次等数字不同的不是同名文件。有文件没有公开
    或没有解读的为不完整。

    不判定：涉密等依法不公开、尚需上级批准的文件由人工核对；会议没有读到、没有审议文件的；政策文件
    栏目没有读全而有文件未见的。
    """
    until = day_of_look(site, ask) - timedelta(days=grace_days)
    wanted = dict(_passed(site, ask, until))
    if not wanted:
        if spot := blind_spot(site, ("meeting",)):
            return unknown(spot[0], f"没有读到政府会议审议的文件：{spot[1]}")
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年政府会议审议文件的报道")
    mine = [item for item in my_items(site, ask) if readable(site, item)]
    documents = [item for item in mine if item.topic not in _NOT_DOCUMENT]
    explaining = [item for item in mine if item.topic == "interpretation"]
    published = TitleIndex(item.title for item in documents)
    interpreted = TitleIndex(item.title for item in explaining)
    out = {
        name: documents[place] for name in wanted if (place := published.first(name)) is not None
    }
    told = {name for name in wanted if interpreted.of_same_name(name)}
    counts = {"named": len(wanted), "published": len(out), "interpreted": len(told)}
    lost = [name for name in wanted if name not in out]
    silent = [name for name in out if name not in told]
    evidence = [site.evidence(wanted[name].url, f"会议审议《{name}》") for name in lost]
    evidence += [site.evidence(item.url, item.title) for item in out.values()]
    said = f"会议审议文件{len(wanted)}件，见到公开{len(out)}件、解读{len(told)}件"
    if not lost and not silent:
        return met(said, evidence, counts=counts)
    if spot := blind_spot(site, ("policy_document", "interpretation", "planning")):
        return unknown(spot[0], f"{said}，但{spot[1]}", evidence)
    faults = [f"{listed(lost, '件', 3)}未见公开"] if lost else []
    faults += [f"{listed(silent, '件', 3)}未见解读"] if silent else []
    finding = partial(f"{said}：{'；'.join(faults)}", evidence, counts=counts)
    topics = ("policy_document", "interpretation")
    return replace(finding, looked=proof(site, topics, tuple((*lost, *silent)[:6])))


def _passed(site: Site, ask: Ask, until: date) -> Iterator[tuple[str, Item]]:
    """Names of documents that meetings held until that day dealt with, with the report."""
    for items in meetings_of_year(site, ask).values():
        for item in items:
            if item.on is None or item.on > until or not readable(site, item):
                continue
            for sentence in re.split(r"[。；\n]", read_item(site, item).text):
                if _PASSED.search(sentence):
                    yield from ((name, item) for name in _DOCUMENT.findall(sentence))
