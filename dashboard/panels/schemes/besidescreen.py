"""What stands beside the tree on screen: vetoes, bonus, penalties, parameters, dates; a small form
each, with what is wrong in it above it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from pandas import DataFrame
from streamlit.delta_generator import DeltaGenerator

from dashboard.panels.schemes.bench import Bench, edit
from dashboard.schemefiles.beside import (
    BONUS,
    COLUMNS,
    DATES,
    EFFECTS,
    PARAMETERS,
    PENALTIES,
    VETOES,
    Gate,
    shown_dates,
    shown_gate,
    shown_rows,
    with_dates,
    with_gate,
    with_rows,
)
from dashboard.schemefiles.editing import listed, rows
from dashboard.schemefiles.faults import Examined
from dashboard.schemefiles.typed import TypedError
from dashboard.wording.language import N_, _
from dashboard.wording.markup import plain
from data.scheme_sheets.plain import Tree

TITLES = {
    VETOES: N_("单项否决"),
    BONUS: N_("加分"),
    PENALTIES: N_("倒扣"),
    PARAMETERS: N_("参数"),
    DATES: N_("日期"),
}
ABOUT = {
    VETOES: N_("确认属实的，不论总分，按后果处理。提请复核的指标写序号，多个用顿号隔开。"),
    BONUS: N_("加在总分上，不超过上限；另写门槛的，达到以后才加。"),
    PENALTIES: N_("失去的分从总分中扣；计分公式与指标的相同，如 {rule: presence}。"),
    PARAMETERS: N_("各处公式里写 $编号 的，都用这里的数值；没有用到的参数不能留。"),
    DATES: N_("写成 2023-12-15 的样子，可以空着；新建轮次时作为默认。"),
}
HEADS = {
    "id": N_("编号"),
    "name": N_("名称"),
    "effect": N_("后果"),
    "value": N_("封顶分"),
    "grade": N_("最好等次"),
    "watch": N_("提请复核的指标"),
    "points": N_("分值"),
    "evidence": N_("佐证材料"),
    "scoring": N_("计分公式"),
    "unit": N_("计量单位"),
}
# Heads that a table calls otherwise.
OWN = {("parameters", "value"): N_("数值"), ("penalties", "points"): N_("最多扣分")}
DAYS = (
    N_("截止日"),
    N_("采集期，起"),
    N_("采集期，止"),
    N_("复查期，起"),
    N_("复查期，止"),
)


def beside(now: Bench, found: Examined) -> None:
    """Every part in a form of its own; each is applied as a whole or not at all."""
    for part in (VETOES, BONUS, PENALTIES, PARAMETERS):
        _part(now, found, part, _table)
    _part(now, found, DATES, _dates)


def _part(
    now: Bench, found: Examined, part: str, fields: Callable[[Bench, str], Callable[[], Tree]]
) -> None:
    st.subheader(_(TITLES[part]), anchor=False)
    st.caption(_(ABOUT[part]))
    for each in found.faults:
        if each.part == part:
            st.error(plain(_("{where}：{said}").format(where=each.where, said=each.said)))
    with st.form(f"beside {part} {now.revision}"):
        typed = fields(now, part)
        pressed = st.form_submit_button(_("应用“{part}”的修改").format(part=_(TITLES[part])))
    if not pressed:
        return
    try:
        tree = typed()
    except TypedError as error:
        st.error(plain(str(error)))
        return
    edit(tree)


def _table(now: Bench, part: str) -> Callable[[], Tree]:
    # Of a plain list without rows nobody could tell that its columns hold text.
    shown = DataFrame(shown_rows(now.tree, part), columns=list(COLUMNS[part]), dtype="string")
    edited = st.data_editor(
        shown,
        hide_index=True,
        num_rows="dynamic",
        width="stretch",
        key=f"{part} {now.revision}",
        column_config=_config(now.tree, part),
        placeholder="—",
        alt=_("{part}，可编辑").format(part=_(TITLES[part])),
    )
    gate = _gate(now) if part == BONUS else None

    def typed() -> Tree:
        filled = edited.fillna("")
        cells = zip(*(filled[key] for key in COLUMNS[part]), strict=True)
        every = [dict(zip(COLUMNS[part], row, strict=True)) for row in cells]
        tree = with_rows(now.tree, part, every)
        return with_gate(tree, gate) if gate else tree

    return typed


def _config(tree: Tree, part: str) -> Mapping[str, Any]:
    columns = st.column_config
    head = {key: _(OWN.get((part, key), HEADS[key])) for key in COLUMNS[part]}
    made: dict[str, Any] = {
        key: columns.TextColumn(said, width="medium" if key == "name" else None)
        for key, said in head.items()
    }
    if part == VETOES:
        said = tree.get("scheme")
        bands = listed(said.get("grades")) if isinstance(said, dict) else []
        made["effect"] = columns.SelectboxColumn(
            head["effect"], options=[_(each) for each in EFFECTS.values()]
        )
        made["grade"] = columns.SelectboxColumn(
            head["grade"], options=[str(band.get("name", "")) for band in bands]
        )
    if part != PARAMETERS:
        made["id"] = columns.TextColumn(
            head["id"], help=_("空着由程序定；以往的评审意见按编号沿用，改了就不再对应")
        )
    return made


def _gate(now: Bench) -> Gate:
    said = shown_gate(now.tree)
    one, two, three = st.columns(3)
    groups = {str(row.node.get("id", "")): row.title for row in rows(now.tree) if row.is_group}
    parts = ["", *groups]
    return Gate(
        one.text_input(_("加分上限"), said.cap, help=_("空着：不超过总分")),
        two.text_input(_("加分门槛"), said.least, help=_("加分前达到多少分才加；空着：不设门槛")),
        three.selectbox(
            _("门槛看哪个分组的得分"),
            parts,
            parts.index(said.part) if said.part in parts else 0,
            lambda key: groups[key] if key else _("总的得分"),
        )
        or "",
    )


def _dates(now: Bench, _part: str) -> Callable[[], Tree]:
    boxes: list[DeltaGenerator] = list(st.columns(len(DAYS)))
    days = [
        box.text_input(_(label), said, placeholder="2023-12-15")
        for box, label, said in zip(boxes, DAYS, shown_dates(now.tree), strict=True)
    ]
    return lambda: with_dates(now.tree, days)
