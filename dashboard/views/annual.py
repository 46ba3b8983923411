"""An annual report of disclosure checked by itself: a file or an address, no round needed."""

import streamlit as st

from crawlers.subjects.annual.facts import FactsError
from crawlers.subjects.annual.opening import ReportError
from dashboard.entry import signin
from dashboard.panels.tools.annualscreen import Asked, Read, read, show
from dashboard.panels.tools.checking import checked, demand_few, document
from dashboard.panels.tools.taken import MOST_FILES, TakenError, upload
from dashboard.wording.language import _
from data.units import KINDS

FILES = ("pdf", "docx", "doc", "wps", "ofd", "html", "htm", "rtf")
BY_TITLE = ""
# One Chinese word a kind.
WORDS = {kind: word for word, kind in KINDS.items() if word != kind}

desk = signin.desk()
st.caption(
    _(
        "核对政府信息公开工作年度报告：六个部分、公布期限、表内勾稽、正文与表格、上年结转、是否雷同。"
        "不需要评估轮次，上传的文件读完即弃，不保存。"
    )
)
with st.container(border=True):
    left, right = st.columns(2, gap="medium")
    with left:
        given = document(desk, _("年度报告"), FILES, "annual")
    with right:
        before = upload(_("上年的报告（可不选，用来核对结转件数）"), FILES, "annual last")
    with st.expander(_("更多：单位类型、公布日期、雷同比对")):
        one, two, three = st.columns(3)
        kind = one.selectbox(
            _("单位类型"),
            [BY_TITLE, *WORDS],
            format_func=lambda key: _(WORDS[key]) if key else _("按标题判断"),
        )
        published = two.date_input(_("公布日期，文件上没有时填"), None, format="YYYY-MM-DD")
        library = three.number_input(
            _("文件库现行有效规范性文件件数"), min_value=0, value=None, step=1
        )
        others = upload(
            _("与之比对是否雷同的报告，至多 {n} 份").format(n=MOST_FILES),
            FILES,
            "annual others",
            several=True,
        )
    go = st.button(_("开始校验"), type="primary", disabled=given is None)


def work() -> Read:
    assert given is not None  # the button is off without it
    demand_few(others, _("雷同比对一次至多 {n} 份，请分几次").format(n=MOST_FILES))
    asked = Asked(kind or "", published, library)
    return read(desk, given(), asked, before[0] if before else None, others)


checked(
    "annual report read", Read, work, show, go=go,
    refusals=(ReportError, TakenError, FactsError),
    hint=_("选择一份年度报告，再按“开始校验”。"),
)  # fmt: skip
