"""The accuracy card of the scheme's checks: how often each was right when it accused or cleared."""

import streamlit as st

from dashboard.accuracy.cardlines import counted, name_of, rests, share, standing
from dashboard.desk.desk import Desk
from dashboard.rounds.result import Result
from dashboard.wording.language import _
from dashboard.wording.markup import Html, esc, plain, small, table, to_view
from data.card import Kind, bundled_card
from data.types import Outcome


def accuracy(shown: Result, desk: Desk) -> None:
    """One line a check that the scheme asks, those that may accuse by themselves first."""
    card, tied = bundled_card(), desk.card(shown.round.id)
    decides = tied.decides if tied else card.decides
    names = dict.fromkeys(leaf.check for leaf in shown.scheme.leaves() if leaf.check)
    if not names:
        st.info(_("这一轮的指标都由人评审或按数据计分，没有核查方法可量。"))
        return
    alone = sum(name in decides for name in names)
    st.caption(
        plain(
            _(
                "{n} 种核查方法中 {alone} 种可自行认定“未公开”，其余只作建议，"
                "由评审人员确认后才计失分。"
            ).format(n=len(names), alone=alone)
        )
    )
    rows = []
    for name in sorted(names, key=lambda name: name not in decides):
        accused = card.of(Kind.CHECK, name, Outcome.MISSING)
        cleared = card.of(Kind.CHECK, name, Outcome.MET)
        rows.append(
            (
                Html(esc(name_of(Kind.CHECK, name)) + small(rests(card, name))),
                standing(decides, name),
                Html(esc(share(accused.precision)) + small(counted(accused))),
                share(accused.recall),
                Html(esc(share(cleared.precision)) + small(counted(cleared))),
                share(cleared.recall),
            )
        )
    headings = [_("核查方法"), _("结论的效力"), _("“未公开”准确率"), _("查全率"),
                _("“符合”准确率"), _("查全率")]  # fmt: skip
    st.html(table(headings, rows, numbers=(2, 3, 4, 5)))
    way = to_view("method", _("准确率怎样测得，见“方法”"), round=shown.round.id)
    st.html(small(way))
