"""Ranking by group, with interval and coverage; units that could not be judged apart."""

import plotly.graph_objects as go
import streamlit as st

from dashboard.parts import coverage, current, head, interval, place
from dashboard.printing import points

shown = current()
head(shown)
st.markdown(
    "得分只按核查清楚的指标计算；**区间**是待核查部分全失与全得时的得分；"
    "**覆盖率**是已核查分值的占比，不足 "
    f"{float(shown.scheme.coverage_floor):.0%} 的单位不列名次。没有看到不等于没有公开。"
)
for group in dict.fromkeys(r.group for r in shown.ranked):
    listed = [r for r in shown.ranked if r.group == group]
    placed = [r for r in listed if r.place is not None and r.value is not None]
    st.subheader(f"{group}（{len(listed)} 个单位）")
    if placed:
        values = [float(r.value) for r in placed if r.value is not None]
        mean = sum(values) / len(values)
        best, last = placed[0], placed[-1]
        cells = st.columns(4)
        cells[0].metric("平均得分", f"{mean:.2f}")
        cells[1].metric("最高", points(best.value), shown.units[best.unit_id].name, "off")
        cells[2].metric("最低", points(last.value), shown.units[last.unit_id].name, "off")
        cells[3].metric("未列名次", f"{len(listed) - len(placed)} 个")
        chart = go.Figure(
            go.Bar(
                x=values,
                y=[shown.units[r.unit_id].name for r in placed],
                orientation="h",
                text=[points(r.value) for r in placed],
                textposition="inside",
                insidetextanchor="start",
                marker_color="#1f5a96",
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": [float(r.high - r.value) for r in placed if r.value is not None],
                    "arrayminus": [float(r.value - r.low) for r in placed if r.value is not None],
                    "color": "#8a8a8a",
                    "thickness": 1.5,
                },
            )
        )
        chart.update_layout(
            height=60 + 34 * len(placed),
            margin={"l": 0, "r": 10, "t": 8, "b": 24},
            xaxis={"range": [0, float(shown.scheme.total) * 1.02], "fixedrange": True},
            yaxis={"autorange": "reversed", "fixedrange": True},
        )
        st.plotly_chart(chart, width="stretch", config={"displayModeBar": False})
    st.dataframe(
        {
            "名次": [place(r) for r in listed],
            "单位": [shown.units[r.unit_id].name for r in listed],
            "得分": [points(r.value) for r in listed],
            "区间": [interval(r) for r in listed],
            "覆盖率": [coverage(r) for r in listed],
            "等级": [r.grade for r in listed],
            "说明": [r.why_not for r in listed],
        },
        hide_index=True,
        width="stretch",
    )
