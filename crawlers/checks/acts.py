"""Checks of licences, penalties and coercion: what must be told of each, and decisions."""

import re
from collections.abc import Iterable, Sequence

from crawlers.findings import blind_spot, unknown
from crawlers.looking import checklist, lacking
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import (
    elsewhere,
    my_items,
    read_item,
    readable,
    recent,
    shown,
)
from crawlers.subjects.elements import by_elements, shown_in
from crawlers.subjects.matters import (
    is_event,
    published_in,
    seen,
)
from data.check_limits import days
from data.matters import elements, matters, names
from data.types import Cause, Evidence, Finding, Outcome
from data.units import governs

_RECENT = days("recent_days")

_MATTERS = matters("enforcement")
_KINDS = elements("act_kind")
_PARTS = elements("act")
_ITEMS = {
    f"{kind}_{part}": f"{_KINDS[kind].name}的{_PARTS[part].name}"
    for kind in _KINDS
    for part in _PARTS
}
_TOPICS = {
    "licence": ("licensing", "service_guide", "power_list"),
    "penalty": ("penalty", "power_list"),
    "coercion": ("penalty", "power_list"),
}
_TELLS = re.compile(r"依据|指南|程序|流程|清单|目录|事项|条件|裁量|制度|规定")
_PUBLICITY = elements("platform")["publicity"].match
_MOST_READ = 60  # entries whose text is searched, the likeliest first


@check(
    title="许可、处罚、强制的依据、条件、程序和结果",
    basis="《政府信息公开条例》第二十条第五、六项；国办发〔2018〕118号",
    items=_ITEMS,
)
def administrative_acts(
    site: Site,
    ask: Ask,
    *,
    want: Sequence[str] = ("licence", "penalty", "coercion"),
    results_days: int = _RECENT,
) -> Finding:
    """对行政许可、行政处罚、行政强制（want）逐类核对依据、条件、程序、办理结果四项。

    依据、条件、程序：标题、栏目或正文写明该类行为的本单位条目（办事指南、权责清单、裁量基准、流程
    等），标题、正文或附件中写有该项的为具备。结果：标题写明结果、决定、公示的该类条目，核查日前
    results_days 日内有的为具备，只有更早的为不完整。

    不判定：结果只链接到双公示、信用网站等外部平台的；没有读到的附件可能写有的；行政强制没有结果的
    （可能没有实施），部门没有许可、处罚结果的（可能没有作出）；部门没有相应栏目和条目的；相关栏目没有读全而未见的。
    """
    mine = [i for i in my_items(site, ask, own=True) if readable(site, i) and not is_event(i)]
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    evidence: list[Evidence] = []
    topics = [topic for kind in want for topic in _TOPICS[kind]]
    for kind in want:
        about = _about(site, mine, kind)
        if not about and not governs(site.unit) and not _has_column(site, kind):
            continue
        results = [i for i in about if _is_result(i, kind)]
        shown_results = {item.url for item in results}
        told, gap, proofs = _told(site, [i for i in about if i.url not in shown_results] or about)
        evidence += proofs
        for part in ("basis", "conditions", "procedure"):
            key = f"{kind}_{part}"
            if part in told:
                outcomes[key] = Outcome.MET
            elif gap:
                outcomes[key], notes[key] = Outcome.UNKNOWN, gap
            else:
                outcomes[key] = lacking(site, *_TOPICS[kind])
        key = f"{kind}_result"
        outcomes[key], notes[key] = _results(site, ask, kind, results, results_days)
        evidence += shown(site, recent(results, ask, results_days) or results, 2)
    if not outcomes:
        return unknown(Cause.NOTHING_TO_JUDGE, "未见许可、处罚、强制信息，不能确定本单位有此职责")
    return checklist(
        site,
        outcomes,
        _ITEMS,
        evidence,
        topics=tuple(dict.fromkeys(topics)),
        words=("依据", "条件", "程序", "结果"),
        notes={key: note for key, note in notes.items() if note},
    )


def _about(site: Site, mine: Iterable[Item], kind: str) -> list[Item]:
    """Entries that tell of this kind of act, likely ones first; a power list tells in its text."""
    match = _KINDS[kind].match
    found = []
    for item in mine:
        columns = item.page.columns if item.page else ()
        said = any(map(match.search, (item.title, item.column, *columns)))
        if said or (
            item.topic in {"power_list", "service_guide"}
            and match.search(read_item(site, item).everything)
        ):
            found.append(item)
    return sorted(found, key=lambda i: (not _TELLS.search(i.title), i.url))


def _has_column(site: Site, kind: str) -> bool:
    """A column of this kind of act; 行政执法公示 alone does not say that the unit may coerce."""
    match = _KINDS[kind].match
    return any(site.own(c.url) and match.search(c.name) for c in site.columns)


def _is_result(item: Item, kind: str) -> bool:
    return bool(
        item.topic in {"licensing", "penalty", "notice"}
        and _PARTS["result"].match.search(item.title)
        and not _TELLS.search(item.title)
        and not (kind == "coercion" and "强制" not in item.title)
    )


def _told(site: Site, about: Sequence[Item]) -> tuple[set[str], str, list[Evidence]]:
    """Parts told of, the first file that could not be read, and who tells."""
    wanted = {part: element for part, element in _PARTS.items() if part != "result"}
    told: set[str] = set()
    gap = ""
    proofs: list[Evidence] = []
    for item in about[:_MOST_READ]:
        reading = read_item(site, item)
        new = shown_in(f"{item.title}\n{reading.everything}", wanted) - told
        gap = gap or "；".join(reading.gaps[:1])
        if new:
            said = "、".join(wanted[part].name for part in wanted if part in new)
            proofs.append(site.evidence(item.url, f"{item.title}：{said}"))
            told |= new
        if len(told) == len(wanted):
            break
    return told, gap, proofs


def _results(
    site: Site, ask: Ask, kind: str, results: Sequence[Item], days: int
) -> tuple[Outcome, str]:
    if recent(results, ask, days):
        return Outcome.MET, ""
    if outside := elsewhere(site, _PUBLICITY):
        return Outcome.UNKNOWN, f"可能在外部平台“{outside}”公开，需人工核对"
    if any(item.on is None for item in results):
        return Outcome.UNKNOWN, "结果条目没有日期"
    if kind == "coercion":
        return Outcome.UNKNOWN, "可能没有实施行政强制"
    if not results and not governs(site.unit):
        return Outcome.UNKNOWN, f"可能没有作出{_KINDS[kind].name}决定"
    outcome = lacking(site, *_TOPICS[kind])
    if results and outcome is Outcome.MISSING:
        newest = max(item.on for item in results if item.on)
        return Outcome.PARTIAL, f"最新一条{newest.isoformat()}，超过{days}日"
    return outcome, ""


# --- decisions ------------------------------------------------------------------------------------

_FIELDS = elements("penalty")
_FEWEST_FIELDS = 3  # with fewer of them, the text is no decision


@check(
    title="行政处罚决定要素",
    basis="《行政处罚法》第五十九条；国发〔2014〕6号",
    items=names(_FIELDS),
    counts={
        "decisions": "核对的处罚决定数",
        "incomplete": "要素不全的处罚决定数",
        "missing_field": "缺少的要素数",
    },
)
def penalty_fields(site: Site, ask: Ask, *, sample: int = 20) -> Finding:
    """抽取评估年度内公开的行政处罚决定（最新的 sample 件），核对六个要素：案件名称、被处罚者、主
    要违法事实、处罚种类、处罚依据、处罚结果。

    对象为标题写明处罚决定、处罚公示、处罚信息的本单位条目，按页面正文、表格和附件中的栏名及通常写
    法识别，说法相近的从宽认定；决定书以标题作案件名称的予以承认。一个条目含多件决定的按一件核对。
    某要素每件都有为具备，部分有为不完整，都没有为缺。

    不判定：附件没有读到的；正文中见到的要素不足三个的（可能只是说明或列表），不抽取；依法隐去的姓
    名、名称由人工核对；没有处罚决定的。
    """
    found = seen(
        site,
        my_items(site, ask, own=True),
        _MATTERS["penalty_decision"],
        published_in(ask.year),
    )
    judged: list[tuple[Item, set[str]]] = []
    for item in found.current:
        reading = read_item(site, item)
        present = shown_in(f"{item.title}\n{reading.everything}", _FIELDS)
        if len(judged) == sample or len(present) < _FEWEST_FIELDS:
            continue
        if len(present) < len(_FIELDS) and reading.gaps:
            continue
        judged.append((item, set(_FIELDS) - present))
    if not judged:
        if spot := blind_spot(site, ("penalty",)):
            return unknown(spot[0], f"没有读到{ask.year}年的处罚决定：{spot[1]}")
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年可以核对的行政处罚决定")
    keys = ("decisions", "incomplete", "missing_field")
    return by_elements(site, judged, _FIELDS, what="行政处罚决定", keys=keys, topics=("penalty",))
