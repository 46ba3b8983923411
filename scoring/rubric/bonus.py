"""Rows of an indicator table that earn a bonus: no indicators."""

import re
from dataclasses import replace

from data.scheme_sheets.foreign_rows import ForeignRow, ForeignTable

_BONUS = re.compile(r"(?:工作|特色|创新|附加|奖励)*(?:加分|奖励分|附加分)(?:项目?|指标|事项)?")


def bonus_in(table: ForeignTable) -> tuple[ForeignTable, tuple[ForeignRow, ...]]:
    """The table without its rows of bonus (加分项), and those rows: they are not part of the total,
    and what may earn a bonus is not for an import to decide.
    """
    extra = tuple(row for row in table.rows if any(map(_BONUS.fullmatch, (*row.path, row.name))))
    kept = tuple(row for row in table.rows if row not in extra)
    return (replace(table, rows=kept), extra) if kept else (table, ())
