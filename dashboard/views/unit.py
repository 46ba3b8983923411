"""One unit: its score tree, its gaps largest first, and what could not be judged."""

import streamlit as st

from dashboard import load, signin
from dashboard.gap_card import gap_card, waiting_table
from dashboard.markup import Html, cards, link, plain, small
from dashboard.parts import (
    choose_unit,
    coverage,
    current,
    head,
    interval,
    place,
    track,
    why_no_place,
)
from dashboard.printing import points
from dashboard.tree import score_tree
from scoring.score import short_parts

shown = current()
title = st.container()
unit_id = choose_unit(shown)
unit, score = shown.units[unit_id], shown.scores[unit_id]
ranked = next(r for r in shown.ranked if r.unit_id == unit_id)
rivals = sum(r.group == ranked.group and r.place is not None for r in shown.ranked)
everybody = signin.desk().sees_ranking()
found, whole = load.unit_gaps(shown, unit_id), load.whole(shown, unit_id)

with title:
    st.title(plain(unit.name), anchor=False)
    head(shown)
if reason := why_no_place(shown, ranked):
    st.warning(plain(reason), icon=":material/visibility_off:")
for part in short_parts(shown.scheme, score.nodes):
    least = points(part.least)
    st.error(
        f"“{plain(part.name)}”达不到最低要求 {least} 分，等次为最低。", icon=":material/gavel:"
    )
for veto in shown.scheme.vetoes:
    if veto.id in score.vetoes:
        st.error(f"单项否决生效：{plain(veto.name)}", icon=":material/gavel:")
for veto in load.doubts(shown, unit_id):
    st.warning(
        f"疑似触及单项否决“{plain(veto.name)}”，须经人工确认才生效。", icon=":material/help:"
    )
st.html(
    cards(
        [
            ("得分", points(score.value), score.grade or "不定等级"),
            (
                "名次",
                place(ranked),
                f"{ranked.group}，共 {rivals} 个列名次" if everybody else ranked.group,
            ),
            ("失分", points(found.points), f"{len(found.lost)} 项"),
            ("待核查", points(found.open), "不计失分"),
            ("覆盖率", coverage(ranked), f"{points(whole.known)} ÷ {points(whole.full)} 分"),
        ]
    )
    + track(ranked, float(shown.scheme.total))
    + small(f"区间 {interval(ranked)}：待核查部分全失与全得时的得分。")
    + small(Html(f"网站 {link(unit.portal)}"))
)

st.subheader(f"失分点：{len(found.lost)} 项，共 {points(found.points)} 分", anchor=False)
if not found.lost:
    st.info("已核查的指标没有失分。" if whole.known else "没有指标得到核查，不计失分。")
for number, gap in enumerate(found.lost):
    gap_card(shown, unit_id, gap, unfolded=number == 0)

st.subheader("得分构成", anchor=False)
unfolded = st.toggle("展开全部指标")
st.html(score_tree(shown, unit_id, unfolded=unfolded))

if found.waiting:
    st.subheader("待核查：不计失分", anchor=False)
for group in found.waiting:
    with st.expander(f"**{group.title}** · {len(group.gaps)} 项，{points(group.points)} 分"):
        st.caption(group.advice)
        for gap in [gap for gap in group.gaps if gap.evidence]:
            gap_card(shown, unit_id, gap)
        if bare := [gap for gap in group.gaps if not gap.evidence]:
            st.html(waiting_table(bare))
