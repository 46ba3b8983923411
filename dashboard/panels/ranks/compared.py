"""A ranking against an earlier one: what moved, for which reason, and which rules had changed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import streamlit as st

from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.figures.ranking import Move
from dashboard.panels.ranks.lines import QUIET, moved_words, signed
from dashboard.rounds.result import Result
from dashboard.screen.chart import moved_chart
from dashboard.wording.changed import change_row
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, esc, plain, small, table, to_unit
from dashboard.wording.printing import points
from data.indicators import Scheme
from data.scheme_sheets.changes import Change, changes
from data.types import Ranked
from scoring.bridge import Bridge, in_hundredths

MOST = 100  # changes of a table
REASONS = {
    "rules": N_("规则变化"),
    "applicability": N_("适用范围"),
    "newly_seen": N_("新看到"),
    "corrections": N_("人工更正"),
    "real": N_("实际变化"),
}


def moving(before: Scheme, now: Scheme) -> list[Change]:
    """Changes of the scheme that can move a score."""
    return [each for each in changes(before, now) if each.moves_score]


def rules(before: Result, shown: Result) -> None:
    """Whether the two rounds had the same rules; if not, what changed."""
    found = moving(before.scheme, shown.scheme)
    if not found:
        st.caption(_("两轮的规则相同，升降不是规则引起的。"))
        return
    st.warning(
        _(
            "两轮的规则不同：有 {n} 处变化会影响得分。升降中由规则引起的部分单独列在“规则变化”。"
        ).format(n=len(found)),
        icon=":material/rule:",
    )
    with st.expander(_("规则变化 {n} 处").format(n=len(found))):
        heading = (_("变化"), _("指标"), _("项目"), _("上轮"), _("本轮"))
        rows = [change_row(each) for each in found[:MOST]]
        st.html(
            table(
                heading,
                [[row[key] for key in ("kind", "name", "what", "before", "after")] for row in rows],
                whole=(0, 2),
            )
        )
        if len(found) > MOST:
            st.caption(
                _("只列前 {most} 处；全部见 gkc schemes diff {old} {new}。").format(
                    most=MOST, old=before.scheme.id, new=shown.scheme.id
                )
            )


def compared(
    desk: Desk, shown: Result, before: Result, lines: Sequence[Ranked], moved: Mapping[str, Move]
) -> None:
    """The lines of a page: both places and values, and what the difference is made of."""
    both = [line for line in lines if line.unit_id in moved]
    valued = [line for line in both if moved[line.unit_id].value is not None]
    walked = load.bridges(desk, shown, before, [line.unit_id for line in valued])
    heading = [_("单位"), _("上轮"), _("本轮"), _("升降"), *(_(word) for word in REASONS.values())]
    rows = [
        [
            _name(shown, line.unit_id),
            _stood(moved[line.unit_id].before if line.unit_id in moved else None),
            _stood(line),
            moved_words(moved.get(line.unit_id)),
            *reasons(walked.get(line.unit_id)),
        ]
        for line in lines
    ]
    st.html(table(heading, rows, numbers=(4, 5, 6, 7, 8), whole=(1, 2, 3)))
    st.caption(
        _(
            "五个原因合起来正好等于得分的升降：规则变化是换了指标体系；适用范围是涉及与否变了；"
            "新看到是从前看不清的看清了，或相反；人工更正是评审改了结论；实际变化是网站上真的多了或少了。"
        )
    )
    if valued:
        st.plotly_chart(
            moved_chart(
                [float(moved[line.unit_id].before.value or 0) for line in valued],
                [float(line.value or 0) for line in valued],
                [shown.units[line.unit_id].name for line in valued],
                [signed(moved[line.unit_id]) for line in valued],
                (plain(before.round.name), plain(shown.round.name)),
            ),
            width="stretch",
            config=QUIET,
            key="moved",
            alt=_("各单位两轮得分的变化，数值见上表"),
        )
        st.caption(_("空心圆是上轮得分，实心圆是本轮得分。横轴不从 0 开始。"))


def _name(shown: Result, unit_id: str) -> Html:
    named = to_unit(shown.round.id, unit_id, shown.units[unit_id].name)
    return Html(f'<div class="gk-who">{named}</div>')


def reasons(walked: Bridge | None) -> list[str]:
    """What each reason is worth; a dash where it is nothing or cannot be told."""
    if walked is None:
        return ["—"] * len(REASONS)
    shown = in_hundredths(walked)
    return [_signed(getattr(shown, key)) for key in REASONS]


def _signed(value: Fraction) -> str:
    if not value:
        return "—"
    return f"+{points(value)}" if value > 0 else points(value)


def _stood(line: Ranked | None) -> Html:
    if line is None:
        return esc("—")
    place = _("第 {n} 名").format(n=line.place) if line.place else _("不列名次")
    return Html(f"<b>{points(line.value)}</b>{small(place)}")
