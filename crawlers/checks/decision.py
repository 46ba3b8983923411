"""Checks of decisions in the open: the yearly catalogue, consultations, what became of them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crawlers.findings import MOST_EVIDENCE, absent, blind_spot, met, partial, proof, unknown
from crawlers.looking import checklist, first_of, listed
from crawlers.registry import Ask, check
from crawlers.site import Site
from crawlers.subjects import consultations as asked
from crawlers.subjects.answers import answered_by
from crawlers.subjects.contents import my_items, read_item, readable
from crawlers.subjects.deadlines import out_by
from crawlers.subjects.decisions import is_catalogue
from data.types import Cause, Finding, Outcome
from data.units import governs

# --- the yearly catalogue -------------------------------------------------------------------------


@check(
    title="年度重大行政决策事项目录",
    basis="《重大行政决策程序暂行条例》（国务院令第713号）第三条",
    items={"published": "已公布", "by_due": "按期公布"},
)
def decision_catalogue(site: Site, ask: Ask, *, due: str = "06-30") -> Finding:
    """核对评估年度的重大行政决策事项目录。

    查找标题为该年度重大行政决策事项目录（清单）的本单位条目，印发、公布目录的通知也是；管理办法、征集和申报通知、解读不算，
    标题写明是其他机关、其他地方的目录不算。公布日期不晚于 due（月-日）为按期，晚于该日的“按期”为
    缺；栏目读全而没有的，两项都为缺；同一年度有调整的，以最早公布的为准。

    不判定：核查日早于截止日而尚未公布的、没有发布日期的、栏目没有读全而未见的，记为无法核对；部门
    没有公布的，因不一定承担重大行政决策，不判定。
    """
    month, day = (int(part) for part in due.split("-"))
    deadline = date(ask.year, month, day)
    names = {"published": "已公布", "by_due": "按期公布"}
    what = f"{ask.year}年度重大行政决策事项目录"
    found = [item for item in my_items(site, ask, own=True) if is_catalogue(item, ask.year)]
    read = [item for item in found if readable(site, item)]
    if not read:
        if found:
            cause = Cause.NOT_IN_COPY if site.copy else Cause.NOT_READ
            return unknown(cause, f"列表中有“{found[0].title}”，但页面没有读到")
        if ask.as_of <= deadline:
            return unknown(Cause.NOTHING_TO_JUDGE, f"未见{what}，尚未到{due}")
        if not governs(site.unit):
            return unknown(Cause.NOTHING_TO_JUDGE, f"未见{what}，部门不一定有该事项")
        finding = absent(site, ("decision_catalogue",), what, ("重大行政决策", "目录"))
        return replace(finding, items=dict.fromkeys(names, finding.outcome))
    first = min(read, key=lambda item: item.on or date.max)
    by_due, said = out_by(first, deadline)
    outcomes = {"published": Outcome.MET, "by_due": by_due}
    notes = {"by_due": f"{said}，截止{deadline.isoformat()}" if first.on else said}
    evidence = [site.evidence(item.url, f"{item.title} {item.on or ''}".strip()) for item in read]
    return checklist(site, outcomes, names, evidence, topics=("decision_catalogue",), notes=notes)


# --- consultations --------------------------------------------------------------------------------

_ELEMENTS = {
    "draft": "草案",
    "explanation": "起草说明",
    "period": "起止时间",
    "channel": "反馈渠道",
}


@check(
    title="决策意见征集",
    basis="《重大行政决策程序暂行条例》第十五条；《优化营商环境条例》第六十二条",
    items=_ELEMENTS,
    counts={
        "consultations": "意见征集数",
        "missing_element": "缺少的要素数",
        "short_period": "期限不足的征集数",
    },
)
def consultation(site: Site, ask: Ask, *, min_days: int = 30) -> Finding:
    """核对评估年度内向社会公开征求意见的公告。

    对象：标题为就草案、征求意见稿征求（征集）意见的本单位条目，结果反馈、问卷、听证会通知、只向有
    关单位征求意见的函不算。每件看四个要素：草案（附件、链接或正文条款）、起草说明（附件、链接、正
    文中的起草背景、必要性、依据，或另列的同名起草说明）、起止时间（能算出截止日或期限）、反馈渠道（电话、邮箱、地址、在
    线提交任一）。

    期限取“自某日至某日”的起止日，或者发布日至公告所写的截止日，首尾两日都算，不少于 min_days 日；
    以工作日计的按国务院办公厅放假安排折算。只有标题为办法、规定、细则、意见、方案、规划、条例等的
    草案，列入本年度重大行政决策目录的草案，标题涉及企业、市场主体、经营者的草案计期限不足；其他草
    案期限较短的只予说明，不计。公告写明缩短期限理由的，起始日早于发布日的，算出超过90日的，工作日
    无法折算的，不计。

    某要素每件都有为具备，部分有为不完整，都没有为缺。没有征集的不判定。附件没有读到而正文未见的要
    素记为无法核对，不计缺要素。
    """
    found = asked.in_year(site, ask)
    if not found:
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年公开征求意见的公告")
    outcomes = {key: _overall([c.elements[key] for c in found]) for key in _ELEMENTS}
    brief = [c for c in found if c.days is not None and c.days < min_days and not c.excused]
    catalogue = _catalogue_text(site, ask) if brief else ""
    short = [c for c in brief if asked.bound(c, catalogue)]
    free = [f"“{c.item.title}”期限{c.days}日" for c in brief if c not in short]
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
    if free:
        blind += f"；{first_of(free)}，不属于限定期限的草案，不计期限不足"
    if faults:
        reason = f"{ask.year}年征求意见{len(found)}件：{first_of(faults)}{blind}"
        looked = proof(site, ("consultation",), tuple(_ELEMENTS.values()))
        return replace(partial(reason, evidence, items=outcomes, counts=counts), looked=looked)
    if set(outcomes.values()) == {Outcome.UNKNOWN}:
        return unknown(Cause.NOT_READ, f"征求意见公告{len(found)}件，内容没有读到", evidence)
    reason = f"{ask.year}年征求意见{len(found)}件，未发现缺要素或期限不足{blind}"
    return met(reason, evidence, items=outcomes, counts=counts)


@check(
    title="征集结果反馈",
    basis="《重大行政决策程序暂行条例》第三十二条；《优化营商环境条例》第六十二条",
    counts={"consultations": "应反馈的征集数", "matched": "已反馈的征集数"},
)
def consultation_feedback(site: Site, ask: Ask, *, grace_days: int = 30) -> Finding:
    """核对每件意见征集是否公布了意见采纳情况。

    对象：评估年度内公开征求意见、截止日（未写明的，按发布后30日计）已过 grace_days 日的公告。下列
    任一情形为已反馈：有采纳情况、征集结果等反馈条目与公告互相链接；反馈条目与公告指向同一文件名
    称；公告页面本身载明采纳情况。一件也没有反馈的为缺，部分反馈的为不完整。

    不判定：征集刚刚截止的；没有应反馈的征集的；反馈栏目没有读全而未见反馈的，记为无法核对。采纳理
    由是否充分由人工核对。
    """
    due = [c for c in asked.in_year(site, ask) if c.answer_due(grace_days) <= ask.as_of]
    if not due:
        return unknown(Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年已截止的意见征集")
    pairs = [(c, answered_by(site, ask, c)) for c in due]
    matched = [(c, a) for c, a in pairs if a]
    counts = {"consultations": len(due), "matched": len(matched)}
    evidence = [site.evidence(a.url, a.title) for _, a in matched if a]
    open_ = [c.item.title for c, a in pairs if not a]
    evidence = [site.evidence(c.item.url, c.item.title) for c, a in pairs if not a] + evidence
    if not open_:
        reason = f"{len(due)}件征集均已公布采纳情况"
        return met(reason, evidence, counts=counts)
    if spot := blind_spot(site, ("consultation",)):
        return unknown(spot[0], f"未见{listed(open_, '件', 3)}的反馈，但{spot[1]}", evidence)
    return Finding(
        Outcome.PARTIAL if matched else Outcome.MISSING,
        f"{len(due)}件征集中{len(matched)}件已反馈，未见{listed(open_, '件', 3)}的采纳情况",
        evidence=tuple(evidence[:MOST_EVIDENCE]),
        looked=proof(site, ("consultation",), ("采纳情况", "结果反馈")),
        counts=counts,
    )


def _catalogue_text(site: Site, ask: Ask) -> str:
    """What the year's catalogue of decisions says, blanks removed; "" when none was read."""
    texts = (
        read_item(site, item).everything
        for item in my_items(site, ask, own=True)
        if is_catalogue(item, ask.year) and readable(site, item)
    )
    return re.sub(r"\s", "", "".join(texts))


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
