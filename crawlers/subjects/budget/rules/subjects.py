"""Subjects that the text names: their names, levels and amounts against the tables."""

from collections.abc import Iterator, Sequence

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import Amount
from crawlers.subjects.budget.grid import Row
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.subjects import (
    Named,
    core,
    distance,
    named_subjects,
    parent_of,
    same,
    subject_rows,
)
from crawlers.subjects.budget.tables import Table
from crawlers.subjects.budget.totals import near, table_amount
from data.budget_lists import common_groups, economic_classes, subject_classes

Place = tuple[Table, Row]


def subject_amounts(book: Book) -> Iterator[Issue]:
    """正文按（类）（款）（项）写的金额，与各支出表同名科目的数比对；任何一张表有相同的数即算相符。"""
    places = [*subject_rows(book), *_classes(book), *_economic(book)]
    for named in named_subjects(book):
        found = _rows_of(named, places)
        values = [v for table, row in found for v in _values(table, row)]
        said = [amount for amount in (named.first, named.amount) if amount is not None]
        wrong = [amount for amount in said if not any(near(amount, value) for value in values)]
        if values and wrong:
            table, row = found[0]
            listed = "、".join(dict.fromkeys(value.text for value in values[:3]))
            yield issue(
                Severity.CERTAIN,
                [named.passage.page_at(named.end)],
                named.passage.around(named.start, named.end + 12, 30),
                f"《{table.title}》第{row.page}页{row.code}{row.name}为{listed}，"
                f"文中写{'、'.join(dict.fromkeys(amount.text for amount in wrong))}",
                "核对正文与报表，改正有误的一处。",
                table=table.title,
                row=f"{row.code}{row.name}",
                figures=(wrong[0].text, *(value.text for value in values[:1])),
            )


def subject_names(book: Book) -> Iterator[Issue]:
    """正文写的科目名称与支出表不符：项名按金额或相近的名称认出对应科目，款名、类名按该项的上级科目核对。

    认不出对应科目的不提出。
    """
    places = list(subject_rows(book))
    if not places:
        return
    wrong: dict[tuple[str, str], tuple[list[int], str, Place]] = {}
    for named in named_subjects(book):
        for said, right, place in _misnamed(named, places):
            pages, _, _ = wrong.setdefault((said, right), ([], named.words, place))
            pages.append(named.passage.page_at(named.start))
    for (said, right), (pages, words, (table, row)) in wrong.items():
        yield issue(
            Severity.CERTAIN,
            pages,
            words,
            f"“{said}”，《{table.title}》第{row.page}页为“{right}”（{row.code}）",
            "按政府收支分类科目和报表统一科目名称。",
            table=table.title,
            row=f"{row.code}{row.name}",
        )


def subject_levels(book: Book) -> Iterator[Issue]:
    """写成（类）的名称不是支出功能分类的类：款级科目误写成类。全文合并为一条。"""
    classes = [*(subject.name for subject in subject_classes()), *economic_classes()]
    below = {core(name) for name in common_groups()}
    below |= {core(row.name) for _, row in subject_rows(book) if len(row.code) == 5}
    wrong: dict[str, list[int]] = {}
    quote = ""
    for named in named_subjects(book):
        said = named.name("类")
        if len(said) < 3 or any(core(said).endswith(core(name)) for name in classes):
            continue
        close = min(distance(core(said), core(name)) for name in classes) <= 2
        if close and core(said) not in below:
            continue
        wrong.setdefault(said, []).append(named.passage.page_at(named.start))
        quote = quote or named.words
    if wrong:
        yield issue(
            Severity.MINOR,
            [page for pages in wrong.values() for page in pages],
            quote,
            "；".join(f"“{name}（类）”{len(pages)}处，应为（款）" for name, pages in wrong.items()),
            "按政府收支分类科目改正科目级次。",
        )


def _classes(book: Book) -> list[Place]:
    """Rows that list the classes without codes."""
    tables = book.of("overall", "fiscal")
    return [(t, row) for t in tables for row in t.rows if not row.code and row.figures]


def _economic(book: Book) -> list[Place]:
    """Rows of spending by economic subjects, whose 款 have five digits."""
    return [(table, row) for table in book.of("basic") for row in table.rows if row.code]


def _values(table: Table, row: Row) -> list[Amount]:
    return [table_amount(table, value) for value in row.figures.values()]


def _rows_of(named: Named, places: Sequence[Place]) -> list[Place]:
    """Rows of the most exact level that the text names; the levels above must not contradict."""
    length = 3
    if said := named.name("项"):
        length = 7
    elif said := named.name("款"):
        length = 5
    else:
        said = named.name("类")
    found = []
    for table, row in places:
        if len(row.code) != length and (row.code or length != 3):
            continue
        above = parent_of(table, row, 5) if length == 7 else None
        whole = same(said, f"{above.name}{row.name}") if above else False
        if not whole and not same(said, row.name):
            continue
        named_above = named.name("款")
        if length == 7 and named_above and above and not same(named_above, above.name):
            continue
        found.append((table, row))
    return found


def _misnamed(named: Named, places: Sequence[Place]) -> Iterator[tuple[str, str, Place]]:
    """(what is said, what it should be, where) for the levels of one name."""
    item = named.name("项")
    if not item or len(item) < 2:
        return
    exact = [(t, r) for t, r in places if len(r.code) == 7 and _is(t, r, item)]
    if exact:
        yield from _misnamed_above(named, exact)
        return
    place = _meant(named, places)
    if place:
        yield item, place[1].name, place
        yield from _misnamed_above(named, [place])


def _is(table: Table, row: Row, said: str) -> bool:
    above = parent_of(table, row, 5)
    return same(row.name, said) or (above is not None and same(said, f"{above.name}{row.name}"))


def _meant(named: Named, places: Sequence[Place]) -> Place | None:
    """The one subject that a wrong name means: by its amount, or by a name nearly the same."""
    item = core(named.name("项"))
    below = [
        (table, row)
        for table, row in places
        if len(row.code) == 7 and row.name and _fits_above(named, table, row)
    ]
    if named.amount is not None and named.amount.yuan:
        amount = named.amount
        paid = [p for p in below if any(near(amount, value) for value in _values(*p))]
        if len({row.code for _, row in paid}) == 1:
            return paid[0]
    close = [p for p in below if distance(item, core(p[1].name)) <= max(1, len(item) // 4)]
    if named.amount is not None or len({row.code for _, row in close}) != 1:
        return None  # another amount is another subject
    return close[0]


def _fits_above(named: Named, table: Table, row: Row) -> bool:
    """The subject lies below the 款, or at least the 类, that the text names."""
    above, top = parent_of(table, row, 5), parent_of(table, row, 3)
    if (said := named.name("款")) and above and same(said, above.name):
        return True
    if (said := named.name("类")) and top:
        return same(said, top.name)
    return not named.name("款") and not named.name("类")


def _misnamed_above(named: Named, found: Sequence[Place]) -> Iterator[tuple[str, str, Place]]:
    for level, length in (("款", 5), ("类", 3)):
        said = named.name(level)
        if level == "类" and any(
            len(r.code) == 5 and same(said, r.name) for t, _ in found for r in t.rows
        ):
            continue  # the name of a 款: a wrong level, which is another finding
        above = [
            (table, row, parent)
            for table, row in found
            if (parent := parent_of(table, row, length)) is not None and parent.name
        ]
        if not said or not above or any(same(said, parent.name) for _, _, parent in above):
            continue
        if len({parent.code for _, _, parent in above}) == 1:
            table, _, parent = above[0]
            if not core(said).endswith(core(parent.name)):
                yield f"{said}（{level}）", f"{parent.name}（{level}）", (table, parent)
