"""A scheme as people read it: every indicator with its rule and the way it is looked for."""

from collections.abc import Collection

import streamlit as st

from dashboard.accuracy.cardlines import accusing
from dashboard.rounds.steps import checks
from dashboard.wording.language import _
from dashboard.wording.markup import described, plain, table
from dashboard.wording.printing import points
from dashboard.wording.words import METHOD
from data.card import Card
from data.indicators import Leaf, Node, Scheme, groups_of


def indicators(scheme: Scheme, card: Card, decides: Collection[str]) -> None:
    """The tree of a scheme, its vetoes and bonus items."""
    st.subheader(plain(scheme.title), anchor=False)
    for top in scheme.nodes:
        with st.container(gap="xsmall"):
            _walk(top, card, decides)
    if scheme.vetoes:
        st.markdown(_("### 单项否决"))
        st.caption(_("经评审人员确认才生效。"))
        st.html(table((_("编号"), _("事项")), [(veto.code, veto.name) for veto in scheme.vetoes]))
    if scheme.bonus:
        st.markdown(_("### 加分"))
        gate, cap = points(scheme.bonus.gate), points(scheme.bonus.cap)
        part = {node.id: f"“{node.name}”" for node in groups_of(scheme.nodes)}
        whose = part.get(scheme.bonus.part, _("加分前"))
        st.caption(
            _("{whose}的得分达到 {gate} 才计，合计最多 {cap} 分。").format(
                whose=plain(whose), gate=gate, cap=cap
            )
        )
        items = [(item.code, item.name, points(item.points)) for item in scheme.bonus.items]
        st.html(table((_("编号"), _("事项"), _("分值")), items, numbers=(2,)))


def _show(leaf: Leaf, card: Card, decides: Collection[str]) -> None:
    """One indicator with its rule and the way it is looked for."""
    way = checks()[leaf.check] if leaf.check else None
    label = _("{code} {name} · {points} 分 · {method}").format(
        code=leaf.code, name=leaf.name, points=points(leaf.points), method=_(METHOD[leaf.method])
    )
    with st.expander(plain(label)):
        st.html(
            described(
                [
                    (_("评分规则"), leaf.rule),
                    (_("依据"), "；".join(leaf.basis)),
                    (_("核查方法"), f"{way.title}\n{way.method}" if way else ""),
                    (_("法定依据"), way.basis if way else ""),
                    (_("说“未公开”时"), accusing(card, decides, way.name) if way else ""),
                    (_("需要材料"), leaf.evidence),
                    (_("怎么改"), leaf.remedy),
                ]
            )
        )


def _walk(part: Node | Leaf, card: Card, decides: Collection[str], depth: int = 0) -> None:
    if isinstance(part, Leaf):
        _show(part, card, decides)
        return
    label = plain(
        _("{code} {name}（{points} 分）").format(
            code=part.code, name=part.name, points=points(part.points)
        )
    )
    st.markdown(f"### {label}" if depth == 0 else f"**{label}**")
    for child in part.children:
        _walk(child, card, decides, depth + 1)
