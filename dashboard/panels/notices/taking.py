"""What comes of a compiled notice: a draft scheme, and the 工作台账."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard.panels.notices.bench import Bench
from dashboard.panels.schemes import bench as schemes
from dashboard.panels.tools.taken import stem
from dashboard.reports.notice_draft import scheme_text
from dashboard.reports.notice_ledger import workbook
from dashboard.reports.notice_reading import ReadNotice
from dashboard.wording.language import _
from dashboard.wording.markup import plain
from data.schemes import SchemeError
from data.units import KINDS
from scoring.notice.edited import EditError
from scoring.notice.ledger import Progress, State, by_unit, entries


def ledger(read: ReadNotice, as_of: date) -> bytes:
    """The ledger of a notice as a workbook, every state still to be filled."""
    tasks = read.notice.tasks
    empty: Sequence[Progress] = [Progress(State.NOT_FILLED)] * len(tasks)
    lines = entries(tasks, empty, as_of)
    return workbook(read.notice.title, str(as_of), lines, by_unit(tasks, {}, as_of, []))


def take(now: Bench, today: date, *, to_scheme: bool, view: str) -> None:
    """The two ways on; tasks that nobody confirmed yet go along as they were read.

    Args:
        to_scheme: whether the person may see the view of schemes.
        view: file of that view, for the switch.
    """
    if open_ := len(now.lines) - now.confirmed:
        st.caption(_("还有 {n} 项没有确认，按读出的内容计入。").format(n=open_))
    try:
        read = now.edited()
    except EditError as error:
        st.error(plain(str(error)))
        return
    if not read.notice.tasks:
        st.info(_("没有留下任务，不能生成台账和草案。"))
        return
    name = stem(read.name)
    left, right = st.columns(2, gap="medium")
    with left:
        st.download_button(
            _("下载工作台账（Excel）"),
            lambda: ledger(read, today),
            _("{name}-工作台账.xlsx").format(name=name),
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
            type="primary",
        )
        st.caption(_("总表一张、每个单位一张；剩余天数从 {day} 起算。").format(day=today))
    with right:
        words = {kind: word for word, kind in KINDS.items() if word != kind}
        kinds = list(words)
        kind = st.selectbox(
            _("草案适用单位"), kinds, kinds.index("county") if "county" in kinds else 0,
            lambda key: _(words[key]),
        )  # fmt: skip
        st.download_button(
            _("下载指标体系草案（YAML）"), lambda: scheme_text(read, kind or "county"),
            _("{name}-草案.yaml").format(name=name), "application/yaml", icon=":material/download:",
            on_click="ignore", width="stretch",
        )  # fmt: skip
        if to_scheme and st.button(
            _("到“指标体系”中编辑草案"), icon=":material/arrow_forward:", width="stretch"
        ):
            title = _("《{title}》草案").format(title=read.notice.title or name)
            try:
                schemes.begin(scheme_text(read, kind or "county"), title)
            except SchemeError as error:
                st.error(plain(str(error)))
                return
            st.switch_page(view)
