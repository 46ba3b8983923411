"""Two versions compared, and a version kept or taken away."""

from collections.abc import Mapping

import streamlit as st

from crawlers.clock import now
from dashboard.desk.desk import Desk
from dashboard.panels.schemes.bench import Bench, edit, saved
from dashboard.panels.schemes.source import text_of
from dashboard.schemefiles.editing import head_changed
from dashboard.schemefiles.exchange import exported
from dashboard.schemefiles.faults import Examined, next_id
from dashboard.wording.changed import COLUMNS, change_row
from dashboard.wording.language import _
from dashboard.wording.markup import plain, table
from data.people import Action
from data.scheme_sheets.changes import changes
from data.schemes import SchemeError, bundled, parse_scheme
from data.storage.database import StoreError

_BASE = ""
_SAID = "scheme kept"
MOST = 300  # changes listed on screen


def compare(desk: Desk, now: Bench, found: Examined, known: Mapping[str, str]) -> None:
    """What was changed since a version, and which of it can move a score."""
    if found.scheme is None:
        st.info(_("改正差错后才能比较，差错见“指标”。"))
        return
    key = st.selectbox(
        _("与哪个版本比较"), [_BASE, *known],
        format_func=lambda each: known[each] if each else _("打开时的内容"),
    )  # fmt: skip
    try:
        old = parse_scheme(text_of(desk, key) if key else now.base, _("原版"))
    except SchemeError as error:
        st.info(plain(_("不能与它比较：{why}").format(why=error)))
        return
    listed = changes(old, found.scheme)
    if not listed:
        st.success(_("没有变化。"))
        return
    moving = [each for each in listed if each.moves_score]
    st.caption(
        _("共 {n} 处变化，其中 {moving} 处会影响得分。").format(n=len(listed), moving=len(moving))
    )
    only = st.checkbox(_("只看会影响得分的"), value=False)
    rows = [change_row(each) for each in (moving if only else listed)]
    if len(rows) > MOST:
        st.caption(_("先列 {n} 处；全部变化见 `gkc schemes diff`。").format(n=MOST))
    st.html(
        table(
            [_(heading) for heading in COLUMNS.values()],
            [[row[key] for key in COLUMNS] for row in rows[:MOST]],
            whole=(0, 6),
        )
    )


def take(desk: Desk, now: Bench, found: Examined) -> None:
    """Keep the scheme as a version, or download it; another id for what is published."""
    if found.scheme is None:
        st.info(_("改正差错后才能保存为版本和导出 Excel，差错见“指标”。"))
        if found.text:
            st.download_button(
                _("下载草稿（YAML）"), found.text, _("草稿.yaml"), "application/yaml",
                on_click="ignore",
            )  # fmt: skip
        return
    scheme = found.scheme
    if id_ := st.session_state.pop(_SAID, ""):
        st.success(_("已保存为 {id}。").format(id=plain(id_)))
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader(_("保存为版本"), anchor=False)
        kept = desk.kept_schemes()
        used = {each.scheme_id for each in desk.rounds()} | set(bundled())
        if not desk.may(Action.MANAGE_SCHEMES):
            st.caption(_("组织方可以保存版本；其他人可以下载后交给组织方。"))
        elif scheme.id in used:
            new = next_id(scheme.id, {*used, *kept})
            st.warning(
                _("“{id}”已经发布，不能改动；换成新编号后保存为新版本。").format(
                    id=plain(scheme.id)
                )
            )
            if st.button(_("换成 {id}").format(id=plain(new)), type="primary"):
                edit(head_changed(now.tree, {"id": new}))
        else:
            st.caption(
                # An id has nothing that Markdown reads.
                _("保存后可用于建立评估轮次：`gkc rounds create … --scheme {id}`。").format(
                    id=scheme.id
                )
            )
            word = _("覆盖未使用的版本 {id}") if scheme.id in kept else _("保存为 {id}")
            if st.button(word.format(id=plain(scheme.id)), type="primary"):
                _keep(desk, found.text)
    with right:
        st.subheader(_("导出"), anchor=False)
        st.download_button(
            "YAML", found.text, f"{scheme.id}.yaml", "application/yaml",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Excel", lambda: exported(found.text), f"{scheme.id}.xlsx",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.caption(_("Excel 在表格软件中改好后可以原样导入。"))


def _keep(desk: Desk, text: str) -> None:
    try:
        id_ = desk.keep_scheme(text, now())
    except (SchemeError, StoreError) as error:
        st.error(plain(str(error)))
        return
    saved(text, id_)
    st.session_state[_SAID] = id_
    st.rerun()
