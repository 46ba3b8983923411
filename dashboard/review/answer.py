"""What a reviewer says of a point, and what it would be worth. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from dashboard.review.outside import CONFIRMS, VERDICTS_OF, Sort, effect
from dashboard.wording.language import N_, _
from dashboard.wording.printing import points
from data.indicators import Leaf, Scheme
from data.reviews import Cell
from data.rules import keys_used
from data.types import Finding, Judgement, Mark, Number, Outcome, Points
from scoring.rounds import effective
from scoring.rules import points_for

VERDICTS = VERDICTS_OF[Sort.LEAF]
SAYS_MORE = frozenset({Outcome.MET, Outcome.PARTIAL, Outcome.MISSING})

# What a person does before a zero where the program could not see.
LADDER = (N_("换时间重访"), N_("换电脑和网络"), N_("换浏览器"), N_("用站内搜索和搜索引擎查找"))


@dataclass(frozen=True)
class Answer:
    """As filled in so far."""

    outcome: Outcome
    items: Mapping[str, Outcome] = field(default_factory=dict)
    counts: Mapping[str, Number] = field(default_factory=dict)


def begun(leaf: Leaf, finding: Finding | None) -> Answer:
    """What the form shows first: what is in force, as far as the rule asks for it."""
    if finding is None:
        return Answer(Outcome.UNKNOWN)
    items, counts = keys_used(leaf.scoring)
    return Answer(
        finding.outcome,
        {key: value for key, value in finding.items.items() if key in items},
        {key: value for key, value in finding.counts.items() if key in counts},
    )


def asked(leaf: Leaf, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Items and counts that the rule reads, in the order that the check declares them."""
    items, counts = keys_used(leaf.scoring)
    declared = list(names)

    def order(key: str) -> tuple[int, str]:
        return (declared.index(key) if key in declared else len(declared), key)

    return sorted(items, key=order), sorted(counts, key=order)


def judgement(
    cell: Cell, answer: Answer, reason: str, person: str, at: datetime, mark: Mark
) -> Judgement:
    """Items and counts only where the outcome leaves something to say."""
    more = answer.outcome in SAYS_MORE
    return Judgement(
        *cell,
        answer.outcome,
        reason.strip(),
        person,
        at,
        items=dict(answer.items) if more else {},
        counts=dict(answer.counts) if more else {},
        mark=mark,
    )


def preview(leaf: Leaf, finding: Finding | None, would: Judgement) -> Points:
    """What the leaf would earn: by the scheme's own rule, from the finding as it would count."""
    seen = {} if finding is None else {leaf.id: finding}
    alone = replace(would, mark=Mark.FIRST)  # a blind word counts for nothing beside another
    return points_for(effective(seen, [alone])[leaf.id], leaf.points, leaf.scoring)


def worth_beside(scheme: Scheme, sort: Sort, leaf: Leaf, would: Judgement) -> str:
    """What a word on a veto, a bonus item or a penalty would do to the result, in Chinese."""
    if would.outcome not in CONFIRMS[sort]:
        return _("不影响得分")
    if sort is Sort.VETO:
        return next(effect(veto, scheme) for veto in scheme.vetoes if veto.id == leaf.id)
    worth = preview(leaf, None, would)
    if sort is Sort.PENALTY:
        return _("倒扣 {lost} 分").format(lost=points(worth.lost))
    return _("加 {got} 分（总分达到 {gate} 分的才加）").format(
        got=points(worth.got), gate=_gate(scheme)
    )


def _gate(scheme: Scheme) -> str:
    return points(scheme.bonus.gate) if scheme.bonus else "—"


def confirmed(reason: str, done: Iterable[str]) -> str:
    """A reason that names the steps of confirmation taken."""
    steps = "、".join(done)
    return (
        _("{strip}（已{steps}核实）").format(strip=reason.strip(), steps=steps) if steps else reason
    )


def whole(items: Iterable[Outcome]) -> Outcome:
    """What items say together: all met, all missing, all open, or something between."""
    counted = {item for item in items if item is not Outcome.NOT_APPLICABLE}
    if not counted:
        return Outcome.NOT_APPLICABLE
    return counted.pop() if len(counted) == 1 else Outcome.PARTIAL


_BLANK = re.compile(r"〔[^〕\d]+〕")  # a year in brackets belongs to a document number


def unfilled(reason: str) -> list[str]:
    """Places of a phrase that are still to be filled in."""
    return _BLANK.findall(reason)
