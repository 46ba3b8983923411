"""Percentages whose last digit is wrong."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.rules.growth import roundings, said
from crawlers.subjects.budget.rules.shares import all_shares

Place = tuple[int, str, str]  # page, what is said, what is right


def rounding(book: Book) -> Iterator[Issue]:
    """占比、完成率末位没有四舍五入（多为直接截去尾数），全文合并为一条；增减幅度末位差一的另请核实。

    同一组占比之和正好是100%的，末位可能是为凑足100%调整的，不提出。
    """
    found: list[Place] = []
    for _, group in groupby(all_shares(book), key=lambda share: id(share.passage)):
        listed = list(group)
        whole = sum((share.percent for share in listed), Fraction(0)) == 100
        for share in listed:
            if share.rough and not whole:
                page = share.passage.page_at(share.start)
                found.append((page, share.passage.around(share.start, share.end, 40), share.right))
    if found:
        yield _issue(Severity.MINOR, found)
    # Changes are often drawn from unrounded books, which may move the last digit.
    changed = [
        (
            change.passage.page_at(change.start),
            change.passage.around(change.start, change.end, 40),
            said(change),
        )
        for change in roundings(book)
    ]
    if changed:
        yield _issue(Severity.ASK, changed)


def _issue(severity: Severity, found: list[Place]) -> Issue:
    return issue(
        severity,
        [page for page, _, _ in found],
        "；".join(words for _, words, _ in found[:4]),
        "；".join(right for _, _, right in found),
        "百分比按四舍五入取值。",
    )
