"""The published method: printed from the scheme and from the checks themselves."""

import streamlit as st

from dashboard.markup import described, plain, table
from dashboard.parts import current, head
from dashboard.printing import percent, points
from dashboard.steps import checks
from dashboard.words import METHOD, OUTCOME, OUTCOME_MEANING
from data.indicators import Leaf, Node

shown = current(scored=False)
scheme, registered = shown.scheme, checks()
head(shown)

st.subheader("核查结果", anchor=False)
st.html(
    table(
        ("结果", "含义", "计分"),
        [(OUTCOME[outcome], *meaning) for outcome, meaning in OUTCOME_MEANING.items()],
        whole=(0,),
    )
)
st.subheader("计分", anchor=False)
st.code(
    f"""总分   = {points(scheme.total)}
得分   = 总分 × 得到的分值 ÷ 已核查的分值
区间   = 总分 × 得到的分值 ÷ 适用的分值  至  总分 ×（得到的分值 + 待核查的分值）÷ 适用的分值
覆盖率 = 已核查的分值 ÷ 适用的分值；不足 {percent(scheme.coverage_floor)} 的不列名次、不定等级""",
    language=None,
    wrap_lines=True,
)
st.caption(
    "例：总分 100，适用 90 分，已核查 65 分，得到 44 分：得分 100 × 44 ÷ 65 = 67.69；"
    "区间 100 × 44 ÷ 90 = 48.89 至 100 ×（44 + 25）÷ 90 = 76.67；覆盖率 65 ÷ 90 = 72%。"
)
bands = "、".join(f"{band.name} ≥ {points(band.minimum)}" for band in scheme.grades)
st.caption(f"等级按未取整的得分划分：{plain(bands)}。名次只在同一组内排，得分相同名次相同。")


def show(leaf: Leaf) -> None:
    """One indicator with its rule and the way it is looked for."""
    way = registered[leaf.check] if leaf.check else None
    label = f"{leaf.code} {leaf.name} · {points(leaf.points)} 分 · {METHOD[leaf.method]}"
    with st.expander(plain(label)):
        st.html(
            described(
                [
                    ("评分规则", leaf.rule),
                    ("依据", "；".join(leaf.basis)),
                    ("核查方法", f"{way.title}\n{way.method}" if way else ""),
                    ("法定依据", way.basis if way else ""),
                    ("需要材料", leaf.evidence),
                    ("怎么改", leaf.remedy),
                ]
            )
        )


def walk(part: Node | Leaf, depth: int = 0) -> None:
    if isinstance(part, Leaf):
        show(part)
        return
    label = plain(f"{part.code} {part.name}（{points(part.points)} 分）")
    st.markdown(f"### {label}" if depth == 0 else f"**{label}**")
    for child in part.children:
        walk(child, depth + 1)


st.subheader(plain(scheme.title), anchor=False)
for top in scheme.nodes:
    with st.container(gap="xsmall"):
        walk(top)
if scheme.vetoes:
    st.markdown("### 单项否决")
    st.caption("经评审人员确认才生效。")
    st.html(table(("编号", "事项"), [(veto.code, veto.name) for veto in scheme.vetoes]))
if scheme.bonus:
    st.markdown("### 加分")
    gate, cap = points(scheme.bonus.gate), points(scheme.bonus.cap)
    st.caption(f"加分前的得分达到 {gate} 才计，合计最多 {cap} 分。")
    items = [(item.code, item.name, points(item.points)) for item in scheme.bonus.items]
    st.html(table(("编号", "事项", "分值"), items, numbers=(2,)))
