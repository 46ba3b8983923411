"""不涉及 and 情况说明 on screen: a unit asks, the office answers."""

from datetime import date

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import Room, act
from dashboard.markup import Html, described, table
from dashboard.parts import beijing
from data.calendar import CHINA
from data.people import Action
from scoring.excuses import ASKED, SORT_NAMES, STATE_NAMES, Excuse, Sort

MOST = 200  # lines of a table


def excuses(room: Room) -> None:
    """The form of a unit, all excuses, and the one that is to be answered."""
    today, found = now().astimezone(CHINA).date(), room.desk.excuses(room.id)
    if room.of_unit:
        with st.expander("申报不涉及或情况说明", icon=":material/add:"):
            _form(room, today, len(found))
    if not found:
        st.info("还没有申报。")
        return
    waiting = [each for each in found.values() if each.state == ASKED]
    st.subheader(f"申报 {len(found)} 件，待审批 {len(waiting)} 件", anchor=False)
    ordered = [*waiting, *(each for each in found.values() if each.state != ASKED)]
    st.html(_table(room, ordered[:MOST], today))
    if any(each.expired(today) for each in found.values()) and _office(room):
        st.caption("已到期的，恢复为申报之前的结论；此后又评审过的不动。")
        if st.button("恢复已到期的"):
            act(
                lambda: room.desk.end_excuses(room.id, now()),
                lambda over: f"已恢复 {len(over)} 件；请重新计分",
            )
    mine = [each for each in waiting if room.desk.may(Action.GRANT_EXCUSE, each.unit_id)]
    if mine:
        _answer(room, mine)


def _office(room: Room) -> bool:
    return room.desk.may(Action.MANAGE_ROUNDS)


def _table(room: Room, found: list[Excuse], today: date) -> Html:
    return table(
        ("编号", "指标", "类别", "理由", "有效至", "状态", "审批意见"),
        [
            (
                each.number,
                room.point(each.unit_id, each.indicator_id),
                SORT_NAMES[each.sort],
                each.reason,
                each.until,
                "已到期" if each.expired(today) else STATE_NAMES[each.state],
                each.answer or "—",
            )
            for each in found
        ],
        whole=(2, 4, 5),
    )


def _form(room: Room, today: date, asked: int) -> None:
    with st.form(f"excuse {room.id} {asked}", border=False):  # empty after each
        indicator = st.selectbox("指标", list(room.leaves), format_func=room.leaf)
        sort = st.radio("类别", list(Sort), format_func=SORT_NAMES.__getitem__, horizontal=True)
        reason = st.text_area("理由", max_chars=2000)
        until = st.date_input("有效期的最后一天", today, min_value=today, format="YYYY-MM-DD")
        if st.form_submit_button("提交", type="primary"):
            act(
                lambda: room.desk.ask_excuse(
                    room.id, indicator or "", sort or Sort.EXPLAINED, reason, until, now()
                ),
                lambda number: f"已收到第 {number} 号，待审批",
            )


def _answer(room: Room, waiting: list[Excuse]) -> None:
    by_number = {each.number: each for each in waiting}

    def title(number: int) -> str:
        one = by_number[number]
        return f"第 {number} 号 {room.unit(one.unit_id)} {room.leaf(one.indicator_id)}"

    number = st.selectbox("审批第几号", list(by_number), format_func=title)
    one = by_number[number]
    st.html(
        described(
            [
                (SORT_NAMES[one.sort], one.reason),
                ("有效至", one.until),
                ("申报时间", beijing(one.at)),
            ]
        )
    )
    with st.form(f"answer {room.id} {number}"):
        reason = st.text_area("审批意见", max_chars=2000)
        st.caption(
            "批准后该指标对该单位记“不涉及”，到期恢复；指标体系写明人人适用的指标，改为待核查。"
        )
        with st.container(horizontal=True):
            granted = st.form_submit_button("批准", type="primary")
            declined = st.form_submit_button("不批准")
        if granted or declined:
            act(
                lambda: room.desk.answer_excuse(
                    room.id, number, grant=granted, reason=reason, at=now()
                ),
                f"第 {number} 号：{'已批准' if granted else '未批准'}",
            )
