"""Choosing a scheme on screen: one that is there, or a file looked through and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache, partial

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import act
from dashboard.commands.options import kind_word
from dashboard.desk.desk import Desk
from dashboard.schemefiles.reading import ReadFile, read_file
from dashboard.wording.language import _
from dashboard.wording.markup import cards, plain, table
from dashboard.wording.printing import points
from dashboard.wording.words import METHOD
from data.calendar import CHINA
from data.indicators import Scheme
from data.schemes import SchemeError, bundled, parse_scheme, read_scheme
from data.types import Unit
from data.units import KINDS
from data.uploads import neutral

ENDINGS = ("yaml", "yml", "xlsx", "xls", "csv")
MOST_BYTES = 20 << 20
MOST = 300  # lines of a preview, remarks
_BY_TITLE = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A scheme that a round may use, and its text."""

    scheme: Scheme
    text: str
    ours: bool  # it came with the program


@cache
def _bundled() -> dict[str, tuple[Scheme, str]]:
    return {
        id_: (read_scheme(path), path.read_text(encoding="utf-8-sig"))
        for id_, path in bundled().items()
    }


@lru_cache(maxsize=64)
def _parsed(text: str, id_: str) -> Scheme:
    return parse_scheme(text, id_)


def offers(desk: Desk) -> dict[str, Offer]:
    """Schemes by id: those kept here, newest wording first, and those that came with the program.

    A kept one that cannot be used with this version is left out.
    """
    found = {id_: Offer(scheme, text, True) for id_, (scheme, text) in _bundled().items()}
    for id_ in desk.kept_schemes():
        text = desk.kept_scheme(id_)
        try:
            found[id_] = Offer(_parsed(text, id_), text, id_ in found)
        except SchemeError:  # of an older program: a round of it can be read, none be begun
            found.pop(id_, None)
    return found


def title_of(offer: Offer) -> str:
    scheme = offer.scheme
    return f"{scheme.title}（{scheme.id}，{kind_word(scheme.kind)}）"


def look(scheme: Scheme) -> None:
    """What a scheme asks, in figures and line by line."""
    leaves = scheme.leaves()
    auto = sum((leaf.points for leaf in leaves if leaf.check), Fraction(0))
    st.html(
        cards(
            [
                (_("指标"), len(leaves), kind_word(scheme.kind)),
                (_("总分"), points(scheme.total), ""),
                (_("程序可核查"), points(auto), _("分，其余由人工评审或填报")),
            ]
        )
    )
    with st.expander(_("逐项查看指标")):
        st.html(
            table(
                (_("序号"), _("指标"), _("分值"), _("方式"), _("规则")),
                [
                    (leaf.code, leaf.name, points(leaf.points), _(METHOD[leaf.method]), leaf.rule)
                    for leaf in leaves[:MOST]
                ],
                numbers=(2,),
                whole=(0, 3),
            )
        )


def importing(desk: Desk) -> None:
    """A file of a scheme: YAML, our workbook, or a table of anybody's."""
    taken = st.session_state.setdefault("schemes taken", 0)  # empties the place after each
    file = st.file_uploader(
        _("指标体系文件（{kinds}）").format(kinds="、".join(ENDINGS)),
        ENDINGS,
        key=f"scheme {taken}",
    )
    if file is None:
        return
    if len(file.getvalue()) > MOST_BYTES:
        st.error(_("文件超过 {n} MB，不像指标体系；请核对文件。").format(n=MOST_BYTES >> 20))
        return
    left, middle, right = st.columns(3)
    with left:
        id_ = st.text_input(_("编号（小写字母、数字和 -，如 suqian-2025）"), _slug(file.name))
    with middle:
        title = st.text_input(_("名称（不写则取表的标题）"))
    with right:
        words = [word for word, kind in KINDS.items() if word != kind]
        kind = st.selectbox(
            _("适用的单位类型"), [_BY_TITLE, *words],
            format_func=lambda word: _(word) if word else _("按标题判断"),
        )  # fmt: skip
    st.caption(_("YAML 文件和由本程序导出的表自带编号、名称和类型，不用填。"))
    try:
        scheme, found = _read(
            file.name,
            file.getvalue(),
            id_.strip() or _slug(file.name),
            title.strip(),
            _(KINDS[kind]) if kind else "",
        )
    except SchemeError as error:
        st.error(plain(str(error)))
        return
    st.success(plain(f"{scheme.title}（{scheme.id}）"))
    look(scheme)
    if found.notes:
        with st.expander(_("读入时的说明 {n} 条").format(n=len(found.notes))):
            for remark in found.notes[:MOST]:
                st.caption(plain(remark))
    if st.button(_("存入指标体系"), type="primary"):
        act(partial(desk.keep_scheme, found.text, now()), lambda made: _taken(scheme))


def _taken(scheme: Scheme) -> str:
    st.session_state["schemes taken"] += 1
    return _("已存入指标体系 {id}").format(id=scheme.id)


@lru_cache(maxsize=2)  # of somebody who fills in the form: every key draws it anew
def _read(name: str, content: bytes, id_: str, title: str, kind: str) -> tuple[Scheme, ReadFile]:
    """
    Raises:
        SchemeError: the file cannot be used.
    """
    found = read_file(name, content, id_, title=title, kind=kind)
    return parse_scheme(found.text, neutral(name)), found


def _slug(name: str) -> str:
    """An id from a file name: its letters and figures; a name in Chinese alone gives one by date.

    An id of figures alone would be read as a number.
    """
    stem = neutral(name).rpartition(".")[0].casefold()
    found = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in stem).split())
    if not found:
        return f"scheme-{now().astimezone(CHINA):%Y%m%d}"
    return found if found[0].isalpha() else f"scheme-{found}"


def fitting(units: list[Unit], offer: Offer) -> Mapping[str, list[Unit]]:
    """Units that the scheme is made for, by group."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.kind == offer.scheme.kind:
            found.setdefault(unit.group, []).append(unit)
    return found
