"""One task of a notice in a form: what was read, to be confirmed or put right."""

import streamlit as st

from dashboard.panels.notices.bench import Bench, put, take_out
from dashboard.reports.notice_reading import matcher
from dashboard.wording.language import _
from dashboard.wording.markup import plain
from scoring.notice.edited import EditError, Line
from scoring.notice.indicators import Indicator
from scoring.notice.saying import ADDED

NO_CHECK = ""


def task_form(now: Bench) -> None:
    """The task on screen; confirming it leads to the next."""
    line, asked = now.lines[now.at], now.read.indicators[now.at]
    key = f"{now.revision} {now.at}"
    if now.tasks[now.at].added:
        _added(now)
    titles = {each.name: each.title for each in matcher().checks}
    sure = _confidences(asked)
    # Proposed checks first, then all others.
    names = [NO_CHECK, *sure, *(name for name in titles if name not in sure)]
    with st.form(f"task {key}"):
        one, two = st.columns([1, 4])
        number = one.text_input(_("序号"), line.number, key=f"number {key}")
        heading = two.text_input(_("任务"), line.heading, key=f"heading {key}")
        text = st.text_area(_("全文"), line.text, height=130, key=f"text {key}")
        one, two = st.columns(2)
        lead = one.text_input(_("牵头单位"), line.lead, key=f"lead {key}")
        others = two.text_input(_("责任单位"), line.others, key=f"others {key}")
        one, two = st.columns(2)
        times = one.text_input(
            _("期限"), line.deadlines, key=f"times {key}",
            help=_("2025-12-31 前、6月底前、每季度、长期；几个之间用分号"),
        )  # fmt: skip
        figures = two.text_input(
            _("数量要求"), line.quantities, key=f"figures {key}",
            help=_("如“培训不少于2次”；几个之间用分号"),
        )  # fmt: skip
        channels = st.text_input(
            _("公开渠道"), line.channels, key=f"channels {key}",
            help=_("如政府网站、政务新媒体；几个之间用顿号"),
        )  # fmt: skip
        check = st.selectbox(
            _("拟用核查方法"), names, names.index(line.check) if line.check in names else 0,
            lambda name: _named(name, titles, sure), key=f"check {key}",
        )  # fmt: skip
        kept = st.checkbox(_("这是一项任务"), line.kept, key=f"kept {key}")
        left, right = st.columns(2)
        confirm = left.form_submit_button(
            _("确认，看下一项"), type="primary", width="stretch", icon=":material/check:"
        )
        save = right.form_submit_button(_("只保存"), width="stretch")
    if not (confirm or save):
        return
    new = Line(
        number, heading, text, lead, others, times, figures, channels, check or NO_CHECK,
        kept, confirmed=confirm or line.confirmed,
    )  # fmt: skip
    try:
        put(now, new)
    except EditError as error:
        st.error(plain(str(error)))
        return
    st.rerun()


def _added(now: Bench) -> None:
    """What is told of a task that a person added, and the way to take it out again."""
    span = now.tasks[now.at].text.span
    around = [
        n
        for n, task in enumerate(now.tasks, start=1)
        if n != now.at + 1 and task.text.span.start <= span.start and span.end <= task.text.span.end
    ]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(_(ADDED), icon=":material/person_edit:")
        st.button(_("取出这一项"), on_click=take_out, icon=":material/delete:")
    if around:
        st.caption(
            _("这段话在第 {n} 项任务之内，那一项仍是全文；分成几项的，请改那一项。").format(
                n="、".join(map(str, around))
            )
        )


def _confidences(asked: Indicator) -> dict[str, str]:
    """Proposed checks, best first, each with how sure that is; only the best has a measure."""
    found = {}
    if asked.match:
        found[asked.match.check] = _("把握 {n}%").format(n=round(asked.match.confidence * 100))
    for match in asked.others:
        found.setdefault(match.check, _("备选"))
    return found


def _named(name: str, titles: dict[str, str], sure: dict[str, str]) -> str:
    if not name:
        return _("不用核查方法：有数量要求的填报，其余人工评审")
    title = titles.get(name, name)
    return f"{title}（{sure[name]}）" if name in sure else title
