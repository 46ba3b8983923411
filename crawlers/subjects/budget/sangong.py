"""“三公” spending: its kinds in tables and text, its totals, how it changed."""

import re
from collections.abc import Iterator
from decimal import Decimal

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import Amount
from crawlers.subjects.budget.grid import Column, Row
from crawlers.subjects.budget.passages import Passage
from crawlers.subjects.budget.tables import Table
from crawlers.subjects.budget.totals import table_amount

SANGONG = "三公"
ABROAD = "因公出国"
CARS = "公务用车购置及运行"
BUYING = "公务用车购置"
RUNNING = "公务用车运行"
HOSTING = "公务接待"
CAR = "(?:公务用车|公务车辆?|公车)"
BOTH = r"(?:公务用车|公务车辆?|公车|车辆)购置(?:费)?(?:及|和|与|、)(?:公务用车)?运行"
_KINDS = (
    (ABROAD, re.compile("因公出国")),
    (CARS, re.compile(BOTH)),
    (BUYING, re.compile(f"{CAR}购置|^(?:其中[:：])?购置费")),
    (RUNNING, re.compile(f"{CAR}运行|^运行(?:维护)?费")),
    (HOSTING, re.compile("公务接待")),
)
BESIDE = re.compile("会议费|培训费|机关运行")  # what some tables of 三公 count into their total


def sangong_kind(*names: str) -> str | None:
    """The narrowest kind of 三公 that the heads of a column name, totals of a kind as the kind."""
    for name in reversed(names):
        for kind, pattern in _KINDS:
            if pattern.search(name):
                return kind
    return None


def sangong_cells(book: Book, label: str) -> Iterator[tuple[Table, Row, int, Decimal]]:
    """Figures of the tables of 三公 for the kind that a label names; blanks are zeros."""
    kind = sangong_kind(label)
    for table in book.of("sangong") if kind else ():
        places = {c.at for c in table.columns if sangong_kind(*c.heads) == kind}
        for row in table.rows:
            mine = sangong_kind(row.name) == kind
            wanted = {c.at for c in table.columns} if mine else places
            for at in sorted(wanted) if row.figures or mine else ():
                yield table, row, at, row.figures.get(at, Decimal(0))


def sangong_amounts(book: Book, label: str) -> tuple[Amount, ...]:
    """The same as amounts of money."""
    return tuple(table_amount(t, value) for t, _, _, value in sangong_cells(book, label))


def sangong_total(book: Book) -> tuple[Amount, ...]:
    """The totals of 三公 that its tables print."""
    return tuple(
        table_amount(table, row.figures[column.at])
        for table in book.of("sangong")
        for column in table.columns
        if is_sangong_total(table, column)
        for row in table.rows
        if column.at in row.figures
    )


_YEARS = re.compile(r"20\d\d|本年|上年|年初|调整|预算数|决算数|执行数|金额")
ALL = re.compile("合计|总计|小计|三公经费(?:支出|预算|决算)?$")


def is_sangong_total(table: Table, column: Column) -> bool:
    """The column holds the total of 三公 and of nothing besides."""
    heads = [re.sub('[“”"]', "", head) for head in column.heads]
    words = [head for head in heads if not _YEARS.search(head) or SANGONG in head]
    if not words or sangong_kind(*words) or not ALL.search(words[-1]):
        return False
    beside = any(BESIDE.search(other.label) for other in table.columns)
    return not beside or any(SANGONG in word for word in words)


def tables(book: Book) -> tuple[Table, ...]:
    """Tables of 三公: by their title, and those without a known one by what they list."""
    return tuple(table for table in book.tables if table.kind == "sangong" or _lists_kinds(table))


def _lists_kinds(table: Table) -> bool:
    """Nothing but kinds and their totals, down the rows or across the columns."""
    if table.kind:
        return False
    down = {kind_or_total(row.name) for row in table.rows if row.figures}
    across = {
        SANGONG if is_sangong_total(table, column) else sangong_kind(*column.heads)
        for column in table.columns
    }
    return any({ABROAD, HOSTING} <= names <= _ANY_KIND for names in (down, across))


_ANY_KIND = {SANGONG, *(kind for kind, _ in _KINDS)}


def kind_or_total(name: str) -> str | None:
    whole = ALL.search(re.sub('[“”"]', "", name))
    return sangong_kind(name) or (SANGONG if whole else None)


# --- text ---------------------------------------------------------------------------------------


def said(book: Book) -> str:
    """The text behind the list of contents in one line, without quotation marks."""
    return "".join(unquoted(passage) for passage in book.passages)


def unquoted(passage: Passage) -> str:
    return "" if passage.listed else re.sub(r"[“”\"]", "", passage.text)


_SPENDING = re.compile("三公经费|因公出国|公务用车|公务接待")
_CHANGE = re.compile(
    r"增加|减少|增长|下降|上升|压缩|降低|持平|一致|相等|相同|无增减|无变化|没有变化|"
    r"未发生变化|大于|小于|等于"
)
_SAME = re.compile(r"持平|一致|相等|相同|无增减|无变化|没有变化|未发生变化|等于")
_REASON = re.compile(
    r"原因|主要是|由于|主要为|系|因[^公素]|厉行节约|八项规定|过紧日子|压减|严控|严格"
)
_NONE_AT_ALL = re.compile(
    r"(?:无|没有|未安排|不涉及|未发生)(?:财政拨款)?(?:安排的?)?三公经费|三公经费[^。；]{0,20}"
    r"(?:均为0(?!\d|\.\d*[1-9])|为零|无预算|无支出|未安排)"
)


def none_at_all(book: Book) -> bool:
    """The text says that there is no such spending."""
    return _NONE_AT_ALL.search(said(book)) is not None


def explained(book: Book) -> tuple[bool, str]:
    """Whether some passage on 三公 says how it changed and, unless it stayed the same, why; and in
    Chinese where, or what is lacking.

    A text that says that there is none need not say more.
    """
    text = said(book)
    if _NONE_AT_ALL.search(text):
        return True, "写明没有这项支出"
    changed = False
    for match in _SPENDING.finditer(text):
        sentence, _, after = text[match.start() : match.start() + 500].partition("。")
        change = _CHANGE.search(sentence[:200])
        reason = _REASON.search(sentence) or _REASON.search(after.partition("。")[0])
        if change and (reason or _SAME.search(sentence[:200])):
            return True, "正文"
        changed = changed or change is not None
    return False, "写了增减变化，没有写原因" if changed else "没有写与上年相比的增减变化"
