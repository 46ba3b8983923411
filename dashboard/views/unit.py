"""One unit: its score tree, its gaps largest first, and what could not be judged."""

import streamlit as st

from dashboard import load
from dashboard.parts import choose_unit, coverage, current, gap_card, head, interval, place
from dashboard.printing import points
from data.indicators import Node

shown = current()
head(shown)
unit_id = choose_unit(shown)
unit, score = shown.units[unit_id], shown.scores[unit_id]
ranked = next(r for r in shown.ranked if r.unit_id == unit_id)
gaps = load.unit_gaps(shown, unit_id)
lost = [gap for gap in gaps if gap.lost]
waiting = [gap for gap in gaps if gap.open and not gap.lost]

cells = st.columns(4)
cells[0].metric("得分", points(score.value))
cells[1].metric("名次", place(ranked), ranked.group, "off")
cells[2].metric("区间", interval(ranked))
cells[3].metric("覆盖率", coverage(ranked))
st.markdown(f"网站：{unit.portal}")
if ranked.why_not:
    st.warning(ranked.why_not)
for veto in shown.scheme.vetoes:
    if veto.id in score.vetoes:
        st.error(f"单项否决生效：{veto.name}")

st.subheader("得分构成")
rows = [
    (f"{node.code} {node.name}", score.nodes.get(node.id))
    for node in shown.scheme.nodes
    if isinstance(node, Node)
]
st.dataframe(
    {
        "一级指标": [name for name, _ in rows],
        "适用分值": [points(p.full) if p else "不涉及" for _, p in rows],
        "已核查": [points(p.known) if p else "" for _, p in rows],
        "得分": [points(p.got) if p else "" for _, p in rows],
        "失分": [points(p.lost) if p else "" for _, p in rows],
        "待核查": [points(p.open) if p else "" for _, p in rows],
    },
    hide_index=True,
    width="stretch",
)
with st.expander("全部指标"):
    leaves = [leaf for leaf in shown.scheme.leaves() if leaf.id in score.leaves]
    st.dataframe(
        {
            "指标": [f"{leaf.code} {leaf.name}" for leaf in leaves],
            "分值": [points(score.leaves[leaf.id].full) for leaf in leaves],
            "得分": [points(score.leaves[leaf.id].got) for leaf in leaves],
            "待核查": [points(score.leaves[leaf.id].open) for leaf in leaves],
            "说明": [
                finding.reason if (finding := shown.findings[unit_id].get(leaf.id)) else ""
                for leaf in leaves
            ],
        },
        hide_index=True,
        width="stretch",
    )

st.subheader(f"失分点（{len(lost)} 项，共失 {points(sum((g.lost for g in lost), score.low * 0))} 分）")
if not lost:
    st.success("没有失分。")
for gap in lost:
    gap_card(shown, gap, f"{unit_id}-{gap.indicator_id}")

st.subheader(f"待核查（{len(waiting)} 项，不计失分）")
for gap in waiting:
    gap_card(shown, gap, f"{unit_id}-{gap.indicator_id}")
