"""The check along a major decision: catalogue, draft, explanation, period, answer, document."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from crawlers.findings import blind_spot, met, partial, proof, unknown
from crawlers.looking import lacking, listed, share_outcome
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects import consultations as asked
from crawlers.subjects.answers import answered_by
from crawlers.subjects.contents import my_items, read_item, readable, shown
from crawlers.subjects.decisions import is_catalogue, names_catalogue
from crawlers.subjects.titles import TitleIndex
from data.types import Cause, Finding, Outcome

T = TypeVar("T")

_QUOTED = re.compile(r"《([^《》]{4,60})》")
_NUMBERED = re.compile(
    r"^[^\S\n]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、．\t]\s*([^\t\n]{5,60})", re.M
)
_VERB = re.compile(
    r"^(?:关于)?(?:制定|编制|出台|修订|起草|拟定|研究|实施|建设|推进|印发|启动)+(?:的)?"
)
_BODY = re.compile(r"(?:局|委|办公室|部门|中心|单位)$")

_STEPS = {
    "draft": "公开征求意见",
    "explanation": "起草说明",
    "period": "期限",
    "answer": "采纳情况",
    "document": "正式文件",
}


@dataclass(frozen=True, slots=True)
class _Chain:
    """What of one decision was seen: step by step MET, MISSING, or not due and not to be told."""

    name: str
    steps: dict[str, Outcome]
    seen: tuple[Item, ...]

    @property
    def lost(self) -> list[str]:
        return [_STEPS[step] for step, outcome in self.steps.items() if outcome is Outcome.MISSING]


@dataclass(frozen=True, slots=True)
class _Kind(Generic[T]):
    """Entries in which one step of a decision is looked for, by their titles."""

    entries: tuple[T, ...]
    titles: TitleIndex

    def named(self, name: str) -> T | None:
        """The first whose title speaks of that name."""
        place = self.titles.first(name)
        return None if place is None else self.entries[place]


@dataclass(frozen=True, slots=True)
class _Material:
    """Entries in which the steps of a decision are looked for."""

    consultations: _Kind[asked.Consultation]
    drafts: _Kind[Item]  # of any year: what is decided this year may have been asked last year
    documents: _Kind[Item]

    @classmethod
    def of(cls, site: Site, ask: Ask) -> "_Material":
        documents = (
            item
            for item in my_items(site, ask, "policy_document", "planning")
            if readable(site, item)
            and not asked.is_consultation(item.title)
            and not asked.is_answer(item.title)
            and not names_catalogue(item.title)
        )
        drafts = (item for item in my_items(site, ask) if asked.is_consultation(item.title))
        consultations = asked.in_year(site, ask)
        return cls(
            _Kind(consultations, TitleIndex(c.item.title for c in consultations)),
            _of_items(drafts),
            _of_items(documents),
        )


def _of_items(items: Iterable[Item]) -> _Kind[Item]:
    entries = tuple(items)
    return _Kind(entries, TitleIndex(item.title for item in entries))


@check(
    title="重大行政决策全链条公开",
    basis="《重大行政决策程序暂行条例》第三条、第十五条、第三十二条",
    items=_STEPS,
    counts={
        "decisions": "目录所列决策数",
        "begun": "已见到征求意见或正式文件的决策数",
        "steps_due": "应公开的环节数",
        "steps_seen": "已公开的环节数",
    },
)
def decision_chain(site: Site, ask: Ask, *, min_days: int = 30, grace_days: int = 30) -> Finding:
    """按评估年度的重大行政决策事项目录，逐项核对公开链条：公开征求意见（草案）、起草说明、期限不
    少于min_days 日、采纳情况、正式文件。

    决策名称取目录正文、表格和附件中书名号里的名称，没有书名号的取带序号的条目。名称相符的意见征
    集、反馈、正式文件归到该项决策之下，年份、批次等数字不同的不算相符。只核对已见到征求意见或正式文件的决策：有正式文件而没有征求
    意见的，征求意见为缺；征集截止已过 grace_days 日的，应有采纳情况；正式文件只在已见到时计入。

    不判定：还没有见到任何环节的决策（可能尚在准备，只在理由中列出）；期限没有写明的；没有读到目录
    的，目录中认不出决策名称的；意见征集栏目没有读全的，未见的环节记为无法核对。
    """
    catalogue = next((i for i in my_items(site, ask, own=True) if is_catalogue(i, ask.year)), None)
    if catalogue is None or not readable(site, catalogue):
        if spot := blind_spot(site, ("decision_catalogue",)):
            return unknown(spot[0], f"没有读到{ask.year}年决策事项目录：{spot[1]}")
        return unknown(
            Cause.NOTHING_TO_JUDGE, f"未见{ask.year}年重大行政决策事项目录，链条无从核对"
        )
    wanted = _decisions(read_item(site, catalogue).text)
    if not wanted:
        return unknown(Cause.NO_BASIS, "目录中没有认出决策名称", shown(site, [catalogue]))
    material = _Material.of(site, ask)
    chains = [_chain(site, ask, name, material, min_days, grace_days) for name in wanted]
    begun = [chain for chain in chains if chain.seen]
    waiting = [chain.name for chain in chains if not chain.seen]
    beside = f"；{listed(waiting, '项', 3)}尚未见到公开的环节" if waiting else ""
    evidence = shown(site, [catalogue])
    evidence += [site.evidence(i.url, i.title) for chain in begun for i in chain.seen]
    if not begun:
        reason = f"目录所列决策{len(wanted)}项均未见公开的环节，可能尚在准备"
        return unknown(Cause.NOTHING_TO_JUDGE, reason, evidence)
    due = [o for chain in begun for o in chain.steps.values() if o is not Outcome.NOT_APPLICABLE]
    counts = {
        "decisions": len(wanted),
        "begun": len(begun),
        "steps_due": sum(outcome is not Outcome.UNKNOWN for outcome in due),
        "steps_seen": sum(outcome is Outcome.MET for outcome in due),
    }
    outcomes = {step: _over([chain.steps[step] for chain in begun]) for step in _STEPS}
    faults = [f"“{chain.name}”缺{'、'.join(lost)}" for chain in begun if (lost := chain.lost)]
    reason = f"目录所列决策{len(wanted)}项，已公开环节的{len(begun)}项"
    if not faults:
        return met(f"{reason}，应公开的环节齐全{beside}", evidence, items=outcomes, counts=counts)
    finding = partial(
        f"{reason}：{'；'.join(faults[:3])}{beside}", evidence, items=outcomes, counts=counts
    )
    topics = ("consultation", "decision_catalogue")
    return replace(finding, looked=proof(site, topics, tuple(_STEPS.values())))


def _decisions(text: str) -> list[str]:
    """Names of the decisions that a catalogue lists."""
    quoted = [name for name in _QUOTED.findall(text) if not re.search(r"条例》?$|暂行条例", name)]
    lines = [_VERB.sub("", re.split("[。；;]", n)[0]).strip() for n in _NUMBERED.findall(text)]
    found = quoted or [name for name in lines if len(name) >= 5 and not _BODY.search(name)]
    return list(dict.fromkeys(found))


def _chain(
    site: Site, ask: Ask, name: str, material: _Material, min_days: int, grace_days: int
) -> _Chain:
    consulted = material.consultations.named(name)
    final = material.documents.named(name)
    steps = dict.fromkeys(_STEPS, Outcome.NOT_APPLICABLE)
    seen: list[Item] = []
    if consulted:
        seen.append(consulted.item)
        steps["draft"] = consulted.elements["draft"]
        steps["explanation"] = consulted.elements["explanation"]
        if consulted.days is None:
            steps["period"] = Outcome.UNKNOWN
        else:
            long = consulted.days >= min_days or consulted.excused
            steps["period"] = Outcome.MET if long else Outcome.MISSING
        answer = answered_by(site, ask, consulted)
        if answer:
            steps["answer"] = Outcome.MET
            seen.append(answer)
        elif consulted.answer_due(grace_days) <= ask.as_of:
            steps["answer"] = lacking(site, "consultation")
    elif earlier := material.drafts.named(name):
        seen.append(earlier)
        steps["draft"] = Outcome.MET
    elif final:
        steps["draft"] = lacking(site, "consultation")
    if final:
        steps["document"] = Outcome.MET
        seen.append(final)
    return _Chain(name, steps, tuple(seen))


def _over(outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome for a step over all decisions."""
    due = [o for o in outcomes if o is not Outcome.NOT_APPLICABLE]
    if not due:
        return Outcome.NOT_APPLICABLE
    known = [o for o in due if o is not Outcome.UNKNOWN]
    if not known:
        return Outcome.UNKNOWN
    return share_outcome(sum(o is Outcome.MET for o in known), len(known))
