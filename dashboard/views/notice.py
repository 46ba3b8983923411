"""A notice compiled: its text marked, tasks confirmed one by one, what comes of it."""

from pathlib import Path

import streamlit as st

from crawlers.clock import now as clock
from dashboard.entry import signin
from dashboard.panels.notices.adding import add_form
from dashboard.panels.notices.bench import begin, bench, show
from dashboard.panels.notices.taking import take
from dashboard.panels.notices.taskform import task_form
from dashboard.panels.notices.words import MOST_TEXT, around, legend, whole
from dashboard.panels.tools.taken import TakenError, address, fetched, upload
from dashboard.reports.notice_reading import read_notice
from dashboard.terminal.sources import Source
from dashboard.wording.language import N_, _
from dashboard.wording.markup import plain, table
from data.calendar import CHINA
from scoring.notice.saying import ADDED

FILES = ("txt", "docx", "doc", "wps", "pdf", "html", "htm")
MOST_PASTED = 300_000  # characters
ONE, ALL = "one", "all"
TEXTS = {ONE: N_("这一项"), ALL: N_("全文")}

desk = signin.desk()
now = bench()
with st.expander(_("上传或粘贴通知"), expanded=now is None, icon=":material/upload_file:"):
    left, right = st.columns(2, gap="medium")
    with left:
        given = upload(_("工作要点、实施方案、任务分解表"), FILES, "notice file")
        url = address(desk, "notice address")
    pasted = right.text_area(_("或粘贴正文"), key="notice text", height=170, max_chars=MOST_PASTED)
    ready = bool(given or url or (pasted or "").strip())
    if st.button(_("读出任务"), type="primary", disabled=not ready):
        try:
            with st.spinner(_("正在读取…"), show_time=True):
                if given:
                    source = given[0]
                elif url:
                    source = fetched(desk, [url])[0]
                else:
                    source = Source(_("粘贴的正文") + ".txt", pasted.encode())
                read, why = read_notice(source, empty=True)
            if read is None:
                st.error(plain(why))
            else:
                begin(read)
                st.rerun()
        except TakenError as error:
            st.error(plain(str(error)))
if now is None:
    st.info(
        _(
            "上传政务公开工作要点或实施方案，程序读出每项任务的牵头单位、期限和数量要求，"
            "逐项确认后生成指标体系草案和工作台账。文件读完即弃，确认的内容在离开前一直保留。"
        )
    )
    st.stop()

tasks = now.tasks
st.subheader(plain(now.read.notice.title or now.read.name), anchor=False)
if not tasks:
    st.warning(_("没有读出任务。请核对是不是工作要点或实施方案；是的，在这里逐项补充。"))
    add_form(now, opened=True)
    st.html(whole(now.read.raw, tasks, now.at))
    st.stop()
st.progress(
    now.confirmed / len(now.lines),
    _("已确认 {done}/{all} 项任务").format(done=now.confirmed, all=len(now.lines)),
)
titles = [
    f"{'✓ ' if line.confirmed else ''}{n}. {line.heading[:40]}"
    + (f"（{_(ADDED)}）" if task.added else "")
    for n, (line, task) in enumerate(zip(now.lines, tasks, strict=True), start=1)
]
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = st.selectbox(
        _("任务"),
        list(range(len(tasks))),
        now.at,
        titles.__getitem__,
        key=f"task shown {now.revision} {now.at}",
    )
    if chosen is not None and chosen != now.at:
        show(chosen)
        st.rerun()
    st.button(_("上一项"), on_click=show, args=(now.at - 1,))
    st.button(_("下一项"), on_click=show, args=(now.at + 1,))
left, right = st.columns(2, gap="medium")
with left:
    part = st.segmented_control(
        _("原文"), list(TEXTS), default=ONE, format_func=lambda key: _(TEXTS[key]), required=True
    )
    st.html(legend())
    shown = around if part == ONE else whole
    st.html(shown(now.read.raw, tasks, now.at))
    if part == ALL and len(now.read.raw) > MOST_TEXT:
        st.caption(_("只显示前 {n} 字。").format(n=MOST_TEXT))
    add_form(now)
with right:
    task_form(now)

st.subheader(_("全部任务"), anchor=False)
st.html(
    table(
        (
            _("确认"),
            _("序号"),
            _("任务"),
            _("牵头单位"),
            _("责任单位"),
            _("期限"),
            _("数量要求"),
            _("公开渠道"),
        ),
        [
            (
                (_("✓ 已确认") if line.confirmed else _("待确认")) if line.kept else _("不是任务"),
                line.number or n,
                line.heading + (f"（{_(ADDED)}）" if task.added else ""),
                line.lead,
                line.others,
                line.deadlines,
                line.quantities,
                line.channels,
            )
            for n, (line, task) in enumerate(zip(now.lines, tasks, strict=True), start=1)
        ],
        whole=(0,),
        roomy=True,
    )
)
st.subheader(_("生成"), anchor=False)
take(
    now,
    clock().astimezone(CHINA).date(),
    to_scheme=desk.sees_ranking(),
    view=str(Path(__file__).with_name("scheme.py")),
)
