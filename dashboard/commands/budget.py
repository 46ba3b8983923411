"""What is wrong in a budget or in final accounts, and what they lack."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.issues import Issue
from crawlers.subjects.budget.opening import BudgetError, opened, with_tables
from crawlers.subjects.budget.register import issues
from dashboard.commands.options import AllowOption, ContactOption, FormatOption, parse_hosts
from dashboard.proofreading.budget import BOOKS, FINDINGS, issue_row, summary_row, whole
from dashboard.terminal.sources import Source, sources_of
from dashboard.wording.printing import Format, emit, say

app = typer.Typer()


@app.command("budget")
def budget_command(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="文件或网址…", help="预算、决算：PDF、Word、Excel、网页"),
    ],
    tables: Annotated[
        list[str] | None,
        typer.Option("--tables", help="报表另在的文件，用来核对正文；可多次给出", metavar="文件"),
    ] = None,
    allow: AllowOption = None,
    contact: ContactOption = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """核对部门和政府的预算、决算：规定报表、“三公”分项、必须说明的事项，表内和文表之间的勾稽，文字差错。

    每条问题写明页、表、行和所依据的数；看不准的不提。有问题不影响退出码，读不了的文件使退出码为 1。

    \b
    示例：
        gkc budget 2024年部门决算.pdf
        gkc budget 部门预算说明.pdf --tables 部门预算公开表.pdf --format csv
    """
    hosts = parse_hosts(allow)
    looks = _Budgets()
    others = list(looks.books(sources_of(tables or [], hosts, contact)))
    read = list(looks.books(sources_of(sources, hosts, contact)))
    results = []
    for name, book in read:
        whole = with_tables(book, others) if others else book
        results.append((name, whole, issues(whole)))
    print_budgets(results, fmt)
    if looks.failed:
        raise typer.Exit(1)


class _Budgets:
    """Reads budgets; those that cannot be read are told to the user, and the rest go on."""

    def __init__(self) -> None:
        self.failed = False

    def books(self, sources: Iterator[Source]) -> Iterator[tuple[str, Book]]:
        for source in sources:
            try:
                if source.error:
                    raise BudgetError(source.error)
                yield source.name, opened(source.name, source.body, source.media_type)
            except BudgetError as error:
                say(f"错误：{error}", style="red")
                self.failed = True


Result = tuple[str, Book, tuple[Issue, ...]]


def print_budgets(results: Sequence[Result], fmt: Format) -> None:
    """Findings on stdout; a table has a line for every document above them, JSON all there is."""
    if fmt is Format.JSON:
        emit((whole(*result) for result in results), BOOKS, fmt)
        return
    if fmt is Format.TABLE and results:
        emit((summary_row(*result) for result in results), BOOKS, fmt)
    rows = [issue_row(name, found) for name, _, listed in results for found in listed]
    if rows or fmt is Format.CSV:
        emit(rows, FINDINGS, fmt)
    elif results:
        say("没有发现问题")
