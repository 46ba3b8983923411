"""What was found in an annual report as a workbook."""

from crawlers.subjects.annual.formal import tables, where
from crawlers.subjects.annual.model import Report
from crawlers.subjects.annual.remarks import RULES, Review
from dashboard.figures.equations import equations
from dashboard.proofreading.annual import REMARKS, REPORTS, remark_row, summary_row
from dashboard.proofreading.book import Sheet, workbook

_WIDTHS = {"report": 24, "rule": 26, "degree": 8, "place": 24, "page": 6, "said": 60}


def annual_book(report: Report, found: Review, last: Report | None) -> bytes:
    """Summary, findings with figures and basis, equations with both sides, every cell read."""
    summary = summary_row(report, found)
    remarks = (
        [
            *(remark_row(report, remark)[key] for key in REMARKS),
            "、".join(map(str, remark.figures)),
            remark.place.quote,
            RULES[remark.rule].basis,
        ]
        for remark in found.remarks
    )
    headed = [(REMARKS[key], _WIDTHS[key]) for key in REMARKS]
    return workbook(
        f"{report.title or report.name} 校验结果",
        [
            Sheet(
                "概况",
                [("项目", 20), ("内容", 80)],
                [[heading, summary[key]] for key, heading in REPORTS.items()],
            ),
            Sheet("问题", [*headed, ("数字", 14), ("原文", 30), ("依据", 30)], remarks),
            Sheet(
                "勾稽关系",
                [("应当", 40), ("位置", 26), ("左边", 10), ("右边", 10), ("结果", 10), ("页", 6)],
                [
                    [each.title, each.where, each.left, each.right, each.state, each.page]
                    for each in equations(report, last)
                ],
            ),
            Sheet(
                "读到的数",
                [("表", 8), ("位置", 44), ("内容", 16), ("页", 6)],
                [
                    [name, where(name, at).removeprefix(name), cell.text, cell.page]
                    for name, table in tables(report)
                    for at, cell in table.cells.items()
                ],
            ),
        ],
    )
