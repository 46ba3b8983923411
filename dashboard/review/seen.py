"""One point on the left of the desk: what the check found, its proof, and what others said."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import streamlit as st

from dashboard.markup import Html, described, esc, join, link, plain, small
from dashboard.parts import beijing, outcome_word
from dashboard.printing import points
from dashboard.review.answer import VERDICTS
from dashboard.review.board import Board, before
from dashboard.review.desk import ReviewDesk
from dashboard.review.pages import page
from dashboard.tries import tried
from dashboard.words import ITEM, METHOD
from data.indicators import Leaf
from data.marked import number_text
from data.reviews import MARK_NAMES, Cell
from data.types import Evidence, Finding, Judgement, Number
from scoring.review import looked_through


def finding_side(shown: Board, leaf: Leaf, found: Finding | None, key: str) -> None:
    """The finding with its proof, and the archived page."""
    if found is None:
        st.info("还没有核查结果。")
        return
    names = shown.names(leaf)

    def named(key: str) -> str:
        return names.get(key, key)

    st.html(
        described(
            [
                ("结论", Html(f"<b>{esc(outcome_word(found))}</b>")),
                ("原因", found.reason),
                ("要素", join((f"{named(k)}：{ITEM[v]}" for k, v in found.items.items()), "；")),
                ("计数", join((f"{named(k)}：{_plain(v)}" for k, v in found.counts.items()), "；")),
                ("证据", _evidence(found.evidence)),
                ("查找范围", _looked(found)),
                ("确认步骤", _ladder(leaf, found)),
            ]
        )
    )  # fmt: skip
    page(shown.round.id, found.evidence, key)


def rule_side(shown: Board, desk: ReviewDesk, leaf: Leaf, cell: Cell) -> None:
    """What is asked, on what basis, and what was said last time."""
    last = before(shown, desk, cell)
    past = ""
    if last is not None:
        past = Html(f"{esc(outcome_word(last[1]))}：{esc(last[1].reason)}{small(last[0].name)}")
    worth = small(f"满分 {points(leaf.points)} 分 · {METHOD[leaf.method]}")
    st.html(
        described(
            [
                ("评分规则", Html(f"{esc(leaf.rule)}{worth}")),
                ("依据", "；".join(leaf.basis)),
                ("应有材料", leaf.evidence),
                ("常见问题", leaf.typical_failure),
                ("上轮结果", past),
            ]
        )
    )  # fmt: skip


def opinions(said: Sequence[Judgement]) -> None:
    """What people said of the point so far, oldest first; nothing where nobody did."""
    if not said:
        return
    st.html(described((MARK_NAMES[j.mark], _opinion(j)) for j in said))


def _opinion(said: Judgement) -> Html:
    what = f"<b>{esc(VERDICTS[said.outcome])}</b>　{esc(said.reason)}"
    return Html(("撤回意见" if said.withdrawn else what) + small(f"{said.by} · {beijing(said.at)}"))


def _ladder(leaf: Leaf, found: Finding) -> str:
    """How far the confirmation ladder was gone: a zero needs all of it."""
    if not leaf.check:
        return ""
    said = tried(found.looked.steps) if found.looked else ""
    whole = "核查看全了" if looked_through(found) else "核查没有看全，认定“不符合”前须人工再确认"
    return "。".join(filter(None, (whole, said)))


def _looked(found: Finding) -> str:
    if found.looked is None:
        return ""
    parts = [f"共读取 {found.looked.pages} 个页面"]
    if found.looked.columns:
        parts.append("查过的栏目：" + "、".join(found.looked.columns))
    if found.looked.words:
        parts.append("查找的词：" + "、".join(found.looked.words))
    return "\n".join(parts)


def _evidence(pieces: Iterable[Evidence]) -> Html:
    body = "".join(
        f"<li>{f'<q>{esc(piece.quote)}</q>' if piece.quote else ''}{link(piece.url)}"
        + small(f"采集于 {beijing(piece.captured_at)}" if piece.captured_at else "")
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
