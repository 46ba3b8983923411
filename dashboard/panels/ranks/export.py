"""A ranking to take along: the lines that are asked for, as far as the person sees them."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard.figures.exported import Cell, as_csv, as_workbook
from dashboard.figures.ranking import Move
from dashboard.rounds.result import Result
from dashboard.wording.language import _
from dashboard.wording.printing import number
from data.types import Ranked
from scoring.score import performance

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Rows = Callable[[], Sequence[Sequence[Cell]]]


def export(name: str, headings: Sequence[str], rows: Rows) -> None:
    """Two buttons; a file is made when somebody asks for it."""
    left, right, _rest = st.columns([1, 1, 3])
    left.download_button(
        _("导出 Excel"), lambda: as_workbook(name, headings, rows()), f"{name}.xlsx", _XLSX,
        on_click="ignore", icon=":material/download:", width="stretch",
    )  # fmt: skip
    right.download_button(
        _("导出 CSV"), lambda: as_csv(headings, rows()), f"{name}.csv", "text/csv",
        on_click="ignore", icon=":material/download:", width="stretch",
    )  # fmt: skip


def headings(shown: Result, *, moved: bool) -> list[str]:
    """Columns of a whole ranking; points of the yearly 绩效考核 where the scheme converts them."""
    base = [
        _("组别"),
        _("名次"),
        _("单位"),
        _("得分"),
        _("最低"),
        _("最高"),
        _("覆盖率"),
        _("等级"),
        _("说明"),
    ]
    if shown.scheme.performance_points is not None:
        base.append(_("绩效考核分"))
    return [*base, _("上轮名次"), _("上轮得分"), _("名次升降"), _("得分升降")] if moved else base


def rows(shown: Result, lines: Sequence[Ranked], moved: Mapping[str, Move]) -> list[list[Cell]]:
    """One row a unit: numbers as numbers, rounded as on screen; coverage as a share."""
    return [_row(shown, line, moved.get(line.unit_id), width=bool(moved)) for line in lines]


def _row(shown: Result, line: Ranked, move: Move | None, *, width: bool) -> list[Cell]:
    base: list[Cell] = [
        line.group,
        line.place,
        shown.units[line.unit_id].name,
        number(line.value),
        number(line.low),
        number(line.high),
        number(line.coverage),
        line.grade,
        line.why_not,
    ]
    if shown.scheme.performance_points is not None:
        base.append(None if line.value is None else number(performance(shown.scheme, line.value)))
    if not width:
        return base
    if move is None:
        return [*base, None, None, None, None]
    before = move.before
    return [*base, before.place, number(before.value), move.places, number(move.value)]
