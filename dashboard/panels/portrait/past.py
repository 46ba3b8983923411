"""A unit over the rounds of one family of schemes, and why it moved."""

import streamlit as st

from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.panels.ranks.compared import REASONS, moving, reasons
from dashboard.rounds.result import Result
from dashboard.screen.parts import coverage, place
from dashboard.screen.unit_chart import history_chart
from dashboard.wording.language import _
from dashboard.wording.markup import plain, table
from dashboard.wording.printing import points

QUIET = {"displayModeBar": False}
FULL_TEN = 10  # an axis begins at the full ten below what it shows


def past(desk: Desk, shown: Result, unit_id: str) -> None:
    """The unit's rounds so far as a line and as a table."""
    st.subheader(_("历次得分"), anchor=False)
    rounds = desk.history(shown.round.id, unit_id)
    if len(rounds) < 2:
        st.caption(_("同一指标体系只有这一轮评估；再评一轮以后，这里显示变化和原因。"))
        return
    before = [None, *(each for each, _line in rounds)]
    rules = [
        len(moving(old.scheme, new.scheme)) if old else 0
        for old, (new, _line) in zip(before, rounds, strict=False)
    ]
    walked = [
        load.bridges(desk, new, old, [unit_id]).get(unit_id) if old else None
        for old, (new, _line) in zip(before, rounds, strict=False)
    ]
    st.plotly_chart(
        history_chart(
            [each.round.name for each, _line in rounds],
            [line for _each, line in rounds],
            [bool(n) for n in rules],
        ),
        width="stretch",
        config=QUIET,
        key="history",
        alt=_("历次得分和区间，数值见下表"),
    )
    heading = [_("轮次"), _("得分"), _("名次"), _("等级"), _("覆盖率"),
               *(_(word) for word in REASONS.values())]  # fmt: skip
    rows = [
        [
            plain_name(each.round.name, changed),
            points(line.value),
            place(line),
            line.grade or "—",
            coverage(line),
            *reasons(why),
        ]
        for (each, line), changed, why in zip(rounds, rules, walked, strict=True)
    ]
    st.html(table(heading, rows[::-1], numbers=(1, 4, 5, 6, 7, 8, 9), whole=(2, 3), roomy=True))
    said = _("竖线是区间；五个原因是与前一轮相比得分升降的来历，合起来正好等于差额。")
    cut = min(line.low for _each, line in rounds) >= FULL_TEN
    st.caption((_("纵轴不从 0 开始。") if cut else "") + said)
    if any(rules):
        st.caption(
            _("规则有变化的：{rounds}。").format(
                rounds=plain("；".join(
                    _("{round}（{n} 处）").format(round=each.round.name, n=n)
                    for (each, _line), n in zip(rounds, rules, strict=True) if n
                ))
            )
        )  # fmt: skip


def plain_name(name: str, changed: int) -> str:
    """A round's name, marked where its rules differ from those before."""
    return f"{name}（{_('规则有变')}）" if changed else name
