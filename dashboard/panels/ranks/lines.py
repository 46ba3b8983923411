"""Groups of a ranking on screen: figures, a table of one page, and its chart beside it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import streamlit as st

from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.figures.ranking import Move, by_group, ties
from dashboard.rounds.result import Result
from dashboard.screen.chart import interval_chart
from dashboard.screen.parts import coverage, interval, why_no_place
from dashboard.wording.language import _
from dashboard.wording.markup import Html, cards, esc, plain, small, table, to_unit
from dashboard.wording.printing import points
from data.types import Ranked
from scoring.robustness import Firmness
from scoring.score import performance

QUIET = {"displayModeBar": False}


def groups(desk: Desk, shown: Result, lines: Sequence[Ranked], moved: Mapping[str, Move]) -> None:
    """The lines of a page under their groups; places that others share or might have are said."""
    bare = [line.unit_id for line in lines if line.place is None]
    detailed = desk.with_details(shown, bare)
    for name, inside in by_group(lines).items():
        st.subheader(plain(name), anchor=False)
        _figures(shown, name)
        firm = load.firm(desk, shown, name)
        placed = [line for line in inside if line.place is not None]
        said = _table(detailed, inside, moved, firm)
        if not placed:
            st.html(said)
            continue
        left, right = st.columns([3, 2], gap="medium")
        left.html(said)
        tied = ties(placed, {id_: each.tie for id_, each in firm.items()})
        right.plotly_chart(
            interval_chart(
                placed, [shown.units[line.unit_id].name for line in placed],
                float(shown.scheme.total), tied,
            ),
            width="stretch",
            config=QUIET,
            key=f"chart {name}",
            alt=_("{group}各单位的得分和区间，数值见表格").format(group=name),
        )  # fmt: skip
        grey = _("灰底的单位分不出先后：权重稍有不同，次序就会颠倒。") if tied else ""
        right.caption(_("圆点是得分，横条是区间。横轴不从 0 开始。") + grey)


def _figures(shown: Result, group: str) -> None:
    found = load.summaries(shown)[group]
    entries: list[tuple[str, object, object]] = [
        (_("单位"), found.units, _("未列名次 {n} 个").format(n=found.unplaced))
    ]
    if found.best and found.last:
        lowest = shown.scheme.grades[-1].name
        tied = _(" 等 {n} 个").format(n=found.firsts) if found.firsts > 1 else ""
        entries += [
            (
                _("平均得分"),
                points(found.mean),
                _("{lowest} {failing} 个").format(lowest=lowest, failing=found.failing),
            ),
            (
                _("最高"),
                points(found.best.value),
                f"{shown.units[found.best.unit_id].name}{tied}",
            ),
            (_("最低"), points(found.last.value), shown.units[found.last.unit_id].name),
        ]
    st.html(cards(entries))


def _table(
    shown: Result,
    lines: Sequence[Ranked],
    moved: Mapping[str, Move],
    firm: Mapping[str, Firmness],
) -> Html:
    heading = [_("名次"), _("单位"), _("得分（区间）"), _("覆盖率"), _("等级")]
    if moved:
        heading.insert(3, _("比上轮"))
    rows = []
    for line in lines:
        row = [
            _place(line, firm.get(line.unit_id)),
            _name(shown, line),
            Html(f"<b>{points(line.value)}</b>{small(interval(line))}{_performance(shown, line)}"),
            coverage(line),
            line.grade or "—",
        ]
        if moved:
            row.insert(3, moved_words(moved.get(line.unit_id)))
        rows.append(row)
    last = len(heading) - 1
    return table(heading, rows, numbers=(2, last - 1), whole=(0, 3, last) if moved else (0, last))


def _performance(shown: Result, line: Ranked) -> Html:
    """The value as points of the yearly 绩效考核, where the scheme converts it."""
    worth = None if line.value is None else performance(shown.scheme, line.value)
    if worth is None:
        return Html("")
    return small(_("绩效考核 {points} 分").format(points=points(worth)))


def _place(line: Ranked, firm: Firmness | None) -> Html:
    if firm is None or firm.best == firm.worst:
        return esc(line.place or "—")
    may = _("可为 {best}–{worst}").format(best=firm.best, worst=firm.worst)
    return Html(esc(line.place or "—") + small(may))


def _name(shown: Result, line: Ranked) -> Html:
    """The unit as a link, with what keeps it from a place."""
    unit = shown.units[line.unit_id]
    why = why_no_place(shown, line) if line.place is None else ""
    named = to_unit(shown.round.id, unit.id, unit.name)
    return Html(f'<div class="gk-who">{named}{small(why)}</div>')


def moved_words(move: Move | None) -> Html:
    """How a unit moved: the direction as a sign and as a word."""
    if move is None:
        return esc(_("新参评"))
    if move.places is None:
        said = _("上轮未列名次") if move.before.place is None else "—"
    elif move.places:
        word = _("↑ 升 {n} 位") if move.places > 0 else _("↓ 降 {n} 位")
        said = word.format(n=abs(move.places))
    else:
        said = _("→ 持平")
    gained = _("{points} 分").format(points=signed(move)) if move.value is not None else ""
    return Html(esc(said) + small(gained))


def signed(move: Move) -> str:
    """The points gained, with their sign: between the two values as they are shown, so that a
    reader who subtracts comes to the same."""
    gained = Fraction(points(move.after.value)) - Fraction(points(move.before.value))
    return f"+{points(gained)}" if gained > 0 else points(gained)
