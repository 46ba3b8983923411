"""What cost most and what is late: short lists that lead on."""

from collections.abc import Mapping

import streamlit as st

from crawlers.clock import now
from dashboard import load
from dashboard.cases.fixes import LATE
from dashboard.desk.desk import Desk
from dashboard.figures.failures import Failure
from dashboard.figures.overview import overdue
from dashboard.rounds.result import Result
from dashboard.screen.parts import too_many
from dashboard.wording.language import _
from dashboard.wording.markup import Html, small, table, to_unit, to_view
from dashboard.wording.printing import percent, points
from data.calendar import CHINA

MOST = 5


def commonest(shown: Result, desk: Desk) -> None:
    """The indicators that cost most, over all units."""
    st.subheader(_("最普遍的失分点"), anchor=False)
    if said := too_many(shown):
        st.caption(said)
        return
    found = load.unit_failures(desk.ranking(shown.round.id), "")
    if not found:
        st.caption(_("已核查的指标没有单位失分。"))
        return
    st.html(
        table(
            [_("指标"), _("失分单位"), _("共失分")],
            [_line(shown, each) for each in found[:MOST]],
            numbers=(1, 2),
        )
    )
    text = _("共 {n} 项指标有单位失分，看差距").format(n=len(found))
    st.html(small(to_view("gaps", text, round=shown.round.id)))


def _line(shown: Result, each: Failure) -> tuple[object, ...]:
    leaf = each.leaf
    name = to_view("gaps", f"{leaf.code} {leaf.name}", round=shown.round.id, indicator=leaf.id)
    share = _("占 {share}").format(share=percent(each.share))
    number = to_view("gaps", len(each.failed), round=shown.round.id, indicator=leaf.id)
    return (
        Html(name + small(each.reasons[0][0] if each.reasons else "")),
        Html(number + small(share)),
        points(each.lost),
    )


def late(shown: Result, desk: Desk) -> None:
    """Units with rectification overdue, the most points first."""
    st.subheader(_("逾期未整改"), anchor=False)
    fixes = desk.fixes(shown.round.id)
    found = overdue(fixes, now().astimezone(CHINA).date())
    if not found.late:
        st.caption(_("没有逾期的整改。") if fixes else _("还没有反馈问题清单，没有要整改的。"))
        return
    names: Mapping[str, str] = {id_: unit.name for id_, unit in shown.units.items()}
    st.html(
        table(
            [_("单位"), _("逾期"), _("最久")],
            [
                (
                    to_unit(shown.round.id, id_, names[id_]),
                    to_view(
                        "rectification",
                        _("{n} 项").format(n=number),
                        round=shown.round.id,
                        show=LATE,
                    ),
                    _("{n} 天").format(n=days),
                )
                for id_, number, days in found.late[:MOST]
            ],
            numbers=(1, 2),
        )
    )
    if len(found.late) > MOST:
        text = _("共 {n} 个单位，看整改").format(n=len(found.late))
        st.html(small(to_view("rectification", text, round=shown.round.id, show=LATE)))
