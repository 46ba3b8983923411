"""Where an edited scheme begins: a version in the database, one of the program's, a file."""

from collections.abc import Mapping

import streamlit as st

from dashboard.desk.desk import Desk
from dashboard.panels.schemes.bench import Bench, begin
from dashboard.panels.tools.taken import upload
from dashboard.schemefiles.reading import read_file
from dashboard.wording.language import _
from dashboard.wording.markup import plain
from data.schemes import SchemeError, bundled, read_scheme

FILES = ("yaml", "yml", "xlsx", "xls", "csv")
KEPT, BUNDLED = "kept:", "bundled:"


@st.cache_data(show_spinner=False)
def _titles() -> dict[str, str]:
    """Titles of the schemes that come with the program; they never change while it runs."""
    return {id_: read_scheme(path).title for id_, path in bundled().items()}


def versions(desk: Desk) -> dict[str, str]:
    """Every version that can be opened, by a key that says where it is, with its name."""
    kept = desk.kept_schemes()
    return {
        **{KEPT + id_: f"{title}（{id_}）" for id_, title in kept.items()},
        **{
            BUNDLED + id_: _("{title}（{id}，随程序提供）").format(title=title, id=id_)
            for id_, title in _titles().items()
            if id_ not in kept
        },
    }


def text_of(desk: Desk, key: str) -> str:
    """The file of a version."""
    if key.startswith(KEPT):
        return desk.kept_scheme(key.removeprefix(KEPT))
    return bundled()[key.removeprefix(BUNDLED)].read_text(encoding="utf-8-sig")


def choose(desk: Desk, now: Bench | None, known: Mapping[str, str]) -> None:
    """The ways to begin; what is being edited is only given up by a click."""
    left, right = st.columns(2, gap="medium")
    with left:
        key = st.selectbox(
            _("打开一个版本"), list(known), format_func=lambda each: known[each],
            index=None if now else 0, placeholder=_("选择版本"),
        )  # fmt: skip
        pressed = st.button(_("打开"), disabled=key is None, type="secondary" if now else "primary")
        if pressed and key is not None:
            begin(text_of(desk, key), known[key])
            st.rerun()
    with right:
        given = upload(_("或导入文件：YAML、导出的 Excel、其他单位的指标表"), FILES, "scheme file")
        keep_ids = st.checkbox(
            _("沿用正在编辑的版本的编号"), bool(now), disabled=now is None,
            help=_("名称和位置没有变的指标沿用原编号，以往的评审意见仍然对应"),
        )  # fmt: skip
        if st.button(_("导入"), disabled=not given):
            before = now.base if now and keep_ids else ""
            _import(given[0].name, given[0].body, given[0].error, before)


def _import(name: str, body: bytes, error: str, before: str) -> None:
    if error:
        st.error(plain(error))
        return
    try:
        with st.spinner(_("正在读取…"), show_time=True):
            made = read_file(name, body, "imported", before)
        begin(made.text, name, made.notes)
    except SchemeError as refused:
        st.error(plain(str(refused)))
        return
    st.rerun()
