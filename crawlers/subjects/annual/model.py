"""A 政府信息公开工作年度报告 as read: where it came from, its parts, its tables, its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from crawlers.subjects.annual.cells import Cell, Kind
from crawlers.subjects.annual.form import DISPUTES, RULINGS, Form

Address = tuple[str, str]  # keys of row and column
_NOTHING = Cell(Kind.UNREAD)


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one table by row and column; rows that were not found are absent."""

    cells: Mapping[Address, Cell] = field(default_factory=dict)

    def __getitem__(self, address: Address) -> Cell:
        """The cell; an unread one where the report has none."""
        return self.cells.get(address, _NOTHING)

    def count(self, row: str, column: str) -> int | None:
        """The figure as a whole number; None where the cell says no such thing."""
        return self[row, column].count

    def rows(self) -> tuple[str, ...]:
        """Keys of the rows found, in the order of the table."""
        return tuple(dict.fromkeys(row for row, _ in self.cells))

    def of_kind(self, *kinds: Kind) -> Iterator[tuple[Address, Cell]]:
        return ((at, cell) for at, cell in self.cells.items() if cell.kind in kinds)

    @property
    def read(self) -> int:
        """Cells whose content is known, blank ones too."""
        return sum(cell.kind is not Kind.UNREAD for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph without white space, and on which page each stretch of it stands."""

    text: str
    part: int  # 1-6, as in the form; 0 before the first heading
    starts: tuple[tuple[int, int | None], ...] = ()  # (offset, page), ascending

    def page_at(self, offset: int) -> int | None:
        page = None
        for start, number in self.starts:
            if start > offset:
                break
            page = number
        return page


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six parts: its heading as printed and the words below it, tables left out."""

    number: int
    heading: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the rules ask of a report. Nothing here is judged."""

    name: str  # file or URL
    title: str = ""
    organ: str = ""  # as the title names it; empty where it names none
    year: int | None = None  # that the report is about
    published_on: date | None = None
    parts: tuple[Part, ...] = ()  # those found, in the order of the form
    passages: tuple[Passage, ...] = ()
    activity: Table = Table()  # table 2
    applications: Table = Table()  # table 3
    disputes: Table = Table()  # table 4
    gaps: tuple[str, ...] = ()  # in Chinese: what could not be read, and why

    @property
    def form(self) -> Form | None:
        """Which form its tables follow; None where no table tells."""
        columns = {column for _, column in self.activity.cells}
        if columns & {"made", "repealed", "valid", "charged"}:
            return Form.F2021
        if columns & {"written", "published", "public", "before", "change", "projects"}:
            return Form.F2019
        rows = set(self.applications.rows())
        if not {"new", "left"} <= rows:
            return None
        return Form.F2021 if rows & {"no_correction", "no_payment"} else Form.F2019

    @property
    def cells_read(self) -> int:
        return self.activity.read + self.applications.read + self.disputes.read

    @property
    def text(self) -> str:
        return "\n".join(passage.text for passage in self.passages)


DISPUTE_CELLS: tuple[Address, ...] = tuple(
    (block, ruling) for block in DISPUTES for ruling in RULINGS
)
