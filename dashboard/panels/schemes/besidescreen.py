"""What stands beside the tree on screen, a small form each with what is wrong in it above it:
vetoes, bonus, penalties, parameters and dates; what results are made of and made public as, duties
and groups of units.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from pandas import DataFrame, isna
from streamlit.delta_generator import DeltaGenerator

from dashboard.panels.schemes.bench import Bench, edit
from dashboard.schemefiles.beside import (
    BONUS,
    COLUMNS,
    COMPOSITION,
    DATES,
    DUTIES,
    EFFECTS,
    PARAMETERS,
    PENALTIES,
    SOURCES,
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
from dashboard.schemefiles.terms import (
    GROUPS,
    MODES,
    PUBLISH,
    Shown,
    scaled,
    shown_groups,
    shown_publish,
    with_groups,
    with_publish,
    with_scaling,
)
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
    COMPOSITION: N_("合成"),
    PUBLISH: N_("对外公布"),
    DUTIES: N_("职责"),
    GROUPS: N_("分组"),
}
ABOUT = {
    VETOES: N_("确认属实的，不论总分，按后果处理。提请复核的指标写序号，多个用顿号隔开。"),
    BONUS: N_("加在总分上，不超过上限；另写门槛的，达到以后才加。"),
    PENALTIES: N_("失去的分从总分中扣；计分公式与指标的相同，如 {rule: presence}。"),
    PARAMETERS: N_("各处公式里写 $编号 的，都用这里的数值；没有用到的参数不能留。"),
    DATES: N_("写成 2023-12-15 的样子，可以空着；新建轮次时作为默认。"),
    COMPOSITION: N_(
        "最终得分由几部分合成，如第三方 70%、日常 30%；比重合计 100%。只有一部分的不用写。"
    ),
    PUBLISH: N_("评估通报以后公众看到什么；组织方始终看到全部。"),
    DUTIES: N_("指标的“适用职责”和名册的“职责”都写这里的名称；没有这项职责的单位不评。"),
    GROUPS: N_("登记单位时选用的组别，一行一个。名次在组内排列，以名册写的组别为准。"),
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
    "share": N_("比重"),
    "source": N_("来源"),
    "about": N_("说明"),
}
# Heads that a table calls otherwise.
OWN = {
    (PARAMETERS, "value"): N_("数值"),
    (PENALTIES, "points"): N_("最多扣分"),
    (DUTIES, "name"): N_("职责"),
}
# What an id is for, where the program can give one.
_JUDGED = N_("空着由程序定；以往的评审意见按编号沿用，改了就不再对应")
IDS = {
    VETOES: _JUDGED,
    BONUS: _JUDGED,
    PENALTIES: _JUDGED,
    COMPOSITION: N_("空着由程序定；合成时用“编号=得分表”给出这一部分"),
}
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


def terms(now: Bench, found: Examined) -> None:
    """As `beside`, for what results are made of and made public as, and for whom."""
    _part(now, found, COMPOSITION, _table)
    _part(now, found, PUBLISH, _publish)
    _part(now, found, DUTIES, _table)
    _part(now, found, GROUPS, _groups)


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
    flag = _scaling(now) if part == COMPOSITION else None

    def typed() -> Tree:
        tree = with_rows(now.tree, part, typed_cells(edited))
        if flag is not None:
            return with_scaling(tree, flag)
        return with_gate(tree, gate) if gate else tree

    return typed


def typed_cells(edited: DataFrame) -> list[dict[str, object]]:
    """The rows of a table as typed, None in cells that nobody filled."""
    # A column without a word is of no type after rows were added to an empty table, and pandas
    # fills nothing in there.
    plain_cells = edited.astype(object)
    return [
        {str(key): None if isna(value) else value for key, value in row.items()}
        for row in plain_cells.to_dict("records")
    ]


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
    if part == COMPOSITION:
        made["source"] = columns.SelectboxColumn(
            head["source"], options=[_(each) for each in SOURCES.values()], width="medium"
        )
        made["share"] = columns.TextColumn(head["share"], help=_("70% 或 0.7"))
    if part == DUTIES:
        made["about"] = columns.TextColumn(head["about"], width="large")
    if part in IDS:
        made["id"] = columns.TextColumn(head["id"], help=_(IDS[part]))
    return made


def _scaling(now: Bench) -> bool:
    return st.checkbox(
        _("比重合计不是 100% 时按比例折算"),
        scaled(now.tree),
        help=_("如 6、3、1 折算为 60%、30%、10%"),
    )


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


def _publish(now: Bench, _part: str) -> Callable[[], Tree]:
    said = shown_publish(now.tree)
    # A word that only the file knows stays to be seen, and is told of above.
    modes = [*MODES, *({said.mode} - MODES.keys())]
    left, right = st.columns([2, 1])
    mode = left.selectbox(
        _("公布方式"),
        modes,
        modes.index(said.mode),
        lambda key: _(MODES[key]) if key in MODES else key,
    )
    n = right.text_input(_("前后各几名"), said.n, help=_("只用于“前几名和后几名”"))
    return lambda: with_publish(now.tree, Shown(mode or said.mode, n))


def _groups(now: Bench, _part: str) -> Callable[[], Tree]:
    names = st.text_area(
        _("分组"), shown_groups(now.tree), height="content", label_visibility="collapsed"
    )
    return lambda: with_groups(now.tree, names)
