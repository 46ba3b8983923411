"""Checks of what the public asks and gets: proposals, service guides, messages."""

import re
from dataclasses import replace
from datetime import date, timedelta

from crawlers.findings import absent, met, partial, proof, unknown
from crawlers.looking import checklist, lacking, listed
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import Reading, my_items, read_item, readable
from crawlers.subjects.elements import shown_in
from crawlers.subjects.messages import Message, published_messages
from data.check_limits import days
from data.matters import elements, names
from data.types import Cause, Evidence, Finding, Outcome, Place
from data.units import governs

_RECENT = days("recent_days")

# --- proposals ------------------------------------------------------------------------------------

_PROPOSALS = {"npc": "人大建议答复", "cppcc": "政协提案答复", "overview": "办理总体情况"}
_OVERVIEW = re.compile(
    r"办理(?:工作)?(?:的)?(?:总体|整体|结果|工作)?(?:情况|总结|报告)|(?:总体|办理)情况|办理工作"
)
_REPLY = re.compile(r"答复|复函|回复|建议|提案|议案")
_NPC = re.compile(r"人大|代表|建议|议案")
_CPPCC = re.compile(r"政协|提案|委员")
_NO_TASK = re.compile(
    r"(?:无|没有|未)(?:承办|收到|涉及)?[^。；]{0,16}(?:建议|提案)[^。；]{0,10}(?:办理|"
    r"任务|承办|答复)?"
)
_COUNT = {
    "npc": re.compile(r"(?:人大(?:代表)?)?(?:建议|议案)[^。；，,]{0,10}?(\d+)件"),
    "cppcc": re.compile(r"提案[^。；，,]{0,10}?(\d+)件"),
}


@check(
    title="建议提案办理公开",
    basis="国办发〔2014〕46号；《政府信息公开条例》第二十条第十五项",
    items=_PROPOSALS,
)
def proposals(site: Site, ask: Ask) -> Finding:
    """核对评估年度人大代表建议、政协委员提案的办理公开情况。

    看近一年内的建议提案类条目：人大建议答复、政协提案答复（标题写明建议、提案并非总体情况）、办理
    总体情况（办理情况、办理总结）。一个条目同时写明两类的，两类都算。建议提案栏目的列表中有标题和
    日期、而链接由脚本打开（没有网址）的，以标题为准，答复内容由人工核对。

    不判定：单位公布没有承办任务的，按不涉及处理；部门没有建议提案栏目和条目的，不判定；部门缺一类
    答复的，只有总体情况写明承办了该类才认定为缺；栏目没有读全而未见的，记为无法核对。
    """
    since = ask.as_of - timedelta(days=_RECENT)
    items = [
        item
        for item in my_items(site, ask, "proposals")
        if readable(site, item) and (item.on is None or item.on >= since)
    ]
    items += _listed_only(site, since, ask.as_of)
    government = governs(site.unit)
    column = any(site.own(c.url) for c in site.columns_for("proposals"))
    if not items:
        if not government and not column:
            return unknown(Cause.NOTHING_TO_JUDGE, "未见建议提案信息，不能确定有承办任务")
        finding = absent(site, ("proposals",), "近一年的建议提案办理信息", ("建议", "提案", "答复"))
        return replace(finding, items=dict.fromkeys(_PROPOSALS, finding.outcome))
    if len(items) == 1 and _no_task(site, items[0]):
        only = items[0]
        said = (site.evidence(only.url, only.title),)
        return Finding(Outcome.NOT_APPLICABLE, f"单位公布没有承办任务：{only.title}", evidence=said)
    overview = [i for i in items if _OVERVIEW.search(i.title)]
    replies = [i for i in items if i not in overview and _REPLY.search(i.title)]
    figures = " ".join(read_item(site, i).text for i in overview)
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    for key, words in (("npc", _NPC), ("cppcc", _CPPCC)):
        if any(words.search(_without_shared(i)) for i in replies):
            outcomes[key] = Outcome.MET
            continue
        counts = [int(n) for n in _COUNT[key].findall(figures)]
        if counts and max(counts) == 0:
            outcomes[key], notes[key] = Outcome.NOT_APPLICABLE, "总体情况写明为0件"
        elif government or (counts and max(counts) > 0):
            outcomes[key] = lacking(site, "proposals")
        else:
            outcomes[key], notes[key] = Outcome.UNKNOWN, "不能确定承办了该类"
    outcomes["overview"] = Outcome.MET if overview else lacking(site, "proposals")
    evidence = [site.evidence(i.url, i.title) for i in (*overview[:2], *replies[:6])]
    return checklist(
        site,
        outcomes,
        _PROPOSALS,
        evidence,
        topics=("proposals",),
        notes=notes,
        words=("建议", "提案"),
    )


def _listed_only(site: Site, since: date, until: date) -> list[Item]:
    """Dated entries of the columns that a script opens: the list proves their titles alone."""
    return [
        Item(link.text, page.url, link.on, "proposals", None, column.name)
        for column in site.columns_for("proposals")
        if site.own(column.url) and (first := site.page(column.url))
        for page in site.same_list(first) or [first]
        for link in page.lost
        if link.place is Place.CONTENT and link.on and since <= link.on <= until
    ]


def _without_shared(item: Item) -> str:
    """The title, and the column where it says more; 建议提案 names neither kind alone."""
    return re.sub(
        r"(?:人大)?(?:代表)?建议(?:和|与|、)?(?:政协)?(?:委员)?提案", "", item.title + item.column
    )


def _no_task(site: Site, item: Item) -> bool:
    return "说明" in item.title and _NO_TASK.search(read_item(site, item).text[:400]) is not None


# --- service guides -------------------------------------------------------------------------------

_PARTS = elements("guide")
_TITLED = "name"  # the title of a guide names the matter
_GUIDE = re.compile(r"(?:办事|服务|办理|申请|申报)指南$|(?:办事|服务|办理)指南")
_NOT_GUIDE = re.compile(r"通知|公告|印发|目录|清单|汇编|平台|系统|操作")
_FEWEST_PARTS = 3  # with fewer of them, the page only leads to guides or lists them
_SHORTEST_GUIDE = 100  # characters


@check(
    title="办事指南要素",
    basis="国办秘函〔2019〕19号；《优化营商环境条例》第三十五条",
    counts={"guides": "核对的办事指南数", "missing_element": "缺少的要素数"},
)
def service_guide(site: Site, ask: Ask, *, sample: int = 10) -> Finding:
    """抽取办事指南，核对八个要素是否齐全。

    对象：标题含“办事指南”“服务指南”等、正文在100字以上的本单位条目，按网址顺序取前 sample 件。要
    素：事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程，按正文中的
    栏名及常用说法识别，说法相近的从宽认定。有指南缺要素的为不完整，缺少的要素逐个计数。

    不判定：指南有附件没有读到的，正文中见到的要素不足三个的（可能是链接页或列表页），不抽取；没有
    指南、或指南在政务服务网等外部网站的，不判定；内容是否准确由人工核对。
    """
    guides: list[tuple[Item, list[str]]] = []
    for item in sorted(my_items(site, ask), key=lambda i: i.url):
        if len(guides) == sample or not _is_guide(item) or not readable(site, item):
            continue
        reading = read_item(site, item)
        lacking_parts = _lacking_parts(reading)
        if reading.gaps or len(_PARTS) - len(lacking_parts) < _FEWEST_PARTS:
            continue
        if len(reading.text) >= _SHORTEST_GUIDE:
            guides.append((item, lacking_parts))
    if not guides:
        return unknown(Cause.NOTHING_TO_JUDGE, "未见可以核对的办事指南（可能在政务服务网）")
    faulty = [(item, parts) for item, parts in guides if parts]
    counts = {"guides": len(guides), "missing_element": sum(len(p) for _, p in faulty)}
    evidence = [site.evidence(i.url, f"{i.title} 缺{'、'.join(p)}") for i, p in faulty]
    evidence += [site.evidence(item.url, item.title) for item, parts in guides if not parts]
    if not faulty:
        reason = f"抽取办事指南{len(guides)}件，八个要素齐全"
        return met(reason, evidence, counts=counts)
    named = "；".join(f"“{i.title}”缺{'、'.join(p)}" for i, p in faulty[:4])
    reason = f"抽取办事指南{len(guides)}件，{len(faulty)}件要素不全：{named}"
    looked = proof(site, ("service_guide",), tuple(names(_PARTS).values()))
    return replace(partial(reason, evidence, counts=counts), looked=looked)


def _is_guide(item: Item) -> bool:
    return bool(_GUIDE.search(item.title)) and not _NOT_GUIDE.search(item.title)


def _lacking_parts(reading: Reading) -> list[str]:
    seen = shown_in(reading.everything, _PARTS) | {_TITLED}
    return [part.name for id_, part in _PARTS.items() if id_ not in seen]


# --- messages -------------------------------------------------------------------------------------


@check(
    title="留言答复",
    basis="国办秘函〔2019〕19号（互动回应差：留言超过3个月未回应）",
    counts={"messages": "核对的留言数", "late": "超期答复数", "unanswered": "超期未答复数"},
)
def messages_answered(site: Site, ask: Ask, *, days: int = 92) -> Finding:
    """核对近一年公开的网民留言是否答复、是否超期。

    对象：页面写明留言（来信、咨询）时间和内容的条目，留言时间在核查日前一年内。答复时间减留言时间
    超过days 日为超期答复；写明未答复、办理中，或没有任何答复内容，且留言至核查日已超过 days日的，
    为超期未答复。有超期的为不完整，逐件计数。

    不判定：没有留言时间的、由脚本另行加载答复的、答复没有写时间的，不计超期；没有公开留言的，不判
    定；是否实质答复、是否答非所问由人工核对。
    """
    found = published_messages(site, ask)
    if not found:
        return unknown(Cause.NOTHING_TO_JUDGE, "未见近一年公开的留言和答复")
    late = [m for m in found if m.answered and (m.answered - m.asked).days > days]
    unanswered = [m for m in found if m.open and (ask.as_of - m.asked).days > days]
    counts = {"messages": len(found), "late": len(late), "unanswered": len(unanswered)}
    evidence: list[Evidence] = [
        site.evidence(m.url, f"{m.title} {m.asked.isoformat()}留言，{_ended(m)}")
        for m in (*unanswered, *late)
    ]
    if not evidence:
        shown = [site.evidence(m.url, f"{m.title} {_ended(m)}") for m in found]
        reason = f"核对近一年留言{len(found)}件，没有超过{days}日未答复或才答复的"
        return met(reason, shown, counts=counts)
    named = listed([m.title for m in (*unanswered, *late)], "件", 3)
    reason = (
        f"核对近一年留言{len(found)}件，超过{days}日未答复{len(unanswered)}件、"
        f"超期答复{len(late)}件：{named}"
    )
    return partial(reason, evidence, counts=counts)


def _ended(message: Message) -> str:
    if message.answered:
        return f"{message.answered.isoformat()}答复"
    return "未见答复" if message.open else "答复未写时间"
