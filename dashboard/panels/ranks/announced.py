"""A ranking as it was made public, for those who see no more of it."""

import streamlit as st

from dashboard.desk.desk import Desk
from dashboard.panels.ranks.asked import asked, paged
from dashboard.panels.ranks.export import export
from dashboard.screen.parts import head
from dashboard.wording.language import _
from dashboard.wording.markup import plain, table
from data.people import NotAllowed


def announced(desk: Desk, round_id: str) -> None:
    """One page of it, group by group."""
    method = desk.method(round_id)
    head(method)
    try:
        headings, lines = desk.announced(round_id)
    except NotAllowed as error:
        st.info(f"{plain(str(error))}。")
        return
    groups = list(dict.fromkeys(str(line["group"]) for line in lines))
    wanted = asked(groups, (), moves=False)
    part = wanted.name.strip().casefold()
    found = [
        line
        for line in lines
        if (not wanted.group or line["group"] == wanted.group)
        and (not part or part in str(line.get("unit", "")).casefold())
    ]
    if not found:
        st.info(_("没有符合条件的单位；清空上面的条件可以看全部。"))
        return
    keys = list(headings)
    page = paged(found, f"{round_id} {wanted}")
    columns = [word for key, word in headings.items() if key != "group"]
    for group in dict.fromkeys(line["group"] for line in page.lines):
        st.subheader(plain(str(group)), anchor=False)
        inside = [line for line in page.lines if line["group"] == group]
        st.html(table(columns, [[line[k] for k in keys if k != "group"] for line in inside]))
    export(
        _("{round}通报").format(round=method.round.name),
        list(headings.values()),
        lambda: [[_cell(line[key]) for key in keys] for line in found],
    )


def _cell(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)
