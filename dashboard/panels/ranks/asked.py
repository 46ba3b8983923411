"""What somebody wants to see of a ranking: asked above it, and kept in the address."""

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from dashboard.figures.ranking import Asked, Line, Order, Page, page_of
from dashboard.wording.language import N_, _
from dashboard.wording.printing import points

WIDE = 165  # pixels of a box
SIZE = 50  # lines of a page: what one screen sends to the browser
ORDERS = {
    Order.PLACE: N_("名次"),
    Order.UP: N_("进步最大"),
    Order.DOWN: N_("退步最大"),
    Order.COVERAGE: N_("覆盖率最低"),
}
UNGRADED = "-"  # in the address: units without a grade
BELOW = "below"  # in the address, among the grades: units under the line that 通报 name


def asked(
    groups: Sequence[str], grades: Sequence[str], *, moves: bool, line: Fraction | None = None
) -> Asked:
    """The filter row; empty boxes ask for everything. What is asked stands in the address, so a
    link to a narrowed ranking can be sent.

    Args:
        grades: none: nothing is known of grades.
        moves: whether lines can be ordered by what they gained.
        line: value under which units can be asked for.
    """
    row = st.container(horizontal=True)  # two and two on a phone
    name = row.text_input(
        _("查找单位"), _address("name"), placeholder=_("名称的一部分"), key="rank name", width=WIDE
    )
    group = _choice(row, _("组别"), "group", dict(zip(groups, groups, strict=True)))
    if not grades:
        return Asked(name, group)
    named = dict(zip(grades, grades, strict=True)) | {UNGRADED: _("未定等级")}
    if line is not None:
        named[BELOW] = _("低于 {line} 分").format(line=points(line))
    grade = _choice(row, _("等级"), "grade", named)
    orders = {key: _(word) for key, word in ORDERS.items() if moves or key not in _BY_MOVES}
    order = row.selectbox(
        _("排列"), list(orders), _index(list(orders), _address("order")),
        format_func=lambda key: orders[key], key=f"rank order {moves}", width=WIDE,
    )  # fmt: skip
    _keep("name", name)
    _keep("order", "" if order is Order.PLACE else order.value)
    only = {"": None, UNGRADED: "", BELOW: None}.get(grade, grade)
    return Asked(name, group, only, order, line if grade == BELOW else None)


_BY_MOVES = {Order.UP, Order.DOWN}


def _choice(
    box: st.delta_generator.DeltaGenerator, label: str, key: str, named: dict[str, str]
) -> str:
    options = ["", *named]
    chosen = box.selectbox(
        label, options, _index(options, _address(key)),
        format_func=lambda one: named.get(one, _("全部")), width=WIDE,
        key=f"rank {key} {'|'.join(named)}",
    )  # fmt: skip
    _keep(key, chosen)
    return str(chosen)


def _address(key: str) -> str:
    return str(st.query_params.get(key, ""))


def _index(options: Sequence[str], wanted: str) -> int:
    return list(options).index(wanted) if wanted in options else 0


def _keep(key: str, value: str) -> None:
    if value:
        st.query_params[key] = value
    elif key in st.query_params:
        del st.query_params[key]


def paged(lines: Sequence[Line], what: str, size: int = SIZE) -> Page[Line]:
    """One page of the lines and, when there are several, the box that turns them.

    Args:
        what: tells one list of lines from another, so that a new one begins at its first page.
    """
    pages = page_of(lines, 1, size).pages
    if pages == 1:
        return page_of(lines, 1, size)
    left, right = st.columns([1, 4], vertical_alignment="bottom")
    number = left.number_input(_("第几页"), 1, pages, key=f"page of {what}")
    page = page_of(lines, int(number), size)
    right.caption(
        _("共 {n} 个，每页 {size} 个；这是第 {number} 页，共 {pages} 页。").format(
            n=len(lines), size=size, number=page.number, pages=page.pages
        )
    )
    return page
