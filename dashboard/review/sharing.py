"""Sharing out the work on screen, for the office: the first mark, the blind ones, the second."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from crawlers.clock import now
from dashboard.review.allot import By
from dashboard.review.board import Board
from dashboard.review.desk import ReviewDesk
from dashboard.wording.language import N_, _
from dashboard.wording.markup import plain
from data.people import NotAllowed
from data.reviews import MARK_NAMES, Assignment
from data.storage.database import StoreError
from data.types import Mark
from data.workflow import WorkflowError

_BY = {By.UNIT: N_("一个单位归一人"), By.INDICATOR: N_("一个指标归一人")}
_TOLD = "review shared out"


def sharing(shown: Board, desk: ReviewDesk) -> None:
    """A fold that nobody but the office sees."""
    if not desk.allots():
        return
    with st.expander(_("分派任务"), icon=":material/group_add:"):
        if told := st.session_state.pop(_TOLD, ""):
            st.info(plain(told))
        which = st.segmented_control(
            _("分派什么"), [Mark.FIRST, Mark.SECOND], default=Mark.FIRST, required=True,
            format_func=lambda each: _(MARK_NAMES[each]), label_visibility="collapsed",
        )  # fmt: skip
        names = desk.judges_by_name(which)
        if not names:
            st.info(
                _("还没有可以{mark_names}的账号，请管理员先建立。").format(
                    mark_names=_(MARK_NAMES[which])
                )
            )
            return
        _asked(shown, desk, which, names)


def _asked(shown: Board, desk: ReviewDesk, which: Mark, names: dict[str, str]) -> None:
    with st.form(f"share out {shown.round.id} {which}", border=False):
        people = st.multiselect(
            _("评审人（账号上写明的关联单位自动回避）"), list(names),
            format_func=lambda id_: f"{names[id_]}（{id_}）", placeholder=_("选择账号"),
        )  # fmt: skip
        by = By.UNIT
        if which is Mark.FIRST:
            by = st.radio(
                _("怎样分"), list(_BY), format_func=lambda each: _(_BY[each]), horizontal=True
            )
            label = _("由另一人背靠背再评的比例（%）")
        else:
            st.caption(_("有申诉的失分项全部复核，由初评人以外的人承担。"))
            label = _("其余失分项抽取复核的比例（%）")
        left, right = st.columns(2)
        share = left.number_input(label, 0, 100, 0)
        seed = right.text_input(_("抽签种子"), help=_("公开抽签的结果或当天日期；可据此重抽核对"))
        if st.form_submit_button(_("分派"), type="primary"):
            try:
                part, at = Fraction(share, 100), now()
                if which is Mark.FIRST:
                    given = desk.allot(shown.round.id, people, by, part, seed, at)
                else:
                    given = desk.allot_again(shown.round.id, people, part, seed, at)
            except (StoreError, NotAllowed, WorkflowError) as error:
                st.error(plain(str(error)))
                return
            st.session_state[_TOLD] = _load(given, names)
            st.rerun()


def _load(given: Sequence[Assignment], names: dict[str, str]) -> str:
    if not given:
        return _("没有要复核的失分项。")
    load = Counter((a.person, a.mark) for a in given)
    each = (
        _("{names} {mark_names} {n} 项").format(
            names=names[who], mark_names=_(MARK_NAMES[mark]), n=n
        )
        for (who, mark), n in sorted(load.items())
    )
    return _("已分派：{each}。").format(each="，".join(each))
