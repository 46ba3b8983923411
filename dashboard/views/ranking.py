"""Ranking by group, with interval and coverage; units that could not be judged apart."""

import streamlit as st

from dashboard import load, signin
from dashboard.chart import interval_chart
from dashboard.markup import Html, cards, plain, small, table, to_unit
from dashboard.parts import (
    chosen_round,
    coverage,
    demand_scored,
    head,
    interval,
    why_no_place,
)
from dashboard.printing import percent, points
from data.people import NotAllowed
from data.types import Ranked

desk, round_id = signin.desk(), chosen_round()
if not desk.sees_ranking():  # what was made public, and only that
    head(desk.method(round_id))
    try:
        headings, lines = desk.announced(round_id)
    except NotAllowed as error:
        st.info(f"{plain(str(error))}。")
        st.stop()
    columns = [word for key, word in headings.items() if key != "group"]
    for name_of_group in dict.fromkeys(line["group"] for line in lines):
        st.subheader(plain(str(name_of_group)), anchor=False)
        inside = [line for line in lines if line["group"] == name_of_group]
        st.html(table(columns, [[line[k] for k in headings if k != "group"] for line in inside]))
    st.stop()

shown = desk.ranking(round_id)
demand_scored(shown)
head(shown)
st.caption(
    "得分只按核查清楚的指标计算；区间是待核查部分全失与全得时的得分；覆盖率是已核查分值的占比，"
    f"不足 {percent(shown.scheme.coverage_floor)} 的不列名次。没有看到不等于没有公开。"
    "点单位名称看失分点和证据。"
)


def name(r: Ranked) -> Html:
    """The unit as a link, with what keeps it from a place."""
    unit = shown.units[r.unit_id]
    return Html(to_unit(shown.round.id, unit.id, unit.name) + small(why_no_place(shown, r)))


def row(r: Ranked) -> tuple[object, ...]:
    value = Html(f"<b>{points(r.value)}</b>{small(interval(r))}")
    return (r.place or "—", name(r), value, coverage(r), r.grade or "—")


for group in load.groups(shown):
    st.subheader(plain(group.name), anchor=False)
    everybody = [*group.placed, *group.others]
    size = ("单位", len(everybody), f"未列名次 {len(group.others)} 个")
    heading = ("名次", "单位", "得分（区间）", "覆盖率", "等级")
    ranking = table(heading, map(row, everybody), numbers=(2, 3), whole=(0, 4))
    if not group.placed:
        st.html(cards([size]) + ranking)
        continue
    tied = f" 等 {group.firsts} 个" if group.firsts > 1 else ""
    best, last, lowest = group.placed[0], group.placed[-1], shown.scheme.grades[-1].name
    st.html(
        cards(
            [
                size,
                ("平均得分", points(group.mean), f"{lowest} {group.failing} 个"),
                ("最高", points(best.value), f"{shown.units[best.unit_id].name}{tied}"),
                ("最低", points(last.value), shown.units[last.unit_id].name),
            ]
        )
    )
    left, right = st.columns([3, 2], gap="medium")
    left.html(ranking)
    names = [shown.units[r.unit_id].name for r in group.placed]
    right.plotly_chart(
        interval_chart(group.placed, names, float(shown.scheme.total)),
        width="stretch",
        config={"displayModeBar": False},
        key=f"chart {group.name}",
        alt=f"{group.name}各单位的得分和区间，数值见表格",
    )
    right.caption("圆点是得分，横条是区间。横轴不从 0 开始。")
