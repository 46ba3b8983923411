"""The published method: printed from the scheme and from the checks themselves."""

import streamlit as st

from dashboard.parts import current, head
from dashboard.printing import points
from dashboard.steps import checks
from dashboard.words import METHOD
from data.indicators import Leaf, Node

shown = current()
head(shown)
scheme = shown.scheme
st.markdown(
    "每项指标由核查方法给出结果：**符合、部分符合、未公开、不涉及、待核查**。"
    "得分 = 已核查指标的得分之和 ÷ 已核查指标的分值之和 × 总分；"
    "待核查的不计失分，只降低覆盖率；不涉及的不进入分母。"
    "“未公开”必须完整查看过应当载有该信息的栏目才能认定。"
)
registered = checks()


def show(leaf: Leaf) -> None:
    """One indicator with its rule and the way it is looked for."""
    with st.expander(f"{leaf.code} {leaf.name}（{points(leaf.points)} 分，{METHOD[leaf.method]}）"):
        st.markdown("**评分规则**")
        st.text(leaf.rule)
        st.caption("依据：" + "；".join(leaf.basis))
        if leaf.check:
            way = registered[leaf.check]
            st.markdown(f"**核查方法：{way.title}**")
            st.text(way.method)
            st.caption(f"法定依据：{way.basis}")
        st.markdown("**怎么改**")
        st.text(leaf.remedy)


def walk(node: Node | Leaf) -> None:
    if isinstance(node, Leaf):
        show(node)
        return
    st.subheader(f"{node.code} {node.name}（{points(node.points)} 分）")
    for child in node.children:
        walk(child)


for top in scheme.nodes:
    walk(top)
if scheme.vetoes:
    st.subheader("单项否决（须经人工确认才生效）")
    for veto in scheme.vetoes:
        st.markdown(f"- {veto.code} {veto.name}")
if scheme.bonus:
    gate, cap = points(scheme.bonus.gate), points(scheme.bonus.cap)
    st.subheader(f"加分（得分达到 {gate} 才计，最多 {cap} 分）")
    for item in scheme.bonus.items:
        st.markdown(f"- {item.code} {item.name}（{points(item.points)} 分）")
st.subheader("等级")
st.markdown("、".join(f"{band.name} ≥ {points(band.minimum)}" for band in scheme.grades))
