"""What a unit's value is made of: step by step from the total, and against its group."""

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.figures.levels import Level, levels
from dashboard.figures.waterfall import in_hundredths, waterfall
from dashboard.rounds.result import Result
from dashboard.screen.unit_chart import (
    levels_chart,
    radar_chart,
    step_name,
    step_words,
    waterfall_chart,
)
from dashboard.wording.language import _
from dashboard.wording.markup import Html, table
from dashboard.wording.printing import percent, points

QUIET = {"displayModeBar": False}
_FEWEST = 3  # corners of a radar


def composed(desk: Desk, shown: Result, unit_id: str, group: str) -> None:
    """The waterfall, and first levels beside it; nothing where no indicator was judged."""
    score = shown.scores[unit_id]
    steps = in_hundredths(waterfall(shown.scheme, score))
    if not steps:
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("从满分到得分"), anchor=False)
        st.plotly_chart(
            waterfall_chart(steps), width="stretch", config=QUIET, key="waterfall",
            alt=_("从满分到得分，每个一级指标失多少分，数值见下面的表"),
        )  # fmt: skip
        st.caption(_("失分按已核查的分值折算；待核查的不算失分。"))
    with right:
        _levels(levels(shown.scheme, score, load.group_scores(desk, shown, group)))
    with st.popover(_("以上两图的数值")):
        st.html(
            table(
                (_("步骤"), _("分"), _("累计")),
                [(step_name(step), step_words(step), points(step.after)) for step in steps],
                numbers=(1, 2),
            )
            + _table(levels(shown.scheme, score, load.group_scores(desk, shown, group)))
        )


def _levels(found: Sequence[Level]) -> None:
    st.subheader(_("一级指标得分率"), anchor=False)
    compared = any(each.mean is not None for each in found)
    shapes = {"bars": _("条形图"), "radar": _("雷达图")}
    shape = "bars"
    if len(found) >= _FEWEST:
        shape = st.segmented_control(
            _("图形"), list(shapes), default="bars", required=True,
            format_func=lambda key: shapes[key], label_visibility="collapsed", key="levels as",
        )  # fmt: skip
    st.plotly_chart(
        levels_chart(found) if shape == "bars" else radar_chart(found),
        width="stretch",
        config=QUIET,
        key=f"levels {shape}",
        alt=_("一级指标得分率，数值见下面的表"),
    )
    beside = _("与同组列名次的单位比。") if compared else ""
    st.caption(_("得分率是得分占已核查分值的比例。") + beside)


def _table(found: Sequence[Level]) -> Html:
    compared = any(each.mean is not None for each in found)
    heading = [_("一级指标"), _("分值"), _("本单位")]
    heading += [_("组内平均"), _("组内最高")] if compared else []
    rows = [
        [
            f"{each.code} {each.name}",
            points(each.full),
            *(
                _share(share)
                for share in ((each.own, each.mean, each.best) if compared else (each.own,))
            ),
        ]
        for each in found
    ]
    return table(heading, rows, numbers=range(1, len(heading)))


def _share(share: Fraction | None) -> str:
    return "—" if share is None else percent(share)
