"""The download section of a unit: which documents a person may take away.

A document is made when somebody asks for it, not when the screen is drawn; what was issued is
handed out as the bytes that were issued.
"""

from collections.abc import Callable

import streamlit as st

from dashboard import load
from dashboard.entry import signin
from dashboard.reports.errors import ReportError
from dashboard.reports.fonts import fonts
from dashboard.reports.issuing import issued_bytes
from dashboard.reports.kind import Kind, Scope
from dashboard.reports.permitted import may_make, may_read_issued
from dashboard.reports.registry import KINDS, document_name, made
from dashboard.rounds.result import Result
from dashboard.wording.language import N_, _
from dashboard.wording.markup import plain
from dashboard.wording.printing import china_time
from data.issued import Issue, IssuedFile
from data.people import Person
from data.var import VAR
from scoring.rectification import Status

_FORMATS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel", "zip": "ZIP"}
_MIME = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_TITLES = {
    "unit": N_("一单位一报告"),
    "notice": N_("整改通知书"),
    "scores": N_("得分表"),
    "problems": N_("问题清单"),
    "ledger": N_("整改台账"),
    "pack": N_("迎检资料包"),
}


def downloads(shown: Result, unit_id: str) -> None:
    """Show what of the round's reports the person may take away of a unit; nothing else.

    Args:
        shown: the round as the person may read it.
        unit_id: one of its units.
    """
    person = signin.desk().person
    published = load.is_public(shown)
    issued = [
        each
        for each in load.store().issues(shown.round.id)
        if each.unit_id == unit_id
        and each.kind in KINDS
        and may_read_issued(KINDS[each.kind], person, unit_id, published=published)
    ]
    drafts = _offered(shown, unit_id, person, published=published)
    if not issued and not drafts:
        return
    st.subheader(_("报告下载"), anchor=False)
    for each in issued:
        _issued(each)
    if not drafts:
        return
    if old := load.old(shown):
        st.info(plain(old))
        return
    st.caption(_("下面的由现有结果生成，没有文号的是草稿。"))
    pdf = _pdf()
    for kind in drafts:
        _draft(shown, kind, unit_id, pdf=pdf)


def _offered(shown: Result, unit_id: str, person: Person | None, *, published: bool) -> list[Kind]:
    told = load.fixes_of(shown, unit_id)
    there = {"ledger": bool(told), "notice": any(fix.status is not Status.PASSED for fix in told)}
    return [
        kind
        for kind in KINDS.values()
        if kind.scope is not Scope.ROUND
        and may_make(kind, person, unit_id, published=published)
        and there.get(kind.id, True)
    ]


def _pdf() -> bool:
    """Whether this machine can set a PDF; else says what to install."""
    try:
        fonts()
    except ReportError as error:
        st.caption(plain(str(error)))
        return False
    return True


def _issued(each: Issue) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        title = _(_TITLES.get(each.kind, KINDS[each.kind].title))
        st.markdown(f"**{plain(title)}** {plain(each.text)} · {china_time(each.at)[:10]}")
        for file in each.files:
            _button(file.format, file.name, _reading(file), f"issued {each.text}")


def _draft(shown: Result, kind: Kind, unit_id: str, *, pdf: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        title = _(_TITLES.get(kind.id, kind.title))
        mark = _("（草稿）") if kind.official else ""
        st.markdown(f"**{plain(title)}**{mark}")
        for ending in kind.formats:
            if ending == "pdf" and not pdf:
                continue
            whose = shown.units[unit_id].name
            name = document_name([shown.round.name, whose], kind, ending)
            _button(ending, name, _making(shown, kind, unit_id, ending), f"{kind.id} {unit_id}")


def _button(ending: str, name: str, data: Callable[[], bytes], key: str) -> None:
    st.download_button(
        _FORMATS[ending], data, name, _MIME[ending], key=f"take {key} {ending}",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _making(shown: Result, kind: Kind, unit_id: str, ending: str) -> Callable[[], bytes]:
    url = load.store().url

    def make() -> bytes:
        book = load.book_of(url, shown.round.id, unit_id, kind)
        return made(kind, book, unit_id, ending)

    return make


def _reading(file: IssuedFile) -> Callable[[], bytes]:
    return lambda: issued_bytes(VAR, file)
