"""Self-checks on screen: a unit starts one, reads it, and shows it to the others if it likes."""

from fractions import Fraction

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import Room, act
from dashboard.markup import Html, cards, esc, link, plain, small, table
from dashboard.parts import beijing
from dashboard.printing import percent, points
from data.selfchecks import KeptSelfCheck, SelfLine
from data.var import VAR

MOST = 200  # lines of a table
EVERY_S = 5


def own(room: Room) -> None:
    """What a unit does about itself."""
    st.caption(
        "用评估所用的同一程序和指标体系看本单位网站此刻的样子，只查网站上看得到的内容，一般要几分钟。"
        "结果不进入评估；提交之前只有本单位看得到。"
    )
    state = room.desk.self_check_running(room.id, VAR)
    if state.alive:
        _waiting(room)
        return
    if state.since:
        st.warning(f"{beijing(state.since)}开始的自查没有完成，请再试一次。")
    if st.button("开始自查", type="primary"):
        act(lambda: room.desk.start_self_check(room.id, VAR, now()), "已开始自查")


@st.fragment(run_every=EVERY_S)
def _waiting(room: Room) -> None:
    """Looks again until the self-check has ended."""
    state = room.desk.self_check_running(room.id, VAR)
    if not state.alive:
        st.rerun()
    began = beijing(state.since) if state.since else ""
    st.info(f"正在自查，{began}开始；可以离开本页，完成后结果列在下面。", icon=":material/sync:")


def found(room: Room) -> None:
    """The self-checks that the person may see, one of them whole."""
    every = room.desk.self_checks(room.id)
    if not every:
        st.info("还没有自查结果。" if room.of_unit else "还没有单位提交自查结果。")
        return
    by_number = {each.number: each for each in every}

    def title(number: int) -> str:
        one = by_number[number]
        state = "已提交" if one.submitted_at else "未提交，只有本单位看得到"
        unit = "" if room.of_unit else f"{room.unit(one.unit_id)} "
        return f"{unit}{beijing(one.at)}（{state}）"

    one = by_number[st.selectbox("自查结果", list(by_number), format_func=title)]
    _one(one)
    if room.of_unit and not one.submitted_at:
        st.caption("提交后组织方和评审人员可以看到这一次的结果；提交不能撤回。")
        if st.button("提交这次自查结果"):
            act(lambda: room.desk.submit_self_check(room.id, one.number, now()), "已提交")


def _one(one: KeptSelfCheck) -> None:
    check = one.found
    total = points(Fraction(check.total))
    lost = sum((Fraction(line.lost) for line in check.lines), Fraction(0))
    value = points(Fraction(check.value)) if check.value else "—"
    low, high = points(Fraction(check.low)), points(Fraction(check.high))
    st.html(
        cards(
            [
                ("得分区间", f"{low}–{high}", f"满分 {total}"),
                ("查清部分的得分", value, f"覆盖率 {percent(Fraction(check.coverage))}"),
                ("失分", points(lost), f"{sum(line.lost != '0' for line in check.lines)} 项"),
                ("读到", f"{check.pages} 页", f"截止 {check.as_of}"),
            ]
        )
    )
    if check.fault:
        st.warning(plain(f"没有读到网站内容：{check.fault}。不作不利判断。"))
    for name in check.doubts:
        st.warning(plain(f"疑似触及单项否决“{name}”，正式评估中须经人工确认。"))
    losing = [line for line in check.lines if line.lost != "0"]
    if losing:
        st.html(_table(losing[:MOST], "失分"))
    if waiting := [line for line in check.lines if line.lost == "0"]:
        with st.expander(f"待核查 {len(waiting)} 项，不计失分"):
            st.html(_table(waiting[:MOST], "待核查"))


def _table(lines: list[SelfLine], worth: str) -> Html:
    return table(
        ("指标", worth, "原因", "怎么改"),
        [
            (
                f"{line.code} {line.name}",
                points(Fraction(line.lost if worth == "失分" else line.open)),
                Html(esc(line.reason) + (small(link(line.url)) if line.url else "")),
                line.remedy,
            )
            for line in lines
        ],
        numbers=(1,),
    )
