"""A round at a glance: figures, groups, who rose, who fell, who is below the line."""

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from crawlers.clock import now
from dashboard.cases.fixes import LATE
from dashboard.desk.desk import Desk
from dashboard.figures.overview import (
    GroupLine,
    Move,
    Overview,
    overdue,
    overview,
)
from dashboard.figures.ranking import Order
from dashboard.panels.ranks.asked import BELOW
from dashboard.rounds.result import Result
from dashboard.screen.parts import head
from dashboard.wording.language import _
from dashboard.wording.markup import Html, cards, esc, join, plain, small, table, to_unit, to_view
from dashboard.wording.printing import percent, points
from data.calendar import CHINA
from data.indicators import Publishing
from data.people import NotAllowed
from data.types import Ranked, Round

MOST = 5  # lines of a short list


def moved(value: Fraction | None) -> str:
    """A change of points by sign and shape."""
    if value is None:
        return "—"
    if not value:
        return _("持平")
    return f"{'▲ +' if value > 0 else '▼ −'}{points(abs(value))}"


def figures(shown: Result, seen: Overview, before: Round | None, desk: Desk) -> None:
    """What is asked first, each figure with the way to what it is made of."""
    id_ = shown.round.id
    fixes = overdue(desk.fixes(id_), now().astimezone(CHINA).date())
    compared = (
        _("有 {n} 个单位可与上轮比").format(n=seen.compared) if before else _("没有上一轮可比")
    )
    rose_fell = f"▲ {len(seen.risers)}　▼ {len(seen.fallers)}" if before else "—"
    unplaced = _("未列名次 {n} 个").format(n=seen.unplaced)
    floor = _("不足 {share} 的不列名次").format(share=percent(shown.scheme.coverage_floor))
    late = _("已反馈 {n} 项，复核通过 {passed} 项").format(n=fixes.told, passed=fixes.passed)
    st.html(
        cards(
            [
                (_("单位"), to_view("", len(shown.ranked), round=id_), unplaced),
                (_("进步 / 退步"), to_view("", rose_fell, round=id_, order=Order.UP), compared),
                (
                    _("低于 {line} 分").format(line=points(seen.line)),
                    to_view("", len(seen.below), round=id_, grade=BELOW),
                    _("列名次的单位中"),
                ),
                (
                    _("平均覆盖率"),
                    to_view("collection", percent(seen.coverage or Fraction(0)), round=id_),
                    floor,
                ),
                (
                    _("逾期未整改"),
                    to_view("rectification", fixes.points, round=id_, show=LATE),
                    late if fixes.told else _("还没有反馈问题清单"),
                ),
            ]
        )
    )


def groups_table(shown: Result, seen: Overview, before: Round | None) -> None:
    """Every group with its mean, how it moved, its ends and who is below the line."""
    headings = [_("组别"), _("单位"), _("平均得分"), _("较上轮"), _("最高"), _("最低"),
                _("低于 {line} 分").format(line=points(seen.line)), _("覆盖率")]  # fmt: skip
    rows = [_group(shown, line) for line in seen.groups]
    st.html(table(headings, rows, numbers=(1, 2, 6, 7), whole=(3,), roomy=True))
    if before:
        changed = before.scheme_id != shown.round.scheme_id
        said = _("上一轮：{name}（截止 {day}）。").format(name=before.name, day=before.as_of)
        more = _("两轮的指标体系不同，升降中有规则变化的影响。") if changed else ""
        st.caption(plain(said + more))


def _group(shown: Result, line: GroupLine) -> tuple[object, ...]:
    id_ = shown.round.id

    def to(text: object, **more: str) -> Html:
        return to_view("", text, round=id_, group=line.name, **more)

    return (
        to(line.name), to(line.units), to(points(line.mean)),
        to(moved(line.moved), order=Order.UP) if line.moved is not None else "—",
        _end(shown, line.best, line.firsts), _end(shown, line.last, 1),
        to(line.below, grade=BELOW),
        to_view("collection", percent(line.coverage), round=id_),
    )  # fmt: skip


def _end(shown: Result, r: Ranked | None, tied: int) -> Html:
    if r is None:
        return esc("—")
    more = _("等 {n} 个单位").format(n=tied) if tied > 1 else ""
    return Html(_unit(shown, r) + small(" ".join(filter(None, (points(r.value), more)))))


def _unit(shown: Result, r: Ranked) -> Html:
    """The name, which leads to the unit where its own screen may be opened."""
    if r.unit_id not in shown.units:
        return esc(r.unit_id)
    return to_unit(shown.round.id, r.unit_id, shown.units[r.unit_id].name)


def lists(shown: Result, seen: Overview, before: Round | None) -> None:
    """Side by side: who rose most, who fell most, who is below the line."""
    up, down, low = st.columns(3, gap="medium")
    for place, title, moves, none in (
        (up, _("进步最大"), seen.risers, _("没有单位进步。")),
        (down, _("退步最大"), seen.fallers, _("没有单位退步。")),
    ):
        with place:
            st.subheader(title, anchor=False)
            if before is None:
                st.caption(_("没有更早的一轮可比，下一轮起显示。"))
            elif not moves:
                st.caption(none)
            else:
                st.html(_moves(shown, moves[:MOST]))
    with low:
        st.subheader(_("低于 {line} 分").format(line=points(seen.line)), anchor=False)
        if not seen.below:
            st.caption(_("列名次的单位都达到 {line} 分。").format(line=points(seen.line)))
            return
        st.html(
            table(
                [_("单位"), _("得分")],
                [
                    (Html(_unit(shown, r) + small(r.group)), points(r.value))
                    for r in seen.below[:MOST]
                ],
                numbers=(1,),
            )
        )
        _more(shown, len(seen.below))


def _more(shown: Result, number: int) -> None:
    if number > MOST:
        text = _("共 {n} 个，看全部").format(n=number)
        st.html(small(to_view("", text, round=shown.round.id, grade=BELOW)))


def _moves(shown: Result, moves: Sequence[Move]) -> Html:
    return table(
        [_("单位"), _("得分"), _("较上轮")],
        [
            (
                Html(_unit(shown, move.now) + small(move.now.group)),
                points(move.now.value),
                Html(esc(moved(move.value)) + small(_places(move))),
            )
            for move in moves
        ],
        numbers=(1,),
        whole=(2,),
    )


def _places(move: Move) -> str:
    """From which place to which, inside the group."""
    here = move.now.place or 0
    return _("第 {old} → {new} 名").format(old=here + move.places, new=here)


# --- what everybody may see ---------------------------------------------------------------------


def of_the_public(desk: Desk, round_id: str) -> None:
    """What was made public, added up; nothing that could not be worked out from the publication."""
    shown = desk.method(round_id)
    head(shown)
    try:
        _headings, lines = desk.announced(round_id)
    except NotAllowed as error:
        st.info(f"{plain(str(error))}。")
        if desk.readable(round_id):
            st.html(small(to_view("unit", _("看单位的得分和失分点"), round=round_id)))
        return
    if shown.scheme.publish.mode is not Publishing.FULL:
        _counted(lines)
        return
    before = next(iter(desk.earlier(round_id)), None)
    seen = overview(shown.scheme, desk.announced_places(round_id), _announced_before(desk, before))
    st.html(
        table(
            [_("组别"), _("单位"), _("平均得分"), _("较上轮"), _("最高"), _("最低")],
            [_group(shown, line)[:6] for line in seen.groups],
            numbers=(1, 2),
            whole=(3,),
        )
    )
    lists(shown, seen, before if seen.compared else None)


def _announced_before(desk: Desk, before: Round | None) -> list[Ranked]:
    """Nothing where the round before was not published with places and values."""
    if before is None:
        return []
    try:
        return desk.announced_places(before.id)
    except NotAllowed:
        return []


def _counted(lines: Sequence[dict[str, object]]) -> None:
    """How many units have which grade, or who stands at the ends, by group."""
    rows: dict[tuple[str, str], list[dict[str, object]]] = {}
    for line in lines:
        rows.setdefault((str(line["group"]), str(line.get("grade", line.get("end")))), []).append(
            line
        )
    st.html(
        table(
            [_("组别"), _("类别"), _("单位")],
            [
                (group, kind, join((_who(line) for line in inside), "、"))
                for (group, kind), inside in rows.items()
            ],
            whole=(0, 1),
        )
    )
    st.caption(_("按指标体系规定的公布方式，只列出已经公布的内容。"))


def _who(line: dict[str, object]) -> str:
    if "unit" in line:
        return str(line["unit"])
    return _("{n} 个").format(n=line["units"])
