"""Rows of cells to columns with heads and rows with code, name and figures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crawlers.subjects.budget.figures import cell_number

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row as printed, without spaces, and its page."""

    page: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: the words above it from top to bottom, and the panel it stands in.

    A table with income on the left and expense on the right has two panels, each with names of its
    own.
    """

    at: int
    heads: tuple[str, ...]
    panel: int

    @property
    def label(self) -> str:
        return "/".join(self.heads)

    @property
    def leaf(self) -> str:
        return self.heads[-1] if self.heads else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One panel's part of a row. `figures` in the unit of the table, by column; blanks are absent.

    `group` is the name in the column before, which may have been said rows above.
    """

    page: int
    panel: int
    code: str
    name: str
    figures: Mapping[int, Decimal]
    group: str = ""


_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_START = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]|\d{1,2}[、.．]|"
    r"(?:其中|其他)|.{0,6}(?:合计|总计|小计)$)"
)
_WHOLE = re.compile("(?:合计|总计|小计|支出|收入|结余)$")
_CODE_HEAD = re.compile(r"编码|代码|^科目$|^[类款项]$")
_LINE_HEAD = re.compile(r"行次|栏次|序号")
_MONEY_HEAD = re.compile(
    r"[数额费元]|收入|支出|[合小总]计|拨款|资金|经费|结余|结转|预算|决算|20\d\d"
)
_WORD_HEAD = re.compile(r"名称|项目$|备注|说明|单位$|形式|方式|科目|内容|依据")
_SHARE_HEAD = re.compile(r"%|率|比例|比重|占比|幅度")
_LEVELS = ("类", "款", "项")
_NOTHING = re.compile(r"[-‐-―－/]+")  # how some print a blank


def read_body(lines: Sequence[Line]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns of figures and the rows below the head of a table; rows may be ragged."""
    width = max((len(line.cells) for line in lines), default=0)
    even = [Line(at.page, (*at.cells, *[""] * (width - len(at.cells)))) for at in lines]
    depth = _depth([line.cells for line in even])
    if depth < len(even) and set(_LEVELS) <= set(even[depth].cells):
        even[depth : depth + 1] = _parted(even[depth])
        depth += 1
    heads = _heads([line.cells for line in even[:depth]], width)
    body = [line for line in even[depth:] if any(line.cells) and not _is_numbering(line.cells)]
    roles = [_role(heads[at], [line.cells[at] for line in body]) for at in range(width)]
    panels = _panels(roles)
    columns = tuple(
        Column(at, heads[at], panels[at]) for at in range(width) if roles[at] == "figure"
    )
    return columns, _rows(body, roles, panels, heads)


def _parted(line: Line) -> list[Line]:
    """A row that ends the head with 类, 款, 项 on its left and holds the total on its right."""
    head = tuple(cell if cell in _LEVELS else "" for cell in line.cells)
    rest = tuple("" if cell in _LEVELS else cell for cell in line.cells)
    return [Line(line.page, head), Line(line.page, rest)]


def _depth(rows: Sequence[Cells]) -> int:
    """How many rows are head: up to the first with a figure, a code or the beginning of a list."""
    for number, row in enumerate(rows):
        filled = [cell for cell in row if cell]
        if not filled:
            continue
        numbers = [cell for cell in filled if cell_number(cell) is not None]
        if numbers and not _is_numbering(row) and not _is_years(filled):
            return number
        if number and (_START.match(filled[0]) and (len(filled) == 1 or _is_list(filled))):
            return number
    return len(rows)


def _is_years(filled: Sequence[str]) -> bool:
    """Heads that are years and nothing more: 项目, 2023, 2022."""
    words = [cell for cell in filled if not re.fullmatch(r"20\d\d", cell)]
    headed = any(_WORD_HEAD.search(word) or _CODE_HEAD.search(word) for word in words)
    return headed and all(cell_number(word) is None for word in words)


def _is_list(filled: Sequence[str]) -> bool:
    """Two names of a list, not heads above columns."""
    return bool(re.match(r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二]", filled[0]))


def _is_numbering(row: Cells) -> bool:
    """The row that numbers the columns."""
    numbers = [cell for cell in row if cell.isdecimal()]
    words = [cell for cell in row if cell and not cell.isdecimal()]
    if len(words) > 1 or len(numbers) < 2 or (words and not _LINE_HEAD.search(words[0])):
        return False
    first = int(numbers[0])
    return first <= 2 and [int(n) for n in numbers] == list(range(first, first + len(numbers)))


def _heads(rows: Sequence[Cells], width: int) -> list[tuple[str, ...]]:
    """Words above each column from top to bottom; a head over several columns counts for each.

    An empty cell belongs to the head on its left, unless a head above it reaches down into it.
    """
    found: list[tuple[str, ...]] = []
    own: list[bool] = [False] * width
    said: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        if _is_numbering(row):
            continue
        reach = ""
        for at, cell in enumerate(row):
            if cell:
                said[at].append(cell)
                reach = cell
            elif own[at]:
                reach = ""
            elif reach and at and said[at - 1][-1:] == [reach]:
                said[at].append(reach)
        own = [already or bool(cell) for already, cell in zip(own, row, strict=True)]
    for words in said:
        kept: list[str] = []
        for word in words:
            if word not in kept[-1:]:
                kept.append(word)
        found.append(tuple(kept))
    return found


def _role(heads: tuple[str, ...], cells: Sequence[str]) -> str:
    """code, level (of a code in three columns), line, text, figure or share."""
    leaf = heads[-1] if heads else ""
    filled = [cell for cell in cells if cell and not _NOTHING.fullmatch(cell)]
    numbers = [cell for cell in filled if cell_number(cell) is not None]
    short = [cell for cell in filled if cell.isdecimal() and len(cell) <= 3]
    if leaf in _LEVELS and len(short) >= 0.8 * len(filled):
        return "level"
    if _LINE_HEAD.search(leaf) and len(numbers) == len(filled):
        return "line"
    codes = [cell for cell in filled if _CODE.fullmatch(cell)]
    if codes and len(codes) == len(numbers) and re.search("编码|代码", leaf):
        return "code"
    if filled and len(codes) >= 0.6 * len(filled) and (_CODE_HEAD.search(leaf) or not heads):
        return "code"
    if _CODE_HEAD.search(leaf) and not numbers:
        return "text" if filled else "code"
    if filled and len(numbers) * 2 < len(filled):
        return "text"
    if not filled and (_WORD_HEAD.search(leaf) or not _MONEY_HEAD.search("".join(heads))):
        return "text"
    return "share" if _SHARE_HEAD.search(leaf) else "figure"


def _panels(roles: Sequence[str]) -> list[int]:
    """A name or a code behind figures begins another panel."""
    panel, seen, found = 0, False, []
    for role in roles:
        if role in {"text", "code", "level"} and seen:
            panel, seen = panel + 1, False
        seen = seen or role in {"figure", "share"}
        found.append(panel)
    return found


def _rows(
    body: Sequence[Line],
    roles: Sequence[str],
    panels: Sequence[int],
    heads: Sequence[tuple[str, ...]],
) -> tuple[Row, ...]:
    found: list[Row] = []
    groups: dict[int, str] = {}
    levels: dict[tuple[int, str], str] = {}
    last: dict[int, int] = {}  # panel -> place of its latest row
    page = body[0].page if body else 0
    for line in body:
        row, carried = line.cells, ""
        turned, page = line.page != page, line.page
        for panel in sorted(set(panels)):
            at = [n for n, p in enumerate(panels) if p == panel]
            names = [row[n] for n in at if roles[n] == "text"]
            codes = [row[n] for n in at if roles[n] == "code" and row[n]]
            figures = {
                n: value
                for n in at
                if roles[n] == "figure" and (value := cell_number(row[n])) is not None
            }
            code = codes[0] if codes and _CODE.fullmatch(codes[0]) else ""
            code = code or _level_code(row, at, roles, heads, levels, panel)
            words = [row[n] for n in at if roles[n] == "level" and not row[n].isdecimal()]
            said = [n for n in (*words, *names, *(c for c in codes if c != code)) if n]
            if len(names) > 1 and names[0]:
                groups[panel] = names[0]
            name = said[-1] if said else ""
            if not name and not code and figures:
                name = carried  # a name that reaches over the columns of the panel before
            if turned and panel in last and _is_rest(row, name, found[last[panel]].name):
                whole = found[last[panel]]
                found[last[panel]] = replace(whole, name=whole.name + name)
            elif name or code or figures:
                group = groups.get(panel, "") if len(names) > 1 else ""
                last[panel] = len(found)
                found.append(Row(page, panel, code, name, figures, group))
            carried = name if name and not figures else ""
    return tuple(found)


def _is_rest(row: Cells, name: str, before: str) -> bool:
    """The first line of a page is the end of a name that the page before has cut in two."""
    alone = sum(bool(cell) for cell in row) == 1
    return alone and bool(name) and not _START.match(name) and not _WHOLE.search(before)


def _level_code(
    row: Cells,
    at: Sequence[int],
    roles: Sequence[str],
    heads: Sequence[tuple[str, ...]],
    levels: dict[tuple[int, str], str],
    panel: int,
) -> str:
    """The code whose 类, 款 and 项 stand in columns of their own; upper levels may be left out."""
    parts = {heads[n][-1]: row[n] for n in at if roles[n] == "level" and row[n].isdecimal()}
    if not any(parts.values()):
        return ""
    deepest = max(n for n, level in enumerate(_LEVELS) if parts.get(level))
    whole = ""
    for n, level in enumerate(_LEVELS[: deepest + 1]):
        part = parts.get(level) or levels.get((panel, level), "")
        levels[panel, level] = part
        whole += part if n == 0 or len(part) == 2 else part.zfill(2)
    return whole if _CODE.fullmatch(whole) else ""
