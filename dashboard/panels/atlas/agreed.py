"""Whether two people who judge the same point, neither knowing the other's word, say the same."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.desk.desk import Desk
from dashboard.figures.agreed import alpha, kappa, least_first, share
from dashboard.review.outside import outside
from dashboard.rounds.result import Result
from dashboard.wording.language import _
from dashboard.wording.markup import Html, cards, table, to_view
from data.people import Action
from scoring.review import Agreement, by_indicators, by_people


def agreed(shown: Result, desk: Desk) -> None:
    """The whole in figures, then indicators and people, those who agree least first."""
    id_ = shown.round.id
    if not any(desk.may(Action.READ_NOTES, unit_id) for unit_id in shown.units):
        st.info(_("两人评审的一致性由组织单位和评审人员查看。"))
        return
    found = desk.marked_twice(id_)
    if not found:
        st.info(
            _("还没有两人背靠背评过的项。组织单位在“评审台”分派时，可以抽取一部分由另一人再评。")
        )
        st.html(to_view("review", _("到“评审台”"), round=id_))
        return
    same = sum(pair.first.outcome is pair.blind.outcome for pair in found)
    waiting = sum(pair.differ and not pair.settled for pair in found)
    st.html(
        cards(
            [
                (_("两人都评"), len(found), _("背靠背，互不知道对方的意见")),
                (_("结论一致"), same, f"{same / len(found):.0%}"),
                (_("待仲裁"), waiting, _("有分歧，还没有人裁定")),
            ]
        )
    )
    st.caption(
        _(
            "κ（Cohen）和 α（Krippendorff）扣除了碰巧一致的部分：1 为完全一致，0 为与碰巧无异；"
            "两人始终给出同一个结论时没有意义，不列数字。只比结论。一致率低的指标宜把评分规则写细，"
            "再请评审人员一起过一遍分歧的项。"
        )
    )
    beside = (leaf for _sort, leaf in outside(shown.scheme).values())
    names = {leaf.id: f"{leaf.code} {leaf.name}" for leaf in (*shown.scheme.leaves(), *beside)}
    left, right = st.columns([3, 2], gap="medium")
    left.html(_table(_("指标"), by_indicators(found), names))
    right.html(_table(_("评审人"), by_people(found), {}))


def _table(of: str, found: Sequence[Agreement], names: Mapping[str, str]) -> Html:
    rows = [
        (names.get(each.of, each.of), each.pairs, share(each), kappa(each), alpha(each))
        for each in least_first(list(found))
    ]
    return table([of, _("两人都评"), _("一致率"), "κ", "α"], rows, numbers=(1, 2, 3, 4))
