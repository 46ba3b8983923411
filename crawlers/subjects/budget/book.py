"""A budget or final accounts as published: whose, of which year, its tables and its text."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property

from crawlers.subjects.budget.figures import Amount, cell_number
from crawlers.subjects.budget.headings import Heading, read_headings
from crawlers.subjects.budget.passages import Passage, read_passages
from crawlers.subjects.budget.tables import Table, Titles, read_tables
from data.budget_lists import limits, other_tables, required_tables
from data.types import Block, Document


class Sort(StrEnum):
    """What kind of document it is; the lists in data/budget/tables.yaml have these names."""

    DEPARTMENT_BUDGET = "department_budget"
    DEPARTMENT_ACCOUNTS = "department_accounts"
    GOVERNMENT_BUDGET = "government_budget"
    GOVERNMENT_ACCOUNTS = "government_accounts"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As people call it."""
        return _WORDS[self]

    @property
    def accounts(self) -> bool:
        return self in {Sort.DEPARTMENT_ACCOUNTS, Sort.GOVERNMENT_ACCOUNTS}

    @property
    def government(self) -> bool:
        return self in {Sort.GOVERNMENT_BUDGET, Sort.GOVERNMENT_ACCOUNTS}


_WORDS = {
    Sort.DEPARTMENT_BUDGET: "部门预算",
    Sort.DEPARTMENT_ACCOUNTS: "部门决算",
    Sort.GOVERNMENT_BUDGET: "政府预算",
    Sort.GOVERNMENT_ACCOUNTS: "政府决算",
    Sort.OTHER: "不是预算、决算",
}


@dataclass(frozen=True)
class Book:
    """One published document. `pages` counts its pages, 0 for formats that know none.

    `unit` is the name the document gives its author, "" when it gives none for certain.
    """

    sort: Sort
    unit: str
    year: int | None
    tables: tuple[Table, ...]
    passages: tuple[Passage, ...]
    pages: int
    blank: tuple[int, ...] = ()
    pictures: tuple[int, ...] = ()  # pages that are pictures: what they show is not known
    headings: tuple[Heading, ...] = ()
    names: tuple[str, ...] = ()  # of the pages and files that it is made of

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """Passages that are neither headings nor contents."""
        return tuple(p for p in self.passages if not p.listed and not p.is_heading)

    @cached_property
    def unquoted(self) -> tuple[str, ...]:
        """The text of the prose without quotation marks, to look for names in."""
        return tuple(re.sub(r"[“”\"]", "", passage.text) for passage in self.prose)

    @cached_property
    def everything(self) -> str:
        """Every word, of the contents and the tables too, without quotation marks."""
        cells = (cell for table in self.tables for line in table.lines for cell in line.cells)
        said = "\n".join((*(passage.text for passage in self.passages), *cells))
        return re.sub(r"[“”\"《》]", "", said)

    @cached_property
    def explains(self) -> bool:
        """Whether there is text that speaks of money, not tables alone."""
        return sum(len(_SAYS_MONEY.findall(p.text)) for p in self.prose) >= limits().amounts

    def of(self, *kinds: str) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.kind in kinds)

    @cached_property
    def printed(self) -> Mapping[Decimal, Decimal]:
        """Every figure of every table in yuan, with the worth of the last digit printed there."""
        return {
            value * table.unit: table.step * table.unit
            for table in self.tables
            if table.unit
            for row in table.rows
            for value in row.figures.values()
        }

    def exact(self, amount: Amount) -> Amount:
        """An amount of the text as exact as the tables print it: 110万元 may stand for 110.00."""
        step = self.printed.get(amount.yuan)
        return replace(amount, step=min(step, amount.step)) if step else amount


def read_book(document: Document, name: str = "", sort: Sort | None = None) -> Book:
    """The model of a document that was read with its blocks.

    Args:
        name: the file's or link's.
        sort: what it is, where that is known; otherwise its title, its name and its text tell.
    """
    heads = [*_first_lines(document.blocks), name]
    sort = sort or _sort(heads, document)
    titles = titles_of(sort)
    tables = read_tables(document.blocks, titles)
    passages = read_passages(document.blocks)
    paged = document.format == "pdf"
    return Book(
        sort=sort,
        unit=_unit(passages, document.blocks),
        year=_year(heads, passages, tables),
        tables=tables,
        passages=passages,
        pages=len(document.pages) if paged else 0,
        blank=_blank(document) if paged else (),
        pictures=tuple(b.page for b in document.blocks if not b.text and not b.rows),
        headings=read_headings(document.blocks, titles),
        names=(name,) if name else (),
    )


@cache
def titles_of(sort: Sort) -> Titles:
    """How the tables are called that a document of this sort must have or may have."""
    known = required_tables(sort.value) if sort is not Sort.OTHER else ()
    return Titles({table.id: table.match for table in (*other_tables(), *known)})


_SAYS_MONEY = re.compile(r"\d(?:万元|亿元|元)")
_MONEY_HEAD = re.compile("科目|预算数|决算数|金额|合计|总计|支出|收入")
_REPORT = re.compile("(?:工作|公开)年度?报告|年报")
_GOVERNMENT = re.compile(
    "政府(?:总)?(?:预算|决算)|财政(?:总)?(?:预算|决算)|(?:预算|决算)草案|本级(?:预算|决算)|预算执行情况"
)
_DEPARTMENT = re.compile(
    r"部门(?:预算|决算|收支|收入|支出|概况|职责|单位)|单位(?:预算|决算)|[局委厅办院会部]20\d\d"
)
_HEAD = 12  # blocks at the beginning that may carry the title


def _first_lines(blocks: Sequence[Block]) -> list[str]:
    texts = [re.sub(r"\s", "", block.text) for block in blocks[:_HEAD] if block.text]
    return ["".join(texts[:4]), *texts]


def _sort(heads: Sequence[str], document: Document) -> Sort:
    said = "\n".join(heads)
    whole = "".join(re.sub(r"\s", "", page) for page in document.pages[:40])
    if _REPORT.search(said.partition("\n")[0]) or not _counts_money(document, whole):
        return Sort.OTHER
    accounts = _titled(heads)
    if accounts is None:
        accounts = _first(said, "决算", "预算")
    if accounts is None:
        accounts = _first(whole[:3000], "决算", "预算")
    if accounts is None:
        return Sort.OTHER
    if _GOVERNMENT.search(said) and not _DEPARTMENT.search(said):
        return Sort.GOVERNMENT_ACCOUNTS if accounts else Sort.GOVERNMENT_BUDGET
    return Sort.DEPARTMENT_ACCOUNTS if accounts else Sort.DEPARTMENT_BUDGET


# What a year is joined with; the year that a report looks back on is another one.
_YEAR_OF = r"(20\d\d)年?度?(?:(?!20\d\d)[^。;；,，]){0,24}?"
_OWN_YEAR = re.compile(rf"{_YEAR_OF}(?:预算(?!(?:收支)?执行)|决算|部门)")
_TITLED = re.compile(rf"{_YEAR_OF}(?:(?<!公共)(?<!基金)(?<!经营)预算(?!单位|收|支|执行)|决算)")
_LONGEST_TITLE = 60  # characters


def _titled(heads: Iterable[str]) -> bool | None:
    """Whether the first title with a year names final accounts; None when none names either."""
    for head in heads:
        if len(head) <= _LONGEST_TITLE and (found := _TITLED.search(head)):
            return found.group().endswith("决算")
    return None


def _counts_money(document: Document, text: str) -> bool:
    """Amounts in the text, or a table of money: rules about budgets have neither."""
    if len(_SAYS_MONEY.findall(text)) >= limits().amounts:
        return True
    cells = [cell for block in document.blocks for row in block.rows for cell in row]
    heads = sum(_MONEY_HEAD.search(re.sub(r"\s", "", cell)) is not None for cell in cells)
    return heads >= 2 and any(cell_number(cell) is not None for cell in cells)


def _first(text: str, yes: str, no: str) -> bool | None:
    """Which of two words is said more often in a title; None when neither is."""
    counts = text.count(yes), text.count(no)
    return (
        None
        if not any(counts)
        else counts[0] > counts[1] or (counts[0] == counts[1] and text.find(yes) < text.find(no))
    )


def _year(heads: Iterable[str], passages: Sequence[Passage], tables: Sequence[Table]) -> int | None:
    """The year that the title joins with 预算 or 决算; otherwise the one said so most often."""
    for head in heads:
        if found := _OWN_YEAR.search(head):
            return int(found.group(1))
    titles = {year for table in tables for year in re.findall(r"20\d\d(?=年)", table.title)}
    if len(titles) == 1:
        return int(titles.pop())
    said = Counter(
        year
        for passage in passages
        for year in re.findall(r"(20\d\d)年度?(?:部门|收|支|预|决)", passage.text)
    )
    return int(said.most_common(1)[0][0]) if said else None


_ORGAN = r"[\u4e00-\u9fa5()（）·]{2,30}?"
_NAMED = re.compile(rf"({_ORGAN})20\d\d年?度?(?:部门|单位)?(?:预算|决算)")
_CAPTION = re.compile(
    r"(?:部门|单位名称|编制单位|预算单位|部门名称)[:：]([\u4e00-\u9fa5()（）]{4,30}?)(?:单位[:：]|金额|$)"
)


def _unit(passages: Sequence[Passage], blocks: Sequence[Block]) -> str:
    """The name above the tables if they carry one, else the one in the titles, if they agree."""
    said: Counter[str] = Counter()
    for block in blocks:
        if block.text and (found := _CAPTION.search(re.sub(r"\s", "", block.text))):
            said[found.group(1)] += 1
    if said:
        name, count = said.most_common(1)[0]
        return name if count > sum(said.values()) / 2 else ""
    titled: Counter[str] = Counter()
    for number, passage in enumerate(passages[:60]):
        text = re.sub(_ORDINAL_PART, "", passage.text)
        if number == 0:
            text = re.sub(_ORDINAL_PART, "", "".join(p.text for p in passages[:3]))
        if found := _NAMED.match(text):
            titled[found.group(1)] += 1
    return titled.most_common(1)[0][0] if titled else ""


_ORDINAL_PART = re.compile(
    r"^第[一二三四五六七八九十]{1,2}部分|^[一二三四五六七八九十]{1,3}、|^附件\d*[:：]?|^关于"
)


def _blank(document: Document) -> tuple[int, ...]:
    """Pages without text, table or picture, the last ones left out."""
    used = {
        page
        for block in document.blocks
        for page in range(block.page, block.page + block.text.count("\f") + 1)
    }
    last = max(used, default=0)
    return tuple(page for page in range(1, last) if page not in used)
