"""Choices that several views of many units share: the group, the page of a long table."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from dashboard.rounds.result import Result
from dashboard.wording.language import _

Line = TypeVar("Line")


def choose_group(shown: Result, *, all_of_them: bool = True) -> str:
    """The chosen group, empty for all; kept in the address."""
    groups = list(dict.fromkeys(r.group for r in shown.ranked))
    options = ["", *groups] if all_of_them and len(groups) > 1 else groups
    asked = st.query_params.get("group", "")
    chosen = st.selectbox(
        _("组别"),
        options,
        index=options.index(asked) if asked in options else 0,
        format_func=lambda name: name or _("全部组别"),
        key=f"group of {shown.round.id} {all_of_them}",
    )
    if chosen:
        st.query_params["group"] = chosen
    else:
        st.query_params.pop("group", None)
    return str(chosen or "")


def page_of(lines: Sequence[Line], most: int, key: str) -> Sequence[Line]:
    """One page of a long table, with the choice of it where there are several."""
    if len(lines) <= most:
        return lines
    pages = -(-len(lines) // most)
    number = st.number_input(
        _("页（共 {n} 页，{lines} 行）").format(n=pages, lines=len(lines)),
        1, pages, 1, key=key, width=240,
    )  # fmt: skip
    first = (int(number) - 1) * most
    return lines[first : first + most]
