"""不涉及 and 情况说明 on screen: a unit asks, the office answers."""

from datetime import date

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import Room, act
from dashboard.screen.parts import beijing
from dashboard.wording.aside import effect_of
from dashboard.wording.language import _
from dashboard.wording.markup import Html, described, plain, table
from data.calendar import CHINA
from data.people import Action
from scoring.excuses import ASKED, SORT_NAMES, STATE_NAMES, Excuse, Sort, not_to_be_had

MOST = 200  # lines of a table


def excuses(room: Room) -> None:
    """The form of a unit, all excuses, and the one that is to be answered."""
    today, found = now().astimezone(CHINA).date(), room.desk.excuses(room.id)
    if room.of_unit:
        with st.expander(_("申报不涉及或情况说明"), icon=":material/add:"):
            _form(room, today, len(found))
    if not found:
        st.info(_("还没有申报。"))
        return
    waiting = [each for each in found.values() if each.state == ASKED]
    st.subheader(
        _("申报 {found} 件，待审批 {waiting} 件").format(found=len(found), waiting=len(waiting)),
        anchor=False,
    )
    ordered = [*waiting, *(each for each in found.values() if each.state != ASKED)]
    st.html(_table(room, ordered[:MOST], today))
    if any(each.expired(today) for each in found.values()) and _office(room):
        st.caption(_("已到期的，恢复为申报之前的结论；此后又评审过的不动。"))
        if st.button(_("恢复已到期的")):
            act(
                lambda: room.desk.end_excuses(room.id, now()),
                lambda over: _("已恢复 {over} 件；请重新计分").format(over=len(over)),
            )
    mine = [each for each in waiting if room.desk.may(Action.GRANT_EXCUSE, each.unit_id)]
    if mine:
        _answer(room, mine)


def _office(room: Room) -> bool:
    return room.desk.may(Action.MANAGE_ROUNDS)


def _table(room: Room, found: list[Excuse], today: date) -> Html:
    return table(
        (_("编号"), _("指标"), _("类别"), _("理由"), _("有效至"), _("状态"), _("审批意见")),
        [
            (
                each.number,
                room.point(each.unit_id, each.indicator_id),
                _(SORT_NAMES[each.sort]),
                each.reason,
                each.until,
                _("已到期") if each.expired(today) else _(STATE_NAMES[each.state]),
                each.answer or "—",
            )
            for each in found
        ],
        whole=(2, 4, 5),
        roomy=True,
    )


def _form(room: Room, today: date, asked: int) -> None:
    indicator = st.selectbox(
        _("指标"), list(room.leaves), format_func=room.leaf, key=f"excuse of {room.id} {asked}"
    )
    leaf = room.leaves[indicator]
    st.caption(plain(_("批准后，到有效期为止：{effect}。").format(effect=effect_of(leaf))))
    # What the scheme has no room for is not offered.
    sorts = [sort for sort in Sort if not not_to_be_had(leaf, sort)]
    with st.form(f"excuse {room.id} {asked}", border=False):  # empty after each
        sort = st.radio(
            _("类别"), sorts, format_func=lambda each: _(SORT_NAMES[each]), horizontal=True
        )
        reason = st.text_area(_("理由"), max_chars=2000)
        until = st.date_input(_("有效期的最后一天"), None, min_value=today, format="YYYY-MM-DD")
        if st.form_submit_button(_("提交"), type="primary"):
            if until is None:
                st.error(_("请选择有效期的最后一天"), icon=":material/block:")
                return
            act(
                lambda: room.desk.ask_excuse(
                    room.id, indicator, sort or Sort.EXPLAINED, reason, until, now()
                ),
                lambda number: _("已收到第 {number} 号，待审批").format(number=number),
            )


def _answer(room: Room, waiting: list[Excuse]) -> None:
    by_number = {each.number: each for each in waiting}

    def title(number: int) -> str:
        one = by_number[number]
        return _("第 {number} 号 {unit} {leaf}").format(
            number=number, unit=room.unit(one.unit_id), leaf=room.leaf(one.indicator_id)
        )

    number = st.selectbox(_("审批第几号"), list(by_number), format_func=title)
    one = by_number[number]
    st.html(
        described(
            [
                (_(SORT_NAMES[one.sort]), one.reason),
                (_("有效至"), one.until),
                (_("申报时间"), beijing(one.at)),
            ]
        )
    )
    with st.form(f"answer {room.id} {number}"):
        reason = st.text_area(_("审批意见"), max_chars=2000)
        if leaf := room.leaves.get(one.indicator_id):
            effect = _("批准后：{effect}；到期恢复原来的结论。").format(effect=effect_of(leaf))
            st.caption(plain(effect))
        with st.container(horizontal=True):
            granted = st.form_submit_button(_("批准"), type="primary")
            declined = st.form_submit_button(_("不批准"))
        if granted or declined:
            act(
                lambda: room.desk.answer_excuse(
                    room.id, number, grant=granted, reason=reason, at=now()
                ),
                _("第 {number} 号：{part}").format(
                    number=number, part=_("已批准") if granted else _("未批准")
                ),
            )
