"""The annual report of disclosure, checked by itself, against last year's and against others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawlers.guard import Allow
from crawlers.subjects.annual.facts import Facts, FactsError, known_facts, month_and_day
from crawlers.subjects.annual.formal import due_date
from crawlers.subjects.annual.model import Report
from crawlers.subjects.annual.opening import ReportError
from crawlers.subjects.annual.remarks import Review
from crawlers.subjects.annual.review import review
from dashboard.commands.options import (
    AllowOption,
    CommandError,
    ContactOption,
    FormatOption,
    parse_day,
    parse_hosts,
    parse_kind,
)
from dashboard.proofreading.annual import (
    REMARKS,
    REPORTS,
    remark_row,
    report_of,
    summary_row,
    whole,
)
from dashboard.terminal.sources import Source, sources_of
from dashboard.wording.printing import Format, emit, say

app = typer.Typer()


@app.command("annual-report")
def annual_report_command(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="文件或网址…", help="年度报告：网页、PDF、Word 文件或网址"),
    ],
    last: Annotated[
        str | None,
        typer.Option("--last", help="同一单位的上年报告，核对结转件数；只能与一份报告一起用"),
    ] = None,
    compare: Annotated[
        list[str] | None,
        typer.Option("--compare", help="与之比对是否雷同的报告：文件、文件夹或网址，可多次给出"),
    ] = None,
    library: Annotated[
        int | None,
        typer.Option("--library", min=0, help="网上文件库中现行有效的行政规范性文件件数"),
    ] = None,
    kind: Annotated[
        str, typer.Option("--kind", help="单位类型（county、department 等）；默认按标题判断")
    ] = "",
    due: Annotated[
        str | None, typer.Option("--due", help="公布期限 MM-DD；默认按单位类型，见条例第四十九条")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option("--published", help="公布日期 YYYY-MM-DD，文件上没有时给出", metavar="日期"),
    ] = None,
    allow: AllowOption = None,
    contact: ContactOption = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """核对政府信息公开工作年度报告：六部分、期限、表内勾稽、正文与表格、上年结转、是否雷同。

    空白和“/”不当作 0；看不清的不算问题，列在“没有核对”里。有问题不影响退出码，读不了的文件使
    退出码为 1。

    \b
    示例：
        gkc annual-report 2024年报.pdf --last 2023年报.pdf --published 2025-03-20
    """
    if last and len(sources) > 1:
        raise CommandError("--last 只能与一份报告一起用；请逐份核对")
    wanted = parse_kind(kind) if kind else ""
    facts = _facts(due)
    day = parse_day(published) if published else None
    looks = _Looks(parse_hosts(allow), contact)
    reports = [_dated(report, day) for report in looks.reports(sources)]
    before = next(looks.reports([last]), None) if last else None
    others = list(looks.reports(_files_of(compare or ())))
    results = [
        (
            report,
            review(
                report,
                facts,
                due=due_date(report, facts, wanted),
                last=before,
                others=[other for other in others if other.name != report.name],
                published=library,
            ),
        )
        for report in reports
    ]
    print_reviews(results, fmt)
    if looks.failed:
        raise typer.Exit(1)


def _facts(due: str | None) -> Facts:
    try:
        facts = known_facts()
    except FactsError as error:
        raise CommandError(str(error)) from error
    if due is None:
        return facts
    try:
        day = month_and_day(due)
    except ValueError as error:
        raise CommandError(f"期限“{due}”无效，请写成 01-31 这样的形式") from error
    return replace(facts, due=dict.fromkeys(facts.due, day), due_before=day)


def _dated(report: Report, day: date | None) -> Report:
    return replace(report, published_on=report.published_on or day)


def _files_of(places: Iterable[str]) -> list[str]:
    """Folders as the files directly in them; hidden files are left out."""
    found: list[str] = []
    for place in places:
        path = Path(place)
        inside = sorted(path.iterdir()) if path.is_dir() else []
        found += [str(file) for file in inside if file.is_file() and file.name[:1] != "."]
        found += [] if inside else [place]
    return found


# --- reading ------------------------------------------------------------------------------------


class _Looks:
    """Reads reports; those that cannot be read are told to the user, and the rest go on."""

    def __init__(self, allow: Allow, contact: str) -> None:
        self._allow, self._contact = allow, contact
        self.failed = False

    def reports(self, places: Sequence[str]) -> Iterator[Report]:
        for source in self._sources(places):
            try:
                yield report_of(source, self._sources)
            except ReportError as error:
                say(f"错误：{error}", style="red")
                self.failed = True

    def _sources(self, places: Sequence[str]) -> Iterator[Source]:
        return sources_of(places, self._allow, self._contact)


# --- printing -----------------------------------------------------------------------------------


def print_reviews(results: Sequence[tuple[Report, Review]], fmt: Format) -> None:
    """Remarks on stdout; a table has a line for every report above them, JSON all that was read."""
    if fmt is Format.JSON:
        emit((whole(report, found) for report, found in results), REPORTS, fmt)
        return
    if fmt is Format.TABLE and results:
        emit((summary_row(report, found) for report, found in results), REPORTS, fmt)
    rows = [remark_row(report, remark) for report, found in results for remark in found.remarks]
    if rows or fmt is Format.CSV:
        emit(rows, REMARKS, fmt)
    elif results:
        say("没有发现问题")
    if fmt is Format.CSV:
        for report, found in results:
            for note in found.unchecked:
                say(f"{report.name}：{note}")
