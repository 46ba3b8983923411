"""The tree of a scheme on screen: names, points and 不涉及 in one table, a form for one row."""

import streamlit as st

from dashboard.panels.schemes.bench import PLACE, Bench, edit, undo
from dashboard.panels.schemes.rowform import row_form
from dashboard.schemefiles.editing import (
    Place,
    Row,
    added,
    at,
    moved,
    new_group,
    new_leaf,
    removed,
    rows,
    shifted,
    worth_missing,
)
from dashboard.schemefiles.faults import Examined
from dashboard.schemefiles.typed import TypedError, applied, worth_shown
from dashboard.wording.language import _
from dashboard.wording.markup import plain, table
from dashboard.wording.words import METHOD
from data.indicators import Method
from data.scheme_sheets.words import ABSENT

_KEYS = {word: key for key, word in ABSENT.items()}
_METHODS = {method.value: METHOD[method] for method in Method}
MOST_FAULTS = 30


def faults(found: Examined) -> None:
    """Everything that is wrong, each with its place; or that the scheme can be used."""
    if not found.faults:
        assert found.scheme is not None  # nothing is wrong
        st.success(
            _("{n} 项指标，没有差错，可以使用。").format(n=len(found.scheme.leaves())),
            icon=":material/check_circle:",
        )
        return
    st.error(
        _("有 {n} 处差错，改正后才能使用：").format(n=len(found.faults)),
        icon=":material/error:",
    )
    st.html(
        table(
            (_("位置"), _("差错")),
            [(each.where, each.said) for each in found.faults[:MOST_FAULTS]],
        )
    )
    if len(found.faults) > MOST_FAULTS:
        st.caption(_("另有 {n} 处未列出。").format(n=len(found.faults) - MOST_FAULTS))


def tree(now: Bench, found: Examined) -> None:
    """The table of all rows, and one row in full."""
    every = rows(now.tree)
    wrong = {each.place for each in found.faults}
    st.caption(
        _(
            "名称、分值、不涉及的处理可以直接在表中修改，改完按“应用表中的修改”；"
            "分值可写 5，也可写占上级的 40%。"
        )
    )
    shown = {
        "code": ["　" * (len(row.place) - 1) + row.code for row in every],
        "name": [row.name for row in every],
        "worth": [worth_shown(row.node) for row in every],
        "na": ["" if row.is_group else ABSENT.get(str(row.node.get("na")), "") for row in every],
        "method": [
            _("分组") if row.is_group else _METHODS.get(str(row.node.get("method")), "")
            for row in every
        ],
        "state": [_("有差错") if row.place in wrong else "" for row in every],
    }
    columns = st.column_config
    edited = st.data_editor(
        shown,
        hide_index=True,
        width="stretch",
        height=min(520, 38 + 35 * max(len(every), 1)),
        key=f"tree {now.revision}",
        disabled=["code", "method", "state"],
        column_config={
            "code": columns.TextColumn(_("序号"), width=80),
            "name": columns.TextColumn(_("名称"), width="large", required=True),
            "worth": columns.TextColumn(_("分值"), width=70, required=True),
            "na": columns.SelectboxColumn(_("不涉及的处理"), options=list(_KEYS), width=130),
            "method": columns.TextColumn(_("方式"), width=80),
            "state": columns.TextColumn(_("检查"), width=70),
        },
        placeholder="—",
        alt=_("指标体系的全部指标，可编辑"),
    )
    left, right, _rest = st.columns([2, 1, 3])
    typed = [
        {"name": name, "worth": worth, "na": na}
        for name, worth, na in zip(edited["name"], edited["worth"], edited["na"], strict=True)
    ]
    try:
        changed = applied(now.tree, every, typed, _KEYS)
    except TypedError as error:
        st.error(plain(str(error)))
        changed = now.tree
    if left.button(
        _("应用表中的修改"), type="primary", disabled=changed == now.tree, width="stretch"
    ):
        edit(changed)
    right.button(_("撤销"), on_click=undo, disabled=not now.before, width="stretch")
    if every:
        _one(now, every)


def _one(now: Bench, every: tuple[Row, ...]) -> None:
    """The row that is chosen: its place in the tree, and everything it says."""
    st.subheader(_("修改一项"), anchor=False)
    by_place = {row.place: row for row in every}
    asked = st.session_state.get(PLACE)
    places = list(by_place)
    place: Place = st.selectbox(
        _("指标或分组"),
        places,
        index=places.index(asked) if asked in by_place else 0,
        format_func=lambda key: "　" * (len(key) - 1) + by_place[key].title,
        key=f"row {now.revision} {asked}",
    )
    row = by_place[place]
    _structure(now, row, every)
    row_form(now, row)


def _structure(now: Bench, row: Row, every: tuple[Row, ...]) -> None:
    """Add, move, remove."""
    place = row.place
    group = place if row.is_group else place[:-1]
    with st.container(horizontal=True):
        if st.button(_("增加指标"), icon=":material/add:", help=_("加在这个分组的末尾")):
            worth = worth_missing(now.tree, group)
            edit(*added(now.tree, group, new_leaf(now.tree, worth)))
        if st.button(_("增加分组"), icon=":material/create_new_folder:"):
            up = place[:-1]
            edit(*added(now.tree, up, new_group(now.tree, worth_missing(now.tree, up))))
        if st.button(_("上移"), icon=":material/arrow_upward:", disabled=place[-1] == 0):
            edit(*shifted(now.tree, place, -1))
        beside = len(at(now.tree, place[:-1])["children"])  # type: ignore[arg-type]
        if st.button(_("下移"), icon=":material/arrow_downward:", disabled=place[-1] == beside - 1):
            edit(*shifted(now.tree, place, 1))
        with st.popover(_("移到…"), icon=":material/drive_file_move:"):
            groups = [each for each in every if each.is_group and each.place[: len(place)] != place]
            to = st.selectbox(
                _("移到哪个分组的末尾"), groups, format_func=lambda each: each.title, index=None,
                key=f"to {now.revision} {place}",
            )  # fmt: skip
            if st.button(_("移动"), disabled=to is None) and to is not None:
                edit(*moved(now.tree, place, to.place))
        with st.popover(_("删除"), icon=":material/delete:"):
            n = sum(not each.is_group for each in every if each.place[: len(place)] == place)
            st.write(_("删除“{name}”（{n} 项指标）？").format(name=plain(row.title), n=n))
            if st.button(_("确认删除"), key=f"remove {now.revision} {place}"):
                edit(removed(now.tree, place), place[:-1] or (0,))
