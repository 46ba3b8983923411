"""Classes of spending listed in the text without codes, against the tables."""

from collections.abc import Iterator
from itertools import groupby

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import Amount
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.mentions import Mention, mentions
from crawlers.subjects.budget.subjects import core, subject_rows
from crawlers.subjects.budget.totals import near, table_amount
from data.budget_lists import subject_classes

_FEWEST = 3  # classes that make a list


def listed_classes(book: Book) -> Iterator[Issue]:
    """正文逐类列出的各类支出（“教育支出××万元、卫生健康支出××万元……”），与报表同名的类核对。

    同一节列了三类以上、多数与表相符的，指出不符的；报表中任何一处有相同的数即算相符。
    """
    paid = _paid(book)
    told = (mention for mention in mentions(book) if core(mention.label) in paid)
    for _, group in groupby(told, key=lambda m: (m.passage.part, m.passage.heading)):
        listed = list(group)
        wrong = [m for m in listed if not any(near(m.amount, v) for v in paid[core(m.label)])]
        names = {core(mention.label) for mention in listed}
        if len(names) >= _FEWEST and len(wrong) * 3 <= len(listed):
            for mention in wrong:
                yield _issue(mention, paid[core(mention.label)])


def _paid(book: Book) -> dict[str, list[Amount]]:
    """Amounts of the classes by their names, from every table that has them."""
    official = {core(subject.name) for subject in subject_classes()}
    found: dict[str, list[Amount]] = {}
    coded = [(table, row) for table, row in subject_rows(book) if len(row.code) == 3]
    plain = [
        (table, row)
        for table in book.of("overall", "fiscal", "income")
        for row in table.rows
        if len(row.code) in {0, 3}
    ]
    for table, row in (*coded, *plain):
        if core(row.name) in official and table.unit:
            values = (table_amount(table, value) for value in row.figures.values())
            found.setdefault(core(row.name), []).extend(values)
    return found


def _issue(mention: Mention, values: list[Amount]) -> Issue:
    listed = "、".join(dict.fromkeys(value.text for value in values if value.yuan))
    return issue(
        Severity.CERTAIN,
        [mention.page],
        mention.passage.around(mention.start, mention.end, 40),
        f"文中{mention.label}{mention.amount.text}；报表为{listed or '0'}",
        "核对正文与报表，改正有误的一处。",
        row=mention.label,
        figures=(mention.amount.text, *(value.text for value in values[:1])),
    )
