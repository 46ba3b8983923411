"""A unit's 工作台账: tasks of the notice behind the scheme and lost points to mend, days left."""

from datetime import date

import streamlit as st

from crawlers.clock import now
from dashboard.desk.desk import Desk
from dashboard.figures.ledger import Line, Sort, has_notice, ledger
from dashboard.rounds.result import Result
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, cards, esc, small, table
from data.calendar import CHINA
from scoring.notice.ledger import State

MOST = 30  # lines before somebody asks for all
SOON = 7  # days
SORTS = {Sort.TASK: N_("工作任务"), Sort.FIX: N_("整改")}


def owed(desk: Desk, shown: Result, unit_id: str) -> None:
    """What is not done first, of it what is due first."""
    st.subheader(_("工作台账"), anchor=False)
    fixes = [fix for fix in desk.fixes(shown.round.id) if fix.unit_id == unit_id]
    lines = ledger(shown.scheme, shown.findings[unit_id], fixes, _today())
    if not lines:
        why = (
            ""
            if has_notice(shown.scheme)
            else _("指标体系没有写明所依据的工作要点，没有任务可列。")
        )
        st.caption(why + _("反馈问题清单以后，这里列出要整改的和剩余天数。"))
        return
    days = [line.days_left for line in lines if line.days_left is not None]
    st.html(
        cards(
            [
                (_("共"), _("{n} 项").format(n=len(lines)), ""),
                (_("已完成"), sum(line.state is State.DONE for line in lines), ""),
                (_("逾期"), sum(left < 0 for left in days), ""),
                (_("7 天内到期"), sum(0 <= left <= SOON for left in days), ""),
            ]
        )
    )
    everything = len(lines) <= MOST or st.toggle(
        _("列出全部 {n} 项").format(n=len(lines)), key=f"ledger all {unit_id}"
    )
    st.html(
        table(
            (_("来源"), _("任务"), _("状态"), _("期限"), _("剩余天数")),
            [_row(line) for line in (lines if everything else lines[:MOST])],
            whole=(0, 2, 4),
        )
    )


def _today() -> date:
    return now().astimezone(CHINA).date()


def _row(line: Line) -> tuple[object, ...]:
    name = esc(f"{line.number} {line.name}".strip())
    state = line.said  # of a fix its own word: 待整改, 复核通过 …
    if line.sort is Sort.TASK:
        name, state = Html(name + small(line.said)), line.state.value
    return (_(SORTS[line.sort]), name, state, line.times or "—", left_words(line))


def left_words(line: Line) -> str:
    """Days left in words."""
    if line.days_left is None:
        return "—"
    if line.days_left < 0:
        return _("逾期 {n} 天").format(n=-line.days_left)
    return _("还有 {n} 天").format(n=line.days_left) if line.days_left else _("今天到期")
