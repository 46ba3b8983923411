"""Self-checks on screen: a unit starts one, reads it, and shows it to the others if it likes."""

from datetime import datetime
from fractions import Fraction

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import Room, act
from dashboard.screen.parts import beijing
from dashboard.wording.language import _
from dashboard.wording.markup import Html, cards, esc, link, plain, small, table
from dashboard.wording.printing import percent, points
from data.selfchecks import KeptSelfCheck, SelfLine
from data.var import VAR

MOST = 200  # lines of a table
EVERY_S = 5


def own(room: Room) -> None:
    """What a unit does about itself."""
    st.caption(
        _(
            "用评估所用的同一程序和指标体系看本单位网站此刻的样子，只查网站上看得到的"
            "内容，一般要几分钟。结果不进入评估；提交之前只有本单位看得到。"
        )
    )
    state = room.desk.self_check_running(room.id, VAR)
    if state.alive:
        _waiting(room)
        return
    if state.since:
        st.warning(plain(_unfinished(state.since, state.why)))
    if st.button(_("开始自查"), type="primary"):
        act(lambda: room.desk.start_self_check(room.id, VAR, now()), _("已开始自查"))


def _unfinished(since: datetime, why: str) -> str:
    if not why:
        why = _("进程中途停止，可能是服务器重启或内存不足")
    said = _("{since}开始的自查没有完成：{why}。处理后可以再试一次；没有结果，不作任何判断。")
    return said.format(since=beijing(since), why=why.rstrip("。"))


@st.fragment(run_every=EVERY_S)
def _waiting(room: Room) -> None:
    """Looks again until the self-check has ended."""
    state = room.desk.self_check_running(room.id, VAR)
    if not state.alive:
        st.rerun()
    began = beijing(state.since) if state.since else ""
    st.info(
        _("正在自查，{began}开始；可以离开本页，完成后结果列在下面。").format(began=began),
        icon=":material/sync:",
    )


def found(room: Room) -> None:
    """The self-checks that the person may see, one of them whole."""
    every = room.desk.self_checks(room.id)
    if not every:
        if room.of_unit:
            st.info(_("还没有自查结果。按“开始自查”，几分钟后列在这里。"))
        else:
            st.info(_("还没有单位提交自查结果。单位用自己的账号自查并提交以后，列在这里。"))
        return
    by_number = {each.number: each for each in every}

    def title(number: int) -> str:
        one = by_number[number]
        state = _("已提交") if one.submitted_at else _("未提交，只有本单位看得到")
        unit = "" if room.of_unit else f"{room.unit(one.unit_id)} "
        return f"{unit}{beijing(one.at)}（{state}）"

    one = by_number[st.selectbox(_("自查结果"), list(by_number), format_func=title)]
    _one(one)
    if room.of_unit and not one.submitted_at:
        st.caption(_("提交后组织方和评审人员可以看到这一次的结果；提交不能撤回。"))
        if st.button(_("提交这次自查结果")):
            act(lambda: room.desk.submit_self_check(room.id, one.number, now()), _("已提交"))


def _one(one: KeptSelfCheck) -> None:
    check = one.found
    total = points(Fraction(check.total))
    lost = sum((Fraction(line.lost) for line in check.lines), Fraction(0))
    value = points(Fraction(check.value)) if check.value else "—"
    low, high = points(Fraction(check.low)), points(Fraction(check.high))
    st.html(
        cards(
            [
                (_("得分区间"), f"{low}–{high}", _("满分 {total}").format(total=total)),
                (
                    _("查清部分的得分"),
                    value,
                    _("覆盖率 {fraction}").format(fraction=percent(Fraction(check.coverage))),
                ),
                (
                    _("失分"),
                    points(lost),
                    _("{sum} 项").format(sum=sum(line.lost != "0" for line in check.lines)),
                ),
                (
                    _("读到"),
                    _("{pages} 页").format(pages=check.pages),
                    _("截止 {as_of}").format(as_of=check.as_of),
                ),
            ]
        )
    )
    if check.fault:
        st.warning(plain(_("没有读到网站内容：{fault}。不作不利判断。").format(fault=check.fault)))
    for name in check.doubts:
        st.warning(plain(_("疑似触及单项否决“{name}”，正式评估中须经人工确认。").format(name=name)))
    losing = [line for line in check.lines if line.lost != "0"]
    if losing:
        st.html(_table(losing[:MOST], _("失分")))
    if waiting := [line for line in check.lines if line.lost == "0"]:
        with st.expander(_("待核查 {waiting} 项，不计失分").format(waiting=len(waiting))):
            st.html(_table(waiting[:MOST], _("待核查")))


def _table(lines: list[SelfLine], worth: str) -> Html:
    return table(
        (_("指标"), worth, _("原因"), _("怎么改")),
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
