"""Archived pages beside a finding: as text with the quoted words marked, or as a picture.

Never as a page: nothing of a stranger's markup or script reaches the browser, and a picture is
drawn anew here before it is shown.
"""

import re

import streamlit as st

from dashboard.casework.evidence import title_and_text
from dashboard.casework.pictures import picture
from dashboard.review.desk import ReviewDesk
from dashboard.wording.language import _
from dashboard.wording.markup import Html, esc, plain
from data.archive import Record
from data.reviews import Cell
from data.types import Evidence
from data.var import VAR
from data.writer import ArchiveError

MOST_TEXT = 20_000  # characters shown of a page


def page(
    desk: ReviewDesk, round_id: str, cell: Cell, pieces: tuple[Evidence, ...], key: str
) -> None:
    """The archived page of a piece of evidence; which one, where there are several."""
    kept = [number for number, piece in enumerate(pieces) if piece.warc]
    if not kept:
        return
    chosen: int | None = kept[0]
    if len(kept) > 1:
        chosen = st.segmented_control(
            _("存证页面"),
            kept,
            default=kept[0],
            format_func=lambda n: _("证据 {part}").format(part=n + 1),
            key=f"{key} page",
        )
    if chosen is None:
        return
    piece = pieces[chosen]
    try:
        record = desk.archived(round_id, cell, piece, VAR)
        shown = picture(record.payload)
        if shown is not None:
            st.image(shown, caption=_("存证图片"), width="stretch")
            return
        st.html(_text(record, piece))
    except ArchiveError as error:
        st.warning(plain(str(error)))


@st.cache_data(max_entries=256, show_spinner=False)
def _text(_record: Record, piece: Evidence) -> str:
    """Kept by the piece, which has the hash of what was archived."""
    title, text = title_and_text(_record)
    head = f"<b>{esc(title)}</b>" if title else ""
    body = marked(text[:MOST_TEXT], piece.quote) or Html(_("（没有文字）"))
    return f'<div class="gk-page" tabindex="0">{head}<div>{body}</div></div>'


def marked(text: str, quote: str) -> Html:
    """The text as HTML, with the words quoted marked wherever they stand, spaces aside."""
    words = [word for word in re.split(r"[\s…]+", quote) if len(word) > 1]
    if not words:
        return esc(text)
    found = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    parts, at = [], 0
    for hit in found.finditer(text):
        parts += [esc(text[at : hit.start()]), f"<mark>{esc(hit.group())}</mark>"]
        at = hit.end()
    return Html("".join([*parts, esc(text[at:])]))
