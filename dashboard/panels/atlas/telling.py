"""Indicators as measures: how hard, how telling, and in a plain sentence what to do."""

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.figures.measures import Advice, advice
from dashboard.panels.atlas.narrowed import choose_group, page_of
from dashboard.rounds.result import Result
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, esc, small, table, to_view
from scoring.items import FEWEST

MOST = 50
ADVICE: Mapping[Advice, tuple[str, str]] = {
    Advice.TURNED: (
        N_("与总分相反"),
        N_("其余得分高的单位反而容易失分：核对评分规则写得是否清楚、采集是否看得全。"),
    ),
    Advice.IMPOSSIBLE: (
        N_("几乎无人得分"),
        N_("核对要求是否合理、是否采集得到；确属普遍短板的，先列为整改重点。"),
    ),
    Advice.EASY: (
        N_("几乎人人满分"),
        N_("已分不出高低：可提高要求、降低分值，或改为底线要求。"),
    ),
    Advice.WEAK: (
        N_("区分度低"),
        N_("高分单位与低分单位差别不大：可把评分分档写细，或与相近指标合并。"),
    ),
    Advice.FEW: (
        N_("单位太少"),
        N_("可评判的单位不足 {n} 个，不作判断：先补采或人工核查。"),
    ),
    Advice.KEEP: (N_("可以保留"), N_("能区分高低，与其余得分一致。")),
}


def telling(shown: Result, desk: Desk) -> None:
    """A table of one group, what asks for a change first."""
    group = choose_group(shown, all_of_them=False)
    if sum(r.group == group and r.place is not None for r in shown.ranked) < FEWEST:
        st.info(_("这一组列名次的单位少于 {n} 个，不作指标分析。").format(n=FEWEST))
        return
    found = [(item, advice(item)) for item in load.group_items(shown, group)]
    st.caption(
        _(
            "难度是平均得分率，100% 为人人满分；区分度是其余得分前 27% 与后 27% 单位的得分率之差；"
            "相关是与其余得分的相关，为负时好单位反而容易失分。供修订指标体系参考，不影响本轮得分。"
        )
    )
    counted = Counter(each for _item, each in found)
    chosen = st.pills(
        _("建议"),
        [each for each in ADVICE if counted[each]],
        format_func=lambda each: f"{_(ADVICE[each][0])} {counted[each]}",
        selection_mode="multi",
        key=f"advice of {shown.round.id} {group}",
    )
    leaves = {leaf.id: leaf for leaf in shown.scheme.leaves()}
    order = list(ADVICE)
    lines = sorted(
        ((item, each) for item, each in found if not chosen or each in chosen),
        key=lambda line: (order.index(line[1]), line[0].indicator_id),
    )
    body = st.container()
    page = page_of(lines, MOST, f"items page {shown.round.id} {group}")
    body.html(
        table(
            [_("指标"), _("难度"), _("区分度"), _("相关"), _("满分 / 零分"), _("怎么办")],
            [
                (
                    _way(shown, group, leaves[item.indicator_id].code, item.indicator_id,
                         leaves[item.indicator_id].name),
                    _share(item.difficulty),
                    _decimal(item.discrimination),
                    _decimal(item.correlation),
                    f"{item.full:.0%} / {item.none:.0%}",
                    _said(each),
                )
                for item, each in page
            ],
            numbers=(1, 2, 3, 4),
            roomy=True,
        )
    )  # fmt: skip


def _said(each: Advice) -> Html:
    word, what = ADVICE[each]
    return Html(f"<b>{esc(_(word))}</b>" + small(_(what).format(n=FEWEST)))


def _way(shown: Result, group: str, code: str, id_: str, name: str) -> Html:
    return to_view("gaps", f"{code} {name}", round=shown.round.id, group=group, indicator=id_)


def _share(share: float | None) -> str:
    return "—" if share is None else f"{share:.0%}"


def _decimal(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"
