"""The text of a notice on screen, every mark by colour and by a word."""

from collections.abc import Sequence

from dashboard.figures.noticemarks import Mark, pieces
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, esc
from scoring.notice.tasks import Task

LABELS = {
    Mark.TASK: N_("任务"),
    Mark.LEAD: N_("牵头"),
    Mark.OTHERS: N_("责任"),
    Mark.DEADLINE: N_("期限"),
    Mark.QUANTITY: N_("数量"),
}
MOST_TEXT = 60_000  # characters shown at once
_AROUND = 120  # characters before and behind one task


def legend() -> Html:
    """What the colours stand for."""
    marks = "".join(
        f'<mark class="gk-m-{mark}">{esc(_(word))}</mark> ' for mark, word in LABELS.items()
    )
    return Html(f'<div class="gk-notice-key">{marks}</div>')


def around(raw: str, tasks: Sequence[Task], at: int) -> Html:
    """One task with the words around it."""
    span = tasks[at].text.span
    return _marked(raw, tasks, max(span.start - _AROUND, 0), span.end + _AROUND, at)


def whole(raw: str, tasks: Sequence[Task], at: int) -> Html:
    """All of the notice, as far as a screen bears it."""
    return _marked(raw, tasks, 0, MOST_TEXT, at)


def _marked(raw: str, tasks: Sequence[Task], start: int, end: int, at: int) -> Html:
    body = []
    for piece in pieces(raw, tasks, start, end):
        words = str(esc(piece.text))
        if piece.mark:
            label = f"<i>{esc(_(LABELS[piece.mark]))}</i>" if piece.first else ""
            words = f'<mark class="gk-m-{piece.mark}">{label}{words}</mark>'
        elif piece.task is None or piece.task != at:
            words = f'<span class="gk-aside">{words}</span>'
        body.append(words)
    return Html(f'<div class="gk-page gk-notice"><div>{"".join(body)}</div></div>')
