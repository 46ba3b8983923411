"""What units were told of their lost points, what they say against it, and what is decided."""

import streamlit as st

from dashboard.cases.appeals import appeals
from dashboard.cases.excuses import excuses
from dashboard.cases.lists import lists
from dashboard.cases.room import room
from dashboard.wording.language import _

PARTS = {_("问题清单"): lists, _("申诉"): appeals, _("不涉及和情况说明"): excuses}

here = room()
part = st.segmented_control(
    _("看什么"), list(PARTS), default=next(iter(PARTS)), required=True, key=f"appeals of {here.id}",
    label_visibility="collapsed",
)  # fmt: skip
PARTS[part](here)
