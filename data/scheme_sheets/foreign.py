"""Somebody else's indicator table as rows: groups, name, rule and points of every indicator.

Nothing is judged here: what the words of a rule mean is read by `scoring/rubric`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from data.scheme_sheets.cells import Cell, number_in, text_in, value_of
from data.scheme_sheets.foreign_rows import ForeignRow, ForeignTable, Group
from data.scheme_sheets.grid import SchemeSheetError, Sheet, place
from data.scheme_sheets.layout import Column, Layout, find_layout
from data.scheme_sheets.naming import bare_name, short_name

MOST_POINTS = 1_000_000  # of a cell; more is a slip, or a number of something else
_TOTAL = re.compile(r"(?:合\s*计|总\s*[分计]|总\s*分\s*值).*")
_REMARK = re.compile(r"(?:备?注|说明|填表说明)\s*[:：].*|(?:备?注|说明)", re.DOTALL)
# 主动公开（40%）, 平台建设(20分): what a group is worth, in its name.
_IN_NAME = re.compile(r"[（(【]\s*(?:共|计|满分|权重)?\s*(\d+(?:\.\d+)?)\s*(分|%|％)\s*[)）】]")
_CODED = re.compile(r"(\d{4,})\s+\S")  # 010101 本级规范性文件


def read_foreign(path: Path, sheets: Sequence[Sheet]) -> ForeignTable:
    """The indicator table in a workbook or CSV.

    Raises:
        SchemeSheetError: no header is found, there are no rows, or a cell is not what its column
            holds; the sentence names sheet, row and remedy.
    """
    layout = find_layout(sheets)
    if layout is None:
        raise SchemeSheetError(
            f"{path.name}：找不到指标表的表头；表头应有“一级指标”等层级列，"
            "以及“分值”“评分标准”“考察点”中的一列，请核对列名。"
        )
    return _Body(path.name, layout).table()


@dataclass(slots=True)
class _Line:
    """A row of the body, merged cells filled."""

    number: int
    where: str
    names: list[str]
    worths: list[Cell]  # of the levels
    worth: Cell
    block: int  # first row of the merged range that holds `worth`
    text: str
    cells: tuple[Cell, ...]
    section: Group | None


class _Body:
    def __init__(self, file: str, layout: Layout) -> None:
        self.file, self.layout = file, layout
        self.total: tuple[Fraction, str] | None = None
        self.remarks: list[str] = []

    def table(self) -> ForeignTable:
        layout = self.layout
        lines = list(self._lines())
        if not lines:
            raise SchemeSheetError(
                f"{place(self.file, layout.sheet.name, layout.body)}：表头以下没有指标，请核对。"
            )
        _demand_names(lines)
        rows = tuple(self._rows(lines))
        above = [text_in(cell) for row in layout.sheet.rows[: layout.top] for cell in row if cell]
        titles = [
            text for text in above if re.search("指标|标准|细则|考[核评]表|测评表|体系", text)
        ]
        title = next((text for text in titles if len(text) > 6), "")
        return ForeignTable(
            file=self.file,
            title=title,
            rows=rows,
            total=self.total[0] if self.total else None,
            total_where=self.total[1] if self.total else "",
            unread=layout.unread,
            remarks=tuple(self.remarks),
        )

    def _lines(self) -> Iterator[_Line]:
        layout, sheet = self.layout, self.layout.sheet
        filled = sheet.filled()
        block = {
            row: top
            for top, left, bottom, right in sheet.merged
            for row in range(top, bottom + 1)
            if layout.leaf_points is not None and left <= layout.leaf_points <= right
        }
        wide = {
            top for top, left, bottom, right in sheet.merged if right - left >= 3 and top == bottom
        }
        names: list[str] = []
        section: Group | None = None
        for number in range(layout.body, len(filled)):
            row = filled[number]
            said = [text_in(cell) for cell in row]
            written = [text for text in said if text]
            where = place(self.file, sheet.name, number)
            if not written:
                continue
            if any(_TOTAL.fullmatch(said[column]) for column in (0, *layout.levels)):
                self._take_total(row, where)
                continue
            if _REMARK.fullmatch(written[0]) and len(set(written)) <= 2:
                self.remarks.append(" ".join(written))
                continue
            if len(set(written)) == 1 and (
                number in wide
                or not (said[layout.levels[-1]] or self._text(said) or self._points(row))
            ):
                section, names = self._group(written[0], None, where), []
                continue
            now = [said[column] for column in layout.levels]
            first = next((n for n, name in enumerate(now) if name), len(now))
            names = [*names[:first], *now[first:]]
            if not any(names):
                raise SchemeSheetError(f"{where}：没有指标名称，请填写，或删去整行。")
            yield _Line(
                number=number,
                where=where,
                names=names,
                worths=[
                    row[layout.level_points[n]] if n in layout.level_points else None
                    for n in range(len(layout.levels))
                ],
                worth=self._points(row),
                block=block.get(number, number),
                text=self._text(said),
                cells=row,
                section=section,
            )

    def _points(self, row: Sequence[Cell]) -> Cell:
        return row[self.layout.leaf_points] if self.layout.leaf_points is not None else None

    def _text(self, said: Sequence[str]) -> str:
        """What is asked and what a fault costs, in the table's words."""
        parts = [said[column] for column in (*self.layout.details, *self.layout.rules)]
        kept = dict.fromkeys(part.strip() for part in parts if part)
        return "\n".join(kept)

    def _take_total(self, row: Sequence[Cell], where: str) -> None:
        numbers = [self._number(cell, where) for cell in row if cell is not None and _numeric(cell)]
        if numbers:
            self.total = (numbers[0][0], where)

    def _number(self, cell: Cell, where: str) -> tuple[Fraction, bool]:
        """Points, or a share with true.

        Raises:
            SchemeSheetError: the cell holds no number.
        """
        if isinstance(cell, str):
            number = number_in(cell)
            share = bool(re.search("[%％]", cell))
        else:
            plain = value_of(cell)
            number = plain if isinstance(plain, int | Fraction) else None
            share = False
        if number is None or number < 0:
            raise SchemeSheetError(
                f"{where}：分值“{text_in(cell)}”不是数字，请写成 2、0.5 或 40% 这样的形式。"
            )
        if number > MOST_POINTS:
            raise SchemeSheetError(f"{where}：分值“{text_in(cell)}”过大，请核对。")
        if self.layout.percent and not share:
            return Fraction(number) / (100 if number > 1 else 1), True
        return Fraction(number), share

    def _group(self, name: str, cell: Cell, where: str) -> Group:
        found = _IN_NAME.search(name)
        bare = bare_name(_IN_NAME.sub("", name)) or name
        if cell is not None:
            worth, share = self._number(cell, where)
            return Group(bare, worth, share)
        if found:
            share = found[2] != "分"
            return Group(bare, Fraction(found[1]) / (100 if share else 1), share)
        return Group(bare)

    def _rows(self, lines: Sequence[_Line]) -> Iterator[ForeignRow]:
        """Lines that share one cell of points and one name are one indicator; lines that share a
        name and have points of their own are indicators named by their text.
        """
        blocks: list[list[_Line]] = []
        for line in lines:
            last = blocks[-1][0] if blocks else None
            same = last and last.names == line.names and last.section == line.section
            code = self.layout.single.get(Column.CODE)
            own = line.worth is not None and line.block == line.number
            own = own or (code is not None and line.cells[code] is not None)
            if (
                last
                and same
                and not own
                and (last.block == line.block or (line.worth is None and last.worth is not None))
            ):
                blocks[-1].append(line)
            else:
                blocks.append([line])
        shared: dict[tuple[object, ...], int] = {}
        for block in blocks:
            key = (block[0].section, *block[0].names)
            shared[key] = shared.get(key, 0) + 1
        by_text = sum(1 for n in shared.values() if n > 1) * 2 > len(shared)
        for block in blocks:
            first = block[0]
            alone = shared[(first.section, *first.names)] == 1 and not by_text
            yield self._row(block, alone)

    def _row(self, block: Sequence[_Line], alone: bool) -> ForeignRow:
        first = block[0]
        levels = [(n, name) for n, name in enumerate(first.names) if name]
        text = "\n".join(dict.fromkeys(line.text for line in block if line.text))
        groups = [first.section] if first.section else []
        above = levels[:-1] if alone else levels
        groups += [self._group(name, first.worths[n], first.where) for n, name in above]
        name = levels[-1][1] if alone else short_name(text or levels[-1][1])
        rule = text or name
        worth: Fraction | None = None
        share = False
        if first.worth is not None:
            worth, share = self._number(first.worth, first.where)
        elif alone and (named := self._group(name, first.worths[levels[-1][0]], first.where)).worth:
            worth, share = named.worth, named.share
        single = self.layout.single
        found = {kind: text_in(first.cells[column]) for kind, column in single.items()}
        coded = _CODED.match(levels[-1][1]) if alone else None
        return ForeignRow(
            where=first.where,
            groups=_without_repeats(groups),
            name=bare_name(_IN_NAME.sub("", name)) or name,
            rule=rule,
            worth=worth,
            share=share,
            code=found.get(Column.CODE, "") or (coded[1] if coded else ""),
            responsible=found.get(Column.RESPONSIBLE, ""),
            sampling=found.get(Column.SAMPLING, ""),
            basis=found.get(Column.BASIS, ""),
            evidence=found.get(Column.EVIDENCE, ""),
            by_person=found.get(Column.AUTOMATABLE, "").casefold() in {"n", "no", "否", "不可"},
        )


def _demand_names(lines: Sequence[_Line]) -> None:
    """
    Raises:
        SchemeSheetError: a level has nothing but numbers below its heading.
    """
    for level in range(max(len(line.names) for line in lines)):
        named = [line for line in lines if line.names[level : level + 1] not in ([], [""])]
        if named and all(_numeric(line.names[level]) for line in named):
            said = named[0].names[level]
            raise SchemeSheetError(
                f"{named[0].where}：第 {level + 1} 个层级列里只有数字（“{said}”），"
                "不像指标名称；表头的合并单元格可能盖住了“分值”列，请拆开合并、补全表头。"
            )


def _without_repeats(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Groups without one that only repeats the one above: a cell merged across two levels."""
    kept: list[Group] = []
    for group in groups:
        if kept and kept[-1].name == group.name:
            kept[-1] = replace(kept[-1], worth=kept[-1].worth or group.worth)
        else:
            kept.append(group)
    return tuple(kept)


def _numeric(cell: Cell) -> bool:
    return not isinstance(cell, str) or number_in(cell) is not None
