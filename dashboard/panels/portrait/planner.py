"""The planner: tick what is to be mended, read the new score and place."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import streamlit as st

from dashboard.rounds.result import Result
from dashboard.wording.language import _
from dashboard.wording.markup import cards, plain, table
from dashboard.wording.printing import percent, points
from dashboard.wording.words import GATE_OPENED
from data.types import Ranked
from scoring.planner import Plan, Repair, repairs, to_grade, to_place, with_repairs
from scoring.score import bonus_earned

FIRST = 10  # repairs that are offered before somebody asks for all


@st.fragment
def planner(shown: Result, ranked: Ranked, others: Sequence[Fraction] | None) -> None:
    """Boxes to tick and what comes of them.

    Args:
        others: values of the other placed units of the group; None where they are not for the
            person to know: then no place is told.
    """
    unit_id = ranked.unit_id
    scheme, score = shown.scheme, shown.scores[unit_id]
    found = repairs(scheme, score)
    st.subheader(_("提升方案"), anchor=False)
    if not found:
        st.info(_("没有失分可以改回；待核查的分要靠补采和评审。"))
        return
    if score.value is None or score.coverage < scheme.coverage_floor:
        st.info(
            _(
                "核查覆盖率 {coverage}，未达到 {floor}，不列名次；请先补采、补评待核查的指标。"
            ).format(coverage=percent(score.coverage), floor=percent(scheme.coverage_floor))
        )
        return
    st.caption(_("勾选准备改的，看改好以后的得分和名次；其他单位按不变计算。"))
    _ready_made(shown, ranked, found, others)
    listed = found
    if len(found) > FIRST:
        everything = st.toggle(_("列出全部 {n} 项").format(n=len(found)), key=f"plan all {unit_id}")
        ticked = [
            each for each in found[FIRST:] if st.session_state.get(_key(shown, unit_id, each))
        ]
        listed = found if everything else [*found[:FIRST], *ticked]
    leaves = {leaf.id: leaf for leaf in scheme.leaves()}
    left, right = st.columns(2, gap="large")
    half = -(-len(listed) // 2)
    for at, each in enumerate(listed):
        code = leaves[each.indicator_id].code
        (left if at < half else right).checkbox(
            f"{plain(f'{code} {each.name}')} **+{points(each.gain)}**",
            key=_key(shown, unit_id, each),
        )
    chosen = [e.indicator_id for e in found if st.session_state.get(_key(shown, unit_id, e))]
    plan = with_repairs(scheme, score, chosen, others or (), _earned(shown, unit_id))
    if plan is not None and chosen:
        _result(ranked, plan, others)
        _remedies(shown, plan)


def _earned(shown: Result, unit_id: str) -> Fraction:
    """Points of the unit's bonus items, before their gate: repairs may open it."""
    return bonus_earned(shown.scheme.bonus, shown.findings[unit_id])


def _key(shown: Result, unit_id: str, repair: Repair) -> str:
    return f"mend {shown.round.id} {unit_id} {repair.indicator_id}"


def _ready_made(
    shown: Result, ranked: Ranked, found: Sequence[Repair], others: Sequence[Fraction] | None
) -> None:
    """Buttons that tick the fewest repairs for the next grade and for the next place."""
    scheme, score = shown.scheme, shown.scores[ranked.unit_id]
    earned = _earned(shown, ranked.unit_id)
    names = [band.name for band in scheme.grades]
    plans: list[tuple[str, Plan | None]] = []
    if score.grade in names[1:]:
        band = scheme.grades[names.index(score.grade) - 1]
        plans.append((_("最少改到“{grade}”").format(grade=band.name),
                      to_grade(scheme, score, band, others or (), earned)))  # fmt: skip
    if others is not None and ranked.place is not None and ranked.place > 1:
        # Where several share a place, nobody can have the one just above: say what comes of it.
        better = to_place(scheme, score, ranked.place - 1, others, earned)
        place = better.place if better else ranked.place - 1
        plans.append((_("最少改到第 {n} 名").format(n=place), better))
    ready = [(label, plan) for label, plan in plans if plan is not None and plan.repairs]
    boxes = st.columns([2] * len(ready) + [1, 6 - 2 * len(ready)])
    for box, (label, plan) in zip(boxes, ready, strict=False):
        box.button(
            label, width="stretch", on_click=_tick, key=f"plan {shown.round.id} {label}",
            args=(shown, ranked.unit_id, found, [each.indicator_id for each in plan.repairs]),
        )  # fmt: skip
    boxes[len(ready)].button(
        _("清空"), width="stretch", on_click=_tick, args=(shown, ranked.unit_id, found, ()),
        key=f"plan none {shown.round.id}",
    )  # fmt: skip


def _tick(shown: Result, unit_id: str, found: Iterable[Repair], ids: Sequence[str]) -> None:
    for each in found:
        st.session_state[_key(shown, unit_id, each)] = each.indicator_id in ids


def _result(ranked: Ranked, plan: Plan, others: Sequence[Fraction] | None) -> None:
    gained = plan.value - (ranked.value or Fraction(0))
    sign = "+" if gained >= 0 else ""
    entries: list[tuple[str, object, object]] = [
        (_("改好"), _("{n} 项").format(n=len(plan.repairs)), f"{sign}{points(gained)}"),
        (_("得分"), f"{points(ranked.value)} → {points(plan.value)}", ""),
    ]
    if others is not None and ranked.place is not None:
        entries.append((_("名次"), f"{ranked.place} → {plan.place}", ranked.group))
    entries.append((_("等级"), f"{ranked.grade or '—'} → {plan.grade or '—'}", ""))
    st.html(cards(entries))
    if plan.vetoes:
        st.warning(
            _("以上按单项否决已经解除计算；解除以前，改好也不算分。"), icon=":material/gavel:"
        )


def _remedies(shown: Result, plan: Plan) -> None:
    leaves = {leaf.id: leaf for leaf in shown.scheme.leaves()}
    rows = [
        (
            f"{leaves[each.indicator_id].code} {each.name}",
            f"+{points(each.gain)}",
            leaves[each.indicator_id].remedy,
        )
        for each in plan.repairs
    ]
    if plan.bonus:
        rows.append((_(GATE_OPENED[0]), f"+{points(plan.bonus)}", _(GATE_OPENED[1])))
    st.html(table((_("指标"), _("改好可得"), _("怎么改")), rows, numbers=(1,)))
