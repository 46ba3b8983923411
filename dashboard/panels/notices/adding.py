"""A task that the program passed over: its words chosen or pasted, then read as any other."""

import streamlit as st

from dashboard.panels.notices.bench import Bench, add
from dashboard.wording.language import _
from dashboard.wording.markup import plain
from scoring.notice.adding import PassageError, place_of, same_task
from scoring.notice.text import Span

MOST_PASSAGE = 5_000  # characters
MOST_LISTED = 300  # paragraphs; words of the others are pasted
_SHOWN = 60  # characters of a paragraph in the list


def add_form(now: Bench, *, opened: bool = False) -> None:
    """A form for one passage; what is read from it is put among the tasks and shown.

    Args:
        opened: there is nothing else to do on the screen.
    """
    with (
        # With another key it is closed again, once a task was added.
        st.expander(
            _("补充没有读出的任务"),
            expanded=opened,
            key=f"adding {now.revision}",
            icon=":material/add:",
        ),
        st.form(f"add {now.revision}", border=False),
    ):
        chosen = st.selectbox(
            _("没有读成任务的段落"),
            list(range(min(len(now.left), MOST_LISTED))),
            None,
            lambda n: _clipped(now.left[n].text),
            placeholder=_("选一段，或在下面粘贴"),
            help=_("两处都填时，以粘贴的为准"),
        )
        pasted = st.text_area(
            _("或粘贴原文中的一段"),
            height=110,
            max_chars=MOST_PASSAGE,
            key=f"passage {now.revision}",
        )
        pressed = st.form_submit_button(_("读出这一项"), icon=":material/add:")
    if not pressed:
        return
    within = now.left[chosen].span if chosen is not None else None
    try:
        add(now, _span(now, pasted or "", within))
    except PassageError as error:
        st.error(plain(str(error)))
        return
    st.rerun()


def _span(now: Bench, pasted: str, within: Span | None) -> Span:
    """The words that somebody means.

    Raises:
        PassageError: none, not in the notice, or a task already.
    """
    span = within
    if pasted.strip() or span is None:
        span = place_of(now.read.raw, pasted, now.tasks, within)
    if (known := same_task(now.read.raw, span, now.tasks)) is not None:
        raise PassageError(
            _("这段话已经是第 {n} 项任务“{name}”，请在那一项里修改").format(
                n=known + 1, name=_clipped(now.lines[known].heading)
            )
        )
    return span


def _clipped(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
