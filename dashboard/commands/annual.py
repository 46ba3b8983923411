"""The annual report of disclosure, checked by itself, against last year's and against others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawlers.guard import Allow
from crawlers.personal import masked
from crawlers.subjects.annual.facts import Facts, FactsError, known_facts, month_and_day
from crawlers.subjects.annual.formal import due_date, tables
from crawlers.subjects.annual.model import Report
from crawlers.subjects.annual.opening import (
    Opened,
    ReportError,
    completed,
    opened,
    recognised,
)
from crawlers.subjects.annual.parts import NAMES
from crawlers.subjects.annual.remarks import RULES, Degree, Remark, Review
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
from dashboard.printing import Format, emit, say
from dashboard.sources import Source, sources_of

app = typer.Typer()

_MOST_FILES = 3  # attachments of one page that are fetched
_DEGREES = {Degree.CERTAIN: "确定", Degree.SUSPECTED: "疑似", Degree.HINT: "提示"}
_REMARKS = {
    "report": "报告",
    "rule": "规则",
    "degree": "程度",
    "place": "位置",
    "page": "页",
    "said": "问题",
}
_REPORTS = {
    "report": "报告",
    "organ": "单位",
    "year": "年度",
    "form": "格式",
    "parts": "部分",
    "cells": "表二、表三、表四格数",
    "held": "相符",
    "undecided": "不能判定",
    "remarks": "问题",
    "unchecked": "没有核对",
}


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
        for source in sources_of(places, self._allow, self._contact):
            try:
                yield self._report(source)
            except ReportError as error:
                say(f"错误：{error}", style="red")
                self.failed = True

    def _report(self, source: Source) -> Report:
        """The report on a page, in a file, or in what the page links to."""
        page = _opened(source)
        report = page.report
        if page.attachments and not report.cells_read:
            report = self._with_attachments(source, page)
        if recognised(report):
            return report
        names = "”“".join(file.name for file in page.attachments)
        where = f"；正文可能在附件“{names}”里，请直接给出附件" if names else ""
        raise ReportError(f"{source.name} 里没有认出政府信息公开工作年度报告{where}")

    def _with_attachments(self, source: Source, page: Opened) -> Report:
        files: list[Opened] = []
        gaps: list[str] = []
        wanted = {file.url: file.name for file in page.attachments[:_MOST_FILES]}
        if not source.is_address:
            gaps += [f"附件“{name}”不在文件里" for name in wanted.values()]
            wanted = {}
        for file in sources_of(list(wanted), self._allow, self._contact):
            try:
                files.append(_opened(file))
            except ReportError as error:
                gaps.append(f"附件“{wanted[file.name]}”没有读到（{error}）")
        return completed(page, files, gaps)


def _opened(source: Source) -> Opened:
    if source.error:
        raise ReportError(source.error)
    return opened(source.name, source.body, source.media_type)


# --- printing -----------------------------------------------------------------------------------


def print_reviews(results: Sequence[tuple[Report, Review]], fmt: Format) -> None:
    """Remarks on stdout; a table has a line for every report above them, JSON all that was read."""
    if fmt is Format.JSON:
        emit((_whole(report, found) for report, found in results), _REPORTS, fmt)
        return
    if fmt is Format.TABLE and results:
        emit((_summary(report, found) for report, found in results), _REPORTS, fmt)
    rows = [_row(report, remark) for report, found in results for remark in found.remarks]
    if rows or fmt is Format.CSV:
        emit(rows, _REMARKS, fmt)
    elif results:
        say("没有发现问题")
    if fmt is Format.CSV:
        for report, found in results:
            for note in found.unchecked:
                say(f"{report.name}：{note}")


def _row(report: Report, remark: Remark) -> dict[str, object]:
    return {
        "report": report.name,
        "rule": RULES[remark.rule].title,
        "degree": _DEGREES[remark.degree],
        "place": remark.place.where,
        "page": remark.place.page,
        "said": masked(remark.said),
    }


def _summary(report: Report, found: Review) -> dict[str, object]:
    return {
        "report": report.name,
        "organ": report.organ,
        "year": str(report.year or ""),
        "form": f"{report.form.value}年" if report.form else "",
        "parts": f"{len(report.parts)}/{len(NAMES)}",
        "cells": "、".join(str(table.read) for _, table in tables(report)),
        "held": found.held,
        "undecided": found.undecided,
        "remarks": len(found.remarks),
        "unchecked": "；".join(found.unchecked),
    }


def _whole(report: Report, found: Review) -> dict[str, object]:
    """A report as one object: what was read, and what the rules say of it."""
    return {
        **_summary(report, found),
        "title": report.title,
        "published_on": report.published_on.isoformat() if report.published_on else None,
        "form": report.form.value if report.form else None,
        "year": report.year,
        "parts": [
            {"number": part.number, "heading": part.heading, "page": part.page}
            for part in report.parts
        ],
        "cells": [
            {
                "table": name,
                "row": row,
                "column": column,
                "kind": cell.kind.value,
                "text": cell.text,
                "page": cell.page,
            }
            for name, table in tables(report)
            for (row, column), cell in table.cells.items()
        ],
        "remarks": [
            {
                "rule": remark.rule,
                "title": RULES[remark.rule].title,
                "basis": RULES[remark.rule].basis,
                "degree": remark.degree.value,
                "place": remark.place.where,
                "page": remark.place.page,
                "quote": masked(remark.place.quote),
                "said": masked(remark.said),
                "figures": [str(figure) for figure in remark.figures],
            }
            for remark in found.remarks
        ],
        "unchecked": list(found.unchecked),
    }
