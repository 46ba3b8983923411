"""Everything that one row of a scheme says, in a form."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import streamlit as st

from dashboard.panels.schemes.bench import Bench, edit
from dashboard.rounds.steps import checks
from dashboard.schemefiles.editing import Row, changed, worths
from dashboard.schemefiles.exchange import rule_of
from dashboard.schemefiles.typed import (
    TypedError,
    lines_shown,
    lines_typed,
    number_of,
    rule_shown,
    rule_typed,
    typed_number,
    worth_shown,
    worth_typed,
)
from dashboard.wording.language import N_, _
from dashboard.wording.markup import plain
from dashboard.wording.words import METHOD
from data.indicators import Absent, Method
from data.marked import number_text
from data.scheme_sheets.plain import Plain
from data.scheme_sheets.words import ABSENT
from data.schemes import SchemeError

_SHARES = {Absent.STATEMENT_SHARE.value, Absent.FLAT_SHARE.value}
_LOOKED = {Method.AUTO.value, Method.SEMI.value}
_LONG = {"rule": N_("评分规则"), "remedy": N_("整改要求")}
_SHORT = {
    "typical_failure": N_("常见问题"),
    "evidence": N_("佐证材料"),
    "responsible": N_("责任单位"),
    "sampling": N_("采样方式"),
}
NO_CHECK = ""
Values = Callable[[], dict[str, Plain]]  # raises TypedError or SchemeError


def row_form(now: Bench, row: Row) -> None:
    """A form for the row; what it says is applied as a whole or not at all."""
    with st.form(f"row form {now.revision} {row.place}"):
        values = _group(row) if row.is_group else _leaf(now, row)
        if not st.form_submit_button(_("应用这一项的修改"), type="primary"):
            return
    try:
        new = values()
    except (TypedError, SchemeError) as error:
        st.error(plain(str(error)))
        return
    edit(changed(now.tree, row.place, new), row.place)


def _text(node: Mapping[str, Plain], key: str) -> str:
    value = node.get(key)
    return "" if value is None else str(value)


def _head(row: Row) -> tuple[str, str, str]:
    one, two, three = st.columns([3, 1, 2])
    name = one.text_input(_("名称"), row.name)
    worth = two.text_input(_("分值"), worth_shown(row.node), help=_("5、2.5，或占上级的 40%"))
    id_ = three.text_input(
        _("编号"),
        _text(row.node, "id"),
        help=_("长期不变；以往的评审意见按编号沿用，改了就不再对应"),
    )
    return name, worth, id_


def _group(row: Row) -> Values:
    name, worth, id_ = _head(row)
    least = st.text_input(
        _("最低要求：低于多少分的，不论总分，为最低等次（可空）"),
        _number(row.node.get("least")),
    )

    def values() -> dict[str, Plain]:
        found: dict[str, Plain] = {"name": name.strip(), "id": id_.strip()}
        found |= worth_typed(worth, row.title)
        found["least"] = typed_number(
            least, _("{where}：最低要求").format(where=row.title) + _("：")
        )
        return found

    return values


def _leaf(now: Bench, row: Row) -> Values:
    node = row.node
    name, worth, id_ = _head(row)
    one, two, three, four = st.columns([1, 2, 2, 1])
    methods = [method.value for method in Method]
    method = one.selectbox(
        _("评估方式"), methods, _index(methods, _text(node, "method")),
        lambda key: _(METHOD[Method(key)]),
    )  # fmt: skip
    known = checks()
    names = [NO_CHECK, *known]
    check = two.selectbox(
        _("核查方法"), names, _index(names, _text(node, "check")),
        lambda key: known[key].title if key else _("没有（人工或填报）"),
    )  # fmt: skip
    ways = list(ABSENT)
    na = three.selectbox(
        _("不涉及的处理"), ways, _index(ways, _text(node, "na")), lambda key: _(ABSENT[key])
    )
    share = four.text_input(
        _("得分比例"), _number(node.get("na_share")), help=_("0 到 1；只有得一部分的两种要填")
    )
    texts = {
        key: st.text_area(_(label), _text(node, key), height="content")
        for key, label in _LONG.items()
    }
    halves = st.columns(2)
    texts |= {
        key: halves[n % 2].text_input(_(label), _text(node, key))
        for n, (key, label) in enumerate(_SHORT.items())
    }
    scoring = st.text_input(
        _("计分公式"),
        rule_shown(node.get("scoring")),
        help=_("清空后按评分规则中写的扣分、得分重新读出"),
    )
    left, right = st.columns(2)
    basis = left.text_area(
        _("依据，一行一条：简称 第几条"), lines_shown(node.get("basis")), height="content"
    )
    requires = right.text_area(
        _("适用职责，一行一个（可空）"), lines_shown(node.get("requires")), height="content"
    )
    params = st.text_input(_("核查参数（可空）"), rule_shown(node.get("params")))

    def values() -> dict[str, Plain]:
        looked = method in _LOOKED
        found: dict[str, Plain] = {
            "name": name.strip(),
            "id": id_.strip(),
            **worth_typed(worth, row.title),
            "method": method,
            "check": check or None if looked else None,
            "params": rule_typed(params, row.title) if params.strip() else None,
            "na": na,
            "na_share": typed_number(share, row.title + _("：")) if na in _SHARES else None,
            **{key: text.strip() or None for key, text in texts.items()},
            "basis": lines_typed(basis) or (),
            "requires": lines_typed(requires),
        }
        if scoring.strip():
            found["scoring"] = rule_typed(scoring, row.title)
        else:
            tree = changed(now.tree, row.place, found)
            points = worths(tree).get(row.place) or Fraction(1)
            found["scoring"] = dict(rule_of(texts["rule"], points, row.title))
        return found

    return values


def _index(every: list[str], wanted: str) -> int:
    return every.index(wanted) if wanted in every else 0


def _number(value: Plain) -> str:
    number = number_of(value)
    return "" if number is None else number_text(number)
