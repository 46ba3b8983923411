"""Shared pieces of screen: which round, which unit, numbers, outcomes, evidence."""

import streamlit as st

from dashboard import load
from dashboard.load import Result
from dashboard.printing import percent, points
from dashboard.words import CAUSE, OUTCOME
from data.archive import ArchiveError
from data.types import Evidence, Finding, Ranked
from scoring.gaps import Gap

MOST_TEXT = 20_000  # characters of an archived page shown at once


def choose_round() -> None:
    """The round selector in the side bar; keeps the choice in the address."""
    rounds = {r.id: r.name for r in reversed(load.rounds())}
    if not rounds:
        return
    asked = st.query_params.get("round")
    if "round" not in st.session_state and asked in rounds:
        st.session_state["round"] = asked
    st.sidebar.selectbox(
        "评估轮次", list(rounds), format_func=lambda id_: rounds[id_], key="round"
    )
    st.query_params["round"] = st.session_state["round"]


def current() -> Result:
    """The chosen round; stops the view with what to do when there is nothing to show."""
    round_id = st.session_state.get("round")
    if round_id is None:
        st.info("还没有评估轮次。运行 `make demo` 看演示，或用 `gkc rounds create` 建立一轮。")
        st.stop()
    shown = load.result(round_id)
    if not shown.scores:
        st.info(
            f"轮次“{shown.round.name}”还没有计分。依次运行：`gkc collect {round_id}`、"
            f"`gkc check {round_id}`、`gkc score {round_id}`。"
        )
        st.stop()
    return shown


def choose_unit(shown: Result) -> str:
    """The unit selector; keeps the choice in the address, so that it can be linked to."""
    asked = st.query_params.get("unit")
    ids = [r.unit_id for r in shown.ranked]
    start = ids.index(asked) if asked in ids else 0
    chosen = st.selectbox(
        "单位", ids, index=start, format_func=lambda id_: shown.units[id_].name
    )
    st.query_params["unit"] = chosen
    return str(chosen)


def head(shown: Result) -> None:
    """What round this is, in one line under the title."""
    r = shown.round
    st.caption(
        f"{r.name} · {shown.scheme.title} · 截止 {r.as_of:%Y-%m-%d} · 评估年度 {r.year} · "
        f"结果摘要 `{shown.digest[:12]}`"
    )


def interval(r: Ranked) -> str:
    return f"{points(r.low)} – {points(r.high)}"


def place(r: Ranked) -> str:
    return f"第 {r.place} 名" if r.place else "不列名次"


def outcome_word(finding: Finding) -> str:
    """The outcome, or the cause where it is unknown, always as a word."""
    return CAUSE[finding.cause] if finding.cause else OUTCOME[finding.outcome]


def gap_card(shown: Result, gap: Gap, key: str) -> None:
    """One gap: what was lost, why, the proof, and how to win it back."""
    lost = f"失 {points(gap.lost)} 分" if gap.lost else f"待核查 {points(gap.open)} 分"
    word = CAUSE[gap.cause] if gap.cause else OUTCOME[gap.outcome]
    with st.expander(f"**{gap.code} {gap.name}** — {lost}（满分 {points(gap.points)}）· {word}"):
        st.markdown("**原因**")
        st.text(gap.reason)
        if gap.lost and gap.open:
            st.caption(f"另有 {points(gap.open)} 分待核查，不计失分。")
        st.markdown("**怎么改**")
        st.text(gap.remedy)
        st.markdown("**规则**")
        st.text(gap.rule)
        st.caption("依据：" + "；".join(gap.basis))
        if gap.looked:
            _looked(gap)
        evidence(shown, gap.evidence, key)


def _looked(gap: Gap) -> None:
    assert gap.looked is not None
    searched = gap.looked
    lines = [f"共读取 {searched.pages} 个页面"]
    if searched.columns:
        lines.append("查过的栏目：" + "、".join(searched.columns))
    if searched.words:
        lines.append("查找的词：" + "、".join(searched.words))
    st.markdown("**查找范围**")
    st.text("；".join(lines))


def evidence(shown: Result, pieces: tuple[Evidence, ...], key: str) -> None:
    """Evidence with address, words, time and hash; the archived page as plain text on demand."""
    if not pieces:
        return
    st.markdown(f"**证据**（{len(pieces)} 处）")
    for number, piece in enumerate(pieces):
        st.text(f"{number + 1}. {piece.quote}")
        st.code(piece.url, language=None, wrap_lines=True)
        if piece.captured_at is None:
            continue
        st.caption(
            f"采集时间 {piece.captured_at:%Y-%m-%d %H:%M:%S} UTC · SHA-256 `{piece.sha256[:16]}…` · "
            f"存证 {piece.warc} @ {piece.offset}"
        )
        if piece.warc and st.toggle("看存证页面文字", key=f"{key}-{number}"):
            _archived(shown, piece, f"{key}-{number}-text")


def _archived(shown: Result, piece: Evidence, key: str) -> None:
    try:
        text = load.archived_text(shown.round.id, piece)
    except ArchiveError as error:
        st.warning(str(error))
        return
    st.text_area("存证页面文字", text[:MOST_TEXT], height=320, key=key, disabled=True)


def coverage(r: Ranked) -> str:
    return percent(r.coverage)
