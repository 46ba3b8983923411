"""What a unit is headed by: its figures, and what weighs on them."""

from collections.abc import Sequence

import streamlit as st

from dashboard import load
from dashboard.load import UnitGaps
from dashboard.rounds.result import Result
from dashboard.screen.parts import coverage, interval, place, track, why_no_place
from dashboard.wording.language import _
from dashboard.wording.markup import Html, cards, link, plain, small
from dashboard.wording.printing import points
from data.types import Ranked
from scoring.score import short_parts


def warnings(shown: Result, ranked: Ranked) -> None:
    """Why there is no place, parts that fall short, vetoes in force and suspected ones."""
    score = shown.scores[ranked.unit_id]
    if reason := why_no_place(shown, ranked):
        st.warning(plain(reason), icon=":material/visibility_off:")
    for part in short_parts(shown.scheme, score.nodes):
        said = _("“{part}”达不到最低要求 {least} 分，等次为最低。")
        st.error(
            said.format(part=plain(part.name), least=points(part.least)), icon=":material/gavel:"
        )
    for veto in shown.scheme.vetoes:
        if veto.id in score.vetoes:
            st.error(
                _("单项否决生效：{veto}").format(veto=plain(veto.name)), icon=":material/gavel:"
            )
    for veto in load.doubts(shown, ranked.unit_id):
        said = _("疑似触及单项否决“{veto}”，须经人工确认才生效。")
        st.warning(said.format(veto=plain(veto.name)), icon=":material/help:")


def figures(
    shown: Result, ranked: Ranked, found: UnitGaps, rivals: Sequence[object] | None
) -> None:
    """Value, place, lost and open points, coverage; the interval on a line.

    Args:
        rivals: other placed units of the group; None where places are not for the person to know.
    """
    unit, whole = shown.units[ranked.unit_id], load.whole(shown, ranked.unit_id)
    beside = ranked.group
    if rivals is not None and ranked.place is not None:
        beside = _("{group}，共 {n} 个列名次").format(group=ranked.group, n=len(rivals) + 1)
    grade = shown.scores[ranked.unit_id].grade or _("不定等级")
    st.html(
        cards(
            [
                (_("得分"), points(ranked.value), grade),
                (_("名次"), place(ranked), beside),
                (_("失分"), points(found.points), _("{n} 项").format(n=len(found.lost))),
                (_("待核查"), points(found.open), _("不计失分")),
                (
                    _("覆盖率"),
                    coverage(ranked),
                    _("{known} ÷ {full} 分").format(
                        known=points(whole.known), full=points(whole.full)
                    ),
                ),
            ]
        )
        + track(ranked, float(shown.scheme.total))
        + small(
            _("区间 {interval}：待核查部分全失与全得时的得分。").format(interval=interval(ranked))
        )
        + small(Html(f"{_('网站')} {link(unit.portal)}"))
    )
