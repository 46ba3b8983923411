"""Tables of a budget: what they are called, which unit they count in, what stands in their rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crawlers.subjects.budget.figures import UNITS, decimals
from crawlers.subjects.budget.grid import Cells, Column, Line, Row, read_body
from data.types import Block


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its title. `kind` is an id of data/budget/tables.yaml, or "".

    `unit` is the worth of 1 in yuan, None when it is not said. `whole` is false when a part stands
    on another page in other columns, so nothing can be summed up. `notes` is the text below it.
    `elsewhere` marks a table from another file: its own file is where it is checked.
    """

    title: str
    kind: str
    page: int
    last_page: int
    unit: Decimal | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    whole: bool = True
    notes: str = ""
    lines: tuple[Line, ...] = ()  # as printed
    elsewhere: bool = False

    @property
    def step(self) -> Decimal:
        """The worth of the last digit that the table prints, in its own unit."""
        shown = decimals(value for row in self.rows for value in row.figures.values())
        return Decimal(1).scaleb(-min(shown, 2))

    @property
    def empty(self) -> bool:
        """No figure but zeros."""
        return not any(value for row in self.rows for value in row.figures.values())

    def panel(self, number: int) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.panel == number)

    def columns_of(self, panel: int) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.panel == panel)

    @property
    def panels(self) -> tuple[int, ...]:
        return tuple(sorted({column.panel for column in self.columns}))


class Titles:
    """How titles tell which table it is: patterns by id."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._patterns = {name: re.compile(pattern) for name, pattern in patterns.items()}

    def kind(self, title: str) -> str:
        """The id whose pattern matches the longest part of the title, or ""."""
        bare = bare_title(title)
        found = [
            (len(match.group()), name)
            for name, pattern in self._patterns.items()
            if (match := pattern.search(bare))
        ]
        return max(found, default=(0, ""))[1]

    def kinds(self, words: str) -> frozenset[str]:
        """Every id whose pattern the words show."""
        bare = bare_title(words)
        return frozenset(name for name, p in self._patterns.items() if p.search(bare))


_ORDINAL = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}(?:部分|[、.．])|[(（][一二三四五六七八九十\d]{1,3}[)）]|"
    r"\d{1,2}[、.．](?!\d)|"
    r"附?表(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]{1,3}(?=[:：、.．]))[:：、.．]?|"
    r"(?:部门)?(?:预算|决算)?公开(?:表?\d{1,2}表?|表[一二三四五六七八九十]{1,3}(?=[:：、.．]))[:：、.．]?)"
)
_TITLE = re.compile(r"表(?:[(（][^()（）]{1,20}[)）])?(?:[(（]?续[)）]?)?$")
_NO_TITLE = re.compile(
    r"[。；;，,]|^(?:预算|决算)?公开0?\d*表?[一二三四五六七八九十\d]*表?$|^附?表[一二三四五六七八九十\d]+$|"
    r"本表|^说明[:：]|^注[:：]|单位[:：]|^部门[:：]|^[(（]?续上?表"
)
_GOES_ON = re.compile(r"[(（]?续表?[一二三四五六七八九十\d]*[)）]?$")
_UNIT = re.compile(r"(?:金额)?单位[:：]?(?:人民币)?(亿元|百万元|万元|千元|元)")
_CAPTION = re.compile(r"单位[:：]|部门[:：]|^(?:预算|决算)?公开")
_LONGEST = 48  # characters of a title
_NEAR = 6  # paragraphs above a table among which its title stands


def bare_title(title: str) -> str:
    """A title without spaces, quotation marks, guillemets, the number in front and (续) behind."""
    return _GOES_ON.sub("", _ORDINAL.sub("", re.sub(r"[\s“”\"'‘’《》〈〉]", "", title)))


def read_tables(blocks: Sequence[Block], titles: Titles) -> tuple[Table, ...]:
    """Every table in order; parts on following pages are joined to the table they go on with."""
    found: list[Table] = []
    said: list[Block] = []
    for block in blocks:
        if block.text:
            said.append(block)
        elif block.rows:
            rows = [tuple(re.sub(r"\s", "", cell) for cell in row) for row in block.rows]
            inner, unit, rows = _inner(rows)
            title = inner or _title(said, block.page, titles)
            unit = unit or _unit(said)
            if found:
                found[-1] = replace(found[-1], notes=_notes(said, found[-1]))
            if rows:
                _add(found, _table(title, titles, unit, rows, block.page), bool(_prose(said)))
            said = []
    if found:
        found[-1] = replace(found[-1], notes=_notes(said, found[-1]))
    return tuple(found)


def _title(above: Sequence[Block], page: int, titles: Titles) -> str:
    """The nearest heading that ends in 表, two lines of it if need be.

    It may be left behind at the foot of the page before, but then nothing else stands between.
    """
    here = [block for block in above if block.page == page]
    lines = [re.sub(r"\s", "", part) for block in above for part in block.text.split("\f")]
    lines = lines[-_NEAR:]
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if len(line) <= _LONGEST and _TITLE.search(line) and not _NO_TITLE.search(line):
            whole = lines[at - 1] + line if at else line
            if not titles.kind(line) and titles.kind(whole) and not _NO_TITLE.search(whole):
                return whole
            return line
        if len(lines) - at > len(here) and not _CAPTION.search(line):
            return ""
    return ""


def _unit(said: Sequence[Block]) -> Decimal | None:
    for block in reversed(said[-_NEAR:]):
        if found := _UNIT.search(re.sub(r"\s", "", block.text)):
            return UNITS[found.group(1)]
    return None


def _inner(rows: list[Cells]) -> tuple[str, Decimal | None, list[Cells]]:
    """Title and unit where they stand in the first rows of the table itself, as in workbooks."""
    title, unit = "", None
    for number, row in enumerate(rows[:_NEAR]):
        filled = [cell for cell in row if cell]
        said = "".join(filled)
        found = _UNIT.search(said)
        if found:
            unit = UNITS[found.group(1)]
        elif len(filled) == 1 and _TITLE.search(said) and not _NO_TITLE.search(said):
            title = said
        elif len(filled) > 1 or not _NO_TITLE.search(said):
            return title, unit, rows[number:]
    return title, unit, rows[_NEAR:]


def _notes(said: Sequence[Block], table: Table) -> str:
    near = [block.text for block in said if block.page <= table.last_page][:4]
    return "\n".join(text for text in near if not _TITLE.search(re.sub(r"\s", "", text)))


def _prose(said: Sequence[Block]) -> list[Block]:
    """Text between two tables that shows that the second does not go on with the first."""
    return [
        b
        for b in said
        if not re.match(r"(?:注|说明|备注)\s*[:：]|.{0,6}(?:部门|单位)[:：]|[(（]?续上?表", b.text)
    ]


def _table(title: str, titles: Titles, unit: Decimal | None, rows: list[Cells], page: int) -> Table:
    lines = tuple(Line(page, row) for row in rows)
    columns, body = read_body(lines)
    return Table(title, titles.kind(title), page, page, unit, columns, body, lines=lines)


def _add(found: list[Table], table: Table, prose: bool) -> None:
    """Append a table, or join it to the one it goes on with."""
    before = found[-1] if found else None
    again = before and table.title and _goes_on(before.title, table.title)
    if (
        before is None
        or table.page > before.last_page + 1
        or (table.title and not again)
        or (prose and not again)
        or (table.page == before.last_page and not again)
    ):
        found.append(table)
        return
    if _width(before) == _width(table):
        lines = (*before.lines, *_behind_head(before.lines, table.lines))
        columns, rows = read_body(lines)
        found[-1] = replace(before, columns=columns, rows=rows, lines=lines, last_page=table.page)
    else:
        found[-1] = replace(before, whole=False)
        found.append(
            replace(table, title=before.title, kind=before.kind, unit=before.unit, whole=False)
        )


def _goes_on(before: str, title: str) -> bool:
    """The same title; where it says (续), what stands in brackets behind it may be left out."""
    bare, whole = bare_title(title), bare_title(before)
    return bare == whole or (_GOES_ON.search(title) is not None and whole.startswith(f"{bare}("))


def _width(table: Table) -> int:
    return max((len(line.cells) for line in table.lines), default=0)


def _behind_head(before: Sequence[Line], lines: Sequence[Line]) -> Sequence[Line]:
    """Lines without the head that is printed again on every page."""
    count = 0
    while count < min(len(before), len(lines)) and before[count].cells == lines[count].cells:
        count += 1
    return lines[count:]
