"""Somebody else's indicator table as rows, as `foreign` reads it."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Group:
    """A group above an indicator."""

    name: str
    worth: Fraction | None = None  # points, or a share 0-1
    share: bool = False


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """An indicator as the table writes it; texts are empty where the table has no such column."""

    where: str  # “表.xlsx 工作表“指标表”第 5 行”
    groups: tuple[Group, ...]
    name: str
    rule: str
    worth: Fraction | None = None
    share: bool = False
    code: str = ""
    responsible: str = ""
    sampling: str = ""
    basis: str = ""
    evidence: str = ""
    by_person: bool = False  # the table says that a website does not show it

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(group.name for group in self.groups)


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table as read."""

    file: str
    title: str  # what stands above the header
    rows: tuple[ForeignRow, ...]
    total: Fraction | None  # as a row 合计 says
    total_where: str
    unread: tuple[str, ...]  # headers left out
    remarks: tuple[str, ...]  # notes below or between, left out
