"""The head of a scheme on screen: id, title, total, floor, grades, bases."""

from collections.abc import Mapping
from fractions import Fraction

import streamlit as st

from dashboard.panels.schemes.bench import Bench, edit
from dashboard.schemefiles.editing import head_changed, listed
from dashboard.schemefiles.typed import TypedError, number_of, typed_number
from dashboard.wording.language import N_, _
from dashboard.wording.markup import plain
from data.marked import number_text
from data.scheme_sheets.plain import Plain
from data.units import KINDS


def head(now: Bench) -> None:
    """A form for the head; it is applied as a whole or not at all."""
    found = now.tree.get("scheme")
    said: Mapping[str, Plain] = found if isinstance(found, dict) else {}
    words = {kind: word for word, kind in KINDS.items() if word != kind}
    with st.form(f"head {now.revision}"):
        one, two = st.columns([3, 2])
        title = one.text_input(_("名称"), str(said.get("title", "")))
        id_ = two.text_input(
            _("编号"), str(said.get("id", "")), help=_("小写字母、数字和连字符；新版本用新编号")
        )
        one, two, three, four = st.columns(4)
        kinds = list(words)
        kind = str(said.get("kind", ""))
        chosen = one.selectbox(
            _("适用单位"), kinds, kinds.index(kind) if kind in kinds else 0,
            lambda key: _(words[key]),
        )  # fmt: skip
        total = two.text_input(_("总分"), _number(said.get("total")))
        year = three.text_input(_("年度"), _number(said.get("year")))
        floor = four.text_input(
            _("最低覆盖率"), _number(said.get("coverage_floor")) or "0.6",
            help=_("0 到 1；低于它的不列名次、不定等次"),
        )  # fmt: skip
        one, two = st.columns(2)
        version = one.text_input(_("版本"), str(said.get("version", "")))
        region = two.text_input(_("地区"), str(said.get("region", "")))
        grades = st.text_area(
            _("等次，从高到低，一行一档：名称 起点分"),
            "\n".join(_grade(each) for each in listed(said.get("grades"))),
            help=_("按组内比例定的等次写成：先进 60 前 25%"),
            height="content",
        )
        sources = st.text_area(
            _("依据的清单，一行一个：简称 全称"), _pairs(now.tree.get("sources")), height="content"
        )
        if not st.form_submit_button(_("应用总则的修改"), type="primary"):
            return
    try:
        tree = head_changed(
            now.tree,
            {
                "id": id_.strip(),
                "title": title.strip(),
                "kind": chosen or kind,
                "total": typed_number(total, _("总分")),
                "year": typed_number(year, _("年度")),
                "coverage_floor": typed_number(floor, _("最低覆盖率")),
                "version": version.strip() or None,
                "region": region.strip() or None,
                "grades": typed_grades(grades),
            },
        )
        tree = {**tree, "sources": typed_pairs(sources)}
    except TypedError as error:
        st.error(plain(str(error)))
        return
    edit({key: tree[key] for key in sorted(tree, key=_ORDER.index)} if _known(tree) else tree)


_ORDER = ["scheme", "sources", "indicators"]


def _known(tree: Mapping[str, Plain]) -> bool:
    return tree.keys() <= set(_ORDER)


def _number(value: Plain) -> str:
    number = number_of(value)
    return "" if number is None else number_text(number)


def _grade(band: Mapping[str, Plain]) -> str:
    top = number_of(band.get("top"))
    share = (
        _(" 前 {number_text}%").format(number_text=number_text(top * 100))
        if top is not None
        else ""
    )
    return f"{band.get('name', '')} {_number(band.get('min')) or '0'}{share}"


def _pairs(value: Plain) -> str:
    if not isinstance(value, Mapping):
        return ""
    return "\n".join(f"{key} {title}" for key, title in value.items())


_TOP = N_("前")  # 前 25%


def typed_grades(text: str) -> tuple[dict[str, Plain], ...]:
    """Grades typed one a line: `优秀 90`, `先进 60 前 25%`.

    Raises:
        TypedError: a line that says something else.
    """
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        words = line.replace(_TOP, f" {_TOP} ").replace("％", "%").split()
        if len(words) not in {2, 4} or (len(words) == 4 and words[2] not in {_TOP, _(_TOP)}):
            raise TypedError(
                _("等次“{line}”看不懂，请写成“优秀 90”或“先进 60 前 25%”").format(line=line)
            )
        band: dict[str, Plain] = {
            "name": words[0],
            "min": typed_number(words[1], _("等次的起点分")),
        }
        if len(words) == 4:
            share = typed_number(words[3].rstrip("%"), _("组内比例"))
            assert isinstance(share, int | Fraction)  # a word is never empty
            band["top"] = Fraction(share) / 100
        found.append(band)
    return tuple(found)


def typed_pairs(text: str) -> dict[str, Plain]:
    """Bases typed one a line: `foi 《政府信息公开条例》`.

    Raises:
        TypedError: a line without a title.
    """
    found: dict[str, Plain] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        key, _space, title = line.partition(" ")
        if not title.strip():
            raise TypedError(_("依据“{line}”应写成“简称 全称”，中间空一格").format(line=line))
        found[key] = title.strip()
    return found
