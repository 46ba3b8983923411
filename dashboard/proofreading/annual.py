"""Annual reports of disclosure: read from what somebody hands in, and told in rows."""

from collections.abc import Callable, Iterable, Sequence

from crawlers.personal import masked
from crawlers.subjects.annual.formal import tables
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
from dashboard.terminal.sources import Source
from dashboard.wording.language import N_

Follow = Callable[[Sequence[str]], Iterable[Source]]  # addresses -> what they hold

_MOST_FILES = 3  # attachments of one page that are fetched
DEGREES = {Degree.CERTAIN: N_("确定"), Degree.SUSPECTED: N_("疑似"), Degree.HINT: N_("提示")}
REMARKS = {
    "report": "报告",
    "rule": "规则",
    "degree": "程度",
    "place": "位置",
    "page": "页",
    "said": "问题",
}
REPORTS = {
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


def report_of(source: Source, follow: Follow) -> Report:
    """The report on a page, in a file, or in what the page links to.

    Args:
        follow: fetches the attachments of a page that came from an address.

    Raises:
        ReportError: there is none, or it cannot be read.
    """
    page = _opened(source)
    report = page.report
    if page.attachments and not report.cells_read:
        report = _with_attachments(source, page, follow)
    if recognised(report):
        return report
    names = "”“".join(file.name for file in page.attachments)
    where = f"；正文可能在附件“{names}”里，请直接给出附件" if names else ""
    raise ReportError(f"{source.name} 里没有认出政府信息公开工作年度报告{where}")


def _with_attachments(source: Source, page: Opened, follow: Follow) -> Report:
    files: list[Opened] = []
    gaps: list[str] = []
    wanted = {file.url: file.name for file in page.attachments[:_MOST_FILES]}
    if not source.is_address:
        gaps += [f"附件“{name}”不在文件里" for name in wanted.values()]
        wanted = {}
    for file in follow(list(wanted)):
        try:
            files.append(_opened(file))
        except ReportError as error:
            gaps.append(f"附件“{wanted[file.name]}”没有读到（{error}）")
    return completed(page, files, gaps)


def _opened(source: Source) -> Opened:
    if source.error:
        raise ReportError(source.error)
    return opened(source.name, source.body, source.media_type)


# --- rows ---------------------------------------------------------------------------------------


def remark_row(report: Report, remark: Remark) -> dict[str, object]:
    """A remark by the keys of REMARKS."""
    return {
        "report": report.name,
        "rule": RULES[remark.rule].title,
        "degree": DEGREES[remark.degree],
        "place": remark.place.where,
        "page": remark.place.page,
        "said": masked(remark.said),
    }


def summary_row(report: Report, found: Review) -> dict[str, object]:
    """A report in one line, by the keys of REPORTS."""
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


def whole(report: Report, found: Review) -> dict[str, object]:
    """A report as one object: what was read, and what the rules say of it."""
    return {
        **summary_row(report, found),
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
