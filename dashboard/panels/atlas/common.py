"""The commonest failures: how many, what they have in common, how the points are won back."""

import streamlit as st

from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.figures.failures import Failure, Nest
from dashboard.panels.atlas.narrowed import page_of
from dashboard.rounds.result import Result
from dashboard.wording.language import _
from dashboard.wording.markup import Html, esc, join, small, table, to_view
from dashboard.wording.printing import percent, points

MOST = 20


def common(shown: Result, group: str, desk: Desk) -> None:
    """A table, what cost most in all first."""
    found = load.unit_failures(shown, group)
    if not found:
        st.info(_("已核查的指标没有单位失分。"))
        return
    st.caption(
        _(
            "按全部单位合计的失分排列，共 {n} 项指标有单位失分。待核查的不计失分。"
            "点指标看各单位的情况。"
        ).format(n=len(found))
    )
    body = st.container()
    lines = page_of(found, MOST, f"common page {shown.round.id} {group}")
    body.html(
        table(
            [_("指标"), _("失分单位"), _("共失分"), _("共同点"), _("怎么改")],
            [_line(shown, group, each) for each in lines],
            numbers=(1, 2),
            roomy=True,
        )
    )


def _line(shown: Result, group: str, each: Failure) -> tuple[object, ...]:
    leaf, round_id = each.leaf, shown.round.id
    title = f"{leaf.code} {leaf.name}"
    name = to_view("gaps", title, round=round_id, group=group, indicator=leaf.id)
    of = _("{judged} 个中 {share}").format(judged=each.judged, share=percent(each.share))
    return (
        Html(name + small(" › ".join(leaf.path))),
        Html(esc(len(each.failed)) + small(of)),
        points(each.lost),
        shared(each),
        leaf.remedy,
    )


def shared(each: Failure) -> Html:
    """The commonest reasons, and where it is failed much more often than elsewhere."""
    said = [
        _("{reason}（{n} 个单位）").format(reason=reason, n=number)
        for reason, number in each.reasons[:2]
    ]
    for nest, words in (
        (each.group, _("{name}尤其多：{judged} 个中 {failed} 个")),
        (each.host, _("同在 {name} 的 {judged} 个中 {failed} 个，或是平台的问题")),
    ):
        if nest:
            said.append(_nested(words, nest))
    return join((esc(line) for line in said), Html("<br>"))


def _nested(words: str, nest: Nest) -> str:
    return words.format(name=nest.name, judged=nest.judged, failed=nest.failed)
