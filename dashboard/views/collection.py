"""How far the look at each site came, what could not be read, and the column sheet."""

import streamlit as st

from crawlers.site import SAID
from dashboard import load
from dashboard.parts import choose_unit, current, head
from dashboard.words import COLUMN_STATE, SITE_STATUS

shown = current()
head(shown)
states = load.site_states(shown.round.id)
tally = load.fetch_tally(shown.round.id)
st.dataframe(
    {
        "单位": [unit.name for unit in shown.units.values()],
        "状态": [SITE_STATUS[states[id_].status] for id_ in shown.units],
        "请求": [sum(tally.get(id_, {}).values()) for id_ in shown.units],
        "读到": [
            sum(n for outcome, n in tally.get(id_, {}).items() if outcome.read)
            for id_ in shown.units
        ],
        "未读到": [
            "、".join(
                f"{SAID[outcome]} {n}"
                for outcome, n in sorted(tally.get(id_, {}).items())
                if not outcome.read
            )
            for id_ in shown.units
        ],
        "采集完": ["是" if states[id_].exhausted else "否" for id_ in shown.units],
    },
    hide_index=True,
    width="stretch",
)
st.subheader("栏目台账")
unit_id = choose_unit(shown)
columns = load.columns(shown.round.id, unit_id)
if not columns:
    st.info("没有读到栏目。")
    st.stop()
st.dataframe(
    {
        "栏目": [" / ".join(column.path) for column in columns],
        "状态": [COLUMN_STATE[column.state] for column in columns],
        "条目": [column.items for column in columns],
        "最近更新": [
            column.newest_on.isoformat() if column.newest_on else "未注明" for column in columns
        ],
        "网址": [column.url for column in columns],
    },
    hide_index=True,
    width="stretch",
)
