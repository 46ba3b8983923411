"""The register of units on screen: what is there, a file looked through, and taken in."""

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import act
from dashboard.commands.options import kind_word
from dashboard.desk.desk import Desk
from dashboard.wording.language import _
from dashboard.wording.markup import Html, esc, link, small, table
from data.register_files import ENDINGS, Register, read_register, template
from data.types import Unit
from data.units import OPTIONAL, REQUIRED

MOST = 50  # lines of a preview, and faults named


def there(units: Sequence[Unit]) -> None:
    """The register as it is, in one line a kind."""
    if not units:
        st.info(_("名册还是空的。请先导入单位名册。"))
        return
    counts = Counter((unit.kind, unit.group) for unit in units)
    st.caption(_("名册里现有 {n} 个单位。").format(n=len(units)))
    with st.expander(_("现有单位")):
        st.html(
            table(
                (_("类型"), _("组别"), _("单位数")),
                [(kind_word(kind), group, n) for (kind, group), n in sorted(counts.items())],
                numbers=(2,),
            )
        )


def importing(desk: Desk, known: Sequence[Unit]) -> None:
    """A file: looked through, its faults named row by row, its units shown, and taken in."""
    columns = "、".join(REQUIRED)
    more = "、".join(OPTIONAL)
    st.caption(
        _("表头：{columns}（可另有 {more}）。编号相同的单位按新的一行更新。").format(
            columns=columns, more=more
        )
    )
    st.download_button(_("下载名册样表"), template(), _("单位名册.csv"), "text/csv")
    taken = st.session_state.setdefault("registers taken", 0)  # empties the place after each
    file = st.file_uploader(
        _("单位名册（{kinds}）").format(kinds="、".join(ENDINGS)), ENDINGS, key=f"register {taken}"
    )
    if file is None:
        return
    found = read_register(file.name, file.getvalue())
    if found.faults:
        _faults(found)
        return
    kept = {unit.id: unit for unit in known}
    new = [unit for unit in found.units if unit.id not in kept]
    changed = [unit for unit in found.units if unit.id in kept and kept[unit.id] != unit]
    same = len(found.units) - len(new) - len(changed)
    st.success(
        _("读到 {n} 个单位：新增 {new} 个，更新 {changed} 个，没有变化 {same} 个。").format(
            n=len(found.units), new=len(new), changed=len(changed), same=same
        )
    )
    st.html(_preview(found.units, kept))
    if len(found.units) > MOST:
        st.caption(_("先列 {n} 个。").format(n=MOST))
    if new or changed:
        if st.button(_("导入名册"), type="primary"):
            act(
                lambda: desk.import_units([*new, *changed], now()),
                _taken,
            )
    else:
        st.caption(_("与现有名册相同，不用导入。"))


def _taken(number: int) -> str:
    st.session_state["registers taken"] += 1
    return _("已导入名册，{n} 个单位").format(n=number)


def _faults(found: Register) -> None:
    st.error(_("有 {n} 处要改，没有导入；改好后请重新选择文件。").format(n=len(found.faults)))
    shown = "".join(f"<li>{esc(fault)}</li>" for fault in found.faults[:MOST])
    st.html(Html(f'<ul class="gk-lacking">{shown}</ul>'))
    if len(found.faults) > MOST:
        st.caption(_("先列 {n} 处。").format(n=MOST))
    if found.units:
        st.caption(_("其余 {n} 行没有问题。").format(n=len(found.units)))


def _preview(units: Sequence[Unit], kept: Mapping[str, Unit]) -> Html:
    def state(unit: Unit) -> str:
        if unit.id not in kept:
            return _("新增")
        return _("不变") if kept[unit.id] == unit else _("更新")

    return table(
        ("", _("编号"), _("名称"), _("类型"), _("组别"), _("网址")),
        [
            (
                state(unit),
                unit.id,
                Html(esc(unit.name) + small("、".join(unit.aliases))),
                kind_word(unit.kind),
                unit.group,
                Html(link(unit.portal) + small("、".join(unit.columns))),
            )
            for unit in units[:MOST]
        ],
        whole=(0, 3),
    )
