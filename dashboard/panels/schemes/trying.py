"""Another rule tried on a round: before, after, movement of every unit. Nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import streamlit as st

from dashboard.desk.desk import Desk
from dashboard.figures.whatif import (
    Move,
    Stored,
    absences,
    moves,
    shared_leaves,
    with_absent,
    with_grades,
    with_points,
)
from dashboard.panels.schemes.movechart import move_chart
from dashboard.panels.tools.kept import keep, kept
from dashboard.schemefiles.faults import Examined
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, cards, esc, plain, small, table
from dashboard.wording.printing import points
from data.indicators import Absent, Scheme
from data.marked import number_text
from data.scheme_sheets.words import ABSENT
from data.web_part import web_part

DRAFT, NA, WEIGHT, GRADES = "draft", "na", "weight", "grades"
WAYS = {
    DRAFT: N_("正在编辑的指标体系"),
    NA: N_("不涉及的处理"),
    WEIGHT: N_("一级指标分值"),
    GRADES: N_("等次线"),
}
MOST, CHARTED = 200, 30  # units in the table, and in the chart
_KEY = "tried"


def trial(desk: Desk, found: Examined | None) -> None:
    """Choose a round and a rule, and see what would be."""
    rounds = {each.id: each.name for each in desk.rounds()}
    if not rounds:
        st.info(_("还没有评估轮次。试算要用一轮已有核查结果的评估。"))
        return
    st.caption(_("按已存的核查结果和评审意见在内存中重新计分，只供比较，不保存，不影响任何轮次。"))
    left, right = st.columns([2, 3])
    ids = list(rounds)
    now = st.session_state.get("round")
    id_ = left.selectbox(
        _("用哪一轮的结果"), ids, ids.index(now) if now in rounds else 0, lambda key: rounds[key]
    )
    way = right.segmented_control(
        _("改什么"), list(WAYS), default=NA, format_func=lambda key: _(WAYS[key]), required=True
    )
    stored = desk.scored_from(id_)
    st.caption(_("该轮的指标体系：{title}").format(title=plain(stored.scheme.title)))
    after = {DRAFT: _draft, NA: _na, WEIGHT: _weights, GRADES: _grades}[way](stored, found)
    pressed = st.button(_("试算"), type="primary", disabled=after is None)
    if after is None:
        return
    of = (id_, after.digest)
    if pressed:
        keep(_KEY, lambda: _Tried(of, moves(stored, after)), _("正在重新计分…"))
    tried = kept(_KEY, _Tried)
    if tried is not None and tried.of == of:
        _show(tried.moves)


@dataclass(frozen=True)
class _Tried:
    """What came of a rule, by round and digest of the scheme tried."""

    of: tuple[str, str]
    moves: Sequence[Move]


def _draft(stored: Stored, found: Examined | None) -> Scheme | None:
    if found is None or found.scheme is None:
        st.info(_("先打开或编辑一个没有差错的指标体系。"))
        return None
    after = web_part(found.scheme) if stored.web_only else found.scheme
    every, known = len(after.leaves()), shared_leaves(stored.scheme, after)
    if not known:
        st.info(_("两个指标体系没有编号相同的指标，没有结果可以沿用。"))
        return None
    if known < every:
        st.caption(
            _("{known}/{every} 项指标在该轮有结果，其余按待核查计，覆盖率会降低。").format(
                known=known, every=every
            )
        )
    return after


def _na(stored: Stored, found: Examined | None) -> Scheme | None:
    counts = absences(stored.scheme)
    olds = [each for each in counts if each is not Absent.NONE]
    if not olds:
        st.info(_("该轮的指标都适用于所有单位，没有“不涉及”的处理可改。"))
        return None
    one, two, three = st.columns(3)
    old = one.selectbox(
        _("原来的处理"), olds, format_func=lambda each: f"{_(ABSENT[each])}（{counts[each]}）"
    )
    news = [each for each in Absent if each not in {old, Absent.NONE}]
    new = two.selectbox(_("改为"), news, format_func=lambda each: _(ABSENT[each]))
    share = Fraction(1)
    if new in {Absent.STATEMENT_SHARE, Absent.FLAT_SHARE}:
        percent = three.number_input(_("得满分的百分之几"), 0, 100, 50)
        share = Fraction(percent, 100)
    return with_absent(stored.scheme, old, new, share)


def _weights(stored: Stored, found: Examined | None) -> Scheme | None:
    nodes = [node for node in stored.scheme.nodes if not getattr(node, "extra", False)]
    columns = st.columns(min(4, len(nodes)))
    new = {
        node.id: columns[n % len(columns)].number_input(
            plain(node.name), 0.01, 1000.0, float(node.points), key=f"weight {node.id}"
        )
        for n, node in enumerate(nodes)
    }
    exact = {id_: Fraction(str(value)) for id_, value in new.items()}
    off = sum(exact.values(), Fraction(0)) - stored.scheme.total
    if off:
        word = _("多 {n} 分") if off > 0 else _("少 {n} 分")
        st.warning(
            _("合计应为 {total} 分，现在{off}。").format(
                total=number_text(stored.scheme.total), off=word.format(n=number_text(abs(off)))
            )
        )
        return None
    return with_points(stored.scheme, exact)


def _grades(stored: Stored, found: Examined | None) -> Scheme | None:
    bands = stored.scheme.grades
    columns = st.columns(min(5, len(bands)))
    least = [
        columns[n % len(columns)].number_input(
            _("{name}不低于").format(name=plain(band.name)), 0.0, float(stored.scheme.total) * 2,
            float(band.minimum), disabled=n == len(bands) - 1, key=f"band {n} {band.name}",
        )
        for n, band in enumerate(bands)
    ]  # fmt: skip
    try:
        return with_grades(stored.scheme, [Fraction(str(value)) for value in least])
    except ValueError as error:
        st.warning(plain(str(error)))
        return None


# --- what came of it ----------------------------------------------------------------------------


def _show(made: Sequence[Move]) -> None:
    up = [each for each in made if (each.climbed or 0) > 0]
    down = [each for each in made if (each.climbed or 0) < 0]
    gains = [each.gained for each in made if each.gained is not None]
    st.html(
        cards(
            [
                (_("名次上升"), len(up), _most(up)),
                (_("名次下降"), len(down), _most(down)),
                (
                    _("等次改变"),
                    sum(each.regraded for each in made),
                    _("共 {n} 个单位").format(n=len(made)),
                ),
                (
                    _("平均得分变化"),
                    _signed(sum(gains, Fraction(0)) / len(gains)) if gains else "—",
                    "",
                ),
            ]
        )
    )
    if charted := [each for each in made if each.gained][:CHARTED]:
        st.plotly_chart(
            move_chart(charted),
            width="stretch",
            config={"displayModeBar": False},
            alt=_("各单位改前、改后的得分，数值见下表"),
        )
    elif not any(each.regraded or each.climbed for each in made):
        st.info(_("没有单位的得分、名次或等次改变。"))
    if len(made) > MOST:
        st.caption(_("先列变化最大的 {n} 个单位。").format(n=MOST))
    st.html(
        table(
            (_("单位"), _("改前"), _("改后"), _("得分变化"), _("名次"), _("等次")),
            [
                (
                    Html(esc(each.unit.name) + small(each.unit.group)),
                    points(each.before.value),
                    points(each.after.value),
                    "—" if each.gained is None else _signed(each.gained),
                    _places(each),
                    _graded(each),
                )
                for each in made[:MOST]
            ],
            numbers=(1, 2, 3),
            whole=(4, 5),
        )
    )


def _most(some: Sequence[Move]) -> str:
    if not some:
        return ""
    best = max(some, key=lambda each: abs(each.climbed or 0))
    return _("最多 {n} 位：{unit}").format(n=abs(best.climbed or 0), unit=best.unit.name)


def _signed(number: Fraction) -> str:
    shown = points(abs(number))
    if not number:
        return points(number)
    return f"+{shown}" if number > 0 else f"−{shown}"


def _places(move: Move) -> str:
    before, after = move.before.place, move.after.place
    if before == after:
        return str(after or "—")
    said = f"{before or '—'} → {after or '—'}"
    if not move.climbed:
        return said
    word = _("▲ 升 {n}") if move.climbed > 0 else _("▼ 降 {n}")
    return f"{said} {word.format(n=abs(move.climbed))}"


def _graded(move: Move) -> str:
    before, after = move.before.grade or "—", move.after.grade or "—"
    return f"{before} → {after}" if move.regraded else after
