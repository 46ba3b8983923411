"""The list of lost points of a unit, as it was told: reason, proof, remedy, rule, dates."""

from datetime import date
from fractions import Fraction

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import Room
from dashboard.markup import cards, described, plain
from dashboard.parts import beijing
from dashboard.printing import points
from data.calendar import CHINA
from data.feedback import Feedback, Line
from scoring.rectification import STATUS_NAMES, Fix


def told_unit(room: Room, told: dict[str, Feedback]) -> str:
    """Whose list is shown; a unit has but its own."""
    ids = list(told)
    if len(ids) == 1:
        return ids[0]
    return str(st.selectbox("单位", ids, format_func=room.unit, key=f"list of {room.id}"))


def lists(room: Room) -> None:
    """One list, largest loss first."""
    told = room.desk.told(room.id)
    if not told:
        st.info("还没有反馈问题清单。")
        return
    unit_id = told_unit(room, told)
    mine = told[unit_id]
    lost = sum((Fraction(line.lost) for line in mine.lines), Fraction(0))
    st.html(
        cards(
            [
                ("扣分项", len(mine.lines), f"合计扣 {points(lost)} 分"),
                ("申诉截止", mine.appeal_by, _left(mine.appeal_by)),
                ("整改截止", mine.rectify_by, _left(mine.rectify_by)),
            ]
        )
    )
    st.caption(plain(f"{beijing(mine.at)}反馈 · 内容摘要值 {mine.digest[:12]}"))
    st.download_button(
        "下载问题清单（Excel）",
        lambda: room.desk.list_file(room.id, unit_id),
        f"{room.unit(unit_id)}问题清单.xlsx",
        on_click="ignore",
        icon=":material/download:",
    )
    fixes = {f.line.indicator_id: f for f in room.desk.fixes(room.id) if f.unit_id == unit_id}
    for number, line in enumerate(mine.lines):
        _line(line, fixes.get(line.indicator_id), unfolded=number == 0)
    if not mine.lines:
        st.success("没有扣分项。")


def _left(day: date) -> str:
    left = (day - now().astimezone(CHINA).date()).days
    return f"还有 {left} 天" if left > 0 else "今天截止" if left == 0 else "已截止"


def _line(line: Line, fix: Fix | None, *, unfolded: bool) -> None:
    again = " · 屡次失分" if line.again else ""
    state = f" · {STATUS_NAMES[fix.status]}" if fix and fix.number else ""
    worth = f"**失 {points(Fraction(line.lost))} 分**"
    title = f"{worth} · {plain(f'{line.code} {line.name}')}{again}{state}"
    with st.expander(title, expanded=unfolded):
        st.html(
            described(
                [
                    ("原因", line.reason),
                    ("怎么改", line.remedy),
                    ("证据", "\n".join(line.evidence)),
                    ("评分规则", f"{line.rule}（分值 {points(Fraction(line.points))} 分）"),
                    ("往轮", "、".join(line.again)),
                ]
            )
        )
