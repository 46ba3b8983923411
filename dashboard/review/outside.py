"""What is judged beside the tree of a scheme: vetoes, bonus items, penalties. Pure.

Nothing of it counts before a person said so (`scoring.score`), so each stands at the desk as a
point of its own, in the shape of a leaf that only a person can judge.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from dashboard.wording.language import N_, _
from dashboard.wording.printing import points
from data.indicators import BonusItem, Effect, Leaf, Method, Penalty, Scheme, Veto
from data.rules import Presence
from data.types import Outcome
from scoring.excuses import everybodys


class Sort(StrEnum):
    """What kind of point it is."""

    LEAF = "leaf"
    VETO = "veto"
    BONUS = "bonus"
    PENALTY = "penalty"

    @property
    def adds(self) -> bool:
        """Whether confirming it does a unit good."""
        return self is Sort.BONUS


SORT_NAMES: Mapping[Sort, str] = {
    Sort.LEAF: N_("指标"),
    Sort.VETO: N_("单项否决"),
    Sort.BONUS: N_("加分项"),
    Sort.PENALTY: N_("扣分项"),
}
# What may be said, in the order of the buttons. "符合" of a veto could be read both ways.
VERDICTS_OF: Mapping[Sort, Mapping[Outcome, str]] = {
    Sort.LEAF: {
        Outcome.MET: N_("符合"),
        Outcome.PARTIAL: N_("部分符合"),
        Outcome.MISSING: N_("不符合"),
        Outcome.NOT_APPLICABLE: N_("不涉及"),
        Outcome.UNKNOWN: N_("无法判断"),
    },
    Sort.VETO: {
        Outcome.MISSING: N_("确认"),
        Outcome.MET: N_("排除"),
        Outcome.UNKNOWN: N_("无法判断"),
    },
    Sort.BONUS: {
        Outcome.MET: N_("确认"),
        Outcome.PARTIAL: N_("部分确认"),
        Outcome.MISSING: N_("排除"),
        Outcome.UNKNOWN: N_("无法判断"),
    },
    Sort.PENALTY: {
        Outcome.MISSING: N_("确认"),
        Outcome.PARTIAL: N_("部分确认"),
        Outcome.MET: N_("排除"),
        Outcome.UNKNOWN: N_("无法判断"),
    },
}


def verdicts(sort: Sort, leaf: Leaf) -> Mapping[Outcome, str]:
    """What may be said of one point: of an indicator that every unit has, no "不涉及"."""
    words = VERDICTS_OF[sort]
    if sort is Sort.LEAF and everybodys(leaf):
        return {o: word for o, word in words.items() if o is not Outcome.NOT_APPLICABLE}
    return words


# Said of it, it changes a result: not without proof.
CONFIRMS: Mapping[Sort, frozenset[Outcome]] = {
    Sort.LEAF: frozenset(),
    Sort.VETO: frozenset({Outcome.MISSING}),
    Sort.BONUS: frozenset({Outcome.MET, Outcome.PARTIAL}),
    Sort.PENALTY: frozenset({Outcome.MISSING, Outcome.PARTIAL}),
}


def outside(scheme: Scheme) -> dict[str, tuple[Sort, Leaf]]:
    """Vetoes, bonus items and penalties by id, in this order, as leaves to be judged."""
    found = {veto.id: (Sort.VETO, _veto(veto, scheme)) for veto in scheme.vetoes}
    if scheme.bonus:
        told = _("加分前不低于 {gate} 分的才加，合计最多加 ").format(gate=points(scheme.bonus.gate))
        told += _("{cap} 分。").format(cap=points(scheme.bonus.cap))
        for item in scheme.bonus.items:
            found[item.id] = (Sort.BONUS, _bonus(item, told))
    for penalty in scheme.penalties:
        found[penalty.id] = (Sort.PENALTY, _penalty(penalty))
    return found


def effect(veto: Veto, scheme: Scheme) -> str:
    """What a veto does once it is confirmed, in Chinese."""
    if veto.effect is Effect.CAP_AT:
        return _("总分最高 {value} 分").format(value=points(veto.value))
    if veto.effect is Effect.CAP_GRADE:
        return _("等级最高“{grade}”").format(grade=veto.grade)
    return _("定为“{name}”").format(name=scheme.grades[-1].name)


def _veto(veto: Veto, scheme: Scheme) -> Leaf:
    names = {leaf.id: f"{leaf.code} {leaf.name}" for leaf in scheme.leaves()}
    watched = "、".join(f"“{names[id_]}”" for id_ in veto.watch if id_ in names)
    hint = _("{watched}有问题时提请查看。").format(watched=watched) if watched else ""
    rule = _("一经评审人员确认，{effect}。{hint}").format(effect=effect(veto, scheme), hint=hint)
    return _leaf(Sort.VETO, veto.id, veto.code, veto.name, rule)


def _bonus(item: BonusItem, told: str) -> Leaf:
    rule = _("确认加 {points} 分，部分确认加一半。{told}").format(
        points=points(item.points), told=told
    )
    made = _leaf(Sort.BONUS, item.id, item.code, item.name, rule)
    return replace(made, points=item.points, evidence=item.evidence)


def _penalty(penalty: Penalty) -> Leaf:
    rule = _("一经评审人员确认，从总分中倒扣，最多扣 {points} 分。").format(
        points=points(penalty.points)
    )
    made = _leaf(Sort.PENALTY, penalty.id, penalty.code, penalty.name, rule)
    return replace(made, points=penalty.points, evidence=penalty.evidence, scoring=penalty.scoring)


def _leaf(sort: Sort, id_: str, code: str, name: str, rule: str) -> Leaf:
    return Leaf(
        id=id_, code=code, name=name, path=(_(SORT_NAMES[sort]),), points=Fraction(0),
        method=Method.MANUAL, rule=rule, scoring=Presence(), basis=(), remedy="",
    )  # fmt: skip
