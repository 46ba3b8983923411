"""Ranking by group, with interval, ties and movement; one page at a time."""

import streamlit as st

from dashboard import load
from dashboard.entry import signin
from dashboard.figures.overview import pass_line
from dashboard.figures.ranking import narrowed
from dashboard.panels.ranks.announced import announced
from dashboard.panels.ranks.asked import asked, paged
from dashboard.panels.ranks.compared import compared, moving, rules
from dashboard.panels.ranks.export import export, headings, rows
from dashboard.panels.ranks.lines import groups
from dashboard.panels.ranks.unplaced import none_placed
from dashboard.screen.parts import chosen_round, demand_scored, head
from dashboard.wording.language import _
from dashboard.wording.markup import plain
from dashboard.wording.printing import percent

COMPARED = 25  # lines of a page whose movement is taken apart
desk, round_id = signin.desk(), chosen_round()
if not desk.sees_ranking():  # what was made public, and only that
    announced(desk, round_id)
    st.stop()

shown = desk.standings(round_id)
demand_scored(shown)
head(shown)
earlier = {each.id: each.name for each in desk.earlier(round_id)}
ways = {"places": _("本轮排名"), "moves": _("与上轮对照")}
way, before = "places", None
if earlier:
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    way = left.segmented_control(
        _("看什么"), list(ways), default="places", required=True, format_func=lambda key: ways[key],
        label_visibility="collapsed", key="rank way",
    )  # fmt: skip
    against = right.selectbox(
        _("与哪一轮比"), list(earlier), format_func=lambda id_: earlier[id_],
        key=f"before {round_id}",
    )  # fmt: skip
    before = desk.standings(against)
moved = load.moved(shown, before) if before else {}
wanted = asked(
    list(load.summaries(shown)), [band.name for band in shown.scheme.grades],
    moves=bool(moved), line=pass_line(shown.scheme),
)  # fmt: skip
lines = narrowed(shown.ranked, shown.units, wanted, moved)
if not lines:
    st.info(_("没有符合条件的单位；清空上面的条件可以看全部。"))
    st.stop()

if way == "moves" and before:
    if not moved:
        st.info(
            _("“{name}”还没有计分，或没有共同的单位，不能对照。").format(
                name=plain(before.round.name)
            )
        )
        st.stop()
    rules(before, shown)
    page = paged(lines, f"{round_id} {against} {wanted}", COMPARED)
    compared(desk, shown, before, page.lines, moved)
else:
    st.caption(
        _(
            "得分只按核查清楚的指标计算；区间是待核查部分全失与全得时的得分；"
            "覆盖率是已核查分值的占比，不足 {floor} 的不列名次。没有看到不等于没有公开。"
            "点单位名称看失分点和证据。"
        ).format(floor=percent(shown.scheme.coverage_floor))
    )
    if before and moved and (changed := len(moving(before.scheme, shown.scheme))):
        st.caption(
            _(
                ":material/rule: 与“{name}”相比，有 {n} 处规则变化会影响得分，见“与上轮对照”。"
            ).format(name=plain(before.round.name), n=changed)
        )
    if not any(each.place for each in shown.ranked):
        none_placed(desk, shown)
    page = paged(lines, f"{round_id} {wanted}")
    groups(desk, shown, page.lines, moved)
export(
    _("{round}排名").format(round=shown.round.name),
    headings(shown, moved=bool(moved)),
    lambda: rows(shown, lines, moved),
)
