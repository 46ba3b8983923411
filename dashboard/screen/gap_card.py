"""One gap on screen: what was lost, why, the proof, and how to win it back."""

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from dashboard import load
from dashboard.rounds.result import Result
from dashboard.screen.parts import archived, beijing, outcome_word
from dashboard.wording.language import _
from dashboard.wording.markup import Html, described, esc, join, link, plain, small, table
from dashboard.wording.printing import points
from dashboard.wording.tries import tried
from dashboard.wording.words import ITEM
from data.types import Cause, Evidence, Outcome
from scoring.gaps import Gap, merged

IN_SIGHT = 3  # pieces of evidence of one gap


def gap_card(
    shown: Result,
    unit_id: str,
    gap: Gap,
    *,
    unfolded: bool = False,
    gain: Fraction | None = None,
) -> None:
    """A fold with everything about one gap.

    Args:
        gain: what mending it brings on the scheme's total, where somebody wants to know.
    """
    worth = (
        _("失 {lost} 分").format(lost=points(gap.lost))
        if gap.lost
        else _("待核查 {open} 分").format(open=points(gap.open))
    )
    finding = shown.findings[unit_id].get(gap.indicator_id)
    title = f"**{plain(worth)}** · {plain(f'{gap.code} {gap.name}')} · {outcome_word(finding)}"
    with st.expander(title, expanded=unfolded):
        found = load.details(shown, unit_id, gap.indicator_id)
        also = (
            _("另有 {open} 分待核查，不计失分。").format(open=points(gap.open))
            if gap.lost and gap.open
            else ""
        )
        st.html(
            described(
                [
                    (_("原因"), Html(f"{esc(gap.reason)}{small(also)}")),
                    (_("怎么改"), gap.remedy),
                    (_("改好可得"), _("{n} 分").format(n=points(gain)) if gain else ""),
                    (
                        _("要素"),
                        join((f"{name}：{_(ITEM[item])}" for name, item in found.items), "；"),
                    ),
                    (_("计数"), join((f"{name}：{count}" for name, count in found.counts), "；")),
                    (_("证据"), _evidence(gap.evidence)),
                    (_("查找范围"), _looked(gap)),
                    (
                        _("评分规则"),
                        _("{rule}（满分 {points} 分）").format(
                            rule=gap.rule, points=points(gap.points)
                        ),
                    ),
                    (_("依据"), "；".join(gap.basis)),
                    (_("所属"), " › ".join(gap.path)),
                ]
            )
        )
        archived(shown, unit_id, gap.evidence, f"{unit_id} {gap.indicator_id}")


def waiting_table(waiting: Sequence[Gap]) -> Html:
    """Open indicators in short: which, why, how many points; an unread site is one line."""
    return table(
        (_("指标"), _("分值")),
        [
            (Html(esc(f"{gap.code} {gap.name}") + small(_why_open(gap))), points(gap.open))
            for gap in merged(waiting)
        ],
        numbers=(1,),
    )


def _why_open(gap: Gap) -> str:
    """The reason; where the site as a whole is the cause, with what was tried to get in."""
    if gap.looked is None or gap.cause not in {Cause.SITE_DOWN, Cause.BLOCKED}:
        return gap.reason
    return "。".join(filter(None, (gap.reason, tried(gap.looked.steps))))


def _looked(gap: Gap) -> str:
    if gap.looked is None:
        return ""
    read = _("共读取 {pages} 个页面").format(pages=gap.looked.pages)
    lines = [read if gap.outcome is Outcome.UNKNOWN else _("{read}，没有找到").format(read=read)]
    if gap.looked.columns:
        lines.append(_("查过的栏目：") + "、".join(gap.looked.columns))
    if gap.looked.words:
        lines.append(_("查找的词：") + "、".join(gap.looked.words))
    if steps := tried(gap.looked.steps):
        lines.append(steps)
    return "\n".join(lines)


def _evidence(pieces: tuple[Evidence, ...]) -> Html:
    """The first few pieces in sight, the others in a fold: a missing item has one a column."""
    if not pieces:
        return Html("")
    shown = f"<ol>{''.join(map(_piece, pieces[:IN_SIGHT]))}</ol>"
    if rest := pieces[IN_SIGHT:]:
        said = esc(_("另有 {n} 处证据").format(n=len(rest)))
        more = "".join(map(_piece, rest))
        shown += (
            f'<details class="gk-more"><summary>{said}</summary>'
            f'<ol start="{IN_SIGHT + 1}">{more}</ol></details>'
        )
    return Html(shown)


def _piece(piece: Evidence) -> str:
    """Words, address, time, hash and place of one piece."""
    quote = f"<q>{esc(piece.quote)}</q>" if piece.quote else ""
    kept = ""
    if piece.captured_at:
        kept = _("采集于 {captured_at}").format(captured_at=esc(beijing(piece.captured_at)))
    if piece.sha256:
        kept += f"<br>SHA-256 <code>{esc(piece.sha256)}</code>"
    if piece.warc:
        kept += _("<br>存证文件 <code>{warc}</code>，位置 {offset}").format(
            warc=esc(piece.warc), offset=piece.offset
        )
    return f"<li>{quote}{link(piece.url)}{small(Html(kept))}</li>"
