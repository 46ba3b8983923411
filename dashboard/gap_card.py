"""One gap on screen: what was lost, why, the proof, and how to win it back."""

from collections.abc import Sequence

import streamlit as st

from dashboard import load
from dashboard.markup import Html, described, esc, join, link, plain, small, table
from dashboard.parts import archived, beijing, outcome_word
from dashboard.printing import points
from dashboard.result import Result
from dashboard.tries import tried
from dashboard.words import ITEM
from data.types import Cause, Evidence, Outcome
from scoring.gaps import Gap, merged


def gap_card(shown: Result, unit_id: str, gap: Gap, *, unfolded: bool = False) -> None:
    """A fold with everything about one gap."""
    worth = f"失 {points(gap.lost)} 分" if gap.lost else f"待核查 {points(gap.open)} 分"
    finding = shown.findings[unit_id].get(gap.indicator_id)
    title = f"**{plain(worth)}** · {plain(f'{gap.code} {gap.name}')} · {outcome_word(finding)}"
    with st.expander(title, expanded=unfolded):
        found = load.details(shown, unit_id, gap.indicator_id)
        also = f"另有 {points(gap.open)} 分待核查，不计失分。" if gap.lost and gap.open else ""
        st.html(
            described(
                [
                    ("原因", Html(f"{esc(gap.reason)}{small(also)}")),
                    ("怎么改", gap.remedy),
                    ("要素", join((f"{name}：{ITEM[item]}" for name, item in found.items), "；")),
                    ("计数", join((f"{name}：{count}" for name, count in found.counts), "；")),
                    ("证据", _evidence(gap.evidence)),
                    ("查找范围", _looked(gap)),
                    ("评分规则", f"{gap.rule}（满分 {points(gap.points)} 分）"),
                    ("依据", "；".join(gap.basis)),
                    ("所属", " › ".join(gap.path)),
                ]
            )
        )
        archived(shown, unit_id, gap.evidence, f"{unit_id} {gap.indicator_id}")


def waiting_table(waiting: Sequence[Gap]) -> Html:
    """Open indicators in short: which, why, how many points; an unread site is one line."""
    return table(
        ("指标", "分值"),
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
    read = f"共读取 {gap.looked.pages} 个页面"
    lines = [read if gap.outcome is Outcome.UNKNOWN else f"{read}，没有找到"]
    if gap.looked.columns:
        lines.append("查过的栏目：" + "、".join(gap.looked.columns))
    if gap.looked.words:
        lines.append("查找的词：" + "、".join(gap.looked.words))
    if steps := tried(gap.looked.steps):
        lines.append(steps)
    return "\n".join(lines)


def _evidence(pieces: tuple[Evidence, ...]) -> Html:
    return Html(f"<ol>{''.join(map(_piece, pieces))}</ol>") if pieces else Html("")


def _piece(piece: Evidence) -> str:
    """Words, address, time, hash and place of one piece."""
    quote = f"<q>{esc(piece.quote)}</q>" if piece.quote else ""
    kept = ""
    if piece.captured_at:
        kept = f"采集于 {esc(beijing(piece.captured_at))}"
    if piece.sha256:
        kept += f"<br>SHA-256 <code>{esc(piece.sha256)}</code>"
    if piece.warc:
        kept += f"<br>存证文件 <code>{esc(piece.warc)}</code>，位置 {piece.offset}"
    return f"<li>{quote}{link(piece.url)}{small(Html(kept))}</li>"
