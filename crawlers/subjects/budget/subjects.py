"""Names of budget subjects: when two are the same, and where a text names 类, 款 and 项."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import AMOUNT, Amount, amount
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.passages import Passage
from crawlers.subjects.budget.tables import Table


def core(name: str) -> str:
    """A subject's name without what is left out at will: quotation marks, 支出 at the end."""
    bare = re.sub(r"[\s“”\"、()（）·]", "", re.sub(r"^[一二三四五六七八九十]{1,3}、", "", name))
    bare = bare.replace("费用", "费").replace("其它", "其他")
    return re.sub("(?:支出)?$", "", bare, count=1)


def same(one: str, other: str) -> bool:
    """The same name, but for words that are left out at will."""
    return core(one) == core(other) or _short(one) == _short(other)


def _short(name: str) -> str:
    return re.sub("的|缴费|缴纳|费", "", core(name))


def distance(one: str, other: str) -> int:
    """Characters to add, drop or change to get from one to the other."""
    row = list(range(len(other) + 1))
    for n, a in enumerate(one, 1):
        before, row[0] = row[0], n
        for m, b in enumerate(other, 1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (a != b))
    return row[-1]


@dataclass(frozen=True, slots=True)
class Named:
    """Where the text names a subject, such as 检察(款)行政运行(项), with its amount if any."""

    passage: Passage
    start: int
    end: int
    names: tuple[tuple[str, str], ...]  # (level, name) in the order said
    amount: Amount | None
    first: Amount | None = None  # where the text gives another right behind the name

    def name(self, level: str) -> str:
        return next((name for at, name in self.names if at == level), "")

    @property
    def words(self) -> str:
        return self.passage.text[self.start : self.end]


_LEVEL = re.compile(r"[(（]([类款项])[)）]")
_BEGIN = re.compile(
    r"[,，。;；:：元]|\d[.、．]|\.(?!\d)|[(（][一二三四五六七八九十\d]{1,2}[)）]|"
    r"^[一二三四五六七八九十]{1,2}、"
)
_LONGEST_NAME = 80
_SPENT = re.compile(r"(?:支出)?决算(?:数)?(?:为|是)?" + AMOUNT.pattern)
_FIRST = re.compile(r"[”\"]?(?:支出)?" + AMOUNT.pattern)
_PLANNED = re.compile(
    r"[”\"]?[:：,，。]?(?:20\d\d年度?)?(?:支出|预算|安排|当年|年初|数|为|是|共)*" + AMOUNT.pattern
)


def named_subjects(book: Book) -> Iterator[Named]:
    """Every subject that the text names with its level, one value a run of 类, 款, 项."""
    for passage in book.passages:
        if passage.listed:
            continue
        marks = list(_LEVEL.finditer(passage.text))
        runs: list[list[re.Match[str]]] = []
        for mark in marks:
            between = passage.text[runs[-1][-1].end() : mark.start()] if runs else ""
            order = "类款项"
            goes_on = runs and order.index(mark[1]) > order.index(runs[-1][-1][1])
            if goes_on and not re.search(r"[,，。;；:：\d]", between):
                runs[-1].append(mark)
            else:
                runs.append([mark])
        for number, run in enumerate(runs):
            end = runs[number + 1][0].start() if number + 1 < len(runs) else len(passage.text)
            yield _named(book, passage, run, end)


def _named(book: Book, passage: Passage, run: list[re.Match[str]], end: int) -> Named:
    text = passage.text
    here = max(run[0].start() - _LONGEST_NAME, 0)
    begin = max((m.end() for m in _BEGIN.finditer(text, here, run[0].start())), default=here)
    names, at = [], begin
    for mark in run:
        names.append((mark[1], text[at : mark.start()]))
        at = mark.end()
    first = (_FIRST if book.sort.accounts else _PLANNED).match(text, at)
    spent = _SPENT.search(text, at, end) if book.sort.accounts else None
    said = spent or first
    value = book.exact(amount(said[1], said[2])) if said else None
    other = book.exact(amount(first[1], first[2])) if first and spent else None
    return Named(passage, begin, at, tuple(names), value, other)


def subject_rows(book: Book) -> Iterator[tuple[Table, Row]]:
    """Rows of spending by function, with their tables."""
    for table in book.of("general", "fiscal_expense", "expense", "fund", "capital"):
        for row in table.rows:
            if row.code:
                yield table, row


def parent_of(table: Table, row: Row, length: int) -> Row | None:
    """The row of the subject above, whose code has so many digits."""
    code = row.code[:length]
    return next((other for other in table.rows if other.code == code), None)
