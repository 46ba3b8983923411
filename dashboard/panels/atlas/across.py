"""One indicator across all units: same facts should have the same outcome, each with its proof."""

from collections import Counter

import streamlit as st

from dashboard.desk.desk import Desk
from dashboard.panels.atlas.narrowed import page_of
from dashboard.rounds.result import Result
from dashboard.screen.parts import outcome_word
from dashboard.wording.language import _
from dashboard.wording.markup import Html, described, esc, link, small, table, to_unit
from dashboard.wording.printing import points
from dashboard.wording.words import OUTCOME
from data.indicators import Leaf
from data.types import Finding, Outcome

MOST = 50


def across(shown: Result, group: str, desk: Desk) -> None:
    """What was found of every unit, what lost most first."""
    leaf = _choose(shown)
    st.html(
        described(
            [
                (_("评分规则"), f"{leaf.rule}（{points(leaf.points)}）"),
                (_("怎么改"), leaf.remedy),
                (_("依据"), "；".join(leaf.basis)),
            ]
        )
    )
    units = [r.unit_id for r in shown.ranked if not group or r.group == group]
    found = {id_: shown.findings.get(id_, {}).get(leaf.id) for id_ in units}
    of = {id_: _outcome(shown, id_, leaf, each) for id_, each in found.items()}
    counted = Counter(of.values())
    chosen = st.pills(
        _("结果"),
        [each for each in Outcome if counted[each]],
        format_func=lambda each: f"{_(OUTCOME[each])} {counted[each]}",
        selection_mode="multi",
        key=f"outcomes of {shown.round.id} {leaf.id}",
    )
    ids = [id_ for id_ in units if not chosen or of[id_] in chosen]
    ids.sort(key=lambda id_: (-_lost(shown, id_, leaf), list(Outcome).index(of[id_]), id_))
    if not ids:
        st.info(_("没有这样的单位。"))
        return
    body = st.container()
    page = page_of(ids, MOST, f"across page {shown.round.id} {leaf.id}")
    body.html(
        table(
            [_("单位"), _("结果"), _("得分"), _("失分"), _("原因"), _("证据")],
            [_line(shown, id_, leaf, of[id_], found[id_]) for id_ in page],
            numbers=(2, 3),
            whole=(1,),
            roomy=True,
        )
    )


def _choose(shown: Result) -> Leaf:
    leaves = {leaf.id: leaf for leaf in shown.scheme.leaves()}
    options, asked = list(leaves), st.query_params.get("indicator", "")
    chosen = st.selectbox(
        _("指标"),
        options,
        index=options.index(asked) if asked in leaves else 0,
        format_func=lambda id_: f"{leaves[id_].code} {leaves[id_].name}",
        key=f"indicator of {shown.round.id}",
    )
    st.query_params["indicator"] = chosen
    return leaves[chosen]


def _outcome(shown: Result, id_: str, leaf: Leaf, finding: Finding | None) -> Outcome:
    if leaf.id not in shown.scores[id_].leaves:
        return Outcome.NOT_APPLICABLE
    return finding.outcome if finding else Outcome.UNKNOWN


def _lost(shown: Result, id_: str, leaf: Leaf) -> float:
    got = shown.scores[id_].leaves.get(leaf.id)
    return float(got.lost) if got else 0.0


def _line(
    shown: Result, id_: str, leaf: Leaf, outcome: Outcome, finding: Finding | None
) -> tuple[object, ...]:
    got, unit = shown.scores[id_].leaves.get(leaf.id), shown.units[id_]
    word = _(OUTCOME[outcome]) if outcome is Outcome.NOT_APPLICABLE else outcome_word(finding)
    return (
        Html(to_unit(shown.round.id, id_, unit.name) + small(unit.group)),
        word,
        points(got.got) if got and got.known else "—",
        points(got.lost) if got and got.lost else "—",
        finding.reason if finding else "—",
        _proof(finding),
    )


def _proof(finding: Finding | None) -> Html:
    """The first piece, and how many there are; of a missing one where it was looked for."""
    if finding is None:
        return esc("—")
    if finding.evidence:
        first, more = finding.evidence[0], len(finding.evidence) - 1
        also = _("另有 {n} 条").format(n=more) if more else ""
        return Html(link(first.url, _("看网页")) + small(first.quote) + small(also))
    if finding.looked:
        columns = "、".join(finding.looked.columns)
        said = _("读了 {n} 页").format(n=finding.looked.pages)
        return Html(esc(said) + small(columns))
    return esc("—")
