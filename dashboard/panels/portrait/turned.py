"""Why a unit stands otherwise than in the round before: the indicators that make the difference."""

from fractions import Fraction

import streamlit as st

from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.figures.turned import Turn, turned
from dashboard.rounds.result import Result
from dashboard.wording.language import _
from dashboard.wording.markup import Html, esc, plain, small, table
from dashboard.wording.printing import points
from scoring.gaps import Gap

MOST = 8  # lines; the rest is in the gaps below


def since_before(desk: Desk, shown: Result, unit_id: str) -> None:
    """New losses first, what was made good last; nothing for a unit without a round before."""
    rounds = desk.history(shown.round.id, unit_id)
    if len(rounds) < 2:
        return
    (earlier, old), (_now, line) = rounds[-2:]
    before = desk.with_details(earlier, [unit_id])
    if unit_id not in before.scores:
        return
    turns = turned(_gaps(shown, unit_id), _gaps(before, unit_id))
    st.subheader(_("与上轮相比"), anchor=False)
    st.caption(
        _("上轮是“{name}”：得分 {old}，本轮 {new}。").format(
            name=plain(earlier.round.name), old=points(old.value), new=points(line.value)
        )
    )
    if not turns:
        st.caption(_("没有哪一项的失分变了；得分的升降来自待核查的多少，见下面“历次得分”。"))
        return
    st.html(
        table(
            (_("指标"), _("变化"), _("本轮的原因")),
            [
                (
                    Html(f'<div class="gk-who">{esc(turn.gap.name)}{small(turn.gap.code)}</div>'),
                    _changed(turn),
                    turn.gap.reason if turn.now else "",
                )
                for turn in turns[:MOST]
            ],
            whole=(1,),
        )
    )
    if len(turns) > MOST:
        st.caption(_("先列 {n} 项；证据和怎么改，见下面“失分点”。").format(n=MOST))
    else:
        st.caption(_("证据和怎么改，见下面“失分点”。"))


def _gaps(shown: Result, unit_id: str) -> list[Gap]:
    found = load.unit_gaps(shown, unit_id)
    return [*found.lost, *(gap for group in found.waiting for gap in group.gaps)]


def _changed(turn: Turn) -> Html:
    old = _lost(turn.before, open_=turn.open_before)
    new = _lost(turn.now, open_=turn.open_now)
    said = _("失分 {old} → {new}").format(old=old, new=new)
    return Html(esc(changed_words(turn)) + small(said))


def _lost(lost: Fraction, *, open_: bool) -> str:
    return points(lost) if lost or not open_ else _("待核查")


def changed_words(turn: Turn) -> str:
    """What became of the points: what nobody could tell, then or now, is neither lost more nor
    made good.
    """
    if turn.open_now and not turn.now:
        return _("转为待核查")
    if turn.open_before and not turn.before:
        return _("▼ 查清，失 {points}").format(points=points(turn.more))
    if turn.more > 0:
        return _("▼ 多失 {points}").format(points=points(turn.more))
    return _("▲ 少失 {points}").format(points=points(-turn.more))
