"""One point on the left of the desk: what the check found, its proof, and what others said."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import streamlit as st

from dashboard.review.board import Board, before
from dashboard.review.desk import ReviewDesk
from dashboard.review.outside import SORT_NAMES, Sort
from dashboard.review.pages import page
from dashboard.screen.parts import beijing, outcome_word
from dashboard.wording.language import _
from dashboard.wording.markup import Html, described, esc, join, link, plain, small
from dashboard.wording.printing import points
from dashboard.wording.tries import tried
from dashboard.wording.words import ITEM, METHOD, OUTCOME
from data.indicators import Leaf
from data.marked import number_text
from data.reviews import MARK_NAMES, Cell
from data.types import Evidence, Finding, Judgement, Number, Outcome
from scoring.review import looked_through


def finding_side(
    shown: Board, desk: ReviewDesk, leaf: Leaf, cell: Cell, found: Finding | None
) -> None:
    """The finding with its proof, and the archived page; of a veto, what gives reason to it."""
    if shown.sorts[leaf.id] is not Sort.LEAF:
        _reasons(shown, desk, cell)
        return
    if found is None:
        st.info(_("还没有核查结果。"))
        return
    names = shown.names(leaf)

    def named(key: str) -> str:
        return names.get(key, key)

    st.html(
        described(
            [
                (_("结论"), Html(f"<b>{esc(outcome_word(found))}</b>")),
                (_("原因"), found.reason),
                (
                    _("要素"),
                    join((f"{named(k)}：{_(ITEM[v])}" for k, v in found.items.items()), "；"),
                ),
                (
                    _("计数"),
                    join((f"{named(k)}：{_plain(v)}" for k, v in found.counts.items()), "；"),
                ),
                (_("证据"), _evidence(found.evidence)),
                (_("查找范围"), _looked(found)),
                (_("确认步骤"), _ladder(leaf, found)),
            ]
        )
    )
    page(desk, shown.round.id, cell, found.evidence, f"{shown.round.id} {cell}")


def _reasons(shown: Board, desk: ReviewDesk, cell: Cell) -> None:
    """What the check found on the indicators that a veto watches."""
    seen = desk.watched(shown.round.id, cell)
    if not seen:
        st.info(_("程序不核查这一项。凭材料确认：上传证据文件，或在理由里写明网址。"))
        return
    st.caption(_("程序只提示疑点，以下是有关指标的核查结果。"))
    for leaf, found in seen:
        st.html(
            described(
                [
                    (f"{leaf.code} {leaf.name}", Html(f"<b>{esc(outcome_word(found))}</b>")),
                    (_("原因"), found.reason),
                    (_("证据"), _evidence(found.evidence)),
                    (_("查找范围"), _looked(found)),
                ]
            )
        )  # fmt: skip
        at = (cell[0], leaf.id)
        page(desk, shown.round.id, at, found.evidence, f"{shown.round.id} {cell} {leaf.id}")


def rule_side(shown: Board, desk: ReviewDesk, leaf: Leaf, cell: Cell) -> None:
    """What is asked, on what basis, and what was said last time."""
    last, sort = before(shown, desk, cell), shown.sorts[leaf.id]
    past = ""
    if last is not None:
        word = (
            outcome_word(last[1])
            if sort is Sort.LEAF
            else shown.words(leaf.id).get(last[1].outcome, _(OUTCOME[last[1].outcome]))
        )
        past = Html(f"{esc(word)}：{esc(last[1].reason)}{small(last[0].name)}")
    worth = small(
        _("满分 {points} 分 · {method}").format(
            points=points(leaf.points), method=_(METHOD[leaf.method])
        )
        if sort is Sort.LEAF
        else f"{_(SORT_NAMES[sort])} · {_(METHOD[leaf.method])}"
    )
    st.html(
        described(
            [
                (_("评分规则"), Html(f"{esc(leaf.rule)}{worth}")),
                (_("依据"), "；".join(leaf.basis)),
                (_("应有材料"), leaf.evidence),
                (_("常见问题"), leaf.typical_failure),
                (_("上轮结果"), past),
            ]
        )
    )  # fmt: skip


def opinions(said: Sequence[Judgement], words: Mapping[Outcome, str]) -> None:
    """What people said of the point so far, oldest first; nothing where nobody did."""
    if not said:
        return
    st.html(described((_(MARK_NAMES[j.mark]), _opinion(j, words)) for j in said))


def _opinion(said: Judgement, words: Mapping[Outcome, str]) -> Html:
    word = words.get(said.outcome, _(OUTCOME[said.outcome]))  # one imported long ago, perhaps
    what = f"<b>{esc(word)}</b>　{esc(said.reason)}"
    return Html(
        (_("撤回意见") if said.withdrawn else what) + small(f"{said.by} · {beijing(said.at)}")
    )


def _ladder(leaf: Leaf, found: Finding) -> str:
    """How far the confirmation ladder was gone: a zero needs all of it."""
    if not leaf.check:
        return ""
    said = tried(found.looked.steps) if found.looked else ""
    whole = (
        _("核查看全了") if looked_through(found) else _("核查没有看全，认定“不符合”前须人工再确认")
    )
    return "。".join(filter(None, (whole, said)))


def _looked(found: Finding) -> str:
    if found.looked is None:
        return ""
    parts = [_("共读取 {pages} 个页面").format(pages=found.looked.pages)]
    if found.looked.columns:
        parts.append(_("查过的栏目：") + "、".join(found.looked.columns))
    if found.looked.words:
        parts.append(_("查找的词：") + "、".join(found.looked.words))
    return "\n".join(parts)


def _evidence(pieces: Iterable[Evidence]) -> Html:
    body = "".join(
        f"<li>{f'<q>{esc(piece.quote)}</q>' if piece.quote else ''}{link(piece.url)}"
        + small(
            _("采集于 {captured_at}").format(captured_at=beijing(piece.captured_at))
            if piece.captured_at
            else ""
        )
        + "</li>"
        for piece in pieces
    )
    return Html(f"<ol>{body}</ol>") if body else Html("")


def _plain(value: Number) -> str:
    return number_text(Fraction(value))


def heading(shown: Board, cell: Cell) -> str:
    """`乙局 · A2 部门预算`, for Markdown."""
    leaf = shown.leaves[cell[1]]
    return plain(f"{shown.units[cell[0]].name} · {leaf.code} {leaf.name}")
