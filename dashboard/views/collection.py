"""How far the look at each site came, what could not be read, and the column sheet."""

import streamlit as st

from crawlers.site import SAID
from dashboard import load
from dashboard.load import ColumnLine, SiteLine
from dashboard.markup import Html, cards, esc, plain, scheme_of, small, table, to_unit
from dashboard.parts import choose_unit, current, head
from dashboard.words import COLUMN_STATE, SITE_STATUS
from data.facts import SiteStatus

shown = current(scored=False)
head(shown)


def came(line: SiteLine) -> Html:
    """How far the look came, in a word, with a note of our own program where there is one."""
    word = "无法采集" if line.blocked else SITE_STATUS[line.state.status]
    if line.state.status is SiteStatus.DONE and not line.state.exhausted:
        word += "，未采完"
    return Html(esc(word) + small("网站副本" if line.state.copy else "") + small(line.state.note))


def mark(line: ColumnLine) -> str:
    if line.stale:
        return "未按时更新"
    return COLUMN_STATE[line.column.state]


lines = load.site_lines(shown)
st.html(
    cards(
        [
            ("网站", len(lines), ""),
            ("无法采集", sum(line.blocked for line in lines), "不扣分，列为待核查"),
            ("请求", sum(line.asked for line in lines), ""),
            ("读到", sum(line.read for line in lines), ""),
        ]
    )
)
st.html(
    table(
        ("单位", "采集情况", "请求", "读到", "没有读到的"),
        [
            (
                to_unit(shown.round.id, line.unit.id, line.unit.name),
                came(line),
                line.asked,
                line.read,
                "；".join(f"{SAID[outcome]} {n}" for outcome, n in line.unread) or "—",
            )
            for line in lines
        ],
        numbers=(2, 3),
        whole=(1,),
    )
)
st.subheader("栏目台账", anchor=False)
unit_id = choose_unit(shown)
columns = load.column_lines(shown, unit_id)
if not columns:
    why = load.not_looked(shown, unit_id)
    st.info(
        f"没有读到栏目：{plain(why)}。"
        if why
        else f"没有读到栏目。先采集（`gkc collect {shown.round.id}`）再核查（`gkc check …`）。"
    )
    st.stop()
st.caption(
    f"共 {len(columns)} 个栏目：空白 {sum(line.empty for line in columns)} 个，"
    f"未按时更新 {sum(line.stale for line in columns)} 个。未按时更新按“栏目更新”的核查方法认定。"
)
st.dataframe(
    {
        "栏目": [line.column.name for line in columns],
        "情况": [mark(line) for line in columns],
        "条目": [line.column.items for line in columns],
        "最近更新": [str(line.column.newest_on or "未注明") for line in columns],
        "距截止日（天）": [line.days for line in columns],
        "位置": [" / ".join(line.column.path[:-1]) for line in columns],
        "网址": [
            line.column.url if scheme_of(line.column.url) in {"http", "https"} else ""
            for line in columns
        ],
    },
    hide_index=True,
    width="stretch",
    placeholder="—",
    column_config={
        "栏目": st.column_config.TextColumn(pinned=True, width=130),
        "网址": st.column_config.LinkColumn(),
    },
)
