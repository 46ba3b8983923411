"""Pieces of the screen that leads a round: its stages, the next step, the terms, the lists."""

from collections.abc import Mapping

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import Room, act
from dashboard.stages.course import changed
from dashboard.stages.wherestands import Course, agreed, dates_of
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, esc, table
from dashboard.wording.printing import china_time
from data.feedback import Feedback
from data.indicators import Publishing
from data.people import Action
from data.workflow import STAGE_NAMES, Stage
from scoring.stages import ORDER, SKIPPABLE

_MODES = {
    Publishing.FULL: N_("全部名次和得分"),
    Publishing.GRADES: N_("各等次的单位"),
    Publishing.COUNTS: N_("各等次的单位数"),
    Publishing.ENDS: N_("首尾几名"),
}


def stages(found: Course) -> Html:
    """The stages in a row, with the day on which each began; where the round stands is marked."""
    dates, here = dates_of(found.moves), ORDER.index(found.stage)
    items = []
    for number, stage in enumerate(found.stages, 1):
        place = ORDER.index(stage)
        state = "done" if place < here else "here" if place == here else "next"
        word = {"done": _("已过"), "here": _("现处"), "next": ""}[state]
        day = f"{dates[stage]:%m-%d}" if stage in dates and place <= here else ""
        items.append(
            f'<li class="gk-{state}"><i>{number}</i><b>{esc(_(STAGE_NAMES[stage]))}</b>'
            f"<small>{esc(' '.join(filter(None, (word, day))))}</small></li>"
        )
    return Html(f'<ol class="gk-stages">{"".join(items)}</ol>')


def step(room: Room, found: Course) -> None:
    """What is lacking, and the way on and back."""
    if found.following is None:
        st.info(_("本轮已经归档，不再变动。"))
        return
    to = _(STAGE_NAMES[found.following])
    st.subheader(_("下一阶段：{to}").format(to=to), anchor=False)
    if found.lacking:
        points = "".join(f"<li>{esc(each)}</li>" for each in found.lacking)
        st.html(f'<ul class="gk-lacking">{points}</ul>')
    else:
        st.caption(_("要做的都做完了，可以推进。"))
    if not room.desk.may(Action.MOVE_STAGE):
        return
    sure = True
    if found.following is Stage.PUBLISHED and not found.lacking:
        mode = _(_MODES[room.shown.scheme.publish.mode])
        sure = st.checkbox(_("确认通报：向所有人公开{mode}，此后得分不再变动").format(mode=mode))
    left, right = st.columns(2, gap="medium")
    with left:
        ready = not found.lacking and sure
        begun = found.led or bool(room.shown.digest)  # else what comes first is to collect
        if st.button(
            _("转到“{to}”阶段").format(to=to),
            type="primary" if begun else "secondary",
            disabled=not ready,
            width="stretch",
        ):
            _move(room, found.following, "")
    if found.preceding is not None and found.led:
        back = found.preceding
        with (
            right,
            st.popover(
                _("退回“{stage_names}”").format(stage_names=_(STAGE_NAMES[back])), width="stretch"
            ),
            st.form("back"),
        ):
            reason = st.text_area(_("退回的理由"), max_chars=500)
            if st.form_submit_button(_("退回")):
                _move(room, back, reason)


def _move(room: Room, to: Stage, reason: str) -> None:
    act(
        lambda: room.desk.move(room.id, to, reason, now()),
        lambda made: _("已由“{stage_names}”转到“{stage_names2}”").format(
            stage_names=_(STAGE_NAMES[made.was]), stage_names2=_(STAGE_NAMES[made.stage])
        ),
    )


def terms(room: Room, found: Course) -> None:
    """What the round agreed on with its units."""
    st.subheader(_("本轮约定"), anchor=False)
    st.caption(agreed(found.terms))
    told = ORDER.index(found.stage) >= ORDER.index(Stage.FEEDBACK)
    if told or not room.desk.may(Action.MANAGE_ROUNDS):
        return
    with st.expander(_("改本轮约定")), st.form("terms", border=False):
        skips = st.multiselect(
            _("省去的阶段"), sorted(SKIPPABLE, key=ORDER.index), sorted(found.terms.skips),
            format_func=lambda each: _(STAGE_NAMES[each]), placeholder=_("没有"),
        )  # fmt: skip
        appeal = st.number_input(_("申诉期限（工作日）"), 1, 60, found.terms.appeal_days)
        rectify = st.number_input(_("整改期限（工作日）"), 1, 250, found.terms.rectify_days)
        counts = st.toggle(_("整改通过复核后恢复得分"), found.terms.fix_counts)
        if st.form_submit_button(_("保存")):
            new = changed(
                found.terms, skips=frozenset(skips), appeal_days=appeal, rectify_days=rectify,
                fix_counts=counts,
            )  # fmt: skip
            act(lambda: room.desk.set_terms(room.id, new, now()), _("已改本轮约定"))


def lists(room: Room, found: Course) -> None:
    """Handing out the lists of lost points, and what was handed out."""
    told = room.desk.told(room.id)
    here = found.stage is Stage.FEEDBACK or not found.led
    if not told and not here:
        return
    st.subheader(
        _("问题清单：已反馈 {told} / {units} 个单位").format(
            told=len(told), units=len(room.shown.units)
        ),
        anchor=False,
    )
    if here and not room.shown.digest:
        st.caption(_("计分之后，才有问题清单可以反馈。"))
    elif here and room.desk.may(Action.MANAGE_ROUNDS):
        st.caption(_("内容没有变的单位，原清单和期限不变；有变的发新清单，期限重新计算。"))
        due = found.stage is Stage.FEEDBACK and not told
        if st.button(_("向各单位反馈问题清单"), type="primary" if due else "secondary"):
            act(
                lambda: room.desk.tell(room.id, now()),
                lambda made: _("已反馈 {made} 个单位").format(made=len(made)),
            )
    if told:
        st.html(_told(room, told))


def _told(room: Room, told: Mapping[str, Feedback]) -> Html:
    return table(
        (_("单位"), _("项数"), _("反馈"), _("申诉截止"), _("整改截止")),
        [
            (
                room.unit(id_),
                len(each.lines),
                china_time(each.at)[:10],
                each.appeal_by,
                each.rectify_by,
            )
            for id_, each in told.items()
        ],
        numbers=(1,),
        whole=(2, 3, 4),
    )


def moves(found: Course) -> None:
    """How the round came here."""
    if not found.moves:
        return
    st.subheader(_("经过"), anchor=False)
    st.html(
        table(
            (_("时间"), _("阶段"), _("操作人"), _("理由")),
            [
                (
                    china_time(move.at),
                    f"{_(STAGE_NAMES[move.was])} → {_(STAGE_NAMES[move.stage])}",
                    move.by,
                    move.reason or "—",
                )
                for move in reversed(found.moves)
            ],
            whole=(0, 1),
        )
    )
