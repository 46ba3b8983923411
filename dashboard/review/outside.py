"""What is judged beside the tree of a scheme: vetoes, bonus items, penalties. Pure.

Nothing of it counts before a person said so (`scoring.score`), so each stands at the desk as a
point of its own, in the shape of a leaf that only a person can judge.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from dashboard.printing import points
from data.indicators import BonusItem, Effect, Leaf, Method, Penalty, Scheme, Veto
from data.rules import Presence
from data.types import Outcome


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
    Sort.LEAF: "指标",
    Sort.VETO: "单项否决",
    Sort.BONUS: "加分项",
    Sort.PENALTY: "扣分项",
}
# What may be said, in the order of the buttons. "符合" of a veto could be read both ways.
VERDICTS_OF: Mapping[Sort, Mapping[Outcome, str]] = {
    Sort.LEAF: {
        Outcome.MET: "符合",
        Outcome.PARTIAL: "部分符合",
        Outcome.MISSING: "不符合",
        Outcome.NOT_APPLICABLE: "不涉及",
        Outcome.UNKNOWN: "无法判断",
    },
    Sort.VETO: {Outcome.MISSING: "确认", Outcome.MET: "排除", Outcome.UNKNOWN: "无法判断"},
    Sort.BONUS: {
        Outcome.MET: "确认",
        Outcome.PARTIAL: "部分确认",
        Outcome.MISSING: "排除",
        Outcome.UNKNOWN: "无法判断",
    },
    Sort.PENALTY: {
        Outcome.MISSING: "确认",
        Outcome.PARTIAL: "部分确认",
        Outcome.MET: "排除",
        Outcome.UNKNOWN: "无法判断",
    },
}
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
        told = f"加分前不低于 {points(scheme.bonus.gate)} 分的才加，合计最多加 "
        told += f"{points(scheme.bonus.cap)} 分。"
        for item in scheme.bonus.items:
            found[item.id] = (Sort.BONUS, _bonus(item, told))
    for penalty in scheme.penalties:
        found[penalty.id] = (Sort.PENALTY, _penalty(penalty))
    return found


def effect(veto: Veto, scheme: Scheme) -> str:
    """What a veto does once it is confirmed, in Chinese."""
    if veto.effect is Effect.CAP_AT:
        return f"总分最高 {points(veto.value)} 分"
    if veto.effect is Effect.CAP_GRADE:
        return f"等级最高“{veto.grade}”"
    return f"定为“{scheme.grades[-1].name}”"


def _veto(veto: Veto, scheme: Scheme) -> Leaf:
    names = {leaf.id: f"{leaf.code} {leaf.name}" for leaf in scheme.leaves()}
    watched = "、".join(f"“{names[id_]}”" for id_ in veto.watch if id_ in names)
    hint = f"{watched}有问题时提请查看。" if watched else ""
    rule = f"一经评审人员确认，{effect(veto, scheme)}。{hint}"
    return _leaf(Sort.VETO, veto.id, veto.code, veto.name, rule)


def _bonus(item: BonusItem, told: str) -> Leaf:
    rule = f"确认加 {points(item.points)} 分，部分确认加一半。{told}"
    made = _leaf(Sort.BONUS, item.id, item.code, item.name, rule)
    return replace(made, points=item.points, evidence=item.evidence)


def _penalty(penalty: Penalty) -> Leaf:
    rule = f"一经评审人员确认，从总分中倒扣，最多扣 {points(penalty.points)} 分。"
    made = _leaf(Sort.PENALTY, penalty.id, penalty.code, penalty.name, rule)
    return replace(made, points=penalty.points, evidence=penalty.evidence, scoring=penalty.scoring)


def _leaf(sort: Sort, id_: str, code: str, name: str, rule: str) -> Leaf:
    return Leaf(
        id=id_, code=code, name=name, path=(SORT_NAMES[sort],), points=Fraction(0),
        method=Method.MANUAL, rule=rule, scoring=Presence(), basis=(), remedy="",
    )  # fmt: skip
