"""The list of lost points of a unit, as it was told: reason, proof, remedy, rule, dates."""

from datetime import date
from fractions import Fraction
from urllib.parse import quote

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import Room
from dashboard.entry import signin
from dashboard.screen.parts import beijing
from dashboard.wording.language import _
from dashboard.wording.markup import cards, described, plain, way
from dashboard.wording.printing import points
from data.calendar import CHINA
from data.feedback import Feedback, Line
from data.people import Action
from scoring.rectification import STATUS_NAMES, Fix


def told_unit(room: Room, told: dict[str, Feedback]) -> str:
    """Whose list is shown; a unit has but its own."""
    ids = list(told)
    if len(ids) == 1:
        return ids[0]
    return str(st.selectbox(_("单位"), ids, format_func=room.unit, key=f"list of {room.id}"))


def nothing_told(room: Room) -> None:
    """Before any list of lost points was sent: what will stand here, and where it begins."""
    st.info(_("还没有反馈问题清单。组织方反馈以后，这里列出每个失分点的原因、证据和整改期限。"))
    if room.desk.may(Action.MANAGE_ROUNDS):
        st.html(way(f"course?round={quote(room.id)}", _("到“轮次进程”反馈问题清单")))


def lists(room: Room) -> None:
    """One list, largest loss first."""
    told = room.desk.told(room.id)
    if not told:
        nothing_told(room)
        return
    unit_id = told_unit(room, told)
    mine = told[unit_id]
    lost = sum((Fraction(line.lost) for line in mine.lines), Fraction(0))
    st.html(
        cards(
            [
                (_("扣分项"), len(mine.lines), _("合计扣 {lost} 分").format(lost=points(lost))),
                (_("申诉截止"), mine.appeal_by, _left(mine.appeal_by)),
                (_("整改截止"), mine.rectify_by, _left(mine.rectify_by)),
            ]
        )
    )
    st.caption(
        plain(
            _("{at}反馈 · 内容摘要值 {digest}").format(at=beijing(mine.at), digest=mine.digest[:12])
        )
    )
    st.download_button(
        _("下载问题清单（Excel）"),
        lambda: signin.desk().list_file(
            room.id, unit_id
        ),  # made when asked for, by whoever asks then
        _("{unit}问题清单.xlsx").format(unit=room.unit(unit_id)),
        on_click="ignore",
        icon=":material/download:",
    )
    fixes = {f.line.indicator_id: f for f in room.desk.fixes(room.id) if f.unit_id == unit_id}
    for number, line in enumerate(mine.lines):
        _line(line, fixes.get(line.indicator_id), unfolded=number == 0)
    if not mine.lines:
        st.success(_("没有扣分项。"))


def _left(day: date) -> str:
    left = (day - now().astimezone(CHINA).date()).days
    return (
        _("还有 {left} 天").format(left=left)
        if left > 0
        else _("今天截止")
        if left == 0
        else _("已截止")
    )


def _line(line: Line, fix: Fix | None, *, unfolded: bool) -> None:
    again = _(" · 屡次失分") if line.again else ""
    state = f" · {_(STATUS_NAMES[fix.status])}" if fix and fix.number else ""
    worth = _("**失 {fraction} 分**").format(fraction=points(Fraction(line.lost)))
    title = f"{worth} · {plain(f'{line.code} {line.name}')}{again}{state}"
    with st.expander(title, expanded=unfolded):
        st.html(
            described(
                [
                    (_("原因"), line.reason),
                    (_("怎么改"), line.remedy),
                    (_("证据"), "\n".join(line.evidence)),
                    (
                        _("评分规则"),
                        _("{rule}（分值 {fraction} 分）").format(
                            rule=line.rule, fraction=points(Fraction(line.points))
                        ),
                    ),
                    (_("往轮"), "、".join((fix.line if fix else line).again)),
                ]
            )
        )
