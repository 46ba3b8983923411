"""A budget or final accounts checked by itself: a file or an address, no round needed."""

import streamlit as st

from crawlers.subjects.budget.opening import BudgetError
from dashboard.entry import signin
from dashboard.panels.tools.budgetscreen import Read, read, show
from dashboard.panels.tools.checking import checked, demand_few, document
from dashboard.panels.tools.taken import MOST_FILES, TakenError, upload
from dashboard.wording.language import _

FILES = ("pdf", "docx", "doc", "wps", "xlsx", "xls", "et", "ofd", "html", "htm")

desk = signin.desk()
st.caption(
    _(
        "核对部门和政府的预算、决算：规定报表、“三公”分项、必须说明的事项，表内和文表之间的勾稽，文字差错。"
        "不需要评估轮次，上传的文件读完即弃，不保存；看不准的不提。"
    )
)
with st.container(border=True):
    left, right = st.columns(2, gap="medium")
    with left:
        given = document(desk, _("预算或决算"), FILES, "budget")
    with right:
        others = upload(
            _("报表另在的文件（可不选，用来核对正文）"), FILES, "budget tables", several=True
        )
    go = st.button(_("开始校验"), type="primary", disabled=given is None)


def work() -> Read:
    assert given is not None  # the button is off without it
    demand_few(others, _("报表文件一次至多 {n} 份，请分几次").format(n=MOST_FILES))
    return read(given(), others)


checked(
    "budget read", Read, work, show, go=go, refusals=(BudgetError, TakenError),
    hint=_("选择一份预算或决算，再按“开始校验”。"),
)  # fmt: skip
