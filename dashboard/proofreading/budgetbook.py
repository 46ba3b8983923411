"""What was found in a budget or in final accounts as a workbook."""

from collections.abc import Sequence

from crawlers.personal import masked_urls
from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.disclosure import disclosed
from crawlers.subjects.budget.issues import Issue
from dashboard.proofreading.book import Sheet, workbook
from dashboard.proofreading.budget import BOOKS, summary_row


def budget_book(name: str, book: Book, listed: Sequence[Issue]) -> bytes:
    """Summary, findings with table, row and figures, what is disclosed, the tables read."""
    summary = summary_row(name, book, listed)
    return workbook(
        f"{name} 校验结果",
        [
            Sheet(
                "概况",
                [("项目", 20), ("内容", 80)],
                [[heading, summary[key]] for key, heading in BOOKS.items()],
            ),
            Sheet(
                "问题",
                [
                    ("页", 8), ("程度", 8), ("类别", 16), ("表", 26), ("行", 22), ("原文", 44),
                    ("问题", 44), ("数字", 22), ("处理", 30), ("依据", 30),
                ],
                [
                    [
                        "、".join(map(str, one.pages)), one.severity.word, one.kind, one.table,
                        one.row, masked_urls(one.said), masked_urls(one.found),
                        "、".join(one.figures), one.remedy, one.basis,
                    ]
                    for one in listed
                ],
            ),
            Sheet(
                "应公开的内容",
                [("类别", 14), ("内容", 40), ("情况", 14), ("页", 6), ("说明", 40)],
                [
                    [item.group, item.name, item.state.word, item.page, item.note]
                    for item in disclosed(book)
                ],
            ),
            Sheet(
                "读到的报表",
                [("报表", 44), ("页", 6), ("行数", 8), ("栏数", 8)],
                [[t.title, t.page, len(t.rows), len(t.columns)] for t in book.tables],
            ),
        ],
    )  # fmt: skip
