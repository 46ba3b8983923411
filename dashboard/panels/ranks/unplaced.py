"""A ranking in which nobody has a place: why that is, and the way on."""

import streamlit as st

from dashboard.desk.desk import Desk
from dashboard.rounds.result import Result
from dashboard.wording.language import _
from dashboard.wording.markup import way
from dashboard.wording.printing import percent
from data.people import Action


def none_placed(desk: Desk, shown: Result) -> None:
    """Said above the lines, with the way to what is lacking for those who may bring it."""
    st.info(
        _(
            "还没有单位列得出名次：核查覆盖率都不到 {floor}。覆盖率低，多是人工评审意见、填报数据"
            "还没有，或网站没有读到；补齐后再计分，名次就列出来。"
        ).format(floor=percent(shown.scheme.coverage_floor))
    )
    if desk.may(Action.MANAGE_ROUNDS):
        id_ = shown.round.id
        st.html(way(f"review?round={id_}", _("到“评审台”分派人工评审")))
        st.html(way(f"collection?round={id_}", _("到“采集”看哪些网站没有读到")))
